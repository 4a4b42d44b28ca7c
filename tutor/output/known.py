"""All that is known so far, as a worksheet: a row a neuron, a column for each of z, a, σ′ and δ."""

from tutor.event import SIGNS
from tutor.explain.cells import Cell, Emphasis, Row, Rows, pad, trimmed, width
from tutor.explain.labels import ASKED, UNKNOWN, align, role
from tutor.marking.mark import Verdict
from tutor.notation.role import Role
from tutor.output.view import mark, name
from tutor.quantity import Kind, Quantity
from tutor.session import Session

COLUMNS: dict[Kind, str] = {Kind.Z: "z", Kind.A: "a", Kind.SIGMA_PRIME: "σ′", Kind.DELTA: "δ"}
"""The kinds of which every neuron has one, and how they are headed."""
RESERVED: dict[Kind, str] = {
    Kind.Z: "−0.0000",
    Kind.A: "−0.0000",
    Kind.SIGMA_PRIME: "0.0000",
    Kind.DELTA: "−0.00000",
}
"""The number for which room is kept in each column from the beginning, so that nothing moves when the first one comes.

Only a longer one widens its column.
"""
SIGNED = 2
"""The columns of a sign behind a number, and the blank before it."""
GAP = 2
"""Between the names and the numbers below the table."""
RIGHT = SIGNS[Verdict.CORRECT].glyph


def worksheet(session: Session, columns: int) -> Rows:
    """The table of the neurons' numbers, and below it the loss, the gradients and the new parameters known so far.

    Where it is too wide, first the gaps grow narrow, then the signs of right answers are left out.
    """
    for gap, ticks in ((3, True), (2, True), (1, True), (1, False)):
        table, needed = _table(session, gap, ticks)
        if needed <= columns:
            break
    return (*table, *_others(session))


def _table(session: Session, gap: int, ticks: bool) -> tuple[Rows, int]:
    """The table, and how many columns are kept for it.

    It has so many columns between its numbers, with or without the signs of right answers and the room for signs.
    """
    columns = [_column(session, kind, ticks) for kind in COLUMNS]
    room = SIGNED if ticks else 0
    widths = [
        max(len(RESERVED[kind]) + room, *map(width, column)) for kind, column in zip(COLUMNS, columns, strict=True)
    ]
    lines = [[pad(cell, w + gap) for cell, w in zip(line, widths, strict=True)] for line in zip(*columns, strict=True)]
    layers = len(str(session.lesson.network.depth))
    lead = f" {'l':<{layers}}  "
    head = trimmed((Cell(lead, Role.PLAIN, Emphasis.DIM), *(cell for row in lines[0] for cell in row)))
    rows: list[Row] = []
    at = 1
    for layer, neurons in enumerate(session.lesson.network.sizes):
        rows.append(())
        for j in range(1, neurons + 1):
            number = (str(layer) if j == 1 else "").ljust(layers)
            rows.append(_row(session, Quantity(Kind.A, layer, j), number, lines[at]))
            at += 1
    return (head, *rows), len(lead) + sum(widths) + gap * (len(widths) - 1)


def _row(session: Session, neuron: Quantity, number: str, cells: list[Row]) -> Row:
    """The row of a neuron: the layer where it is the first, ``▸`` where it is in question, and its numbers."""
    here = session.focus is not None and session.focus.layer == neuron.layer and session.focus.j == neuron.j
    lead = (Cell(f" {number}", Role.PLAIN, Emphasis.DIM), Cell("▸ " if here else "  ", Role.PLAIN, Emphasis.STRONG))
    return trimmed((*lead, *(cell for row in cells for cell in row)))


def _column(session: Session, kind: Kind, ticks: bool) -> list[Row]:
    """One column, from its head down; layer 0 has an a only, which is x."""
    places: list[Quantity | None] = []
    for layer, neurons in enumerate(session.lesson.network.sizes):
        there = layer > 0 or kind is Kind.A
        places += [Quantity(kind, layer, j) if there else None for j in range(1, neurons + 1)]
    *texts, _ = align([*(_text(session, q) for q in places), RESERVED[kind]])
    head = Cell(COLUMNS[kind].rjust(3), role(Quantity(kind, 1, 1)), Emphasis.STRONG)
    return [(head,), *(_number(session, q, text, ticks) for q, text in zip(places, texts, strict=True))]


def _text(session: Session, q: Quantity | None) -> str:
    if q is None:
        return ""
    return session.value_text(q) or (ASKED if q == session.focus else UNKNOWN)


def _number(session: Session, q: Quantity | None, text: str, ticks: bool = True) -> Row:
    if q is None:
        return ()
    known = text.strip() not in (UNKNOWN, ASKED)
    sign = mark(session, q)
    if not ticks and sign == RIGHT:
        sign = ""
    return (
        Cell(text, role(q), Emphasis.NORMAL if known else Emphasis.DIM),
        *((Cell(f" {sign}"),) if sign else ()),
    )


def _others(session: Session) -> Rows:
    """The loss, and what is known of gradients and new parameters."""
    found = [q for q in session.lesson.questions if q.kind not in COLUMNS and session.value_text(q) is not None]
    if not found:
        return ()
    names = [name(session, q) for q in found]
    widest = max(map(width, names))
    texts = align([_text(session, q) for q in found])
    rows = [
        (Cell(" "), *pad(named, widest + GAP), *_number(session, q, text))
        for q, named, text in zip(found, names, texts, strict=True)
    ]
    return ((), *rows)
