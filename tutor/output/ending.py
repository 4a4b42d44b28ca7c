"""What stands at the end of a lesson, whatever shows it: all numbers, the chain, the check, what they mean.

Nothing is printed here and nothing is laid out; numbers in text have the real minus sign, as on screens.
"""

from dataclasses import dataclass
from typing import NamedTuple

from tutor.engine.solution import Solution
from tutor.event import Outcome
from tutor.lesson.schema import Lesson
from tutor.notation.math import Math
from tutor.notation.number import as_shown, screen
from tutor.notation.sentence import Sentence
from tutor.notation.symbols import symbol
from tutor.output.chain import ChainText, chain_text
from tutor.output.checked import checked
from tutor.output.known import COLUMNS, has
from tutor.output.meaning import meaning
from tutor.output.words import listed, turn
from tutor.quantity import PER_SAMPLE, Kind, Quantity, Stage, beside
from tutor.session import Session


class Entry(NamedTuple):
    """One number of the table."""

    quantity: Quantity
    name: Math
    text: str
    """As screens write it."""


class Section(NamedTuple):
    """A part of the table of all numbers.

    Attributes:
        heading: which update and sample it is of; empty where there is one part.
        neurons: a row for each neuron, layer by layer from the input: its numbers in the order of ``COLUMNS``.
        results: the loss and the gradients and updates that the lesson asks for.
    """

    heading: str
    neurons: tuple[tuple[Entry | None, ...], ...]
    results: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Ending:
    """The end of a lesson.

    Attributes:
        sections: all numbers, update by update and sample by sample.
        chain: the gradient that the lesson leads to, path by path.
        check: the gradient check, in sentences.
        meaning: what the sign of that gradient says, and what the updates do.
    """

    sections: tuple[Section, ...]
    chain: ChainText
    check: tuple[Sentence, ...]
    meaning: tuple[Sentence, ...]


def ending(lesson: Lesson, solution: Solution) -> Ending:
    """Everything that the end of a lesson shows but for how it went, which ``went`` says."""
    weight = goal(lesson)
    check, kinked = checked(lesson, weight)
    return Ending(
        _sections(lesson, solution),
        chain_text(lesson, solution, weight),
        check,
        meaning(lesson, solution, weight, kinked=kinked),
    )


def went(session: Session) -> Sentence:
    """How many questions went how, in one sentence."""
    counts = [(count, outcome) for outcome, count in session.outcomes().items() if count]
    total = sum(count for count, _ in counts)
    words = [f"{count} {'was' if count == 1 else 'were'} {_OUTCOMES.get(o, o.value)}" for count, o in counts]
    if len(words) > 1 or total == 1:
        return (f"Of {total} question{'' if total == 1 else 's'}, {listed(words)}.",)
    if counts[0][1] is Outcome.OPEN:
        return (f"None of the {total} questions was done.",)
    return (f"All {words[0].replace(' ', ' questions ', 1)}.",)


_OUTCOMES = {Outcome.OPEN: "not done"}
"""Outcomes whose own words do not fit a sentence about the past."""


def goal(lesson: Lesson) -> Quantity:
    """The weight (kind ``W``) that the end is about: the traced one, else the first whose gradient is asked for."""
    if lesson.trace is not None:
        return lesson.trace
    asked = (q for q in lesson.questions if q.kind is Kind.DL_DW)
    first = min(asked, key=lambda q: (q.layer, q.j, q.k), default=Quantity(Kind.DL_DW, 1, 1, 1))
    return Quantity(Kind.W, first.layer, first.j, first.k)


def _entry(lesson: Lesson, solution: Solution, q: Quantity) -> Entry:
    text = as_shown(q, solution.value(q), lesson.marking.significant)
    return Entry(q, symbol(q, lesson.network.naming), screen(text))


def _sections(lesson: Lesson, solution: Solution) -> tuple[Section, ...]:
    """The first pass, and every other one that the lesson asks something of."""
    network = lesson.network
    asked = {(q.update, q.sample) for q in lesson.questions if q.kind in PER_SAMPLE}
    found: list[Section] = []
    for update in sorted({1, *(q.update for q in lesson.questions)}):
        turns = network.in_update(update)
        passes = [s for s in turns if update == 1 or (update, s) in asked]
        results = _results(lesson, solution, update)
        if len(turns) > 1:
            found += [_section(lesson, solution, update, s, ()) for s in passes]
            found.append(Section(turn(network, update) or "all samples", (), results))
        else:
            found.append(_section(lesson, solution, update, turns[0], results))
    return tuple(each._replace(heading=each.heading.capitalize()) for each in found)


def _section(lesson: Lesson, solution: Solution, update: int, sample: int, results: tuple[Entry, ...]) -> Section:
    """One pass, with the results that belong to it."""
    network = lesson.network
    of = Quantity(Kind.A, sample=sample, update=update)
    rows = tuple(
        tuple(_entry(lesson, solution, beside(of, kind, l, j)) if has(network, kind, l) else None for kind in COLUMNS)
        for l, size in enumerate(network.sizes)
        for j in range(1, size + 1)
    )
    return Section(turn(network, update, sample), rows, results)


def _results(lesson: Lesson, solution: Solution, update: int) -> tuple[Entry, ...]:
    stages = {Stage.GRADIENTS, Stage.UPDATE}
    asked = [q for step in lesson.asked if step.stage in stages for q in step.questions if q.update == update]
    loss = Quantity(Kind.LOSS, sample=lesson.network.of_update(update), update=update)
    return tuple(_entry(lesson, solution, q) for q in (loss, *asked))
