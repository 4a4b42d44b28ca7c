"""Where everything of a drawing stands, and the drawing of it: wires first, then arrows, labels and boxes."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from tutor.explain import boxes, cells, wires
from tutor.explain.boxes import DIM, STRONG, Block, Stand
from tutor.explain.cells import Cell, Row
from tutor.explain.pieces import Column, Gutter, Scene
from tutor.explain.spots import Picture, Place, Spot, only, wire
from tutor.explain.wires import Grid, Strand
from tutor.notation import charset

INDENT = 3
"""Columns at the left of the first box: one blank, the edge of a box in question, one blank."""
MARGIN = 2
"""Columns at the right of the last box: one blank and an edge."""
STRETCH = 10
"""No gutter grows by more columns than these on a wide screen, so that the drawing stays one."""
ENDS = "◀▶"
"""The arrows at the left end of a wire and at its right one."""
WIRING = " ━─▶◀▐▌"
"""What is no part of a label that stands on a wire."""


class Frame(NamedTuple):
    """How a scene is set out.

    Attributes:
        height: the sheet's height.
        lines: the line of each row of each column.
        elided: whether layers are left out before the first column and behind the last.
        tall: whether the boxes stand far enough from each other for frames: the one in question has a frame.
        framed: whether all neurons have frames.
        tight: whether wires are as short as can be, and frames close around what is in them.
        snug: whether the frames of what is in question do so, too.
    """

    height: int
    lines: tuple[tuple[int, ...], ...]
    elided: tuple[bool, bool] = (False, False)
    tall: bool = False
    framed: bool = False
    tight: bool = False
    snug: bool = False

    def boxed(self, column: Column) -> bool:
        """Whether a column's boxes have frames: those of the targets never do, as they are no neurons."""
        return self.tall and (column.marks or (self.framed and not column.plain))

    def edged(self, column: Column) -> bool:
        """Whether a column has an edge at both sides: frames, or the marks of what is in question."""
        return column.marks or column.edged or self.boxed(column)

    def side(self, column: Column) -> int:
        """The columns between a box and the wires: a blank and an edge, as far as they are there."""
        close = self.tight and self.boxed(column) and (self.snug or not column.marks)
        return 1 + self.edged(column) - close

    def gutter(self, gutter: Gutter) -> int:
        """The fewest columns for what lies between two columns; a corner does not touch a frame."""
        return max(gutter.tight, 2 if self.framed and gutter.wired else 0) if self.tight else gutter.least

    def margins(self, first: Column, last: Column) -> tuple[int, int]:
        """The columns before the first box and behind the last one."""
        if not self.tight:
            return INDENT, MARGIN
        left, right = (self.side(column) if self.edged(column) else 0 for column in (first, last))
        return INDENT if self.elided[0] else 1 + left, MARGIN if self.elided[1] else right


class Piece(NamedTuple):
    """What stands on a wire: its line, its first column, its cells, what it belongs to."""

    line: int
    at: int
    cells: Row
    of: Place | None = None


class Run(NamedTuple):
    """One wire: the lines of its two ends, and what it belongs to."""

    left: int
    right: int
    of: Place


class Side(NamedTuple):
    """One side of a gutter.

    Attributes:
        column: the column there.
        lines: the lines of its rows.
        at: where wires end.
        way: the way on to the boxes: 1 or -1.
        edged: whether there is an edge between.
        boxed: whether that is a frame.
    """

    column: Column
    lines: tuple[int, ...]
    at: int
    way: int
    edged: bool
    boxed: bool


def gaps(scene: Scene, frame: Frame) -> list[int]:
    """The fewest columns between each two columns of boxes: the wires, and both sides."""
    pairs = zip(scene.columns, scene.columns[1:], strict=False)
    sides = [frame.side(left) + frame.side(right) for left, right in pairs]
    return [frame.gutter(gutter) + side for gutter, side in zip(scene.gutters, sides, strict=True)]


def least(scene: Scene, frame: Frame, blocks: Sequence[Block]) -> int:
    """The fewest columns that the scene, its text set, can be drawn in."""
    cores = sum(block.core for block in blocks)
    return cores + sum(gaps(scene, frame)) + sum(frame.margins(scene.columns[0], scene.columns[-1]))


def stands(scene: Scene, frame: Frame, width: int, blocks: Sequence[Block]) -> list[Stand]:
    """Give every column its place; spare room goes to the left margin, then to the wires, evenly."""
    between = gaps(scene, frame)
    wired = [i for i, gutter in enumerate(scene.gutters) if gutter.wired]
    margin, behind = frame.margins(scene.columns[0], scene.columns[-1])
    room = max(0, width - least(scene, frame, blocks))
    shift = min(room, max(0, INDENT - margin))
    spare = min(room - shift - (behind == 0 < room - shift), STRETCH * len(wired))
    for place, i in enumerate(wired):
        between[i] += spare // len(wired) + (place < spare % len(wired))
    found = []
    start = margin + shift
    for (column, _, core), lines, gap in zip(blocks, frame.lines, (*between, 0), strict=True):
        found.append(Stand(start, start + core, lines, frame.side(column), frame.boxed(column)))
        start += core + gap
    return found


def draw(scene: Scene, frame: Frame, width: int, blocks: Sequence[Block]) -> Picture:
    """Draw a scene on a sheet.

    Args:
        scene: the columns and what lies between them.
        frame: how they are set out.
        width: the columns there are.
        blocks: the columns with their text.
    """
    stand = stands(scene, frame, width, blocks)
    sheet = cells.canvas(width, frame.height)
    grid: Grid = {}
    over: list[Piece] = []
    spots: list[Spot] = []
    for i, gutter in enumerate(scene.gutters):
        left, right, after = scene.columns[i], scene.columns[i + 1], stand[i + 1]
        sides = (
            Side(left, stand[i].lines, stand[i].end + stand[i].side, -1, frame.edged(left), stand[i].boxed),
            Side(right, after.lines, after.start - 1 - after.side, 1, frame.edged(right), after.boxed),
        )
        knot = _knot(max(gutter.strands, key=wires.least_width), *sides) if gutter.strands else 0
        pointed = {(strand.arrow, _pointed(strand)) for strand in gutter.strands if strand.arrow}
        for strand in gutter.strands:
            over += _lay(grid, strand, sides, knot, spots)
            for side, end, rows in zip(sides, ENDS, (strand.left, strand.right), strict=True):
                for row in rows:
                    _join(grid, strand.heavy, side, row, arrow=(end, row) in pointed)
    for column, place in zip(scene.columns, stand, strict=True):
        if place.boxed:
            _frame(grid, column, place)
    wires.paint(sheet, grid, rounded=frame.tall)
    for line, at, piece, _ in over:
        cells.put(sheet, line, at, piece)
    labels = [spot for piece in over for spot in _named(piece)]
    for block, place in zip(blocks, stand, strict=True):
        boxes.paint(sheet, block, place)
        labels += boxes.spots(block, place)
    for out, at in zip(frame.elided, (1, stand[-1].end + 1), strict=True):
        cells.put(sheet, 0, at, [Cell("…", *DIM)] if out else [])
    return Picture(cells.rows(sheet), (*labels, *spots))


def _named(piece: Piece) -> Iterator[Spot]:
    """The spot of what stands on a wire: the label without the wire at both its sides."""
    text = "".join(cell.text for cell in piece.cells)
    label = text.strip(WIRING)
    if label and piece.of is not None:
        start = piece.at + text.index(label)
        yield Spot(piece.line, start, start + len(label), piece.of, label)


def _focused(column: Column, row: int) -> bool:
    return row < len(column.boxes) and column.boxes[row].asked


def _knot(strand: Strand, left: Side, right: Side) -> int:
    """The column of the vertical line: beyond the labels and one column more; spare room goes to both sides.

    In ASCII a corner has no sides of its own: where there are two columns, a piece of wire stands before it.
    """
    first, last = left.at, right.at
    labels = wires.label_width(strand)
    extra = max(0, last - first + 1 - wires.least_width(strand))
    early = charset.ascii() and not right.boxed
    side = labels + 2 if labels else min(1, (last - first + early) // 2)
    knot = first + side + extra // 2 if strand.labels_left else last - side - extra // 2
    return max(first, min(knot, last))


def _lay(grid: Grid, strand: Strand, sides: tuple[Side, Side], knot: int, spots: list[Spot]) -> Iterator[Piece]:
    """Lay one strand between two columns, with the spots of its wires, and return what stands on it."""
    left, right = sides
    first, last = left.at, right.at
    on_left = {row: left.lines[row] for row in strand.left}
    on_right = {row: right.lines[row] for row in strand.right}
    labels = wires.label_width(strand)
    wires.lay(grid, strand.heavy, (tuple(on_left.values()), tuple(on_right.values())), (first, knot, last))
    start = first + (knot - first - labels) // 2 if strand.labels_left else knot + 1 + (last - knot - labels) // 2
    labelled = on_left if strand.labels_left else on_right
    own = list(_wires(strand, left, right))
    spots += _spots(own, (first, knot, last))
    for row, label in strand.labels.items():
        line = labelled[row]
        of = only(each.of for each in own if line == (each.left if strand.labels_left else each.right))
        yield Piece(line, start, label, of)
    if strand.arrow:
        side, row = sides[ENDS.index(strand.arrow)], _pointed(strand)
        on = side.edged and not side.boxed and not _focused(side.column, row)
        yield Piece(side.lines[row], side.at + side.way * on, (Cell(strand.arrow, *STRONG),))


def _wires(strand: Strand, left: Side, right: Side) -> Iterator[Run]:
    """Every wire of a strand that is on its own somewhere; of many to many none is."""
    if len(strand.left) > 1 and len(strand.right) > 1:
        return
    for one in strand.left:
        for other in strand.right:
            of = wire(left.column.place(one), right.column.place(other))
            if of is not None:
                yield Run(left.lines[one], right.lines[other], of)


def _spots(runs: Sequence[Run], span: tuple[int, int, int]) -> Iterator[Spot]:
    """The cells of wires: where they are on their own; where several share one, it is nobody's."""
    if not runs:
        return
    first, knot, last = span
    at_left, at_right = [run.left for run in runs], [run.right for run in runs]
    shared: dict[int, Place | None] = {}
    for left, right, of in runs:
        if at_left.count(left) == 1:
            yield Spot(left, first, knot, of)
        if at_right.count(right) == 1:
            yield Spot(right, knot + 1, last + 1, of)
        for line in range(min(left, right), max(left, right) + 1):
            shared[line] = of if line not in shared else None
    yield from (Spot(line, knot, knot + 1, of) for line, of in shared.items() if of is not None)


def _pointed(strand: Strand) -> int:
    """The row that the arrow of a strand points at."""
    return (strand.left, strand.right)[ENDS.index(strand.arrow)][0]


def _join(grid: Grid, heavy: bool, side: Side, row: int, *, arrow: bool) -> None:
    """Lead the end of a wire up to its box: to its frame, or over the place of an edge where the box has none.

    An arrow ends before the frame, and so does what lies behind it.
    """
    if not side.edged:
        return
    line, beyond = side.lines[row], side.at + side.way
    weight = wires.HEAVY if heavy else wires.LIGHT
    if side.boxed:
        if not arrow:
            wires.connect(grid, (line, beyond), wires.RIGHT if side.way < 0 else wires.LEFT, weight=weight)
    elif not _focused(side.column, row):
        wires.connect(grid, (line, side.at), wires.LEFT if side.way < 0 else wires.RIGHT, weight=weight)
        wires.across(grid, line, beyond, beyond, weight)


def _frame(grid: Grid, column: Column, stand: Stand) -> None:
    """Draw a frame around every box of a column, heavy around the one in question."""
    left, right = stand.start - stand.side, stand.end - 1 + stand.side
    for box, line in zip(column.boxes, stand.lines, strict=False):
        weight = wires.HEAVY if box.asked else wires.LIGHT
        for edge, side in ((line - 1, wires.DOWN), (line + 1, wires.UP)):
            wires.across(grid, edge, left + 1, right - 1, weight)
            wires.connect(grid, (edge, left), wires.RIGHT, side, weight=weight)
            wires.connect(grid, (edge, right), wires.LEFT, side, weight=weight)
        for at in (left, right):
            wires.connect(grid, (line, at), wires.UP, wires.DOWN, weight=weight)
