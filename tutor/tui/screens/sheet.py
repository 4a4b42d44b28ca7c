"""A sheet: something to look up, over the screen that it was asked for on."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from tutor.explain.cells import Cell, Emphasis, Row, Rows
from tutor.explain.flow import flow
from tutor.notation.role import Role
from tutor.output import sheets
from tutor.output.words import ANSWERS
from tutor.session import Session
from tutor.tui.commands import Command
from tutor.tui.content import paint

WIDEST = 90
"""No sheet is wider: longer lines are hard to read."""


@dataclass(frozen=True, slots=True)
class Page:
    """What a sheet shows: its title, what makes its rows, the keys that close it besides Escape and Enter."""

    title: str
    made: sheets.Made | None
    key: str


SHEETS: Mapping[str, Page] = {
    "known": Page("Known so far", sheets.known, "ctrl+o"),
    "network": Page("The network", sheets.network, "ctrl+g"),
    "equations": Page("The equations", sheets.equations, "f2"),
    "notation": Page("Symbols, colours and signs", sheets.notation, "f3"),
    "text": Page("Before this step", sheets.text, "f4"),
    "help": Page("Help", None, "f1"),
}
"""The sheets, by name; the help is made from the commands of the screen that it is asked for on."""


class Sheet(ModalScreen[None]):
    """One sheet. The arrows and the page keys scroll it; Escape, Enter or its own key close it."""

    CSS_PATH = "sheet.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [("escape,enter,space,q", "dismiss", "Close")]

    def __init__(
        self, page: Page, session: Session | None, commands: tuple[Command, ...], *, typed: bool = True
    ) -> None:
        """Make a sheet.

        Args:
            page: what it shows.
            session: the lesson that it is about; without one there is only help.
            commands: the commands of the screen below, for its help.
            typed: whether words and answers can be typed there.
        """
        super().__init__()
        self.page = page
        self.session = session
        self.commands = commands
        self.typed = typed

    def compose(self) -> ComposeResult:
        """Put every widget in its place."""
        with VerticalScroll(id="paper"):
            yield Static("", markup=False, id="lines")

    def on_mount(self) -> None:
        """Show what there is."""
        paper = self.query_one("#paper")
        paper.border_title = self.page.title
        paper.border_subtitle = "↑↓ pgdn scroll   esc close"
        self._fill()
        paper.focus()

    def on_resize(self) -> None:
        """Fit everything to the new size."""
        self._fill()

    def on_key(self, event: events.Key) -> None:
        """Close on the key that opened it."""
        if event.key == self.page.key:
            event.stop()
            self.dismiss()

    def _fill(self) -> None:
        columns = min(WIDEST, self.app.size.width - 2) - 5
        self.query_one("#lines", Static).update(paint(self._rows(max(20, columns))))

    def _rows(self, columns: int) -> Rows:
        if self.page.made is None or self.session is None:
            return _help(self.commands, self.session if self.typed else None, columns)
        return self.page.made(self.session, columns)


def _help(commands: tuple[Command, ...], session: Session | None, columns: int) -> Rows:
    """What the keys and words do here, and how to type an answer."""
    rows: list[Row] = []
    for command in commands:
        lead = Cell(f" {command.cap:<5}", Role.PLAIN, Emphasis.STRONG)
        rows += flow((lead, Cell(f"{command.label:<10}{command.help}")), columns, 16)
    if session is not None:
        rows.append(())
        words = ", ".join(command.word.value for command in commands if command.word)
        for text in (f"These can be typed as words, too: {words}.", *ANSWERS):
            rows += flow((Cell(" " + text.format(significant=session.lesson.marking.significant)),), columns, 1)
    return tuple(rows)
