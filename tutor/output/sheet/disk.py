"""Rows put in the order of learners, and their results put back in the order of rows, on disk.

SQLite does both, in a database that has no name, stays in memory while it is small and is gone with this process,
however that ends.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager

from tutor.output.sheet.grouping import BYTES, ROWS
from tutor.output.sheet.marking import Answer, Result
from tutor.output.sheet.rows import Row
from tutor.output.sheet.source import no_room

_MEMORY = 16 * 1024
"""The KiB that SQLite may keep in memory of its tables, and of what it puts in order."""

_SETUP = f"""
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA temp_store = FILE;
PRAGMA cache_size = -{_MEMORY};
CREATE TABLE answer (row INTEGER PRIMARY KEY, learner TEXT, question INTEGER, text TEXT);
CREATE TABLE result (row INTEGER, verdict TEXT, mistake TEXT, message TEXT, low REAL, high REAL);
BEGIN;
"""


class Disk:
    """Answers that are put in the order of learners, and results that are put back in the order of rows."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database

    def put(self, rows: Iterable[Row]) -> int:
        """Take the rows that are marked.

        Returns:
            How many these are.
        """
        numbered = ((n, row.learner, row.question, row.answer) for n, row in enumerate(rows) if row.question >= 0)
        return self._database.executemany("INSERT INTO answer VALUES (?, ?, ?, ?)", numbered).rowcount

    def batches(self) -> Iterator[tuple[list[int], list[Answer]]]:
        """The answers of whole learners, each learner's in the order of rows, and the rows that these are from."""
        rows: list[int] = []
        answers: list[Answer] = []
        size, last = 0, ""
        for row, learner, question, text in self._database.execute("SELECT * FROM answer ORDER BY learner, row"):
            if learner != last:
                last = learner
                if len(rows) >= ROWS or size >= BYTES:
                    yield rows, answers
                    rows, answers, size = [], [], 0
            rows.append(row)
            answers.append((learner, question, text))
            size += len(text)
        if rows:
            yield rows, answers

    def keep(self, rows: Iterable[int], results: Iterable[Result]) -> None:
        """Take the results of some rows."""
        values = ((row, *result) for row, result in zip(rows, results, strict=True))
        self._database.executemany("INSERT INTO result VALUES (?, ?, ?, ?, ?, ?)", values)

    def results(self) -> Iterator[Result]:
        """All results, in the order of rows."""
        order = "SELECT verdict, mistake, message, low, high FROM result ORDER BY row"
        return map(Result._make, self._database.execute(order))


@contextmanager
def disk() -> Iterator[Disk]:
    """Open a database of its own for one sheet.

    Raises:
        TutorError: there is no room for it.
    """
    try:
        with closing(sqlite3.connect("", isolation_level=None)) as database:
            database.executescript(_SETUP)
            yield Disk(database)
    except sqlite3.Error as error:
        raise no_room(str(error)) from None
