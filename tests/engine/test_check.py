"""The gradient check: what it finds, what it can't say, and what it prints."""

import time
import tracemalloc
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from helpers.networks import HALF, REFERENCE, TWO_OUTPUTS, chain_of, networks, single
from hypothesis import assume, given, settings

from tutor.engine import check
from tutor.engine.check import differences, gradient_check
from tutor.engine.network import Conventions, Descent, Layer, Network, Sample
from tutor.engine.solution import Overflow, solve
from tutor.quantity import Kind, Quantity


def by_place(result):
    return {(g.layer, g.j, g.k): g for g in result.gradients}


def loss_with(network, place, change):
    """The loss with one parameter changed: a whole forward pass, for comparison."""
    l, j, k = place
    layer = network.layers[l - 1]
    if k is None:
        layer = layer._replace(b=tuple(b + change * (i == j) for i, b in enumerate(layer.b, 1)))
    else:
        rows = [[w + change * ((i, m) == (j, k)) for m, w in enumerate(row, 1)] for i, row in enumerate(layer.W, 1)]
        layer = layer._replace(W=tuple(map(tuple, rows)))
    return solve(network._replace(layers=(*network.layers[: l - 1], layer, *network.layers[l:]))).loss


def test_the_reference_lesson_passes_and_shows_what_is_computed():
    result = gradient_check(REFERENCE)
    traced = by_place(result)[1, 1, 1]
    assert traced.analytic == solve(REFERENCE).updates[0].dL_dW[0][0][0]
    assert traced.numerical == pytest.approx(-0.00212058912, rel=1e-8)
    # Rounding differs from machine to machine; the order of magnitude does not. The published 9.34e-9 is not it.
    assert 1e-12 < traced.relative_error < 5e-10
    assert result.epsilon == 1e-5
    assert result.passed
    assert not any(g.below_floor or g.straddles_kink for g in result.gradients)


def test_every_parameter_is_there_once_row_by_row_weights_before_the_bias():
    places = [(g.layer, g.j, g.k) for g in gradient_check(TWO_OUTPUTS).gradients]
    assert places == [(l, j, k) for l in (1, 2) for j in (1, 2) for k in (1, 2, None)]


@given(network=networks())
@settings(max_examples=100, deadline=None)
def test_random_networks_pass(network):
    result = gradient_check(network)
    solution = solve(network)
    for g in result.gradients:
        kind = Kind.DL_DB if g.k is None else Kind.DL_DW
        assert g.analytic == solution.value(Quantity(kind, g.layer, g.j, g.k))
        difference, magnitude = abs(g.analytic - g.numerical), abs(g.analytic) + abs(g.numerical)
        assert g.relative_error == (difference / magnitude if magnitude else 0.0)
        floor = 10 * 2.0**-52 * max(solution.loss, 1e-3) / 1e-5
        assert g.below_floor == (g.relative_error > 1e-5 and difference <= floor)
        assert g.passed == (g.relative_error <= 1e-5 or difference <= floor)
        # Where a gradient is nearly 0 by chance, what centred differences leave out can exceed both limits.
        assert g.passed or g.straddles_kink or difference < 1e-9 * (1 + solution.loss)
        assert g.checkable == (not g.below_floor and not g.straddles_kink)
    assert result.worst_relative_error == max((g.relative_error for g in result.gradients if g.checkable), default=None)
    assert result.passed == all(g.passed for g in result.gradients if g.checkable)


@given(network=networks(widest=3, deepest=3))
@settings(max_examples=40, deadline=None)
def test_stacked_differences_are_those_of_whole_forward_passes(network):
    result = gradient_check(network)
    assume(not any(g.straddles_kink for g in result.gradients))
    rounding = 1e-9 * (1 + solve(network).loss)
    for place, g in by_place(result).items():
        plain = (loss_with(network, place, 1e-5) - loss_with(network, place, -1e-5)) / 2e-5
        assert g.numerical == pytest.approx(plain, rel=1e-7, abs=rounding)


@pytest.mark.parametrize(("gradients", "factor", "k"), [("dL_dW", 1.001, 1), ("dL_dW", 4.0, 1), ("dL_db", -1.0, None)])
def test_a_wrong_backward_pass_is_found(monkeypatch, gradients, factor, k):
    right = check.backward

    def wrong(*given):
        errors = right(*given)
        return errors._replace(**{gradients: {l: factor * g for l, g in getattr(errors, gradients).items()}})

    monkeypatch.setattr(check, "backward", wrong)
    result = gradient_check(REFERENCE)
    assert not result.passed
    assert {g.passed for g in result.gradients if (g.k is None) == (k is None)} == {False}
    assert {g.passed for g in result.gradients if (g.k is None) != (k is None)} == {True}


def test_a_chain_of_ten_neurons_is_below_the_floor_and_passes():
    result = gradient_check(chain_of(10))
    first = by_place(result)[1, 1, 1]
    assert first.relative_error > 1e-5
    assert first.below_floor
    assert first.passed
    assert result.passed
    assert result.worst_relative_error < first.relative_error
    assert not by_place(result)[10, 1, 1].below_floor


def test_gradients_of_zero_have_no_error():
    # The output is the target: every gradient is 0, and the loss rises alike on both sides, but for rounding.
    result = gradient_check(single([[0.5, 0.5]], [0.0], [0.0, 1.0], [0.5]))
    unused, used, bias = result.gradients
    assert (unused.analytic, unused.numerical, unused.relative_error, unused.below_floor) == (0.0, 0.0, 0.0, False)
    assert (used.analytic, bias.analytic) == (0.0, 0.0)
    assert result.passed


def test_a_relu_on_its_kink_is_told_and_not_passed_over():
    # z = 0.1 + 0.1 − 0.3 + 0.1 is exactly 0: BP3 takes the slope 0, the difference the mean of 0 and 1.
    network = single([[0.1, 0.2, 0.3]], [0.1], [1.0, 0.5, -1.0], [1.0], activation="relu")
    g = gradient_check(network).gradients[0]
    assert (g.analytic, g.straddles_kink, g.passed) == (0.0, True, False)
    assert g.numerical == pytest.approx(-0.5, abs=1e-4)
    assert (gradient_check(network).worst_relative_error, gradient_check(network).passed) == (None, True)


def test_a_relu_that_ends_on_its_kink_is_on_one_side_of_it():
    g = gradient_check(single([[1e-5]], [0.0], [1.0], [1.0], activation="relu")).gradients[0]
    assert (g.straddles_kink, g.passed) == (False, True)


def test_a_kink_crossed_in_a_later_layer_is_told():
    later = Network((1.0,), (1.0,), (Layer(((1.0,),), (0.0,), "tanh"), Layer(((1.0,),), (-0.7615941,), "relu")), HALF)
    places = by_place(gradient_check(later))
    assert places[1, 1, 1].straddles_kink
    away = later._replace(layers=(later.layers[0], later.layers[1]._replace(b=(0.5,))))
    assert not any(g.straddles_kink for g in gradient_check(away).gradients)


@pytest.mark.parametrize("z", [-1000.0, 1000.0])
@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "relu"])
def test_saturated_networks_are_checked_without_a_warning(activation, z):
    assert gradient_check(single([[z]], [0.0], [1.0], [0.5], activation=activation)).passed


def test_a_loss_that_overflows_only_when_a_weight_is_changed_is_an_error():
    network = single([[1.0]], [0.0], [1.34e154], [0.0])
    assert solve(network).loss < float("inf")
    with pytest.raises(Overflow, match="loss is too large"):
        gradient_check(network, epsilon=1.0)


CONVENTIONS = [
    Conventions(bias="shared"),
    Conventions(bias="fixed", error_sign="target-minus-output"),
    Conventions(bias="none"),
]


@pytest.mark.parametrize("conventions", CONVENTIONS, ids=lambda c: c.bias)
@pytest.mark.parametrize("threshold", [False, True])
@pytest.mark.parametrize("batch", ["mean", "sum", "online"])
def test_every_convention_is_checked(conventions, threshold, batch):
    n = {"shared": 1, "none": 0}.get(conventions.bias, 2)
    layers = tuple(
        Layer(((0.3, -0.2), (0.5, 0.7)), (0.2, -0.4)[:n], activation, threshold=threshold and n > 0)
        for activation in ("silu", "softmax")
    )
    further = (Sample((0.5, -1.0), (0.0, 1.0)), Sample((2.0, 0.3), (1.0, 0.0)))
    descent = Descent(l2=0.5, batch=batch)
    network = Network((1.0, 0.4), (1.0, 0.0), layers, "cross-entropy", None, further, conventions, descent)
    result, update = gradient_check(network), solve(network).updates[0]
    assert [(g.layer, g.j, g.k) for g in result.gradients if g.k is None] == [
        (l, j, None) for l in (1, 2) for j in range(1, n + 1)
    ]
    for g in result.gradients:
        assert g.analytic == (
            update.dL_db[g.layer - 1][g.j - 1] if g.k is None else update.dL_dW[g.layer - 1][g.j - 1][g.k - 1]
        )
        assert g.passed
        assert g.relative_error < 1e-8 or g.below_floor or abs(g.analytic) < 1e-12


def test_gradients_are_a_sequence():
    gradients = gradient_check(TWO_OUTPUTS).gradients
    assert list(gradients) == [gradients[at] for at in range(len(gradients))]
    assert list(gradients[2:5]) == list(gradients)[2:5]
    assert gradients[-1] == list(gradients)[-1]
    with pytest.raises(IndexError):
        gradients[len(gradients)]


def test_chunks_do_not_change_the_result(monkeypatch):
    whole = gradient_check(TWO_OUTPUTS)
    monkeypatch.setattr(check, "STACK", 4)  # two rows at a time, in rows of three parameters
    parts = gradient_check(TWO_OUTPUTS)
    for one, other in zip(whole.gradients, parts.gradients, strict=True):
        assert one.numerical == pytest.approx(other.numerical, rel=1e-9)
        assert replace(one, numerical=0.0, relative_error=0.0) == replace(other, numerical=0.0, relative_error=0.0)


def test_a_large_network_is_checked_in_bounded_time_and_memory():
    random = np.random.default_rng(1)
    sizes = (200, 100, 60, 10)
    layers = tuple(
        Layer(
            tuple(map(tuple, random.normal(0, 0.1, (here, before)).tolist())),
            tuple(random.normal(0, 0.1, here).tolist()),
            "tanh",
        )
        for before, here in pairwise(sizes)
    )
    network = Network(tuple(random.normal(0, 1, 200).tolist()), (0.5,) * 10, layers, HALF)
    tracemalloc.start()
    began = time.process_time()
    result = gradient_check(network)
    elapsed, peak = time.process_time() - began, tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(result.gradients) == 100 * 201 + 60 * 101 + 10 * 61
    assert result.passed
    # Copies of all of layer 1 at once would be 64 MB. Two passes for each parameter in a loop take over 3 s.
    assert peak < 40e6
    assert elapsed < 10


VARIED = (
    {},
    {"further": (Sample((0.3, -0.2, 0.5), (0.4,)),)},
    {"further": (Sample((0.3, -0.2, 0.5), (0.4,)),), "descent": Descent(batch="sum")},
    {"descent": Descent(l2=0.3)},
    {"conventions": Conventions(error_sign="target-minus-output")},
)


@pytest.mark.parametrize("more", VARIED)
@pytest.mark.parametrize("place", [(1, 1, 1), (1, 2, 3), (2, 2, 1), (3, 1, 2)])
def test_the_differences_of_one_weight_are_those_of_whole_passes_and_of_the_check(more, place):
    network = REFERENCE._replace(**more)
    epsilons = (1e-2, 1e-4, 1e-5)
    found = differences(network, Quantity(Kind.W, *place), epsilons)
    for epsilon, each in zip(epsilons, found, strict=True):
        up, down = (loss_with(network, place, sign * epsilon) for sign in (1, -1))
        assert each == pytest.approx((up - down) / (2 * epsilon), rel=1e-6, abs=1e-11)
    assert found[-1] == by_place(gradient_check(network, 1e-5))[place].numerical


def test_many_differences_of_one_weight_take_no_more_than_a_moment():
    epsilons = [10 ** (-i / 24) for i in range(360)]
    network = chain_of(9)
    differences(network, Quantity(Kind.W, 1, 1, 1), epsilons)
    start = time.process_time()
    differences(network, Quantity(Kind.W, 1, 1, 1), epsilons)
    assert time.process_time() - start < 0.05
