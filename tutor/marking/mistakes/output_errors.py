"""Mistakes at the errors of the output (BP1): δ = (a − y)·σ′, and what other losses and softmax make of it."""

from collections.abc import Iterator

from tutor.engine.network import Network
from tutor.explain.formula import formulas, indices, named, negated, output_minus_target, product
from tutor.expression.tree import Name, Neg, Node, Number, Sum
from tutor.marking.mistakes.entry import Mistake, Rule, Slip, Texts
from tutor.marking.mistakes.loss import HALF_SQUARES
from tutor.marking.mistakes.shapes import (
    a_and_slope,
    a_and_z,
    bends,
    loss_slope_of,
    other_neurons,
    own,
    own_slope,
    plain_slope,
    replaced,
    short,
    slips,
    slope_part,
    slopes_at_a,
    squares,
    times,
)
from tutor.quantity import Kind, Quantity

TARGET_FIRST = Texts(
    sentence="The sign is the wrong way round: here take target minus output, {source}, not output minus target.",
    shorter="The sign of {value} is wrong; begin with target minus output, {source}.",
    because="in this lesson an error is what is missing to the target, and so begins with y − a",
)
OTHER_SIGN = Texts(
    sentence="The size of {value} is right, its sign is not; go through the signs again, beginning with {source}.",
    shorter="The sign of {value} is wrong; begin again with {source}.",
    because="the sign of an error says whether a larger z makes the loss larger or smaller",
)
ONLY_TARGET_MINUS = Texts(
    sentence="You left out the slope: {wrong} is only y − a; multiply it by {slope.name} = {slope}.",
    shorter="{value} is only y − a; multiply it by {slope.name} = {slope}.",
    because="a change of z reaches the output only as far as the activation's slope lets it",
)
ONLY_LOSS_SLOPE = Texts(
    sentence="You left out σ′: {wrong} comes from the loss alone; multiply it by {slope.name} = {slope}.",
    shorter="{value} comes from the loss alone; multiply it by {slope.name} = {slope}.",
    because="a change of z reaches the output only as far as the activation's slope lets it",
)
CANCELLED = Texts(
    sentence="You multiplied by the activation, {wrong}; here nothing is multiplied by, so leave {a.name} = {a} out.",
    shorter="{value} has a as a factor; leave {a.name} = {a} out.",
    because="with this loss the slope of the activation cancels, and only the difference is left",
)
ONLY_SLOPE = Texts(
    sentence="{wrong} is only the slope of the activation; multiply it by what comes from the loss, {error}.",
    shorter="{value} is only the slope; multiply it by {error}.",
    because="without what comes from the loss the error would not know the target",
)
NO_SQUARE = Texts(
    sentence="There is a 2 too many: {wrong}; leave it out, since this loss has no square to bring one.",
    shorter="{value} has a 2 too many; this loss has no square to bring one.",
    because="a 2 is the derivative's share of a square, and this loss has none",
)
TARGET_LEFT = Texts(
    sentence="You left out the target: {wrong}; begin with {target.name} = {target} and subtract a from it.",
    shorter="{value} is without the target; begin with {target.name} = {target} minus a.",
    because="the error is how far the output is from its target, not the output",
)


NO_TWO = frozenset({"binary-cross-entropy", "cross-entropy"})
"""The losses of the table that have no square."""


def _at_output(rule: Rule) -> Rule:
    """The rule where it is the output's error that is asked for."""
    return lambda network, q: rule(network, q) if q.layer == network.depth else ()


def _difference(network: Network) -> bool:
    """Whether the error begins with the difference of output and target."""
    return short(network) or (plain_slope(network) and squares(network))


def _target(network: Network, q: Quantity) -> Name:
    return named(q, Kind.Y, network.depth, q.j)


def _error(network: Network, q: Quantity) -> Node:
    """What an error begins with: the difference, or the slope of the loss."""
    _, j = indices(q)
    return output_minus_target(network, q, j) if _difference(network) else loss_slope_of(network, q)


def _turned_round(network: Network, q: Quantity) -> Iterator[Slip]:
    texts = OTHER_SIGN if not _difference(network) else None if network.true_sign else TARGET_FIRST
    trees = (negated(form) for form in formulas(network, q))
    yield from slips(trees, {"source": _error(network, q)}, texts)


def _without_slope(network: Network, q: Quantity) -> Iterator[Slip]:
    if plain_slope(network):
        plain = network.loss == HALF_SQUARES
        texts = ONLY_LOSS_SLOPE if not plain else None if network.true_sign else ONLY_TARGET_MINUS
        yield Slip(loss_slope_of(network, q), slope_part(q), texts)


def _with_activation(network: Network, q: Quantity) -> Iterator[Slip]:
    if plain_slope(network):
        yield Slip(product(loss_slope_of(network, q), own(q, Kind.A)), a_and_slope(q))
    elif short(network):
        yield Slip(product(_error(network, q), own(q, Kind.A)), a_and_slope(q), CANCELLED)


def _error_omitted(network: Network, q: Quantity) -> Iterator[Slip]:
    if plain_slope(network):
        plain = network.loss == HALF_SQUARES and network.true_sign
        yield Slip(own_slope(q), {"error": loss_slope_of(network, q)}, None if plain else ONLY_SLOPE)


def _factor_two(network: Network, q: Quantity) -> Iterator[Slip]:
    """Where the slope of the loss has no 2 of its own."""
    if network.loss == HALF_SQUARES:
        texts = None
    elif network.loss in NO_TWO:
        texts = NO_SQUARE
    else:
        return
    trees = (product(Number(2.0, "2"), form) for form in formulas(network, q))
    yield from slips(trees, {"error": _error(network, q)}, texts)


def _target_omitted(network: Network, q: Quantity) -> Iterator[Slip]:
    if _difference(network):
        a = own(q, Kind.A)
        tree = _with(network, q, a if network.true_sign else Neg(a))
        yield Slip(tree, {"target": _target(network, q)}, None if network.true_sign else TARGET_LEFT)


def _z_for_a(network: Network, q: Quantity) -> Iterator[Slip]:
    if _difference(network) and bends(network, network.depth):
        z, y = own(q, Kind.Z), _target(network, q)
        tree = _with(network, q, Sum((z, Neg(y))) if network.true_sign else Sum((y, Neg(z))))
        yield Slip(tree, {"used": z, "wanted": own(q, Kind.A)})


def _with(network: Network, q: Quantity, node: Node) -> Node:
    """The right formula with something else in place of the difference that it begins with."""
    return replaced(formulas(network, q)[0], _error(network, q), node)


def _at_a(network: Network, q: Quantity) -> Iterator[Slip]:
    if plain_slope(network):
        trees = (times(loss_slope_of(network, q), slope) for slope in slopes_at_a(network, q))
        yield from slips(trees, a_and_z(q))


def _rate_in_delta(network: Network, q: Quantity) -> Iterator[Slip]:
    if network.learning_rate is not None:
        rate = named(q, Kind.RATE)
        yield from slips((product(form, rate) for form in formulas(network, q)), {"rate": rate})


_D = (Kind.DELTA,)

MISTAKES: tuple[Mistake, ...] = (
    Mistake(
        "error-sign-flipped",
        _D,
        _at_output(_turned_round),
        sentence="The sign is the wrong way round: take output minus target, {source}, not target minus output.",
        shorter="The sign of {value} is wrong; begin with output minus target, {source}.",
        because="a − y is the slope of the loss, and y − a points the other way",
        parts=("source",),
        sign=True,
    ),
    Mistake(
        "sigma-prime-omitted",
        _D,
        _at_output(_without_slope),
        sentence="You left out the slope: {wrong} is only a − y; multiply it by {slope.name} = {slope}.",
        shorter="{value} is only a − y; multiply it by {slope.name} = {slope}.",
        because="a change of z reaches the output only as far as the activation's slope lets it",
        parts=("slope",),
    ),
    Mistake(
        "activation-for-derivative",
        _D,
        _at_output(_with_activation),
        sentence="You multiplied by the activation, {wrong}; multiply by its slope, {slope.name} = {slope}.",
        shorter="{value} has a as a factor; multiply by {slope.name} = {slope} instead.",
        because="what counts is how fast a changes with z, not how large it is",
        parts=("a", "slope"),
    ),
    Mistake(
        "error-omitted",
        _D,
        _at_output(_error_omitted),
        sentence="{wrong} is only the slope; multiply it by output minus target, {error}.",
        shorter="{value} is only the slope; multiply it by a − y = {error}.",
        because="without a − y the error would not know the target",
        parts=("error",),
    ),
    Mistake(
        "factor-two",
        _D,
        _at_output(_factor_two),
        sentence="There is a 2 too many: {wrong}; leave it out, since the ½ of the loss cancels it.",
        shorter="{value} has a 2 too many; the ½ of the loss cancels it.",
        because="the loss is ½(a − y)², and its derivative is a − y without a 2",
        parts=("error",),
    ),
    Mistake(
        "target-omitted",
        _D,
        _at_output(_target_omitted),
        sentence="You left out the target: {wrong}; subtract {target.name} = {target} from a first.",
        shorter="{value} is without the target; subtract {target.name} = {target} from a first.",
        because="the error is how far the output is from its target, not the output",
        parts=("target",),
    ),
    Mistake(
        "z-for-a",
        _D,
        _at_output(_z_for_a),
        sentence="You compared z with the target: {wrong}; compare the output {wanted.name} = {wanted} with it.",
        shorter="{value} has z in place of a; take {wanted.name} = {wanted}.",
        because="the network's answer is a, what comes out of the activation",
        parts=("used", "wanted"),
    ),
    Mistake(
        "derivative-at-a",
        _D,
        _at_output(_at_a),
        sentence="You took the slope at {a.name}, {wrong}; take it at {z.name} = {z}.",
        shorter="{value} has the slope at {a.name}; take it at {z.name} = {z}.",
        because="a has been through the activation already, and the slope belongs to z",
        parts=("a", "z"),
    ),
    Mistake(
        "rate-in-delta",
        _D,
        _at_output(_rate_in_delta),
        sentence="The learning rate is in it: {wrong}; leave {rate.name} = {rate} for the update of the weights.",
        shorter="{value} has the learning rate in it; leave out {rate.name} = {rate}.",
        because="the error is a property of the network, and the rate says how far to step",
        parts=("rate",),
    ),
    Mistake(
        "other-neuron",
        _D,
        _at_output(other_neurons),
        sentence="{wrong} is {other.name}, the error of another neuron; here {question} is asked for.",
        shorter="{value} belongs to {other.name}; give {question}.",
        because="each neuron has its own share in the loss, and so its own error",
        parts=("other",),
    ),
)
