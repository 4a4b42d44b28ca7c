"""Mistakes at the slope σ′(z)."""

from collections.abc import Iterator

from tutor.engine import activations
from tutor.engine.entry import SOFTMAX
from tutor.engine.network import Network
from tutor.explain.formula import entry, indices
from tutor.expression.tree import Call, Name, Node
from tutor.marking.mistakes.entry import Mistake, Slip
from tutor.marking.mistakes.shapes import (
    SMOOTH,
    WELL_KNOWN,
    activation_part,
    other_neurons,
    own,
    slips,
    slopes_at_a,
    slopes_of,
)
from tutor.quantity import Kind, Quantity

FROM_A = {"sigmoid": "a*(1 - a)", "tanh": "1 - a^2"}
"""The slopes of the smooth activations, as learners know them."""
WITH_PLUS = {"sigmoid": "a*(1 + a)", "tanh": "1 + a^2", SOFTMAX: "a*(1 + a)"}
"""The slopes in which there is a minus, with a plus for it."""


def _a(q: Quantity) -> Name:
    return own(q, Kind.A)


def _z(q: Quantity) -> Name:
    return own(q, Kind.Z)


def _a_part(q: Quantity) -> dict[str, Quantity | Node]:
    return {"a": _a(q)}


def _name(network: Network, q: Quantity) -> str:
    return network.layer(indices(q)[0]).activation


def _activation_given(_network: Network, q: Quantity) -> Iterator[Slip]:
    yield Slip(_a(q), _a_part(q))


def _one_minus_only(network: Network, q: Quantity) -> Iterator[Slip]:
    if _name(network, q) in WITH_PLUS:
        yield Slip(entry("1 - a", {"a": _a(q)}), _a_part(q))


def _derivative_of_z(network: Network, q: Quantity) -> Iterator[Slip]:
    source = activations.of(network.layer(indices(q)[0])).slope_from_a
    if source is not None:
        yield Slip(entry(source, {"a": _z(q)}), {"a": _a(q), "z": _z(q)})


def _derivative_at_a(network: Network, q: Quantity) -> Iterator[Slip]:
    yield from slips(slopes_at_a(network, q), {"a": _a(q), "z": _z(q)})


def _plus_for_minus(network: Network, q: Quantity) -> Iterator[Slip]:
    source = WITH_PLUS.get(_name(network, q))
    if source is not None:
        yield Slip(entry(source, {"a": _a(q)}), _a_part(q))


def _wrong_activation(network: Network, q: Quantity) -> Iterator[Slip]:
    """The slope of another activation, out of the a that is there or out of z."""
    name = _name(network, q)
    others = tuple(each for each in WELL_KNOWN if each != name)
    from_a = tuple(entry(source, {"a": _a(q)}) for each, source in FROM_A.items() if each != name)
    from_z = tuple(slope for each in others if each in SMOOTH for slope in slopes_of(each, _z(q)))
    steps = tuple(Call(each + "'", _z(q)) for each in others if each not in SMOOTH)
    yield from slips((*from_a, *from_z, *steps), activation_part(network, q))


_SLOPE = (Kind.SIGMA_PRIME,)

MISTAKES: tuple[Mistake, ...] = (
    Mistake(
        "activation-given",
        _SLOPE,
        _activation_given,
        sentence="{wrong} is the activation {a.name} itself; its slope {question} is asked for.",
        shorter="{value} is {a.name} itself; its slope is asked for.",
        because="the slope says how fast a changes with z, not how large a is",
        parts=("a",),
    ),
    Mistake(
        "one-minus-only",
        _SLOPE,
        _one_minus_only,
        sentence="{wrong} is only a part of it: {question} = {rule}, where {a.name} = {a}.",
        shorter="{value} is 1 − a only; the slope is {rule}.",
        because="1 − a says how far a is from 1, and the slope how fast a changes with z",
        parts=("a",),
    ),
    Mistake(
        "derivative-of-z",
        _SLOPE,
        _derivative_of_z,
        sentence="You put z where a belongs, {wrong}: {question} = {rule}, where {a.name} = {a}.",
        shorter="{value} has z where a belongs; put in {a.name} = {a}.",
        because="the short formula for the slope takes a, what came out of the activation, and not z",
        parts=("a", "z"),
    ),
    Mistake(
        "derivative-at-a",
        _SLOPE,
        _derivative_at_a,
        sentence="You applied the activation twice, {wrong}; take the slope at {z.name} = {z}, not at {a.name}.",
        shorter="{value} is the slope at {a.name}; take it at {z.name} = {z}.",
        because="a has been through the activation already, and the slope belongs to z",
        parts=("a", "z"),
    ),
    Mistake(
        "plus-for-minus",
        _SLOPE,
        _plus_for_minus,
        sentence="There is a plus where the minus belongs, {wrong}: {question} = {rule}.",
        shorter="{value} has a plus for the minus; the slope is {rule}.",
        because="the slope falls as a nears its limit, and with a plus it would grow",
        parts=("a",),
    ),
    Mistake(
        "wrong-activation",
        _SLOPE,
        _wrong_activation,
        sentence="{wrong} is the slope of another activation; this layer uses {activation}.",
        shorter="{value} is another activation's slope; this layer uses {activation}.",
        because="each activation has a slope of its own, and the lesson says which one a layer has",
        parts=("activation",),
    ),
    Mistake(
        "other-neuron",
        _SLOPE,
        other_neurons,
        sentence="{wrong} is {other.name}, the slope of another neuron; here {question} is asked for.",
        shorter="{value} belongs to {other.name}; give {question}.",
        because="each neuron has its own z, and so its own slope",
        parts=("other",),
    ),
)
