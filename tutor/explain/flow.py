"""Text as rows of cells of a certain width: words that wrap, prose, and what stands beside a tag."""

import re
from collections.abc import Iterable

from tutor.explain.cells import Cell, Emphasis, Row, Rows, join, trimmed
from tutor.explain.cells import width as columns
from tutor.notation import charset
from tutor.notation.math import Math
from tutor.notation.prose import Block, BlockKind, blocks
from tutor.notation.role import GLUE, Role, Span

_LIST = re.compile(r"\[[-−\d., ]+\]")
PRODUCT = "·*"
"""The signs of a product without blanks around them."""
BLANKS = f" {GLUE}"
RELATIONS = frozenset({"=", "≈", "~", "~=", "<", ">", "≤", "≥", "←", "<-"})
"""No line ends in one of these: it begins the next one."""


def cells(spans: Iterable[Span]) -> Row:
    """Spans of a sentence or of prose as cells."""
    return tuple(Cell(span.text, span.role) for span in spans)


def flow(row: Iterable[Cell], width: int, indent: int = 0, lead: int = 0) -> Rows:
    """Wrap a row at its blanks and line breaks; only a word that is wider than ``width`` is parted.

    What is glued together stays whole wherever it has room on a line of its own, as does a list in brackets. A product
    is parted behind the sign of a product, so that its numbers and names stay whole.

    Args:
        row: the text.
        width: the columns there are.
        indent: the blanks before every line but the first.
        lead: the letters at the beginning that are never alone on a line.
    """
    row = join(row) if not charset.ascii() else join(cell._replace(text=_spelt(cell.text)) for cell in row)
    if columns(row) <= width and not any("\n" in cell.text for cell in row):
        return (row,) if row else ()
    letters = [Cell(letter, role, emphasis) for text, role, emphasis in row for letter in together(text)]
    lines: list[Row] = []
    start = 0
    while start < len(letters):
        room = max(1, width - (indent if lines else 0))
        stop, after = _break(letters, start, room, width - indent, 0 if lines else lead)
        before = (Cell(" " * indent),) if lines and indent else ()
        lines.append(join((*before, *letters[start:stop])))
        start = after
    return tuple(lines)


def together(text: str) -> str:
    """The text, with the blanks within each list of numbers as those that no line is to be broken at."""
    return _LIST.sub(lambda found: found[0].replace(" ", GLUE), text) if "[" in text else text


def _spelt(text: str) -> str:
    return GLUE.join(map(charset.spelt, text.split(GLUE)))


def _break(letters: list[Cell], start: int, room: int, next_room: int, lead: int) -> tuple[int, int]:
    """Where a line that begins at ``start`` stops, and where the next one, which has ``next_room``, begins.

    The first ``lead`` letters are not alone on it.
    """
    end = _end(letters, start, room)
    for at in range(start, min(end + 1, len(letters))):
        if letters[at].text == "\n":
            return at, at + 1
    if end == len(letters):
        return end, end
    text = "".join(letter.text for letter in letters[start : end + 1])
    first = start + max(lead, len(text) - len(text.lstrip(" ")))
    blank = _last(letters, first, end, " ")
    if blank is None or _too_long(letters, blank + 1, next_room):
        blank = _last(letters, first, end, f" {GLUE}")
    if blank is not None:
        return blank, blank + 1
    for at in range(end, first, -1):
        if letters[at - 1].text in PRODUCT:
            return at, at
    blank = next((at for at in range(end, first, -1) if letters[at].text == " "), end)
    return blank, blank + (blank < end)


def _last(letters: list[Cell], first: int, end: int, wanted: str) -> int | None:
    """The last place behind ``first``, up to ``end``, where one of the letters stands, but for one behind a sign."""
    return next((at for at in range(end, first, -1) if letters[at].text in wanted and not _dangles(letters, at)), None)


def _dangles(letters: list[Cell], at: int) -> bool:
    """Whether a line that ends here would end in a sign that belongs to what comes behind it."""
    word = ""
    while at > 0 and letters[at - 1].text not in BLANKS and len(word) < 3:
        at -= 1
        word = letters[at].text + word
    return word in RELATIONS


def _too_long(letters: list[Cell], start: int, room: int) -> bool:
    """Whether what is glued together from ``start`` on has no room on a line of its own."""
    stop = next((at for at in range(start, len(letters)) if letters[at].text in " \n"), len(letters))
    part = letters[start:stop]
    return any(letter.text == GLUE for letter in part) and columns(part) > room


def _end(letters: list[Cell], start: int, room: int) -> int:
    """Behind the last letter that there is room for; there is always room for one, and a mark stays with its letter."""
    end, left = start, room
    while end < len(letters) and ((size := columns((letters[end],))) <= left or end == start):
        left -= size
        end += 1
    return end


def tagged(tag: str, row: Row, width: int, column: int, indent: int = 0) -> Rows:
    """A tag, and in its own column the text, which wraps there, ``indent`` columns further in."""
    lead = Cell(f" {tag}".ljust(column), Role.PLAIN, Emphasis.DIM)
    return flow((lead, *row), width, column + indent, len(lead.text))


def formula(tag: str, of: Math, width: int, column: int, indent: int = 0) -> Rows:
    """A tag, and in its own column a formula in as many rows as it needs; the tag is in line with it.

    One that has no room in two dimensions is written on one line, which wraps, ``indent`` columns further in.
    """
    from tutor.notation.display import display  # few screens show any

    block = display(of, width - column)
    if len(block.rows) == 1:
        return tagged(tag, cells(block.rows[0]), width, column, indent)
    leads = [f" {tag}" if at == block.base else "" for at in range(len(block.rows))]
    return tuple(
        trimmed((Cell(lead.ljust(column), Role.PLAIN, Emphasis.DIM), *cells(row)))
        for lead, row in zip(leads, block.rows, strict=True)
    )


def prose(markdown: str, width: int, margin: int = 1, *, flat: bool = False) -> Rows:
    """Markdown in ``width`` columns, of which ``margin`` stay blank on the left; a blank row between blocks.

    Where it is to be ``flat``, every formula stands on one line.
    """
    found: list[Row] = []
    before: Block | None = None
    for block in blocks(markdown):
        if before is not None and not (before.kind is block.kind is BlockKind.ITEM):
            found.append(())
        found += [(Cell(" " * margin), *row) for row in _block(block, width - margin, flat)]
        before = block
    return tuple(found)


def _block(block: Block, width: int, flat: bool) -> Rows:
    row = cells(block.spans)
    match block.kind:
        case BlockKind.HEADING:
            return flow((cell._replace(emphasis=Emphasis.STRONG) for cell in row), width)
        case BlockKind.RULE:
            return ((Cell("─" * width, Role.PLAIN, Emphasis.DIM),),)
        case BlockKind.ITEM:
            lead = "  " * (block.level - 1) + (f"{block.marker} " if block.marker else "  ")
            return flow((Cell(lead), *row), width, len(lead))
        case BlockKind.QUOTE:
            bar = Cell("│ ", Role.PLAIN, Emphasis.DIM)
            return tuple((bar, *line) for line in flow(row, width - 2))
        case BlockKind.CODE:
            return tuple((Cell("   "), *line) for line in flow(row, width - 3))
        case BlockKind.FORMULA if block.formula is not None and not flat:
            return formula("", block.formula, width, 2, 2)
        case _:
            return flow(row, width)
