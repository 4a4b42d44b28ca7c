"""Sums, products and powers as people leave them: flat, their numbers worked out, like with like.

Every tree that is built here means what its parts mean, at every point where they have a value.
"""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from tutor.expression.compute import LARGEST_POWER
from tutor.expression.tree import Call, Name, Neg, Node, Number, Power, Product, Quotient, Sum

ZERO, ONE, TWO = (Number(0.0, "0"), Number(1.0, "1"), Number(2.0, "2"))

_LARGEST = 10**15
"""Numbers are worked out as long as no part of a fraction is larger."""

_RANKS: dict[type[Node], int] = {Number: 0, Name: 1}
"""What stands first in a product."""


class _Term(NamedTuple):
    """A number times powers over powers: what a product, a quotient or anything else is as a part of a sum."""

    number: Fraction
    decimal: bool
    """Whether the number is to be written with a point, not as a fraction."""
    above: dict[Node, int]
    below: dict[Node, int]


def add(*terms: Node) -> Node:
    """A flat sum in which like terms are one, without zeros."""
    found: dict[tuple[frozenset[tuple[Node, int]], frozenset[tuple[Node, int]]], _Term] = {}
    for node in _terms(terms):
        term = _term(node)
        key = frozenset(term.above.items()), frozenset(term.below.items())
        before = found.get(key)
        if before is not None:
            term = before._replace(number=before.number + term.number, decimal=before.decimal or term.decimal)
        found[key] = term
    kept = tuple(_node(term) for term in found.values() if term.number)
    return ZERO if not kept else kept[0] if len(kept) == 1 else Sum(kept)


def _terms(nodes: tuple[Node, ...], negative: bool = False) -> Iterator[Node]:
    """The terms of a sum, those of sums among them in their place."""
    for node in nodes:
        match node:
            case Sum(terms=inner):
                yield from _terms(inner, negative)
            case Neg(operand=operand):
                yield from _terms((operand,), not negative)
            case _:
                yield Neg(node) if negative else node


def times(*factors: Node) -> Node:
    """A flat product: its sign in front, then its number, then powers of what is in it; over what it is divided by."""
    return _node(_multiplied(_term(factor) for factor in factors))


def over(dividend: Node, divisor: Node) -> Node:
    """A quotient; 0 over anything is 0, and over 1 there is nothing to divide."""
    below = _term(divisor)
    if not below.number:
        return Quotient(dividend, divisor)
    return _node(_multiplied((_term(dividend), _inverse(below))))


def minus(node: Node) -> Node:
    """The negative, with no double minus."""
    return node.operand if isinstance(node, Neg) else ZERO if node == ZERO else Neg(node)


def raised(base: Node, exponent: int) -> Node:
    """A whole power of at least 0; a power of a power is one."""
    if exponent == 0:
        return ONE
    match base:
        case Power(base=inner, exponent=Number(value=value)) if 1 <= value * exponent <= LARGEST_POWER:
            return raised(inner, int(value) * exponent)
    return base if exponent == 1 else Power(base, Number(float(exponent), str(exponent)))


def _term(node: Node) -> _Term:
    match node:
        case Number() if (number := _exact(node)) is not None:
            return _Term(number, not (node.text or repr(node.value).removesuffix(".0")).isdigit(), {}, {})
        case Neg(operand=operand):
            term = _term(operand)
            return term._replace(number=-term.number)
        case Product(factors=factors):
            return _multiplied(map(_term, factors))
        case Quotient(dividend=dividend, divisor=divisor):
            below = _term(divisor)
            if below.number:
                return _multiplied((_term(dividend), _inverse(below)))
        case Power(base=Sum() | Name() | Call() as base, exponent=Number(value=value)) if value == int(value) >= 1:
            return _Term(Fraction(1), False, {base: int(value)}, {})
    return _Term(Fraction(1), False, {node: 1}, {})


def _exact(node: Number) -> Fraction | None:
    """A literal's own number, if it is neither π or e nor very large or long."""
    if node.text in ("pi", "e"):
        return None
    try:
        number = Fraction(repr(node.value) if node.text is None else node.text)
    except (ValueError, OverflowError):
        return None
    return number if _handy(number) else None


def _handy(number: Fraction) -> bool:
    return max(abs(number.numerator), number.denominator) <= _LARGEST


def _inverse(term: _Term) -> _Term:
    return _Term(1 / term.number, term.decimal, term.below, term.above)


def _multiplied(terms: Iterator[_Term] | tuple[_Term, ...]) -> _Term:
    number, decimal = Fraction(1), False
    above: dict[Node, int] = {}
    below: dict[Node, int] = {}
    for term in terms:
        if _handy(number * term.number):
            number *= term.number
            decimal = decimal or term.decimal
        else:
            left_over = _number(abs(term.number), term.decimal)
            above[left_over] = above.get(left_over, 0) + 1
            number = -number if term.number < 0 else number
        for powers, more in ((above, term.above), (below, term.below)):
            for base, exponent in more.items():
                powers[base] = powers.get(base, 0) + exponent
    for base in above.keys() & below.keys():
        if below[base] > above[base]:  # else something would have a value where it had none
            below[base] -= above.pop(base)
    return _Term(number, decimal, above, below)


def _node(term: _Term) -> Node:
    number = abs(term.number)
    if not number:
        return ZERO
    above, below = _powers(term.above), _powers(term.below)
    if term.decimal and _terminates(number.denominator):
        above = [_number(number, decimal=True), *above] if number != 1 else above
    else:
        above = [_number(Fraction(number.numerator)), *above] if number.numerator != 1 else above
        below = [_number(Fraction(number.denominator)), *below] if number.denominator != 1 else below
    found = _product(above)
    if below:
        found = Quotient(found, _product(below))
    return Neg(found) if term.number < 0 else found


def _product(factors: list[Node]) -> Node:
    return ONE if not factors else factors[0] if len(factors) == 1 else Product(tuple(factors))


def _powers(exponents: dict[Node, int]) -> list[Node]:
    """Each base with its power, numbers and names first; in several where one would be too large for a formula."""
    found = []
    for base, exponent in sorted(exponents.items(), key=lambda power: _RANKS.get(type(power[0]), 2)):
        whole, rest = divmod(exponent, LARGEST_POWER)
        found += [raised(base, LARGEST_POWER)] * whole + ([raised(base, rest)] if rest else [])
    return found


def _number(number: Fraction, decimal: bool = False) -> Node:
    """A number that is not negative: in figures where it ends, else as a fraction."""
    if number.denominator == 1:
        return Number(float(number), str(number.numerator))
    if decimal and _terminates(number.denominator):
        return Number(float(number), format(Decimal(number.numerator) / Decimal(number.denominator), "f"))
    return Quotient(_number(Fraction(number.numerator)), _number(Fraction(number.denominator)))


def _terminates(denominator: int) -> bool:
    """Whether a fraction of this denominator has an end when it is written with a point."""
    for prime in (2, 5):
        while denominator % prime == 0:
            denominator //= prime
    return denominator == 1
