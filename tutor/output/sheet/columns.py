"""Which cell of a row is what: the header of a sheet, read in whatever order, spelling and CSV dialect it is in."""

import csv
import re
from collections.abc import Sequence
from itertools import islice
from typing import NamedTuple

from tutor.notation.printable import printable
from tutor.output.sheet.records import Records, records
from tutor.output.sheet.source import HOW_TO_SAVE, Source

REQUIRED = ("learner", "quantity", "layer", "j", "k", "answer")
OPTIONAL = ("sample", "update")
"""Columns that are 1 in every row where they are absent."""
RESULTS = ("verdict", "mistake", "expected", "message")
"""The columns that marking writes. One that is there already, as in a marked sheet, is replaced where it stands."""

_DELIMITERS = (",", ";", "\t")
_EMPTY = re.compile(r'[\s,;"]*')
_NAMES_DELIMITER = re.compile(r'("?)sep=[^"\r\n]?\1[\s,;]*', re.IGNORECASE)
"""What spreadsheet programs take for the name of the delimiter; the last cells are of one that knew it for a cell."""
_LONGEST = 100_000
"""The most characters of a header; a file without a line end is not read whole to find that it is no sheet."""
_MOST_TOLD = 12


class Columns(NamedTuple):
    """The header of a sheet.

    Attributes:
        names: the cells of the header, as found.
        delimiter: what separates the cells.
        line_end: what ends the rows.
        at: the index of each column of ``REQUIRED``, ``OPTIONAL`` and ``RESULTS`` that is there.
        line: the line in which the header begins.
        above: a line above it that names the delimiter (``sep=;``), as found but for its end; mostly empty.
    """

    names: tuple[str, ...]
    delimiter: str
    line_end: str
    at: dict[str, int]
    line: int
    above: str


def columns(source: Source) -> Columns:
    """Read the header of a sheet: the first line that is not empty and does not name the delimiter.

    Raises:
        TutorError: there is none, or columns are missing or there twice; all of that is told at once.
    """
    line, number, above = _first(source)
    known = {delimiter: _known(line, delimiter) for delimiter in _DELIMITERS}
    delimiter = max(known, key=lambda each: known[each])
    with records(source, delimiter) as found:
        names = header(found, number)
        last = found.line_num
    return Columns(tuple(names), delimiter, _line_end(source, last), _located(source, number, names), number, above)


def header(found: Records, line: int) -> list[str]:
    """Read on to the record that begins in a line, which there is."""
    return next(cells for cells in found if found.line_num >= line)


def _first(source: Source) -> tuple[str, int, str]:
    """The first line of the header, its number, and the line above it that names the delimiter."""
    above = ""
    with source.text() as text:
        try:
            lines, line = 0, "\n"
            while 0 < len(line) < _LONGEST and _EMPTY.fullmatch(line):
                line, lines = text.readline(_LONGEST), lines + 1
                if not above and _NAMES_DELIMITER.fullmatch(line):
                    above, line = line.rstrip("\r\n"), "\n"
        except UnicodeDecodeError as error:
            raise source.undecodable(error, lines) from None
    if not line:
        raise source.problem(None, f"it is empty, expected a header with {_listed(REQUIRED)}")
    if "\0" in line:
        raise source.problem(lines, f"found NUL characters, expected CSV in UTF-8; {HOW_TO_SAVE}")
    if len(line) == _LONGEST:
        raise source.problem(lines, f"found no end of the line, expected a header with {_listed(REQUIRED)}")
    return line, lines, above


def _line_end(source: Source, number: int) -> str:
    """What a line ends with. The header's first line may end within a cell, in another way than its last one."""
    with source.text() as text:
        line = next(islice(text, number - 1, None))
    return line[len(line.rstrip("\r\n")) :] or "\n"


def _known(line: str, delimiter: str) -> int:
    """How many columns a line names if this separates them."""
    return sum(_plain(name) in REQUIRED for name in next(csv.reader([line], delimiter=delimiter), []))


def _plain(name: str) -> str:
    """A name without what the eye does not see, or does not mind."""
    return name.strip().strip("\ufeff").casefold()


def _located(source: Source, line: int, names: Sequence[str]) -> dict[str, int]:
    found: dict[str, list[int]] = {}
    for index, name in enumerate(names):
        found.setdefault(_plain(name), []).append(index)
    known = [*REQUIRED, *OPTIONAL, *RESULTS]
    missing = [name for name in REQUIRED if name not in found]
    twice = [name for name in known if len(found.get(name, ())) > 1]
    if missing:
        raise source.problem(line, _missing(missing, [name for name in names if _plain(name) not in known], names))
    if twice:
        raise source.problem(line, f"found {_listed(twice)} twice, expected each column once; rename one of the two")
    return {name: found[name][0] for name in known if name in found}


def _missing(missing: Sequence[str], others: Sequence[str], names: Sequence[str]) -> str:
    """What is not there, what is, and which of the latter may have been meant."""
    shown = [f"“{_short(name)}”" for name in names[:_MOST_TOLD]]
    more = f" and {len(names) - _MOST_TOLD} more" if len(names) > _MOST_TOLD else ""
    what = f"no column {_listed(missing)}; found {', '.join(shown)}{more}"
    pairs = [(near, name) for name in missing if (near := _near(name, others))]
    guesses = ", ".join(f"“{_short(near)}” to {name}" for near, name in pairs)
    return f"{what}; {f'rename {guesses}' if guesses else 'the first line is to name the columns'}"


_ALSO = {
    "learner": ("student", "name", "pupil", "user", "id"),
    "quantity": ("kind", "what", "question"),
    "layer": ("l",),
    "j": ("neuron", "row", "to"),
    "k": ("source", "column", "from"),
    "answer": ("value", "response", "number"),
}
"""What people call a column."""


def _near(name: str, others: Sequence[str]) -> str | None:
    from difflib import get_close_matches  # only where something is amiss

    plain = {re.sub(r"\W", "", _plain(other))[:60]: other for other in others}
    for also in (name, *_ALSO[name]):
        near = [also] if also in plain else get_close_matches(also, plain, n=1, cutoff=0.7) if len(also) > 3 else []
        if near:
            return plain[near[0]]
    return None


def _short(name: str) -> str:
    return printable(name if len(name) <= 40 else f"{name[:39]}…")


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names)
