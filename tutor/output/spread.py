"""The look-around at a size: how the network, what is said and a picture share the rows and columns there are."""

from typing import NamedTuple

from tutor.explain.cells import Cell, Row, Rows, pad
from tutor.explain.moves import Chosen
from tutor.explain.spots import Picture, Place, Wire
from tutor.output import view
from tutor.output.around import Told, choose, heading, moved, picture, told
from tutor.output.below import window
from tutor.output.board import ROOMY, SMALL
from tutor.quantity import Kind
from tutor.session import Session

BESIDE, SIDE, LAYER = 140, 62, 20
"""From so many columns on what is said stands beside the network; its columns there; those that a layer has to have."""
MOST = 14
"""The rows that are kept for what is said below a network that needs no more."""
CURVES = (44, 14)
"""The columns and rows of the curves of an activation, at most."""
CURVES_LEAST = 10
"""The rows that they need."""
TEXT = 72
"""The columns that what is said beside them needs."""
UNDER = 20
"""The rows that what is said above them needs."""


class Spread(NamedTuple):
    """Everything on the screen.

    Attributes:
        head: the title and, where there is room, a line below it.
        picture: the network.
        told: what is said, as much of it as there is room for.
        columns: the columns of what is said.
        height: the rows that are kept for it.
        beside: whether it stands at the right of the network, not below it.
        ruled: whether lines part the pieces.
        over: by how many rows what is said can be scrolled.
        scrolled: by how many it is.
    """

    head: Rows
    picture: Picture
    told: Told
    columns: int
    height: int
    beside: bool
    ruled: bool
    over: int = 0
    scrolled: int = 0


def spread(session: Session, chosen: Chosen, looked: Place | None, size: tuple[int, int], scrolled: int = 0) -> Spread:
    """Arrange the screen; how it is shared out depends on its size and the network alone, so that nothing jumps.

    Args:
        session: the session.
        chosen: what is chosen.
        looked: what a pointer is over: it is told in place of what is chosen.
        size: the columns and rows that there are.
        scrolled: how far what is said is scrolled.
    """
    columns, rows = size
    ruled = columns >= SMALL[0] and rows >= SMALL[1]
    titled = rows >= ROOMY
    beside = columns >= BESIDE and columns - SIDE >= LAYER * (len(session.lesson.network.sizes) + 1)
    free = rows - titled - 1 - (2 if ruled else 0)
    drawn = (columns - SIDE, free) if beside else (columns, free - ruled - _told_rows(session, free - ruled))
    shown = picture(session, chosen, *drawn)
    head = (heading(session, chosen, columns), *((view.rule(columns),) if ruled else ())) if titled else ()
    height = free if beside else free - ruled - len(shown.rows)
    empty = Spread(head, shown, Told(()), SIDE if beside else columns, height, beside, ruled)
    return retold(session, empty, chosen, looked, scrolled)


def retold(session: Session, shown: Spread, chosen: Chosen, looked: Place | None, scrolled: int) -> Spread:
    """The same screen, where only what is said has changed: nothing else is made anew."""
    return _filled(session, shown, chosen if looked is None else choose(session, chosen, looked), scrolled)


def _told_rows(session: Session, free: int) -> int:
    """The fewest rows for what is said: what the whole network leaves, but enough to say the main thing."""
    whole = 3 + 3 * max(session.lesson.network.sizes)
    least = max(4, min(8, free * 2 // 5))
    return max(least, min(MOST, free - whole))


def _filled(session: Session, empty: Spread, about: Chosen, scrolled: int) -> Spread:
    """The screen with what is said of something, and its picture."""
    columns = empty.columns - empty.beside  # the line that parts it
    curves = _curves(session, about, empty, columns)
    rows = empty.height - CURVES[1] - 1 if curves and empty.beside else empty.height
    left = columns - CURVES[0] - 1 if curves and not empty.beside else columns
    found = told(session, about, left, rows)
    over = max(0, len(found.rows) - rows)
    start = min(max(0, scrolled), over)
    part = window(found.rows, rows, start)
    if curves and empty.beside:
        part = (*part, *(((),) * (empty.height - len(part) - len(curves))), *curves)
    elif curves:
        part = _side_by_side(part, curves, left)
    return empty._replace(told=Told(part, moved(found.choices, -start)), over=over, scrolled=start)


def _curves(session: Session, about: Chosen, room: Spread, columns: int) -> Rows:
    """The curves of an activation with a layer's numbers on them, where a neuron or a layer is told and there is room.

    They need columns beside what is said or, where that stands beside the network, rows below it.
    """
    of, height = about.of, room.height
    fits = height >= UNDER + CURVES[1] if room.beside else height >= CURVES_LEAST and columns > TEXT + CURVES[0]
    if not fits or isinstance(of, Wire) or not of.layer:
        return ()
    from tutor.output.pictures.curves import curves  # only where there is room for them
    from tutor.output.pictures.paper import known, signs

    network = session.lesson.network
    one = view.look(session).beside(network, Kind.A, of.layer, 1)
    return curves(network, one, known(session), CURVES[0], min(height, CURVES[1]), signs=signs(session))


def _side_by_side(left: Rows, right: Rows, columns: int) -> Rows:
    """Rows beside others, which begin behind so many columns."""
    empty: Row = ()
    found: list[Row] = []
    for i in range(max(len(left), len(right))):
        beyond = right[i] if i < len(right) else empty
        before = left[i] if i < len(left) else empty
        found.append((*pad(before, columns), Cell(" "), *beyond) if beyond else before)
    return tuple(found)
