"""One sitting of practice: each question has a recorder of its own, and what it says is told to the practice.

Both fronts go from question to question by it.
"""

from contextlib import suppress
from threading import Lock
from typing import TYPE_CHECKING

from tutor.errors import TutorError
from tutor.practice.course import Done, Practice, Walk
from tutor.practice.knowledge import Knowledge
from tutor.practice.skill import Skill
from tutor.practice.tasks import Task
from tutor.recorder import Recorder, Watch
from tutor.session import Session

if TYPE_CHECKING:
    from tutor.progress.journal import Journal


class Sitting:
    """One learner's practice, question after question.

    Attributes:
        practice: what is practised.
        recorder: the present question, or the last one; None before the first.
        found: what ``go_on`` came to; None before the first.
        answered: how many questions have said something of a skill.
        known: how many of them said that it is known.
        refused: the skill that the learner asked to be tested out of, where it is mastered already.
    """

    def __init__(
        self,
        practice: Practice,
        journal: "Journal | None" = None,
        watch: Watch | None = None,
        *,
        test_out: Skill | None = None,
    ) -> None:
        """Take what is practised; nothing is asked yet.

        Args:
            practice: what is practised.
            journal: what is kept; None keeps nothing.
            watch: the clock.
            test_out: the skill that the learner asks to be tested out of.
        """
        self.practice = practice
        self.recorder: Recorder | None = None
        self.found: Task | Walk | Done | None = None
        self.answered = self.known = 0
        mastered = test_out is not None and practice.knowledge.of(test_out).mastered
        self.refused = test_out if mastered else None
        self._test_out = None if mastered else test_out
        if self._test_out is not None:
            practice.test_out(self._test_out)
        self._journal, self._watch = journal, watch or Watch()
        self._heard = 0
        self._seeking = Lock()
        self._ahead: Task | Walk | Done | None = None

    @property
    def now(self) -> int:
        """Milliseconds since 1970, UTC."""
        return self._watch.now()

    @property
    def knowledge(self) -> Knowledge:
        """What is known of the learner's skills by now."""
        self.hear()
        return self.practice.knowledge

    def renew(self) -> None:
        """Take up what has become known of the learner elsewhere, in lessons and in other runs.

        A question that nobody has begun is let go: the reason that it was asked for may be none any more.
        """
        before = self.knowledge
        self.flush()
        journal = self._journal
        if journal is None:
            return
        known = journal.knowledge()
        if journal.waiting or journal.failing or known == before:
            return
        self.practice.knowledge = known
        if self.under_way and self.recorder is not None and not (self.recorder.events or self.recorder.drafts):
            self.found = None
            self.practice.asked -= 1

    @property
    def under_way(self) -> bool:
        """Whether a question was asked that is not done."""
        return isinstance(self.found, Task) and self.recorder is not None and not self.recorder.session.finished

    @property
    def over(self) -> bool:
        """Whether no question helps any more."""
        return isinstance(self.found, Done)

    @property
    def kept(self) -> bool:
        """Whether all that happened so far is there the next time."""
        return self.recorder is not None and self.recorder.kept

    @property
    def learner(self) -> str | None:
        """The name that it is kept under; None for the one who gave none."""
        return self._journal.learner if self._journal is not None else None

    @property
    def busy(self) -> bool:
        """Whether something is being written just now."""
        return self.recorder is not None and self.recorder.busy

    def go_on(self) -> Task | Walk | Done:
        """Come to what is next: a question, which gets its recorder, a worked example, or the end.

        Raises:
            TutorError: if there are no sound numbers for such a network.
            ValueError: if there can be no such network.
        """
        self.hear()
        self.flush()
        found = self._seek()
        self.found, self._ahead = found, None
        if isinstance(found, Task):
            self.recorder = Recorder(Session(found.lesson), self._journal, seed=found.seed, watch=self._watch)
            self._heard = 0
            if self._test_out is not None:
                self.recorder.test_out(self._test_out)
                self._test_out = None
        return found

    def seek(self) -> None:
        """Find what is next, in a thread, for ``go_on`` to take; what happened before is to be heard first.

        It may take seconds to make a network.
        """
        with suppress(TutorError, ValueError):  # which are told where it is needed
            self._seek()

    def _seek(self) -> Task | Walk | Done:
        with self._seeking:
            if self._ahead is None:
                self._ahead = self.practice.next(self.now)
            return self._ahead

    def hear(self) -> None:
        """Tell the practice what has happened at the present question."""
        if self.recorder is None:
            return
        events = self.recorder.events[self._heard :]
        self._heard += len(events)
        for event in events:
            known = self.practice.saw(event, self.now)
            self.answered += known is not None
            self.known += known is True

    def prepare(self) -> None:
        """Make the next network while the learner works, in a thread."""
        with suppress(TutorError, ValueError):  # which are told when that network is needed
            self.practice.prepare()

    def flush(self) -> None:
        """Keep what waits."""
        if self.recorder is not None:
            self.recorder.flush()
