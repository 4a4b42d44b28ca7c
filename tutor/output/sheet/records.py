"""The records of a sheet, cell by cell, as they stand in the file; every way in which CSV can be broken is told."""

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from tutor.errors import TutorError
from tutor.output.sheet.source import Source

LONGEST_CELL = 1 << 22
"""The most characters of a cell. One that is longer is a quotation mark that was never closed."""

_BROKEN = (
    ("expected after", "found text after a quoted cell, expected a quotation mark inside of it to be doubled"),
    ("unexpected end", "found the end of the file inside a quoted cell; close its quotation marks"),
    ("field larger", f"found a cell of more than {LONGEST_CELL:,} characters; is a quotation mark never closed?"),
)
"""What of the words of the standard library's reader tells what is wrong, and the words for it here."""


class Records(Protocol):
    """An iterator over records that knows where it is."""

    @property
    def line_num(self) -> int:
        """The line in which the last record ends."""

    def __iter__(self) -> Iterator[list[str]]:
        """It is its own iterator."""

    def __next__(self) -> list[str]:
        """Give the next record, an empty one for an empty line."""


@contextmanager
def records(source: Source, delimiter: str) -> Iterator[Records]:
    """The records from the start of a sheet, its header among them.

    Raises:
        TutorError: at the line where it is no CSV in UTF-8.
    """
    before = csv.field_size_limit(LONGEST_CELL)  # the whole process has one
    try:
        with source.text() as text:
            reader = csv.reader(text, delimiter=delimiter, strict=True)
            try:
                yield reader
            except UnicodeDecodeError as error:
                raise source.undecodable(error, reader.line_num) from None
        # The text is let go before it is read again: where the broken record begins is looked for only then.
    except csv.Error as error:
        raise _broken(source, delimiter, str(error)) from None
    finally:
        csv.field_size_limit(before)


def _broken(source: Source, delimiter: str, error: str) -> TutorError:
    """What is wrong with the first record that is no CSV, at the line in which it begins."""
    start = 0
    with source.text() as text:
        reader = csv.reader(text, delimiter=delimiter, strict=True)
        try:
            for _ in reader:
                start = reader.line_num
        except (csv.Error, UnicodeDecodeError):
            pass
    what = next((words for part, words in _BROKEN if part in error), f"it is no CSV ({error})")
    return source.problem(start + 1, what)
