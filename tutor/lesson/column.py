"""Plain floats by the hundred: what a tree is worked out over at many points at once, without NumPy."""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from itertools import repeat
from typing import Any

from tutor.expression.compute import compute
from tutor.expression.functions import CALM, Functions
from tutor.expression.tree import Node


class Column:
    """Numbers that are reckoned with one by one."""

    def __init__(self, numbers: Sequence[Any]) -> None:
        self.numbers = numbers

    def __add__(self, other: Column | float) -> Column:
        return _of_each(operator.add, self, other)

    def __radd__(self, other: float) -> Column:
        return _of_each(operator.add, other, self)

    def __sub__(self, other: Column | float) -> Column:
        return _of_each(operator.sub, self, other)

    def __rsub__(self, other: float) -> Column:
        return _of_each(operator.sub, other, self)

    def __mul__(self, other: Column | float) -> Column:
        return _of_each(operator.mul, self, other)

    def __rmul__(self, other: float) -> Column:
        return _of_each(operator.mul, other, self)

    def __truediv__(self, other: Column | float) -> Column:
        return _of_each(CALM.divide, self, other)

    def __rtruediv__(self, other: float) -> Column:
        return _of_each(CALM.divide, other, self)

    def __neg__(self) -> Column:
        return Column([-number for number in self.numbers])

    def __lt__(self, other: Column | float) -> Column:
        return _of_each(operator.lt, self, other)

    def __le__(self, other: Column | float) -> Column:
        return _of_each(operator.le, self, other)

    def __gt__(self, other: Column | float) -> Column:
        return _of_each(operator.gt, self, other)

    def __ge__(self, other: Column | float) -> Column:
        return _of_each(operator.ge, self, other)

    def __eq__(self, other: object) -> Column:  # type: ignore[override]
        return _of_each(operator.eq, self, other)  # one by one, as arrays do it

    __hash__ = None  # type: ignore[assignment]


def _of_each(rule: Callable[..., Any], *parts: Any) -> Column:  # noqa: ANN401 (columns and numbers)
    """What a rule makes of each row of columns; a number is the same in every row."""
    rows = zip(*(part.numbers if isinstance(part, Column) else repeat(part) for part in parts), strict=False)
    return Column([rule(*row) for row in rows])


def _lifted(rule: Callable[..., Any]) -> Callable[..., Any]:
    def lifted(*parts: Any) -> Any:  # noqa: ANN401
        return _of_each(rule, *parts) if any(isinstance(part, Column) for part in parts) else rule(*parts)

    return lifted


_COLUMNS: Functions[Any] = Functions(*(_lifted(rule) for rule in CALM))


def worked_out(node: Node, names: dict[str, list[float]]) -> list[float]:
    """The values of a tree, whose powers are whole, at many points at once.

    Args:
        node: the tree.
        names: the numbers of each of its names, as many of each.
    """
    columns = {name: Column(numbers) for name, numbers in names.items()}
    found = compute(_COLUMNS, node, lambda name: columns[str(name)])
    if isinstance(found, Column):
        return [float(number) for number in found.numbers]
    return [float(found)] * len(next(iter(names.values())))
