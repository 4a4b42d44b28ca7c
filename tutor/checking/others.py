"""Other numbers for a lesson's network: what is so with them too is so whatever the numbers are.

ReLU and the identity are straight on either side of 0: an active neuron of ReLU has a = z and σ′ = 1 with any numbers
that leave it active. So with them each z stays on the side of 0 where the lesson has it.
"""

from collections.abc import Sequence
from operator import mul
from random import Random

from tutor.engine import activations
from tutor.engine.network import Layer, Network
from tutor.engine.solution import Solution
from tutor.expression.functions import CALM

STRAIGHT = frozenset({"relu", "identity"})
"""The activations that are straight on either side of 0."""
Sides = tuple[tuple[bool, ...], ...]
"""For each layer 1 … L, for each neuron, whether its z is above 0; nothing for a layer that may have any z."""


def sides(lesson: Solution) -> Sides:
    """On which side of 0 each z of a lesson's network lies, where that matters."""
    return tuple(
        _above(z) if layer.activation in STRAIGHT else ()
        for layer, z in zip(lesson.network.layers, lesson.first.z, strict=True)
    )


def with_other_numbers(network: Network, kept: Sides, random: Random) -> Network:
    """The network with wholly other numbers.

    Args:
        network: any.
        kept: on which side of 0 each z lies in what is returned.
        random: where the numbers come from.
    """

    def numbers(many: int, most: float) -> tuple[float, ...]:
        return tuple(random.choice((-most, most)) * random.uniform(0.4, 1.0) for _ in range(many))

    layers = [
        Layer(tuple(numbers(len(row), 2 / len(row)) for row in layer.W), numbers(len(layer.b), 1.0), layer.activation)
        for layer in network.layers
    ]
    rate = None if network.learning_rate is None else random.uniform(0.2, 0.9)
    x, y = numbers(len(network.x), 1.5), numbers(len(network.y), 1.5)
    return network._replace(x=x, y=y, layers=_turned(layers, x, kept), learning_rate=rate)


def _turned(layers: Sequence[Layer], x: Sequence[float], kept: Sides) -> tuple[Layer, ...]:
    """The layers, with the signs changed of all that goes into a neuron whose z is on the other side of 0."""
    turned: list[Layer] = []
    a = x
    for layer, above in zip(layers, kept, strict=True):
        z = _z(layer, a)
        lies = _above(z)
        signs = [1.0 if one is other else -1.0 for one, other in zip(lies, above or lies, strict=True)]
        W = tuple(tuple(sign * w for w in row) for sign, row in zip(signs, layer.W, strict=True))
        turned.append(layer._replace(W=W, b=tuple(map(mul, signs, layer.b))))
        a = [activations.of(layer).value(CALM, sign * number) for sign, number in zip(signs, z, strict=True)]
    return tuple(turned)


def _above(z: Sequence[float]) -> tuple[bool, ...]:
    return tuple(number > 0.0 for number in z)


def _z(layer: Layer, a: Sequence[float]) -> list[float]:
    return [sum(map(mul, row, a)) + b for row, b in zip(layer.W, layer.b, strict=True)]
