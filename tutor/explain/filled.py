"""A formula with the numbers that are known put in, and the names of all others left in it."""

from collections.abc import Callable, Hashable
from typing import NamedTuple

from tutor.explain.substitution import Shown
from tutor.expression.evaluate import ArithmeticProblem, evaluate
from tutor.expression.text import Piece, pieces
from tutor.expression.tree import Name, Neg, Node, Sum, rebuild
from tutor.notation import charset, math
from tutor.notation.symbols import symbol
from tutor.quantity import Naming, Quantity

Known = Callable[[Quantity], str | None]
"""What a quantity is known as (ASCII); None where it is not known."""


class Filled(NamedTuple):
    """A formula, some of it in numbers.

    Attributes:
        pieces: its text for a screen; what is left as a name has its quantity in ``of``, a number a ``Shown``.
        put: how many numbers were put in.
        left: how many names are left.
        value: what the numbers give; None where a name is left, or where they give nothing.
        tree: the formula itself.
    """

    pieces: tuple[Piece, ...]
    put: int
    left: int
    value: float | None
    tree: Node


def filled(node: Node, known: Known, naming: Naming) -> Filled:
    """Put what is known into a formula over ``Name(Quantity)``."""
    tree = _unsigned(_put_in(node, known))
    written = pieces(tree, lambda of: _text(of, naming), charset.style())
    put = sum(isinstance(piece.of, Shown) for piece in written)
    left = sum(isinstance(piece.of, Quantity) for piece in written)
    return Filled(written, put, left, None if left else _value(tree), tree)


def _put_in(node: Node, known: Known) -> Node:
    if isinstance(node, Name) and isinstance(node.of, Quantity):
        text = known(node.of)
        return node if text is None else Name(Shown(text, node.of))
    return rebuild(node, lambda inner: _put_in(inner, known))


def _unsigned(node: Node) -> Node:
    """The tree without the minus before a zero that nothing stands before."""
    match node:
        case Neg(operand=Name(of=Shown(text=text)) as zero) if _number(text) == 0:
            return zero
        case Sum(terms=(first, *rest)):
            kept = (Neg(_unsigned(term.operand)) if isinstance(term, Neg) else _unsigned(term) for term in rest)
            return Sum((_unsigned(first), *kept))
        case _:
            return rebuild(node, _unsigned)


def _text(of: Hashable, naming: Naming) -> str:
    if isinstance(of, Shown):
        return of.text
    if isinstance(of, Quantity):
        return math.screen(symbol(of, naming))
    raise TypeError(f"{of!r} has no text")


def _value(tree: Node) -> float | None:
    def number(of: Hashable) -> float:
        found = _number(of.text) if isinstance(of, Shown) else None
        if found is None:
            raise ArithmeticProblem("This is no number.", tree)
        return found

    try:
        return evaluate(tree, number)
    except ArithmeticProblem:
        return None


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
