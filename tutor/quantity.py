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
    """

    kind: Kind
    layer: int | None = None
    j: int | None = None
    k: int | None = None
    sample: int = 1
    update: int = 1

    def __str__(self) -> str:
        """Name the quantity in one line of ASCII, as reports do: ``z(1,2)``, ``dL_dW(1,1,3)``, ``loss``."""
        indices = [str(i) for i in (self.layer, self.j, self.k) if i is not None]
        return f"{self.kind}({','.join(indices)})" if indices else str(self.kind)


PARAMETERS: frozenset[Kind] = frozenset({Kind.W, Kind.B, Kind.Y, Kind.RATE})
"""The kinds that a lesson itself gives."""


def is_parameter(q: Quantity) -> bool:
    """Whether the lesson itself gives the number: weights, biases, targets, the rate and the input."""
    return q.kind in PARAMETERS or (q.kind is Kind.A and q.layer == 0)
