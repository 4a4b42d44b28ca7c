"""A tree to its value in float64."""

import math
from collections.abc import Callable, Hashable

from tutor.expression.functions import CANCELLED, FLOATS, call
from tutor.expression.tree import Call, Name, Neg, Node, Number, Power, Product, Quotient, Sum

TOO_LARGE = "This is too large a number to work with."

Values = Callable[[Hashable], float]


class ArithmeticProblem(Exception):  # noqa: N818 (the arithmetic has a problem, the program has no error)
    """A tree has no finite value; the text is one sentence for the learner."""

    def __init__(self, message: str, node: Node) -> None:
        super().__init__(message)
        self.node = node
        """The part of the tree that has none, the very object."""


def evaluate(node: Node, values: Values | None = None) -> float:
    """Compute the value of a tree, sums and products strictly from left to right; what is too small is 0.

    A sum of which only rounding is left is exactly 0, as in the engine.

    Args:
        node: the tree. It is walked by recursion: trees that were read are at most 100 deep.
        values: gives the value of each ``Name``; needed only where there are names.

    Raises:
        ArithmeticProblem: the value of the tree, or of any part of it, is not finite or not defined.
    """
    result = _RULES[type(node)](node, values)
    if not math.isfinite(result):
        raise ArithmeticProblem(TOO_LARGE, node)
    return result


def _number(node: Number, _: Values | None) -> float:
    return node.value


def _name(node: Name, values: Values | None) -> float:
    if values is None:
        raise KeyError(node.of)
    return values(node.of)


def _neg(node: Neg, values: Values | None) -> float:
    return -evaluate(node.operand, values)


def _sum(node: Sum, values: Values | None) -> float:
    total = rounding = 0.0
    for term in node.terms:
        value = evaluate(term, values)
        total += value
        rounding += CANCELLED * abs(value)  # the sum of the magnitudes themselves may be too large
    return 0.0 if abs(total) < rounding else total


def _product(node: Product, values: Values | None) -> float:
    total = 1.0
    for factor in node.factors:
        total *= evaluate(factor, values)
    return total


def _quotient(node: Quotient, values: Values | None) -> float:
    dividend, divisor = evaluate(node.dividend, values), evaluate(node.divisor, values)
    if divisor == 0:
        raise ArithmeticProblem("This is divided by zero.", node)
    return dividend / divisor


def _power(node: Power, values: Values | None) -> float:
    base, exponent = evaluate(node.base, values), evaluate(node.exponent, values)
    if base == 0 and exponent < 0:
        raise ArithmeticProblem("This is divided by zero: it is 0 to a negative power.", node)
    if base == 0 and exponent == 0:
        raise ArithmeticProblem("0 to the power 0 has no value.", node)
    try:
        return math.pow(base, exponent)
    except ValueError:
        problem = "A negative number has a power only where the exponent is a whole number."
        raise ArithmeticProblem(problem, node) from None
    except OverflowError:
        raise ArithmeticProblem(TOO_LARGE, node) from None


def _call(node: Call, values: Values | None) -> float:
    argument = evaluate(node.argument, values)
    try:
        return call(node.function)(FLOATS, argument)
    except (ValueError, ZeroDivisionError):
        raise ArithmeticProblem(f"{node.function} has no value at {argument:g}.", node) from None
    except OverflowError:
        raise ArithmeticProblem(TOO_LARGE, node) from None


_RULES: dict[type[Node], Callable[..., float]] = {
    Number: _number,
    Name: _name,
    Neg: _neg,
    Sum: _sum,
    Product: _product,
    Quotient: _quotient,
    Power: _power,
    Call: _call,
}
