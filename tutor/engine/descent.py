"""The updates: gradient descent, one update after the other, each from the passes that it goes by."""

from collections.abc import Iterator, Sequence
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
    velocity = _Velocity({}, {})
    for number in range(1, max(network.updates, first_pass(network)) + 1):
        samples = network.in_update(number)
        x, y = inputs(network, samples)
        signals = forward(network, now, x)
        before = _loss(network, now, signals, y)
        errors = backward(network, now, signals, y)
        after = later = None
        if network.learning_rate is not None:
            after = _descended(network, now, errors, velocity)
            later = _loss(network, after, forward(network, after, x), y)
        yield Round(number, samples, signals, before, errors, after, later)
        now = after or now


@np.errstate(over="ignore", invalid="ignore", divide="ignore")
def along(network: Network, parts: Sequence[float]) -> tuple[float, ...]:
    """The loss that the first update goes by, after each of several parts of its step: 0 is before it, 1 after it.

    Infinite or NaN where it is too large; a network without a learning rate makes no step.
    """
    first = next(rounds(network))
    before, after = parameters(network), first.after or parameters(network)
    x, y = inputs(network, first.samples)
    found = []
    for part in parts:
        W, b = (
            {l: start + part * (end[l] - start) for l, start in own.items()}
            for own, end in ((before.W, after.W), (before.b, after.b))
        )
        there = with_biases(network, W, b)
        found.append(_loss(network, there, forward(network, there, x), y))
    return tuple(found)


def first_pass(network: Network) -> int:
    """How many updates the first pass over all samples takes: online one for each, else one."""
    return len(network.samples) if network.online else 1


def _loss(network: Network, parameters: Parameters, signals: Signals, y: Array) -> float:
    L = network.depth
    return batch_loss(network, parameters, loss(network, signals.z[L], signals.a[L], y))


class _Velocity(NamedTuple):
    """The last step of every weight and bias, by layer."""

    W: dict[int, Array]
    b: dict[int, Array]


@np.errstate(over="ignore", invalid="ignore")
def _descended(network: Network, now: Parameters, errors: Errors, velocity: _Velocity) -> Parameters:
    """The parameters after one update; fixed biases are as they were."""
    W = {l: _step(network, own, errors.dL_dW[l], velocity.W, l) for l, own in now.W.items()}
    if network.conventions.bias == FIXED:
        return with_biases(network, W, now.b)
    return with_biases(network, W, {l: _step(network, own, errors.dL_db[l], velocity.b, l) for l, own in now.b.items()})


def _step(network: Network, old: Array, gradient: Array, velocity: dict[int, Array], l: int) -> Array:
    """One step of gradient descent: w − η ∂L/∂w and, with momentum, μ times the last step more."""
    eta, mu = network.learning_rate or 0.0, network.descent.momentum
    step = -eta * gradient
    if mu is not None and l in velocity:
        carried = mu * velocity[l]
        step = snapped(carried + step, np.absolute(carried) + np.absolute(step))
    velocity[l] = step
    return snapped(old + step, np.absolute(old) + np.absolute(step))
