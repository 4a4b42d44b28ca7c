"""Text to tokens, and every character that is no part of an answer to a sentence that says what to type instead."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple


@dataclass(unsafe_hash=True)
class Unreadable(Exception):  # noqa: N818 (``read`` returns it: it is an outcome, not an error of the program)
    """Why a text is no answer: one sentence for the learner, and the place in the text that it is about."""

    message: str
    offset: int
    """The index of the character, from 0; the length of the text where something is missing at its end."""


class Token(NamedTuple):
    """A token; ``kind`` is ``number``, ``superscript``, ``fraction``, ``name``, ``end`` or the sign itself in ASCII."""

    kind: str
    text: str
    """As typed, but in ASCII: signs, exponents' minus, decimal commas as points, primes as ``'``."""
    start: int
    end: int


MOST = 2_000
"""The most numbers and signs that are read: more take longer than a key may, and no answer comes near."""

USE_SEMICOLON = "Use ; between numbers, and nothing between thousands."
BAR_NEVER_CLOSED = "This | is never closed."
ONE_POINT = "A number has one decimal point, and nothing between thousands."

_SIGNS = {
    **dict.fromkeys("+", "+"),
    **dict.fromkeys("-−–", "-"),
    **dict.fromkeys("*×·⋅∙", "*"),
    **dict.fromkeys("/÷∕⁄", "/"),
    **dict.fromkeys(("^", "**"), "^"),
    **{sign: sign for sign in "()[];,%="},
    **dict.fromkeys("|∣", "|"),
    **dict.fromkeys("≈~", "="),
}

# White space of any kind, but not the four separators of ASCII, which Python counts as such.
_SPACE = r"[^\S\x1c-\x1f]"
_BLANK = re.compile(f"{_SPACE}*")
_FRACTIONS = "¼-¾⅐-⅞↉"
_SUPERSCRIPTS = "⁰¹²³⁴-⁹"
_UNSEEN = "\u115f\u1160\u3164\uffa0\u2800"  # letters and a sign by category, but nothing is drawn for them
_TOKEN = rf"""{_SPACE}*(?: {{scripted}}
    (?P<number> (?:[0-9]+(?:{{mark}}[0-9]*)?|\.[0-9]+) (?:[eE][-+−–]?[0-9]+)? )
  | (?P<sign> \*\* | [-+−–*×·⋅∙/÷∕⁄^()\[\];,%=≈~|∣] )
  | (?P<name> [^\W\d_{_SUPERSCRIPTS}{_FRACTIONS}{_UNSEEN}]+ ['’′]? )
  | (?P<superscript> [⁺⁻]?[{_SUPERSCRIPTS}]+ )
  | (?P<fraction> [{_FRACTIONS}] )
  | (?P<end> \Z )
  | (?P<other> . )
)"""
_POINT, _POINT_OR_COMMA = r"\.", r"(?:\.|,(?=[0-9]))"
_WITH_POINTS = re.compile(_TOKEN.format(mark=_POINT, scripted=""), re.VERBOSE | re.DOTALL)
_WITH_COMMAS = re.compile(_TOKEN.format(mark=_POINT_OR_COMMA, scripted=""), re.VERBOSE | re.DOTALL)

_LETTERS = rf"[^\W\d_{_SUPERSCRIPTS}₀-₉{_FRACTIONS}{_UNSEEN}]+"
_INDEX = r"(?: _?\{?[0-9]+(?:[,_][0-9]+)?\}? | _\([0-9]+,[0-9]+\) | [₀-₉]+(?:,[₀-₉]+)? )"
_LAYER = rf"(?: \^?\([0-9]+\) | \^\{{\([0-9]+\)\}} | ⁽[{_SUPERSCRIPTS}]+⁾ )"
_LAYERED = "(?: delta | theta | [wazdbδθ] )"
_MARKS = r"(?: (?: \[[0-9]+\] )? (?: [ ]?\#[0-9]+ )? )"
_SCRIPTED = rf"""(?P<scripted>
    (?: [∂d]L[ ]?/[ ]?[∂d] | new[ ] ) {_LETTERS} {_INDEX}? {_LAYER}? {_MARKS}
  | {_LETTERS} {_INDEX} {_LAYER}? {_MARKS}
  | {_LAYERED} {_LAYER} {_MARKS}
  | {_LETTERS} (?: \[[0-9]+\] | \#[0-9]+ )
  ) | """
"""The names of quantities as screens write them and as people type them: w₁₁⁽²⁾, w_11^(2), w11, dL/dw11, a1(2)[3].

A layer in parentheses without an index before it belongs to a letter that has layers: e^(2) is a power.
"""


@cache
def _with_scripts(mark: str) -> re.Pattern[str]:
    """The tokens of an answer with names in it; made when one is read."""
    return re.compile(_TOKEN.format(mark=mark, scripted=_SCRIPTED), re.VERBOSE | re.DOTALL)


_DIGIT = re.compile("[0-9]")

_ASCII = str.maketrans("−–,’′⁺⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "--.''+-0123456789")

OPERAND_ENDS = frozenset(("number", "superscript", "fraction", "name", ")", "]", "%"))
"""What a number, or a calculation of one, can end with."""

_OPENING = ("(", "[")
_BAR = "|"
_ENCLOSING = frozenset((*_OPENING, ")", "]", _BAR, "end"))


def tokenize(text: str, *, decimal_commas: bool = False, scripts: bool = False) -> list[Token]:
    """Split a text into tokens, the last of which is the ``end``. Time is linear in the text.

    Args:
        text: any text.
        decimal_commas: whether a comma between two digits belongs to the number.
        scripts: whether a name may have indices, a layer and more with it, as in w11 and δ₁⁽²⁾.

    Raises:
        Unreadable: a character that has no place in an answer; a number with two points or commas.
    """
    found: list[Token] = []
    before = Token("end", "", -1, -1)
    pattern = _WITH_COMMAS if decimal_commas else _WITH_POINTS
    if scripts:
        pattern = _with_scripts(_POINT_OR_COMMA if decimal_commas else _POINT)
    open_at: list[Token] = []  # the brackets and bars that are
    for match in pattern.finditer(text):
        kind = match.lastgroup or ""
        start, end = match.span(kind)
        typed = text[start:end]
        if kind == "sign":
            kind = typed = _SIGNS[typed]
            if kind == "," and decimal_commas and before.kind == "number" and _DIGIT.match(text, end):
                raise Unreadable(USE_SEMICOLON, start)
        elif kind == "number":
            typed = _number(typed, before, start, text)
        elif kind == "name" and typed in "xX" and before.kind in OPERAND_ENDS:
            kind = typed = "*"
        elif kind == "other":
            in_number = before.end == start and before.kind == "number"
            raise Unreadable(_strange(typed, start + 1, in_number=in_number), start)
        else:
            typed = typed.translate(_ASCII)
            kind = "name" if kind == "scripted" else kind
        token = Token(kind, typed, start, end)
        found += _enclosing(token, before, open_at) if kind in _ENCLOSING else (token,)
        before = found[-1]
        if kind == "end":
            break
        if len(found) > MOST:
            raise Unreadable(f"This is too long: an answer has at most {MOST} numbers and signs.", start)
    return found


def _enclosing(token: Token, before: Token, open_at: list[Token]) -> tuple[Token, ...]:
    """What a bracket, a bar or the end is read as; which brackets and bars are open is kept.

    Raises:
        Unreadable: a bar is still open, or is none.
    """
    if token.kind == _BAR:
        return _barred(token, before, open_at)
    if token.kind in _OPENING:
        open_at.append(token)
    elif open_at and (opening := open_at.pop()).kind == _BAR:
        raise Unreadable(BAR_NEVER_CLOSED, opening.start)
    return (token,)


def _barred(bar: Token, before: Token, open_at: list[Token]) -> tuple[Token, ...]:
    """What a bar is read as: ``abs(`` where a number can begin, and ``)`` behind one.

    No sign is left out in an answer, so that where a bar stands says which it is, however they are nested.

    Raises:
        Unreadable: a sign is missing before it, or a bracket between it and its partner is not closed.
    """
    inner = open_at[-1].kind if open_at else ""
    if before.kind in OPERAND_ENDS and not (inner == "[" and before.end < bar.start):
        if inner == _BAR:
            open_at.pop()
            return (bar._replace(kind=")"),)
        if any(token.kind == _BAR for token in open_at):
            raise Unreadable(f"Close {inner} before this |.", bar.start)
        raise Unreadable(f"Type the sign between {quoted(before.text)} and “|”, such as * or +.", bar.start)
    open_at.append(bar)
    return Token("name", "abs", bar.start, bar.start), bar._replace(kind="(")


def is_blank(text: str) -> bool:
    """Whether a text is nothing but white space."""
    return _BLANK.fullmatch(text) is not None


def _number(typed: str, before: Token, start: int, text: str) -> str:
    """Give a number in ASCII; one that follows another at once was to be one number with it."""
    if before.kind == "number" and before.end == start:
        if "e" in before.text.lower():
            raise Unreadable("The exponent of a number is a whole number.", start)
        raise Unreadable(USE_SEMICOLON if "," in text[before.start : start] else ONE_POINT, start)
    return typed.translate(_ASCII) if len(typed) > 1 else typed


def quoted(text: str) -> str:
    """Quote what was typed, for a message: short, and with nothing in it that a terminal would obey."""
    if len(text) > 20:
        text = text[:20] + "…"
    return f"“{text}”" if text.isprintable() else " ".join(f"U+{ord(character):04X}" for character in text)


def _strange(character: str, place: int, *, in_number: bool) -> str:
    """Say what to do about a character that has no place in an answer."""
    category = unicodedata.category(character)
    if category == "Nd":
        return f"Type the digit {unicodedata.decimal(character)} in place of {quoted(character)}: only 0 to 9 are read."
    if category in ("Cf", "Cc", "Cs", "Co", "Cn", "Mn", "Me") or character in _UNSEEN:
        name = unicodedata.name(character, "not a letter or sign").lower()
        what = "mark" if category in ("Mn", "Me") else "character that cannot be seen"
        return f"Delete the {what} at place {place} (U+{ord(character):04X}, {name})."
    if category == "Pd":
        return f"Type “-” in place of {quoted(character)}."
    plain = unicodedata.normalize("NFKC", character)
    if plain != character and plain.isascii() and category[0] in "PS":
        return f"Type {quoted(plain)} in place of {quoted(character)}."
    if in_number and character == ".":
        return ONE_POINT
    if in_number and character in "_'’`":
        return f"Leave out {quoted(character)}: the digits of a number stand together, as in 1234.5."
    if character == "∞":
        return "Type a number that is not infinite."
    return f"{quoted(character)} is not read here: type a number such as -0.25, or a calculation such as 0.7*0.5."
