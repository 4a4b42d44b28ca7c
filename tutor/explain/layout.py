"""The drawing of the network on a lesson screen: what is in question, what goes into it, and how it is wired."""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import takewhile
from typing import NamedTuple

from tutor.engine.network import Network
from tutor.explain.boxes import Block, block
from tutor.explain.drawing import Frame, draw, least
from tutor.explain.labels import Look
from tutor.explain.pieces import Column, Scene, styles
from tutor.explain.said import sentences
from tutor.explain.scene import UPDATES, Fit, question_layer, scene, smallest
from tutor.explain.spots import Picture
from tutor.quantity import Kind

__all__ = ["Look", "compact", "full", "sentences"]

BOX = 3
"""The lines of a box with its frame."""
TOP = 2
"""The line of the first box where boxes have frames: below the headers and a blank line."""
LAYER, TARGET = 13, 8
"""The columns that a layer of framed neurons takes, its wires among them, and those of the targets."""
PAIRED = 26
"""The columns that a layer takes whose neurons show two numbers."""


def compact(network: Network, look: Look, width: int, height: int) -> Picture:
    """Draw the network with one row a neuron and a row of headers above.

    A layer that is taller than ``height`` allows ends in “+5 more”; where the layers do not fit side by side, those
    around the one in question stay, and whatever goes into what is in question. Nothing is cut. The height does not
    depend on what is in question.

    Args:
        network: the lesson's network.
        look: what is in question and what is known.
        width: the columns there are, 58 or more.
        height: the rows there are, 2 or more.
    """
    rows = min(max(network.sizes), height - 1)
    frames = [Frame(1 + rows, (), tight=tight) for tight in (False, True)]
    found = _fitting(network, _attempts(network, look, width, rows), frames, width, rows)
    return _drawn(found or _least(network, look, frames[-1], rows), width)


def full(network: Network, look: Look, width: int, height: int) -> Picture | None:
    """Draw the network with a frame around every neuron; None where there is no room for that.

    Whether there is, and the height, do not depend on what is in question: a step whose numbers need more room than
    others has only the neuron in question framed. But a gradient stands on a wire: where there is no room for all the
    frames none would be left, and rows spread over the height say less than those of the compact drawing. So None.
    Where two numbers a neuron fit, both stand there: z and a, σ′ and δ.

    Args:
        network: the lesson's network.
        look: what is in question and what is known.
        width: the columns there are.
        height: the rows there are.
    """
    tallest = max(network.sizes)
    lines = TOP + BOX * tallest
    if lines > height or LAYER * len(network.sizes) + TARGET > width:
        return None
    frames = [
        Frame(min(height, lines + 1), (), tall=True, framed=framed, tight=tight, snug=snug)
        for framed in (True, False)
        for tight, snug in ((False, False), (True, False), (True, True))
    ]
    attempts = _attempts(network, look, width, tallest)
    if look.kind is Kind.DL_DW:
        whole = takewhile(lambda drawing: not any(_elided(network, drawing)), attempts)
        found = _fitting(network, whole, [frame for frame in frames if frame.framed], width, tallest)
        return found and _drawn(found, width)
    found = None
    if LAYER + PAIRED * network.depth + TARGET <= width:
        both = scene(network, look, range(network.depth + 1), Fit(tallest, both=True))
        found = _fitting(network, [both], frames[:1], width, tallest)
    found = found or _fitting(network, attempts, frames, width, tallest)
    return _drawn(found or _least(network, look, frames[-1], tallest), width)


class Fitting(NamedTuple):
    """A drawing, the frame that it fits in, and its text."""

    drawing: Scene
    frame: Frame
    blocks: list[Block]


def _drawn(found: Fitting, width: int) -> Picture:
    return draw(found.drawing, found.frame, width, found.blocks)


def _least(network: Network, look: Look, frame: Frame, rows: int) -> Fitting:
    """The drawing that always fits."""
    drawing = smallest(network, look, rows)
    frame = _set_out(drawing, frame._replace(elided=_elided(network, drawing)), rows)
    return Fitting(drawing, frame, [block(column) for column in drawing.columns])


def _fitting(
    network: Network, attempts: Iterable[Scene], frames: Sequence[Frame], width: int, rows: int
) -> Fitting | None:
    """The fullest drawing that fits, in the first of the frames in which it does."""
    made: dict[int, Block] = {}
    for drawing in attempts:
        blocks = [_block(column, made) for column in drawing.columns]
        if sum([block.core for block in blocks]) + 2 * len(drawing.gutters) > width:
            continue
        elided = _elided(network, drawing)
        for empty in frames:
            frame = empty._replace(elided=elided)
            if least(drawing, frame, blocks) <= width:
                return Fitting(drawing, _set_out(drawing, frame, rows), blocks)
    return None


def _block(column: Column, made: dict[int, Block]) -> Block:
    """A column with its text, which is set once: drawings with fewer columns have the same ones."""
    if id(column) not in made:
        made[id(column)] = block(column)
    return made[id(column)]


def _attempts(network: Network, look: Look, width: int, rows: int) -> Iterator[Scene]:
    """The drawing from the fullest on: without the targets, then without one layer more each time, the farthest first.

    Before anything is left out, small numbers are written in fewer columns. Each is made when it is asked for: most
    often the first fits.
    """
    least, most = _needed(network, look)
    bound = look.kind is Kind.LOSS or (look.kind is Kind.DELTA and least == network.depth)
    for layers in _windows(network, look, width, least, most):
        found: list[Scene] = []
        for each in styles(look, partial(_of_layers, network, layers, rows)):
            found.append(each)
            yield each
        if not bound and layers[-1] == network.depth and look.kind not in UPDATES:
            yield from (Scene(each.columns[:-1], each.gutters[:-1]) for each in found)


def _of_layers(network: Network, layers: range, rows: int, look: Look) -> Scene:
    return scene(network, look, layers, Fit(rows))


def _needed(network: Network, look: Look) -> tuple[int, int]:
    """The first and the last of the layers that hold what is in question and what goes into it."""
    at = question_layer(network, look)
    match look.kind:
        case None | Kind.Z | Kind.DL_DW:
            return at - 1, at
        case Kind.DELTA if at < network.depth:
            return at, at + 1
        case _:
            return at, at


def _windows(network: Network, look: Look, width: int, least: int, most: int) -> Iterator[range]:
    """Ever fewer layers, down to those from ``least`` to ``most``; what comes behind a new parameter is never there."""
    at = question_layer(network, look)
    reach = width // LAYER + 1
    first = max(0, at - reach)
    last = at if look.kind in UPDATES else min(network.depth, at + reach)
    yield range(first, last + 1)
    while (first, last) != (least, most):
        if first < least and (last == most or at - first >= last - at):
            first += 1
        else:
            last -= 1
        yield range(first, last + 1)


def _set_out(drawing: Scene, frame: Frame, rows: int) -> Frame:
    """The frame with the line of every row: each on its own, or every layer spread over the height."""
    if frame.tall:
        lines = tuple(_spread(len(column.boxes), BOX * rows) for column in drawing.columns)
    else:
        lines = tuple(tuple(row + 1 for row in column.rows) for column in drawing.columns)
    return frame._replace(lines=lines)


def _elided(network: Network, drawing: Scene) -> tuple[bool, bool]:
    """Whether layers are left out before the first column and behind the last."""
    return drawing.columns[0].layer > 0, drawing.columns[-1].layer < network.depth


def _spread(boxes: int, tall: int) -> tuple[int, ...]:
    """The middle lines of so many boxes, evenly over so many lines."""
    return tuple(TOP + (2 * i + 1) * tall // (2 * boxes) for i in range(boxes))
