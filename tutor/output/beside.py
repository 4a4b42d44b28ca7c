"""What stands beside the lesson where there is room: what is known, and below it what helps to go on.

What changes its height stands at the top and what does not at the bottom, so that nothing moves when a number comes.
"""

from functools import lru_cache
from typing import NamedTuple

from tutor.explain.cells import Cell, Emphasis, Row, Rows, pad, width
from tutor.notation.role import Role
from tutor.output import scratch, sheets, view
from tutor.output.known import COLUMNS, worksheet
from tutor.session import Session

COMING = 2
"""The rows that the task of the next step is likely to need."""
RESULTS = 4
"""The rows kept below the table for the loss, gradients and new parameters, where something stands below them."""
WIDE = 70
"""From so many columns on there is room for the network's numbers and the equations."""
TWO = 86
"""From so many columns on these stand in a column of their own."""
GAP = 2
"""Between two columns."""
UPPER, LOWER = ("network", "equations"), ("legend", "scratch", "coming")
"""What stands below the table and at the bottom, from the top."""
ORDER = ("scratch", "coming", "legend", "network", "equations")
"""The same from what helps most."""


class Beside(NamedTuple):
    """The rows beside the lesson, and in which of them the field of the scratch line is; None where it is not there."""

    rows: Rows
    scratch: int | None = None
    columns: int = 0
    """The columns of the scratch line."""
    coming: bool = False
    """Whether it says what comes next."""


def beside(session: Session, columns: int, rows: int, *, opened: bool) -> Beside:
    """Fill so many rows.

    Args:
        session: the session.
        columns: the columns there are.
        rows: the rows there are.
        opened: whether the scratch line is open.
    """
    if columns < TWO:
        return _stack(session, columns, rows, opened, UPPER if columns >= WIDE else ())
    first = columns // 2 + 1
    right = _equations(session, columns - GAP - first)
    if len(right) > rows:
        right = _equations(session, columns - GAP - first, flat=True)
    if len(right) > rows:
        return _stack(session, columns, rows, opened, UPPER)
    left = _stack(session, first, rows, opened, UPPER[:1])
    gap = (Cell(" " * GAP),)
    both = tuple((*pad(row, first), *gap, *other) for row, other in zip(left.rows, right, strict=False))
    return left._replace(rows=(*both, *left.rows[len(both) :]))


def _stack(session: Session, columns: int, rows: int, opened: bool, upper: tuple[str, ...]) -> Beside:
    """What is known, below it what of ``upper`` there is room for, and at the bottom what is always there."""
    known: Rows = (headed("Known so far", columns), (), *worksheet(session, columns - 1))
    parts = {"scratch": _scratch(session, columns, opened), "coming": _coming(session, columns)}
    parts["legend"] = view.legend(columns)
    if "network" in upper:
        parts["network"] = _network(session, columns, session.step.update if session.step else 0)
    if "equations" in upper:
        parts["equations"] = _equations(session, columns)
    if upper:
        known = (*known, *(((),) * (_highest(session) - len(known))))
    free = rows - len(known)
    kept: dict[str, Rows] = {}
    for name in ORDER:
        if name in upper and name == "equations" and len(parts[name]) + 1 > free:
            parts[name] = _equations(session, columns, flat=True)
        if parts.get(name) and len(parts[name]) + 1 <= free:
            kept[name] = ((), *parts[name])
            free -= len(kept[name])
    above, below = (tuple(row for name in names for row in kept.get(name, ())) for names in (UPPER, LOWER))
    found = (*known, *above, *(((),) * free), *below)
    at = len(found) - len(kept.get("coming", ())) - scratch.HEIGHT + 1
    return Beside(found, at if "scratch" in kept else None, columns, "coming" in kept)


def _highest(session: Session) -> int:
    """The rows of what is known once there are results below the table."""
    network = session.lesson.network
    table = sum(network.sizes) + len(network.sizes) + 1
    others = sum(q.kind not in COLUMNS for q in session.lesson.questions if q.update == 1)
    return 2 + table + 1 + min(RESULTS, others)


def headed(text: str, columns: int) -> Row:
    """A heading, and a line to the end of its row."""
    head = sheets.title(text)
    return (*head, Cell(f" {'─' * max(0, columns - width(head) - 2)}", Role.PLAIN, Emphasis.DIM))


def _scratch(session: Session, columns: int, opened: bool) -> Rows:
    """The place of the scratch line, unless the lesson goes without."""
    if not session.lesson.marking.scratch:
        return ()
    return (headed(scratch.TITLE, columns), *scratch.below(columns, opened=opened))


def _coming(session: Session, columns: int) -> Rows:
    coming = view.coming(session, columns - 1)
    return (headed("Coming next", columns), *coming, *(((),) * (COMING - len(coming))))


@lru_cache(8)
def _network(session: Session, columns: int, _update: int) -> Rows:
    """The numbers of the network: in one update they stay the same."""
    return (headed("The network", columns), (), *sheets.network(session, columns))


@lru_cache(8)
def _equations(session: Session, columns: int, *, flat: bool = False) -> Rows:
    """The equations of the lesson, each on one line if there are too few rows: they stay the same."""
    return (headed("The equations", columns), (), *sheets.equations(session, columns - 1, flat=flat))
