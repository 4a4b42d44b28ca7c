"""Mistakes at the gradients: ∂L/∂w = a δ (BP3) and ∂L/∂b = δ (BP4)."""

from collections.abc import Iterator

from tutor.engine.network import Network
from tutor.explain.formula import indices, named, product
from tutor.expression.tree import Name, Node, Quotient
from tutor.marking.mistakes.entry import Mistake, Slip
from tutor.marking.mistakes.shapes import bends, count, negatives, slips
from tutor.quantity import Kind, Quantity


def _delta(q: Quantity) -> Name:
    return named(q, Kind.DELTA, *indices(q))


def _source(q: Quantity, k: int | None) -> Name:
    """The activation of a neuron of the layer before."""
    return named(q, Kind.A, indices(q)[0] - 1, k)


def _parts(q: Quantity) -> dict[str, Quantity | Node]:
    """The two right factors of ∂L/∂w."""
    return {"input": _source(q, q.k), "delta": _delta(q)}


def _indices_swapped(network: Network, q: Quantity) -> Iterator[Slip]:
    l, j = indices(q)
    k = q.k or 0
    if j != k and j in count(network, l - 1) and k in count(network, l):
        yield Slip(product(_source(q, j), named(q, Kind.DELTA, l, k)), _parts(q))


def _z_for_a(network: Network, q: Quantity) -> Iterator[Slip]:
    l, _ = indices(q)
    if bends(network, l - 1):
        z = named(q, Kind.Z, l - 1, q.k)
        yield Slip(product(z, _delta(q)), {"used": z, "wanted": _source(q, q.k)})


def _same_layer(_network: Network, q: Quantity) -> Iterator[Slip]:
    yield Slip(product(named(q, Kind.A, *indices(q)), _delta(q)), _parts(q))


def _input_omitted(_network: Network, q: Quantity) -> Iterator[Slip]:
    yield Slip(_delta(q), _parts(q))


def _delta_omitted(_network: Network, q: Quantity) -> Iterator[Slip]:
    yield Slip(_source(q, q.k), _parts(q))


def _weight_multiplied(_network: Network, q: Quantity) -> Iterator[Slip]:
    l, j = indices(q)
    weight = named(q, Kind.W, l, j, q.k)
    yield Slip(product(weight, _source(q, q.k), _delta(q)), {**_parts(q), "weight": weight})


def _divided(_network: Network, q: Quantity) -> Iterator[Slip]:
    yield Slip(Quotient(_delta(q), _source(q, q.k)), _parts(q))


def _slope_twice(_network: Network, q: Quantity) -> Iterator[Slip]:
    slope = named(q, Kind.SIGMA_PRIME, *indices(q))
    yield Slip(product(_source(q, q.k), _delta(q), slope), {**_parts(q), "slope": slope})


def _sign_flipped(network: Network, q: Quantity) -> Iterator[Slip]:
    yield from slips(negatives(network, q), {"source": _delta(q)})


def _bias_multiplied(_network: Network, q: Quantity) -> Iterator[Slip]:
    bias = named(q, Kind.B, *indices(q))
    yield Slip(product(bias, _delta(q)), {"bias": bias, "delta": _delta(q)})


def _input_multiplied(network: Network, q: Quantity) -> Iterator[Slip]:
    for k in count(network, indices(q)[0] - 1):
        yield Slip(product(_source(q, k), _delta(q)), {"input": _source(q, k), "delta": _delta(q)})


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
        _sign_flipped,
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
        _sign_flipped,
        sentence="The size of {value} is right, its sign is not; keep the sign of {source.name}.",
        shorter="The sign of {value} is wrong; keep that of {source.name}.",
        because="the gradient's sign says whether a larger bias makes the loss larger or smaller",
        parts=("source",),
        sign=True,
    ),
)
