"""A class, counted learner by learner: where each one is, and where all are stuck.

Of each learner only the questions of one lesson are held at a time; what is kept of them is a row and counts.
"""

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from tutor.event import Outcome
from tutor.lesson.schema import PRACTICE
from tutor.marking.mark import Verdict
from tutor.practice.knowledge import Knowledge
from tutor.practice.skill import Skill
from tutor.progress import reader
from tutor.progress.gradebook import Taken, lessons, tallies
from tutor.progress.people import Person
from tutor.progress.tally import Tally
from tutor.quantity import Quantity

_PLACE = """
SELECT edition.title, place.at, place.steps, place.finished, place.utc, place.last
FROM place JOIN edition ON edition.id = place.edition WHERE place.attempt = ?
"""
_RIGHT = frozenset({Verdict.CORRECT, Verdict.CONSISTENT})
"""A number that follows from an earlier wrong one is right: nobody pays twice."""

Tallies = Mapping[Quantity, Tally]


class Stuck(NamedTuple):
    """The question of a learner that is open after more tries than any other; after hints alone, if after no try."""

    lesson: str
    question: Quantity
    tries: int
    mistakes: tuple[str, ...] = ()
    """What was done, the commonest first."""
    hints: int = 0


class Here(NamedTuple):
    """Where a learner is: in the lesson in which they did something last."""

    lesson: str
    at: int
    """How many steps lie behind."""
    steps: int
    finished: bool


@dataclass(slots=True)
class Pupil:
    """One learner of a class.

    Attributes:
        learner: what they are called.
        begun: how many lessons they have begun; practice is none.
        finished: of how many they came to the end.
        done: how many questions are done, practice and all; of each lesson the latest attempt counts.
        tried: how many they ever tried, asked for help with or passed by.
        at_once: how many of these were right at once and without help, the first time that they were asked.
        hints: how many they asked for.
        reveals: how often they had something shown.
        milliseconds: how long they were at work.
        utc: when they did something last, in milliseconds since 1970; None where they did nothing.
        here: where they are; None where they have begun no lesson.
        stuck: where they are stuck; None where they are not.
        mastered: the skills that they have mastered.
    """

    learner: str
    begun: int = 0
    finished: int = 0
    done: int = 0
    tried: int = 0
    at_once: int = 0
    hints: int = 0
    reveals: int = 0
    milliseconds: int = 0
    utc: int | None = None
    here: Here | None = None
    stuck: Stuck | None = None
    mastered: tuple[Skill, ...] = ()


@dataclass(slots=True)
class Asked:
    """What a class did at one question; of practice, at all questions of one kind.

    Attributes:
        tried: how many tried it, asked for help with it or passed it by; of practice, how often that was.
        at_once: how many were right at once and without help, the first time.
        open: of how many it is open, after a try or a hint.
        mistakes: how many made each mistake there.
    """

    tried: int = 0
    at_once: int = 0
    open: int = 0
    mistakes: Counter[str] = field(default_factory=Counter)

    @property
    def missed(self) -> int:
        """How many were not right at once."""
        return self.tried - self.at_once


@dataclass(slots=True)
class Known:
    """What a class knows of one skill.

    Attributes:
        asked: how many learners were asked for it.
        mastered: how many have mastered it.
        stuck: for how many it is set aside, after ten questions without three in a row.
        total: how likely each knows it, all added up.
    """

    asked: int = 0
    mastered: int = 0
    stuck: int = 0
    total: float = 0.0

    @property
    def share(self) -> float:
        """How likely it is known, on average of those who were asked; 0 where nobody was."""
        return self.total / self.asked if self.asked else 0.0


@dataclass(slots=True)
class Classroom:
    """A class.

    Attributes:
        pupils: its learners, in the order in which they were counted.
        titles: what each lesson is called that somebody has begun, by its id.
        questions: by lesson and question.
        mistakes: how many learners made each mistake.
        places: by mistake, at which quantities, as ``str`` writes them, and how many learners made it there.
        skills: by skill, those that somebody was asked for.
    """

    pupils: list[Pupil] = field(default_factory=list)
    titles: dict[str, str] = field(default_factory=dict)
    questions: defaultdict[tuple[str, Quantity], Asked] = field(default_factory=lambda: defaultdict(Asked))
    mistakes: Counter[str] = field(default_factory=Counter)
    places: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    skills: defaultdict[Skill, Known] = field(default_factory=lambda: defaultdict(Known))

    def hardest(self) -> list[tuple[str, Quantity, Asked]]:
        """The questions at which somebody was not right at once; the one at which the greatest share was not, first."""
        found = [(lesson, question, asked) for (lesson, question), asked in self.questions.items() if asked.missed]
        return sorted(found, key=_hardness)


def classroom(db: sqlite3.Connection, learners: Iterable[Person]) -> Classroom:
    """Count what some learners did, in a store; who did nothing is not in the class."""
    found = Classroom()
    for person in learners:
        counting = _Counting(db, found, person)
        if counting.touched:
            found.pupils.append(counting.pupil)
    return found


class _Counting:
    """Counts one learner in."""

    def __init__(self, db: sqlite3.Connection, found: Classroom, person: Person) -> None:
        self._db = db
        self._found = found
        self._last = 0
        self.touched = False
        self._made: defaultdict[str, set[str]] = defaultdict(set)
        self.pupil = Pupil(person.label)
        for taken in list(lessons(db, person)):
            self._lesson(taken)
        for code, places in self._made.items():
            found.mistakes[code] += 1
            found.places[code].update(places)
        self._skills(reader.knowledge(db, person.id))

    def _lesson(self, taken: Taken) -> None:
        """Count a lesson, or a practice network: of each question how it went the first time, and how it stands."""
        first: dict[Quantity, Tally] = {}
        made: defaultdict[Quantity, set[str]] = defaultdict(set)
        latest: Tallies = {}
        for attempt in taken.attempts:
            everything = tallies(self._db, (attempt,))
            self.pupil.milliseconds += sum(tally.milliseconds for tally in everything.values())
            tried = {question: tally for question, tally in everything.items() if _is_tried(tally)}
            # Each question of practice is an attempt of its own.
            latest = {**latest, **tried} if taken.lesson == PRACTICE else tried
            first = {**tried, **first}
            self.touched = self.touched or any(tally.touched for tally in everything.values())
            for question, tally in everything.items():
                self.pupil.hints += tally.hints
                self.pupil.reveals += tally.reveals
                made[question].update(tally.mistakes)
        self._questions(taken.lesson, first, latest, made)
        self._standing(taken, latest)

    def _questions(self, lesson: str, first: Tallies, latest: Tallies, made: Mapping[Quantity, Iterable[str]]) -> None:
        for question, tally in first.items():
            at_once = _at_once(tally)
            self.pupil.at_once += at_once
            asked = self._found.questions[lesson, Quantity(question.kind) if lesson == PRACTICE else question]
            asked.tried += 1
            asked.at_once += at_once
            asked.open += question in latest and _is_stuck(latest[question])
            asked.mistakes.update(made[question])
            for code in made[question]:
                self._made[code].add(str(question))
        self.pupil.tried += len(first)

    def _standing(self, taken: Taken, latest: Tallies) -> None:
        """Where the latest attempt at a lesson stands."""
        pupil = self.pupil
        pupil.done += sum(tally.outcome is not Outcome.OPEN for tally in latest.values())
        place = self._db.execute(_PLACE, (taken.attempts[-1],)).fetchone()
        if place is None:
            return
        title, at, steps, finished, utc, last = place
        if last > self._last:  # by the log: clocks are set back
            self._last, pupil.utc = last, utc
            if taken.lesson != PRACTICE:
                pupil.here = Here(taken.lesson, at, steps, bool(finished))
        if taken.lesson == PRACTICE:
            return
        pupil.begun += 1
        pupil.finished += bool(finished)
        self._found.titles[taken.lesson] = title
        for question, tally in latest.items():
            if _is_stuck(tally) and (pupil.stuck is None or tally.attempts >= pupil.stuck.tries):
                codes = tuple(code for code, _ in tally.mistakes.most_common())
                pupil.stuck = Stuck(taken.lesson, question, tally.attempts, codes, tally.hints)

    def _skills(self, knowledge: Knowledge) -> None:
        for skill, state in knowledge.skills.items():
            known = self._found.skills[skill]
            known.asked += 1
            known.mastered += state.mastered
            known.stuck += state.stuck
            known.total += state.p
        self.pupil.mastered = tuple(skill for skill in Skill if knowledge.of(skill).mastered)


def _hardness(each: tuple[str, Quantity, Asked]) -> tuple[float, int, int]:
    asked = each[2]
    return -asked.missed / asked.tried, -asked.missed, -asked.open


def _is_tried(tally: Tally) -> bool:
    return tally.attempts > 0 or tally.hints + tally.reveals > 0 or tally.outcome is not Outcome.OPEN


def _at_once(tally: Tally) -> bool:
    """Whether the first try was right, without help before it."""
    return tally.attempts == 1 and bool({tally.first, tally.verdict} & _RIGHT) and not tally.helped and not tally.shown


def _is_stuck(tally: Tally) -> bool:
    return tally.attempts + tally.hints > 0 and tally.outcome is Outcome.OPEN
