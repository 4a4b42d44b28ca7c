"""What can happen in a lesson: the words that act, the state of a question, and the events that a session returns."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from tutor.marking.mark import Mark, Verdict
from tutor.quantity import Quantity


class Word(StrEnum):
    """A word that acts and is never an answer; each front has a key for it as well."""

    HINT = "hint"
    SHOW = "show"
    KNOWN = "known"
    NETWORK = "network"
    NEXT = "next"
    BACK = "back"
    HELP = "help"
    QUIT = "quit"

    @classmethod
    def of(cls, text: str) -> "Word | None":
        """The word that a text is, if it is one."""
        wanted = text.strip().casefold()
        return next((word for word in cls if word == wanted), None)


LOOKS = frozenset({Word.KNOWN, Word.NETWORK, Word.HELP})
"""Words that only show something: they change nothing in the lesson."""


class Happening(StrEnum):
    """What an event is."""

    ANSWER = "answer"
    HINT = "hint"
    REVEAL = "reveal"
    ASK_AGAIN = "ask again"
    """The result was asked for before any attempt: asking once more shows it."""
    PASSED = "passed"
    BACK = "back"
    LOOK = "look"
    QUIT = "quit"
    MOVED = "moved"
    """Enter went on: from a page, a question that is done, or a step that is done."""
    NOTHING = "nothing"


class Outcome(StrEnum):
    """How one question went."""

    AT_ONCE = "right at once"
    LATER = "right after another try"
    HELPED = "right with help"
    SHOWN = "shown"
    PASSED = "passed by"
    OPEN = "open"


class Sign(NamedTuple):
    """How the state of a question is marked: a glyph of one column, and the words beside it."""

    glyph: str
    words: str


SIGNS: dict[Verdict, Sign] = {
    Verdict.CORRECT: Sign("✓", "right"),
    Verdict.IMPRECISE: Sign("≈", "right so far, more figures"),
    Verdict.CONSISTENT: Sign("↷", "follows from yours"),
    Verdict.WRONG: Sign("✗", "not yet"),
    Verdict.UNREADABLE: Sign("?", "cannot be read"),
}
"""What stands beside an answer, whatever shows it."""
SHOWN = Sign("▢", "shown")
PASSED = Sign("–", "passed by")


ATTEMPTS = frozenset({Verdict.CORRECT, Verdict.CONSISTENT, Verdict.WRONG})
"""The verdicts that make an answer an attempt."""


@dataclass(slots=True)
class State:
    """What has happened at one question."""

    sent: str = ""
    """The text last sent, as typed."""
    mark: Mark | None = None
    """What came of it."""
    attempts: int = 0
    """Readable tries that were right or wrong; the same text again is none."""
    own: float | None = None
    """The learner's own right number, once there is one."""
    correct: bool = False
    helped: bool = False
    """A hint or the numbers were shown before the right answer."""
    reveal: int = 0
    """How much of this question was shown: 0, 2 (the numbers) or 3 (the result)."""
    asked_twice: bool = False
    passed: bool = False

    def take(self, text: str, result: Mark) -> bool:
        """Keep what came of an answer; once right, only right answers count.

        Returns:
            Whether it is the same text as before, and so no new attempt.
        """
        repeated = self.mark is not None and text.strip() == self.sent.strip()
        if self.correct and result.verdict is not Verdict.CORRECT:
            return repeated
        self.sent, self.mark = text, result
        self.passed = self.passed and result.verdict not in ATTEMPTS  # a new try takes it up again
        if not repeated and result.verdict in ATTEMPTS:
            self.attempts += 1
        if result.verdict is Verdict.CORRECT:
            self.correct, self.own = True, result.number
        return repeated

    def help(self) -> None:
        """Help was given; it counts unless the answer was right already."""
        self.helped = self.helped or not self.correct

    def show(self) -> int:
        """Show more of the question: first the numbers, then, after an attempt or asking twice, the result.

        Returns:
            The reveal that is shown now; 0 where the result has to be asked for once more.
        """
        if self.reveal < 2:
            self.help()
            self.reveal = 2
        elif not (self.attempts or self.asked_twice or self.shown):
            self.asked_twice = True
            return 0
        elif self.correct:
            return 3
        else:
            self.reveal = 3
        return self.reveal

    @property
    def shown(self) -> bool:
        """Once shown counts as shown for good."""
        return self.reveal >= 3

    @property
    def done(self) -> bool:
        """Right, shown or passed by."""
        return self.correct or self.shown or self.passed

    @property
    def sign(self) -> Sign | None:
        """What stands beside the question; None where nothing has happened yet."""
        if self.shown:
            return SHOWN
        if self.passed and not self.correct:
            return PASSED
        return None if self.mark is None else SIGNS.get(self.mark.verdict)

    @property
    def outcome(self) -> Outcome:
        """How it went, so far."""
        if self.shown:
            return Outcome.SHOWN
        if not self.correct:
            return Outcome.PASSED if self.passed else Outcome.OPEN
        if self.helped:
            return Outcome.HELPED
        return Outcome.AT_ONCE if self.attempts == 1 else Outcome.LATER


class Answered(NamedTuple):
    """One question answered, and what came of it."""

    question: Quantity
    text: str
    mark: Mark
    repeated: bool = False
    """The same text as before: no new attempt."""


class Event(NamedTuple):
    """What happened on one input."""

    what: Happening
    step: int
    """Index into ``lesson.asked`` of the step where it happened; its length stands for the end."""
    question: Quantity | None = None
    """The question that had the focus."""
    answers: tuple[Answered, ...] = ()
    level: int = 0
    """Which hint (from 1), or which reveal (1, 2, 3)."""
    hint: str = ""
    """The hint's Markdown."""
    word: Word | None = None
