"""Two fronts, one core: any lesson can be walked in both, and the same inputs give the same events in both."""

import io
import random
from itertools import pairwise

import pytest
from helpers.lesson_files import lesson_text
from helpers.lessons import lesson_of
from helpers.networks import HALF, REFERENCE, TWO_OUTPUTS
from helpers.pilot import running, send, text

from tutor import plain
from tutor.engine.network import (
    BATCHES,
    BIASES,
    ERROR_SIGNS,
    WEIGHTS,
    Conventions,
    Descent,
    Layer,
    Network,
    Sample,
)
from tutor.event import Outcome, Word
from tutor.explain.formula import formulas
from tutor.expression.evaluate import evaluate
from tutor.lesson.read import read
from tutor.marking.mark import Verdict
from tutor.marking.marker import Marker
from tutor.notation import sentence
from tutor.notation.number import shown
from tutor.output.solution import as_data
from tutor.quantity import Kind, Quantity
from tutor.recorder import Recorder
from tutor.session import Session
from tutor.tui.screens.end import EndScreen

KEYS = {
    Word.HINT: "ctrl+y",
    Word.SHOW: "ctrl+r",
    Word.KNOWN: "ctrl+o",
    Word.NETWORK: "ctrl+g",
    Word.HELP: "f1",
    Word.NEXT: "f8",
    Word.BACK: "f7",
    Word.DERIVE: "f9",
}
LOOKS = {Word.KNOWN, Word.NETWORK, Word.DERIVE, Word.HELP}
PLACES = ["network 1 1", "network A backward", "network 99", "picture"]
UNREADABLE = ["[bold]", "[/]", "[", "\x1b[31mred\x1b[0m", "nan", "--5", "1,2,3,4", "２", "0.5 V", "\u202e1"]
SIZES = [(1, 1), (8, 4, 8, 2), *(None,) * 8]


def random_network(rng, sizes=None):
    """A network of numbers with one decimal, of the sizes given or of random ones."""
    sizes = sizes or [rng.randint(1, 5) for _ in range(rng.randint(2, 4))]

    def number():
        return rng.randint(-20, 20) / 10

    layers = tuple(
        Layer(
            tuple(tuple(number() for _ in range(before)) for _ in range(here)),
            tuple(number() for _ in range(here)),
            rng.choice(["sigmoid", "tanh", "relu", "identity"]),
        )
        for before, here in pairwise(sizes)
    )
    x, y = (tuple(number() for _ in range(n)) for n in (sizes[0], sizes[-1]))
    return Network(x, y, layers, HALF, rng.choice([None, 0.5]))


def written_otherwise(rng):
    """A small network in the conventions of some other book, with two samples."""
    conventions = Conventions(*(rng.choice(of) for of in (WEIGHTS, BIASES[:3], ERROR_SIGNS, (0, 1))))
    network = random_network(rng, [rng.randint(1, 2) for _ in range(3)])
    shared, threshold = conventions.bias == "shared", rng.random() < 0.5
    layers = tuple(
        layer._replace(b=layer.b[:1] if shared else layer.b, threshold=threshold) for layer in network.layers
    )
    further = (Sample(tuple(-x for x in network.x), network.y),)
    descent = Descent(2, rng.choice([None, 0.9]), rng.choice([None, 0.1]), rng.choice(BATCHES))
    return network._replace(layers=layers, learning_rate=0.1, further=further, conventions=conventions, descent=descent)


def plain_events(lesson, lines):
    """The recorder of a lesson taken line by line, and what was said."""
    recorder, said = Recorder(Session(lesson)), io.StringIO()
    assert plain.take(recorder, io.StringIO("".join(line + "\n" for line in lines)), said) == 0
    return recorder, said.getvalue()


@pytest.mark.exhaustive
@pytest.mark.parametrize("number", range(len(SIZES)))
async def test_random_lessons_are_walked_to_the_end(number, tmp_path):
    path = tmp_path / "made.toml"
    rng = random.Random(number)
    network = random_network(rng, SIZES[number]) if number < 7 else written_otherwise(rng)
    path.write_text(lesson_text(network), encoding="utf-8")
    lesson = read(path)
    assert lesson.network == network
    answers = [entry["shown"] for entry in as_data(lesson)["quantities"]]
    assert len(answers) == len(lesson.questions)

    recorder, said = plain_events(lesson, answers)
    assert recorder.session.finished
    assert recorder.session.outcomes()[Outcome.AT_ONCE] == len(answers)
    assert "The lesson is done" in said

    async with running(lesson) as (app, pilot):
        screen = app.screen
        for answer in answers:
            await send(pilot, answer)
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, EndScreen)
        assert screen.recorder.events == recorder.events


def by_their_own_numbers(session):
    """What the right rule gives at the question in focus, on all the numbers that stand there."""

    def value(q):
        own = session.states[q].own if q in session.states else None
        return session.numbers.value(q) if own is None else own.number

    return evaluate(formulas(session.lesson.network, session.focus)[0], value)


def mistaken(session, marker, rng):
    """What one of the named mistakes gives at the question in focus."""
    found = [slip.value for slip in marker.question(session.focus).slip_guesses if abs(slip.value) < 1e6]
    return rng.choice(found or [0.0])


def script(lesson, rng, length):
    """Random inputs, as (how, what): typed texts, words and keys. Texts depend on the question they are for."""
    session, inputs, last = Session(lesson), [], "1"
    marker = Marker(lesson.network, lesson.marking.significant, session.numbers.value)

    def add(how, what):
        inputs.append((how, what))
        session.submit(what.value if isinstance(what, Word) else what)

    while len(inputs) < length and not session.finished:
        add("text", "")  # both fronts then stand at the same question
        if session.finished:
            break
        if len(inputs) % 40 == 39:
            add("text", PLACES[len(inputs) // 40 % len(PLACES)])
        value = session.numbers.value(session.focus)
        right = shown(value, lesson.marking.significant)
        last = rng.choice(
            [
                right,
                shown(by_their_own_numbers(session), 5),
                shown(by_their_own_numbers(session), 5),
                shown(mistaken(session, marker, rng), 4),
                shown(mistaken(session, marker, rng), 4),
                f"{value * 1.37 + 0.11:.4f}",
                f"{value:.1f}",
                rng.choice(UNREADABLE),
                last,
                "1; 2; 3; 4; 5; 6; 7",
                f"{right} + 0",
                "  ",
            ]
        )
        if rng.random() < 0.7:
            add("text", last)
        else:
            add(rng.choice(["word", "key"]), rng.choice([*KEYS, Word.NEXT, Word.NEXT]))
    return inputs


async def screen_events(lesson, inputs):
    """The recorder of a lesson taken on the screen."""
    async with running(lesson) as (app, pilot):
        recorder = app.screen.recorder
        for how, what in inputs:
            if how == "key":
                await pilot.press(KEYS[what])
            else:
                await send(pilot, what.value if isinstance(what, Word) else what)
            if what in LOOKS or what in PLACES:
                await pilot.pause()
                await pilot.press("escape")
        await pilot.pause()
        return recorder


@pytest.mark.exhaustive
@pytest.mark.parametrize("seed", range(4))
async def test_the_same_inputs_give_the_same_events_in_both_fronts(seed):
    rng = random.Random(seed)
    network = [REFERENCE, TWO_OUTPUTS, random_network(rng, (2, 3, 2)), random_network(rng, (3, 2, 1))][seed]
    lesson = lesson_of(network, trace=Quantity(Kind.W, 1, 1, 1) if seed == 0 else None)
    inputs = script(lesson, rng, 120)
    lines = [what.value if isinstance(what, Word) else what for _, what in inputs]
    recorder, _ = plain_events(lesson, lines)
    other = await screen_events(lesson, inputs)
    assert len(recorder.events) > 40
    marks = [answer.mark for event in recorder.events for answer in event.answers]
    found = {mark.verdict for mark in marks}
    assert {Verdict.CORRECT, Verdict.WRONG, Verdict.UNREADABLE} <= found
    assert Verdict.CONSISTENT in found or seed == 3
    assert len({code for mark in marks for code in mark.mistakes}) > 3
    assert other.events == recorder.events
    assert other.session.states == recorder.session.states


WORDED = [
    *("-0.1; 0.05", "0.05", "0", "0.25", ""),  # the bias left out; said again; put right
    *("0.25", "0.5; 0.5622", ""),
    *("0.7997", "next", "1.0122", "1.2122", ""),  # left with a mistake, which is said shorter the second time
    *("0.6899", "1.2122", "0.8", "0.771", ""),  # follows; z for a; too few figures
    *("0", "next", "0.5"),  # a wrong nought leaves nothing to compute
]
"""Answers to the worked example, most of them with a mistake that has a name."""


async def test_both_fronts_say_the_same_of_every_answer():
    lesson = lesson_of(REFERENCE)
    recorder, said = plain_events(lesson, WORDED)
    answers = [answer for event in recorder.events for answer in event.answers]
    assert {answer.mark.verdict.value for answer in answers} == {"correct", "consistent", "imprecise", "wrong"}
    assert len({code for answer in answers for code in answer.mark.mistakes}) > 3
    for answer in answers:
        message = sentence.speech(answer.mark.message)
        assert message in said or message.removeprefix("Not yet. ").removeprefix("Right so far. ") in said
    async with running(lesson) as (app, pilot):
        for typed in WORDED:
            await send(pilot, typed)
            await pilot.pause()
            event = app.screen.recorder.events[-1]
            shown_there = "".join(text(app).replace("┃", "").split())  # a bar stands beside each row of a message
            for answer in event.answers[:1] if typed and typed != "next" else ():
                assert "".join(sentence.screen(answer.mark.message).split()) in shown_there, answer
        assert app.screen.recorder.events == recorder.events
