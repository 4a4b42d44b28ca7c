"""Other numbers for a lesson's network: what is so with them too is so whatever the numbers are.

ReLU and its like are straight on either side of 0: an active neuron of ReLU has a = z and σ′ = 1 with any numbers that
leave it active. So with them each z stays on the side of 0 where the lesson has it, in every pass. The targets of a
loss with logarithms stay 0 or 1 where they are: which of its terms count is no matter of numbers.
"""

import math
from random import Random

from tutor.engine import losses
from tutor.engine.network import Layer, Network, Sample
from tutor.engine.solution import Overflow, Solution, solve

STRAIGHT = frozenset({"relu", "leaky-relu", "elu", "identity"})
"""The activations that are straight on some side of 0."""
Sides = tuple[tuple[bool, ...], ...]
"""For each pass, for each layer 1 … L, for each neuron, whether its z is above 0; nothing for a layer that may have
any z."""

TRIES = 12
"""How often wholly other numbers are drawn; after that they come nearer to the lesson's own from time to time."""
NEARER = 0.6
LAST = 30
"""How often at most; by then they are the lesson's own but for a few millionths."""


def sides(lesson: Solution) -> Sides:
    """On which side of 0 each z of a lesson's network lies, where that matters."""
    return tuple(
        tuple(number > 0.0 for number in z) if layer.activation in STRAIGHT else ()
        for update in lesson.updates
        for each in update.passes.values()
        for layer, z in zip(lesson.network.layers, each.z, strict=True)
    )


def with_other_numbers(network: Network, kept: Sides, random: Random) -> Solution | None:
    """The network with other numbers, solved: wholly other ones, unless those do not leave each z on its side.

    Args:
        network: any.
        kept: on which side of 0 each z lies in what is returned.
        random: where the numbers come from.

    Returns:
        None where no such numbers are found.
    """
    for attempt in range(TRIES + LAST):
        away = NEARER ** max(0, attempt - TRIES)
        try:
            found = solve(_drawn(network, random, away))
        except Overflow:
            continue
        if sides(found) == kept:
            return found
    return None


def _drawn(network: Network, random: Random, away: float) -> Network:
    """Other numbers, so far from the lesson's own: a part of the way to wholly other ones."""

    def moved(own: float, other: float) -> float:
        return own + away * (other - own)

    def numbers(own: tuple[float, ...], most: float) -> tuple[float, ...]:
        return tuple(moved(each, random.choice((-most, most)) * random.uniform(0.4, 1.0)) for each in own)

    def part(own: float | None) -> float | None:
        return None if own is None else moved(own, random.uniform(0.2, 0.9))

    def layer(own: Layer) -> Layer:
        return own._replace(W=tuple(numbers(row, 2 / len(row)) for row in own.W), b=numbers(own.b, 1.0))

    def targets(own: tuple[float, ...]) -> tuple[float, ...]:
        loss = losses.of(network)
        if loss.at is None:
            return numbers(own, 1.5)
        drawn = tuple(y if y in loss.at else random.uniform(0.1, 0.9) for y in own)
        shares = loss.partner == "softmax" and math.isclose(sum(own), 1.0)
        return tuple(y / sum(drawn) for y in drawn) if shares else drawn

    first, *further = (Sample(numbers(x, 1.5), targets(y)) for x, y in network.samples)
    descent = network.descent
    return network._replace(
        x=first.x,
        y=first.y,
        further=tuple(further),
        layers=tuple(map(layer, network.layers)),
        learning_rate=part(network.learning_rate),
        descent=descent._replace(momentum=part(descent.momentum), l2=part(descent.l2)),
    )
