"""The scratch line: arithmetic, worked out while it is typed, whose result can go into the field of the question.

It takes what an answer takes: the same grammar, and functions only where the lesson allows them in answers.
"""

from typing import NamedTuple

from tutor.explain.cells import Cell, Emphasis, Row, Rows, width
from tutor.explain.flow import flow
from tutor.lesson.schema import Lesson
from tutor.notation import charset, sentence
from tutor.notation.number import screen
from tutor.notation.role import Role
from tutor.output import view
from tutor.session import Session

FIGURES = 6
"""The figures of a result, where the lesson does not want more: enough to be rounded once more."""
FIELD = 36
"""The most columns of the field where it stands beside its value."""
VALUE = 30
"""The columns that are kept for the value beside it."""
TIGHT = 13
"""The columns that a value needs."""
LABEL = " scratch "
TITLE = "Scratch"
HEIGHT = 4
"""The rows of the panel: its title, the field, and two for what comes of it."""
IDLE = "arithmetic, such as 0.7*0.5 + 0.1"
CLOSED = "F6: a line to calculate on"
HOW = "Type scratch and arithmetic behind it, such as scratch 0.7*0.5 + 0.1, to have it worked out."
GOES_ON = "…"
"""What stands in place of a value where the arithmetic only has no end yet."""


class Worked(NamedTuple):
    """What arithmetic comes to.

    Attributes:
        result: its value as it goes into a field (ASCII); nothing where there is none.
        problem: one sentence on why there is none.
        offset: where reading stopped.
    """

    result: str = ""
    problem: str = ""
    offset: int | None = None


class Scratch(NamedTuple):
    """The scratch line as it is shown: rows, and the place of the field in them.

    Attributes:
        rows: what stands around the field and says what comes of it; blanks where the field is.
        column: the first column of the field, in the first row.
        field: the columns of the field.
        result: what goes into the field of the question.
        offset: where in what was typed reading stopped; None where it did not.
    """

    rows: Rows
    column: int
    field: int
    result: str = ""
    offset: int | None = None


def worked(lesson: Lesson, text: str) -> Worked:
    """Work out what was typed, as an answer to the lesson would be read; several numbers come to several."""
    from tutor.expression.read import Readable, Unreadable, read  # not before something is typed

    reading = read(text, functions=lesson.marking.functions)
    if isinstance(reading, Readable):
        return Worked("; ".join(figures(value.number, lesson.marking.significant) for value in reading.values))
    return Worked("", reading.message, reading.offset) if isinstance(reading, Unreadable) else Worked()


def figures(number: float, significant: int) -> str:
    """A result in ASCII: without the noise of float64, but with so many figures that marking is content.

    Zeros at its end that nobody asks for are cut.
    """
    if number == 0:
        return "0"
    mantissa, e, power = f"{number:#.{max(FIGURES, significant)}g}".partition("e")
    count = len(mantissa.replace(".", "").lstrip("-0"))
    while count > significant and mantissa.endswith("0"):
        mantissa, count = mantissa[:-1], count - 1
    mantissa = mantissa.removesuffix(".")
    return f"{mantissa}e{int(power)}" if e else mantissa


def said(found: Worked) -> str:
    """What came of arithmetic, for listening; where nothing was typed, how to have some worked out."""
    if found.result:
        return f"It comes to {found.result}."
    return sentence.speech((found.problem,)) if found.problem else HOW


def line(session: Session, text: str, columns: int) -> Scratch:
    """The scratch line in one row: its label, the field, the value and what Enter does with it."""
    before = width((Cell(LABEL),))
    field = max(8, min(FIELD, columns - before - VALUE), min(columns - before - TIGHT, FIELD))
    found = worked(session.lesson, text)
    room = columns - before - field
    value = _value(found, text, room)
    into = _into(session, found)
    if into and width(value) + width(into) + 3 <= room:
        value = (*value, Cell("   "), *into)
    row = (Cell(LABEL, Role.PLAIN, Emphasis.STRONG), Cell(" " * field), *value)
    return Scratch((row,), before, field, found.result, found.offset)


def panel(session: Session, text: str, columns: int) -> Scratch:
    """The rows below the title of the panel: the field, then what comes of it."""
    field = max(8, columns - 2)
    found = worked(session.lesson, text)
    below: Rows
    if found.problem and not _goes_on(found, text):
        below = flow((Cell(f" {found.problem}", Role.PLAIN, Emphasis.DIM),), columns, 1)[:2]
    else:
        into = _into(session, found) or (Cell("tab: to the field   esc: closes", Role.PLAIN, Emphasis.DIM),)
        below = (_value(found, text, columns), (Cell(" "), *into))
    rows = ((), *below, *(((),) * (HEIGHT - 2 - len(below))))
    return Scratch(rows, 1, field, found.result, found.offset)


def below(columns: int, *, opened: bool) -> Rows:
    """The rows that the panel lies over; while it is closed, how to open it."""
    told = () if opened else flow((Cell(f" {CLOSED}", Role.PLAIN, Emphasis.DIM),), columns, 1)[:1]
    return (*told, *(((),) * (HEIGHT - 1 - len(told))))


def _goes_on(found: Worked, text: str) -> bool:
    """Whether reading stopped at the end only: more may be to come."""
    return found.offset is not None and (found.offset >= len(text.rstrip()) or text.count("(") > text.count(")"))


def _value(found: Worked, text: str, columns: int) -> Row:
    """The value after ``=``, or why there is none."""
    if found.result:
        value = Cell(view.shortened(screen(found.result), columns - 3), Role.PLAIN, Emphasis.STRONG)
        return (Cell(" = "), value)
    said = IDLE if not text.strip() else f"= {GOES_ON}" if _goes_on(found, text) else found.problem
    return (Cell(view.shortened(f" {said}", columns), Role.PLAIN, Emphasis.DIM),)


def _into(session: Session, found: Worked) -> Row:
    """What Enter does with a result."""
    if not found.result or session.focus is None:
        return ()
    return (Cell(charset.spelt("⏎ puts it into "), Role.PLAIN, Emphasis.DIM), *view.name(session, session.focus))
