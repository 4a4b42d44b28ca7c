"""A tree as text that the answers' grammar reads back to the same value, in pieces that know what they stand for."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from enum import IntEnum
from typing import Literal, NamedTuple

from tutor.expression.tree import Call, Name, Neg, Node, Number, Power, Product, Quotient, Sum

Style = Literal["screen", "ascii"]


class Piece(NamedTuple):
    """A run of text; ``of`` is the name it is the value of, None for numbers of the formula and for signs."""

    text: str
    of: Hashable | None = None


class _Level(IntEnum):
    """How tightly a text holds together; what holds less than its place asks for gets parentheses."""

    SUM = 0
    PRODUCT = 1
    POWER = 2
    ATOM = 3


@dataclass(frozen=True, slots=True)
class _Signs:
    minus: str
    times: str
    prime: str
    sigmoid: str
    pretty: bool
    """Whether ½ and superscripts may be used."""


_SIGNS: dict[Style, _Signs] = {
    "screen": _Signs(minus="−", times="·", prime="′", sigmoid="σ", pretty=True),
    "ascii": _Signs(minus="-", times="*", prime="'", sigmoid="sigmoid", pretty=False),
}

_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def pieces(node: Node, leaf: Callable[[Hashable], str], style: Style = "screen") -> tuple[Piece, ...]:
    """Write a tree with as few parentheses as keep its value.

    Args:
        node: the tree.
        leaf: gives the text of a ``Name``: a number in ASCII such as ``-0.00490``. It gets parentheses where it is
            negative and something stands before it.
        style: ``screen`` (0.7·0.5, σ, ½, squares as superscripts, U+2212) or ``ascii`` (0.7*0.5, sigmoid, 1/2, ^2).
    """
    writer = _Writer(leaf, _SIGNS[style], [])
    writer.write(node, _Level.SUM, first=True)
    return tuple(writer.out)


def plain(node: Node) -> str:
    """Write a tree over words in ASCII, as a lesson file has it: the grammar reads it back."""
    return "".join(piece.text for piece in pieces(node, str, "ascii"))


@dataclass(frozen=True, slots=True)
class _Writer:
    leaf: Callable[[Hashable], str]
    signs: _Signs
    out: list[Piece]

    def write(self, node: Node, place: _Level, *, first: bool) -> None:
        """Write a node into a place that asks for a level; ``first``: nothing stands before it, a minus may."""
        level, signed = self.shape(node)
        if level < place or (signed and not first):
            self.put("(")
            _RULES[type(node)](self, node, first=True)
            self.put(")")
        else:
            _RULES[type(node)](self, node, first=first)

    def shape(self, node: Node) -> tuple[_Level, bool]:
        """Give how tightly the text of a node holds together, and whether it begins with a minus of its own."""
        match node:
            case Number() | Name():
                negative = self.plain(node).startswith("-")
                return (_Level.PRODUCT if negative else _Level.ATOM), negative
            case Quotient():
                return (_Level.ATOM if self.is_half(node) else _Level.PRODUCT), False
            case Neg():
                return _Level.PRODUCT, True
        return _LEVELS[type(node)], False

    def plain(self, node: Number | Name) -> str:
        """Give the ASCII text of a leaf."""
        if isinstance(node, Name):
            return self.leaf(node.of)
        return repr(node.value).removesuffix(".0") if node.text is None else node.text

    def is_half(self, node: Quotient) -> bool:
        """Whether ½ says it."""
        return self.signs.pretty and all(
            isinstance(part, Number) and part.value == value
            for part, value in ((node.dividend, 1.0), (node.divisor, 2.0))
        )

    def put(self, text: str, of: Hashable | None = None) -> None:
        """Add a piece."""
        self.out.append(Piece(text, of))


def _leaf(writer: _Writer, node: Number | Name, *, first: bool) -> None:  # noqa: ARG001 (every rule has it)
    text = writer.plain(node).replace("-", writer.signs.minus)
    writer.put(text, node.of if isinstance(node, Name) else None)


def _neg(writer: _Writer, node: Neg, *, first: bool) -> None:  # noqa: ARG001 (every rule has it)
    writer.put(writer.signs.minus)
    writer.write(node.operand, _Level.PRODUCT, first=False)


def _sum(writer: _Writer, node: Sum, *, first: bool) -> None:
    for i, term in enumerate(node.terms):
        if i == 0:
            writer.write(term, _Level.SUM, first=first)
        elif isinstance(term, Neg):
            writer.put(f" {writer.signs.minus} ")
            writer.write(term.operand, _Level.PRODUCT, first=False)
        elif isinstance(term, Number | Name) and (text := writer.plain(term)).startswith("-"):
            writer.put(f" {writer.signs.minus} ")  # 0.35 − 0.1 is how people write 0.35 + (−0.1)
            writer.put(text[1:].replace("-", writer.signs.minus), term.of if isinstance(term, Name) else None)
        else:
            writer.put(" + ")
            writer.write(term, _Level.PRODUCT, first=False)


def _product(writer: _Writer, node: Product, *, first: bool) -> None:
    for i, factor in enumerate(node.factors):
        if i:
            writer.put(writer.signs.times)
        # A quotient or product that is not the first factor would be taken apart: a·(b/c) rounds otherwise than a·b/c.
        writer.write(factor, _Level.POWER if i else _Level.PRODUCT, first=first and i == 0)


def _quotient(writer: _Writer, node: Quotient, *, first: bool) -> None:
    if writer.is_half(node):
        writer.put("½")
        return
    writer.write(node.dividend, _Level.PRODUCT, first=first)
    writer.put("/")
    writer.write(node.divisor, _Level.POWER, first=False)


def _power(writer: _Writer, node: Power, *, first: bool) -> None:
    raised = isinstance(node.base, Name) and _is_raised(writer.plain(node.base))
    if raised:
        writer.put("(")
    writer.write(node.base, _Level.ATOM, first=first)
    if raised:
        writer.put(")")
    if writer.signs.pretty and isinstance(node.exponent, Number):
        digits = writer.plain(node.exponent)
        if digits.isdecimal() and digits.isascii():
            writer.put(digits.translate(_SUPERSCRIPTS))
            return
    writer.put("^")
    writer.write(node.exponent, _Level.POWER, first=False)


def _is_raised(name: str) -> bool:
    """Whether a name has something above the line already, such as its layer, which a power would run into."""
    return "^" in name or name.endswith("⁾")


def _call(writer: _Writer, node: Call, *, first: bool) -> None:  # noqa: ARG001 (every rule has it)
    name = writer.signs.sigmoid if node.function.rstrip("'") == "sigmoid" else node.function.rstrip("'")
    prime = writer.signs.prime if node.function.endswith("'") else ""
    writer.put(("sign" if node.function == "abs'" else name + prime) + "(")
    writer.write(node.argument, _Level.SUM, first=True)
    writer.put(")")


_LEVELS: dict[type[Node], _Level] = {
    Sum: _Level.SUM,
    Product: _Level.PRODUCT,
    Power: _Level.POWER,
    Call: _Level.ATOM,
}

_RULES: dict[type[Node], Callable[..., None]] = {
    Number: _leaf,
    Name: _leaf,
    Neg: _neg,
    Sum: _sum,
    Product: _product,
    Quotient: _quotient,
    Power: _power,
    Call: _call,
}
