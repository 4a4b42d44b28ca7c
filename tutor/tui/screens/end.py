"""The end of a lesson: one page to scroll, and a field that takes words."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, VerticalScroll

from tutor.engine.network import Network
from tutor.event import Event, Happening
from tutor.explain.cells import Rows
from tutor.output import view
from tutor.output.board import ROOMY, fits, step_row
from tutor.output.closing import closing
from tutor.output.words import CHECKING
from tutor.tui.commands import END, bindings
from tutor.tui.screens.session import SessionScreen
from tutor.tui.widgets.answer import AnswerInput
from tutor.tui.widgets.keys import KeysLine
from tutor.tui.widgets.pane import Pane, show_small

WORDS_HERE = ", ".join(command.word.value for command in END if command.word)
"""What can be typed here."""
MANY = 150
"""So many weights take time to be checked."""


class EndScreen(SessionScreen):
    """Everything that came of a lesson."""

    CSS_PATH = "end.tcss"
    COMMANDS_HERE = END
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(END),
        ("up", "scroll_page(-1)"),
        ("down", "scroll_page(1)"),
        ("pageup", "scroll_page(-10)"),
        ("pagedown", "scroll_page(10)"),
    ]

    fitted: int | None = None
    """The columns that the page was made for."""

    def compose(self) -> ComposeResult:
        """Put every widget in its place."""
        yield Pane(id="head")
        with VerticalScroll(id="page", can_focus=False):
            yield Pane(id="ending")
        yield Pane(id="told")
        with Horizontal(id="words"):
            yield AnswerInput(self, placeholder=WORDS_HERE)
        yield KeysLine()
        yield Pane(fixed=True, id="small")

    def on_mount(self) -> None:
        """Show what there is."""
        self.query_one(AnswerInput).focus()
        self.recorder.flush()
        self._show()

    def on_resize(self) -> None:
        """Fit everything to the new size."""
        self._show()
        self.show_keys()

    def send(self, field: AnswerInput) -> None:
        """Take what stands in the field, unless nobody can have seen it."""
        if fits(*self.app.size):
            super().send(field)

    def happened(self, event: Event, told: str = "") -> None:
        """Show what came of a word; of every other text, say that it does nothing here."""
        self.query_one(AnswerInput).put("")
        self.tell(told)
        if event.what is Happening.BACK:
            self.dismiss()
        else:
            super().happened(event)

    def tell(self, told: str) -> None:
        """Say something above the field."""
        self.query_one("#told", Pane).show(view.line(told, self.app.size.width))

    def field_for(self, field: AnswerInput, _text: str) -> AnswerInput:
        """There is one field here."""
        return field

    def action_scroll_page(self, by: int) -> None:
        """Scroll the page."""
        self.query_one("#page").scroll_relative(y=by, animate=False)

    def _show(self) -> None:
        show_small(self)
        columns = self.app.size.width
        head: Rows = (view.heading(self.session, columns), step_row(self.session, columns), view.rule(columns))
        roomy = self.app.size.height >= ROOMY
        self.query_one("#head", Pane).show(head if roomy else head[:1])
        self.query_one("#keys").set_class(not roomy, "-bare")
        if columns != self.fitted:
            self.fitted = columns
            if _weights(self.session.lesson.network) > MANY and not self.query_one("#ending", Pane).rows:
                self.query_one("#ending", Pane).show(((), *view.line(CHECKING, columns)))
                self.call_after_refresh(self._fill)  # once that is on the screen
            else:
                self._fill()

    def _fill(self) -> None:
        self.query_one("#ending", Pane).show(((), *closing(self.session, self.app.size.width - 2)))


def _weights(network: Network) -> int:
    return sum(len(row) for layer in network.layers for row in layer.W)
