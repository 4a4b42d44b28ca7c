"""What one learner did, as far as it is told to themselves: lesson by lesson, and which mistakes they make."""

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from tutor.event import Outcome
from tutor.lesson.schema import PRACTICE
from tutor.progress.gradebook import Taken, lessons, tallies
from tutor.progress.people import Person
from tutor.progress.tally import Tally
from tutor.quantity import Quantity

_PLACE = """
SELECT edition.title, place.done, place.steps, place.finished, place.utc
FROM place JOIN edition ON edition.id = place.edition WHERE place.attempt = ?
"""

Tallies = Mapping[Quantity, Tally]


class Stuck(NamedTuple):
    """A question that is open after a try or more."""

    question: Quantity
    attempts: int
    mistakes: tuple[tuple[str, int], ...]
    """What was done, and how often, the commonest first."""


class Taking(NamedTuple):
    """How one lesson stands: its latest attempt, but for the time and the number of attempts."""

    lesson: str
    title: str
    done: int
    """How many steps are done."""
    steps: int
    finished: bool
    """Whether its end was ever come to."""
    utc: int
    """When something last happened in it: milliseconds since 1970."""
    outcomes: Counter[Outcome]
    """How its questions went, of those at which something was done."""
    stuck: tuple[Stuck, ...]
    milliseconds: int
    """How long the learner was at work, in all attempts."""
    attempts: int


@dataclass(slots=True)
class Practised:
    """Practice, all of it together."""

    networks: int = 0
    outcomes: Counter[Outcome] = field(default_factory=Counter)
    milliseconds: int = 0


@dataclass(slots=True)
class Report:
    """What one learner did.

    Attributes:
        lessons: those that were begun, the latest first.
        practised: practice, all of it together.
        mistakes: how often each mistake was made.
        places: by mistake, at which quantities, as ``str`` writes them, and how often.
    """

    lessons: Sequence[Taking] = ()
    practised: Practised = field(default_factory=Practised)
    mistakes: Counter[str] = field(default_factory=Counter)
    places: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))


def report(db: sqlite3.Connection, person: Person) -> Report:
    """What one learner did, read from their log."""
    found = Report()
    takings = []
    for taken in list(lessons(db, person)):
        everything = tallies(db, taken.attempts)
        _count_mistakes(found, everything)
        if taken.lesson == PRACTICE:
            _practise(found.practised, everything)
        elif taking := _taking(db, taken, everything):
            takings.append(taking)
    found.lessons = sorted(takings, key=lambda taking: -taking.utc)
    return found


def _count_mistakes(found: Report, everything: Tallies) -> None:
    for question, tally in everything.items():
        found.mistakes.update(tally.mistakes)
        for code, count in tally.mistakes.items():
            found.places[code][str(question)] += count


def _practise(found: Practised, everything: Tallies) -> None:
    outcomes = _outcomes(everything.values())
    found.networks += bool(outcomes)
    found.outcomes += outcomes
    found.milliseconds += _time(everything)


def _taking(db: sqlite3.Connection, taken: Taken, everything: Tallies) -> Taking | None:
    """How a lesson stands; None where nothing is kept of where."""
    last = taken.attempts[-1]
    place = db.execute(_PLACE, (last,)).fetchone()
    if place is None:
        return None
    latest = everything if len(taken.attempts) == 1 else tallies(db, (last,))
    title, done, steps, finished, utc = place
    return Taking(
        *(taken.lesson, title, done, steps, bool(finished), utc),
        *(_outcomes(latest.values()), _stuck(latest), _time(everything), len(taken.attempts)),
    )


def _outcomes(each: Iterable[Tally]) -> Counter[Outcome]:
    return Counter(tally.outcome for tally in each if tally.touched)


def _stuck(latest: Tallies) -> tuple[Stuck, ...]:
    return tuple(
        Stuck(question, tally.attempts - tally.before, tuple(tally.mistakes.most_common()))
        for question, tally in latest.items()
        if tally.attempts > tally.before and tally.outcome is Outcome.OPEN
    )


def _time(everything: Tallies) -> int:
    return sum(tally.milliseconds for tally in everything.values())
