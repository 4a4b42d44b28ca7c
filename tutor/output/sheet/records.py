"""The records of a sheet, cell by cell, as they stand in the file; every way in which CSV can be broken is told."""

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from tutor.output.sheet.source import Source

LONGEST_CELL = 1 << 22
"""The most characters of a cell. One that is longer is a quotation mark that was never closed."""

_BROKEN = (
    ("expected after", "found text after a quoted cell, expected a quotation mark inside of it to be doubled"),
    ("unexpected end", "found the end of the file inside a quoted cell; close its quotation marks"),
    ("field larger", f"found a cell of more than {LONGEST_CELL:,} characters; is a quotation mark never closed?"),
)
"""What of the words of the standard library's reader tells what is wrong, and the words for it here."""


@contextmanager
def records(source: Source, delimiter: str) -> Iterator["Records"]:
    """The records from the start of a sheet, its header among them; an empty line is an empty record.

    Raises:
        TutorError: at the line where it is no CSV in UTF-8.
    """
    before = csv.field_size_limit(LONGEST_CELL)  # the whole process has one
    try:
        with source.text() as text:
            yield Records(source, csv.reader(text, delimiter=delimiter, strict=True))
    finally:
        csv.field_size_limit(before)


class _Reader(Protocol):
    """What ``csv.reader`` makes."""

    @property
    def line_num(self) -> int: ...

    def __iter__(self) -> Iterator[list[str]]: ...


class Records:
    """An iterator over records that knows how far it is."""

    def __init__(self, source: Source, reader: _Reader) -> None:
        self._source = source
        self._reader = reader

    @property
    def line(self) -> int:
        """The line in which the last record ends."""
        return self._reader.line_num

    def __iter__(self) -> Iterator[list[str]]:
        start = 0
        try:
            for record in self._reader:
                yield record
                start = self._reader.line_num
        except UnicodeDecodeError as error:
            raise self._source.undecodable(error, self._reader.line_num) from None
        except csv.Error as error:
            known = [words for part, words in _BROKEN if part in str(error)]
            what = known[0] if known else f"it is no CSV ({error})"
            raise self._source.problem(start + 1, what) from None
