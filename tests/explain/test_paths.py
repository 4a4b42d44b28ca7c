"""A weight's gradient, path by path."""

import math
import random
import time
from itertools import pairwise

import pytest
from helpers.networks import HALF, REFERENCE, TWO_OUTPUTS, chain_of, networks, single
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.engine.network import Layer, Network
from tutor.engine.solution import solve
from tutor.explain.paths import chain
from tutor.quantity import Kind, Quantity


def weight(l, j, k):
    return Quantity(Kind.W, l, j, k)


def draw_weight(data, network):
    l = data.draw(st.integers(1, network.depth))
    j, k = (data.draw(st.integers(1, network.sizes[m])) for m in (l, l - 1))
    return weight(l, j, k)


def test_the_two_paths_of_the_reference_lesson():
    result = chain(REFERENCE, solve(REFERENCE), weight(1, 1, 1))
    a, b = result.paths
    assert (a.neurons, b.neurons, result.omitted) == ((1, 1, 1), (1, 2, 1), 0)
    assert [(str(f.quantity) if f.quantity else "error", round(f.value, 4)) for f in b.factors] == [
        ("a(0,1)", 1.0),
        ("sigma_prime(1,1)", 0.25),
        ("W(2,2,1)", 0.9),
        ("sigma_prime(2,2)", 0.1767),
        ("W(3,1,2)", 0.4),
        ("sigma_prime(3,1)", 0.2273),
        ("error", -0.3494),
    ]
    # By hand: 0.25 · 0.7 · (−0.00490) and 0.25 · 0.9 · (−0.00562), which add up to −0.00212.
    assert a.product == pytest.approx(-0.000857, abs=5e-7)
    assert b.product == pytest.approx(-0.001263, abs=5e-7)
    assert f"{result.total:.5f}" == "-0.00212"
    assert (a.share, b.share) == (pytest.approx(0.404, abs=5e-4), pytest.approx(0.596, abs=5e-4))


def test_paths_end_at_every_output():
    result = chain(TWO_OUTPUTS, solve(TWO_OUTPUTS), weight(1, 1, 2))
    assert [path.neurons for path in result.paths] == [(1, 1), (1, 2)]
    assert [path.factors[-1].value for path in result.paths] == [
        pytest.approx(0.74136507, abs=5e-9),
        pytest.approx(-0.217071535, abs=5e-9),
    ]


def test_a_weight_of_the_output_layer_has_one_path():
    s = solve(TWO_OUTPUTS)
    result = chain(TWO_OUTPUTS, s, weight(2, 2, 1))
    assert [path.neurons for path in result.paths] == [(2,)]
    assert [f.quantity for f in result.paths[0].factors] == [
        Quantity(Kind.A, 1, 1),
        Quantity(Kind.SIGMA_PRIME, 2, 2),
        None,
    ]
    assert result.paths[0].share == 1.0


@given(network=networks(widest=3), data=st.data())
@settings(max_examples=80, deadline=None)
def test_the_paths_add_up_to_the_gradient(network, data):
    s, w = solve(network), draw_weight(data, network)
    result = chain(network, s, w, most=10**6)
    assert len(result.paths) == math.prod(network.sizes[w.layer + 1 :])
    assert result.omitted == 0
    assert result.total == s.dL_dW[w.layer - 1][w.j - 1][w.k - 1]
    magnitude = sum(abs(path.product) for path in result.paths)
    assert math.fsum(path.product for path in result.paths) == pytest.approx(result.total, abs=1e-13 * magnitude)
    for path in result.paths:
        assert path.product == pytest.approx(math.prod(f.value for f in path.factors), rel=1e-13)
        assert path.product != 0 or math.copysign(1.0, path.product) == 1.0
        assert path.share == (path.product / result.total if result.total else None)
        for factor in path.factors[:-1]:
            assert factor.value == s.value(factor.quantity)


@given(network=networks(widest=3), data=st.data(), most=st.integers(1, 5))
@settings(max_examples=80, deadline=None)
def test_the_listed_paths_are_the_largest(network, data, most):
    s, w = solve(network), draw_weight(data, network)
    everything, few = chain(network, s, w, most=10**6), chain(network, s, w, most=most)
    assert len(few.paths) == min(most, len(everything.paths))
    assert len(few.paths) + few.omitted == len(everything.paths)
    assert [path.neurons for path in few.paths] == sorted(path.neurons for path in few.paths)
    assert set(few.paths) <= set(everything.paths)
    largest = sorted((abs(path.product) for path in everything.paths), reverse=True)[:most]
    assert sorted((abs(path.product) for path in few.paths), reverse=True) == pytest.approx(largest, rel=1e-12)


def test_a_gradient_of_zero_has_no_shares():
    network = Network(
        (1.0,),
        (0.0, 4.0),
        (Layer(((1.0,),), (0.0,), "identity"), Layer(((0.3,), (0.1,)), (0.7, 0.9), "identity")),
        HALF,
    )
    result = chain(network, solve(network), weight(1, 1, 1))
    assert result.total == 0.0
    assert [path.share for path in result.paths] == [None, None]
    assert [path.product for path in result.paths] == [pytest.approx(0.3), pytest.approx(-0.3)]


def test_a_dead_neuron_leaves_its_path_with_nothing():
    network = single([[-1.0]], [0.0], [1.0], [1.0], activation="relu")
    result = chain(network, solve(network), weight(1, 1, 1))
    assert [(path.product, path.share) for path in result.paths] == [(0.0, None)]


def test_the_only_path_of_a_chain_is_its_gradient_to_the_last_bit():
    network = chain_of(10)
    s = solve(network)
    (path,) = chain(network, s, weight(1, 1, 1)).paths
    assert path.neurons == (1,) * 10
    assert path.product == s.dL_dW[0][0][0]


@pytest.mark.parametrize("equal", [False, True])
def test_millions_of_paths_take_no_more_than_a_moment(equal):
    numbers = random.Random(3)
    sizes = (64, 64, 64, 64, 10)

    def number():
        return 0.1 if equal else numbers.uniform(-0.2, 0.2)

    layers = tuple(
        Layer(tuple(tuple(number() for _ in range(before)) for _ in range(here)), (0.0,) * here, "tanh")
        for before, here in pairwise(sizes)
    )
    network = Network((0.01,) * 64, (0.5,) * 10, layers, HALF)
    s = solve(network)
    began = time.perf_counter()
    result = chain(network, s, weight(1, 7, 9))
    assert time.perf_counter() - began < 5
    assert len(result.paths) == 64
    assert result.omitted == 64 * 64 * 10 - 64
    assert all(path.neurons[0] == 7 for path in result.paths)


@pytest.mark.parametrize("quantity", [Quantity(Kind.W, 4, 1, 1), Quantity(Kind.W, 1, 1, 4), Quantity(Kind.B, 1, 1)])
def test_what_is_not_a_weight_of_the_network_has_no_paths(quantity):
    with pytest.raises(LookupError):
        chain(REFERENCE, solve(REFERENCE), quantity)
