"""What several wrong rules are made of: pieces of the right formulas, and where they apply."""

from collections.abc import Iterable, Iterator

from tutor.engine import losses
from tutor.engine.activations import ACTIVATIONS
from tutor.engine.network import Network
from tutor.explain.formula import entry, formulas, indices, named
from tutor.expression.functions import FUNCTIONS
from tutor.expression.tree import Call, Name, Neg, Node, Number, Product
from tutor.marking.mistakes.entry import Slip
from tutor.quantity import Kind, Quantity

ONE = Number(1.0, "1")
SMOOTH = ("sigmoid", "tanh")
"""The activations whose slope is another number at every z."""
WELL_KNOWN = ("sigmoid", "tanh", "relu")
"""The activations that learners may take for another one."""


def function(network: Network, l: int) -> str | None:
    """What turns z into a in layer l; None for the identity, and for an activation of a whole layer at once."""
    name = network.layer(l).activation
    return name if name in FUNCTIONS else None


def bends(network: Network, l: int) -> bool:
    """Whether z and a of layer l differ; those of layer 0, the input, do not."""
    return l > 0 and function(network, l) is not None


def square(network: Network, l: int) -> bool:
    """Whether W⁽ˡ⁾ has as many rows as columns, and more than one."""
    return network.sizes[l] == network.sizes[l - 1] > 1


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


def difference(network: Network, a: Node, y: Node) -> Node:
    """∂L/∂a of one output, which begins its error: a − y."""
    return entry(losses.of(network).gradient, {"a": a, "y": y})


def error(network: Network, q: Quantity, j: int) -> Node:
    """The a − y of output j."""
    return difference(network, named(q, Kind.A, network.depth, j), named(q, Kind.Y, network.depth, j))


def own(q: Quantity, kind: Kind) -> Name:
    """Another quantity of the same neuron."""
    return named(q, kind, *indices(q))


def own_slope(q: Quantity) -> Name:
    """The σ′ of the same neuron."""
    return own(q, Kind.SIGMA_PRIME)


def slopes_of(function: str, z: Node) -> tuple[Node, ...]:
    """The slope of a smooth activation at any z, from z and from the activation."""
    source = ACTIVATIONS[function].slope_from_a
    from_z = Call(function + "'", z)
    return (from_z,) if source is None else (from_z, entry(source, {"a": Call(function, z)}))


def slopes_at_a(network: Network, q: Quantity) -> tuple[Node, ...]:
    """σ′(a), the activation applied a second time; none where σ′ is the same at a as at z."""
    l, j = indices(q)
    name = function(network, l)
    return slopes_of(name, named(q, Kind.A, l, j)) if name in SMOOTH else ()


def times(*factors: Node) -> Product:
    """A product in which each factor is worked out by itself."""
    return Product(factors)


def other_neurons(network: Network, q: Quantity) -> Iterator[Slip]:
    """The right rule for another neuron of the layer."""
    l, j = indices(q)
    for m in count(network, l):
        if m != j:
            other = q._replace(j=m)
            for form in formulas(network, other):
                yield Slip(form, {"other": other})


def negatives(network: Network, q: Quantity) -> Iterator[Node]:
    """The right formulas with the other sign."""
    return (Neg(form) for form in formulas(network, q))


def activation_part(network: Network, q: Quantity) -> dict[str, Quantity | Node]:
    """The name of the activation of the question's layer, to be written as a word."""
    l, _ = indices(q)
    return {"activation": Name(network.layer(l).activation)}


def slope_part(q: Quantity) -> dict[str, Quantity | Node]:
    """The slope of the question's neuron."""
    return {"slope": own_slope(q)}


def a_and_slope(q: Quantity) -> dict[str, Quantity | Node]:
    """The activation of the question's neuron, and its slope."""
    return {"a": own(q, Kind.A), "slope": own_slope(q)}


def a_and_z(q: Quantity) -> dict[str, Quantity | Node]:
    """The activation of the question's neuron, and its z."""
    return {"a": own(q, Kind.A), "z": own(q, Kind.Z)}


def slips(trees: Iterable[Node], parts: dict[str, Quantity | Node] | None = None) -> Iterator[Slip]:
    """A slip for each tree, all with the same parts."""
    return (Slip(tree, parts or {}) for tree in trees)
