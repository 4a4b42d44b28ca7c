"""Random networks of a lesson's shape, in which what holds between names holds too, and nothing else does.

Activations, loss, conventions, samples and updates are the lesson's; weights, biases, inputs, targets and the rates of
the descent are random, and the same ones at every run.
"""

from collections.abc import Collection
from functools import lru_cache
from math import copysign
from random import Random

from tutor.engine import activations, losses
from tutor.engine.activations import ACTIVATIONS
from tutor.engine.network import SHARED, Descent, Layer, Network, Numbers, Sample
from tutor.engine.solution import Overflow, Solution, solve
from tutor.expression.functions import CALM

COUNT = 20
"""How many networks there are."""
ALL_RISING = 6
"""In so many of them no activation is on its flat side, z ≤ 0, so that the errors of a deep layer are not all 0."""
WEIGHTS, BIASES, SMALL = (0.3, 1.2), (0.1, 0.6), (0.01, 0.05)
"""The magnitudes of weights and inputs; of biases; and of a bias that may not decide on which side a z is."""
SHARES = (0.1, 0.9)
"""Between these are targets and rates."""


@lru_cache(maxsize=8)
def solutions(network: Network) -> tuple[Solution, ...]:
    """The solved networks; those in which a number is not finite are left out."""
    found = []
    for number in range(COUNT):
        try:
            found.append(solve(like(network, number)))
        except Overflow:
            continue
    return tuple(found)


def like(network: Network, number: int) -> Network:
    """One network of the same shape."""
    random = Random(number)
    x = _signed(random, network.sizes[0], WEIGHTS)
    layers = _layers(random, network, x, number)
    descent = network.descent
    return network._replace(
        x=x,
        y=_targets(random, network, network.y),
        layers=layers,
        learning_rate=None if network.learning_rate is None else random.uniform(*SHARES),
        # The inputs of the other samples are near, so that their z are on the same side, too.
        further=tuple(
            Sample(tuple(each * random.uniform(0.6, 1.4) for each in x), _targets(random, network, sample.y))
            for sample in network.further
        ),
        descent=_descent(random, descent),
    )


def _descent(random: Random, descent: Descent) -> Descent:
    return descent._replace(
        momentum=None if descent.momentum is None else random.uniform(*SHARES),
        l2=None if descent.l2 is None else random.uniform(*SHARES),
    )


def _layers(random: Random, network: Network, x: Numbers, number: int) -> tuple[Layer, ...]:
    """The layers; of activations with two sides both occur, but in one layer only at a time the flat one."""
    two_sided = [l for l, layer in enumerate(network.layers, 1) if _has_two_sides(layer)]
    flat = None
    if two_sided and number >= ALL_RISING:
        flat = two_sided[(number - ALL_RISING) * len(two_sided) // (COUNT - ALL_RISING)]
    shared = network.conventions.bias == SHARED
    layers: list[Layer] = []
    signal = x
    for l, layer in enumerate(network.layers, 1):
        width, scale = len(layer.W), min(1.0, 2.0 / len(signal) ** 0.5)
        W = tuple(_signed(random, len(signal), WEIGHTS, scale) for _ in range(width))
        b = _signed(random, len(layer.b), SMALL if shared and l in two_sided else BIASES)
        drawn = layer._replace(W=W, b=b)
        if l in two_sided:
            falling = () if l != flat else range(number % 2, width, 2) if width > 1 else (0,)
            drawn = _turned(drawn, signal, falling, shared=shared)
        layers.append(drawn)
        signal = _passed_on(drawn, signal) if two_sided else (1.0,) * width
    return tuple(layers)


def _has_two_sides(layer: Layer) -> bool:
    activation = activations.of(layer)
    return bool(activation.kinks or activation.branches) or layer.activation not in ACTIVATIONS


def _turned(layer: Layer, signal: Numbers, falling: Collection[int], *, shared: bool) -> Layer:
    """The layer with its rows turned round so that just the z of ``falling`` are negative."""
    turned = {j for j, z in enumerate(_sums(layer, signal)) if (z < 0) != (j in falling)}
    W = tuple(tuple(-w for w in row) if j in turned else row for j, row in enumerate(layer.W))
    b = layer.b if shared else tuple(-own if j in turned else own for j, own in enumerate(layer.b))
    return layer._replace(W=W, b=b)


def _sums(layer: Layer, signal: Numbers) -> Numbers:
    sign = -1.0 if layer.threshold else 1.0
    biases = layer.b if len(layer.b) == len(layer.W) else (layer.b or (0.0,)) * len(layer.W)
    return tuple(
        sum(w * a for w, a in zip(row, signal, strict=True)) + sign * own
        for row, own in zip(layer.W, biases, strict=True)
    )


def _passed_on(layer: Layer, signal: Numbers) -> Numbers:
    activation, sums = activations.of(layer), _sums(layer, signal)
    return sums if activation.whole else tuple(activation.value(CALM, z) for z in sums)


def _targets(random: Random, network: Network, y: Numbers) -> Numbers:
    """Targets that the loss can have; where it has another formula for 0 and for 1, these stay."""
    loss = losses.of(network)
    drawn = tuple(each if loss.at and each in (0.0, 1.0) else random.uniform(*SHARES) for each in y)
    whole = sum(drawn)
    return tuple(each / whole for each in drawn) if loss.partner == "softmax" and whole else drawn


def _signed(random: Random, count: int, magnitudes: tuple[float, float], scale: float = 1.0) -> Numbers:
    low, high = magnitudes
    drawn = (random.uniform(-1.0, 1.0) for _ in range(count))
    return tuple(scale * copysign(low + (high - low) * abs(each), each) for each in drawn)
