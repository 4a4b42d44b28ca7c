"""What all pictures have in common: a line above, room to be seen in, and only numbers that are known."""

from collections.abc import Callable

from tutor.engine.network import Network
from tutor.event import Sign
from tutor.explain.cells import Cell, Emphasis, Row, Rows, join, width
from tutor.explain.flow import cells, flow
from tutor.explain.labels import local, role
from tutor.notation import sentence
from tutor.notation.number import screen, shown
from tutor.notation.role import Role
from tutor.notation.sentence import Sentence
from tutor.notation.symbols import symbol
from tutor.quantity import Quantity
from tutor.session import Session

LEAST_COLUMNS, LEAST_ROWS = 40, 10
"""No picture can be seen in less."""
AIRY = 14
"""From so many rows on, one of them parts the line above from the picture."""
NO_ROOM = "There is no room for a picture here."

Known = Callable[[Quantity], float | None]
"""What a quantity is known as by now; None where it is not known."""
Signs = Callable[[Quantity], Sign | None]
"""The sign of a number that is known and not the right one: the learner's own, which may not stand there as a fact."""
Draw = Callable[[int, int], Rows]
"""What draws a picture of so many columns and rows."""


def picture(caption: Sentence, columns: int, rows: int, draw: Draw) -> Rows:
    """A picture with a line above, never larger than its room; where that is too small, it says so."""
    if columns < LEAST_COLUMNS or rows < LEAST_ROWS:
        return flow((Cell(NO_ROOM),), max(1, columns))[: max(1, rows)]
    head = join((Cell(" "), *cells(sentence.spans(caption))))
    above = (*flow(head, columns, 1), ()) if rows >= AIRY or width(head) > columns else (head,)
    return (*above, *draw(columns, rows - len(above)))


def known(session: Session) -> Known:
    """What the learner knows: right numbers exactly, their own ones as they are."""

    def value(q: Quantity) -> float | None:
        text = session.value_text(q)
        if text is None:
            return None
        state = session.states.get(q)
        if state is not None and state.own is not None and not state.own.correct and screen(state.own.text) == text:
            return state.own.number
        return session.numbers.value(q)

    return value


def unsigned(q: Quantity) -> Sign | None:  # noqa: ARG001 (as signs are asked for)
    """No sign: every number that is known is the right one."""
    return None


def signs(session: Session) -> Signs:
    """The signs of the learner's own numbers that are not right."""

    def sign(q: Quantity) -> Sign | None:
        state = session.states.get(q)
        own = state is not None and state.own is not None and not (state.correct or state.shown)
        return state.number_sign if own and state is not None else None

    return sign


def behind(sign: Sign | None) -> Row:
    """A sign behind the number or the name that it belongs to."""
    return (Cell(f" {sign.glyph}", Role.PLAIN, Emphasis.STRONG),) if sign is not None else ()


def worded(sign: Sign | None) -> str:
    """The same in a sentence."""
    return f" ({sign.words})" if sign is not None else ""


def named(q: Quantity, network: Network, *, sample: bool = False) -> Row:
    """The short name of a quantity in its colour, with its sample or without: z₁ for z₁⁽²⁾."""
    naming = network.naming if sample else network.naming._replace(samples=1)
    return (Cell(local(q, naming), role(q)),)


def number(value: float, figures: int = 3) -> str:
    """A number as a picture writes it, with the significant figures of the lesson."""
    return screen(shown(value, figures))


def told(network: Network, q: Quantity, value: float, figures: int = 3, sign: Sign | None = None) -> Sentence:
    """A quantity with its number, in a sentence; where that is not the right one, what it was found to be."""
    return (symbol(q, network.naming), f" = {number(value, figures)}{worded(sign)}")


def layer_said(network: Network, layer: int) -> str:
    """A layer by its number on screen."""
    return f"layer {layer + network.conventions.first_layer}"
