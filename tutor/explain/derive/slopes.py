"""How the slope of an activation, and the gradient of a loss with an output, come about."""

import re
from collections.abc import Hashable, Mapping

from tutor.engine import activations, losses
from tutor.engine.activations import PARAMETERS
from tutor.engine.network import Layer, Network
from tutor.engine.own import ACTIVATION_NAMES, LOSS_NAMES, tree
from tutor.explain.derive.lines import Line, Part, Shortening
from tutor.explain.derive.rules import ruled, whole
from tutor.explain.derive.table import LOSSES, SLOPES, SOFTMAX_OTHER, SOFTMAX_OWN, Steps
from tutor.explain.derive.written import total, written
from tutor.expression.grammar import parse
from tutor.notation import tex
from tutor.notation.math import Derivative, Group, Math, Operator, Row, Script, Symbol
from tutor.notation.sentence import Sentence
from tutor.notation.symbols import symbol
from tutor.quantity import Kind, Quantity, beside

Named = Mapping[Hashable, Math]

L = Symbol("L")
Z: Named = {"z": Symbol("z"), "a": Symbol("a")}


def sentence(text: str) -> Sentence:
    """Words with formulas between dollar signs."""
    parts = re.split(r"\$", text)
    return tuple(tex.parse(part) if i % 2 else part for i, part in enumerate(parts) if part)


def of_source(source: str, names: Named) -> Math:
    """A formula of the tables, by the names that it has here."""
    return written(parse(source, names=tuple(map(str, names))), lambda of: names[of])


def lines(steps: Steps, left: Math, names: Named) -> tuple[Line, ...]:
    """A derivation of the tables, by the names that it has here."""
    return tuple(
        Line(None if i else left, of_source(source, names), sentence(why))
        for i, (source, why) in enumerate(steps.lines)
    )


def slope_parts(network: Network, q: Quantity) -> tuple[Part, ...]:
    """How σ′ of the layer of ``q`` comes about."""
    layer = network.layer(q.layer or network.depth)
    if activations.of(layer).whole:
        return jacobian_parts(network, q)
    if layer.activation not in SLOPES:
        return (_own_slope(layer),)
    activation = activations.of(layer)
    entry = SLOPES[layer.activation](_parameter(layer))
    head = tex.parse(activation.symbol)
    value: Math = Row((head, Group(Symbol("z"))))
    slope: Math = Row((Script(head, primes=1), Group(Symbol("z"))))
    found = []
    for i, piece in enumerate(entry.pieces):
        where = f" where ${piece.where}$" if piece.where else ""
        begin = Line(value, of_source(piece.of, Z), sentence(f"the activation{where}"))
        note = sentence(entry.note) if i == len(entry.pieces) - 1 else ()
        heading = ("The slope ", slope, *sentence(f"{where}:"))
        found.append(Part(heading, (begin, *lines(piece, slope, Z)), note))
    return tuple(found)


def _parameter(layer: Layer) -> str:
    """The number that an activation needs, as text in which a minus stands in brackets."""
    if layer.activation not in PARAMETERS:
        return ""
    number = PARAMETERS[layer.activation].usual if layer.parameter is None else layer.parameter
    text = repr(float(number or 0.0)).removesuffix(".0")
    return f"({text})" if text.startswith("-") else text


def _own_slope(layer: Layer) -> Part:
    f = tex.parse(activations.of(layer).symbol)
    left: Math = Row((Script(f, primes=1), Group(Symbol("z"))))
    node = tree(layer.activation, ACTIVATION_NAMES)
    begin = Line(Row((f, Group(Symbol("z")))), whole(node, Z), ("the lesson's own activation",))
    worked, slope = ruled(node, "z", left, Z)
    heading = (
        "The slope ",
        left,
        " by the rules, the innermost first; a prime is the derivative with respect to ",
        Z["z"],
        ":",
    )
    return Part(heading, (begin, *worked), (), Shortening(left, slope, tuple(Z.items())))


def jacobian_parts(network: Network, q: Quantity) -> tuple[Part, ...]:
    """How the outputs of softmax change with the z of neuron j, the one of ``q``."""
    l, j, n = q.layer or network.depth, q.j or 1, network.sizes[q.layer or network.depth]
    naming = network.naming

    def name(kind: Kind, i: int) -> Math:
        return symbol(beside(q, kind, l, i), naming)

    z, a, S = name(Kind.Z, j), name(Kind.A, j), Symbol("S")
    powers = [Script(Symbol("e"), sup=name(Kind.Z, i)) for i in range(1, n + 1)]
    names: dict[Hashable, Math] = {"z": z, "a": a, "S": S}
    own = Part(
        ("How softmax changes with its own ", z, ":"),
        (
            Line(S, total(powers), ("the sum below every fraction",)),
            Line(a, of_source(SOFTMAX_OWN.of, names), ("softmax",)),
            *lines(SOFTMAX_OWN, Derivative(a, z), names),
        ),
    )
    if n == 1:
        return (own,)
    i = 1 if j > 1 else 2
    v, o = name(Kind.Z, i), name(Kind.A, i)
    names = {**names, "v": v, "o": o}
    begin = Line(o, of_source(SOFTMAX_OTHER.of, names), ("another output of the layer",))
    note: Sentence = ("The same with every other output in place of ", o, ".") if n > 2 else ()
    other = Part(
        ("How another output changes with ", z, ":"), (begin, *lines(SOFTMAX_OTHER, Derivative(o, z), names)), note
    )
    return own, other


def gradient_part(network: Network, q: Quantity) -> Part:
    """How the gradient of the loss with output j, the one of ``q``, comes about."""
    loss, j = losses.of(network), q.j or 1
    names, left = output_names(network, q, j), output_gradient(network, q, j)
    shortening = None
    if network.loss in LOSSES:
        steps = LOSSES[network.loss](network.sizes[-1])
        begin = of_source(steps.of, names)
        worked = lines(steps, left, names)
    else:
        node = tree(network.loss, LOSS_NAMES)
        begin = whole(node, names)
        worked, slope = ruled(node, "a", left, names)
        shortening = Shortening(left, slope, tuple(names.items()))
    why = "the loss"
    if network.sizes[-1] > 1:
        begin, why = Row((begin, Operator("+"), Symbol("dots"))), "the only term of the loss that holds this output"
    of_one = " of one sample" if network.further else ""
    more = "; a prime is the derivative with respect to it" if shortening else ""
    heading: Sentence = (f"How the loss{of_one} changes with ", names["a"], f"{more}:")
    note: Sentence = ()
    y = network.samples[q.sample - 1].y[j - 1]
    if loss.at is not None and y in loss.at:
        special = of_source(loss.at[y][1], names)
        note = ("Here ", names["y"], f" is {y:g}, so this is ", special, ".")
    return Part(heading, (Line(L, begin, (why,)), *worked), note, shortening)


def output_names(network: Network, q: Quantity, j: int) -> Named:
    """What ``a`` and ``y`` of output j are called."""
    a, y = beside(q, Kind.A, network.depth, j), beside(q, Kind.Y, network.depth, j)
    return {"a": symbol(a, network.naming), "y": symbol(y, network.naming)}


def output_gradient(network: Network, q: Quantity, j: int) -> Math:
    """∂L/∂a of output j."""
    return Derivative(L, output_names(network, q, j)["a"])
