"""The derivative of a tree, rule by rule: a tree again, as tidy as people leave it."""

import math
from collections.abc import Callable, Hashable, Iterator
from typing import NamedTuple

from tutor.expression.compute import compute, whole_exponent
from tutor.expression.functions import CALM
from tutor.expression.tidy import ONE, TWO, ZERO, add, minus, over, raised, times
from tutor.expression.tree import Call, Name, Neg, Node, Number, Power, Product, Quotient, Sum, operands, rebuild

__all__ = [
    "RULE_NAMES",
    "Applied",
    "add",
    "applied",
    "depends",
    "derivative",
    "minus",
    "over",
    "raised",
    "times",
    "whole_powers",
]


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
    return _Differentiation(name).of(node)


def applied(node: Node, name: Hashable) -> tuple[Applied, ...]:
    """The rules by which a derivative comes about, in the order in which one can follow them: the innermost first."""
    work = _Differentiation(name)
    work.of(node)
    return tuple(work.steps)


def depends(node: Node, name: Hashable) -> bool:
    """Whether a name is in a tree."""
    return (isinstance(node, Name) and node.of == name) or any(depends(inner, name) for inner in operands(node))


_SLOPES: dict[str, Callable[[Node, Node], Node]] = {
    "exp": lambda _u, call: call,
    "ln": lambda u, _call: over(ONE, u),
    "sqrt": lambda _u, call: over(ONE, times(TWO, call)),
    "tanh": lambda _u, call: Sum((ONE, Neg(Power(call, TWO)))),
    "sigmoid": lambda _u, call: Product((call, Sum((ONE, Neg(call))))),
    "relu": lambda u, _call: Call("step", u),
    "softplus": lambda u, _call: Call("sigmoid", u),
    "abs": lambda u, _call: Call("abs'", u),
    "abs'": lambda _u, _call: ZERO,
    "step": lambda _u, _call: ZERO,
}
"""The slope of each function as a tree, of its argument and of the call."""


class _Differentiation:
    """One derivative in the making; keeps the rules that were applied."""

    def __init__(self, name: Hashable) -> None:
        self.name = name
        self.steps: list[Applied] = []

    def of(self, node: Node) -> Node:
        if not depends(node, self.name):
            return ZERO
        rule, gives = self.ruled(node)
        if rule and node not in [step.of for step in self.steps]:
            self.steps.append(Applied(rule, node, gives))
        return gives

    def ruled(self, node: Node) -> tuple[str, Node]:
        """The rule, or nothing where none is worth a word, and what it gives."""
        match node:
            case Neg(operand=operand):
                return "", minus(self.of(operand))
            case Sum(terms=terms):
                return "sum", add(*map(self.of, terms))
            case Product(factors=factors):
                return self.product(factors)
            case Quotient(dividend=dividend, divisor=divisor):
                return self.quotient(dividend, divisor)
            case Power(base=base):
                n = whole_exponent(node)
                return "power", times(Number(float(n), str(n)), raised(base, n - 1), self.of(base))
            case Call(function=function, argument=argument):
                return self.call(node, function, argument)
        return "", ONE  # the name itself

    def product(self, factors: tuple[Node, ...]) -> tuple[str, Node]:
        varying = [i for i, factor in enumerate(factors) if depends(factor, self.name)]
        terms = (times(*factors[:i], self.of(factors[i]), *factors[i + 1 :]) for i in varying)
        return ("product" if len(varying) > 1 else ""), add(*terms)

    def quotient(self, above: Node, below: Node) -> tuple[str, Node]:
        if not depends(below, self.name):
            return "", over(self.of(above), below)
        rest = minus(times(above, self.of(below)))
        if depends(above, self.name):
            rest = add(times(self.of(above), below), rest)
        return "quotient", over(rest, raised(below, 2))

    def call(self, node: Call, function: str, argument: Node) -> tuple[str, Node]:
        slope = _SLOPES.get(function)
        if slope is None:  # of a function with a prime: of what its slope is
            word = function.removesuffix("'")
            return "", self.of(_SLOPES[word](argument, Call(word, argument)))
        return "chain", times(slope(argument, node), self.of(argument))


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
