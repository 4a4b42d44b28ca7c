"""What happened at one question, counted entry by entry."""

from collections import Counter
from dataclasses import dataclass, field

from tutor.event import ATTEMPTS, Outcome, outcome
from tutor.marking.mark import Verdict
from tutor.progress.entry import What

TELLING = frozenset({What.KEY, What.SUBMIT, What.HINT, What.REVEAL, What.SKIP, What.DRAFT})
"""What shows that a learner was at work at a question; to have looked at it is not enough."""


@dataclass(slots=True)
class Tally:
    """What happened at one question."""

    touched: bool = False
    """Whether anything was done at it."""
    attempts: int = 0
    """Readable tries that were right or wrong, the right one included; the same text again is none."""
    first: str = ""
    """The verdict on the first answer; empty where none was sent."""
    verdict: str = ""
    """That on the last answer, as it stands by now."""
    mistakes: Counter[str] = field(default_factory=Counter)
    """How often each mistake was found, in the order of the first time."""
    hints: int = 0
    reveals: int = 0
    milliseconds: int = 0
    """How long the learner was at work at it."""
    correct: bool = False
    follows: bool = False
    helped: bool = False
    """A hint or the numbers came before the right answer."""
    shown: bool = False
    """The result came before it."""
    passed: bool = False
    before: int = 0
    """How many of the attempts were at other numbers, which have changed since: how it went is told without these."""

    def take(self, what: str, level: int, verdict: str | None, mistakes: str | None, repeated: bool) -> None:
        """Count one more entry of the log, by its columns."""
        if what in TELLING:
            self.touched = True
        match what:
            case What.SUBMIT | What.AGAIN if verdict:
                self._answer(verdict, (mistakes or "").split(), new=what == What.SUBMIT and not repeated)
            case What.HINT:
                self.hints += 1
                self.helped = self.helped or not self.correct
            case What.REVEAL:
                self.reveals += 1
                self.helped = self.helped or (level >= 2 and not self.correct)
                self.shown = self.shown or (level >= 3 and not self.correct)
            case What.SKIP:
                self.passed = True
            case What.AFRESH:
                self.correct = self.follows = self.helped = self.shown = self.passed = False
                self.before = self.attempts

    def _answer(self, verdict: str, mistakes: list[str], *, new: bool) -> None:
        """Count an answer; ``new``: it is no answer from before that is marked again, nor the same text again."""
        self.verdict = verdict
        if new:
            self.first = self.first or verdict
            self.mistakes.update(mistakes)
        if verdict in ATTEMPTS:
            self.attempts += new
            self.passed = self.passed and not new
            self.follows = verdict == Verdict.CONSISTENT
            self.correct = self.correct or verdict == Verdict.CORRECT

    @property
    def outcome(self) -> Outcome:
        """How it went, so far."""
        return outcome(self, self.attempts - self.before)
