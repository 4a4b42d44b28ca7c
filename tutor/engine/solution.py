"""All numbers of a solved network, as plain floats. Nothing here imports NumPy until a network is solved."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING, Union

from tutor.engine.network import Network
from tutor.errors import TutorError
from tutor.quantity import ASKABLE, MATRICES, Kind, Quantity

if TYPE_CHECKING:
    from tutor.engine.arrays import Array

Vector = tuple[float, ...]
Matrix = tuple[Vector, ...]
Nested = Union[float, tuple["Nested", ...]]  # noqa: UP007 (an alias that holds itself cannot be written with |)


class Overflow(TutorError):  # noqa: N818 (it names what happened to the numbers)
    """The network's numbers grow too large for float64.

    Attributes:
        quantity: the first quantity, in the order of computation, that is not a finite number.
    """

    def __init__(self, quantity: Quantity) -> None:
        super().__init__(
            f"{quantity} is too large to compute: found a number beyond 1.8e308, expected a finite one; "
            "make the weights, the biases, the input or the target smaller"
        )
        self.quantity = quantity


@dataclass(frozen=True, slots=True)
class Solution:
    """Every number of one network with its example.

    Lists over layers hold layers 1 … L in order; ``a`` alone starts with layer 0, the input.

    Attributes:
        network: what was solved.
        z: n_l pre-activations for each layer.
        a: n_l activations for each layer 0 … L.
        loss: the loss, summed over the outputs.
        sigma_prime: n_l slopes of the activation at z for each layer.
        delta: n_l errors δ = ∂L/∂z for each layer (BP1, BP2).
        dL_dW: an n_l × n_{l−1} matrix of gradients for each layer (BP3).
        dL_db: n_l gradients for each layer (BP4).
        W_new: the weights after one step of gradient descent, or None without a learning rate.
        b_new: the biases after that step, or None without a learning rate.
    """

    network: Network
    z: tuple[Vector, ...]
    a: tuple[Vector, ...]
    loss: float
    sigma_prime: tuple[Vector, ...]
    delta: tuple[Vector, ...]
    dL_dW: tuple[Matrix, ...]
    dL_db: tuple[Vector, ...]
    W_new: tuple[Matrix, ...] | None
    b_new: tuple[Vector, ...] | None

    def value(self, quantity: Quantity) -> float:
        """The value of one quantity of any kind, the lesson's own numbers among them; −0.0 is 0.0.

        Raises:
            LookupError: if the network has no such quantity.
        """
        found = self._all_of(quantity.kind)
        first = 0 if quantity.kind is Kind.A else 1
        layer = None if quantity.kind is Kind.Y else quantity.layer  # the target is a single vector
        for index, lowest in ((layer, first), (quantity.j, 1), (quantity.k, 1)):
            if index is None:
                continue
            if not isinstance(found, tuple) or not lowest <= index < lowest + len(found):
                raise LookupError(f"the network has no {quantity}")
            found = found[index - lowest]
        if found is None or isinstance(found, tuple):
            raise LookupError(f"the network has no {quantity}")
        return found + 0.0

    def _all_of(self, kind: Kind) -> Nested | None:
        """All values of one kind: a number, or nested tuples of numbers; None where the lesson has none."""
        match kind:
            case Kind.W:
                return tuple(layer.W for layer in self.network.layers)
            case Kind.B:
                return tuple(layer.b for layer in self.network.layers)
            case Kind.Y:
                return self.network.y
            case Kind.RATE:
                return self.network.learning_rate
            case _:
                # A kind that can be asked for is spelled as the attribute that holds it.
                values: Nested | None = getattr(self, kind.value)
                return values


def solve(network: Network) -> Solution:
    """Compute every quantity of a network: forward, loss, backward, gradients and, with a learning rate, the update.

    Raises:
        Overflow: if a quantity is too large for float64.
    """
    from tutor.engine.backward import backward  # NumPy: not before the first question is on screen
    from tutor.engine.forward import forward

    signals = forward(network)
    errors = backward(network, signals)
    solution = Solution(
        network,
        z=_vectors(signals.z),
        a=_vectors(signals.a),
        loss=signals.loss,
        sigma_prime=_vectors(errors.sigma_prime),
        delta=_vectors(errors.delta),
        dL_dW=_matrices(errors.dL_dW),
        dL_db=_vectors(errors.dL_db),
        W_new=_matrices(errors.W_new) if errors.W_new else None,
        b_new=_vectors(errors.b_new) if errors.b_new else None,
    )
    _require_finite(solution)
    return solution


def _vectors(by_layer: "Mapping[int, Array]") -> tuple[Vector, ...]:
    return tuple(tuple(by_layer[l].tolist()) for l in sorted(by_layer))


def _matrices(by_layer: "Mapping[int, Array]") -> tuple[Matrix, ...]:
    return tuple(tuple(map(tuple, by_layer[l].tolist())) for l in sorted(by_layer))


def _require_finite(solution: Solution) -> None:
    """Raise Overflow for the first quantity that is not a finite number, if there is one."""
    if all(_finite(solution._all_of(kind) or ()) for kind in ASKABLE):
        return
    for quantity in _in_order(solution):
        if not isfinite(solution.value(quantity)):
            raise Overflow(quantity)


def _finite(values: Nested) -> bool:
    return all(map(_finite, values)) if isinstance(values, tuple) else isfinite(values)


def _in_order(solution: Solution) -> Iterator[Quantity]:
    """Every quantity that can be asked for, in the order in which it is computed."""
    sizes = solution.network.sizes
    layers = range(1, len(sizes))

    def of(kind: Kind, l: int) -> Iterator[Quantity]:
        sources = range(1, sizes[l - 1] + 1) if kind in MATRICES else (None,)
        return (Quantity(kind, l, j, k) for j in range(1, sizes[l] + 1) for k in sources)

    for l in layers:
        yield from of(Kind.Z, l)
        yield from of(Kind.A, l)
    yield Quantity(Kind.LOSS)
    for l in reversed(layers):
        yield from of(Kind.SIGMA_PRIME, l)
        yield from of(Kind.DELTA, l)
    updates = (Kind.W_NEW, Kind.B_NEW) if solution.W_new is not None else ()
    for kind in (Kind.DL_DW, Kind.DL_DB, *updates):
        for l in layers:
            yield from of(kind, l)
