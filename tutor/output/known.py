"""All that is known so far, as worksheets: a row a neuron, a column for each of z, a, σ′ and δ."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from tutor.engine.network import Network
from tutor.event import SIGNS
from tutor.explain.cells import Cell, Emphasis, Row, Rows, pad, trimmed, width
from tutor.explain.labels import ASKED, UNKNOWN, role
from tutor.explain.paths import ends_in_z
from tutor.marking.mark import Verdict
from tutor.notation.charset import spelt
from tutor.notation.columns import align
from tutor.notation.role import Role
from tutor.output.view import mark, name
from tutor.output.words import turn
from tutor.quantity import PER_SAMPLE, Kind, Quantity, beside
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
LEAD = 3
"""The columns before the numbers, besides those of the layer."""
GAP = 2
"""Between the names and the numbers below the table."""
RIGHT = SIGNS[Verdict.CORRECT].glyph


class _Pass(NamedTuple):
    """One sample's way through the network in one update."""

    update: int
    sample: int

    def of(self, kind: Kind, layer: int, j: int) -> Quantity:
        """One of its numbers."""
        return beside(Quantity(kind, layer, j, None, self.sample, self.update), kind, layer, j)


def has(network: Network, kind: Kind, layer: int) -> bool:
    """Whether the neurons of a layer have a number of a kind of ``COLUMNS``: an input has its ``a`` alone.

    No slope goes into the error of an output where softmax or the loss leaves none to be asked for.
    """
    if layer == 0:
        return kind is Kind.A
    return kind is not Kind.SIGMA_PRIME or layer < network.depth or not ends_in_z(network)


def worksheet(session: Session, columns: int, *, every: bool = False) -> Rows:
    """The table of the neurons' numbers, and below it the loss, the gradients and the new parameters known so far.

    Where it is too wide, first the gaps grow narrow, then the signs of right answers are left out.

    Args:
        session: the session.
        columns: the columns there are.
        every: whether to show each sample and update so far, and not those alone that the present step is about, which
            come first.
    """
    network, step = session.lesson.network, session.step
    last = step.update if step is not None else network.updates
    rows: list[Row] = []
    for update in range(last, 0 if every else last - 1, -1):
        samples = network.in_update(update)
        if step is not None and update == last and step.kind in PER_SAMPLE:
            before = tuple(s for s in samples if s < step.sample)
            samples = (step.sample, *(before if every else ()))
        for sample in samples:
            rows += _headed(turn(network, update, sample), rows)
            rows += _fitting(session, _Pass(update, sample), columns)
        others = _others(session, update)
        if others:
            rows += _headed(turn(network, update) if len(samples) > 1 else "", rows)
            rows += others if len(samples) > 1 else ((), *others)
    return tuple(rows)


def _headed(heading: str, above: Sequence[Row]) -> Rows:
    """What stands above a part, where there are several."""
    if not heading:
        return ()
    blank: Rows = ((),) if above else ()
    return (*blank, (Cell(f" {heading.capitalize()}", Role.EMPHASIS),))


def _fitting(session: Session, part: _Pass, columns: int) -> Rows:
    """The table of one pass, as wide as there is room.

    Where it is too wide, first the gaps grow narrow, then the signs of right answers are left out, with the room that
    is kept for signs.
    """
    layers = len(str(session.lesson.network.depth + session.lesson.network.conventions.first_layer))
    for ticks in (True, False):
        table = [_column(session, part, kind, ticks) for kind in COLUMNS]
        least = [len(RESERVED[kind]) + (SIGNED if ticks else 0) for kind in COLUMNS]
        widths = [max(size, *map(width, column)) for size, column in zip(least, table, strict=True)]
        for gap in (3, 2, 1) if ticks else (1,):
            if layers + LEAD + sum(widths) + gap * (len(widths) - 1) <= columns:
                return _table(session, part, table, [size + gap for size in widths])
    return _table(session, part, table, [size + 1 for size in widths])


def _table(session: Session, part: _Pass, table: Sequence[Sequence[Row]], widths: Sequence[int]) -> Rows:
    """The columns, each padded to its width, as rows; a blank one before each layer."""
    network = session.lesson.network
    lines = [
        [cell for row, size in zip(line, widths, strict=True) for cell in pad(row, size)]
        for line in zip(*table, strict=True)
    ]
    first = network.conventions.first_layer
    layers = len(str(network.depth + first))
    rows: list[Row] = [trimmed((Cell(f" {'l':<{layers}}  ", Role.PLAIN, Emphasis.DIM), *lines[0]))]
    at = 1
    for layer, neurons in enumerate(network.sizes):
        rows.append(())
        for j in range(1, neurons + 1):
            number = (str(layer + first) if j == 1 else "").ljust(layers)
            rows.append(_row(session, part.of(Kind.Z, layer, j), number, lines[at]))
            at += 1
    return tuple(rows)


def _row(session: Session, neuron: Quantity, number: str, cells: Iterable[Cell]) -> Row:
    """The row of a neuron: the layer where it is the first, ``▸`` where it is in question, and its numbers."""
    focus = session.focus
    here = focus is not None and focus._replace(kind=neuron.kind, k=None) == neuron
    lead = (Cell(f" {number}", Role.PLAIN, Emphasis.DIM), Cell("▸ " if here else "  ", Role.PLAIN, Emphasis.STRONG))
    return trimmed((*lead, *cells))


def _column(session: Session, part: _Pass, kind: Kind, ticks: bool) -> list[Row]:
    """One column, from its head down; layer 0 has an a only, which is x."""
    places: list[Quantity | None] = []
    network = session.lesson.network
    for layer, neurons in enumerate(network.sizes):
        there = has(network, kind, layer)
        places += [part.of(kind, layer, j) if there else None for j in range(1, neurons + 1)]
    *texts, _ = align([*(_text(session, q) for q in places), RESERVED[kind]])
    head = Cell(spelt(COLUMNS[kind]).rjust(3), role(Quantity(kind, 1, 1)), Emphasis.STRONG)
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


def _others(session: Session, update: int) -> Rows:
    """The loss, and what is known of gradients and new parameters."""
    found = [
        q
        for q in session.lesson.questions
        if q.update == update and q.kind not in COLUMNS and session.value_text(q) is not None
    ]
    if not found:
        return ()
    names = [name(session, q) for q in found]
    widest = max(map(width, names))
    texts = align([_text(session, q) for q in found])
    return tuple(
        (Cell(" "), *pad(named, widest + GAP), *_number(session, q, text))
        for q, named, text in zip(found, names, texts, strict=True)
    )
