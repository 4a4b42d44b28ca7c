"""The band of a row whose priors are not all on the sheet: the hull of what the habits give, and a unit to spare."""

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from tutor.engine.arrays import ARRAYS, Array, column, flags
from tutor.marking.band import Band, Bands
from tutor.marking.marker import Marker
from tutor.marking.paper import Own
from tutor.marking.sheets.replay import FORMS, Had, Pen, Replay
from tutor.marking.sheets.upstream import spare
from tutor.marking.verdict import Doubt
from tutor.quantity import Quantity


class Column(NamedTuple):
    """The numbers of a whole batch for one quantity.

    Attributes:
        value: each learner's own; where there is none, the one that is shown.
        there: whether there is one.
        correct: whether it is right; filled in as the batch is marked. True where there is none.
        unit: what one unit of their number's last digit is worth (``Numbers.unit``).
    """

    value: Array
    there: Any
    correct: Any
    unit: Array


class _Hull(NamedTuple):
    """What the habits give, one learner a place (or one for all): the lowest, the highest, and without rounding."""

    low: Array
    high: Array
    value: Array


class _Replays(NamedTuple):
    """The replays of each form, and what came of them for each question."""

    by_form: Sequence[Replay]
    hulls: dict[Quantity, tuple[_Hull, ...]]


class Sparse:
    """What the rows of one batch can be where a prior is not on the sheet."""

    def __init__(self, marker: Marker, columns: Mapping[Quantity, Column], pen: Pen) -> None:
        self._marker = marker
        self._columns = columns
        self._honest = tuple(
            self._replays(had, pen)
            for had in (self._had(lambda column: column.there & column.correct), _nothing, self._printed)
        )
        self._carried = self._replays(self._had(lambda column: column.there), pen)

    def bands(self, q: Quantity, learner: int, own: Own) -> Bands:
        """The right answers of one learner, from their own right numbers or the exact ones."""
        known = self._marker.known(q)
        low, high = min(known.exact, known.shown), max(known.exact, known.shown)
        spared = spare(own, self._marker.significant)
        hulls = [hull for replays in self._honest for hull in self._of(q, learner, replays)]
        low, high = min(low, *(least for least, _, _ in hulls)), max(high, *(most for _, most, _ in hulls))
        return (Band(low, high, spared),)

    def doubt(self, q: Quantity, learner: int, own: Own) -> Doubt:
        """What the right method gives on the learner's own numbers, the wrong ones included."""
        spared = spare(own, self._marker.significant)
        hulls = self._of(q, learner, self._carried)
        return Doubt(tuple(Band(least, most, spared) for least, most, _ in hulls), hulls[0][2], ())

    def _of(self, q: Quantity, learner: int, replays: _Replays) -> list[tuple[float, float, float]]:
        """The lowest and the highest that a habit gives to a learner, and what it is without rounding; by form."""
        found = replays.hulls.get(q)
        if found is None:
            typed = [replay.typed(q) for replay in replays.by_form]
            found = tuple(_hull(numbers) for numbers in typed)
            replays.hulls[q] = found
        low, high, value = (
            [float(each[learner if len(each) > 1 else 0]) for each in ends] for ends in zip(*found, strict=True)
        )
        return list(zip(low, high, value, strict=True))

    def _replays(self, had: Callable[[Quantity], Had | None], pen: Pen) -> _Replays:
        return _Replays([Replay(self._marker.network, had, pen, form) for form in FORMS], {})

    def _printed(self, q: Quantity) -> Had:
        """The number as it is shown: an exam may print what it does not ask for."""
        return Had(column([self._marker.known(q).shown]), flags([True]))

    def _had(self, there: Callable[[Column], Any]) -> Callable[[Quantity], Had | None]:
        def had(q: Quantity) -> Had | None:
            column = self._columns.get(q)
            return None if column is None else Had(column.value[:, None], there(column)[:, None])

        return had


def _hull(numbers: Array) -> _Hull:
    """What the habits give that come to a number at all: who has rounded a to 1 has no ln(1 − a)."""
    finite, far = abs(numbers) < math.inf, math.inf
    low, high = ARRAYS.where(finite, numbers, far), ARRAYS.where(finite, numbers, -far)
    return _Hull(low.min(axis=1), high.max(axis=1), numbers[:, -1])


def _nothing(_: Quantity) -> None:
    """Nothing is on paper: the calculator's memory has it all."""
