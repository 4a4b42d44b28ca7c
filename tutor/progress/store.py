"""The store: one SQLite file of what learners did, which only grows, and summaries of it kept in the same transaction.

It is written ahead (WAL) and synced at each commit, so that what was written once is there after any crash.
"""

import os
import random
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from tutor.errors import TutorError
from tutor.progress.schema import MIGRATIONS, VERSION

PATIENCE = 1.0
"""Seconds that a lock of another process is waited for."""
_NAP = 1e-3
_DAMAGED = {"SQLITE_CORRUPT", "SQLITE_NOTADB"}
_T = TypeVar("_T")


class Unusable(TutorError):  # noqa: N818  # what is to be told, as all TutorErrors are
    """The store cannot be opened, read or written; the text is one sentence that says why."""

    damaged = False
    """Whether what is in the file is not what was written."""


class Newer(Unusable):
    """The store was made by a later version of bp-tutor."""


class Store:
    """An open store.

    Attributes:
        path: where it is.
        db: its connection, for reading; every write goes through ``writing``.
        readonly: whether nothing can be written.
    """

    def __init__(self, path: Path, *, create: bool = True) -> None:
        """Open a store, or make one.

        Args:
            path: where it is.
            create: whether to make one where there is none.

        Raises:
            Unusable: there is none, or it cannot be opened.
        """
        self.path = path
        self.readonly = False
        self.patience = PATIENCE
        _refuse_newer(path)
        try:
            if create:
                path.parent.mkdir(parents=True, exist_ok=True)
            mode = "rwc" if create else "rw"
            self.db = sqlite3.connect(
                f"{path.absolute().as_uri()}?mode={mode}",
                uri=True,
                timeout=0,
                isolation_level=None,
                check_same_thread=False,
            )
        except (OSError, sqlite3.Error) as error:
            raise unusable(path, error) from None
        try:
            self._prepare()
        except (OSError, sqlite3.Error) as error:
            self.db.close()
            raise unusable(path, error) from None
        except Unusable:
            self.db.close()
            raise
        self._files = self._identity()

    def close(self) -> None:
        """Put what was written ahead in its place, and let go of the file."""
        self.checkpoint()
        self.db.close()

    def checkpoint(self) -> None:
        """Put what was written ahead in its place as far as nobody reads it; nobody has to wait for it."""
        try:
            self.db.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
        except sqlite3.Error:
            return  # what was written is safe where it is

    @property
    def gone(self) -> bool:
        """Whether the file was deleted or replaced since it was opened."""
        return self._identity() != self._files

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction: all of it is kept once the block is left, or nothing.

        Raises:
            Unusable: it could not be written.
        """
        try:
            self.patiently(lambda: self.db.execute("BEGIN IMMEDIATE"))
            try:
                yield self.db
                self.db.execute("COMMIT")
            except BaseException:
                if self.db.in_transaction:
                    self.db.execute("ROLLBACK")
                raise
        except sqlite3.Error as error:
            raise unusable(self.path, error) from None

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """All that is read in the block is of one moment.

        Raises:
            Unusable: it could not be read.
        """
        try:
            self.patiently(lambda: self.db.execute("BEGIN"))
            try:
                yield self.db
            finally:
                if self.db.in_transaction:
                    self.db.execute("ROLLBACK")
        except sqlite3.Error as error:
            raise unusable(self.path, error) from None

    def patiently(self, act: Callable[[], _T]) -> _T:
        """Do something that another process may be in the way of; try again after short naps."""
        until = time.monotonic() + self.patience
        while True:
            try:
                return act()
            except sqlite3.OperationalError as error:
                if not error.sqlite_errorname.startswith("SQLITE_BUSY") or time.monotonic() > until:
                    raise
            time.sleep(random.random() * _NAP)

    def _prepare(self) -> None:
        self.db.execute("PRAGMA synchronous=FULL")
        self.db.execute("PRAGMA wal_autocheckpoint=0")
        version = self.patiently(lambda: self.db.execute("PRAGMA user_version").fetchone()[0])
        if version > VERSION:
            raise _newer(self.path, version)
        if version < VERSION:
            self.patiently(lambda: self.db.execute("PRAGMA journal_mode=WAL").fetchone())
            self._migrate()

    def _migrate(self) -> None:
        with self.writing() as db:
            version = db.execute("PRAGMA user_version").fetchone()[0]  # another process may have been first
            for step in MIGRATIONS[version:]:
                for statement in statements(step):
                    db.execute(statement)
            if version < VERSION:
                db.execute(f"PRAGMA user_version={VERSION}")

    def _identity(self) -> tuple[int, int] | None:
        try:
            found = os.stat(self.path)
        except OSError:
            return None
        return found.st_dev, found.st_ino


def statements(script: str) -> Iterator[str]:
    """The statements of a script, one by one: to run them all at once would end the transaction."""
    rest = ""
    for line in script.splitlines(keepends=True):
        rest += line
        if sqlite3.complete_statement(rest):
            yield rest
            rest = ""


def unusable(path: Path, error: Exception) -> Unusable:
    """What is to be said of an error."""
    found = Unusable(f"{path}: {_why(error)}")
    found.damaged = isinstance(error, sqlite3.Error) and _name(error) in _DAMAGED
    return found


def _name(error: sqlite3.Error) -> str:
    """The primary code of an error: SQLITE_IOERR of SQLITE_IOERR_WRITE."""
    return "_".join(getattr(error, "sqlite_errorname", "").split("_")[:2])


_SAID = {
    "SQLITE_FULL": "the disk is full",
    "SQLITE_BUSY": "another program holds it",
    "SQLITE_LOCKED": "another program holds it",
    "SQLITE_READONLY": "it may not be written",
    "SQLITE_CORRUPT": "it is damaged",
    "SQLITE_NOTADB": "it is no store of bp-tutor, or it is damaged",
}


def _why(error: Exception) -> str:
    if isinstance(error, sqlite3.Error):
        return _SAID.get(_name(error), str(error))
    return getattr(error, "strerror", None) or str(error)


def _newer(path: Path, version: int) -> Newer:
    return Newer(
        f"{path} was made by a newer bp-tutor (version {version} of the store, this one knows {VERSION}): "
        "nothing in it was changed; update bp-tutor to go on with it"
    )


def _refuse_newer(path: Path) -> None:
    """Look at the version in the file's first bytes, so that a newer store is not touched at all."""
    try:
        with open(path, "rb") as file:
            head = file.read(64)
    except OSError:
        return
    if head[:16] == b"SQLite format 3\0" and (version := int.from_bytes(head[60:64], "big")) > VERSION:
        raise _newer(path, version)
