"""What stands below the fields: the message, and after it the hints and reveals, in as many rows as there are."""

from typing import NamedTuple

from tutor.event import Event, Happening
from tutor.explain.cells import Cell, Emphasis, Rows, width
from tutor.notation.role import Role
from tutor.output import reveals
from tutor.output.message import message
from tutor.session import Session

SAID_LEAST = 3
"""The rows that this needs on a small screen, before there is anything to compute from."""
MESSAGE = 2
"""The rows that a message is likely to need."""
UP = " ⋮ pgup"
"""Says that there is more above."""


class View(NamedTuple):
    """What a front has: the screen's size, the last event, how far what was said is scrolled, what else is told.

    Where nobody has scrolled yet, what the event brought is shown.
    """

    columns: int
    rows: int
    event: Event | None = None
    scrolled: int | None = None
    told: str = ""
    top: int = 0
    scratch: bool = False
    """Whether the scratch line is open."""
    coming: bool = True
    """Whether to say of a step that is done what comes next: nothing else says it."""


class Said(NamedTuple):
    """The message, hints and reveals, as far as there is room; how far they can be scrolled, and how far they are."""

    rows: Rows
    over: int
    scrolled: int


def below(session: Session, chosen: View, room: int, between: Rows = (), blank: Rows | None = None) -> Said:
    """The message, and after it hints and reveals, in ``room`` rows, those between the two and the blank one before.

    The message scrolls only where it is longer than that; where there is hardly a row it makes way for what was asked
    for. Below a short one its second row stays free, so that what was shown does not move when a longer one comes;
    where a line parts the two, more of them stay free, whatever was shown. Where all of it would have no room
    otherwise, the blank row makes way, and the row of a message where there is none; where all of it has room to spare,
    there is a blank row though none was kept, unless ``blank`` is None.
    """
    room, columns = max(1, room), chosen.columns
    told = message(session, chosen.event, columns, chosen.told)
    parts = any(between)
    kept = MESSAGE + len(between) // 2 + 1 if parts else MESSAGE
    if blank and not parts and max(len(told), 1) + len(reveals.brief(session, columns)) > room:
        room, blank = room + len(blank), ()
    rest = reveals.said(session, columns, room - max(len(told), kept if parts else 1), coming=chosen.coming)
    if not told and (parts or len(rest) < room):
        told = ((),)
    asked = chosen.event if chosen.event and chosen.event.what in (Happening.HINT, Happening.REVEAL) else None
    if len(told) > room and not asked:
        told, rest = (), (*told, *rest)
    elif parts or (rest and len(rest) + kept <= room):
        told = (*told, *(((),) * (kept - len(told))))
    if blank == () and not parts and max(len(told), kept if rest else 1) + len(rest) < room:
        room, blank = room - 1, ((),)
    left = room - len(told)
    start = len(rest) if asked and asked.what is Happening.REVEAL else 0
    over = max(0, len(rest) - left)
    if asked and left < min(len(rest), SAID_LEAST + 1):  # what was shown before makes way, and then the message
        news = reveals.news(session, asked, columns)
        if len(news) > room:
            told, rest, left, start, over = (), news, room, 0, len(news) - room
        elif chosen.scrolled is None or chosen.scrolled >= over:
            told = told if len(news) <= left else ()
            parted = between if told else ()
            return Said((*(blank or ()), *told, *parted, *_hinted(news, columns)), over, over)
    start = min(over, start if chosen.scrolled is None else chosen.scrolled)
    parted = between if parts or (told and rest) else ()
    return Said((*(blank or ()), *told, *parted, *window(rest, left, start)), over, start)


def _hinted(rows: Rows, columns: int) -> Rows:
    """The rows, and at the end of the first one that has room for it, that there is more above."""
    sign = Cell(UP, Role.PLAIN, Emphasis.DIM)
    gaps = [columns - width(row) - width((sign,)) for row in rows]
    at = next((i for i, gap in enumerate(gaps) if gap > 0), None)
    return tuple((*row, Cell(" " * gaps[i]), sign) if i == at else row for i, row in enumerate(rows))


def window(rows: Rows, height: int, start: int = 0) -> Rows:
    """The part of the rows that there is room for; a sign says where there is more."""
    if len(rows) <= height or height <= 0:
        return rows[: max(0, height)]
    start = max(0, min(start, len(rows) - height))
    part = list(rows[start : start + height])
    if start and height > 2:
        part[0] = (Cell(UP, Role.PLAIN, Emphasis.DIM),)
    if start + height < len(rows):
        part[-1] = (Cell(" ⋮ pgdn", Role.PLAIN, Emphasis.DIM),)
    return tuple(part)
