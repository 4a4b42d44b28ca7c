"""A plot as cells: curves of braille dots between two axes, points on them, and names beside the points.

Each curve has a canvas of dots of its own, so that every cell of the plot has one colour. Curves differ by their
strokes, too, and points and curves have their names beside them: nothing is told by colour alone.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise

from tutor.explain.cells import Cell, Emphasis, Row, Rows, canvas, put, rows, width
from tutor.notation import charset
from tutor.notation.role import Role
from tutor.output.pictures.axis import Axis
from tutor.output.pictures.names import Places, Point, places

ACROSS, DOWN = 2, 4
"""The dots of a cell."""
BLANK = "\u2800"
DASH = 3
"""Of a dashed curve so many pieces are drawn, and as many left out."""
SHIFTS = (0, 1, -1, 2, -2)
"""How far from the middle a name below the axis may stand."""

Points = Sequence[tuple[float, float]]
Piece = tuple[int, int, int, int]
"""A line from one dot to another: across and up, twice."""


class Plot:
    """A plot between two axes. What is drawn first lies below what is drawn later, but for names, which come last."""

    def __init__(self, columns: int, height: int, x: Axis, y: Axis, *, right: int = 0) -> None:
        """Make an empty plot.

        Args:
            columns: how wide it is, with the numbers of its axes.
            height: how high it is, likewise.
            x: the axis below it.
            y: the axis on its left.
            right: how many columns are kept for what stands on its right.
        """
        self.x, self.y = x, y
        self.left = max(width((Cell(tick.text),)) for tick in y.ticks) + 3
        self.wide, self.high = x.even(columns - self.left - right), y.even(height - 2)
        self._sheet = canvas(columns, self.high + 2)
        self._points: list[Point] = []
        self._below: list[tuple[int, Row]] = []
        self._ends: list[tuple[int, Row]] = []
        self._words: list[tuple[Places, Row]] = []
        self._taken: set[tuple[int, int]] = set()
        self._frame()

    @property
    def dots(self) -> int:
        """How many dots there are across: a curve needs no more points."""
        return self.wide * ACROSS

    def place(self, x: float, y: float) -> tuple[int, int] | None:
        """The row and the column of the cell where a point is; None where it lies beyond the axes."""
        across, up = self.x.dot(x, self.dots), self.y.dot(y, self.high * DOWN)
        if across is None or up is None:
            return None
        return self.high - 1 - up // DOWN, self.left + across // ACROSS

    # What is drawn

    def level(self, y: float) -> None:
        """A faint line across, at a number of the axis on the left."""
        place = self.place(self.x.value(0, self.dots), y)
        if place is not None:
            for column in range(self.wide):
                self._faint(place[0], self.left + column, "┈")

    def upright(self, x: float, to: float | None = None) -> None:
        """A faint line up from the axis below: to a height, or all the way."""
        foot = self.place(x, self.y.value(0, self.high * DOWN))
        if foot is None:
            return
        head = self.place(x, to) if to is not None else (0, foot[1])
        for row in range(self.high if head is None else head[0], self.high):
            self._faint(row, foot[1], "┊")

    def curve(self, points: Points, role: Role, *, dashed: bool = False, breaks: Iterable[float] = ()) -> None:
        """A curve through points, in their order.

        Args:
            points: its points; where one has no finite height the curve is parted.
            role: its colour.
            dashed: whether parts of it are left out.
            breaks: the x at which it jumps.
        """
        breaks = tuple(breaks)
        pieces: list[Piece] = []
        for i, ((x, y), (to_x, to_y)) in enumerate(pairwise(points)):
            start, end = self._dots(x, y), self._dots(to_x, to_y)
            jumps = any(x <= at < to_x for at in breaks)
            if start is not None and end is not None and not jumps and not (dashed and i // DASH % 2):
                pieces.append((*start, *end))
        self._draw(pieces, role, "." if dashed else "*")

    def dust(self, points: Points, role: Role) -> None:
        """Points as single dots."""
        places = (self._dots(*point) for point in points)
        self._draw([(*at, *at) for at in places if at is not None], role, "*")

    def point(self, x: float, y: float, name: Row, role: Role, glyph: str = "●") -> None:
        """A point with its name beside it, where there is room for one."""
        place = self.place(x, y)
        if place is not None:
            self._points.append(Point(*place, glyph, name, role))

    def below(self, x: float, name: Row) -> None:
        """A name on the axis below, in place of the round numbers near it."""
        foot = self.place(x, self.y.value(0, self.high * DOWN))
        if foot is not None:
            self._below.append((foot[1], name))

    def end(self, points: Points, name: Row) -> None:
        """A name on the right of a curve."""
        inside = [place for place in (self.place(*point) for point in points[-ACROSS * 2 :]) if place is not None]
        if inside:
            self._ends.append((inside[-1][0], name))

    def words(self, near: Iterable[tuple[int, int]], text: Row) -> None:
        """Words in the plot itself, at the first of some places, as row and column of it, where they touch nothing."""
        self._words.append((tuple(near), text))

    # How it becomes rows

    def rows(self) -> Rows:
        """The finished plot."""
        for point in self._points:
            put(self._sheet, point.row, point.column, (Cell(point.glyph, point.role, Emphasis.STRONG),))
            self._taken.add((point.row, point.column))
        for point in self._points:
            self._name(point)
        for near, text in self._words:
            inside = ((row, self.left + column) for row, column in near)
            free = next((place for place in inside if self._blank(*place, width(text))), None)
            if free is not None:
                self._say(*free, text)
        self._foot()
        self._name_ends()
        return rows(self._sheet)

    def _frame(self) -> None:
        """The axis on the left with its numbers, and the line below."""
        for row in range(self.high):
            put(self._sheet, row, self.left - 1, (_dim("│"),))
        for each in self.y.ticks:
            at = self.y.dot(each.value, self.high * DOWN)
            if at is not None:
                text = each.text.rjust(self.left - 2)
                put(self._sheet, self.high - 1 - at // DOWN, 0, (_dim(f"{text} ┤"),))
        put(self._sheet, self.high, self.left - 1, (_dim("└" + "─" * self.wide),))

    def _foot(self) -> None:
        """The names and the round numbers of the axis below: numbers stand only where they touch no name."""
        taken: set[int] = set()
        for column, name in self._below:
            put(self._sheet, self.high, column, (Cell("▲", name[0].role, Emphasis.STRONG),))
            self._write_below(column, name, taken, SHIFTS)
        for each in self.x.ticks:
            place = self.place(each.value, self.y.value(0, self.high * DOWN))
            if place is None:
                continue
            if place[1] not in (column for column, _ in self._below):
                put(self._sheet, self.high, place[1], (_dim("┬"),))
            self._write_below(place[1], (_dim(each.text),), taken)

    def _write_below(self, column: int, text: Row, taken: set[int], shifts: Iterable[int] = (0,)) -> None:
        """Write a text below the axis, in the middle under a column or near it, where it touches nothing else."""
        size = width(text)
        for shift in shifts:
            start = min(max(0, column - (size - 1) // 2 + shift), len(self._sheet[0]) - size)
            if not taken.intersection(range(start - 1, start + size + 1)):
                put(self._sheet, self.high + 1, start, text)
                taken.update(range(start, start + size))
                return

    def _name(self, point: Point) -> None:
        """Write the name of a point where it touches nothing, else where it covers nothing, or a curve only.

        There is none where it could be taken for the name of another point.
        """
        size = width(point.name)
        found = places(point, self._points, size, range(self.left, self.left + self.wide))
        for free in (self._clear, self._free, self._inside):
            for row, column in found:
                if free(row, column, size):
                    self._say(row, column, point.name)
                    return

    def _name_ends(self) -> None:
        """Write the names of the curves on the right, each in a row of its own."""
        taken: set[int] = set()
        for at, name in self._ends:
            near = sorted(range(self.high), key=lambda row: abs(row - at))
            row = next(row for row in near if row not in taken)
            taken.add(row)
            put(self._sheet, row, self.left + self.wide + 1, name)

    def _blank(self, row: int, column: int, size: int) -> bool:
        """Whether nothing at all stands in some cells, nor right beside them."""
        around = self._sheet[row][column - 1 : column + size + 1]
        return self._inside(row, column, size) and all(cell.text == " " for cell in around)

    def _clear(self, row: int, column: int, size: int) -> bool:
        """Whether nothing but faint lines stands in some cells, nor a curve right beside them."""
        return self._inside(row, column, size) and all(
            cell.text == " " or cell.emphasis is not Emphasis.NORMAL
            for cell in self._sheet[row][column - 1 : column + size + 1]
        )

    def _free(self, row: int, column: int, size: int) -> bool:
        """Whether nothing but faint lines stands in some cells."""
        return self._inside(row, column, size) and all(
            cell.text == " " or cell.emphasis is Emphasis.DIM for cell in self._sheet[row][column : column + size]
        )

    def _inside(self, row: int, column: int, size: int) -> bool:
        """Whether some cells are cells of the plot, with no point or name in them or right beside them."""
        within = 0 <= row < self.high and self.left <= column and column + size <= self.left + self.wide
        return within and not any((row, at) in self._taken for at in range(column - 1, column + size + 1))

    def _say(self, row: int, column: int, text: Row) -> None:
        size = width(text)
        if self._inside(row, column, size):
            put(self._sheet, row, column, text)
            self._taken.update((row, at) for at in range(column, column + size))

    def _faint(self, row: int, column: int, glyph: str) -> None:
        if self._sheet[row][column].text == " ":
            put(self._sheet, row, column, (_dim(glyph),))

    def _dots(self, x: float, y: float) -> tuple[int, int] | None:
        across, up = self.x.dot(x, self.dots), self.y.dot(y, self.high * DOWN)
        return None if across is None or up is None else (across, up)

    def _draw(self, pieces: Sequence[Piece], role: Role, plain: str) -> None:
        """Put lines of dots onto the sheet, over faint lines and over dots that were there before."""
        for row, line in enumerate(_dotted(self.wide, self.high, tuple(pieces))):
            for column, dots in enumerate(line):
                if dots != BLANK:
                    put(self._sheet, row, self.left + column, (Cell(plain if charset.ascii() else dots, role),))


@lru_cache(maxsize=32)  # from one step to the next, most curves are as they were
def _dotted(wide: int, high: int, pieces: tuple[Piece, ...]) -> tuple[str, ...]:
    """Lines between dots, as rows of braille."""
    from plotille import Canvas  # the same in words takes none

    sheet = Canvas(wide, high, 0, 0, wide * ACROSS, high * DOWN)
    for piece in pieces:
        sheet.line(*piece)
    return tuple(sheet.plot(linesep="\n").split("\n"))


def _dim(text: str) -> Cell:
    return Cell(text, Role.PLAIN, Emphasis.DIM)
