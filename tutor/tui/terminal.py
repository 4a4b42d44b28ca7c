"""What the app needs to be told of the terminal that it runs in."""

import os
import sys
from collections.abc import Sequence
from pathlib import PurePath

from textual import constants
from textual.driver import Driver
from textual.filter import LineFilter

from tutor.notation import charset


def colourless() -> bool:
    """Whether there are to be no colours (https://no-color.org)."""
    return bool(os.environ.get("NO_COLOR"))


def styles(home: bool) -> list[str | PurePath]:
    """The styles that the app begins with: those of its first screen; any other one brings its own when it comes."""
    first = ["screens/lesson.tcss", *(["screens/home.tcss"] if home else [])]
    return [*first, *(["nocolor.tcss"] if colourless() else [])]


def driver() -> type[Driver] | None:
    """The driver for this terminal; None where the environment names another one, or Textual's own has to do."""
    if constants.DRIVER is not None or sys.platform == "win32":
        return None
    from tutor.tui.driver import Driver as Tolerant  # not where there is no such terminal

    return Tolerant


def filters(found: Sequence[LineFilter]) -> Sequence[LineFilter]:
    """What painted lines go through: where there is ASCII alone, all letters that are left become such."""
    if not charset.ascii():
        return found
    from tutor.tui.letters import AsciiFilter  # most terminals have every letter

    return [*found, AsciiFilter()]
