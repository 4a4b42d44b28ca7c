"""Can a formula of a lesson's own be learnt with: has it a value and a slope wherever it may be asked for?"""

from collections.abc import Sequence
from math import isfinite, nan
from typing import NamedTuple

from tutor.expression.derivative import derivative
from tutor.expression.tree import Node
from tutor.lesson.column import worked_out

REACH = 30
"""How far z may be from 0 where a formula is tried."""
POINTS = tuple(tenth / 10 for tenth in range(-10 * REACH, 10 * REACH + 1))
"""The z at which a formula is tried."""
CLOSE = 1e-6
"""How much a slope may differ from centred differences, relative to the slope or 1."""

_STEPS = (1e-4, 0.0, 1e-5, 1e-6, 1e-3, 1e-7, 1e-8, 1e-10, 1e-12, 1e-14, 1e-16)
"""How far aside values are taken: small where a formula is steep; 0 for a share of where it is, if it is near 0."""
_SHARE = 1e-4
_SIDE, _SIDES = 1e-6, 1e-3
"""A step to one side; and how much the slope may differ from that of a tenth of it where it has a slope at all."""

_FIGURES = "write it without differences of numbers that are nearly the same or very large"
_BETWEEN = "write it so that at a kink its slope is between those of both sides"
_STRAIGHT = ", as 0.1*z + 0.9*relu(z) for relu(z) - 0.1*relu(-z)"

Numbers = list[float]


class Doubt(NamedTuple):
    """Where a formula fails: the number of the point; what is amiss there; what to do."""

    point: int
    found: str
    advice: str


def doubt(value: Node, name: str, names: dict[str, Numbers]) -> Doubt | None:
    """The first point at which a formula has no finite value or slope, or its slope is not how its values rise.

    Slopes are held against centred differences; where there is no value on one side, against those of the other; and
    at a kink they have to lie between those of both sides.

    Args:
        value: the formula, its powers whole.
        name: what its slope is taken of.
        names: the numbers of each of its names, one of each for a point.
    """
    trial = _Trial(value, name, names)
    slopes = worked_out(derivative(value, name), names)
    for numbers, what in ((trial.values, "value"), (slopes, "slope")):
        for point, number in enumerate(numbers):
            if not isfinite(number):
                return Doubt(point, f"without a finite {what}", "write it so that it has one there")
    kept = list(range(len(slopes)))
    for step in _STEPS:
        rises = trial.rises(kept, [step or _SHARE * abs(trial.points[p]) for p in kept])
        kept = [p for p, rise in zip(kept, rises, strict=True) if not _close(rise, slopes[p], CLOSE)]
        if not kept:
            return None
    return next((found for p in kept if (found := trial.kink(p, slopes[p]))), None)


class _Trial:
    """A formula's values at some points and beside them."""

    def __init__(self, value: Node, name: str, names: dict[str, Numbers]) -> None:
        self.value, self.name, self.names = value, name, names
        self.points = names[name]
        self.values = worked_out(value, names)

    def beside(self, kept: Sequence[int], steps: Sequence[float]) -> tuple[Numbers, Numbers]:
        """The values a step from each point, and how far aside floats have really gone."""
        moved = [self.points[p] + step for p, step in zip(kept, steps, strict=True)]
        some = {name: [numbers[p] for p in kept] for name, numbers in self.names.items()}
        return worked_out(self.value, some | {self.name: moved}), [
            there - self.points[p] for there, p in zip(moved, kept, strict=True)
        ]

    def rises(self, kept: Sequence[int], steps: Sequence[float]) -> Numbers:
        """The centred differences at some points; of one side, and as exact, where the other has no value."""
        upper, up = self.beside(kept, steps)
        lower, down = self.beside(kept, [-step for step in steps])
        found = [
            (above - below) / (right - left) if right > left else nan
            for above, below, right, left in zip(upper, lower, up, down, strict=True)
        ]
        lone = [
            i for i, (above, below) in enumerate(zip(upper, lower, strict=True)) if isfinite(above) != isfinite(below)
        ]
        if lone:
            sides = [steps[i] if isfinite(upper[i]) else -steps[i] for i in lone]
            for i, rise in zip(lone, self.one_sided([kept[i] for i in lone], sides), strict=True):
                found[i] = rise
        return found

    def one_sided(self, kept: Sequence[int], steps: Sequence[float]) -> Numbers:
        """The slopes on one side, each out of three values, as exact as a centred difference."""
        near, _ = self.beside(kept, steps)
        far, _ = self.beside(kept, [2.0 * step for step in steps])
        return [
            (4.0 * one - two - 3.0 * self.values[p]) / (2.0 * step)
            for one, two, p, step in zip(near, far, kept, steps, strict=True)
        ]

    def kink(self, point: int, slope: float) -> Doubt | None:
        """What is amiss at a point where centred differences are not the slope."""
        sides = []
        for side in (-_SIDE, _SIDE):
            near, nearer = self.one_sided([point, point], [side, side / 10])
            if not _close(near, nearer, _SIDES):
                found = "that jumps, or loses its figures,"
                return Doubt(point, found, "write it so that close by it has nearly the same value")
            sides.append(near)
        least, most = min(sides) + 0.0, max(sides) + 0.0
        if not _close(least, most, _SIDES):
            if least - _SIDES <= slope <= most + _SIDES:
                return None
            found = f"whose slope is {slope:.4g}, and not between {least:.4g} and {most:.4g} as on both sides,"
            return Doubt(point, found, _BETWEEN + (_STRAIGHT if self.name == "z" else ""))
        if _close(least, slope, _SIDES):
            found = "that loses its figures, so that its values do not rise as its slope says,"
            return Doubt(point, found, _FIGURES)
        found = f"whose slope comes out as {slope:.4g}, while its values rise with slope {least:.4g} on both sides,"
        return Doubt(point, found, f"{_FIGURES}, or simpler where kinks cancel")


def _close(one: float, other: float, relative: float) -> bool:
    return abs(one - other) <= relative * max(1.0, abs(other))
