"""The practice of one learner: which question of which network comes next. No screen, no files, no clock."""

from random import Random
from threading import Lock
from typing import NamedTuple

from tutor.engine.solution import Solution, solve
from tutor.event import Event, Happening
from tutor.lesson.schema import Lesson
from tutor.practice.choice import Choice, choose
from tutor.practice.evidence import evidence
from tutor.practice.knowledge import Knowledge
from tutor.practice.networks import make
from tutor.practice.skill import Skill
from tutor.practice.tasks import Task, alone, figures, offered, seen
from tutor.practice.wish import Wish
from tutor.quantity import Quantity

STAY = 6
"""So many questions one network serves at most; by then its numbers are well known."""
MOVES = 40
"""After so many networks that have no question left for a skill, there is something wrong."""


def fresh_seed() -> int:
    """A seed that nobody chose, short enough to be typed again."""
    from secrets import randbelow  # a practice may be given one

    return randbelow(10**6)


class Walk(NamedTuple):
    """A skill that is asked no more for now: one worked example is walked, of a question that nobody was asked."""

    lesson: Lesson
    """A lesson of this one question."""
    question: Quantity
    skill: Skill


class Done(NamedTuple):
    """No question helps any more, for now."""

    choice: Choice


class _Network(NamedTuple):
    """A network that was made ahead or is in use."""

    lesson: Lesson
    seed: str
    solution: Solution


class Practice:
    """What one learner practises in one sitting.

    Attributes:
        knowledge: what is known of the learner's skills.
        seed: which networks are made.
        wish: what the learner wishes to practise.
        task: the question that was asked last; None before the first.
        asked: how many questions were asked.
        failed: the skill whose test ended with the last question that said something, and was not passed.
    """

    def __init__(self, knowledge: Knowledge, seed: int | str, wish: Wish = Wish()) -> None:  # noqa: B008 (frozen)
        """Take what is known; nothing is made yet.

        Args:
            knowledge: what the log says of the learner's skills.
            seed: which networks are made; the same seed makes the same ones in the same order.
            wish: what the learner wishes to practise.
        """
        self.knowledge = knowledge
        self.seed = str(seed)
        self.wish = wish
        self.task: Task | None = None
        self.asked = 0
        self.failed: Skill | None = None
        self._random = Random(f"{seed} questions")
        self._began = knowledge.questions
        self._lock = Lock()
        self._made = 0
        self._ahead: _Network | None = None
        self._network: _Network | None = None
        self._served = 0
        self._seen: frozenset[Quantity] = frozenset()
        self._figures: frozenset[str] = frozenset()
        self._skills: set[Skill] = set()
        self._walks: list[Skill] = []
        self._decided = False

    @property
    def decided(self) -> bool:
        """Whether the present question has said something of its skill."""
        return self._decided

    def prepare(self) -> None:
        """Make the next network, if there is none yet: while the learner works at the present one, in a thread.

        Raises:
            TutorError: if there are no sound numbers for such a network.
            ValueError: if there can be no such network.
        """
        with self._lock:
            if self._ahead is None:
                self._made += 1
                number, wish = f"{self.seed}-{self._made}", self.wish
                lesson = make(number, size=wish.size, activation=wish.activation, like=wish.like)
                self._ahead = _Network(lesson, wish.seed(number), solve(lesson.network))

    def lacks(self, skill: Skill) -> bool:
        """Whether networks as they are wished for have no question for a skill."""
        self.prepare()
        network = self._ahead or self._network
        return network is not None and skill not in offered(network.lesson)

    def next(self, now: int) -> Task | Walk | Done:
        """What comes next: a question, a worked example, or the end.

        Args:
            now: milliseconds since 1970, UTC; only what is due to be looked at again depends on it.

        Raises:
            TutorError: if there are no sound numbers for such a network.
            ValueError: if there can be no such network.
        """
        network = self._network or self._move()
        if self._walks:
            skill = self._walks.pop(0)
            network, q = self._question(skill)
            return Walk(alone(network.lesson, q), q, skill)
        choice = self._choice(network, now)
        if choice.skill is None:
            return Done(choice)
        network, q = self._question(choice.skill)
        self.task = Task(alone(network.lesson, q, f"{choice.sentence}."), q, choice.skill, choice, network.seed)
        self.asked += 1
        self._decided = False
        return self.task

    def _choice(self, network: _Network, now: int) -> Choice:
        """Which skill, and why."""
        self._skills |= set(offered(network.lesson))
        skills = [skill for skill in Skill if skill in self._skills and skill in (self.wish.only or Skill)]
        if self.wish.give_mastered:
            skills = [skill for skill in skills if not self.knowledge.of(skill).mastered]
        last = self.task.skill if self.task else None
        return choose(self.knowledge, now, skills, last=last, began=self._began)

    def _question(self, skill: Skill) -> tuple[_Network, Quantity]:
        """A question that asks for a skill, whose answer was never seen; of another network where it takes that."""
        network = self._network
        left = () if network is None else self._left(network, skill)
        if network is None or not left or self._served >= STAY:
            network, left = self._other(skill)
        q = left[int(self._random.random() * len(left))]
        self._served += 1
        shown = seen(network.lesson, q)
        self._seen |= shown
        self._figures |= figures(network.solution, shown, network.lesson.marking.significant)
        return network, q

    def _other(self, skill: Skill) -> tuple[_Network, tuple[Quantity, ...]]:
        """Another network, with its questions for a skill; by chance, one in some hundred has none."""
        for _ in range(MOVES):
            network = self._move()
            if left := self._left(network, skill):
                return network, left
        raise AssertionError(f"networks as they are wished for have questions for {skill}")

    def _left(self, network: _Network, skill: Skill) -> tuple[Quantity, ...]:
        """The questions for a skill whose answers were not shown, neither by themselves nor as another number."""
        significant = network.lesson.marking.significant
        return tuple(
            q
            for q in offered(network.lesson).get(skill, ())
            if q not in self._seen and self._figures.isdisjoint(figures(network.solution, (q,), significant))
        )

    def _move(self) -> _Network:
        """Go to the next network."""
        self.prepare()
        with self._lock:
            network, self._ahead = self._ahead, None
        if network is None:
            raise AssertionError("one was made")
        self._network, self._served, self._seen, self._figures = network, 0, frozenset(), frozenset()
        return network

    def saw(self, event: Event, now: int) -> bool | None:
        """Take what happened at the present question; what the first of it says of the skill is kept.

        Args:
            event: what the session returned.
            now: milliseconds since 1970, UTC.

        Returns:
            What it says: known, not known; None where it says nothing.
        """
        task = self.task
        if task is None:
            return None
        for known in _said(event, task.question):
            if known is not None and not self._decided:
                self._decided = True
                tested = self.knowledge.of(task.skill).testing is not None
                self.failed = task.skill if tested and not known else None
                self.knowledge = self.knowledge.observe(task.skill, known, task.numbers, now)
                if self.knowledge.of(task.skill).stuck:
                    self._walks.append(task.skill)
                return known
        return None

    def test_out(self, skill: Skill) -> None:
        """Ask for a skill until it is known to be mastered, or not."""
        self.knowledge = self.knowledge.test_out(skill)


def _said(event: Event, q: Quantity) -> list[bool | None]:
    """What an event says of the skill that a question asks for."""
    if event.what is Happening.ANSWER:
        answers = (answer for answer in event.answers if answer.question == q)
        return [evidence(event.what, answer.mark.verdict, repeated=answer.repeated) for answer in answers]
    return [evidence(event.what, level=event.level)]
