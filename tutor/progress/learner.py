"""What is written of one learner in one sitting; always within a transaction of the store."""

import os
import sqlite3
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from tutor import __version__
from tutor.marking.marker import RULES
from tutor.progress import reader, row
from tutor.progress.attempt import Noted, Run
from tutor.progress.entry import Edition, Entry, Place
from tutor.progress.store import Store
from tutor.progress.summary import Summary, after

if TYPE_CHECKING:
    from tutor.practice.knowledge import Knowledge

_INSERT = (
    f"INSERT INTO log (sitting, attempt, edition, {', '.join(row.COLUMNS)}, crc) "
    f"VALUES ({', '.join('?' * (len(row.COLUMNS) + 4))})"
)
# What does not change is in an index, so that a row is changed and not replaced.
_PLACE = f"""
INSERT INTO place VALUES ({", ".join("?" * 15)}) ON CONFLICT (attempt) DO UPDATE SET (edition, at, focus, reading,
  visited, done, steps, finished, answers, utc, entries, last) = (excluded.edition, excluded.at, excluded.focus,
  excluded.reading, excluded.visited, excluded.done, excluded.steps, excluded.finished, excluded.answers, excluded.utc,
  excluded.entries, excluded.last)
"""
_KNOWLEDGE = """
INSERT INTO knowledge VALUES (?, ?, ?)
  ON CONFLICT (learner) DO UPDATE SET (model, state) = (excluded.model, excluded.state)
"""


def uid() -> str:
    """A name that nothing else has."""
    return os.urandom(16).hex()


class Sitting(NamedTuple):
    """One run of the program."""

    uid: str
    front: str
    learner: str | None
    """The name of the learner; None for the one who gave none."""


class _Belongs(NamedTuple):
    """What the rows of a run belong to."""

    attempt: int
    edition: int
    origin: row.Origin


_NOWHERE = _Belongs(0, 0, row.Origin("", "", "", "", ""))


class Learner:
    """Writes for one learner, in one sitting."""

    def __init__(self, store: Store, sitting: Sitting) -> None:
        self.db = store.db
        self.sitting = sitting
        self._belongs: dict[Run, _Belongs] = {}
        self._opportunities: dict[tuple[int, str], int] = {}
        self._knowledge: tuple[str, Knowledge] | None = None
        self._seat: tuple[int, int] | None = None
        self._stands: dict[int, Summary] = {}
        self._version: object = None
        """As long as it stays the same, nobody else has changed the store: what was read of it still holds."""
        self._foreseen: dict[int, tuple[Knowledge, Knowledge]] = {}
        """What an entry makes of what is known of the skills: before it and after it."""
        self._sure = False
        """Whether it is known which entries of the sitting the store has: those that were handed over."""

    def forget(self) -> None:
        """Forget what was thought to be in the store: the last transaction may have been taken back."""
        self._belongs.clear()
        self._opportunities.clear()
        self._version = None
        self._sure = False

    def rehearse(self, noted: Sequence[Noted]) -> None:
        """Load all that ``write`` will need, and compute what it will, before anybody has to wait for it."""
        self._foreseen.clear()
        if any(each.entry.skill for each in noted):
            knowledge = self._knowledge[1] if self._knowledge else reader.nothing()
            for run, seq, entry in noted:
                before, belongs = knowledge, self._belongs.get(run, _NOWHERE)
                knowledge = reader.learnt(before, belongs.origin, entry)
                if belongs is not _NOWHERE:
                    self._foreseen[seq] = before, knowledge

    def write(self, noted: Sequence[Noted], begun: Mapping[str, str | None]) -> None:
        """Keep entries and what follows from them; those that are there already are left out.

        Args:
            noted: the entries, in order.
            begun: by lesson, the attempt that was the latest when this sitting looked; see ``_to_join``.
        """
        self._look()
        sitting, learner = self._seat or self._seated(noted[0].entry)
        if not self._sure:
            noted = self._missing(sitting, noted)
        knowledge = self._known(learner) if any(each.entry.skill for each in noted) else None
        before: dict[int, tuple[_Belongs, Summary | None]] = {}
        last = None
        for run, seq, entry in noted:
            belongs = self._belongs.get(run) or self._bind(run, learner, entry, begun)
            attempt = belongs.attempt
            if knowledge is not None:
                knowledge = self._learnt(knowledge, seq, belongs, entry)
            values = row.values(seq, self._opportunity(attempt, entry, knowledge), entry)
            crc = row.checksum(belongs.origin, values)
            last = self.db.execute(_INSERT, (sitting, attempt, belongs.edition, *values, crc)).lastrowid
            stands = self._stands.get(attempt) or kept_summary(self.db, attempt)
            before[attempt] = belongs, before[attempt][1] if attempt in before else stands
            self._stands[attempt] = after(stands, entry)
        for attempt, (belongs, kept) in before.items():
            where = attempt, learner, belongs.origin.lesson, belongs.edition
            keep_summary(self.db, where, kept, self._stands[attempt], last or 0)
        if knowledge is not None:
            self._keep(learner, knowledge)
        self._sure = True

    def _look(self) -> None:
        """Forget what was read of the store if somebody else has changed it since."""
        version = self.db.execute("PRAGMA data_version").fetchone()
        if version != self._version:
            self._version = version
            self._stands.clear()
            self._seat = self._knowledge = None

    # What entries belong to

    def _seated(self, first: Entry) -> tuple[int, int]:
        """The rows of the sitting and of the learner; both may have been deleted since the entry before."""
        found = self.db.execute("SELECT id, learner FROM sitting WHERE uid = ?", (self.sitting.uid,)).fetchone()
        if found:
            self._seat = found[0], found[1]
            return self._seat
        self._belongs.clear()
        self._opportunities.clear()
        self._sure = True
        learner = reader.learner_id(self.db, self.sitting.learner) or self._insert(
            "learner", uid=uid(), name=self.sitting.learner
        )
        sitting = self._insert(
            "sitting",
            uid=self.sitting.uid,
            learner=learner,
            utc=first.utc,
            zone=first.zone,
            zone_name=_zone(first.utc),
            front=self.sitting.front,
            version=__version__,
            rules=RULES,
        )
        self._seat = sitting, learner
        return self._seat

    def _missing(self, sitting: int, noted: Sequence[Noted]) -> Sequence[Noted]:
        """The entries that the store does not have."""
        attempts = {run.attempt for run, _, _ in noted}
        found: set[int] = set()
        for attempt in attempts:
            found |= {
                seq
                for (seq,) in self.db.execute(
                    "SELECT seq FROM log WHERE sitting = ? AND attempt = (SELECT id FROM attempt WHERE uid = ?)",
                    (sitting, attempt),
                )
            }
        return [each for each in noted if each.seq not in found]

    def _bind(self, run: Run, learner: int, first: Entry, begun: Mapping[str, str | None]) -> _Belongs:
        """Find or make the attempt and the edition that a run belongs to."""
        edition = run.edition()
        if run.attempt is None:
            run.attempt = self._to_join(learner, edition, begun) or uid()
        attempt = self._id("attempt", uid=run.attempt) or self._insert(
            "attempt", uid=run.attempt, learner=learner, lesson=edition.lesson, utc=first.utc
        )
        origin = row.Origin(
            self.sitting.uid,
            run.attempt,
            edition.lesson,
            edition.material_hash,
            edition.prose_hash,
            edition.seed,
            edition.feedback,
        )
        for record in row.select(self.db, "attempt = ? AND known IS NOT NULL", (attempt,)):
            if record and record.opportunity:
                self._opportunities[attempt, str(record.entry.question)] = record.opportunity
        self._belongs[run] = _Belongs(attempt, self._edition(edition), origin)
        return self._belongs[run]

    def _to_join(self, learner: int, edition: Edition, begun: Mapping[str, str | None]) -> str | None:
        """An attempt at the same lesson that another window has begun since this one looked: both go on with it."""
        found = reader.newest(self.db, learner, edition.lesson) if edition.lesson in begun else None
        if found is None or found.attempt == begun[edition.lesson] or found.finished:
            return None
        same = (found.material_hash, found.prose_hash) == (edition.material_hash, edition.prose_hash)
        return found.attempt if same else None

    def _edition(self, edition: Edition) -> int:
        self.db.execute("INSERT OR IGNORE INTO material VALUES (?, ?)", (edition.material_hash, edition.material))
        facts = {
            "lesson": edition.lesson,
            "material": edition.material_hash,
            "prose": edition.prose_hash,
            "title": row.storable(edition.title),
            "seed": edition.seed,
            "feedback": edition.feedback,
        }
        return self._id("edition", **facts) or self._insert("edition", **facts)

    def _id(self, table: str, **facts: row.Value) -> int | None:
        """The id of a row; None where there is none."""
        where = " AND ".join(f"{name} IS ?" for name in facts)
        found = self.db.execute(f"SELECT id FROM {table} WHERE {where}", tuple(facts.values())).fetchone()
        return found[0] if found else None

    def _insert(self, table: str, **facts: row.Value) -> int:
        """Add a row; returns its id."""
        into = f"{table} ({', '.join(facts)}) VALUES ({', '.join('?' * len(facts))})"
        done = self.db.execute(f"INSERT INTO {into} RETURNING id", tuple(facts.values()))
        return int(done.fetchone()[0])

    # Skills

    def _learnt(self, knowledge: "Knowledge", seq: int, belongs: _Belongs, entry: Entry) -> "Knowledge":
        """What is known after an entry: as foreseen, if nobody else has changed what was known before it."""
        before, after = self._foreseen.get(seq, (None, None))
        return after if after and before is knowledge else reader.learnt(knowledge, belongs.origin, entry)

    def _opportunity(self, attempt: int, entry: Entry, knowledge: "Knowledge | None") -> int | None:
        """Which of the learner's opportunities to show the skill the question is, or will be."""
        if not entry.skill or entry.question is None or knowledge is None:
            return None
        from tutor.practice.skill import Skill

        question = attempt, str(entry.question)
        if entry.known is not None:
            self._opportunities[question] = knowledge.opportunities(Skill(entry.skill))
        found = self._opportunities.get(question)
        return found or knowledge.opportunities(Skill(entry.skill)) + 1

    def _known(self, learner: int) -> "Knowledge":
        """What is known of the skills so far, and how that is kept; empty where it is not."""
        if self._knowledge is None:
            self._knowledge = reader.kept_knowledge(self.db, learner) or "", reader.knowledge(self.db, learner)
        return self._knowledge[1]

    def _keep(self, learner: int, knowledge: "Knowledge") -> None:
        if self._knowledge is None or knowledge is not self._knowledge[1] or not self._knowledge[0]:
            self._knowledge = keep_knowledge(self.db, learner, knowledge), knowledge


def keep_knowledge(db: sqlite3.Connection, learner: int, knowledge: "Knowledge") -> str:
    """Keep what is known of a learner's skills; returns it as it is kept."""
    from tutor.practice.knowledge import MODEL

    text = knowledge.dumps()
    db.execute(_KNOWLEDGE, (learner, MODEL, text))
    return text


def kept_summary(db: sqlite3.Connection, attempt: int) -> Summary | None:
    """Where an attempt stands, as it is kept."""
    found = db.execute(
        "SELECT finished, answers, utc, entries, at, focus, reading, visited, done, steps FROM place WHERE attempt = ?",
        (attempt,),
    ).fetchone()
    if found is None:
        return None
    finished, answers, utc, entries, at, focus, reading, *rest = found
    drafts = dict(db.execute("SELECT question, typed FROM draft WHERE attempt = ?", (attempt,)))
    return Summary(Place(at, focus, bool(reading), *rest), bool(finished), answers, utc, entries, drafts)


def keep_summary(
    db: sqlite3.Connection, where: tuple[int, int, str, int], kept: Summary | None, stands: Summary, last: int
) -> None:
    """Keep where an attempt stands.

    Args:
        db: the store, in a transaction.
        where: the attempt, its learner, its lesson and the edition.
        kept: where it stood before.
        stands: where it stands now.
        last: its last entry.
    """
    facts = stands.finished, stands.answers, stands.utc, stands.entries, last
    db.execute(_PLACE, (*where, *stands.place, *facts))
    before = kept.drafts if kept else {}
    for question in before.keys() - stands.drafts.keys():
        db.execute("DELETE FROM draft WHERE attempt = ? AND question = ?", (where[0], question))
    for question, typed in stands.drafts.items():
        if before.get(question) != typed:
            db.execute("INSERT OR REPLACE INTO draft VALUES (?, ?, ?)", (where[0], question, row.storable(typed)))


def _zone(utc: int) -> str:
    """What the learner's zone is called; empty where the clock is beyond all calendars."""
    with suppress(OverflowError, OSError, ValueError):
        return time.localtime(utc / 1000).tm_zone
    return ""
