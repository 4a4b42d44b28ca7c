"""The gradient check: every gradient again, by centred differences of the loss.

A change of w_jk⁽ˡ⁾ by ε changes z_j⁽ˡ⁾ by ε·a_k⁽ˡ⁻¹⁾ and nothing else of layers 1 … l. So the parameters of a layer are
checked together: a stack of copies of z⁽ˡ⁾, each with one neuron changed, goes through the layers above it at once.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tutor.engine.activations import ACTIVATIONS
from tutor.engine.arrays import Array
from tutor.engine.backward import backward
from tutor.engine.forward import Signals, activate, forward, loss, weighted_sum
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


@np.errstate(over="ignore", invalid="ignore")
def gradient_check(network: Network, epsilon: float = 1e-5) -> GradientCheck:
    """Compare every ∂L/∂W and ∂L/∂b with (L(w + ε) − L(w − ε)) / 2ε.

    Raises:
        Overflow: if a changed parameter makes the loss too large for float64, though the network as given may not.
    """
    signals = forward(network)
    errors = backward(network, signals)
    floor = 10 * np.finfo(np.float64).eps * max(signals.loss, 1e-3) / epsilon
    gradients: list[Gradient] = []
    for l in range(1, network.depth + 1):
        analytic = np.column_stack([errors.dL_dW[l], errors.dL_db[l]])
        numerical, straddles = _numerical(network, signals, l, epsilon)
        if not np.isfinite(np.abs(analytic) + np.abs(numerical)).all():
            raise Overflow(Quantity(Kind.LOSS))
        gradients += _compare(l, analytic, numerical, straddles, floor)
    return GradientCheck(
        epsilon,
        tuple(gradients),
        worst_relative_error=max(
            (gradient.relative_error for gradient in gradients if gradient.checkable), default=None
        ),
        passed=all(gradient.passed for gradient in gradients),
    )


def _numerical(
    network: Network,
    signals: Signals,
    l: int,
    epsilon: float,
) -> tuple[Array, NDArray[np.bool_]]:
    """Layer l's gradients by centred differences, and which of them straddle a kink: both n_l × (n_{l−1} + 1).

    The last column is the biases', whose input is always 1.
    """
    inputs = np.append(signals.a[l - 1], 1.0)
    z = signals.z[l]
    numerical = np.empty((len(z), len(inputs)))
    straddles = np.zeros((len(z), len(inputs)), dtype=np.bool_)
    rows = max(1, STACK // max(network.sizes[l:]))
    for start in range(0, numerical.size, rows):
        chunk = np.arange(start, min(start + rows, numerical.size))
        j, k = np.divmod(chunk, len(inputs))
        change = np.zeros((len(chunk), len(z)))
        change[np.arange(len(chunk)), j] = epsilon * inputs[k]
        (above, below), straddles.flat[chunk] = _through(network, signals, l, np.stack([z + change, z - change]))
        numerical.flat[chunk] = (above - below) / (2 * epsilon)
    return numerical, straddles


def _through(
    network: Network,
    signals: Signals,
    l: int,
    z: Array,
) -> tuple[Array, NDArray[np.bool_]]:
    """From two stacks of pre-activations of layer l, of shape (2, rows, n_l), to their losses, of shape (2, rows).

    Also says in which rows some activation has a kink between the two stacks.
    """
    straddles = np.zeros(z.shape[1], dtype=np.bool_)
    for m in range(l, network.depth + 1):
        for kink in ACTIVATIONS[network.layer(m).activation].kinks:
            straddles |= ((z.min(axis=0) < kink) & (kink < z.max(axis=0))).any(axis=1)
        a = activate(network, m, z)
        if m < network.depth:
            z = weighted_sum(signals.W[m + 1], a, signals.b[m + 1])
    return loss(network, a), straddles


def _compare(
    l: int,
    analytic: Array,
    numerical: Array,
    straddles: NDArray[np.bool_],
    floor: float,
) -> Iterator[Gradient]:
    """Layer l's gradients one by one; the last column is the biases'."""
    difference = np.abs(analytic - numerical)
    magnitude = np.abs(analytic) + np.abs(numerical)
    relative = np.divide(difference, magnitude, out=np.zeros_like(difference), where=magnitude > 0)
    agrees = relative <= THRESHOLD
    below_floor = ~agrees & (difference <= floor)
    biases = analytic.shape[1] - 1
    for (j, k), value in np.ndenumerate(analytic):
        yield Gradient(
            l,
            j + 1,
            None if k == biases else k + 1,
            float(value),
            float(numerical[j, k]),
            float(relative[j, k]),
            passed=bool(agrees[j, k] or below_floor[j, k]),
            below_floor=bool(below_floor[j, k]),
            straddles_kink=bool(straddles[j, k]),
        )
