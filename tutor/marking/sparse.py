"""The band of a row whose priors are not all on the sheet: the hull of what the habits give, and a unit to spare."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from tutor.engine.arrays import Array
from tutor.marking.band import Band, Bands
from tutor.marking.marker import Marker
from tutor.marking.paper import Own
from tutor.marking.replay import Habit, Had, Replay
from tutor.marking.upstream import spare
from tutor.marking.verdict import Doubt
from tutor.quantity import Quantity


class Column(NamedTuple):
    """The numbers of a whole batch for one quantity.

    Attributes:
        value: each learner's own; where there is none, the one that is shown.
        there: whether there is one.
        correct: whether it is right; filled in as the batch is marked. True where there is none.
    """

    value: Array
    there: Any
    correct: Any


class Sparse:
    """What the rows of one batch can be where a prior is not on the sheet."""

    def __init__(self, marker: Marker, columns: Mapping[Quantity, Column], habits: Sequence[Habit]) -> None:
        self._marker = marker
        self._columns = columns
        self._right = Replay(marker.network, self._had(lambda column: column.there & column.correct), habits)
        self._carried = Replay(marker.network, self._had(lambda column: column.there), habits)
        self._hulls: dict[tuple[Quantity, bool], tuple[Array, Array, Array]] = {}

    def bands(self, q: Quantity, learner: int, own: Own) -> Bands:
        """The right answers of one learner, from their own right numbers or the exact ones."""
        known = self._marker.known(q)
        low, high, _ = self._hull(q, learner, carried=False)
        return (_band(min(low, known.exact, known.shown), max(high, known.exact, known.shown), own, self._marker),)

    def doubt(self, q: Quantity, learner: int, own: Own) -> Doubt:
        """What the right method gives on the learner's own numbers, the wrong ones included."""
        low, high, value = self._hull(q, learner, carried=True)
        band = _band(low, high, own, self._marker)
        return Doubt((band,) * len(self._marker.question(q).forms), value, ())

    def _hull(self, q: Quantity, learner: int, *, carried: bool) -> tuple[float, float, float]:
        """The lowest and the highest that a habit gives to a learner, and what it is without rounding."""
        found = self._hulls.get((q, carried))
        if found is None:
            numbers = (self._carried if carried else self._right).worked(q)
            found = self._hulls[q, carried] = (numbers.min(axis=1), numbers.max(axis=1), numbers[:, -1])
        row = learner if len(found[0]) > 1 else 0
        low, high, value = (float(each[row]) for each in found)
        return low, high, value

    def _had(self, there: Callable[[Column], Any]) -> Callable[[Quantity], Had | None]:
        def had(q: Quantity) -> Had | None:
            column = self._columns.get(q)
            return None if column is None else Had(column.value[:, None], there(column)[:, None])

        return had


def _band(low: float, high: float, own: Own, marker: Marker) -> Band[float]:
    return Band(low, high, spare(own, marker.significant))
