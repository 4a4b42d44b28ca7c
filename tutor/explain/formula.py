"""The right formula of every kind of quantity, as a tree over the quantities it is made of.

This is the one statement of the forward pass and of BP1–BP4 for single numbers: explaining puts numbers into it,
marking puts in the numbers a learner can have had. The engine's vectorised passes are checked against it.
"""

from collections.abc import Callable, Iterator
from functools import lru_cache

from tutor.engine import activations, losses
from tutor.engine.network import SHARED, Layer, Network
from tutor.explain.parts import bias_of, gradient_of, in_samples
from tutor.expression.tree import Name, Neg, Node, Number, Power, Product, Quotient, Sum, operands, rebuild
from tutor.quantity import Kind, Quantity, beside


def formulas(network: Network, q: Quantity) -> tuple[Node, ...]:
    """The right formulas of ``q``, the one to be shown first.

    Most have one. σ′ has two right forms, from the activation and from z, and so has the error of an output where the
    loss cancels the activation's slope. The leaves are ``Name(Quantity)``.
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
    return Name(beside(q, kind, layer, j, k))


def bias(network: Network, q: Quantity, l: int, j: int) -> Name | None:
    """The bias (or threshold) of neuron j of layer l in the update of ``q``; None where there are none."""
    own = bias_of(network, q, l, j)
    return None if own is None else Name(own)


def signed_bias(network: Network, q: Quantity, l: int, j: int) -> tuple[Node, ...]:
    """What is added to Σ w a: the bias, minus the threshold, or nothing."""
    own = bias(network, q, l, j)
    return () if own is None else (Neg(own) if network.layer(l).threshold else own,)


def over_samples(network: Network, q: Quantity, of_one: Callable[[Quantity], Node]) -> Node:
    """What is the sum, or the mean, over the samples of an update.

    Args:
        network: says which samples there are.
        q: what belongs to the whole update.
        of_one: gives one sample's term, for ``q`` of this sample.
    """
    return averaged(network, q, tuple(of_one(each) for each in in_samples(network, q)))


def averaged(network: Network, q: Quantity, terms: tuple[Node, ...]) -> Node:
    """The sum of all terms of an update, over the number of its samples where the mean is taken."""
    total, n = summed(terms), len(network.in_update(q.update))
    if n == 1:
        return total
    return product(Quotient(Number(1.0, "1"), Number(float(n), str(n))), total) if network.mean else total


def entry(source: str, leaves: dict[str, Node]) -> Node:
    """An entry of the tables of losses and activations, over what its names stand for: ``a*(1 - a)``."""
    return substitute(_parsed(source, tuple(leaves)), leaves)


@lru_cache(maxsize=64)
def _parsed(source: str, words: tuple[str, ...]) -> Node:
    from tutor.expression.derivative import whole_powers  # the first question needs none of it
    from tutor.expression.grammar import parse

    return whole_powers(parse(source, names=words))


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


def negated(node: Node) -> Node:
    """The negative, a difference turned round: y − a for a − y."""
    match node:
        case Neg(operand=inner):
            return inner
        case Sum(terms=(one, Neg(operand=other))):
            return Sum((other, Neg(one)))
        case Product(factors=factors):
            for i, factor in enumerate(factors):
                turned = negated(factor)
                if not isinstance(turned, Neg):
                    return product(*factors[:i], turned, *factors[i + 1 :])
        case Quotient(dividend=dividend, divisor=divisor):
            turned = negated(dividend)
            return Neg(node) if isinstance(turned, Neg) else Quotient(turned, divisor)
    return Neg(node)


def activated(layer: Layer, z: Node) -> Node:
    """The activation of one neuron out of its z; not for softmax, which needs every z of the layer."""
    return entry(activations.of(layer).formula, {"z": z})


def slopes(layer: Layer, a: Node, z: Node) -> tuple[Node, ...]:
    """The right forms of σ′, out of a or z, the one to be shown first."""
    return tuple(entry(source, {"a": a, "z": z}) for source in activations.of(layer).slopes)


def loss_term(network: Network, q: Quantity, j: int) -> Node:
    """What output j adds to the sum of the loss of one sample, without the factor before the sum; maybe 0."""
    loss = losses.of(network)
    source = loss.term if loss.at is None else loss.at.get(_target(network, q, j), (loss.term, ""))[0]
    return entry(source, _output(network, q, j))


def loss_slope(network: Network, q: Quantity, j: int) -> Node:
    """∂L/∂a of output j of one sample; maybe 0."""
    loss = losses.of(network)
    source = loss.gradient if loss.at is None else loss.at.get(_target(network, q, j), ("", loss.gradient))[1]
    return entry(source, _output(network, q, j))


def output_minus_target(network: Network, q: Quantity, j: int) -> Node:
    """A − y of output j, or y − a where δ has the other sign."""
    leaves = _output(network, q, j)
    return Sum((leaves["a"], Neg(leaves["y"]))) if network.true_sign else Sum((leaves["y"], Neg(leaves["a"])))


def _output(network: Network, q: Quantity, j: int) -> dict[str, Node]:
    return {"a": named(q, Kind.A, network.depth, j), "y": named(q, Kind.Y, network.depth, j)}


def _target(network: Network, q: Quantity, j: int) -> float:
    return network.samples[q.sample - 1].y[j - 1]


def _z(network: Network, q: Quantity) -> tuple[Node, ...]:
    l, j = indices(q)
    products = tuple(
        product(named(q, Kind.W, l, j, k), named(q, Kind.A, l - 1, k)) for k in range(1, network.sizes[l - 1] + 1)
    )
    return (summed((*products, *signed_bias(network, q, l, j))),)


def _a(network: Network, q: Quantity) -> tuple[Node, ...]:
    l, j = indices(q)
    layer = network.layer(l)
    own = activated(layer, named(q, Kind.Z, l, j))
    if not activations.of(layer).whole:
        return (own,)
    every = tuple(activated(layer, named(q, Kind.Z, l, m)) for m in range(1, network.sizes[l] + 1))
    return (Quotient(own, summed(every)),)


def _loss(network: Network, q: Quantity) -> tuple[Node, ...]:
    total = over_samples(network, q, lambda each: _loss_of_one(network, each))
    l2 = network.descent.l2
    if l2 is None:
        return (total,)
    weights = (
        named(q, Kind.W, l, j, k)
        for l in range(1, network.depth + 1)
        for j in range(1, network.sizes[l] + 1)
        for k in range(1, network.sizes[l - 1] + 1)
    )
    squares = summed(tuple(Power(w, Number(2.0, "2")) for w in weights))
    return (Sum((total, product(entry("1/2", {}), named(q, Kind.L2), squares))),)


def _loss_of_one(network: Network, q: Quantity) -> Node:
    """The loss of one sample, without terms that are 0 whatever the network answers."""
    terms = tuple(loss_term(network, q, j) for j in range(1, network.sizes[-1] + 1))
    total = summed(tuple(term for term in terms if not _is(term, 0.0)) or terms[:1])
    factor = entry(losses.of(network).factor, {})
    return total if _is(factor, 1.0) else product(factor, total)


def _is(node: Node, value: float) -> bool:
    return isinstance(node, Number) and node.value == value


def _sigma_prime(network: Network, q: Quantity) -> tuple[Node, ...]:
    l, j = indices(q)
    return slopes(network.layer(l), named(q, Kind.A, l, j), named(q, Kind.Z, l, j))


def _delta(network: Network, q: Quantity) -> tuple[Node, ...]:
    l, j = indices(q)
    if l == network.depth:  # BP1
        forms = output_errors(network, q)
        return forms if network.true_sign else tuple(map(negated, forms))
    terms = tuple(  # BP2
        product(named(q, Kind.W, l + 1, m, j), named(q, Kind.DELTA, l + 1, m))
        for m in range(1, network.sizes[l + 1] + 1)
    )
    return (product(summed(terms), named(q, Kind.SIGMA_PRIME, l, j)),)


def output_errors(network: Network, q: Quantity) -> tuple[Node, ...]:
    """∂L/∂z of an output: a − y where the loss cancels the activation's slope, and the general form of BP1."""
    l, j = indices(q)
    last = network.layer(l)
    whole = activations.of(last).whole
    general = _through_softmax(network, q) if whole else loss_slope(network, q, j)
    if not losses.short(network):
        return (general if whole else product(general, named(q, Kind.SIGMA_PRIME, l, j)),)
    leaves = _output(network, q, j)
    if not whole:  # the slope from a, since nobody needs σ′ for a − y
        general = product(general, slopes(last, leaves["a"], named(q, Kind.Z, l, j))[0])
    return Sum((leaves["a"], Neg(leaves["y"]))), general


def _through_softmax(network: Network, q: Quantity) -> Node:
    """Σ_i ∂L/∂a_i · ∂a_i/∂z_j, where ∂a_i/∂z_j is a_j(1 − a_j) for i = j and −a_i a_j for the others."""
    l, j = indices(q)
    own = named(q, Kind.A, l, j)
    terms: list[Node] = []
    for i in range(1, network.sizes[l] + 1):
        slope, other = loss_slope(network, q, i), named(q, Kind.A, l, i)
        if not _is(slope, 0.0):
            jacobian = product(own, entry("1 - a", {"a": own})) if i == j else product(other, own)
            terms.append(product(slope, jacobian) if i == j else Neg(product(slope, jacobian)))
    return summed(tuple(terms))


def _signed(network: Network, node: Node) -> Node:
    """A gradient out of δ: with the minus of a δ that has the other sign."""
    return node if network.true_sign else Neg(node)


def _dL_dW(network: Network, q: Quantity) -> tuple[Node, ...]:
    l, j = indices(q)

    def of_one(each: Quantity) -> Node:
        return product(named(each, Kind.A, l - 1, q.k), named(each, Kind.DELTA, l, j))

    total = _signed(network, over_samples(network, q, of_one))
    if network.descent.l2 is None:
        return (total,)
    return (Sum((total, product(named(q, Kind.L2), named(q, Kind.W, l, j, q.k)))),)


def _dL_db(network: Network, q: Quantity) -> tuple[Node, ...]:
    l, j = indices(q)
    neurons = range(1, network.sizes[l] + 1) if network.conventions.bias == SHARED else (j,)

    terms = tuple(named(each, Kind.DELTA, l, m) for each in in_samples(network, q) for m in neurons)
    total = averaged(network, q, terms)
    return (total if network.true_sign != network.layer(l).threshold else Neg(total),)


def _descent(parameter: Kind) -> Callable[[Network, Quantity], tuple[Node, ...]]:
    """One step of gradient descent: w − η ∂L/∂w, and the same for b; with momentum, μ times the last step more."""

    def formula(network: Network, q: Quantity) -> tuple[Node, ...]:
        l, j = indices(q)
        now = named(q, parameter, l, j, q.k)
        terms: list[Node] = [now]
        if network.descent.momentum is not None and q.update > 1:
            before = named(q._replace(update=q.update - 1), parameter, l, j, q.k)
            terms.append(product(named(q, Kind.MOMENTUM), Sum((now, Neg(before)))))
        step = product(named(q, Kind.RATE), Name(gradient_of(network, q)))
        return (Sum((*terms, Neg(step))),)

    return formula


_FORMULAS: dict[Kind, Callable[[Network, Quantity], tuple[Node, ...]]] = {
    Kind.Z: _z,
    Kind.A: _a,
    Kind.LOSS: _loss,
    Kind.SIGMA_PRIME: _sigma_prime,
    Kind.DELTA: _delta,
    Kind.DL_DW: _dL_dW,
    Kind.DL_DB: _dL_db,
    Kind.W_NEW: _descent(Kind.W),
    Kind.B_NEW: _descent(Kind.B),
}
