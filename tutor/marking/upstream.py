"""Wrong rows whose priors are not on the sheet: which mistake, made where, explains them."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple, TypeVar

from tutor.engine.arrays import ARRAYS, Array, column, flags, stacked, total
from tutor.expression.functions import CALM
from tutor.expression.read import Value
from tutor.marking.band import Bands, held
from tutor.marking.fit import Digits
from tutor.marking.interval import figure_unit
from tutor.marking.marker import Marker
from tutor.marking.mistakes.entry import Mistake, Slip
from tutor.marking.paper import Own
from tutor.marking.question import Question
from tutor.marking.replay import FORMS, Cause, Habit, Had, Replay
from tutor.marking.verdict import WIDEST, Explained
from tutor.quantity import Quantity

MOST = 3
"""The most mistakes that are named for one row."""

MOST_SUSPECTS = 1500
"""The most mistakes that are looked at for one learner."""

MOST_PATTERNS = 64
"""The most patterns of which something is kept: which questions are on a sheet."""

FAR = 50.0
"""Beyond so many units a number is as far off as any other."""

T = TypeVar("T")


class Waiting(NamedTuple):
    """A wrong row of one learner that waits for all of their rows to be looked at together."""

    place: int
    question: Question
    answer: Value
    bands: Bands


class _Suspect(NamedTuple):
    """One mistake at one quantity."""

    mistake: Mistake
    slip: Slip
    at: Quantity


class _Pattern(NamedTuple):
    """What follows from which questions are on a sheet alone.

    Attributes:
        hidden: the questions with priors that are not on the sheet, and all those priors, nearest first.
        apart: whether no question on the sheet is behind another, so that every learner's suspects give the same.
    """

    hidden: Mapping[Quantity, tuple[Quantity, ...]]
    apart: bool


class _Prediction(NamedTuple):
    """What each suspect makes of each question, habit by habit; each form begins with a row that has no mistake."""

    suspects: tuple[_Suspect | None, ...]
    """One a row; None where there is no mistake."""
    numbers: Mapping[Quantity, Array]


class _Fit(NamedTuple):
    """How a learner's number of one question fits each prediction of it."""

    held: Array
    """Whether it lies among what the habits give, with a unit to spare: of shape (rows,)."""
    off: Array
    """How many units it is off, of shape (rows, habits)."""
    value: Array
    """What is predicted without rounding, of shape (rows,)."""
    narrow: Array
    """Whether the habits agree well enough for a name: of shape (rows,)."""


class Upstream:
    """Explains wrong rows by one mistake at an earlier quantity that is not on the sheet, or at the row itself."""

    def __init__(self, marker: Marker, habits: Sequence[Habit]) -> None:
        self._marker = marker
        self._habits = habits
        self._patterns: dict[frozenset[Quantity], _Pattern] = {}
        self._predictions: dict[frozenset[Quantity], _Prediction] = {}

    def explain(self, waiting: Sequence[Waiting], own: Mapping[Quantity, Own]) -> Iterator[tuple[Explained, ...]]:
        """For each of a learner's waiting rows the mistakes that explain it, the likeliest first.

        Suspects are ranked on all of the learner's rows together: by how many rows fit, then by how well one habit
        fits them.
        """
        predicted = self._predicted(waiting, own)
        fits = {q: self._fit(own[q], numbers) for q, numbers in predicted.numbers.items()}
        rows = total([fit.held * 1.0 for fit in fits.values()])
        off = total([fit.off for fit in fits.values()]).min(axis=1)
        ranks = sorted(range(len(predicted.suspects)), key=lambda row: (-rows[row], off[row]))
        for wrong in waiting:
            yield self._named(wrong, fits[wrong.question.q], predicted.suspects, ranks)

    def _named(
        self, wrong: Waiting, fit: _Fit, suspects: Sequence[_Suspect | None], ranks: Sequence[int]
    ) -> tuple[Explained, ...]:
        found: dict[str, Explained] = {}
        q = wrong.question.q
        for row in ranks:
            suspect = suspects[row]
            if suspect is None or not (fit.held[row] and fit.narrow[row]):
                continue
            if held(wrong.bands, float(fit.value[row])):
                continue
            at = None if suspect.at == q else suspect.at
            explained = Explained(suspect.mistake, suspect.slip, float(fit.value[row]), at)
            found.setdefault(explained.code, explained)
            if len(found) == MOST:
                break
        return tuple(found.values())

    def _predicted(self, waiting: Sequence[Waiting], own: Mapping[Quantity, Own]) -> _Prediction:
        """What each suspect makes of the learner's rows; the same for all learners where no row is behind another."""
        sheet = frozenset(own)
        if sheet in self._predictions:
            return self._predictions[sheet]
        pattern = self._pattern(sheet)
        asked = list(pattern.hidden) if pattern.apart else [wrong.question.q for wrong in waiting]
        found = self._predict(self._suspects(asked, pattern), tuple(pattern.hidden), own)
        if pattern.apart:
            _keep(self._predictions, sheet, found)
        return found

    def _suspects(self, asked: Sequence[Quantity], pattern: _Pattern) -> tuple[_Suspect, ...]:
        """Every mistake at the rows and at all that is hidden behind them; in a very wide network those nearest."""
        places = dict.fromkeys((*asked, *(p for q in asked for p in pattern.hidden[q])))
        suspects = (_Suspect(mistake, slip, p) for p in places for mistake, slip in self._marker.question(p).slips)
        return tuple(islice(suspects, MOST_SUSPECTS))

    def _predict(
        self, suspects: tuple[_Suspect, ...], rows: Sequence[Quantity], own: Mapping[Quantity, Own]
    ) -> _Prediction:
        causes = [Cause(suspect.at, suspect.slip.tree) for suspect in suspects]
        replays = [
            Replay(self._marker.network, lambda q: _had(own.get(q)), self._habits, causes, form) for form in FORMS
        ]
        numbers = {q: stacked([replay.whole(q) for replay in replays]) for q in rows}
        return _Prediction((None, *suspects) * len(FORMS), numbers)

    def _pattern(self, sheet: frozenset[Quantity]) -> _Pattern:
        found = self._patterns.get(sheet)
        if found is None:
            behind = {q: self._marker.hidden(q, sheet) for q in sheet}
            found = _Pattern(
                {q: each.missing for q, each in behind.items() if each.missing},
                apart=not any(each.frontier for each in behind.values()),
            )
            _keep(self._patterns, sheet, found)
        return found

    def _fit(self, own: Own, numbers: Array) -> _Fit:
        unit = spare(own, self._marker.significant)
        low, high, value = numbers.min(axis=1), numbers.max(axis=1), numbers[:, -1]
        held = (low - unit <= own.number) & (own.number <= high + unit)
        off = ARRAYS.minimum(abs(numbers - own.number) / unit, FAR)
        narrow = (high - low + unit <= 2 * WIDEST * abs(value)) | ((low == 0.0) & (high == 0.0))
        return _Fit(held, off, value, narrow)


def spare(own: Own, significant: int) -> float:
    """One unit of what was typed, never more than the unit of the lesson's figures."""
    unit = figure_unit(CALM, abs(own.number), significant)
    return unit if own.decimal is None else min(unit, Digits.of(own.decimal).place or unit)


def _had(own: Own | None) -> Had | None:
    return None if own is None else Had(column([own.number]), flags([True]))


def _keep(kept: dict[frozenset[Quantity], T], sheet: frozenset[Quantity], value: T) -> None:
    """Keep what was found of a pattern, of a bounded number of them."""
    if len(kept) >= MOST_PATTERNS:
        kept.clear()
    kept[sheet] = value
