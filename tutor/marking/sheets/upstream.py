"""Wrong rows whose priors are not on the sheet: which mistake, made where, explains them.

Every mistake at every quantity behind a wrong row is a suspect. First each is followed through the network without
rounding, for all learners at once; those that come near an answer are followed again with every habit of rounding.
"""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from typing import Any, NamedTuple

from tutor.engine.arrays import ARRAYS, Array, Indices, array, flags, places, spread, stacked, total
from tutor.expression.functions import CALM
from tutor.expression.read import Value
from tutor.marking.band import Bands, held
from tutor.marking.fit import NOISE
from tutor.marking.marker import Marker
from tutor.marking.paper import Own, memory_unit
from tutor.marking.question import Question
from tutor.marking.sheets.replay import FORMS, Cause, Habit, HabitPen, Had, Pen, Replay
from tutor.marking.sheets.suspects import Suspect, causes, suspects
from tutor.marking.verdict import WIDEST, Explained
from tutor.quantity import Kind, Quantity

MOST = 3
"""The most mistakes that are named for one row."""

MOST_NEAR = 60
"""The most of them that are followed with every habit, for one learner."""

AT_ONCE = 15_000
"""So many numbers of one quantity are worked out at once: of forty quantities, some 20 MB."""

NEAR = 0.15
"""Without rounding a suspect must come as near to an answer as this part of itself."""

FAR = 50.0
"""Beyond so many units a number is as far off as any other."""

HIT = 0.5 + NOISE
"""Within so many units a number is given to its last digit."""

DENIED = 2
"""Whoever explains rows may be denied by at most one in so many others that would have changed, too."""

GRADIENTS = frozenset({Kind.DELTA, Kind.DL_DW, Kind.DL_DB, Kind.W_NEW, Kind.B_NEW})
"""What rests on the δ of its neuron."""

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


class _Pair(NamedTuple):
    """A learner and what is held against them, each by its index."""

    case: int
    suspect: int
    """Among all that are suspected; 0 is no mistake at all."""


Suspected = Sequence[Suspect | None]
"""All that are suspected; the first is None, for no mistake at all."""
Predictions = Mapping[Quantity, Sequence[Array]]
"""What each of the suspected makes of each question, habit by habit, for each form; the same for every learner."""


class _Evidence(NamedTuple):
    """What there is against a suspect: in which row of the replay, and how strong it is."""

    row: int
    suspect: Suspect
    gain: float
    """How many more rows it explains than no mistake does."""
    several: bool
    """It explains several wrong rows that do not rest on one and the same number."""
    steady: bool
    """One habit gives several such rows to the last digit."""


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
    denied: Any
    """Whether the suspect would have changed it, and not to what it is."""


class Upstream:
    """Explains wrong rows by one mistake at an earlier quantity that is not on the sheet, or at the row itself."""

    def __init__(self, marker: Marker, habits: Sequence[Habit]) -> None:
        self._marker = marker
        self._pen = HabitPen(habits)
        self._habits = len(habits)

    def explain(self, cases: Sequence[Case]) -> Iterator[list[tuple[Explained, ...]]]:
        """For each learner, for each of the waiting rows, the mistakes that explain it, the likeliest first.

        Suspects are ranked on all of the learner's rows together: by how many rows fit, then by how many of them one
        habit gives to the last digit, then by how far it is off. Whoever is denied by too many rows is none.
        """
        if not cases:
            return
        suspected: Suspected = (None, *self._suspects(cases))
        shared = self._shared(cases, suspected)
        step = max(1, AT_ONCE // len(suspected))
        for start in range(0, len(cases), step):
            some = cases[start : start + step]
            near = self._near(some, suspected)
            for chunk, pairs in self._chunks(some, near):
                yield from self._judged(chunk, pairs, suspected, shared)

    # Without rounding

    def _suspects(self, cases: Sequence[Case]) -> list[Suspect]:
        """Every mistake at the wrong rows and at all that is hidden behind them."""
        found = dict.fromkeys(wrong.question.q for case in cases for wrong in case.waiting)
        on_every_sheet = frozenset.intersection(*(frozenset(case.own) for case in cases))
        for q in list(found):
            found.update(dict.fromkeys(self._marker.hidden(q, on_every_sheet).missing))
        return suspects(self._marker, list(found))

    def _near(self, cases: Sequence[Case], suspected: Suspected) -> list[list[int]]:
        """For each learner the suspects that come near one of the waiting rows, nearer than no mistake does."""
        made, shape = causes(suspected), (len(suspected), len(cases))
        numbers = _Own([case.own for case in cases], axis=0)
        waiting = [{wrong.question.q: wrong.answer.number for wrong in case.waiting} for case in cases]
        sums = []
        for form in FORMS:
            replay = Replay(self._marker.network, numbers, Pen(), form, causes=made, shape=shape)
            away = []
            for q in dict.fromkeys(q for each in waiting for q in each):
                typed = array([each.get(q, float("nan")) for each in waiting])
                value = spread(replay.typed(q), shape)
                distance = ARRAYS.where(value == typed, 0.0, abs(value - typed) / abs(value))
                nearer = (distance <= NEAR) & (distance < distance[:1])
                away.append(ARRAYS.where(nearer, distance - 1.0, 0.0))
            sums.append(total(away))
        least = ARRAYS.minimum(*sums)
        nearest = least.argsort(axis=0, kind="stable")[:MOST_NEAR]
        return [[row for row in nearest[:, i].tolist() if least[row, i] < 0.0] for i in range(len(cases))]

    # With every habit

    def _chunks(self, cases: Sequence[Case], near: Sequence[Sequence[int]]) -> Iterator[tuple[list[Case], list[_Pair]]]:
        """Learners with what is held against them, as many at once as may be."""
        chunk: list[Case] = []
        pairs: list[_Pair] = []
        for case, some in zip(cases, near, strict=True):
            if pairs and (len(pairs) + len(some)) * self._habits > AT_ONCE:
                yield chunk, pairs
                chunk, pairs = [], []
            pairs += [_Pair(len(chunk), suspect) for suspect in (0, *some)]
            chunk.append(case)
        yield chunk, pairs

    def _judged(
        self, cases: Sequence[Case], pairs: Sequence[_Pair], suspected: Suspected, shared: Predictions | None
    ) -> Iterator[list[tuple[Explained, ...]]]:
        predicted = self._predicted(cases, pairs, suspected) if shared is None else shared
        rows_of = list(range(len(pairs))) if shared is None else [pair.suspect for pair in pairs]
        fits = self._fits(cases, pairs, predicted, places(rows_of))
        rows = total([fit.held for fit in fits.values()]).tolist()
        exact = total([fit.hit for fit in fits.values()]).max(axis=1).tolist()
        off = total([fit.off for fit in fits.values()]).min(axis=1).tolist()
        denied = total([fit.denied for fit in fits.values()]).tolist()
        by_case: list[list[int]] = [[] for _ in cases]
        for row in range(len(pairs) * len(FORMS)):
            by_case[pairs[row % len(pairs)].case].append(row)
        for case, own_rows in zip(cases, by_case, strict=True):
            held_against = {row: suspected[pairs[row % len(pairs)].suspect] for row in own_rows}
            innocent = max(rows[row] for row, suspect in held_against.items() if suspect is None)
            guilty = {
                row: suspect
                for row, suspect in held_against.items()
                if suspect is not None and rows[row] - innocent > denied[row] / DENIED
            }
            ranks = sorted(guilty, key=lambda row: (-rows[row], -exact[row], off[row]))
            apart = list({_rests_on(wrong.question.q): wrong.question.q for wrong in reversed(case.waiting)}.values())
            several = dict(zip(own_rows, total([fits[q].held[own_rows] for q in apart]) >= STEADY, strict=True))
            hits = total([fits[q].hit[own_rows] for q in apart]).max(axis=1)
            steady = dict(zip(own_rows, hits >= STEADY, strict=True))
            evidence = [
                _Evidence(row, guilty[row], rows[row] - innocent, bool(several[row]), bool(steady[row]))
                for row in ranks
            ]
            sheet = frozenset(case.own)
            yield [
                _named(wrong, fits[wrong.question.q], evidence, self._marker.hidden(wrong.question.q, sheet).missing)
                for wrong in case.waiting
            ]

    def _shared(self, cases: Sequence[Case], suspected: Suspected) -> Predictions | None:
        """What the suspected make of every question, where no learner's number is behind another; None elsewhere."""
        sheets = {frozenset(case.own) for case in cases}
        if any(self._marker.hidden(q, sheet).frontier for sheet in sheets for q in sheet):
            return None
        return self._replayed(sheets, lambda _: None, causes(suspected), len(suspected))

    def _predicted(self, cases: Sequence[Case], pairs: Sequence[_Pair], suspected: Suspected) -> Predictions:
        """What is predicted for each pair, on the learner's own numbers."""
        made = causes([suspected[pair.suspect] for pair in pairs])
        numbers = _Own([cases[pair.case].own for pair in pairs], axis=1)
        return self._replayed({frozenset(case.own) for case in cases}, numbers, made, len(pairs))

    def _replayed(
        self,
        sheets: Set[frozenset[Quantity]],
        numbers: Callable[[Quantity], Had | None],
        made: Mapping[Quantity, Sequence[Cause]],
        rows: int,
    ) -> Predictions:
        """Every row of some sheets that has something hidden behind it, with every habit, in both forms."""
        asked = [q for q in frozenset().union(*sheets) if not all(map(self._marker.question(q).known_from, sheets))]
        shape = (rows, self._habits)
        network = self._marker.network
        replays = [Replay(network, numbers, self._pen, form, causes=made, shape=shape) for form in FORMS]
        return {q: [spread(replay.typed(q), shape) for replay in replays] for q in asked}

    def _fits(
        self, cases: Sequence[Case], pairs: Sequence[_Pair], predicted: Predictions, rows: Indices
    ) -> dict[Quantity, _Fit]:
        """How every row that has something hidden behind it fits, in both forms one below the other."""
        innocent: dict[int, int] = {}
        for row, (case, _) in enumerate(pairs):
            innocent.setdefault(case, row)  # the first of each learner's is without a mistake
        first = [innocent[pair.case] for pair in pairs]
        bases = places([base + len(pairs) * form for form in FORMS for base in first])
        owners = [pair.case for pair in pairs]
        return {
            q: self._fit(owners, [case.own.get(q) for case in cases], stacked([each[rows] for each in numbers]), bases)
            for q, numbers in predicted.items()
        }

    def _fit(self, owners: Sequence[int], own: Sequence[Own | None], numbers: Array, bases: Indices) -> _Fit:
        """How the learners' own numbers of one question fit.

        Args:
            owners: whose each pair is.
            own: the number of each learner; None where it is not on the sheet.
            numbers: what is predicted for each pair, the forms one below the other.
            bases: for each row that of the same learner and form without a mistake.
        """
        mine, unit, there = (
            array([values[owner] for owner in owners] * len(FORMS))
            for values in (
                [float("nan") if each is None else each.number for each in own],  # NaN is near nothing
                [1.0 if each is None else spare(each, self._marker.significant) for each in own],
                [float(each is not None) for each in own],
            )
        )
        low, high, value = numbers.min(axis=1), numbers.max(axis=1), numbers[:, -1]
        held = (low - unit <= mine) & (mine <= high + unit)
        changed = (low > high[bases] + unit) | (high < low[bases] - unit)
        away = abs(numbers - mine[:, None]) / unit[:, None]
        narrow = (high - low + unit <= 2 * WIDEST * abs(value)) | ((low == 0.0) & (high == 0.0))
        off = ARRAYS.where(away < FAR, away, FAR * there[:, None])
        return _Fit(held, off, away <= HIT, narrow, value, changed & ~held & (there > 0.0))


def _rests_on(q: Quantity) -> object:
    """What a row rests on: the gradients of one neuron all rest on its δ."""
    return (q.layer, q.j, q.update) if q.kind in GRADIENTS else q


def _named(wrong: Waiting, fit: _Fit, ranked: Sequence[_Evidence], hidden: Sequence[Quantity]) -> tuple[Explained, ...]:
    """The mistakes that explain one row, in their order.

    One number alone must be given to its last digit by some habit: there are so many suspects that else many a wrong
    number would get a name. What explains far fewer rows than another is not told beside it.
    """
    found: dict[str, Explained] = {}
    q = wrong.question.q
    best = 0.0
    for row, suspect, gain, several, steady in ranked:
        agreed = steady or (fit.narrow[row] and (several or fit.hit[row].any()))
        value = float(fit.value[row])
        if not fit.held[row] or not agreed or held(wrong.bands, value) or gain < best / 2:
            continue
        best = max(best, gain)
        mistake, slip, at = suspect.behind(q, hidden)
        explained = Explained(mistake, slip, value, None if at == q else at)
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
    return memory_unit(CALM, own.place or math.inf, own.number, significant)
