"""A piece of the screen that shows rows of cells."""

from textual.widgets import Static

from tutor.explain.cells import Rows
from tutor.tui.content import paint


class Pane(Static):
    """Rows of cells. It is as high as they are, and paints and lays out only what has changed."""

    def __init__(self, *, ruled: bool = False, fixed: bool = False, id: str | None = None) -> None:
        """Make an empty pane.

        Args:
            ruled: whether a line stands below it (in the styles).
            fixed: whether its height is not its rows' (in the styles).
            id: as of any widget.
        """
        super().__init__("", markup=False, id=id, classes="ruled" if ruled else None)
        self.rows: Rows = ()
        self._ruled = ruled
        self._fixed = fixed
        self._height = 0

    def show(self, rows: Rows, ruled: bool = True) -> None:
        """Show rows in place of those that are there; without any, the pane is not there."""
        ruled = ruled and self._ruled
        height = len(rows) + ruled
        if not self._fixed and height != self._height:
            self._height = height
            if self._ruled:
                self.set_class(not ruled, "-bare")
            self.styles.height = height
        self.display = bool(rows) or self._fixed
        if rows != self.rows:
            self.rows = rows
            self.update(paint(rows), layout=False)
