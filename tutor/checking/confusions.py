"""Which mistakes can a lesson tell apart, with the numbers that it has?

A mistake *passes* at a question where its number lies in the band of right answers: the wrong method is marked right.
Two mistakes are *alike* at a question where their numbers are the same at the lesson's figures. Neither is told where
it is so whatever the numbers are: such rules are one rule there, and no instructor can do anything about it. With ReLU
that means whatever numbers leave the same neurons active: a layer in which none is active is told of by itself.
"""

import math
from collections.abc import Callable, Sequence, Set
from functools import cached_property
from itertools import combinations, compress
from operator import not_
from random import Random
from typing import NamedTuple

from tutor.checking.others import sides, with_other_numbers
from tutor.engine.network import Network
from tutor.engine.solution import Solution, solve
from tutor.explain.formula import formulas, names
from tutor.expression.functions import CALM
from tutor.expression.tree import Call, Node, operands
from tutor.lesson.schema import Lesson
from tutor.marking.band import Bands, held
from tutor.marking.guess import guess
from tutor.marking.marker import Marker
from tutor.marking.mistakes import anywhere
from tutor.marking.paper import Paper
from tutor.marking.question import Question
from tutor.notation.number import scientific
from tutor.quantity import Kind, Quantity

OTHERS = 6
"""How many networks of the same shape are asked whether something is so whatever the numbers are."""
SAME = 1e-9
"""How near two numbers of another network are, in part of themselves, where two rules are one."""
WORK = 400_000
"""How much is done at most, in numbers looked up: a lesson of 500 questions needs half of it, and takes a second."""
EACH = 150
"""What every question takes."""

Where = dict[Quantity, bool]
"""At which questions, and whether one more significant figure would tell."""
USELESS = frozenset({"abs", "relu"})
"""The functions that give back what they are given, where that is not negative."""
BACKWARD = frozenset({Kind.DELTA, Kind.DL_DW, Kind.DL_DB, Kind.W_NEW, Kind.B_NEW})
"""What is made of δ."""
FED = frozenset({Kind.Z, Kind.DL_DW, Kind.W_NEW})
"""What is made of the a of the layer before."""
ANYWHERE = frozenset(mistake.code for mistake in anywhere.MISTAKES)
"""What can happen to any number, and does nothing to a 0."""


class Findings(NamedTuple):
    """What a lesson's numbers cannot tell."""

    passing: dict[str, Where]
    """By code: the number of the mistake is marked right."""
    alike: dict[tuple[str, str], Where]
    """By two codes: the numbers of both mistakes are the same."""
    left_out: int
    """How many questions were not looked at, since that would take too long."""
    inactive: dict[int, list[Quantity]]
    """By layer of ReLU in which no neuron is active: the questions at which it leaves nothing to work out."""


def confusions(lesson: Lesson, *, whether: bool = False) -> Findings:
    """All that the numbers of a sound lesson cannot tell, at the questions that it asks.

    Args:
        lesson: any.
        whether: whether it is enough to know if there is anything: then it ends with the first question where there is.
    """
    solution, significant = solve(lesson.network), lesson.marking.significant
    marker, finer = (Marker(lesson.network, figures, solution.value) for figures in (significant, significant + 1))
    found, others = Findings({}, {}, 0, _inactive(lesson, solution)), _Others(solution)
    left, left_out = WORK, 0
    for q in lesson.questions:
        if whether and (found.passing or found.alike):
            break
        work = _work(lesson.network, q)
        if work > left:
            left_out += 1
            continue
        left -= work
        question = marker.question(q)
        bands, slips = _bands(marker, q), _slips(question)
        inside = [held(bands, slip.value) for slip in slips]
        if any(inside):
            _passing(found, question, others, list(compress(slips, inside)), _bands(finer, q))
        _alike(found, question, others, list(compress(slips, map(not_, inside))))
    return found._replace(left_out=left_out)


def _inactive(lesson: Lesson, solution: Solution) -> dict[int, list[Quantity]]:
    """The layers that pass nothing on, forward or back, where something is asked that comes through them."""
    found: dict[int, list[Quantity]] = {}
    for l, layer in enumerate(lesson.network.layers, 1):
        highest = max(max(each.z[l - 1]) for update in solution.updates for each in update.passes.values())
        if layer.activation == "relu" and highest <= 0.0:
            behind = [q for q in lesson.questions if q.layer is not None and _comes_through(q.kind, q.layer - l)]
            found |= {l: behind} if behind else {}
    return found


def _comes_through(kind: Kind, above: int) -> bool:
    """Whether a number some layers above another is made of what passes there: a forward, or δ back."""
    return (above <= 0 and kind in BACKWARD) or (above == 1 and kind in FED)


def _work(network: Network, q: Quantity) -> int:
    """About how much there is to do for one question, beside what there is for each."""
    made_of = sum(1 for form in formulas(network, q) for _ in names(form))
    return EACH + made_of * (made_of + 2 * max(network.sizes))


class _Slip(NamedTuple):
    """One way to make a mistake, with what it gives on exact numbers."""

    code: str
    rule: Node
    value: float


def _slips(question: Question) -> list[_Slip]:
    """The mistakes that can be made at a question with the lesson's numbers."""
    own = _functions(question)

    def exact(q: Quantity) -> float:
        return question.known(q).exact

    pairs = zip(question.slips, question.slip_guesses, strict=True)
    return [
        _Slip(mistake.code, slip.tree, guess.value)
        for (mistake, slip), guess in pairs
        if math.isfinite(guess.value)
        and not (question.right == 0.0 and mistake.code in ANYWHERE)
        and not _idle(slip.tree, own, exact)
    ]


def _functions(question: Question) -> Set[str]:
    """The functions that a right formula calls."""
    found, nodes = set(), list(question.forms)
    while nodes:
        node = nodes.pop()
        nodes += operands(node)
        if isinstance(node, Call):
            found.add(node.function)
    return found


def _bands(marker: Marker, q: Quantity) -> Bands:
    """The right answers of those who have every number exact or as shown."""
    return marker.bands(marker.question(q), Paper(CALM, marker.known, {}))


def _passing(found: Findings, question: Question, others: "_Others", inside: Sequence[_Slip], finer: Bands) -> None:
    """Keep which mistakes would be marked right at one question."""
    for slip in inside:
        if not others.same(question, question.forms[0], slip.rule):
            where = found.passing.setdefault(slip.code, {})
            where[question.q] = where.get(question.q, True) and not held(finer, slip.value)


def _idle(rule: Node, own: Set[str], exact: Callable[[Quantity], float]) -> bool:
    """Whether a wrong rule calls a function for nothing: what goes in is not negative, and comes out as it is.

    Nobody can take for positive what is so already.

    Args:
        rule: the wrong rule.
        own: the functions that the right one has.
        exact: the value of any quantity.
    """
    if isinstance(rule, Call) and rule.function in USELESS - own:
        return guess(CALM, rule.argument, exact, 3).value >= 0.0
    return any(_idle(inner, own, exact) for inner in operands(rule))


def _alike(found: Findings, question: Question, others: "_Others", slips: Sequence[_Slip]) -> None:
    """Keep which mistakes give the same number at one question."""
    figures = question.significant
    groups: dict[str, list[_Slip]] = {}
    for slip in slips:
        groups.setdefault(scientific(slip.value, figures), []).append(slip)
    for group in groups.values():
        for one, other in combinations(group, 2):
            pair = one.code, other.code
            known = found.alike.get(pair, {}).get(question.q, True)
            if one.code != other.code and known and not others.same(question, one.rule, other.rule):
                tells = scientific(one.value, figures + 1) != scientific(other.value, figures + 1)
                found.alike.setdefault(pair, {})[question.q] = tells


class _Others:
    """Networks of the same shape with other numbers, to tell what is so whatever the numbers are."""

    def __init__(self, lesson: Solution) -> None:
        self._lesson = lesson

    @cached_property
    def _solutions(self) -> list[Solution]:
        random = Random(1)
        network, kept = self._lesson.network, sides(self._lesson)
        drawn = (with_other_numbers(network, kept, random) for _ in range(OTHERS))
        return [solution for solution in drawn if solution is not None]

    def same(self, question: Question, one: Node, other: Node) -> bool:
        """Whether two rules for a question give the same number in each of the networks in which both are of use."""
        own = _functions(question)
        for solution in self._solutions:
            if not (_idle(one, own, solution.value) or _idle(other, own, solution.value)):
                numbers = (guess(CALM, rule, solution.value, question.significant).value for rule in (one, other))
                if not math.isclose(*numbers, rel_tol=SAME):
                    return False
        return True
