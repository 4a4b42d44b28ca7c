"""The forward pass: from the inputs, layer by layer, to the loss of each sample.

Everything here takes a stack of samples, one a row: those of a mini-batch, or the copies of a gradient check.
"""

import math
from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np

from tutor.engine import activations, losses
from tutor.engine.arrays import ARRAYS, BOTH, MODERATE, Array, log_softmax
from tutor.engine.entry import SOFTMAX
from tutor.engine.network import Network
from tutor.expression.functions import CANCELLED

TINY = 1e-150
"""More than what a norm may have lost with the squares of tiny numbers."""

WeightedSum = Callable[[Array, Array, Array | None], Array]


class Parameters(NamedTuple):
    """Weights and biases as arrays by layer, counted from 1.

    Attributes:
        W: n_l × n_{l−1} weights.
        b: n_l biases or thresholds; one where they are shared; none where there are none.
        bias: what is added to W a: b, or minus the threshold; None where there is nothing.
        size: at least the Frobenius norm of W and b together.
    """

    W: dict[int, Array]
    b: dict[int, Array]
    bias: dict[int, Array | None]
    size: dict[int, float]


class Signals(NamedTuple):
    """What the forward pass computes; arrays by layer, a row for each sample.

    Attributes:
        z: pre-activations of layers 1 … L, each of shape (samples, n_l).
        a: activations of layers 0 … L, layer 0 being the input.
        sigma_prime: slopes at z, where they are a by-product of a.
    """

    z: dict[int, Array]
    a: dict[int, Array]
    sigma_prime: dict[int, Array]


def parameters(network: Network) -> Parameters:
    """The lesson's own weights and biases."""
    layers = dict(enumerate(network.layers, 1))
    return with_biases(
        network,
        {l: np.array(layer.W, float) for l, layer in layers.items()},
        {l: np.array(layer.b, float) for l, layer in layers.items()},
    )


@np.errstate(over="ignore", invalid="ignore")
def with_biases(network: Network, W: dict[int, Array], b: dict[int, Array]) -> Parameters:
    """Weights and biases, with what the passes need of them."""
    bias = {l: None if not own.size else -own if network.layer(l).threshold else own for l, own in b.items()}
    return Parameters(W, b, bias, {l: TINY + norm(W[l]) + norm(b[l]) for l in W})


def inputs(network: Network, samples: tuple[int, ...]) -> tuple[Array, Array]:
    """The inputs and the targets of some samples, a row each."""
    every = network.samples
    x, y = zip(*(every[s - 1] for s in samples), strict=True)
    return np.array(x, float) + 0.0, np.array(y, float)


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
    sigma_prime: dict[int, Array] = {}
    for l, layer in enumerate(network.layers, 1):
        z[l] = plain_sum(parameters.W[l], a[l - 1], parameters.bias[l])
        if layer.activation in BOTH:
            a[l], sigma_prime[l] = BOTH[layer.activation](z[l])
        else:
            a[l] = activations.of(layer).value(ARRAYS, z[l])
    largest = max(parameters.size[l] * (1.0 + norm(a[l - 1])) for l in z)
    return Signals(z, a, sigma_prime) if plain(z, largest, MODERATE) else _careful(network, parameters, x)


def _careful(network: Network, parameters: Parameters, x: Array) -> Signals:
    """The same where some sum may be rounding alone, or so large that there is no e^z."""
    z: dict[int, Array] = {}
    a = {0: x}
    for l, layer in enumerate(network.layers, 1):
        z[l] = weighted_sum(parameters.W[l], a[l - 1], parameters.bias[l])
        a[l] = activations.of(layer).value(ARRAYS, z[l])
    return Signals(z, a, {})


def plain_sum(W: Array, a: Array, b: Array | None = None) -> Array:
    """W a + b for each row a of a stack (samples, n)."""
    total: Array = a @ W.T
    if b is not None:
        total += b
    return total


def weighted_sum(W: Array, a: Array, b: Array | None = None) -> Array:
    """The same, exactly 0.0 where only rounding is left of a sum."""
    return snapped(plain_sum(W, a, b), plain_sum(np.absolute(W), np.absolute(a), None if b is None else np.absolute(b)))


def plain(sums: Mapping[int, Array], largest: float, most: float = math.inf) -> bool:
    """Whether weighted sums need no care, as nearly all: far from 0, where one may be only rounding, and not huge.

    Args:
        sums: by layer.
        largest: no less than the magnitudes of any sum's terms add up to: by Cauchy and Schwarz, a product of norms.
        most: what is huge.
    """
    every = list(sums.values())
    magnitude = np.absolute(every[0] if len(every) == 1 else np.concatenate(every, axis=None))
    if not magnitude.item(magnitude.argmin()) > CANCELLED * largest:  # also where one is NaN
        return False
    return most == math.inf or bool(magnitude.item(magnitude.argmax()) < most)


def norm(x: Array) -> float:
    """The square root of the sum of all squares, but for those that are too small for float64."""
    flat = x.ravel("K")
    return math.sqrt(flat.dot(flat))


def snapped(total: Array, magnitude: Array) -> Array:
    """The sums ``total``, exactly 0.0 where smaller than rounding in terms whose magnitudes add up to ``magnitude``.

    Where the magnitudes add up to infinity but the terms do not, nothing is said about the sum: it is kept.
    """
    rounding = (np.absolute(total) < CANCELLED * magnitude) & np.isfinite(magnitude)
    return np.where(rounding, 0.0, total) + 0.0


@np.errstate(over="ignore", invalid="ignore", divide="ignore")
def loss(network: Network, z: Array, a: Array | None, y: Array) -> Array:
    """The loss of each row of outputs, without what a penalty on the weights adds.

    Args:
        network: gives the loss.
        z: the pre-activations of the output.
        a: its activations; where they are not at hand, they are made of z.
        y: the targets.
    """
    rule = losses.of(network)
    if rule.value_at is not None and losses.short(network):
        shares = rule.value_at(ARRAYS, log_softmax(z) if rule.partner == SOFTMAX else z, y)
    else:
        made = activations.of(network.layers[-1]).value(ARRAYS, z) if a is None else a
        shares = rule.value(ARRAYS, made, y)
    return np.asarray(shares.sum(axis=-1))


def penalty(network: Network, parameters: Parameters) -> float:
    """What the lesson's ``l2`` adds to a loss: ½λ Σ w², over all weights."""
    l2 = network.descent.l2
    return 0.0 if l2 is None else 0.5 * l2 * float(sum(np.square(W).sum() for W in parameters.W.values()))


@np.errstate(over="ignore", invalid="ignore")
def batch_loss(network: Network, parameters: Parameters, each: Array) -> float:
    """The loss that an update goes by: the mean or the sum of its samples' losses, and the penalty once."""
    return float(each.mean() if network.mean else each.sum()) + penalty(network, parameters)
