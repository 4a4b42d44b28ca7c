"""Mistakes of the forward pass: at the weighted sum z and at the activation a."""

from collections.abc import Iterator

from tutor.engine.network import Network
from tutor.explain.formula import formulas, indices, named, product, signed_bias, slopes, summed
from tutor.expression.tree import Call, Name, Neg, Node, Number, Quotient
from tutor.marking.mistakes.entry import Mistake, Slip, Texts
from tutor.marking.mistakes.shapes import (
    ONE,
    SAME_AT_A,
    SMOOTH,
    WELL_KNOWN,
    activation_of_sum,
    activation_part,
    bends,
    count,
    each_positive,
    each_without,
    other_neurons,
    own,
    own_bias,
    sigmoid_of,
    slips,
    softmax,
    source_first,
    square,
    written,
)
from tutor.quantity import Kind, Quantity

# --- z: Σ w a + b

OMITTED_THRESHOLD = Texts(
    sentence="You left out the threshold: {wrong} is only Σ w·a; subtract {bias.name} = {bias}.",
    shorter="{value} is without the threshold; subtract {bias.name} = {bias}.",
    because="the threshold is a part of z, whatever the inputs are",
)
ADDED_THRESHOLD = Texts(
    sentence="You added the threshold, as in {wrong}; subtract {bias.name} = {bias} instead.",
    shorter="{value} has the threshold added; subtract {bias.name} = {bias}.",
    because="z is how far Σ w·a is above the threshold, and a negative one brings its own minus",
)
ROW_TAKEN = Texts(
    sentence="You went along row {neuron} of W: {wrong}; the weights into neuron {neuron} are column {neuron}.",
    shorter="{value} comes from row {neuron} of W; take column {neuron}.",
    because="in this lesson column j of W holds the weights into neuron j, row k those out of neuron k",
)


def _products(network: Network, q: Quantity, kind: Kind = Kind.A) -> tuple[Node, ...]:
    l, j = indices(q)
    return tuple(product(named(q, Kind.W, l, j, k), named(q, kind, l - 1, k)) for k in count(network, l - 1))


def _total(network: Network, q: Quantity, terms: tuple[Node, ...]) -> Node | None:
    """The sum of some terms and the bias; None where there is nothing to add."""
    found = (*terms, *signed_bias(network, q, *indices(q)))
    return summed(found) if found else None


def _threshold(network: Network, q: Quantity) -> bool:
    return network.layer(indices(q)[0]).threshold


def _bias_omitted(network: Network, q: Quantity) -> Iterator[Slip]:
    bias = own_bias(network, q)
    if bias is not None:
        texts = OMITTED_THRESHOLD if _threshold(network, q) else None
        yield Slip(summed(_products(network, q)), {"bias": bias}, texts)


def _bias_subtracted(network: Network, q: Quantity) -> Iterator[Slip]:
    bias = own_bias(network, q)
    if bias is not None:
        backwards, texts = (bias, ADDED_THRESHOLD) if _threshold(network, q) else (Neg(bias), None)
        yield Slip(summed((*_products(network, q), backwards)), {"bias": bias}, texts)


def _weights_transposed(network: Network, q: Quantity) -> Iterator[Slip]:
    l, j = indices(q)
    if square(network, l):
        other = tuple(product(named(q, Kind.W, l, k, j), named(q, Kind.A, l - 1, k)) for k in count(network, l - 1))
        texts = ROW_TAKEN if source_first(network) else None
        tree = summed((*other, *signed_bias(network, q, l, j)))
        yield Slip(tree, {"neuron": Number(float(j), str(j))}, texts)


def _term_omitted(network: Network, q: Quantity) -> Iterator[Slip]:
    for term, others in each_without(_products(network, q)):
        tree = _total(network, q, others)
        if tree is not None:
            yield Slip(tree, {"term": term})


def _sign_dropped(network: Network, q: Quantity) -> Iterator[Slip]:
    for term, terms in each_positive(_products(network, q)):
        yield Slip(summed((*terms, *signed_bias(network, q, *indices(q)))), {"term": term})


def _z_for_a(network: Network, q: Quantity) -> Iterator[Slip]:
    l, j = indices(q)
    if bends(network, l - 1):
        tree = summed((*_products(network, q, Kind.Z), *signed_bias(network, q, l, j)))
        yield Slip(tree, {"used": named(q, Kind.Z, l - 1, 1), "wanted": named(q, Kind.A, l - 1, 1)})


def _activation_applied(network: Network, q: Quantity) -> Iterator[Slip]:
    if bends(network, indices(q)[0]):
        z = formulas(network, q)[0]
        yield Slip(activation_of_sum(network, q), written=written(network, q._replace(kind=Kind.A), z))


# --- a: σ(z)

SLOPE_GIVEN = Texts(
    sentence="{value} is the slope at {z.name} = {z}; here the activation itself is asked for.",
    shorter="{value} is the slope at {z.name}; give the activation itself.",
    because="the forward pass hands on the activation, and its slope is for the backward pass",
)


def _z(q: Quantity) -> Name:
    return own(q, Kind.Z)


def _z_part(q: Quantity) -> dict[str, Quantity | Node]:
    return {"z": _z(q)}


def _activation_not_applied(network: Network, q: Quantity) -> Iterator[Slip]:
    if bends(network, indices(q)[0]):
        yield Slip(_z(q), _z_part(q))


def _exponent_sign(network: Network, q: Quantity) -> Iterator[Slip]:
    if sigmoid_of(network, q):
        yield Slip(Quotient(ONE, summed((ONE, Call("exp", _z(q))))), _z_part(q))


def _derivative_given(network: Network, q: Quantity) -> Iterator[Slip]:
    l, _ = indices(q)
    if bends(network, l):
        trees = slopes(network.layer(l), formulas(network, q)[0], _z(q))
        if network.layer(l).activation in SAME_AT_A:
            trees = trees[:1]
        shortest_first = sorted(trees, key=lambda tree: not isinstance(tree, Call))
        plain = network.layer(l).activation in WELL_KNOWN
        yield from slips(shortest_first, _z_part(q), None if plain else SLOPE_GIVEN)


def _reciprocal_omitted(network: Network, q: Quantity) -> Iterator[Slip]:
    if sigmoid_of(network, q):
        yield Slip(summed((ONE, Call("exp", Neg(_z(q))))))


def _wrong_activation(network: Network, q: Quantity) -> Iterator[Slip]:
    # ReLU is left out: it gives z, which is to apply none, or 0, which says nothing of where it came from.
    own_name = network.layer(indices(q)[0]).activation
    trees = (Call(name, _z(q)) for name in SMOOTH if name != own_name)
    yield from slips(trees, activation_part(network, q))


def _exponential_omitted(network: Network, q: Quantity) -> Iterator[Slip]:
    l, _ = indices(q)
    if softmax(network, l):
        yield Slip(Quotient(_z(q), summed(tuple(named(q, Kind.Z, l, m) for m in count(network, l)))), _z_part(q))


_Z, _A = (Kind.Z,), (Kind.A,)

MISTAKES: tuple[Mistake, ...] = (
    Mistake(
        "bias-omitted",
        _Z,
        _bias_omitted,
        sentence="You left out the bias: {wrong} is only Σ w·a; add {bias.name} = {bias}.",
        shorter="{value} is without the bias; add {bias.name} = {bias}.",
        because="the bias is a part of z, whatever the inputs are",
        parts=("bias",),
    ),
    Mistake(
        "bias-subtracted",
        _Z,
        _bias_subtracted,
        sentence="You subtracted the bias, as in {wrong}; add {bias.name} = {bias} instead.",
        shorter="{value} has the bias subtracted; add {bias.name} = {bias}.",
        because="z is Σ w·a plus the bias, and a negative bias brings its own minus",
        parts=("bias",),
    ),
    Mistake(
        "weights-transposed",
        _Z,
        _weights_transposed,
        sentence="You went down column {neuron} of W: {wrong}; the weights into neuron {neuron} are row {neuron}.",
        shorter="{value} comes from column {neuron} of W; take row {neuron}.",
        because="row j of W holds the weights into neuron j, column k those out of neuron k",
        parts=("neuron",),
        whole=True,
    ),
    Mistake(
        "term-omitted",
        _Z,
        _term_omitted,
        sentence="One product is missing: {wrong} is without {term.name} = {term}; add it.",
        shorter="{value} is without one product; add {term}.",
        because="every input adds its product to the sum, a small or a negative one too",
        parts=("term",),
    ),
    Mistake(
        "sign-dropped",
        _Z,
        _sign_dropped,
        sentence="You took {term} as positive, as in {wrong}; this product is negative, so keep its minus.",
        shorter="You took {term} as positive; keep its minus.",
        because="a product of one positive and one negative number is negative, and makes the sum smaller",
        parts=("term",),
    ),
    Mistake(
        "z-for-a",
        _Z,
        _z_for_a,
        sentence="You put in the z of the layer before: {wrong}; put in its a, such as {wanted.name} = {wanted}.",
        shorter="{value} uses z of the layer before; use a, such as {wanted.name} = {wanted}.",
        because="a neuron hands on its activation a, and keeps its z to itself",
        parts=("used", "wanted"),
    ),
    Mistake(
        "activation-applied",
        _Z,
        _activation_applied,
        sentence="You went one step too far: {wrong} is the activation; {question} is the sum that goes into it.",
        shorter="{value} is the activation already; give the sum that goes into it.",
        because="z is what goes into the activation, and a is what comes out",
    ),
    Mistake(
        "other-neuron",
        _Z,
        other_neurons,
        sentence="{wrong} is {other.name}, the sum of another neuron; here {question} is asked for.",
        shorter="{value} belongs to {other.name}; give {question}.",
        because="each neuron has its own weights, and so its own sum",
        parts=("other",),
    ),
    Mistake(
        "activation-not-applied",
        _A,
        _activation_not_applied,
        sentence="{wrong} is still {z.name}: put it into the activation, {question} = {rule}.",
        shorter="{value} is still {z.name}; put it into the activation.",
        because="without the activation all layers together would be one weighted sum",
        parts=("z",),
    ),
    Mistake(
        "exponent-sign",
        _A,
        _exponent_sign,
        sentence="The exponent lost its minus: {wrong}; take e to the power −z, where {z.name} = {z}.",
        shorter="{value} has e to the power +z; take −z, where {z.name} = {z}.",
        because="1/(1 + e^(−z)) grows with z, and with +z it would fall",
        parts=("z",),
    ),
    Mistake(
        "derivative-given",
        _A,
        _derivative_given,
        sentence="{value} is the slope, {wrong.rule}; here the activation itself is asked for, {question} = {rule}.",
        shorter="{value} is the slope; give the activation, {rule}.",
        because="the forward pass hands on the activation, and its slope is for the backward pass",
        parts=("z",),
    ),
    Mistake(
        "reciprocal-omitted",
        _A,
        _reciprocal_omitted,
        sentence="{wrong} is only the denominator: divide 1 by it.",
        shorter="{value} is only the denominator; divide 1 by it.",
        because="σ(z) is 1 divided by 1 + e^(−z), and so never above 1",
    ),
    Mistake(
        "wrong-activation",
        _A,
        _wrong_activation,
        sentence="{value} is {wrong.rule}, another activation; this layer uses {activation}: {question} = {rule}.",
        shorter="{value} is {wrong.rule}, another activation; this layer uses {activation}.",
        because="each layer has one activation for all its neurons, and the lesson says which",
        parts=("activation",),
    ),
    Mistake(
        "exponential-omitted",
        _A,
        _exponential_omitted,
        sentence="You shared out the z themselves: {wrong}; take e to the power z of each first.",
        shorter="{value} is z over the sum of all z; take e to the power z of each first.",
        because="e^z is always positive, so the shares are too, and z need not be",
        parts=("z",),
    ),
    Mistake(
        "other-neuron",
        _A,
        other_neurons,
        sentence="{wrong} is {other.name}, the activation of another neuron; here {question} is asked for.",
        shorter="{value} belongs to {other.name}; give {question}.",
        because="each neuron has its own z, and so its own activation",
        parts=("other",),
    ),
)
