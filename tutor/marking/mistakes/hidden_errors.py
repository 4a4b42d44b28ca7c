"""Mistakes at the errors of the layers before the output (BP2), δ = (Σ w δ)·σ′."""

from collections.abc import Iterator

from tutor.engine.network import Network
from tutor.explain.formula import bias, indices, named, product, summed
from tutor.expression.tree import Name, Node, Number, Sum
from tutor.marking.mistakes.entry import Mistake, Rule, Slip, Texts
from tutor.marking.mistakes.shapes import (
    a_and_slope,
    a_and_z,
    count,
    each_positive,
    each_without,
    negatives,
    other_neurons,
    own,
    own_slope,
    slips,
    slope_part,
    slopes_at_a,
    softmax,
    source_first,
    square,
    times,
)
from tutor.quantity import Kind, Quantity

COLUMN_TAKEN = Texts(
    sentence="You went down column {neuron} of W: {wrong}; going back, take row {neuron}.",
    shorter="{value} comes from column {neuron} of W; going back, take row {neuron}.",
    because="in this lesson the weights out of neuron j are in row j, and the way back takes those",
)
THRESHOLDS_COUNTED = Texts(
    sentence="You counted thresholds among the weights: {wrong}; take weights alone, such as {term}.",
    shorter="{value} has thresholds in it; take weights alone, such as {term}.",
    because="this neuron reaches the next layer through weights, and a threshold is not on its way",
)


def _before_output(rule: Rule) -> Rule:
    """The rule where it is an error that comes back from the next layer."""
    return lambda network, q: rule(network, q) if q.layer != network.depth else ()


def _next(network: Network, q: Quantity) -> range:
    return count(network, indices(q)[0] + 1)


def _weight(q: Quantity, m: int, kind: Kind = Kind.W) -> Name:
    """The weight from the neuron of ``q`` to neuron m of the next layer."""
    l, j = indices(q)
    return named(q, kind, l + 1, m, j)


def _delta(q: Quantity, m: int) -> Name:
    return named(q, Kind.DELTA, indices(q)[0] + 1, m)


def _terms(network: Network, q: Quantity) -> tuple[Node, ...]:
    return tuple(product(_weight(q, m), _delta(q, m)) for m in _next(network, q))


def _came_back(network: Network, q: Quantity) -> Node:
    """What comes back from the next layer: Σ w δ."""
    return summed(_terms(network, q))


def _without_slope(network: Network, q: Quantity) -> Iterator[Slip]:
    yield Slip(_came_back(network, q), slope_part(q))


def _with_activation(network: Network, q: Quantity) -> Iterator[Slip]:
    yield Slip(product(_came_back(network, q), own(q, Kind.A)), a_and_slope(q))


def _path_omitted(network: Network, q: Quantity) -> Iterator[Slip]:
    terms = _terms(network, q)
    if len(terms) > 1:
        for term, others in each_without(terms):
            yield Slip(product(summed(others), own_slope(q)), {"term": term})


def _not_transposed(network: Network, q: Quantity) -> Iterator[Slip]:
    l, j = indices(q)
    if square(network, l + 1):
        row = tuple(product(named(q, Kind.W, l + 1, j, m), _delta(q, m)) for m in _next(network, q))
        texts = COLUMN_TAKEN if source_first(network) else None
        yield Slip(product(summed(row), own_slope(q)), {"neuron": Number(float(j), str(j))}, texts)


def _wrong_layer_slope(network: Network, q: Quantity) -> Iterator[Slip]:
    """σ′ of the neuron in the same place of the next layer; where there is none, of any that is there."""
    l, j = indices(q)
    if softmax(network, l + 1):
        return  # it has no slope of one z
    beside = (j,) if j in _next(network, q) else _next(network, q)
    slopes = (named(q, Kind.SIGMA_PRIME, l + 1, m) for m in beside)
    yield from slips((product(_came_back(network, q), slope) for slope in slopes), slope_part(q))


def _weights_omitted(network: Network, q: Quantity) -> Iterator[Slip]:
    deltas = tuple(_delta(q, m) for m in _next(network, q))
    yield Slip(product(summed(deltas), own_slope(q)), {"term": _terms(network, q)[0]})


def _updated_weights(network: Network, q: Quantity) -> Iterator[Slip]:
    if network.learning_rate is not None:
        terms = tuple(product(_weight(q, m, Kind.W_NEW), _delta(q, m)) for m in _next(network, q))
        yield Slip(product(summed(terms), own_slope(q)), {"weight": _weight(q, 1)})


def _bias_in_sum(network: Network, q: Quantity) -> Iterator[Slip]:
    l, _ = indices(q)
    biases = [bias(network, q, l + 1, m) for m in _next(network, q)]
    terms = tuple(
        product(Sum((_weight(q, m), own_bias)), _delta(q, m))
        for m, own_bias in zip(_next(network, q), biases, strict=True)
        if own_bias is not None
    )
    if terms:
        texts = THRESHOLDS_COUNTED if network.layer(l + 1).threshold else None
        yield Slip(product(summed(terms), own_slope(q)), {"term": _terms(network, q)[0]}, texts)


def _at_a(network: Network, q: Quantity) -> Iterator[Slip]:
    yield from slips((times(_came_back(network, q), slope) for slope in slopes_at_a(network, q)), a_and_z(q))


def _sign_dropped(network: Network, q: Quantity) -> Iterator[Slip]:
    found = _terms(network, q)
    if len(found) > 1:  # of a single term it is the error's whole sign
        for term, terms in each_positive(found):
            yield Slip(product(summed(terms), own_slope(q)), {"term": term})


def _sign_flipped(network: Network, q: Quantity) -> Iterator[Slip]:
    yield from slips(negatives(network, q), {"source": _terms(network, q)[0]})


_D = (Kind.DELTA,)

MISTAKES: tuple[Mistake, ...] = (
    Mistake(
        "sigma-prime-omitted",
        _D,
        _before_output(_without_slope),
        sentence="You left out the slope: {wrong} is what comes back; multiply it by {slope.name} = {slope}.",
        shorter="{value} is what comes back; multiply it by {slope.name} = {slope}.",
        because="what comes back passes through the neuron's activation, and so its slope counts",
        parts=("slope",),
    ),
    Mistake(
        "activation-for-derivative",
        _D,
        _before_output(_with_activation),
        sentence="You multiplied by the activation, {wrong}; multiply by its slope, {slope.name} = {slope}.",
        shorter="{value} has a as a factor; multiply by {slope.name} = {slope} instead.",
        because="what counts is how fast a changes with z, not how large it is",
        parts=("a", "slope"),
    ),
    Mistake(
        "path-omitted",
        _D,
        _before_output(_path_omitted),
        sentence="One path is missing: {wrong} is without {term.name} = {term}; add it before you multiply by σ′.",
        shorter="{value} is without one path; add {term} to the sum.",
        because="the neuron acts on the loss through every neuron of the next layer",
        parts=("term",),
    ),
    Mistake(
        "weights-not-transposed",
        _D,
        _before_output(_not_transposed),
        sentence="You went along row {neuron} of W: {wrong}; going back, take column {neuron}.",
        shorter="{value} comes from row {neuron} of W; going back, take column {neuron}.",
        because="the weights out of neuron j are in column j, so W is transposed on the way back",
        parts=("neuron",),
        whole=True,
    ),
    Mistake(
        "wrong-layer-derivative",
        _D,
        _before_output(_wrong_layer_slope),
        sentence="You took the slope of the next layer: {wrong}; here it is {slope.name} = {slope}.",
        shorter="{value} has the next layer's slope; take {slope.name} = {slope}.",
        because="the next layer's slope is in its δ already, and here the neuron's own is needed",
        parts=("slope",),
    ),
    Mistake(
        "weights-omitted",
        _D,
        _before_output(_weights_omitted),
        sentence="You left out the weights: {wrong}; multiply each δ by its weight first, as in {term}.",
        shorter="{value} is without the weights; each δ has its own, as in {term}.",
        because="an error comes back through a wire only as strongly as its weight lets it",
        parts=("term",),
    ),
    Mistake(
        "updated-weights-used",
        _D,
        _before_output(_updated_weights),
        sentence="{value} comes from the updated weights; take those from before, such as {weight.name} = {weight}.",
        shorter="{value} has updated weights; take the old ones, such as {weight.name} = {weight}.",
        because="all gradients belong to the weights of the forward pass, so they come before any update",
        parts=("weight",),
    ),
    Mistake(
        "bias-in-error-sum",
        _D,
        _before_output(_bias_in_sum),
        sentence="You counted biases among the weights: {wrong}; take weights alone, such as {term}.",
        shorter="{value} has biases in it; take weights alone, such as {term}.",
        because="this neuron reaches the next layer through weights, and a bias is not on its way",
        parts=("term",),
    ),
    Mistake(
        "derivative-at-a",
        _D,
        _before_output(_at_a),
        sentence="You took the slope at {a.name}, {wrong}; take it at {z.name} = {z}.",
        shorter="{value} has the slope at {a.name}; take it at {z.name} = {z}.",
        because="a has been through the activation already, and the slope belongs to z",
        parts=("a", "z"),
    ),
    Mistake(
        "sign-dropped",
        _D,
        _before_output(_sign_dropped),
        sentence="You took {term} as positive, as in {wrong}; this term is negative, so keep its minus.",
        shorter="You took {term} as positive; keep its minus.",
        because="a product of one positive and one negative number is negative, and makes the sum smaller",
        parts=("term",),
    ),
    Mistake(
        "error-sign-flipped",
        _D,
        _before_output(_sign_flipped),
        sentence="The size of {value} is right, its sign is not; go through the signs again, beginning with {source}.",
        shorter="The sign of {value} is wrong; check each sign, from {source} on.",
        because="the sign of an error says whether a larger z makes the loss larger or smaller",
        parts=("source",),
        sign=True,
    ),
    Mistake(
        "other-neuron",
        _D,
        _before_output(other_neurons),
        sentence="{wrong} is {other.name}, the error of another neuron; here {question} is asked for.",
        shorter="{value} belongs to {other.name}; give {question}.",
        because="each neuron has its own share in the loss, and so its own error",
        parts=("other",),
    ),
)
