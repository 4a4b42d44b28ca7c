"""One question of a network as a lesson of its own: all that it needs is given, and hints and reveals work in it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from tutor.explain.formula import priors
from tutor.lesson.schema import Lesson, Step
from tutor.practice.choice import Choice
from tutor.practice.skill import Skill
from tutor.quantity import Quantity


class Task(NamedTuple):
    """A question to be asked."""

    lesson: Lesson
    """A lesson of one step with this one question."""
    question: Quantity
    skill: Skill
    choice: Choice
    """Why it is asked now."""
    seed: str
    """What its network can be made from again."""

    @property
    def numbers(self) -> str:
        """The name of its numbers: right on the same ones again says nothing."""
        return f"{self.seed}:{self.question}"


def offered(lesson: Lesson) -> Mapping[Skill, tuple[Quantity, ...]]:
    """The questions of a network by the skill that they ask for; no skill that it has no question for."""
    found: dict[Skill, tuple[Quantity, ...]] = {}
    for q in lesson.questions:
        if skill := Skill.of(q, lesson.network.depth):
            found[skill] = (*found.get(skill, ()), q)
    return found


def alone(lesson: Lesson, q: Quantity) -> Lesson:
    """The lesson that asks one question of a network's lesson, and gives all that the question needs."""
    return replace(lesson, steps=(Step(q.kind, q.layer, (q,)),))


def seen(lesson: Lesson, q: Quantity) -> frozenset[Quantity]:
    """What a learner has seen of a network once one question of it was asked alone: its answer, and what was given."""
    return frozenset((q, *priors(lesson.network, q)))
