"""All that is known so far, as worksheets: a row a neuron, a column for each of z, a, σ′ and δ."""

from collections.abc import Sequence
from functools import lru_cache
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
from tutor.output.view import name, sign_of
from tutor.output.words import turn
from tutor.quantity import PER_SAMPLE, Kind, Quantity, beside
from tutor.session import Session

COLUMNS: dict[Kind, str] = {Kind.Z: "z", Kind.A: "a", Kind.SIGMA_PRIME: "σ′", Kind.DELTA: "δ"}
"""The kinds of which every neuron has one, and how they are headed."""
RESERVED: dict[Kind, str] = {
    Kind.Z: "−0.0000",
    Kind.A: "−0.0000",
    Kind.SIGMA_PRIME: "−0.0000",
    Kind.DELTA: "−0.00000",
}
"""The number for which room is kept in each column from the beginning, so that nothing moves when the first one comes.

Only a longer one widens its column. A slope has room for a sign that it rarely has, so that all gaps are alike.
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
    network = session.lesson.network
    first = network.conventions.first_layer
    lead = LEAD + len(str(network.depth + first))
    table = [_column(session, part, kind) for kind in COLUMNS]
    for ticks, gap in ((True, 3), (True, 2), (True, 1), (False, 1)):
        sizes = tuple(_size(column, ticks) for column in table)
        if lead + sum(sizes) + gap * (len(sizes) - 1) <= columns:
            break
    sizes = tuple(size + gap for size in sizes)
    heads: list[Cell] = []
    for column, size in zip(table, sizes, strict=True):
        of = role(Quantity(column.kind, 1, 1))
        heads.append(Cell(spelt(COLUMNS[column.kind]).rjust(3).ljust(size), of, Emphasis.STRONG))
    rows: list[Row] = [trimmed((Cell(" l".ljust(lead), Role.PLAIN, Emphasis.DIM), *heads))]
    here = _here(session, part)
    at = 0
    for layer, neurons in enumerate(network.sizes):
        rows.append(())
        for j in range(1, neurons + 1):
            number = (str(layer + first) if j == 1 else "").ljust(lead - LEAD)
            rows.append(_row(number, here == (layer, j), tuple(column.entry(at, ticks) for column in table), sizes))
            at += 1
    return tuple(rows)


def _here(session: Session, part: _Pass) -> tuple[int, int] | None:
    """The layer and the number of the neuron that is in question, if it is in this pass."""
    q = session.focus
    if q is None or q.layer is None or q.j is None or (q.update, q.sample) != part:
        return None
    return q.layer, q.j


class _Column(NamedTuple):
    """One column of the table: its numbers, all as wide as one another, and the sign behind each."""

    kind: Kind
    places: Sequence[Quantity | None]
    texts: Sequence[str]
    signs: Sequence[str]

    def entry(self, at: int, ticks: bool) -> tuple[str, str, Role | None]:
        """One of its numbers, the sign behind it, its colour; no colour where there is none."""
        q, sign = self.places[at], self.signs[at]
        return self.texts[at], sign if ticks or sign != RIGHT else "", None if q is None else role(q)


@lru_cache(maxsize=64)  # in one pass they stay the same
def _places(session: Session, part: _Pass, kind: Kind) -> tuple[Quantity | None, ...]:
    """What stands in one column, from the input down; layer 0 has an a only, which is x."""
    network = session.lesson.network
    return tuple(
        part.of(kind, layer, j) if has(network, kind, layer) else None
        for layer, neurons in enumerate(network.sizes)
        for j in range(1, neurons + 1)
    )


def _column(session: Session, part: _Pass, kind: Kind) -> _Column:
    """One column, with what is known of it."""
    places = _places(session, part, kind)
    found, signs = [], []
    for q in places:
        value = None if q is None else session.value_text(q)
        found.append("" if q is None else value or (ASKED if q == session.focus else UNKNOWN))
        signs.append("" if q is None or value is None else sign_of(session, q))
    *texts, _ = align([*found, RESERVED[kind]])
    return _Column(kind, places, texts, signs)


def _size(column: _Column, ticks: bool) -> int:
    """The columns that it takes, with or without the signs of right answers and the room that is kept for signs."""
    signed = ticks or any(sign not in ("", RIGHT) for sign in column.signs)
    return len(column.texts[0]) + (SIGNED if signed else 0)


@lru_cache(maxsize=1024)  # from step to step few of them change
def _row(number: str, here: bool, entries: tuple[tuple[str, str, Role | None], ...], sizes: tuple[int, ...]) -> Row:
    """The row of a neuron: the layer where it is the first, ``▸`` where it is in question, and its numbers."""
    row = [Cell(f" {number}", Role.PLAIN, Emphasis.DIM), Cell("▸ " if here else "  ", Role.PLAIN, Emphasis.STRONG)]
    for (text, sign, of), size in zip(entries, sizes, strict=True):
        if of is not None:
            row.append(_number(text, of))
        behind = f" {sign}" if sign else ""
        row.append(Cell(behind.ljust(size if of is None else size - len(text))))
    return trimmed(row)


def _number(text: str, of: Role) -> Cell:
    """A number in its colour."""
    return Cell(text, of, Emphasis.DIM if text.strip() in (UNKNOWN, ASKED) else Emphasis.NORMAL)


def _others(session: Session, update: int) -> Rows:
    """The loss, and what is known of gradients and new parameters."""
    found = [q for q in _results(session, update) if session.value_text(q) is not None]
    if not found:
        return ()
    names = [name(session, q) for q in found]
    widest = max(map(width, names))
    texts = align([session.value_text(q) or "" for q in found])
    rows: list[Row] = []
    for q, named, text in zip(found, names, texts, strict=True):
        sign = sign_of(session, q)
        behind = (Cell(f" {sign}"),) if sign else ()
        rows.append((Cell(" "), *pad(named, widest + GAP), _number(text, role(q)), *behind))
    return tuple(rows)


@lru_cache(maxsize=16)
def _results(session: Session, update: int) -> tuple[Quantity, ...]:
    """What an update asks for besides the neurons' numbers."""
    return tuple(q for q in session.lesson.questions if q.update == update and q.kind not in COLUMNS)
