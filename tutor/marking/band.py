"""The band: every number that the right method can give when it is rounded as people round.

The right formula is worked over intervals (``interval.py``). The band is the hull of *all rounded* and *all cut*, so it
is wide where the arithmetic cancels and narrow where it does not. There is no other tolerance anywhere.

A prior as shown may be one that nobody can go on with: of a = 1.0000 there is no ln(1 − a). A band that is not finite
is worked out anew on narrower priors; where there are none, it holds nothing.
"""

import math
from collections.abc import Callable, Sequence
from typing import Any, Generic, NamedTuple

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


NOTHING = Band(math.inf, -math.inf, 0.0)
"""A band that holds no number."""

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


def band(
    f: Functions[T], formula: Node, priors: Sequence[Callable[[Quantity, Mode], Prior[T]]], significant: int
) -> Band[T]:
    """The band of one formula: the hull of *all rounded* and *all cut*.

    Args:
        f: the primitives, of floats or of arrays.
        formula: a right formula (``explain.formula``); its leaves are numbers and quantities.
        priors: each says what a learner (each of a class) who rounds, or cuts, can have had for a quantity; one after
            the first counts where those before it give no finite band.
        significant: the significant figures that an answer must carry.
    """
    found = _hull(f, formula, priors[0], significant)
    for prior in priors[1:]:
        finite = _finite(f, found)
        if finite if isinstance(finite, bool) else finite.all():
            return found
        found = _chosen(f, finite, found, _hull(f, formula, prior, significant))
    return _chosen(f, _finite(f, found), found, NOTHING)


def _hull(f: Functions[T], formula: Node, prior: Callable[[Quantity, Mode], Prior[T]], significant: int) -> Band[T]:
    rounded, cut = (Working(f, prior, significant, mode).result(formula) for mode in MODES)
    return Band(
        f.minimum(rounded.low, cut.low),
        f.maximum(rounded.high, cut.high),
        SLACK * f.maximum(rounded.magnitude, cut.magnitude),
    )


def _finite(f: Functions[T], band: Band[T]) -> Any:  # noqa: ANN401 (a bool, or an array of them)
    low, high, slack = (f.absolute(end) < math.inf for end in band)
    return low & high & slack


def _chosen(f: Functions[T], finite: Any, band: Band[T], other: Band[Any]) -> Band[T]:  # noqa: ANN401
    return Band(*(f.where(finite, one, another) for one, another in zip(band, other, strict=True)))
