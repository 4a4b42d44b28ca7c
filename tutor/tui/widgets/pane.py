"""A piece of the screen that shows rows of cells."""

from textual.screen import Screen
from textual.widgets import Static

from tutor.explain.cells import Rows
from tutor.output import view
from tutor.output.board import fits
from tutor.tui.content import paint


class Pane(Static):
    """Rows of cells. It is as high as they are, and paints and lays out only what has changed."""

    def __init__(self, *, fixed: bool = False, id: str | None = None) -> None:
        """Make an empty pane.

        Args:
            fixed: whether its height is not its rows' (in the styles).
            id: as of any widget.
        """
        super().__init__("", markup=False, id=id)
        self.rows: Rows = ()
        self._fixed = fixed
        self._height = 0

    def show(self, rows: Rows) -> None:
        """Show rows in place of those that are there; without any, the pane is not there."""
        if not self._fixed and len(rows) != self._height:
            self._height = len(rows)
            self.styles.height = self._height
        self.display = bool(rows) or self._fixed
        if rows != self.rows:
            self.rows = rows
            self.update(paint(rows), layout=False)


def show_small(screen: Screen[None]) -> None:
    """Lay over a whole screen that it is too small, where it is; the pane for that is ``#small``."""
    size = screen.app.size
    small = screen.query_one("#small", Pane)
    small.display = not fits(*size)
    if small.display:
        small.show(view.too_small(size.width))
