"""What the formula of each kind is made of, in the formula's own order: one entry a kind."""

from collections.abc import Callable
from typing import NamedTuple

from tutor.engine import activations, losses
from tutor.engine.network import SHARED, Network
from tutor.explain.parts import anchored, bias_of, in_samples
from tutor.notation import charset
from tutor.notation.math import Group, Math, Script, Symbol
from tutor.notation.symbols import BIASES, symbol, vector
from tutor.quantity import ALONE as OF_THE_NETWORK
from tutor.quantity import MATRICES, NEW, Kind, Quantity, beside


class Operand(NamedTuple):
    """One factor or term of a formula: its name, its quantities row by row, and which part of the whole it is."""

    name: Math
    entries: tuple[tuple[Quantity, ...], ...]
    part: str = ""


class Terms(NamedTuple):
    """What one answer alone needs.

    Attributes:
        rows: rows of numbers that stand over one another: they are paired column by column.
        singles: single numbers.
        further: a row of numbers that is not paired with the others.
    """

    rows: tuple[Operand, ...]
    singles: tuple[Quantity, ...]
    further: tuple[Operand, ...] = ()


class Question(NamedTuple):
    """The network, and which layer, neuron and source neuron are in question; ``of`` has its sample and update."""

    network: Network
    layer: int
    j: int
    k: int
    of: Quantity

    @property
    def samples(self) -> tuple[Quantity, ...]:
        """For each sample that its update goes by, a quantity to stand beside."""
        return in_samples(self.network, self.of)

    def entry(self, kind: Kind, layer: int | None, j: int | None = None, k: int | None = None) -> Quantity:
        """A quantity of the same sample and update."""
        return beside(self.of, kind, layer, j, k)


def question(network: Network, layer: int | None, focus: Quantity | None) -> Question:
    """The question of a step; the loss belongs to the output layer, and without a focus it is the first one."""
    at = network.depth if layer is None else layer
    of = Quantity(Kind.Z, at, 1) if focus is None else anchored(network, focus)
    return Question(network, at, of.j or 1, of.k or 1, of)


def column(q: Question, kind: Kind, layer: int) -> Operand:
    """All quantities of a kind in a layer, one below the other."""
    n = q.network.sizes[layer]
    entries = tuple((q.entry(kind, layer, j),) for j in range(1, n + 1))
    return Operand(_name(q, kind, layer, entries[0][0]), entries)


def matrix(q: Question, kind: Kind, layer: int) -> Operand:
    """All quantities of a kind with two indices in a layer, row j of column k."""
    n, m = q.network.sizes[layer], q.network.sizes[layer - 1]
    entries = tuple(tuple(q.entry(kind, layer, j, k) for k in range(1, m + 1)) for j in range(1, n + 1))
    return Operand(_name(q, kind, layer, entries[0][0]), entries)


def over(q: Question, kind: Kind, layer: int) -> Operand:
    """All quantities of a kind in a layer, a column for each sample that the update goes by."""
    if len(q.samples) == 1:
        return column(q, kind, layer)
    n = q.network.sizes[layer]
    entries = tuple(tuple(beside(one, kind, layer, j) for one in q.samples) for j in range(1, n + 1))
    return Operand(vector(kind, layer, q.network.naming), entries, _of_samples(q))


def _of_samples(q: Question) -> str:
    """Which samples the columns belong to: “[1 2]”, “[1…5]”."""
    n = len(q.samples)
    return "[1 2]" if n == 2 else charset.spelt(f"[1…{n}]")


def _name(q: Question, kind: Kind, layer: int | None, one: Quantity) -> Math:
    """The name of several of a kind; weights after the first update are the new ones of the one before."""
    return vector(one.kind if kind in NEW else kind, layer, q.network.naming, one)


def turned(operand: Operand) -> tuple[tuple[Quantity, ...], ...]:
    """Its rows as columns."""
    return tuple(zip(*operand.entries, strict=True))


def flat(operand: Operand) -> tuple[Quantity, ...]:
    """All of its quantities in a row."""
    return tuple(entry for row in operand.entries for entry in row)


def transposed(operand: Operand) -> Operand:
    """The matrix turned over its diagonal."""
    return Operand(Script(Group(operand.name), None, Symbol("T")), turned(operand))


def as_written(q: Question, W: Operand) -> Operand:
    """A matrix of weights as it stands in z = W a + b; written with a row a source neuron, it stands transposed."""
    return W._replace(name=transposed(W).name) if q.network.naming.source_first else W


def sent_back(q: Question, W: Operand) -> Operand:
    """A matrix of weights as it stands in BP2: its rows are the neurons that errors come back to."""
    return Operand(W.name, turned(W)) if q.network.naming.source_first else transposed(W)


def biases(q: Question, kind: Kind) -> tuple[Operand, ...]:
    """All biases of the layer in question, or what belongs to them; nothing where there are none."""
    n = q.network.naming.biases[q.layer]
    found = tuple(_of_bias(q, kind, j) for j in range(1, n + 1))
    entries = tuple((entry,) for entry in found if entry is not None)
    return (Operand(_name(q, kind, q.layer, entries[0][0]), entries),) if entries else ()


def single(q: Question, kind: Kind, layer: int | None = None) -> tuple[Quantity, ...]:
    """The quantity of a kind that belongs to the neuron in question, or to the weight; none where there is no bias."""
    if kind in OF_THE_NETWORK:
        return (Quantity(kind),)
    at = q.layer if layer is None else layer
    if kind in BIASES:
        found = _of_bias(q, kind, q.j)
        return () if found is None else (found,)
    return (q.entry(kind, at, q.j, q.k) if kind in MATRICES else q.entry(kind, at, q.j),)


def _of_bias(q: Question, kind: Kind, j: int) -> Quantity | None:
    """The bias of a neuron, its gradient or its new value."""
    own = bias_of(q.network, q.of, q.layer, j)
    if own is None or kind is Kind.B:
        return own
    return q.entry(kind, q.layer, own.j)


def _number(q: Question, kind: Kind) -> Operand:
    """One of the numbers of which a network has one each, such as the learning rate."""
    return Operand(vector(kind, None, q.network.naming), ((Quantity(kind),),))


def _penalty(q: Question, *singles: Quantity) -> tuple[Quantity, ...]:
    """λ and what it multiplies, where the loss has a penalty."""
    return (Quantity(Kind.L2), *singles) if q.network.descent.l2 is not None else ()


def _momentum(q: Question) -> bool:
    """Whether a last step goes into the new one."""
    return q.network.descent.momentum is not None and q.of.update > 1


def _before(q: Question) -> Question:
    """The same question of the update before."""
    return q._replace(of=q.of._replace(update=q.of.update - 1))


def _softmax(q: Question) -> bool:
    return activations.of(q.network.layer(q.layer)).whole


def _slope_kinds(q: Question) -> tuple[Kind, ...]:
    """What the slope is worked out from: a first, where that gives it."""
    from_a = activations.of(q.network.layer(q.layer)).slope_from_a
    return (Kind.Z,) if from_a is None else (Kind.A, Kind.Z)


def _output_kinds(q: Question) -> tuple[Kind, ...]:
    """What an error of the output is made of; its slope only where that is no part of what is left."""
    slope = () if _softmax(q) or losses.short(q.network) else (Kind.SIGMA_PRIME,)
    return (Kind.A, Kind.Y, *slope)


def _whole_delta(q: Question) -> tuple[Operand, ...]:
    if q.layer == q.network.depth:
        return tuple(column(q, kind, q.layer) for kind in _output_kinds(q))
    W = sent_back(q, matrix(q, Kind.W, q.layer + 1))
    return W, column(q, Kind.DELTA, q.layer + 1), column(q, Kind.SIGMA_PRIME, q.layer)


def _whole_z(q: Question) -> tuple[Operand, ...]:
    return as_written(q, matrix(q, Kind.W, q.layer)), column(q, Kind.A, q.layer - 1), *biases(q, Kind.B)


def _whole_loss(q: Question) -> tuple[Operand, ...]:
    weights = (matrix(q, Kind.W, l) for l in range(1, q.network.depth + 1))
    penalty = (_number(q, Kind.L2), *weights) if q.network.descent.l2 is not None else ()
    return over(q, Kind.A, q.layer), over(q, Kind.Y, q.layer), *penalty


def _whole_gradient(q: Question) -> tuple[Operand, ...]:
    penalty = (_number(q, Kind.L2), matrix(q, Kind.W, q.layer)) if q.network.descent.l2 is not None else ()
    return over(q, Kind.A, q.layer - 1), over(q, Kind.DELTA, q.layer), *penalty


GRADIENTS: dict[Kind, Kind] = {Kind.W: Kind.DL_DW, Kind.B: Kind.DL_DB}
"""The gradient of each kind of parameter."""


def _whole_step(q: Question, of: Callable[[Question, Kind], tuple[Operand, ...]], kind: Kind) -> tuple[Operand, ...]:
    """The old parameters, the rate, the gradients; with momentum what the last step was, too."""
    more = (*of(_before(q), kind), _number(q, Kind.MOMENTUM)) if _momentum(q) else ()
    return *of(q, kind), *more, _number(q, Kind.RATE), *of(q, GRADIENTS[kind])


def _z_terms(q: Question) -> Terms:
    W, a = matrix(q, Kind.W, q.layer), column(q, Kind.A, q.layer - 1)
    line = "column" if q.network.naming.source_first else "row"
    row = Operand(W.name, (W.entries[q.j - 1],), f" {line} {q.j}")
    return Terms((row, Operand(a.name, turned(a))), single(q, Kind.B))


def _a_terms(q: Question) -> Terms:
    z = column(q, Kind.Z, q.layer)
    return Terms((Operand(z.name, turned(z)),), ()) if _softmax(q) else Terms((), single(q, Kind.Z))


def _loss_terms(q: Question) -> Terms:
    sides = over(q, Kind.A, q.layer), over(q, Kind.Y, q.layer)
    rows = tuple(Operand(side.name, (flat(side),), side.part) for side in sides)
    if q.network.descent.l2 is None:
        return Terms(rows, ())
    weights = tuple(w for l in range(1, q.network.depth + 1) for w in flat(matrix(q, Kind.W, l)))
    return Terms(rows, _penalty(q), (Operand(_name(q, Kind.W, None, weights[0]), (weights,)),))


def _delta_terms(q: Question) -> Terms:
    if q.layer == q.network.depth:
        if _softmax(q) and not losses.short(q.network):
            sides = column(q, Kind.A, q.layer), column(q, Kind.Y, q.layer)
            return Terms(tuple(Operand(side.name, turned(side)) for side in sides), ())
        return _singles(*_output_kinds(q))(q)
    W, delta = matrix(q, Kind.W, q.layer + 1), column(q, Kind.DELTA, q.layer + 1)
    line = "row" if q.network.naming.source_first else "column"
    down = Operand(W.name, (turned(W)[q.j - 1],), f" {line} {q.j}")
    return Terms((down, Operand(delta.name, turned(delta))), single(q, Kind.SIGMA_PRIME))


def _gradient_terms(q: Question) -> Terms:
    sides = tuple(tuple(beside(one, *at) for one in q.samples) for at in _sides(q))
    penalty = _penalty(q, *single(q, Kind.W))
    if len(q.samples) == 1:
        return Terms((), (*(side[0] for side in sides), *penalty))
    return Terms(tuple(_over_samples(q, side) for side in sides), penalty)


def _over_samples(q: Question, numbers: tuple[Quantity, ...]) -> Operand:
    """What one neuron has for each sample, in a row."""
    return Operand(symbol(numbers[0], q.network.naming._replace(samples=1)), (numbers,), _of_samples(q))


def _sides(q: Question) -> tuple[tuple[Kind, int, int], ...]:
    """Both ends of the weight in question: what comes in, and the error where it leads to."""
    return (Kind.A, q.layer - 1, q.k), (Kind.DELTA, q.layer, q.j)


def _bias_terms(q: Question) -> Terms:
    errors = over(q, Kind.DELTA, q.layer)
    if q.network.conventions.bias == SHARED:
        row = Operand(errors.name, (flat(errors),), errors.part)
    else:
        row = _over_samples(q, errors.entries[q.j - 1])
    (numbers,) = row.entries
    return Terms((row,), ()) if len(numbers) > 1 else Terms((), numbers)


def _singles(*kinds: Kind) -> Callable[[Question], Terms]:
    return lambda q: Terms((), tuple(found for kind in kinds for found in single(q, kind)))


def _step_terms(q: Question, kind: Kind) -> Terms:
    more = (*single(_before(q), kind), Quantity(Kind.MOMENTUM)) if _momentum(q) else ()
    return Terms((), (*single(q, kind), *more, Quantity(Kind.RATE), *single(q, GRADIENTS[kind])))


def _matrices(q: Question, kind: Kind) -> tuple[Operand, ...]:
    return (matrix(q, kind, q.layer),)


WHOLE: dict[Kind, Callable[[Question], tuple[Operand, ...]]] = {
    Kind.Z: _whole_z,
    Kind.A: lambda q: (column(q, Kind.Z, q.layer),),
    Kind.LOSS: _whole_loss,
    Kind.SIGMA_PRIME: lambda q: tuple(column(q, kind, q.layer) for kind in _slope_kinds(q)),
    Kind.DELTA: _whole_delta,
    Kind.DL_DW: _whole_gradient,
    Kind.DL_DB: lambda q: (over(q, Kind.DELTA, q.layer),),
    Kind.W_NEW: lambda q: _whole_step(q, _matrices, Kind.W),
    Kind.B_NEW: lambda q: _whole_step(q, biases, Kind.B),
}
"""What the formula of a kind needs for a whole layer."""

ALONE: dict[Kind, Callable[[Question], Terms]] = {
    Kind.Z: _z_terms,
    Kind.A: _a_terms,
    Kind.LOSS: _loss_terms,
    Kind.SIGMA_PRIME: lambda q: _singles(*_slope_kinds(q))(q),
    Kind.DELTA: _delta_terms,
    Kind.DL_DW: _gradient_terms,
    Kind.DL_DB: _bias_terms,
    Kind.W_NEW: lambda q: _step_terms(q, Kind.W),
    Kind.B_NEW: lambda q: _step_terms(q, Kind.B),
}
"""What one answer of a kind needs."""
