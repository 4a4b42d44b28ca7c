"""A progress bar on standard error."""

import sys
import time
from contextlib import ExitStack
from typing import Any

import click


class Bar:
    """A progress bar on standard error, for what takes more than a second."""

    def __init__(self, label: str, shown: bool) -> None:
        self._label = label
        self._shown = shown
        self._started = time.monotonic()
        self._open = ExitStack()
        self._bar: Any = None

    def __enter__(self) -> "Bar":
        return self

    def __exit__(self, *error: object) -> None:
        self._open.close()

    def reach(self, done: float) -> None:
        """Show how much is done, from 0 to 1."""
        if self._bar is None and self._shown and time.monotonic() - self._started > 1:
            bar = click.progressbar(length=1000, label=self._label, file=sys.stderr)
            self._bar = self._open.enter_context(bar)
        if self._bar is not None:
            self._bar.update(round(1000 * done) - self._bar.pos)
