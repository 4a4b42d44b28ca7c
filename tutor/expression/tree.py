"""The one tree of arithmetic: what an answer is read into, and what a formula is written in."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Number:
    """A literal number; ``text`` is how it was typed or is to be shown, ASCII, without a sign."""

    value: float
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Name:
    """A number known by name: in formulas of the tutor the name is a ``Quantity``."""

    of: Hashable


@dataclass(frozen=True, slots=True)
class Neg:
    """The negative of what it holds."""

    operand: "Node"


@dataclass(frozen=True, slots=True)
class Sum:
    """Terms added from left to right; a difference is a sum whose later term is a ``Neg``."""

    terms: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Product:
    """Factors multiplied from left to right."""

    factors: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Quotient:
    """One number divided by another."""

    dividend: "Node"
    divisor: "Node"


@dataclass(frozen=True, slots=True)
class Power:
    """A base raised to an exponent; binds to the right."""

    base: "Node"
    exponent: "Node"


@dataclass(frozen=True, slots=True)
class Call:
    """A named function of one argument: ``exp``, ``ln``, ``tanh``, ``sqrt``, ``abs``, ``sigmoid``, ``relu``."""

    function: str
    argument: "Node"


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
        case Call(function=function):
            return Call(function, *after)
        case Sum():
            return Sum(after)
        case Product():
            return Product(after)
        case Neg() | Quotient() | Power():
            return type(node)(*after)
        case _:
            return node
