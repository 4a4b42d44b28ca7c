"""The backward pass: the four equations of backpropagation, from the output's error to every gradient.

BP1 to BP4 are those of Nielsen, Neural Networks and Deep Learning (2015), chapter 2. Here δ is ∂L/∂z of each sample's
own loss, whatever sign a lesson gives it.
"""

from typing import NamedTuple

import numpy as np

from tutor.engine import activations, losses
from tutor.engine.arrays import ARRAYS, Array, softmax_complement
from tutor.engine.entry import SOFTMAX
from tutor.engine.forward import (
    TINY,
    Parameters,
    Signals,
    WeightedSum,
    norm,
    plain,
    plain_sum,
    snapped,
    weighted_sum,
)
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
    z, a, known = signals
    L, layers = network.depth, range(1, network.depth + 1)
    sigma_prime = {l: known[l] if l in known else activations.of(network.layer(l)).slope(ARRAYS, z[l]) for l in layers}

    delta = _errors(parameters, output_error(network, z[L], a[L], y, sigma_prime[L]), sigma_prime)
    dL_dW = {l: _weights(network, parameters.W[l], delta[l], a[l - 1]) for l in layers}  # BP3
    dL_db = {l: _biases(network, l, delta[l]) for l in layers}  # BP4
    return Errors(sigma_prime, delta, dL_dW, dL_db)


def _errors(parameters: Parameters, last: Array, sigma_prime: dict[int, Array]) -> dict[int, Array]:
    """BP2, from the error of the output down to layer 1; a sum of which only rounding is left is exactly 0."""
    delta, sums = _backwards(parameters, last, sigma_prime, plain_sum)
    if not sums or plain(sums, max(parameters.size[l + 1] * (TINY + norm(delta[l + 1])) for l in sums)):
        return delta
    return _backwards(parameters, last, sigma_prime, weighted_sum)[0]


def _backwards(
    parameters: Parameters, last: Array, sigma_prime: dict[int, Array], sum_of: WeightedSum
) -> tuple[dict[int, Array], dict[int, Array]]:
    """The errors of every layer, and the sums that the slopes were put to."""
    L = len(sigma_prime)
    delta, sums = {L: last}, dict[int, Array]()
    for l in range(L - 1, 0, -1):
        sums[l] = sum_of(parameters.W[l + 1].T, delta[l + 1], None)
        delta[l] = sums[l] * sigma_prime[l]
    return delta, sums


def output_error(network: Network, z: Array, a: Array, y: Array, slope: Array) -> Array:
    """BP1: δ = ∇ₐL ⊙ σ′(z), and for softmax the product of its Jacobian and ∇ₐL.

    Where the loss cancels the activation's slope, δ = a − y, written so that 1 − a loses no figures.
    """
    softmax = network.layers[-1].activation == SOFTMAX
    short = losses.short(network)
    if short and softmax:
        # For targets that add up to 1, a·Σy − y. A target of 1 leaves minus all the other shares.
        return np.asarray(a * (y.sum(axis=-1, keepdims=True) - y) - y * softmax_complement(z))
    if short:
        sigmoid = FUNCTIONS["sigmoid"].value
        return (1.0 - y) * a - y * sigmoid(ARRAYS, -z)
    nabla_a = losses.of(network).slope(ARRAYS, a, y)
    if softmax:
        # δ_j = Σ_i ∂L/∂a_i · a_i (1[i = j] − a_j) = a_j Σ_i a_i (∂L/∂a_j − ∂L/∂a_i), which cancels less.
        apart = nabla_a[:, :, None] - nabla_a[:, None, :]
        return np.asarray(a * (a[:, None, :] * apart).sum(axis=-1))
    return nabla_a * slope


def _weights(network: Network, W: Array, delta: Array, a: Array) -> Array:
    """BP3 over all samples, with the slope of the penalty."""
    if len(delta) == 1:
        total = np.asarray(np.einsum("j,k->jk", delta[0], a[0]))  # quicker than np.outer
    else:
        each = delta / len(delta) if network.mean else delta
        total = plain_sum(a.T, each.T)
        if not plain({0: total}, (TINY + norm(a)) * (TINY + norm(each))):
            total = weighted_sum(a.T, each.T)
    l2 = network.descent.l2
    return total if l2 is None else snapped(total + l2 * W, np.absolute(total) + l2 * np.absolute(W))


def _biases(network: Network, l: int, delta: Array) -> Array:
    """BP4 over all samples: for each neuron, or for the layer where it shares its bias; a threshold's is negative."""
    layer = network.layer(l)
    if not layer.b:
        return np.empty(0)
    terms = delta.reshape(-1, 1) if network.conventions.bias == SHARED else delta
    if len(terms) == 1:
        total = terms[0]
    else:
        total = snapped(terms.sum(axis=0), np.absolute(terms).sum(axis=0)) / (len(delta) if network.mean else 1)
    return np.negative(total) if layer.threshold else np.asarray(total)
