"""Mistakes at the errors of the output (BP1), δ = (a − y)·σ′."""

from collections.abc import Iterator

from tutor.engine.network import Network
from tutor.explain.formula import formulas, indices, named, product
from tutor.expression.tree import Name, Node, Number
from tutor.marking.mistakes.entry import Mistake, Rule, Slip
from tutor.marking.mistakes.shapes import (
    a_and_slope,
    a_and_z,
    bends,
    difference,
    error,
    other_neurons,
    own,
    own_slope,
    slips,
    slope_part,
    slopes_at_a,
    times,
)
from tutor.quantity import Kind, Quantity


def _at_output(rule: Rule) -> Rule:
    """The rule where it is the output's error that is asked for."""
    return lambda network, q: rule(network, q) if q.layer == network.depth else ()


def _target(network: Network, q: Quantity) -> Name:
    return named(q, Kind.Y, network.depth, q.j)


def _error(network: Network, q: Quantity) -> Node:
    return error(network, q, indices(q)[1])


def _target_minus_output(network: Network, q: Quantity) -> Iterator[Slip]:
    backwards = difference(network, _target(network, q), own(q, Kind.A))
    yield Slip(product(backwards, own_slope(q)), {"source": _error(network, q)})


def _output_without_slope(network: Network, q: Quantity) -> Iterator[Slip]:
    yield Slip(_error(network, q), slope_part(q))


def _output_with_activation(network: Network, q: Quantity) -> Iterator[Slip]:
    yield Slip(product(_error(network, q), own(q, Kind.A)), a_and_slope(q))


def _error_omitted(network: Network, q: Quantity) -> Iterator[Slip]:
    yield Slip(own_slope(q), {"error": _error(network, q)})


def _factor_two(network: Network, q: Quantity) -> Iterator[Slip]:
    yield Slip(product(Number(2.0, "2"), _error(network, q), own_slope(q)), {"error": _error(network, q)})


def _target_omitted(network: Network, q: Quantity) -> Iterator[Slip]:
    yield Slip(product(own(q, Kind.A), own_slope(q)), {"target": _target(network, q)})


def _z_for_a(network: Network, q: Quantity) -> Iterator[Slip]:
    if bends(network, indices(q)[0]):
        z = own(q, Kind.Z)
        tree = product(difference(network, z, _target(network, q)), own_slope(q))
        yield Slip(tree, {"used": z, "wanted": own(q, Kind.A)})


def _output_at_a(network: Network, q: Quantity) -> Iterator[Slip]:
    yield from slips((times(_error(network, q), slope) for slope in slopes_at_a(network, q)), a_and_z(q))


def _rate_in_delta(network: Network, q: Quantity) -> Iterator[Slip]:
    if network.learning_rate is not None:
        rate = named(q, Kind.RATE)
        yield from slips((product(form, rate) for form in formulas(network, q)), {"rate": rate})


_D = (Kind.DELTA,)

MISTAKES: tuple[Mistake, ...] = (
    Mistake(
        "error-sign-flipped",
        _D,
        _at_output(_target_minus_output),
        sentence="The sign is the wrong way round: take output minus target, {source}, not target minus output.",
        shorter="The sign of {value} is wrong; begin with output minus target, {source}.",
        because="a − y is the slope of the loss, and y − a points the other way",
        parts=("source",),
        sign=True,
    ),
    Mistake(
        "sigma-prime-omitted",
        _D,
        _at_output(_output_without_slope),
        sentence="You left out the slope: {wrong} is only a − y; multiply it by {slope.name} = {slope}.",
        shorter="{value} is only a − y; multiply it by {slope.name} = {slope}.",
        because="a change of z reaches the output only as far as the activation's slope lets it",
        parts=("slope",),
    ),
    Mistake(
        "activation-for-derivative",
        _D,
        _at_output(_output_with_activation),
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
        _at_output(_output_at_a),
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
