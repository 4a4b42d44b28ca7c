"""Many stores in one: what learners did on machines of their own, for whoever teaches them.

A store that is merged is read from a copy, so that nothing of it or beside it is changed, wherever it is. An entry of
the log has the same name everywhere, its sitting and its number in that, and a checksum that holds everywhere: so a
store can be merged again, and only what is new is added.
"""

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import count
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory
from typing import NamedTuple

from tutor.progress.adding import Adding, Merged, legible, origins, read, unnamed
from tutor.progress.journal import FILE
from tutor.progress.look import beside
from tutor.progress.people import name_of
from tutor.progress.recovery import recover
from tutor.progress.store import Newer, Store, Unusable

TRIES = 5
"""How often a store is copied that another program is writing."""
_FILES = ("", "-wal", "-journal")
"""What the names of the files of a store end with."""


class Report(NamedTuple):
    """One store, or what was taken for one, and what came of it; where it could not be merged, why."""

    path: Path
    merged: Merged = Merged()
    trouble: str = ""


def merge(store: Store, given: Iterable[Path]) -> Iterator[Report]:
    """Merge stores into one, each in a transaction of its own; what is broken off can be done again.

    A learner with a name is the same person everywhere. One without is called after the file, or the folder that it is
    in, where nobody else is called so; to be that, they wait for all others to be there.

    Args:
        store: what is merged into.
        given: files, and folders with files in them.

    Raises:
        Unusable: ``store`` cannot be written.
    """
    wanted: dict[str, str] = {}
    named = list(given)
    for each in _sources(named):
        if each.trouble:
            yield each
        elif _same(each.path, store.path):
            if each.path in named:
                yield Report(each.path, trouble="this is what is merged into")
        else:
            yield _merged(store, each.path, wanted)
    _name(store, wanted)


def _sources(given: Iterable[Path]) -> Iterator[Report]:
    """The files that were given, and those in the folders that were, with what cannot be looked at."""
    for path in given:
        if not os.path.isdir(path):  # pathlib's own raises where it may not look
            yield Report(path)
            continue
        refused: list[OSError] = []
        found = sorted(
            Path(folder) / FILE for folder, _, files in os.walk(path, onerror=refused.append) if FILE in files
        )
        yield from map(Report, found)
        for error in refused:
            yield Report(Path(error.filename), trouble=f"it cannot be looked into: {error.strerror}")
        if not found and not refused:
            yield Report(path, trouble=f"there is no {FILE} in it, nor in a folder in it")


def _same(one: Path, other: Path) -> bool:
    with suppress(OSError):
        return os.path.samefile(one, other)
    return False


def _merged(store: Store, source: Path, wanted: dict[str, str]) -> Report:
    """Merge one store, and note what its learner without a name is to be called."""
    with TemporaryDirectory(prefix="bp-tutor-") as folder:
        copy = Path(os.path.realpath(folder)) / FILE  # as the path of a store is
        try:
            _copy(source, copy)
            found = _taken(store, copy, _stem(source), wanted)
        except OSError as error:
            return Report(source, trouble=error.strerror or str(error))
        except Newer:
            return Report(source, trouble="a newer bp-tutor made this store; update bp-tutor to merge it")
        except Unusable as error:
            if error.path.parent != copy.parent:
                raise
            return Report(source, trouble=error.why)
    return Report(source, found)


def _copy(source: Path, copy: Path) -> None:
    """Copy a store as it is at one moment.

    Raises:
        OSError: it cannot be read, or is none; the text says why.
    """
    if not source.is_file():
        raise OSError("this is no file" if source.exists() else "there is no such file")
    for _ in range(TRIES):
        before = _stamps(source)
        for ending in _FILES:
            beside(copy, ending).unlink(missing_ok=True)
            with suppress(FileNotFoundError):
                copyfile(beside(source, ending), beside(copy, ending))
        if _stamps(source) == before:
            break
    else:
        raise OSError("another program is writing it; merge it again once that is done")
    if not any(size for size, _ in before):
        raise OSError("it is empty")


def _stamps(source: Path) -> list[tuple[int, int]]:
    """The sizes of a store's files, and when they were changed; of one that is not there, zeros."""
    found = []
    for ending in _FILES:
        with suppress(FileNotFoundError):
            stat = beside(source, ending).stat()
            found.append((stat.st_size, stat.st_mtime_ns))
            continue
        found.append((0, 0))
    return found


def _stem(source: Path) -> str | None:
    """What a store is called: as its file is or, where that has the usual name, as its folder is."""
    return name_of(source.absolute().parent.name if source.name == FILE else source.stem or source.name)


def _taken(store: Store, copy: Path, stem: str | None, wanted: dict[str, str]) -> Merged:
    """Add what the copy of a store has; of a damaged one, what can still be read of it.

    Raises:
        Unusable: nothing can be read of the copy, or the store cannot be written.
    """
    try:
        with legible(copy), Store(copy, create=False) as other:
            return _added(store, other, stem, wanted)
    except Unusable as error:
        if error.path != copy or not error.damaged:
            raise
        with Store(copy.with_name("recovered")) as other:
            if not recover(copy, other, lambda sums: origins(store.db, sums)):
                raise
            return _added(store, other, stem, wanted)._replace(damaged=True)


def _added(store: Store, other: Store, stem: str | None, wanted: dict[str, str]) -> Merged:
    nameless = [uid for (uid,) in read(other, "SELECT uid FROM learner WHERE name IS NULL")]
    with store.writing() as db:
        merged = Adding(db, other).add()
    if stem is not None:
        wanted |= dict.fromkeys(nameless, stem)
    return merged


def _name(store: Store, wanted: dict[str, str]) -> None:
    """Name the learners without a name who are still called by what identifies them."""
    with store.writing() as db:
        for uid, stem in wanted.items():
            free = stem
            for number in count(2):
                if not db.execute("SELECT 1 FROM learner WHERE name = ?", (free,)).fetchone():
                    break
                free = f"{stem}-{number}"
            db.execute("UPDATE learner SET name = ? WHERE uid = ? AND name = ?", (free, uid, unnamed(uid)))
