"""Mathematics as one small tree, and what can be asked of a piece of it.

These are named tuples because they are made at every launch: a frozen dataclass takes seven times as long to define.
The last field of each keeps, say, a sum from being equal to a product of the same parts.
"""

from typing import Literal, NamedTuple

from tutor.notation.glyphs import GLYPHS, VULGAR, Glyph
from tutor.notation.role import Role


class Symbol(NamedTuple):
    """A letter, or an entry of ``glyphs.GLYPHS`` by its name."""

    name: str
    kind: str = "symbol"


class Numeral(NamedTuple):
    """A number as it is written, ASCII: ``0.7``, ``-0.00490``."""

    text: str
    kind: str = "numeral"


class Word(NamedTuple):
    """A word in upright letters, such as the *new* of “new w”."""

    text: str
    kind: str = "word"


class Operator(NamedTuple):
    """An entry of ``glyphs.SIGNS`` by its name."""

    name: str
    kind: str = "operator"


class Script(NamedTuple):
    """A base with what stands below and above it. A superscript in brackets is a layer, T a transpose."""

    base: "Math"
    sub: "Math | None" = None
    sup: "Math | None" = None
    primes: int = 0
    kind: str = "script"


class Fraction(NamedTuple):
    """One thing over another."""

    over: "Math"
    under: "Math"
    kind: str = "fraction"


class Derivative(NamedTuple):
    """∂of/∂by; an error or a gradient by its colour."""

    of: "Math"
    by: "Math"
    kind: str = "derivative"


class Group(NamedTuple):
    """Something between brackets or bars."""

    body: "Math"
    open: str = "("
    close: str = ")"
    kind: str = "group"


class Matrix(NamedTuple):
    """Rows of entries; a row each for a column vector. Written on one line."""

    rows: tuple[tuple["Math", ...], ...]
    kind: str = "matrix"


class Tint(NamedTuple):
    """Something in a role that its writer chose."""

    role: Role
    body: "Math"
    kind: str = "tint"


class Tagged(NamedTuple):
    """A name with the sample or the update that it belongs to: ``z₁⁽²⁾[2]``, ``new w₁₁⁽¹⁾ #2``."""

    of: "Math"
    tag: Literal["sample", "update"]
    number: "Math"
    kind: str = "tagged"


class Gap(NamedTuple):
    """A wide space between two statements."""

    kind: str = "gap"


class Row(NamedTuple):
    """Symbols and signs from left to right; two neighbours without a sign between them are a product."""

    items: tuple["Math", ...]
    kind: str = "row"


Math = Symbol | Numeral | Word | Operator | Script | Fraction | Derivative | Group | Matrix | Tint | Tagged | Gap | Row


def glyph(name: str) -> Glyph:
    """The spellings of a symbol; without an entry it is itself in all of them, a name of letters a function."""
    return GLYPHS.get(name) or Glyph(name, name, name, applies=len(name) > 1)


def role(math: Math) -> Role:
    """The colour of a symbol, whatever scripts or brackets it wears."""
    match math:
        case Symbol(name):
            return glyph(name).role
        case Script(base) | Tagged(base):
            return role(base)
        case Group(body):
            return role(body)
        case Tint(chosen):
            return chosen
        case Derivative():
            return Role.ERROR
        case Row((only,)):
            return role(only)
    return Role.PLAIN


def plainest(math: Math) -> Math:
    """What is left when tints and rows of one are taken off."""
    while True:
        match math:
            case Tint(_, inner) | Row((inner,)):
                math = inner
            case _:
                return math


def last(math: Math) -> Math:
    """What a row ends with."""
    while isinstance(math, Tint | Row):
        math = math.body if isinstance(math, Tint) else math.items[-1] if math.items else Gap()
    return math


def first(math: Math) -> Math:
    """What a row begins with."""
    while isinstance(math, Tint | Row):
        math = math.body if isinstance(math, Tint) else math.items[0] if math.items else Gap()
    return math


def bare(math: Math) -> Math:
    """What wears the scripts: the σ of σ′, the bracket of (a − y)²."""
    math = plainest(math)
    while isinstance(math, Script):
        math = plainest(math.base)
    return math


def head(math: Math) -> Glyph | None:
    """The symbol that wears the scripts, if it is one."""
    math = bare(math)
    return glyph(math.name) if isinstance(math, Symbol) else None


def compound(math: Math) -> bool:
    """Whether it is more than one term or factor, so that brackets are wanted around it."""
    math = plainest(math)
    return isinstance(math, Row | Fraction) and not _signed_number(math) and vulgar(math) is None


def differentials(math: Fraction) -> "tuple[Math, Math] | None":
    """The f and the x of df/dx, where that is what a fraction is."""
    rests: list[Math] = []
    for part in (math.over, math.under):
        match plainest(part):
            case Row((Symbol("d"), Symbol() | Script() as rest)):
                rests.append(rest)
    return (rests[0], rests[1]) if len(rests) == 2 else None


def superscripts(sup: Math) -> tuple[Math, ...]:
    """The parts of a superscript that say different things: the layer and the transpose of W⁽²⁾ᵀ."""
    sup = plainest(sup)
    return sup.items if isinstance(sup, Row) and sup.items and isinstance(plainest(sup.items[0]), Group) else (sup,)


def raising(sup: Math) -> bool:
    """Whether a superscript is a power, and not a layer, a transpose or a mark."""
    sup = plainest(sup)
    return not (isinstance(sup, Word | Operator) or sup == Symbol("T") or (isinstance(sup, Group) and sup.open == "("))


def unmingled(math: Script) -> Script:
    """With brackets between a layer and a power, which would run together: (a⁽²⁾)²."""
    if math.sup is None:
        return math
    base = plainest(math.base)
    layer, *rest = superscripts(math.sup)
    if rest and all(map(raising, rest)):
        return Script(Group(math._replace(sup=layer)), sup=rest[0] if len(rest) == 1 else Row(tuple(rest)))
    if isinstance(base, Script) and base.sup is not None and raising(math.sup):
        return math._replace(base=Group(base))
    return math


def signless(items: tuple[Math, ...], at: int) -> bool:
    """Whether the plus or minus at a place of a row belongs to what follows it only: the first of −2 − −3."""
    item = items[at]
    return (
        isinstance(item, Operator)
        and item.name in ("+", "-", "pm")
        and (at == 0 or isinstance(last(items[at - 1]), Operator | Gap))
    )


def applied(items: tuple[Math, ...], at: int) -> bool:
    """Whether the bracket at a place of a row holds the argument of what stands before it."""
    before = head(items[at - 1]) if at else None
    group = bare(items[at])
    return isinstance(group, Group) and group.open == "(" and before is not None and before.applies


def _signed_number(math: Math) -> bool:
    return isinstance(math, Row) and len(math.items) == 2 and signless(math.items, 0)


def vulgar(math: Math) -> tuple[str, str] | None:
    """The glyph and the words of ½ and its like."""
    match math:
        case Fraction(over, under):
            match plainest(over), plainest(under):
                case Numeral(a), Numeral(b):
                    return VULGAR.get(f"{a}/{b}")
    return None
