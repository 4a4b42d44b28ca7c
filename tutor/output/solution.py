"""The worked solution of a lesson: a row for each question in the order asked, and the whole of it as JSON."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from tutor.engine.solution import Solution, solve
from tutor.explain.equation import Equation, equation
from tutor.explain.substitution import Substitution, substitution
from tutor.lesson.schema import Lesson, Step
from tutor.notation import math, tex
from tutor.notation.math import Math
from tutor.notation.number import shown
from tutor.notation.symbols import symbol
from tutor.quantity import PER_SAMPLE, Kind, Quantity

FORMAT = 1
"""The version of the JSON."""
EVERYTHING = (Kind.Z, Kind.A, Kind.SIGMA_PRIME, Kind.DELTA, Kind.DL_DW, Kind.DL_DB)
"""The kinds that ``all`` holds; with a learning rate the new weights and biases, too."""


@dataclass(frozen=True)
class Row:
    """One question, worked out.

    Attributes:
        lesson: the lesson that asks it.
        solution: all exact values.
        number: the number of its step among the steps that ask, from 1.
        step: that step.
        question: what is asked.
    """

    lesson: Lesson
    solution: Solution
    number: int
    step: Step
    question: Quantity

    @property
    def name(self) -> Math:
        """What the question is called."""
        return symbol(self.question, self.lesson.network.naming)

    @property
    def value(self) -> float:
        """The exact value."""
        return self.solution.value(self.question)

    @property
    def shown(self) -> str:
        """The value as shown, in ASCII; typed back, it is correct."""
        return shown(self.value, self.lesson.marking.significant)

    @property
    def equation(self) -> Equation:
        """The equation of its step."""
        return equation(self.lesson.network, self.question.kind, self.question.layer)

    @cached_property
    def substitution(self) -> Substitution:
        """The equation with its numbers, line by line, and the result."""
        lesson = self.lesson
        return substitution(lesson.network, self.question, self.solution.value, lesson.marking.significant)


def rows(lesson: Lesson, solution: Solution) -> Iterator[Row]:
    """Every question in the order asked."""
    for number, step in enumerate(lesson.asked, 1):
        for question in step.questions:
            yield Row(lesson, solution, number, step, question)


def as_data(lesson: Lesson) -> dict[str, Any]:
    """The worked solution as plain data for JSON; every float in it is finite.

    Raises:
        Overflow: if the network, or one of the gradient check's changes of it, is too large for float64.
    """
    solution = solve(lesson.network)
    updated = (Kind.W_NEW, Kind.B_NEW) if lesson.network.learning_rate is not None else ()
    return {
        "format": FORMAT,
        "title": lesson.title,
        "id": lesson.id,
        "sizes": lesson.network.sizes,
        "loss": solution.loss,
        "quantities": [_quantity(row) for row in rows(lesson, solution)],
        # A kind is spelled as the attribute that holds it.
        "all": {kind.value: _all_of(solution, kind) for kind in (*EVERYTHING, *updated)},
        "gradient_check": _check(lesson),
    }


def _all_of(solution: Solution, kind: Kind) -> Any:  # noqa: ANN401 (nested tuples of numbers)
    return getattr(solution.first if kind in PER_SAMPLE else solution.updates[0], kind.value)


def _quantity(row: Row) -> dict[str, Any]:
    q = row.question
    return {
        "quantity": q.kind.value,
        "layer": q.layer,
        "j": q.j,
        "k": q.k,
        "value": row.value,
        "shown": row.shown,
        "equation": math.ascii(tex.parse(row.equation.tex[0])),
    }


def _check(lesson: Lesson) -> dict[str, Any]:
    from tutor.engine.check import gradient_check  # NumPy; the text's rows do without

    check = gradient_check(lesson.network)
    return {
        "epsilon": check.epsilon,
        "worst_relative_error": check.worst_relative_error,
        "passed": check.passed,
        "gradients": [
            {
                "layer": g.layer,
                "j": g.j,
                "k": g.k,
                "analytic": g.analytic,
                "numerical": g.numerical,
                "relative_error": g.relative_error,
                "passed": g.passed,
                "below_floor": g.below_floor,
                "straddles_kink": g.straddles_kink,
            }
            for g in check.gradients
        ],
    }
