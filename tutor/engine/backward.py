"""The backward pass: the four equations of backpropagation, from the output's error to every gradient.

BP1 to BP4 are those of Nielsen, Neural Networks and Deep Learning (2015), chapter 2.
"""

from typing import NamedTuple

import numpy as np

from tutor.engine.activations import ACTIVATIONS
from tutor.engine.arrays import ARRAYS, Array
from tutor.engine.forward import Signals, snapped, weighted_sum
from tutor.engine.losses import LOSSES
from tutor.engine.network import Network


class Errors(NamedTuple):
    """What the backward pass computes: arrays by layer, counted from 1; shapes are those of z, W and b.

    ``W_new`` and ``b_new`` are empty without a learning rate.
    """

    sigma_prime: dict[int, Array]
    delta: dict[int, Array]
    dL_dW: dict[int, Array]
    dL_db: dict[int, Array]
    W_new: dict[int, Array]
    b_new: dict[int, Array]


@np.errstate(over="ignore", invalid="ignore")
def backward(network: Network, signals: Signals) -> Errors:
    """σ′(z), δ, ∂L/∂W and ∂L/∂b of every layer, and with a learning rate the weights and biases after one update.

    Numbers too large for float64 become infinite or NaN, without a warning.
    """
    W, b, z, a, _ = signals
    L, layers = network.depth, range(1, network.depth + 1)
    sigma_prime = {l: ACTIVATIONS[network.layer(l).activation].slope(ARRAYS, z[l]) for l in layers}
    nabla_a = LOSSES[network.loss].slope(ARRAYS, a[L], np.array(network.y, float))

    delta = {L: nabla_a * sigma_prime[L] + 0.0}  # BP1
    for l in reversed(layers[:-1]):
        delta[l] = weighted_sum(W[l + 1].T, delta[l + 1]) * sigma_prime[l] + 0.0  # BP2
    dL_dW = {l: np.outer(delta[l], a[l - 1]) + 0.0 for l in layers}  # BP3
    dL_db = {l: delta[l] for l in layers}  # BP4

    eta = network.learning_rate
    W_new = {l: descend(W[l], dL_dW[l], eta) for l in layers} if eta is not None else {}
    b_new = {l: descend(b[l], dL_db[l], eta) for l in layers} if eta is not None else {}
    return Errors(sigma_prime, delta, dL_dW, dL_db, W_new, b_new)


def descend(parameters: Array, gradients: Array, eta: float) -> Array:
    """One step of gradient descent: w − η ∂L/∂w, element by element."""
    step = eta * gradients
    return snapped(parameters - step, np.abs(parameters) + np.abs(step))
