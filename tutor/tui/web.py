"""The browser's side: what Textual's own driver for browsers gets wrong where one goes away, or sends anything."""

import errno
import os
from contextlib import suppress
from functools import partial
from typing import Any

from textual.app import App
from textual.drivers._byte_stream import ByteStream
from textual.drivers.web_driver import WebDriver

from tutor.tui.driver import Keyboard


class Driver(WebDriver):
    """Textual's driver for browsers, with a keyboard that nothing breaks. It ends when the server is gone."""

    def __init__(
        self, app: App[Any], *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self._write = partial(self._send)

    def run_input_thread(self) -> None:
        """Read what the server sends until the app ends."""
        # An error goes where those of every thread go, and so does the end of all input: it ends the app.
        keyboard, packets = Keyboard(), ByteStream()
        for data in self._input_reader:
            for kind, payload in packets.feed(data) if data else ():
                if kind == "D":
                    for event in keyboard.feed(payload):
                        self.process_message(event)
                else:
                    self._on_meta(kind, payload)
            for event in keyboard.tick():
                self.process_message(event)
        if not self.exit_event.is_set():
            raise OSError(errno.EIO, "the browser is gone")

    def _send(self, data: bytes) -> int:
        """Write all of a packet; where nobody reads any more, the other thread is told so as well."""
        left = memoryview(data)
        with suppress(OSError):
            while left:
                left = left[os.write(self.fileno, left) :]
        return len(data)
