"""The lessons that there are, those that were begun in this run, and how far each has come."""

from collections.abc import Iterator, Mapping
from enum import Enum
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from tutor.event import Happening
from tutor.lesson.locate import builtin
from tutor.lesson.problems import LessonError
from tutor.lesson.read import read
from tutor.lesson.schema import PRACTICE, Lesson
from tutor.output.lessons import PRACTISE, Listed, Progress
from tutor.recorder import Recorder, Watch
from tutor.recorder import open as opened

if TYPE_CHECKING:
    from tutor.practice.knowledge import Knowledge
    from tutor.progress.attempt import Standing
    from tutor.progress.journal import Journal
    from tutor.sitting import Sitting

DONE = frozenset({Happening.ANSWER, Happening.HINT, Happening.REVEAL, Happening.PASSED})
"""What makes a lesson one that was begun; whoever only looked at it has not."""


class Kind(Enum):
    """What a row of the list leads to."""

    GO_ON = "the lesson that was left last"
    PRACTICE = "practice in new networks"
    LESSON = "a lesson"
    ELSEWHERE = "a lesson that was begun, and whose file is not known here"


class Choice(NamedTuple):
    """A row of the list."""

    kind: Kind
    listed: Listed
    lesson: Lesson | None = None

    @property
    def name(self) -> tuple[Kind, str]:
        """What tells it from the others, whatever happens in it."""
        return self.kind, self.lesson.id if self.lesson else self.listed.title


class Shelf:
    """What one run has of lessons and of practice: the one place that opens them, for every screen.

    Attributes:
        journal: what this run keeps; None keeps nothing.
        recorders: the lessons that were begun in this run, by id, the one that was opened last at the end.
        anew: lessons that were begun once more: what was done before counts until something is done again.
        sitting: the practice of this run; None where there was none yet.
    """

    def __init__(self, journal: "Journal | None" = None, sitting: "Sitting | None" = None) -> None:
        self.journal = journal
        self.sitting = sitting
        self.recorders: dict[str, Recorder] = {}
        self.anew: dict[str, Recorder] = {}
        self._opened: dict[str, Lesson] = {}
        self._before: Mapping[str, Standing] = {}
        self._told: set[str] = set()

    @cached_property
    def _builtin(self) -> Mapping[str, Lesson]:
        found: dict[str, Lesson] = {}
        for path in builtin().values():
            try:
                lesson = read(path)
            except LessonError:  # “bp-tutor check” says what is wrong with it
                continue
            found[lesson.id] = lesson
        return found

    @property
    def lessons(self) -> Mapping[str, Lesson]:
        """The built-in lessons that are sound, and after them the others that were opened in this run, by id."""
        return {**self._builtin, **self._opened}

    def open(self, lesson: Lesson, *, again: bool = False) -> Recorder:
        """Begin a lesson, or go on with it; one that is finished is begun anew, and so is any other that is to be."""
        self._opened.setdefault(lesson.id, lesson)
        found = self.recorders.pop(lesson.id, None)
        if found is not None:
            self.recorders[lesson.id] = found
        if again or (found is not None and found.session.finished):
            found = self.anew[lesson.id] = opened(lesson, self.journal, again=True)
        elif found is None:
            found = self.recorders[lesson.id] = opened(lesson, self.journal)
        return found

    @property
    def now(self) -> int:
        """Milliseconds since 1970, UTC."""
        return Watch().now()

    @property
    def knowledge(self) -> "Knowledge":
        """What is known of the learner's skills."""
        from tutor.practice.knowledge import Knowledge  # most runs have no practice

        if self.sitting is not None:
            self.sitting.renew()
            return self.sitting.knowledge
        return self.journal.knowledge() if self.journal is not None else Knowledge()

    def practise(self) -> "Sitting":
        """Go on with the practice of this run, or begin one; what was done in lessons and elsewhere counts in it."""
        self.flush()
        if self.sitting is None or self.sitting.over:
            from tutor.practice.course import Practice, fresh_seed  # most runs have none
            from tutor.sitting import Sitting

            self.sitting = Sitting(Practice(self.knowledge, fresh_seed()), self.journal)
        else:
            self.sitting.renew()
        return self.sitting

    def renew(self) -> list[str]:
        """See what has happened meanwhile, here and elsewhere.

        Returns:
            The lessons that were begun anew and in which something was done since, by id.
        """
        begun = [id for id, recorder in self.anew.items() if _begun(recorder)]
        self.recorders |= {id: self.anew[id] for id in begun}
        self.anew.clear()
        self.look()
        return begun

    def look(self) -> None:
        """See how far lessons have come in other runs."""
        self._before = self.journal.standings() if self.journal is not None else {}

    def progress(self, lesson: Lesson) -> Progress | None:
        """How far a lesson has come; None where it was not begun."""
        recorder = self.recorders.get(lesson.id)
        if recorder is not None and _begun(recorder):
            session = recorder.session
            done = sum(session.is_done(i) for i in range(len(session.steps)))
            return Progress(session.at, done, len(session.steps), session.finished)
        standing = self._before.get(lesson.id)
        return None if standing is None else _progress(standing)

    def choices(self) -> list[list[Choice]]:
        """The rows of the list, in groups: what to go on with, the lessons, and those whose file is not known here.

        Practice comes first only where there is something to go on with: whoever begins here begins with a lesson.
        """
        lessons = self.lessons
        last = self._last(lessons)
        practice = Choice(Kind.PRACTICE, Listed(PRACTISE))
        first = [Choice(Kind.GO_ON, Listed.of(last, self.progress(last)), last), practice] if last is not None else []
        listed = [Choice(Kind.LESSON, Listed.of(lesson, self.progress(lesson)), lesson) for lesson in lessons.values()]
        others = [] if first else [practice]
        return [group for group in (first, listed, others, list(self._elsewhere(lessons))) if group]

    def _last(self, lessons: Mapping[str, Lesson]) -> Lesson | None:
        """The lesson that was left last and is not finished, in this run or before."""
        for recorder in reversed(self.recorders.values()):
            if _begun(recorder) and not recorder.session.finished:
                return recorder.session.lesson
        left = [s for s in self._unfinished() if s.lesson in lessons and s.lesson not in self.recorders]
        last = max(reversed(left), key=_is_worth, default=None)
        return None if last is None else lessons[last.lesson]

    def _elsewhere(self, lessons: Mapping[str, Lesson]) -> Iterator[Choice]:
        for standing in self._unfinished():
            if standing.lesson not in lessons and standing.lesson != PRACTICE and _is_worth(standing):
                progress = _progress(standing)
                yield Choice(Kind.ELSEWHERE, Listed(standing.title, progress, steps=progress.steps))

    def _unfinished(self) -> Iterator["Standing"]:
        return (standing for standing in self._before.values() if not standing.finished)

    def left(self) -> list[Recorder]:
        """The lessons that were begun and are not finished, the one that was opened last at the end."""
        self.recorders |= {id: recorder for id, recorder in self.anew.items() if _begun(recorder)}
        return [each for each in self.recorders.values() if _begun(each) and not each.session.finished]

    # What is kept

    @property
    def trouble(self) -> str:
        """What is not being kept, and why; nothing where all is well."""
        return self.journal.trouble if self.journal is not None else ""

    def news(self) -> str:
        """The same, once: nothing where it was told before. How many answers there are by now, in front, is no news."""
        found = self.trouble
        why = found.partition(". ")[2] or found
        if why in self._told:
            return ""
        self._told.add(why)
        return found

    def flush(self) -> None:
        """Write what waits; of a lesson that was only looked at there is nothing to be kept."""
        for recorder in (*self.recorders.values(), *self.anew.values()):
            if _begun(recorder):
                recorder.flush()
        if self.sitting is not None:
            self.sitting.flush()


def _begun(recorder: Recorder) -> bool:
    """Whether anything was done in a lesson: in this run, or in one before."""
    resumed = recorder.resumed is not None and not recorder.resumed.anew
    done = any(event.what in DONE for event in recorder.events)
    return resumed or done or bool(recorder.drafts) or recorder.session.finished


def _progress(standing: "Standing") -> Progress:
    place = standing.place
    return Progress(place.at, place.done, place.steps, standing.finished)


def _is_worth(standing: "Standing") -> bool:
    """Whether more was done in an attempt than to look at its first step."""
    return standing.answers > 0 or standing.place.visited > 0
