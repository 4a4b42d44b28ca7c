"""What can happen in a lesson: the words that act, the state of a question, and the events that a session returns."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple, Protocol

from tutor.marking.mark import Mark, Verdict
from tutor.quantity import Quantity

if TYPE_CHECKING:
    from tutor.marking.paper import Own

RESULT = 3
"""The level of the reveal that shows the result."""


class Word(StrEnum):
    """A word that acts and is never an answer; each front has a key for it as well."""

    HINT = "hint"
    SHOW = "show"
    KNOWN = "known"
    NETWORK = "network"
    DERIVE = "derive"
    PICTURE = "picture"
    SCRATCH = "scratch"
    NEXT = "next"
    BACK = "back"
    HELP = "help"
    QUIT = "quit"

    @classmethod
    def of(cls, text: str) -> "Word | None":
        """The word that a text is, if it is one; behind some of them more may stand."""
        wanted = text.strip().casefold()
        first = wanted.split(maxsplit=1)[0] if wanted else ""
        return next((word for word in cls if word == wanted or (word == first and word in FOLLOWED)), None)

    @classmethod
    def begun(cls, text: str) -> bool:
        """Whether a text is a word, or can still become one."""
        wanted = text.strip().casefold()
        return bool(wanted) and (cls.of(text) is not None or any(word.value.startswith(wanted) for word in cls))

    @staticmethod
    def after(text: str) -> str:
        """What stands behind the word that a text begins with."""
        return " ".join(text.split(maxsplit=1)[1:]).strip()


FOLLOWED = frozenset({Word.SCRATCH, Word.NETWORK})
"""Behind these more may stand: arithmetic, and a place of the network."""
LOOKS = frozenset({Word.KNOWN, Word.NETWORK, Word.DERIVE, Word.PICTURE, Word.SCRATCH, Word.HELP})
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
    FOLLOWS = "right by your own earlier numbers"
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


class _Went(Protocol):
    """What is known of how a question went, in a session or in the log."""

    correct: bool
    follows: bool
    helped: bool
    passed: bool

    @property
    def shown(self) -> bool:
        """Whether its result was shown."""


def outcome(went: _Went, attempts: int) -> "Outcome":
    """How a question went, so far.

    Args:
        went: what happened at it.
        attempts: how many attempts there were at its numbers.
    """
    if went.shown:
        return Outcome.SHOWN
    if not went.correct:
        return Outcome.PASSED if went.passed else Outcome.FOLLOWS if went.follows else Outcome.OPEN
    if went.helped:
        return Outcome.HELPED
    return Outcome.AT_ONCE if attempts == 1 else Outcome.LATER


@dataclass(slots=True)
class State:
    """What has happened at one question."""

    sent: str = ""
    """The text last sent, as typed."""
    mark: Mark | None = None
    """What came of it."""
    attempts: int = 0
    """Readable tries that were right or wrong; the same text again is none."""
    own: "Own | None" = None
    """The learner's own number: the last that could be read or, once one was right, the last right one."""
    standing: Verdict | None = None
    """What that number was found to be."""
    earlier: float | None = None
    """Their last own number that was not right, from before it was put right or the result was shown."""
    correct: bool = False
    follows: bool = False
    """The last attempt was right by an earlier number of theirs that is wrong."""
    helped: bool = False
    """A hint or the numbers were shown before the right answer."""
    aided: bool = False
    """They were shown before the first attempt."""
    reveal: int = 0
    """How much of this question was shown: 0, 2 (the numbers) or 3 (the result)."""
    asked_twice: bool = False
    passed: bool = False

    def take(self, text: str, result: Mark, own: "Own | None") -> bool:
        """Keep what came of an answer; once right, only right answers count.

        Args:
            text: what was sent.
            result: what came of it.
            own: the number that was read; None where none could be.

        Returns:
            Whether it is the same text as before, and so no new attempt.
        """
        repeated = self.repeats(text)
        if self.correct and result.verdict is not Verdict.CORRECT:
            return repeated
        self.sent, self.mark = text, result
        if result.verdict in ATTEMPTS:
            self.passed = False  # a new try takes it up again
            self.follows = result.verdict is Verdict.CONSISTENT
            self.attempts += not repeated
        if own is not None and (own.correct or not self.shown):
            self._replace(own, result.verdict)
        self.correct = self.correct or result.verdict is Verdict.CORRECT
        return repeated

    def repeats(self, text: str) -> bool:
        """Whether a text is the one that was last sent."""
        return self.mark is not None and text.strip() == self.sent.strip()

    def reconsider(self, before: Mark, result: Mark) -> None:
        """Keep what the own number is found to be now that one before it has changed; it is no new attempt.

        Args:
            before: what came of it when it was sent; where something else was sent since, that keeps its mark.
            result: what comes of it now.
        """
        if self.mark is before:
            self.mark = result
        self.follows = result.verdict is Verdict.CONSISTENT
        self.standing = result.verdict
        if result.verdict is Verdict.CORRECT and self.own is not None:
            self.own = self.own._replace(correct=True)
            self.correct = True

    def _replace(self, own: "Own | None", standing: Verdict | None) -> None:
        """Put another number in the place of the learner's own; None for the one that is shown."""
        if self.own is not None and not self.own.correct and (own is None or own.correct):
            self.earlier = self.own.number
        self.own, self.standing = own, standing

    def help(self) -> None:
        """Help was given; it counts unless the answer was right already."""
        self.helped = self.helped or not self.correct
        self.aided = self.aided or not self.attempts

    def show(self) -> int:
        """Show more of the question: first the numbers, then, after an attempt or asking twice, the result.

        Returns:
            The reveal that is shown now; 0 where the result has to be asked for once more.
        """
        if self.reveal < 2:
            self.show_numbers()
        elif not (self.attempts or self.asked_twice or self.shown):
            self.asked_twice = True
            return 0
        elif self.correct:
            return 3
        else:
            self.show_result()
        return self.reveal

    def show_numbers(self) -> None:
        """Show the equation with its numbers: that is help."""
        self.help()
        self.reveal = max(self.reveal, 2)

    def show_result(self) -> None:
        """Show the result, which takes the place of a number of theirs."""
        self.reveal = 3
        self._replace(None, None)

    @property
    def shown(self) -> bool:
        """Once shown counts as shown for good."""
        return self.reveal >= 3

    @property
    def done(self) -> bool:
        """Right, right by an earlier number of theirs, shown or passed by."""
        return self.correct or self.follows or self.shown or self.passed

    @property
    def given(self) -> bool:
        """Whether the steps after it are given the right number, which the learner has not found."""
        return self.passed and self.own is None and not self.shown

    @property
    def sign(self) -> Sign | None:
        """What stands beside the question; None where nothing has happened yet."""
        if self.shown:
            return SHOWN
        if self.passed:
            return PASSED
        return None if self.mark is None else SIGNS.get(self.mark.verdict)

    @property
    def number_sign(self) -> Sign | None:
        """What stands beside the number that it is known as; the learner's own keeps its sign when it is passed by."""
        return self.sign if self.shown or self.standing is None else SIGNS.get(self.standing)

    @property
    def outcome(self) -> Outcome:
        """How it went, so far."""
        return outcome(self, self.attempts)


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
    again: tuple[Answered, ...] = ()
    """Answers from before that were marked again, because a number that they followed from is right or shown now."""
    level: int = 0
    """Which hint (from 1), or which reveal (1, 2, 3)."""
    hint: str = ""
    """The hint's Markdown."""
    word: Word | None = None
    text: str = ""
    """What was typed behind the word."""
