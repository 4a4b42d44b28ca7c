"""What marking writes: the sheet as it was found with the results in it, as CSV or as JSON."""

import csv
import json
import math
from collections.abc import Callable, Iterable, Sequence
from io import StringIO
from typing import Protocol

from tutor.output.encoding import Bytes
from tutor.output.sheet.columns import RESULTS, Columns
from tutor.output.sheet.marking import Result
from tutor.output.sheet.rows import Row

Written = tuple[Row, Result | None, str]
"""A row, its result, where it is marked, and the right value as shown."""


class Writer(Protocol):
    """Writes rows in one format."""

    def begin(self) -> None:
        """Write what comes before the first row."""

    def rows(self, rows: Iterable[Written]) -> None:
        """Write rows, in the order they were read in."""

    def end(self) -> None:
        """Write what comes after the last row."""


class CsvWriter:
    """Writes CSV as it was found: byte order mark, the line that names the delimiter, delimiter, line ends."""

    def __init__(self, out: Bytes, columns: Columns, marked: bool) -> None:
        self._out = out
        self._columns = columns
        above = columns.above + columns.line_end if columns.above else ""
        self._start = ("\ufeff" if marked else "") + above
        self._width = len(columns.names)
        self._added = [i for i, name in enumerate(RESULTS) if name not in columns.at]
        self._replaced = [(columns.at[name], i) for i, name in enumerate(RESULTS) if name in columns.at]

    def begin(self) -> None:
        """Write the header."""
        names = [*self._columns.names, *(RESULTS[i] for i in self._added)]
        self._out.write((self._start + self._text([names])).encode())

    def rows(self, rows: Iterable[Written]) -> None:
        """Write rows; cells that no column has a name for come after all others."""
        self._out.write(self._text([self._cells(*row) for row in rows]).encode())

    def end(self) -> None:
        """Write nothing: CSV has no end."""

    def _cells(self, row: Row, result: Result | None, expected: str) -> list[str]:
        found: tuple[str, ...] = (
            (result.verdict, result.mistake, expected, result.message) if result else ("", "", "", row.problem)
        )
        cells = row.cells
        if self._replaced:
            cells = cells.copy()
            for at, i in self._replaced:
                cells[at] = found[i]
            found = tuple([found[i] for i in self._added])
        if len(cells) == self._width:
            return [*cells, *found]
        return [*cells[: self._width], *found, *cells[self._width :]]

    def _text(self, rows: Sequence[Sequence[str]]) -> str:
        end = self._columns.line_end
        text = self._lines(rows, end)
        if all(char in end or char not in text for char in "\r\n"):
            return text
        # The standard library's writer quotes a line end in a cell only where it is part of the rows' line ends.
        return "".join(self._lines([row], "\r\n")[:-2] + end for row in rows)

    def _lines(self, rows: Sequence[Sequence[str]], line_end: str) -> str:
        text = StringIO(newline="")
        csv.writer(text, delimiter=self._columns.delimiter, lineterminator=line_end).writerows(rows)
        return text.getvalue()


class JsonWriter:
    """Writes an array, one object a line, in ASCII.

    The cells of the sheet stay texts, those that no column has a name for as a list. Besides what CSV has there are
    the ends of the right answers, ``low`` and ``high``, and ``rules``, the version of the marking rules.
    """

    def __init__(self, out: Bytes, columns: Columns, rules: str) -> None:
        self._out = out
        self._rules = rules
        self._between = b"[\n"
        at = {index: name for name, index in columns.at.items()}
        found = [at.get(index, name) for index, name in enumerate(columns.names)]
        *self._names, self._surplus = _unique([*found, "surplus"])
        self._encode: Callable[[object], str] = json.JSONEncoder(separators=(", ", ": ")).encode

    def begin(self) -> None:
        """Write nothing yet: an array without objects is ``[]``."""

    def rows(self, rows: Iterable[Written]) -> None:
        """Write rows, each as an object."""
        lines = ",\n".join([self._encode(self._object(*row)) for row in rows])
        if lines:
            self._out.write(self._between + lines.encode())
            self._between = b",\n"

    def end(self) -> None:
        """Close the array."""
        self._out.write(b"[]\n" if self._between == b"[\n" else b"\n]\n")

    def _object(self, row: Row, result: Result | None, expected: str) -> dict[str, object]:
        found: dict[str, object] = dict(zip(self._names, row.cells, strict=False))
        if len(row.cells) > len(self._names):
            found[self._surplus] = row.cells[len(self._names) :]
        if result is None:
            found.update(verdict="", mistake="", expected="", message=row.problem, low=None, high=None)
        else:
            found.update(
                verdict=result.verdict,
                mistake=result.mistake,
                expected=expected,
                message=result.message,
                low=_finite(result.low),
                high=_finite(result.high),
            )
        found["rules"] = self._rules
        return found


def _finite(end: float | None) -> float | None:
    """An end of a band as JSON has it, which has no infinity."""
    return end if end is not None and math.isfinite(end) else None


def _unique(names: Sequence[str]) -> list[str]:
    """The names of columns as keys: one that was there before gets a number."""
    keys: dict[str, None] = {}
    for name in names:
        key, number = name, 2
        while key in keys:
            key, number = f"{name} ({number})", number + 1
        keys[key] = None
    return list(keys)
