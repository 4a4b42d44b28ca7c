"""The one tree of arithmetic: what an answer is read into, and what a formula is written in.

These are named tuples because they are made at every launch: a frozen dataclass takes seven times as long to define.
The last field of each keeps, say, a sum from being equal to a product of the same parts.
"""

from collections.abc import Callable, Hashable
from typing import NamedTuple


class Number(NamedTuple):
    """A literal number; ``text`` is how it was typed or is to be shown, ASCII, without a sign."""

    value: float
    text: str | None = None
    kind: str = "number"


class Name(NamedTuple):
    """A number known by name: in formulas of the tutor the name is a ``Quantity``."""

    of: Hashable
    kind: str = "name"


class Neg(NamedTuple):
    """The negative of what it holds."""

    operand: "Node"
    kind: str = "neg"


class Sum(NamedTuple):
    """Terms added from left to right; a difference is a sum whose later term is a ``Neg``."""

    terms: tuple["Node", ...]
    kind: str = "sum"


class Product(NamedTuple):
    """Factors multiplied from left to right."""

    factors: tuple["Node", ...]
    kind: str = "product"


class Quotient(NamedTuple):
    """One number divided by another."""

    dividend: "Node"
    divisor: "Node"
    kind: str = "quotient"


class Power(NamedTuple):
    """A base raised to an exponent; binds to the right."""

    base: "Node"
    exponent: "Node"
    kind: str = "power"


class Call(NamedTuple):
    """A named function of one argument: ``exp``, ``ln``, ``tanh``, ``sqrt``, ``abs``, ``sigmoid``, ``relu``."""

    function: str
    argument: "Node"
    kind: str = "call"


Node = Number | Name | Neg | Sum | Product | Quotient | Power | Call


def operands(node: Node) -> tuple[Node, ...]:
    """What a node is made of, from left to right; nothing for a number or a name."""
    match node:
        case Neg(operand=inner) | Call(argument=inner):
            return (inner,)
        case Sum(terms=inner_nodes) | Product(factors=inner_nodes):
            return inner_nodes
        case Quotient(dividend=left, divisor=right) | Power(base=left, exponent=right):
            return (left, right)
        case _:
            return ()


def rebuild(node: Node, change: Callable[[Node], Node]) -> Node:
    """The node with each operand changed; the same object where nothing changed."""
    before = operands(node)
    after = tuple(change(inner) for inner in before)
    if all(new is old for new, old in zip(after, before, strict=True)):
        return node
    match node:
        case Call():
            return node._replace(argument=after[0])
        case Sum():
            return Sum(after)
        case Product():
            return Product(after)
        case Neg():
            return Neg(after[0])
        case Quotient():
            return Quotient(after[0], after[1])
        case Power():
            return Power(after[0], after[1])
        case _:
            return node
