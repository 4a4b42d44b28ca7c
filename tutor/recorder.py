"""The one way into a session from a front: where an answer becomes durable before its verdict is shown.

Here alone a clock may be read, and nothing is decided by it: it may go back, or jump.
"""

import time
from collections.abc import Callable, Iterable
from functools import cached_property
from typing import TYPE_CHECKING

from tutor.event import Event, Happening, Word
from tutor.lesson.schema import Lesson
from tutor.quantity import Quantity
from tutor.session import Session

if TYPE_CHECKING:
    from tutor.account import Account, Stamp
    from tutor.practice.skill import Skill
    from tutor.progress.attempt import Run
    from tutor.progress.entry import Edition, Entry
    from tutor.progress.journal import Journal
    from tutor.resume import Found, Resumed

SILENT = frozenset({Happening.NOTHING, Happening.MOVED})
"""What is no event worth telling: Enter where nothing is to be done, and going on."""
DURABLE = frozenset({Happening.ANSWER, Happening.HINT, Happening.REVEAL, Happening.PASSED})
"""What is written before it is shown; anything else waits for the next of these, or for a pause."""
IDLE = 60 * 10**9
"""So many nanoseconds without a key are no longer work."""
MS = 10**6
_LATEST = 2**62
"""Milliseconds since 1970: a clock that is further off, either way, is taken for this; a store can hold it."""


class Watch:
    """How long the learner is at work, by a clock that is never set, and what the wall clock says."""

    def __init__(self, wall: Callable[[], int] = time.time_ns, clock: Callable[[], int] = time.monotonic_ns) -> None:
        """Begin now.

        Args:
            wall: nanoseconds since 1970; may be anything.
            clock: nanoseconds since whenever.
        """
        self._wall, self._clock = wall, clock
        self._last = clock()
        self._active = self._elapsed = 0
        self._batch = 0

    def tick(self) -> None:
        """The learner does something."""
        now = self._clock()
        gap = max(0, now - self._last)
        self._last = now
        self._active += min(gap, IDLE)
        self._elapsed += gap

    def now(self) -> int:
        """Milliseconds since 1970, UTC, as the wall clock has them."""
        return min(max(self._wall() // MS, -_LATEST), _LATEST)

    def stamp(self) -> "Stamp":
        """When something happens: by the wall clock, and since what happened before it."""
        from tutor.account import Stamp

        active, self._active = divmod(self._active, MS)
        elapsed, self._elapsed = divmod(self._elapsed, MS)
        self._batch += 1
        utc = self.now()
        return Stamp(utc, _zone(utc), active, elapsed, self._batch)


class Recorder:
    """Hands every input to the session and keeps what came of it, in order.

    Attributes:
        session: where the learner is.
        events: what happened in this run.
        drafts: what was typed and not sent, by question.
        resumed: what is to be told of a lesson that was left and goes on; None where it begins.
        busy: whether something is being written just now: no time to be stopped.
    """

    def __init__(
        self,
        session: Session,
        journal: "Journal | None" = None,
        *,
        attempt: str | None = None,
        seed: str | None = None,
        watch: Watch | None = None,
    ) -> None:
        """Take a session.

        Args:
            session: where the learner is.
            journal: what this run keeps; without one, nothing is kept longer than the program runs.
            attempt: what goes on; None begins another one, once there is something to keep.
            seed: what a practice network was made from.
            watch: the clock.
        """
        self.session = session
        self.events: list[Event] = []
        self.drafts: dict[Quantity, str] = {}
        self.resumed: Resumed | None = None
        self.busy = False
        self._journal = journal
        self._attempt, self._seed = attempt, seed
        self._watch = watch or Watch()
        self._begun = attempt is not None
        """Whether there is anything worth an attempt: more than a look."""
        self._waiting: list[Entry] = []
        self._written: dict[Quantity, str] = {}
        """The drafts as they were written."""
        self._keyed: Quantity | None = None
        """The question in focus, once a key was pressed in its field."""

    @property
    def kept(self) -> bool:
        """Whether all that happened so far is there the next time."""
        return self._journal is not None and not (self._journal.waiting or self._journal.failing)

    @property
    def trouble(self) -> str:
        """One sentence on what is not being kept, and why; nothing where all is well."""
        return self._journal.trouble if self._journal is not None else ""

    @property
    def learner(self) -> str | None:
        """The name that it is kept under; None for the one who gave none."""
        return self._journal.learner if self._journal is not None else None

    def prepare(self) -> None:
        """Load and compute what an answer takes, and what keeping it does, if there is time before the first one."""
        self.session.prepare()
        if self._journal is not None:
            import tutor.account  # noqa: F401

            _ = self._edition
            self._journal.prepare()

    def submit(self, text: str) -> Event:
        """What was typed and sent."""
        q = self.session.focus
        if q is not None and self.drafts.get(q) == text:  # a word: nothing of it is left to be sent
            del self.drafts[q]
        return self._take(lambda: self.session.submit(text))

    def act(self, word: Word) -> Event:
        """A word, or its key."""
        return self._take(lambda: self.session.act(word))

    def look_at(self, q: Quantity) -> None:
        """Move the focus to another question of the present step."""

        def move() -> Event:
            self.session.look_at(q)
            return Event(Happening.MOVED, self.session.at, q)

        self._take(move)

    def go_on(self) -> bool:
        """Make way for an answer that is being typed: leave the page, or a step or a question that is done.

        Returns:
            Whether anything moved.
        """

        def move() -> Event:
            moved = self.session.go_on()
            return Event(Happening.MOVED if moved else Happening.NOTHING, self.session.at, self.session.focus)

        return self._take(move).what is Happening.MOVED

    def touch(self, q: Quantity, text: str) -> None:
        """The field of a question was edited: the learner is at work, and what stands there now is kept.

        Args:
            q: the question.
            text: what stands in its field; nothing where it stands as it was sent, or empty.
        """
        self._watch.tick()
        if text.strip() and not self.session.states[q].correct:  # there, what is typed is for the next question
            self.drafts[q] = text
            self._begun = True
        else:
            self.drafts.pop(q, None)
        if self._journal is not None and q != self._keyed:
            self._keyed = q
            self._wait((self._account.key(q, self._watch.stamp()),))

    def test_out(self, skill: "Skill") -> None:
        """The learner asks to be tested out of a skill, at this question and those that follow."""
        if self._journal is not None:
            self._begun = True
            self._wait((self._account.test(skill, self._watch.stamp()),))
            self._write()

    def flush(self) -> None:
        """Write what waits: where the learner is, first keys, what was typed and not sent."""
        if self._journal is None:
            return
        for q in {**self._written, **self.drafts}:
            text = self.drafts.get(q, "")
            if text != self._written.get(q, ""):
                self._wait((self._account.draft(q, text, self._watch.stamp()),))
        self._written = dict(self.drafts)
        if self._begun:
            self._write()

    def go_on_with(self, found: "Found") -> None:
        """Take up a lesson that was left."""
        self.resumed, self.drafts, self._written = found.told, found.drafts, dict(found.drafts)
        self._account.spoken |= found.spoken
        # Whoever only looks at a lesson whose numbers have changed loses nothing: they may be changed back.
        self._begun = self._begun and not found.afresh
        for q in found.afresh:
            self._wait((self._account.afresh(q, self._watch.stamp()),))

    def _take(self, what: Callable[[], Event]) -> Event:
        """Do something, and keep what came of it; an answer is safe before anything is said of it."""
        self._watch.tick()
        before = self._position()
        event = what()
        for q in (*(answer.question for answer in event.answers), event.question):
            if q is not None and event.what in {Happening.ANSWER, Happening.PASSED}:
                self.drafts.pop(q, None)
                self._written.pop(q, None)  # the store lets go of it by itself
        if event.again:
            self.drafts = {q: text for q, text in self.drafts.items() if not self.session.states[q].correct}
        if event.what not in SILENT:
            self.events.append(event)
        if self._journal is not None:
            self._note(event, before)
        return event

    def _note(self, event: Event, before: tuple[object, ...]) -> None:
        """Make entries of what came of an input."""
        position = self._position()
        moved = position[1] != before[1]
        # To leave the page before the first question is nothing worth an entry: what is loaded for those can wait.
        if event.what in SILENT and (position == before or not (moved or self._begun)):
            return
        if moved:
            self._keyed = None
        self._begun = self._begun or event.what in DURABLE  # to look about, or to quit, is nothing done
        self._wait(self._account.of(event, self._watch.stamp(), moved=moved))
        if event.what in DURABLE:
            self._write()

    def _position(self) -> tuple[object, ...]:
        session = self.session
        return (session.at, session.focus, session.reading, session.settled)

    def _wait(self, entries: "Iterable[Entry]") -> None:
        self._waiting += entries

    def _write(self) -> None:
        if self._journal is None:
            return
        self.busy = True
        try:
            entries, self._waiting = self._waiting, []
            self._journal.add(self._run, entries)
        finally:
            self.busy = False

    @cached_property
    def _account(self) -> "Account":
        from tutor.account import Account  # not before the first question is on the screen

        return Account(self.session)

    @cached_property
    def _run(self) -> "Run":
        from tutor.progress.attempt import Run

        return Run(self.session.lesson.id, lambda: self._edition, self._attempt)

    @cached_property
    def _edition(self) -> "Edition":
        """The lesson as it is; asked for when something of it is written first."""
        from tutor.lesson.fingerprint import material, material_hash, prose_hash
        from tutor.progress.entry import Edition

        lesson = self.session.lesson
        text = material(lesson)
        return Edition(
            lesson.id,
            lesson.title,
            text,
            material_hash(text),
            prose_hash(lesson),
            self._seed,
            lesson.marking.feedback,
        )


def open(
    lesson: Lesson,
    journal: "Journal | None",
    *,
    again: bool = False,
    seed: str | None = None,
    watch: Watch | None = None,
) -> Recorder:
    """Go on with a lesson where it was left, or begin it; one that was gone through to its end is begun anew.

    Args:
        lesson: the lesson.
        journal: what this run keeps, and what was kept before; None keeps nothing.
        again: whether to begin again; what was done before is kept.
        seed: what a practice network was made from.
        watch: the clock.
    """
    past = journal.latest(lesson.id) if journal is not None else None
    if past is None or again:
        return Recorder(Session(lesson), journal, seed=seed, watch=watch)
    from tutor.resume import Resumed, goes_on, resume  # a lesson that begins needs none of it

    if not goes_on(past.standing):
        return Recorder(Session(lesson), journal, seed=seed, watch=watch)
    found = resume(lesson, past)
    if found is None:
        recorder = Recorder(Session(lesson), journal, seed=seed, watch=watch)
        recorder.resumed = Resumed(anew=True)
        return recorder
    recorder = Recorder(found.session, journal, attempt=past.standing.attempt, seed=seed, watch=watch)
    recorder.go_on_with(found)
    return recorder


def _zone(utc: int) -> int:
    """The zone at a moment, in minutes east of UTC; 0 where the clock says what no calendar has."""
    try:
        return time.localtime(utc / 1000).tm_gmtoff // 60
    except (OverflowError, OSError, ValueError):
        return 0
