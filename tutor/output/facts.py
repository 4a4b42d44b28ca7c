"""What is to be said of a neuron or a wire, whatever says it: its numbers, and how they come about.

Nothing here gives an answer away: only what is known is put into an equation, nothing is worked out on the way to a
number that is still to be found, and where an expression is asked for its equation waits until it is found.
"""

from collections.abc import Iterator
from typing import NamedTuple

from tutor.engine import activations
from tutor.engine.network import FIXED, Network
from tutor.event import State
from tutor.explain.equation import Equation, equation
from tutor.explain.filled import Filled, filled
from tutor.explain.formula import formulas
from tutor.explain.parts import bias_of, number_of
from tutor.explain.spots import Layer, Neuron, Place, Wire
from tutor.explain.substitution import Shown, formula_at
from tutor.expression.tree import Name, Node, Product
from tutor.notation import sentence
from tutor.notation.number import MINUS, screen, shown
from tutor.output import view
from tutor.output.asked import asks_expression
from tutor.output.known import COLUMNS, has
from tutor.output.parameters import activation
from tutor.quantity import Kind, Quantity, Stage
from tutor.session import Session

MANY = 8
"""With more names than these, an equation is written for all neurons at once."""
WAYS: dict[str, tuple[Kind, ...]] = {
    "forward": (Kind.Z, Kind.A),
    "backward": (Kind.SIGMA_PRIME, Kind.DELTA),
}
"""Which numbers of a neuron each way through the network is about, in the order in which they are worked out."""


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


def facts(session: Session, of: Neuron | Wire, way: str) -> Facts:
    """What is to be said of a neuron or wire, in its order."""
    return _neuron(session, of, way) if isinstance(of, Neuron) else _wire(session, of, way)


def settled(session: Session, q: Quantity) -> bool:
    """Whether the right number is known."""
    text = session.value_text(q)
    return text is not None and text == session.numbers.text(q)


def open_expression(session: Session, q: Quantity) -> bool:
    """Whether a question asks for an expression that its equation would give away."""
    state = session.states.get(q, State())
    told = session.equation_shown and session.step is not None and q in session.step.questions
    return not (state.correct or state.shown or told) and asks_expression(session, q)


def known(session: Session, q: Quantity) -> str | None:
    """What a quantity is known as, in ASCII."""
    text = session.value_text(q)
    return None if text is None else text.replace(MINUS, "-")


def fill(session: Session, node: Node) -> Filled:
    """A formula with what is known put in."""
    return filled(node, lambda q: known(session, q), session.lesson.network.naming)


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
    if not settled(session, q) or len(found.pieces) == 1 or not all(settled(session, of) for of in stands_for(found)):
        return Solved(general, named=named, put=found)
    sign = _sign(session, found, known(session, q) or "")
    return Solved(general, named=named, put=found, sign=sign, result=session.value_text(q) or "")


def stands_for(found: Filled) -> Iterator[Quantity]:
    """What the numbers that were put in stand for; with wrong ones among them no right result comes of these."""
    shown_there = (piece.of for piece in found.pieces if isinstance(piece.of, Shown))
    return (each.of for each in shown_there if each.of is not None)


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
