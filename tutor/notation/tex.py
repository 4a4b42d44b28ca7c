r"""The notation of lessons, ``$\delta^{(2)}$``: the part of TeX that the reference lesson uses, read into the tree."""

import re
from functools import lru_cache
from typing import NamedTuple

from tutor.errors import TutorError
from tutor.notation.glyphs import GLYPHS, SIGNS
from tutor.notation.role import Role
from tutor.notation.tree import (
    Derivative,
    Fraction,
    Gap,
    Group,
    Math,
    Matrix,
    Numeral,
    Operator,
    Row,
    Script,
    Symbol,
    Tagged,
    Tint,
    Word,
    plainest,
)

LENGTH = 2000
"""The most characters of one formula."""
DEPTH = 30
"""The most brackets, scripts and commands inside one another."""


class NotationError(TutorError):
    """A formula that cannot be read; ``offset`` is where in it."""

    def __init__(self, message: str, offset: int) -> None:
        super().__init__(message)
        self.offset = offset


_TOKEN = re.compile(r"\\[Bb]igg?\||\\[A-Za-z]+|\\.|[0-9]+(?:\.[0-9]+)?|\.[0-9]+|\S", re.DOTALL)
_SIZE = re.compile(r"\\(left|right|[Bb]igg?[lr]?)")
"""What makes the bracket after it taller; without meaning on one line."""
_TINTS = {r"\inp": Role.INPUT, r"\wt": Role.WEIGHT, r"\act": Role.ACTIVATION, r"\err": Role.ERROR}
_SAME = {r"\mathbf", r"\boldsymbol", r"\bm", r"\mathcal", r"\boxed", r"\mathit"}
"""What changes only the look of its argument, in ways that a terminal has not."""
_TEXTS = {r"\text", r"\textbf", r"\textit"}
_NAMES = {r"\mathrm", r"\operatorname"}
_FRACTIONS = {r"\frac", r"\tfrac", r"\dfrac"}
_THIN = {r"\,", r"\;", r"\:", r"\!", r"\ ", "~", r"\displaystyle", r"\textstyle"}
_MATRICES = ("pmatrix", "bmatrix", "matrix")
_CLOSING = {"{": "}", "(": ")", "[": "]", r"\{": r"\}", "|": "|"}
_STOPS = {"}", ")", "]", r"\}", "&", r"\\", r"\end"}

_LEAVES: dict[str, Math] = {
    **{"\\" + name: Symbol(name) for name in GLYPHS if len(name) > 1 and name != "sqrt"},
    # A letter such as δ or a sign such as · may also be typed as itself.
    **{entry.screen: Symbol(name) for name, entry in GLYPHS.items() if name != "bar" and len(entry.screen) == 1},
    **{entry.screen: Operator(name) for name, entry in SIGNS.items()},
    **{"\\" + name: Operator(name) for name in SIGNS if name.isalpha()},
    **{name: Operator(name) for name in SIGNS if not name.isalpha()},
    "*": Operator("cdot"),
    r"\odot": Operator("hadamard"),
    r"\circ": Operator("hadamard"),
    r"\neq": Operator("ne"),
    r"\leq": Operator("le"),
    r"\geq": Operator("ge"),
    r"\rightarrow": Operator("to"),
    r"\gets": Operator("leftarrow"),
    r"\Rightarrow": Operator("implies"),
    r"\varepsilon": Symbol("epsilon"),
    r"\varphi": Symbol("phi"),
    r"\vartheta": Symbol("theta"),
    r"\top": Symbol("T"),
    r"\ldots": Symbol("dots"),
    r"\cdots": Symbol("dots"),
    r"\%": Symbol("percent"),
    **dict.fromkeys((r"\mid", r"\big|", r"\Big|", r"\bigg|", r"\Bigg|"), Symbol("bar")),
    r"\quad": Gap(),
    r"\qquad": Gap(),
}
"""What one token says by itself."""


@lru_cache(maxsize=1024)
def parse(source: str) -> Math:
    """Read what stands between two dollar signs.

    Raises:
        NotationError: it is too long, too deep, incomplete, or uses what the notation has not.
    """
    if len(source) > LENGTH:
        raise NotationError(f"a formula may have {LENGTH:,} characters; this one has {len(source):,}", LENGTH)
    parser = _Parser(source)
    math = parser.row()
    if parser.peek() is not None:
        raise parser.error(f"{parser.peek()} closes nothing that was opened")
    return math


class _Token(NamedTuple):
    text: str
    offset: int


class _Parser:
    """Recursive descent over the tokens of one formula."""

    def __init__(self, source: str) -> None:
        self.source = source
        found = (_Token(m.group(), m.start()) for m in _TOKEN.finditer(source))
        self.tokens = [token for token in found if not _SIZE.fullmatch(token.text)]
        self.at = 0
        self.depth = 0

    def peek(self) -> str | None:
        return self.tokens[self.at].text if self.at < len(self.tokens) else None

    def next(self) -> str:
        token = self.peek()
        if token is None:
            raise self.error("the formula ends too early")
        self.at += 1
        return token

    def error(self, message: str, back: int = 0) -> NotationError:
        """An error at the next token, or ``back`` tokens before it."""
        at = max(self.at - back, 0)
        return NotationError(message, self.tokens[at].offset if at < len(self.tokens) else len(self.source))

    def expect(self, text: str, opened: str) -> None:
        if self.peek() != text:
            raise self.error(f"{opened} needs a {text} after it")
        self.at += 1

    def row(self, stop: str | None = None) -> Math:
        """Read up to, not including, ``stop`` or whatever closes an outer bracket."""
        items: list[Math] = []
        while (token := self.peek()) is not None and token != stop and token not in _STOPS:
            if token in _THIN:
                self.at += 1
            else:
                items.append(self.scripted())
        items = _derivatives(_samples(items))
        return items[0] if len(items) == 1 else Row(tuple(items))

    def scripted(self) -> Math:
        """An atom with its primes, subscript and superscript, in any order."""
        base = self.atom()
        primes, scripts = 0, dict[str, Math]()
        while (token := self.peek()) in ("'", "′", "_", "^"):
            self.at += 1
            if token in ("'", "′") or (token == "^" and self.peek() == r"\prime"):
                self.at += token == "^"
                primes += 1
            elif token in scripts:
                raise self.error(f"there are two {token} after one symbol: put both into one pair of {{ }}", back=1)
            else:
                scripts[token or ""] = self.argument()
        if not primes and not scripts:
            return base
        return Script(base, _split(base, scripts.get("_")), scripts.get("^"), primes)

    def argument(self) -> Math:
        """What a command or script applies to: one token, or everything between { and }."""
        if self.peek() in (None, "}", "_", "^", "&", "'"):
            raise self.error("something is missing here: a letter, a number or { }")
        return self.atom()

    def atom(self) -> Math:
        """One symbol, bracket or command, without its scripts."""
        self.depth += 1
        if self.depth > DEPTH:
            raise self.error(f"the formula is nested more than {DEPTH} deep")
        token = self.next()
        leaf = _LEAVES.get(token) or _letter_or_number(token)
        atom = leaf or (self.group(token) if token in _CLOSING else self.command(token))
        self.depth -= 1
        return atom

    def group(self, opening: str) -> Math:
        closing = _CLOSING[opening]
        body = self.row(closing)
        self.expect(closing, opening)
        if opening == "{":
            return body
        return Group(body, opening.strip("\\"), closing.strip("\\"))

    def command(self, token: str) -> Math:
        """A command with arguments, or an error that names what is not known."""
        if token in _TINTS:
            return Tint(_TINTS[token], self.argument())
        if token in _SAME:
            return self.argument()
        if token in _TEXTS:
            return Word(self.braced(token).strip())
        if token in _NAMES:
            return Symbol(self.braced(token).strip())
        if token in _FRACTIONS:
            return self.fraction()
        if token == r"\sqrt":
            return Row((Symbol("sqrt"), Group(self.argument())))
        if token == r"\begin":
            return self.matrix()
        what = "it needs something before it" if token in ("_", "^", "'", "′") else "it is not part of the notation"
        raise self.error(f"{token}: {what}", back=1)

    def fraction(self) -> Math:
        token = self.peek() or ""
        if len(token) == 2 and token.isdigit():  # TeX reads \frac12 as one half
            self.at += 1
            return Fraction(Numeral(token[0]), Numeral(token[1]))
        over, under = self.argument(), self.argument()
        match over, under:
            case Row((Symbol("partial"), of)), Row((Symbol("partial"), by)):
                return Derivative(of, by)
        return Fraction(over, under)

    def braced(self, token: str) -> str:
        """The raw text between { and }."""
        self.expect("{", token)
        start = self.tokens[self.at - 1].offset + 1
        while self.next() != "}":
            pass
        return self.source[start : self.tokens[self.at - 1].offset].replace("\\_", "_")

    def matrix(self) -> Math:
        name = self.braced(r"\begin")
        if name not in _MATRICES:
            raise self.error(f"{name}: only {', '.join(_MATRICES)} can begin", back=1)
        rows: list[list[Math]] = [[]]
        while self.peek() != r"\end":
            rows[-1].append(self.row())
            token = self.next() if self.peek() != r"\end" else ""
            if token == r"\\":
                if self.peek() != r"\end":
                    rows.append([])
            elif token not in ("", "&"):
                raise self.error(f"{token} closes nothing that was opened", back=1)
        self.at += 1
        if self.braced(r"\end") != name:
            raise self.error(f"\\begin{{{name}}} needs an \\end{{{name}}}", back=1)
        return Matrix(tuple(tuple(row) for row in rows))


def _letter_or_number(token: str) -> Math | None:
    if not token.isascii():
        return None
    return Numeral(token) if token[-1].isdigit() else Symbol(token) if token.isalpha() else None


def _split(base: Math, sub: Math | None) -> Math | None:
    """The two indices of a weight: w_{12} is no twelfth weight, and w_{1,2} needs no comma for that."""
    base = plainest(base)
    if isinstance(base, Symbol) and base.name in ("w", "W"):
        match sub:
            case Numeral(text) if len(text) == 2:
                return Row(tuple(Numeral(digit) for digit in text))
            case Row(((Numeral(j) | Symbol(j)), Operator(","), (Numeral(k) | Symbol(k)))) if len(j) == len(k) == 1:
                return Row((sub.items[0], sub.items[2]))
    return sub


def _samples(items: list[Math]) -> list[Math]:
    """Join a name in scripts with the sample that stands in brackets after it: z_1^{(2)}[2], a_k[s]."""
    result: list[Math] = []
    for item in items:
        match item:
            case Group(Numeral() | Symbol() as number, "[") if result and isinstance(result[-1], Script):
                result[-1] = Tagged(result[-1], "sample", number)
            case _:
                result.append(item)
    return result


def _derivatives(items: list[Math]) -> list[Math]:
    """Join ∂, L, /, ∂ and w of a row into one derivative."""
    result: list[Math] = []
    at = 0
    while at < len(items):
        match items[at : at + 5]:
            case [Symbol("partial"), of, Operator("/"), Symbol("partial"), by]:
                result.append(Derivative(of, by))
                at += 5
            case _:
                result.append(items[at])
                at += 1
    return result
