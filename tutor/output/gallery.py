"""The pictures of a lesson's end: everything is known, so each shows all that there is."""

from collections.abc import Callable

from tutor.explain.cells import Cell, Row, Rows, width
from tutor.explain.labels import Look
from tutor.explain.layout import compact
from tutor.explain.moves import Chosen
from tutor.explain.panorama import panorama
from tutor.explain.paths import chain
from tutor.explain.spots import Layer, Neuron, Picture, Place, Wire
from tutor.notation.number import as_shown, screen
from tutor.output.pictures import descent as over_updates
from tutor.output.pictures import errors
from tutor.output.pictures import shares as bars
from tutor.output.pictures import vee as check
from tutor.output.pictures.paper import LEAST_COLUMNS
from tutor.quantity import Kind, Quantity
from tutor.session import Session

INDENT = 2
WIDEST, ROWS = 72, 13
"""The size of a plot."""
PIECES, FEW = 3, 2
"""The most pieces of a network that has no room, and the significant figures of its numbers there."""
BARS = 10
"""The rows of a picture of bars, at least; more bars take more."""


def network(session: Session, weight: Quantity, columns: int, height: int) -> Rows:
    """The network with every error, and the path lit that most of a weight's gradient comes over.

    Where it has no room for all layers, it has the form of the lesson's drawing, or is drawn in pieces.
    """
    lesson, solution = session.lesson, session.numbers.solution
    strongest = max(chain(lesson.network, solution, weight).paths, key=lambda path: abs(path.product))

    def look(figures: int, kind: Kind | None = None) -> Look:
        def value(q: Quantity) -> str:
            return screen(as_shown(q, solution.value(q), figures))

        layer = None if kind is None else weight.layer
        return Look(kind, layer, None, value, lambda _: "", strongest.sample, weight.update)

    def drawn(of: Place, figures: int) -> Picture:
        chosen = Chosen(of, "backward", strongest.neurons, weight.k)
        return panorama(lesson.network, look(figures), chosen, columns, height)

    figures, first = lesson.marking.significant, Wire(weight.layer or 1, weight.j or 1, weight.k or 1)
    whole, every = drawn(first, figures), set(range(1, lesson.network.depth + 1))
    if every <= _layers(whole):
        return _cut([whole], columns)
    plain = compact(lesson.network, look(figures, Kind.DELTA), columns, height)
    if every <= _layers(plain):
        return _cut([plain], columns)
    pieces = _pieces(every, first, lambda of: drawn(of, min(figures, FEW)))
    return _cut(pieces or [whole], columns)


def _pieces(every: set[int], first: Place, drawn: Callable[[Place], Picture]) -> list[Picture]:
    """A drawing in so many pieces that every layer is in one; none where that takes too many."""
    found = [drawn(first)]
    while missing := every.difference(*map(_layers, found)):
        at, last = min(missing), max(every)
        around = (drawn(Layer(min(at + ahead, last))) for ahead in (2, 1, 0))
        piece = next((piece for piece in around if at in _layers(piece)), None)
        if piece is None or len(found) == PIECES:
            return []
        found.append(piece)
    return found


def _layers(picture: Picture) -> set[int]:
    """The layers that are drawn."""
    return {spot.of.layer for spot in picture.spots if isinstance(spot.of, Neuron)}


def _cut(pieces: list[Picture], columns: int) -> Rows:
    """The drawings one below the other, without blank rows at the end, if there is room: nothing is cut off."""
    found: list[Row] = []
    for picture in pieces:
        found += [()] if found else []
        found += picture.rows
        while found and not found[-1]:
            found.pop()
    return tuple(found) if all(width(row) <= columns for row in found) else ()


def shares(session: Session, weight: Quantity, paths: int, columns: int) -> Rows:
    """How much of a weight's gradient comes over each path, where there are several."""
    size = max(BARS, paths + 3)
    return _hung(
        bars.shares(session.lesson, session.numbers.solution, weight, _wide(columns), size, titled=True),
        columns,
        paths > 1,
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
