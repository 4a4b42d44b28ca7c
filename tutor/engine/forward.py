"""The forward pass: from the inputs, layer by layer, to the loss of each sample.

Everything here takes a stack of samples, one a row: those of a mini-batch, or the copies of a gradient check.
"""

from typing import NamedTuple

import numpy as np

from tutor.engine import activations, losses
from tutor.engine.arrays import ARRAYS, Array, log_sum_exp
from tutor.engine.network import Network
from tutor.expression.functions import CANCELLED


class Parameters(NamedTuple):
    """Weights and biases as arrays by layer, counted from 1.

    Attributes:
        W: n_l × n_{l−1} weights.
        b: n_l biases; one where they are shared; none where there are none.
        bias: what is added to W a: b, or minus the threshold.
        largest: the magnitude of the largest weight of each layer.
    """

    W: dict[int, Array]
    b: dict[int, Array]
    bias: dict[int, Array | float]
    largest: dict[int, float]


class Signals(NamedTuple):
    """What the forward pass computes; arrays by layer, a row for each sample.

    Attributes:
        z: pre-activations of layers 1 … L, each of shape (samples, n_l).
        a: activations of layers 0 … L, layer 0 being the input.
    """

    z: dict[int, Array]
    a: dict[int, Array]


def parameters(network: Network) -> Parameters:
    """The lesson's own weights and biases."""
    W = {l: np.array(layer.W, float) for l, layer in enumerate(network.layers, 1)}
    return with_biases(network, W, {l: np.array(layer.b, float) for l, layer in enumerate(network.layers, 1)})


def with_biases(network: Network, W: dict[int, Array], b: dict[int, Array]) -> Parameters:
    """Weights and biases, with what the biases add."""
    bias: dict[int, Array | float] = {
        l: 0.0 if not own.size else -own if network.layer(l).threshold else own for l, own in b.items()
    }
    return Parameters(W, b, bias, {l: float(np.abs(own).max()) for l, own in W.items()})


def inputs(network: Network, samples: tuple[int, ...]) -> tuple[Array, Array]:
    """The inputs and the targets of some samples, a row each."""
    chosen = [network.samples[s - 1] for s in samples]
    return np.array([sample.x for sample in chosen], float) + 0.0, np.array([sample.y for sample in chosen], float)


@np.errstate(over="ignore", invalid="ignore", divide="ignore")
def forward(network: Network, parameters: Parameters, x: Array) -> Signals:
    """z⁽ˡ⁾ = W⁽ˡ⁾ a⁽ˡ⁻¹⁾ + b⁽ˡ⁾ and a⁽ˡ⁾ = σ(z⁽ˡ⁾) for l = 1 … L.

    Numbers too large for float64 become infinite or NaN, without a warning.

    Args:
        network: gives the activations.
        parameters: the weights and biases.
        x: the inputs, a row for each sample.
    """
    z: dict[int, Array] = {}
    a = {0: x}
    for l in range(1, network.depth + 1):
        z[l] = weighted_sum(parameters.W[l], a[l - 1], parameters.bias[l], parameters.largest[l])
        a[l] = activate(network, l, z[l])
    return Signals(z, a)


def weighted_sum(W: Array, a: Array, b: Array | float = 0.0, largest: float | None = None) -> Array:
    """W a + b for a of shape (n,) or for each row of a stack (…, n).

    A sum of which only rounding is left is exactly 0.0, and so is −0.0.

    Args:
        W: the weights.
        a: what they weigh.
        b: what is added.
        largest: the magnitude of the largest weight, where it is known already.
    """
    total = a @ W.T + b
    # Nearly every sum is far from rounding: a bound on its magnitudes, which costs no product, is enough to see it.
    most = float(np.abs(W).max(initial=0.0)) if largest is None else largest
    bound = CANCELLED * (most * np.abs(a).sum(axis=-1, keepdims=True) + np.abs(b))
    if (np.abs(total) > bound).all():
        return np.asarray(total)
    return snapped(total, np.abs(a) @ np.abs(W).T + np.abs(b))


def snapped(total: Array, magnitude: Array) -> Array:
    """The sums ``total``, exactly 0.0 where smaller than rounding in terms whose magnitudes add up to ``magnitude``.

    Where the magnitudes add up to infinity but the terms do not, nothing is said about the sum: it is kept.
    """
    rounding = (np.abs(total) < CANCELLED * magnitude) & np.isfinite(magnitude)
    return np.where(rounding, 0.0, total) + 0.0


def activate(network: Network, l: int, z: Array) -> Array:
    """The activations of layer l out of its pre-activations, element by element, or row by row for softmax."""
    return activations.of(network.layer(l)).value(ARRAYS, z)


@np.errstate(over="ignore", invalid="ignore", divide="ignore")
def loss(network: Network, signals: Signals, y: Array) -> Array:
    """The loss of each sample: of shape (samples,), without what a penalty on the weights adds."""
    L, rule = network.depth, losses.of(network)
    if rule.value_at is not None and losses.short(network):
        z = signals.z[L]
        shares = rule.value_at(ARRAYS, z - log_sum_exp(z) if rule.partner == activations.SOFTMAX else z, y)
    else:
        shares = rule.value(ARRAYS, signals.a[L], y)
    return np.asarray(shares.sum(axis=-1)) + 0.0


def penalty(network: Network, parameters: Parameters) -> float:
    """What the lesson's ``l2`` adds to a loss: ½λ Σ w², over all weights."""
    l2 = network.descent.l2
    return 0.0 if l2 is None else 0.5 * l2 * float(sum(np.square(W).sum() for W in parameters.W.values()))


def batch_loss(network: Network, parameters: Parameters, each: Array) -> float:
    """The loss that an update goes by: the mean or the sum of its samples' losses, and the penalty once."""
    total = float(each.mean() if network.mean else each.sum())
    return total + penalty(network, parameters)
