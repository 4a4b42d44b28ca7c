"""Mathematics in two dimensions, for a screen: one more emitter of the small tree.

Fractions stand over a bar, matrices between tall brackets, the limits of a sum below and above it; everything else is
written as on one line. What has nothing to gain from that is one row, and the same as ``math.spans``.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache, singledispatch
from itertools import pairwise, zip_longest

from tutor.notation import charset, math
from tutor.notation.block import Block, Line, behind, below, beside, centred, coloured, line, stacked
from tutor.notation.brackets import tall
from tutor.notation.columns import align
from tutor.notation.glyphs import LOWERED, RAISED, SIGNS, Spacing
from tutor.notation.math import (
    Derivative,
    Fraction,
    Gap,
    Group,
    Math,
    Matrix,
    Numeral,
    Operator,
    Role,
    Row,
    Script,
    Span,
    Style,
    Symbol,
    Tagged,
    Tint,
    Word,
)
from tutor.notation.tree import (
    applied,
    compound,
    first,
    glyph,
    last,
    plainest,
    signless,
    superscripts,
    unmingled,
    vulgar,
)

BETWEEN = 2
"""Columns between two entries of a matrix."""
DEEPER = 2
"""By how many columns a sum that goes on in the next line is indented."""
MOST_LINES = 8
"""What needs more of them is written on one line, which wraps."""
LEAST_BAR = 3
"""A shorter bar would look like a minus."""
_BARS: dict[Style, str] = {"screen": "─", "ascii": "-"}
_LIMITED = frozenset({"sum", "prod"})
"""What has its limits below and above."""
_CLOSE = frozenset(sign.screen for sign in SIGNS.values() if sign.spacing is Spacing.AFTER)
"""What stands close to what is before it."""
_RELATIONS = frozenset({"=", "approx", "leftarrow", "equiv", "le", "ge", "<", ">", "ne", "propto", "implies"})
"""The signs before which a long formula goes on in the next line."""
_JOINING = frozenset({"+", "-", "hadamard"})
"""Those before which it does where there are no more relations."""


def display(formula: Math, room: int, style: Style | None = None) -> Block:
    """Set a formula in at most ``room`` columns.

    One that is wider goes on in the next line before a relation or a plus, its signs under one another. One that has no
    room even so is written on one line, which may be wider.

    Args:
        formula: what to set.
        room: the columns there are.
        style: the letters, if not those of all output.
    """
    return _display(formula, room, style or charset.style())


@lru_cache(maxsize=512)
def _display(formula: Math, room: int, style: Style) -> Block:
    whole = _set(formula, style, False)
    if whole.width <= room:
        return whole
    return _broken(formula, room, style) or line(math.write(formula, style))


@singledispatch
def _set(formula: Math, style: Style, _tight: bool) -> Block:
    """Set a piece; ``tight`` within a fraction or a script, where what would be high is written on one line."""
    return line(math.write(formula, style))


@_set.register
def _(formula: Fraction, style: Style, tight: bool) -> Block:
    if tight or vulgar(formula):
        return line(math.write(formula, style))
    return _over(_set(formula.over, style, True), _set(formula.under, style, True), style)


@_set.register
def _(formula: Derivative, style: Style, tight: bool) -> Block:
    if tight:
        return line(math.write(formula, style))
    d = getattr(glyph("partial"), style)
    over, under = (Span(d + _text(part, style), Role.ERROR) for part in (formula.of, formula.by))
    return _over(line([over]), line([under]), style, Role.ERROR)


@_set.register
def _(formula: Group, style: Style, tight: bool) -> Block:
    return _grouped(formula, style, tight, math.role(formula.body))


def _grouped(formula: Group, style: Style, tight: bool, colour: Role) -> Block:
    """Something between brackets of a colour; around a matrix they stand in place of its own."""
    matrix = plainest(formula.body)
    if isinstance(matrix, Matrix):
        return _bracketed(_table(matrix, style), formula.open, formula.close, style, colour)
    return _bracketed(_set(formula.body, style, tight), formula.open, formula.close, style, colour)


@_set.register
def _(formula: Matrix, style: Style, _tight: bool) -> Block:
    return _bracketed(_table(formula, style), "[", "]", style, Role.PLAIN)


@_set.register
def _(formula: Tint, style: Style, tight: bool) -> Block:
    return coloured(_set(formula.body, style, tight), formula.role)


@_set.register
def _(formula: Tagged, style: Style, tight: bool) -> Block:
    block = _set(formula.of, style, tight)
    tag = math.write(formula._replace(of=Row(())), style)[-1].text if len(block.rows) > 1 else ""
    return beside([block, line([Span(tag, math.role(formula.of))])]) if tag else line(math.write(formula, style))


@_set.register
def _(formula: Script, style: Style, tight: bool) -> Block:
    formula = unmingled(formula)
    base = plainest(formula.base)
    if isinstance(base, Symbol) and base.name in _LIMITED and not formula.primes:
        return _limited(formula, style, tight)
    inner = base if isinstance(base, Symbol | Script) else formula.base
    body = _grouped(Group(inner), style, tight, Role.PLAIN) if compound(base) else _set(inner, style, tight)
    return _scripted(body, formula, style)


@_set.register
def _(formula: Row, style: Style, tight: bool) -> Block:
    blocks: list[Block] = []
    items = formula.items
    for i, item in enumerate(items):
        if applied(items, i):
            block = _argument(item, style, tight, math.role(items[i - 1]))
        else:
            block = _set(item if tight else _bare_factor(item), style, tight)
            if i and math.apart(last(items[i - 1]), first(item), style):
                block = beside([line([Span(" ")]), block])
        blocks.append(block)
    for i, item in enumerate(items):
        if isinstance(item, Operator):
            near = [*blocks[i + 1 : i + 2], *(blocks[i - 1 : i] if i else ())]
            high = any(block.end - block.top > 1 for block in near) or (i and len(blocks[i - 1].rows) > 1)
            blocks[i] = line([Span(_sign(items, i, style, bool(high)))])
    return beside(blocks)


def _argument(item: Math, style: Style, tight: bool, colour: Role) -> Block:
    """The brackets of an argument, in the colour of what is applied: σ′( … )."""
    inner = plainest(item)
    if isinstance(inner, Script) and isinstance(group := plainest(inner.base), Group) and inner == unmingled(inner):
        return _scripted(_grouped(group, style, tight, colour), inner, style, colour)
    return _grouped(inner, style, tight, colour) if isinstance(inner, Group) else _set(item, style, tight)


def _bare_factor(item: Math) -> Math:
    """A fraction in brackets without them: on one line they say what the bar says."""
    group = plainest(item)
    if isinstance(group, Group) and group.open == "(" and isinstance(fraction := plainest(group.body), Fraction):
        return fraction if vulgar(fraction) is None else item
    return item


def _sign(items: tuple[Math, ...], at: int, style: Style, high: bool) -> str:
    """A sign with its spaces; beside what is high every sign has them, or it would run into a bar."""
    text = _text(items[at], style)
    found = math.spaced(items, at, text)
    if not high or found != text or text in _CLOSE:
        return found
    before = " " if at and not signless(items, at) else ""
    return before + text + (" " if at + 1 < len(items) else "")


def _limited(formula: Script, style: Style, tight: bool) -> Block:
    """A sum with its limits below and above; within a fraction beside it, where there are small letters for them."""
    flat = math.write(formula, style)
    if tight and (style == "ascii" or not any(sign in span.text for span in flat for sign in "_^")):
        return line(flat)
    sign = line(math.write(formula.base, style))
    above, below = (
        [line([Span(_text(limit, style).replace(" ", ""))])] if limit is not None else []
        for limit in (formula.sup, formula.sub)
    )
    return stacked([*above, sign, *below], len(above), len(above), len(above) + 1)


def _scripted(body: Block, formula: Script, style: Style, colour: Role | None = None) -> Block:
    """A base with its scripts: in small letters on the line or, behind a tall base, in its first and last row.

    What there are no small letters for is a row higher or lower; in ASCII it stands behind ``^`` and ``_``.
    """
    colour = math.role(formula.base) if colour is None else colour
    primes = ("′" if style == "screen" else "'") * formula.primes
    raised, sup = _small(superscripts(formula.sup) if formula.sup is not None else (), "^", style, colour)
    lowered, sub = _small((formula.sub,) if formula.sub is not None else (), "_", style, colour)
    if body.end - body.top > 1:
        above = beside([line([Span(primes + raised, colour)]), sup._replace(base=len(sup.rows) - 1)])
        below = beside([line([Span(lowered, colour)]), sub._replace(base=0)])
        return behind(body, [(body.top - above.base, above), (body.end - 1, below)])
    body = beside([body, line([Span(primes + lowered + raised, colour)])])
    return behind(body, [(body.base - len(sup.rows), sup), (body.base + 1, sub)])


def _small(parts: Iterable[Math], sign: str, style: Style, colour: Role) -> tuple[str, Block]:
    """Scripts as small letters, and what is to stand a row higher or lower for want of them."""
    text = ""
    rest: list[Block] = []
    for part in parts:
        written = math.small(part, style, sign, RAISED if sign == "^" else LOWERED)
        if written.startswith(sign) and style == "screen" and not isinstance(plainest(part), Word):
            rest.append(coloured(_set(part, style, True), colour))
        else:
            text += written
    return text, beside(rest)


def _over(above: Block, below: Block, style: Style, colour: Role = Role.PLAIN) -> Block:
    """One thing over another, a bar between them."""
    bar = line([Span(_BARS[style] * max(above.width, below.width, LEAST_BAR), colour)])
    at = len(above.rows)
    return stacked([above, bar, below], at, 0, at + 1 + len(below.rows))


def _bracketed(body: Block, opening: str, closing: str, style: Style, colour: Role) -> Block:
    """A block between brackets as tall as what of it counts; a blank keeps tall ones from a bar."""
    height = body.end - body.top
    blank = line([Span(" " if height > 1 else "")])
    left, right = (
        Block(tuple((Span(each, colour),) for each in tall(bracket, height, ascii=style == "ascii")), end=height)
        for bracket in (opening, closing)
    )
    at = body.base - body.top
    return beside([left._replace(base=at), blank, body, blank, right._replace(base=at)])


def _table(formula: Matrix, style: Style) -> Block:
    """The entries of a matrix; numbers stand by their decimal points."""
    across = [_column(entries, style) for entries in zip_longest(*formula.rows, fillvalue=Row(()))]
    if not across:
        return line([])
    rows: list[Line] = []
    for entries in zip(*across, strict=True):
        gaps = [line([Span(" " * (BETWEEN if k else 0))]) for k in range(len(entries))]
        rows += beside([block for pair in zip(gaps, entries, strict=True) for block in pair]).rows
    return Block(tuple(rows), (len(rows) - 1) // 2, 0, len(rows))


def _column(entries: Sequence[Math], style: Style) -> list[Block]:
    """One column of a matrix, its entries equally wide."""
    blocks = [_set(entry, style, True) for entry in entries]
    numbers = [i for i, entry in enumerate(entries) if _number(entry)]
    for i, text in zip(numbers, align([_text(entries[i], style) for i in numbers]), strict=True):
        before, after = (" " * (len(text) - len(rest)) for rest in (text.lstrip(), text.rstrip()))
        blocks[i] = beside([line([Span(before)]), blocks[i], line([Span(after)])])
    widest = max(block.width for block in blocks)
    return [centred(block, widest) for block in blocks]


def _number(entry: Math) -> bool:
    """Whether an entry of a matrix is a number, with a sign or without."""
    entry = plainest(entry)
    if isinstance(entry, Row) and len(entry.items) == 2 and isinstance(entry.items[0], Operator):
        entry = plainest(entry.items[1])
    return isinstance(entry, Numeral)


def _broken(formula: Math, room: int, style: Style) -> Block | None:
    """The formula in several lines, or None where one of them has no room."""
    if not isinstance(formula, Row):
        return None
    if any(isinstance(item, Gap) for item in formula.items):  # several statements
        return _statements(formula.items, room, style)
    items = formula.items
    at = [i for i, item in enumerate(items) if i and isinstance(item, Operator) and item.name in _RELATIONS]
    lead = _set(Row(items[: at[0]]), style, False) if at else line([])
    indent = lead.width + 1 if at else 0
    lines: list[Block] = []
    for start, stop in pairwise([*(at or [0]), len(items)]):
        for i, part in enumerate(_terms(items[start:stop], room - indent, style)):
            before = lead if not lines else line([])
            shift = indent + (DEEPER if i else 0) - before.width
            lines.append(beside([before, line([Span(" " * shift)]), part]))
    return below(lines) if len(lines) <= MOST_LINES and all(line.width <= room for line in lines) else None


def _statements(items: tuple[Math, ...], room: int, style: Style) -> Block | None:
    """What wide spaces part, each in lines of its own."""
    at = [i for i, item in enumerate(items) if isinstance(item, Gap)]
    blocks: list[Block] = []
    for start, stop in pairwise([-1, *at, len(items)]):
        statement = Row(items[start + 1 : stop])
        whole: Block | None = _set(statement, style, False)
        if whole is not None and whole.width > room:
            whole = _broken(statement, room, style)
        if whole is None:
            return None
        blocks += [whole] if statement.items else []
    return below(blocks) if blocks else None


def _terms(items: tuple[Math, ...], room: int, style: Style) -> list[Block]:
    """What stands behind a relation, in as many lines as it needs: each of the others begins with a plus or a minus."""
    signs = [
        i
        for i, item in enumerate(items)
        if i and isinstance(item, Operator) and item.name in _JOINING and not signless(items, i)
    ]
    lines: list[Block] = []
    start = 0
    while start < len(items):
        chosen, stop = None, start
        for end in (i for i in (*signs, len(items)) if i > start):
            block = _term(items[start:end], style, bool(start))
            if chosen is not None and block.width + (DEEPER if start else 0) > room:
                break
            chosen, stop = block, end
        lines += [chosen] if chosen is not None else []
        start = stop
    return lines


def _term(items: tuple[Math, ...], style: Style, continued: bool) -> Block:
    """Some terms of a sum; the sign that a line goes on with has a blank behind it."""
    if not continued:
        return _set(Row(items), style, False)
    sign = line([*math.write(items[0], style), Span(" ")])
    return beside([sign, _set(Row(items[1:]), style, False)])


def _text(formula: Math, style: Style) -> str:
    return "".join(span.text for span in math.write(formula, style))
