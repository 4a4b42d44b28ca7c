"""What is taken as finite without arithmetic is finite, and ordinary lessons are."""

import pytest
from helpers.any_networks import any_networks
from helpers.networks import REFERENCE, TWO_OUTPUTS, networks, single
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.engine import activations
from tutor.engine.activations import ACTIVATIONS, PARAMETERS
from tutor.engine.entry import SOFTMAX
from tutor.engine.losses import LOSSES
from tutor.engine.network import Descent, Layer, Network
from tutor.engine.solution import Overflow, solve
from tutor.expression.functions import CALM
from tutor.lesson.bound import bounded
from tutor.lesson.locate import builtin
from tutor.lesson.read import read


def scaled(network, factor):
    layers = tuple(
        layer._replace(W=tuple(tuple(w * factor for w in row) for row in layer.W)) for layer in network.layers
    )
    return network._replace(layers=layers)


@settings(max_examples=60, deadline=None)
@given(networks(), st.floats(1, 1e308))
def test_what_is_taken_as_finite_without_arithmetic_is_finite(network, factor):
    large = scaled(network, factor)._replace(learning_rate=1e10)
    if bounded(large):
        solve(large)


@settings(max_examples=80, deadline=None)
@given(any_networks(), st.integers(0, 150), st.sampled_from([0.5, 1e20, 1e100]))
def test_so_it_is_with_any_convention_and_over_updates(network, power, rate):
    large = scaled(network, 10.0**power)._replace(learning_rate=rate)
    if bounded(large):
        solve(large)


@pytest.mark.parametrize("name", builtin())
def test_no_built_in_lesson_needs_arithmetic(name):
    assert bounded(read(builtin()[name]).network)


def test_several_updates_are_followed_as_far_as_they_go():
    few = TWO_OUTPUTS._replace(descent=Descent(updates=3))
    assert bounded(few)
    growing = single([[2.0]], [1.0], [3.0], [0.0], learning_rate=1e60)._replace(descent=Descent(updates=6))
    assert bounded(growing._replace(descent=Descent(updates=1)))
    assert not bounded(growing)
    with pytest.raises(Overflow):
        solve(growing)


@pytest.mark.parametrize(
    "network",
    [
        REFERENCE._replace(loss="(a - y)**2"),
        REFERENCE._replace(layers=(*REFERENCE.layers[:2], REFERENCE.layers[2]._replace(activation="z/(2+z)"))),
        REFERENCE._replace(loss="binary-cross-entropy", layers=(REFERENCE.layers[0]._replace(activation=SOFTMAX),)),
    ],
    ids=["own loss", "own activation", "a logarithm of what may be 0"],
)
def test_what_has_no_bound_is_worked_out(network):
    assert not bounded(network)


@pytest.mark.parametrize("loss", LOSSES)
def test_every_loss_is_finite_or_worked_out_where_the_output_has_no_figures_left(loss):
    for activation in ("sigmoid", SOFTMAX):
        layer = Layer(((800.0,), (-800.0,)), (0.0, 0.0), activation)
        network = Network((1.0,), (0.0, 1.0), (layer,), loss)
        if bounded(network):
            solve(network)


@pytest.mark.parametrize("name", [name for name in ACTIVATIONS if name != SOFTMAX])
@pytest.mark.parametrize("number", [0.01, 1.0, 30.0, -2.0])
def test_every_activation_keeps_to_what_the_bound_takes_it_for(name, number):
    own = activations.of(Layer((), (), name, number if name in PARAMETERS else None))
    most = max(1.0, abs(number))
    for z in (-1e3, -30.0, -1.0, -1e-9, 0.0, 1e-9, 0.5, 2.0, 30.0, 1e3):
        assert abs(own.value(CALM, z)) <= most * (1 + abs(z))
        assert abs(own.slope(CALM, z)) <= 2 * most
