"""Looking around in the network: where it begins, what is said of what is chosen, and which path comes next."""

from typing import NamedTuple

from tutor.explain.cells import Cell, Emphasis, Row, Rows, width
from tutor.explain.flow import cells, flow
from tutor.explain.moves import Chosen, Way, along
from tutor.explain.panorama import panorama
from tutor.explain.spots import Neuron, Picture, Place, Wire
from tutor.notation import math
from tutor.notation.printable import printable
from tutor.notation.role import Role
from tutor.notation.sentence import apart
from tutor.notation.symbols import symbol
from tutor.output import facts, places, routes, view
from tutor.output.ending import goal
from tutor.output.routes import Choice, Legend
from tutor.output.words import turn
from tutor.quantity import Quantity, Stage
from tutor.session import Session

TITLE = "Look around"
BACK = frozenset({Stage.BACKWARD, Stage.GRADIENTS, Stage.UPDATE})
"""The stages in which one looks at what comes back."""
TURNED: dict[Way, Way] = {"forward": "backward", "backward": "forward"}


class Told(NamedTuple):
    """What is said of what is chosen, and where in it paths stand that can be chosen."""

    rows: Rows
    choices: tuple[Choice, ...] = ()

    def at(self, row: int, column: int) -> tuple[int, ...] | None:
        """The path that stands in a cell."""
        found = (choice for choice in self.choices if choice.row == row and choice.start <= column < choice.end)
        return next((choice.path for choice in found), None)


# What is chosen


def opening(session: Session) -> Chosen:
    """Where looking around begins: at what is in question, on the way that the stage goes."""
    step = session.step
    way: Way = "backward" if step is None or step.stage in BACK else "forward"
    return Chosen(_asked_at(session), way)


def _asked_at(session: Session) -> Place:
    """What the question in focus is about; the output where it is about the loss, and at the end."""
    q = session.focus
    of = None if q is None else place(q)
    return of or Neuron(session.lesson.network.depth, 1)


def place(q: Quantity) -> Place | None:
    """The neuron or wire that a quantity belongs to."""
    if q.layer is None:
        return None
    return Neuron(q.layer, q.j or 1) if q.k is None else Wire(q.layer, q.j or 1, q.k)


def asked_there(session: Session, of: Place) -> Quantity | None:
    """The question of the present step that is about a place, if there is one."""
    questions = session.step.questions if session.step is not None else ()
    return next((q for q in questions if place(q) == of), None)


def choose(session: Session, chosen: Chosen, of: Place) -> Chosen:
    """Go to a place; a path stays chosen where it leads there."""
    if of in along(session.lesson.network, chosen):
        return chosen._replace(of=of)
    return Chosen(of, chosen.way)


def turned(chosen: Chosen) -> Chosen:
    """The same the other way."""
    return chosen._replace(way=TURNED[chosen.way])


def on_path(session: Session, chosen: Chosen, route: tuple[int, ...] | None) -> Chosen:
    """Choose a path of the traced weight, from its beginning; without one, none is chosen any more."""
    if route is None:
        return Chosen(chosen.of, chosen.way)
    weight = goal(session.lesson)
    traced = Wire(weight.layer or 1, weight.j or 1, weight.k or 1)
    return Chosen(traced, chosen.way, route, traced.k, routes.letter(session, route))


def next_path(session: Session, chosen: Chosen, by: int = 1) -> Chosen:
    """The path after the one that is chosen; after the last one none, and then the first again."""
    every: tuple[tuple[int, ...] | None, ...] = (None, *routes.routes(session))
    at = every.index(chosen.path) if chosen.path in every else 0
    return on_path(session, chosen, every[(at + by) % len(every)])


# What is shown


def heading(session: Session, chosen: Chosen, columns: int) -> Row:
    """What this is, and which way one looks."""
    step = session.step
    update, sample = (step.update, step.sample) if step is not None else (1, 1)
    when = turn(session.lesson.network, update, sample)
    where = f"{when}{apart()}{chosen.way}" if when and columns >= places.NARROW else chosen.way
    title = f"{TITLE}{apart()}{printable(session.lesson.title)}" if columns >= places.NARROW else TITLE
    title = view.shortened(title, columns - len(where) - 4)
    gap = max(1, columns - width((Cell(title),)) - len(where) - 2)
    return (Cell(f" {title}", Role.PLAIN, Emphasis.STRONG), Cell(" " * gap), Cell(f"{where} ", Role.PLAIN))


def picture(session: Session, chosen: Chosen, columns: int, rows: int) -> Picture:
    """The network, as large as there is room."""
    return panorama(session.lesson.network, view.look(session), chosen, columns, rows)


def told(session: Session, chosen: Chosen, columns: int, rows: int) -> Told:
    """All that is said of what is chosen; the paths below it, where there is room, or where one is chosen.

    Of a path itself it is said where it begins.
    """
    path = chosen.path if _at_its_beginning(session, chosen) else None
    if path is not None:
        said = places.Said(routes.title(session, path, columns), routes.rows(session, path, columns))
    else:
        said = places.said(session, chosen.of, chosen.way, columns)
        said = said._replace(values=(*_title(session, chosen, columns), *said.values))
    legend = _legend(session, chosen.path, columns, rows - len(said.values) - len(said.lines), path is not None)
    spare = rows - len(said.values) - len(said.lines) - len(legend.rows)
    found = (*said.values, *(((),) if spare > 1 else ()), *said.lines)
    return Told((*found, *legend.rows), moved(legend.choices, len(found)))


def _legend(session: Session, path: tuple[int, ...] | None, columns: int, rows: int, wanted: bool) -> Legend:
    """The paths below what is said, each in a row if there is room; without room only where they are wanted."""
    if not wanted and routes.count(session) == 1:
        return Legend((), ())
    above = ((), *_legend_heading(session, columns))
    for each in (True, False):
        legend = routes.legend(session, path, columns, each=each)
        if len(above) + len(legend.rows) <= rows:
            return Legend((*above, *legend.rows), moved(legend.choices, len(above)))
    if not wanted:
        return Legend((), ())
    blank = int(len(legend.rows) < rows)
    return Legend((*(((),) * blank), *legend.rows), moved(legend.choices, blank))


def moved(choices: tuple[Choice, ...], by: int) -> tuple[Choice, ...]:
    """The same so many rows further down."""
    return tuple(choice._replace(row=choice.row + by) for choice in choices)


def _at_its_beginning(session: Session, chosen: Chosen) -> bool:
    route = along(session.lesson.network, chosen)
    return bool(route) and route[0] == chosen.of


def _title(session: Session, chosen: Chosen, columns: int) -> Rows:
    """The name of a place."""
    called = facts.name(session.lesson.network, chosen.of)
    row: list[Cell] = [Cell(f" {called[:1].upper()}{called[1:]}", Role.PLAIN, Emphasis.STRONG)]
    if chosen.path is not None:
        row.append(Cell(f"  on path {chosen.letter}", Role.PLAIN, Emphasis.DIM))
    return flow(row, columns, 1)


def _legend_heading(session: Session, columns: int) -> Rows:
    """What the paths are of."""
    n = routes.count(session)
    of = cells(math.spans(symbol(routes.gradient(session), session.lesson.network.naming)))
    many = f"The {n} paths" if n > 1 else "The only path"
    which = routes.of_sample(session)
    return flow((Cell(f" {many}{which} in ", Role.PLAIN, Emphasis.DIM), *of), columns, 1)


def tip(session: Session, of: Place, columns: int) -> Rows:
    """What is said of a place that a pointer rests on, without a margin at the left."""
    chosen = opening(session)._replace(of=of)
    said = places.said(session, of, chosen.way, columns + 1)
    return tuple(map(_flush, (*_title(session, chosen, columns + 1), *said.values, *said.lines)))


def _flush(row: Row) -> Row:
    """The row without the blank that it begins with."""
    if row and row[0].text.startswith(" "):
        return (row[0]._replace(text=row[0].text[1:]), *row[1:])
    return row
