"""The one place where text of the core becomes Content. Spans are set by number: no data is ever read as markup."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

from textual.content import Content, Span
from textual.style import Style

from tutor.explain.cells import Cell, Emphasis, Row, Rows
from tutor.notation.role import GLUE, Role

ROLES: Mapping[Role, str] = {
    Role.INPUT: "$bp-input",
    Role.WEIGHT: "$bp-weight",
    Role.ACTIVATION: "$bp-activation",
    Role.ERROR: "$bp-error",
    Role.STRONG: "bold",
    Role.EMPHASIS: "italic",
    Role.CODE: "$bp-code",
}
"""The style of each role; a plain one has none."""

EMPHASES: Mapping[Emphasis, str] = {
    Emphasis.STRONG: "bold",
    Emphasis.REVERSED: "bold on $bp-asked",
}


LINES = "".join(map(chr, range(0x2500, 0x2580))) + " "
"""What wires, frames and rules are made of: they need not be as easy to see as what is to be read."""


def style(cell: Cell) -> str:
    """How a cell is painted.

    What is in question has a ground of no colour: its role's colour behind it would look like a verdict.
    """
    if cell.emphasis is Emphasis.DIM:
        if not cell.text.strip(LINES):
            return "$bp-line"
        return "$bp-faint" if cell.role is Role.PLAIN else "$bp-quiet"
    ink = "$bp-ink" if cell.emphasis is Emphasis.REVERSED else ""
    return " ".join(filter(None, (ROLES.get(cell.role, ink), EMPHASES.get(cell.emphasis, ""))))


def _style_in_row(cell: Cell) -> str:
    """The style of a cell; blanks have one only where it shows. Every change of style costs time on each frame."""
    return style(cell) if cell.emphasis is Emphasis.REVERSED or not cell.text.isspace() else ""


def paint(rows: Rows) -> Content:
    """Rows of cells as one text."""
    text: list[str] = []
    spans: list[Span] = []
    at = 0
    for i, row in enumerate(rows):
        if i:
            text.append("\n")
            at += 1
        for piece, look in pieces(row):
            end = at + len(piece)
            if look:
                spans.append(Span(at, end, look))
            text.append(piece)
            at = end
    return Content("".join(text), spans)


def pieces(row: Row) -> Iterator[tuple[str, str]]:
    """The text of a row in pieces of one style, and how each of them is painted."""
    for look, cells in groupby(row, key=_style_in_row):
        yield "".join(cell.text for cell in cells).replace(GLUE, " "), look


def clickable(keys: Iterable[tuple[str, str, tuple[str, ...]]]) -> Content:
    """One line of keys: for each its cap, what it does, and what a click runs: one action, or one for each arrow."""
    text: list[str] = [" "]
    spans: list[Span] = []
    at = 1
    for i, (cap, label, actions) in enumerate(keys):
        lead = "  " if i else ""
        start = at + len(lead)
        end = start + len(cap) + 1 + len(label)
        text += [lead, cap, " ", label]
        spans += [Span(start, start + len(cap), "$bp-key bold"), Span(start + len(cap), end, "$bp-quiet")]
        for j, action in enumerate(actions):
            last = j == len(actions) - 1
            spans.append(Span(start + j, end if last else start + j + 1, Style.from_meta({"@click": action})))
        at = end
    return Content("".join(text), spans)
