"""Intervals of what people write down, over floats and arrays alike.

A formula is walked once; every operation is written over the primitives of ``Functions``, so that one rule marks one
answer (floats) and a class (arrays). Each partial product, sum and result is widened to what it can become when it is
rounded, or cut, to the lesson's figures or more.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, Literal, NamedTuple

from tutor.expression.compute import power, whole_exponent
from tutor.expression.functions import CANCELLED, DECADES, FUNCTIONS, Functions, T, call
from tutor.expression.tree import Call, Name, Neg, Node, Number, Power, Product, Quotient, Sum
from tutor.quantity import Quantity

Mode = Literal["rounded", "cut"]

SLACK = 1e-12
"""Every comparison allows this times the sum of the magnitudes of the formula's terms: float64 is not exact."""

TIE = 1e-9
"""How near to a half a figure counts as one: ties are decimal, whatever the number's binary is, and go either way."""

EXACT = CANCELLED
"""How little a number may lack of so many whole figures to have them all when it is cut: float64's own noise."""


class Interval(NamedTuple, Generic[T]):
    """What a node can be: from low to high; magnitude is the sum of the magnitudes of its terms."""

    low: T
    high: T
    magnitude: T


class Prior(NamedTuple, Generic[T]):
    """What learners can have had for one quantity: from low to high.

    Attributes:
        low: the lowest of exact, as shown and their own.
        high: the highest.
        roundable: whether more figures than the lesson's may have been rounded before use: a weight, an input.
    """

    low: T
    high: T
    roundable: bool = False


@dataclass(frozen=True, slots=True)
class Working(Generic[T]):
    """One pass over a formula in one mode of rounding.

    Attributes:
        f: the primitives, of floats or of arrays.
        prior: what can have been had for a quantity.
        significant: the figures that are kept at least.
        mode: rounded or cut.
    """

    f: Functions[T]
    prior: Callable[[Quantity, Mode], Prior[T]]
    significant: int
    mode: Mode

    def result(self, formula: Node) -> Interval[T]:
        """What the whole formula can give: what was typed, and so rounded even where it is a bare prior."""
        interval = self.node(formula)
        return self.widen(interval) if isinstance(formula, Name | Neg | Number) else interval

    def node(self, node: Node) -> Interval[T]:
        """What one node can be."""
        return _RULES[type(node)](self, node)

    def widen(self, interval: Interval[T]) -> Interval[T]:
        """What the interval becomes when its number is written down.

        Rounding and cutting never change the order of two numbers, so the ends alone decide.
        """
        f, (low, high, magnitude) = self.f, interval
        slack = SLACK * magnitude
        low = f.where(f.absolute(low) <= slack, 0.0, low)
        high = f.where(f.absolute(high) <= slack, 0.0, high)
        return Interval(-self._highest(-low), self._highest(high), magnitude)

    def _highest(self, number: T) -> T:
        """The highest that a number can be written as, to the figures or more."""
        f = self.f
        size = f.absolute(number)
        unit = figure_unit(f, size, self.significant)
        if self.mode == "cut":
            return f.where(number > 0, number, -unit * f.floor(size / unit * (1 + EXACT)))
        highest = number
        for each in (unit, unit / 10, unit / 100):
            written = each * f.floor(number / each + (0.5 + TIE))
            highest = f.maximum(highest, written)
        finer = f.absolute(written - number) > SLACK * size  # still more figures
        return f.maximum(highest, f.where(finer, number + unit / 2000, number))


def figure_unit(f: Functions[T], magnitude: T, significant: int) -> T:
    """One unit of the last of a number's significant figures: 0.001 for 0.7109 at three; of no number, next to none."""
    least, greatest = DECADES
    return f.decade(f.minimum(f.where(magnitude > least, magnitude, least), greatest)) * 10.0 ** (1 - significant)


def multiply(f: Functions[T], one: Interval[T], other: Interval[T]) -> Interval[T]:
    """The product of two intervals, by its corners."""
    corners = (one.low * other.low, one.low * other.high, one.high * other.low, one.high * other.high)
    low, high = corners[0], corners[0]
    for corner in corners[1:]:
        low, high = f.minimum(low, corner), f.maximum(high, corner)
    return Interval(low, high, one.magnitude * other.magnitude)


def _number(_: Working[T], node: Number) -> Interval[Any]:
    return Interval(node.value, node.value, abs(node.value))


def _name(working: Working[T], node: Name) -> Interval[T]:
    if not isinstance(node.of, Quantity):
        raise TypeError(f"no interval for {node!r}")
    f, (low, high, roundable) = working.f, working.prior(node.of, working.mode)
    interval = Interval(low, high, f.maximum(f.absolute(low), f.absolute(high)))
    return working.widen(interval) if roundable else interval


def _neg(working: Working[T], node: Neg) -> Interval[T]:
    low, high, magnitude = working.node(node.operand)
    return Interval(-high, -low, magnitude)


def _sum(working: Working[T], node: Sum) -> Interval[T]:
    terms: list[Interval[T]] = [working.node(term) for term in node.terms]
    f, (low, high, magnitude) = working.f, _add(working, terms)
    for order in _other_orders(terms):
        other = _add(working, order)
        low, high = f.minimum(low, other.low), f.maximum(high, other.high)
    return Interval(low, high, magnitude)


def _other_orders(terms: list[Interval[T]]) -> list[list[Interval[T]]]:
    """Beside from left to right: from right to left, and the last first, since a learner may begin with the bias."""
    return [] if len(terms) < 3 else [terms[::-1], terms[-1:] + terms[:-1]]


def _add(working: Working[T], terms: list[Interval[T]]) -> Interval[T]:
    total = terms[0]
    for term in terms[1:]:
        added = Interval(total.low + term.low, total.high + term.high, total.magnitude + term.magnitude)
        total = working.widen(added)
    return total


def _product(working: Working[T], node: Product) -> Interval[T]:
    total = working.node(node.factors[0])
    for factor in node.factors[1:]:
        total = working.widen(multiply(working.f, total, working.node(factor)))
    return total


def _quotient(working: Working[T], node: Quotient) -> Interval[T]:
    f, below = working.f, working.node(node.divisor)
    through_zero = (below.low <= 0.0) & (below.high >= 0.0)
    low, high = f.where(through_zero, 1.0, below.low), f.where(through_zero, 1.0, below.high)
    nothing = 0.0 * below.magnitude  # NaN of a divisor that is too large to have its figures, such as a sum of e^z
    inverse = Interval(1 / high, 1 / low, 1 / f.minimum(f.absolute(low), f.absolute(high)) + nothing)
    quotient = working.widen(multiply(f, working.node(node.dividend), inverse))
    anything = float("inf")
    return Interval(
        f.where(through_zero, -anything, quotient.low),
        f.where(through_zero, anything, quotient.high),
        quotient.magnitude,
    )


def _power(working: Working[T], node: Power) -> Interval[T]:
    """A whole power; where the base may be 0 and the slope vanishes there, 0 is one of the corners."""
    f, (low, high, magnitude) = working.f, working.node(node.base)
    n = whole_exponent(node)
    one, other = power(low, n), power(high, n)
    turn = power(f.minimum(f.maximum(low, 0.0), high), n)  # the end nearest to 0, or 0 itself
    least, most = f.minimum(f.minimum(one, other), turn), f.maximum(f.maximum(one, other), turn)
    return working.widen(Interval(least, most, power(magnitude, n)))


def _call(working: Working[T], node: Call) -> Interval[T]:
    """A function over an interval: its values at the ends and at every kink between them."""
    f, argument = working.f, working.node(node.argument)
    function = call(node.function)
    base = FUNCTIONS[node.function.rstrip("'")]
    kinks: tuple[float, ...] = base.slope_kinks if node.function.endswith("'") else base.kinks
    low = high = function(f, argument.low)
    ends = [f.minimum(f.maximum(argument.low, kink), argument.high) for kink in (*kinks, float("inf"))]
    for z in ends:
        value = function(f, z)
        low, high = f.minimum(low, value), f.maximum(high, value)
    return working.widen(Interval(low, high, f.maximum(f.absolute(low), f.absolute(high))))


_RULES: dict[type[Node], Callable[[Working[Any], Any], Interval[Any]]] = {
    Number: _number,
    Name: _name,
    Neg: _neg,
    Sum: _sum,
    Product: _product,
    Quotient: _quotient,
    Power: _power,
    Call: _call,
}
