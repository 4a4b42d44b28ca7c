"""Which place of the network is meant by what is typed behind the word."""

import pytest
from helpers.books import book
from helpers.lessons import lesson_of
from helpers.pilot import lesson, small

from tutor.engine.network import Conventions
from tutor.explain.spots import Layer, Neuron, Wire
from tutor.output.wanted import how, wanted
from tutor.session import Session


@pytest.fixture
def session():
    return Session(lesson())


@pytest.mark.parametrize(
    ("typed", "of"),
    [
        ("2", Layer(2)),
        ("0", Layer(0)),
        ("2 1", Neuron(2, 1)),
        ("3, 1", Neuron(3, 1)),
        ("2 1 2", Wire(2, 1, 2)),
        ("1 2 3", Wire(1, 2, 3)),
    ],
)
def test_numbers_are_those_of_names(session, typed, of):
    assert wanted(session, typed).of == of
    assert wanted(session, typed).way == "forward"
    assert wanted(session, f"{typed} Backward").way == "backward"


def test_a_letter_is_a_path(session):
    for typed in ("B", "b", "path B"):
        assert wanted(session, typed).path == (1, 2, 1)
        assert wanted(session, typed).letter == "B"
    assert wanted(session, "B").of == Wire(1, 1, 1)


def test_the_way_alone_looks_at_what_is_in_question(session):
    assert wanted(session, "backward").of == Neuron(1, 1)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("4", "There is no layer 4: the layers are 0 to 3."),
        ("2 3", "Layer 2 has neurons 1 to 2."),
        ("2 0", "Layer 2 has neurons 1 to 2."),
        ("3 2", "Layer 3 has one neuron, number 1."),
        ("0 1 1", "No weight leads into layer 0, the input."),
        ("2 1 3", "The weights of layer 2 are w 1 1 to w 2 2."),
        ("C", "The paths are A to B."),
    ],
)
def test_what_there_is_not_is_said(session, typed, said):
    assert wanted(session, typed) == said


@pytest.mark.parametrize("typed", ["x y", "2 1 2 1", "-1", "1.5", "99999999", "２", "1 a", "path", "[bold]"])
def test_what_means_nothing_says_what_can_be_typed(session, typed):
    assert wanted(session, typed) == how(session)


def test_layers_and_indices_are_counted_as_the_lesson_does():
    other = Session(lesson_of(book(conventions=Conventions(weights="source-destination", first_layer=1))))
    assert wanted(other, "1").of == Layer(0)
    assert "layer 2" in how(other)
    sizes = other.lesson.network.sizes
    assert wanted(other, f"2 {sizes[0]} 1").of == Wire(1, 1, sizes[0])


def test_one_path_and_one_neuron():
    alone = Session(small((1, 1)))
    assert wanted(alone, "B") == "There is no path B: the only path is A."
    assert wanted(alone, "a").path == (1,)
