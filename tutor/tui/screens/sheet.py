"""A sheet: something to look up, over the screen that it was asked for on."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen, Screen
from textual.widgets import Static

from tutor.explain.cells import Cell, Emphasis, Row, Rows
from tutor.explain.flow import flow
from tutor.notation.charset import spelt
from tutor.notation.role import Role
from tutor.output import sheets
from tutor.output.words import MOUSE, answers
from tutor.session import Session
from tutor.tui.commands import NETWORK, SHEET, Command
from tutor.tui.content import paint
from tutor.tui.screens.session import SessionScreen
from tutor.tui.widgets.answer import Field
from tutor.tui.widgets.keys import keys_line

CLOSING = frozenset(" q")
"""What closes a sheet though it could be typed."""
AGAIN = 0.1
"""The seconds after which a sheet that will have more to show is made again."""
NARROW = 50
"""Below so many columns the words of the help have no column of their own."""
WIDEST = 90
"""No sheet is wider: longer lines are hard to read."""
FRAME = 7, 2
"""The columns and rows of the terminal around what a sheet shows: a margin, edges, blanks and the scroll bar."""


@dataclass(frozen=True, slots=True)
class Page:
    """What a sheet shows: its title, what makes its rows, the keys that close it besides Escape and Enter.

    Where there is ``working``, it says whether there will be more to show before long. What is ``fitted`` is made for
    so many columns and rows, and needs no scrolling.
    """

    title: str
    made: sheets.Made | None
    key: str
    working: Callable[[Session], bool] | None = None
    fitted: Callable[[Session, int, int], Rows] | None = None


def _derivation(session: Session, columns: int) -> Rows:
    from tutor.output import derivation  # no other sheet needs what derives

    return derivation.rows(session, columns)


def _deriving(session: Session) -> bool:
    from tutor.output import derivation

    return derivation.working(session)


def _picture(session: Session, columns: int, rows: int) -> Rows:
    from tutor.output.pictures import step  # nor what draws

    return step.page(session, columns, rows, FRAME)


SHEETS: Mapping[str, Page] = {
    "known": Page("Known so far", sheets.known, "ctrl+o"),
    "parameters": Page("The numbers of the network", sheets.network, "w"),
    "derive": Page("How it comes about", _derivation, "f9", _deriving),
    "picture": Page("In a picture", None, "f5", fitted=_picture),
    "equations": Page("The equations", sheets.equations, "f2"),
    "notation": Page("Symbols, colours and signs", sheets.notation, "f3"),
    "text": Page("Before this step", sheets.text, "f4"),
    "help": Page("Help", None, "f1"),
}
"""The sheets, by name; the help is made from the commands of the screen that it is asked for on."""


class Sheet(ModalScreen[None]):
    """One sheet. The arrows and the page keys scroll it; Escape, Enter or its own key close it.

    The key of another sheet shows that one; what is typed goes to the field below.
    """

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
        self.turned = False
        """Whether another sheet was open before: help is then about sheets, too."""
        self._left_to: Field | None = None
        """Where what is typed goes once something was typed: keys of one burst may still be on their way to here."""

    def compose(self) -> ComposeResult:
        """Put every widget in its place."""
        with VerticalScroll(id="paper"):
            yield Static("", markup=False, id="lines")

    def on_mount(self) -> None:
        """Show what there is."""
        self._turn()
        self.query_one("#paper").focus()

    def on_resize(self) -> None:
        """Fit everything to the new size."""
        self._fill()

    def on_key(self, event: events.Key) -> None:
        """Close on the key that opened it, turn to another sheet on its key, and type nothing in vain."""
        if not self.is_current:  # the key was on its way when the sheet was closed
            if self._left_to is not None:
                self._hand_on(self._left_to, event)
            return
        page = next((SHEETS[name] for name in self._offered() if SHEETS[name].key == event.key), None)
        if page is self.page:
            self.dismiss()
        elif page is not None:
            self.page, self.turned = page, True
            self._turn()
        elif event.is_printable and event.character not in CLOSING and (field := self._field()) is not None:
            self._left_to = field
            self.dismiss()
            self._hand_on(field, event)
        elif (
            event.key == NETWORK.key and NETWORK in self.commands and isinstance(below := self._below(), SessionScreen)
        ):
            self.dismiss()
            below.call_later(below.look_around)
        else:
            return
        event.stop()
        event.prevent_default()

    def _hand_on(self, field: Field, event: events.Key) -> None:
        """Send a key on to a field, behind those that were sent before."""
        field.post_message(events.Key(event.key, event.character))
        event.stop()
        event.prevent_default()

    def action_turn(self, by: int) -> None:
        """Scroll by so many rows."""
        self.query_one("#paper").scroll_relative(y=by, animate=False)

    def on_paste(self, event: events.Paste) -> None:
        """What is pasted goes to the field below."""
        if self.is_current and (field := self._field()) is not None:
            event.stop()
            self.dismiss()
            field.post_message(event)

    def _offered(self) -> list[str]:
        """The sheets that can be asked for on the screen below."""
        return [command.sheet for command in self.commands if command.sheet in SHEETS]

    def _below(self) -> Screen[object]:
        return self.app.screen_stack[-2]

    def _field(self) -> Field | None:
        below = self._below().focused
        return below if isinstance(below, Field) else None

    def _turn(self) -> None:
        """Show the page from its beginning."""
        paper = self.query_one("#paper")
        paper.border_title = self.page.title
        paper.border_subtitle = keys_line(SHEET, self.app.size.width)
        self._fill()
        paper.scroll_home(animate=False)

    def _fill(self) -> None:
        columns = min(WIDEST + 2, self.app.size.width) - FRAME[0]
        working = self.page.working
        more = working is not None and self.session is not None and working(self.session)
        self.query_one("#lines", Static).update(paint(self._rows(max(20, columns))))
        if more:
            self.set_timer(AGAIN, self._fill)

    def _rows(self, columns: int) -> Rows:
        if self.page.fitted is not None and self.session is not None:
            return self.page.fitted(self.session, columns, self.app.size.height - FRAME[1])
        if self.page.made is None or self.session is None:
            commands = (*SHEET, *self.commands) if self.turned else self.commands
            return _help(commands, self.session if self.typed else None, columns)
        return self.page.made(self.session, columns)


def _help(commands: tuple[Command, ...], session: Session | None, columns: int) -> Rows:
    """How to type an answer, and what the keys and words do here."""
    said = [MOUSE]
    if session is not None:
        words = ", ".join(command.word.value for command in commands if command.word)
        said = [*answers(session.lesson), f"These can be typed as words, too: {words}.", MOUSE]
    rows: list[Row] = [row for text in said for row in flow((Cell(f" {text}"),), columns, 1)]
    rows.append(())
    caps = [spelt(command.cap) for command in commands]
    cap = max(6, 2 + max(map(len, caps), default=0))
    label, indent = (11, 12 + cap) if columns >= NARROW else (0, 2)
    for command, written in zip(commands, caps, strict=True):
        lead = Cell(f" {written:<{cap}}", Role.PLAIN, Emphasis.STRONG)
        named = f"{command.label:<{label}}" if label else f"{command.label}: "
        rows += flow((lead, Cell(f"{named}{command.help}")), columns, indent)
    return tuple(rows)
