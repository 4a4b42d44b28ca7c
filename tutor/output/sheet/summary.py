"""What a class did, counted learner by learner: right answers, misconceptions, slips, who needs help."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from heapq import heappush, heappushpop
from typing import NamedTuple

from tutor.marking.mark import Verdict
from tutor.marking.mistakes.table import MISTAKES
from tutor.output.sheet.marking import Marked
from tutor.quantity import Quantity

RIGHT = frozenset({Verdict.CORRECT, Verdict.CONSISTENT})
"""A number that follows from an earlier wrong one is right: nobody pays twice."""
PEN = frozenset(mistake.code for mistake in MISTAKES if mistake.pen)
"""Slips of the pen are never a misconception."""
MOST_IN_NEED = 10_000
"""Of a longer list of learners who need help only those who need it most are kept."""


class Cause(NamedTuple):
    """A mistake of one learner and the quantity at which it was made."""

    code: str
    at: str
    """As reports name it: ``z(1,2)``."""


class InNeed(NamedTuple):
    """A learner who needs help. Sorted, the one who needs it most comes first."""

    share: float
    """The right answers among all that was asked, what was left blank too."""
    learner: str
    right: int
    asked: int
    blank: int
    misconceptions: tuple[str, ...]
    slips: tuple[str, ...]


@dataclass
class Made:
    """Mistakes that learners made, all of them misconceptions or all of them slips.

    Attributes:
        learners: how many learners made each.
        places: at which quantities these learners made it, and how many of them did.
    """

    learners: Counter[str] = field(default_factory=Counter)
    places: dict[str, Counter[str]] = field(default_factory=dict)

    def add(self, code: str, places: Iterable[str]) -> None:
        """Count a mistake of one learner."""
        self.learners[code] += 1
        self.places.setdefault(code, Counter()).update(places)


@dataclass
class Question:
    """What a class did at one question. Only the row that counts is counted of each learner."""

    verdicts: Counter[Verdict] = field(default_factory=Counter)
    mistakes: Counter[str] = field(default_factory=Counter)
    """How many learners made each, as the sheet has it: ``bias-omitted``, ``bias-omitted@z(1,2)``."""

    @property
    def answers(self) -> int:
        """All answers, blank ones aside."""
        return self.verdicts.total() - self.verdicts[Verdict.BLANK]

    @property
    def right(self) -> int:
        """The right ones among them."""
        return sum(self.verdicts[verdict] for verdict in RIGHT)


class Summary:
    """What a class did.

    Attributes:
        questions: by what they ask for.
        learners: how many there are.
        all_right: how many have every row right.
        misconceptions: mistakes that one learner made at two different quantities or more.
        slips: mistakes that one learner made once, and slips of the pen.
        helpless: how many learners need help.
    """

    def __init__(self) -> None:
        self.questions: dict[Quantity, Question] = {}
        self.learners = 0
        self.all_right = 0
        self.misconceptions = Made()
        self.slips = Made()
        self.helpless = 0
        self._in_need: list[tuple[float, str, InNeed]] = []

    def add(self, learners: Iterable[Marked]) -> None:
        """Count whole learners."""
        for each in learners:
            self._add(each)

    def in_need(self) -> list[InNeed]:
        """Those who need help, at most ``MOST_IN_NEED``; who needs it most comes first."""
        return sorted(each for *_, each in self._in_need)

    def _add(self, marked: Marked) -> None:
        self.learners += 1
        right = asked = blank = 0
        wrong: list[tuple[Quantity, tuple[str, ...]]] = []
        for (q, _), mark, replaced in zip(marked.rows, marked.marks, marked.replaced, strict=True):
            if replaced:
                continue
            question = self.questions.get(q)
            if question is None:
                question = self.questions[q] = Question()
            verdict = mark.verdict
            question.verdicts[verdict] += 1
            asked += 1
            if verdict in RIGHT:
                right += 1
            elif verdict is Verdict.BLANK:
                blank += 1
            elif mark.mistakes:
                wrong.append((q, mark.mistakes))
        self.all_right += right == asked
        misconceptions, slips = self._mistakes(wrong) if wrong else ((), ())
        if misconceptions or 2 * right < asked:
            self._help(InNeed(right / asked, marked.learner, right, asked, blank, misconceptions, slips))

    def _mistakes(self, wrong: Sequence[tuple[Quantity, tuple[str, ...]]]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Count one learner's mistakes, each once for the quantity it was made at.

        Returns:
            The codes of misconceptions, and those of slips.
        """
        causes = [(q, [_cause(q, code) for code in codes]) for q, codes in wrong]
        first = Counter(either[0] for _, either in causes)
        often = Counter(code for code, _ in first)
        made: dict[str, set[str]] = {}
        for q, either in causes:
            cause = _meant(either, first, often)
            made.setdefault(cause.code, set()).add(cause.at)
            self.questions[q].mistakes[cause.code if cause.at == _named(q) else f"{cause.code}@{cause.at}"] += 1
        misconceptions = tuple(code for code, places in made.items() if len(places) > 1 and code not in PEN)
        slips = tuple(code for code in made if code not in misconceptions)
        for code in misconceptions:
            self.misconceptions.add(code, made[code])
        for code in slips:
            self.slips.add(code, made[code])
        return misconceptions, slips

    def _help(self, each: InNeed) -> None:
        self.helpless += 1
        entry = (-each.share, each.learner, each)
        if len(self._in_need) < MOST_IN_NEED:
            heappush(self._in_need, entry)
        else:
            heappushpop(self._in_need, entry)


def _meant(either: Sequence[Cause], first: Counter[Cause], often: Counter[str]) -> Cause:
    """Which of the mistakes that give one number is counted: one that comes first in other rows too, else the first.

    Args:
        either: the mistakes that explain one row, the likeliest first.
        first: in how many rows of this learner each comes first.
        often: at how many quantities each code does.
    """
    alone = first[either[0]] == 1
    return max(either, key=lambda each: often[each.code] - (alone and each.code == either[0].code))


def _cause(q: Quantity, code: str) -> Cause:
    """The mistake that a code of a sheet names, and where it was made: in the row itself unless it says."""
    name, _, at = code.partition("@")
    return Cause(name, at or _named(q))


@lru_cache(4096)
def _named(q: Quantity) -> str:
    return str(q)
