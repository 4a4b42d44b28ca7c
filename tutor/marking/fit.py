"""Whether a plain decimal is a value rounded, or cut, at the place of its last digit."""

import math
from enum import IntEnum
from typing import NamedTuple

from tutor.expression.read import Value

NOISE = 1e-6
"""How much of the last place float64 may be off; ties go either way within it."""

SPARE = 3.0
"""However many figures are typed, a number may be so many units of the last one off."""

CUT_TWICE = 2.0
"""A partial result that is cut is off by twice as much as one that is rounded."""


class Fit(IntEnum):
    """How well a decimal fits a value, best first."""

    ROUNDED = 0
    CUT = 1
    NEAR = 2


class Digits(NamedTuple):
    """A plain decimal as it was typed."""

    number: float
    place: float
    """What one unit of its last digit is worth; zeros typed at the end are digits."""
    figures: int
    """How many digits it has from the first that is not 0; none for a 0."""

    @classmethod
    def of(cls, answer: Value) -> "Digits | None":
        """The digits of an answer; None where it is no plain decimal."""
        return None if answer.decimal is None else cls(answer.number, answer.place, answer.figures)

    def fits(self, value: float) -> Fit | None:
        """How it comes from a value; not at all where it is 0 or has the other sign."""
        if self.number == 0.0 or self.place == 0.0 or value == 0.0 or (value > 0) != (self.number > 0):
            return None
        beyond = (abs(value) - abs(self.number)) / self.place
        if abs(beyond) <= 0.5 + NOISE:
            return Fit.ROUNDED
        return Fit.CUT if -NOISE <= beyond < 1 - NOISE else None

    def narrowed(self, reach: float, significant: int) -> float:
        """A reach at the lesson's figures as it is for what was typed: who writes more has kept more in the parts."""
        more = self.figures - significant
        return reach if more <= 0 else min(reach, max(CUT_TWICE * reach / 10.0 ** min(more, 9), SPARE * self.place))

    def reaches(self, value: float) -> bool:
        """Whether its last place is not above the value's leading digit: else it says nothing of the value."""
        return (
            value != 0.0
            and math.isfinite(value)
            and self.place <= 10.0 ** math.floor(math.log10(abs(value))) * (1 + NOISE)
        )
