"""The fields that text is typed into: that for one answer, and what others have in common with it."""

from typing import Protocol

from rich.cells import cell_len
from rich.segment import Segment
from rich.text import Text
from textual import events
from textual.geometry import Region, Size
from textual.reactive import Reactive
from textual.strip import Strip
from textual.widgets import Input
from textual.widgets.input import Selection

from tutor.quantity import Quantity

CUT = "…"
"""Stands where a text goes on beyond its field."""
ENTER = ("enter", "ctrl+j")
"""Some terminals, and lines that are sent to one, end in the second."""


class Desk(Protocol):
    """What a field belongs to."""

    def field_for(self, field: "AnswerInput", text: str) -> "AnswerInput":
        """Make way for text that is being typed into a field, and say which field takes it."""

    def send(self, field: "AnswerInput") -> None:
        """Take what stands in a field: Enter was pressed."""

    def edited(self, field: "AnswerInput") -> None:
        """What stands in a field was changed by hand."""

    async def ready(self) -> None:
        """Wait until what stands in a field can be taken."""


class Field(Input):
    """A field of fixed width that takes any text; what comes of it is not its business.

    Keys that come in one burst, faster than the focus can move, go to the field that has the focus by then, so that
    a whole walk can be pasted into a terminal.
    """

    virtual_size = Reactive(Size(0, 0), layout=False)
    """Input lays the whole screen out whenever this changes, at every key; a field of fixed width need not."""

    def __init__(self, *, placeholder: str = "", id: str | None = None) -> None:
        super().__init__(placeholder=placeholder, compact=True, validate_on=(), select_on_focus=False, id=id)

    def take(self, text: str) -> None:
        """Take text that is typed or pasted, in place of what is selected."""
        start, end = sorted(self.selection)
        self.replace(text, start, end)

    async def ready(self) -> None:
        """Wait for what is needed before Enter counts; keys that are pressed meanwhile come after it."""

    def enter(self) -> None:
        """Enter was pressed."""

    def select(self) -> None:
        """Select all, so that typing replaces it."""
        self.selection = Selection(0, len(self.value))

    def type_in(self, text: str) -> None:
        """Take text that is typed or pasted, here or in the field that it is meant for by now."""
        self._here().take(text)

    def _here(self) -> "Field":
        here = self.screen.focused
        return here if isinstance(here, Field) else self

    def _watch_value(self, value: str) -> None:  # noqa: ARG002 (Textual passes it)
        # What Input does here but for suggestions, validation and a message through every container: nobody asks.
        self.virtual_size = Size(self.content_width, 1)
        self._initial_value = False
        self.selection = self.selection  # within the text, even if that is shorter now

    async def _on_key(self, event: events.Key) -> None:
        # Enter as well: as a binding it would wait its turn at the app, behind keys that were typed after it.
        if event.key in ENTER:
            await self._here().ready()
            self._here().enter()
        elif event.is_printable and event.character is not None:
            self._restart_blink()
            self.type_in(event.character)
        else:
            return
        event.stop()
        event.prevent_default()

    def _on_paste(self, event: events.Paste) -> None:
        """Take every line of what is pasted, where Input takes the first; a Tab parts numbers as a line's end does."""
        lines = [line.strip() for line in event.text.replace("\t", "\n").splitlines()]
        if text := "; ".join(filter(None, lines)):
            self.type_in(text)
        event.stop()
        event.prevent_default()

    def action_paste(self) -> None:
        """Take what was copied in this app."""
        if self.app.clipboard:
            self.type_in(self.app.clipboard)

    def on_blur(self) -> None:
        """Show the beginning of a long text while the focus is elsewhere."""
        self.scroll_to(0, 0, animate=False, immediate=True, force=True)

    def on_focus(self) -> None:
        """Show the place of the cursor again."""
        self.scroll_to_region(Region(self._cursor_offset, 0, 1, 1), force=True, animate=False)

    def render_line(self, y: int) -> Strip:
        """The text; a mark at an end of the field says that it goes on there."""
        strip = super().render_line(y)
        columns, length = self.scrollable_content_region.width, self.virtual_size.width - 1
        if length <= columns or y != 0:
            return strip
        start = round(self.scroll_x)
        cursor = self._cursor_offset - start if self.has_focus else -1
        mark = Strip([Segment(CUT, self.rich_style)])
        if start > 0 and cursor != 0:
            strip = Strip.join([mark, strip.crop(1)])
        if start + columns < length and cursor != columns - 1:
            strip = Strip.join([strip.crop(0, columns - 1), mark])
        return strip

    @property
    def _value(self) -> Text:
        return Text(visible(self.value), no_wrap=True, overflow="ignore", end="")

    def _position_to_cell(self, position: int) -> int:
        return cell_len(visible(self.value[:position]))


class AnswerInput(Field):
    """A field for one answer."""

    def __init__(self, desk: Desk, *, placeholder: str = "", id: str | None = None) -> None:
        super().__init__(placeholder=placeholder, id=id)
        self.desk = desk
        self.question: Quantity | None = None
        """What is asked for here."""
        self.settled = False
        """Whether the answer that stands here is right; it is not to be changed."""
        self.touched = False
        """Whether the text was changed since it was put here."""
        self._being_put = False

    def put(self, text: str, *, settled: bool = False, drafted: bool = False) -> None:
        """Put a text here in place of what stands here; a drafted one was typed by hand, and not sent."""
        self.settled = settled
        self._being_put = True
        self.value = text
        self._being_put = False
        self.touched = drafted
        if drafted:
            self.arrive()

    def arrive(self) -> None:
        """Be ready for typing: it replaces what stands here, but goes on with what was typed and not sent."""
        if self.touched and self.value:
            self.cursor_position = len(self.value)
        else:
            self.select()

    def take(self, text: str) -> None:
        """Take text that is typed or pasted, here or in the field that it is meant for."""
        target = self.desk.field_for(self, text)
        start, end = sorted(target.selection)
        target.replace(text, start, end)

    def after_typing(self, text: str) -> str:
        """What would stand here if ``text`` were typed."""
        start, end = sorted(self.selection)
        return self.value[:start] + text + self.value[end:]

    def replace(self, text: str, start: int, end: int) -> None:
        """Replace a part of the text; nothing is taken away from a right answer."""
        if text or not self.settled or self.touched:
            before = self.value
            super().replace(text, start, end)
            if self.value == before:  # typing the same is typing
                self._touch()

    async def ready(self) -> None:
        """Wait for the desk."""
        await self.desk.ready()

    def enter(self) -> None:
        """Hand what stands here to the desk."""
        self.desk.send(self)

    def _watch_value(self, value: str) -> None:
        self._touch()
        super()._watch_value(value)

    def _touch(self) -> None:
        self.touched = True
        if not self._being_put:
            self.desk.edited(self)


def visible(text: str) -> str:
    """Text with a picture for each character that a terminal would obey: one for one, so that the cursor is right."""
    return text if text.isprintable() else "".join(char if char.isprintable() else _picture(char) for char in text)


def _picture(char: str) -> str:
    if ord(char) < ord(" "):
        return chr(0x2400 + ord(char))
    return " " if char.isspace() else "\N{REPLACEMENT CHARACTER}"
