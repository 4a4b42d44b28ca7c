"""A question's equation with its numbers put in, as far as it was asked for."""

from collections.abc import Iterator
from dataclasses import replace

from tutor.explain.substitution import Substitution, substitution
from tutor.expression.text import Style
from tutor.notation import math
from tutor.notation.math import Math, Operator, Row
from tutor.notation.symbols import symbol
from tutor.output.asked import asks_expression, expression
from tutor.output.words import EQUALS
from tutor.quantity import Quantity
from tutor.session import Session

NOTHING_LEFT = "there is nothing to work out"


def worked(session: Session, q: Quantity, style: Style = "ascii") -> Substitution:
    """The equation of a question with its numbers, and what was asked for: that, or an expression and its number."""
    found = in_numbers(session, q)
    if not asks_expression(session, q):
        return found
    network = session.lesson.network
    return replace(found, sign="=", result=f"{expression(network, q, style)} {found.sign} {found.result}")


def by_name(session: Session, found: Substitution) -> Math | None:
    """What stands in place of the numbers where they are the result: the name of the one number that it is."""
    if found.prior is None:
        return None
    minus, q = found.prior
    name = symbol(q, session.lesson.network.naming)
    return Row((Operator("-"), name)) if minus else name


def said(session: Session, found: Substitution) -> Iterator[str]:
    """The numbers put in, line by line for listening, without the result."""
    if (alone := by_name(session, found)) is not None:
        yield f"{EQUALS['=']} {math.speech(alone)}: {NOTHING_LEFT}"
    else:
        yield from (f"{EQUALS[line.sign]} {line.text('ascii')}" for line in found.lines)


def in_numbers(session: Session, q: Quantity) -> Substitution:
    """The equation of a question with its numbers, step by step.

    The numbers are those that the learner works with, their own wrong ones among them; beside the right result stand
    the right ones.
    """
    state = session.states[q]
    right = state.correct or state.shown

    def value(p: Quantity) -> float:
        other = session.states.get(p)
        own = other.own if other is not None and not other.correct and p != q and not right else None
        return session.numbers.value(p) if own is None else own.number

    return substitution(session.lesson.network, q, value, session.lesson.marking.significant)
