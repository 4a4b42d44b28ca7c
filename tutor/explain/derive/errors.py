"""How the errors come about: BP1 for the output, BP2 for a hidden neuron, written out with the layer's own names."""

from collections.abc import Hashable

from tutor.engine import activations, losses
from tutor.engine.network import Network
from tutor.explain.derive.lines import Line, Part
from tutor.explain.derive.slopes import (
    L,
    gradient_part,
    jacobian_parts,
    output_gradient,
    output_names,
    sentence,
    slope_parts,
)
from tutor.explain.derive.table import CANCELLING
from tutor.explain.derive.written import total, written
from tutor.explain.formula import formulas, named, negated
from tutor.expression.grammar import parse
from tutor.expression.tree import Neg, Node, Number, Product, Quotient, Sum
from tutor.notation.math import Derivative, Group, Math, Operator, Row
from tutor.notation.sentence import Sentence
from tutor.notation.symbols import symbol
from tutor.quantity import Kind, Quantity, beside


def name(network: Network, q: Quantity, kind: Kind, *place: int) -> Math:
    """What a quantity beside another one is called."""
    return symbol(beside(q, kind, *place), network.naming)


def formula(network: Network, node: Node) -> Math:
    """A formula over quantities, by their names."""

    def names(of: Hashable) -> Math:
        if not isinstance(of, Quantity):
            raise TypeError(f"{of!r} is no quantity")
        return symbol(of, network.naming)

    return written(node, names)


def signed(network: Network, math: Math) -> Math:
    """A derivative of the loss as δ has it: with a minus where the lesson's errors have the other sign."""
    return math if network.true_sign else Row((Operator("-"), math))


def _meant(network: Network) -> str:
    return "the error is how the loss changes with z" + ("" if network.true_sign else ", with the other sign")


def output_parts(network: Network, q: Quantity) -> tuple[Part, ...]:
    """How δ of output j comes about: ∇ₐL, the slope or the Jacobian, and their product."""
    if activations.of(network.layers[-1]).whole:
        return (gradient_part(network, q), *jacobian_parts(network, q), _softmax_part(network, q))
    # Where the loss cancels the slope, no step before this one has asked for it.
    slopes = slope_parts(network, q) if losses.short(network) else ()
    return (gradient_part(network, q), *slopes, _product_part(network, q))


def _begin(network: Network, q: Quantity) -> Line:
    l, j = q.layer or network.depth, q.j or 1
    delta, z = name(network, q, Kind.DELTA, l, j), name(network, q, Kind.Z, l, j)
    return Line(delta, signed(network, Derivative(L, z)), (_meant(network),))


def _heading(network: Network, q: Quantity) -> Sentence:
    return ("The error ", name(network, q, Kind.DELTA, q.layer or 1, q.j or 1), ":")


def _product_part(network: Network, q: Quantity) -> Part:
    """BP1 where each output is made of its own z."""
    l, j = q.layer or network.depth, q.j or 1
    a, z = named(q, Kind.A, l, j), named(q, Kind.Z, l, j)
    inner, slope = output_gradient(network, q, j), Derivative(formula(network, a), formula(network, z))
    lines = [
        _begin(network, q),
        Line(
            None, signed(network, Row((inner, Operator("cdot"), slope))), ("chain rule: z changes the loss through a",)
        ),
    ]
    if losses.short(network):
        names = output_names(network, q, j)
        for source, why in CANCELLING.lines:
            node = parse(source, names=tuple(map(str, names)))
            put_in = written(node if network.true_sign else negated(node), lambda of: names[of])
            lines.append(Line(None, put_in, sentence(why)))
    else:
        why = "the gradient of the loss times the neuron's own slope: BP1"
        lines.append(Line(None, formula(network, formulas(network, q)[0]), (why,)))
    return Part(_heading(network, q), tuple(lines))


def _softmax_part(network: Network, q: Quantity) -> Part:
    """BP1 in its general form, where every output is made of every z, and how little is left of it."""
    l, j = q.layer or network.depth, q.j or 1
    outputs = range(1, network.sizes[l] + 1)
    z = name(network, q, Kind.Z, l, j)
    ways = total(
        [
            Row((output_gradient(network, q, i), Operator("cdot"), Derivative(name(network, q, Kind.A, l, i), z)))
            for i in outputs
        ]
    )
    lines = [
        _begin(network, q),
        Line(
            None,
            signed(network, ways if network.true_sign else Group(ways)),
            ("chain rule: every output changes with this z, and what they do adds up",),
        ),
    ]
    if losses.short(network):
        lines += [Line(None, formula(network, node), (why,)) for node, why in softmax_steps(network, q)]
    else:
        general = formulas(network, q)[0]
        lines.append(Line(None, formula(network, general), ("both put in: BP1 with the Jacobian of softmax",)))
    return Part(_heading(network, q), tuple(lines))


def softmax_steps(network: Network, q: Quantity) -> tuple[tuple[Node, str], ...]:
    """How a − y comes out of softmax with the cross-entropy: each line, and what was done."""
    l, j = q.layer or network.depth, q.j or 1
    outputs = range(1, network.sizes[l] + 1)
    own = named(q, Kind.A, l, j)
    one = Number(1.0, "1")

    def y(i: int) -> Node:
        return named(q, Kind.Y, l, i)

    put_in: list[Node] = []
    cancelled: list[Node] = []
    for i in outputs:
        a = named(q, Kind.A, l, i)
        slope = Quotient(y(i), a)
        if i == j:
            put_in.append(Neg(Product((slope, own, Sum((one, Neg(own)))))))
            cancelled.append(Neg(Product((y(i), Sum((one, Neg(own)))))))
        else:
            put_in.append(Product((slope, a, own)))
            cancelled.append(Product((y(i), own)))
    everything: Node = Sum(tuple(y(i) for i in outputs)) if len(outputs) > 1 else y(1)
    steps = (
        (Sum(tuple(put_in)), "both put in; two minus signs cancel"),
        (Sum(tuple(cancelled)), "each divisor cancels"),
        (
            Sum((Product((own, everything)), Neg(y(j)))),
            "multiplied out, and this output taken out of every term that holds it",
        ),
        (Sum((own, Neg(y(j)))), "the targets add up to 1"),
    )
    if network.true_sign:
        return steps
    return tuple((_opposite(node), why) for node, why in steps)


def _opposite(node: Node) -> Node:
    """The negative of a sum, term by term where it is a difference of two, else in brackets."""
    match node:
        case Sum(terms=(one, Neg(operand=other))):
            return Sum((other, Neg(one)))
    return Neg(node)


def hidden_parts(network: Network, q: Quantity) -> tuple[Part, ...]:
    """BP2 for one neuron, written out with the names of this very layer."""
    l, j = q.layer or 1, q.j or 1
    after = range(1, network.sizes[l + 1] + 1)
    a, z = name(network, q, Kind.A, l, j), name(network, q, Kind.Z, l, j)
    slope = Derivative(a, z)
    zs = [name(network, q, Kind.Z, l + 1, m) for m in after]
    ways = total([Row((Derivative(L, each), Operator("cdot"), Derivative(each, a))) for each in zs])
    many = len(zs) > 1
    spread = Row((Group(ways) if many else ways, Operator("cdot"), slope))
    through = signed(network, Row((Derivative(L, a), Operator("cdot"), slope)))
    lines = (
        _begin(network, q),
        Line(None, through, ("chain rule: this z changes the loss through the neuron's own a alone",)),
        Line(
            None,
            signed(network, spread),
            ("chain rule: a goes into every z of the next layer, and what they do adds up",)
            if many
            else ("chain rule: a changes the loss through the z that it goes into",),
        ),
        Line(None, formula(network, formulas(network, q)[0]), _weights_are_slopes(network, q, zs[0], a)),
    )
    parts = [Part(_heading(network, q), lines)]
    others = [i for i in range(1, network.sizes[l] + 1) if i != j]
    if others:
        shown = others[:3]
        rows = tuple(
            Line(
                name(network, q, Kind.DELTA, l, i),
                formula(network, formulas(network, beside(q, Kind.DELTA, l, i))[0]),
            )
            for i in shown
        )
        parts.append(Part(("The other neurons of the layer in the same way:",), rows))
    return tuple(parts)


def _weights_are_slopes(network: Network, q: Quantity, z: Math, a: Math) -> Sentence:
    l, j = q.layer or 1, q.j or 1
    w, delta = name(network, q, Kind.W, l + 1, 1, j), name(network, q, Kind.DELTA, l + 1, 1)
    first: Sentence = (signed(network, Derivative(L, z)), " is ", delta, ", ", Derivative(z, a), " is ", w)
    others = " and so on" if network.sizes[l + 1] > 1 else ""
    return (*first, f"{others}, and the last factor is the neuron's slope: BP2")
