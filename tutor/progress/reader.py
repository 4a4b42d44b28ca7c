"""What the store says of one learner."""

import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from tutor.progress.attempt import Past, Standing
from tutor.progress.entry import Edition, Entry, Place, What
from tutor.progress.summary import Summary, summed

if TYPE_CHECKING:
    from tutor.practice.knowledge import Knowledge
    from tutor.progress.row import Origin

_STANDING = """
SELECT place.lesson, edition.title, attempt.uid, place.at, place.focus, place.reading, place.visited, place.done,
  place.steps, place.finished, place.answers, place.utc, edition.material, edition.prose, place.last,
  place.edition, place.attempt, place.entries
FROM {source} JOIN edition ON edition.id = place.edition JOIN attempt ON attempt.id = place.attempt
"""
_LATEST = (
    _STANDING.format(source="place")
    + "WHERE place.learner = ? AND place.lesson = ? ORDER BY place.attempt DESC LIMIT 1"
)
# From lesson to lesson through the index: of a lesson that was begun a thousand times one row is read.
_EACH = """
WITH RECURSIVE each(lesson) AS (
  SELECT min(lesson) FROM place WHERE learner = ?1 UNION ALL
  SELECT (SELECT min(lesson) FROM place WHERE learner = ?1 AND lesson > each.lesson) FROM each WHERE lesson IS NOT NULL)
""" + _STANDING.format(
    source="each JOIN place ON place.attempt = (SELECT max(attempt) FROM place AS other "
    "WHERE other.learner = ?1 AND other.lesson = each.lesson)"
)
_EVIDENCE = "attempt IN (SELECT attempt FROM place WHERE learner = ?) AND (known IS NOT NULL OR what = 'test')"


def learner_id(db: sqlite3.Connection, name: str | None) -> int | None:
    """The row of a learner; None where nothing was written of them.

    Args:
        db: the store.
        name: None for the one who gave none: on one's own machine that is the first.
    """
    which = "name IS NULL ORDER BY id LIMIT 1" if name is None else "name = ?"
    found = db.execute(f"SELECT id FROM learner WHERE {which}", () if name is None else (name,)).fetchone()
    return found[0] if found else None


def standings(db: sqlite3.Connection, learner: int) -> Mapping[str, Standing]:
    """Where the latest attempt at each lesson stands, by its id; where something was done last stands last."""
    found = sorted((_standing(each) for each in db.execute(_EACH, (learner,))), key=lambda each: each.last)
    return {standing.lesson: standing for standing in found}


def newest(db: sqlite3.Connection, learner: int, lesson: str) -> Standing | None:
    """Where the latest attempt at a lesson stands: the one that was begun last."""
    found = db.execute(_LATEST, (learner, lesson)).fetchone()
    return _standing(found) if found else None


def latest(db: sqlite3.Connection, learner: int, lesson: str) -> tuple[Past, int] | None:
    """The latest attempt at a lesson, as its log has it.

    Returns:
        The attempt, and how many of its entries are left out, as they are not what was written.
    """
    found = db.execute(_LATEST, (learner, lesson)).fetchone()
    if found is None:
        return None
    from tutor.progress import row  # home needs no JSON

    edition, attempt, count = found[-3:]
    records = [record for record in row.select(db, "attempt = ?", (attempt,)) if record]
    entries = tuple(record.entry for record in records)
    summary = summed(entries)
    past = Past(_standing(found), _edition(db, edition), entries, summary.drafts if summary else {})
    if summary:
        past = past._replace(standing=_as_summed(past.standing, summary))
    return past, max(count - len(entries), 0)


def kept_knowledge(db: sqlite3.Connection, learner: int) -> str | None:
    """What is kept of what is known of a learner's skills; None where it is not, or by another version of the model."""
    from tutor.practice.knowledge import MODEL

    found = db.execute("SELECT model, state FROM knowledge WHERE learner = ?", (learner,)).fetchone()
    return found[1] if found and found[0] == MODEL else None


def knowledge(db: sqlite3.Connection, learner: int) -> "Knowledge":
    """What is known of a learner's skills: as it is kept or, if that will not do, from the log."""
    from tutor.practice.knowledge import Knowledge

    if text := kept_knowledge(db, learner):
        with suppress(ValueError):  # what is kept is damaged
            return Knowledge.loads(text)
    from tutor.progress import row

    state = Knowledge()
    for record in row.select(db, _EVIDENCE, (learner,)):
        if record:
            state = learnt(state, record.origin, record.entry)
    return state


def learnt(state: "Knowledge", origin: "Origin", entry: Entry) -> "Knowledge":
    """What is known of a learner's skills after one more entry."""
    if not entry.skill or (entry.known is None and entry.what is not What.TEST):
        return state
    from tutor.practice.skill import Skill

    skill = Skill(entry.skill)
    if entry.known is None:
        return state.test_out(skill)
    numbers = f"{origin.seed or origin.material[:12]}:{entry.question}"
    return state.observe(skill, entry.known, numbers, entry.utc, entry.helped)


def nothing() -> "Knowledge":
    """What is known of the skills of somebody who has done nothing yet."""
    from tutor.practice.knowledge import Knowledge

    return Knowledge()


def _edition(db: sqlite3.Connection, number: int) -> Edition:
    found = db.execute(
        "SELECT lesson, title, coalesce(content, ''), edition.material, prose, seed, feedback "
        "FROM edition LEFT JOIN material ON hash = edition.material WHERE id = ?",
        (number,),
    ).fetchone()
    return Edition(*found)


def _standing(found: Sequence[Any]) -> Standing:
    lesson, title, attempt, at, focus, reading, *place, finished, answers, utc, material, prose, last = found[:15]
    return Standing(
        lesson,
        title,
        attempt,
        Place(at, focus, bool(reading), *place),
        bool(finished),
        answers,
        utc,
        material,
        prose,
        last,
    )


def _as_summed(standing: Standing, summary: Summary) -> Standing:
    return standing._replace(place=summary.place, finished=summary.finished, answers=summary.answers, utc=summary.utc)
