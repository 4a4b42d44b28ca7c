"""Deleting one learner from a store, so that nothing of them can be read in the file any more."""

import sqlite3
import time
from pathlib import Path
from typing import NamedTuple

from tutor import crash
from tutor.errors import TutorError
from tutor.progress.people import Person, oneself, people
from tutor.progress.store import Store, unusable

PATIENCE = 5.0
"""Seconds that other programs with the store open are waited for."""
_NAP = 0.02

_COUNTS = """
SELECT (SELECT count(*) FROM log JOIN attempt ON attempt.id = log.attempt WHERE attempt.learner = ?1),
  (SELECT count(DISTINCT lesson) FROM attempt WHERE learner = ?1),
  (SELECT coalesce(sum(answers), 0) FROM place WHERE learner = ?1),
  (SELECT min(utc) FROM sitting WHERE learner = ?1)
"""
_WHOM = "CREATE TEMP TABLE IF NOT EXISTS whom (id INTEGER PRIMARY KEY)"
_ATTEMPTS, _SITTINGS = (f"(SELECT id FROM {table} WHERE learner IN temp.whom)" for table in ("attempt", "sitting"))
_OF_LEARNERS = (
    f"DELETE FROM draft WHERE attempt IN {_ATTEMPTS}",
    f"DELETE FROM place WHERE attempt IN {_ATTEMPTS}",
    f"DELETE FROM log WHERE attempt IN {_ATTEMPTS} OR sitting IN {_SITTINGS}",
    "DELETE FROM attempt WHERE learner IN temp.whom",
    "DELETE FROM sitting WHERE learner IN temp.whom",
    "DELETE FROM knowledge WHERE learner IN temp.whom",
    "DELETE FROM learner WHERE id IN temp.whom",
)
_NEEDED_BY_NOBODY = (
    "DELETE FROM edition WHERE id NOT IN (SELECT edition FROM log) AND id NOT IN (SELECT edition FROM place)",
    "DELETE FROM material WHERE hash NOT IN (SELECT material FROM edition)",
)


class Kept(NamedTuple):
    """How much a store has of one learner."""

    entries: int
    """Rows of the log."""
    lessons: int
    answers: int
    since: int | None
    """When their first sitting began: milliseconds since 1970."""


class Loss(NamedTuple):
    """What would be deleted."""

    person: Person | None = None
    """Who is in the store; None where that has nothing of them."""
    kept: Kept | None = None
    files: tuple[Path, ...] = ()
    """Files beside the store that may have something of theirs, and cannot have anything of another's."""
    left: tuple[Path, ...] = ()
    """Those that may have something of others as well; they are not deleted."""


def loss(store: Store | None, path: Path, name: str | None) -> Loss:
    """What would be deleted of one learner.

    Args:
        store: the store, open; None where there is none.
        path: where it is, or would be.
        name: what they are called; None for the one who gave no name.

    Raises:
        TutorError: if nobody was named, and there are several who can be meant.
    """
    files = leftovers(path)
    if store is None:
        return Loss(files=files)
    person = oneself(store.db, name)
    if any(each != person for each in people(store.db)):
        return Loss(person, kept(store.db, person) if person else None, left=files)
    return Loss(person, kept(store.db, person) if person else None, files)


def kept(db: sqlite3.Connection, person: Person) -> Kept:
    """How much there is of one learner."""
    return Kept(*db.execute(_COUNTS, (person.id,)).fetchone())


def lose(store: Store | None, lost: Loss) -> None:
    """Delete it.

    Raises:
        OSError, TutorError: if it could not be deleted; the text says what to do.
    """
    try:
        if store and lost.person:
            forget(store, lost.person)
        elif store and not store.readonly:
            _scrub(store)  # what was deleted before, while another program had it open
    finally:
        for file in lost.files:
            file.unlink(missing_ok=True)


def forget(store: Store, *whom: Person) -> None:
    """Delete everything about some learners, in one transaction, and then what is left of it in the file.

    Raises:
        TutorError: if it could not be deleted; the text says what to do.
    """
    try:
        store.db.execute("PRAGMA secure_delete=ON")
        store.db.execute(_WHOM)
    except sqlite3.Error as error:
        raise unusable(store.path, error) from None
    with store.writing() as db:
        db.execute("DELETE FROM temp.whom")
        db.executemany("INSERT INTO temp.whom VALUES (?)", [(person.id,) for person in whom])
        for statement in (*_OF_LEARNERS, *_NEEDED_BY_NOBODY):
            db.execute(statement)
    _scrub(store)


def _scrub(store: Store) -> None:
    """Write the file anew without what was deleted, and empty the log that was written ahead, which still has it."""
    until = time.monotonic() + PATIENCE
    for step in ("VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"):
        while not _done(store, step):
            if time.monotonic() > until:
                raise TutorError(
                    f"It is deleted, but traces are left in {store.path} while another program has it open. "
                    "Close every bp-tutor, and do this again."
                )
            time.sleep(_NAP)


def _done(store: Store, step: str) -> bool:
    """Whether a step could be done; not while another program is in its way."""
    try:
        found = store.db.execute(step).fetchone()
    except sqlite3.Error as error:
        if getattr(error, "sqlite_errorname", "").startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
            return False
        raise unusable(store.path, error) from None
    return not (found and found[0])  # a checkpoint says in its first column whether it was kept from ending


def leftovers(path: Path) -> tuple[Path, ...]:
    """The files beside a store that may have something of its learners in them: nobody can say of whom.

    They are damaged stores that were set aside, stores that were not wholly recovered, and what is left of a crash.
    """
    found = [*path.parent.glob(f"{path.name}.*"), path.with_name(crash.NAME)]
    return tuple(sorted(each for each in found if each.is_file()))
