"""What is said of the last input and of the field with the focus, as rows of cells."""

from collections.abc import Iterable, Sequence

from tutor.event import Answered, Event, Happening, State, Word
from tutor.explain.cells import Cell, Emphasis, Row, Rows, width
from tutor.explain.flow import cells, flow
from tutor.marking.mark import Mark, Verdict
from tutor.notation import sentence
from tutor.notation.number import screen, shown
from tutor.notation.printable import printable
from tutor.notation.role import Role
from tutor.output import view
from tutor.output.words import FIRST_STEP, NO_SCRATCH, NO_WAY_BACK, REPEATED
from tutor.quantity import Quantity
from tutor.session import Session

POINTED = " typed  "
"""What stands before a text that could not be read."""
BAR = " ┃"
BARRED = 60
"""From so many columns on it stands before a message."""
GO_ON = "This step is done. Enter, or the next number, goes on."
ONLY_ENTER = "This step is done. Enter goes on."
ONLY = "Enter goes on."
TRIED = "The result is shown; Enter goes on."
PASSED_BY = "This step is passed by. Type an answer now, or go on with Enter."
LAST = "That was the last question. Enter goes to the end: what all of it means."
NOT_YET_TRIED = "Try it once first, or ask for the result again: it then counts as shown."
LAST_HINT = "That was the last hint; show gives {}."
OVER = "The lesson is over; back leads to its last step, quit ends."


def told(session: Session, event: Event, text: str, before: Sequence[Event]) -> str:
    """What is to be said of an input that changed nothing and was no empty line; nothing of any other.

    Args:
        session: where the learner is now.
        event: what came of the input.
        text: the input, or the word whose key was pressed.
        before: the events before it.
    """
    if event.what is Happening.HINT and any(
        other.what is Happening.HINT and (other.step, other.level) == (event.step, event.level) for other in before
    ):
        reveal = session.states[session.focus].reveal if session.focus else 0
        return LAST_HINT.format("the result" if reveal else "the numbers" if session.equation_shown else "the equation")
    if event.what is not Happening.NOTHING or not text.strip():
        return ""
    if session.finished:
        return OVER
    first = NO_WAY_BACK if session.lesson.why else FIRST_STEP
    return {Word.BACK: first, Word.SCRATCH: NO_SCRATCH}.get(event.word, "") if event.word else ""


def tried(event: Event | None, q: Quantity, state: State) -> Answered | None:
    """The answer that was just given to a question whose result is shown, where it is not the right one."""
    answers = event.answers if event is not None and state.shown and not state.correct else ()
    return next((answer for answer in answers if answer.question == q), None)


def message(session: Session, event: Event | None, columns: int, told: str = "") -> Rows:
    """What is to be said of the last answer and of the field with the focus; before that, what else is told.

    A bar stands before it, so that it is noticed: of the colour of a right answer where the step is done.
    """
    bar = () if columns < BARRED else (Cell(BAR, Role.ACTIVATION if session.step_done else Role.PLAIN),)
    room = columns - width(bar)
    rows = [*view.line(told, room)]
    for text in _messages(session, event):
        rows += flow((Cell(" "), *text), room, 1)
    state = session.states[session.focus] if session.focus else None
    if state and state.mark and state.mark.offset is not None and not state.shown:
        rows += pointed(state.sent, state.mark.offset, room)
    return tuple((*bar, *row) for row in rows)


def pointed(text: str, offset: int, columns: int) -> Rows:
    """What was typed, as far as there is room, and below it a mark under the place where reading stopped."""
    room = max(1, columns - len(POINTED) - 2)
    start = max(0, min(offset - room // 2, len(text) - room + 1))
    part = "".join(printable(char)[:1] for char in text[start : start + room])
    before, after = Cell(part[: offset - start]), Cell(part[offset - start :])
    while before.text and width((before, Cell(after.text[:1]))) > room:
        before = Cell(before.text[1:])
    while width((before, after)) > room:
        after = Cell(after.text[:-1])
    return (
        (Cell(POINTED, Role.PLAIN, Emphasis.DIM), Cell(before.text + after.text)),
        (Cell(" " * (len(POINTED) + width((before,)))), Cell("^", Role.PLAIN, Emphasis.STRONG)),
    )


def _messages(session: Session, event: Event | None) -> Iterable[Row]:
    q = session.focus
    if event is not None and event.what is Happening.ASK_AGAIN:
        yield (Cell(NOT_YET_TRIED),)
        return
    answers = event.answers if event is not None else ()
    yield from (row for answer in answers if answer.question != q and (row := _left(session, answer, len(answers))))
    if q is None:
        return
    state = session.states[q]
    again = tried(event, q, state)
    marked = state.mark
    if marked is not None and (again or not state.shown) and (row := _about(session, q, marked)):
        same = any(answer.question == q and answer.repeated for answer in answers)
        yield (*row, *_same(same), *((Cell(f" {TRIED}"),) if again else ()))
    if session.closing and not again:
        yield view.paragraph(session.closing)
    if session.step_done and not again:
        yield (Cell(_onward(session)),)


def _onward(session: Session) -> str:
    """How a step stands that has nothing open, and what goes on from it."""
    if session.step_passed:
        return PASSED_BY
    if len(session.steps) == 1:
        return ONLY  # of practice, the next question comes; of a lesson, the end
    if session.at + 1 == len(session.steps):
        return LAST
    return ONLY_ENTER if session.answering else GO_ON


def _left(session: Session, answer: Answered, answers: int) -> Row:
    """What is to be said of an answer that the focus has left: how it was read, or which earlier one it follows from.

    Of several at once the sentences stay with their questions.
    """
    if answer.mark.verdict is Verdict.CORRECT:
        return (*view.name(session, answer.question), *_echo(answer.mark.number)) if answer.mark.echo else ()
    follows = answer.mark.verdict is Verdict.CONSISTENT and answers == 1
    return (*_about(session, answer.question, answer.mark), *_same(answer.repeated)) if follows else ()


def _same(repeated: bool) -> Row:
    return (Cell(f" {REPEATED}"),) if repeated else ()


def _about(session: Session, q: Quantity, marked: Mark) -> Row:
    """The name of a question, how its answer was read where that is not plain, and the sentence about it."""
    echo = _echo(marked.number) if marked.echo else ()
    if not echo and not marked.message:
        return ()
    said = (_kept_together(cell) for cell in cells(sentence.spans(marked.message)))
    return (*view.name(session, q), *echo, Cell(" " if echo else "  "), *said)


def _kept_together(cell: Cell) -> Cell:
    """No row ends between a name and its number."""
    return cell._replace(text=cell.text.replace(" = ", "\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}"))


def _echo(number: float | None) -> Row:
    """What was read, where it was no plain decimal number."""
    if number is None:
        return ()
    return (Cell(f" was read as {screen(shown(number, 4))}."),)
