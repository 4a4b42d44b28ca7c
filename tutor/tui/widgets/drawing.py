"""Rows of cells that a pointer can be over: what is there is for whoever shows them to say."""

from typing import Protocol

from textual import events
from textual.geometry import Offset

from tutor.tui.widgets.pane import Pane


class Pointed(Protocol):
    """What a drawing belongs to."""

    def hovered(self, drawing: "Drawing", at: Offset | None) -> None:
        """The pointer is over a cell of a drawing, or has left it."""

    def clicked(self, drawing: "Drawing", at: Offset) -> None:
        """A cell was clicked."""


class Drawing(Pane):
    """Rows of cells that tell which of them the pointer is over, and which is clicked."""

    def __init__(self, owner: Pointed, *, fixed: bool = False, id: str | None = None) -> None:
        super().__init__(fixed=fixed, id=id)
        self.owner = owner
        self._pressed: Offset | None = None

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Tell where the pointer is."""
        self.owner.hovered(self, event.get_content_offset(self))

    def on_leave(self) -> None:
        """Tell that it is no longer here."""
        self.owner.hovered(self, None)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Keep where a click begins: a pointer that is drawn over text selects it."""
        self._pressed = event.get_content_offset(self)

    def on_click(self, event: events.Click) -> None:
        """Tell of a click that begins and ends in the same place."""
        at = event.get_content_offset(self)
        if at is not None and at == self._pressed:
            self.owner.clicked(self, at)
