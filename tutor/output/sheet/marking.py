"""The answers of whole learners, read and marked: what is written of each mark, and what is counted."""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple, Protocol

from tutor.expression.read import Readable, Reading, Unreadable, Value, read
from tutor.marking.mark import Mark, Verdict
from tutor.notation import sentence
from tutor.quantity import Quantity

Answer = tuple[str, int, str]
"""What marking needs of a row: the learner, what is asked as its number in ``Sheet.questions``, what was answered."""

LATER = "A later row answers this again and counts in place of this one."
EARLIER = "An earlier row answers this and counts."
"""One of these is added to the message of a row that another takes the place of."""
_REMEMBERED = 1 << 14
"""So many answers are remembered as read: a class gives many of them again and again."""
_LONGEST_REMEMBERED = 40
"""A longer one is a calculation, which hardly anyone else gives."""
_RUNS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""What a spreadsheet program takes for the beginning of something to compute."""


class Result(NamedTuple):
    """What is written of the mark of a row."""

    verdict: str
    mistake: str
    message: str
    low: float | None
    high: float | None


class Marks(Protocol):
    """Marks whole learners: ``marking.sheets.batch.Sheets``, or what stands for it in a test."""

    def mark(self, batch: Sequence[Sequence[tuple[Quantity, Reading]]], /) -> list[list[Mark]]:
        """Give the marks of each learner's rows, in their order."""


class Marked(NamedTuple):
    """All rows of one learner, marked.

    Attributes:
        learner: the name.
        rows: what each row asks for, and what was read.
        marks: the mark of each row.
        replaced: for each row why another counts for its question; empty for the row that counts.
    """

    learner: str
    rows: Sequence[tuple[Quantity, Reading]]
    marks: Sequence[Mark]
    replaced: Sequence[str]


class Marking:
    """Marks the answers of a sheet.

    Attributes:
        bands: whether results are to have them; to find their ends takes time.
    """

    def __init__(self, marks: Marks, questions: Sequence[Quantity], functions: bool, *, bands: bool) -> None:
        self._marks = marks
        self._questions = questions
        self._functions = functions
        self._remembered = lru_cache(_REMEMBERED)(lambda text: cell(text, functions))
        self._bands = bands

    def learners(self, answers: Sequence[Answer]) -> list[Marked]:
        """Mark the answers of whole learners, which stand together."""
        names: list[str] = []
        batch: list[list[tuple[Quantity, Reading]]] = []
        questions, remembered, functions = self._questions, self._remembered, self._functions
        for name, rows in groupby(answers, itemgetter(0)):
            names.append(name)
            batch.append(
                [
                    (
                        questions[question],
                        remembered(text) if len(text) <= _LONGEST_REMEMBERED else cell(text, functions),
                    )
                    for _, question, text in rows
                ]
            )
        return [
            Marked(name, rows, marks, _replaced(rows))
            for name, rows, marks in zip(names, batch, self._marks.mark(batch), strict=True)
        ]

    def results(self, learners: Iterable[Marked]) -> Iterator[Result]:
        """What is written of their marks, row by row."""
        for each in learners:
            for mark, replaced in zip(each.marks, each.replaced, strict=True):
                if mark.message or self._bands or replaced:
                    yield self._result(mark, replaced)
                else:
                    yield _plain(mark.verdict, mark.mistakes)

    def _result(self, mark: Mark, replaced: str) -> Result:
        message = safe(sentence.ascii(mark.message)) if mark.message else ""
        if replaced:
            message = f"{message} {replaced}".lstrip()
        low = high = None
        if self._bands and mark.bands:
            low = min(band.low for band in mark.bands) + 0.0  # −0.0 + 0.0 is 0.0
            high = max(band.high for band in mark.bands) + 0.0
        return Result(mark.verdict, ";".join(mark.mistakes), message, low, high)


@lru_cache(4096)
def _plain(verdict: Verdict, mistakes: tuple[str, ...]) -> Result:
    """The result of a mark that says no more than this, as that of most right answers."""
    return Result(verdict, ";".join(mistakes), "", None, None)


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


def _replaced(rows: Sequence[tuple[Quantity, Reading]]) -> Sequence[str]:
    """Why rows do not count: for each question the last that could be read does, else the last."""
    last = {q: at for at, (q, _) in enumerate(rows)}
    if len(last) == len(rows):
        return ("",) * len(rows)
    last |= {q: at for at, (q, reading) in enumerate(rows) if isinstance(reading, Value)}
    return [LATER if at < last[q] else EARLIER if at > last[q] else "" for at, (q, _) in enumerate(rows)]
