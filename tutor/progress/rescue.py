"""A damaged store is set aside, and a new one with all that can still be read takes its place."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import NamedTuple

from tutor.notation.printable import printable
from tutor.progress.look import identity
from tutor.progress.rebuild import rebuild
from tutor.progress.recovery import recover
from tutor.progress.store import Store, unusable

PATIENCE = 60.0
"""Seconds that another process, which sets the same store aside, is waited for."""
_WITH = ("", "-wal", "-shm")
"""What the names of the files of one store end with."""


class Rescued(NamedTuple):
    """What became of a damaged store."""

    aside: Path
    """Where the damaged file is now."""
    entries: int
    """How many entries could be recovered."""
    sentence: str
    """What is to be told."""


def set_aside(path: Path, seen: tuple[int, int] | None = None) -> Rescued | None:
    """Move a damaged store out of the way, and put a new one with all that can still be read of it in its place.

    Nothing is deleted or written over: whatever happens meanwhile, the damaged files are there, under their own names
    or under the new ones. Two processes do it one after the other.

    Args:
        path: the store.
        seen: which file was found to be damaged; None for the one that is there now.

    Returns:
        What became of it; None where another process has replaced it meanwhile.

    Raises:
        Unusable: it cannot be moved, or the new one cannot be written; then all is as it was.
    """
    path = path.resolve()  # of a link the target is what is kept
    try:
        seen = seen or identity(path)
        with _alone(path):
            finish(path)
            if identity(path) != seen:
                return None
            entries = _rebuilt(path)
            aside = _moved(path)
            while not _placed(path):  # who opened it just now has made one, and will find that it is gone
                _moved(path)
    except (OSError, sqlite3.Error) as error:
        raise unusable(path, error) from None
    return Rescued(aside, entries, _sentence(aside, entries))


def finish(path: Path) -> None:
    """Put a recovered store in its place, where whoever recovered it was killed just before that.

    Raises:
        OSError: it cannot be moved.
    """
    if not path.exists() and _recovered(path).exists():
        if any(os.path.exists(f"{path}{ending}") for ending in _WITH):
            _moved(path)
        _placed(path)


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Hold a lock that ends with the process, which an empty database of SQLite's is on every platform."""
    lock = path.with_name(f"{path.name}.lock")
    db = sqlite3.connect(lock, timeout=PATIENCE, isolation_level=None)
    try:
        db.execute("BEGIN EXCLUSIVE")
        yield
        # Who waits for it finds that the store has been replaced; who fails leaves it for the next one.
        with suppress(OSError):
            lock.unlink()
    finally:
        db.close()


def _recovered(path: Path) -> Path:
    """Where a recovered store stands until it is moved to its place; there it is whole or not at all."""
    return path.with_name(f"{path.name}.recovered")


def _placed(path: Path) -> bool:
    """Put the recovered store in its place, unless something is there: its log would be taken for that of the store."""
    recovered = _recovered(path)
    try:
        os.link(recovered, path)
    except FileExistsError:
        return False
    except OSError:  # a file system without links
        os.replace(recovered, path)
    recovered.unlink(missing_ok=True)
    return True


def _rebuilt(path: Path) -> int:
    """Recover what can be read, and say how many entries that is."""
    new = path.with_name(f"{path.name}.rescue")
    for ending in _WITH:
        Path(f"{new}{ending}").unlink(missing_ok=True)
    store = Store(new)
    try:
        entries = recover(path, store)
        rebuild(store)
    finally:
        store.close()
    os.replace(new, _recovered(path))
    return entries


def _moved(path: Path) -> Path:
    """Move the damaged files to a name that nothing has, and say which."""
    day = datetime.now(UTC).date().isoformat()
    for number in count(1):
        aside = path.with_name(f"{path.name}.damaged-{day}-{number}")
        if any(os.path.lexists(f"{aside}{ending}") for ending in _WITH):
            continue
        try:
            aside.open("x").close()
        except FileExistsError:
            continue
        break
    for ending in _WITH:  # first the store: without the others it would be taken for all there is
        with suppress(FileNotFoundError):
            os.replace(f"{path}{ending}", f"{aside}{ending}")
    return aside


def _sentence(aside: Path, entries: int) -> str:
    many = "nothing" if not entries else "1 entry" if entries == 1 else f"{entries:,} entries"
    return (
        f"The file with what you did was damaged: {many} could be recovered, and the damaged file is kept as "
        f"{printable(str(aside))}."
    )
