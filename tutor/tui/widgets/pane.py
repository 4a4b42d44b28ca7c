"""A piece of the screen that shows rows of cells."""

from textual.widgets import Static

from tutor.explain.cells import Rows
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
