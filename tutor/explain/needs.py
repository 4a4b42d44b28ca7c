"""What the formula of a step needs, in the formula's own order, so that the eye can compute along it."""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from tutor.engine.network import Network
from tutor.explain import cells
from tutor.explain.cells import Cell, Emphasis, Row, Rows
from tutor.explain.labels import UNKNOWN, Look, brief, own, role
from tutor.explain.operands import ALONE, WHOLE, Operand, Terms, question
from tutor.notation import number
from tutor.notation.brackets import tall
from tutor.notation.columns import align
from tutor.notation.math import Math, spans
from tutor.notation.role import Role
from tutor.notation.symbols import symbol
from tutor.quantity import Quantity

INDENT = 3
GAP = 3
"""Columns between two operands."""
BETWEEN = 2
"""Columns between two numbers of a row."""


class _Page(NamedTuple):
    """What every part of the drawing is made from."""

    network: Network
    value: Callable[[Quantity], str | None]
    used: frozenset[Quantity]
    width: int
    height: int
    exact: bool = True

    def number(self, quantity: Quantity) -> str:
        """The number of a quantity as text: a lesson's own in full, where there is room for that."""
        given = own(self.network, quantity)
        if given is None:
            return self.value(quantity) or UNKNOWN
        return number.screen(number.parameter(given)) if self.exact else brief(given)

    def cell(self, quantity: Quantity, text: str) -> Cell:
        """A number in its colour; those that go into the answer in question stand out."""
        emphasis = Emphasis.STRONG if quantity in self.used else Emphasis.NORMAL
        return Cell(text, role(quantity), emphasis)


def needs(network: Network, look: Look, width: int, height: int) -> Rows:
    """Show what the formula needs: whole matrices where they fit, else what the answer in question alone needs.

    A page of prose needs nothing. The numbers that go into the answer in question stand out.

    Args:
        network: the lesson's network.
        look: what is in question and what is known.
        width: the columns there are, 58 or more.
        height: the rows there are.
    """
    if look.kind not in WHOLE:
        return ()
    q = question(network, look.layer, look.of)
    terms = ALONE[look.kind](q)
    rows = (operand.entries[0] for operand in (*terms.rows, *terms.further))
    used = frozenset(terms.singles).union(*rows) if look.focus else frozenset()
    operands = WHOLE[look.kind](q)
    hopeful = all(len(operand.entries) <= height and len(operand.entries[0]) <= width // 3 for operand in operands)
    for exact in (True, False):
        page = _Page(network, look.value, used, width, height, exact)
        whole = [_beside([_bracketed(page, operand) for operand in operands])] if hopeful else []
        for drawing in (*whole, *_alone(page, terms)):
            if len(drawing) <= height and all(cells.width(row) <= width for row in drawing):
                return drawing
    return drawing[:height]


def _name(math: Math, part: str = "") -> Row:
    """A name in its colours, and a blank."""
    return (*(Cell(span.text, span.role) for span in spans(math)), Cell(f"{part} "))


def _bracketed(page: _Page, operand: Operand) -> Rows:
    """A matrix, its columns aligned on their decimal points, between tall brackets; a single number after ``=``."""
    name = _name(operand.name, operand.part)
    if len(operand.entries) == len(operand.entries[0]) == 1:
        only = operand.entries[0][0]
        return ((*name, Cell("= "), page.cell(only, page.number(only))),)
    columns = [align([page.number(entry) for entry in column]) for column in zip(*operand.entries, strict=True)]
    return _between_brackets(page, name, operand.entries, columns)


def _between_brackets(
    page: _Page, name: Row, entries: Sequence[Sequence[Quantity]], columns: Sequence[Sequence[str]]
) -> Rows:
    """Rows of numbers between brackets as tall as they are."""
    lines = []
    left, right = (tall(bracket, len(entries)) for bracket in "[]")
    blank: Row = (Cell(" " * cells.width(name)),)
    for i, row in enumerate(entries):
        line = [*(blank if i else name), Cell(f"{left[i]} ")]
        for at, (entry, column) in enumerate(zip(row, columns, strict=True)):
            line += [Cell(" " * BETWEEN)] if at else []
            line.append(page.cell(entry, column[i]))
        lines.append((*line, Cell(f" {right[i]}")))
    return tuple(lines)


def _beside(blocks: Sequence[Rows]) -> Rows:
    """Blocks from left to right, their first rows in one line."""
    sheet: list[list[Cell]] = [[] for _ in range(max(map(len, blocks)))]
    for i, block in enumerate(blocks):
        size = max(map(cells.width, block)) + (GAP if i < len(blocks) - 1 else 0)
        for at, line in enumerate(sheet):
            line.extend(cells.pad(block[at] if at < len(block) else (), size))
    return tuple(cells.trimmed((Cell(" " * INDENT), *line)) for line in sheet)


def _alone(page: _Page, terms: Terms) -> Iterator[Rows]:
    """What one answer needs: rows of numbers over one another, then single numbers; the fullest way first."""
    singles = [
        (*_name(symbol(quantity, page.network.naming)), Cell("= "), page.cell(quantity, page.number(quantity)))
        for quantity in terms.singles
    ]
    below = _wrapped(singles, page.width)
    if not terms.rows:
        yield below
        return
    height, free = len(terms.rows), page.height - len(below)
    above = _stacked(page, terms.rows, max(1, (free - len(terms.further)) // height), page.width)
    further = _stacked(page, terms.further, max(1, free - len(above)), page.width) if terms.further else ()
    yield (*above, *below, *further)
    # Too low even for that: the single numbers stand behind the last row, and what has no room there is counted.
    unpaired = sum(len(operand.entries[0]) for operand in terms.further)
    for kept in range(len(singles), -1, -1):
        left = len(singles) - kept + unpaired
        counted = ((Cell(f"+{left} more", Role.PLAIN, Emphasis.DIM),),) if left else ()
        behind = [cell for piece in (*singles[:kept], *counted) for cell in (Cell(" " * GAP), *piece)]
        stacked = _stacked(page, terms.rows, 1, page.width - cells.width(behind))
        yield (*stacked[:-1], cells.join((*stacked[-1], *behind)))


def _wrapped(pieces: Sequence[Row], width: int) -> Rows:
    """Pieces side by side, in as few lines as they need."""
    lines: list[Row] = []
    for piece in pieces:
        if lines and cells.width(lines[-1]) + GAP + cells.width(piece) <= width:
            lines[-1] = cells.join((*lines[-1], Cell(" " * GAP), *piece))
        else:
            lines.append(cells.join((Cell(" " * INDENT), *piece)))
    return tuple(lines)


def _stacked(page: _Page, operands: Sequence[Operand], most: int, width: int) -> Rows:
    """Rows of numbers over one another, in at most so many sets of lines; what has no room is counted.

    All numbers are equally wide, so that they stand in columns from set to set.
    """
    names = [_name(operand.name, operand.part) for operand in operands]
    widest = max(map(cells.width, names))
    n = len(operands[0].entries[0])
    numbers = align([page.number(entry) for operand in operands for entry in operand.entries[0]])
    pairs = list(zip(*(numbers[at : at + n] for at in range(0, len(numbers), n)), strict=True))
    room = width - INDENT - widest - len("[  ]")
    sets = _sets([len(pair[0]) for pair in pairs], room, most, len("  +99 more"))
    lines: list[Row] = []
    start = 0
    for i, count in enumerate(sets):
        rest = len(pairs) - start - count if i == len(sets) - 1 else 0
        for at, operand in enumerate(operands):
            name = cells.pad(names[at] if i == 0 else (), widest)
            entries = operand.entries[0][start : start + count]
            columns = [[pair[at]] for pair in pairs[start : start + count]]
            (line,) = _between_brackets(page, name, (entries,), columns)
            more = (Cell(f"  +{rest} more", Role.PLAIN, Emphasis.DIM),) if rest and at == 0 else ()
            lines.append(cells.join((Cell(" " * INDENT), *line, *more)))
        start += count
    return tuple(lines)


def _sets(sizes: Sequence[int], room: int, most: int, more: int) -> list[int]:
    """How many columns of these sizes stand in each set of lines; the last one keeps room for “+5 more”."""
    sets: list[int] = []
    start = 0
    while start < len(sizes) and len(sets) < most:
        count = _fitting(sizes[start:], room)
        if len(sets) == most - 1 and start + count < len(sizes):
            count = _fitting(sizes[start:], room - more)
        sets.append(count)
        start += count
    return sets


def _fitting(sizes: Sequence[int], room: int) -> int:
    """How many of the first columns fit; at least one."""
    used = -BETWEEN
    for count, size in enumerate(sizes):
        used += BETWEEN + size
        if used > room:
            return max(1, count)
    return len(sizes)
