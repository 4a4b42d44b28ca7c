"""Where the names of points may stand: beside, above or below their own point, where none belongs to another one."""

from collections.abc import Sequence
from operator import attrgetter
from typing import NamedTuple

from tutor.explain.cells import Row
from tutor.notation.role import Role

Places = tuple[tuple[int, int], ...]
"""Rows and columns."""

LEFT: Places = ((0, -2), (-1, -1), (1, -1))
RIGHT: Places = ((0, 2), (-1, 1), (1, 1))
MIDDLE: Places = ((-1, 0), (1, 0), (1, 2), (1, -2), (-1, 2), (-1, -2))
RISING: Places = ((-1, -1), (1, 1))
FALLING: Places = ((-1, 1), (1, -1))
"""How many rows below its point a name may stand, and how many columns before or behind it.

Before a negative number of columns it ends, behind a positive one it begins; at none it stands in the middle. On a line
that rises there is room above on the left and below on the right; where it falls, on the other sides.
"""
NEAR = (4, 14)
"""So many rows and columns from each other, two points are near: their names keep away from the other one."""
ROW_GAP = 5
"""A name keeps so many columns from another point of its row."""


class Point(NamedTuple):
    """A point: its cell, its sign, its name."""

    row: int
    column: int
    glyph: str
    name: Row
    role: Role


_row, _column = attrgetter("row"), attrgetter("column")


def places(point: Point, points: Sequence[Point], size: int, columns: range) -> Places:
    """Where the name of a point may begin, the best place first: away from points near it, in between off the line.

    Args:
        point: the point.
        points: all points.
        size: the columns of its name.
        columns: those of the plot between its axes.
    """
    near = [
        other
        for other in points
        if abs(other.row - point.row) <= NEAR[0] and 0 < abs(other.column - point.column) <= NEAR[1]
    ]
    before = [other for other in near if other.column < point.column]
    behind = [other for other in near if other.column > point.column]
    sides = (*RIGHT, *LEFT, *MIDDLE)
    if before and behind:
        rises = max(before, key=_row).row > min(behind, key=_row).row
        sides = (*(RISING if rises else FALLING), *sides)
    elif behind:
        sides = (*LEFT, *MIDDLE, *RIGHT)
    first = max(before, key=_column).column if before and not behind else columns.start - 1
    last = min(behind, key=_column).column if behind and not before else columns.stop
    found = ((point.row + down, _start(point.column, beside, size, columns)) for down, beside in sides)
    return tuple(
        (row, column)
        for row, column in found
        if (first < column and column + size <= last) or column <= point.column < column + size
        if _own(point, points, row, column, size)
    )


def _start(column: int, beside: int, size: int, columns: range) -> int:
    """Where a name of so many columns begins, beside or above a point; above one at the edge not in the middle."""
    if beside < 0:
        return column + beside + 1 - size
    return column + beside if beside else max(columns.start, min(column - (size - 1) // 2, columns.stop - size))


def _own(point: Point, points: Sequence[Point], row: int, column: int, size: int) -> bool:
    """Whether a name would stand beside, above or below its own point only.

    In the row of another point it keeps away further, unless its own one stands in between.
    """
    for other in points:
        between = point.row == row and (other.column < point.column) == (point.column < column)
        gap = ROW_GAP if other.row == row and not between else 1
        same = (other.row, other.column) == (point.row, point.column)
        near = column - gap <= other.column < column + size + gap
        if not same and near and abs(other.row - row) <= 1:
            return False
    return True
