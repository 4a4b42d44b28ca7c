"""Looking around in a network: what is chosen, and where an arrow key leads from there."""

from typing import Literal, NamedTuple

from tutor.engine.network import Network
from tutor.explain.spots import Layer, Neuron, Place, Wire

Way = Literal["forward", "backward"]
Direction = Literal["left", "right", "up", "down"]


class Chosen(NamedTuple):
    """What somebody looks at.

    Attributes:
        of: the neuron, wire or layer.
        way: whether they look at what goes into it on the way forward, or at the errors that come back to it.
        path: a path of the traced weight: one neuron a layer, from the weight's own layer to the output.
        source: the neuron that the traced weight leads from; known without it where ``of`` is that weight.
        letter: what the path is called.
    """

    of: Place
    way: Way = "forward"
    path: tuple[int, ...] | None = None
    source: int | None = None
    letter: str = ""


def step(network: Network, chosen: Chosen, direction: Direction) -> Chosen:
    """Go one place on: across by turns to a wire and to the neuron at its other end, up and down within a layer.

    Above its first neuron a layer itself is reached. At an edge nothing happens. A path stays chosen while it is
    followed.
    """
    if direction in ("left", "right"):
        of = _across(network, chosen, 1 if direction == "right" else -1)
    else:
        of = _along(network, chosen, 1 if direction == "down" else -1)
    route = along(network, chosen)
    if of in route:
        return chosen._replace(of=of, source=_traced(network, chosen))
    return Chosen(of, chosen.way)


def along(network: Network, chosen: Chosen) -> tuple[Place, ...]:
    """The wires and neurons of the path that is chosen, from the traced weight on; nothing where there is none."""
    if not chosen.path:
        return ()
    first = network.depth - len(chosen.path) + 1
    before = _traced(network, chosen)
    found: list[Place] = []
    for layer, j in enumerate(chosen.path, first):
        if before is not None:
            found.append(Wire(layer, j, before))
        found.append(Neuron(layer, j))
        before = j
    return tuple(found)


def _traced(network: Network, chosen: Chosen) -> int | None:
    """The neuron that the traced weight leads from, as far as it is said."""
    if chosen.source is not None or not chosen.path:
        return chosen.source
    layer, of = network.depth - len(chosen.path) + 1, chosen.of
    return of.k if isinstance(of, Wire) and (of.layer, of.j) == (layer, chosen.path[0]) else None


def _across(network: Network, chosen: Chosen, way: int) -> Place:
    """The place at the right (1) or at the left (-1): along the path where there is one, else as straight as can be."""
    of = chosen.of
    if isinstance(of, Layer):
        return Layer(min(max(0, of.layer + way), network.depth))
    if isinstance(of, Wire):
        return Neuron(of.layer, of.j) if way > 0 else Neuron(of.layer - 1, of.k)
    if not 0 <= of.layer + way <= network.depth:
        return of
    route = along(network, chosen)
    if of in route:
        at = route.index(of) + way
        if 0 <= at < len(route):
            return route[at]
    beyond = min(of.j, network.sizes[of.layer + way])
    return Wire(of.layer + 1, beyond, of.j) if way > 0 else Wire(of.layer, of.j, beyond)


def _along(network: Network, chosen: Chosen, way: int) -> Place:
    """The place above (-1) or below (1)."""
    of = chosen.of
    if isinstance(of, Layer):
        return Neuron(of.layer, 1) if way > 0 else of
    if isinstance(of, Neuron):
        j = of.j + way
        return Layer(of.layer) if j == 0 else Neuron(of.layer, min(j, network.sizes[of.layer]))
    return _next_wire(network, of, chosen.way, way)


def _next_wire(network: Network, of: Wire, look: Way, way: int) -> Wire:
    """The next wire between the same layers: first those that are lit together, then those of the next neuron.

    Forward those into one neuron are lit, backward those out of one.
    """
    sources, targets = network.sizes[of.layer - 1], network.sizes[of.layer]
    inner, outer = (sources, of.j) if look == "forward" else (targets, of.k)
    each = of.k if look == "forward" else of.j
    place = (outer - 1) * inner + each - 1 + way
    place = min(max(0, place), sources * targets - 1)
    outer, each = place // inner + 1, place % inner + 1
    return Wire(of.layer, outer, each) if look == "forward" else Wire(of.layer, each, outer)
