"""A tree to its value over the primitives: of one float or of arrays, alike; nothing is ever raised."""

from collections.abc import Callable, Hashable
from typing import Any

from tutor.expression.functions import Functions, T, call
from tutor.expression.tree import Call, Name, Neg, Node, Number, Power, Product, Quotient, Sum

Values = Callable[[Hashable], Any]

LARGEST_POWER = 20
"""The largest whole exponent in a formula; it is worked out by multiplication."""


def compute(f: Functions[T], node: Node, values: Values) -> Any:  # noqa: ANN401 (T, or a float where no name is in it)
    """Work a tree out, sums and products from left to right.

    What has no value is infinite or NaN, as in IEEE 754. With ``FLOATS`` it raises as ``math`` does: take ``CALM``.

    Args:
        f: the primitives, of floats or of arrays.
        node: the tree; its powers are whole (``whole_exponent``).
        values: gives the value of each ``Name``.
    """
    return _RULES[type(node)](f, node, values)


def whole_exponent(node: Power) -> int:
    """The exponent of a power in a formula.

    Raises:
        TypeError: it is no whole number from 1 to ``LARGEST_POWER``.
    """
    match node.exponent:
        case Number(value=value) if value == int(value) and 1 <= value <= LARGEST_POWER:
            return int(value)
    raise TypeError(f"no formula has the power {node!r}")


def power(base: T, exponent: int) -> T:
    """A whole power by multiplication: it becomes infinite, where ``**`` of floats raises."""
    result = base
    for _ in range(exponent - 1):
        result = result * base
    return result


def _number(_: Functions[Any], node: Number, __: Values) -> float:
    return node.value


def _name(_: Functions[Any], node: Name, values: Values) -> Any:  # noqa: ANN401
    return values(node.of)


def _neg(f: Functions[Any], node: Neg, values: Values) -> Any:  # noqa: ANN401
    return -compute(f, node.operand, values)


def _sum(f: Functions[Any], node: Sum, values: Values) -> Any:  # noqa: ANN401
    total = compute(f, node.terms[0], values)
    for term in node.terms[1:]:
        total = total + compute(f, term, values)
    return total


def _product(f: Functions[Any], node: Product, values: Values) -> Any:  # noqa: ANN401
    total = compute(f, node.factors[0], values)
    for factor in node.factors[1:]:
        total = total * compute(f, factor, values)
    return total


def _quotient(f: Functions[Any], node: Quotient, values: Values) -> Any:  # noqa: ANN401
    return f.divide(compute(f, node.dividend, values), compute(f, node.divisor, values))


def _power(f: Functions[Any], node: Power, values: Values) -> Any:  # noqa: ANN401
    return power(compute(f, node.base, values), whole_exponent(node))


def _call(f: Functions[Any], node: Call, values: Values) -> Any:  # noqa: ANN401
    return call(node.function)(f, compute(f, node.argument, values))


_RULES: dict[type[Node], Callable[[Functions[Any], Any, Values], Any]] = {
    Number: _number,
    Name: _name,
    Neg: _neg,
    Sum: _sum,
    Product: _product,
    Quotient: _quotient,
    Power: _power,
    Call: _call,
}
