"""The verdict on one answer: the tests of marking, in their order. Every intermediate is a named field."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from decimal import ROUND_DOWN, ROUND_HALF_DOWN, ROUND_HALF_UP, Decimal

from tutor.engine.network import Network
from tutor.explain.formula import formulas, priors
from tutor.expression.read import Unreadable, Value
from tutor.marking.band import Band, Prior, band
from tutor.marking.mark import Mark, Verdict
from tutor.notation.number import shown
from tutor.notation.sentence import Sentence
from tutor.notation.symbols import symbol
from tutor.quantity import Kind, Quantity, is_parameter


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What marking knows of a lesson and of what a learner can have put into a formula.

    Attributes:
        network: the network that is asked about.
        significant: the significant figures an answer must carry.
        exact: the exact value of any quantity.
        own: the learner's own right numbers.
    """

    network: Network
    significant: int
    exact: Callable[[Quantity], float]
    own: Mapping[Quantity, float] = field(default_factory=dict)


ZEROABLE = frozenset({Kind.Z, Kind.A, Kind.SIGMA_PRIME, Kind.W_NEW, Kind.B_NEW})
"""Kinds of which 0 may be right by the learner's own rounding; in the others such a 0 has lost its figures."""

SMALL = 0.05
"""Below this a wrong 0 is likely to be a number rounded to decimals that it has no figures in."""

ADDED = frozenset({Kind.B, Kind.Y})
"""The lesson's own numbers that stand in no product: nobody rounds them before use."""

_TERMS = "Go through the terms one by one, with their signs."
_FACTORS = "Check the two factors, and the sign."
_STEP = "Check the gradient's sign, and in which direction the step goes."

LOOK_AGAIN: dict[Kind, str] = {
    Kind.Z: _TERMS,
    Kind.A: "Check the z that goes in, and its sign.",
    Kind.LOSS: "Check the difference, the square and the factor in front.",
    Kind.SIGMA_PRIME: "Check which number you put in: the slope can be had from a, or from z.",
    Kind.DELTA: _TERMS,
    Kind.DL_DW: _FACTORS,
    Kind.DL_DB: "Check the equation: it has one term only.",
    Kind.W_NEW: _STEP,
    Kind.B_NEW: _STEP,
}
"""Where to look again after a wrong answer that nothing explains."""


def unreadable(refusal: Unreadable) -> Mark:
    """The mark of an answer that could not be read: no attempt, never wrong."""
    return Mark(Verdict.UNREADABLE, (refusal.message,), offset=refusal.offset)


def mark(q: Quantity, answer: Value, knowledge: Knowledge) -> Mark:
    """Decide the verdict on one readable answer to one question."""
    bands = _bands(q, knowledge)
    verdict, message = _decide(q, answer, knowledge, bands)
    return Mark(verdict, message, answer.number, answer.echo, bands=bands)


def _bands(q: Quantity, knowledge: Knowledge) -> tuple[Band, ...]:
    """One band for each right form; with each prior exact, as shown or the learner's own."""
    significant = knowledge.significant

    def prior(p: Quantity) -> Prior:
        exact = knowledge.exact(p)
        if is_parameter(p):
            return Prior((exact,), roundable=p.kind not in ADDED)
        return Prior((exact, float(shown(exact, significant)), knowledge.own.get(p, exact)))

    return tuple(band(form, prior, significant) for form in formulas(knowledge.network, q))


def _decide(q: Quantity, answer: Value, knowledge: Knowledge, bands: tuple[Band, ...]) -> tuple[Verdict, Sentence]:
    number, figures = answer.number, knowledge.significant
    if any(each.holds(number) for each in bands):
        if number == 0.0 and q.kind not in ZEROABLE and (lost := _lost(q, knowledge)):
            name = symbol(lost, knowledge.network.sizes)
            return Verdict.IMPRECISE, ("Not quite zero: carry more figures of ", name, ".")
        return Verdict.CORRECT, ()
    right = knowledge.exact(q)
    if answer.decimal is not None and is_imprecise(answer.decimal, right):
        return Verdict.IMPRECISE, (f"Right so far. Give {figures} significant figures.",)
    if number == 0.0 and abs(right) < SMALL:
        return Verdict.WRONG, (f"Small, but not zero. Count {figures} figures from the first that is not 0.",)
    return Verdict.WRONG, (f"Not yet. {LOOK_AGAIN[q.kind]}",)


def _lost(q: Quantity, knowledge: Knowledge) -> Quantity | None:
    """The prior whose figures the learner's own number has lost, where 0 is right by it alone; else None."""
    if any(each.holds(0.0) for each in _bands(q, replace(knowledge, own={}))):
        return None
    return next((p for p in priors(knowledge.network, q) if p in knowledge.own), None)


def is_imprecise(typed: Decimal, right: float) -> bool:
    """Whether a plain decimal is the right value rounded or cut at the place of its last digit.

    Zero never is, nor a number whose last place is above the right value's leading digit. Ties may go either way.
    """
    place = typed.as_tuple().exponent
    if typed == 0 or right == 0.0 or not isinstance(place, int) or place > math.floor(math.log10(abs(right))):
        return False
    exact = Decimal(f"{right:.15g}").scaleb(-place)  # without the noise of the last binary digit
    wanted = typed.scaleb(-place)
    return any(wanted == exact.to_integral_value(way) for way in (ROUND_DOWN, ROUND_HALF_DOWN, ROUND_HALF_UP))
