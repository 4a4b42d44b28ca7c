"""The whole network at once, as large as there is room: for looking around in it.

What is chosen is lit: forward the wires into a neuron, backward those out of it, with the errors behind them. Nothing
moves when something else is chosen: the room for the weights is kept on every wire, and which numbers are shown, and in
which frames, is decided by the room and by what is known. Only where the layers do not fit side by side do those around
what is chosen stay.
"""

from collections.abc import Iterator
from typing import NamedTuple

from tutor.engine.network import Network
from tutor.explain.boxes import block
from tutor.explain.drawing import Frame, draw, least
from tutor.explain.labels import Look
from tutor.explain.moves import Chosen
from tutor.explain.pieces import Scene, styles
from tutor.explain.sight import Sight, scene_of
from tutor.explain.spots import Neuron, Picture, Wire
from tutor.quantity import Kind

__all__ = ["Chosen", "panorama"]

PITCHES = (7, 6, 5, 4, 3, 2)
"""How many lines lie between the middles of two boxes; with two, they share a border."""
AMPLE = 5
"""More than these only where the drawing still leaves a third of the height."""

NARROW = 58
"""With fewer columns it is not said how many layers are left out."""


class Lines(NamedTuple):
    """The lines of a drawing: that of the first box, how far the others are apart, how many there are in all."""

    first: int
    pitch: int
    height: int

    @property
    def tall(self) -> bool:
        """Whether there is room for frames."""
        return self.pitch > 1

    def of(self, rows: int, most: int) -> tuple[int, ...]:
        """The lines of a column of so many rows, in the middle beside one of ``most``."""
        start = self.first + (most - rows) * self.pitch // 2
        return tuple(start + i * self.pitch for i in range(rows))


def panorama(network: Network, look: Look, chosen: Chosen, width: int, height: int) -> Picture:
    """Draw the whole network.

    Args:
        network: the lesson's network.
        look: what is known, of which sample and update, and the quantity that is being asked, if one is.
        chosen: what is looked at, which is lit.
        width: the columns there are, 30 or more.
        height: the rows there are, 2 or more.
    """
    lines = _lines(max(network.sizes), height)
    bare = lines._replace(first=min(lines.first, 2), pitch=min(lines.pitch, 3))
    rows = min(max(network.sizes), max(1, height - 1))
    sight = Sight(network, look._replace(kind=Kind.Z), chosen, rows, worded=width >= NARROW)
    for scene, framed, tight in _attempts(sight, lines):
        blocks = [block(column) for column in scene.columns]
        frame = _frame(scene, lines if framed else bare, rows, framed=framed, tight=tight)
        if least(scene, frame, blocks) <= width:
            return draw(scene, frame, width, blocks)
    return draw(scene, frame, max(width, least(scene, frame, blocks)), blocks)


def _lines(tallest: int, height: int) -> Lines:
    """Frames with as much between them as there is room for; else a line a neuron."""
    for pitch in PITCHES:
        first = 3 if pitch > 2 else 2
        needed = first + (tallest - 1) * pitch + 2
        if needed <= (height if pitch <= AMPLE else 2 * height // 3):
            return Lines(first, pitch, min(height, needed + 1))
    return Lines(1, 1, min(tallest, max(1, height - 1)) + 1)


class Attempt(NamedTuple):
    """How the network may be drawn.

    Attributes:
        sight: what is seen.
        layers: the layers that are drawn.
        beyond: how much of what stands behind the output is drawn: nothing, the targets, the loss as well.
        framed: whether neurons have frames.
        tight: whether it is as narrow as can be.
    """

    sight: Sight
    layers: range
    beyond: int
    framed: bool
    tight: bool

    def drawn(self, look: Look) -> Scene:
        """The drawing, with the numbers as they are known."""
        return scene_of(self.sight._replace(look=look), self.layers, self.beyond)


def _attempts(sight: Sight, lines: Lines) -> Iterator[tuple[Scene, bool, bool]]:
    """Every attempt's drawing, whether its neurons have frames, and whether it is as narrow as can be."""
    for way in _ways(sight, lines):
        for scene in styles(sight.look, way.drawn):
            yield scene, way.framed, way.tight


def _ways(sight: Sight, lines: Lines) -> Iterator[Attempt]:
    """The ways to draw the network from the fullest on.

    Two numbers of a neuron are worth more than the loss, frames more than that all is loose, every layer more than that
    nothing moves. The last drawing is the smallest there is.
    """
    every = range(sight.network.depth + 1)
    for both in (True, False):
        for beyond in (2, 1):
            yield Attempt(sight._replace(both=both), every, beyond, lines.tall, tight=False)
    sight = sight._replace(both=False)
    for framed in (True, False) if lines.tall else (False,):
        for beyond in (2, 1):
            yield Attempt(sight, every, beyond, framed, tight=True)
    sight = sight._replace(reserve=False)
    for beyond in (2, 1, 0):
        yield Attempt(sight, every, beyond, framed=False, tight=True)
    sight = sight._replace(close=True)
    yield Attempt(sight, every, 0, framed=False, tight=True)
    for layers in _windows(sight):
        yield Attempt(sight, layers, 0, framed=False, tight=True)


def _windows(sight: Sight) -> Iterator[range]:
    """Ever fewer layers, down to the one of what is chosen: the farthest goes first."""
    of = sight.chosen.of
    first, last, at = 0, sight.network.depth, of[0]
    before = at - (isinstance(of, Wire) or (isinstance(of, Neuron) and sight.forward))
    while first < last:
        if last == at or (first < before and before - first >= last - at):
            first += 1
        else:
            last -= 1
        yield range(first, last + 1)


def _frame(scene: Scene, lines: Lines, rows: int, *, framed: bool, tight: bool) -> Frame:
    """How a scene is set out: every column in the middle of the height."""
    stand = tuple(lines.of(len(column.rows), rows) for column in scene.columns)
    return Frame(lines.height, stand, tall=framed, framed=framed, tight=tight)
