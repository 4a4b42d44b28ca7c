"""The line that says what the keys do; a click does it, too."""

from collections.abc import Iterable

from rich.style import Style
from textual.content import Content
from textual.widgets import Static

from tutor.tui.commands import Command, line
from tutor.tui.content import clickable


class KeysLine(Static):
    """The commands of a screen, as many as fit."""

    def __init__(self) -> None:
        super().__init__("", markup=False, id="keys")

    @property
    def link_style(self) -> Style:
        """What can be clicked keeps the colours that it has: all of it can."""
        return Style.null()

    def show(self, commands: Iterable[Command]) -> None:
        """Show as many commands as the width has room for."""
        self.update(keys_line(commands, self.app.size.width - 1), layout=False)


def keys_line(commands: Iterable[Command], columns: int) -> Content:
    """As many commands as there is room for, each to be clicked."""
    return clickable((command.cap, command.label, command.clicks) for command in line(commands, columns))
