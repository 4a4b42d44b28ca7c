"""The look-around: the whole network, and what is said of the neuron, wire, layer or path that is chosen in it."""

from typing import ClassVar, cast

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.geometry import Offset
from textual.widget import Widget

from tutor.explain.moves import Chosen, Direction, step
from tutor.explain.spots import Place
from tutor.output import around
from tutor.output.board import fits
from tutor.output.spread import Spread, retold, spread
from tutor.recorder import Recorder
from tutor.tui.commands import AROUND, bindings
from tutor.tui.screens.session import SessionScreen
from tutor.tui.widgets.answer import Field
from tutor.tui.widgets.drawing import Drawing
from tutor.tui.widgets.keys import KeysLine
from tutor.tui.widgets.pane import Pane, show_small

TYPED = frozenset("0123456789-−+.,(")
"""What an answer begins with: it goes to the field of the lesson below."""


class AroundScreen(SessionScreen):
    """The whole network to look around in. The lesson below stays as it is."""

    CSS_PATH = "around.tcss"
    COMMANDS_HERE = AROUND
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(AROUND),
        ("enter,ctrl+j,ctrl+g,q", "close"),
        *((direction, f"go('{direction}')") for direction in ("left", "right", "up", "down")),
        ("pageup", "scroll(-1)"),
        ("pagedown", "scroll(1)"),
    ]

    def __init__(self, recorder: Recorder, of: Place | Chosen | None = None) -> None:
        """Look around.

        Args:
            recorder: the lesson.
            of: what is chosen, or where to begin; without it, at what is in question.
        """
        super().__init__(recorder)
        begun = around.opening(self.session)
        self.chosen = of if isinstance(of, Chosen) else begun if of is None else begun._replace(of=of)
        self.looked: Place | None = None
        """What the pointer is over."""
        self.scrolled = 0
        self.spread: Spread | None = None
        self._left_to: Field | None = None
        """Where what is typed goes once an answer was begun: keys of one burst may still be on their way to here."""

    def compose(self) -> ComposeResult:
        """Put every widget in its place."""
        yield Pane(id="head")
        with Widget(id="body"):
            yield Drawing(self, fixed=True, id="network")
            yield Drawing(self, fixed=True, id="told")
        yield KeysLine()
        yield Pane(fixed=True, id="small")

    def on_resize(self) -> None:
        """Fit everything to the new size; what is chosen stays."""
        self.looked = None
        self.show_keys()
        self.show()

    # What comes in

    def go_to(self, chosen: Chosen) -> None:
        """Choose something."""
        self.chosen, self.looked, self.scrolled = chosen, None, 0
        self.show()

    def action_go(self, direction: str) -> None:
        """One place on."""
        self.go_to(step(self.session.lesson.network, self.chosen, cast("Direction", direction)))

    def action_turn(self) -> None:
        """Look the other way."""
        self.go_to(around.turned(self.chosen))

    def action_path(self) -> None:
        """Choose the next path."""
        self.go_to(around.next_path(self.session, self.chosen))

    def action_scroll(self, by: int) -> None:
        """Scroll what is said."""
        self.scrolled += by * max(1, self.spread.height - 2 if self.spread else 1)
        self._retell()

    def action_close(self) -> None:
        """Back to the lesson."""
        if self.is_current:
            self.dismiss()

    def action_sheet(self, name: str) -> None:
        """Open a sheet over the network."""
        from tutor.tui.screens.sheet import SHEETS, Sheet  # not before one is asked for

        self.app.push_screen(Sheet(SHEETS[name], self.session, self.COMMANDS_HERE, typed=False))

    def on_key(self, event: events.Key) -> None:
        """The beginning of an answer goes to the field below."""
        if self._left_to is not None:
            self._left_to.post_message(events.Key(event.key, event.character))
        elif event.character in TYPED and (field := self._field()) is not None:
            self._left_to = field
            self.dismiss()
            field.post_message(events.Key(event.key, event.character))  # as those behind it, so that all are in order
        else:
            return
        event.stop()
        event.prevent_default()

    def on_paste(self, event: events.Paste) -> None:
        """What is pasted goes there, too."""
        if (field := self._field()) is not None:
            event.stop()
            self.dismiss()
            field.post_message(event)

    def _field(self) -> Field | None:
        """The field of the screen below."""
        below = self.app.screen_stack[-2].focused if self.is_current and len(self.app.screen_stack) > 1 else None
        return below if isinstance(below, Field) else None

    # The pointer

    def hovered(self, drawing: Drawing, at: Offset | None) -> None:
        """Say what the pointer is over; once it is over nothing, what is chosen."""
        if drawing.id != "network":
            return
        of = self._place(at)
        if of != self.looked:
            self.looked, self.scrolled = of, 0
            self._retell()

    def clicked(self, drawing: Drawing, at: Offset) -> None:
        """Choose what is clicked: in the network a place, below it a path."""
        if drawing.id == "network":
            if (of := self._place(at)) is not None:
                self.go_to(around.choose(self.session, self.chosen, of))
        elif self.spread is not None and (route := self.spread.told.at(at.y, at.x)) is not None:
            self.go_to(around.on_path(self.session, self.chosen, route))

    def _place(self, at: Offset | None) -> Place | None:
        return None if at is None or self.spread is None else self.spread.picture.at(at.y, at.x)

    # What is shown

    def show(self) -> None:
        """Show what is chosen; only what has changed is painted."""
        size = self.app.size
        show_small(self)
        self.query_one(KeysLine).display = fits(*size)
        if not fits(*size):
            return
        found = spread(self.session, self.chosen, self.looked, (size.width, size.height), self.scrolled)
        self.query_one("#body").set_class(found.beside, "-beside")
        self.query_one(KeysLine).set_class(not found.ruled, "-bare")
        told = self.query_one("#told", Drawing)
        told.set_class(found.ruled, "-ruled")
        told.styles.width = found.columns if found.beside else "100%"
        told.styles.height = "100%" if found.beside else found.height + found.ruled
        self.query_one("#head", Pane).show(found.head)
        self.query_one("#network", Drawing).show(found.picture.rows)
        self._tell(found)

    def _retell(self) -> None:
        """Show what is said where nothing else has changed."""
        if self.spread is not None:
            self._tell(retold(self.session, self.spread, self.chosen, self.looked, self.scrolled))

    def _tell(self, found: Spread) -> None:
        self.spread, self.scrolled = found, found.scrolled
        self.query_one("#told", Drawing).show(found.told.rows)
