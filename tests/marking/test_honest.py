"""Honest learners, made without any code of the marking: the right method, rounded as people round, is never refused.

Each habit is applied to every partial product, sum and result; a learner goes on with their own earlier numbers.
"""

import math
from decimal import ROUND_DOWN, ROUND_HALF_UP, Context, Decimal

import pytest
from helpers.lessons import lesson_of, mark_text
from helpers.networks import networks
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.engine.solution import solve
from tutor.notation.number import shown
from tutor.quantity import Kind

pytestmark = pytest.mark.exhaustive

HABITS = {
    "three figures, rounded": Context(prec=3, rounding=ROUND_HALF_UP),
    "three figures, cut": Context(prec=3, rounding=ROUND_DOWN),
    "four figures, rounded": Context(prec=4, rounding=ROUND_HALF_UP),
    "four figures, cut": Context(prec=4, rounding=ROUND_DOWN),
    "five figures, rounded": Context(prec=5, rounding=ROUND_HALF_UP),
    "calculator": Context(prec=10, rounding=ROUND_HALF_UP),
}


CALCULATOR = Context(prec=12, rounding=ROUND_HALF_UP)
"""What a calculator shows of a function: to it, tanh 18 is 1."""


class Learner:
    """Works through a network by hand; ``known`` holds what they wrote down."""

    def __init__(self, network, context, every_step):
        self.network, self.context, self.every_step = network, context, every_step
        self.known = {}

    def note(self, number):
        return self.context.plus(number) if self.every_step else number

    def exactly(self, value):
        return Decimal(repr(value))

    def total(self, numbers):
        result = numbers[0]
        for number in numbers[1:]:
            result = self.note(result + number)
        return result

    def get(self, kind, layer, j):
        if kind is Kind.A and layer == 0:
            return self.exactly(self.network.x[j - 1])
        return self.known[kind, layer, j]

    def work(self, q):
        number = self.context.plus(getattr(self, q.kind.name.lower())(q))
        self.known[q.kind, q.layer, q.j] = number
        return number

    def z(self, q):
        layer = self.network.layer(q.layer)
        products = [
            self.note(self.exactly(w) * self.get(Kind.A, q.layer - 1, k)) for k, w in enumerate(layer.W[q.j - 1], 1)
        ]
        return self.total([*products, self.exactly(layer.b[q.j - 1])])

    def a(self, q):
        z = self.get(Kind.Z, q.layer, q.j)
        match self.network.layer(q.layer).activation:
            case "sigmoid":
                return CALCULATOR.plus(self.exactly(1 / (1 + math.exp(-float(z)))))
            case "tanh":
                return CALCULATOR.plus(self.exactly(math.tanh(float(z))))
            case "relu":
                return max(z, Decimal(0))
        return z

    def loss(self, _q):
        L = self.network.depth
        squares = []
        for j, y in enumerate(self.network.y, 1):
            error = self.note(self.get(Kind.A, L, j) - self.exactly(y))
            squares.append(self.note(error * error))
        return self.note(self.total(squares)) / 2

    def sigma_prime(self, q):
        a, z = self.get(Kind.A, q.layer, q.j), self.get(Kind.Z, q.layer, q.j)
        match self.network.layer(q.layer).activation:
            case "sigmoid":
                return a * self.note(1 - a)
            case "tanh":
                return 1 - self.note(a * a)
            case "relu":
                return Decimal(1 if z > 0 else 0)
        return Decimal(1)

    def delta(self, q):
        slope = self.get(Kind.SIGMA_PRIME, q.layer, q.j)
        if q.layer == self.network.depth:
            return self.note(self.get(Kind.A, q.layer, q.j) - self.exactly(self.network.y[q.j - 1])) * slope
        after = self.network.layer(q.layer + 1).W
        products = [
            self.note(self.exactly(row[q.j - 1]) * self.get(Kind.DELTA, q.layer + 1, m))
            for m, row in enumerate(after, 1)
        ]
        return self.total(products) * slope

    def dl_dw(self, q):
        return self.get(Kind.A, q.layer - 1, q.k) * self.get(Kind.DELTA, q.layer, q.j)

    def dl_db(self, q):
        return self.get(Kind.DELTA, q.layer, q.j)


@pytest.mark.parametrize("habit", HABITS)
@pytest.mark.parametrize("every_step", [True, False], ids=["each step", "results only"])
@settings(max_examples=20, deadline=None)
@given(network=networks(widest=3, deepest=3))
def test_no_honest_answer_is_refused(habit, every_step, network):
    learner = Learner(network, HABITS[habit], every_step)
    own = {}
    for q in lesson_of(network).questions:
        typed = learner.work(q)
        found = mark_text(network, q, str(typed), own)
        lost = found.verdict == "imprecise" and typed == 0  # 1.00 - 1: the learner is asked for more figures
        assert lost or found.verdict == "correct", (str(q), str(typed), found.bands)
        if lost:
            return
        own[q] = float(typed)


@settings(max_examples=60, deadline=None)
@given(network=networks(), significant=st.integers(2, 8))
def test_what_is_shown_is_correct_at_every_number_of_figures(network, significant):

    solution = solve(network)
    for q in lesson_of(network).questions:
        text = shown(solution.value(q), significant)
        assert mark_text(network, q, text, significant=significant).verdict == "correct", (str(q), text)


@settings(max_examples=60, deadline=None)
@given(network=networks(activations=("sigmoid", "tanh")))
def test_the_other_sign_is_never_right_unless_the_value_is_nothing(network):

    solution = solve(network)
    for q in lesson_of(network).questions:
        value = solution.value(q)
        if abs(value) > 1e-3 and q.kind in {Kind.A, Kind.DELTA, Kind.DL_DB}:
            assert mark_text(network, q, f"{-value:.4e}").verdict == "wrong", str(q)
