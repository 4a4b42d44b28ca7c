"""What somebody who looks around sees: the columns of all layers, the wires between them, and what of it is lit."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from tutor.engine import activations
from tutor.engine.network import Network
from tutor.explain.cells import Cell, Emphasis, Row
from tutor.explain.labels import UNKNOWN, Box, Look, box, boxes, local, written
from tutor.explain.moves import Chosen, along
from tutor.explain.parts import bias_of
from tutor.explain.pieces import Column, Gutter, Scene, add, bundle, chosen, header, lit, on_wire, pair
from tutor.explain.scene import without_slopes
from tutor.explain.spots import Layer, Neuron, Place, Wire
from tutor.explain.wires import Strand, label_width, least_width
from tutor.notation import charset
from tutor.notation.columns import align
from tutor.notation.role import Role
from tutor.quantity import Kind, Quantity

APART = Gutter(least=2, tight=1, wired=False)
"""What lies between the layers that are drawn and the word on those that are not."""


class Sight(NamedTuple):
    """What is seen.

    Attributes:
        network: the lesson's network.
        look: what is known, and of which sample and update.
        chosen: what is looked at.
        rows: the most rows of a column.
        both: whether a neuron shows two numbers, or one: the latest that is known.
        reserve: whether room is kept for the weights on all wires, or only where they are shown.
        close: whether the layers are as near to each other as can be, whatever is chosen.
        worded: whether layers that are left out are counted in words, and not only pointed to.
    """

    network: Network
    look: Look
    chosen: Chosen
    rows: int
    both: bool = True
    reserve: bool = True
    worded: bool = True
    close: bool = False

    @property
    def forward(self) -> bool:
        """Whether what goes forward is looked at."""
        return self.chosen.way == "forward"

    def of(self, kind: Kind, layer: int, j: int, k: int | None = None) -> Quantity:
        """A quantity of the sample and update that are looked at."""
        return self.look.beside(self.network, kind, layer, j, k)


def scene_of(sight: Sight, layers: range, beyond: int = 2) -> Scene:
    """The drawing of some layers, with a word on those that are left out.

    Args:
        sight: what is seen.
        layers: the layers that are drawn.
        beyond: how much of what stands behind the output is drawn: nothing, the targets, the loss as well.
    """
    made, strong = Scene([], []), _strong(sight)
    depth = sight.network.depth
    if layers[0] > 0:
        add(made, APART, _left_out(sight, range(layers[0]), layers[0] - 1))
    for layer in layers:
        columns = list(_columns(sight, layer, strong))
        if made.columns:
            cut = layer == layers[0]
            add(
                made,
                APART if cut else _gutter(sight, layer, made.columns[-1], columns[0]),
                columns[0],
            )
        else:
            add(made, Gutter(), columns[0])
        for column in columns[1:]:
            add(made, _within(sight, columns[0], column), column)
    if layers[-1] < depth:
        add(made, APART, _left_out(sight, range(layers[-1] + 1, depth + 1), layers[-1] + 1))
    elif beyond:
        _behind(sight, made, loss=beyond > 1)
    return made


def _left_out(sight: Sight, layers: range, nearest: int) -> Column:
    """The word on layers that have no room; a click on it leads to the nearest."""
    count = len(layers)
    word = f"… {count} layer{'s' if count > 1 else ''} …" if sight.worded else "…"
    return Column(charset.spelt(word), (), layer=nearest, plain=True)


def _strong(sight: Sight) -> frozenset[Place]:
    """The neurons that stand out: those of the path, those at the ends of the wires that are lit, a whole layer."""
    network, of = sight.network, sight.chosen.of
    route = along(network, sight.chosen)
    if route:
        ends = [Neuron(place.layer - 1, place.k) for place in route if isinstance(place, Wire)]
        return frozenset((*route, *ends))
    match of:
        case Wire(layer, j, k):
            return frozenset((Neuron(layer - 1, k), Neuron(layer, j)))
        case Layer(layer):
            return frozenset(_all(network, layer))
        case Neuron(layer, _):
            beyond = layer - 1 if sight.forward else layer + 1
            lit = layer > 0 and 0 <= beyond <= network.depth
            return frozenset(_all(network, beyond) if lit else ())


def _all(network: Network, layer: int) -> Iterator[Neuron]:
    return (Neuron(layer, j) for j in range(1, network.sizes[layer] + 1))


def kinds(sight: Sight, layer: int) -> tuple[Kind, ...]:
    """What the neurons of a layer show: one number or two."""
    network = sight.network
    if layer == 0:
        return (Kind.A,)
    first, second = (Kind.Z, Kind.A) if sight.forward else (Kind.SIGMA_PRIME, Kind.DELTA)
    if not sight.forward and without_slopes(network, layer):
        return (second,)
    if sight.both:
        return first, second
    if sight.forward:
        return (second,) if _known(sight, second, layer) else (first,)
    return (first,) if _known(sight, first, layer) and not _known(sight, second, layer) else (second,)


def _known(sight: Sight, kind: Kind, layer: int) -> bool:
    """Whether any number of a kind is known in a layer, or being asked."""
    quantities = [sight.of(kind, layer, j) for j in range(1, sight.network.sizes[layer] + 1)]
    return any(q == sight.look.focus or sight.look.value(q) for q in quantities)


def _pin(sight: Sight, layer: int) -> int:
    """The neuron of a layer that must not be folded away."""
    for place in (sight.chosen.of, *along(sight.network, sight.chosen)):
        match place:
            case Neuron(at, j) | Wire(at, j, _) if at == layer:
                return j
            case Wire(at, _, k) if at == layer + 1:
                return k
    return 1


def _columns(sight: Sight, layer: int, strong: frozenset[Place]) -> Iterator[Column]:
    """The column of a layer; where each activation is made of all z, the activations have one of their own."""
    network, of = sight.network, sight.chosen.of
    n = network.sizes[layer]
    neurons, tail = chosen(n, _pin(sight, layer), sight.rows)
    more = n - len(neurons)
    shown = kinds(sight, layer)
    places = tuple(Neuron(layer, j) for j in neurons)
    parts = [[_box(sight, kind, place, strong) for place in places] for kind in shown]
    apart = len(parts) == 2 and sight.forward and bool(activations.of(network.layer(layer)).whole)
    if len(parts) == 2 and not apart:
        parts = [list(map(pair, *parts))]
    for part in parts:
        name = header(network, layer, 0 if tail else more) if part is parts[0] else ""
        active = of[0] == layer and not isinstance(of, Wire)
        edged = active or not sight.close
        yield Column(name, tuple(part), neurons, more, tail, active=active, layer=layer, of=places, edged=edged)


def _box(sight: Sight, kind: Kind, place: Neuron, strong: frozenset[Place]) -> Box:
    """A number of a neuron: reversed where the neuron is chosen, with its bias below where that goes into it."""
    made = box(sight.network, sight.look, sight.of(kind, *place))
    focus = place == sight.chosen.of
    below = _bias(sight, place) if focus and sight.forward and kind is kinds(sight, place.layer)[0] else ""
    return made._replace(focus=focus, below=below, strong=place in strong)


def _bias(sight: Sight, place: Neuron) -> str:
    network, look = sight.network, sight.look
    bias = bias_of(network, look.of, *place) if place.layer else None
    if bias is None:
        return ""
    name = local(bias._replace(kind=Kind.B, sample=1, update=1), network.naming)
    return f"{name} = {written(network, look, bias) or UNKNOWN}"


def _texts(sight: Sight, layer: int, wires: Iterable[tuple[int, int]]) -> list[str]:
    """The weights of some wires into a layer, given as (j, k)."""
    look = sight.look
    return [written(sight.network, look, sight.of(Kind.W, layer, j, k)) or UNKNOWN for j, k in wires]


def _reserved(sight: Sight, layer: int) -> int:
    """The columns that any weights of a layer take, their points under one another."""
    if not sight.reserve:
        return 0
    sizes = sight.network.sizes
    every = ((j, k) for j in range(1, sizes[layer] + 1) for k in range(1, sizes[layer - 1] + 1))
    return len(align(_texts(sight, layer, every))[0])


def _gutter(sight: Sight, layer: int, left: Column, right: Column) -> Gutter:
    """The wires into a layer: light, and what is chosen of them heavy, with weights."""
    light = Strand(left.rows, right.rows, reserve=_reserved(sight, layer), labels_left=sight.forward)
    strands = (light, *(strand._replace(reserve=light.reserve) for strand in _lit(sight, layer, left, right)))
    least = 4 + max(map(label_width, strands))  # a stub before the label and one behind it, the vertical line, an arrow
    if len(strands) == 1 and not light.reserve:
        return Gutter(strands, least, bundle(left, right).tight)
    return Gutter(strands, least, least - (sight.close and len(left.rows) == len(right.rows) == 1))


def _lit(sight: Sight, layer: int, left: Column, right: Column) -> list[Strand]:
    """What is lit between two layers: a path, a wire, the fan into or out of a neuron, everything."""
    forward, of = sight.forward, sight.chosen.of
    route = along(sight.network, sight.chosen)
    wires = [place for place in (*route, of) if isinstance(place, Wire) and place.layer == layer]
    wires = [wire for wire in wires if wire.k in left.neurons and wire.j in right.neurons]
    match of:
        case _ if route or isinstance(of, Wire):
            return [_one(sight, wire, left, right) for wire in dict.fromkeys(wires)]
        case Neuron(at, j) if forward and at == layer and j in right.neurons:
            texts = _texts(sight, layer, [(j, k) for k in left.neurons])
            return [Strand(left.rows, (right.neurons.index(j),), True, _labels(texts), True, "▶")]
        case Neuron(at, k) if not forward and 0 < at == layer - 1 and k in left.neurons:
            texts = _texts(sight, layer, [(j, k) for j in right.neurons])
            return [Strand((left.neurons.index(k),), right.rows, True, _labels(texts), False, "◀")]
        case Layer(at) if at == (layer if forward else layer - 1):
            return [Strand(left.rows, right.rows, True, labels_left=forward)]
        case _:
            return []


def _labels(texts: list[str]) -> dict[int, Row]:
    """The weights on the wires, row by row."""
    return dict(enumerate(on_wire(texts)))


def _one(sight: Sight, wire: Wire, left: Column, right: Column) -> Strand:
    """One wire, with its weight; on the first wire of a path its letter stands before that."""
    route = along(sight.network, sight.chosen)
    letter = sight.chosen.letter if wire == next((each for each in route if isinstance(each, Wire)), None) else ""
    source, target = left.neurons.index(wire.k), right.neurons.index(wire.j)
    (label,) = on_wire(_texts(sight, wire.layer, [(wire.j, wire.k)]))
    if wire == sight.chosen.of:
        label = tuple(cell._replace(emphasis=Emphasis.REVERSED) if cell.role is Role.WEIGHT else cell for cell in label)
    if letter:
        label = (Cell(letter, Role.PLAIN, Emphasis.STRONG), Cell("━", Role.PLAIN, Emphasis.STRONG), *label)
    labels = {source if sight.forward else target: label}
    return Strand((source,), (target,), True, labels, sight.forward, "▶" if sight.forward else "◀")


def _within(sight: Sight, left: Column, right: Column) -> Gutter:
    """The gutter between all z of a layer and the activations that each is made of all of them."""
    of = sight.chosen.of
    row = right.neurons.index(of.j) if isinstance(of, Neuron) and of in right.of else None
    if row is None:
        (strand,) = bundle(left, right).strands
        return Gutter((strand,), least_width(strand) + 1, least_width(strand) + 1)
    strand = Strand(left.rows, (row,), True, arrow="▶")
    return Gutter(lit(strand, left, right), least_width(strand), least_width(strand))


def _behind(sight: Sight, made: Scene, loss: bool) -> None:
    """Put the targets behind the output, and behind them the loss."""
    network, output = sight.network, made.columns[-1]
    depth, of = network.depth, sight.chosen.of
    targets = boxes(network, sight.look, (sight.of(Kind.Y, depth, j) for j in output.neurons))
    named = tuple(y._replace(name=f"{y.name} =", focus=False) for y in targets)
    column = Column("target", named, output.neurons, plain=True, layer=depth, of=output.of)
    back = [not sight.forward and output.place(row) == of for row in column.rows]
    wires = tuple(Strand((row,), (row,), lit, arrow="◀" if lit else "") for row, lit in enumerate(back) if loss or lit)
    add(made, Gutter(wires, 3, 3), column)
    if loss:
        fan = Strand(column.rows, (0,))
        add(made, Gutter((fan,), least_width(fan), 3), _loss(sight))


def _loss(sight: Sight) -> Column:
    """The loss, behind everything else."""
    network, update = sight.network, sight.look.of.update
    q = Quantity(Kind.LOSS, sample=network.of_update(update), update=update)
    made = box(network, sight.look, q)
    return Column("loss", (made._replace(name=f"{made.name} =", focus=False),), plain=True, layer=network.depth)
