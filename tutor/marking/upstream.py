"""Wrong rows whose priors are not on the sheet: which mistake, made where, explains them.

Every mistake at every quantity behind a wrong row is a suspect. First each is followed through the network without
rounding, for all learners at once; those that come near an answer are followed again with every habit of rounding.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, NamedTuple

from tutor.engine.arrays import ARRAYS, Array, array, flags, places, spread, stacked, total
from tutor.expression.functions import CALM
from tutor.expression.read import Value
from tutor.marking.band import Bands, held
from tutor.marking.fit import NOISE
from tutor.marking.interval import figure_unit
from tutor.marking.marker import Marker
from tutor.marking.mistakes.entry import Mistake, Slip
from tutor.marking.paper import Own
from tutor.marking.question import Question
from tutor.marking.replay import FORMS, Cause, Habit, HabitPen, Had, Pen, Replay
from tutor.marking.verdict import WIDEST, Explained
from tutor.quantity import Quantity

MOST = 3
"""The most mistakes that are named for one row."""

MOST_SUSPECTS = 1500
"""The most mistakes that are looked at; in a very wide network those nearest to the rows."""

MOST_NEAR = 60
"""The most of them that are followed with every habit, for one learner."""

AT_ONCE = 250_000
"""So many numbers of one quantity are worked out at once."""

NEAR = 0.15
"""Without rounding a suspect must come as near to an answer as this part of itself."""

FAR = 50.0
"""Beyond so many units a number is as far off as any other."""

HIT = 0.5 + NOISE
"""Within so many units a number is given to its last digit."""

STEADY = 2
"""So many rows are several: where habits differ too much for a name from one number, they can tell together."""


class Waiting(NamedTuple):
    """A wrong row of one learner that waits for all of their rows to be looked at together."""

    place: int
    question: Question
    answer: Value
    bands: Bands


class Case(NamedTuple):
    """A learner with wrong rows: those, and all of their numbers."""

    waiting: Sequence[Waiting]
    own: Mapping[Quantity, Own]


class _Suspect(NamedTuple):
    """One mistake at one quantity."""

    mistake: Mistake
    slip: Slip
    at: Quantity


class _Pair(NamedTuple):
    """A learner (by index) and what is held against them; None for no mistake at all."""

    case: int
    suspect: _Suspect | None


class _Evidence(NamedTuple):
    """What there is against a suspect: in which row of the replay, and how strong it is."""

    row: int
    suspect: _Suspect | None
    several: bool
    """It explains several rows more than no mistake does."""
    steady: bool
    """One habit gives several wrong rows to the last digit."""


class _Fit(NamedTuple):
    """How the numbers of one question fit what is predicted of it, one a row."""

    held: Any
    """Whether it lies among what the habits give, with a unit to spare."""
    off: Array
    """How many units it is off, habit by habit; none where it is not on the sheet."""
    hit: Any
    """Whether it is given to its last digit, habit by habit."""
    narrow: Any
    """Whether the habits agree well enough for a name."""
    value: Array
    """What is predicted without rounding."""


class Upstream:
    """Explains wrong rows by one mistake at an earlier quantity that is not on the sheet, or at the row itself."""

    def __init__(self, marker: Marker, habits: Sequence[Habit]) -> None:
        self._marker = marker
        self._pen = HabitPen(habits)
        self._habits = len(habits)

    def explain(self, cases: Sequence[Case]) -> Iterator[list[tuple[Explained, ...]]]:
        """For each learner, for each of the waiting rows, the mistakes that explain it, the likeliest first.

        Suspects are ranked on all of the learner's rows together: by how many rows fit, then by how many of them one
        habit gives to the last digit, then by how far it is off. Whoever spoils as many rows as it explains is none.
        """
        if not cases:
            return
        suspects = self._suspects(cases)
        step = max(1, AT_ONCE // (len(suspects) + 1))
        for start in range(0, len(cases), step):
            some = cases[start : start + step]
            near = self._near(some, suspects)
            for chunk, pairs in self._chunks(some, near):
                yield from self._judged(chunk, pairs)

    # Without rounding

    def _suspects(self, cases: Sequence[Case]) -> list[_Suspect]:
        """Every mistake at the wrong rows and at all that is hidden behind them."""
        found: dict[Quantity, None] = {}
        for case in cases:
            for wrong in case.waiting:
                found[wrong.question.q] = None
        rows = list(found)
        for sheet in {frozenset(case.own) for case in cases}:
            for q in rows:
                found.update(dict.fromkeys(self._marker.hidden(q, sheet).missing))
        slips = (_Suspect(mistake, slip, q) for q in found for mistake, slip in self._marker.question(q).slips)
        return list(islice(slips, MOST_SUSPECTS))

    def _near(self, cases: Sequence[Case], suspects: Sequence[_Suspect]) -> list[list[_Suspect]]:
        """For each learner the suspects that come near one of the waiting rows, nearer than no mistake does."""
        causes: dict[Quantity, list[Cause]] = {}
        for row, suspect in enumerate(suspects):
            causes.setdefault(suspect.at, []).append(Cause(suspect.slip.tree, places([row])))
        shape = (len(suspects) + 1, len(cases))  # the last row is without a mistake
        numbers = _Own([case.own for case in cases], axis=0)
        waiting = [{wrong.question.q: wrong.answer.number for wrong in case.waiting} for case in cases]
        found: list[list[_Suspect]] = [[] for _ in cases]
        sums = []
        for form in FORMS:
            replay = Replay(self._marker.network, numbers, Pen(), form, causes=causes, shape=shape)
            away = []
            for q in dict.fromkeys(q for each in waiting for q in each):
                typed = array([each.get(q, float("nan")) for each in waiting])
                value = spread(replay.typed(q), shape)
                distance = ARRAYS.where(value == typed, 0.0, abs(value - typed) / abs(value))
                nearer = (distance <= NEAR) & (distance < distance[-1:])
                away.append(ARRAYS.where(nearer, distance - 1.0, 0.0))
            sums.append(total(away))
        least = ARRAYS.minimum(*sums)
        for i in range(len(cases)):
            rows = least[:, i].argsort(kind="stable")[:MOST_NEAR].tolist()
            found[i] = [suspects[row] for row in rows if least[row, i] < 0.0]
        return found

    # With every habit

    def _chunks(
        self, cases: Sequence[Case], near: Sequence[Sequence[_Suspect]]
    ) -> Iterator[tuple[list[Case], list[_Pair]]]:
        """Learners with what is held against them, as many at once as may be."""
        chunk: list[Case] = []
        pairs: list[_Pair] = []
        for case, suspects in zip(cases, near, strict=True):
            if pairs and (len(pairs) + len(suspects)) * self._habits > AT_ONCE:
                yield chunk, pairs
                chunk, pairs = [], []
            pairs += [_Pair(len(chunk), suspect) for suspect in (None, *suspects)]
            chunk.append(case)
        yield chunk, pairs

    def _judged(self, cases: Sequence[Case], pairs: Sequence[_Pair]) -> Iterator[list[tuple[Explained, ...]]]:
        fits = self._fits(cases, pairs)
        rows = total([fit.held for fit in fits.values()]).tolist()
        exact = total([fit.hit for fit in fits.values()]).max(axis=1).tolist()
        off = total([fit.off for fit in fits.values()]).min(axis=1).tolist()
        by_case: list[list[int]] = [[] for _ in cases]
        for row in range(len(pairs) * len(FORMS)):
            by_case[pairs[row % len(pairs)].case].append(row)
        for case, own_rows in zip(cases, by_case, strict=True):
            guilty = {row: pairs[row % len(pairs)].suspect for row in own_rows}
            innocent = max(rows[row] for row, suspect in guilty.items() if suspect is None)
            ranks = [row for row, suspect in guilty.items() if suspect is not None and rows[row] > innocent]
            ranks.sort(key=lambda row: (-rows[row], -exact[row], off[row]))
            hits = total([fits[wrong.question.q].hit[own_rows] for wrong in case.waiting]).max(axis=1).tolist()
            several = {row for row in ranks if rows[row] >= innocent + STEADY}
            steady = {row for row, count in zip(own_rows, hits, strict=True) if count >= STEADY}
            evidence = [_Evidence(row, guilty[row], row in several, row in steady) for row in ranks]
            yield [_named(wrong, fits[wrong.question.q], evidence) for wrong in case.waiting]

    def _fits(self, cases: Sequence[Case], pairs: Sequence[_Pair]) -> dict[Quantity, _Fit]:
        """How every row that has something hidden behind it fits, in both forms one below the other."""
        grouped: dict[Quantity, dict[int, tuple[Slip, list[int]]]] = {}
        for row, (_, suspect) in enumerate(pairs):
            if suspect is not None:
                at = grouped.setdefault(suspect.at, {})
                at.setdefault(id(suspect.slip), (suspect.slip, []))[1].append(row)
        causes = {q: [Cause(slip.tree, places(rows)) for slip, rows in slips.values()] for q, slips in grouped.items()}
        shape = (len(pairs), self._habits)
        numbers = _Own([cases[pair.case].own for pair in pairs], axis=1)
        replays = [Replay(self._marker.network, numbers, self._pen, form, causes=causes, shape=shape) for form in FORMS]
        sheets = {frozenset(case.own) for case in cases}
        asked = dict.fromkeys(q for sheet in sheets for q in sheet if self._marker.hidden(q, sheet).missing)
        return {q: self._fit(q, [pair.case for pair in pairs], cases, replays) for q in asked}

    def _fit(self, q: Quantity, owners: Sequence[int], cases: Sequence[Case], replays: Sequence[Replay]) -> _Fit:
        numbers = stacked([spread(replay.typed(q), (len(owners), self._habits)) for replay in replays])
        own = [case.own.get(q) for case in cases]
        typed = [float("nan") if each is None else each.number for each in own]  # NaN is near nothing
        there = flags([own[owner] is not None for owner in owners] * len(FORMS))[:, None]
        units = [1.0 if each is None else spare(each, self._marker.significant) for each in own]
        mine, unit = (array([[each[owner]] for owner in owners] * len(FORMS)) for each in (typed, units))
        low, high, value = numbers.min(axis=1), numbers.max(axis=1), numbers[:, -1]
        spread_out = unit[:, 0]
        held = (low - spread_out <= mine[:, 0]) & (mine[:, 0] <= high + spread_out)
        away = abs(numbers - mine) / unit
        narrow = (high - low + spread_out <= 2 * WIDEST * abs(value)) | ((low == 0.0) & (high == 0.0))
        off = ARRAYS.where(away < FAR, away, ARRAYS.where(there, FAR, 0.0))
        return _Fit(held, off, away <= HIT, narrow, value)


def _named(wrong: Waiting, fit: _Fit, ranked: Sequence[_Evidence]) -> tuple[Explained, ...]:
    """The mistakes that explain one row, in their order.

    One number alone must be given to its last digit by some habit: there are so many suspects that else many a wrong
    number would get a name.
    """
    found: dict[str, Explained] = {}
    for row, suspect, several, steady in ranked:
        if suspect is None or not fit.held[row]:
            continue
        at = None if suspect.at == wrong.question.q else suspect.at
        agreed = steady or (fit.narrow[row] and (several or fit.hit[row].any()))
        value = float(fit.value[row])
        if not agreed or held(wrong.bands, value):
            continue
        explained = Explained(suspect.mistake, suspect.slip, value, at)
        found.setdefault(explained.code, explained)
        if len(found) == MOST:
            break
    return tuple(found.values())


class _Own:
    """The numbers of several learners, one a column (axis 0) or one a row (axis 1) of a replay."""

    def __init__(self, own: Sequence[Mapping[Quantity, Own]], axis: int) -> None:
        self._own = own
        self._axis = axis
        self._anyone = frozenset(q for each in {id(each): each for each in own}.values() for q in each)

    def __call__(self, q: Quantity) -> Had | None:
        """What they have of one quantity; None where nobody has it."""
        if q not in self._anyone:
            return None
        numbers = [each.get(q) for each in self._own]
        value = array([0.0 if each is None else each.number for each in numbers])
        there = flags([each is not None for each in numbers])
        return Had(value[:, None], there[:, None]) if self._axis else Had(value[None, :], there[None, :])


def spare(own: Own, significant: int) -> float:
    """One unit of what was typed, never more than the unit of the lesson's figures."""
    unit = figure_unit(CALM, abs(own.number), significant)
    return min(unit, own.place or unit)
