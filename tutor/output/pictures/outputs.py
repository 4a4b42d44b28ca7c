"""The loss over the output: the part of each output, as a curve for each target, with its number on the axis.

An output stands on its curve only once the loss is known.
"""

import math
from collections.abc import Sequence
from typing import NamedTuple

from tutor.engine import losses
from tutor.engine.entry import Loss
from tutor.engine.network import Network
from tutor.event import Sign
from tutor.explain.cells import Cell, Row, Rows
from tutor.expression.functions import CALM
from tutor.notation.number import parameter, screen
from tutor.notation.role import Role
from tutor.notation.sentence import Sentence
from tutor.output.pictures.axis import Axis, linear
from tutor.output.pictures.paper import Known, Signs, behind, named, number, picture, told, unsigned
from tutor.output.pictures.plot import Plot
from tutor.quantity import Kind, Quantity, beside

MOST = 3
"""A curve is drawn for so many different targets at most."""
BEYOND = 0.3
"""How much further than the outputs and targets the curves go, as a part of their range."""
STEEP = 3.0
"""The curves are cut off at so many times the height that is needed, where they go on without end."""
FURTHEST = 1e6


class _Output(NamedTuple):
    """An output in one sample, its number as far as it is known, and its target."""

    a: Quantity
    at: float | None
    target: float
    sign: Sign | None


def outputs(network: Network, of: Quantity, known: Known, columns: int, rows: int, *, signs: Signs = unsigned) -> Rows:
    """The part of each output in the loss.

    Args:
        network: the network.
        of: a quantity of the update, and the sample where it has one of its own.
        known: what is known.
        columns: how wide the picture is at most.
        rows: how high.
        signs: the sign of a number that is not the right one.
    """
    every = _outputs(network, of, known, signs)
    one = len(every) == 1
    caption = "The loss over the output" if one else "The part of each output in the loss"
    done = known(_loss(network, of)) is not None
    return picture((caption,), columns, rows, lambda c, r: _curves(network, every, c, r, done=done))


def _outputs(network: Network, of: Quantity, known: Known, signs: Signs) -> tuple[_Output, ...]:
    found = []
    for sample in network.in_update(of.update):
        for j, y in enumerate(network.samples[sample - 1].y, 1):
            a = beside(of._replace(sample=sample), Kind.A, network.depth, j)
            found.append(_Output(a, known(a), y, signs(a)))
    return tuple(found)


def _curves(network: Network, every: Sequence[_Output], columns: int, rows: int, *, done: bool) -> Rows:
    loss = losses.of(network)
    targets = _targets(loss, every)
    x = _across(every, columns)
    y = _up(loss, every, x, rows)
    plot = Plot(columns, rows, x, y, right=8 if len(every) > 1 else 1)
    for i, target in enumerate(targets):
        points = [(a, _height(loss, a, target)) for a in (x.value(dot, plot.dots) for dot in range(plot.dots))]
        plot.curve(points, Role.PLAIN, dashed=i % 2 == 1)
        if len(every) > 1:
            inside = [point for point in points if plot.place(*point)]
            plot.end(inside, (Cell(f"y={screen(parameter(target))}"),))
        else:
            plot.below(target, (Cell("y"),))
    for each in every:
        if each.at is None:
            continue
        height = _height(loss, each.at, each.target)
        plot.below(each.at, _name(each, network))
        if done and each.target in targets:
            plot.upright(each.at, height)
            plot.point(each.at, height, _label(every, each, network), Role.ACTIVATION)
    return plot.rows()


def _targets(loss: Loss, every: Sequence[_Output]) -> tuple[float, ...]:
    """The targets that a curve is drawn for: each once, but for those with which an output adds nothing anyway."""
    found = dict.fromkeys(each.target for each in every)
    useful = [y for y in found if any(_height(loss, i / 8, y) for i in range(1, 8))]
    return tuple(useful or found)[:MOST]


def _loss(network: Network, of: Quantity) -> Quantity:
    return Quantity(Kind.LOSS, sample=network.of_update(of.update), update=of.update)


def _name(each: _Output, network: Network) -> Row:
    """The output, with its sample where there are several, and its sign where it is not right."""
    return (*named(each.a, network, sample=len(network.in_update(each.a.update)) > 1), *behind(each.sign))


def _label(every: Sequence[_Output], each: _Output, network: Network) -> Row:
    """What stands beside a point: where there is one output, that its height is the loss."""
    return (Cell("L"), *behind(each.sign)) if len(every) == 1 else _name(each, network)


def _height(loss: Loss, a: float, y: float) -> float:
    """The part of one output in the loss; NaN where it has no value."""
    try:
        return float(loss.value(CALM, a, y))
    except ArithmeticError:
        return math.nan


def _across(every: Sequence[_Output], columns: int) -> Axis:
    """The outputs: from 0 to 1 at least, and on to both sides of every number and target."""
    numbers = [each.target for each in every] + [each.at for each in every if each.at is not None]
    numbers = [each for each in numbers if abs(each) <= FURTHEST]
    low, high = min([0.0, *numbers]), max([1.0, *numbers])
    room = BEYOND * (high - low)
    low, high = (low - room if low < 0 else low), (high + room if high > 1 else high)
    return linear(low, high, max(3, columns // 8))


def _up(loss: Loss, every: Sequence[_Output], x: Axis, rows: int) -> Axis:
    """The heights, all of them or, where they have no bound, those that are needed."""
    middle = (x.low + x.high) / 2
    heights = [_height(loss, place, each.target) for each in every for place in (x.low, x.high)]
    most = max(
        (abs(_height(loss, each.at if each.at is not None else middle, each.target)) for each in every), default=0.0
    )
    usual = STEEP * max(most if math.isfinite(most) else 0.0, *(_middle(loss, each.target, middle) for each in every))
    bounded = [height if math.isfinite(height) and abs(height) <= usual else usual for height in heights]
    return linear(min([0.0, *bounded]), max(bounded), max(2, rows // 3))


def _middle(loss: Loss, y: float, middle: float) -> float:
    height = abs(_height(loss, middle, y))
    return height if math.isfinite(height) else 1.0


def said(
    network: Network, of: Quantity, known: Known, *, figures: int = 3, signs: Signs = unsigned
) -> tuple[Sentence, ...]:
    """The same in sentences: the loss, and the part of each output once the loss is known."""
    loss, every = losses.of(network), _outputs(network, of, known, signs)
    whole = known(_loss(network, of))
    found: list[Sentence] = list(about(network))
    for each in every:
        target = f"the target is {screen(parameter(each.target))}"
        if each.at is None:
            found.append((f"An output is not known yet; {target}.",))
            continue
        side = "above" if each.at > each.target else "below" if each.at < each.target else "at"
        height = _height(loss, each.at, each.target)
        there = whole is not None and math.isfinite(height)
        part = f", its part in the loss is {number(height, figures)}" if there else ""
        found.append(
            (*told(network, each.a, each.at, figures, each.sign), f"; {target}: the output is {side} it{part}.")
        )
    return tuple(found)


def about(network: Network) -> tuple[Sentence, ...]:
    """What the curves are, in a sentence."""
    return ((losses.of(network).words,),)
