"""The shared vocabulary: what can be asked for, where it stands in the network, in which part of the lesson."""

from enum import StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    """A kind of scalar, spelled as in lesson files, sheets and JSON. The first nine can be asked for."""

    Z = "z"
    A = "a"
    LOSS = "loss"
    SIGMA_PRIME = "sigma_prime"
    DELTA = "delta"
    DL_DW = "dL_dW"
    DL_DB = "dL_db"
    W_NEW = "W_new"
    B_NEW = "b_new"
    # A lesson's own numbers: never asked, always known.
    W = "W"
    B = "b"
    Y = "y"
    RATE = "learning_rate"
    MOMENTUM = "momentum"
    L2 = "l2"


ASKABLE: tuple[Kind, ...] = tuple(Kind)[:9]
"""The kinds that a step may ask for, in the order in which a lesson meets them."""

MATRICES: frozenset[Kind] = frozenset({Kind.W, Kind.DL_DW, Kind.W_NEW})
"""The kinds that carry two indices: j, the destination neuron, and k, the source neuron."""


class Stage(StrEnum):
    """A part of a lesson."""

    FORWARD = "forward"
    LOSS = "loss"
    BACKWARD = "backward"
    GRADIENTS = "gradients"
    UPDATE = "update"
    CHECK = "check"


STAGES: dict[Kind, Stage] = {
    Kind.Z: Stage.FORWARD,
    Kind.A: Stage.FORWARD,
    Kind.LOSS: Stage.LOSS,
    Kind.SIGMA_PRIME: Stage.BACKWARD,
    Kind.DELTA: Stage.BACKWARD,
    Kind.DL_DW: Stage.GRADIENTS,
    Kind.DL_DB: Stage.GRADIENTS,
    Kind.W_NEW: Stage.UPDATE,
    Kind.B_NEW: Stage.UPDATE,
}
"""The stage in which each kind is asked for."""


class Quantity(NamedTuple):
    """One scalar of a lesson's network.

    Layer 0 is the input (``a`` of layer 0 is x), j is the destination neuron, k the source neuron; all three count
    from 1 but for layer 0. The loss and the learning rate have no layer and no j.

    What belongs to a whole update (the loss, gradients, new parameters) carries sample 1, but where each update has a
    sample of its own: its loss and gradients carry that. Weights and biases belong to no sample: theirs is 1 always.
    ``update`` counts from 1; the weights and biases that an update after the first begins with are ``W_new`` and
    ``b_new`` of the one before.
    """

    kind: Kind
    layer: int | None = None
    j: int | None = None
    k: int | None = None
    sample: int = 1
    update: int = 1

    def __str__(self) -> str:
        """Name the quantity in one line of ASCII, as reports do: ``z(1,2)``, ``dL_dW(1,1,3)``, ``loss``.

        A sample and an update that are not the first are named: ``z(1,2,sample=2)``.
        """
        indices = [str(i) for i in (self.layer, self.j, self.k) if i is not None]
        indices += [f"{name}={i}" for name, i in (("sample", self.sample), ("update", self.update)) if i != 1]
        return f"{self.kind}({','.join(indices)})" if indices else str(self.kind)


NEW: dict[Kind, Kind] = {Kind.W: Kind.W_NEW, Kind.B: Kind.B_NEW}
"""What each kind of parameter is called once it has been updated."""

ALONE: frozenset[Kind] = frozenset({Kind.RATE, Kind.MOMENTUM, Kind.L2})
"""The lesson's own numbers of which there is one of each."""

PER_SAMPLE: frozenset[Kind] = frozenset({Kind.Z, Kind.A, Kind.SIGMA_PRIME, Kind.DELTA, Kind.Y})
"""The kinds that each sample has its own of."""


def beside(q: Quantity, kind: Kind, layer: int | None = None, j: int | None = None, k: int | None = None) -> Quantity:
    """Another quantity of the same sample and update as ``q``.

    A weight or bias is the one that the update begins with: the lesson's own, or what the update before has made of it.
    """
    sample, update = q.sample, q.update
    if kind in NEW and update > 1:
        kind, update = NEW[kind], update - 1
    if kind in NEW or kind in ALONE:
        return Quantity(kind, layer, j, k)
    if kind is Kind.Y or (kind is Kind.A and layer == 0):
        return Quantity(kind, layer, j, k, sample)
    return Quantity(kind, layer, j, k, 1 if kind in NEW.values() else sample, update)


class Naming(NamedTuple):
    """What the names of a network's quantities depend on.

    Attributes:
        sizes: n_0 … n_L.
        biases: how many biases each of the layers 0 … L has.
        thresholds: the layers that have thresholds θ in place of biases.
        first_layer: the number that the input has on screen.
        source_first: whether a weight's indices are written source first.
        samples: how many samples there are.
        updates: how many updates there are.
    """

    sizes: tuple[int, ...]
    biases: tuple[int, ...]
    thresholds: tuple[int, ...] = ()
    first_layer: int = 0
    source_first: bool = False
    samples: int = 1
    updates: int = 1


PARAMETERS: frozenset[Kind] = frozenset({Kind.W, Kind.B, Kind.Y, Kind.RATE, Kind.MOMENTUM, Kind.L2})
"""The kinds that a lesson itself gives."""


def is_parameter(q: Quantity) -> bool:
    """Whether the lesson itself gives the number: weights, biases, targets, the rate and the input."""
    return q.kind in PARAMETERS or (q.kind is Kind.A and q.layer == 0)
