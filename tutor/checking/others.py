"""Other numbers for a lesson's network: what is so with them too is so whatever the numbers are.

ReLU and its like are straight on either side of 0: an active neuron of ReLU has a = z and σ′ = 1 with any numbers that
leave it active. So with them each z stays on the side of 0 where the lesson has it. The target of a cross-entropy stays
as it is: which of its terms count is no matter of numbers.
"""

from collections.abc import Sequence
from operator import mul
from random import Random

from tutor.engine import activations
from tutor.engine.network import SHARED, Layer, Network, Sample
from tutor.engine.solution import Solution
from tutor.expression.functions import CALM

STRAIGHT = frozenset({"relu", "leaky-relu", "identity"})
"""The activations that are straight on either side of 0."""
LABELS = frozenset({"cross-entropy", "binary-cross-entropy"})
"""The losses whose targets say which terms count."""
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
        kept: on which side of 0 each z lies in what is returned, as far as a bias that is shared lets it.
        random: where the numbers come from.
    """

    def numbers(many: int, most: float) -> tuple[float, ...]:
        return tuple(random.choice((-most, most)) * random.uniform(0.4, 1.0) for _ in range(many))

    # A bias that a whole layer shares can't be turned for one neuron: it keeps its sign, and is too small for more.
    shared = network.conventions.bias == SHARED
    layers = [
        layer._replace(
            W=tuple(numbers(len(row), 2 / len(row)) for row in layer.W),
            b=tuple(b * random.uniform(1e-4, 1e-3) for b in layer.b) if shared else numbers(len(layer.b), 1.0),
        )
        for layer in network.layers
    ]
    rate = None if network.learning_rate is None else random.uniform(0.2, 0.9)
    first, *further = (
        Sample(numbers(len(x), 1.5), y if network.loss in LABELS else numbers(len(y), 1.5)) for x, y in network.samples
    )
    turned = _turned(layers, first.x, kept)
    return network._replace(x=first.x, y=first.y, further=tuple(further), layers=turned, learning_rate=rate)


def _turned(layers: Sequence[Layer], x: Sequence[float], kept: Sides) -> tuple[Layer, ...]:
    """The layers, with the signs changed of all that goes into a neuron whose z is on the other side of 0."""
    turned: list[Layer] = []
    a = x
    for layer, above in zip(layers, kept, strict=True):
        z = _z(layer, a)
        lies = _above(z)
        signs = [1.0 if one is other else -1.0 for one, other in zip(lies, above or lies, strict=True)]
        W = tuple(tuple(sign * w for w in row) for sign, row in zip(signs, layer.W, strict=True))
        own = len(layer.b) == len(signs)
        turned.append(layer._replace(W=W, b=tuple(map(mul, signs, layer.b)) if own else layer.b))
        activation = activations.of(layer)
        if not activation.whole:  # softmax is the last layer's
            a = [activation.value(CALM, sign * number) for sign, number in zip(signs, z, strict=True)]
    return tuple(turned)


def _above(z: Sequence[float]) -> tuple[bool, ...]:
    return tuple(number > 0.0 for number in z)


def _z(layer: Layer, a: Sequence[float]) -> list[float]:
    sign = -1.0 if layer.threshold else 1.0
    biases = layer.b if len(layer.b) == len(layer.W) else (layer.b or (0.0,)) * len(layer.W)
    return [sum(map(mul, row, a)) + sign * b for row, b in zip(layer.W, biases, strict=True)]
