"""A piece of the screen that shows rows of cells."""

from itertools import zip_longest

from rich.segment import Segment
from rich.style import Style as RichStyle
from textual.content import Content
from textual.geometry import Region
from textual.screen import Screen
from textual.strip import Strip
from textual.style import Style
from textual.widgets import Static

from tutor.explain.cells import Rows
from tutor.output import view
from tutor.output.board import fits
from tutor.tui.content import paint, pieces


class Pane(Static):
    """Rows of cells. It is as high as they are, and paints and lays out only the rows that have changed."""

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
        self._painted: dict[int, Strip] = {}
        """Those rows that were painted and have not changed since, by their number."""
        self._looks: dict[str, RichStyle] = {}
        """How each piece of a row is painted."""
        self._painted_for: object = None
        """The colours and the theme that they were painted for."""

    def show(self, rows: Rows) -> None:
        """Show rows in place of those that are there; without any, the pane is not there."""
        if not self._fixed and len(rows) != self._height:
            self._height = len(rows)
            self.styles.height = self._height
        self.display = bool(rows) or self._fixed
        if rows != self.rows:
            changed = [y for y, (old, new) in enumerate(zip_longest(self.rows, rows)) if old != new]
            self.rows = rows
            for y in changed:
                self._painted.pop(y, None)
            self.refresh(*(Region(0, y, self.size.width, 1) for y in changed))

    def render(self) -> Content:
        """All rows as one text: for what is selected of it."""
        return paint(self.rows)

    def render_line(self, y: int) -> Strip:
        """One row; it is painted anew only where it or the colours have changed."""
        if self.text_selection is not None or y >= len(self.rows):
            return super().render_line(y)
        wanted = (self.visual_style, self.app.theme)
        if wanted != self._painted_for:
            self._painted, self._looks, self._painted_for = {}, {}, wanted
        if y not in self._painted:
            self._painted[y] = self._paint(y)
        return self._painted[y]

    def _paint(self, y: int) -> Strip:
        """Paint one row, as Static would with its one text: each piece says where it stands, so that it is selectable.

        Most of the time of a step is spent here.
        """
        segments = []
        x = 0
        for text, look in pieces(self.rows[y]):
            if look not in self._looks:
                own = Style.parse(look, self.app.theme_variables)
                self._looks[look] = (self.visual_style + own).rich_style
            segments.append(Segment(text, self._looks[look] + RichStyle.from_meta({"offset": (x, y)})))
            x += len(text)
        return Strip(segments)


def show_small(screen: Screen[None]) -> None:
    """Lay over a whole screen that it is too small, where it is; the pane for that is ``#small``."""
    size = screen.app.size
    small = screen.query_one("#small", Pane)
    small.display = not fits(*size)
    if small.display:
        small.show(view.too_small(size.width))
