"""The steps of a lesson: those that follow from the network, and the questions of one that a lesson spells out."""

from collections.abc import Iterator, Sequence

from tutor.engine import losses
from tutor.engine.entry import SOFTMAX
from tutor.engine.network import FIXED, NO_BIAS, SHARED, Network
from tutor.lesson.schema import Step
from tutor.quantity import MATRICES, NEW, Kind, Quantity

OF_BIASES = frozenset({Kind.DL_DB, Kind.B_NEW})
"""The kinds of which there are as many as biases."""


def rows(
    sizes: Sequence[int],
    kind: Kind,
    layer: int | None,
    neurons: Sequence[int] = (),
    sources: Sequence[int] = (),
    *,
    bias: str = "",
    sample: int = 1,
    update: int = 1,
) -> tuple[tuple[Quantity, ...], ...]:
    """The questions of one kind for one layer, as the rows that make a step each.

    Args:
        sizes: n_0 … n_L of the lesson's network.
        kind: what is asked for; one of ``quantity.ASKABLE``.
        layer: the layer, from 1; None for the loss.
        neurons: the destination neurons j in the order wanted; all of the layer where empty.
        sources: for a matrix, the source neurons k in the order wanted; all of the layer before where empty.
        bias: what biases the network has; one of ``engine.network.BIASES``.
        sample: the sample that the questions carry; none do that are of an update's new parameters.
        update: the update that they are about.

    Returns:
        A row for each neuron where the kind is a matrix, else one row; none of biases that there are not.
    """
    sample = 1 if kind in NEW.values() else sample
    if layer is None:
        return ((Quantity(kind, sample=sample, update=update),),)
    most = sizes[layer]
    if kind in OF_BIASES and bias in (SHARED, NO_BIAS):
        most = 1 if bias == SHARED else 0
    js = tuple(neurons) or tuple(range(1, most + 1))
    if kind not in MATRICES:
        return (tuple(Quantity(kind, layer, j, None, sample, update) for j in js),) if js else ()
    ks = tuple(sources) or tuple(range(1, sizes[layer - 1] + 1))
    return tuple(tuple(Quantity(kind, layer, j, k, sample, update) for k in ks) for j in js)


def derived(network: Network, trace: Quantity | None = None) -> tuple[Step, ...]:
    """The steps of a lesson that names none, in the order of the format.

    For each update: for each of its samples forward, z then a for each layer, and backward, σ′ then δ from the output
    to layer 1 (or the traced layer); between them the loss, or behind all samples where there are several; then the
    gradients, layer by layer (or the one traced weight), and the update of what has a gradient, where the network has
    a learning rate.
    """
    return tuple(step for update in range(1, network.updates + 1) for step in _of_update(network, trace, update))


def _of_update(network: Network, trace: Quantity | None, update: int) -> Iterator[Step]:
    depth, samples = network.depth, network.in_update(update)
    back_to = 1 if trace is None or trace.layer is None else trace.layer
    loss: list[tuple[Kind, int | None]] = [(Kind.LOSS, None)]
    for sample in samples:
        plan: list[tuple[Kind, int | None]] = []
        plan += [(kind, l) for l in range(1, depth + 1) for kind in (Kind.Z, Kind.A)]
        plan += loss if len(samples) == 1 else []
        plan += [
            (kind, l)
            for l in range(depth, back_to - 1, -1)
            for kind in (Kind.SIGMA_PRIME, Kind.DELTA)
            if kind is Kind.DELTA or _has_slopes(network, l)
        ]
        yield from _steps(network, plan, sample, update)
    if len(samples) > 1:
        yield from _steps(network, loss, samples[0], update)
    yield from _gradients(network, trace, update)


def _gradients(network: Network, trace: Quantity | None, update: int) -> Iterator[Step]:
    """The steps of one update after its passes."""
    carried, layers, bias = network.of_update(update), range(1, network.depth + 1), network.conventions.bias
    updated = network.learning_rate is not None
    if trace is not None:
        for kind in (Kind.DL_DW, Kind.W_NEW) if updated else (Kind.DL_DW,):
            (row,) = rows(
                network.sizes, kind, trace.layer, (trace.j or 1,), (trace.k or 1,), sample=carried, update=update
            )
            yield Step(kind, trace.layer, row)
        return
    biases = bias not in (FIXED, NO_BIAS)
    for pair in ((Kind.DL_DW, Kind.DL_DB), (Kind.W_NEW, Kind.B_NEW))[: 2 if updated else 1]:
        plan = [(kind, l) for l in layers for kind in pair if biases or kind not in OF_BIASES]
        yield from _steps(network, plan, carried, update)


def _steps(network: Network, plan: Sequence[tuple[Kind, int | None]], sample: int, update: int) -> Iterator[Step]:
    sizes, bias = network.sizes, network.conventions.bias
    for kind, l in plan:
        for row in rows(sizes, kind, l, bias=bias, sample=sample, update=update):
            yield Step(kind, l, row)


def _has_slopes(network: Network, l: int) -> bool:
    """Whether the errors of a layer are worked out of slopes: not where BP1 leaves a − y, and not with softmax."""
    return network.layer(l).activation != SOFTMAX and not (l == network.depth and losses.short(network))
