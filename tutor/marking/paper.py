"""What learners have on paper: their own numbers, and what they can have put into a formula."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Generic, NamedTuple

from tutor.expression.functions import Functions, T
from tutor.expression.read import Value
from tutor.marking.interval import Prior
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
    decimal: Decimal | None = None
    """Its digits as they were typed; None for what was calculated."""

    @classmethod
    def of(cls, answer: Value, significant: int, *, correct: bool) -> "Own":
        """An answer that was read: as typed where that is short, else as it is shown."""
        if answer.decimal is None or len(answer.text) > SHORT:
            return cls(answer.number, correct, shown(answer.number, significant), answer.decimal)
        text = answer.text if answer.text.isascii() else answer.text.replace(screen("-"), "-")
        return cls(answer.number, correct, text, answer.decimal)


class Numbers(NamedTuple, Generic[T]):
    """A learner's own number of a quantity, or those of a class; where they have none it is the exact one, correct."""

    value: T
    correct: Any
    """Whether it is right: a bool, or an array of them."""


@dataclass(frozen=True, slots=True)
class Paper(Generic[T]):
    """What a learner, or each of a class, can have had for each quantity.

    Attributes:
        f: the primitives, of floats or of arrays.
        known: what the lesson says of a quantity.
        own: the learner's own numbers, right and wrong.
    """

    f: Functions[T]
    known: Callable[[Quantity], Known]
    own: Mapping[Quantity, Numbers[T]]

    def right(self, q: Quantity) -> Prior[T]:
        """Exact, as shown or the learner's own right number."""
        known = self.known(q)
        if known.given:
            return _point(known.exact, roundable=q.kind not in ADDED)
        return self._hull(known, self.own.get(q))

    def carried(self, q: Quantity) -> Prior[T]:
        """Their own number alone where it is wrong, else what the right method has."""
        own = self.own.get(q)
        if own is None:
            return self.right(q)
        f, (low, high, _) = self.f, self.right(q)
        return Prior(f.where(own.correct, low, own.value), f.where(own.correct, high, own.value))

    def number(self, q: Quantity) -> Any:  # noqa: ANN401 (T, or a float where all have the same)
        """The number that stands on paper: their own, else the one that is shown."""
        own, known = self.own.get(q), self.known(q)
        return (known.exact if known.given else known.shown) if own is None else own.value

    def _hull(self, known: Known, own: Numbers[T] | None) -> Prior[T]:
        low, high = min(known.exact, known.shown), max(known.exact, known.shown)
        if own is None:
            return _point(low)._replace(high=high)
        held = self.f.where(own.correct, own.value, known.exact)
        return Prior(self.f.minimum(held, low), self.f.maximum(held, high))


def _point(value: Any, *, roundable: bool = False) -> Prior[Any]:  # noqa: ANN401 (a float is as good as an array of it)
    return Prior(value, value, roundable)
