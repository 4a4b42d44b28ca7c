"""The steps of a lesson: those that follow from the network, and the questions of one that a lesson spells out."""

from collections.abc import Sequence

from tutor.engine.network import Network
from tutor.lesson.schema import Step
from tutor.quantity import MATRICES, Kind, Quantity


def rows(
    sizes: Sequence[int], kind: Kind, layer: int | None, neurons: Sequence[int] = (), sources: Sequence[int] = ()
) -> tuple[tuple[Quantity, ...], ...]:
    """The questions of one kind for one layer, as the rows that make a step each.

    Args:
        sizes: n_0 … n_L of the lesson's network.
        kind: what is asked for; one of ``quantity.ASKABLE``.
        layer: the layer, from 1; None for the loss.
        neurons: the destination neurons j in the order wanted; all of the layer where empty.
        sources: for a matrix, the source neurons k in the order wanted; all of the layer before where empty.

    Returns:
        A row for each neuron where the kind is a matrix, else one row.
    """
    if layer is None:
        return ((Quantity(kind),),)
    js = tuple(neurons) or tuple(range(1, sizes[layer] + 1))
    if kind not in MATRICES:
        return (tuple(Quantity(kind, layer, j) for j in js),)
    ks = tuple(sources) or tuple(range(1, sizes[layer - 1] + 1))
    return tuple(tuple(Quantity(kind, layer, j, k) for k in ks) for j in js)


def derived(network: Network, trace: Quantity | None = None) -> tuple[Step, ...]:
    """The steps of a lesson that names none, in the order of the format.

    Forward, z then a for each layer; the loss; backward, σ′ then δ from the output to layer 1 (or the traced layer);
    the gradients, layer by layer (or the one traced weight); the update of what has a gradient, where the network has
    a learning rate.
    """
    depth, sizes = network.depth, network.sizes
    back_to = 1 if trace is None or trace.layer is None else trace.layer
    plan: list[tuple[Kind, int | None]] = []
    plan += [(kind, l) for l in range(1, depth + 1) for kind in (Kind.Z, Kind.A)]
    plan += [(Kind.LOSS, None)]
    plan += [(kind, l) for l in range(depth, back_to - 1, -1) for kind in (Kind.SIGMA_PRIME, Kind.DELTA)]
    updated = network.learning_rate is not None
    if trace is not None:
        ends = (Kind.DL_DW, Kind.W_NEW) if updated else (Kind.DL_DW,)
        last = tuple(Step(kind, trace.layer, (Quantity(kind, trace.layer, trace.j, trace.k),)) for kind in ends)
    else:
        last = ()
        plan += [(kind, l) for l in range(1, depth + 1) for kind in (Kind.DL_DW, Kind.DL_DB)]
        if updated:
            plan += [(kind, l) for l in range(1, depth + 1) for kind in (Kind.W_NEW, Kind.B_NEW)]
    return tuple(Step(kind, l, row) for kind, l in plan for row in rows(sizes, kind, l)) + last
