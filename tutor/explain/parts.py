"""Which other quantity belongs to one: its bias, its gradient, the samples that it is over."""

from tutor.engine.network import FIXED, Network
from tutor.quantity import MATRICES, NEW, Kind, Quantity, beside


def bias_of(network: Network, q: Quantity, l: int, j: int) -> Quantity | None:
    """The bias (or threshold) of neuron j of layer l in the update of ``q``; None where there are none."""
    own = network.bias_of(l, j)
    if own is None:
        return None
    return Quantity(Kind.B, l, own) if network.conventions.bias == FIXED else beside(q, Kind.B, l, own)


def gradient_of(network: Network, q: Quantity) -> Quantity:
    """The gradient of the parameter that a new one (or a gradient) belongs to."""
    kind = Kind.DL_DW if q.kind in MATRICES else Kind.DL_DB
    return Quantity(kind, q.layer, q.j, q.k, network.of_update(q.update), q.update)


def in_samples(network: Network, q: Quantity) -> tuple[Quantity, ...]:
    """The same for each sample that the update of ``q`` goes by."""
    return tuple(q._replace(sample=s) for s in network.in_update(q.update))


def anchored(network: Network, q: Quantity) -> Quantity:
    """The same with the sample that its update goes by: a new parameter carries none, but what makes it does."""
    return q._replace(sample=network.of_update(q.update)) if q.kind in NEW.values() else q


def number_of(network: Network, layer: int) -> int:
    """The number that a layer has on screen."""
    return layer + network.conventions.first_layer
