"""The updates: gradient descent, one update after the other, each from the passes that it goes by."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from tutor.engine.arrays import Array
from tutor.engine.backward import Errors, backward
from tutor.engine.forward import (
    Parameters,
    Signals,
    batch_loss,
    forward,
    inputs,
    loss,
    parameters,
    snapped,
    with_biases,
)
from tutor.engine.network import FIXED, Network


class Round(NamedTuple):
    """The passes of one update, and what it makes of the parameters.

    Attributes:
        number: the update, from 1.
        samples: the samples that it goes by, each from 1.
        signals: what the forward pass computed, a row for each of the samples.
        loss: what it goes by: the mean or the sum of the samples' losses, and the penalty.
        errors: what the backward pass computed.
        after: the parameters after it; None without a learning rate.
        loss_after: the loss of the same samples with these; None without a learning rate.
    """

    number: int
    samples: tuple[int, ...]
    signals: Signals
    loss: float
    errors: Errors
    after: Parameters | None
    loss_after: float | None


def rounds(network: Network) -> Iterator[Round]:
    """Each update in turn; without a learning rate, the passes of what would be the first."""
    now = parameters(network)
    velocity: dict[int, Array] = {}
    velocity_b: dict[int, Array] = {}
    last = max(network.updates, first_pass(network))
    for number in range(1, last + 1):
        samples = network.in_update(number)
        x, y = inputs(network, samples)
        signals = forward(network, now, x)
        before = batch_loss(network, now, loss(network, signals, y))
        errors = backward(network, now, signals, y)
        after = later = None
        if network.learning_rate is not None:
            W = {l: _step(network, w, errors.dL_dW[l], velocity, l) for l, w in now.W.items()}
            b = now.b
            if network.conventions.bias != FIXED:
                b = {l: _step(network, own, errors.dL_db[l], velocity_b, l) for l, own in now.b.items()}
            after = with_biases(network, W, b)
            later = batch_loss(network, after, loss(network, forward(network, after, x), y))
        yield Round(number, samples, signals, before, errors, after, later)
        now = after or now


def first_pass(network: Network) -> int:
    """How many updates the first pass over all samples takes: online one for each, else one."""
    return len(network.samples) if network.online else 1


@np.errstate(over="ignore", invalid="ignore")
def _step(network: Network, old: Array, gradient: Array, velocity: dict[int, Array], l: int) -> Array:
    """One step of gradient descent: w − η ∂L/∂w and, with momentum, μ times the last step more."""
    eta, mu = network.learning_rate or 0.0, network.descent.momentum
    step = -eta * gradient
    if mu is not None and l in velocity:
        step = snapped(mu * velocity[l] + step, np.abs(mu * velocity[l]) + np.abs(step))
    velocity[l] = step
    return snapped(old + step, np.abs(old) + np.abs(step))
