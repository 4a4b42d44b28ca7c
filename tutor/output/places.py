"""What is said of a neuron, a wire or a layer of the network: its numbers, its equations, and numbers put into these.

Nothing here gives an answer away: only what is known is put into an equation, nothing is worked out on the way to a
number that is still to be found, and where an expression is asked for its equation waits until it is found.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from tutor.engine import activations
from tutor.engine.network import FIXED, Network
from tutor.event import State
from tutor.explain.cells import Cell, Emphasis, Row, Rows, width
from tutor.explain.equation import Equation, equation
from tutor.explain.filled import Filled, filled
from tutor.explain.flow import cells, flow
from tutor.explain.formula import formulas
from tutor.explain.labels import ASKED, UNKNOWN, role
from tutor.explain.parts import bias_of, number_of
from tutor.explain.spots import Layer, Neuron, Place, Wire
from tutor.explain.substitution import Shown, formula_at
from tutor.expression.text import Piece
from tutor.expression.tree import Name, Node, Product
from tutor.notation import math, sentence
from tutor.notation.number import MINUS, screen, shown
from tutor.notation.role import Role
from tutor.notation.symbols import symbol
from tutor.output import view
from tutor.output.asked import asks_expression
from tutor.output.known import COLUMNS, has
from tutor.output.parameters import activation
from tutor.quantity import Kind, Quantity, Stage
from tutor.session import Session

TAG = 12
"""The columns of the tags before equations."""
NARROW = 50
"""Below so many columns a tag has no column of its own."""
GAP = 3
"""The columns between two numbers of a row."""
MANY = 8
"""With more names than these, an equation is written for all neurons at once."""

WAYS: dict[str, tuple[Kind, ...]] = {
    "forward": (Kind.Z, Kind.A),
    "backward": (Kind.SIGMA_PRIME, Kind.DELTA),
}
"""Which numbers of a neuron each way through the network is about, in the order in which they are worked out."""
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


class Carried(NamedTuple):
    """What goes over a wire: the product of a weight and of what it carries, a part of what that goes into."""

    tag: str
    weight: Quantity
    carried: Quantity
    into: Quantity


class Solved(NamedTuple):
    """The equation of a quantity, as far as it may stand there.

    Attributes:
        general: the equation of its kind in its layer.
        hidden: whether the lesson asks for it: then nothing of it may be shown.
        named: the formula of this very quantity; None where the general one is shown in its place.
        put: the same with the numbers that are known, where there is something to be said by that.
        sign: the sign before the result, ``=`` or ``≈``.
        result: what the numbers give; nothing where the right number is not known, or stands there already.
    """

    general: Equation
    hidden: bool = False
    named: Node | None = None
    put: Filled | None = None
    sign: str = ""
    result: str = ""


class Facts(NamedTuple):
    """What is to be said of a neuron or wire: its numbers, and how they come about."""

    values: tuple[Quantity, ...]
    made: tuple[Quantity | Carried, ...] = ()


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


def name(network: Network, of: Place) -> str:
    """What a place is called: “neuron 2 of layer 1”, “the weight from input 1 to neuron 2 of layer 1”."""
    match of:
        case Neuron(layer, j):
            return _neuron_name(network, layer, j)
        case Wire(layer, j, k):
            ends = _neuron_name(network, layer - 1, k), _neuron_name(network, layer, j)
            return f"the weight from {ends[0]} to {ends[1]}"
        case Layer(layer):
            return _layer_name(network, layer)


def _neuron_name(network: Network, layer: int, j: int) -> str:
    if 0 < layer < network.depth:
        n = network.sizes[layer]
        return f"{f'neuron {j}' if n > 1 else 'the neuron'} of layer {number_of(network, layer)}"
    what = "output" if layer else "input"
    return f"{what} {j}" if network.sizes[layer] > 1 else f"the {what}"


def _layer_name(network: Network, layer: int) -> str:
    n = network.sizes[layer]
    many = "" if n == 1 else "s"
    if layer == 0:
        return f"the input: {n} number{many}"
    what = "output" if layer == network.depth else "neuron"
    said = sentence.screen(activation(network.layer(layer)))
    return f"layer {number_of(network, layer)}: {n} {what}{many}, {said}"


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


def facts(session: Session, of: Neuron | Wire, way: str) -> Facts:
    """What is to be said of a neuron or wire, in its order."""
    return _neuron(session, of, way) if isinstance(of, Neuron) else _wire(session, of, way)


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


def settled(session: Session, q: Quantity) -> bool:
    """Whether the right number is known."""
    text = session.value_text(q)
    return text is not None and text == session.numbers.text(q)


def open_expression(session: Session, q: Quantity) -> bool:
    """Whether a question asks for an expression that its equation would give away."""
    state = session.states.get(q, State())
    told = session.equation_shown and session.step is not None and q in session.step.questions
    return not (state.correct or state.shown or told) and asks_expression(session, q)


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


def known(session: Session, q: Quantity) -> str | None:
    """What a quantity is known as, in ASCII."""
    text = session.value_text(q)
    return None if text is None else text.replace(MINUS, "-")


def fill(session: Session, node: Node) -> Filled:
    """A formula with what is known put in."""
    return filled(node, lambda q: known(session, q), session.lesson.network.naming)


def named(session: Session, node: Node) -> Row:
    """A formula in names."""
    return put_in(session, filled(node, lambda _: None, session.lesson.network.naming).pieces)


# Neurons


def _neuron(session: Session, of: Neuron, way: str) -> Facts:
    network = session.lesson.network
    look = view.look(session)
    values = [look.beside(network, kind, of.layer, of.j) for kind in COLUMNS if has(network, kind, of.layer)]
    if not of.layer:
        weights = (look.beside(network, Kind.W, 1, j, of.j) for j in range(1, network.sizes[1] + 1))
        return Facts((*values, *weights))
    bias = bias_of(network, values[0], of.layer, of.j)
    values += [bias] if bias else []
    if of.layer == network.depth:
        values += [look.beside(network, Kind.Y, of.layer, of.j), _loss(session)]
    return Facts(tuple(values), tuple(_made(session, of, way)))


def _made(session: Session, of: Neuron, way: str) -> Iterator[Quantity]:
    """What is worked out at a neuron; of its bias, too, and at the output the loss."""
    network, look = session.lesson.network, view.look(session)
    bias = network.bias_of(of.layer, of.j) if way == "backward" else None
    if bias is not None and network.conventions.bias != FIXED and _renewing(session):
        yield look.beside(network, Kind.B_NEW, of.layer, bias)
    yield from (look.beside(network, kind, of.layer, of.j) for kind in WAYS[way] if has(network, kind, of.layer))
    if bias is not None:
        yield look.beside(network, Kind.DL_DB, of.layer, bias)
    if way == "forward" and of.layer == network.depth:
        yield _loss(session)


def _loss(session: Session) -> Quantity:
    network, update = session.lesson.network, view.look(session).of.update
    return Quantity(Kind.LOSS, sample=network.of_update(update), update=update)


def _renewing(session: Session) -> bool:
    """Whether the parameters are being updated."""
    return session.step is not None and session.step.stage is Stage.UPDATE


def solved(session: Session, q: Quantity) -> Solved:
    """The equation of one quantity, and the numbers that are known, put into it."""
    general = equation(session.lesson.network, q.kind, q.layer)
    if open_expression(session, q):
        return Solved(general, hidden=True)
    tree, in_pieces = _formula(session, q)
    if tree is None:
        return Solved(general)
    found = fill(session, tree)
    named = tree if found.put + found.left <= MANY and not in_pieces else None
    if not found.put or _says_nothing(found):
        return Solved(general, named=named)
    if not settled(session, q) or len(found.pieces) == 1:
        return Solved(general, named=named, put=found)
    sign = _sign(session, found, known(session, q) or "")
    return Solved(general, named=named, put=found, sign=sign, result=session.value_text(q) or "")


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


def general_of(q: Quantity, found: Equation) -> str:
    """Which of the formulas of an equation (TeX) is that of one neuron."""
    return found.tex[-1 if q.kind in (Kind.Z, Kind.A) else 0]


def _formula(session: Session, q: Quantity) -> tuple[Node | None, bool]:
    """The formula of a quantity, and whether it is one of two pieces of an activation.

    Which of the pieces it is, is for the learner to find: it stands there once the result is known.
    """
    network = session.lesson.network
    if q.kind in (Kind.A, Kind.SIGMA_PRIME) and activations.of(network.layer(q.layer or 1)).branches is not None:
        return (formula_at(network, q, session.numbers.value) if settled(session, q) else None), True
    return formulas(network, q)[0], False


def _says_nothing(found: Filled) -> bool:
    """Whether the only number that stands there is the whole of it, which its own row says already."""
    return len(found.pieces) == 1 and found.left == 1


def _sign(session: Session, found: Filled, text: str) -> str:
    """``≈`` where the numbers as shown do not give the result as shown."""
    if found.value is None:
        return "=" if found.left else "≈"
    return "=" if shown(found.value, session.lesson.marking.significant) == text else "≈"


# Wires


def _wire(session: Session, of: Wire, way: str) -> Facts:
    network, look = session.lesson.network, view.look(session)
    kinds = (Kind.W_NEW, Kind.DL_DW) if _renewing(session) else (Kind.DL_DW,)
    gradient = [look.beside(network, kind, *of) for kind in kinds]
    w = look.beside(network, Kind.W, *of)
    z, delta = (look.beside(network, kind, of.layer, of.j) for kind in (Kind.Z, Kind.DELTA))
    forth = Carried("forward", w, look.beside(network, Kind.A, of.layer - 1, of.k), z)
    back = Carried("back", w, delta, look.beside(network, Kind.DELTA, of.layer - 1, of.k))
    backward = (back,) if of.layer > 1 else ()
    made = (forth, *gradient, *backward) if way == "forward" else (*backward, *gradient, forth)
    return Facts((w, *reversed(gradient)), made)


def product(session: Session, of: Carried) -> tuple[Node, Filled, str, str]:
    """What goes over a wire: by name, with what is known put in, and the sign and result where that is known."""
    tree = Product((Name(of.weight), Name(of.carried)))
    found = fill(session, tree)
    if found.left or found.value is None or not (settled(session, of.into) and settled(session, of.carried)):
        return tree, found, "", ""
    exact = session.numbers.value(of.weight) * session.numbers.value(of.carried)
    text = shown(exact, session.lesson.marking.significant)
    return tree, found, _sign(session, found, text), screen(text)


def _over(session: Session, of: Carried) -> Row:
    """What goes over a wire, and what it is a part of; worked out where that is known."""
    tree, found, sign, result = product(session, of)
    row: Row = named(session, tree)
    if not found.left:
        row = (*row, Cell(" = "), *put_in(session, found.pieces))
    if result:
        row = (*row, Cell(f" {sign} "), Cell(result, role(of.into), Emphasis.STRONG))
    return (*row, Cell(", a part of ", Role.EMPHASIS), *view.name(session, of.into))


# Layers


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
