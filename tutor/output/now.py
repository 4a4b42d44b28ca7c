"""The weights and biases that a later update begins with: no longer the lesson's own."""

from collections.abc import Callable
from typing import NamedTuple

from tutor.engine.network import FIXED
from tutor.explain.labels import UNKNOWN
from tutor.quantity import Kind, Quantity, beside
from tutor.session import Session

BEGINS = "Update {} begins"
AT_THE_START = "At the start, before update 1"

Text = Callable[[Kind, int, int, int | None], str]
"""What a weight or bias is known as: its kind, layer, j and k."""


class Renewed(NamedTuple):
    """The parameters of a later update.

    Attributes:
        update: the update that begins with them.
        text: what each is known as.
    """

    update: int
    text: Text


def renewed(session: Session) -> Renewed | None:
    """What the update of the present step begins with; None where it begins with the lesson's own numbers."""
    step = session.step
    if step is None or step.update == 1:
        return None

    def text(kind: Kind, l: int, j: int, k: int | None) -> str:
        return session.value_text(parameter(session, kind, l, j, k)) or UNKNOWN

    return Renewed(step.update, text)


def parameter(session: Session, kind: Kind, l: int, j: int, k: int | None = None) -> Quantity:
    """A weight or bias that the update of the present step begins with; a fixed bias is the lesson's own always."""
    update = session.step.update if session.step else 1
    own = kind is Kind.B and session.lesson.network.conventions.bias == FIXED
    return Quantity(kind, l, j, k) if own else beside(Quantity(kind, update=update), kind, l, j, k)
