"""What stands where in a drawing: which neuron, wire or layer each label and each piece of wire belongs to."""

from collections.abc import Iterable
from typing import NamedTuple

from tutor.explain.cells import Rows


class Neuron(NamedTuple):
    """Neuron j of a layer; layer 0 is the input, j counts from 1."""

    layer: int
    j: int


class Wire(NamedTuple):
    """The wire of weight w_jk of W of a layer: from neuron k of the layer before to neuron j, both counted from 1."""

    layer: int
    j: int
    k: int


class Layer(NamedTuple):
    """A whole layer: the header of its column, and whatever is no single neuron's."""

    layer: int


Place = Neuron | Wire | Layer


class Spot(NamedTuple):
    """Cells of one row that belong to a place.

    Attributes:
        row: the row, from 0 at the top of the drawing.
        start: the first of the cells.
        end: the one behind the last.
        of: what they belong to.
        label: what they show; nothing for plain wire, frames and the blanks around a label.
    """

    row: int
    start: int
    end: int
    of: Place
    label: str = ""

    def holds(self, row: int, column: int) -> bool:
        """Whether a cell is one of these."""
        return self.row == row and self.start <= column < self.end


class Picture(NamedTuple):
    """A drawing and what stands where on it; of two spots on the same cells the first counts."""

    rows: Rows
    spots: tuple[Spot, ...] = ()

    def at(self, row: int, column: int) -> Place | None:
        """What the cell in this row and column belongs to."""
        return next((spot.of for spot in self.spots if spot.holds(row, column)), None)


def wire(left: Place | None, right: Place | None) -> Place | None:
    """What a wire between two places belongs to: itself between two layers, the neuron within one, else nothing."""
    if left == right:
        return left
    if isinstance(left, Neuron) and isinstance(right, Neuron) and right.layer == left.layer + 1:
        return Wire(right.layer, right.j, left.j)
    return None


def only(places: Iterable[Place | None]) -> Place | None:
    """The one place that all these are; None where they differ."""
    found = set(places)
    return found.pop() if len(found) == 1 else None
