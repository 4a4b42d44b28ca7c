"""What stands beside the lesson where there is room: what is known, and below it what helps to go on.

What changes its height stands at the top and what does not at the bottom, so that nothing moves when a number comes.
"""

from typing import NamedTuple

from tutor.explain.cells import Cell, Emphasis, Row, Rows, width
from tutor.notation.role import Role
from tutor.output import scratch, sheets, view
from tutor.output.known import worksheet
from tutor.session import Session

COMING = 2
"""The rows that the task of the next step is likely to need."""


class Beside(NamedTuple):
    """The rows beside the lesson, and in which of them the field of the scratch line is; None where it is not there."""

    rows: Rows
    scratch: int | None = None


def beside(session: Session, columns: int, rows: int, *, opened: bool) -> Beside:
    """Fill so many rows.

    Args:
        session: the session.
        columns: the columns there are.
        rows: the rows there are.
        opened: whether the scratch line is open.
    """
    known = (headed("Known so far", columns), (), *worksheet(session, columns))
    parts = {"scratch": _scratch(session, columns, opened), "coming": _coming(session, columns)}
    parts["legend"] = view.legend(columns)
    free = rows - len(known)
    kept: dict[str, Rows] = {}
    for name, part in parts.items():  # from the one that helps most
        if part and len(part) + 1 <= free:
            kept[name] = ((), *part)
            free -= len(part) + 1
    lower = tuple(row for name in ("legend", "scratch", "coming") for row in kept.get(name, ()))
    found = (*known, *(((),) * free), *lower)
    at = len(found) - len(kept.get("coming", ())) - scratch.HEIGHT + 1
    return Beside(found, at if "scratch" in kept else None)


def headed(text: str, columns: int) -> Row:
    """A heading, and a line to the end of its row."""
    head = sheets.title(text)
    return (*head, Cell(f" {'─' * max(0, columns - width(head) - 1)}", Role.PLAIN, Emphasis.DIM))


def _scratch(session: Session, columns: int, opened: bool) -> Rows:
    """The place of the scratch line, unless the lesson goes without."""
    if not session.lesson.marking.scratch:
        return ()
    return (headed(scratch.TITLE, columns), *scratch.below(columns, opened=opened))


def _coming(session: Session, columns: int) -> Rows:
    coming = view.coming(session, columns)
    return (headed("Coming next", columns), *coming, *(((),) * (COMING - len(coming))))
