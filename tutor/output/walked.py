"""A worked example: one question with its equation, its numbers and its result, for screens and for listening alike."""

from collections.abc import Iterator

from tutor.event import Word
from tutor.explain.cells import Cell, Rows
from tutor.explain.flow import cells, flow
from tutor.explain.labels import Look
from tutor.explain.needs import needs
from tutor.explain.said import sentences
from tutor.explain.task import task
from tutor.lesson.schema import Lesson
from tutor.notation import math, sentence
from tutor.notation.symbols import symbol
from tutor.output import aloud, reveals
from tutor.output.skills import MEANT, label, name_said
from tutor.output.worked import said as numbers_said
from tutor.output.worked import worked
from tutor.practice.knowledge import IN_A_ROW, LIMIT
from tutor.practice.skill import Skill
from tutor.quantity import Quantity
from tutor.session import Session

NEEDS = 5
"""The rows for the numbers that go in."""
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
LEAD = (
    "{skill}, {meant}: {limit} questions went by without {row} in a row, so it is set aside for now. "
    "Here is one worked out. Go through it with a pencil; the next practice takes it up again."
)


def walked(lesson: Lesson) -> Session:
    """The lesson of one question with all of it shown."""
    session = Session(lesson)
    for _ in range(4):  # the equation, the numbers, the result, which is asked for twice
        session.act(Word.SHOW)
    return session


def _lead(skill: Skill, name: str) -> str:
    return LEAD.format(skill=name, meant=MEANT[skill], limit=_NUMBERS[LIMIT], row=_NUMBERS[IN_A_ROW])


def _question(session: Session) -> Quantity:
    return session.lesson.questions[0]


def rows(session: Session, skill: Skill, columns: int, room: int) -> Rows:
    """The example for a screen: why it is there, what is asked, its equation, its numbers, its result.

    Args:
        session: what ``walked`` made.
        skill: the skill that is stuck.
        columns: the columns there are; 58 or more.
        room: the rows there are.
    """
    step = session.lesson.asked[0]
    lead = flow((Cell(f" {_lead(skill, label(skill))}"),), columns, 1)
    what = flow((Cell(" "), *cells(sentence.spans(task(session.lesson.network, step)))), columns, 1)
    given = needs(session.lesson.network, _look(session), columns, NEEDS)
    above = (*lead, (), *what, *given, ())
    return (*above, *reveals.said(session, columns, max(1, room - len(above))))


def _look(session: Session) -> Look:
    """What goes into the question, with what is known."""
    step = session.lesson.asked[0]
    return Look(step.kind, step.layer, _question(session), session.value_text, lambda _: "")


def said(session: Session, skill: Skill) -> Iterator[str]:
    """The example line by line for listening."""
    lesson, q = session.lesson, _question(session)
    step = lesson.asked[0]
    name = math.speech(symbol(q, lesson.network.naming))
    yield _lead(skill, name_said(skill))
    yield f"{sentence.speech(task(lesson.network, step))}."
    yield from sentences(lesson.network, _look(session))
    yield from aloud.shown_equation(lesson, step)
    put_in = worked(session, q)
    yield f"The numbers for {name}:"
    yield from numbers_said(session, put_in)
    yield f"The result: {name} {aloud.spoken(put_in.sign)} {put_in.result}."
