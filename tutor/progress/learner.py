"""One learner's part of an open store: what is written of them in one sitting, and what is read."""

import os
import time
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from tutor import __version__
from tutor.marking.marker import RULES
from tutor.progress import row
from tutor.progress.attempt import Noted, Past, Run, Standing
from tutor.progress.entry import Edition, Entry, Place, What
from tutor.progress.store import Store
from tutor.progress.summary import Summary, after

if TYPE_CHECKING:
    from tutor.practice.knowledge import Knowledge


def uid() -> str:
    """A name that nobody else has."""
    return os.urandom(16).hex()


class Sitting(NamedTuple):
    """One run of the program."""

    uid: str
    front: str
    learner: str | None
    """The name of the learner; None for the one who gave none."""


_INSERT = (
    f"INSERT INTO log (id, sitting, attempt, edition, {', '.join(row.COLUMNS)}, crc) "
    f"VALUES ({', '.join('?' * (len(row.COLUMNS) + 5))})"
)
_STANDING = """
SELECT place.lesson, edition.title, attempt.uid, place.at, place.focus, place.reading, place.visited, place.done,
  place.steps, place.finished, place.answers, place.utc, edition.material, edition.prose, place.edition, place.attempt
FROM place JOIN edition ON edition.id = place.edition JOIN attempt ON attempt.id = place.attempt
"""
_EACH = (
    "WITH RECURSIVE each(lesson) AS (SELECT min(lesson) FROM place WHERE learner = ?1 UNION ALL SELECT "
    "(SELECT min(lesson) FROM place WHERE learner = ?1 AND lesson > each.lesson) FROM each WHERE lesson IS NOT NULL) "
    + _STANDING.replace(
        "FROM place",
        "FROM each JOIN place ON place.attempt = (SELECT attempt FROM place AS other "
        "WHERE other.learner = ?1 AND other.lesson = each.lesson ORDER BY attempt DESC LIMIT 1)",
    )
)
_LATEST = _STANDING + "WHERE place.learner = ? AND place.lesson = ? ORDER BY place.attempt DESC LIMIT 1"


class Ids(NamedTuple):
    """Where a run's rows are in the store."""

    attempt: int
    edition: int
    origin: row.Origin


class Learner:
    """Writes and reads for one learner, in one sitting."""

    def __init__(self, store: Store, sitting: Sitting) -> None:
        self.store = store
        self.db = store.db
        self.sitting = sitting
        self.lost = 0
        """How many rows were left out of what was read, as they are not what was written."""
        self._ids: dict[Run, Ids] = {}
        self._sitting: int | None = None
        self._opportunities: dict[tuple[int, str], int] = {}
        self._state: tuple[str, Knowledge] | None = None

    # What is read.

    def id(self) -> int | None:
        """The learner's id in the store; None where nothing was written of them."""
        if self.sitting.learner is None:
            found = self.db.execute("SELECT id FROM learner WHERE name IS NULL ORDER BY id LIMIT 1").fetchone()
        else:
            found = self.db.execute("SELECT id FROM learner WHERE name = ?", (self.sitting.learner,)).fetchone()
        return found[0] if found else None

    def standings(self) -> Mapping[str, Standing]:
        """Where the latest attempt at each lesson stands."""
        found = (_standing(each) for each in self.db.execute(_EACH, (self.id(),)))
        return {standing.lesson: standing for standing in found}

    def latest(self, lesson: str) -> Past | None:
        """The latest attempt at a lesson."""
        found = self.db.execute(_LATEST, (self.id(), lesson)).fetchone()
        if found is None:
            return None
        edition, attempt = found[-2:]
        records = list(row.select(self.db, "attempt = ?", (attempt,)))
        entries = tuple(record.entry for record in records if record)
        self.lost += len(records) - len(entries)
        summary: Summary | None = None
        for entry in entries:
            summary = after(summary, entry)
        return Past(_standing(found), self._edition(edition), entries, summary.drafts if summary else {})

    def knowledge(self) -> "Knowledge":
        """What is known of the learner's skills."""
        from tutor.practice.knowledge import Knowledge

        learner = self.id()
        return Knowledge() if learner is None else self._knowledge(learner)

    def _edition(self, number: int) -> Edition:
        found = self.db.execute(
            "SELECT lesson, title, content, hash, prose, seed, feedback FROM edition JOIN material ON hash = material "
            "WHERE id = ?",
            (number,),
        ).fetchone()
        return Edition(*found)

    def _knowledge(self, learner: int) -> "Knowledge":
        """From the summary; anew from the log where another version of the model made that."""
        from tutor.practice.knowledge import MODEL, Knowledge

        found = self.db.execute("SELECT model, state FROM knowledge WHERE learner = ?", (learner,)).fetchone()
        if found and found[0] == MODEL:
            if self._state is None or self._state[0] != found[1]:
                self._state = found[1], Knowledge.loads(found[1])
            return self._state[1]
        state = Knowledge()
        of_learner = "attempt IN (SELECT attempt FROM place WHERE learner = ?) AND (known IS NOT NULL OR what = 'test')"
        for record in row.select(self.db, of_learner, (learner,)):
            if record:
                state = learnt(state, record.origin, record.entry)
        return state

    # What is written, within a transaction.

    def write(self, noted: Sequence[Noted], begun: Mapping[str, str | None]) -> None:
        """Keep entries and what follows from them.

        Args:
            noted: the entries, in order; those that are there already are left out.
            begun: by lesson, the attempt that was the latest when this sitting looked last.
        """
        from tutor.practice.skill import Skill

        learner = self.id() or self._new_learner()
        sitting = self._sitting or self._new_sitting(learner, noted[0].entry)
        number = self.db.execute("SELECT coalesce(max(id), 0) FROM log").fetchone()[0]
        stands: dict[int, tuple[Ids, Summary]] = {}
        state = self._knowledge(learner) if any(each.entry.skill for each in noted) else None
        for run, seq, entry in noted:
            ids = self._ids.get(run) or self._new_run(run, learner, entry, begun)
            number += 1
            opportunity = None
            if state is not None and entry.skill:
                state = learnt(state, ids.origin, entry)
                opportunity = state.opportunities(Skill(entry.skill)) + (entry.known is None)
            values = row.values(seq, opportunity, entry)
            crc = row.checksum(ids.origin, values)
            self.db.execute(_INSERT, (number, sitting, ids.attempt, ids.edition, *values, crc))
            before = stands[ids.attempt][1] if ids.attempt in stands else self._summary(ids.attempt)
            stands[ids.attempt] = ids, after(before, entry)
        for ids, summary in stands.values():
            self._keep_summary(ids, learner, summary, number)
        if state is not None:
            self._keep_knowledge(learner, state)

    def forget(self) -> None:
        """Forget what was thought to be in the store: the last transaction was taken back."""
        self._ids.clear()
        self._opportunities.clear()
        self._sitting = None
        self._state = None

    def _new_learner(self) -> int:
        return self._insert("learner", uid=uid(), name=self.sitting.learner)

    def _new_sitting(self, learner: int, first: Entry) -> int:
        self._sitting = self._known("sitting", uid=self.sitting.uid) or self._insert(
            "sitting",
            uid=self.sitting.uid,
            learner=learner,
            utc=first.utc,
            zone=first.zone,
            zone_name=time.tzname[0],
            front=self.sitting.front,
            version=__version__,
            rules=RULES,
        )
        return self._sitting

    def _new_run(self, run: Run, learner: int, first: Entry, begun: Mapping[str, str | None]) -> Ids:
        """Find or make the attempt and the edition that a run belongs to."""
        edition = run.edition()
        which = self._edition_id(edition)
        if run.attempt is None:
            run.attempt = self._to_join(learner, edition, which, begun) or uid()
        attempt = self._known("attempt", uid=run.attempt) or self._insert(
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
        self._ids[run] = Ids(attempt, which, origin)
        return self._ids[run]

    def _to_join(self, learner: int, edition: Edition, which: int, begun: Mapping[str, str | None]) -> str | None:
        """An attempt at the same lesson that another window has begun since this one looked."""
        if edition.lesson not in begun:
            return None
        found = self.db.execute(_LATEST, (learner, edition.lesson)).fetchone()
        if found is None or found[2] == begun[edition.lesson] or found[9] or found[-2] != which:
            return None
        return str(found[2])

    def _edition_id(self, edition: Edition) -> int:
        if not self.db.execute("SELECT 1 FROM material WHERE hash = ?", (edition.material_hash,)).fetchone():
            self.db.execute("INSERT INTO material VALUES (?, ?)", (edition.material_hash, edition.material))
        facts = {
            "lesson": edition.lesson,
            "material": edition.material_hash,
            "prose": edition.prose_hash,
            "title": edition.title,
            "seed": edition.seed,
            "feedback": edition.feedback,
        }
        return self._known("edition", **facts) or self._insert("edition", **facts)

    def _known(self, table: str, **facts: row.Value) -> int | None:
        """The id of a row; None where there is none."""
        where = " AND ".join(f"{name} IS ?" for name in facts)
        found = self.db.execute(f"SELECT id FROM {table} WHERE {where}", tuple(facts.values())).fetchone()
        return found[0] if found else None

    def _insert(self, table: str, **facts: row.Value) -> int:
        """Add a row; returns its id."""
        marks = ", ".join("?" * len(facts))
        done = self.db.execute(f"INSERT INTO {table} ({', '.join(facts)}) VALUES ({marks})", tuple(facts.values()))
        assert done.lastrowid is not None
        return done.lastrowid

    def _summary(self, attempt: int) -> Summary | None:
        """Where an attempt stands, as it is kept."""
        found = self.db.execute(
            "SELECT at, focus, reading, visited, done, steps, finished, answers, utc, entries FROM place "
            "WHERE attempt = ?",
            (attempt,),
        ).fetchone()
        if found is None:
            return None
        drafts = dict(self.db.execute("SELECT question, typed FROM draft WHERE attempt = ?", (attempt,)))
        at, focus, reading, visited, done, steps, finished, answers, utc, entries = found
        place = Place(at, focus, bool(reading), visited, done, steps)
        return Summary(place, bool(finished), answers, utc, entries, drafts)

    def _keep_summary(self, ids: Ids, learner: int, summary: Summary, last: int) -> None:
        before = self._summary(ids.attempt)
        self.db.execute(
            f"INSERT OR REPLACE INTO place VALUES ({', '.join('?' * 15)})",
            (
                *(ids.attempt, learner, ids.origin.lesson, ids.edition, *summary.place),
                *(summary.finished, summary.answers, summary.utc, summary.entries, last),
            ),
        )
        drafts = before.drafts if before else {}
        for question in drafts.keys() - summary.drafts.keys():
            self.db.execute("DELETE FROM draft WHERE attempt = ? AND question = ?", (ids.attempt, question))
        for question, typed in summary.drafts.items():
            if drafts.get(question) != typed:
                self.db.execute("INSERT OR REPLACE INTO draft VALUES (?, ?, ?)", (ids.attempt, question, typed))

    def _keep_knowledge(self, learner: int, state: "Knowledge") -> None:
        from tutor.practice.knowledge import MODEL

        text = state.dumps()
        if self._state is None or self._state[0] != text:
            self.db.execute("INSERT OR REPLACE INTO knowledge VALUES (?, ?, ?)", (learner, MODEL, text))
            self._state = text, state


def learnt(state: "Knowledge", origin: row.Origin, entry: Entry) -> "Knowledge":
    """What is known of a learner's skills after an entry."""
    from tutor.practice.skill import Skill

    if entry.what is What.TEST:
        return state.test_out(Skill(entry.skill))
    if entry.known is None:
        return state
    numbers = f"{origin.seed or origin.material}:{entry.question}"
    return state.observe(Skill(entry.skill), entry.known, numbers, entry.utc, entry.helped)


def _standing(found: Sequence[Any]) -> Standing:
    lesson, title, attempt, at, focus, reading, visited, done, steps, finished, answers, utc, material, prose = found[
        :14
    ]
    place = Place(at, focus, bool(reading), visited, done, steps)
    return Standing(lesson, title, attempt, place, bool(finished), answers, utc, material, prose)
