"""Mathematics on a screen, in ASCII and said aloud: the tree and its emitters, under one roof.

A tree is made by ``tex.parse`` and by ``symbols``; a new way to write it is one more emitter.
"""

from collections.abc import Mapping
from functools import lru_cache, singledispatch

from tutor.notation import charset, number
from tutor.notation.charset import Style
from tutor.notation.glyphs import GLYPHS, LOWERED, RAISED, SIGNS, Sign, Spacing
from tutor.notation.role import Role, Span, joined
from tutor.notation.spoken import speech
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
    applied,
    bare,
    compound,
    differentials,
    first,
    glyph,
    head,
    last,
    plainest,
    role,
    signless,
    superscripts,
    unmingled,
    vulgar,
)

__all__ = [
    "Derivative",
    "Fraction",
    "Gap",
    "Group",
    "Math",
    "Matrix",
    "Numeral",
    "Operator",
    "Role",
    "Row",
    "Script",
    "Span",
    "Style",
    "Symbol",
    "Tagged",
    "Tint",
    "Word",
    "ascii",
    "role",
    "screen",
    "spans",
    "speech",
]


def spans(math: Math) -> tuple[Span, ...]:
    """Write it for a screen, in roles: z₁⁽²⁾, σ′(z₁⁽²⁾), ∂L/∂w₁₁⁽¹⁾. Every glyph is one cell wide.

    It is in ASCII where that is all there is.
    """
    return _spans(math, charset.style())


@lru_cache(maxsize=2048)  # a screen writes the same few names at every key
def _spans(math: Math, style: Style) -> tuple[Span, ...]:
    return joined([Span(charset.spelt(span.text), span.role) for span in write(math, style)])


def screen(math: Math) -> str:
    """Write it for a screen, as plain text."""
    return _screen(math, charset.style())


@lru_cache(maxsize=2048)
def _screen(math: Math, style: Style) -> str:
    return charset.spelt(_text(math, style))


@lru_cache(maxsize=2048)  # the messages of a sheet have the same few names in them
def ascii(math: Math) -> str:
    """Write it in ASCII: ``z_1^(2)``, ``sigma'(z_1^(2))``, ``dL/dw_11^(1)``."""
    return _text(math, "ascii")


def _text(math: Math, style: Style) -> str:
    return "".join(span.text for span in write(math, style))


@singledispatch
def write(math: Math, _style: Style) -> list[Span]:
    """Write it on one line."""
    raise TypeError(f"not a piece of mathematics: {math!r}")


@write.register
def _(math: Symbol, style: Style) -> list[Span]:
    spelling = glyph(math.name)
    return [Span(getattr(spelling, style), spelling.role)]


@write.register
def _(math: Numeral, style: Style) -> list[Span]:
    return [Span(number.screen(math.text) if style == "screen" else math.text)]


@write.register
def _(math: Word, _style: Style) -> list[Span]:
    return [Span(math.text)]


@write.register
def _(math: Operator, style: Style) -> list[Span]:
    return [Span(getattr(SIGNS[math.name], style))]


@write.register
def _(_math: Gap, _style: Style) -> list[Span]:
    return [Span("  ")]


@write.register
def _(math: Script, style: Style) -> list[Span]:
    math = unmingled(math)
    base = plainest(math.base)
    pieces = write(base if isinstance(base, Symbol | Script) else math.base, style)
    if compound(base):
        pieces = _bracketed(pieces, Role.PLAIN)
    scripts = ("′" if style == "screen" else "'") * math.primes
    if math.sub is not None:
        scripts += small(math.sub, style, "_", LOWERED)
    if math.sup is not None:
        scripts += "".join(small(part, style, "^", RAISED) for part in superscripts(math.sup))
    return [*pieces, Span(scripts, role(math.base))]


def small(math: Math, style: Style, sign: str, table: Mapping[int, int | str]) -> str:
    """A sub- or superscript: in Unicode's own letters if it has them all, else after _ or ^."""
    text = _text(math, style).replace(" ", "")
    # Half of a word in small letters would be hard to read, so words never are.
    if style == "screen" and not isinstance(math, Word) and all(ord(char) in table for char in text):
        return text.translate(table)
    bare = text.isalnum() or (text.startswith("(") and text.endswith(")") and isinstance(plainest(math), Group))
    return sign + (text if bare or text in ("+", "-", "−", "*") else f"({text})")


@write.register
def _(math: Fraction, style: Style) -> list[Span]:
    name = vulgar(math)
    if name and style == "screen":
        return [Span(name[0])]
    if change := differentials(math):
        over, under = ([Span("d"), *write(part, style)] for part in change)
        return [*over, Span("/"), *under]
    return [*_side(math.over, style), Span("/"), *_side(math.under, style)]


@write.register
def _(math: Derivative, style: Style) -> list[Span]:
    d = glyph("partial")
    sign = d.screen if style == "screen" else d.ascii
    text = f"{sign}{_text(math.of, style)}/{sign}{_text(math.by, style)}"
    return [Span(text, Role.ERROR)]


@write.register
def _(math: Group, style: Style) -> list[Span]:
    colour = role(math.body)
    return [Span(math.open, colour), *write(math.body, style), Span(math.close, colour)]


@write.register
def _(math: Matrix, style: Style) -> list[Span]:
    pieces = [Span("[")]
    for i, row in enumerate(math.rows):
        pieces += [Span("; ")] if i else []
        for k, entry in enumerate(row):
            pieces += [Span(", "), *write(entry, style)] if k else write(entry, style)
    return [*pieces, Span("]")]


@write.register
def _(math: Tint, style: Style) -> list[Span]:
    return [Span(span.text, math.role) for span in write(math.body, style)]


@write.register
def _(math: Tagged, style: Style) -> list[Span]:
    number = _text(math.number, style)
    tag = f"[{number}]" if math.tag == "sample" else f" #{number}"
    written = write(math.of, style)
    return [*written, Span(tag, written[-1].role)]


@write.register
def _(math: Row, style: Style) -> list[Span]:
    pieces: list[Span] = []
    for i, item in enumerate(math.items):
        written = write(item, style)
        if isinstance(item, Operator):
            pieces.append(Span(spaced(math.items, i, written[0].text)))
            continue
        if applied(math.items, i):
            # The brackets of an argument have the colour of what is applied: σ′( … ).
            written = _recoloured(written, role(math.items[i - 1]), 2 if isinstance(plainest(item), Script) else 1)
        elif i and apart(last(math.items[i - 1]), first(item), style):
            pieces.append(Span(" "))
        pieces += written
    return pieces


def _recoloured(pieces: list[Span], colour: Role, ending: int) -> list[Span]:
    """Give the opening bracket and the ``ending`` last pieces a colour."""
    tail = [Span(piece.text, colour) for piece in pieces[-ending:]]
    return [Span(pieces[0].text, colour), *pieces[1:-ending], *tail]


def spaced(items: tuple[Math, ...], at: int, text: str) -> str:
    """A sign with its spaces; a sign at an end of the row, or one that belongs to a number, has none there."""
    operator = items[at]
    sign: Sign | None = SIGNS[operator.name] if isinstance(operator, Operator) else None
    if sign is None or sign.spacing is Spacing.TIGHT or signless(items, at):
        return text
    before = " " if at and sign.spacing is Spacing.BOTH else ""
    return before + text + (" " if at + 1 < len(items) else "")


def apart(before: Math, after: Math, style: Style) -> bool:
    """Whether two neighbours without a sign between them have a space."""
    if isinstance(before, Operator | Gap) or isinstance(after, Operator | Gap):
        return False
    symbol = head(before)
    if symbol is not None and symbol.prefix:
        return len(getattr(symbol, style)) > 1
    if isinstance(bare(after), Group):
        written_flat = isinstance(before, Fraction) and (style == "ascii" or vulgar(before) is None)
        return symbol is GLYPHS["sum"] or isinstance(before, Word) or written_flat
    letters = [m for m in (before, after) if isinstance(m, Symbol) and len(_text(m, style)) == 1]
    return not (letters and (len(letters) == 2 or isinstance(before, Numeral)) and letters[-1] is after)


def _side(math: Math, style: Style) -> list[Span]:
    """One side of a fraction, in brackets where it is more than one thing."""
    pieces = write(math, style)
    return _bracketed(pieces, Role.PLAIN) if compound(math) else pieces


def _bracketed(pieces: list[Span], colour: Role) -> list[Span]:
    return [Span("(", colour), *pieces, Span(")", colour)]
