"""What is said of the network in words: all that its drawings show, and nothing that is not known."""

import re

import pytest
from helpers.books import book
from helpers.lessons import lesson_of
from helpers.looks import places
from helpers.pilot import key, lesson, small

from tutor.event import SIGNS
from tutor.explain.labels import DOUBTFUL
from tutor.explain.layout import compact, full
from tutor.explain.moves import Chosen
from tutor.explain.said import DOUBTS, sentences
from tutor.explain.spots import Layer, Neuron, Wire
from tutor.lesson.locate import builtin
from tutor.output import around, routes, view
from tutor.output.heard import heard, traced
from tutor.session import Session

NUMBER = re.compile(r"(?<![\w.⁽⁾₍])−?\d+\.\d+(?:e−?\d+)?|(?<==\s)−?\d+(?:\.\d+)?(?:e−?\d+)?")
WORDS = {sign.glyph: sign.words for sign in SIGNS.values()}


def ascii_of(number):
    return number.replace("−", "-")


def numbers(text):
    return [float(found) for found in re.findall(r"(?<![\w.])-?\d+\.\d+(?:e-?\d+)?", text)]


def nearly(brief, number):
    """Whether a drawing has a number in fewer columns: −2.46e−6 for -0.00000246."""
    return brief == float(f"{number:.2e}")


def walked(what, stride=1):
    """The session at its questions in turn, or at some of them: every third is answered wrong, and passed by."""
    session = Session(what)
    for at, answer in enumerate(key(what)):
        if at % stride == 0:
            yield session
        if at % 3 == 1 and session.focus is not None:
            wrong = f"{float(answer) + 0.317:.4f}" if at % 2 else f"{float(answer):.1g}"
            session.submit(wrong)
        session.submit("next" if at % 3 == 1 else answer)
        session.go_on()
    yield session


def told(session, of):
    """All that is said of a place, whichever way one looks."""
    return " ".join(line for way in ("forward", "backward") for line in heard(session, Chosen(of, way)))


def drawings(session):
    """The drawing of the lesson screen, small and large, and the whole network."""
    network, look = session.lesson.network, view.look(session)
    yield compact(network, look, 80, 9)
    large = full(network, look, 120, 24)
    if large is not None:
        yield large
    yield around.picture(session, around.opening(session), 160, 40)


@pytest.mark.parametrize("name", builtin())
def test_every_label_of_every_drawing_is_said(name):
    checked = marks = 0
    for session in walked(lesson(name), stride=2):
        labels = {
            (spot.of, spot.label)
            for drawing in drawings(session)
            for spot in drawing.spots
            if NUMBER.search(spot.label)
        }
        said = {of: told(session, of) for of, _ in labels}
        for of, label in labels:
            for found in NUMBER.finditer(label):
                number = ascii_of(found.group())
                if number not in said[of] and not any(nearly(float(number), other) for other in numbers(said[of])):
                    assert "η" in label or isinstance(of, Layer), (of, label, said[of])
                checked += 1
                mark = label[found.end() :].strip()[:1]
                if mark in DOUBTFUL and number in said[of]:
                    assert re.search(rf"= {re.escape(number)} \([^)]*{WORDS[mark]}", said[of]), (label, said[of])
                    marks += 1
    assert checked > 20
    assert marks > 0


@pytest.mark.parametrize("name", builtin())
def test_what_is_lit_is_said_with_the_question(name):
    """The weights on the wires, and the numbers that go into it with their marks."""
    for session in walked(lesson(name)):
        if session.finished:
            continue
        look = view.look(session)
        said = " ".join(sentences(session.lesson.network, look))
        drawing = compact(session.lesson.network, look, 80, 9)
        for spot in drawing.spots:
            if isinstance(spot.of, Wire) and spot.label and NUMBER.fullmatch(spot.label):
                assert ascii_of(spot.label) in said, (spot.label, said)
        for q, state in session.states.items():
            mark = state.number_sign.glyph if state.number_sign and state.own else ""
            if mark in DOUBTFUL and f", {ascii_of(session.value_text(q))}" in said:
                assert f"{ascii_of(session.value_text(q))}, {DOUBTS[mark]}" in said


def secrets(session):
    """The texts of all numbers that are asked for and not known, but for those that something known looks like, too."""
    questions = session.lesson.questions
    known = {session.value_text(q) for q in (*questions, *session.numbers.given(session.at))}
    return {ascii_of(session.numbers.text(q)) for q in questions if session.value_text(q) is None} - {
        ascii_of(text) for text in known if text
    }


LESSONS = [
    *(lesson(name) for name in ("worked-example", "softmax", "dead-relu")),
    lesson_of(book(samples=2)),
]


@pytest.mark.parametrize("what", LESSONS, ids=lambda what: what.title)
def test_nothing_unknown_is_said_and_every_line_can_be_heard(what):
    for session in walked(what, stride=9):
        lines = [line for of in places(what.network) for line in told_lines(session, of)]
        lines += [line for route in routes.routes(session) for line in path(session, route)] + list(traced(session))
        for line in lines:
            assert line.isascii(), line
            assert line[0].isalpha(), line
            assert line.endswith("."), line
        heard_there = set(re.findall(r"(?<![\w.])-?\d+\.\d+(?:e-?\d+)?", " ".join(lines)))
        assert not (secrets(session) - own_numbers(what)) & heard_there


def told_lines(session, of):
    return [line for way in ("forward", "backward") for line in heard(session, Chosen(of, way))]


def path(session, route):
    return list(heard(session, around.on_path(session, around.opening(session), route)))


def own_numbers(what):
    """The lesson's own numbers, which may look like others."""
    network = what.network
    every = [*network.x, *network.y]
    for layer in network.layers:
        every += [*layer.b, *(w for row in layer.W for w in row)]
    return {str(float(number)) for number in every} | {f"{number:.4f}" for number in every}


def at_the_gradient():
    """The worked example with all found but its gradient."""
    session = Session(lesson())
    for answer in key(lesson())[:-1]:
        session.submit(answer)
        session.go_on()
    return session


def test_a_neuron_is_said_with_its_numbers_and_its_equation():
    session = at_the_gradient()
    assert list(heard(session, Chosen(Neuron(2, 1), "forward"))) == [
        "Neuron 1 of layer 2: z 1 of layer 2 = 0.8997, a 1 of layer 2 = 0.7109, sigma prime of z 1 of layer 2 = 0.2055,"
        " delta 1 of layer 2 = -0.00490, b 1 of layer 2 = 0.1.",
        "z 1 of layer 2 equals w 1 1 of layer 2 times a 1 of layer 1, plus w 1 2 of layer 2 times a 2 of layer 1,"
        " plus b 1 of layer 2. In numbers: 0.7*0.5000 + 0.8*0.5622 + 0.1 is about 0.8997.",
        "a 1 of layer 2 equals sigma of z 1 of layer 2. In numbers: sigmoid(0.8997) = 0.7109.",
    ]


def test_a_wire_is_said_with_what_goes_over_it_both_ways():
    session = at_the_gradient()
    lines = list(heard(session, Chosen(Wire(2, 1, 2), "backward")))
    assert lines[0] == "The weight from neuron 2 of layer 1 to neuron 1 of layer 2: w 1 2 of layer 2 = 0.8."
    assert lines[1] == "Not known yet: the gradient of L with respect to w 1 2 of layer 2."
    assert lines[2].startswith("Backward it carries w 1 2 of layer 2 times delta 1 of layer 2, which is 0.8*(-0.00490)")
    assert lines[2].endswith(": a part of delta 2 of layer 1.")


def test_a_path_is_said_as_far_as_it_is_known():
    session = at_the_gradient()
    title, factors, numbers = path(session, (1, 2, 1))
    assert title.endswith("leads through neuron 1 of layer 1, neuron 2 of layer 2 and the output.")
    assert factors.startswith("Its factors are x 1 times sigma prime of z 1 of layer 1 times w 2 1 of layer 2 times")
    assert numbers.startswith(
        "With what is known: 1.0 times 0.2500 times 0.9 times 0.1767 times 0.4 times 0.2273 times"
    )
    assert "percent" in " ".join(traced(session))  # all that the paths take is found
    session.submit(key(lesson())[-1])
    assert path(session, (1, 2, 1))[2] == (
        "In numbers: 1.0*0.2500*0.9*0.1767*0.4*0.2273*(-0.3494) = -0.00126, 59.6 percent of the gradient."
    )
    assert "Path B leads through neuron 1 of layer 1, neuron 2 of layer 2 and the output: 59.6 percent of the" in (
        " ".join(traced(session))
    )


def test_of_many_paths_the_first_are_said():
    what = small((2, 3, 3, 3, 1))
    lines = list(traced(Session(what)))
    assert sum(line.startswith("Path ") for line in lines) == 8
    assert "There are 1 more." in lines
