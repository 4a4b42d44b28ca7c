"""Mathematics as a good reader says it aloud: “delta 1 of layer 2”, “the gradient of L with respect to b 1 of layer 1”.

Brackets are said where something would be misheard without them, and nowhere else.
"""

from functools import singledispatch
from typing import TypeGuard

from tutor.notation.glyphs import SIGNS
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
    raising,
    signless,
    superscripts,
    unmingled,
    vulgar,
)

_POWERS = {"2": "squared", "3": "cubed"}
_BINDERS = {"sum", "prod"}
_SILENT = {"dots", "bar", "percent"}
"""No product is said beside these."""
_POWER = "to the power of"


def speech(math: Math) -> str:
    """Say it in words; ASCII but for the words of its writer."""
    return _say(math).replace(" ,", ",").replace(" ;", ";").replace(" .", ".").replace(",,", ",").strip()


@singledispatch
def _say(math: Math) -> str:
    raise TypeError(f"not a piece of mathematics: {math!r}")


@_say.register
def _(math: Symbol) -> str:
    return glyph(math.name).speech


@_say.register
def _(math: Numeral) -> str:
    mantissa, e, power = math.text.partition("e")
    said = mantissa.replace("-", "minus ")
    return f"{said} times 10 to the power of {power.replace('-', 'minus ')}" if e else said


@_say.register
def _(math: Word) -> str:
    return math.text


@_say.register
def _(math: Operator) -> str:
    return SIGNS[math.name].speech


@_say.register
def _(_math: Gap) -> str:
    return ","


@_say.register
def _(math: Tint) -> str:
    return _say(math.body)


@_say.register
def _(math: Tagged) -> str:
    joint = ", sample" if math.tag == "sample" else " of update"
    return f"{_say(math.of)}{joint} {_say(math.number)}"


@_say.register
def _(math: Derivative) -> str:
    return f"the gradient of {_say(math.of)} with respect to {_say(math.by)}"


@_say.register
def _(math: Fraction) -> str:
    name = vulgar(math)
    if name:
        return name[1]
    change = differentials(math)
    if change:
        return f"the derivative of {_one(change[0])} with respect to {_one(change[1])}"
    over, under = (_one(part) for part in (math.over, math.under))
    return f"{over} over {under}"


@_say.register
def _(math: Group) -> str:
    if math.open == "|":
        return f"the absolute value of {_one(math.body)}"
    if _commas(math):
        return f"the vector {_say(math.body)}" if math.open == "(" else f"the list {_say(math.body)}"
    return _one(math.body)


@_say.register
def _(math: Matrix) -> str:
    if all(len(row) == 1 for row in math.rows):
        return "the column " + ", ".join(_say(row[0]) for row in math.rows)
    rows = [", ".join(_say(entry) for entry in row) for row in math.rows]
    if len(rows) == 1:
        return f"the row {rows[0]}"
    numbered = "; ".join(f"row {i}: {row}" for i, row in enumerate(rows, 1))
    return f"the {len(rows)} by {max(map(len, math.rows))} matrix, {numbered}"


def _one(math: Math) -> str:
    """Something as one thing: in spoken brackets where it is more."""
    return _bracketed(math) if compound(math) else _say(math)


def _bracketed(math: Math) -> str:
    return f"open bracket {_say(math)} close bracket"


def _negative(math: Math) -> TypeGuard[Group]:
    """Whether it is a negative number in brackets, whose square is not that of the number without the sign."""
    return isinstance(math, Group) and _say(math.body).startswith("minus ")


@_say.register
def _(math: Script) -> str:
    math = unmingled(math)
    base = plainest(math.base)
    said = (_bracketed(base.body) if _negative(base) else _one(base)) + " prime" * math.primes
    if math.sub is not None:
        below = _indices(math.sub)
        if isinstance(base, Symbol) and base.name in _BINDERS:
            return _limits(said, below, math.sup)
        if base == Symbol("log"):
            below = f"base {below}"
        whole = isinstance(base, Group) and (base.open == "[" or compound(base.body))
        said = f"component {below} of {said}" if whole else f"{said} {below}"
    if math.sup is None:
        return said
    pause = "," if _ends_in_layer(said) and raising(math.sup) else ""  # it is not the layer that is squared
    return f"{said}{pause} {_above(math.sup)}"


def _limits(said: str, below: str, above: Math | None) -> str:
    """What a sum runs over: “the sum over k”, “the sum over k from 1 to n”."""
    if above is None:
        return f"{said} over {below}"
    return f"{said} over {below.replace(' equals ', ' from ')} to {_say(above)}"


def _indices(sub: Math) -> str:
    """Indices one by one: “1 1”; “1, 12” where one of them has two digits."""
    sub = plainest(sub)
    if not isinstance(sub, Row):
        return _say(sub)
    long = any(isinstance(item, Numeral) and len(item.text) > 1 for item in sub.items)
    said = " ".join(_say(item) for item in sub.items if long or item != Operator(","))
    return f"sub {said}" if any(item in (Operator("+"), Operator("-")) for item in sub.items) else said


def _above(sup: Math) -> str:
    """A superscript: a layer, a transpose, a power."""
    return " ".join(_raised(part) for part in superscripts(sup))


def _raised(sup: Math) -> str:
    match plainest(sup):
        case Group(body, "("):
            return f"of layer {_say(body)}"
        case Symbol("T"):
            return "transposed"
        case Numeral(text) if text in _POWERS:
            return _POWERS[text]
        case Word() | Operator():
            return _say(sup)
    return f"{_POWER} {_say(sup)}"


@_say.register
def _(math: Row) -> str:
    said: list[str] = []
    at = 0
    reaches = False  # whether what was said would be heard to go on behind a plus: a sum, what a function is of
    while at < len(math.items):
        item = math.items[at]
        between = _between(math.items, at) if at and not isinstance(item, Operator) else []
        reaches = reaches or "of" in between
        said += [",", *between] if between == ["times"] and _ends_in_power(said[-1]) else between
        taken = _gradient(math.items, at)
        if taken:
            said.append(taken)
            at += 2
            continue
        if item in _TERMS and said and (reaches or _ends_open(said[-1])) and not signless(math.items, at):
            said.append(",")
        reaches = reaches and not isinstance(item, Operator)
        said.append(_item(math.items, at))
        at += 1
    return " ".join(part for part in said if part)


_TERMS = (Operator("+"), Operator("-"))


def _item(items: tuple[Math, ...], at: int) -> str:
    """One piece of a row, as it is said behind those before it."""
    item = items[at]
    if item in _TERMS and _plain_sign(items, at):
        return "minus" if item == Operator("-") else "plus"
    if applied(items, at):
        group = bare(item)
        return _listed(group.body) if isinstance(group, Group) and _commas(group) else _say(group)
    if at and items[at - 1] == Operator("in") and isinstance(item, Group) and _commas(item):
        return f"the interval from {_listed(item.body, ' to ')}"
    return _say(item)


def _commas(group: Group) -> bool:
    """Whether there are commas between brackets."""
    return isinstance(group.body, Row) and Operator(",") in group.body.items


def _listed(body: Math, last: str = " and ") -> str:
    """What stands between commas: “0 and z”."""
    before, _, after = _say(body).replace(" ,", ",").rpartition(", ")
    return f"{before}{last}{after}"


def _ends_open(said: str) -> bool:
    """Whether a plus or a minus after it would be heard as part of a layer's number, a power, a denominator."""
    tail = said.rpartition("close bracket")[2]
    return any(mark in tail for mark in (" of layer ", _POWER, " over "))


def _ends_in_power(said: str) -> bool:
    """Whether a product after it would be heard as part of its exponent."""
    return _POWER in said.rpartition("close bracket")[2]


def _ends_in_layer(said: str) -> bool:
    """Whether a power after it would be heard as that of the layer's number."""
    return " of layer " in said and not said.endswith("bracket")


def _plain_sign(items: tuple[Math, ...], at: int) -> bool:
    return signless(items, at) and items[at] != Operator("pm")


def _between(items: tuple[Math, ...], at: int) -> list[str]:
    """What is said between two neighbours that have no sign between them."""
    before, after = last(items[at - 1]), first(items[at])
    if isinstance(before, Operator | Gap | Word) or isinstance(after, Operator | Gap | Word):
        return []
    if _named_function(items, at):
        return ["of"]
    if applied(items, at):
        # σ(z)² is said before its argument, since “sigma of z squared” would square z.
        item = plainest(items[at])
        return [*([_above(item.sup)] if isinstance(item, Script) and item.sup is not None else []), "of"]
    symbol = bare(items[at - 1])
    if isinstance(symbol, Symbol) and symbol.name in _BINDERS:
        return ["of"]
    silent = any(isinstance(m, Symbol) and m.name in _SILENT for m in (symbol, bare(items[at])))
    return [] if silent or (isinstance(symbol, Symbol) and glyph(symbol.name).prefix) else ["times"]


def _named_function(items: tuple[Math, ...], at: int) -> bool:
    """Whether a function with a name of several letters stands right before what it is of, without brackets: ln 0.5."""
    function = head(items[at - 1])
    named = function is not None and function.applies and len(function.screen) > 1
    return named and not isinstance(bare(items[at]), Group)


def _gradient(items: tuple[Math, ...], at: int) -> str | None:
    """∇ and what follows it: “the gradient of C with respect to a”."""
    symbol = head(items[at])
    if symbol is None or symbol is not glyph("nabla") or at + 1 == len(items) or isinstance(items[at + 1], Operator):
        return None
    item = plainest(items[at])
    by = f" with respect to {_indices(item.sub)}" if isinstance(item, Script) and item.sub is not None else ""
    return f"the gradient of {_one(items[at + 1])}{by}"
