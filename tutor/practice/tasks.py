"""One question of a network as a lesson of its own: all that it needs is given, and hints and reveals work in it."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import NamedTuple

from tutor.engine.solution import Solution
from tutor.explain.formula import priors
from tutor.lesson.schema import Lesson, Step
from tutor.notation.number import scientific
from tutor.practice.choice import Choice
from tutor.practice.skill import Skill
from tutor.quantity import Kind, Quantity


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


def alone(lesson: Lesson, q: Quantity, why: str = "") -> Lesson:
    """The lesson that asks one question of a network's lesson, and gives all that the question needs.

    Args:
        lesson: the network's.
        q: the question.
        why: why it is asked now.
    """
    return replace(lesson, steps=(Step(q.kind, q.layer, (q,)),), why=why)


def seen(lesson: Lesson, q: Quantity) -> frozenset[Quantity]:
    """What a learner has seen of a network once one question of it was asked alone: its answer, and what was given."""
    return frozenset((q, *priors(lesson.network, q)))


# What would give an answer away


def given_away(solution: Solution, q: Quantity, significant: int) -> bool:
    """Whether the answer to a question alone stands among the numbers that it is made of, whatever its sign.

    Then the number has only to be copied, and whoever leaves out the rest is told to be right: δ is a where the target
    is 0, and an active neuron of ReLU has its z for a. Since of those that are not active a is always 0, no a of ReLU
    leaves anything to find out. That a bias's gradient is δ is what BP4 says, so it is asked all the same.

    Args:
        solution: the network's.
        q: the question.
        significant: the figures that an answer has on screens.
    """
    network = solution.network
    if q.kind is Kind.A and q.layer is not None and network.layer(q.layer).activation == "relu":
        return True
    return not figures(solution, (q,), significant).isdisjoint(figures(solution, priors(network, q), significant))


def figures(solution: Solution, quantities: Iterable[Quantity], significant: int) -> frozenset[str]:
    """Numbers as they are seen, without their signs.

    Neither a 0 nor a 1 is among them, as slopes of ReLU are, since they tell nothing of each other; nor is the gradient
    of a bias, which shows no more than its δ and is not spoilt by it.

    Args:
        solution: the network's.
        quantities: whose numbers.
        significant: the figures that they have on screens.
    """
    values = (abs(solution.value(q)) for q in quantities if q.kind is not Kind.DL_DB)
    return frozenset(scientific(value, significant) for value in values if value not in (0.0, 1.0))
