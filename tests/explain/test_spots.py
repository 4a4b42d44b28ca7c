"""What stands where: every label is found whole at its place, none on another, and wires are told from one another."""

import random
from itertools import combinations

import pytest
from helpers.looks import look_at, looks, places, questions
from helpers.networks import REFERENCE, TWO_OUTPUTS, networks
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.engine.solution import solve
from tutor.explain import cells
from tutor.explain.layout import compact, full
from tutor.explain.moves import Chosen
from tutor.explain.panorama import panorama
from tutor.explain.spots import Layer, Neuron, Picture, Spot, Wire
from tutor.quantity import Kind, Quantity


def assert_labels_stand(picture):
    """Each label whole at its place, and no two on the same cells."""
    lines = ["".join(cell.text for cell in row) for row in picture.rows]
    labelled = [spot for spot in picture.spots if spot.label]
    for spot in labelled:
        assert lines[spot.row][spot.start : spot.end] == spot.label, cells.text(picture.rows)
    taken = [(spot.row, column) for spot in labelled for column in range(spot.start, spot.end)]
    assert len(taken) == len(set(taken)), cells.text(picture.rows)


@settings(max_examples=12, deadline=None)
@given(networks(widest=6, deepest=4), st.integers(58, 200), st.integers(2, 40), st.randoms(use_true_random=False))
def test_every_label_stands_whole_at_its_place(network, width, height, choose):
    solution = solve(network)
    look = look_at(network, choose.choice(questions(network)), solution=solution)
    assert_labels_stand(compact(network, look, width, height))
    framed = full(network, look, width, height)
    if framed is not None:
        assert_labels_stand(framed)
    chosen = Chosen(choose.choice(places(network)), choose.choice(["forward", "backward"]))
    assert_labels_stand(panorama(network, look, chosen, width, height))


def marked(picture, of):
    """A drawing in which the cells of a place are ``#`` and all others blank."""
    height, width = len(picture.rows), max(map(cells.width, picture.rows))
    return [
        "".join("#" if picture.at(row, column) == of else " " for column in range(width)).rstrip()
        for row in range(height)
    ]


def test_wires_into_the_neuron_in_question():
    picture = compact(REFERENCE, look_at(REFERENCE, Quantity(Kind.Z, 1, 2)), 80, 4)
    text = cells.text(picture.rows).split("\n")
    row = next(i for i, line in enumerate(text) if "x₁" in line)
    start = text[row].index("━")
    assert picture.at(row, start) == Wire(1, 2, 1)
    assert picture.at(row, text[row].index("0.4")) == Wire(1, 2, 1)
    assert picture.at(row, text[row].index("┱")) == Wire(1, 2, 1)
    assert picture.at(row + 1, text[row + 1].index("╋")) is None
    assert picture.at(row + 1, text[row + 1].index("▶") - 1) is None
    assert picture.at(row + 2, text[row + 2].index("┛")) == Wire(1, 2, 3)
    assert picture.at(row, text[row].index("x₁")) == Neuron(0, 1)
    assert picture.at(row + 1, text[row + 1].index("z₂")) == Neuron(1, 2)
    assert picture.at(0, text[0].index("layer 2")) == Layer(2)
    assert picture.at(0, 200) is None


@pytest.mark.parametrize("network", [REFERENCE, TWO_OUTPUTS])
def test_a_gradient_stands_on_its_own_wire(network):
    for look in looks(network):
        q = look.focus
        if q.kind is Kind.DL_DW:
            picture = compact(network, look, 100, 5)
            labels = [spot.label for spot in picture.spots if spot.of == Wire(q.layer, q.j, q.k) and spot.label]
            assert len(labels) == 1
            assert labels[0].endswith("?")
            wires = {spot.of for spot in picture.spots if isinstance(spot.of, Wire) and spot.label}
            assert {wire for wire in wires if wire.layer == q.layer} == {Wire(q.layer, q.j, q.k)}


def test_a_box_with_all_its_frame_is_its_neuron():
    picture = full(REFERENCE, look_at(REFERENCE, Quantity(Kind.Z, 1, 1)), 78, 12)
    box = marked(picture, Neuron(0, 2))
    shown = cells.text(picture.rows).split("\n")
    rows = [row for row, line in enumerate(box) if line]
    assert [shown[row][: len(box[row])].strip() for row in rows] == ["╭─────────╮", "│ x₂  0.5 ┝", "╰─────────╯"]


def test_of_two_spots_the_first_counts():
    picture = Picture((), (Spot(0, 2, 4, Neuron(1, 1)), Spot(0, 0, 9, Layer(1))))
    assert [picture.at(0, column) for column in (1, 2, 3, 4, 9)] == [
        Layer(1), Neuron(1, 1), Neuron(1, 1), Layer(1), None,
    ]  # fmt: skip
    assert picture.at(1, 2) is None


def test_places_of_different_sorts_are_never_the_same():
    some = random.Random(1).sample(places(REFERENCE), 20)
    assert all(one != other for one, other in combinations(some, 2))
