"""The rows of a sheet: whose each is, what it asks for, what was answered, or why it is in error."""

import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from operator import itemgetter
from typing import NamedTuple, cast

from tutor.engine.network import Network
from tutor.output.sheet.columns import Columns, columns, header
from tutor.output.sheet.places import PLACE, quantity
from tutor.output.sheet.records import Records, records
from tutor.output.sheet.source import Source
from tutor.quantity import Quantity

NOT_MARKED = -1
"""The question of a row that is in error or has nothing in it."""
_MOST_PLACES = 10_000
"""So many ways to write a place are remembered: a sheet where every row is in error has no end of them."""


class Row(NamedTuple):
    """A row as it was found.

    Attributes:
        cells: one for each column, then those that no column has a name for.
        learner: whose it is, without spaces around; empty where nobody is named.
        question: what it asks for, a number into ``Sheet.questions``; ``NOT_MARKED`` where the row is not marked.
        answer: what was answered.
        problem: why it is in error; empty where it is not, and where nothing at all stands in the row.
        line: the line in which it ends, where it is in error.
    """

    cells: list[str]
    learner: str
    question: int
    answer: str
    problem: str = ""
    line: int = 0


class Sheet:
    """A sheet that asks about one network.

    Attributes:
        source: where it comes from.
        columns: its header.
        questions: every quantity that a row has asked for so far, in that order.
    """

    def __init__(self, source: Source, network: Network) -> None:
        """Read the header.

        Raises:
            TutorError: it is none.
        """
        self.source = source
        self.columns: Columns = columns(source)
        self.questions: list[Quantity] = []
        self._network = network
        at = self.columns.at
        self._width = len(self.columns.names)
        self._learner, self._answer = at["learner"], at["answer"]
        self._named = [name for name in PLACE if name in at]
        self._place = itemgetter(*(at[name] for name in self._named))
        self._places: dict[tuple[str, ...], int | str] = {}
        self._numbers: dict[Quantity, int] = {}

    @contextmanager
    def rows(self) -> Iterator[Iterator[Row]]:
        """All rows, from the first one. A line with nothing in it is no row.

        Raises:
            TutorError: at the line where the sheet is no CSV in UTF-8; whatever goes on with the rows is to be inside.
        """
        with records(self.source, self.columns.delimiter) as found:
            header(found, self.columns.line)
            yield self._rows(found)

    def _rows(self, found: Records) -> Iterator[Row]:
        width, place_of, places, at, answer = self._width, self._place, self._places, self._learner, self._answer
        name = learner = ""
        for cells in found:
            if len(cells) != width:
                if not cells:
                    continue
                cells = cells + [""] * (width - len(cells))  # noqa: PLW2901 (a short row ends in empty cells)
            place = place_of(cells)
            question = places.get(place)
            if question is None:
                question = self._looked_up(place)
            if cells[at] != name:
                name = cells[at]
                learner = _same(name)
            if learner and question.__class__ is int and len(cells) == width:
                yield _quick((cells, learner, question, cells[answer], "", 0))
            else:
                yield self._problem(cells, learner, question, found.line_num)

    def together(self, most: int) -> bool:
        """Whether each learner's rows stand together, and there are no more learners than ``most``.

        Rows without a learner may stand anywhere but among those of one. As soon as it is known, no more rows are read.

        Raises:
            TutorError: at the line where the sheet is no CSV in UTF-8.
        """
        at = self._learner
        seen: set[str] = set()
        name = learner = ""
        with records(self.source, self.columns.delimiter) as found:
            header(found, self.columns.line)
            for cells in found:
                if len(cells) > at and cells[at] == name:
                    continue
                if learner:
                    seen.add(learner)
                name = cells[at] if len(cells) > at else ""
                same = _same(name)
                if same != learner and (same in seen or len(seen) == most):
                    return False
                learner = same
        return True

    def _looked_up(self, place: tuple[str, ...]) -> int | str:
        """The number of the quantity at a place that was not met before, or why there is none."""
        found = quantity(self._network, {**dict.fromkeys(PLACE, ""), **dict(zip(self._named, place, strict=True))})
        if len(self._places) >= _MOST_PLACES:
            self._places.clear()
        if isinstance(found, str):
            self._places[place] = found
            return found
        number = self._numbers.setdefault(found, len(self.questions))
        if number == len(self.questions):
            self.questions.append(found)
        self._places[place] = number
        return number

    def _problem(self, cells: list[str], learner: str, question: int | str, line: int) -> Row:
        """A row that is not marked, unless all that is too much in it is empty."""
        surplus = any(map(str.strip, cells[self._width :]))
        if surplus:
            problem = f"There are {len(cells)} cells for {self._width} columns: is a {self._mark} in one not quoted?"
        elif not any(map(str.strip, cells)):
            problem = ""
        elif not learner:
            problem = "No learner is named."
        elif isinstance(question, str):
            problem = question
        else:
            return Row(cells, learner, question, cells[self._answer])
        return Row(cells, learner, NOT_MARKED, "", problem, line)

    @property
    def _mark(self) -> str:
        """The delimiter by name."""
        return {",": "comma", ";": "semicolon", "\t": "tab"}[self.columns.delimiter]


_quick = cast("Callable[[tuple[list[str], str, int, str, str, int]], Row]", partial(tuple.__new__, Row))
"""Makes a row in a third of the time that ``Row`` takes."""


def _same(learner: str) -> str:
    """What tells learners apart: spaces around and the way an accent is encoded do not."""
    learner = learner.strip()
    return learner if learner.isascii() else unicodedata.normalize("NFC", learner)
