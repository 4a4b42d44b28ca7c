"""The derivative of a tree, rule by rule: a tree again, with nothing in it that is certainly 0 or a factor of 1."""

import math
from collections.abc import Callable, Hashable, Iterator
from typing import NamedTuple

from tutor.expression.compute import compute, whole_exponent
from tutor.expression.functions import CALM
from tutor.expression.tree import Call, Name, Neg, Node, Number, Power, Product, Quotient, Sum, operands, rebuild

ZERO, ONE, TWO, HALF = (
    Number(0.0, "0"),
    Number(1.0, "1"),
    Number(2.0, "2"),
    Quotient(Number(1.0, "1"), Number(2.0, "2")),
)


class Applied(NamedTuple):
    """One rule of differentiation as it was applied: d of ``of`` is ``gives``, what is below it done already."""

    rule: str
    """``sum``, ``product``, ``quotient``, ``power``, ``chain`` …: a key of ``RULE_NAMES``."""
    of: Node
    gives: Node


RULE_NAMES: dict[str, str] = {
    "sum": "sum rule",
    "product": "product rule",
    "quotient": "quotient rule",
    "power": "power rule",
    "chain": "chain rule",
}
"""Every rule, as it is called."""


def derivative(node: Node, name: Hashable) -> Node:
    """The derivative of a tree with respect to one of its names; every other name is constant."""
    return _Differentiation(name, []).of(node)


def applied(node: Node, name: Hashable) -> tuple[Applied, ...]:
    """The rules by which a derivative comes about, in the order in which one can follow them: the innermost first."""
    work = _Differentiation(name, [])
    work.of(node)
    return tuple(work.steps)


def depends(node: Node, name: Hashable) -> bool:
    """Whether a name is in a tree."""
    return (isinstance(node, Name) and node.of == name) or any(depends(inner, name) for inner in operands(node))


# What is built here leaves out zeros and ones, so that nothing has to be tidied afterwards.


def add(*terms: Node) -> Node:
    """A sum without its zeros."""
    kept = tuple(term for term in terms if term != ZERO)
    return ZERO if not kept else kept[0] if len(kept) == 1 else Sum(kept)


def times(*factors: Node) -> Node:
    """A product without its ones, flat, its signs in front; 0 where a factor is."""
    flat: list[Node] = []
    negative = False
    for factor in factors:
        inner = factor
        while isinstance(inner, Neg):
            negative, inner = not negative, inner.operand
        flat.extend(inner.factors if isinstance(inner, Product) else (inner,))
    if ZERO in flat:
        return ZERO
    kept = tuple(factor for factor in flat if not _is_one(factor))
    result: Node = ONE if not kept else kept[0] if len(kept) == 1 else Product(kept)
    return Neg(result) if negative else result


def minus(node: Node) -> Node:
    """The negative, with no double minus."""
    if node == ZERO:
        return ZERO
    return node.operand if isinstance(node, Neg) else Neg(node)


def over(dividend: Node, divisor: Node) -> Node:
    """A quotient; 0 over anything is 0, and over 1 there is nothing to divide."""
    if dividend == ZERO:
        return ZERO
    if _is_one(divisor):
        return dividend
    if isinstance(dividend, Neg):
        return minus(over(dividend.operand, divisor))
    return Quotient(dividend, divisor)


def raised(base: Node, exponent: int) -> Node:
    """A whole power of at least 0."""
    if exponent == 0:
        return ONE
    return base if exponent == 1 else Power(base, Number(float(exponent), str(exponent)))


def _is_one(node: Node) -> bool:
    return isinstance(node, Number) and node.value == 1.0


_SLOPES: dict[str, Callable[[Node, Node], Node]] = {
    "exp": lambda _u, call: call,
    "ln": lambda u, _call: over(ONE, u),
    "sqrt": lambda _u, call: over(ONE, times(TWO, call)),
    "tanh": lambda _u, call: Sum((ONE, Neg(Power(call, TWO)))),
    "sigmoid": lambda _u, call: Product((call, Sum((ONE, Neg(call))))),
    "relu": lambda u, _call: Call("step", u),
    "softplus": lambda u, _call: Call("sigmoid", u),
    "step": lambda _u, _call: ZERO,
}
"""The slope of each function as a tree, of its argument and of the call; any other is called with its prime."""


class _Differentiation:
    """One derivative in the making; keeps the rules that were applied."""

    def __init__(self, name: Hashable, steps: list[Applied]) -> None:
        self.name = name
        self.steps = steps

    def of(self, node: Node) -> Node:
        if isinstance(node, Name):
            return ONE if node.of == self.name else ZERO
        if not depends(node, self.name):
            return ZERO
        rule, gives = _RULES[type(node)](self, node)
        if rule and node not in [step.of for step in self.steps]:
            self.steps.append(Applied(rule, node, gives))
        return gives

    def neg(self, node: Neg) -> tuple[str, Node]:
        return "", minus(self.of(node.operand))

    def sum(self, node: Sum) -> tuple[str, Node]:
        return "sum", add(*map(self.of, node.terms))

    def product(self, node: Product) -> tuple[str, Node]:
        parts = node.factors
        terms = (
            times(*parts[:i], self.of(part), *parts[i + 1 :])
            for i, part in enumerate(parts)
            if depends(part, self.name)
        )
        varying = sum(depends(part, self.name) for part in parts)
        return ("product" if varying > 1 else ""), add(*terms)

    def quotient(self, node: Quotient) -> tuple[str, Node]:
        above, below = node.dividend, node.divisor
        if not depends(below, self.name):
            return "", over(self.of(above), below)
        rest = minus(times(above, self.of(below)))
        if depends(above, self.name):
            rest = add(times(self.of(above), below), rest)
        return "quotient", over(rest, Power(below, TWO))

    def power(self, node: Power) -> tuple[str, Node]:
        n = whole_exponent(node)
        return "power", times(Number(float(n), str(n)), raised(node.base, n - 1), self.of(node.base))

    def call(self, node: Call) -> tuple[str, Node]:
        slope = _SLOPES.get(node.function)
        outer = Call(node.function + "'", node.argument) if slope is None else slope(node.argument, node)
        return "chain", times(outer, self.of(node.argument))


_RULES: dict[type[Node], Callable[[_Differentiation, object], tuple[str, Node]]] = {
    Neg: _Differentiation.neg,  # type: ignore[dict-item]
    Sum: _Differentiation.sum,  # type: ignore[dict-item]
    Product: _Differentiation.product,  # type: ignore[dict-item]
    Quotient: _Differentiation.quotient,  # type: ignore[dict-item]
    Power: _Differentiation.power,  # type: ignore[dict-item]
    Call: _Differentiation.call,  # type: ignore[dict-item]
}


def whole_powers(node: Node) -> Node:
    """The same function in whole powers only: e^x as exp(x), 2^x as exp(x·ln 2), x^(−2) as 1/x², x^0.5 as √x.

    A base that is raised to what is no whole number has to be positive, as everywhere.
    """
    if not isinstance(node, Power):
        return rebuild(node, whole_powers)
    base, exponent = whole_powers(node.base), whole_powers(node.exponent)
    value = _constant(exponent)
    if value is None:
        inner = exponent if _is_e(base) else times(exponent, Call("ln", base))
        return Call("exp", inner)
    if value == 0.5:
        return Call("sqrt", base)
    if value != int(value):
        return Call("exp", times(exponent, Call("ln", base)))
    whole = raised(base, abs(int(value)))
    return over(ONE, whole) if value < 0 else whole


def _constant(node: Node) -> float | None:
    """The number that a tree without names is, if it is finite."""
    if any(True for _ in _names(node)):
        return None
    value: float = compute(CALM, node, lambda _: math.nan)
    return value if math.isfinite(value) else None


def _names(node: Node) -> Iterator[Name]:
    if isinstance(node, Name):
        yield node
    for inner in operands(node):
        yield from _names(inner)


def _is_e(node: Node) -> bool:
    return isinstance(node, Number) and node.text == "e"
