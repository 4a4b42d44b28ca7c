"""All numbers of a solved network, as plain floats. Nothing here imports NumPy until a network is solved."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import isfinite, isnan
from typing import TYPE_CHECKING, NamedTuple, Union

from tutor.engine.network import Network
from tutor.errors import TutorError
from tutor.quantity import ALONE, MATRICES, NEW, PER_SAMPLE, Kind, Quantity, is_parameter

if TYPE_CHECKING:
    from tutor.engine.arrays import Array
    from tutor.engine.descent import Round

Vector = tuple[float, ...]
Matrix = tuple[Vector, ...]
Nested = Union[float, tuple["Nested", ...]]  # noqa: UP007 (an alias that holds itself cannot be written with |)


class Overflow(TutorError):  # noqa: N818 (it names what happened to the numbers)
    """The network's numbers grow too large for float64, or one of them has no value.

    Attributes:
        quantity: the first quantity, in the order of computation, that is not a finite number.
        advice: what to make smaller.
    """

    def __init__(self, quantity: Quantity, network: Network | None = None, *, undefined: bool = False) -> None:
        found = (
            "has no value: found 0 divided by 0, a difference of numbers beyond 1.8e308, or the logarithm or root of a "
            "negative number"
            if undefined
            else "is too large to compute: found a number beyond 1.8e308"
        )
        self.quantity = quantity
        self.advice = f"make {', '.join(_causes(quantity, network))} or the target smaller"
        super().__init__(f"{quantity} {found}, expected a finite one; {self.advice}")


def _causes(quantity: Quantity, network: Network | None) -> tuple[str, ...]:
    """What, besides the target, may have made a number too large: after an update what it goes by, before all else."""
    causes = ("the weights", "the biases", "the input")
    updated = quantity.update > 1 or quantity.kind in NEW.values()
    if network is None or network.learning_rate is None or not updated:
        return causes
    return ("learning_rate", *(("momentum",) if network.descent.momentum else ()), *causes)


class Pass(NamedTuple):
    """One sample's way through the network with the parameters of one update.

    Lists over layers hold layers 1 … L in order; ``a`` alone starts with layer 0, the input.

    Attributes:
        z: n_l pre-activations for each layer.
        a: n_l activations for each layer 0 … L.
        sigma_prime: n_l slopes of the activation at z for each layer; of softmax ∂a_j/∂z_j.
        delta: n_l errors for each layer (BP1, BP2), with the sign that the lesson gives them.
    """

    z: tuple[Vector, ...]
    a: tuple[Vector, ...]
    sigma_prime: tuple[Vector, ...]
    delta: tuple[Vector, ...]


class Update(NamedTuple):
    """One update: the passes of its samples, its gradients, and what it makes of the parameters.

    Attributes:
        passes: by sample, from 1.
        loss: the loss that it goes by, with its parameters as they are before it.
        dL_dW: an n_l × n_{l−1} matrix of gradients for each layer (BP3), a row for each destination neuron.
        dL_db: the gradients of the biases or thresholds for each layer (BP4), as many as there are.
        W_new: the weights after it, or None without a learning rate.
        b_new: the biases after it, or None without a learning rate.
        loss_after: the loss of the same samples with these, or None without a learning rate.
    """

    passes: Mapping[int, Pass]
    loss: float
    dL_dW: tuple[Matrix, ...]
    dL_db: tuple[Vector, ...]
    W_new: tuple[Matrix, ...] | None
    b_new: tuple[Vector, ...] | None
    loss_after: float | None


@dataclass(frozen=True, slots=True)
class Solution:
    """Every number of one network with its examples.

    Attributes:
        network: what was solved.
        updates: each update in order; without a learning rate the one that there would be. Online there are as many as
            samples at least, so that each has its first pass.
    """

    network: Network
    updates: tuple[Update, ...]

    @property
    def loss(self) -> float:
        """The loss that the first update goes by."""
        return self.updates[0].loss

    @property
    def first(self) -> Pass:
        """The first sample's pass, with the lesson's own parameters."""
        return self.updates[0].passes[1]

    @property
    def first_passes(self) -> tuple[Pass, ...]:
        """Every sample's first pass, in order."""
        turns = self.updates if self.network.online else self.updates[:1]
        found = {sample: each for update in reversed(turns) for sample, each in update.passes.items()}
        return tuple(found[s] for s in sorted(found))

    def value(self, quantity: Quantity) -> float:
        """The value of one quantity of any kind, the lesson's own numbers among them; −0.0 is 0.0.

        Raises:
            LookupError: if the network has no such quantity.
        """
        try:
            found = self._found(quantity)
        except LookupError:
            found = None
        if found is None or isinstance(found, tuple):
            raise LookupError(f"the network has no {quantity}")
        return found + 0.0

    def _found(self, q: Quantity) -> Nested | None:
        if q.update < 1 or q.sample < 1 or any(index is not None and index < 1 for index in (q.j, q.k)):
            return None
        if is_parameter(q):
            return self.network.parameter(q) if _is_one(q) else None
        update = self.updates[q.update - 1] if q.update <= len(self.updates) else None
        if update is None:
            return self._after(q)
        # A kind that can be asked for is spelled as the attribute that holds it.
        if q.kind in PER_SAMPLE:
            found: Nested | None = getattr(update.passes[q.sample], q.kind.value)
        else:
            of = 1 if q.kind in NEW.values() else self.network.of_update(q.update)
            found = getattr(update, q.kind.value) if q.sample == of else None
        first = 0 if q.kind is Kind.A else 1
        for index, lowest in ((q.layer, first), (q.j, 1), (q.k, 1)):
            if index is not None:
                found = found[index - lowest] if isinstance(found, tuple) and index >= lowest else None
        return found

    def _after(self, q: Quantity) -> Nested | None:
        """What comes after the last update: the loss with the new parameters."""
        last = self.updates[-1]
        return last.loss_after if q == Quantity(Kind.LOSS, update=len(self.updates) + 1) else None


def _is_one(q: Quantity) -> bool:
    """Whether a parameter is named with the indices that it has, and no others."""
    if q.kind in ALONE:
        return q == Quantity(q.kind)
    return q.j is not None and (q.k is not None) == (q.kind is Kind.W)


def solve(network: Network) -> Solution:
    """Compute every quantity of a network: forward, loss, backward, gradients and, with a learning rate, the updates.

    Raises:
        Overflow: if a quantity is too large for float64.
    """
    from tutor.engine.descent import rounds  # NumPy: not before the first question is on screen

    updates: list[Update] = []
    for each in rounds(network):
        updates.append(_update(network, each))
        _require_finite(network, len(updates), updates[-1])
    # Only now: where the next update has the same loss, something in it may be too large before the loss is.
    for number, update in enumerate(updates, 1):
        if update.loss_after is not None and not isfinite(update.loss_after):
            raise Overflow(Quantity(Kind.LOSS, update=number + 1), network)
    return Solution(network, tuple(updates))


def _update(network: Network, found: "Round") -> Update:
    errors, signals = found.errors, found.signals
    delta = errors.delta if network.true_sign else {l: -own for l, own in errors.delta.items()}
    passes = {
        sample: Pass(*(_vectors(each, row) for each in (signals.z, signals.a, errors.sigma_prime, delta)))
        for row, sample in enumerate(found.samples)
    }
    return Update(
        passes,
        found.loss,
        _matrices(errors.dL_dW),
        _vectors(errors.dL_db),
        None if found.after is None else _matrices(found.after.W),
        None if found.after is None else _vectors(found.after.b),
        found.loss_after,
    )


def _vectors(by_layer: "Mapping[int, Array]", row: int | None = None) -> tuple[Vector, ...]:
    """Each layer's numbers, or one row of them, without −0.0."""
    chosen = (by_layer[l] if row is None else by_layer[l][row] for l in sorted(by_layer))
    return tuple(tuple((each + 0.0).tolist()) for each in chosen)


def _matrices(by_layer: "Mapping[int, Array]") -> tuple[Matrix, ...]:
    return tuple(tuple(map(tuple, (by_layer[l] + 0.0).tolist())) for l in sorted(by_layer))


def _require_finite(network: Network, number: int, update: Update) -> None:
    """Raise Overflow for the first quantity of an update that is not a finite number, if there is one."""
    fields = (*(each for sample in update.passes.values() for each in sample), *update[1:-1])
    if all(_finite(each) for each in fields if each is not None):
        return
    solution = Solution(network, (update,))
    for quantity in _in_order(solution):
        value = solution.value(quantity)
        if not isfinite(value):
            whole = 1 if quantity.kind in NEW.values() else network.of_update(number)
            sample = quantity.sample if quantity.kind in PER_SAMPLE else whole
            found = quantity._replace(sample=sample, update=number)
            raise Overflow(found, network, undefined=isnan(value))


def _finite(values: Nested) -> bool:
    return all(map(_finite, values)) if isinstance(values, tuple) else isfinite(values)


def _in_order(solution: Solution) -> Iterator[Quantity]:
    """Every quantity of the first update that can be asked for, in the order in which it is computed."""
    network = solution.network
    sizes, layers = network.sizes, range(1, network.depth + 1)
    biases = network.naming.biases

    def of(kind: Kind, l: int, samples: Iterable[int] = (1,)) -> Iterator[Quantity]:
        sources = range(1, sizes[l - 1] + 1) if kind in MATRICES else (None,)
        n = biases[l] if kind in (Kind.DL_DB, Kind.B_NEW) else sizes[l]
        return (Quantity(kind, l, j, k, s) for s in samples for j in range(1, n + 1) for k in sources)

    samples = tuple(solution.updates[0].passes)
    for l in layers:
        yield from of(Kind.Z, l, samples)
        yield from of(Kind.A, l, samples)
    yield Quantity(Kind.LOSS)
    for l in reversed(layers):
        yield from of(Kind.SIGMA_PRIME, l, samples)
        yield from of(Kind.DELTA, l, samples)
    updates = (Kind.W_NEW, Kind.B_NEW) if solution.updates[0].W_new is not None else ()
    for kind in (Kind.DL_DW, Kind.DL_DB, *updates):
        for l in layers:
            yield from of(kind, l)
