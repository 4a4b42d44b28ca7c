"""The terminal's side: whatever bytes come from it, nothing ends, and it is painted anew when it is taken back."""

import errno
import os
import selectors
from codecs import getincrementaldecoder
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from typing import Any, TextIO, cast

from textual import events
from textual._xterm_parser import XTermParser
from textual.app import App
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message

from tutor.tui.run import HUNG_UP

PASTE, PASTED = "\x1b[200~", "\x1b[201~"
"""What a terminal sends before and after what is pasted."""
SLICE = 4096
"""How many bytes are read at once."""
PAUSE = 0.1
"""Seconds without input after which an escape stands for its key."""


class Keyboard:
    """Makes events of what a terminal sends.

    Textual decodes strictly and lets its parser fail; both end the app. Here a byte that is no UTF-8 is U+FFFD, and a
    sequence that the parser fails at is as if it had not been sent. What is pasted is taken as it is: the parser
    would make keys of an escape within it and of all that follows, ahead of the rest.
    """

    def __init__(self) -> None:
        self._decoder = getincrementaldecoder("utf-8")("replace")
        self._parser = XTermParser()
        self._last = ""
        self._pasted: list[str] | None = None

    def feed(self, data: bytes) -> Iterator[Message]:
        """The events of the next bytes."""
        for char in self._decoder.decode(data):
            yield from self._key(char) if self._pasted is None else self._paste(self._pasted, char)

    def tick(self) -> Iterator[Message]:
        """The events of an escape that nothing has followed for a while."""
        yield from self._parser.tick()

    def _key(self, char: str) -> Iterator[Message]:
        self._last = (self._last + char)[-len(PASTE) :]
        if self._last == PASTE:
            self._pasted = []
        try:
            yield from self._parser.feed(char)
        except (ValueError, ArithmeticError):  # a number that stands for no character, a screen without size
            self._parser = XTermParser()

    def _paste(self, pasted: list[str], char: str) -> Iterator[Message]:
        pasted.append(char)
        if char == PASTED[-1] and "".join(pasted[-len(PASTED) :]) == PASTED:
            self._pasted, self._last = None, ""
            for _ in self._parser.feed(PASTED):
                pass  # it has seen an empty paste
            yield events.Paste("".join(pasted[: -len(PASTED)]).replace("\x00", ""))


class Output:
    """The terminal as a file; once it is gone, what is written goes nowhere.

    A thread of Textual's writes, and the app waits for it where it is behind: it must not end before the app does.
    """

    def __init__(self, file: TextIO, gone: Callable[[], object]) -> None:
        self._file = file
        self._gone = gone
        self.fileno, self.isatty = file.fileno, file.isatty

    def write(self, text: str) -> None:
        """Write a text."""
        self._do(partial(self._file.write, text))

    def flush(self) -> None:
        """Write what waits."""
        self._do(self._file.flush)

    def _do(self, act: Callable[[], object]) -> None:
        try:
            act()
        except OSError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), self._file.fileno())
            with suppress(RuntimeError):  # the app has ended
                self._gone()


class Driver(LinuxDriver):
    """Textual's driver, with a keyboard that nothing breaks, and without a wait for a terminal that is gone."""

    def __init__(self, app: App[object], **options: Any) -> None:  # noqa: ANN401 (Textual's)
        super().__init__(app, **options)
        stop = partial(getattr(app, "stop", app.exit), HUNG_UP)
        gone = partial(self._loop.call_soon_threadsafe, stop)
        self._file = cast("Any", Output(cast("TextIO", self._file), gone))

    def _run_input_thread(self) -> None:
        # An error goes where those of every thread go: see run.py.
        self.run_input_thread()

    def run_input_thread(self) -> None:
        """Read what the terminal sends until the app ends."""
        keyboard = Keyboard()
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                if selector.select(PAUSE):
                    data = os.read(self.fileno, SLICE)
                    if not data:
                        raise OSError(errno.EIO, "the terminal is gone")
                    for event in keyboard.feed(data):
                        self.process_message(event)
                for event in keyboard.tick():
                    self.process_message(event)

    def _sigcont_application(self, *_: object) -> None:
        # Textual starts once more even where it was not told to stop, and then reads with two threads.
        if self._auto_restart and self._must_signal_resume:
            self.resume_application_mode()
        self._loop.call_soon_threadsafe(self._repaint)

    def _repaint(self) -> None:
        self._app.refresh(layout=True)
