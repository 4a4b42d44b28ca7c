"""The verdict on one answer: the tests of marking, in their order, on numbers that were worked out before.

What is worked out for one answer in floats, or for a class in arrays, comes in as bands and as a ``Doubt``; every
intermediate is a named field, and here it is only compared.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from tutor.expression.read import Value
from tutor.marking.band import Bands, held, holds
from tutor.marking.fit import NOISE, Digits, Fit
from tutor.marking.guess import Guess
from tutor.marking.interval import SLACK
from tutor.marking.mark import Verdict
from tutor.marking.mistakes.entry import Mistake, Slip
from tutor.marking.paper import Own
from tutor.marking.question import Question
from tutor.marking.typed import Calculation
from tutor.quantity import Quantity

SWAPPED = 12.0
"""Two neighbouring digits exchanged make a number at most so many times as large, as 0.90 is of 0.09."""

WIDEST = 0.05
"""A mistake is named only where its number is known better than this part of itself."""


class Doubt(NamedTuple):
    """What is worked out of an answer that is not right by the right numbers.

    Attributes:
        carried: the bands of the right formulas on the learner's own wrong numbers; none where they have none.
        carried_value: what the first formula gives on all that is on paper, the wrong numbers included.
        guesses: what the slips of the question give, on exact numbers or on those on paper, each with the slip's place
            in the question's list; only those near the answer.
    """

    carried: Bands
    carried_value: float
    guesses: Sequence[tuple[int, Guess[float]]]


class Explained(NamedTuple):
    """A mistake that explains an answer: how it was made, what it gives, and where, if not at the question."""

    mistake: Mistake
    slip: Slip
    value: float
    at: Quantity | None = None

    @property
    def code(self) -> str:
        """The code, with the place where that is another one: ``bias-omitted@z(1,2)``."""
        return self.mistake.code if self.at is None else f"{self.mistake.code}@{self.at}"


class Finding(NamedTuple):
    """What was found of an answer that is not right, before any words.

    Attributes:
        verdict: what the answer is.
        slips: the mistakes that explain it, in order.
        misread: the mistakes of typing that explain it.
        follows: the learner's wrong numbers that it follows from.
        corrected: what has been put right by now, where the answer follows from what it was before.
    """

    verdict: Verdict
    slips: tuple[Explained, ...] = ()
    misread: tuple[Mistake, ...] = ()
    follows: tuple[Quantity, ...] = ()
    corrected: tuple[Quantity, ...] = ()

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes, each once."""
        if not self.slips and not self.misread:
            return ()
        named = (*(slip.code for slip in self.slips), *(mistake.code for mistake in self.misread))
        return tuple(dict.fromkeys(named))


def settle(
    question: Question, answer: Value, doubt: Doubt, wrong: tuple[Quantity, ...], own: Mapping[Quantity, Own]
) -> Finding | None:
    """Decide on an answer that the right numbers do not explain, as far as no mistake is needed: tests 3 and 4.

    Args:
        question: what was asked.
        answer: what was read.
        doubt: what was worked out beside the right answers.
        wrong: the learner's own wrong numbers that the answer can follow from.
        own: the learner's own numbers.
    """
    if wrong and held(doubt.carried, answer.number):
        return _carried(question, answer.number, doubt, wrong, own)
    digits = Digits.of(answer)
    if digits is not None and (values := _fewer(digits, question.right, doubt.carried_value)):
        return Finding(Verdict.IMPRECISE, follows=() if question.right in values else wrong)
    return None


def explain(question: Question, answer: Value, bands: Bands, doubt: Doubt, own: Mapping[Quantity, Own]) -> Finding:
    """Find the mistakes that explain a wrong answer: tests 5 and 6."""
    slips = _explained(question, answer, bands, doubt, Calculation.of(question, answer, own))
    return Finding(
        Verdict.WRONG,
        _whole(question, slips, own),
        misread(question, answer, doubt.carried or bands, question.right, doubt.carried_value),
    )


def _carried(
    question: Question, number: float, doubt: Doubt, wrong: tuple[Quantity, ...], own: Mapping[Quantity, Own]
) -> Finding:
    """The right rule on the learner's own wrong numbers: worth nothing where a wrong 0 has emptied the question."""
    zeros = frozenset(p for p in wrong if own[p].number == 0.0)
    last = len(question.forms) - 1  # where priors are not on the sheet, one form has a band for each of σ′'s
    forms = [question.forms[min(i, last)] for i, band in enumerate(doubt.carried) if holds(band, number)]
    if zeros and all(question.emptied(form, zeros) for form in forms):
        return Finding(Verdict.WRONG, follows=tuple(p for p in wrong if p in zeros))
    return Finding(Verdict.CONSISTENT, follows=wrong)


def _fewer(digits: Digits, *values: float) -> tuple[float, ...]:
    """Which of the values a decimal is, at too few figures."""
    return tuple(value for value in values if digits.reaches(value) and digits.fits(value) is not None)


class _Candidate(NamedTuple):
    """A slip that may explain an answer; the best fit comes first."""

    fit: Fit
    distance: float
    order: int
    value: float


def _explained(
    question: Question, answer: Value, bands: Bands, doubt: Doubt, calculation: Calculation | None
) -> tuple[Explained, ...]:
    """The slips that give the number: all that give it to the last digit that was typed, else the nearest."""
    number, digits = answer.number, Digits.of(answer)
    found: dict[int, _Candidate] = {}
    for order, guess in doubt.guesses:
        mistake, slip = question.slips[order]
        reach = guess.reach if digits is None else digits.narrowed(guess.reach, question.significant)
        fit = _fit(number, digits, Guess(guess.value, reach), one_figure=mistake.sign)
        if fit is None or held(bands, guess.value) or _same(guess.value, doubt.carried_value):
            continue  # here the rule gives what the right one does
        if fit is Fit.NEAR and number in question.printed:
            continue  # more likely copied from the screen than computed so
        if calculation is not None and not calculation.allows(slip.tree):
            continue  # it was computed from other numbers
        candidate = _Candidate(fit, abs(number - guess.value), order, guess.value)
        found[order] = min(candidate, found.get(order, candidate))
    if not found:
        return ()
    best = min(found.values())
    chosen = [c for c in found.values() if c.fit is best.fit and (c.fit is not Fit.NEAR or _same(c.value, best.value))]
    return tuple(Explained(*question.slips[c.order], c.value) for c in sorted(chosen, key=lambda c: c.order))


def _fit(number: float, digits: Digits | None, guess: Guess[float], *, one_figure: bool) -> Fit | None:
    """How a slip's value explains a number, if it does: within reach, or as a decimal of few figures."""
    value, reach = guess
    if number == value == 0.0:
        return Fit.ROUNDED
    fit = None if digits is None else digits.fits(value)
    if abs(number - value) <= reach <= WIDEST * abs(value):
        return Fit.NEAR if fit is None else fit
    enough = digits is not None and digits.figures >= (1 if one_figure else 2) and digits.reaches(value)
    return fit if enough else None


def _same(one: float, other: float) -> bool:
    return abs(one - other) <= SLACK * max(abs(one), abs(other), 1e-300)


def _whole(question: Question, slips: tuple[Explained, ...], own: Mapping[Quantity, Own]) -> tuple[Explained, ...]:
    """Where a transposed matrix is one of several explanations, let its other entries decide: the diagonal can't."""
    whole = tuple(slip for slip in slips if slip.mistake.whole)
    rest = tuple(slip for slip in slips if not slip.mistake.whole)
    if not whole or not rest:
        return slips
    votes = [vote for q in own if (vote := _vote(question, whole[0].mistake, q, own[q])) is not None]
    if not votes:
        return slips
    return whole if any(votes) else rest


def _vote(question: Question, mistake: Mistake, q: Quantity, own: Own) -> bool | None:
    """Whether the answer to another entry of the same matrix was made by the same mistake; None if it can't tell."""
    same = (q.kind, q.layer, q.sample, q.update) == question.q[:2] + question.q[4:]
    if not same or q == question.q:
        return None
    other = question.at(q)
    values = [g.value for (m, _), g in zip(other.slips, other.slip_guesses, strict=True) if m.code == mistake.code]
    if not values:
        return None
    return not own.correct and any(abs(own.number - value) <= WIDEST * abs(value) for value in values)


def _within_a_digit(size: float, low: float, high: float) -> bool:
    """Whether a number of some size can have its digits exchanged with one of a band."""
    one, other = abs(low), abs(high)
    return min(one, other) <= size * SWAPPED and size <= max(one, other) * SWAPPED


def misread(question: Question, answer: Value, bands: Bands, *values: float) -> tuple[Mistake, ...]:
    """The mistakes of typing: what was typed would be right, were it meant another way.

    Args:
        question: what was asked.
        answer: what was read.
        bands: the right answers.
        values: what the right rule gives; one of them to the last digit. With none, any right answer will do.
    """
    decimal, size = answer.decimal, abs(answer.number)
    if decimal is None or not any(_within_a_digit(size, low, high) for low, high, _ in bands):
        return ()
    near = answer.place * (1 + NOISE)
    return tuple(
        mistake
        for mistake in question.misreadings
        if mistake.typed
        and any(
            held(bands, meant) and (not values or any(abs(meant - value) <= near for value in values))
            for meant in map(float, mistake.typed(decimal))
        )
    )
