"""Mistakes at the gradients: ∂L/∂w = a δ (BP3) and ∂L/∂b = δ (BP4)."""

from collections.abc import Callable, Iterator
from functools import partial

from tutor.engine.network import SHARED, Network
from tutor.explain.formula import formulas, indices, named, product, summed
from tutor.explain.parts import in_samples
from tutor.expression.tree import Name, Neg, Node, Quotient
from tutor.marking.mistakes.entry import Mistake, Slip, Texts
from tutor.marking.mistakes.shapes import (
    across,
    added,
    alone,
    bends,
    count,
    negatives,
    own_bias,
    short,
    slips,
    softmax,
    source_first,
)
from tutor.quantity import Kind, Quantity

# Where an update goes by several samples, or λw is added, the gradient is not the product alone.

ONLY_ERRORS = Texts(
    sentence="{value} has only errors in it; multiply each by what comes in, {delta.name} by {input.name} = {input}.",
    shorter="{value} has only the errors; multiply {delta.name} by {input.name} = {input}.",
    because="a weight acts on the loss only as strongly as what comes in through it",
)
ONLY_INPUTS = Texts(
    sentence="{value} has only what comes in in it; multiply each by its error, {input.name} by {delta.name}.",
    shorter="{value} has only what comes in; multiply {input.name} by {delta.name}.",
    because="what comes in counts only as far as its neuron is in error",
)
CANCELLED_SLOPE = Texts(
    sentence="You multiplied by the slope: {wrong}; leave it out, {delta.name} is complete without it.",
    shorter="{value} has the slope in it; {delta.name} is complete without it.",
    because="with this loss the slope has cancelled, and δ is the difference alone",
)
SOURCE_NAMED_FIRST = Texts(
    sentence="The indices are exchanged: {wrong}; this weight belongs to {input.name} and {delta.name}.",
    shorter="{value} has its indices exchanged; take {input.name} and {delta.name}.",
    because="w_kj leads from neuron k to neuron j, so a has the k and δ the j",
)
MINUS_FORGOTTEN = Texts(
    sentence="The sign of {value} is wrong: {source.name} is of target minus output, so a minus belongs before it.",
    shorter="The sign of {value} is wrong; a minus belongs before {source.name}.",
    because="in this lesson δ says how z should move, and the gradient how the loss grows",
)
SIGN_OF_SUM = Texts(
    sentence="The sign of {value} is wrong; go through the signs again, {source.name} = {source} first.",
    shorter="The sign of {value} is wrong; check each sign, {source.name} first.",
    because="the gradient's sign says whether a larger parameter makes the loss larger or smaller",
)
THRESHOLD_MULTIPLIED = Texts(
    sentence="You multiplied by the threshold: {value} is {wrong.rule}; leave out {bias.name} = {bias}.",
    shorter="{value} has the threshold in it; leave out {bias.name} = {bias}.",
    because="z falls by just as much as the threshold grows, so the factor is −1",
)
SEVERAL_BY_BIAS = Texts(
    sentence="You multiplied by the bias or threshold: {wrong}; leave {bias} out and add up the errors alone.",
    shorter="{value} has {bias.name} in it; add up the errors alone.",
    because="z changes by just as much as the bias does, so the factor has the size 1",
)
SEVERAL_BY_INPUT = Texts(
    sentence="You multiplied by what comes in: {wrong}; that is for weights, add up the errors alone.",
    shorter="{value} has {input.name} in it; that is for weights, add up the errors alone.",
    because="the bias multiplies nothing that comes in, so its factor is 1",
)
THRESHOLD_TURNED = Texts(
    sentence="The sign of {value} is wrong: a threshold is subtracted, so a minus belongs before {source.name}.",
    shorter="The sign of {value} is wrong; for a threshold a minus belongs before {source.name}.",
    because="a larger threshold makes z smaller, so its gradient has the other sign than δ",
)


def _delta(q: Quantity) -> Name:
    return named(q, Kind.DELTA, *indices(q))


def _source(q: Quantity, k: int | None) -> Name:
    """The activation of a neuron of the layer before."""
    return named(q, Kind.A, indices(q)[0] - 1, k)


def _first(network: Network, q: Quantity) -> Quantity:
    """The question for the first sample of its update, whose numbers the sentences speak of."""
    return in_samples(network, q)[0]


def _parts(network: Network, q: Quantity) -> dict[str, Quantity | Node]:
    """The two right factors of ∂L/∂w."""
    first = _first(network, q)
    return {"input": _source(first, q.k), "delta": _delta(first)}


def _weights(network: Network, q: Quantity, of_one: Callable[[Quantity], Node]) -> Node:
    """∂L/∂w with something else in place of a δ."""
    return across(network, q, of_one, minus=not network.true_sign)


def _indices_swapped(network: Network, q: Quantity) -> Iterator[Slip]:
    l, j = indices(q)
    k = q.k or 0
    if j != k and j in count(network, l - 1) and k in count(network, l):
        tree = _weights(network, q, lambda each: product(_source(each, j), named(each, Kind.DELTA, l, k)))
        yield Slip(tree, _parts(network, q), SOURCE_NAMED_FIRST if source_first(network) else None)


def _z_for_a(network: Network, q: Quantity) -> Iterator[Slip]:
    l, _ = indices(q)
    if bends(network, l - 1):
        tree = _weights(network, q, lambda each: product(named(each, Kind.Z, l - 1, q.k), _delta(each)))
        first = _first(network, q)
        yield Slip(tree, {"used": named(first, Kind.Z, l - 1, q.k), "wanted": _source(first, q.k)})


def _same_layer(network: Network, q: Quantity) -> Iterator[Slip]:
    tree = _weights(network, q, lambda each: product(named(each, Kind.A, *indices(q)), _delta(each)))
    yield Slip(tree, _parts(network, q))


def _input_omitted(network: Network, q: Quantity) -> Iterator[Slip]:
    texts = None if alone(network, q) and network.true_sign else ONLY_ERRORS
    yield Slip(_weights(network, q, _delta), _parts(network, q), texts)


def _delta_omitted(network: Network, q: Quantity) -> Iterator[Slip]:
    tree = across(network, q, lambda each: _source(each, q.k))
    yield Slip(tree, _parts(network, q), None if alone(network, q) else ONLY_INPUTS)


def _weight_multiplied(network: Network, q: Quantity) -> Iterator[Slip]:
    l, j = indices(q)
    weight = named(q, Kind.W, l, j, q.k)
    tree = _weights(network, q, lambda each: product(weight, _source(each, q.k), _delta(each)))
    yield Slip(tree, {**_parts(network, q), "weight": weight})


def _divided(network: Network, q: Quantity) -> Iterator[Slip]:
    tree = _weights(network, q, lambda each: Quotient(_delta(each), _source(each, q.k)))
    yield Slip(tree, _parts(network, q))


def _slope_twice(network: Network, q: Quantity) -> Iterator[Slip]:
    l, j = indices(q)
    last = l == network.depth
    if last and softmax(network, l) and not short(network):
        return  # its slopes are not one factor of δ

    def of_one(each: Quantity) -> Node:
        return product(_source(each, q.k), _delta(each), named(each, Kind.SIGMA_PRIME, l, j))

    slope = named(_first(network, q), Kind.SIGMA_PRIME, l, j)
    texts = CANCELLED_SLOPE if last and short(network) else None
    yield Slip(_weights(network, q, of_one), {**_parts(network, q), "slope": slope}, texts)


def _sign_of_weight(network: Network, q: Quantity) -> Iterator[Slip]:
    """The minus of the lesson's δ forgotten, or one too many; with what is added, it may be turned round with it."""
    texts = MINUS_FORGOTTEN if not network.true_sign else None if alone(network, q) else SIGN_OF_SUM
    total = across(network, q, lambda each: product(_source(each, q.k), _delta(each)), minus=network.true_sign)
    trees = (total, *negatives(network, q)) if added(network, q) else (total,)
    yield from slips(trees, {"source": _delta(_first(network, q))}, texts)


def _neurons(network: Network, q: Quantity) -> range:
    """The neurons that a bias belongs to."""
    l, j = indices(q)
    return count(network, l) if network.conventions.bias == SHARED else range(j, j + 1)


def _biases(network: Network, q: Quantity, of_one: Callable[[Quantity, Node], Node]) -> Node:
    """∂L/∂b with something made of the error of each sample, or of all that a shared bias takes part in."""
    l, _ = indices(q)

    def each_sample(each: Quantity) -> Node:
        return of_one(each, summed(tuple(named(each, Kind.DELTA, l, m) for m in _neurons(network, q))))

    return across(network, q, each_sample, minus=_bias_has_minus(network, q))


def _bias_has_minus(network: Network, q: Quantity) -> bool:
    return network.true_sign == network.layer(indices(q)[0]).threshold


def _bias_multiplied(network: Network, q: Quantity) -> Iterator[Slip]:
    bias = own_bias(network, q)
    if bias is not None:
        tree = _biases(network, q, lambda _, delta: product(bias, delta))
        texts = THRESHOLD_MULTIPLIED if network.layer(indices(q)[0]).threshold else None
        if not _one_error(network, q):
            texts = SEVERAL_BY_BIAS
        yield Slip(tree, {"bias": bias, "delta": _delta(_first(network, q))}, texts)


def _times_input(k: int, each: Quantity, delta: Node) -> Node:
    return product(_source(each, k), delta)


def _input_multiplied(network: Network, q: Quantity) -> Iterator[Slip]:
    first = _first(network, q)
    for k in count(network, indices(q)[0] - 1):
        tree = _biases(network, q, partial(_times_input, k))
        texts = None if _one_error(network, q) else SEVERAL_BY_INPUT
        yield Slip(tree, {"input": _source(first, k), "delta": _delta(first)}, texts)


def _one_error(network: Network, q: Quantity) -> bool:
    """Whether the gradient of a bias is one δ, and that alone."""
    return alone(network, q) and len(_neurons(network, q)) == 1


def _sign_of_bias(network: Network, q: Quantity) -> Iterator[Slip]:
    texts = None if _one_error(network, q) else SIGN_OF_SUM
    if _bias_has_minus(network, q):
        texts = THRESHOLD_TURNED if network.true_sign else MINUS_FORGOTTEN
    trees = (form.operand if isinstance(form, Neg) else Neg(form) for form in formulas(network, q))
    yield from slips(trees, {"source": _delta(_first(network, q))}, texts)


_W, _B = (Kind.DL_DW,), (Kind.DL_DB,)
_FACTORS = ("input", "delta")

MISTAKES: tuple[Mistake, ...] = (
    Mistake(
        "indices-swapped",
        _W,
        _indices_swapped,
        sentence="The indices are exchanged: {wrong}; this weight belongs to {input.name} and {delta.name}.",
        shorter="{value} has its indices exchanged; take {input.name} and {delta.name}.",
        because="w_jk leads from neuron k to neuron j, so a has the k and δ the j",
        parts=_FACTORS,
        whole=True,
    ),
    Mistake(
        "z-for-a",
        _W,
        _z_for_a,
        sentence="You multiplied by {used.name}, {wrong}; the weight multiplies {wanted.name} = {wanted}.",
        shorter="{value} has {used.name} in it; take {wanted.name} = {wanted}.",
        because="what runs through the wire is the activation a, not z",
        parts=("used", "wanted"),
    ),
    Mistake(
        "same-layer-activation",
        _W,
        _same_layer,
        sentence="You took the activation at the end of the wire: {wrong}; take {input.name} = {input} at its start.",
        shorter="{value} has the wrong layer's a; take {input.name} = {input}.",
        because="a weight multiplies what comes in, so the gradient has the activation of the layer before",
        parts=_FACTORS,
    ),
    Mistake(
        "input-omitted",
        _W,
        _input_omitted,
        sentence="{wrong} is only the error {delta.name}; multiply it by {input.name} = {input}.",
        shorter="{value} is only {delta.name}; multiply it by {input.name} = {input}.",
        because="a weight acts on the loss only as strongly as what comes in through it",
        parts=_FACTORS,
    ),
    Mistake(
        "delta-omitted",
        _W,
        _delta_omitted,
        sentence="{value} is only {input.name}, what comes in; multiply it by the error {delta.name}.",
        shorter="{value} is only {input.name}; multiply it by {delta.name}.",
        because="what comes in counts only as far as its neuron is in error",
        parts=_FACTORS,
    ),
    Mistake(
        "weight-multiplied",
        _W,
        _weight_multiplied,
        sentence="You multiplied by the weight too: {wrong}; leave out {weight.name} = {weight}.",
        shorter="{value} has the weight in it; leave out {weight.name} = {weight}.",
        because="the derivative of w·a with respect to w is a, without the w",
        parts=(*_FACTORS, "weight"),
    ),
    Mistake(
        "divided",
        _W,
        _divided,
        sentence="You divided by {input.name}: {wrong}; multiply by it.",
        shorter="{value} is divided by {input.name}; multiply by it.",
        because="the derivative of w·a with respect to w is a, and it is a factor",
        parts=_FACTORS,
    ),
    Mistake(
        "sigma-prime-twice",
        _W,
        _slope_twice,
        sentence="The slope counts twice: {wrong}; leave it out, since {delta.name} has it already.",
        shorter="{value} has the slope twice; it is in {delta.name} already.",
        because="δ has σ′ as a factor already",
        parts=(*_FACTORS, "slope"),
    ),
    Mistake(
        "error-sign-flipped",
        _W,
        _sign_of_weight,
        sentence="The size of {value} is right, its sign is not; check the sign of both factors, {source.name} first.",
        shorter="The sign of {value} is wrong; check both factors, {source.name} first.",
        because="the gradient's sign says whether a larger weight makes the loss larger or smaller",
        parts=("source",),
        sign=True,
    ),
    Mistake(
        "bias-multiplied",
        _B,
        _bias_multiplied,
        sentence="You multiplied by the bias: {value} is {wrong.rule}; leave out {bias.name} = {bias}.",
        shorter="{value} has the bias in it; leave out {bias.name} = {bias}.",
        because="z grows by just as much as b does, so the factor is 1",
        parts=("bias", "delta"),
    ),
    Mistake(
        "input-multiplied",
        _B,
        _input_multiplied,
        sentence="You multiplied by what comes in: {value} is {wrong.rule}; that is for weights, leave it out.",
        shorter="{value} has {input.name} in it; leave it out, that is for weights.",
        because="the bias multiplies nothing that comes in, so its factor is 1",
        parts=_FACTORS,
    ),
    Mistake(
        "error-sign-flipped",
        _B,
        _sign_of_bias,
        sentence="The size of {value} is right, its sign is not; keep the sign of {source.name}.",
        shorter="The sign of {value} is wrong; keep that of {source.name}.",
        because="the gradient's sign says whether a larger bias makes the loss larger or smaller",
        parts=("source",),
        sign=True,
    ),
)
