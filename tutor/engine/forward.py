"""The forward pass: from the input, layer by layer, to the loss.

Everything here also takes a stack of inputs, one a row, which is what the gradient check lives on.
"""

from typing import NamedTuple

import numpy as np

from tutor.engine.activations import ACTIVATIONS
from tutor.engine.arrays import ARRAYS, Array
from tutor.engine.losses import LOSSES
from tutor.engine.network import Network
from tutor.expression.functions import CANCELLED


class Signals(NamedTuple):
    """What the forward pass computes; arrays by layer, counted from 1, but for a, which starts with 0, the input.

    Attributes:
        W: weights, n_l × n_{l−1}.
        b: biases, n_l.
        z: pre-activations, n_l.
        a: activations, n_l.
        loss: the loss, summed over the outputs.
    """

    W: dict[int, Array]
    b: dict[int, Array]
    z: dict[int, Array]
    a: dict[int, Array]
    loss: float


@np.errstate(over="ignore", invalid="ignore")
def forward(network: Network) -> Signals:
    """z⁽ˡ⁾ = W⁽ˡ⁾ a⁽ˡ⁻¹⁾ + b⁽ˡ⁾ and a⁽ˡ⁾ = σ(z⁽ˡ⁾) for l = 1 … L, then the loss.

    Numbers too large for float64 become infinite or NaN, without a warning.
    """
    W = {l: np.array(layer.W, float) for l, layer in enumerate(network.layers, 1)}
    b = {l: np.array(layer.b, float) for l, layer in enumerate(network.layers, 1)}
    z: dict[int, Array] = {}
    a = {0: np.array(network.x, float) + 0.0}
    for l in range(1, network.depth + 1):
        z[l] = weighted_sum(W[l], a[l - 1], b[l])
        a[l] = activate(network, l, z[l])
    return Signals(W, b, z, a, float(loss(network, a[network.depth])))


def weighted_sum(W: Array, a: Array, b: Array | float = 0.0) -> Array:
    """W a + b for a of shape (n,) or for each row of a stack (…, n).

    A sum of which only rounding is left is exactly 0.0, and so is −0.0.
    """
    return snapped(a @ W.T + b, np.abs(a) @ np.abs(W).T + np.abs(b))


def snapped(total: Array, magnitude: Array) -> Array:
    """The sums ``total``, exactly 0.0 where smaller than rounding in terms whose magnitudes add up to ``magnitude``.

    Where the magnitudes add up to infinity but the terms do not, nothing is said about the sum: it is kept.
    """
    rounding = (np.abs(total) < CANCELLED * magnitude) & np.isfinite(magnitude)
    return np.where(rounding, 0.0, total) + 0.0


def activate(network: Network, l: int, z: Array) -> Array:
    """The activations of layer l out of its pre-activations, element by element."""
    return ACTIVATIONS[network.layer(l).activation].value(ARRAYS, z)


def loss(network: Network, a: Array) -> Array:
    """The loss of the outputs a, of shape (n_L,) or for each row of a stack (…, n_L)."""
    return np.asarray(LOSSES[network.loss].value(ARRAYS, a, np.array(network.y, float)).sum(axis=-1))
