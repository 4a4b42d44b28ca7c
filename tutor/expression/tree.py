"""The one tree of arithmetic: what an answer is read into, and what a formula is written in."""

from collections.abc import Hashable
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
