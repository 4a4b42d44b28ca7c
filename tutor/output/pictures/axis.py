"""One axis of a picture: from which number to which, where its few round numbers stand, which dot a number is at."""

import math
from typing import NamedTuple

from tutor.notation.number import scientific, screen

STEPS = (1.0, 2.0, 5.0, 10.0)
"""The leading figures of the distances between round numbers."""
STRIDES = (1, 2, 3, 4, 5, 6, 8, 10, 15, 20, 50, 100, 500)
"""The distances between the powers of ten that are written."""
FEWER = 0.85
"""An axis gives up some of its cells for even distances, but keeps this part of them."""
WIDENED = 0.3
"""A range is widened to the next round number where that is no further than this part of a distance."""
LARGEST = 1e100
"""No picture shows larger numbers: the arithmetic of an axis stays finite."""


class Tick(NamedTuple):
    """A round number of an axis, as it is written there."""

    value: float
    text: str


class Axis(NamedTuple):
    """An axis.

    Attributes:
        low: the number at its beginning; of a logarithmic one its power of ten.
        high: the number at its end, likewise.
        ticks: its round numbers.
        powers: whether it is logarithmic.
    """

    low: float
    high: float
    ticks: tuple[Tick, ...]
    powers: bool = False

    def dot(self, value: float, dots: int) -> int | None:
        """Which of so many dots, from 0, is nearest to a number; None where it lies beyond them."""
        if self.powers:
            value = math.log10(value) if value > 0 else -math.inf
        at = (value - self.low) / (self.high - self.low) * (dots - 1)
        return round(at) if -0.5 <= at <= dots - 0.5 else None

    def even(self, cells: int) -> int:
        """As many cells as there are, or a few less: so many that all round numbers are as far apart as each other."""
        gaps = len(self.ticks) - 1
        ends = (self.ticks[0].value, self.low), (self.ticks[-1].value, self.high)
        near = 1e-9 * (self.high - self.low)
        whole = all(abs((math.log10(tick) if self.powers else tick) - end) <= near for tick, end in ends)
        found = (cells - 1) // gaps * gaps + 1 if gaps and whole else cells
        return found if found >= FEWER * cells else cells

    def value(self, dot: int, dots: int) -> float:
        """The number at a dot."""
        share = dot / (dots - 1)
        found = self.low * (1 - share) + self.high * share
        return 10.0**found if self.powers else found


def linear(low: float, high: float, most: int, *, widened: bool = True) -> Axis:
    """An axis that holds two numbers and has at most so many round ones; it may go on to the next of these."""
    low, high = (min(max(end, -LARGEST), LARGEST) for end in (low, high))
    if high - low <= 1e-8 * max(abs(low), abs(high), 1e-300):  # nothing to tell apart
        room = abs(high) / 2 or 1.0
        low, high = low - room, high + room
    step = _step(high - low, max(2, most))
    first, last = low / step, high / step
    first = math.floor(first) if widened and first - math.floor(first) <= WIDENED else first
    last = math.ceil(last) if widened and math.ceil(last) - last <= WIDENED else last
    whole = range(math.ceil(first - 1e-9), math.floor(last + 1e-9) + 1)
    largest = max(abs(first), abs(last)) * step
    return Axis(first * step, last * step, tuple(Tick(i * step, _text(i * step, step, largest)) for i in whole))


def _step(span: float, most: int) -> float:
    """The smallest round distance of which at most so many numbers stand in a range."""
    power = 10.0 ** math.floor(math.log10(span / most))
    return next(power * step for step in STEPS if span / (power * step) <= most - 1 + WIDENED or step == STEPS[-1])


def _text(value: float, step: float, largest: float) -> str:
    """A round number, with as many decimals, or figures, as the distance between them has."""
    if value == 0:
        return "0"
    if 1e-3 <= largest < 1e6:
        return screen(f"{value:.{max(0, -math.floor(math.log10(step) + 1e-9))}f}")
    places = (math.floor(math.log10(size) + 1e-9) for size in (abs(value), step))
    return screen(scientific(value, 1 + max(0, next(places) - next(places))))


def powers(low: int, high: int, most: int) -> Axis:
    """A logarithmic axis from one power of ten or a lower one to another, with at most so many of them written."""
    # Of the distances that leave room for each number, the one with which the axis goes on least.
    far = [stride for stride in STRIDES if (high - low + stride - 1) // stride < max(2, most)]
    stride = min(far, key=lambda stride: (low - high) % stride)
    whole = range(high - math.ceil((high - low) / stride) * stride, high + 1, stride)
    return Axis(whole[0], high, tuple(Tick(10.0**power, power_text(power)) for power in whole), powers=True)


def power_text(power: int) -> str:
    """A power of ten, as it stands on an axis."""
    return str(10**power) if 0 <= power <= 2 else screen(f"1e{power}")
