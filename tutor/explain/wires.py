"""Wires between two columns of a drawing: orthogonal, each glyph decided by which of its four sides are connected."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

from tutor.explain.cells import Canvas, Cell, Emphasis
from tutor.notation.role import Role

LIGHT, HEAVY = 1, 2

# Every glyph for (up, down, left, right), each 0, LIGHT or HEAVY, read as the digits of a number to the base of three.
GLYPHS = " ╶╺╴─╼╸╾━╷┌┍┐┬┮┑┭┯╻┎┏┒┰┲┓┱┳╵└┕┘┴┶┙┵┷│├┝┤┼┾┥┽┿╽┟┢┧╁╆┪╅╈╹┖┗┚┸┺┛┹┻╿┞┡┦╀╄┩╃╇┃┠┣┨╂╊┫╉╋"

ROUND = str.maketrans("┌┐└┘", "╭╮╰╯")

UP, DOWN, LEFT, RIGHT = 6, 4, 2, 0
"""At which two bits of a number the weight of each side stands: those of a light line and a heavy one make a heavy."""

Grid = dict[tuple[int, int], int]
"""The weights of the lines on the four sides of a place (row, column)."""


class Strand(NamedTuple):
    """Wires that meet on one vertical line: those of some rows at the left with those of some rows at the right.

    Attributes:
        left: the rows that are connected at the left.
        right: the rows that are connected at the right.
        heavy: whether they lead to what is in question.
        labels: what stands on the wire of a row, at the side where ``labels_left`` says.
        arrow: ``▶`` at the right end, ``◀`` at the left end, or nothing.
        reserve: the columns that are kept for labels, whether there are any or not.
    """

    left: tuple[int, ...]
    right: tuple[int, ...]
    heavy: bool = False
    labels: Mapping[int, tuple[Cell, ...]] = MappingProxyType({})
    labels_left: bool = True
    arrow: str = ""
    reserve: int = 0


def label_width(strand: Strand) -> int:
    """How many columns its widest label takes."""
    return max((sum(len(cell.text) for cell in label) for label in strand.labels.values()), default=strand.reserve)


def least_width(strand: Strand) -> int:
    """The fewest columns in which the strand can be drawn: a stub at each side, the vertical line, labels, arrow."""
    labels = label_width(strand)
    return 3 + (labels + 1 if labels else 0) + len(strand.arrow)


def connect(grid: Grid, at: tuple[int, int], *sides: int, weight: int) -> None:
    """Let a line of this weight leave a place at these sides; a heavier one that is there already stays."""
    line = grid.get(at, 0)
    for side in sides:
        line |= weight << side
    grid[at] = line


def across(grid: Grid, row: int, first: int, last: int, weight: int) -> None:
    """A horizontal line over these columns, ends included."""
    line = weight << LEFT | weight << RIGHT
    for column in range(first, last + 1):
        at = row, column
        grid[at] = grid.get(at, 0) | line


def along(grid: Grid, column: int, first: int, last: int, weight: int) -> None:
    """A vertical line from the middle of the first row to the middle of the last."""
    if first == last:
        return
    connect(grid, (first, column), DOWN, weight=weight)
    for row in range(first + 1, last):
        connect(grid, (row, column), UP, DOWN, weight=weight)
    connect(grid, (last, column), UP, weight=weight)


def lay(grid: Grid, heavy: bool, lines: tuple[tuple[int, ...], tuple[int, ...]], span: tuple[int, int, int]) -> None:
    """Lay the wires of a strand: those of the left lines and those of the right ones meet on one vertical line.

    Args:
        grid: where they are laid.
        heavy: whether they are heavy.
        lines: the lines at the left and those at the right.
        span: the first column, that of the vertical line, and the last column.
    """
    weight = HEAVY if heavy else LIGHT
    left, right = lines
    first, knot, last = span
    for row in left:
        across(grid, row, first, knot - 1, weight)
        connect(grid, (row, knot), LEFT, weight=weight)
    for row in right:
        across(grid, row, knot + 1, last, weight)
        connect(grid, (row, knot), RIGHT, weight=weight)
    if left or right:
        along(grid, knot, min(left + right), max(left + right), weight)


@cache
def _piece(sides: int, rounded: bool) -> Cell:
    """The box-drawing character with these sides, as it is painted."""
    weights = [min(HEAVY, sides >> side & 3) for side in (UP, DOWN, LEFT, RIGHT)]
    character = GLYPHS[sum(weight * 3**place for weight, place in zip(weights, (3, 2, 1, 0), strict=True))]
    return Cell(
        character.translate(ROUND) if rounded else character,
        Role.PLAIN,
        Emphasis.STRONG if HEAVY in weights else Emphasis.DIM,
    )


def paint(sheet: Canvas, grid: Grid, rounded: bool = False) -> None:
    """Draw every wire: light ones dim, heavy ones strong; light corners are round where that is wanted."""
    for (row, column), sides in grid.items():
        sheet[row][column] = _piece(sides, rounded)
