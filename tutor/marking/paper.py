"""What learners have on paper: their own numbers, and what they can have put into a formula."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, NamedTuple

from tutor.expression.functions import Functions, T
from tutor.expression.read import Value
from tutor.marking.interval import Mode, Prior, figure_unit
from tutor.notation.number import screen, shown
from tutor.quantity import Kind, Quantity

ADDED = frozenset({Kind.B, Kind.Y})
"""The lesson's own numbers that stand in no product: nobody rounds them before use."""

SHORT = 10
"""The most characters of an answer that stand as they were typed wherever its number is shown."""


class Known(NamedTuple):
    """What a lesson says of a quantity: its exact value, the value as shown, and whether the lesson itself gives it."""

    exact: float
    shown: float
    given: bool


class Own(NamedTuple):
    """A learner's own number."""

    number: float
    correct: bool
    text: str
    """As it stands on paper, in ASCII."""
    place: float = 0.0
    """What one unit of the last digit that was typed is worth; 0 for what was calculated."""

    @classmethod
    def of(cls, answer: Value, significant: int, *, correct: bool) -> "Own":
        """An answer that was read: as typed where that is short, else as it is shown."""
        if answer.decimal is None or len(answer.text) > SHORT:
            return cls(answer.number, correct, shown(answer.number, significant), answer.place)
        text = answer.text if answer.text.isascii() else answer.text.replace(screen("-"), "-")
        return cls(answer.number, correct, text, answer.place)


class Numbers(NamedTuple, Generic[T]):
    """A learner's own number of a quantity, or those of a class; where they have none it is the exact one, correct."""

    value: T
    correct: Any
    """Whether it is right: a bool, or an array of them."""
    unit: T | float = 0.0
    """What one unit of its last digit is worth, and never more than that of the lesson's figures: in the calculator's
    memory there may be more of the number than was written down."""


Priors = Callable[[Quantity, Mode], Prior[T]]
"""What can have been had for each quantity, in one mode of rounding."""


@dataclass(frozen=True, slots=True)
class Paper(Generic[T]):
    """What a learner, or each of a class, can have had for each quantity.

    Attributes:
        f: the primitives, of floats or of arrays.
        known: what the lesson says of a quantity.
        own: the learner's own numbers, right and wrong.
        work: works out a number that is not on paper, from those that are.
        worked: what was worked out.
    """

    f: Functions[T]
    known: Callable[[Quantity], Known]
    own: Mapping[Quantity, Numbers[T]]
    work: "Callable[[Quantity, Paper[T]], Any] | None" = None
    worked: dict[Quantity, Any] = field(default_factory=dict)

    def right(self, q: Quantity, mode: Mode) -> Prior[T]:
        """Exact, as shown or the learner's own right number."""
        known, own = self.known(q), self.own.get(q)
        if known.given:
            return _span(known.exact, known.exact, roundable=q.kind not in ADDED)
        low, high = min(known.exact, known.shown), max(known.exact, known.shown)
        if own is None:
            return _span(low, high)
        least, most = self._meant(own, mode)
        f, mine = self.f, own.correct & (own.value != known.exact)
        return Prior(f.minimum(f.where(mine, least, low), low), f.maximum(f.where(mine, most, high), high))

    def carried(self, q: Quantity, mode: Mode) -> Prior[T]:
        """Their own number alone where it is wrong, else what the right method has."""
        own, right = self.own.get(q), self.right(q, mode)
        return right if own is None else self._carried(q, right, *self._meant(own, mode))

    @property
    def rights(self) -> tuple[Priors[T], ...]:
        """What the right method can have had: all of it, the numbers that were not read off the screen, the exact."""
        return self.right, self._written, self._exact

    @property
    def carrieds(self) -> tuple[Priors[T], ...]:
        """The same with their own number alone where it is wrong."""
        return self.carried, self._carried_written, self._carried_exact

    def _written(self, q: Quantity, mode: Mode) -> Prior[T]:
        """Exact, or their own right number as it stands."""
        f, exact, own = self.f, self.known(q).exact, self.own.get(q)
        if own is None or self.known(q).given:
            return self._exact(q, mode)
        mine = f.where(own.correct, own.value, exact)
        return Prior(f.minimum(mine, exact), f.maximum(mine, exact))

    def _exact(self, q: Quantity, _: Mode) -> Prior[T]:
        known = self.known(q)
        return _span(known.exact, known.exact, roundable=known.given and q.kind not in ADDED)

    def _carried_written(self, q: Quantity, mode: Mode) -> Prior[T]:
        own, right = self.own.get(q), self._written(q, mode)
        return right if own is None else self._carried(q, right, own.value, own.value)

    def _carried_exact(self, q: Quantity, mode: Mode) -> Prior[T]:
        own, right = self.own.get(q), self._exact(q, mode)
        return right if own is None else self._carried(q, right, own.value, own.value)

    def _carried(self, q: Quantity, right: Prior[T], least: T, most: T) -> Prior[T]:
        """From least to most where their own number is wrong."""
        if self.known(q).given:
            return right
        f, correct, (low, high, _) = self.f, self.own[q].correct, right
        return Prior(f.where(correct, low, least), f.where(correct, high, most))

    def number(self, q: Quantity) -> Any:  # noqa: ANN401 (T, or a float where all have the same)
        """The number that stands on paper: their own, else what their own numbers give, else the one that is shown."""
        own, known = self.own.get(q), self.known(q)
        if own is not None:
            return own.value
        if known.given:
            return known.exact
        if q not in self.worked:
            self.worked[q] = known.shown if self.work is None else self.work(q, self)
        return self.worked[q]

    def _meant(self, own: Numbers[T], mode: Mode) -> tuple[T, T]:
        """What the number can have been before it was written down."""
        f = self.f
        if mode == "rounded":
            return own.value - 0.5 * own.unit, own.value + 0.5 * own.unit
        cut = f.where(own.value < 0, -own.unit, f.where(own.value > 0, own.unit, 0.0))
        return f.minimum(own.value, own.value + cut), f.maximum(own.value, own.value + cut)


def _span(low: Any, high: Any, *, roundable: bool = False) -> Prior[Any]:  # noqa: ANN401 (a float is as good as an array)
    return Prior(low, high, roundable)


def memory_unit(f: Functions[T], place: T, number: T, significant: int) -> T:
    """What one unit of a number's last digit is worth, and never more than that of the lesson's figures.

    Args:
        f: the primitives, of floats or of arrays.
        place: what the last digit that was typed is worth; 0 for what was calculated, which the memory has as it is.
        number: the number.
        significant: the lesson's figures.
    """
    return f.minimum(place, figure_unit(f, f.absolute(number), significant))
