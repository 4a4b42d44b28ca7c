"""Looking around with the arrow keys: every place is reached, and no key leads out of the network."""

import pytest
from helpers.looks import places
from helpers.networks import REFERENCE, TWO_OUTPUTS, networks
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.explain.moves import Chosen, along, step
from tutor.explain.spots import Layer, Neuron, Wire

DIRECTIONS = ("left", "right", "up", "down")


@settings(max_examples=25, deadline=None)
@given(networks(widest=4, deepest=3), st.sampled_from(["forward", "backward"]))
def test_every_place_is_reached_and_no_other(network, way):
    found, waiting = set(), [Neuron(0, 1)]
    while waiting:
        of = waiting.pop()
        if of in found:
            continue
        found.add(of)
        reached = [step(network, Chosen(of, way), direction) for direction in DIRECTIONS]
        assert all(chosen.way == way for chosen in reached)
        waiting += [chosen.of for chosen in reached]
    assert found == set(places(network))


def walked(chosen, *directions, network=REFERENCE):
    for direction in directions:
        chosen = step(network, chosen, direction)
    return chosen.of


def test_across_by_turns_to_a_wire_and_to_a_neuron():
    start = Chosen(Neuron(0, 3))
    assert walked(start, "right") == Wire(1, 2, 3)
    assert walked(start, "right", "right") == Neuron(1, 2)
    assert walked(start, *["right"] * 6) == Neuron(3, 1)
    assert walked(start, *["right"] * 9) == Neuron(3, 1)
    assert walked(Chosen(Neuron(3, 1)), *["left"] * 9) == Neuron(0, 1)


@pytest.mark.parametrize(
    ("way", "expected"), [("forward", [(1, 2), (1, 3), (2, 1)]), ("backward", [(2, 1), (1, 2), (2, 2)])]
)
def test_down_over_the_wires_goes_by_what_is_lit(way, expected):
    found, chosen = [], Chosen(Wire(1, 1, 1), way)
    for _ in expected:
        chosen = step(REFERENCE, chosen, "down")
        found.append((chosen.of.j, chosen.of.k))
    assert found == expected
    assert walked(Chosen(Wire(1, 1, 1), way), "up") == Wire(1, 1, 1)
    assert walked(Chosen(Wire(1, 2, 3), way), "down") == Wire(1, 2, 3)


def test_above_the_first_neuron_is_the_layer():
    assert walked(Chosen(Neuron(1, 2)), "up", "up") == Layer(1)
    assert walked(Chosen(Layer(1)), "up") == Layer(1)
    assert walked(Chosen(Layer(1)), "right", "down", "down", "down") == Neuron(2, 2)


def test_a_path_is_followed_from_end_to_end_and_left_by_any_other_step():
    chosen = Chosen(Wire(1, 1, 2), path=(1, 2, 1), letter="B")
    route = [Wire(1, 1, 2), Neuron(1, 1), Wire(2, 2, 1), Neuron(2, 2), Wire(3, 1, 2), Neuron(3, 1)]
    assert list(along(REFERENCE, chosen)) == route
    for place in route[1:]:
        chosen = step(REFERENCE, chosen, "right")
        assert chosen.of == place
        assert list(along(REFERENCE, chosen)) == route
    for place in route[-2::-1]:
        chosen = step(REFERENCE, chosen, "left")
        assert (chosen.of, chosen.path, chosen.letter) == (place, (1, 2, 1), "B")
    left = step(REFERENCE, chosen, "left")
    assert left == Chosen(Neuron(0, 2))
    off = step(TWO_OUTPUTS, Chosen(Neuron(1, 1), path=(1, 2), source=1), "down")
    assert off == Chosen(Neuron(1, 2))


def test_a_path_of_one_neuron():
    assert along(REFERENCE, Chosen(Neuron(3, 1), path=(1,))) == (Neuron(3, 1),)
    assert along(REFERENCE, Chosen(Neuron(3, 1), path=(1,), source=2)) == (Wire(3, 1, 2), Neuron(3, 1))
    assert along(REFERENCE, Chosen(Neuron(3, 1))) == ()
