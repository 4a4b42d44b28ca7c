"""Drawn text as rows of cells: what a front paints and what ``--plain`` prints. Its own glyphs are one cell wide."""

from collections.abc import Iterable
from enum import StrEnum
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from tutor.notation.columns import columns
from tutor.notation.role import GLUE, Role


class Emphasis(StrEnum):
    """How strongly a piece stands out, besides the colour of its role."""

    NORMAL = "normal"
    STRONG = "strong"
    REVERSED = "reversed"
    DIM = "dim"


class Cell(NamedTuple):
    """A piece of one row: text that is painted alike throughout."""

    text: str
    role: Role = Role.PLAIN
    emphasis: Emphasis = Emphasis.NORMAL


BLANK = Cell(" ")

Row = tuple[Cell, ...]
Rows = tuple[Row, ...]

Canvas = list[list[Cell]]
"""A sheet of single-character cells, to be drawn on in any order."""


def width(row: Iterable[Cell]) -> int:
    """How many columns a row takes."""
    return sum(columns(cell.text) for cell in row)


def text(rows: Rows) -> str:
    """The rows as plain lines, without blanks at their ends."""
    return "\n".join("".join(cell.text for cell in row).replace(GLUE, " ").rstrip() for row in rows)


def join(cells: Iterable[Cell]) -> Row:
    """One row in as few cells as possible: neighbours that are painted alike become one."""
    runs = groupby(cells, key=itemgetter(1, 2))
    joined = (Cell("".join([cell.text for cell in run]), *paint) for paint, run in runs)
    return tuple(cell for cell in joined if cell.text)


def pad(row: Row, size: int) -> Row:
    """The row, with blanks at its end up to ``size`` columns."""
    return join((*row, Cell(" " * max(0, size - width(row)))))


def trimmed(row: Iterable[Cell]) -> Row:
    """The row without plain blanks at its end."""
    kept = list(row)
    while kept and kept[-1] is BLANK:
        kept.pop()
    while kept and not kept[-1].text.strip() and kept[-1].emphasis is not Emphasis.REVERSED:
        kept.pop()
    if kept and kept[-1].emphasis is not Emphasis.REVERSED:
        kept[-1] = kept[-1]._replace(text=kept[-1].text.rstrip())
    return join(kept)


def canvas(size: int, height: int) -> Canvas:
    """A blank sheet, ``size`` columns wide."""
    return [[BLANK] * size for _ in range(height)]


def put(sheet: Canvas, row: int, column: int, cells: Iterable[Cell]) -> None:
    """Draw cells from a place on towards the right, over whatever stands there."""
    line, at = sheet[row], column
    for text, role, emphasis in cells:
        # Past the named tuple's own constructor: a drawing has a thousand of these.
        line[at : at + len(text)] = [tuple.__new__(Cell, (character, role, emphasis)) for character in text]
        at += len(text)


def rows(sheet: Canvas) -> Rows:
    """The finished sheet; blanks at the ends of its rows are left out."""
    return tuple(map(_row, sheet))


def _blank(cell: Cell) -> bool:
    return cell.text == " " and cell.emphasis is not Emphasis.REVERSED


def _row(line: list[Cell]) -> Row:
    """A line of the sheet as a row: ``trimmed`` for single-character cells, most of which are like the one before."""
    end = len(line)
    while end and (line[end - 1] is BLANK or _blank(line[end - 1])):
        end -= 1
    text = "".join(map(itemgetter(0), line[:end]))
    found: list[Cell] = []
    start, role, emphasis = 0, Role.PLAIN, Emphasis.NORMAL
    before = BLANK
    for at, cell in enumerate(line[:end]):
        if cell is before:
            continue
        before = cell
        if cell[2] is not emphasis or cell[1] is not role:
            if at > start:
                found.append(Cell(text[start:at], role, emphasis))
            start, role, emphasis = at, cell[1], cell[2]
    return (*found, Cell(text[start:], role, emphasis)) if end else ()
