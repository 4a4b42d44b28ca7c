"""The drawing of the network on a lesson screen: what is in question, what goes into it, and how it is wired."""

from collections.abc import Iterator

from tutor.engine.network import Network
from tutor.explain.cells import Rows
from tutor.explain.drawing import Frame, draw, least
from tutor.explain.labels import Look
from tutor.explain.said import sentences
from tutor.explain.scene import Scene, question_layer, scene, smallest
from tutor.quantity import MATRICES, Kind

__all__ = ["Look", "compact", "full", "sentences"]

BOX = 3
"""The lines of a box with its frame."""
TOP = 2
"""The line of the first box where boxes have frames: below the headers and a blank line."""


def compact(network: Network, look: Look, width: int, height: int) -> Rows:
    """Draw the network with one row a neuron and a row of headers above.

    A layer that is taller than ``height`` allows ends in “+5 more”; where the layers do not fit side by side, those
    around the one in question stay. Nothing is cut.

    Args:
        network: the lesson's network.
        look: what is in question and what is known.
        width: the columns there are, 58 or more.
        height: the rows there are, 2 or more.
    """
    for drawing in _attempts(network, look, height - 1, last=True):
        frame = _one_line_each(drawing)
        if least(drawing, frame) <= width:
            break
    return draw(drawing, frame, width, _elided(drawing))


def full(network: Network, look: Look, width: int, height: int) -> Rows | None:
    """Draw the network with a frame around every neuron; None where there is no room for that.

    Args:
        network: the lesson's network.
        look: what is in question and what is known.
        width: the columns there are.
        height: the rows there are.
    """
    tallest = max(network.sizes)
    if TOP + BOX * tallest > height:
        return None
    for drawing in _attempts(network, look, tallest):
        frame = _framed(drawing, height)
        if least(drawing, frame) <= width:
            return draw(drawing, frame, width, _elided(drawing))
    return None


def _attempts(network: Network, look: Look, rows: int, last: bool = False) -> Iterator[Scene]:
    """The drawing from the fullest on: all layers, those around the one in question, that and what goes into it.

    With ``last`` the smallest of all comes last. Each is made when it is asked for: most often the first fits.
    """
    at, output = question_layer(network, look), network.depth
    behind = look.kind is Kind.DELTA and at < output
    near = range(max(0, at - 1), min(output, at + 1) + 1)
    two = range(at, at + 2) if behind else range(max(0, at - 1), at + 1)
    for layers in (range(output + 1), near, two):
        yield scene(network, look, layers, rows, paired=True)
        yield scene(network, look, layers, rows, paired=False)
    if look.kind in MATRICES:  # a wire between two layers has nothing to do with the targets
        yield scene(network, look, two, rows, paired=False, targets=False)
    if last:
        yield smallest(network, look, rows)


def _elided(drawing: Scene) -> tuple[bool, bool]:
    """Whether layers are left out before the first column and behind the last."""
    headers = [column.header.split(" +")[0] for column in drawing.columns]
    return headers[0] != "input", "output" not in headers


def _one_line_each(drawing: Scene) -> Frame:
    """Every row on its own line below the headers."""
    lines = tuple(tuple(row + 1 for row in column.rows) for column in drawing.columns)
    return Frame(1 + max(map(len, lines)), lines)


def _framed(drawing: Scene, height: int) -> Frame:
    """Every layer spread over the height of the tallest one."""
    tall = BOX * max(len(column.boxes) for column in drawing.columns)
    lines = tuple(_spread(len(column.boxes), tall) for column in drawing.columns)
    return Frame(min(height, TOP + tall + 1), lines, framed=True)


def _spread(boxes: int, tall: int) -> tuple[int, ...]:
    """The middle lines of so many boxes, evenly over so many lines."""
    return tuple(TOP + (2 * i + 1) * tall // (2 * boxes) for i in range(boxes))
