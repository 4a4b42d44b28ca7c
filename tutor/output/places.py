"""What is said of a neuron, a wire or a layer of the network, as rows of cells: its numbers and its equations."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from tutor.explain.cells import Cell, Emphasis, Row, Rows, width
from tutor.explain.equation import equation
from tutor.explain.filled import filled
from tutor.explain.flow import cells, flow
from tutor.explain.labels import ASKED, UNKNOWN, role
from tutor.explain.parts import number_of
from tutor.explain.spots import Layer, Neuron, Place
from tutor.explain.substitution import Shown
from tutor.expression.text import Piece
from tutor.expression.tree import Node
from tutor.notation import math
from tutor.notation.role import Role
from tutor.notation.symbols import symbol
from tutor.output import view
from tutor.output.facts import WAYS, Carried, facts, general_of, open_expression, product, solved
from tutor.output.known import has
from tutor.quantity import Kind, Quantity
from tutor.session import Session

TAG = 12
"""The columns of the tags before equations."""
NARROW = 50
"""Below so many columns a tag has no column of its own."""
GAP = 3
"""The columns between two numbers of a row."""
TAGS: dict[Kind, str] = {
    Kind.Z: "sum",
    Kind.A: "activation",
    Kind.LOSS: "loss",
    Kind.SIGMA_PRIME: "slope",
    Kind.W_NEW: "new",
    Kind.B_NEW: "new",
}
"""What stands before the equation of each kind, where it is none of the four."""
INPUT = {
    "forward": "What comes in goes over these weights into every neuron of layer {}.",
    "backward": "No error comes back to the input: the errors of layer {} change the weights.",
}
EXPRESSION = "An expression is asked for here: the equation stands here once it is right or shown."


class Line(NamedTuple):
    """One of the things that are said of a place.

    Attributes:
        tag: what stands before it.
        row: what is said.
        indent: by how much it is indented where it wraps.
        more: what follows, in the same row where there is room, else in the next, after so many blanks.
    """

    tag: str
    row: Row
    indent: int = 0
    more: Row = ()


class Said(NamedTuple):
    """What is said of a place below its name: its numbers side by side, and sentences and equations."""

    values: Rows
    lines: Rows


def said(session: Session, of: Place, way: str, columns: int) -> Said:
    """All that is said of a place below its name."""
    if isinstance(of, Layer):
        above = written(_layer(session, of, way), columns) if of.layer else _input(session, way, columns)
        return Said((), (*above, *_matrices(session, of, columns)))
    found = facts(session, of, way)
    told = beside([value(session, q) for q in found.values], columns)
    if isinstance(of, Neuron) and of.layer == 0:
        return Said(told, _input(session, way, columns))
    return Said(told, written((line for each in found.made for line in _lines(session, each)), columns))


def _lines(session: Session, made: Quantity | Carried) -> Iterator[Line]:
    """How a number comes about, or what goes over a wire."""
    if isinstance(made, Carried):
        yield Line(made.tag, _over(session, made))
    else:
        yield from _equation(session, made)


def _input(session: Session, way: str, columns: int) -> Rows:
    """What is said of the input."""
    said = INPUT[way].format(number_of(session.lesson.network, 1))
    return flow((Cell(f" {said}", Role.EMPHASIS),), columns, 1)


def value(session: Session, q: Quantity) -> Row:
    """A quantity and what it is known as, with its sign."""
    text = session.value_text(q)
    sign = view.mark(session, q)
    number = Cell(
        text or (ASKED if q == session.focus else UNKNOWN),
        role(q),
        Emphasis.DIM if text is None else Emphasis.NORMAL,
    )
    return (*view.name(session, q), Cell(" "), number, *((Cell(f" {sign}"),) if sign else ()))


def beside(pieces: Iterable[Row], columns: int, margin: int = 1) -> Rows:
    """Pieces side by side, in as few rows as they need."""
    found: list[Row] = []
    for piece in pieces:
        if found and width(found[-1]) + GAP + width(piece) <= columns:
            found[-1] = (*found[-1], Cell(" " * GAP), *piece)
        else:
            found.append((Cell(" " * margin), *piece))
    return tuple(row for each in found for row in flow(each, columns, margin))


def written(lines: Iterable[Line], columns: int) -> Rows:
    """Each line behind its tag, which has no column of its own where that would be narrow."""
    found: list[Row] = []
    for tag, row, indent, more in lines:
        whole = (*row, Cell(" "), *more) if more else row
        if columns < NARROW:
            lead = (Cell(f" {tag} ", Role.PLAIN, Emphasis.DIM),) if tag else (Cell(" "),)
            found += flow((*lead, *whole), columns, 3)
        elif TAG + width(whole) <= columns or not more:
            found += _behind(tag, whole, columns, indent)
        else:
            found += _behind(tag, row, columns, indent)
            found += _behind("", (Cell(" " * max(0, indent - 2)), *more), columns, indent)
    return tuple(found)


def _behind(tag: str, row: Row, columns: int, indent: int) -> Iterator[Row]:
    """Text that wraps in a column of its own behind a tag."""
    for i, part in enumerate(flow(row, columns - TAG, min(indent, columns // 3))):
        yield (Cell(f" {tag if i == 0 else ''}".ljust(TAG), Role.PLAIN, Emphasis.DIM), *part)


def put_in(session: Session, pieces: Iterable[Piece]) -> Row:
    """A formula with what is known put in; a number has the colour of what it stands for."""
    row: list[Cell] = []
    for text, of in pieces:
        if isinstance(of, Quantity):
            row += cells(math.spans(symbol(of, session.lesson.network.naming)))
        else:
            stands = of.of if isinstance(of, Shown) else None
            row.append(Cell(text, role(stands) if isinstance(stands, Quantity) else Role.PLAIN))
    return tuple(row)


def named(session: Session, node: Node) -> Row:
    """A formula in names."""
    return put_in(session, filled(node, lambda _: None, session.lesson.network.naming).pieces)


def _equation(session: Session, q: Quantity) -> Iterator[Line]:
    """The equation of one quantity, and below it the numbers that are known, put in."""
    found = solved(session, q)
    tag = found.general.tag or TAGS.get(q.kind, "")
    if found.hidden:
        yield Line(tag, (Cell(EXPRESSION, Role.PLAIN, Emphasis.DIM),))
        return
    own = view.name(session, q)
    lead = width(own) + 3
    numbers: Row = ()
    if found.put is not None:
        result = (Cell(f" {found.sign} "), Cell(found.result, role(q), Emphasis.STRONG)) if found.result else ()
        numbers = (Cell("= "), *put_in(session, found.put.pieces), *result)
    if found.named is not None:
        yield Line(tag, (*own, Cell(" = "), *named(session, found.named)), lead, numbers)
        return
    yield Line(tag, view.formula(general_of(q, found.general)), lead)
    if numbers:
        yield Line("", (*own, Cell(" "), *numbers), lead)


def _over(session: Session, of: Carried) -> Row:
    """What goes over a wire, and what it is a part of; worked out where that is known."""
    tree, found, sign, result = product(session, of)
    row: Row = named(session, tree)
    if not found.left:
        row = (*row, Cell(" = "), *put_in(session, found.pieces))
    if result:
        row = (*row, Cell(f" {sign} "), Cell(result, role(of.into), Emphasis.STRONG))
    return (*row, Cell(", a part of ", Role.EMPHASIS), *view.name(session, of.into))


def _layer(session: Session, of: Layer, way: str) -> Iterator[Line]:
    """The equations of a whole layer."""
    network = session.lesson.network
    for kind in WAYS[way]:
        if not has(network, kind, of.layer):
            continue
        if open_expression(session, view.look(session).beside(network, kind, of.layer, 1)):
            continue
        found = equation(network, kind, of.layer)
        yield Line(found.tag or TAGS.get(kind, ""), view.formula(found.tex[0]), GAP)


def _matrices(session: Session, of: Layer, columns: int) -> Rows:
    """Its weights and biases; of the input its numbers."""
    from tutor.output import sheets  # only for a layer

    return sheets.parameters(session, of.layer, columns)
