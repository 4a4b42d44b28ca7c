"""What a name fits in a network: every quantity that there is with its letter, its indices, its layer and the rest."""

from collections.abc import Iterator

from tutor.engine.network import Network
from tutor.marking.symbolic.written import THRESHOLDS, Written
from tutor.quantity import ALONE, MATRICES, NEW, PER_SAMPLE, Kind, Quantity, beside, is_parameter

BIASES = frozenset({Kind.B, Kind.DL_DB, Kind.B_NEW})
"""The kinds of which a layer has one for each bias."""
DIGITS = 9
"""No number in a name has more."""


def fitting(name: Written, network: Network, q: Quantity) -> Iterator[Quantity]:
    """Every quantity that a name fits.

    Args:
        name: the name, taken apart.
        network: the network that is asked about.
        q: the question; the name is of its update, and of a sample of this.
    """
    if name.kind in ALONE or name.kind is Kind.LOSS:
        if not name.indices and name.layer is None and name.update is None:
            yield from _alone(name.kind, network, q)
        return
    for layer in _layers(name, network):
        for j, k in _indices(name, network, layer):
            for sample, update, kind in _times(name, network, q):
                found = Quantity(kind, layer, j, k, sample, update)
                yield found._replace(update=1) if is_parameter(found) else found


def _alone(kind: Kind, network: Network, q: Quantity) -> Iterator[Quantity]:
    """What there is one of, if the lesson has it."""
    if kind is Kind.LOSS:
        yield Quantity(kind, sample=network.of_update(q.update), update=q.update)
        return
    try:
        network.parameter(beside(q, kind))
    except LookupError:
        return
    yield beside(q, kind)


def _layers(name: Written, network: Network) -> Iterator[int]:
    """The layers that a name can be of; those on screen may count from 1."""
    said = None if name.layer is None else name.layer - network.conventions.first_layer
    if name.kind is Kind.Y:
        layers = range(network.depth, network.depth + 1)
    elif name.kind is Kind.A:
        layers = range(1 if name.letter == "x" else network.depth + 1)
    else:
        layers = range(1, network.depth + 1)
    thresholds = network.naming.thresholds
    for layer in layers:
        fits = name.kind not in BIASES or (name.letter in THRESHOLDS) == (layer in thresholds)
        if fits and said in (None, layer):
            yield layer


def _indices(name: Written, network: Network, layer: int) -> Iterator[tuple[int, int | None]]:
    """J and k that a name can have in a layer; where there is one only they may be left out."""
    naming = network.naming
    if name.kind not in MATRICES:
        count = (naming.biases if name.kind in BIASES else naming.sizes)[layer]
        js = [int(text[:DIGITS]) for text in name.indices] or [1] * (count == 1)
        if len(js) == 1 and 1 <= js[0] <= count:
            yield js[0], None
        return
    rows, columns = naming.sizes[layer], naming.sizes[layer - 1]
    if not name.indices and rows == columns == 1:
        yield 1, 1
    for one, other in _pairs(name.indices):
        j, k = (other, one) if naming.source_first else (one, other)
        if 1 <= j <= rows and 1 <= k <= columns:
            yield j, k


def _pairs(indices: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    """The two indices of a weight: 1_10 and 1,10 are clear, 112 can be 1 and 12 or 11 and 2."""
    if len(indices) == 2:
        yield int(indices[0][:DIGITS]), int(indices[1][:DIGITS])
    elif indices and len(indices[0]) <= DIGITS:
        digits = indices[0]
        for i in range(1, len(digits)):
            if digits[i] != "0":
                yield int(digits[:i]), int(digits[i:])


def _times(name: Written, network: Network, q: Quantity) -> Iterator[tuple[int, int, Kind]]:
    """Sample and update that a name can be of, and the kind that it then is."""
    if name.kind in NEW or name.kind in NEW.values():
        if name.sample is None:
            yield from ((1, update, kind) for update, kind in _updates(name, network, q))
    elif name.update is None:
        samples = network.in_update(q.update) if name.kind in PER_SAMPLE else (network.of_update(q.update),)
        yield from ((sample, q.update, name.kind) for sample in samples if name.sample in (None, sample))


def _updates(name: Written, network: Network, q: Quantity) -> Iterator[tuple[int, Kind]]:
    """After which update a weight or bias is meant: w before the first is w#0, and what update 2 begins with, w#1."""
    last = network.updates if network.learning_rate is not None else 0
    new = NEW.get(name.kind, name.kind)
    if name.update is not None:
        updates = range(name.update, name.update + 1)
    else:
        updates = range(q.update) if name.kind in NEW else range(q.update, q.update + 1)
    for update in updates:
        if update == 0 and name.kind in NEW:
            yield 1, name.kind
        elif 1 <= update <= last:
            yield update, new
