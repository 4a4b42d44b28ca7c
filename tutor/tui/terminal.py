"""The terminal's side of the app: its input, whatever bytes come."""

from codecs import IncrementalDecoder, getincrementaldecoder
from collections.abc import Callable
from functools import partial

from textual.driver import Driver


def tolerant(driver: type[Driver]) -> type[Driver]:
    """The driver of a terminal, made to live with any input; any other driver as it is.

    Textual's reads UTF-8 strictly: at the first byte that is none, or at a key code that is no character, its input
    thread ends the app with a traceback.
    """
    if driver.__module__ != "textual.drivers.linux_driver":
        return driver
    from textual.drivers import linux_driver

    class Tolerant(linux_driver.LinuxDriver):
        def run_input_thread(self) -> None:
            while not self.exit_event.is_set():
                try:
                    super().run_input_thread()
                except ValueError:
                    continue  # what cannot be a key is dropped, and what comes after it is read

    vars(linux_driver)["getincrementaldecoder"] = _replacing
    return Tolerant


def _replacing(encoding: str) -> Callable[[], IncrementalDecoder]:
    """A decoder that has U+FFFD for what it cannot decode."""
    return partial(getincrementaldecoder(encoding), errors="replace")
