"""A class at once: the rows of many learners, marked by the rules of one answer with arrays in place of floats."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from tutor.engine.arrays import ARRAYS, Array, array, flags, places, quiet
from tutor.expression.read import Reading, Unreadable, Value
from tutor.marking.band import Band, Bands, held
from tutor.marking.guess import Guess, near
from tutor.marking.mark import Mark, Verdict
from tutor.marking.marker import Marker, unreadable
from tutor.marking.paper import Numbers, Own, Paper, memory_unit
from tutor.marking.question import Question
from tutor.marking.sheets.replay import HabitPen, habits
from tutor.marking.sheets.sparse import Column, Sparse
from tutor.marking.sheets.upstream import Case, Upstream, Waiting
from tutor.marking.verdict import Doubt, Finding, misread, settle
from tutor.quantity import Kind, Quantity

Row = tuple[Quantity, Reading]
"""One answer on a sheet, as it was read."""


class _Entry(NamedTuple):
    """A readable answer: whose it is, where it stands among their rows, and whether a later row takes its place."""

    learner: int
    place: int
    answer: Value
    last: bool


@dataclass(slots=True)
class _Batch:
    """The learners of a batch, while they are marked."""

    marks: list[list[Mark]]
    entries: dict[Quantity, list[_Entry]]
    columns: dict[Quantity, Column]
    own: list[dict[Quantity, Own]]
    waiting: list[list[Waiting]]
    """Of each learner, the wrong rows that the mistake is still sought for upstream."""
    sparse: Sparse


class _Picked(Mapping[Quantity, Numbers[Array]]):
    """The own numbers of some learners of a batch, picked when they are looked for."""

    def __init__(self, columns: Mapping[Quantity, Column], learners: Any) -> None:  # noqa: ANN401 (indices)
        self._columns = columns
        self._learners = learners
        self._found: dict[Quantity, Numbers[Array]] = {}

    def __getitem__(self, q: Quantity) -> Numbers[Array]:
        if q not in self._found:
            column, learners = self._columns[q], self._learners
            self._found[q] = Numbers(column.value[learners], column.correct[learners], column.unit[learners])
        return self._found[q]

    def __iter__(self) -> Iterator[Quantity]:
        return iter(self._columns)

    def __len__(self) -> int:
        return len(self._columns)


BLANK = Mark(Verdict.BLANK)


class Sheets:
    """Marks the sheets of one lesson."""

    def __init__(self, marker: Marker) -> None:
        self.marker = marker
        self._pen = HabitPen(habits(marker.significant))
        self._upstream = Upstream(marker, habits(marker.significant))

    def mark(self, batch: Sequence[Sequence[Row]]) -> list[list[Mark]]:
        """Mark all rows of some learners.

        Args:
            batch: for each learner all of their rows, in order. A question may be there twice: each row is marked,
                and the last is the learner's own number. A blank or unreadable row is as if not on the sheet.

        Returns:
            For each learner the marks, in the order of the rows.
        """
        work = self._sorted(batch)
        with quiet():
            for q in sorted(work.entries, key=_in_order):
                self._question(self.marker.question(q), work)
            self._explain(work)
        return work.marks

    def _sorted(self, batch: Sequence[Sequence[Row]]) -> _Batch:
        """The readable rows by question; the others are marked already."""
        marks = [[BLANK] * len(rows) for rows in batch]
        entries: dict[Quantity, list[_Entry]] = {}
        for learner, rows in enumerate(batch):
            last = {q: place for place, (q, reading) in enumerate(rows) if isinstance(reading, Value)}
            for place, (q, reading) in enumerate(rows):
                if isinstance(reading, Value):
                    entries.setdefault(q, []).append(_Entry(learner, place, reading, last[q] == place))
                elif isinstance(reading, Unreadable):
                    marks[learner][place] = unreadable(reading)
        columns = {q: self._column(q, each, len(batch)) for q, each in entries.items()}
        sparse = Sparse(self.marker, columns, self._pen)
        return _Batch(marks, entries, columns, [{} for _ in batch], [[] for _ in batch], sparse)

    def _column(self, q: Quantity, entries: Sequence[_Entry], count: int) -> Column:
        value, there = array([self.marker.known(q).shown] * count), flags([False] * count)
        lasts = [entry for entry in entries if entry.last]
        where = places([entry.learner for entry in lasts])
        value[where], there[where] = [entry.answer.number for entry in lasts], True
        place = array([0.0] * count)
        place[where] = [entry.answer.place for entry in lasts]
        return Column(value, there, ~there, memory_unit(ARRAYS, place, value, self.marker.significant))

    def _question(self, question: Question, work: _Batch) -> None:
        """Mark every row of one question, and keep which are right for those that come after."""
        whole, sparse = self._split(question, work)
        correct = work.columns[question.q].correct
        for entry, mark in (*self._whole(question, whole, work), *self._sparse(question, sparse, work)):
            work.marks[entry.learner][entry.place] = mark
            if entry.last:
                right = mark.verdict is Verdict.CORRECT
                correct[entry.learner] = right
                own = Own.of(entry.answer, self.marker.significant, correct=right)
                work.own[entry.learner][question.q] = own

    def _split(self, question: Question, work: _Batch) -> tuple[list[_Entry], list[_Entry]]:
        """The rows of which every prior is on the sheet, and the others."""
        entries = work.entries[question.q]
        columns = [work.columns.get(p) for p in question.priors]
        if not all(column is not None and column.there.all() for column in columns):
            if None in columns:
                return [], entries
            all_there = [all(there) for there in zip(*(c.there.tolist() for c in columns if c), strict=True)]
            return [e for e in entries if all_there[e.learner]], [e for e in entries if not all_there[e.learner]]
        return entries, []

    def _whole(self, question: Question, entries: Sequence[_Entry], work: _Batch) -> Iterator[tuple[_Entry, Mark]]:
        """Mark rows of which every prior is known."""
        if not entries:
            return
        learners = places([entry.learner for entry in entries])
        bands = _rows(self.marker.bands(question, self._paper(work, learners)), len(entries))
        outside = [i for i, entry in enumerate(entries) if not held(bands[i], entry.answer.number)]
        doubts = dict(zip(outside, self._doubts(question, work, [entries[i] for i in outside]), strict=True))
        for i, entry in enumerate(entries):
            own = work.own[entry.learner]
            if i in doubts:
                finding = self.marker.find(question, entry.answer, bands[i], doubts[i], own)
                yield entry, self.marker.doubtful(self.marker.case(question, entry.answer, own), bands[i], finding)
            else:
                yield entry, self.marker.right(question, entry.answer, bands[i], own)

    def _sparse(self, question: Question, entries: Sequence[_Entry], work: _Batch) -> Iterator[tuple[_Entry, Mark]]:
        """Mark rows of which some prior is not on the sheet; those that a mistake explains wait for it."""
        for entry in entries:
            learner, answer, own = entry.learner, entry.answer, work.own[entry.learner]
            here = Own.of(answer, self.marker.significant, correct=False)
            bands = work.sparse.bands(question.q, learner, here)
            if held(bands, answer.number):
                yield entry, self.marker.right(question, answer, bands, own)
                continue
            frontier = self.marker.hidden(question.q, own).frontier
            wrong = tuple(p for p in frontier if not own[p].correct)
            finding = settle(question, answer, work.sparse.doubt(question.q, learner, here), wrong, own)
            if finding is None:
                finding = Finding(Verdict.WRONG)
                if entry.last:
                    work.waiting[learner].append(Waiting(entry.place, question, answer, bands))
            yield entry, self.marker.doubtful(self.marker.case(question, answer, own), bands, finding)

    def _explain(self, work: _Batch) -> None:
        """Seek the mistakes behind wrong rows, on all rows of each learner together."""
        learners = [learner for learner, waiting in enumerate(work.waiting) if waiting]
        cases = [Case(work.waiting[learner], work.own[learner]) for learner in learners]
        for learner, case, explained in zip(learners, cases, self._upstream.explain(cases), strict=True):
            for wrong, upstream in zip(case.waiting, explained, strict=True):
                about_it = wrong.question, wrong.answer, wrong.bands
                slips = upstream or self.marker.at_the_question(*about_it, case.own)
                finding = Finding(Verdict.WRONG, slips, misread(*about_it))
                about = self.marker.case(wrong.question, wrong.answer, case.own)
                work.marks[learner][wrong.place] = self.marker.doubtful(about, wrong.bands, finding)

    def _paper(self, work: _Batch, learners: Any) -> Paper[Array]:  # noqa: ANN401 (indices)
        """What some learners have on paper."""
        return Paper(ARRAYS, self.marker.known, _Picked(work.columns, learners), self.marker.worked)

    def _doubts(self, question: Question, work: _Batch, entries: Sequence[_Entry]) -> Iterable[Doubt]:
        """What is worked out beside the right answers, for each of some rows."""
        if not entries:
            return ()
        count, paper = len(entries), self._paper(work, places([entry.learner for entry in entries]))
        wrong = any(not paper.own[p].correct.all() for p in question.priors if p in paper.own)
        carried = _rows(self.marker.carried(question, paper), count) if wrong else [()] * count
        values = _list(self.marker.carried_value(question, paper), count)
        guesses = self._near(question, paper, [entry.answer for entry in entries])
        return [Doubt(*parts) for parts in zip(carried, values, guesses, strict=True)]

    def _near(
        self, question: Question, paper: Paper[Array], answers: Sequence[Value]
    ) -> list[list[tuple[int, Guess[float]]]]:
        """What the slips give near each of some answers."""
        found: list[list[tuple[int, Guess[float]]]] = [[] for _ in answers]
        numbers, place = array([answer.number for answer in answers]), array([answer.place for answer in answers])
        both: tuple[tuple[Guess[Any], ...], ...] = (self.marker.guesses(question, paper), question.slip_guesses)
        for guesses in both:
            for order, each in enumerate(guesses):
                rows = near(ARRAYS, each, numbers, place).nonzero()[0]
                if len(rows):
                    pairs = zip(_picked(each.value, rows), _picked(each.reach, rows), strict=True)
                    for row, pair in zip(rows.tolist(), pairs, strict=True):
                        found[row].append((order, Guess(*pair)))
        return found


_FORWARD = {Kind.Z: 0, Kind.A: 1}
_BACKWARD = {Kind.SIGMA_PRIME: 0, Kind.DELTA: 1}
_STAGES = (Kind.LOSS, *_BACKWARD, Kind.DL_DW, Kind.DL_DB, Kind.W_NEW, Kind.B_NEW)


def _in_order(q: Quantity) -> tuple[int, int, int, int]:
    """Sorts quantities so that each comes after all that it is made of."""
    layer = q.layer or 0
    if q.kind in _FORWARD:
        return (q.update, 0, layer, _FORWARD[q.kind])
    if q.kind in _BACKWARD:
        return (q.update, 1, -layer, _BACKWARD[q.kind])
    return (q.update, 2 + _STAGES.index(q.kind), layer, 0)


def _rows(bands: Sequence[Band[Array]], count: int) -> list[Bands]:
    """The bands of each learner."""
    by_form = [[Band(*ends) for ends in zip(*(_list(end, count) for end in band), strict=True)] for band in bands]
    return list(zip(*by_form, strict=True))


def _list(values: Any, count: int) -> list[float]:  # noqa: ANN401 (an array, or one number for all)
    return [float(values)] * count if getattr(values, "ndim", 0) == 0 else values.tolist()


def _picked(values: Any, rows: Any) -> list[float]:  # noqa: ANN401 (an array, or one number for all)
    return [float(values)] * len(rows) if getattr(values, "ndim", 0) == 0 else values[rows].tolist()
