"""The browser's side: what Textual's own driver for browsers gets wrong where one goes away or sends anything."""

import asyncio
import errno
import os
import signal
from contextlib import suppress
from functools import partial

from textual.drivers._byte_stream import ByteStream
from textual.drivers.web_driver import WebDriver

from tutor.tui.driver import Keyboard


class Driver(WebDriver):
    """Textual's driver for browsers, with a keyboard that nothing breaks. It ends when the server is gone."""

    def start_application_mode(self) -> None:
        """Begin; signals go where they went before, so that the exit status tells which one it was."""
        before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
        self._write = partial(self._send)
        super().start_application_mode()
        loop = asyncio.get_running_loop()
        for number, handler in before.items():
            with suppress(NotImplementedError):  # not everywhere has a loop these
                loop.remove_signal_handler(number)
            signal.signal(number, handler)

    def run_input_thread(self) -> None:
        """Read what the server sends until the app ends."""
        # An error goes where those of every thread go: see TutorApp.thread_failed.
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
