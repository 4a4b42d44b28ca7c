"""The gradient check: every gradient again, by centred differences of the loss.

A change of w_jk⁽ˡ⁾ by ε changes z_j⁽ˡ⁾ by ε·a_k⁽ˡ⁻¹⁾, nothing else of layers 1 … l, and every z⁽ˡ⁺¹⁾ by the change of
a_j⁽ˡ⁾ times its weight. So a stack of changed z_j⁽ˡ⁾, one for each parameter of a layer, goes through the layers above
at once, always as what differs from the pass of the network as it is.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, overload

import numpy as np
from numpy.typing import NDArray

from tutor.engine import activations
from tutor.engine.arrays import ARRAYS, Array, Indices, sigmoid
from tutor.engine.backward import backward
from tutor.engine.forward import Parameters, Signals, batch_loss, forward, inputs, loss, parameters
from tutor.engine.network import Network
from tutor.engine.solution import Overflow
from tutor.quantity import Kind, Quantity

THRESHOLD = 1e-5
"""A relative error up to this passes."""

STACK = 2**15
"""How many numbers a stack holds at most: 256 KB an array, since memory for larger ones is slow to get."""

Flags = NDArray[np.bool_]


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


class _Columns(NamedTuple):
    """What ``Gradient`` says of one parameter, of all of them; a bias has k = 0."""

    layer: Indices
    j: Indices
    k: Indices
    analytic: Array
    numerical: Array
    relative_error: Array
    passed: Flags
    below_floor: Flags
    straddles_kink: Flags


class Gradients(Sequence[Gradient]):
    """The gradients of a check; each is made when it is asked for."""

    def __init__(self, columns: _Columns) -> None:
        self._columns = columns

    def __len__(self) -> int:
        return len(self._columns.layer)

    @overload
    def __getitem__(self, at: int) -> Gradient: ...
    @overload
    def __getitem__(self, at: slice) -> "Gradients": ...
    def __getitem__(self, at: int | slice) -> "Gradient | Gradients":
        if isinstance(at, slice):
            columns: Any = [column[at] for column in self._columns]
            return Gradients(_Columns(*columns))
        return _gradient(*(column.item(at) for column in self._columns))

    def __iter__(self) -> Iterator[Gradient]:
        return map(_gradient, *(column.tolist() for column in self._columns))


def _gradient(layer: Any, j: Any, k: Any, *rest: Any) -> Gradient:  # noqa: ANN401 (an item of each column)
    return Gradient(layer, j, k or None, *rest)


@dataclass(frozen=True, slots=True)
class GradientCheck:
    """The gradient check of a network.

    Attributes:
        epsilon: ε, by how much each parameter was changed.
        gradients: layer by layer, row by row, each row's weights before its bias; a shared bias after all of them.
        worst_relative_error: the largest relative error among the gradients that are checkable; None if none is.
        passed: whether every parameter that is checkable passed.
    """

    epsilon: float
    gradients: Gradients
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
    L, layers = network.depth, range(1, network.depth + 1)
    before = batch_loss(network, own, loss(network, signals.z[L], signals.a[L], y))

    places = [_places(network, l) for l in layers]
    analytic = [_in_order(errors.dL_dW[l], errors.dL_db[l]) for l in layers]
    numerical, straddles = zip(
        *(_Stacks(_Pass(network, own, signals, y), l, epsilon).checked() for l in layers), strict=True
    )
    floor = 10 * 2.0**-52 * max(abs(before), 1e-3) / epsilon
    columns = _compared(places, np.concatenate(analytic), np.concatenate(numerical), np.concatenate(straddles), floor)
    errors_of_checkable = columns.relative_error[~(columns.below_floor | columns.straddles_kink)]
    return GradientCheck(
        epsilon,
        Gradients(columns),
        worst_relative_error=float(errors_of_checkable.max()) if len(errors_of_checkable) else None,
        passed=bool((columns.passed | columns.straddles_kink).all()),
    )


@np.errstate(over="ignore", invalid="ignore", divide="ignore")
def differences(network: Network, weight: Quantity, epsilons: Sequence[float]) -> tuple[float, ...]:
    """The gradient of one weight in the first update as centred differences give it with each of several ε.

    Args:
        network: the network.
        weight: the weight, by its layer, j and k.
        epsilons: each ε.

    Returns:
        The gradient with each; infinite or NaN where a changed loss is.
    """
    l, j, k = weight.layer or 1, weight.j or 1, weight.k or 1
    own = parameters(network)
    x, y = inputs(network, network.in_update(1))
    signals = forward(network, own, x)
    stacks = _Stacks(_Pass(network, own, signals, y), l, np.array(epsilons))
    found = stacks.of_one((j - 1) * stacks.inputs.shape[1] + k - 1)
    l2, w = network.descent.l2, own.W[l][j - 1, k - 1]
    if l2 is not None:
        found += 0.5 * l2 * ((w + stacks.epsilon) ** 2 - (w - stacks.epsilon) ** 2) / (2 * stacks.epsilon)
    return tuple((found + 0.0).tolist())


def _places(network: Network, l: int) -> Indices:
    """Three rows, the l, j and k of each parameter of a layer; a bias has k = 0."""
    n, m = network.sizes[l], network.sizes[l - 1]
    j, k = np.mgrid[1 : n + 1, 1 : m + 1]
    biases = np.arange(1, len(network.layer(l).b) + 1)
    j, k = _in_order(j, biases), _in_order(k, 0 * biases)
    return np.stack([np.full(len(j), l), j, k])


def _in_order(weights: NDArray[Any], biases: NDArray[Any]) -> NDArray[Any]:
    """What there is of each weight and each bias of a layer in one row, in the order of ``GradientCheck``."""
    if len(biases) == len(weights):  # one a neuron
        return np.column_stack([weights, biases]).ravel()
    return np.concatenate([weights.ravel(), biases])


class _Pass(NamedTuple):
    """The network as it is."""

    network: Network
    own: Parameters
    signals: Signals
    y: Array


class _Stacks:
    """The centred differences of all parameters of one layer, or of one parameter with each of several ε."""

    def __init__(self, plain: _Pass, l: int, epsilon: float | Array) -> None:
        self.network, self.own, self.signals, self.y = network, _, signals, y = plain
        self.l, self.epsilon = l, epsilon
        n, biases = network.sizes[l], len(network.layer(l).b)
        self.shared = biases == 1 != n
        self.inputs = signals.a[l - 1]
        if biases == n:  # a bias is the weight of an input that is always 1
            ones = np.ones((len(y), 1))
            self.inputs = np.concatenate([self.inputs, -ones if network.layer(l).threshold else ones], axis=1)
        self.count = n * self.inputs.shape[1]

    def checked(self) -> tuple[Array, Flags]:
        """The differences in the order of ``GradientCheck``, and which of them straddle a kink."""
        numerical = np.zeros(self.count + self.shared)
        straddles = np.zeros(self.count + self.shared, np.bool_)
        rows = max(1, STACK // (2 * max(self.network.sizes[self.l + 1 :], default=self.network.sizes[-1])))
        for sample in range(len(self.y)):
            for start in range(0, self.count, rows):
                chunk = slice(start, min(start + rows, self.count))
                losses, crossed = self._with_one_moved(sample, np.arange(chunk.start, chunk.stop))
                numerical[chunk] += losses[0] - losses[1]
                straddles[chunk] |= crossed
            if self.shared:
                losses, crossed = self._with_all_moved(sample)
                numerical[-1:] += losses[0] - losses[1]
                straddles[-1:] |= crossed
        numerical /= 2 * self.epsilon * (len(self.y) if self.network.mean else 1)
        return self._with_penalty(numerical), straddles

    def of_one(self, parameter: int) -> Array:
        """The differences of one parameter, with each ε."""
        chunk = np.full(np.size(self.epsilon), parameter)
        numerical = np.zeros(len(chunk))
        for sample in range(len(self.y)):
            losses, _ = self._with_one_moved(sample, chunk)
            numerical += losses[0] - losses[1]
        return np.asarray(numerical / (2 * self.epsilon * (len(self.y) if self.network.mean else 1)))

    def _with_one_moved(self, sample: int, chunk: Indices) -> tuple[Array, Flags]:
        """The losses, of shape (2, parameters), where one z of the layer is moved up and down by each parameter."""
        l, z = self.l, self.signals.z[self.l][sample]
        j, k = np.divmod(chunk, self.inputs.shape[1])
        change = self.epsilon * self.inputs[sample][k]
        moved = np.stack([z[j] + change, z[j] - change])
        if l == self.network.depth:
            stack = np.broadcast_to(z, (2, len(chunk), len(z))).copy()
            stack[:, np.arange(len(chunk)), j] = moved
            return self._upwards(sample, l, stack)
        risen, own_crossed = self._risen(l, moved, self.signals.a[l][sample][j])
        stack = risen[:, :, None] * self.own.W[l + 1].T[j]
        stack += self.signals.z[l + 1][sample]
        losses, crossed = self._upwards(sample, l + 1, stack)
        return losses, crossed if own_crossed is None else crossed | own_crossed

    def _with_all_moved(self, sample: int) -> tuple[Array, Flags]:
        """The same for the shared bias of the layer, which moves every z."""
        z = self.signals.z[self.l][sample]
        change = -self.epsilon if self.network.layer(self.l).threshold else self.epsilon
        return self._upwards(sample, self.l, np.stack([z + change, z - change])[:, None, :])

    def _upwards(self, sample: int, l: int, z: Array) -> tuple[Array, Flags]:
        """From two stacks of z of layer l, of shape (2, rows, n_l), to their losses, of shape (2, rows).

        Also says in which rows some activation has a kink between the two stacks.
        """
        crossed = np.zeros(z.shape[1], np.bool_)
        for m in range(l, self.network.depth):
            risen, here = self._risen(m, z, self.signals.a[m][sample])
            crossed |= False if here is None else here.any(axis=-1)
            z = risen @ self.own.W[m + 1].T
            z += self.signals.z[m + 1][sample]
        last = _crossed(activations.of(self.network.layers[-1]).kinks, z)
        crossed |= False if last is None else last.any(axis=-1)
        return loss(self.network, z, None, self.y[sample]), crossed

    def _risen(self, l: int, z: Array, a: Array) -> tuple[Array, Flags | None]:
        """By how much the activations of a stack are above those of the pass, and where a kink is between its two."""
        layer = self.network.layer(l)
        activation = activations.of(layer)
        crossed = _crossed(activation.kinks, z)
        risen = sigmoid(z) if layer.activation == "sigmoid" else activation.value(ARRAYS, z)
        risen -= a
        return risen, crossed

    def _with_penalty(self, numerical: Array) -> Array:
        """The differences with those of ½λ w², of which only the parameter's own weight is no constant."""
        l2 = self.network.descent.l2
        if l2 is None:
            return numerical
        w, b = self.own.W[self.l], self.own.b[self.l]
        squares = (w + self.epsilon) ** 2 - (w - self.epsilon) ** 2
        return np.asarray(numerical + _in_order(0.5 * l2 * squares / (2 * self.epsilon), 0.0 * b))


def _crossed(kinks: tuple[float, ...], z: Array) -> Flags | None:
    """Where a kink lies between the two stacks; None where there are no kinks."""
    found = None
    for kink in kinks:
        below, above = z < kink, z > kink
        here = (below[0] & above[1]) | (below[1] & above[0])
        found = here if found is None else found | here
    return found


def _compared(places: Sequence[Indices], analytic: Array, numerical: Array, straddles: Flags, floor: float) -> _Columns:
    """Every gradient as both ways give it, and whether they agree."""
    difference = np.absolute(analytic - numerical)
    total = np.absolute(analytic) + np.absolute(numerical)
    if not np.isfinite(total).all():
        raise Overflow(Quantity(Kind.LOSS))
    relative = np.divide(difference, total, out=np.zeros_like(total), where=total > 0)
    agrees = relative <= THRESHOLD
    below_floor = ~agrees & (difference <= floor)
    layer, j, k = np.concatenate(places, axis=1)
    return _Columns(
        layer, j, k, analytic + 0.0, numerical + 0.0, relative, agrees | below_floor, below_floor, straddles
    )
