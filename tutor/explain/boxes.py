"""The boxes of a drawing: what stands in each column of a scene, aligned, and the painting of it."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from tutor.explain import cells
from tutor.explain.cells import Canvas, Cell, Emphasis, Row
from tutor.explain.labels import UNKNOWN, Box
from tutor.explain.pieces import Column
from tutor.explain.spots import Layer, Spot
from tutor.notation.columns import align
from tutor.notation.role import Role

STRONG = Role.PLAIN, Emphasis.STRONG
DIM = Role.PLAIN, Emphasis.DIM


class Block(NamedTuple):
    """A column of a scene with the text of its boxes, all equally wide, and how many columns of the sheet it takes."""

    column: Column
    texts: tuple[Row, ...]
    core: int


class Stand(NamedTuple):
    """Where a column stands: its first column on the sheet, the one behind its last, and the lines of its rows.

    Attributes:
        start: its first column.
        end: the column behind its last one.
        lines: the line of each of its rows.
        side: the columns between its boxes and the wires.
        boxed: whether its boxes have frames.
    """

    start: int
    end: int
    lines: tuple[int, ...]
    side: int
    boxed: bool


def block(column: Column) -> Block:
    """Set the text of a column."""
    texts = _texts(column)
    own = sum([len(cell.text) for cell in texts[0]]) if texts else 0
    core = max(len(column.header), len(more(column)), own)
    return Block(column, tuple(_padded(text, core - own) for text in texts), core)


def _padded(text: Row, size: int) -> Row:
    """The text with more blanks at the end of its last number."""
    return (*text[:-1], text[-1]._replace(text=text[-1].text + " " * size)) if size else text


def more(column: Column) -> str:
    """What is said of the neurons that are folded away, if a row says it."""
    return f"+{column.more} more" if column.tail else ""


def _texts(column: Column) -> tuple[Row, ...]:
    """The boxes as text, all equally wide: name, number on its decimal point, mark; a second number beside it."""
    reserved = column.number + (2 if column.marks else 0)
    firsts = _part(column.boxes, 0 if column.second else reserved)
    seconds = [box.also for box in column.boxes if box.also is not None]
    if len(seconds) != len(column.boxes):
        return tuple(firsts)
    pairs = zip(column.boxes, firsts, _part(seconds, reserved if column.second else 0), strict=True)
    return tuple((*first, *_gap(box, box.also), *second) for box, first, second in pairs if box.also)


def _part(boxes: Sequence[Box], reserved: int = 0) -> list[Row]:
    """One number of each box, its sign in a cell of its own."""
    names = max([len(box.name) for box in boxes], default=0)
    numbers = align([box.value for box in boxes])
    marked = max([len(number) + 2 for box, number in zip(boxes, numbers, strict=True) if box.mark], default=0)
    widest = max(reserved, marked, len(numbers[0])) if numbers else 0
    return [
        _cells(box, f"{box.name:<{names}} {number}", names + 1 + widest)
        for box, number in zip(boxes, numbers, strict=True)
    ]


def _cells(box: Box, text: str, size: int) -> Row:
    """A number and its sign in so many columns; the sign is plain, as a role's colour would look like a verdict."""
    how = emphasis(box)
    if not box.mark:
        return (Cell(text.ljust(size), box.role, how),)
    return Cell(text, box.role, how), Cell(f" {box.mark}".ljust(size - len(text)), Role.PLAIN, how)


def _gap(first: Box, second: Box) -> Iterator[Cell]:
    """Two blanks between the numbers of a box; beside one that is in question the blank belongs to it."""
    for box in (first, second):
        yield Cell(" ", box.role, Emphasis.REVERSED if box.focus else Emphasis.NORMAL)


def emphasis(box: Box) -> Emphasis:
    """The box in question is reversed; what is not known yet stands back."""
    if box.focus:
        return Emphasis.REVERSED
    if box.strong:
        return Emphasis.STRONG
    return Emphasis.DIM if box.value == UNKNOWN else Emphasis.NORMAL


def spots(block: Block, stand: Stand) -> Iterator[Spot]:
    """The spots of a column: its header, its boxes with all that is around them, what is folded away."""
    column = block.column
    if column.header:
        yield Spot(0, stand.start, stand.start + len(column.header), Layer(column.layer), column.header)
    out = stand.side if stand.boxed else 0
    for row, (text, line) in enumerate(zip(block.texts, stand.lines, strict=False)):
        of = column.place(row)
        label = "".join([cell.text for cell in text]).rstrip()
        yield Spot(line, stand.start, stand.start + len(label), of, label)
        for each in (line - 1, line, line + 1) if stand.boxed else (line,):
            yield Spot(each, stand.start - out, stand.end + out, of)
    if column.tail:
        label = more(column)
        yield Spot(stand.lines[-1], stand.start, stand.start + len(label), Layer(column.layer), label)


def paint(sheet: Canvas, block: Block, stand: Stand) -> None:
    """Draw the header, the boxes and what is folded away."""
    column = block.column
    cells.put(sheet, 0, stand.start, [Cell(column.header, *(STRONG if column.active else DIM))])
    for box, text, line in zip(column.boxes, block.texts, stand.lines, strict=False):
        cells.put(sheet, line, stand.start, text)
        if box.asked:
            _mark(sheet, box, line, stand)
        if stand.boxed and box.below:
            _below(sheet, box.below, line, stand)
    if column.tail:
        cells.put(sheet, stand.lines[-1], stand.start, [Cell(more(column), *DIM)])


def _mark(sheet: Canvas, box: Box, line: int, stand: Stand) -> None:
    """Let a box in question reach to its edges, which stand alone where there is no frame."""
    if stand.side < 2:
        return
    for at, part in ((stand.start - 1, box), (stand.end, box.also or box)):
        if part.focus:
            cells.put(sheet, line, at, [Cell(" ", part.role, Emphasis.REVERSED)])
    if not stand.boxed:
        cells.put(sheet, line, stand.start - 2, [Cell("▐", *STRONG)])
        cells.put(sheet, line, stand.end + 1, [Cell("▌", *STRONG)])


def _below(sheet: Canvas, below: str, line: int, stand: Stand) -> None:
    """Say what is to be said below a box: under its frame where nothing else stands, or in the frame itself."""
    free = line + 2 < len(sheet) and all(abs(other - line - 2) > 1 for other in stand.lines)
    if len(below) > stand.end - stand.start:
        return
    if free:
        cells.put(sheet, line + 2, stand.start, [Cell(below, Role.WEIGHT)])
    elif stand.side > 1:
        cells.put(sheet, line + 1, stand.start - 1, [Cell(f" {below} ", Role.WEIGHT)])
