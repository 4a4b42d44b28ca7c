"""What a lesson screen shows of a session, piece by piece, as rows of cells. Nothing here changes the session."""

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from tutor.errors import TutorError
from tutor.event import PASSED, SHOWN, SIGNS, Sign
from tutor.explain.cells import Cell, Emphasis, Row, Rows, pad, trimmed, width
from tutor.explain.flow import cells, flow, prose, tagged, together
from tutor.explain.flow import formula as set_out
from tutor.explain.labels import Look, role
from tutor.explain.stepmap import stage
from tutor.explain.task import task
from tutor.lesson.schema import Step
from tutor.notation import charset, math, sentence, tex
from tutor.notation.columns import align
from tutor.notation.math import Math
from tutor.notation.printable import printable
from tutor.notation.role import GLUE, Role
from tutor.notation.symbols import symbol
from tutor.output.asked import asked
from tutor.quantity import Naming, Quantity, Stage
from tutor.session import Session

if TYPE_CHECKING:
    from tutor.explain.substitution import Line

ONE_ROW = 10_000
"""Columns enough for any text."""
NARROW = 50
"""Below so many columns a tag has no column of its own."""
TAG = 11
"""The columns of the tags before what was said or shown."""

PAGE = "Type the first number, or press Enter, to go on."
PAGE_NARROW = "Enter, or a number, goes on."
QUITS = "ctrl+q quits."
TITLE = 20
"""The columns that are left to a lesson's title where it gives way to how it goes."""
GIVEN = "Given"


def heading(session: Session, columns: int) -> Row:
    """The lesson's title, and at the right where we are and how it goes: “forward · step 3 of 14 · 5 of 22 right”.

    Where there is little room, that is put more briefly; then the title gives way, by words; then how it goes. Which
    it is depends on the lesson alone, and not on the step.
    """
    title, room = printable(session.lesson.title), columns - 4
    whole, ways = width((Cell(charset.spelt(title)),)), _where(session)
    fitting = [where for where, widest in ways[:-1] if widest + whole <= room]
    fitting += [where for where, widest in ways[-2:] if widest + TITLE <= room]
    where = (*fitting, ways[-1][0])[0]
    title = shortened(title, room - len(where))
    between = " " * (columns - width((Cell(title),)) - len(where) - 2)
    return (Cell(f" {title}", Role.PLAIN, Emphasis.STRONG), Cell(between), Cell(f"{where} ", Role.PLAIN))


def _where(session: Session) -> Sequence[tuple[str, int]]:
    """Where we are and how it goes, more and more briefly; with the columns that it takes at most in the lesson."""
    steps, questions = str(len(session.steps)), str(len(session.states))
    right = str(sum(state.correct and not state.shown for state in session.states.values()))
    gap, apart = " " * (len(questions) - len(right)), sentence.apart()
    long, short = f"{right} of {questions} right{gap}", f"{right}/{questions} right{gap}"
    step = session.step
    at = "done" if step is None else f"step {session.at + 1} of {steps}"
    named = at if step is None else f"{stage(session.lesson, step)}{apart}{at}"
    here, stages = len(f"step {steps} of {steps}"), max(map(len, Stage)) + len(apart)
    return (
        (f"{named}{apart}{long}", stages + here + len(apart) + len(long)),
        (f"{at}{apart}{long}", here + len(apart) + len(long)),
        (f"{at}{apart}{short}", here + len(apart) + len(short)),
        (at, here),
    )


def too_small(columns: int) -> Rows:
    """All that there is on a screen that is too small for anything else."""
    return flow((Cell("bp-tutor needs 30×8; nothing is lost"),), max(1, columns))


def line(told: str, columns: int) -> Rows:
    """Something that is said; no row where there is nothing to be said."""
    return flow((Cell(f" {told}"),), columns, 1) if told else ()


def rule(columns: int) -> Row:
    """A line that parts what is above from what is below."""
    return (Cell("─" * columns, Role.PLAIN, Emphasis.DIM),)


def shortened(text: str, columns: int) -> str:
    """The text, without the words at its end that have no room."""
    text = charset.spelt(text)
    if width((Cell(text),)) <= columns:
        return text
    text, cut = together(text), charset.spelt("…")[: max(0, columns)]
    kept = text[: max(0, columns - len(cut))]
    while kept and width((Cell(kept),)) > columns - len(cut):
        kept = kept[:-1]
    return f"{kept.rpartition(' ')[0] or kept}{cut}".replace(GLUE, " ")


def mark(session: Session, q: Quantity) -> str:
    """The sign after a number that is known, or nothing."""
    return sign_of(session, q) if session.value_text(q) is not None else ""


def sign_of(session: Session, q: Quantity) -> str:
    """The sign of what was answered to a question, or nothing."""
    state = session.states.get(q)
    sign = state.number_sign if state is not None else None
    return sign.glyph if sign is not None else ""


def all_signs() -> tuple[Sign, ...]:
    """Every sign that can stand beside an answer."""
    return (*SIGNS.values(), SHOWN, PASSED)


def look(session: Session) -> Look:
    """What the drawing is to show."""
    step = session.step
    return Look(
        step.kind if step else None,
        step.layer if step else None,
        session.focus,
        session.value_text,
        lambda q: mark(session, q),
        step.sample if step else 1,
        step.update if step else 1,
    )


def task_row(session: Session, columns: int) -> Rows:
    """The task of the present step in words."""
    if session.step is None:
        return ()
    said = cells(sentence.spans(asked(session.lesson.network, session.step)))
    return flow((Cell(" "), *(cell._replace(emphasis=Emphasis.STRONG) for cell in said)), columns, 1)


def coming(session: Session, columns: int) -> Rows:
    """The task of the next step in words."""
    after = session.steps[session.at + 1 :]
    if not after:
        ahead = "the next question" if session.lesson.why else "the end: what all of it means"
        return ((Cell(f" {ahead}", Role.PLAIN, Emphasis.DIM),),)
    return flow((Cell(" "), *cells(sentence.spans(task(session.lesson.network, after[0])))), columns, 1)


def legend(columns: int) -> Rows:
    """What the signs say, in as few rows as hold them."""
    return _legend(columns, charset.style())


@lru_cache(maxsize=8)
def _legend(columns: int, _style: charset.Style) -> Rows:
    text = "".join(f"{sign.glyph}\N{NO-BREAK SPACE}{sign.words.replace(' ', chr(160))}   " for sign in all_signs())
    return flow((Cell(f" {text.rstrip()}", Role.PLAIN, Emphasis.DIM),), columns, 1)


def name(session: Session, q: Quantity) -> Row:
    """The name of a quantity, in its colours."""
    return _name(q, _naming(session), charset.style())


@lru_cache(maxsize=16)
def _naming(session: Session) -> Naming:
    """What names depend on: in one lesson it stays the same."""
    return session.lesson.network.naming


@lru_cache(maxsize=1024)
def _name(q: Quantity, naming: Naming, _style: charset.Style) -> Row:
    return cells(math.spans(symbol(q, naming)))


def label(session: Session, q: Quantity) -> Row:
    """What stands before the field of a question: its name, and ``▸`` where the focus is."""
    here = q == session.focus
    named = name(session, q)
    lead = Cell(" ▸ " if here else "   ", Role.PLAIN, Emphasis.STRONG)
    return (lead, *(cell._replace(emphasis=Emphasis.STRONG) for cell in named), Cell(" = "))


def verdict(session: Session, q: Quantity, columns: int) -> Row:
    """What stands behind the field of a question: sign and words, or the sign alone where there is no room."""
    sign = session.states[q].sign
    if sign is None:
        return ()
    text = f" {sign.glyph} {sign.words}"
    good = (session.states[q].correct or session.states[q].follows) and not session.states[q].shown
    emphasis = Emphasis.STRONG if sign.glyph == "✗" else Emphasis.NORMAL
    return (
        Cell(text if len(text) <= columns else f" {sign.glyph}", Role.ACTIVATION if good else Role.PLAIN, emphasis),
    )


def beyond(session: Session, top: int, visible: int, columns: int) -> Rows:
    """Which questions of the step are scrolled out of sight, above and below those that can be seen."""
    questions = session.step.questions if session.step else ()
    if len(questions) <= visible:
        return ()
    parts: list[Row] = []
    for found, where in ((questions[:top], "above"), (questions[top + visible :], "below")):
        if found:
            names = [name(session, q) for q in (found[0], *found[1:][-1:])]
            ends: Row = (*names[0], *((Cell(charset.spelt(" … ")), *names[1]) if len(names) > 1 else ()))
            parts.append((*ends, Cell(f" {where}", Role.PLAIN, Emphasis.DIM)))
    row: list[Cell] = [Cell(" ⋮ ", Role.PLAIN, Emphasis.DIM)]
    for i, part in enumerate(parts):
        row += [Cell("   ")] if i else []
        row += part
    return flow(row, columns, 3)[:1]


def formula(source: str) -> Row:
    """A formula of the tutor's own, or as it was typed where it cannot be read."""
    found = parsed(source)
    return cells(math.spans(found)) if found is not None else (Cell(source),)


def displayed(tag: str, source: str, columns: int, column: int) -> Rows:
    """A formula of the tutor's own behind a tag, in as many rows as it needs; or as it was typed."""
    found = parsed(source)
    return (
        set_out(tag, found, columns, column, 2) if found is not None else tagged(tag, (Cell(source),), columns, column)
    )


def parsed(source: str) -> Math | None:
    """What a formula of the tutor's own says; None where it cannot be read."""
    try:
        return tex.parse(source)
    except TutorError:
        return None


def numbers(line: "Line") -> Row:
    """One line of a substitution; a number that stands for a quantity has its colour."""
    from tutor.explain.substitution import Shown

    row = []
    for piece in line.pieces(charset.style()):
        of = piece.of.of if isinstance(piece.of, Shown) else piece.of
        row.append(Cell(piece.text, role(of) if isinstance(of, Quantity) else Role.PLAIN))
    return tuple(row)


def paragraph(markdown: str) -> Row:
    """Markdown as one run of text."""
    rows = prose(markdown, ONE_ROW, margin=0, flat=True)
    return tuple(cell for i, row in enumerate(rows) for cell in ((Cell("\n"), *row) if i else row))


def page(session: Session, columns: int, room: int | None = None) -> Rows:
    """What is to be read before the present step: prose, and what given steps show.

    Where that has more than ``room`` rows, every formula stands on one line.
    """
    rows = _read(session, columns, flat=False)
    return rows if room is None or len(rows) <= room else _read(session, columns, flat=True)


def _read(session: Session, columns: int, *, flat: bool) -> Rows:
    rows: list[Row] = []
    page = session.page
    for item in (page.after, *page.items) if session.finished and page.after else page.items:
        if rows:
            rows.append(())
        rows += prose(item, columns, flat=flat) if isinstance(item, str) else _given(session, item, columns)
    return tuple(rows)


def _given(session: Session, step: Step, columns: int) -> Rows:
    lead = Cell(f" {GIVEN}{sentence.apart()}", Role.PLAIN, Emphasis.DIM)
    title = flow((lead, *cells(sentence.spans(task(session.lesson.network, step)))), columns, 1)
    names = [name(session, q) for q in step.questions]
    numbers = align([session.numbers.text(q) for q in step.questions])
    widest = max(map(width, names), default=0)
    rows = (
        trimmed((Cell("   "), *pad(named, widest), Cell(" = "), Cell(number, role(q))))
        for named, number, q in zip(names, numbers, step.questions, strict=True)
    )
    return (*title, *rows)
