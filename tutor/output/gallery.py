"""The pictures of a lesson's end: everything is known, so each shows all that there is."""

from tutor.explain.cells import Cell, Rows, width
from tutor.explain.labels import Look
from tutor.explain.moves import Chosen
from tutor.explain.panorama import panorama
from tutor.explain.paths import chain
from tutor.explain.spots import Wire
from tutor.notation.number import as_shown, screen
from tutor.output.pictures import descent as over_updates
from tutor.output.pictures import errors
from tutor.output.pictures import shares as bars
from tutor.output.pictures import vee as check
from tutor.output.pictures.paper import LEAST_COLUMNS
from tutor.quantity import Quantity
from tutor.session import Session

INDENT = 2
WIDEST, ROWS = 72, 13
"""The size of a plot."""
BARS = 10
"""The rows of a picture of bars, at least; more bars take more."""
DRAWN = 18
"""The most rows of the network."""


def network(session: Session, weight: Quantity, columns: int) -> Rows:
    """The network with every error, and the path lit that most of a weight's gradient comes over."""
    lesson, solution = session.lesson, session.numbers.solution
    strongest = max(chain(lesson.network, solution, weight).paths, key=lambda path: abs(path.product))

    def value(q: Quantity) -> str:
        return screen(as_shown(q, solution.value(q), lesson.marking.significant))

    place = Wire(weight.layer or 1, weight.j or 1, weight.k or 1)
    chosen = Chosen(place, "backward", strongest.neurons, weight.k)
    look = Look(None, None, None, value, lambda _: "", strongest.sample, weight.update)
    rows = list(panorama(lesson.network, look, chosen, columns, DRAWN).rows)
    while rows and not rows[-1]:
        rows.pop()
    return tuple(rows) if all(width(row) <= columns for row in rows) else ()


def shares(session: Session, weight: Quantity, paths: int, columns: int) -> Rows:
    """How much of a weight's gradient comes over each path, where there are several."""
    size = max(BARS, paths + 3)
    return _hung(
        bars.shares(session.lesson, session.numbers.solution, weight, _wide(columns), size), columns, paths > 1
    )


def vee(session: Session, weight: Quantity, columns: int) -> Rows:
    """How the error of the gradient check depends on ε."""
    found = check.vee(session.lesson.network, session.numbers.solution, weight, _wide(columns), ROWS)
    return _hung(((), *found), columns)


def descent(session: Session, columns: int) -> Rows:
    """The loss over the updates, where there are any."""
    given, solution = session.lesson.network, session.numbers.solution
    if given.learning_rate is None:
        return ()
    figures = session.lesson.marking.significant
    return _hung(over_updates.descent(given, solution.value, _wide(columns), ROWS, figures=figures), columns)


def by_layer(session: Session, columns: int) -> Rows:
    """How large the error of each layer is, where that says something."""
    solution = session.numbers.solution
    if not errors.vanishing(solution):
        return ()
    figures = session.lesson.marking.significant
    return _hung(
        errors.by_layer(session.lesson.network, errors.of_all(solution), _wide(columns), ROWS, figures=figures), columns
    )


def _wide(columns: int) -> int:
    return min(WIDEST, columns - INDENT)


def _hung(rows: Rows, columns: int, there: bool = True) -> Rows:
    """A picture in from the edge, where it is there and has the room that it needs."""
    if not there or _wide(columns) < LEAST_COLUMNS:
        return ()
    return tuple((Cell(" " * INDENT), *row) if row else () for row in rows)
