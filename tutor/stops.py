"""Signals that ask a program to stop, where it goes line by line: what is being written is written first."""

import signal
import threading
from collections.abc import Callable
from types import FrameType
from typing import Any

from tutor.errors import ExitStatus

NAMES = ("SIGINT", "SIGTERM", "SIGHUP")
"""Ctrl+C, a polite kill, and a terminal that is gone; not every system has all of them."""


class Stopped(KeyboardInterrupt):
    """A signal asked the program to stop."""


class Stops:
    """While the block runs, signals that ask to stop raise ``Stopped`` in it.

    Attributes:
        number: the signal that came; 0 before.
    """

    def __init__(self, busy: Callable[[], bool]) -> None:
        """Take what says whether something is being written; a signal then waits until ``check`` is called."""
        self.number = 0
        self._busy = busy
        self._before: dict[int, Any] = {}

    def __enter__(self) -> "Stops":
        """Listen to signals, but for those that whoever started the program wants ignored."""
        if threading.current_thread() is threading.main_thread():
            for number in (getattr(signal, name) for name in NAMES if hasattr(signal, name)):
                if signal.getsignal(number) not in (signal.SIG_IGN, None):
                    self._before[number] = signal.signal(number, self._came)
        return self

    def __exit__(self, *_: object) -> None:
        """Leave signals to whoever had them before."""
        for number, before in self._before.items():
            signal.signal(number, before)

    def check(self) -> None:
        """Stop now if a signal came while something was being written."""
        if self.number:
            raise Stopped

    @property
    def hung_up(self) -> bool:
        """Whether the terminal is gone, so that nothing can be said any more."""
        return self.number == getattr(signal, "SIGHUP", None)

    @property
    def status(self) -> int:
        """The exit status, as shells have it."""
        return 128 + self.number if self.number else ExitStatus.INTERRUPTED

    def _came(self, number: int, _frame: FrameType | None) -> None:
        self.number = number
        if not self._busy():
            raise Stopped
