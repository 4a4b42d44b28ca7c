"""Which of several equal forms is the shortest, and whether one is equal at all: without SymPy."""

import math
from collections.abc import Hashable, Iterator

from tutor.explain.derive.written import written
from tutor.expression.compute import compute
from tutor.expression.functions import CALM
from tutor.expression.tree import Name, Node, Power, operands
from tutor.notation.math import Symbol, screen

MOST_NODES = 200
"""No larger tree is handed to SymPy."""
LARGEST_EXPONENT = 20
"""Nor one with an exponent of this size."""
EQUAL = 1e-9
"""The relative difference within which two forms are equal at a point."""
LEAST_POINTS = 40
"""At fewer points with a value nothing is found to be equal."""


def bounded(node: Node) -> bool:
    """Whether a tree is small enough for SymPy, as far as one can see."""
    return few(node) and all(_small(each.exponent) for each in _everything(node) if isinstance(each, Power))


def few(node: Node) -> bool:
    """Whether a tree has so few parts that one can look at it at all."""
    return sum(1 for _ in _everything(node)) <= MOST_NODES


def _small(exponent: Node) -> bool:
    if any(isinstance(each, Name) for each in _everything(exponent)):
        return True
    return abs(_value(exponent, {})) < LARGEST_EXPONENT  # NaN is not


def _everything(node: Node) -> Iterator[Node]:
    """Every node of a tree, but no more than it takes to see that there are too many; trees may be deep."""
    waiting = [node]
    for _ in range(MOST_NODES + 1):
        if not waiting:
            return
        each = waiting.pop()
        yield each
        waiting.extend(operands(each))


def length(node: Node) -> tuple[int, int]:
    """How much there is to read in a form: its parts, and of as many its letters."""
    return _parts(node), len(screen(written(node, lambda of: Symbol(str(of)))))


def _parts(node: Node) -> int:
    return 1 + sum(map(_parts, operands(node)))


def equal(one: Node, other: Node, names: tuple[str, ...]) -> bool:
    """Whether two forms have the same value wherever the first has one, at many points."""
    seen = 0
    for point in _points(names):
        expected, found = (_value(form, point) for form in (one, other))
        if math.isfinite(expected):
            seen += 1
            if not abs(found - expected) <= EQUAL * max(1e-3, abs(expected)):  # NaN is not equal
                return False
    return seen >= LEAST_POINTS


def _value(node: Node, point: dict[Hashable, float]) -> float:
    try:
        return float(compute(CALM, node, point.__getitem__))
    except (TypeError, OverflowError):  # a power that is no whole number
        return math.nan


def _points(names: tuple[str, ...]) -> Iterator[dict[Hashable, float]]:
    """Points spread over what activations and losses meet; no two coordinates go in step."""
    for i in range(200):
        reach = 6.0 if len(names) == 1 or i % 2 else 1.0
        lowest = -6.0 if len(names) == 1 or i % 2 else 0.0
        yield {
            name: lowest + (reach - lowest) * math.modf((i + 1) * step)[0]
            for name, step in zip(names, (0.6180339887498949, 0.41421356237309515, 0.7320508075688772), strict=False)
        }
