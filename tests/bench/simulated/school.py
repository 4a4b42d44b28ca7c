"""Simulated learners practise by a policy until it ends, with the tutor's own knowledge and choice."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from tutor.practice.choice import choose
from tutor.practice.knowledge import SURE, TEST, Knowledge
from tutor.practice.networks import make
from tutor.practice.skill import Skill

ROUND = tuple(Skill)
"""Each skill once, in the order of lessons: no fixed order of whole networks has less to ask."""
START, EACH = 1_800_000_000_000, 45_000
"""When practice begins, and how long a question takes, in ms: all of it is one sitting, so that no review is due."""
MOST = 300
"""So many questions, where a policy has no end."""


class Outcome(NamedTuple):
    """What one learner came to."""

    asked: int
    called: frozenset
    """The skills that are called mastered at the end."""
    true: frozenset
    """The skills that are mastered at the end."""


class Desk:
    """A learner, and what the tutor knows of them."""

    def __init__(self, pupil):
        self.pupil, self.knowledge = pupil, Knowledge()

    @property
    def asked(self):
        return self.knowledge.questions

    @property
    def now(self):
        return START + self.asked * EACH

    def ask(self, skill):
        right = self.pupil.answer(skill.value)
        self.knowledge = self.knowledge.observe(skill, right, str(self.asked), self.now, self.pupil.helped)
        return self.knowledge.of(skill)

    def outcome(self, called: Iterable[Skill]):
        return Outcome(self.asked, frozenset(called), frozenset(skill for skill in Skill if self.pupil.truly(skill)))

    def test(self, skill):
        """Ask to be tested out of a skill at once.

        Returns:
            Whether the test was passed.
        """
        self.knowledge = self.knowledge.test_out(skill)
        for _ in range(TEST):
            self.ask(skill)
        return self.knowledge.of(skill).mastered


def fixed(pupil, order):
    """New networks, each asked wholly, until each skill was once mastered or set aside: what was reached stays."""
    desk, mastered, over = Desk(pupil), set(), set()
    while len(over) < len(Skill):
        for skill in order:
            state = desk.ask(skill)
            mastered |= {skill} if state.mastered else set()
            over |= {skill} if state.mastered or state.stuck else set()
    return desk.outcome(mastered)


@cache
def lesson_order():
    """The skills of the questions of a whole practice network of the usual size, in the order of its lesson."""
    lesson = make(1)
    skills = (Skill.of(q, lesson.network.depth) for q in lesson.questions)
    return tuple(skill for skill in skills if skill)


def whole(pupil):
    """Fixed order: whole networks."""
    return fixed(pupil, lesson_order())


def rounds(pupil):
    """Fixed order, in the strictest reading: of each network one question of each skill."""
    return fixed(pupil, ROUND)


def sure(pupil):
    """The skill that is known least, until each is known with p >= 0.95: that alone is mastery."""
    desk = Desk(pupil)
    while desk.asked < MOST:
        weakest = min(Skill, key=lambda skill: desk.knowledge.of(skill).p)
        if desk.knowledge.of(weakest).p >= SURE:
            break
        desk.ask(weakest)
    return desk.outcome(skill for skill in Skill if desk.knowledge.of(skill).p >= SURE)


def practice(pupil):
    """What the tutor's practice does."""
    desk, last = Desk(pupil), None
    while (last := choose(desk.knowledge, desk.now, last=last).skill) is not None:
        desk.ask(last)
    return desk.outcome(skill for skill in Skill if desk.knowledge.of(skill).mastered)


POLICIES = {"fixed, networks": whole, "fixed, one each": rounds, "p alone": sure, "practice": practice}


@dataclass
class Tally:
    """What the learners of one kind came to by one policy."""

    outcomes: list

    @property
    def asked(self):
        """Questions for a learner, in the mean."""
        return sum(one.asked for one in self.outcomes) / len(self.outcomes)

    @property
    def false(self):
        """The part of the skills called mastered that are not."""
        return _part(
            sum(len(one.called - one.true) for one in self.outcomes), sum(len(o.called) for o in self.outcomes)
        )

    @property
    def missed(self):
        """The part of the skills mastered that are not called so."""
        return _part(sum(len(one.true - one.called) for one in self.outcomes), sum(len(o.true) for o in self.outcomes))

    def longer(self, than):
        """The part of the learners who are asked more than by another policy."""
        pairs = zip(self.outcomes, than.outcomes, strict=True)
        return _part(sum(one.asked > other.asked for one, other in pairs), len(self.outcomes))


def _part(some, of):
    return some / of if of else 0.0


def teach(kind, seed, learners, policies=POLICIES):
    """A class of one kind of learner, by each policy: the same learners, with the same luck at each skill."""
    return {name: Tally([policies[name](kind(f"{seed} {n}")) for n in range(learners)]) for name in policies}


def tested(kind, seed, learners):
    """Each skill of each learner tested at once, before anything was learnt.

    Returns:
        The part of the tests passed, and the part of these where the skill is not mastered.
    """
    passed = [desk.pupil.truly(skill) for desk, skill in _tests(kind, seed, learners) if desk.test(skill)]
    return _part(len(passed), learners * len(Skill)), _part(passed.count(False), len(passed))


def _tests(kind, seed, learners):
    return ((Desk(kind(f"{seed} {n}")), skill) for n in range(learners) for skill in Skill)
