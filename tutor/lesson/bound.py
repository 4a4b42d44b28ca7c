"""Whether a network's numbers are certain to stay finite, by a bound that costs next to nothing."""

from collections.abc import Sequence
from math import log
from typing import NamedTuple

from tutor.engine.activations import ACTIVATIONS
from tutor.engine.losses import LOSSES
from tutor.engine.network import Network

MOST = 1e300


class _Sizes(NamedTuple):
    """The largest magnitudes of a network's parameters by layer: of its weights and of its biases."""

    w: list[float]
    b: list[float]


def bounded(network: Network) -> bool:
    """Whether all that is computed in a network is certain to be finite; not where it has formulas of its own.

    The bound takes every |σ(z)| to be at most p(1 + |z|) and every |σ′(z)| at most 2p, where p is the number that the
    activation needs, or 1.
    """
    partner = LOSSES[network.loss].partner if network.loss in LOSSES else None
    short = partner == network.layers[-1].activation
    if network.loss not in LOSSES or (partner is not None and not short):
        return False
    if any(layer.activation not in ACTIVATIONS for layer in network.layers):
        return False
    now = _Sizes(
        [max(abs(w) for row in layer.W for w in row) for layer in network.layers],
        [max(map(abs, layer.b), default=0.0) for layer in network.layers],
    )
    step = _Sizes([0.0] * network.depth, [0.0] * network.depth)
    turns = max(network.updates, len(network.samples) if network.online else 1)
    for update in range(turns + 1):
        most, gradient = _passes(network, now, short=short)
        if not max(most, *now.w, *now.b) < MOST:
            return False
        if update < turns and network.learning_rate is not None:
            step = _Sizes(*(_steps(network, *pair) for pair in zip(step, gradient, strict=True)))
            now = _Sizes(*(list(map(sum, zip(*pair, strict=True))) for pair in zip(now, step, strict=True)))
    return True


def _steps(network: Network, before: Sequence[float], gradient: Sequence[float]) -> list[float]:
    """The largest that each layer's next step of descent can be."""
    eta, mu = network.learning_rate or 0.0, network.descent.momentum or 0.0
    return [mu * last + eta * slope for last, slope in zip(before, gradient, strict=True)]


def _passes(network: Network, now: _Sizes, *, short: bool) -> tuple[float, _Sizes]:
    """The largest number of the passes with parameters of some size, and the largest gradients."""
    samples, sizes = network.samples, network.sizes
    outputs = sizes[-1]
    a = max(abs(x) for sample in samples for x in sample.x)
    z = a
    reach = [a]
    factors = [max(1.0, abs(layer.parameter or 1.0)) for layer in network.layers]
    for layer, w, b, p in zip(network.layers, *now, factors, strict=True):
        z = len(layer.W[0]) * w * a + b
        a = p * (1.0 + z)
        reach.append(a)
    target = max(abs(y) for sample in samples for y in sample.y)
    error = a + target
    loss, slope = outputs * error * error, 2.0 * error
    if short:  # of z: softplus(z) and z − ln Σ e^z are at most 1 + 2|z| + ln n; and the error is a − y
        loss, slope = outputs * (1.0 + target) * (1.0 + 2.0 * z + log(outputs)), 2.0 + 2.0 * target
    n = len(samples)
    l2 = network.descent.l2 or 0.0
    weights = sum(here * before * w * w for here, before, w in zip(sizes[1:], sizes, now.w, strict=False))
    most = n * loss + l2 * weights
    delta = (1.0 if short else 4.0 * outputs * factors[-1]) * slope
    gradient = _Sizes([], [])
    for l in range(network.depth, 0, -1):
        most = max(most, delta, reach[l])
        gradient.w.insert(0, n * delta * reach[l - 1] + l2 * now.w[l - 1])
        gradient.b.insert(0, n * sizes[l] * delta)
        delta *= 2.0 * factors[l - 2] * sizes[l] * now.w[l - 1]
    return max(most, *gradient.w, *gradient.b), gradient
