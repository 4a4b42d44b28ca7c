"""What a wrong rule gives, and how far from it an answer may lie and still be named after it.

The reach is ½ unit of each partial rounding, carried through the rule, and one unit more: tight, since a wrong guess at
the cause is worse than none. Like the band, this is written once for floats and arrays.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, NamedTuple

from tutor.expression.compute import whole_exponent
from tutor.expression.functions import CANCELLED, Functions, T, call
from tutor.expression.tree import Call, Name, Neg, Node, Number, Power, Product, Quotient, Sum
from tutor.marking.interval import figure_unit
from tutor.quantity import Quantity

NOTHING = 1e-150
"""A divisor that is no larger gives no number: its square is 0."""


class Guess(NamedTuple, Generic[T]):
    """What a rule gives, and how far from it its number may be written down."""

    value: T
    reach: T


def guess(f: Functions[T], rule: Node, number: Callable[[Quantity], T], significant: int) -> Guess[T]:
    """Work a rule on one number for each of its quantities.

    Args:
        f: the primitives, of floats or of arrays.
        rule: what was computed.
        number: gives the number that was put in for a quantity.
        significant: the figures that each partial result was rounded to at least.
    """
    value, reach, _ = _Rough(f, number, significant).node(rule)
    return Guess(value, reach + figure_unit(f, f.absolute(value), significant))


def near(f: Functions[T], guess: Guess[T], number: T, place: T) -> Any:  # noqa: ANN401 (a bool, or an array of them)
    """Whether a number is worth a look: within reach of a guess, or within one unit of its own last digit.

    What is infinite is near nothing, however far it reaches.
    """
    distance = f.absolute(number - guess.value)
    return (distance <= f.maximum(guess.reach, place)) & (distance < math.inf)


class _Spread(NamedTuple, Generic[T]):
    """A number, how far it may be off, and the sum of the magnitudes of its terms."""

    value: T
    reach: T
    magnitude: T


@dataclass(frozen=True, slots=True)
class _Rough(Generic[T]):
    f: Functions[T]
    number: Callable[[Quantity], T]
    significant: int

    def node(self, node: Node) -> _Spread[T]:
        return _RULES[type(node)](self, node)

    def written(self, value: T, reach: T, magnitude: T) -> _Spread[T]:
        """Half a unit more, since the number is written down; what is only rounding is 0."""
        f, size = self.f, self.f.absolute(value)
        value = f.where(size < CANCELLED * magnitude, 0.0, value)
        return _Spread(value, reach + 0.5 * figure_unit(f, size, self.significant), magnitude)


def _number(_: _Rough[T], node: Number) -> _Spread[Any]:
    return _Spread(node.value, 0.0, abs(node.value))


def _name(rough: _Rough[T], node: Name) -> _Spread[Any]:
    if not isinstance(node.of, Quantity):
        raise TypeError(f"no number for {node!r}")
    value = rough.number(node.of)
    return _Spread(value, 0.0 * value, rough.f.absolute(value))


def _neg(rough: _Rough[T], node: Neg) -> _Spread[T]:
    value, reach, magnitude = rough.node(node.operand)
    return _Spread(-value, reach, magnitude)


def _sum(rough: _Rough[T], node: Sum) -> _Spread[T]:
    total = rough.node(node.terms[0])
    for term in node.terms[1:]:
        value, reach, magnitude = rough.node(term)
        total = rough.written(total.value + value, total.reach + reach, total.magnitude + magnitude)
    return total


def _product(rough: _Rough[T], node: Product) -> _Spread[T]:
    total = rough.node(node.factors[0])
    for factor in node.factors[1:]:
        total = _times(rough, total, rough.node(factor))
    return total


def _times(rough: _Rough[T], one: _Spread[T], other: _Spread[T]) -> _Spread[T]:
    f = rough.f
    reach = f.absolute(one.value) * other.reach + f.absolute(other.value) * one.reach
    return rough.written(one.value * other.value, reach, 0.0 * reach)


def _quotient(rough: _Rough[T], node: Quotient) -> _Spread[T]:
    """Divided by 0, or by next to nothing, it is infinitely far from any answer."""
    f, below = rough.f, rough.node(node.divisor)
    nothing = f.absolute(below.value) <= NOTHING
    value = f.where(nothing, 1.0, below.value)
    inverse = _Spread(1.0 / value, below.reach / (value * value), below.magnitude)
    value, reach, magnitude = _times(rough, rough.node(node.dividend), inverse)
    return _Spread(f.where(nothing, float("inf"), value), reach, magnitude)


def _power(rough: _Rough[T], node: Power) -> _Spread[T]:
    base = rough.node(node.base)
    result = base
    for _ in range(whole_exponent(node) - 1):
        result = _times(rough, result, base)
    return result


def _call(rough: _Rough[T], node: Call) -> _Spread[T]:
    f, argument = rough.f, rough.node(node.argument)
    function = call(node.function)
    value = function(f, argument.value)
    above, below = (function(f, argument.value + way * argument.reach) for way in (1.0, -1.0))
    reach = f.maximum(f.absolute(above - value), f.absolute(below - value))
    return rough.written(value, reach, 0.0 * reach)


_RULES: dict[type[Node], Callable[[_Rough[Any], Any], _Spread[Any]]] = {
    Number: _number,
    Name: _name,
    Neg: _neg,
    Sum: _sum,
    Product: _product,
    Quotient: _quotient,
    Power: _power,
    Call: _call,
}
