"""What a drawing of the network shows: its columns of labelled boxes and the strands of wire between them."""

from collections.abc import Iterable
from typing import NamedTuple

from tutor.engine import activations, losses
from tutor.engine.network import SHARED, Network
from tutor.explain.cells import Cell, Emphasis
from tutor.explain.labels import UNKNOWN, Look, box, boxes, brief, written
from tutor.explain.pieces import Column, Gutter, Scene, add, bundle, chosen, header, lit, on_wire, pair, row_of
from tutor.explain.spots import Neuron, Wire
from tutor.explain.wires import Strand, least_width
from tutor.notation import charset, math
from tutor.notation.role import Role
from tutor.quantity import MATRICES, Kind, Quantity

SHOWN: dict[Kind, tuple[Kind, Kind, Kind]] = {
    Kind.Z: (Kind.A, Kind.Z, Kind.Z),
    Kind.A: (Kind.A, Kind.A, Kind.Z),
    Kind.LOSS: (Kind.A, Kind.A, Kind.A),
    Kind.SIGMA_PRIME: (Kind.A, Kind.SIGMA_PRIME, Kind.DELTA),
    Kind.DELTA: (Kind.A, Kind.DELTA, Kind.DELTA),
    Kind.DL_DW: (Kind.A, Kind.DELTA, Kind.DELTA),
    Kind.DL_DB: (Kind.A, Kind.DL_DB, Kind.DELTA),
    Kind.W_NEW: (Kind.A, Kind.DELTA, Kind.DELTA),
    Kind.B_NEW: (Kind.A, Kind.B_NEW, Kind.DELTA),
}
"""For each kind in question, what the neurons before its layer, of it and behind it show."""

UPDATES: dict[Kind, tuple[Kind, Kind]] = {
    Kind.W_NEW: (Kind.W, Kind.DL_DW),
    Kind.B_NEW: (Kind.B, Kind.DL_DB),
}
"""What a new parameter is made of, beside the learning rate: the old one and its gradient."""

PAIRS: dict[Kind, tuple[Kind, Kind]] = {
    Kind.Z: (Kind.Z, Kind.A),
    Kind.A: (Kind.Z, Kind.A),
    Kind.SIGMA_PRIME: (Kind.SIGMA_PRIME, Kind.DELTA),
    Kind.DELTA: (Kind.SIGMA_PRIME, Kind.DELTA),
}
"""The two numbers that a neuron shows where there is room, by the one that it shows where there is not."""

WITHIN = frozenset({Kind.A, Kind.SIGMA_PRIME})
"""The kinds that are made of one other number of the same neuron, which stands beside them on a wire."""

RESERVED: dict[Kind, int] = {Kind.Z: 7, Kind.DELTA: 8, Kind.DL_DW: 8, Kind.DL_DB: 8}
"""How many columns are kept for a number of the kind in question, so that nothing moves when it comes."""


class Fit(NamedTuple):
    """How much of a drawing there is room for.

    Attributes:
        rows: the most rows of a column below its header.
        targets: whether what the output is to be stands at its right.
        both: whether neurons show two numbers.
    """

    rows: int
    targets: bool = True
    both: bool = False


def question_layer(network: Network, look: Look) -> int:
    """The layer that the drawing turns on: the loss stands at the output; a page of prose at the beginning."""
    if look.kind is Kind.LOSS:
        return network.depth
    return look.layer if look.layer is not None else 1


def pin(look: Look, at: int, layer: int) -> int:
    """The neuron of a layer that must not be folded away."""
    if look.focus is None:
        return 1
    if layer == at:
        return look.focus.j or 1
    return look.focus.k or 1 if layer == at - 1 else 1


def shown_kind(network: Network, look: Look, layer: int) -> Kind:
    """The kind of number that the neurons of a layer show."""
    if layer == 0:
        return Kind.A
    if is_shared(network, look) and layer == question_layer(network, look):
        return Kind.DELTA
    if look.kind in SHOWN:
        at = question_layer(network, look)
        before, here, behind = SHOWN[look.kind]
        return before if layer < at else here if layer == at else behind
    for kind in (Kind.DELTA, Kind.A):
        if any(look.value(look.beside(network, kind, layer, j)) for j in range(1, network.sizes[layer] + 1)):
            return kind
    return Kind.Z


def layer_column(network: Network, look: Look, layer: int, kind: Kind, rows: int) -> Column:
    """The column of a layer, its neurons showing their number of a kind."""
    at = question_layer(network, look)
    active = look.kind is not None and layer == at and look.kind is not Kind.LOSS
    n = network.sizes[layer]
    neurons, tail = chosen(n, pin(look, at, layer), rows)
    more = n - len(neurons)
    marks = active and kind is look.kind
    return Column(
        header=header(network, layer, 0 if tail else more),
        boxes=boxes(network, look, (look.beside(network, kind, layer, j) for j in neurons), marks),
        neurons=neurons,
        more=more,
        tail=tail,
        number=RESERVED.get(kind, 6) if marks else 1,
        marks=marks,
        active=active,
        layer=layer,
        of=tuple(Neuron(layer, j) for j in neurons),
    )


def both_of(network: Network, look: Look, column: Column, kind: Kind) -> Column:
    """The column with a second number in each box: z and a, or σ′ and δ, where a layer has both."""
    pairs = PAIRS.get(kind)
    if column.layer == 0 or pairs is None or (pairs[1] is Kind.DELTA and without_slopes(network, column.layer)):
        return column
    first, second = (
        boxes(
            network,
            look,
            (look.beside(network, each, column.layer, j) for j in column.neurons),
            column.marks and each is kind,
        )
        for each in pairs
    )
    return column._replace(boxes=tuple(map(pair, first, second)), second=kind is pairs[1])


def source_kind(network: Network, look: Look) -> Kind | None:
    """What goes into the quantity in question within its own neuron: z for a, δ for ∂L/∂b; None where nothing does."""
    match look.kind:
        case Kind.A:
            return Kind.Z
        case Kind.SIGMA_PRIME:
            activation = activations.of(network.layer(question_layer(network, look)))
            return Kind.Z if activation.slope_from_a is None else Kind.A
        case Kind.DELTA if look.layer == network.depth:
            return Kind.A
        case Kind.DL_DB:
            return Kind.DELTA
        case _:
            return None


def weight_labels(network: Network, look: Look, column: Column, layer: int) -> dict[int, tuple[Cell, ...]]:
    """The weights on the wires into the neuron in question, by the row of ``column``: those of W of ``layer``."""
    j = look.focus.j if look.focus is not None and look.focus.j else 1
    ends = ((j, i) if look.kind is Kind.Z else (i, j) for i in column.neurons)
    weights = [written(network, look, look.beside(network, Kind.W, layer, *pair)) or UNKNOWN for pair in ends]
    return dict(enumerate(on_wire(weights)))


def question_label(network: Network, look: Look, quantity: Quantity) -> tuple[Cell, ...]:
    """The box that stands on a wire: the gradient in question, between what makes it."""
    name, value, mark, colour, *_ = box(network, look, quantity, marked=True)
    reserve = RESERVED.get(quantity.kind, 7) + 2
    sign = f" {mark}" if mark else ""
    blanks = " " * ((reserve if len(name) < 9 else 1) - len(value) - len(sign))
    label = Cell(f" {name} {value}", colour, Emphasis.REVERSED), Cell(f"{sign}{blanks} ", Role.PLAIN, Emphasis.REVERSED)
    edge = Cell("▐", colour, Emphasis.STRONG), Cell("▌", colour, Emphasis.STRONG)
    wire = Role.PLAIN, Emphasis.STRONG
    return Cell("▶", *wire), edge[0], *label, edge[1], Cell("◀", *wire)


def between(network: Network, look: Look, layer: int, left: Column, right: Column) -> Gutter:
    """The gutter between a layer and the next: heavy where it leads to what is in question, else light."""
    at = question_layer(network, look)
    focus = look.focus
    strand: Strand | None = None
    if look.kind is Kind.Z and layer == at - 1:
        to = row_of(right, focus.j if focus else 1) or 0
        strand = Strand(left.rows, (to,), True, weight_labels(network, look, left, at), True, "▶")
    elif look.kind is Kind.DELTA and layer == at:
        to = row_of(left, focus.j if focus else 1) or 0
        strand = Strand((to,), right.rows, True, weight_labels(network, look, right, layer + 1), False, "◀")
    elif look.kind is Kind.DL_DW and layer == at - 1:
        quantity = focus or look.beside(network, look.kind, at, 1, 1)
        source, to = row_of(left, quantity.k) or 0, row_of(right, quantity.j) or 0
        strand = Strand((source,), (to,), True, {source: question_label(network, look, quantity)})
    if strand is None:
        return bundle(left, right)
    least = least_width(strand)
    tight = least - 3 if look.kind is Kind.DL_DW else least
    return Gutter(lit(strand, left, right) if focus is not None else bundle(left, right).strands, least, tight)


def without_slopes(network: Network, layer: int) -> bool:
    """Whether nothing is asked of σ′ of a layer: its error is known without it."""
    return bool(activations.of(network.layer(layer)).whole) or (layer == network.depth and losses.short(network))


def within(network: Network, look: Look, column: Column) -> Gutter:
    """The gutter inside a layer: from each neuron's number to the number that is made of it, alone."""
    name = ""
    if look.kind is Kind.A:
        from tutor.notation import tex  # not before the first activation: a launch does without

        name = math.screen(tex.parse(activations.of(network.layer(question_layer(network, look))).symbol))
    label = (Cell(name, Role.ACTIVATION, Emphasis.STRONG),)
    if look.kind is Kind.A and activations.of(network.layer(question_layer(network, look))).whole:
        return _of_all(column, label)
    strands = []
    for row, made in enumerate(column.boxes):
        labels = {row: label} if made.asked and name else {}
        strands.append(Strand((row,), (row,), made.asked, labels, True, "▶" if made.asked else ""))
    return Gutter(tuple(strands), len(name) + 3, len(name) + 3 if name else 2)


def _of_all(column: Column, label: tuple[Cell, ...]) -> Gutter:
    """The gutter inside a layer of which each number is made of all: softmax."""
    row = next((row for row, made in enumerate(column.boxes) if made.asked), None)
    if row is None:
        return bundle(column, column)
    strand = Strand(column.rows, (row,), True, {row: label}, False, "▶")
    return Gutter(lit(strand, column, column), least_width(strand), least_width(strand))


def add_target(network: Network, look: Look, scene: Scene) -> None:
    """Put the targets at the right of the output, and behind them the loss where it is in question."""
    output = scene.columns[-1]
    targets = boxes(network, look, (look.beside(network, Kind.Y, network.depth, j) for j in output.neurons))
    named = tuple(y._replace(name=f"{y.name} =") for y in targets)
    column = Column("target", named, plain=True, layer=network.depth, of=output.of)
    error = look.kind is Kind.DELTA and question_layer(network, look) == network.depth
    heavy = column.rows if look.kind is Kind.LOSS else [row for row in column.rows if output.boxes[row].asked and error]
    wires = tuple(Strand((row,), (row,), True, arrow="◀" if error else "") for row in heavy)
    wired = error or look.kind is Kind.LOSS
    add(scene, Gutter(wires, 3, 2) if wired else Gutter(wired=False), column)
    if look.kind is Kind.LOSS:
        fan = Strand(column.rows, (0,), True, arrow="▶")
        add(scene, Gutter((fan,), least_width(fan), 3), loss_column(network, look))


def loss_column(network: Network, look: Look) -> Column:
    """The loss, behind everything else."""
    loss = box(network, look, look.of, marked=True)
    return Column("loss", (loss,), number=6, marks=True, active=True, layer=network.depth)


def is_shared(network: Network, look: Look) -> bool:
    """Whether the gradient in question is that of a bias which all neurons of the layer have."""
    return look.kind is Kind.DL_DB and network.conventions.bias == SHARED


def shared_column(network: Network, look: Look) -> Column:
    """The gradient of a bias which all neurons of the layer have, behind their errors."""
    at = question_layer(network, look)
    gradient = box(network, look, look.beside(network, Kind.DL_DB, at, 1), marked=True)
    return Column("", (gradient,), number=RESERVED[Kind.DL_DB], marks=True, active=True, layer=at)


def add_update(network: Network, look: Look, scene: Scene, rows: int) -> None:
    """Put what a new parameter is made of behind a scene: the old one, the new one, the gradient, each under its word.

    Those of W are the weights into the neuron in question, each beside the neuron where its wire comes from.
    """
    at = question_layer(network, look)
    kind = look.kind or Kind.B_NEW
    old, gradient = UPDATES[kind]
    weights = kind in MATRICES
    n = network.sizes[at - 1] if weights else network.naming.biases[at]
    neurons, tail = chosen(n, pin(look, at, at - weights), rows)
    j = (look.focus.j if look.focus else 1) or 1
    more = n - len(neurons)
    ends = [(j, i) if weights else (i,) for i in neurons]
    first, new, last = (
        boxes(network, look, (look.beside(network, each, at, *end) for end in ends), each is kind)
        for each in (old, kind, gradient)
    )
    of = tuple(Wire(at, j, i) if weights else Neuron(at, i) for i in neurons)
    name = "old" if tail or not more else f"old +{more}"
    column = Column(name, first, neurons, more, tail, layer=at, of=of)
    add(scene, Gutter(least=3, tight=1, wired=False), column)  # no activation goes into a new parameter
    asked = Column("new", new, neurons, number=6, marks=True, active=True, layer=at, of=of)
    add(scene, within(network, look, asked), asked)
    add(scene, rate_gutter(network, asked), Column("gradient", last, neurons, layer=at, of=of))


def rate_gutter(network: Network, asked: Column) -> Gutter:
    """The gutter between new parameters and their gradients: the learning rate stands on the wire in question."""
    label = (
        Cell("━", Role.PLAIN, Emphasis.STRONG),
        Cell(f"{charset.spelt('η')} = {brief(network.learning_rate or 0.0)}", Role.PLAIN, Emphasis.STRONG),
    )
    strands = tuple(
        Strand((row,), (row,), made.asked, {row: label} if made.asked else {}, False, "◀" if made.asked else "")
        for row, made in enumerate(asked.boxes)
    )
    size = sum(len(cell.text) for cell in label)
    return Gutter(strands, size + 3, size + 2)


def scene(network: Network, look: Look, layers: Iterable[int], fit: Fit) -> Scene:
    """The drawing of some layers; beside the neurons in question stands what goes into them within the neuron."""
    made = Scene([], [])
    at = question_layer(network, look)
    source = source_kind(network, look)
    for layer in layers:
        if layer == at and look.kind in UPDATES:
            add_update(network, look, made, fit.rows)
            continue
        kind = shown_kind(network, look, layer)
        column = layer_column(network, look, layer, kind, fit.rows)
        if fit.both and not (layer == at and look.kind in WITHIN):
            column = both_of(network, look, column, kind)
        if layer == at and is_shared(network, look):
            add(made, bundle(made.columns[-1], column) if made.columns else Gutter(), column)
            fan = Strand(column.rows, (0,), True, arrow="▶")
            add(made, Gutter((fan,), least_width(fan), 3), shared_column(network, look))
        elif layer == at and source is not None:
            first = layer_column(network, look, layer, source, fit.rows)
            add(made, bundle(made.columns[-1], first) if made.columns else Gutter(), first)
            add(made, within(network, look, column), column._replace(header=""))
        else:
            gutter = between(network, look, layer - 1, made.columns[-1], column) if made.columns else Gutter()
            add(made, gutter, column)
        if fit.targets and layer == network.depth:
            add_target(network, look, made)
    return made


def smallest(network: Network, look: Look, rows: int) -> Scene:
    """The drawing that always fits: what is in question and its like, without wires."""
    at = question_layer(network, look)
    if look.kind is Kind.LOSS:
        return Scene([loss_column(network, look)], [])
    if is_shared(network, look):
        return Scene([shared_column(network, look)._replace(header=header(network, at, 0))], [])
    if look.kind not in MATRICES:
        return Scene([layer_column(network, look, at, shown_kind(network, look, at), rows)], [])
    j = (look.focus.j if look.focus else 1) or 1
    n = network.sizes[at - 1]
    neurons, tail = chosen(n, pin(look, at, at - 1), rows)
    shown = boxes(network, look, (look.beside(network, look.kind, at, j, k) for k in neurons), marked=True)
    more = n - len(neurons)
    of = tuple(Wire(at, j, k) for k in neurons)
    name = header(network, at, 0 if tail else more)
    return Scene([Column(name, shown, neurons, more, tail, 8, True, True, layer=at, of=of)], [])
