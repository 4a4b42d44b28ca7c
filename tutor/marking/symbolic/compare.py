"""Two expressions compared by meaning: by their values on random networks of the lesson's shape."""

from collections.abc import Callable, Hashable
from math import isclose

from tutor.engine.network import Network
from tutor.engine.solution import Solution
from tutor.expression.evaluate import ArithmeticProblem, evaluate
from tutor.expression.tree import Node
from tutor.marking.symbolic.networks import solutions
from tutor.quantity import Quantity

ENOUGH = 12
"""On so many networks both have to have a value."""
CLOSE = 1e-9
"""So far apart, relatively, may values be that are the same."""

Values = tuple[float | None, ...]


def right(network: Network, q: Quantity) -> Values:
    """The engine's value of a quantity on each network."""
    return tuple(solution.value(q) for solution in solutions(network))


def values(network: Network, node: Node) -> Values:
    """The value of an expression on each network, over the values that the engine gives its names; None for none."""
    return tuple(_value(node, solution) for solution in solutions(network))


def same(one: Values, other: Values) -> bool | None:
    """Whether two have the same value wherever both have one; None where that is on too few networks."""
    pairs = [(a, b) for a, b in zip(one, other, strict=True) if a is not None and b is not None]
    if len(pairs) < ENOUGH:
        return None
    return all(isclose(a, b, rel_tol=CLOSE) for a, b in pairs)


def agrees(network: Network, node: Node, wanted: Values) -> bool:
    """Whether an expression is the same as one whose values are known; worked out no further than it has to be."""
    pairs = 0
    for solution, other in zip(solutions(network), wanted, strict=True):
        value = None if other is None else _value(node, solution)
        if value is None or other is None:
            continue
        if not isclose(value, other, rel_tol=CLOSE):
            return False
        pairs += 1
    return pairs >= ENOUGH


def _value(node: Node, solution: Solution) -> float | None:
    try:
        return evaluate(node, _named(solution))
    except ArithmeticProblem:
        return None


def _named(solution: Solution) -> Callable[[Hashable], float]:
    def value(of: Hashable) -> float:
        if isinstance(of, Quantity):
            return solution.value(of)
        raise TypeError(f"{of!r} is no quantity")

    return value
