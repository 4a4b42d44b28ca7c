"""What drawings of the network are made of: columns of labelled boxes, and the gutters between them."""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from tutor.engine.network import Network
from tutor.explain.cells import Cell, Emphasis, Row
from tutor.explain.labels import Box, Look, short, unnumbered
from tutor.explain.parts import number_of
from tutor.explain.spots import Layer, Place
from tutor.explain.wires import Strand, least_width
from tutor.notation import charset
from tutor.notation.columns import align
from tutor.notation.role import Role
from tutor.quantity import Quantity


class Column(NamedTuple):
    """One column of a drawing: a box a row, from the top.

    Attributes:
        header: what stands above it.
        boxes: the boxes that are shown.
        neurons: which neuron each of them belongs to.
        more: how many neurons have no room; they take one row more, where ``tail`` says so.
        tail: whether the row “+5 more” is there.
        number: the columns kept for a number.
        marks: whether what is in question stands here itself, with marks and an edge at both sides.
        active: whether what is in question belongs here.
        plain: whether it never has a frame: the targets are no neurons.
        layer: the layer that it belongs to.
        of: what each box belongs to.
        edged: whether it has an edge at both sides, whatever is in question.
        second: whether what is in question is the second number of each box.
    """

    header: str
    boxes: tuple[Box, ...]
    neurons: tuple[int, ...] = ()
    more: int = 0
    tail: bool = False
    number: int = 1
    marks: bool = False
    active: bool = False
    plain: bool = False
    layer: int = 0
    of: tuple[Place, ...] = ()
    edged: bool = False
    second: bool = False

    def place(self, row: int) -> Place:
        """What a row belongs to: a box to its neuron, what is folded away to the layer."""
        return self.of[row] if row < len(self.of) else Layer(self.layer)

    @property
    def rows(self) -> tuple[int, ...]:
        """Every row that a wire can lead to."""
        return tuple(range(len(self.boxes) + self.tail))


class Gutter(NamedTuple):
    """What lies between two columns: strands of wire, or nothing.

    Attributes:
        strands: the wires.
        least: the columns that they need at least.
        tight: the columns that they can do with where room is scarce.
        wired: whether spare columns belong here.
    """

    strands: tuple[Strand, ...] = ()
    least: int = 1
    tight: int = 0
    wired: bool = True


class Scene(NamedTuple):
    """A whole drawing, before anything has a place: ``gutters[i]`` lies between columns i and i + 1."""

    columns: list[Column]
    gutters: list[Gutter]


def chosen(n: int, pin: int, rows: int) -> tuple[tuple[int, ...], bool]:
    """Which of n neurons are shown in so many rows, neuron ``pin`` among them, and whether “+5 more” takes a row."""
    if n <= rows:
        return tuple(range(1, n + 1)), False
    fit = max(1, rows - 1)
    first = min(max(1, pin - fit // 2), n - fit + 1)
    return tuple(range(first, first + fit)), rows > 1


def header(network: Network, layer: int, more: int) -> str:
    """What stands above a layer; where one row is all there is, with the number of neurons that are not shown."""
    name = "input" if layer == 0 else "output" if layer == network.depth else f"layer {number_of(network, layer)}"
    return f"{name} +{more}" if more else name


def bundle(left: Column, right: Column) -> Gutter:
    """Light wires from every neuron of a layer to every neuron of the next; in ASCII a corner is no wire by itself."""
    strand = Strand(left.rows, right.rows)
    return Gutter((strand,), least_width(strand), 2 if charset.ascii() else 1)


def lit(strand: Strand, left: Column, right: Column) -> tuple[Strand, Strand]:
    """A heavy strand, and behind it light wires between all others: what is in question does not stand alone."""
    return Strand(left.rows, right.rows), strand


def row_of(column: Column, neuron: int | None) -> int | None:
    """The row where a neuron stands."""
    return column.neurons.index(neuron) if neuron in column.neurons else None


def add(scene: Scene, gutter: Gutter, column: Column) -> None:
    """Put a column at the right of a scene, behind a gutter if it is not the first."""
    if scene.columns:
        scene.gutters.append(gutter)
    scene.columns.append(column)


def pair(first: Box, second: Box) -> Box:
    """Two numbers of a neuron in one box; beside its error a slope needs no name of a neuron."""
    return first._replace(name=unnumbered(first.name), also=second)


def on_wire(weights: Sequence[str]) -> Iterator[Row]:
    """Weights as they stand on heavy wires, their points under one another."""
    wire = Role.PLAIN, Emphasis.STRONG
    for text, weight in zip(align(weights, "━"), weights, strict=True):
        before, _, after = text.partition(weight)
        yield Cell(before, *wire), Cell(weight, Role.WEIGHT, Emphasis.STRONG), Cell(after, *wire)


def styles(look: Look, make: Callable[[Look], Scene]) -> Iterator[Scene]:
    """A scene, and where a small number in it can be written in fewer columns, the same with all numbers so.

    It alone where the numbers would else be in two styles.
    """
    made = make(look)
    numbers = [part.value for column in made.columns for box in column.boxes for part in (box, box.also) if part]
    if look.focus is not None:
        numbers.append(look.value(look.focus) or "")
    long = any(short(text) != text for text in numbers if "0.000" in text)
    if not long or not any("e" in text for text in numbers):
        yield made
    if long:
        yield make(look._replace(value=_shortened(look.value)))


def _shortened(value: Callable[[Quantity], str | None]) -> Callable[[Quantity], str | None]:
    return lambda q: None if (text := value(q)) is None else short(text)
