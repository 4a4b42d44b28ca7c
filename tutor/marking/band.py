"""The band: every number that the right method can give when it is rounded as people round.

The right formula is evaluated over intervals. A prior is the hull of what the learner can have had for it. Each
partial product, sum and result may have been rounded to the lesson's significant figures or more, or cut to them; the
band is the hull of *all rounded* and *all cut*. So it is wide where the arithmetic cancels and narrow where it does
not. There is no other tolerance anywhere.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, NamedTuple

from tutor.expression.functions import FLOATS, FUNCTIONS, call
from tutor.expression.tree import Call, Name, Neg, Node, Number, Power, Product, Quotient, Sum
from tutor.quantity import Quantity

Mode = Literal["rounded", "cut"]

SLACK = 1e-12
"""Every comparison allows this times the sum of the magnitudes of the formula's terms: float64 is not exact."""

TIE = 1e-9
"""How near to a half a figure counts as one: ties are decimal, whatever the number's binary is, and go either way."""

TINY = 1e-290
"""Below this a number's figures have no unit of their own in float64."""


@dataclass(frozen=True, slots=True)
class Band:
    """An interval of right answers, both ends included."""

    low: float
    high: float
    slack: float

    def holds(self, number: float) -> bool:
        """Whether a number lies in the band."""
        return self.low - self.slack <= number <= self.high + self.slack


class Interval(NamedTuple):
    """What a node can be: from low to high; magnitude is the sum of the magnitudes of its terms."""

    low: float
    high: float
    magnitude: float


@dataclass(frozen=True, slots=True)
class Prior:
    """What a learner can have had for one quantity.

    Attributes:
        values: the exact value, the value as shown, the learner's own.
        roundable: whether more figures than the lesson's may have been rounded before use: a weight, an input.
    """

    values: tuple[float, ...]
    roundable: bool = False


def band(formula: Node, prior: Callable[[Quantity], Prior], significant: int) -> Band:
    """The band of one formula: the hull of *all rounded* and *all cut*.

    Args:
        formula: a right formula (``explain.formula``); its leaves are numbers and quantities.
        prior: what the learner can have had for a quantity.
        significant: the significant figures that an answer must carry.
    """
    modes: tuple[Mode, Mode] = ("rounded", "cut")
    ends = [_Evaluation(prior, significant, mode).result(formula) for mode in modes]
    return Band(
        min(end.low for end in ends),
        max(end.high for end in ends),
        SLACK * max(end.magnitude for end in ends),
    )


@dataclass(frozen=True, slots=True)
class _Evaluation:
    """One pass over a formula in one mode of rounding."""

    prior: Callable[[Quantity], Prior]
    significant: int
    mode: Mode

    def result(self, node: Node) -> Interval:
        """The outermost node, whose result is what was typed, and so rounded even where it is a bare prior."""
        interval = self.node(node)
        return self.widen(interval) if isinstance(node, Name | Neg | Number) else interval

    def node(self, node: Node) -> Interval:
        match node:
            case Number(value=value):
                return _point(value)
            case Name(of=Quantity() as q):
                return self.leaf(self.prior(q))
            case Neg(operand=inner):
                low, high, magnitude = self.node(inner)
                return Interval(-high, -low, magnitude)
            case Sum(terms=terms):
                return self.sum([self.node(term) for term in terms])
            case Product(factors=factors):
                return self.product([self.node(factor) for factor in factors])
            case Quotient(dividend=dividend, divisor=divisor):
                return self.widen(_divide(self.node(dividend), self.node(divisor)))
            case Power(base=base, exponent=Number(value=exponent)):
                return self.widen(_power(self.node(base), exponent))
            case Call(function=name, argument=argument):
                return self.widen(_image(name, self.node(argument)))
            case _:
                raise TypeError(f"no band for {node!r}")

    def leaf(self, prior: Prior) -> Interval:
        low, high = min(prior.values), max(prior.values)
        interval = Interval(low, high, max(abs(low), abs(high)))
        return self.widen(interval) if prior.roundable else interval

    def sum(self, terms: list[Interval]) -> Interval:
        """Add from left to right and from right to left: a learner may begin with the bias."""
        if len(terms) < 3:
            return self._add(terms)
        one, other = self._add(terms), self._add(terms[::-1])
        return Interval(min(one.low, other.low), max(one.high, other.high), max(one.magnitude, other.magnitude))

    def _add(self, terms: list[Interval]) -> Interval:
        total = terms[0]
        for term in terms[1:]:
            total = self.widen(Interval(total.low + term.low, total.high + term.high, total.magnitude + term.magnitude))
        return total

    def product(self, factors: list[Interval]) -> Interval:
        total = factors[0]
        for factor in factors[1:]:
            total = self.widen(_multiply(total, factor))
        return total

    def widen(self, interval: Interval) -> Interval:
        """What the interval becomes when its number is written down.

        Rounding and cutting never change the order of two numbers, so the ends alone decide.
        """
        low, high, magnitude = interval
        slack = SLACK * magnitude
        low = 0.0 if abs(low) <= slack else low
        high = 0.0 if abs(high) <= slack else high
        return Interval(-self._highest(-low), self._highest(high), magnitude)

    def _highest(self, number: float) -> float:
        """The highest that a number can be written as, to the lesson's figures or more."""
        if abs(number) < TINY or not math.isfinite(number):
            return number
        unit = figure_unit(number, self.significant)
        if self.mode == "cut":
            return number if number > 0 else -math.floor(-number / unit + TIE) * unit
        written = [math.floor(number / u + 0.5 + TIE) * u for u in (unit, unit / 10, unit / 100)]
        if abs(written[-1] - number) > SLACK * abs(number):
            written.append(number + unit / 2000)  # to still more figures
        return max(number, *written)


def figure_unit(value: float, significant: int) -> float:
    """One unit of the last of a number's significant figures: 0.001 for 0.7109 at three."""
    return 10.0 ** (math.floor(math.log10(abs(value))) - significant + 1)


def _point(value: float) -> Interval:
    return Interval(value, value, abs(value))


def _multiply(one: Interval, other: Interval) -> Interval:
    corners = (one.low * other.low, one.low * other.high, one.high * other.low, one.high * other.high)
    return Interval(min(corners), max(corners), one.magnitude * other.magnitude)


def _divide(one: Interval, other: Interval) -> Interval:
    if other.low <= 0.0 <= other.high:
        return Interval(-math.inf, math.inf, math.inf)
    return _multiply(one, Interval(1 / other.high, 1 / other.low, 1 / min(abs(other.low), abs(other.high))))


def _power(base: Interval, exponent: float) -> Interval:
    """A whole power; where the base may be 0 and the slope vanishes there, 0 is one of the corners."""
    corners = [base.low**exponent, base.high**exponent]
    if base.low < 0.0 < base.high:
        corners.append(0.0)
    return Interval(min(corners), max(corners), base.magnitude**exponent)


def _image(name: str, argument: Interval) -> Interval:
    """A function over an interval: its values at the ends and at every kink between them."""
    function = call(name)
    base = FUNCTIONS[name.rstrip("'")]
    kinks = base.slope_kinks if name.endswith("'") else base.kinks
    inside = [kink for kink in kinks if argument.low < kink < argument.high]
    values = [float(function(FLOATS, z)) for z in (argument.low, argument.high, *inside)]
    return Interval(min(values), max(values), max(map(abs, values)))
