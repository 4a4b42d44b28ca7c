"""The whole lesson screen at a size: how its pieces share the rows and columns there are.

Nothing jumps: the rows of a step depend on the size and on what the step asks, not on what was answered. What was said
or shown has a place of its own.
"""

from collections.abc import Container
from typing import NamedTuple

from tutor.explain.cells import Cell, Emphasis, Row, Rows, width
from tutor.explain.labels import Look
from tutor.explain.layout import compact, full
from tutor.explain.needs import needs
from tutor.explain.spots import Picture, Place
from tutor.explain.stepmap import step_map
from tutor.notation.role import Role
from tutor.output import view
from tutor.output.below import SAID_LEAST, View, below, window
from tutor.quantity import Quantity
from tutor.session import Session

TINY = (30, 8)
"""Below this nothing can be asked."""
ROOMY = 12
"""With fewer rows than these there is no room for what can be left out."""
SMALL = (60, 20)
"""Below this only the task, its fields and what is said stay."""
FULL = (100, 34)
"""From this on the drawing has boxes, where they fit."""
SIDE = (112, 24)
"""From this on all that is known stands beside the lesson."""
SIDE_LEAST = 46
"""The columns that this takes at least."""
FIELD = 40
"""The most columns of a field."""
VERDICT = 32
"""The columns that the words of every verdict fit into."""
EASY = 8
"""The rows for what is said that are left before more room is spent on its looks."""
AMPLE = 18
"""The same where that stands apart from the message."""
FIGURE = (60, 26)
"""The columns and rows of the picture of the step, at most."""
FIGURE_NARROW = 43
"""The columns that it takes at least."""
FIGURE_LEAST = 10
"""The rows that it takes at least."""
TEXT = 65
"""The columns beside it that the text takes at least."""
SAID = 5
"""The rows kept for what is said or shown, before there are blank rows."""
PAGE_LEAST = 3
"""The rows of a page to read that are left where something is told besides."""
HEAD = 2
"""The title and the map of the steps."""
BLANKS = ("needs", "fields", "prose", "task", "message")
"""What blank rows can come after, from the one that helps most; that after the fields makes way for what is said."""
EDGE = 1
"""The columns at the right that stay blank, where there are enough of them."""


class Placed(NamedTuple):
    """A part of the screen: its first column and row, its columns and rows."""

    column: int
    row: int
    columns: int
    rows: int = 1


class Board(NamedTuple):
    """The pieces of a lesson screen, from top to bottom; a piece without rows is not there.

    Attributes:
        head: the title and the map of steps.
        drawing: the network, or the page that is read before a step.
        text: prose, the task and what it needs.
        labels: what stands before each field.
        verdicts: what stands behind each field.
        visible: how many rows the fields have; the rest of them scrolls.
        field: the columns of a field.
        said: the message, hints and reveals, as many rows as there are.
        over: by how many rows what was said, or the page, can be scrolled.
        scrolled: how far that is scrolled.
        side: what stands at the right, and its columns.
        rules: whether lines part the pieces.
        spaced: whether a blank row stands after each field.
        page: whether this is a page to read, which has to be left.
        top: the first question whose field can be seen.
        scratch: where the scratch line lies over the rest, while it is open.
        picture: the network with what stands where on it, where it is the drawing.
        figure: the picture of the step, where there is room beside the text.
        framed: where that is.
    """

    head: Rows = ()
    drawing: Rows = ()
    text: Rows = ()
    labels: Rows = ()
    verdicts: Rows = ()
    visible: int = 0
    field: int = 0
    said: Rows = ()
    over: int = 0
    side: Rows = ()
    side_width: int = 0
    rules: bool = True
    spaced: bool = False
    scrolled: int = 0
    page: bool = False
    top: int = 0
    scratch: Placed | None = None
    picture: Picture = Picture(())
    figure: Rows = ()
    framed: Placed | None = None

    def place(self, row: int, column: int) -> Place | None:
        """The neuron, wire or layer of the drawing in a cell of what stands above the fields."""
        return self.picture.at(row - len(self.head) - self.rules, column)


def fits(columns: int, rows: int) -> bool:
    """Whether anything can be shown in so many columns and rows."""
    return columns >= TINY[0] and rows >= TINY[1]


def board(session: Session, chosen: View) -> Board | None:
    """Arrange a lesson screen; None where it is too small for anything."""
    if not fits(chosen.columns, chosen.rows):
        return None
    if chosen.columns < SMALL[0] or chosen.rows < SMALL[1]:
        return _small(session, chosen)
    side = _side_width(chosen)
    head = (view.heading(session, chosen.columns), step_row(session, chosen.columns))
    within = chosen._replace(columns=chosen.columns - side)
    if not side:
        return _whole(session, within)._replace(head=head)
    right, placed, coming = _side(session, chosen, side, len(head))
    whole = _whole(session, within._replace(scratch=chosen.scratch and placed is None, coming=not coming))
    return whole._replace(head=head, side=right, side_width=side, scratch=placed or whole.scratch)


def _small(session: Session, chosen: View) -> Board:
    """The task, what the answer in question needs, the fields, the message."""
    columns, rows = chosen.columns, chosen.rows
    head = (view.heading(session, columns),) if rows >= ROOMY else ()
    task = view.task_row(session, columns)
    free = rows - len(head) - len(task) - 1
    if session.reading:
        return _small_page(session, chosen, head, task)
    visible = min(len(session.step.questions) if session.step else 0, max(1, free - SAID_LEAST))
    needed = _narrow_needs(session, columns, free - visible - SAID_LEAST)
    made = _fields(session, chosen, visible)
    room = free - len(needed) - visible
    beyond = view.beyond(session, made.top, visible, columns) if rows >= ROOMY else ()
    said = below(session, chosen, room - len(beyond) - chosen.scratch)
    made = made._replace(head=head, text=(*task, *needed), said=(*beyond, *said.rows), rules=False)
    return made._replace(over=said.over, scrolled=said.scrolled)


def _small_page(session: Session, chosen: View, head: Rows, task: Rows) -> Board:
    """A page to read above the task and its first field, which is there already, for the first character."""
    leave = view.line(view.PAGE if chosen.columns >= view.NARROW else view.PAGE_NARROW, chosen.columns)
    room = chosen.rows - len(head) - len(task) - 2 - len(leave)
    hint = (*_told(chosen, chosen.columns, room), *leave)
    room -= len(hint) - len(leave)
    page = view.page(session, chosen.columns, room)
    over, start = _scroll(page, room, chosen)
    text = (*window(page, room, start), *_blank(len(page) < room), *task)
    made = _fields(session, chosen, 1)
    return made._replace(head=head, text=text, said=hint, rules=False, page=True, over=over, scrolled=start)


def _told(chosen: View, columns: int, room: int) -> Rows:
    """What is told besides, where a page that is read leaves room for it."""
    return view.line(chosen.told, columns)[: max(0, room - PAGE_LEAST)]


def _line(chosen: View, under: int) -> Placed | None:
    """The place of the scratch line above so many rows, over the last row of what is said."""
    return Placed(0, chosen.rows - under - 1, chosen.columns) if chosen.scratch else None


def _scroll(rows: Rows, room: int, chosen: View) -> tuple[int, int]:
    """How far rows can be scrolled, and how far they are."""
    over = max(0, len(rows) - room)
    return over, min(over, chosen.scrolled or 0)


def _narrow_needs(session: Session, columns: int, rows: int) -> Rows:
    """What the answer in question needs, where there is room for all of it."""
    look = view.look(session)
    needed = needs(session.lesson.network, look, columns, rows + 1) if rows > 0 else ()
    return needed if len(needed) <= rows and all(width(row) <= columns for row in needed) else ()


def _fields(session: Session, chosen: View, visible: int) -> Board:
    """The part of a board that the fields are: labels, verdicts, their widths, and which of them can be seen."""
    columns = chosen.columns
    below = 1 if chosen.columns < SMALL[0] or chosen.rows < SMALL[1] else 2
    questions = session.step.questions if session.step else ()
    labels = tuple(view.label(session, q) for q in questions)
    before = max(map(width, labels), default=0)
    field = max(8, min(FIELD, columns - before - VERDICT)) if columns >= SMALL[0] else max(8, columns - before - 3)
    verdicts = tuple(view.verdict(session, q, columns - before - field) for q in questions)
    at = questions.index(session.focus) if session.focus in questions else 0
    top = max(0, min(max(chosen.top, at - visible + 1), at, len(questions) - visible))
    return Board(labels=labels, verdicts=verdicts, visible=visible, field=field, top=top, scratch=_line(chosen, below))


def drafted(found: Board, session: Session, edited: Container[Quantity | None]) -> Board:
    """The board while other answers are being typed than those that were sent: what was said beside these is gone."""
    questions = session.step.questions if session.step else ()
    verdicts = (() if q in edited else verdict for q, verdict in zip(questions, found.verdicts, strict=False))
    return found._replace(verdicts=tuple(verdicts))


def _whole(session: Session, chosen: View) -> Board:
    """Everything, with the rows that are left shared out in the order of what helps most."""
    columns, rows = chosen.columns - EDGE * (chosen.columns > SMALL[0]), chosen.rows
    questions = session.step.questions if session.step else ()
    figure = min(FIGURE[0], columns - TEXT - 1)
    framed = figure >= FIGURE_NARROW and rows >= FULL[1]
    left = columns - figure - 1 if framed else columns
    task = view.task_row(session, left)
    fixed = HEAD + 2 + len(task) + 1 + 2  # two rules; one row of message; a rule and the keys
    visible = min(len(questions), max(2, (rows - fixed) // 4))
    free = rows - fixed - visible
    page = view.page(session, left)
    look = view.look(session)
    picture = _drawing(session, look, columns, rows, free)
    free -= len(picture.rows)
    needed = needs(session.lesson.network, look, left, max(1, free - 3))
    free -= len(needed)
    least = SAID - bool(page)
    page = view.page(session, left, free - least) if page else ()
    prose = page if len(page) + least <= free else ()
    if session.reading and not prose:
        return _page(session, chosen, view.task_row(session, columns))
    blanks = [piece for piece in BLANKS if prose or piece != "prose"][: max(0, free - len(prose) - least)]
    room = free - len(prose) - len(blanks)
    looks = _looks(room, len(questions) - 1 if visible == len(questions) else 0)
    spaced = "spaced" in looks
    room -= sum(looks.values())
    text = (*prose, *_blank("prose" in blanks), *task, *_blank("task" in blanks), *needed, *_blank("needs" in blanks))
    made = _fields(session, chosen._replace(columns=left), visible)
    beyond = view.beyond(session, made.top, visible, left)
    between = (view.rule(left if framed else chosen.columns),) if "rule" in looks else _blank("message" in blanks)
    between = ((), *between, ()) if "apart" in looks else between
    blank = _blank("fields" in blanks)
    within = chosen._replace(columns=left)
    said = below(session, within, room + 1 - len(beyond) - chosen.scratch, between, blank)
    made = made._replace(visible=visible + (len(questions) - 1 if spaced else 0), spaced=spaced)
    text = (*_blank("top" in looks), *text)
    made = made._replace(drawing=picture.rows, picture=picture, text=text, said=(*beyond, *said.rows))
    made = made._replace(over=said.over, scrolled=said.scrolled)
    return _with_figure(session, chosen, made, figure) if framed else made


def _looks(room: int, gaps: int) -> dict[str, int]:
    """What rows beyond those that are needed are spent on, and how many: what helps most first."""
    spent: dict[str, int] = {}
    for name, cost, left in (("rule", 1, EASY), ("spaced", gaps, EASY), ("top", 1, EASY), ("apart", 2, AMPLE)):
        if cost and room - sum(spent.values()) - cost >= left:
            spent[name] = cost
    return spent


def _with_figure(session: Session, chosen: View, made: Board, columns: int) -> Board:
    """The board with the picture of the step, beside the text."""
    from tutor.output.pictures.step import of_step  # only where there is room for it

    top = HEAD + 2 + len(made.drawing) + 1
    height = min(FIGURE[1], chosen.rows - top - 3)
    rows = of_step(session, columns, height) if height >= FIGURE_LEAST else ()
    return made._replace(figure=rows, framed=Placed(chosen.columns - columns - 1, top, columns, height))


def _drawing(session: Session, look: Look, columns: int, rows: int, free: int) -> Picture:
    """The network: with boxes where there is room for them and for all else, otherwise a row a neuron."""
    network = session.lesson.network
    if columns >= FULL[0] - SIDE_LEAST and rows >= FULL[1]:
        boxed = full(network, look, columns, free - 12)
        if boxed is not None:
            return boxed
    share = 2 * free // 5 if rows >= FULL[1] else free // 3
    most = max(min(5, free // 2), share, 2)
    return compact(network, look, columns, min(1 + max(network.sizes), most))


def _blank(there: bool) -> Rows:
    return ((),) if there else ()


def step_row(session: Session, columns: int) -> Row:
    """The map of the steps."""
    marks = [session.step_sign(i) for i in range(len(session.steps))]
    return (Cell(" "), *step_map(session.lesson, marks, session.at, columns - 2))


def _page(session: Session, chosen: View, task: Rows) -> Board:
    """A page to read, in the place of the drawing; the field is there already, for the first character."""
    leave = (Cell(f" {view.PAGE}", Role.PLAIN, Emphasis.DIM),)
    room = chosen.rows - HEAD - 2 - len(task) - 1 - 1 - 2
    hint = (*_told(chosen, chosen.columns - EDGE, room), leave)
    room -= len(hint) - 1
    page = ((), *view.page(session, chosen.columns - EDGE, room - 1))
    over, start = _scroll(page, room, chosen)
    part = window(page, room, start)
    made = _fields(session, chosen, 1)._replace(drawing=(*part, *(((),) * (room - len(part)))), text=task, said=hint)
    return made._replace(page=True, over=over, scrolled=start)


def _side_width(chosen: View) -> int:
    """The columns at the right for what is known, a line and a blank at each side among them."""
    if chosen.columns < SIDE[0] or chosen.rows < SIDE[1]:
        return 0
    return min(90, max(SIDE_LEAST, chosen.columns - 100))


def _side(session: Session, chosen: View, side: int, head: int) -> tuple[Rows, Placed | None, bool]:
    """What stands at the right, where the scratch line lies over it, and whether it says what comes next."""
    from tutor.output.beside import beside  # only where there is room beside the lesson
    from tutor.output.scratch import HEIGHT

    rows = chosen.rows - head - 3
    found = beside(session, side - 1, rows, opened=chosen.scratch)
    place = None
    if found.scratch is not None and chosen.scratch:
        place = Placed(chosen.columns - side + 1, head + 1 + found.scratch, found.columns, HEIGHT - 1)
    return window(found.rows, rows), place, found.coming
