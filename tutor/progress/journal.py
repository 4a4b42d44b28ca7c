"""What one run of the program keeps, for one learner. It never raises: what cannot be kept waits, and that is said.

Nothing is loaded or opened before it is needed: SQLite takes ten milliseconds.
"""

import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, TypeVar

from tutor import paths
from tutor.errors import TutorError
from tutor.progress.attempt import Noted, Past, Run, Standing
from tutor.progress.entry import Entry

if TYPE_CHECKING:
    from tutor.practice.knowledge import Knowledge
    from tutor.progress.learner import Learner

__all__ = ["Journal", "Past", "Run", "Standing", "name_of"]

_T = TypeVar("_T")
VARIABLE = "BP_TUTOR_LEARNER"
FILE = "progress.db"
LONGEST = 200
"""So many characters of a learner's name are kept."""


def name_of(learner: str | None) -> str | None:
    """A learner's name as it is kept; None for the one who gives none.

    Args:
        learner: the name as it was given; None for that of the environment.
    """
    given = os.environ.get(VARIABLE, "") if learner is None else learner
    return "".join(c if c.isprintable() else " " for c in given).strip()[:LONGEST] or None


class Journal:
    """What is kept of one learner in one run of the program."""

    def __init__(self, front: str, learner: str | None = None, path: Path | None = None) -> None:
        """Nothing is opened yet.

        Args:
            front: tui, plain or web.
            learner: a name; None for that of the environment, or the one without a name.
            path: the store; None for the user's.
        """
        self.front = front
        self.learner = name_of(learner)
        self.path = path or paths.home() / FILE
        self._lock = RLock()
        self._open: Learner | None = None
        self._sitting = os.urandom(16).hex()
        self._noted: list[Noted] = []
        self._kept = 0
        self._failed = ""
        self._told = ""
        self._begun: dict[str, str | None] = {}

    @property
    def trouble(self) -> str:
        """What is not being kept and why, in one sentence; empty where all is."""
        return " ".join(filter(None, (self._failed, self._told)))

    def standings(self) -> Mapping[str, Standing]:
        """Where the latest attempt at each lesson stands, by its id."""
        return self._read(lambda learner: learner.standings(), {})

    def latest(self, lesson: str) -> Past | None:
        """The latest attempt at a lesson; None where there is none."""
        past = self._read(lambda learner: learner.latest(lesson), None)
        self._begun[lesson] = past.standing.attempt if past else None
        return past

    def knowledge(self) -> "Knowledge":
        """What is known of the learner's skills."""
        from tutor.practice.knowledge import Knowledge

        return self._read(lambda learner: learner.knowledge(), Knowledge())

    def add(self, run: Run, entries: Sequence[Entry]) -> None:
        """Keep what happened, in order; once this returns it is safe, or ``trouble`` says why not."""
        with self._lock:
            for entry in entries:
                self._noted.append(Noted(run, len(self._noted) + 1, entry))
            self._write()

    def rest(self) -> None:
        """The learner pauses: time to put in its place what was written ahead."""
        with self._lock:
            self._write()
            if self._open:
                self._open.store.checkpoint()

    def close(self) -> None:
        """Keep what still waits, and let go of the store."""
        with self._lock:
            self._write()
            self._drop()

    def _read(self, what: "Callable[[Learner], _T]", otherwise: _T) -> _T:
        """Read something; ``otherwise`` where there is no store, or none that can be read."""
        from_file = self._open is not None or self.path.exists()
        with self._lock:
            if not from_file:
                return otherwise
            try:
                learner = self._opened()
                with learner.store.reading():
                    return what(learner)
            except TutorError as error:
                self._fail(error)
                return otherwise

    def _opened(self) -> "Learner":
        """The open store."""
        if self._open is None:
            from tutor.progress.learner import Learner, Sitting
            from tutor.progress.store import Store

            self._open = Learner(Store(self.path), Sitting(self._sitting, self.front, self.learner))
        return self._open

    def _write(self) -> None:
        """Keep what waits, in one transaction."""
        if self._open and self._open.store.gone:
            self._drop()
            self._kept = 0
        if self._kept == len(self._noted):
            return
        try:
            learner = self._opened()
            with learner.store.writing():
                learner.write(self._noted[self._kept :], self._begun)
        except TutorError as error:
            if self._open:
                self._open.forget()
            self._fail(error)
        else:
            self._kept = len(self._noted)
            self._failed = ""

    def _fail(self, error: TutorError) -> None:
        self._failed = f"What you do is not being kept: {error}."

    def _drop(self) -> None:
        if self._open:
            self._open.store.close()
            self._open = None
