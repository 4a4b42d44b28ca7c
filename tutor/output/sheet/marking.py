"""The answers of whole learners, read and marked: what is written of each mark, and what is counted."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple, Protocol

from tutor.expression.read import Blank, Readable, Unreadable, Value, read
from tutor.marking.mark import Mark
from tutor.notation import sentence
from tutor.quantity import Quantity

Reading = Value | Unreadable | Blank
"""What the cell of an answer is read as."""

LATER = "A later row answers this again, and that one counts."
"""Added to the message of a row that another takes the place of."""
_REMEMBERED = 1 << 14
"""So many answers are remembered as read: a class gives many of them again and again."""
_LONGEST_REMEMBERED = 40
"""A longer one is a calculation, which hardly anyone else gives."""
_RUNS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""What a spreadsheet program takes for the beginning of something to compute."""


class Answer(NamedTuple):
    """What marking needs of a row."""

    learner: str
    question: int
    """A number into ``Sheet.questions``."""
    text: str


class Result(NamedTuple):
    """What is written of the mark of a row."""

    verdict: str
    mistake: str
    message: str
    low: float | None
    high: float | None


class Marks(Protocol):
    """Marks whole learners: ``marking.sheets.Sheets``, or what stands for it in a test."""

    def mark(self, batch: Sequence[Sequence[tuple[Quantity, Reading]]], /) -> list[list[Mark]]:
        """Give the marks of each learner's rows, in their order."""


class Marked(NamedTuple):
    """All rows of one learner, marked.

    Attributes:
        learner: the name.
        questions: what each row asks for.
        marks: the mark of each row.
        counts: whether each row is the one that counts for its question.
    """

    learner: str
    questions: Sequence[Quantity]
    marks: Sequence[Mark]
    counts: Sequence[bool]


class Marking:
    """Marks the answers of a sheet.

    Attributes:
        bands: whether results are to have them; to find their ends takes time.
    """

    def __init__(self, marks: Marks, questions: Sequence[Quantity], functions: bool, *, bands: bool) -> None:
        self._marks = marks
        self._questions = questions
        self._read = _reader(functions)
        self._bands = bands

    def learners(self, answers: Sequence[Answer]) -> list[Marked]:
        """Mark the answers of whole learners, which stand together."""
        names: list[str] = []
        batch: list[list[tuple[Quantity, Reading]]] = []
        for name, own in groupby(answers, attrgetter("learner")):
            names.append(name)
            batch.append([(self._questions[question], self._read(text)) for _, question, text in own])
        return [
            Marked(name, [q for q, _ in rows], marks, _counting(rows))
            for name, rows, marks in zip(names, batch, self._marks.mark(batch), strict=True)
        ]

    def results(self, learners: Sequence[Marked]) -> list[Result]:
        """What is written of their marks, row by row."""
        return [
            self._result(mark, counts)
            for each in learners
            for mark, counts in zip(each.marks, each.counts, strict=True)
        ]

    def _result(self, mark: Mark, counts: bool) -> Result:
        message = safe(sentence.ascii(mark.message)) if mark.message else ""
        if not counts:
            message = f"{message} {LATER}".lstrip()
        low = high = None
        if self._bands and mark.bands:
            low = min(band.low for band in mark.bands)
            high = max(band.high for band in mark.bands)
        return Result(mark.verdict, ";".join(mark.mistakes), message, low, high)


def cell(text: str, functions: bool) -> Reading:
    """Read the cell of an answer, which holds one number."""
    found = read(text, functions=functions)
    if not isinstance(found, Readable):
        return found
    first, *others = found.values
    return Unreadable(f"One number to a cell: this has {len(found.values)}.", 0) if others else first


def safe(message: str) -> str:
    """A message that no spreadsheet program takes for something to compute."""
    message = message.strip()
    return f"Note: {message}" if message.startswith(_RUNS) else message


def _reader(functions: bool) -> Callable[[str], Reading]:
    remembered = lru_cache(_REMEMBERED)(lambda text: cell(text, functions))

    def reader(text: str) -> Reading:
        return remembered(text) if len(text) <= _LONGEST_REMEMBERED else cell(text, functions)

    return reader


def _counting(rows: Sequence[tuple[Quantity, Reading]]) -> Sequence[bool]:
    """Which rows count: for each question the last that could be read, else the last."""
    last = {q: at for at, (q, _) in enumerate(rows)}
    if len(last) == len(rows):
        return (True,) * len(rows)
    last |= {q: at for at, (q, reading) in enumerate(rows) if isinstance(reading, Value)}
    return [last[q] == at for at, (q, _) in enumerate(rows)]
