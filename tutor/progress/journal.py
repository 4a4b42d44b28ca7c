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
from tutor.progress.entry import Entry, What

if TYPE_CHECKING:
    from tutor.practice.knowledge import Knowledge
    from tutor.progress.learner import Learner
    from tutor.progress.store import Store

__all__ = ["Journal", "Past", "Run", "Standing", "name_of"]

VARIABLE = "BP_TUTOR_LEARNER"
FILE = "progress.db"
LONGEST = 200
"""So many characters of a learner's name are kept."""
_PATIENCE, _SHORT = 1.0, 0.1
"""Seconds that another program is waited for, and once it was in the way."""
_T = TypeVar("_T")


def name_of(learner: str | None) -> str | None:
    """A learner's name as it is kept; None for the one who gives none.

    Args:
        learner: the name as it was given; None for that of the environment.
    """
    given = os.environ.get(VARIABLE, "") if learner is None else learner
    return "".join(c if c.isprintable() else " " for c in given).strip()[:LONGEST].strip() or None


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
        self._path = path
        self._lock = RLock()
        self._open: tuple[Store, Learner] | None = None
        self._uid = os.urandom(16).hex()
        self._noted: list[Noted] = []
        self._kept = 0
        self._begun: dict[str, str | None] = {}
        self._failed: TutorError | None = None
        self._news: list[str] = []

    @property
    def trouble(self) -> str:
        """What is not being kept and why, in one line, and what was found damaged; empty where all is well.

        The latter is told until the next answer is kept.
        """
        return " ".join([*self._news, *([self._not_kept(self._failed)] if self._failed else [])])

    @property
    def waiting(self) -> int:
        """How many entries are not kept yet."""
        return len(self._noted) - self._kept

    # What is read

    @property
    def kept(self) -> bool:
        """Whether all that happened so far is safe."""
        return not self._failed and self._kept == len(self._noted)

    def standings(self) -> Mapping[str, Standing]:
        """Where the latest attempt at each lesson stands, by its id; where something was done last stands last."""
        from_store = self._read(_reader("standings"))
        return {} if from_store is None else from_store

    def latest(self, lesson: str) -> Past | None:
        """The latest attempt at a lesson: the one that was begun last. None where there is none."""
        found = self._read(_reader("latest", lesson))
        self._begun[lesson] = found[0].standing.attempt if found else None
        if found is None:
            return None
        past, lost = found
        if lost:
            self._tell(f"{_count(lost, 'entry', 'entries')} of this lesson cannot be read any more and are left out.")
        return past

    def knowledge(self) -> "Knowledge":
        """What is known of the learner's skills."""
        from tutor.practice.knowledge import Knowledge

        return self._read(_reader("knowledge")) or Knowledge()

    # What is written

    def prepare(self) -> None:
        """There is time: load what the first entry needs, and open the store if there is one."""
        self._read(lambda _store, _learner: None)

    def add(self, run: Run, entries: Sequence[Entry]) -> None:
        """Keep what happened, in order; once this returns it is safe, or ``trouble`` says why not."""
        with self._lock:
            first = len(self._noted) + 1
            self._noted += (Noted(run, seq, entry) for seq, entry in enumerate(entries, first))
            self._write()
            if not self._failed and any(entry.what is What.SUBMIT for entry in entries):
                self._news = self._news[self._told :]

    def rest(self) -> None:
        """The learner pauses: try again what waits, and tidy up."""
        with self._lock:
            self._write()
            if self._open:
                self._open[0].rest()

    def close(self) -> None:
        """Keep what still waits, and let go of the store."""
        with self._lock:
            self._write()
            self._drop()
