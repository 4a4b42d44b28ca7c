"""A new store out of what can be read of a damaged one.

The checksum of an entry holds for what the entry belongs to as well: its sitting, its attempt, the edition of its
lesson. So where some entries fit these and others do not, the others are damaged, and left out; where none does, these
are, and the entries are kept, with something made up in their place. That is made of what is there, so that the same
file always comes to the same.
"""

import json
import re
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from hashlib import sha256
from itertools import product
from operator import itemgetter
from pathlib import Path
from typing import Any, NamedTuple

from tutor.progress import row, salvage
from tutor.progress.row import Origin
from tutor.progress.store import Store

_UID = re.compile("[0-9a-f]{32}")
_TRIES = 5
"""So many entries of a group are looked at to know what it belongs to."""
_KINDS = {"INTEGER": int, "TEXT": str, "REAL": float}
_WITH_IDS = ("learner", "sitting", "edition", "attempt", "log")
_LOST = "lost"
"""The lesson of entries of which it is not known any more."""

Values = tuple[Any, ...]
Ids = tuple[int, int, int]
"""Of a sitting, an attempt and an edition: what an entry belongs to."""
Elsewhere = Callable[[Set[int]], Mapping[int, Sequence[Origin]]]
"""Says of some checksums what the entries that have them belong to, in a store that is sound."""


def recover(damaged: Path, store: Store, elsewhere: Elsewhere = lambda _: {}) -> int:
    """Put all that can be read of a damaged store into a new one, but for the summaries.

    Args:
        damaged: the file of the damaged store; it is only read.
        store: the new store, with nothing in it.
        elsewhere: where else to look for what entries belong to.

    Returns:
        How many entries that is.

    Raises:
        Unusable: the new store cannot be written.
        OSError: the damaged one cannot be read.
    """
    found = _Found(store.db)
    for each in salvage.rows(damaged):
        found.take(each)
    _Groups(found).settle(elsewhere)
    with store.writing() as db:
        for table, rows in found.rows.items():
            marks = ", ".join("?" * len(found.columns[table]))
            db.executemany(f"INSERT OR IGNORE INTO {table} VALUES ({marks})", rows.values())
        db.executemany("INSERT INTO material VALUES (?, ?)", found.material.items())
    return len(found.rows["log"])


class _Column(NamedTuple):
    name: str
    kind: type
    needed: bool
    key: bool


class _Found:
    """The rows that were read.

    Attributes:
        columns: those of each table.
        rows: by table and id.
        material: by its hash.
        uids: what indexes say of the rows with an id, of whichever table.
        names: what an index says of learners.
        lessons: what an index says of editions.
    """

    def __init__(self, db: sqlite3.Connection) -> None:
        self.columns = {table: _columns(db, table) for table in _WITH_IDS}
        self.rows: dict[str, dict[int, Values]] = {table: {} for table in _WITH_IDS}
        self.material: dict[str, str] = {}
        self.uids: dict[int, list[str]] = defaultdict(list)
        self.names: dict[int, str] = {}
        self.lessons: dict[int, tuple[str, str, str]] = {}
        self._tables = {len(columns): table for table, columns in self.columns.items()}
        self._number = [column.kind for column in self.columns["log"]].index(float)

    def take(self, found: salvage.Row) -> None:
        """Put a row where it belongs, if it is of one of the tables."""
        rowid, values = found
        if rowid is None:
            self._take_index(values)
        elif table := self._tables.get(len(values)):
            if table == "log" and isinstance(values[self._number], int):  # as SQLite writes what is whole
                number = self._number
                values = (*values[:number], float(values[number] or 0), *values[number + 1 :])
            if _fits(self.columns[table], values):
                self.rows[table][rowid] = (rowid, *values[1:])

    def _take_index(self, values: Sequence[Any]) -> None:
        match values:
            case (str(name), int(number)) if _UID.fullmatch(name):
                self.uids[number].append(name)
            case (str(name), int(number)):
                self.names[number] = name
            case (str(hash), str(content)):
                if hash not in self.material or sha256(content.encode()).hexdigest() == hash:
                    self.material[hash] = content
            case (str(lesson), str(material), str(prose), int(number)):
                self.lessons[number] = lesson, material, prose


def _columns(db: sqlite3.Connection, table: str) -> list[_Column]:
    found = db.execute(f"PRAGMA table_info({table})")
    return [_Column(name, _KINDS[kind], bool(needed), bool(key)) for _, name, kind, needed, _, key in found]


def _fits(columns: Sequence[_Column], values: Values) -> bool:
    """Whether values can be a row of a table; where its id stands there is nothing."""
    for (name, kind, needed, key), value in zip(columns, values, strict=True):
        if value is None:
            if needed:
                return False
        elif key or type(value) is not kind or (name == "uid" and not _UID.fullmatch(str(value))):
            return False
    return True


class _Groups:
    """The entries by what they belong to, and what that is."""

    def __init__(self, found: _Found) -> None:
        self._found = found
        names = [column.name for column in found.columns["log"]]
        self._content = itemgetter(*(names.index(name.strip('"')) for name in row.COLUMNS))
        self._when = itemgetter(names.index("utc"), names.index("zone"))
        belongs = itemgetter(*(names.index(name) for name in ("sitting", "attempt", "edition")))
        self._groups: dict[Ids, list[Values]] = defaultdict(list)
        self._firsts: dict[tuple[str, int], Values] = {}
        """By table and id, the first entry that belongs to that row."""
        for _, entry in sorted(found.rows["log"].items()):
            ids: Ids = belongs(entry)
            self._groups[ids].append(entry)
            for key in zip(("sitting", "attempt"), ids, strict=False):
                self._firsts.setdefault(key, entry)
        self._known: tuple[dict[int, Any], dict[int, Any], dict[int, Any]] = {}, {}, {}
        """Of sittings, attempts and editions: what the checksums say of them."""

    def settle(self, elsewhere: Elsewhere) -> None:
        """Leave out what is damaged, and make up what is missing."""
        log: list[Values] = []
        lost = [ids for ids, entries in self._groups.items() if not self._take(ids, self._fitting(ids, entries), log)]
        there = elsewhere({entry[-1] for ids in lost for entry in self._groups[ids]}) if lost else {}
        for ids in lost:
            entries = self._groups[ids]
            if self._take(ids, self._met(ids, entries, there) or self._fitting(ids, entries), log):
                continue
            if any(number not in known for number, known in zip(ids, self._known, strict=True)):
                origin = next(self._origins(ids))
                self._know(ids, origin)
                log += (self._signed(origin, entry) for entry in entries)
        self._found.rows["log"] = {entry[0]: entry for entry in sorted(log, key=itemgetter(0))}
        for ids, entries in self._groups.items():
            self._make_up(ids, entries[0])

    def _fitting(self, ids: Ids, entries: Sequence[Values]) -> Origin | None:
        """What entries belong to; None where nothing that was read fits any of those looked at."""
        some = entries[:: -(-len(entries) // _TRIES)]
        for origin in self._origins(ids):
            if any(self._signed(origin, entry) == entry for entry in some):
                return origin
        return None

    def _take(self, ids: Ids, origin: Origin | None, log: list[Values]) -> bool:
        """Take the entries that are sound into the log, if it is known what they belong to."""
        if origin is None:
            return False
        self._know(ids, origin)
        log += (entry for entry in self._groups[ids] if self._signed(origin, entry) == entry)
        return True

    def _met(self, ids: Ids, entries: Sequence[Values], there: Mapping[int, Sequence[Origin]]) -> Origin | None:
        """What entries belong to, as a sound store says that has one of them; None where none has."""
        for entry in entries:
            for origin in there.get(entry[-1], ()):
                parts = origin[0], origin[1], origin[2:]
                agrees = all(known.get(i, part) == part for i, part, known in zip(ids, parts, self._known, strict=True))
                if agrees and self._signed(origin, entry) == entry:
                    return origin
        return None

    def _know(self, ids: Ids, origin: Origin) -> None:
        for known, number, value in zip(self._known, ids, (origin[0], origin[1], origin[2:]), strict=True):
            known[number] = value

    def _signed(self, origin: Origin, entry: Values) -> Values:
        """An entry with the checksum that it has if it belongs to this."""
        return (*entry[:-1], row.checksum(origin, self._content(entry)))

    def _origins(self, ids: Ids) -> Iterator[Origin]:
        """What entries may belong to: first what is known, then what the rows and the indexes say."""
        sitting, attempt, edition = ids
        for first, second, third in product(
            self._uids("sitting", sitting, self._known[0]),
            self._uids("attempt", attempt, self._known[1]),
            self._editions(edition, attempt),
        ):
            yield Origin(first, second, *third)

    def _uids(self, table: str, number: int, known: dict[int, str]) -> Sequence[str]:
        if number in known:
            return [known[number]]
        kept = self._found.rows[table].get(number)
        found = [*([kept[1]] if kept else []), *self._found.uids[number]]
        return list(dict.fromkeys(found)) or [_made_up(table, *self._firsts[table, number])]

    def _editions(self, number: int, attempt: int) -> Sequence[Values]:
        if number in self._known[2]:
            return [self._known[2][number]]
        kept = self._found.rows["edition"].get(number)
        of_index = self._found.lessons.get(number)
        found = []
        if kept:
            found.append((kept[1], *kept[3:]))
        if of_index:
            found.append((*of_index, *(kept[5:] if kept else (None, "immediate"))))
        begun = self._found.rows["attempt"].get(attempt)
        return found or [(begun[3] if begun else _LOST, "", "", None, "immediate")]

    def _make_up(self, ids: Ids, first: Values) -> None:
        """The rows that a group of entries belongs to, as they are known by now, with what is missing made up."""
        learners, sittings, editions, attempts, _ = self._found.rows.values()
        sitting, attempt, edition = ids
        utc, zone = self._when(first)
        sat, begun, kept = sittings.get(sitting), attempts.get(attempt), editions.get(edition)
        said = [each[2] for each in (begun, sat) if each]
        learner = next((each for each in said if each in learners), (said or [min(learners, default=1)])[0])
        if learner not in learners:
            taken = {*self._known[0].values(), *self._known[1].values()}
            name = next((each for each in self._found.uids[learner] if each not in taken), None)
            name = name or _made_up("learner", learner, *sorted(taken))
            learners[learner] = (learner, name, self._found.names.get(learner))
        rest = sat[3:] if sat else (utc, zone, "", "", "", "")
        sittings[sitting] = (sitting, self._known[0][sitting], learner, *rest)
        lesson, material, *others = self._known[2][edition]
        attempts[attempt] = (attempt, self._known[1][attempt], learner, lesson, begun[4] if begun else utc)
        editions[edition] = (edition, lesson, kept[2] if kept else lesson, material, *others)
        self._found.material.setdefault(material, "")


def _made_up(*of: object) -> str:
    """A uid in place of one that is lost."""
    return sha256(json.dumps(of).encode()).hexdigest()[:32]
