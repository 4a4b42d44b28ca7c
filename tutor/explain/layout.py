"""The drawing of the network on a lesson screen: what is in question, what goes into it, and how it is wired."""

from collections.abc import Iterator
from itertools import accumulate
from typing import NamedTuple

from tutor.engine.network import Network
from tutor.explain import cells, wires
from tutor.explain.cells import Canvas, Cell, Emphasis, Row, Rows
from tutor.explain.scene import UNKNOWN, Box, Column, Look, Scene, align, question_layer, scene, wire_scene
from tutor.explain.wires import Grid, Strand
from tutor.notation.role import Role
from tutor.quantity import MATRICES, Kind

__all__ = ["Look", "compact"]

INDENT = 3
"""Columns at the left of the first box: one blank, the edge of a box in question, one blank."""
MARGIN = 2
"""Columns at the right of the last box: one blank and an edge."""
STRETCH = 10
"""No gutter grows by more columns than these on a wide screen, so that the drawing stays one."""


class Place(NamedTuple):
    """Where a column stands: its first column on the sheet and the one behind its last."""

    start: int
    end: int


def compact(network: Network, look: Look, width: int, height: int) -> Rows:
    """Draw the network with one row a neuron and a row of headers above.

    A layer that is taller than ``height`` allows ends in “+5 more”; where the layers do not fit side by side, those
    around the one in question stay. Nothing is cut.

    Args:
        network: the lesson's network.
        look: what is in question and what is known.
        width: the columns there are, 58 or more.
        height: the rows there are, 2 or more.
    """
    for drawing in _attempts(network, look, height - 1):
        if _least(drawing) <= width:
            break
    return _draw(drawing, width, _elided(network, drawing))


def _attempts(network: Network, look: Look, rows: int) -> Iterator[Scene]:
    """The drawing, from the fullest to the one that always fits."""
    at, last = question_layer(network, look), network.depth
    behind = look.kind is Kind.DELTA and at < last
    near = range(max(0, at - 1), min(last, at + 1) + 1)
    two = range(at, at + 2) if behind else range(max(0, at - 1), at + 1)
    for layers in (range(last + 1), near, two):
        yield scene(network, look, layers, rows, paired=True)
        yield scene(network, look, layers, rows, paired=False)
    yield wire_scene(network, look, rows) if look.kind in MATRICES else scene(network, look, (at,), rows, paired=False)


def _texts(column: Column) -> tuple[str, ...]:
    """The boxes of a column as text, all equally wide: name, number on its decimal point, mark."""
    names = max((len(box.name) for box in column.boxes), default=0)
    numbers = align([box.value for box in column.boxes])
    reserved = column.number + (2 if column.marks else 0)
    labels = [f"{number} {box.mark}" if box.mark else number for box, number in zip(column.boxes, numbers, strict=True)]
    widest = max(reserved, *map(len, labels)) if labels else 0
    return tuple(f"{box.name:<{names}} {label:<{widest}}" for box, label in zip(column.boxes, labels, strict=True))


def _more(column: Column) -> str:
    return f"+{column.more} more" if column.tail else ""


def _core(column: Column) -> int:
    """How many columns a column of boxes takes."""
    return max(len(column.header), len(_more(column)), *map(len, _texts(column)), 0)


def _gaps(drawing: Scene) -> list[int]:
    """The fewest columns between each two columns of boxes: the wires, a blank at each end, and edges."""
    pairs = zip(drawing.columns, drawing.columns[1:], strict=False)
    edges = [left.active + right.active for left, right in pairs]
    return [gutter.least + 2 + edge for gutter, edge in zip(drawing.gutters, edges, strict=True)]


def _least(drawing: Scene) -> int:
    return INDENT + sum(map(_core, drawing.columns)) + sum(_gaps(drawing)) + MARGIN


def _places(drawing: Scene, width: int) -> list[Place]:
    """Give every column its place; spare room goes to the wires, evenly."""
    gaps = _gaps(drawing)
    wired = [i for i, gutter in enumerate(drawing.gutters) if gutter.wired]
    spare = min(width - _least(drawing), STRETCH * len(wired))
    for place, i in enumerate(wired):
        gaps[i] += spare // len(wired) + (place < spare % len(wired))
    cores = [_core(column) for column in drawing.columns]
    starts = accumulate((core + gap for core, gap in zip(cores, gaps, strict=False)), initial=INDENT)
    return [Place(start, start + core) for start, core in zip(starts, cores, strict=True)]


def _elided(network: Network, drawing: Scene) -> tuple[bool, bool]:
    """Whether layers are left out before the first column and behind the last."""
    headers = [column.header.split(" +")[0] for column in drawing.columns]
    return headers[0] != "input" and network.depth > 0, "output" not in headers


def _draw(drawing: Scene, width: int, elided: tuple[bool, bool]) -> Rows:
    """Draw a scene on a sheet: wires first, then arrows, labels and boxes over their ends."""
    places = _places(drawing, width)
    height = 1 + max(len(column.rows) for column in drawing.columns)
    sheet = cells.canvas(width, height)
    grid: Grid = {}
    over: list[tuple[int, int, Row]] = []
    for i, gutter in enumerate(drawing.gutters):
        left, right = drawing.columns[i], drawing.columns[i + 1]
        first = places[i].end + 1 + left.active
        last = places[i + 1].start - 2 - right.active
        for strand in gutter.strands:
            over += _lay(grid, strand, first, last, (left, right))
    wires.paint(sheet, {(row + 1, column): sides for (row, column), sides in grid.items()})
    for row, at, piece in over:
        cells.put(sheet, row + 1, at, piece)
    for column, place in zip(drawing.columns, places, strict=True):
        _draw_column(sheet, column, place)
    dots = (Cell("…", Role.PLAIN, Emphasis.DIM),)
    if elided[0]:
        cells.put(sheet, 0, 1, dots)
    if elided[1]:
        cells.put(sheet, 0, places[-1].end + 1, dots)
    return cells.rows(sheet)


def _lay(grid: Grid, strand: Strand, first: int, last: int, sides: tuple[Column, Column]) -> list[tuple[int, int, Row]]:
    """Lay one strand between two columns and return what stands on it: (row, column, cells).

    ``first`` and ``last`` keep clear of edges; wires of rows without an edge go on to their boxes.
    """
    labels = wires.label_width(strand)
    extra = max(0, last - first + 1 - wires.least_width(strand))
    side = labels + 2 if labels else 1
    near = first + side + extra // 2
    knot = near if strand.labels_left else last - side - extra // 2
    wires.lay(grid, strand, first, last, max(first, min(knot, last)))
    weight = wires.HEAVY if strand.heavy else wires.LIGHT
    for row in strand.left:
        wires.across(grid, row, first - (sides[0].active and not _focused(sides[0], row)), first, weight)
    for row in strand.right:
        wires.across(grid, row, last, last + (sides[1].active and not _focused(sides[1], row)), weight)
    start = first + (knot - first - labels) // 2 if strand.labels_left else knot + 1 + (last - knot - labels) // 2
    over = [(row, start, label) for row, label in strand.labels.items()]
    if strand.arrow:
        row, at = (strand.left[0], first) if strand.arrow == "◀" else (strand.right[0], last)
        over.append((row, at, (Cell(strand.arrow, Role.PLAIN, Emphasis.STRONG),)))
    return over


def _focused(column: Column, row: int) -> bool:
    return row < len(column.boxes) and column.boxes[row].focus


def _draw_column(sheet: Canvas, column: Column, place: Place) -> None:
    """Draw the header, the boxes and what is folded away."""
    emphasis = Emphasis.STRONG if column.active else Emphasis.DIM
    cells.put(sheet, 0, place.start, [Cell(column.header, Role.PLAIN, emphasis)])
    size = place.end - place.start
    for row, (box, text) in enumerate(zip(column.boxes, _texts(column), strict=True), start=1):
        cells.put(sheet, row, place.start, [Cell(text.ljust(size), box.role, _emphasis(box))])
        if box.focus:
            edge = Role.PLAIN, Emphasis.STRONG
            cells.put(sheet, row, place.start - 2, [Cell("▐", *edge), Cell(" ", box.role, Emphasis.REVERSED)])
            cells.put(sheet, row, place.end, [Cell(" ", box.role, Emphasis.REVERSED), Cell("▌", *edge)])
    if column.tail:
        cells.put(sheet, len(column.boxes) + 1, place.start, [Cell(_more(column), Role.PLAIN, Emphasis.DIM)])


def _emphasis(box: Box) -> Emphasis:
    """The box in question is reversed; what is not known yet stands back."""
    if box.focus:
        return Emphasis.REVERSED
    return Emphasis.DIM if box.value == UNKNOWN else Emphasis.NORMAL
