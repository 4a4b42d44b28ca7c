"""The gradient check: every gradient again, by centred differences of the loss.

A change of w_jk⁽ˡ⁾ by ε changes z_j⁽ˡ⁾ by ε·a_k⁽ˡ⁻¹⁾ and nothing else of layers 1 … l. So the parameters of a layer are
checked together: a stack of copies of z⁽ˡ⁾, each with one neuron changed, goes through the layers above it at once.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tutor.engine import activations
from tutor.engine.arrays import Array
from tutor.engine.backward import backward
from tutor.engine.forward import (
    Parameters,
    Signals,
    activate,
    batch_loss,
    forward,
    inputs,
    loss,
    parameters,
    weighted_sum,
)
from tutor.engine.network import Network
from tutor.engine.solution import Overflow
from tutor.quantity import Kind, Quantity

THRESHOLD = 1e-5
"""A relative error up to this passes."""

STACK = 2**18
"""How many numbers a stack holds at most: 2 MB an array, whatever the size of the network."""


@dataclass(frozen=True, slots=True)
class Gradient:
    """One parameter's gradient, computed both ways.

    Attributes:
        layer: l, from 1.
        j: the destination neuron, from 1.
        k: the source neuron, from 1; None for a bias.
        analytic: the gradient by BP3 or BP4.
        numerical: (L(w + ε) − L(w − ε)) / 2ε.
        relative_error: |analytic − numerical| / (|analytic| + |numerical|); 0 when both are 0.
        passed: whether the relative error is at most ``THRESHOLD``, or the difference at most the
            floor, 10 ε_machine · max(|L|, 1e-3) / ε.
        below_floor: whether it passed by that floor alone: the two differ by no more than the rounding of centred
            differences, which have nothing to say about a gradient so small.
        straddles_kink: whether some neuron's z passes a kink of its activation between w − ε and w + ε: the
            difference then mixes two slopes, and disagrees with BP3 or BP4 for no fault of theirs.
    """

    layer: int
    j: int
    k: int | None
    analytic: float
    numerical: float
    relative_error: float
    passed: bool
    below_floor: bool
    straddles_kink: bool

    @property
    def checkable(self) -> bool:
        """Whether the difference says anything about this gradient, for or against."""
        return not (self.below_floor or self.straddles_kink)


@dataclass(frozen=True, slots=True)
class GradientCheck:
    """The gradient check of a network.

    Attributes:
        epsilon: ε, by how much each parameter was changed.
        gradients: layer by layer, row by row, each row's weights before its bias.
        worst_relative_error: the largest relative error among the gradients that are checkable; None if none is.
        passed: whether every parameter passed.
    """

    epsilon: float
    gradients: tuple[Gradient, ...]
    worst_relative_error: float | None
    passed: bool


@np.errstate(over="ignore", invalid="ignore", divide="ignore")
def gradient_check(network: Network, epsilon: float = 1e-5) -> GradientCheck:
    """Compare every ∂L/∂W and ∂L/∂b of the first update with (L(w + ε) − L(w − ε)) / 2ε.

    Raises:
        Overflow: if a changed parameter makes the loss too large for float64, though the network as given may not.
    """
    own = parameters(network)
    x, y = inputs(network, network.in_update(1))
    signals = forward(network, own, x)
    errors = backward(network, own, signals, y)
    before = batch_loss(network, own, loss(network, signals, y))
    floor = 10 * np.finfo(np.float64).eps * max(abs(before), 1e-3) / epsilon
    gradients: list[Gradient] = []
    for l in range(1, network.depth + 1):
        numerical, straddles = _numerical(network, own, signals, y, l, epsilon)
        analytic = np.concatenate([errors.dL_dW[l].ravel(), errors.dL_db[l]])
        if not np.isfinite(np.abs(analytic) + np.abs(numerical)).all():
            raise Overflow(Quantity(Kind.LOSS))
        gradients += _compare(_places(network, l), l, analytic, numerical, straddles, floor)
    return GradientCheck(
        epsilon,
        tuple(gradients),
        worst_relative_error=max(
            (gradient.relative_error for gradient in gradients if gradient.checkable), default=None
        ),
        passed=all(gradient.passed for gradient in gradients),
    )


def _places(network: Network, l: int) -> list[tuple[int, int | None]]:
    """The j and k of each parameter of a layer: its weights row by row, then its biases, which have no k."""
    rows, columns = network.sizes[l], network.sizes[l - 1]
    weights: list[tuple[int, int | None]] = [(j, k) for j in range(1, rows + 1) for k in range(1, columns + 1)]
    return weights + [(j, None) for j in range(1, len(network.layer(l).b) + 1)]


def _numerical(
    network: Network, own: Parameters, signals: Signals, y: Array, l: int, epsilon: float
) -> tuple[Array, NDArray[np.bool_]]:
    """Layer l's gradients by centred differences, and which of them straddle a kink; in the order of ``_places``."""
    n, m = network.sizes[l], network.sizes[l - 1]
    weights, total = n * m, n * m + len(network.layer(l).b)
    numerical, straddles = np.zeros(total), np.zeros(total, dtype=np.bool_)
    rows = max(1, STACK // max(network.sizes[l:]))
    for sample in range(len(y)):
        z = signals.z[l][sample]
        for start in range(0, total, rows):
            chunk = np.arange(start, min(start + rows, total))
            change = np.zeros((len(chunk), n))
            j, k = np.divmod(chunk[chunk < weights], m)
            change[np.arange(len(j)), j] = epsilon * signals.a[l - 1][sample][k]
            change[len(j) :] = epsilon * _moved(network, l)[chunk[len(j) :] - weights]
            losses, kinked = _through(network, own, l, np.stack([z + change, z - change]), y[sample])
            numerical[chunk] += (losses[0] - losses[1]) / (2 * epsilon)
            straddles[chunk] |= kinked
    if network.mean:
        numerical /= len(y)
    if network.descent.l2 is not None:
        w = own.W[l].ravel()
        numerical[:weights] += 0.5 * network.descent.l2 * ((w + epsilon) ** 2 - (w - epsilon) ** 2) / (2 * epsilon)
    return numerical, straddles


def _moved(network: Network, l: int) -> Array:
    """By how much each z of layer l moves with each of its biases: a row a bias."""
    layer = network.layer(l)
    one = np.ones((1, len(layer.W))) if len(layer.b) == 1 else np.eye(len(layer.b), len(layer.W))
    return -one if layer.threshold else one


def _through(network: Network, own: Parameters, l: int, z: Array, y: Array) -> tuple[Array, NDArray[np.bool_]]:
    """From two stacks of pre-activations of layer l, of shape (2, rows, n_l), to their losses, of shape (2, rows).

    Also says in which rows some activation has a kink between the two stacks.
    """
    straddles = np.zeros(z.shape[1], dtype=np.bool_)
    for m in range(l, network.depth + 1):
        for kink in activations.of(network.layer(m)).kinks:
            straddles |= ((z.min(axis=0) < kink) & (kink < z.max(axis=0))).any(axis=1)
        a = activate(network, m, z)
        if m < network.depth:
            z = weighted_sum(own.W[m + 1], a, own.bias[m + 1], own.largest[m + 1])
    return loss(network, Signals({network.depth: z}, {network.depth: a}), y), straddles


def _compare(
    places: list[tuple[int, int | None]],
    l: int,
    analytic: Array,
    numerical: Array,
    straddles: NDArray[np.bool_],
    floor: float,
) -> Iterator[Gradient]:
    """Layer l's gradients, row by row, each row's weights before its bias."""
    difference = np.abs(analytic - numerical)
    total = np.abs(analytic) + np.abs(numerical)
    relative = np.divide(difference, total, out=np.zeros_like(total), where=total > 0)
    agrees = relative <= THRESHOLD
    below_floor = ~agrees & (difference <= floor)
    order = sorted(range(len(places)), key=lambda at: (places[at][0], places[at][1] is None))
    for at in order:
        yield Gradient(
            l,
            *places[at],
            float(analytic[at]) + 0.0,
            float(numerical[at]),
            float(relative[at]),
            passed=bool(agrees[at] or below_floor[at]),
            below_floor=bool(below_floor[at]),
            straddles_kink=bool(straddles[at]),
        )
