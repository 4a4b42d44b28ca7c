"""The right formula of every kind of quantity, as a tree over the quantities it is made of.

This is the one statement of the forward pass and of BP1–BP4 for single numbers: explaining puts numbers into it,
marking puts in the numbers a learner can have had. The engine's vectorised passes are checked against it.
"""

from collections.abc import Callable, Iterator
from functools import lru_cache

from tutor.engine.activations import ACTIVATIONS
from tutor.engine.losses import LOSSES
from tutor.engine.network import Network
from tutor.expression.tree import Call, Name, Neg, Node, Product, Sum, operands, rebuild
from tutor.quantity import Kind, Quantity


def formulas(network: Network, q: Quantity) -> tuple[Node, ...]:
    """The right formulas of ``q``, the one to be shown first.

    All but σ′ have one; σ′ has two right forms, from the activation and from z. The leaves are ``Name(Quantity)``.
    """
    return _FORMULAS[q.kind](network, q)


def priors(network: Network, q: Quantity) -> tuple[Quantity, ...]:
    """What the formulas of ``q`` are made of, each once, in the order of the formula."""
    found: dict[Quantity, None] = {}
    for form in formulas(network, q):
        found.update(dict.fromkeys(names(form)))
    return tuple(found)


def names(node: Node) -> Iterator[Quantity]:
    """Every quantity named in a formula, from left to right."""
    if isinstance(node, Name) and isinstance(node.of, Quantity):
        yield node.of
    for inner in operands(node):
        yield from names(inner)


def substitute(node: Node, leaves: dict[str, Node]) -> Node:
    """The same tree with each ``Name`` of a word replaced by what ``leaves`` has for it."""
    if isinstance(node, Name) and isinstance(node.of, str):
        return leaves[node.of]
    return rebuild(node, lambda inner: substitute(inner, leaves))


def named(q: Quantity, kind: Kind, layer: int | None = None, j: int | None = None, k: int | None = None) -> Name:
    """Another quantity of the same sample and update."""
    return Name(q._replace(kind=kind, layer=layer, j=j, k=k))


def entry(source: str, leaves: dict[str, Node]) -> Node:
    """An entry of the tables of losses and activations, over what its names stand for: ``a*(1 - a)``."""
    return substitute(_parsed(source, tuple(leaves)), leaves)


@lru_cache(maxsize=64)
def _parsed(source: str, words: tuple[str, ...]) -> Node:
    from tutor.expression.grammar import parse  # the first question needs none of it

    return parse(source, names=words)


def indices(q: Quantity) -> tuple[int, int]:
    """The layer and j of a quantity.

    Raises:
        ValueError: it lacks one of them.
    """
    if q.layer is None or q.j is None:
        raise ValueError(f"{q} needs a layer and a neuron")
    return q.layer, q.j


def summed(terms: tuple[Node, ...]) -> Node:
    """A sum; one term alone is itself."""
    return terms[0] if len(terms) == 1 else Sum(terms)


def product(*factors: Node) -> Product:
    """A product in which a factor that is itself a product gives its own factors."""
    flat: list[Node] = []
    for factor in factors:
        flat.extend(factor.factors if isinstance(factor, Product) else (factor,))
    return Product(tuple(flat))


def _z(network: Network, q: Quantity) -> tuple[Node, ...]:
    l, j = indices(q)
    products = tuple(
        product(named(q, Kind.W, l, j, k), named(q, Kind.A, l - 1, k)) for k in range(1, network.sizes[l - 1] + 1)
    )
    return (Sum((*products, named(q, Kind.B, l, j))),)


def _a(network: Network, q: Quantity) -> tuple[Node, ...]:
    l, j = indices(q)
    z = named(q, Kind.Z, l, j)
    function = ACTIVATIONS[network.layer(l).activation].function
    return (z if function is None else Call(function, z),)


def _loss(network: Network, q: Quantity) -> tuple[Node, ...]:
    loss = LOSSES[network.loss]
    terms = tuple(
        entry(loss.term, {"a": named(q, Kind.A, network.depth, j), "y": named(q, Kind.Y, network.depth, j)})
        for j in range(1, network.sizes[-1] + 1)
    )
    return (product(entry(loss.factor, {}), summed(terms)),)


def _sigma_prime(network: Network, q: Quantity) -> tuple[Node, ...]:
    l, j = indices(q)
    activation = ACTIVATIONS[network.layer(l).activation]
    forms: list[Node] = []
    if activation.slope_from_a is not None:
        forms.append(entry(activation.slope_from_a, {"a": named(q, Kind.A, l, j)}))
    if activation.function is not None:
        slope = activation.function + "'"
        forms.append(Call(slope, named(q, Kind.Z, l, j)))
        if activation.slope_from_a is None:  # ReLU is positive just where z is, so its slope can be told from either
            forms.append(Call(slope, named(q, Kind.A, l, j)))
    return tuple(forms)


def _delta(network: Network, q: Quantity) -> tuple[Node, ...]:
    l, j = indices(q)
    slope = named(q, Kind.SIGMA_PRIME, l, j)
    if l == network.depth:  # BP1
        leaves: dict[str, Node] = {"a": named(q, Kind.A, l, j), "y": named(q, Kind.Y, l, j)}
        return (product(entry(LOSSES[network.loss].gradient, leaves), slope),)
    terms = tuple(  # BP2
        product(named(q, Kind.W, l + 1, m, j), named(q, Kind.DELTA, l + 1, m))
        for m in range(1, network.sizes[l + 1] + 1)
    )
    return (product(summed(terms), slope),)


def _dL_dW(_network: Network, q: Quantity) -> tuple[Node, ...]:
    l, j = indices(q)
    return (product(named(q, Kind.A, l - 1, q.k), named(q, Kind.DELTA, l, j)),)


def _dL_db(_network: Network, q: Quantity) -> tuple[Node, ...]:
    l, j = indices(q)
    return (named(q, Kind.DELTA, l, j),)


def _descent(parameter: Kind, gradient: Kind) -> Callable[[Network, Quantity], tuple[Node, ...]]:
    """One step of gradient descent: w − η ∂L/∂w, and the same for b."""

    def formula(_network: Network, q: Quantity) -> tuple[Node, ...]:
        l, j = indices(q)
        step = product(named(q, Kind.RATE), named(q, gradient, l, j, q.k))
        return (Sum((named(q, parameter, l, j, q.k), Neg(step))),)

    return formula


_FORMULAS: dict[Kind, Callable[[Network, Quantity], tuple[Node, ...]]] = {
    Kind.Z: _z,
    Kind.A: _a,
    Kind.LOSS: _loss,
    Kind.SIGMA_PRIME: _sigma_prime,
    Kind.DELTA: _delta,
    Kind.DL_DW: _dL_dW,
    Kind.DL_DB: _dL_db,
    Kind.W_NEW: _descent(Kind.W, Kind.DL_DW),
    Kind.B_NEW: _descent(Kind.B, Kind.DL_DB),
}
