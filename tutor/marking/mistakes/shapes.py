"""What several wrong rules are made of: pieces of the right formulas, and where they apply."""

from collections.abc import Callable, Iterable, Iterator

from tutor.engine import activations, losses
from tutor.engine.activations import ACTIVATIONS
from tutor.engine.entry import SOFTMAX
from tutor.engine.network import SOURCE_FIRST, Network
from tutor.explain.formula import (
    activated,
    bias,
    entry,
    formulas,
    indices,
    loss_slope,
    named,
    negated,
    over_samples,
    slopes,
    summed,
)
from tutor.expression.tree import Call, Name, Neg, Node, Number, Product, Quotient, Sum, rebuild
from tutor.marking.mistakes.entry import Slip, Texts
from tutor.quantity import Kind, Quantity

ONE = Number(1.0, "1")
SMOOTH = ("sigmoid", "tanh")
"""The activations that learners take for another one; ReLU is a third, whose slope says something of it."""
WELL_KNOWN = (*SMOOTH, "relu")
SAME_AT_A = frozenset({"relu", "leaky-relu", "identity", SOFTMAX})
"""The activations whose slope is the same at a as at z, and the one that has none of one z."""
SPELLED = {
    "relu": "ReLU",
    "leaky-relu": "leaky ReLU",
    "elu": "ELU",
    "silu": "SiLU",
    "identity": "the identity",
}
"""The names of activations as people write them, where they are not those of lesson files."""
SQUARES = frozenset({"half-squared-error", "squared-error", "mean-squared-error"})
"""The losses that square each a − y."""


def bends(network: Network, l: int) -> bool:
    """Whether z and a of layer l differ; those of layer 0, the input, do not."""
    return l > 0 and not activations.of(network.layer(l)).linear


def softmax(network: Network, l: int) -> bool:
    """Whether each a of layer l is made of every z of it."""
    return activations.of(network.layer(l)).whole


def square(network: Network, l: int) -> bool:
    """Whether W⁽ˡ⁾ has as many rows as columns, and more than one."""
    return network.sizes[l] == network.sizes[l - 1] > 1


def source_first(network: Network) -> bool:
    """Whether the lesson writes a row of W for each source neuron."""
    return network.conventions.weights == SOURCE_FIRST


def count(network: Network, l: int) -> range:
    """The neurons of layer l, from 1."""
    return range(1, network.sizes[l] + 1)


def absolute(node: Node) -> Node:
    """A term taken as positive."""
    return Call("abs", node)


def each_without(terms: tuple[Node, ...]) -> Iterator[tuple[Node, tuple[Node, ...]]]:
    """Each term in turn, and the others."""
    for i, term in enumerate(terms):
        yield term, (*terms[:i], *terms[i + 1 :])


def each_positive(terms: tuple[Node, ...]) -> Iterator[tuple[Node, tuple[Node, ...]]]:
    """Each term in turn, and all of them with this one taken as positive."""
    for i, term in enumerate(terms):
        yield term, (*terms[:i], absolute(term), *terms[i + 1 :])


# Over the samples of an update


def alone(network: Network, q: Quantity) -> bool:
    """Whether what belongs to the update of ``q`` is of one sample, and nothing is added to it."""
    return len(network.in_update(q.update)) == 1 and not added(network, q)


def added(network: Network, q: Quantity) -> tuple[Node, ...]:
    """What λ adds to the right formula of a loss or of a weight's gradient."""
    right = formulas(network, q)[0]
    has = network.descent.l2 is not None and q.kind in (Kind.LOSS, Kind.DL_DW)
    return right.terms[1:] if has and isinstance(right, Sum) else ()


def across(network: Network, q: Quantity, of_one: Callable[[Quantity], Node], *, minus: bool = False) -> Node:
    """The right formula of an update, with something else in place of each sample's term.

    Args:
        network: the network that ``q`` belongs to.
        q: a loss or a gradient.
        of_one: gives one sample's term, for ``q`` of this sample.
        minus: whether the right formula takes the negative of the sum.
    """
    total = over_samples(network, q, of_one)
    return summed((Neg(total) if minus else total, *added(network, q)))


# The activation and its slope


def sigmoid_of(network: Network, q: Quantity) -> bool:
    """Whether the activation of the question's layer is the sigmoid."""
    l, _ = indices(q)
    return network.layer(l).activation == "sigmoid"


def activation_of_sum(network: Network, q: Quantity) -> Node:
    """What the activation makes of the sum that is asked for."""
    l, _ = indices(q)
    found = activated(network.layer(l), formulas(network, q)[0])
    if not softmax(network, l):
        return found
    sums = (formulas(network, q._replace(j=m))[0] for m in count(network, l))
    return Quotient(found, summed(tuple(activated(network.layer(l), total) for total in sums)))


def slopes_of(function: str, z: Node) -> tuple[Node, ...]:
    """The slope of a well-known smooth activation at any z, from z and from the activation."""
    source = ACTIVATIONS[function].slope_from_a
    from_z = Call(function + "'", z)
    return (from_z,) if source is None else (from_z, entry(source, {"a": Call(function, z)}))


def slopes_at_a(network: Network, q: Quantity) -> tuple[Node, ...]:
    """σ′(a), the activation applied a second time; none where σ′ is the same at a as at z."""
    l, j = indices(q)
    layer = network.layer(l)
    if layer.activation in SAME_AT_A or not bends(network, l):
        return ()
    a = named(q, Kind.A, l, j)
    if layer.activation in SMOOTH:
        return slopes_of(layer.activation, a)
    return slopes(layer, activated(layer, a), a)


def word(network: Network, q: Quantity) -> str:
    """What the activation of the question's layer is called; one that a lesson writes has no name."""
    l, _ = indices(q)
    name = network.layer(l).activation
    return SPELLED.get(name, name) if name in ACTIVATIONS else "one of its own"


# The error of the output


def short(network: Network) -> bool:
    """Whether the error of the output is a − y."""
    return losses.short(network)


def plain_slope(network: Network) -> bool:
    """Whether the error of an output is ∂L/∂a times σ′, and both are worked out."""
    return not short(network) and not softmax(network, network.depth)


def squares(network: Network) -> bool:
    """Whether the loss squares each a − y."""
    return network.loss in SQUARES


def loss_slope_of(network: Network, q: Quantity) -> Node:
    """∂L/∂a of one output, with the sign of the lesson's δ."""
    found = loss_slope(network, q, indices(q)[1])
    return found if network.true_sign else negated(found)


def replaced(node: Node, old: Node, new: Node) -> Node:
    """The same tree with something else wherever one part of it stands."""
    return new if node == old else rebuild(node, lambda inner: replaced(inner, old, new))


# Parts of sentences, and slips


def own(q: Quantity, kind: Kind) -> Name:
    """Another quantity of the same neuron."""
    return named(q, kind, *indices(q))


def own_slope(q: Quantity) -> Name:
    """The σ′ of the same neuron."""
    return own(q, Kind.SIGMA_PRIME)


def own_bias(network: Network, q: Quantity) -> Name | None:
    """The bias or threshold of the question's neuron; None where there are none."""
    return bias(network, q, *indices(q))


def times(*factors: Node) -> Product:
    """A product in which each factor is worked out by itself."""
    return Product(factors)


def called(network: Network, l: int) -> str | None:
    """How the activation of layer l is written as a function, where its formula is longer than people write."""
    layer = network.layer(l)
    if layer.activation not in ACTIVATIONS:
        return "f"
    return SPELLED[layer.activation] if activations.of(layer).branches else None


def written(network: Network, q: Quantity, z: Node | None = None) -> Node | None:
    """An activation or a slope as a function of z, where its formula is longer than people write; else None."""
    name = None if q.kind not in (Kind.A, Kind.SIGMA_PRIME) else called(network, indices(q)[0])
    if name is None:
        return None
    return Call(name + ("'" if q.kind is Kind.SIGMA_PRIME else ""), own(q, Kind.Z) if z is None else z)


def other_neurons(network: Network, q: Quantity) -> Iterator[Slip]:
    """The right rule for another neuron of the layer."""
    l, j = indices(q)
    for m in count(network, l):
        if m != j:
            other = q._replace(j=m)
            for form in formulas(network, other):
                yield Slip(form, {"other": other}, written=written(network, other))


def negatives(network: Network, q: Quantity) -> Iterator[Node]:
    """The right formulas with the other sign."""
    return (Neg(form) for form in formulas(network, q))


def activation_part(network: Network, q: Quantity) -> dict[str, Quantity | Node]:
    """The name of the activation of the question's layer, to be written as a word."""
    return {"activation": Name(word(network, q))}


def slope_part(q: Quantity) -> dict[str, Quantity | Node]:
    """The slope of the question's neuron."""
    return {"slope": own_slope(q)}


def a_and_slope(q: Quantity) -> dict[str, Quantity | Node]:
    """The activation of the question's neuron, and its slope."""
    return {"a": own(q, Kind.A), "slope": own_slope(q)}


def a_and_z(q: Quantity) -> dict[str, Quantity | Node]:
    """The activation of the question's neuron, and its z."""
    return {"a": own(q, Kind.A), "z": own(q, Kind.Z)}


def slips(
    trees: Iterable[Node], parts: dict[str, Quantity | Node] | None = None, texts: Texts | None = None
) -> Iterator[Slip]:
    """A slip for each tree, all with the same parts and texts."""
    return (Slip(tree, parts or {}, texts) for tree in trees)
