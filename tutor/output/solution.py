"""The worked solution of a lesson: a row for each question in the order asked, and the whole of it as JSON."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from tutor.engine.network import SHARED, SOURCE_FIRST, Network
from tutor.engine.solution import Matrix, Solution, Update, Vector, solve
from tutor.explain.equation import Equation, equation
from tutor.explain.substitution import Substitution, substitution
from tutor.lesson.schema import Lesson, Step
from tutor.notation import math, tex
from tutor.notation.math import Math
from tutor.notation.number import shown
from tutor.notation.symbols import symbol
from tutor.output.asked import expression
from tutor.quantity import MATRICES, NEW, PER_SAMPLE, Kind, Quantity

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
        """The value as shown or, where that is asked for, the expression, in ASCII; typed back, it is correct."""
        if self.step.expression:
            return expression(self.lesson.network, self.question)
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
    network = lesson.network
    solution = solve(network)
    updated = tuple(NEW.values()) if network.learning_rate is not None else ()
    return {
        "format": FORMAT,
        "title": lesson.title,
        "id": lesson.id,
        "sizes": network.sizes,
        "conventions": conventions(network),
        "loss": solution.loss,
        "quantities": [_quantity(row) for row in rows(lesson, solution)],
        "all": {kind.value: _all_of(solution, kind) for kind in (*EVERYTHING, *updated)},
        **({"updates": _updates(solution)} if updated else {}),
        "gradient_check": _check(lesson),
    }


def conventions(network: Network) -> dict[str, Any]:
    """What the numbers of a network are in, as lesson files name it."""
    own, descent = network.conventions, network.descent
    return {
        "weights": own.weights,
        "bias": own.bias,
        "theta": network.naming.thresholds,
        "error_sign": own.error_sign,
        "first_layer": own.first_layer,
        "target": "class" if own.class_target else "values",
        "samples": len(network.samples),
        "batch": descent.batch,
        "learning_rate": network.learning_rate,
        "momentum": descent.momentum,
        "l2": descent.l2,
    }


def _all_of(solution: Solution, kind: Kind) -> Any:  # noqa: ANN401 (nested tuples of numbers)
    """All of a kind in the first pass: layer by layer, and where there are several samples, for each of them."""
    if kind not in PER_SAMPLE:
        return _written(solution.network, kind, solution.updates[0])
    # A kind is spelled as the attribute that holds it.
    of_each = [getattr(each, kind.value) for each in solution.first_passes]
    return of_each if len(of_each) > 1 else of_each[0]


def _written(network: Network, kind: Kind, update: Update) -> Any:  # noqa: ANN401
    """What belongs to an update as the lesson writes such: W by source, a shared bias as one number.

    Where a layer has no biases, nothing stands in its list.
    """
    found: tuple[Any, ...] = getattr(update, kind.value)
    if kind in MATRICES:
        return tuple(map(_transposed, found)) if network.conventions.weights == SOURCE_FIRST else found
    return tuple(map(_only, found)) if network.conventions.bias == SHARED else found


def _transposed(matrix: Matrix) -> Matrix:
    return tuple(zip(*matrix, strict=True))


def _only(shared: Vector) -> float:
    return shared[0]


def _updates(solution: Solution) -> list[dict[str, Any]]:
    """Each update: the loss that it goes by before and after, and what it makes of the parameters."""
    network = solution.network
    return [
        {
            "update": number,
            **({"sample": network.of_update(number)} if network.online else {}),
            "loss_before": each.loss,
            "loss_after": each.loss_after,
            **{kind.value: _written(network, kind, each) for kind in NEW.values()},
        }
        for number, each in enumerate(solution.updates[: network.updates], 1)
    ]


def _quantity(row: Row) -> dict[str, Any]:
    q = row.question
    return {
        "quantity": q.kind.value,
        "layer": q.layer,
        "j": q.j,
        "k": q.k,
        **{name: index for name, index in (("sample", q.sample), ("update", q.update)) if index != 1},
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
