"""The hints and reveals of a step, as rows of cells, in as many rows as there are."""

from collections.abc import Iterable
from typing import NamedTuple

from tutor.event import Event, Happening
from tutor.explain.cells import Cell, Emphasis, Row, Rows, width
from tutor.explain.flow import cells, flow, tagged
from tutor.explain.flow import formula as set_out
from tutor.explain.labels import role
from tutor.lesson.schema import Step
from tutor.notation import charset, math
from tutor.notation.math import Math
from tutor.notation.number import screen
from tutor.notation.role import Role
from tutor.output import view
from tutor.quantity import Quantity
from tutor.session import Session

AMPLE = 8
"""The rows that are left where what was said or shown can stand apart."""
MOST = 2
"""What gives way first."""
NEXT = "next"
EQUATION_HIDDEN = "^r shows it"
NUMBERS_HIDDEN = "^r puts the numbers in; that counts as help"
RESULT_HIDDEN = "^r shows it; the answer then counts as shown"
RESULT_FAR = "^r shows it after a try, or pressed twice; it then counts as shown"


class Piece(NamedTuple):
    """One of the things said or shown at a step."""

    tag: str
    row: Row
    level: int = 0
    """The reveal that it belongs to: 1, 2 or 3; a hint to none."""
    extra: int = 0
    """Whether it gives way where there is little room: what has more does so first."""
    indent: int = 0
    """By how much its text is indented where it wraps."""
    formula: Math | None = None
    """What its row says, to be set in two dimensions where there are rows for that."""


def said(session: Session, columns: int, room: int, *, coming: bool = True) -> Rows:
    """The hints and reveals that were asked for at the present step, as far as possible within ``room`` rows.

    Args:
        session: the session.
        columns: the columns there are.
        room: the rows.
        coming: whether to say of a step that is done what comes next.
    """
    pieces = [piece for piece in _said(session) if coming or piece.tag != NEXT]
    if columns >= view.NARROW and len(rows := _apart(pieces, columns)) + AMPLE <= room:
        return rows
    if columns >= view.NARROW and any(piece.formula for piece in pieces):
        rows = _set_out(pieces, columns)
        if len(rows) < room:  # a message may come to need one row more
            return rows
    for most in range(MOST, -1, -1):
        rows = _written((piece for piece in pieces if piece.extra <= most), columns)
        if len(rows) <= room:
            return rows
    return brief(session, columns)


def brief(session: Session, columns: int) -> Rows:
    """The hints and reveals without what gives way first."""
    return _written((piece for piece in _said(session) if piece.extra < MOST), columns)


def news(session: Session, event: Event, columns: int) -> Rows:
    """Of the hints and reveals, the one that was just asked for: for where there is no room for more."""
    if event.what is Happening.HINT:
        return _written([Piece("hint", view.paragraph(event.hint))], columns)
    return _written([piece for piece in _said(session) if piece.level == event.level and not piece.extra], columns)


def _written(pieces: Iterable[Piece], columns: int) -> Rows:
    """Each piece in a column of its own behind its tag; where that would be narrow, only the first row gives way."""
    if columns >= view.NARROW:
        return tuple(row for each in pieces for row in tagged(each.tag, each.row, columns, view.TAG, each.indent))
    found: list[Row] = []
    for each in pieces:
        lead = Cell(f" {each.tag} " if each.tag else "   ", Role.PLAIN, Emphasis.DIM)
        found += flow((lead, *(each.row if each.tag else trimmed_left(each.row))), columns, 3)
    return tuple(found)


def _set_out(pieces: Iterable[Piece], columns: int) -> Rows:
    """Each piece behind its tag, formulas in as many rows as they need; a blank one comes after several, if another."""
    found: list[Row] = []
    before = 0
    for each in pieces:
        part = _written([each], columns)
        if each.formula is not None:
            part = set_out(each.tag, each.formula, columns, view.TAG, each.indent)
            found += [()] if before > 1 else []
        before = len(part) if each.formula is not None else 0
        found += part
    return tuple(found)


def _apart(pieces: Iterable[Piece], columns: int) -> Rows:
    """Each piece behind its tag, with a blank row before whatever has another tag than what stands above."""
    groups: list[list[Piece]] = []
    for each in pieces:
        if not groups or (each.tag and each.tag != groups[-1][0].tag):
            groups.append([])
        groups[-1].append(each)
    found = [row for group in groups for row in ((), *_set_out(group, columns))]
    return tuple(found[1:])


def trimmed_left(row: Row) -> Row:
    """The row without a cell of blanks at its start."""
    return row[1:] if row and not row[0].text.strip() else row


def _said(session: Session) -> Iterable[Piece]:
    step, q = session.step, session.focus
    if step is None or q is None:
        return
    for hint in session.hints_shown:
        yield Piece("hint", view.paragraph(hint))
    if session.equation_shown and step.kind is not None:
        yield from _equation(session, step)
    if session.states[q].reveal >= 2:
        yield from _worked(session, q)
    elif not session.states[q].done:
        hidden = ("numbers", NUMBERS_HIDDEN) if session.equation_shown else ("equation", EQUATION_HIDDEN)
        yield Piece(hidden[0], (Cell(hidden[1], Role.PLAIN, Emphasis.DIM),), extra=MOST)
    if session.step_done and session.at + 1 < len(session.steps):
        first, *rest = view.coming(session, view.ONE_ROW)[0]
        yield Piece(NEXT, (first._replace(text=first.text.lstrip()), *rest), extra=MOST)


def _worked(session: Session, q: Quantity) -> Iterable[Piece]:
    """The numbers put into the equation, and the result or how to have it."""
    state = session.states[q]
    from tutor.output.worked import NOTHING_LEFT, by_name  # not before it is asked for
    from tutor.output.worked import worked as put_in

    worked = put_in(session, q, charset.style())
    named = view.name(session, q)
    if (alone := by_name(session, worked)) is not None:
        row = (*named, Cell(" = "), *cells(math.spans(alone)), Cell(f": {NOTHING_LEFT}", Role.PLAIN, Emphasis.DIM))
        yield Piece("numbers", row, 2, indent=width(named) + 3)
    for i, line in enumerate(worked.lines if alone is None else ()):
        lead = named if i == 0 else (Cell(" " * width(named)),)
        yield Piece(
            "numbers" if i == 0 else "",
            (*lead, Cell(f" {line.sign} "), *view.numbers(line)),
            2,
            indent=width(named) + 3,
        )
    if state.correct or state.shown:
        result = Cell(screen(worked.result), role(q), Emphasis.STRONG)
        yield Piece("result", (*named, Cell(f" {worked.sign} "), result), 3)
    else:
        near = state.attempts or state.asked_twice
        yield Piece("result", (Cell(RESULT_HIDDEN if near else RESULT_FAR, Role.PLAIN, Emphasis.DIM),), 3, extra=1)


def _equation(session: Session, step: Step) -> Iterable[Piece]:
    if step.kind is None:
        return
    from tutor.explain.equation import equation  # not before it is asked for

    found = equation(session.lesson.network, step.kind, step.layer)
    for i, source in enumerate(found.tex):
        yield Piece(
            (found.tag or "equation") if i == 0 else "",
            view.formula(source),
            1,
            MOST if i else 0,
            2,
            view.parsed(source),
        )
    yield Piece("", (Cell(found.words, Role.EMPHASIS),), 1, extra=MOST)
