"""What the formula of each kind is made of, in the formula's own order: one entry a kind."""

from collections.abc import Callable
from typing import NamedTuple

from tutor.engine import activations
from tutor.engine.network import Network
from tutor.notation.math import Group, Math, Script, Symbol
from tutor.notation.symbols import vector
from tutor.quantity import MATRICES, Kind, Quantity


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
    """

    rows: tuple[Operand, ...]
    singles: tuple[Quantity, ...]


class Question(NamedTuple):
    """The network, and which layer, neuron and source neuron are in question."""

    network: Network
    layer: int
    j: int = 1
    k: int = 1


def question(network: Network, layer: int | None, focus: Quantity | None) -> Question:
    """The question of a step; the loss belongs to the output layer, and without a focus it is the first one."""
    at = network.depth if layer is None else layer
    return Question(network, at, (focus.j if focus else 1) or 1, (focus.k if focus else 1) or 1)


def column(q: Question, kind: Kind, layer: int) -> Operand:
    """All quantities of a kind in a layer, one below the other."""
    n = q.network.sizes[layer]
    return Operand(vector(kind, layer, q.network.naming), tuple((Quantity(kind, layer, j),) for j in range(1, n + 1)))


def matrix(q: Question, kind: Kind, layer: int) -> Operand:
    """All quantities of a kind with two indices in a layer, row j of column k."""
    n, m = q.network.sizes[layer], q.network.sizes[layer - 1]
    entries = tuple(tuple(Quantity(kind, layer, j, k) for k in range(1, m + 1)) for j in range(1, n + 1))
    return Operand(vector(kind, layer, q.network.naming), entries)


def turned(operand: Operand) -> tuple[tuple[Quantity, ...], ...]:
    """Its rows as columns."""
    return tuple(zip(*operand.entries, strict=True))


def single(q: Question, kind: Kind, layer: int | None = None) -> Quantity:
    """The quantity of a kind that belongs to the neuron in question, or to the weight in question."""
    if kind is Kind.RATE:
        return Quantity(kind)
    at = q.layer if layer is None else layer
    return Quantity(kind, at, q.j, q.k) if kind in MATRICES else Quantity(kind, at, q.j)


def _rate(q: Question) -> Operand:
    return Operand(vector(Kind.RATE, None, q.network.naming), ((Quantity(Kind.RATE),),))


def _slope_kinds(q: Question) -> tuple[Kind, ...]:
    """What the slope is worked out from: a first, where that gives it."""
    from_a = activations.of(q.network.layer(q.layer)).slope_from_a
    return (Kind.Z,) if from_a is None else (Kind.A, Kind.Z)


def _whole_delta(q: Question) -> tuple[Operand, ...]:
    slope = column(q, Kind.SIGMA_PRIME, q.layer)
    if q.layer == q.network.depth:
        return column(q, Kind.A, q.layer), column(q, Kind.Y, q.layer), slope
    W = matrix(q, Kind.W, q.layer + 1)
    transposed = Operand(Script(Group(W.name), None, Symbol("T")), turned(W))
    return transposed, column(q, Kind.DELTA, q.layer + 1), slope


def _z_terms(q: Question) -> Terms:
    W, a = matrix(q, Kind.W, q.layer), column(q, Kind.A, q.layer - 1)
    row = Operand(W.name, (W.entries[q.j - 1],), f" row {q.j}")
    return Terms((row, Operand(a.name, turned(a))), (single(q, Kind.B),))


def _loss_terms(q: Question) -> Terms:
    columns = column(q, Kind.A, q.layer), column(q, Kind.Y, q.layer)
    return Terms(tuple(Operand(side.name, turned(side)) for side in columns), ())


def _delta_terms(q: Question) -> Terms:
    if q.layer == q.network.depth:
        return Terms((), tuple(single(q, kind) for kind in (Kind.A, Kind.Y, Kind.SIGMA_PRIME)))
    W, delta = matrix(q, Kind.W, q.layer + 1), column(q, Kind.DELTA, q.layer + 1)
    down = Operand(W.name, (turned(W)[q.j - 1],), f" column {q.j}")
    return Terms((down, Operand(delta.name, turned(delta))), (single(q, Kind.SIGMA_PRIME),))


def _gradient_terms(q: Question) -> Terms:
    return Terms((), (Quantity(Kind.A, q.layer - 1, q.k), single(q, Kind.DELTA)))


def _singles(*kinds: Kind) -> Callable[[Question], Terms]:
    return lambda q: Terms((), tuple(single(q, kind) for kind in kinds))


WHOLE: dict[Kind, Callable[[Question], tuple[Operand, ...]]] = {
    Kind.Z: lambda q: (matrix(q, Kind.W, q.layer), column(q, Kind.A, q.layer - 1), column(q, Kind.B, q.layer)),
    Kind.A: lambda q: (column(q, Kind.Z, q.layer),),
    Kind.LOSS: lambda q: (column(q, Kind.A, q.layer), column(q, Kind.Y, q.layer)),
    Kind.SIGMA_PRIME: lambda q: tuple(column(q, kind, q.layer) for kind in _slope_kinds(q)),
    Kind.DELTA: _whole_delta,
    Kind.DL_DW: lambda q: (column(q, Kind.A, q.layer - 1), column(q, Kind.DELTA, q.layer)),
    Kind.DL_DB: lambda q: (column(q, Kind.DELTA, q.layer),),
    Kind.W_NEW: lambda q: (matrix(q, Kind.W, q.layer), _rate(q), matrix(q, Kind.DL_DW, q.layer)),
    Kind.B_NEW: lambda q: (column(q, Kind.B, q.layer), _rate(q), column(q, Kind.DL_DB, q.layer)),
}
"""What the formula of a kind needs for a whole layer."""

ALONE: dict[Kind, Callable[[Question], Terms]] = {
    Kind.Z: _z_terms,
    Kind.A: _singles(Kind.Z),
    Kind.LOSS: _loss_terms,
    Kind.SIGMA_PRIME: lambda q: _singles(*_slope_kinds(q))(q),
    Kind.DELTA: _delta_terms,
    Kind.DL_DW: _gradient_terms,
    Kind.DL_DB: _singles(Kind.DELTA),
    Kind.W_NEW: _singles(Kind.W, Kind.RATE, Kind.DL_DW),
    Kind.B_NEW: _singles(Kind.B, Kind.RATE, Kind.DL_DB),
}
"""What one answer of a kind needs."""
