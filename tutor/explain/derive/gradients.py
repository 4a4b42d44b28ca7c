"""How gradients and updates come about, and what is to be said of what is no derivative."""

from tutor.engine import activations, losses
from tutor.engine.network import SHARED, Network
from tutor.explain.derive.errors import formula, name
from tutor.explain.derive.lines import Line, Part
from tutor.explain.derive.slopes import L, gradient_part
from tutor.explain.formula import formulas
from tutor.explain.parts import gradient_of
from tutor.notation import tex
from tutor.notation.math import Derivative, Math, Numeral, Operator, Row, Symbol, Tagged
from tutor.notation.sentence import Sentence
from tutor.notation.symbols import symbol
from tutor.quantity import MATRICES, Kind, Quantity, beside


def weighted_sum_parts(network: Network, q: Quantity) -> tuple[Part, ...]:
    """What z is, and its slopes, which the backward pass is made of."""
    l, j = q.layer or 1, q.j or 1
    z, w, a = name(network, q, Kind.Z, l, j), name(network, q, Kind.W, l, j, 1), name(network, q, Kind.A, l - 1, 1)
    why: Sentence = ("this is what the network computes: nothing is derived",)
    lines = [
        Line(z, formula(network, formulas(network, q)[0]), why),
        Line(Derivative(z, w), a, ("how z changes with a weight: by what comes in over it",)),
    ]
    if l > 1:
        lines.append(Line(Derivative(z, a), w, ("how z changes with what comes in: by the weight",)))
    return (Part(("The weighted sum ", z, ":"), tuple(lines)),)


def activation_parts(network: Network, q: Quantity) -> tuple[Part, ...]:
    """What the activation is; nothing is derived."""
    activation = activations.of(network.layer(q.layer or 1))
    return (Part(("The activation:",), (_chosen(activation.equation),), (activation.words,)),)


def _chosen(equation: str) -> Line:
    """An equation that nothing leads to; of one that is too long to be read, its beginning."""
    left, _, right = equation.partition("=")
    try:
        body = tex.parse(right)
    except tex.NotationError:
        body = Symbol("dots")
    return Line(tex.parse(left), body, ("this is chosen, not derived",))


def loss_parts(network: Network, q: Quantity) -> tuple[Part, ...]:
    """The loss, and how it changes with an output: the first one whose term is not 0."""
    loss, targets = losses.of(network), network.samples[q.sample - 1].y
    zero = loss.at is not None and loss.at[0.0] == ("0", "0")  # what a target of 0 leaves of a term
    counted = [j for j, y in enumerate(targets, 1) if y != 0 or not zero] or [1]
    note = ""
    if len(targets) > 1:
        note = "The same with every other output and its own target."
        if len(counted) == 1 and zero:
            note = "Every other output has a target of 0, and there this is 0."
    output = beside(q, Kind.DELTA, network.depth, counted[0])
    gradient = gradient_part(network, output)
    apart = " " if gradient.note and note else ""
    return (
        Part(("The loss:",), (_chosen(loss.equation),), (loss.words,)),
        gradient._replace(note=(*gradient.note, *((apart + note,) if note else ()))),
    )


def weight_parts(network: Network, q: Quantity) -> tuple[Part, ...]:
    """BP3 for one weight."""
    l, j, k = q.layer or 1, q.j or 1, q.k or 1
    one = q._replace(sample=network.of_update(q.update))
    z, a = name(network, one, Kind.Z, l, j), name(network, one, Kind.A, l - 1, k)
    w = symbol(Quantity(Kind.W, l, j, k), network.naming)  # in every update, as the gradient names it
    return (_gradient(network, q, z, w, (Derivative(z, w), " is ", a, ", which comes in over the weight")),)


def bias_parts(network: Network, q: Quantity) -> tuple[Part, ...]:
    """BP4 for one bias, threshold, or bias of a whole layer."""
    l, j = q.layer or 1, q.j or 1
    one = q._replace(sample=network.of_update(q.update))
    z, b = name(network, one, Kind.Z, l, j), symbol(Quantity(Kind.B, l, j), network.naming)
    is_one = "−1, since it is subtracted" if network.layer(l).threshold else "1, since it is added"
    return (_gradient(network, q, z, b, (Derivative(z, b), f" is {is_one}")),)


def _gradient(network: Network, q: Quantity, z: Math, of: Math, slope: Sentence) -> Part:
    """The chain rule through the neuron's z, and the formula that comes of it."""
    samples = network.in_update(q.update)
    loss = Tagged(L, "sample", Numeral(str(samples[0]))) if len(samples) > 1 else L
    chained = Row((Derivative(loss, z), Operator("cdot"), Derivative(z, of)))
    shared = network.conventions.bias == SHARED and q.kind is Kind.DL_DB and network.sizes[q.layer or 1] > 1
    why = "chain rule: the loss changes with it through z"
    if shared:
        why += ", here that of the first neuron; every neuron of the layer adds its own"
    if len(samples) > 1:
        why = f"for one sample, {why}; the gradient is the {'mean' if network.mean else 'sum'} over the samples"
    error = "" if network.true_sign else "minus "
    delta = name(network, q._replace(sample=network.of_update(q.update)), Kind.DELTA, q.layer or 1, q.j or 1)
    tag = "BP3" if q.kind in MATRICES else "BP4"
    because: Sentence = (Derivative(loss, z), f" is {error}", delta, ", and ", *slope, f": {tag}")
    lines = (
        Line(Derivative(loss, of), chained, (why,)),
        Line(symbol(q, network.naming), formula(network, formulas(network, q)[0]), because),
    )
    penalised = network.descent.l2 is not None and q.kind in MATRICES
    note: Sentence = ("The last term comes of the penalty on the weights, half of lambda times each w squared.",)
    return Part(("How ", symbol(q, network.naming), " comes about:"), lines, note if penalised else ())


def update_parts(network: Network, q: Quantity) -> tuple[Part, ...]:
    """Why a step against the gradient makes the loss smaller."""
    gradient = gradient_of(network, q)
    eta = symbol(Quantity(Kind.RATE), network.naming)
    step = Row((Operator("-"), eta, Operator("cdot"), symbol(gradient, network.naming)))
    new = formula(network, formulas(network, q)[0])
    momentum = ", with a part of the step before" if network.descent.momentum is not None and q.update > 1 else ""
    note: Sentence = (
        "A small step of ",
        step,
        " changes the loss by about the gradient times the step: by minus ",
        eta,
        " times the gradient squared, which is never more than 0.",
    )
    return (
        Part(
            ("The new ", "weight:" if q.kind in MATRICES else "bias:"),
            (Line(symbol(q, network.naming), new, (f"a step against the gradient{momentum}",)),),
            note,
        ),
    )
