"""The loss as the updates go on; of one update, how the loss changes along its step as the learning rate grows."""

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from tutor.engine.network import Network
from tutor.event import Sign
from tutor.explain.cells import Cell, Emphasis, Rows
from tutor.notation import charset
from tutor.notation.number import parameter, screen
from tutor.notation.role import Role
from tutor.notation.sentence import Sentence
from tutor.output.pictures.axis import Axis, Tick, linear
from tutor.output.pictures.paper import Known, Signs, behind, number, picture, unsigned, worded
from tutor.output.pictures.plot import Plot
from tutor.quantity import Kind, Quantity

STEPS = 128
"""How many learning rates the curve of one update has: with a power of two, the lesson's own is one of them."""
NEAREST, FURTHEST = 4, 8
"""The curve goes on to so many times the learning rate: at least, and at most where the loss falls all along."""


class _Loss(NamedTuple):
    """A loss as far as it is known, and its sign where it is not the right one."""

    value: float | None
    sign: Sign | None


def descent(
    network: Network, known: Known, columns: int, rows: int, *, figures: int = 3, signs: Signs = unsigned
) -> Rows:
    """The loss before and after each update, as far as it is known; of one update, along its step.

    Args:
        network: the network, which has a learning rate.
        known: what is known.
        columns: how wide the picture is at most.
        rows: how high.
        figures: the significant figures of its numbers.
        signs: the sign of a number that is not the right one.
    """
    if network.updates > 1:
        online = ", each of its own sample" if network.online else ""
        caption = f"The loss over the updates{online}"
        every = tuple(_Loss(known(q), signs(q)) for q in _losses(network))
        return picture((caption,), columns, rows, lambda c, r: _over(every, c, r, figures))
    caption = "The loss after the update, over η"
    return picture((caption,), columns, rows, lambda c, r: _along(network, known, c, r))


def _losses(network: Network) -> tuple[Quantity, ...]:
    """The loss before the first update, and after each; the last one has no sample of its own."""
    last = network.updates
    found = [Quantity(Kind.LOSS, sample=network.of_update(n + 1), update=n + 1) for n in range(last)]
    return (*found, Quantity(Kind.LOSS, update=last + 1))


def _over(every: Sequence[_Loss], columns: int, rows: int, figures: int) -> Rows:
    points = [(float(n), loss, sign) for n, (loss, sign) in enumerate(every) if loss is not None]
    if not points:
        return (_faint("No loss is known yet."),)
    heights = [loss for _, loss, _ in points]
    plot = Plot(columns, rows, _updates(len(every) - 1, columns), _up(heights, rows), right=2)
    # An unknown loss parts the line.
    plot.curve([(n, math.nan if loss is None else loss) for n, (loss, _) in enumerate(every)], Role.PLAIN)
    for n, loss, sign in points:
        plot.point(n, loss, (Cell(number(loss, figures)), *behind(sign)), Role.PLAIN)
    return plot.rows()


def _updates(last: int, columns: int) -> Axis:
    """The axis of the updates: whole numbers from 0, a little room at both ends."""
    stride = next(stride for stride in (1, 2, 5, 10, 20, 50) if last / stride < max(2, columns // 8))
    whole = range(0, last + 1, stride)
    return Axis(-last / 12, last + last / 12, tuple(Tick(float(n), str(n)) for n in whole))


def _up(heights: list[float], rows: int) -> Axis:
    """The axis of the loss: somewhat more than what is shown."""
    low, high = min(heights), max(heights)
    room = (high - low) / 8
    return linear(low - room, high + room, max(2, rows // 3), widened=False)


@lru_cache(maxsize=4)
def _curve(network: Network) -> tuple[tuple[float, float], ...]:
    """The loss by the part of the step, from 0 on, as far as there is something to see."""
    from tutor.engine.descent import along  # NumPy, which no picture of a first question may wait for

    far = NEAREST
    while far < FURTHEST:
        middle, end = along(network, (far / 2, far))
        if not end < middle:
            break
        far *= 2
    parts = [far * i / STEPS for i in range(STEPS + 1)]
    return tuple(zip(parts, along(network, parts), strict=True))


def _along(network: Network, known: Known, columns: int, rows: int) -> Rows:
    before = known(Quantity(Kind.LOSS, sample=network.of_update(1)))
    eta = network.learning_rate or 0.0
    if before is None:
        return (_faint("The loss is not known yet."),)
    points = [(eta * part, loss) for part, loss in _curve(network)]
    finite = [loss for _, loss in points if math.isfinite(loss)]
    plot = Plot(columns, rows, linear(0.0, points[-1][0], max(3, columns // 9), widened=False), _up(finite, rows))
    plot.curve(points, Role.PLAIN)
    after = _after(network)
    plot.upright(eta, after)
    plot.below(eta, (Cell(charset.spelt("η"), Role.PLAIN, Emphasis.STRONG),))
    plot.point(0.0, points[0][1], (Cell("before"),), Role.PLAIN)
    plot.point(eta, after, (Cell("after"),), Role.PLAIN)
    return plot.rows()


def _after(network: Network) -> float:
    """The loss after the update: one point of the curve is at the whole step."""
    return next(loss for part, loss in _curve(network) if part == 1.0)


def _faint(text: str) -> tuple[Cell, ...]:
    return (Cell(f" {text}", Role.PLAIN, Emphasis.DIM),)


def said(network: Network, known: Known, *, figures: int = 3, signs: Signs = unsigned) -> tuple[Sentence, ...]:
    """The same in sentences: each loss that is known; of one update, how the loss goes on along its step."""
    if network.updates == 1:
        return _said_along(network, known, figures)
    found: list[Sentence] = []
    for n, q in enumerate(_losses(network)):
        loss = known(q)
        when = "Before the first update" if n == 0 else f"After update {n}"
        value = "not known yet" if loss is None else f"{number(loss, figures)}{worded(signs(q))}"
        found.append((f"{when} the loss is {value}.",))
    return tuple(found)


def about(network: Network, known: Known, *, figures: int = 3) -> tuple[Sentence, ...]:
    """What the picture tells, in sentences; what each point says stands beside it."""
    return () if network.updates > 1 else _said_along(network, known, figures)


def _said_along(network: Network, known: Known, figures: int) -> tuple[Sentence, ...]:
    before = known(Quantity(Kind.LOSS, sample=network.of_update(1)))
    if before is None:
        return (("The loss is not known yet.",),)
    curve = [(part, loss) for part, loss in _curve(network) if math.isfinite(loss)]
    best, least = min(curve, key=lambda each: each[1])
    eta = network.learning_rate or 0.0
    after = (
        f"With the learning rate {screen(parameter(eta))} one update brings the loss from {number(before, figures)} to"
    )
    furthest = curve[-1][0]
    where = (
        f"The loss falls all along the step, even with {furthest:g} times that learning rate."
        if best == furthest
        else f"Along the step it is least, {number(least, figures)}, with a learning rate near {number(eta * best)};"
        " beyond that it rises."
    )
    return ((f"{after} {number(_after(network), figures)}.",), (where,))
