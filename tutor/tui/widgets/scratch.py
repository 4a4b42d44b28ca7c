"""The scratch line: a field for arithmetic, and what comes of it while it is typed."""

from typing import Protocol

from rich.text import Text
from textual.app import ComposeResult
from textual.widget import Widget

from tutor.output import scratch
from tutor.output.board import Placed
from tutor.output.scratch import Scratch
from tutor.session import Session
from tutor.tui.widgets.answer import Field
from tutor.tui.widgets.pane import Pane

UNREAD = "underline"
"""How the text is set from where reading stopped."""


class Taker(Protocol):
    """What a result goes to."""

    @property
    def session(self) -> Session:
        """Where the learner is."""

    def take_result(self, result: str) -> None:
        """Take a result into the field of the question."""


class ScratchInput(Field):
    """The field for arithmetic. From where reading stopped its text is underlined."""

    def __init__(self, line: "ScratchLine") -> None:
        super().__init__()
        self.line = line

    def enter(self) -> None:
        """Hand the result over, if there is one."""
        self.line.give()

    def _watch_value(self, value: str) -> None:
        super()._watch_value(value)
        self.line.show()

    @property
    def _value(self) -> Text:
        text = super()._value
        if (offset := self.line.found.offset) is not None:
            text.stylize(UNREAD, offset)
        return text


class ScratchLine(Widget):
    """The scratch line, made when it is first opened; what was typed stays in it while it is closed."""

    def __init__(self, taker: Taker) -> None:
        super().__init__(id="scratch")
        self.taker = taker
        self.place: Placed | None = None
        self.found = Scratch((), 0, 0)
        self.pane = Pane(id="scratch-rows")
        self.field = ScratchInput(self)

    def compose(self) -> ComposeResult:
        """Put the field over what is said around it."""
        yield self.pane
        yield self.field

    def put(self, text: str) -> None:
        """Put arithmetic into the field, in place of what stands there."""
        self.field.value = text
        self.field.cursor_position = len(text)

    def move(self, place: Placed | None) -> None:
        """Go to a place on the screen; without one, out of sight."""
        self.display = place is not None
        if place is not None and place != self.place:
            self.place = place
            self.styles.offset = (place.column, place.row)
            self.styles.width, self.styles.height = place.columns, place.rows
        self.show()

    def show(self) -> None:
        """Show what comes of what stands in the field."""
        if self.place is None:
            return
        make = scratch.panel if self.place.rows > 1 else scratch.line
        found = make(self.taker.session, self.field.value, self.place.columns)
        if (found.column, found.field) != (self.found.column, self.found.field):
            self.field.styles.offset = (found.column, 0)
            self.field.styles.width = found.field
        self.found = found
        self.pane.show(found.rows)

    def give(self) -> None:
        """Hand the result over, if there is one."""
        if self.found.result:
            self.taker.take_result(self.found.result)
