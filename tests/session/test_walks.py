"""The keyboard promise in any lesson: what solve shows, typed in its order, is all right and leads to the end."""

import io

import pytest
from helpers.pilot import key
from helpers.written import BOOKS, book

from tutor import plain
from tutor.engine.network import Layer, Network
from tutor.event import Outcome, Word
from tutor.explain.cells import width
from tutor.explain.task import task
from tutor.lesson.schema import Lesson
from tutor.lesson.steps import derived
from tutor.notation.sentence import speech
from tutor.output.board import View, board
from tutor.quantity import Kind, Quantity
from tutor.session import Session

ACTIVATIONS = ("sigmoid", "tanh", "relu", "leaky-relu", "elu", "softplus", "silu", "identity", "z / (1 + exp(-z))")
LOSSES = ("half-squared-error", "squared-error", "mean-squared-error", "binary-cross-entropy", "(a - y)**4 / 4")
ENDINGS = [
    *((activation, loss) for activation in ACTIVATIONS for loss in LOSSES if "binary" not in loss),
    *(("softmax", loss) for loss in ("cross-entropy", *LOSSES) if "binary" not in loss),
    ("sigmoid", "binary-cross-entropy"),
]
"""Every activation with every loss that makes sense."""


def walked(lesson):
    """The session of a lesson in which everything was typed that solve shows."""
    session = Session(lesson)
    for answer in key(lesson):
        session.submit(answer)
    session.submit("")
    return session


@pytest.mark.parametrize(("activation", "loss"), ENDINGS)
def test_every_activation_with_every_loss_is_walked(activation, loss):
    hidden = "tanh" if activation == "softmax" else activation
    layers = (
        Layer(((0.5, -0.3),), (0.2,), hidden, 0.1 if hidden == "leaky-relu" else None),
        Layer(((0.8,), (-0.6,)), (0.1, -0.4), activation, 0.1 if activation == "leaky-relu" else None),
    )
    network = Network((0.9, -0.7), (1.0, 0.0), layers, loss)
    session = walked(Lesson("any", "Any", network, derived(network)))
    assert session.finished
    assert session.outcomes()[Outcome.AT_ONCE] == len(session.lesson.questions)


@pytest.mark.parametrize("name", BOOKS)
def test_every_book_is_walked_line_by_line_with_every_look_at_each_step(name):
    lesson = book(name)
    answers = iter(key(lesson))
    lines = [line for step in lesson.asked for line in ("show", *(next(answers) for _ in step.questions))]
    said = io.StringIO()
    assert plain.run(lesson, io.StringIO("\n".join(["network", "help", *lines, "known", ""])), said) == 0
    text = said.getvalue()
    assert "The lesson is done" in text
    assert f"All {len(lesson.questions)} questions were right at once." in text
    for step in lesson.asked:
        assert f", {step.stage}. {speech(task(lesson.network, step))}.\n" in text


@pytest.mark.parametrize("name", BOOKS)
def test_every_board_of_a_book_keeps_to_its_columns_and_says_where_it_is(name):
    lesson = book(name)
    session = Session(lesson)
    for number, step in enumerate(lesson.asked):
        if number % 2 == len(name) % 2:
            columns, rows = ((80, 24), (140, 50), (59, 19))[number // 2 % 3]
            made = board(session, View(columns, rows))
            pieces = (made.head, made.drawing, made.text, made.labels, made.said)
            assert max(width(row) for piece in pieces for row in piece) <= columns
            heading = "".join(cell.text for cell in made.head[0])
            assert f"step {number + 1} of {len(session.steps)}" in heading
        for _ in step.questions:
            session.act(Word.NEXT)
    assert session.finished


def test_new_parameters_that_are_not_asked_are_known_in_the_next_update():
    lesson = book("shared")
    asked = tuple(step for step in lesson.steps if step.kind not in ("W_new", "b_new"))
    session = Session(Lesson("some", "Some", lesson.network, asked))
    new = Quantity(Kind.W_NEW, 1, 3, 2)
    while session.step.update == 1:
        assert session.value_text(new) is None
        session.act(Word.NEXT)
        session.go_on()
    assert session.value_text(new) == session.numbers.text(new)
    assert session.value_text(new._replace(update=2)) is None
