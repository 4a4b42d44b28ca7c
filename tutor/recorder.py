"""The one way into a session from a front: where an answer becomes durable before its verdict is shown.

Here alone a clock may be read.
"""

from typing import TYPE_CHECKING

from tutor.event import Event, Happening, Word
from tutor.lesson.schema import Lesson
from tutor.quantity import Quantity
from tutor.session import Session

if TYPE_CHECKING:
    from tutor.resume import Resumed

SILENT = frozenset({Happening.NOTHING, Happening.MOVED})
"""What is no event worth telling: Enter where nothing is to be done, and going on."""


class Recorder:
    """Hands every input to the session and keeps the events, in order.

    Attributes:
        session: where the learner is.
        events: what happened in this run.
        drafts: what was typed and not sent, by question.
        resumed: what is to be told of a lesson that was left and goes on; None where it begins.
    """

    def __init__(self, session: Session) -> None:
        """Take a session; without a journal what happens is kept as long as the program runs."""
        self.session = session
        self.events: list[Event] = []
        self.drafts: dict[Quantity, str] = {}
        self.resumed: Resumed | None = None

    @property
    def kept(self) -> bool:
        """Whether all that happened so far is there the next time."""
        return False

    @property
    def trouble(self) -> str:
        """One sentence on what is not being kept, and why; nothing where all is well."""
        return ""

    def submit(self, text: str) -> Event:
        """What was typed and sent."""
        return self._keep(self.session.submit(text))

    def act(self, word: Word) -> Event:
        """A word, or its key."""
        return self._keep(self.session.act(word))

    def look_at(self, q: Quantity) -> None:
        """Move the focus to another question of the present step."""
        self.session.look_at(q)

    def go_on(self) -> bool:
        """Make way for an answer that is being typed: leave the page, or a step or a question that is done.

        Returns:
            Whether anything moved.
        """
        return self.session.go_on()

    def touch(self, q: Quantity, text: str) -> None:
        """The field of a question was edited: the learner is at work, and what stands there now is kept.

        Args:
            q: the question.
            text: what stands in its field; nothing where it stands as it was sent, or empty.
        """
        if text.strip():
            self.drafts[q] = text
        else:
            self.drafts.pop(q, None)

    def flush(self) -> None:
        """Write what waits: where the learner is, first keys, what was typed and not sent."""

    def _keep(self, event: Event) -> Event:
        for answer in event.answers:
            self.drafts.pop(answer.question, None)
        if event.what not in SILENT:
            self.events.append(event)
        return event


def open(lesson: Lesson, journal: object, *, again: bool = False) -> Recorder:  # noqa: ARG001
    """Go on with a lesson where it was left, or begin it.

    Args:
        lesson: the lesson.
        journal: what this run keeps, and what was kept before; None keeps nothing.
        again: whether to begin again; what was done before is kept.
    """
    return Recorder(Session(lesson))
