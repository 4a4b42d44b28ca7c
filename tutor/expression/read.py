"""An answer as a whole: one number or several, as typed into a field or found in a cell of a sheet."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from tutor.expression.evaluate import ArithmeticProblem, evaluate
from tutor.expression.grammar import DEEPEST, MISSING, NEVER_CLOSED, NEVER_OPENED, TOO_DEEP, literal, parse_tokens
from tutor.expression.tokens import OPERAND_ENDS, Token, Unreadable, is_blank, tokenize
from tutor.expression.tree import Neg, Node, Number

__all__ = ["LONGEST", "Blank", "Readable", "Reading", "Unreadable", "Value", "read"]

LONGEST = 10_000
"""The most characters that are read."""


class Value(NamedTuple):
    """One number of an answer."""

    number: float
    """Its value; finite, and never −0.0."""
    text: str
    """What was typed for it, without brackets around the whole and a leading = sign."""
    node: Node
    decimal: Decimal | None
    """Its exact value with the zeros at the end that were typed, where it is a plain decimal number (``-0.0490``,
    ``0,25``, ``5e-3``, ``5×10^-3``); None where it is a fraction, a percentage or a calculation."""
    echo: bool
    """Whether to show the learner what was understood: it is no plain decimal, or has a decimal comma."""
    place: float = 0.0
    """What one unit of a plain decimal's last digit is worth, a zero at the end too; 0 for anything else."""
    figures: int = 0
    """How many digits a plain decimal has from the first that is not 0; none for a 0, and for anything else."""


@dataclass(frozen=True, slots=True)
class Readable:
    """An answer that could be read."""

    values: tuple[Value, ...]
    """Its numbers in the order typed, matrices row by row; at least one."""


@dataclass(frozen=True, slots=True)
class Blank:
    """An answer with nothing in it but white space."""


Reading = Value | Unreadable | Blank
"""What one question's answer is read as."""


def read(text: str, *, functions: bool = True) -> Readable | Unreadable | Blank:
    """Read an answer. Any text can be given; nothing is raised, and time is linear in the text.

    ``;`` always separates numbers. Without one, every comma separates if there is a point anywhere; otherwise a comma
    between two digits is a decimal comma. Inside [ ] spaces separate too.

    Args:
        text: the answer. Lines that were pasted are to be joined with ``; ``.
        functions: whether exp, ln, σ … may be called.
    """
    if is_blank(text):
        return Blank()
    if len(text) > LONGEST:
        return Unreadable(f"This is too long: an answer has at most {LONGEST} characters.", LONGEST)
    try:
        tokens = tokenize(text, decimal_commas=";" in text or "." not in text)
        return Readable(tuple([_value(text, part, functions) for part in _parts(tokens)]))
    except Unreadable as problem:
        return problem.with_traceback(None)


_OPENING = {"(": ")", "[": "]"}
_BETWEEN = frozenset((";", ",", ")", "]", "end"))
"""What ends a number of an answer."""
_STARTS = frozenset(("number", "fraction", "name", "(", "["))


def _parts(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """Give the tokens of each number of an answer and one more, the one after it, without what stands around.

    Raises:
        Unreadable: brackets do not match; a number is missing.
    """
    tokens, closing = _matched(tokens)
    i = 0
    while True:
        if tokens[i].kind == "=":
            i += 1
        while tokens[i].kind in _OPENING and tokens[closing[i] + 1].kind in _BETWEEN:
            i += 1  # it stands around numbers; any other bracket is part of a calculation
        start = i
        while tokens[i].kind not in _BETWEEN:
            i = closing.get(i, i) + 1
        if i == start:
            raise Unreadable(MISSING, tokens[i].start)
        yield tokens[start : i + 1]
        while tokens[i].kind in (")", "]"):
            i += 1
        if tokens[i].kind == "end":
            return
        i += 1


def _matched(tokens: Sequence[Token]) -> tuple[list[Token], dict[int, int]]:
    """Match the brackets, and put a ``;`` where a space inside [ ] separates.

    Returns:
        the tokens, and for the index of each opening bracket the index of its closing one.

    Raises:
        Unreadable: brackets do not match, or are nested too deep.
    """
    out: list[Token] = []
    closing: dict[int, int] = {}
    open_at: list[int] = []
    for i, token in enumerate(tokens):
        if open_at and out[open_at[-1]].kind == "[" and _space_separates(out[-1], token, tokens[i + 1 : i + 2]):
            out.append(Token(";", "", token.start, token.start))
        if token.kind in _OPENING:
            open_at.append(len(out))
            if len(open_at) > DEEPEST:
                raise Unreadable(TOO_DEEP, token.start)
        elif token.kind in (")", "]"):
            if not open_at:
                raise Unreadable(NEVER_OPENED, token.start)
            opening = open_at.pop()
            if _OPENING[out[opening].kind] != token.kind:
                raise Unreadable(f"Close {out[opening].kind} with {_OPENING[out[opening].kind]}.", token.start)
            closing[opening] = len(out)
        out.append(token)
    if open_at:
        raise Unreadable(NEVER_CLOSED, out[open_at[-1]].start)
    return out, closing


def _space_separates(before: Token, token: Token, after: Sequence[Token]) -> bool:
    """Whether there is a space before a token that inside [ ] is the start of another number."""
    if before.end == token.start or before.kind not in OPERAND_ENDS:
        return False
    if token.kind in ("+", "-"):  # [1 -2] is two numbers, [1 - 2] and [1-2] are one
        return bool(after) and after[0].start == token.end
    return token.kind in _STARTS and not (before.kind == "name" and token.kind == "(")


def _value(text: str, part: list[Token], functions: bool) -> Value:
    """Read one number from its tokens, the last of which only says where it ends.

    Raises:
        Unreadable: it cannot be read, or has no finite value.
    """
    typed = text[part[0].start : part[-2].end]
    plain = _plain(part)
    if plain is not None:
        return _decimal(plain, literal(plain.lstrip("+-"), part[plain[0] in "+-"].start), typed)
    *calculation, after = part
    calculation.append(Token("end", "", after.start, after.start))
    places: dict[int, int] = {}
    node = parse_tokens(calculation, functions=functions, places=places)
    try:
        value = evaluate(node)
    except ArithmeticProblem as problem:
        raise Unreadable(str(problem), places.get(id(problem.node), part[0].start)) from None
    return Value(value + 0.0, typed, node, None, echo=True)


def _decimal(plain: str, number: Number, typed: str) -> Value:
    """A plain decimal: as Python writes it, its magnitude, and as it was typed."""
    decimal = _exact(plain)
    _, digits, exponent = decimal.as_tuple()
    negative = plain.startswith("-")
    return Value(
        0.0 - number.value if negative else number.value,
        typed,
        Neg(number) if negative else number,
        decimal,
        "," in typed,
        float(f"1e{exponent}"),
        len(digits) if digits[0] else 0,
    )


_TEN = ("number", "*", "number")
_PLAIN = frozenset(
    (
        ("number",),
        (*_TEN, "superscript"),
        (*_TEN, "^", "number"),
        (*_TEN, "^", "+", "number"),
        (*_TEN, "^", "-", "number"),
    )
)
"""The kinds of the tokens of a plain decimal number after its sign; the second number of the longer ones is 10."""


def _plain(part: Sequence[Token]) -> str | None:
    """Write a plain decimal number as Python does, ``-5e-3`` for ``−5×10^-3``; None where it is something else."""
    signed = part[0].kind in ("+", "-")
    sign = part[0].text if signed else ""
    parts = part[signed:-1]
    if len(parts) > 6 or tuple([token.kind for token in parts]) not in _PLAIN:
        return None
    number = parts[0].text
    if len(parts) == 1:
        return sign + number
    power = "".join(token.text for token in parts[3:]).removeprefix("^")
    if parts[2].text != "10" or not power.lstrip("+-").isdecimal() or "e" in number.lower():
        return None
    return f"{sign}{number}e{power}"


def _exact(plain: str) -> Decimal:
    """Make the exact number of a finite literal, with its zeros at the end."""
    number, _, power = plain.lower().partition("e")
    if not power:
        return Decimal(number)
    # Powers beyond this are of numbers that are 0 in float64, however many digits; Decimal does not take them all.
    bounded = max(-2 * LONGEST, min(2 * LONGEST, float(power)))
    return Decimal(f"{number}e{bounded:.0f}")
