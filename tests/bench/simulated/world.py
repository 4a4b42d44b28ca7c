"""One network with all that honest learners make of it: what can be told apart from an honest answer, and what not."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from random import Random

from tutor.engine.network import Network
from tutor.engine.solution import Solution, solve
from tutor.quantity import Kind, Quantity

from .hand import EXACT, HABITS, Learner
from .nets import questions

FIGURES = 3
"""The significant figures that the lesson asks for."""


WRITERS = tuple(habit for habit in HABITS if habit.carry == "written")
"""The habits in which what is carried has been written down."""


def unit(number: float) -> float:
    """One unit of the last of the lesson's figures."""
    return 10.0 ** (math.floor(math.log10(abs(number))) - FIGURES + 1) if number else 0.0


@dataclass
class World:
    """A network, its honest learners, and what they write."""

    network: Network
    rng: Random
    questions: tuple[Quantity, ...] = field(init=False)
    solution: Solution = field(init=False)
    honest: list[Learner] = field(init=False)

    def __post_init__(self) -> None:
        self.questions = questions(self.network)
        self.solution = solve(self.network)
        self.honest = [self.whole(Learner(self.network, habit, self.rng)) for habit in HABITS]

    def whole(self, learner: Learner) -> Learner:
        """Let a learner work through everything; LookupError where a mistake cannot be made."""
        for q in self.questions:
            learner.number(q)
        return learner

    @cached_property
    def hull(self) -> dict[Quantity, tuple[float, float]]:
        """The lowest and the highest that any honest learner writes."""
        found = {}
        for q in self.questions:
            numbers = [float(me.written[q]) for me in self.honest]
            exact = self.solution.value(q)
            found[q] = min(exact, *numbers), max(exact, *numbers)
        return found

    @cached_property
    def printed(self) -> dict[Quantity, Decimal]:
        """The forward pass as an exam prints it: four decimals, and more where three figures need them."""
        clerk = self.whole(Learner(self.network, EXACT, self.rng))
        writer = Learner(self.network, HABITS[6], self.rng).write
        return {q: writer(clerk.written[q]) for q in self.questions if q.kind in (Kind.Z, Kind.A, Kind.LOSS)}

    def outside(self, q: Quantity, number: Decimal) -> bool:
        """Whether a number lies clearly outside what any honest learner writes."""
        return _outside(float(number), *self.hull[q])

    def outside_own(self, q: Quantity, number: Decimal, written: Mapping[Quantity, Decimal]) -> bool:
        """Whether it also lies clearly outside what the right rule gives with a learner's own numbers."""
        others = {p: n for p, n in written.items() if p != q}
        numbers = []
        for habit in WRITERS:
            me = Learner(self.network, habit, self.rng, written=others)
            try:
                me.number(q)
            except LookupError:  # no logarithm of what they wrote
                continue
            numbers.append(float(me.written[q]))
        return not numbers or _outside(float(number), min(numbers), max(numbers))

    def carried(self, q: Quantity, written: Mapping[Quantity, Decimal]) -> float:
        """What the right rule gives, not rounded, with the numbers that a learner wrote."""
        me = Learner(self.network, EXACT, self.rng, written={p: n for p, n in written.items() if p != q})
        try:
            return float(me.number(q))
        except LookupError:  # no logarithm of what they wrote
            return math.nan

    def lost(self, learner: Learner) -> set[Quantity]:
        """What an honest learner has no figures of, a 0 that is none, and what was made of such numbers."""
        found: set[Quantity] = set()
        for q in self.questions:
            none = learner.written[q] == 0 and self.solution.value(q) != 0
            if none or found & learner.uses.get(q, set()):
                found.add(q)
        return found


def _outside(number: float, low: float, high: float) -> bool:
    one = unit(max(abs(low), abs(high)))
    return not low - one <= number <= high + one
