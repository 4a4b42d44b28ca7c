"""Rows of text as blocks that are put beside and over one another, in line: what formulas are set with."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from tutor.notation import charset
from tutor.notation.columns import columns
from tutor.notation.role import Role, Span, joined

Line = tuple[Span, ...]


class Block(NamedTuple):
    """Rows that are equally wide, one of which is in line with what stands beside them.

    Attributes:
        rows: from top to bottom.
        base: the number of the row that everything beside it is in line with.
        top: the first row that brackets around it have to reach; what hangs over, as a limit of a sum, may stick out.
        end: the row after the last one that they have to reach.
    """

    rows: tuple[Line, ...]
    base: int = 0
    top: int = 0
    end: int = 1

    @property
    def width(self) -> int:
        """How many columns it takes."""
        return _width(self.rows[0])

    @property
    def text(self) -> str:
        """Its rows as plain lines, without blanks at their ends."""
        return "\n".join("".join(span.text for span in row).rstrip() for row in self.rows)


def line(spans: list[Span]) -> Block:
    """One row; in ASCII its words are spelt so."""
    return Block((joined([Span(charset.spelt(text), role) for text, role in spans]),))


def behind(body: Block, pieces: Iterable[tuple[int, Block]]) -> Block:
    """A block with others behind it, each from a row on, which may be one above it; brackets need not reach them."""
    placed = {row + i: line for row, piece in pieces if piece.width for i, line in enumerate(piece.rows)}
    if not placed:
        return body
    start, stop = min(*placed, body.base), max(*placed, body.base) + 1
    rows = equally_wide([placed.get(row, ()) for row in range(start, stop)])
    at = body.base - start
    return beside([body, Block(rows, at, at, at + 1)])


def stacked(blocks: Sequence[Block], base: int, top: int, end: int) -> Block:
    """Blocks over one another, each in the middle."""
    widest = max(block.width for block in blocks)
    return Block(tuple(row for block in blocks for row in centred(block, widest).rows), base, top, end)


def centred(block: Block, width: int) -> Block:
    """The block in the middle of so many columns."""
    left = (width - block.width) // 2
    rows = (joined([Span(" " * left), *row, Span(" " * (width - block.width - left))]) for row in block.rows)
    return block._replace(rows=tuple(rows))


def beside(blocks: Sequence[Block]) -> Block:
    """Blocks from left to right, in line with each other."""
    base = max((block.base for block in blocks), default=0)
    under = max((len(block.rows) - block.base for block in blocks), default=1)
    rows: list[list[Span]] = [[] for _ in range(base + under)]
    for block in blocks:
        blank = (Span(" " * block.width),)
        first_row = base - block.base
        for at, row in enumerate(rows):
            row.extend(block.rows[at - first_row] if 0 <= at - first_row < len(block.rows) else blank)
    top = min((base - block.base + block.top for block in blocks), default=0)
    end = max((base - block.base + block.end for block in blocks), default=1)
    return Block(tuple(joined(row) for row in rows), base, top, end)


def below(lines: Sequence[Block]) -> Block:
    """Lines under one another; a blank row keeps those apart that are more than a row high."""
    rows: list[Line] = []
    for i, line in enumerate(lines):
        if i and len(line.rows) + len(lines[i - 1].rows) > 2:
            rows.append(())
        rows += line.rows
    return Block(equally_wide(rows), lines[0].base, 0, len(rows))


def coloured(block: Block, colour: Role) -> Block:
    """The block in one colour."""
    rows = (joined([Span(span.text, colour) for span in row]) for row in block.rows)
    return block._replace(rows=tuple(rows))


def equally_wide(rows: Sequence[Line]) -> tuple[Line, ...]:
    """The rows, with blanks at their ends up to the widest of them."""
    widest = max(map(_width, rows))
    return tuple(joined([*row, Span(" " * (widest - _width(row)))]) for row in rows)


def _width(row: Iterable[Span]) -> int:
    return sum(columns(span.text) for span in row)
