"""What is looked up or told at the end of a lesson, line by line for listening: names as they are said, ASCII numbers.

A line that begins with an article is begun with a small letter; whoever prints it gives it a capital.
"""

from collections.abc import Iterator
from itertools import groupby

from tutor.event import Sign
from tutor.explain.equation import equation
from tutor.lesson.schema import Lesson, Step
from tutor.notation import math, sentence, tex
from tutor.notation.number import MINUS
from tutor.notation.prose import plain
from tutor.notation.symbols import symbol
from tutor.output.ending import Ending
from tutor.output.now import AT_THE_START, BEGINS, parameter, renewed
from tutor.output.parameters import parameters
from tutor.output.words import ALOUD, WORDS, answers, turn
from tutor.quantity import ASKABLE, MATRICES, PER_SAMPLE, Kind, Quantity
from tutor.session import Session


def spoken(text: str) -> str:
    """A number of screens in the ASCII that is read aloud."""
    return sentence.speech((text,))


def prose(markdown: str) -> str:
    """A lesson's Markdown for listening."""
    return plain(markdown, speech=True).replace(MINUS, "-")


def value(session: Session, q: Quantity) -> str:
    """What a quantity is known as by now; nothing where it is not."""
    return spoken(session.value_text(q) or "")


def open_still(session: Session, q: Quantity) -> str:
    """What is to be said of a known number that the learner has not found."""
    state = session.states.get(q)
    if state is None or state.correct or state.sign is None:
        return ""
    yours = f"yours, {state.number_sign.words}, " if state.passed and state.own and state.number_sign else ""
    sign: Sign | None = state.sign
    if state.mark is not None and state.mark.number is None and not state.passed and not state.shown:
        # What could not be read is not the number that is known: the learner's own before it, or the right one.
        sign = state.number_sign if state.own is not None else None if value(session, q) else sign
    return f" ({yours}{sign.words})" if sign is not None else ""


def known(session: Session) -> Iterator[str]:
    """All that is known so far, a line for each layer and kind; update by update and sample by sample."""
    network = session.lesson.network

    def name(q: Quantity) -> str:
        return math.speech(symbol(q, network.naming))

    for s in range(1, len(network.samples) + 1):
        inputs = (Quantity(Kind.A, 0, k, sample=s) for k in range(1, network.sizes[0] + 1))
        yield ", ".join(f"{name(q)} = {value(session, q)}" for q in inputs)

    def part(q: Quantity) -> tuple[int, int]:
        """The update, and behind it the sample; what belongs to all samples comes last."""
        alone = len(network.in_update(q.update)) == 1
        own = network.of_update(q.update) if alone else q.sample
        return q.update, own if alone or q.kind in PER_SAMPLE else len(network.samples) + 1

    def line(q: Quantity) -> tuple[int, int, int]:
        return ASKABLE.index(q.kind), q.layer or 0, (q.j or 0) if q.kind in MATRICES else 0

    there = [q for q in {*session.lesson.questions, *session.numbers.given(session.at)} if value(session, q)]
    there.sort(key=lambda q: (part(q), line(q), q.j or 0, q.k or 0))
    for (update, sample), found in groupby(there, part):
        heading = turn(network, update, sample if sample <= len(network.samples) else None)
        if heading:
            yield f"{heading.capitalize()}:"
        for _, row in groupby(found, line):
            yield ", ".join(f"{name(q)} = {value(session, q)}{open_still(session, q)}" for q in row)


def network(session: Session) -> Iterator[str]:
    """The lesson's own numbers; in a later update, that they are those of the start, and first what it begins with."""
    given = session.lesson.network
    if now := renewed(session):
        yield f"{BEGINS.format(now.update)} with these:"
        for l, layer in enumerate(given.layers, 1):
            for j, row in enumerate(layer.W, 1):
                yield ", ".join(_begun(session, parameter(session, Kind.W, l, j, k)) for k in range(1, len(row) + 1))
            if layer.b:
                yield ", ".join(_begun(session, parameter(session, Kind.B, l, j)) for j in range(1, len(layer.b) + 1))
        yield f"{AT_THE_START}:"
    yield from map(sentence.speech, parameters(given))


def _begun(session: Session, q: Quantity) -> str:
    """A weight or bias that a later update begins with."""
    return f"{math.speech(symbol(q, session.lesson.network.naming))} = {value(session, q) or 'not known'}"


def shown_equation(lesson: Lesson, step: Step) -> Iterator[str]:
    """Reveal 1."""
    if step.kind is None:
        return
    formula = equation(lesson.network, step.kind, step.layer)
    written = [tex.parse(source) for source in formula.tex]
    yield f"The equation{', ' + formula.tag if formula.tag else ''}: {math.speech(written[0])}."
    yield from (f"As it is written: {math.ascii(each)}" for each in written)
    yield f"In words: {spoken(formula.words.removesuffix('.'))}."


def shown_before(session: Session) -> Iterator[str]:
    """The hints and the equation of the present step that were shown before the lesson was left."""
    for number, hint in enumerate(session.hints_shown, 1):
        yield f"Hint {number}, once more. {prose(hint)}"
    if session.equation_shown and session.step is not None:
        yield from shown_equation(session.lesson, session.step)


def helping(lesson: Lesson) -> Iterator[str]:
    """What can be typed."""
    yield from answers(lesson)
    if not lesson.marking.functions:
        yield "In this lesson no answer calls a function such as exp."
    yield "These words can be typed at any time:"
    yield from (f"{word}: {what}" for word, what in (WORDS | ALOUD).items())


def numbers(end: Ending) -> Iterator[str]:
    """All numbers at the end, a line for each neuron."""
    for section in end.sections:
        if section.heading:
            yield f"{section.heading}:"
        for row in (*section.neurons, *((entry,) for entry in section.results)):
            entries = (entry for entry in row if entry is not None)
            yield ", ".join(f"{math.speech(entry.name)} = {spoken(entry.text)}" for entry in entries)


def paths(end: Ending) -> Iterator[str]:
    """The gradient, path by path."""
    from tutor.output.pictures.shares import letter  # not before the end

    yield sentence.speech(end.chain.before)
    for at, path in enumerate(end.chain.paths):
        yield f"Path {letter(at)} leads through {sentence.speech(path.route)}: {math.speech(path.factors)}."
        share = f" This is {spoken(path.share).replace(' %', ' percent')} of the gradient." if path.share else ""
        yield f"In numbers: {path.numbers.text('ascii')} {spoken(path.sign)} {spoken(path.product)}.{share}"
    yield sentence.speech(end.chain.after)
