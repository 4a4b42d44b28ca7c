"""Bars across, one a row, from a line of zero: to the right what is positive, to the left what is negative."""

from collections.abc import Sequence
from math import inf, isfinite
from typing import NamedTuple

from tutor.engine.network import Network
from tutor.event import Sign
from tutor.explain.cells import Cell, Emphasis, Row, Rows, join, pad, trimmed, width
from tutor.explain.flow import cells
from tutor.explain.labels import UNKNOWN, role
from tutor.notation import charset, math
from tutor.notation.columns import align
from tutor.notation.role import Role
from tutor.notation.symbols import symbol
from tutor.output.pictures.paper import behind, named, number
from tutor.quantity import Quantity

PARTS = " ▏▎▍▌▋▊▉"
"""The last cell of a bar to the right, by eighths."""
HALF = "▐"
"""The last cell of a bar to the left, where it is not full: there are no others in that direction."""
FULL = "█"
AXIS = "│"


class Bar(NamedTuple):
    """A bar.

    Attributes:
        name: what stands on its left.
        value: how long it is; None where that is not known.
        text: its number, which stands on its right.
        role: its colour.
        apart: whether there is a blank row above it, where there is room for those.
        sign: that of a number which is not the right one.
    """

    name: Row
    value: float | None
    text: str
    role: Role
    apart: bool = False
    sign: Sign | None = None


def measured(
    network: Network,
    q: Quantity,
    value: float | None,
    figures: int = 3,
    *,
    sign: Sign | None = None,
    short: bool = False,
) -> Bar:
    """The bar of a quantity; its name says the layer, or not; a new layer or row of weights stands apart."""
    name = named(q, network) if short else tuple(cells(math.spans(symbol(q, network.naming._replace(samples=1)))))
    text = "" if value is None else number(value, figures)
    return Bar(name, value, text, role(q), (q.k or q.j) == 1, sign if text else None)


def bars(every: Sequence[Bar], columns: int, rows: int, *, low: float = 0.0, high: float = 0.0) -> Rows:
    """The bars, each in a row; in high rooms blank rows keep them apart, in low ones the last are counted only.

    Args:
        every: the bars.
        columns: how wide they are at most, with names and numbers.
        rows: how many rows there are.
        low: what the zero line has on its left at least, as a number that is not positive.
        high: what it has on its right at least.
    """
    shown = every if len(every) <= rows else every[: max(0, rows - 1)]
    names = max((width(bar.name) for bar in shown), default=0)
    texts = align([bar.text if bar.value is not None else UNKNOWN for bar in shown])
    signs = 2 * any(bar.sign is not None for bar in shown)
    room = max(1, columns - names - max(map(len, texts), default=0) - signs - 5)
    values = [bar.value for bar in shown if bar.value is not None]
    scale = _Scale(min([low, *values]), max([high, *values]), room)
    lines = [
        trimmed((Cell(" "), *pad(bar.name, names), Cell(" "), *scale.bar(bar), Cell(" "), *_number(bar, text)))
        for bar, text in zip(shown, texts, strict=True)
    ]
    more = len(every) - len(shown)
    found = _spread(shown, lines, rows)
    return (*found, (Cell(f" + {more} more", Role.PLAIN, Emphasis.DIM),)) if more else found


def _number(bar: Bar, text: str) -> Row:
    if bar.value is None:
        return (Cell(text, Role.PLAIN, Emphasis.DIM),)
    return (Cell(text, bar.role), *behind(bar.sign))


def _spread(shown: Sequence[Bar], lines: list[Row], rows: int) -> Rows:
    """The lines with blank rows between them, if there is room: between all, or above those that stand apart."""
    everywhere = 2 * len(lines) - 1 <= rows
    some = len(lines) + sum(bar.apart for bar in shown[1:]) <= rows
    found: list[Row] = []
    for i, (bar, line) in enumerate(zip(shown, lines, strict=True)):
        if i and (everywhere or (some and bar.apart)):
            found.append(())
        found.append(line)
    return tuple(found)


class _Scale:
    """How long bars are: so many columns from the lowest number to the highest, the line of zero among them."""

    def __init__(self, low: float, high: float, room: int) -> None:
        if high - low <= 0 or not isfinite(high - low):
            low, high = 0.0, 1.0
        self.left = 0 if low >= 0 else max(1, round(room * (-low / (high - low))))
        self.right = room - self.left
        self.unit = min(
            self.left / -low if low < 0 else inf,
            self.right / high if high > 0 else inf,
        )

    def bar(self, bar: Bar) -> Row:
        """One bar with the zero line, as wide as all."""
        value = bar.value or 0.0
        length = min(abs(value) * self.unit, float(self.left if value < 0 else self.right))
        left, right = "", ""
        if charset.ascii():
            blocks = FULL * (max(1, round(length)) if value else 0)
            left, right = (blocks, "") if value < 0 else ("", blocks)
        elif value < 0:
            halves = max(1, round(2 * length))
            left = HALF * (halves % 2) + FULL * (halves // 2)
        elif value > 0:
            eighths = max(1, round(8 * length))
            right = FULL * (eighths // 8) + PARTS[eighths % 8].strip()
        faint = Cell(AXIS, Role.PLAIN, Emphasis.DIM)
        before = Cell(" " * (self.left - len(left)))
        return join((before, Cell(left, bar.role), faint, Cell(right.ljust(self.right), bar.role)))
