"""The backward pass: the four equations of backpropagation, from the output's error to every gradient.

BP1 to BP4 are those of Nielsen, Neural Networks and Deep Learning (2015), chapter 2. Here δ is ∂L/∂z of each sample's
own loss, whatever sign a lesson gives it.
"""

from typing import NamedTuple

import numpy as np

from tutor.engine import activations, losses
from tutor.engine.arrays import ARRAYS, Array, softmax
from tutor.engine.forward import Parameters, Signals, snapped, weighted_sum
from tutor.engine.network import SHARED, Network
from tutor.expression.functions import FUNCTIONS


class Errors(NamedTuple):
    """What the backward pass computes: arrays by layer, counted from 1.

    Attributes:
        sigma_prime: slopes, of shape (samples, n_l); of softmax the diagonal of its Jacobian.
        delta: errors, likewise.
        dL_dW: the gradients of the update's loss, n_l × n_{l−1}.
        dL_db: likewise for the biases (or thresholds), of the shape of b.
    """

    sigma_prime: dict[int, Array]
    delta: dict[int, Array]
    dL_dW: dict[int, Array]
    dL_db: dict[int, Array]


@np.errstate(over="ignore", invalid="ignore", divide="ignore")
def backward(network: Network, parameters: Parameters, signals: Signals, y: Array) -> Errors:
    """σ′(z) and δ of every layer and sample, and ∂L/∂W and ∂L/∂b of all samples together.

    Numbers too large for float64 become infinite or NaN, without a warning.

    Args:
        network: gives the activations, the loss and what the gradient is of.
        parameters: the weights and biases that the signals came of.
        signals: what the forward pass computed.
        y: the targets, a row for each sample.
    """
    z, a = signals
    L, layers = network.depth, range(1, network.depth + 1)
    sigma_prime = {l: activations.of(network.layer(l)).slope(ARRAYS, z[l]) for l in layers}

    delta = {L: output_error(network, z[L], a[L], y, sigma_prime[L])}  # BP1
    for l in reversed(layers[:-1]):
        delta[l] = (
            weighted_sum(parameters.W[l + 1].T, delta[l + 1], largest=parameters.largest[l + 1]) * sigma_prime[l] + 0.0
        )  # BP2
    dL_dW = {l: _weights(network, parameters.W[l], delta[l], a[l - 1]) for l in layers}  # BP3
    dL_db = {l: _biases(network, l, delta[l]) for l in layers}  # BP4
    return Errors(sigma_prime, delta, dL_dW, dL_db)


def output_error(network: Network, z: Array, a: Array, y: Array, slope: Array) -> Array:
    """BP1: δ = ∇ₐL ⊙ σ′(z), and for softmax the product of its Jacobian and ∇ₐL.

    Where the loss cancels the activation's slope, δ = a − y, written so that 1 − a loses no figures.
    """
    last = network.layers[-1]
    if losses.short(network):
        if last.activation == activations.SOFTMAX:
            return a * y.sum(axis=-1, keepdims=True) - y if not _one_hot(y) else _share_errors(z, y)
        sigmoid = FUNCTIONS["sigmoid"].value
        return (1.0 - y) * sigmoid(ARRAYS, z) - y * sigmoid(ARRAYS, -z) + 0.0
    nabla_a = losses.of(network).slope(ARRAYS, a, y)
    if last.activation == activations.SOFTMAX:
        # δ_j = Σ_i ∂L/∂a_i · a_i (1[i = j] − a_j) = a_j Σ_i a_i (∂L/∂a_j − ∂L/∂a_i), which cancels less.
        apart = nabla_a[..., :, None] - nabla_a[..., None, :]
        return np.asarray(a * (a[..., None, :] * apart).sum(axis=-1) + 0.0)
    return nabla_a * slope + 0.0


def _one_hot(y: Array) -> bool:
    return bool(((y == 0.0) | (y == 1.0)).all())


def _share_errors(z: Array, y: Array) -> Array:
    """A − y for targets of 0 and 1: a where y is 0, and minus all other shares where it is 1."""
    a = softmax(z)
    others = a @ (1.0 - np.eye(z.shape[-1]))
    return np.where(y == 1.0, -others, a) + 0.0


def _weights(network: Network, W: Array, delta: Array, a: Array) -> Array:
    """BP3 over all samples, with the slope of the penalty."""
    if len(delta) == 1:
        total = np.multiply(delta[0][:, None], a[0])
    else:
        total = weighted_sum(a.T, delta.T) / (len(delta) if network.mean else 1)
    l2 = network.descent.l2
    return total if l2 is None else snapped(total + l2 * W, np.abs(total) + l2 * np.abs(W))


def _biases(network: Network, l: int, delta: Array) -> Array:
    """BP4 over all samples; a shared bias has the sum of the layer's, a threshold the negative."""
    layer = network.layer(l)
    if not layer.b:
        return np.empty(0)
    each = (
        delta
        if network.conventions.bias != SHARED
        else snapped(delta.sum(axis=-1, keepdims=True), np.abs(delta).sum(axis=-1, keepdims=True))
    )
    total = each[0] if len(each) == 1 else snapped(each.sum(axis=0), np.abs(each).sum(axis=0))
    mean = total / (len(delta) if network.mean else 1)
    return (-mean if layer.threshold else mean) + 0.0
