"""The band: every number that the right method can give when it is rounded as people round.

The right formula is worked over intervals (``interval.py``). The band is the hull of *all rounded* and *all cut*, so it
is wide where the arithmetic cancels and narrow where it does not. There is no other tolerance anywhere.
"""

from collections.abc import Callable
from typing import Generic, NamedTuple

from tutor.expression.functions import Functions, T
from tutor.expression.tree import Node
from tutor.marking.interval import SLACK, Mode, Prior, Working
from tutor.quantity import Quantity

MODES: tuple[Mode, Mode] = ("rounded", "cut")


class Band(NamedTuple, Generic[T]):
    """An interval of right answers, both ends included."""

    low: T
    high: T
    slack: T


Bands = tuple[Band[float], ...]
"""The right answers to one question: one band for each right form."""


def holds(band: Band[float], number: float) -> bool:
    """Whether a number lies in a band."""
    low, high, slack = band
    return low - slack <= number <= high + slack


def held(bands: Bands, number: float) -> bool:
    """Whether any band holds a number."""
    for low, high, slack in bands:  # noqa: SIM110 (twice as fast as any(…), and no question is asked as often)
        if low - slack <= number <= high + slack:
            return True
    return False


def band(f: Functions[T], formula: Node, prior: Callable[[Quantity, Mode], Prior[T]], significant: int) -> Band[T]:
    """The band of one formula: the hull of *all rounded* and *all cut*.

    Args:
        f: the primitives, of floats or of arrays.
        formula: a right formula (``explain.formula``); its leaves are numbers and quantities.
        prior: what a learner (each of a class) who rounds, or cuts, can have had for a quantity.
        significant: the significant figures that an answer must carry.
    """
    rounded, cut = (Working(f, prior, significant, mode).result(formula) for mode in MODES)
    return Band(
        f.minimum(rounded.low, cut.low),
        f.maximum(rounded.high, cut.high),
        SLACK * f.maximum(rounded.magnitude, cut.magnitude),
    )
