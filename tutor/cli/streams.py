"""The streams of the process: what they are, what they can show, and what is said on standard error."""

import errno
import os
import sys
from io import StringIO
from typing import TextIO

NO_SCREENS = frozenset({"dumb", "unknown"})
"""Values of TERM under which nothing can be placed on a screen."""


def prepare() -> None:
    """Make the streams of the process such that reading and writing them needs no care."""
    from tutor.output.encoding import make_tolerant

    if sys.stdout is None:  # a process may be started without it
        sys.stdout = _NoOutput()
    for stream in (sys.stdout, sys.stderr):
        make_tolerant(stream)
    if hasattr(sys.stdin, "reconfigure"):
        sys.stdin.reconfigure(errors="replace")


class _NoOutput(StringIO):
    """Stands for a standard output that is not there: what is printed must not be lost without a word."""

    def write(self, _text: str) -> int:
        raise OSError(errno.EBADF, "it is closed")


def note(line: str) -> None:
    """Say something about the output, on standard error; click's own echo would write UTF-8 whatever the locale."""
    print(line, file=sys.stderr or StringIO())


def browser() -> bool:
    """Whether a browser shows the screens."""
    from tutor.output.encoding import BROWSER

    return os.environ.get("TEXTUAL_DRIVER") == BROWSER


def terminal(*streams: TextIO | None) -> bool:
    """Whether these are a terminal on which screens can be painted."""
    if browser():
        return True
    there = all(stream is not None and not stream.closed and stream.isatty() for stream in streams)
    return there and os.environ.get("TERM") not in NO_SCREENS


def asks() -> bool:
    """Whether somebody is there who can be asked something on a line of its own."""
    return sys.stdin is not None and not sys.stdin.closed and sys.stdin.isatty()


def use_letters(ascii: bool, stream: TextIO | None) -> None:
    """Choose the letters of all output: ASCII where that was asked for, else what the stream that it goes to has."""
    from tutor.notation import charset
    from tutor.output.encoding import letters

    charset.use("ascii" if ascii or charset.ascii() else letters(stream))
