"""What a step asks for, beyond its task: expressions in place of numbers, and what is right to be typed there."""

from typing import TYPE_CHECKING

from tutor.engine.network import Network
from tutor.explain.task import task
from tutor.lesson.schema import Step
from tutor.notation import charset
from tutor.notation.sentence import Sentence
from tutor.quantity import Quantity
from tutor.session import Session

if TYPE_CHECKING:
    from tutor.expression.text import Style


def asked(network: Network, step: Step) -> Sentence:
    """The task of a step in words; where an expression is asked for, that it is, with two names to write it in."""
    said = task(network, step)
    if not step.expression:
        return said
    from tutor.marking.symbolic.marker import examples  # most steps ask for numbers

    some = " and ".join(examples(network, step.questions[0]))
    return (*said, ", as an expression" + (f" in names such as {some}" if some else ""))


def expression(network: Network, q: Quantity, style: "Style" = "ascii") -> str:
    """A right answer to a question that asks for an expression; either style can be typed back."""
    from tutor.marking.symbolic.marker import answer

    return answer(network, q, style)


def right(session: Session, q: Quantity) -> str:
    """What is right at a question, as screens write it: the number or, where it asks for one, the expression."""
    if asks_expression(session, q):
        return expression(session.lesson.network, q, charset.style())
    return session.numbers.text(q)


def asks_expression(session: Session, q: Quantity) -> bool:
    """Whether a question asks for an expression."""
    return any(q in step.questions for step in session.steps if step.expression)
