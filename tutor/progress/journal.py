"""What one run of the program keeps, for one learner. It never raises: what cannot be kept waits, and that is said.

Nothing is loaded or opened before it is needed: SQLite takes ten milliseconds.
"""

import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, TypeVar

from tutor import paths
from tutor.errors import TutorError
from tutor.progress.people import name_of

if TYPE_CHECKING:
    from sqlite3 import Connection
    from types import ModuleType

    from tutor.practice.knowledge import Knowledge
    from tutor.progress.attempt import Noted, Past, Run, Standing
    from tutor.progress.entry import Entry
    from tutor.progress.learner import Learner
    from tutor.progress.store import Store

VARIABLE = "BP_TUTOR_LEARNER"
FILE = "progress.db"
_PATIENCE, _SHORT = 1.0, 0.1
"""Seconds that another program is waited for, and once it was in the way."""
_T = TypeVar("_T")


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
        self.learner = name_of(os.environ.get(VARIABLE, "") if learner is None else learner)
        self._path = path
        self._lock = RLock()
        self._store: Store | None = None
        self._writer: Learner | None = None
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

    @property
    def failing(self) -> bool:
        """Whether the store could not be used when it was last needed."""
        return self._failed is not None

    # What is read

    def standings(self) -> "Mapping[str, Standing]":
        """Where the latest attempt at each lesson stands, by its id; where something was done last stands last."""
        from_store = self._read(lambda reader, db, learner: reader.standings(db, learner))
        return from_store or {}

    def latest(self, lesson: str) -> "Past | None":
        """The latest attempt at a lesson: the one that was begun last. None where there is none."""
        found = self._read(lambda reader, db, learner: reader.latest(db, learner, lesson))
        past, lost = found or (None, 0)
        self._begun[lesson] = past.standing.attempt if past else None
        if lost:
            many = "1 entry" if lost == 1 else f"{lost} entries"
            said = f"Of what you did in this lesson {many} cannot be read any more."
            self._news += [said] if said not in self._news else []
        return past

    def knowledge(self) -> "Knowledge":
        """What is known of the learner's skills."""
        from tutor.practice.knowledge import Knowledge

        return self._read(lambda reader, db, learner: reader.knowledge(db, learner)) or Knowledge()

    def _read(self, act: "Callable[[ModuleType, Connection, int], _T]") -> _T | None:
        """Read something of the learner; None where there is nothing, or nothing that can be read."""
        with self._lock:
            try:
                if self._store is None and not self._exists():
                    return None
                from tutor.progress import reader

                def of_learner(store: "Store") -> _T | None:
                    learner = reader.learner_id(store.db, self.learner)
                    return None if learner is None else act(reader, store.db, learner)

                found = self._with_store(lambda store: store.reading(lambda: of_learner(store)))
            except TutorError as error:
                self._failed = error
                return None
            if not self.waiting:
                self._failed = None
            return found

    # What is written

    def prepare(self) -> None:
        """There is time: load what the first entry needs, and open the store if there is one."""
        import tutor.practice.knowledge
        import tutor.progress.learner  # noqa: F401

        self._read(lambda *_: None)

    def add(self, run: "Run", entries: "Sequence[Entry]") -> None:
        """Keep what happened, in order; once this returns it is safe, or ``trouble`` says why not.

        Entries without an answer are written when there is time: then there is time to tidy up, too.
        """
        from tutor.progress.attempt import Noted  # not before there is something to keep
        from tutor.progress.entry import What

        with self._lock:
            told = len(self._news)
            first = len(self._noted) + 1
            self._noted += (Noted(run, seq, entry) for seq, entry in enumerate(entries, first))
            self._write()
            if not any(entry.what is What.SUBMIT for entry in entries):
                if self._store:
                    self._store.rest()
            elif not self._failed:
                del self._news[:told]

    def close(self) -> None:
        """Keep what still waits, and let go of the store."""
        with self._lock:
            self._write()
            self._drop()

    def _write(self) -> None:
        """Keep what waits; all that was done since the program began, if the store is another one."""
        try:
            if self._store and (self._store.gone or self._store.released):
                self._drop()
            if self.waiting:
                self._with_store(self._keep)
        except TutorError as error:
            self._failed = error
        else:
            self._failed = None

    def _keep(self, store: "Store") -> None:
        waiting = self._noted[self._kept :]
        learner = self._writer = self._writer or self._seated(store)
        learner.rehearse(waiting)
        try:
            with store.writing():
                learner.write(waiting, self._begun)
        except BaseException:
            learner.forget()
            raise
        self._kept = len(self._noted)

    def _seated(self, store: "Store") -> "Learner":
        from tutor.progress.learner import Learner, Sitting

        return Learner(store, Sitting(self._uid, self.front, self.learner))

    # The store

    def _with_store(self, act: "Callable[[Store], _T]") -> _T:
        """Do something with the store; if it is damaged, with the one that takes its place.

        Raises:
            TutorError: it cannot be done.
        """
        seen = None if self._store else self._seen()
        try:
            store = self._store = self._store or self._opened()
            seen = seen or store.file
            store.patience = _SHORT if self._failed else _PATIENCE
            return act(store)
        except TutorError as error:
            if not getattr(error, "damaged", False):
                raise
            self._drop()
            from tutor.progress.rescue import set_aside

            if rescued := set_aside(self._where(), seen):
                self._news.append(rescued.sentence)
            self._store = self._opened()
            return act(self._store)

    def _opened(self) -> "Store":
        from tutor.progress.store import Store

        return Store(self._where(), patience=_SHORT if self._failed else _PATIENCE)

    def _seen(self) -> tuple[int, int] | None:
        """Which file is about to be opened."""
        from tutor.progress.look import identity

        return identity(self._where())

    def _drop(self) -> None:
        """Let go of the store; whether the next one has what was kept is to be seen."""
        if self._store:
            self._store.close()
        self._store = self._writer = None
        self._kept = 0

    def _where(self) -> Path:
        """The path of the store.

        Raises:
            TutorError: there is no place for one.
        """
        if self._path is None:
            try:
                self._path = paths.home() / FILE
            except RuntimeError as error:
                raise TutorError(f"there is no folder for it ({error}); name one in BP_TUTOR_HOME") from None
        return self._path

    def _exists(self) -> bool:
        """Whether there is a store, or one that was recovered and not yet put in its place."""
        path = self._where()
        if not os.path.exists(path) and os.path.exists(f"{path}.recovered"):
            from tutor.progress.rescue import finish

            with suppress(OSError):
                finish(path)
        return os.path.exists(path)

    def _not_kept(self, error: TutorError) -> str:
        """What is not being kept, and why."""
        from tutor.progress.entry import What

        answers = sum(noted.entry.what is What.SUBMIT for noted in self._noted[self._kept :])
        what = "What you do" if not answers else "Your last answer" if answers == 1 else f"Your last {answers} answers"
        return f"{what} {'are' if answers > 1 else 'is'} not being kept. {error}."
