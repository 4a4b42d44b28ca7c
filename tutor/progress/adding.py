"""Adds the entries of one store to another, with all that they belong to, and keeps the summaries of it up.

An entry of the log has the same name everywhere, its sitting and its number in that, and a checksum that holds
everywhere: so whatever was added once is known again.
"""

import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from tutor.practice.knowledge import MODEL, Knowledge
from tutor.progress import reader, row
from tutor.progress.learner import keep_summary, kept_summary
from tutor.progress.people import UNNAMED
from tutor.progress.store import Store, Unusable
from tutor.progress.summary import Summary, after

_SOME = 1000
"""So many rows are read at a time."""


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
_WHOSE = "SELECT learner FROM sitting WHERE uid = ? UNION SELECT learner FROM attempt WHERE uid = ?"
_THERE = """
SELECT sitting.uid, seq FROM log JOIN sitting ON sitting.id = log.sitting
WHERE attempt IN (SELECT id FROM attempt WHERE learner = ?)
"""
# A sitting that was lost, and made up in recovery, has no front.
_MADE_UP = f"""
SELECT {", ".join(row.COLUMNS)} FROM log WHERE sitting IN (SELECT id FROM sitting WHERE front = '')
  AND attempt IN (SELECT id FROM attempt WHERE learner IN (SELECT learner FROM sitting WHERE front = ''))
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


@contextmanager
def legible(path: Path) -> Iterator[None]:
    """Take all that goes wrong in reading for damage: of what SQLite has no name for even its message may be none.

    Raises:
        Unusable: something goes wrong.
    """
    try:
        yield
    except (sqlite3.Error, UnicodeDecodeError):
        raise Unusable(path, "it is damaged", damaged=True) from None


def origins(db: sqlite3.Connection, sums: Set[int]) -> Mapping[int, Sequence[row.Origin]]:
    """What the entries of a store that have these checksums belong to, by checksum."""
    found = defaultdict(list)
    numbers = [number for number, crc in db.execute("SELECT id, crc FROM log") if crc in sums]
    for number in numbers:
        crc, *origin = db.execute(f"SELECT crc, {row.ORIGIN} FROM history WHERE id = ?", (number,)).fetchone()
        found[crc].append(row.Origin(*origin))
    return found


def read(other: Store, query: str) -> Iterator[Sequence[Any]]:
    """What a query finds in the other store.

    Raises:
        Unusable: it cannot be read.
    """
    with legible(other.path):
        found = other.db.execute(query)
        some = found.fetchmany(_SOME)
    while some:
        yield from some
        with legible(other.path):
            some = found.fetchmany(_SOME)


class _Stands(NamedTuple):
    """Where an attempt stands that something was added to: see ``keep_summary``."""

    where: tuple[int, int, str, int]
    kept: Summary | None
    stands: Summary
    last: int


class Adding:
    """Adds the entries of one store to another, with what they belong to.

    Attributes:
        merged: what has come of it.
    """

    def __init__(self, db: sqlite3.Connection, other: Store) -> None:
        self.merged = Merged()
        self._db = db
        self._other = other
        self._made_up = frozenset(db.execute(_MADE_UP))
        """What the entries say whose sitting was lost: they are known by that alone."""
        self._ids: dict[tuple[str, int], int] = {}
        self._there: dict[int, Set[tuple[str, int]]] = {}
        self._near: dict[tuple[str, str], Sequence[Set[tuple[str, int]]]] = {}
        self._stands: dict[int, _Stands] = {}
        self._learners: dict[int, int] = {}
        self._knowledge: dict[int, Knowledge] = {}

    def add(self) -> Merged:
        """Add all of the log that is not there."""
        for each in read(self._other, _QUERY):
            self._take(each)
        self._finish()
        return self.merged

    def _take(self, found: Sequence[Any]) -> None:
        """Add an entry, unless it is there.

        Args:
            found: the ids of its sitting, its attempt and its edition in the other store, and its record.
        """
        sitting_uid, attempt_uid, seq = found[-7], found[-6], found[4]
        content = found[4 : 4 + len(row.COLUMNS)]
        if any((sitting_uid, seq) in each for each in self._present(sitting_uid, attempt_uid)) or (
            content in self._made_up
        ):
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

    def _finish(self) -> None:
        """Keep the summaries of all that something was added to."""
        for stands in self._stands.values():
            keep_summary(self._db, *stands)
        for learner, knowledge in self._knowledge.items():
            self._db.execute("INSERT OR REPLACE INTO knowledge VALUES (?, ?, ?)", (learner, MODEL, knowledge.dumps()))
        self.merged = self.merged._replace(learners=len({stands.where[1] for stands in self._stands.values()}))

    def _present(self, sitting: str, attempt: str) -> Sequence[Set[tuple[str, int]]]:
        """The entries that were there before, by sitting and number, of whoever a sitting and an attempt are.

        An attempt may have another name than here: one that was lost, and made up in recovery.
        """
        key = sitting, attempt
        if key not in self._near:
            whose = [learner for (learner,) in self._db.execute(_WHOSE, key)]
            for learner in whose:
                if learner not in self._there:
                    self._there[learner] = frozenset(self._db.execute(_THERE, (learner,)))
            self._near[key] = [self._there[learner] for learner in whose]
        return self._near[key]

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
        """A learner is known by the uid or else, who has one, by the name; or by a sitting that is here already."""
        key = _LEARNER.name, number
        if key not in self._ids:
            uid, name = self._read(_LEARNER, "id", number).values()
            found = (
                self._known(_LEARNER, uid=uid)
                or (name is not None and self._known(_LEARNER, name=name))
                or self._seated(number)
            )
            named = {"uid": uid, "name": unnamed(uid) if name is None else name}
            self._ids[key] = found or self._insert(_LEARNER, named)
        return self._ids[key]

    def _seated(self, number: int) -> int | None:
        """The learner whose sittings those of a learner of the other store are here; None where they are new."""
        for (uid,) in read(self._other, f"SELECT uid FROM sitting WHERE learner = {number:d}"):
            if found := self._db.execute("SELECT learner FROM sitting WHERE uid = ?", (uid,)).fetchone():
                return int(found[0])
        return None

    def _read(self, table: _Table, key: str, value: row.Value) -> dict[str, Any]:
        """A row of the other store.

        Raises:
            Unusable: it cannot be read, or is not there.
        """
        query = f"SELECT {', '.join(table.columns)} FROM {table.name} WHERE {key} = ?"
        with legible(self._other.path):
            found = self._other.db.execute(query, (value,)).fetchone()
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


def unnamed(uid: str) -> str:
    """What a learner without a name is called until all others are there."""
    return UNNAMED + uid
