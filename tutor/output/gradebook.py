"""A gradebook as CSV, for spreadsheets, and as JSON."""

import csv
import json
from collections.abc import Iterable, Iterator
from io import StringIO
from itertools import islice

from tutor.notation.printable import printable
from tutor.output.encoding import Bytes
from tutor.progress.gradebook import Row

COLUMNS = (
    *("learner", "lesson", "quantity", "layer", "j", "k", "sample", "update", "attempts", "first_verdict", "verdict"),
    *("mistakes", "hints", "reveals", "seconds"),
)
_AT_ONCE = 1000
"""So many rows are written at a time."""
_ACTIVE = ("=", "+", "-", "@")
"""A spreadsheet takes a text that begins so for a formula, and works it out."""


def write_csv(rows: Iterable[Row], out: Bytes) -> None:
    """Write a header and a line for each row, in UTF-8.

    Raises:
        OSError: if it cannot be written.
    """
    out.write(_lines([COLUMNS]))
    found = (_cells(row) for row in rows)
    while some := list(islice(found, _AT_ONCE)):
        out.write(_lines(some))


def write_json(rows: Iterable[Row], out: Bytes) -> None:
    """Write an array, one object a line, in ASCII; what is empty is null.

    Raises:
        OSError: if it cannot be written.
    """
    encode = json.JSONEncoder(separators=(", ", ": ")).encode
    objects = (encode(dict(zip(COLUMNS, _values(row), strict=True))) for row in rows)
    between = "[\n"
    while some := ",\n".join(islice(objects, _AT_ONCE)):
        out.write((between + some).encode())
        between = ",\n"
    out.write(b"\n]\n" if between == ",\n" else b"[]\n")


def _values(row: Row) -> tuple[str | int | float | None, ...]:
    q, tally = row.question, row.tally
    return (
        *(row.learner, row.lesson, q.kind.value, q.layer, q.j, q.k, q.sample, q.update),
        *(tally.attempts, tally.first or None, tally.verdict or None, ";".join(tally.mistakes) or None),
        *(tally.hints, tally.reveals, round(tally.milliseconds / 1000, 1)),
    )


def _cells(row: Row) -> Iterator[object]:
    return (inert(value) if isinstance(value, str) else value for value in _values(row))


def inert(text: str) -> str:
    """A text that no spreadsheet works out: before what would begin a formula stands an apostrophe."""
    shown = printable(text)
    return f"'{shown}" if shown.startswith(_ACTIVE) else shown


def _lines(rows: Iterable[Iterable[object]]) -> bytes:
    text = StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode()
