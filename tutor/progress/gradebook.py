"""The gradebook: a row for each question that a learner was at work at, from the log alone.

However long the log is, it is read lesson by lesson of one learner after the other, so that only the questions of one
lesson are held at a time.
"""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from typing import Any, NamedTuple

from tutor.progress.people import Person
from tutor.progress.tally import Tally
from tutor.quantity import Kind, Quantity

_ATTEMPTS = """
SELECT attempt.lesson, edition.seed, attempt.id, min(attempt.id) OVER (PARTITION BY attempt.lesson, edition.seed) begun
FROM attempt LEFT JOIN edition ON edition.id = (SELECT edition FROM log WHERE log.attempt = attempt.id LIMIT 1)
WHERE attempt.learner = ? ORDER BY begun, attempt.id
"""
_LOG = """
SELECT what, level, verdict, mistakes, repeated, active_ms, focus, quantity, layer, j, k, sample, "update"
FROM log WHERE attempt = ? ORDER BY id
"""


class Row(NamedTuple):
    """One question of one learner, over all their attempts at its lesson."""

    learner: str
    lesson: str
    """The lesson's id; that of a practice network has its seed behind it."""
    question: Quantity
    tally: Tally


class Taken(NamedTuple):
    """All attempts of one learner at one lesson, or at one practice network."""

    lesson: str
    seed: str | None
    attempts: tuple[int, ...]
    """Their rows, the first first."""

    @property
    def name(self) -> str:
        """The lesson's id, and what its network was made from where that is kept."""
        return self.lesson if self.seed is None else f"{self.lesson}:{_said(self.seed)}"


def _said(seed: str) -> str:
    """What a network was made from, as people write it: ``7-3 size=3-2-2-1``."""
    try:
        number, *others = dict(json.loads(seed)).items()
    except (ValueError, TypeError):
        return seed
    said = (f"{name}={'-'.join(map(str, v)) if isinstance(v, list) else v}" for name, v in others)
    return " ".join([str(number[1]), *said])


def rows(db: sqlite3.Connection, learners: Iterable[Person]) -> Iterator[Row]:
    """The gradebook of some learners: theirs in turn, lessons as they were begun, questions as they were come to."""
    for person in learners:
        for taken in lessons(db, person):
            for question, tally in tallies(db, taken.attempts).items():
                if tally.touched:
                    yield Row(person.label, taken.name, question, tally)


def lessons(db: sqlite3.Connection, person: Person) -> Iterator[Taken]:
    """What one learner has begun, in that order."""
    found = db.execute(_ATTEMPTS, (person.id,))
    for (lesson, seed, _), each in groupby(found, key=lambda row: (row[0], row[1], row[3])):
        yield Taken(lesson, seed, tuple(row[2] for row in each))


def tallies(db: sqlite3.Connection, attempts: Sequence[int]) -> dict[Quantity, Tally]:
    """What happened at each question in these attempts, taken together.

    Time counts for the question that had the focus while it passed, which is that of the entry before.
    """
    found: dict[str, Tally] = defaultdict(Tally)
    questions: dict[str, Quantity] = {}
    for attempt in attempts:
        before = ""
        for what, level, verdict, mistakes, repeated, active, focus, *place in db.execute(_LOG, (attempt,)):
            name = ""
            if named := _question(tuple(place)):
                name, questions[name] = named
                found[name].take(what, level, verdict, mistakes, bool(repeated))
            found[before or name].milliseconds += active
            before = focus
    return {question: found[name] for name, question in questions.items()}


@lru_cache(maxsize=1000)
def _question(place: tuple[Any, ...]) -> tuple[str, Quantity] | None:
    """The question of a row, with its name as ``str`` writes it; None where the row has none or is damaged."""
    try:
        question = Quantity(Kind(place[0]), *place[1:])
    except ValueError:
        return None
    return str(question), question
