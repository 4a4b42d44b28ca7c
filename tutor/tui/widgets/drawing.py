"""Rows of cells that a pointer can be over: what is there is for whoever shows them to say."""

from typing import Protocol

from textual import events
from textual.geometry import Offset

from tutor.explain.cells import Rows
from tutor.explain.spots import Place
from tutor.output.board import Board
from tutor.quantity import Quantity
from tutor.session import Session
from tutor.tui.content import paint
from tutor.tui.widgets.pane import Pane

TIP, EDGES = 72, 6
"""The most columns of what is said beside a pointer, and those of its edges and of a margin."""


class Pointed(Protocol):
    """What a drawing belongs to."""

    def hovered(self, drawing: "Drawing", at: Offset | None) -> None:
        """The pointer is over a cell of a drawing, or has left it."""

    def clicked(self, drawing: "Drawing", at: Offset) -> None:
        """A cell was clicked."""


class Drawing(Pane):
    """Rows of cells that tell which of them the pointer is over, and which is clicked."""

    def __init__(self, owner: Pointed | None = None, *, fixed: bool = False, id: str | None = None) -> None:
        super().__init__(fixed=fixed, id=id)
        self.owner = owner
        self._pressed: Offset | None = None

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Tell where the pointer is."""
        self.hover(event.get_content_offset(self))

    def on_leave(self) -> None:
        """Tell that it is no longer here."""
        self.hover(None)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Keep where a click begins: a pointer that is drawn over text selects it."""
        self._pressed = event.get_content_offset(self)

    def on_click(self, event: events.Click) -> None:
        """Tell of a click that begins and ends in the same place."""
        at = event.get_content_offset(self)
        if at is not None and at == self._pressed:
            self.click(at)

    def hover(self, at: Offset | None) -> None:
        """The pointer is over a cell, or over none any more."""
        if self.owner is not None:
            self.owner.hovered(self, at)

    def click(self, at: Offset) -> None:
        """A cell was clicked."""
        if self.owner is not None:
            self.owner.clicked(self, at)


class Desk(Protocol):
    """The lesson screen, as far as its drawing needs it."""

    @property
    def session(self) -> Session:
        """Where the learner is."""

    def look_at(self, q: Quantity) -> None:
        """Move to another question of the step."""

    def look_around(self, of: Place | None = None) -> None:
        """Look around in the network from a place of it."""


class NetworkPane(Drawing):
    """What stands above the fields of a lesson, the network in it.

    A pointer that rests on a neuron or a wire is told what the look-around says of it. A click moves to its field where
    the step asks about it, and else leads to the look-around.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__(id="above")
        self.desk = desk
        self.board = Board()
        self._over: Place | None = None

    def show_board(self, rows: Rows, board: Board) -> None:
        """Show rows in which the drawing of a board stands; what was said beside the pointer may be so no longer."""
        self.board = board
        if self.tooltip is not None and rows != self.rows:
            self.tooltip = None
        self.show(rows)

    def hover(self, at: Offset | None) -> None:
        """Say what is there, once the pointer rests."""
        of = self._place(at)
        if of is None:
            self.tooltip = None
        elif of != self._over or self.tooltip is None:
            from tutor.output.around import tip  # not before a pointer comes

            self.tooltip = paint(tip(self.desk.session, of, min(TIP, self.app.size.width - EDGES)))
        self._over = of

    def click(self, at: Offset) -> None:
        """Move to the field of what is there, or look around from there."""
        of = self._place(at)
        if of is None:
            return
        from tutor.output.around import asked_there

        q = asked_there(self.desk.session, of)
        if q is not None and q != self.desk.session.focus:
            self.desk.look_at(q)
        else:
            self.desk.look_around(of)

    def _place(self, at: Offset | None) -> Place | None:
        return None if at is None else self.board.place(at.y, at.x)
