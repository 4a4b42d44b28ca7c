"""The grammar of answers: arithmetic as people type it, to a tree.

It is written by hand. What parses arithmetic off the shelf either evaluates it (``eval``, SymPy, NumPy), which data
from outside must never reach, or does not know where it is in the text, and the learner needs the place. The grammar::

    sum      =  term (("+" | "-") term)*
    term     =  factor (("*" | "/") factor)*
    factor   =  ["+" | "-"] atom superscript* ["^" factor]
    atom     =  number ["%"] | ½ … | pi | e | name | function "(" sum ")" | "|" sum "|" | "(" sum ")"
"""

import math
import unicodedata
from collections.abc import Callable, Collection, MutableMapping, Sequence
from functools import cache

from tutor.expression.evaluate import TOO_LARGE
from tutor.expression.functions import FUNCTIONS
from tutor.expression.tokens import USE_SEMICOLON, Token, Unreadable, quoted, tokenize
from tutor.expression.tree import Call, Name, Neg, Node, Number, Power, Product, Quotient, Sum, operands

DEEPEST = 100
"""How deep brackets, and trees, may be nested."""
TOO_DEEP = f"This is nested more than {DEEPEST} deep: take it in smaller parts."
MISSING = "A number is missing here."
NEVER_OPENED = "This bracket was never opened."
NEVER_CLOSED = "This bracket is never closed."

_PLUS = ("+", "-")
_TIMES = ("*", "/")

_CONSTANTS = {"pi": Number(math.pi, "pi"), "π": Number(math.pi, "pi"), "e": Number(math.e, "e")}
_NOT_OUR_NAMES = {
    "log": "Write ln for the natural logarithm: log can mean more than one.",
    "nan": "Type a number: nan is not one.",
    "inf": "Type a number that is not infinite.",
    "infinity": "Type a number that is not infinite.",
}
SIGNS = ("sign", "sgn")
"""What the slope of abs is called."""
_FUNCTIONS_OFF = "Functions are not read in this lesson: work it out, then type the number."


def parse(text: str, functions: bool = True, names: Collection[str] = ()) -> Node:
    """Read one calculation.

    Args:
        text: the calculation; no commas, no brackets but ( ).
        functions: whether exp, ln, σ … may be called.
        names: words that become a ``Name`` of themselves.

    Raises:
        Unreadable: it cannot be read; the offset is into ``text``.
    """
    return parse_tokens(tokenize(text), functions=functions, names=names)


def parse_tokens(
    tokens: Sequence[Token],
    *,
    functions: bool,
    names: Collection[str] = (),
    places: MutableMapping[int, int] | None = None,
) -> Node:
    """Read one calculation from its tokens, the last of which is its ``end``.

    Args:
        tokens: the tokens.
        functions: whether exp, ln, σ … may be called.
        names: words that become a ``Name`` of themselves.
        places: is filled with the place in the text of each part that may have no value, by the part's ``id``.

    Raises:
        Unreadable: it cannot be read.
    """
    parser = _Parser(tokens, functions=functions, names=names, places={} if places is None else places)
    node = parser.sum()
    left_over = parser.next
    if left_over.kind != "end":
        raise Unreadable(_why_not_after(tokens[parser.at - 1], left_over, names), left_over.start)
    if _depth(node) > DEEPEST:
        raise Unreadable(TOO_DEEP, tokens[0].start)
    return node


class _Parser:
    """A place in the tokens of one calculation."""

    def __init__(
        self, tokens: Sequence[Token], *, functions: bool, names: Collection[str], places: MutableMapping[int, int]
    ) -> None:
        self.tokens = tokens
        self.functions = functions
        self.names = names
        self.places = places
        self.at = 0
        self.next = tokens[0]
        self.level = 0

    def take(self) -> Token:
        """Give the next token and go past it; it is never the end."""
        token = self.next
        self.at += 1
        self.next = self.tokens[self.at]
        return token

    def placed(self, node: Node, start: int) -> Node:
        """Give a node whose value may be refused, and keep where to point then."""
        self.places[id(node)] = start
        return node

    def sum(self) -> Node:
        start = self.next.start
        terms: list[Node] = []
        minus = False
        while True:
            term = self.term()
            terms.append(Neg(term) if minus else term)
            if self.next.kind not in _PLUS:
                return terms[0] if len(terms) == 1 else self.placed(Sum(tuple(terms)), start)
            minus = self.take().kind == "-"

    def term(self) -> Node:
        start = self.next.start
        factors = [self.factor()]
        while self.next.kind in _TIMES:
            sign = self.take()
            factor = self.factor()
            if sign.kind == "*":
                factors.append(factor)
            else:
                factors = [self.placed(Quotient(self.product(factors, start), factor), sign.start)]
        return self.product(factors, start)

    def product(self, factors: list[Node], start: int) -> Node:
        return factors[0] if len(factors) == 1 else self.placed(Product(tuple(factors)), start)

    def factor(self) -> Node:
        self.level += 1
        if self.level > DEEPEST:
            raise Unreadable(TOO_DEEP, self.next.start)
        negative = False
        if self.next.kind in _PLUS:
            negative = self.take().kind == "-"
            if self.next.kind in _PLUS:
                raise Unreadable("There are two signs here: type one, or use brackets.", self.next.start)
        atom = _ATOMS.get(self.next.kind)
        if atom is None:
            raise Unreadable(_why_not_first(self.next), self.next.start)
        node = atom(self)
        while self.next.kind == "superscript":
            sign = self.take()
            node = self.placed(Power(node, _integer(sign.text, sign.start)), sign.start)
        if self.next.kind == "^":
            sign = self.take()
            node = self.placed(Power(node, self.factor()), sign.start)
        self.level -= 1
        return Neg(node) if negative else node

    def number(self) -> Node:
        token = self.take()
        node = literal(token.text, token.start)
        if self.next.kind == "%":
            self.take()
            return Quotient(node, Number(100.0, "100"))
        return node

    def name(self) -> Node:
        token = self.take()
        if token.text in self.names:
            return Name(token.text)
        if constant := _constant(token.text):
            return constant
        function = _function(token.text)
        if function is None:
            raise Unreadable(_why_no_name(token.text), token.start)
        if not self.functions:
            raise Unreadable(_FUNCTIONS_OFF, token.start)
        if self.next.kind != "(":
            raise Unreadable(f"Write {_called(function)}( ), with brackets around what it is of.", token.start)
        return self.placed(Call(function, self.bracket()), token.start)

    def bracket(self) -> Node:
        opening = self.take()
        node = self.sum()
        if self.next.kind == "end":
            raise Unreadable(NEVER_CLOSED, opening.start)
        if self.next.kind != ")":
            raise Unreadable(_why_not_after(self.tokens[self.at - 1], self.next, self.names), self.next.start)
        self.take()
        return node

    def fraction(self) -> Node:
        return _fraction(self.take().text)


_ATOMS: dict[str, Callable[[_Parser], Node]] = {
    "number": _Parser.number,
    "fraction": _Parser.fraction,
    "name": _Parser.name,
    "(": _Parser.bracket,
}


def literal(text: str, offset: int) -> Number:
    """Make the number of a literal without a sign; one too small is 0.

    Raises:
        Unreadable: it is too large for a float.
    """
    value = float(text)
    if math.isinf(value):
        raise Unreadable(TOO_LARGE, offset)
    return Number(value, text)


def _integer(digits: str, offset: int) -> Node:
    """Make a whole number from its digits; it may have a sign."""
    node = literal(digits.lstrip("+-"), offset)
    return Neg(node) if digits.startswith("-") else node


@cache
def _fraction(sign: str) -> Node:
    above, _, below = unicodedata.normalize("NFKC", sign).partition("⁄")
    return Quotient(_integer(above, 0), _integer(below, 0))


def reserved(word: str) -> bool:
    """Whether a word is the grammar's own: a constant, a function, or one that it says what to write instead of."""
    return bool(_constant(word) or _function(word)) or word.lower() in _NOT_OUR_NAMES


def _constant(name: str) -> Number | None:
    return _CONSTANTS.get(name) or (_CONSTANTS["pi"] if name.lower() == "pi" else None)


def _function(name: str) -> str | None:
    """Give the name of the ``Call`` for a word as typed: σ′, Sigmoid, ReLU …; None where there is none."""
    word = name.removesuffix("'")
    prime = name[len(word) :]
    if name.lower() in SIGNS:
        return "abs'"
    word = "sigmoid" if word in ("σ", "sigma") else word.lower()
    return word + prime if word in FUNCTIONS else None


def _called(function: str) -> str:
    """What a function is called where it is spoken of."""
    return SIGNS[0] if function == "abs'" else function


def _depth(node: Node) -> int:
    """How many nodes stand above one another, at most; no recursion, since it may be deep."""
    depth, row = 0, [node]
    while row:
        depth += 1
        row = [inner for outer in row for inner in operands(outer)]
    return depth


def _why_no_name(name: str) -> str:
    return _NOT_OUR_NAMES.get(name.lower()) or (
        f"{quoted(name)} is not read here: type the number alone, without letters or units."
    )


def _why_not_first(token: Token) -> str:
    """Say why a number cannot begin with this token."""
    match token.kind:
        case "superscript":
            return "A power needs a number before it."
        case "%":
            return "Type % only after a number."
        case "=":
            return "Type only what stands after the = sign."
        case "[" | "]":
            return "Square brackets stand around whole answers: use ( ) in a calculation."
    return MISSING


def _why_not_after(before: Token, token: Token, names: Collection[str]) -> str:
    """Say why this token cannot come after a whole number or calculation."""
    match token.kind:
        case "name" if token.text not in names and not _constant(token.text) and not _function(token.text):
            return _why_no_name(token.text)
        case "number" | "fraction" | "name" | "(":
            return (
                f"Type the sign between {quoted(before.text)} and {quoted(token.text)}, such as * or +;"
                " several numbers have ; between them."
            )
        case ")" | "]":
            return NEVER_OPENED
        case ";" | ",":
            return USE_SEMICOLON if token.kind == "," else "One number is asked for here: ; stands between numbers."
    return _why_not_first(token)
