"""The store: one SQLite file of what learners did, which only grows, and summaries of it kept in the same transaction.

It is written ahead (WAL) and synced at each commit, so that what was written once is there after any crash.
"""

import os
import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from tutor.errors import TutorError
from tutor.progress import look
from tutor.progress.schema import MIGRATIONS, VERSION

if TYPE_CHECKING:
    from tempfile import TemporaryDirectory

PATIENCE = 1.0
"""Seconds that another process is waited for."""
_NAP, _HURRY = 2e-3, 1e-2
"""A nap between two tries, in seconds: from half of it to one and a half, and less of the latter the longer one waits.

SQLite's own naps become longer and longer, so that whoever came last is the first to get through. Much shorter ones, of
many who wait, would take the processor from the one that is waited for.
"""
_LARGE = 1 << 20
"""So many bytes written ahead are worth putting in their place when there is time for it."""
_HUGE = 1 << 24
"""So many are worth it at once: to read past them takes longer and longer."""
_OFTEN = 32
"""After so many transactions it is looked at."""
_DAMAGED = frozenset({"SQLITE_CORRUPT", "SQLITE_NOTADB"})
_FORBIDDEN = frozenset({"SQLITE_CANTOPEN", "SQLITE_READONLY", "SQLITE_PERM", "SQLITE_IOERR"})
"""What is told of a store that can perhaps be read, but not be written."""
FAILURES = (sqlite3.Error, UnicodeDecodeError, OverflowError)
"""What comes of a store that cannot be read or written: where it is damaged, even what SQLite says may be no text.

The last is of a number that SQLite cannot hold.
"""
_T = TypeVar("_T")
_open: Counter[Path] = Counter()
"""The stores that this process has open, and how often."""


class Unusable(TutorError):  # noqa: N818  # what is to be told, as all TutorErrors are
    """The store cannot be opened, read or written; the text is one sentence that says why.

    Attributes:
        path: the store.
        why: what is the matter, without the path.
        damaged: whether what is in the file is not what was written.
    """

    def __init__(self, path: Path, why: str, *, damaged: bool = False) -> None:
        super().__init__(f"{path}: {why}")
        self.path = path
        self.why = why
        self.damaged = damaged


class Newer(Unusable):
    """The store was made by a later version of bp-tutor."""

    def __init__(self, path: Path, version: int) -> None:
        super().__init__(
            path,
            f"a newer bp-tutor made this store (its version is {version}, this bp-tutor knows {VERSION}); "
            "nothing in it was changed. Update bp-tutor to go on with it, or choose another folder with BP_TUTOR_HOME",
        )


class Store:
    """An open store.

    Attributes:
        path: where it is.
        db: its connection, in autocommit mode. Write only within ``writing``.
        readonly: whether nothing can be written.
        patience: seconds that another process is waited for.
    """

    def __init__(self, path: Path, *, create: bool = True, patience: float = PATIENCE) -> None:
        """Open a store, or make one; one of an older version is brought up to this one.

        Where it may only be read it is opened for that: from a copy, if it has to be.

        Args:
            path: where it is.
            create: whether to make one, and the folder, where there is none, or an empty file.
            patience: seconds that another process is waited for.

        Raises:
            Unusable: there is none, or it cannot be opened. A store of a newer version is left as it is.
        """
        self.path = Path(os.path.realpath(path))  # what is written ahead stands beside the file, not beside a link
        self._names = str(self.path), str(look.beside(self.path, "-wal"))
        self.readonly = False
        self._create = create
        self.patience = patience
        self._copy: TemporaryDirectory[str] | None = None
        if not _open[self.path]:
            _look(self.path)
        try:
            if create:
                self.path.parent.mkdir(parents=True, exist_ok=True)
            self.db = self._opened(create)
        except (OSError, *FAILURES) as error:
            raise unusable(self.path, error) from None
        _open[self.path] += 1
        self._commits = 0
        self._files = self._identity()

    def close(self) -> None:
        """Let go of the file; whoever is the last puts what was written ahead in its place."""
        with suppress(sqlite3.Error):  # what was written is safe where it is
            if self._is_replaced():
                self.db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            self.db.close()
        _open[self.path] = max(_open[self.path] - 1, 0)
        if self._copy:
            self._copy.cleanup()

    def __enter__(self) -> "Store":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def file(self) -> tuple[int, int] | None:
        """Which file was opened, whatever is at its path by now: its device and its number there."""
        return self._files[0]

    @property
    def gone(self) -> bool:
        """Whether the file, or what is written ahead of it, was deleted or replaced since it was opened."""
        if self._copy:
            return False
        return any(now != then for now, then in zip(self._identity(), self._files, strict=True) if then)

    @property
    def released(self) -> bool:
        """Whether it was opened to read only, but may be written by now."""
        return self.readonly and all(os.access(each, os.W_OK) for each in (self.path, self.path.parent))

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction: all of it is kept, for good, once the block is left, or nothing.

        Raises:
            Unusable: it could not be written.
        """
        try:
            if self.readonly:
                raise Unusable(self.path, _SAID["SQLITE_READONLY"])
            try:
                self.patiently(lambda: self.db.execute("BEGIN IMMEDIATE"))
                yield self.db
                self.db.execute("COMMIT")
            finally:
                if self.db.in_transaction:
                    self.db.execute("ROLLBACK")
        except FAILURES as error:
            raise unusable(self.path, error) from None
        self._commits += 1
        if not self._commits % _OFTEN and self._ahead() > _HUGE:
            self.checkpoint()

    def reading(self, act: Callable[[], _T]) -> _T:
        """Read things; all of them are of one moment.

        Raises:
            Unusable: they could not be read.
        """

        def once() -> _T:
            try:
                self.db.execute("BEGIN")
                return act()
            finally:
                if self.db.in_transaction:
                    self.db.execute("ROLLBACK")

        try:
            return self.patiently(once)
        except FAILURES as error:
            raise unusable(self.path, error) from None

    def patiently(self, act: Callable[[], _T]) -> _T:
        """Do something that another process may be in the way of; try again after short naps.

        Raises:
            sqlite3.Error: it is still in the way when patience is at its end, or something else is.
        """
        start = time.monotonic()
        while True:
            try:
                return act()
            except sqlite3.OperationalError as error:
                waited = time.monotonic() - start
                if _name(error) != "SQLITE_BUSY" or waited > self.patience:
                    raise
            from random import random  # rarely is anybody in the way

            time.sleep(_NAP * (0.5 + random() / (1 + waited / _HURRY)))

    def rest(self) -> None:
        """There is time: put what was written ahead in its place, if it is much."""
        if self._ahead() > _LARGE:
            self.checkpoint()

    def checkpoint(self) -> None:
        """Put what was written ahead in its place, as far as nobody reads it; nobody has to wait for it."""
        with suppress(sqlite3.Error):  # what was written is safe where it is
            self.db.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()

    # Opening

    def _opened(self, create: bool) -> sqlite3.Connection:
        try:
            return self._ready(_connect(self.path, "mode=rwc" if create else "mode=rw"))
        except sqlite3.Error as error:
            if _name(error) not in _FORBIDDEN or not os.path.isfile(self.path):
                raise
            return self._opened_to_read(error)

    def _opened_to_read(self, error: sqlite3.Error) -> sqlite3.Connection:
        """Open a store that cannot be written, nor anything beside it, to read it.

        Raises:
            sqlite3.Error: why it could not be opened as usual, if it cannot be read either.
        """
        from shutil import copyfile
        from tempfile import TemporaryDirectory

        self.readonly = True
        with suppress(sqlite3.Error):
            return self._ready(_connect(self.path, "mode=ro"))
        self._copy = TemporaryDirectory(prefix="bp-tutor-")
        copy = Path(self._copy.name) / self.path.name
        try:
            for ending in ("", "-wal"):
                with suppress(FileNotFoundError):
                    copyfile(look.beside(self.path, ending), look.beside(copy, ending))
            return self._ready(_connect(copy, "mode=rw"))
        except (OSError, sqlite3.Error):
            self._copy.cleanup()
            raise error from None

    def _ready(self, db: sqlite3.Connection) -> sqlite3.Connection:
        """Make a connection ready, and the tables what they are to be; others may be doing the same just now."""
        try:
            self.patiently(lambda: self._prepare(db))
        except BaseException:
            db.close()
            raise
        return db

    def _prepare(self, db: sqlite3.Connection) -> None:
        db.execute("PRAGMA synchronous=FULL")
        db.execute("PRAGMA wal_autocheckpoint=0")
        version = _version(db, self.path)
        if version > VERSION:
            raise Newer(self.path, version)
        if version == 0 and not self._create:
            raise Unusable(self.path, "it is empty, and no store")
        if version == VERSION:
            self._look_behind(db)
            return
        db.execute("PRAGMA journal_mode=WAL").fetchone()
        try:
            db.execute("BEGIN IMMEDIATE")
            _migrate(db, _version(db, self.path))  # another process may have been first
            db.execute("COMMIT")
        finally:
            if db.in_transaction:
                db.execute("ROLLBACK")
        db.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()  # the version is to be seen in the file itself

    def _look_behind(self, db: sqlite3.Connection) -> None:
        """See that SQLite has read all that was written ahead; while somebody writes, it has.

        Raises:
            Unusable: it has not.
        """
        if self.readonly or not self._ahead():
            return
        with closing(_connect(self.path, "mode=rw")) as other:
            try:
                other.execute("BEGIN IMMEDIATE")  # so that nobody writes any more meanwhile
                frames = db.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()[1]
            except FAILURES:
                return  # there will be time for that
            if frames >= 0 and look.has_more(self.path, frames):
                raise Unusable(self.path, _SAID["SQLITE_CORRUPT"], damaged=True)

    def _identity(self) -> tuple[tuple[int, int] | None, tuple[int, int] | None]:
        """The file and, where there is one, that with what is written ahead of it."""
        file, ahead = self._names
        return look.identity(file), look.identity(ahead)

    def _is_replaced(self) -> bool:
        """Whether the file is another one, but what is written ahead of this one still stands beside it.

        SQLite would take it for written ahead of the other one.
        """
        file, ahead = self._identity()
        return not self._copy and ahead is not None and ahead == self._files[1] and file != self._files[0]

    def _ahead(self) -> int:
        """How many bytes are written ahead."""
        try:
            return os.stat(self._names[1]).st_size
        except OSError:
            return 0


def _migrate(db: sqlite3.Connection, version: int) -> None:
    """Bring the tables of a version up to this one; within a transaction."""
    if version == 0:
        db.execute(f"PRAGMA application_id={look.APPLICATION}")
    for script in MIGRATIONS[version:]:
        for statement in _statements(script):
            db.execute(statement)
    db.execute(f"PRAGMA user_version={VERSION}")


def _version(db: sqlite3.Connection, path: Path) -> int:
    """The version of the tables; 0 where there are none.

    Raises:
        Unusable: the file is of another program, or what it says of itself is damaged.
    """
    version = int(db.execute("PRAGMA user_version").fetchone()[0])
    tables = db.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]
    application = db.execute("PRAGMA application_id").fetchone()[0]
    if application != look.APPLICATION if version or tables else False:
        raise Unusable(path, _SAID["SQLITE_NOTADB"], damaged=True)
    return version


def _statements(script: str) -> Iterator[str]:
    """The statements of a script: to run it at once would end the transaction."""
    rest = ""
    for line in script.splitlines(keepends=True):
        rest += line
        if sqlite3.complete_statement(rest):
            yield rest
            rest = ""


def _connect(path: Path, how: str) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.as_uri()}?{how}", uri=True, timeout=0, isolation_level=None, check_same_thread=False)


def _look(path: Path) -> None:
    """Look at a file before SQLite does.

    Raises:
        Unusable: it is better not opened.
    """
    if os.path.exists(path) and not os.path.isfile(path):
        raise Unusable(path, "a store is a file, and this is none. Move it away, or choose another BP_TUTOR_HOME")
    if (version := look.version(path)) > VERSION:
        raise Newer(path, version)
    if look.is_lost(path) or look.is_spoilt(path):
        raise Unusable(path, _SAID["SQLITE_CORRUPT"], damaged=True)


def unusable(path: Path, error: Exception) -> Unusable:
    """What is to be said of an error."""
    if isinstance(error, FAILURES):
        name = _name(error)
        return Unusable(path, _SAID.get(name, str(error)), damaged=name in _DAMAGED)
    return Unusable(path, getattr(error, "strerror", None) or str(error))


def _name(error: Exception) -> str:
    """The primary code of an error: SQLITE_IOERR of SQLITE_IOERR_WRITE; empty where it has none."""
    illegible = isinstance(error, UnicodeDecodeError | sqlite3.OperationalError)  # such a one has none
    code: str = getattr(error, "sqlite_errorname", "SQLITE_CORRUPT" if illegible else "")
    return "_".join(code.split("_")[:2])


_SAID = {
    "SQLITE_FULL": "the disk is full",
    "SQLITE_BUSY": "another program holds it",
    "SQLITE_LOCKED": "another program holds it",
    "SQLITE_READONLY": "it may only be read",
    "SQLITE_CANTOPEN": "it cannot be opened",
    "SQLITE_PERM": "it may not be opened",
    "SQLITE_CORRUPT": "it is damaged",
    "SQLITE_NOTADB": "it is no store of bp-tutor, or it is damaged",
}
