"""A sheet marked from its first row to its last, in bounded memory."""

import gc
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain, islice
from operator import attrgetter
from typing import Literal

from tutor.engine.solution import solve
from tutor.lesson.schema import Lesson
from tutor.marking.mark import Verdict
from tutor.notation.number import shown
from tutor.output.encoding import Bytes
from tutor.output.sheet.grouping import LEARNERS, ROWS, batches
from tutor.output.sheet.marking import Answer, Marked, Marking, Marks, Result
from tutor.output.sheet.rows import Row, Sheet
from tutor.output.sheet.source import opened
from tutor.output.sheet.summary import Summary
from tutor.output.sheet.write import CsvWriter, JsonWriter, Writer
from tutor.quantity import Quantity

Form = Literal["csv", "json"]
Progress = Callable[[float], None]
"""Told from time to time how much of the work is done, from 0 to 1."""

MOST_TOLD = 5
"""Of the rows in error so many are told one by one."""
_PUT, _MARKED = 0.25, 0.8
"""How much of the work is done once all rows are on disk, and once they are marked."""
_COLLECTED = 16
"""Cycles among objects, of which there should be none, are looked for after so many batches."""


@dataclass
class Totals:
    """What was in a sheet.

    Attributes:
        name: what the sheet is called.
        rows: all rows, but for those with nothing in them.
        learners: how many learners have a row that is marked.
        verdicts: how many rows have each.
        errors: how many rows are in error.
        told: the line and the reason of the first of these.
    """

    name: str
    rows: int = 0
    learners: int = 0
    verdicts: Counter[Verdict] = field(default_factory=Counter)
    errors: int = 0
    told: list[tuple[int, str]] = field(default_factory=list)

    def lines(self) -> Iterator[str]:
        """The first rows in error, and the line of totals."""
        for line, problem in self.told:
            yield f"{self.name}:{line}: {problem}"
        if self.errors > len(self.told):
            yield f"{self.name}: {self.errors - len(self.told):,} more rows are in error."
        counts = [f"{self.verdicts[verdict]:,} {verdict}" for verdict in Verdict]
        whose = f"{self.rows:,} {_plural('row', self.rows)} of {self.learners:,} {_plural('learner', self.learners)}"
        yield f"{whose}: {', '.join(counts)}, {self.errors:,} in error."


def _plural(noun: str, count: int) -> str:
    return noun if count == 1 else f"{noun}s"


def mark(
    lesson: Lesson,
    path: str,
    out: Bytes | None,
    form: Form = "csv",
    *,
    progress: Progress = lambda _: None,
    marks: Marks | None = None,
) -> tuple[Totals, Summary | None]:
    """Mark a sheet.

    Args:
        lesson: what the sheet is about.
        path: where the sheet is; ``-`` is standard input.
        out: where every row goes with its result; None to sum up in place of that.
        form: in which form.
        progress: told how much is done.
        marks: what marks learners, where it is not to be made from the lesson.

    Returns:
        What was in it, and where nothing was written what the class did.

    Raises:
        TutorError: the sheet cannot be read or is no sheet (before anything is written), it was changed meanwhile, or
            there is no room for temporary files.
        Overflow: the lesson's network is too large for float64.
        OSError: ``out`` cannot be written to.
    """
    from tutor.marking.marker import RULES, Marker  # NumPy
    from tutor.marking.sheets.batch import Sheets

    value = solve(lesson.network).value
    significant = lesson.marking.significant
    if marks is None:
        marks = Sheets(Marker(lesson.network, significant, value, lesson.messages))
    with opened(path) as source:
        sheet = Sheet(source, lesson.network)
        writer: Writer | None = None
        if out is not None:
            writer = (
                CsvWriter(out, sheet.columns, source.marked) if form == "csv" else JsonWriter(out, sheet.columns, RULES)
            )
        marking = Marking(marks, sheet.questions, lesson.marking.functions, bands=form == "json")
        summary = None if writer else Summary()
        run = _Run(sheet, marking, lambda q: shown(value(q), significant), progress, summary)
        with _uncollected():
            run.as_read(writer) if sheet.together(LEARNERS) else run.in_any_order(writer)
        source.unchanged()
        if writer:
            writer.end()
    return run.totals, summary


class _Run:
    """One sheet, while it is marked."""

    def __init__(
        self,
        sheet: Sheet,
        marking: Marking,
        shown: Callable[[Quantity], str],
        progress: Progress,
        summary: Summary | None,
    ) -> None:
        self.totals = Totals(sheet.source.name)
        self._summary = summary
        self._sheet = sheet
        self._marking = marking
        self._shown = shown
        self._expected: list[str] = []
        self._progress = progress
        self._batches = 0

    def as_read(self, writer: Writer | None) -> None:
        """Mark rows that stand together, as they are read."""
        if writer:
            writer.begin()
        with self._sheet.rows() as rows:
            for batch in batches(self._noted(rows), self._sheet.source.read):
                learners = self._mark([row[1:4] for row in batch if row.question >= 0])
                if writer:
                    self._write(writer, batch, self._marking.results(learners))
                self._progress(self._sheet.source.place())

    def in_any_order(self, writer: Writer | None) -> None:
        """Mark rows that do not stand together: put in the order of learners on disk first, and put back after."""
        from tutor.output.sheet.disk import disk  # SQLite, which most sheets do without

        with disk() as database:
            with self._sheet.rows() as rows:
                count = database.put(self._watched(self._noted(rows), 0, _PUT))
            done = 0
            for numbers, answers in database.batches():
                learners = self._mark(answers)
                if writer:
                    database.keep(numbers, self._marking.results(learners))
                done += len(numbers)
                self._progress(_PUT + (_MARKED - _PUT) * done / count)
            if not writer:
                return
            writer.begin()
            results = database.results()
            with self._sheet.rows() as rows:
                while batch := list(islice(rows, ROWS)):
                    self._write(writer, batch, results)
                    self._progress(_MARKED + (1 - _MARKED) * self._sheet.source.place())

    def _noted(self, rows: Iterable[Row]) -> Iterator[Row]:
        """The same rows, counted."""
        totals = self.totals
        for row in rows:
            if row.question >= 0:
                totals.rows += 1
            elif row.problem:
                totals.rows += 1
                totals.errors += 1
                if len(totals.told) < MOST_TOLD:
                    totals.told.append((row.line, row.problem))
            yield row

    def _watched(self, rows: Iterator[Row], start: float, end: float) -> Iterator[Row]:
        """The same rows, with progress told."""
        while batch := list(islice(rows, ROWS)):
            yield from batch
            self._progress(start + (end - start) * self._sheet.source.place())

    def _mark(self, answers: Sequence[Answer]) -> list[Marked]:
        learners = self._marking.learners(answers)
        self.totals.learners += len(learners)
        marks = chain.from_iterable(each.marks for each in learners)
        self.totals.verdicts.update(map(attrgetter("verdict"), marks))
        if self._summary:
            self._summary.add(learners)
        self._batches += 1
        if self._batches % _COLLECTED == 0:
            gc.collect()
        return learners

    def _write(self, writer: Writer, rows: Iterable[Row], results: Iterator[Result]) -> None:
        # The right value as the lesson shows it, the same for every learner.
        for question in range(len(self._expected), len(self._sheet.questions)):
            self._expected.append(self._shown(self._sheet.questions[question]))
        expected = self._expected
        writer.rows(
            [
                (row, next(results, None), expected[row.question]) if row.question >= 0 else (row, None, "")
                for row in rows
            ]
        )


@contextmanager
def _uncollected() -> Iterator[None]:
    """Do not look for cycles all the time among the many small objects of a batch: that would take a third of it."""
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()
