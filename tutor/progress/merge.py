"""Many stores in one: what learners did on machines of their own, for whoever teaches them.

A store that is merged is read from a copy, so that nothing of it or beside it is changed, wherever it is. An entry of
the log has the same name everywhere, its sitting and its number in that, and a checksum that holds everywhere: so a
store can be merged again, and only what is new is added.
"""

import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from contextlib import suppress
from itertools import count
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from tutor.practice.knowledge import MODEL, Knowledge
from tutor.progress import reader, row
from tutor.progress.journal import FILE, name_of
from tutor.progress.learner import keep_summary, kept_summary
from tutor.progress.look import beside
from tutor.progress.people import UNNAMED
from tutor.progress.recovery import recover
from tutor.progress.store import Newer, Store, Unusable, unusable
from tutor.progress.summary import Summary, after

TRIES = 5
"""How often a store is copied that another program is writing."""
_FILES = ("", "-wal", "-journal")
"""What the names of the files of a store end with."""


class _Table(NamedTuple):
    """A table, and its columns but for the id."""

    name: str
    columns: tuple[str, ...]


_LEARNER = _Table("learner", ("uid", "name"))
_SITTING = _Table("sitting", ("uid", "learner", "utc", "zone", "zone_name", "front", "version", "rules"))
_ATTEMPT = _Table("attempt", ("uid", "learner", "lesson", "utc"))
_EDITION = _Table("edition", ("lesson", "title", "material", "prose", "seed", "feedback"))
_MATERIAL = _Table("material", ("hash", "content"))

# A store that was damaged may have lost the content.
_KEEP_MATERIAL = """
INSERT INTO material (hash, content) VALUES (?, ?)
  ON CONFLICT (hash) DO UPDATE SET content = excluded.content WHERE content = ''
"""
_THERE = """
SELECT sitting.uid, seq FROM log JOIN sitting ON sitting.id = log.sitting
WHERE attempt = (SELECT id FROM attempt WHERE uid = ?)
"""
_QUERY = f"""
SELECT sitting, attempt, edition, id, {", ".join(row.COLUMNS)}, crc, {row.ORIGIN} FROM history ORDER BY id
"""
"""The log: the ids of the sitting, the attempt and the edition, and what a record is made of."""
_INSERT = (
    f"INSERT INTO log (sitting, attempt, edition, {', '.join(row.COLUMNS)}, crc) "
    f"VALUES ({', '.join('?' * (len(row.COLUMNS) + 4))})"
)


class Merged(NamedTuple):
    """What came of one store.

    Attributes:
        learners: of how many something was new.
        new: entries that were added.
        old: entries that were there already.
        lost: entries that are not as they were written, and were left out.
        damaged: whether the store is damaged; what could be read of it was added.
    """

    learners: int = 0
    new: int = 0
    old: int = 0
    lost: int = 0
    damaged: bool = False


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
    for each in _sources(given):
        if each.trouble:
            yield each
        elif _same(each.path, store.path):
            yield Report(each.path, trouble="this is what is merged into")
        else:
            yield _merged(store, each.path, wanted)
    _name(store, wanted)


def _sources(given: Iterable[Path]) -> Iterator[Report]:
    """The files that were given, and those in the folders that were, with what cannot be looked at."""
    for path in given:
        if not path.is_dir():
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
        copy = Path(folder).absolute() / FILE
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
        with Store(copy, create=False) as other:
            return _added(store, other, stem, wanted)
    except Unusable as error:
        if error.path != copy or not error.damaged:
            raise
        with Store(copy.with_name("recovered")) as other:
            if not recover(copy, other):
                raise
            return _added(store, other, stem, wanted)._replace(damaged=True)


def _added(store: Store, other: Store, stem: str | None, wanted: dict[str, str]) -> Merged:
    with store.writing() as db:
        merging = _Merging(db, other)
        for each in _rows(other, _QUERY):
            merging.take(each)
        merging.finish()
    if stem is not None:
        wanted |= {uid: stem for (uid,) in _rows(other, "SELECT uid FROM learner WHERE name IS NULL")}
    return merging.merged


def _rows(other: Store, query: str) -> Iterator[Sequence[Any]]:
    """What a query finds in the other store.

    Raises:
        Unusable: it cannot be read.
    """
    try:
        yield from other.db.execute(query)
    except sqlite3.Error as error:
        raise unusable(other.path, error) from None


def _name(store: Store, wanted: dict[str, str]) -> None:
    """Name the learners without a name who are still called by what identifies them."""
    with store.writing() as db:
        for uid, stem in wanted.items():
            free = stem
            for number in count(2):
                if not db.execute("SELECT 1 FROM learner WHERE name = ?", (free,)).fetchone():
                    break
                free = f"{stem}-{number}"
            db.execute("UPDATE learner SET name = ? WHERE uid = ? AND name = ?", (free, uid, _unnamed(uid)))


class _Stands(NamedTuple):
    """Where an attempt stands that something was added to: see ``keep_summary``."""

    where: tuple[int, int, str, int]
    kept: Summary | None
    stands: Summary
    last: int


class _Merging:
    """Adds the entries of one store to another, with what they belong to.

    Attributes:
        merged: what has come of it.
    """

    def __init__(self, db: sqlite3.Connection, other: Store) -> None:
        self.merged = Merged()
        self._db = db
        self._other = other
        self._ids: dict[tuple[str, int], int] = {}
        self._there: dict[str, Set[tuple[str, int]]] = {}
        self._stands: dict[int, _Stands] = {}
        self._learners: dict[int, int] = {}
        self._knowledge: dict[int, Knowledge] = {}

    def take(self, found: Sequence[Any]) -> None:
        """Add an entry, unless it is there.

        Args:
            found: the ids of its sitting, its attempt and its edition in the other store, and its record.
        """
        sitting_uid, attempt_uid, seq = found[-7], found[-6], found[4]
        if (sitting_uid, seq) in self._present(attempt_uid):
            self.merged = self.merged._replace(old=self.merged.old + 1)
            return
        record = row.record(found[3:])
        if record is None:
            self.merged = self.merged._replace(lost=self.merged.lost + 1)
            return
        sitting, attempt, edition = self._sitting(found[0]), self._attempt(found[1]), self._edition(found[2])
        self._learn(attempt, record)
        values = found[4 : 5 + len(row.COLUMNS)]
        last = self._db.execute(_INSERT, (sitting, attempt, edition, *values)).lastrowid
        assert last is not None
        where = attempt, self._whose(attempt), record.origin.lesson, edition
        stood = self._stands.get(attempt)
        kept = stood.kept if stood else kept_summary(self._db, attempt)
        stands = after(stood.stands if stood else kept, record.entry)
        self._stands[attempt] = _Stands(where, kept, stands, last)
        self.merged = self.merged._replace(new=self.merged.new + 1)

    def _learn(self, attempt: int, record: row.Record) -> None:
        """Add what an entry says of a skill to what was known before it was there."""
        if record.entry.skill:
            learner = self._whose(attempt)
            known = self._knowledge.get(learner) or reader.knowledge(self._db, learner)
            self._knowledge[learner] = reader.learnt(known, record.origin, record.entry)

    def _whose(self, attempt: int) -> int:
        """The learner whose attempt it is."""
        if attempt not in self._learners:
            (found,) = self._db.execute("SELECT learner FROM attempt WHERE id = ?", (attempt,)).fetchone()
            self._learners[attempt] = found
        return self._learners[attempt]

    def finish(self) -> None:
        """Keep the summaries of all that something was added to."""
        for stands in self._stands.values():
            keep_summary(self._db, *stands)
        for learner, knowledge in self._knowledge.items():
            self._db.execute("INSERT OR REPLACE INTO knowledge VALUES (?, ?, ?)", (learner, MODEL, knowledge.dumps()))
        self.merged = self.merged._replace(learners=len({stands.where[1] for stands in self._stands.values()}))

    def _present(self, attempt: str) -> Set[tuple[str, int]]:
        """The entries of an attempt that were there before, by sitting and number."""
        if attempt not in self._there:
            self._there[attempt] = frozenset(self._db.execute(_THERE, (attempt,)))
        return self._there[attempt]

    # Where the rows of the other store are in this one

    def _sitting(self, number: int) -> int:
        return self._as(_SITTING, number)

    def _attempt(self, number: int) -> int:
        return self._as(_ATTEMPT, number)

    def _as(self, table: _Table, number: int) -> int:
        """A row that has a uid and a learner."""
        key = table.name, number
        if key not in self._ids:
            facts = self._read(table, "id", number)
            found = self._known(table, uid=facts["uid"])
            self._ids[key] = found or self._insert(table, facts | {"learner": self._learner(facts["learner"])})
        return self._ids[key]

    def _edition(self, number: int) -> int:
        key = _EDITION.name, number
        if key not in self._ids:
            facts = self._read(_EDITION, "id", number)
            self._db.execute(_KEEP_MATERIAL, tuple(self._read(_MATERIAL, "hash", facts["material"]).values()))
            self._ids[key] = self._known(_EDITION, **facts) or self._insert(_EDITION, facts)
        return self._ids[key]

    def _learner(self, number: int) -> int:
        """A learner is known by the uid or else, who has one, by the name."""
        key = _LEARNER.name, number
        if key not in self._ids:
            uid, name = self._read(_LEARNER, "id", number).values()
            found = self._known(_LEARNER, uid=uid) or (name is not None and self._known(_LEARNER, name=name))
            named = {"uid": uid, "name": _unnamed(uid) if name is None else name}
            self._ids[key] = found or self._insert(_LEARNER, named)
        return self._ids[key]

    def _read(self, table: _Table, key: str, value: row.Value) -> dict[str, Any]:
        """A row of the other store.

        Raises:
            Unusable: it cannot be read, or is not there.
        """
        query = f"SELECT {', '.join(table.columns)} FROM {table.name} WHERE {key} = ?"
        try:
            found = self._other.db.execute(query, (value,)).fetchone()
        except sqlite3.Error as error:
            raise unusable(self._other.path, error) from None
        if found is None:
            raise Unusable(self._other.path, "it is damaged", damaged=True)
        return dict(zip(table.columns, found, strict=True))

    def _known(self, table: _Table, **facts: row.Value) -> int | None:
        """The id of a row of this store; None where there is none."""
        where = " AND ".join(f"{name} IS ?" for name in facts)
        found = self._db.execute(f"SELECT id FROM {table.name} WHERE {where}", tuple(facts.values())).fetchone()
        return found[0] if found else None

    def _insert(self, table: _Table, facts: Mapping[str, row.Value]) -> int:
        """Add a row to this store; returns its id."""
        into = f"{table.name} ({', '.join(facts)}) VALUES ({', '.join('?' * len(facts))})"
        return int(self._db.execute(f"INSERT INTO {into} RETURNING id", tuple(facts.values())).fetchone()[0])


def _unnamed(uid: str) -> str:
    """What a learner without a name is called until all others are there."""
    return UNNAMED + uid
