"""The numbers of a lesson as they are needed: exact values, their text on screens, and what a learner is given."""

from functools import cached_property
from typing import TYPE_CHECKING

from tutor.explain.given import given
from tutor.lesson.schema import Lesson
from tutor.notation.number import as_shown, screen
from tutor.quantity import Quantity, is_parameter

if TYPE_CHECKING:
    from tutor.engine.solution import Solution


class Numbers:
    """The numbers of one lesson. Nothing is computed before it is asked for: it takes NumPy."""

    def __init__(self, lesson: Lesson) -> None:
        self.lesson = lesson
        self._steps = given(lesson)
        self._given: list[frozenset[Quantity]] = []

    @cached_property
    def solution(self) -> "Solution":
        """Every exact value."""
        from tutor.engine.solution import solve  # with NumPy: not before the first question is on screen

        return solve(self.lesson.network)

    def value(self, q: Quantity) -> float:
        """A quantity's exact value; the lesson's own numbers need no arithmetic."""
        return self.lesson.network.parameter(q) if is_parameter(q) else self.solution.value(q)

    def text(self, q: Quantity) -> str:
        """A quantity's right value as screens write it."""
        return screen(as_shown(q, self.value(q), self.lesson.marking.significant))

    def given(self, at: int) -> frozenset[Quantity]:
        """What is given up to one of the asked steps; worked out step by step, as they come."""
        last = min(at, len(self.lesson.asked) - 1)
        while len(self._given) <= last:
            self._given.append(next(self._steps))
        return self._given[last]
