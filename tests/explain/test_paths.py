"""A weight's gradient, path by path."""

import math
import random
import time
from itertools import pairwise, product

import pytest
from helpers.networks import HALF, REFERENCE, TWO_OUTPUTS, chain_of, networks, single
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.engine import activations
from tutor.engine.network import BATCHES, ERROR_SIGNS, ONLINE, Conventions, Descent, Layer, Network, Sample
from tutor.engine.solution import solve
from tutor.explain.paths import chain
from tutor.notation.math import ascii
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
    assert result.total == s.value(w._replace(kind=Kind.DL_DW))
    magnitude = sum(abs(path.product) for path in result.paths)
    assert math.fsum(path.product for path in result.paths) == pytest.approx(result.total, abs=1e-13 * magnitude)
    for path in result.paths:
        assert path.product == pytest.approx(math.prod(f.value for f in path.factors), rel=1e-13)
        assert path.product != 0 or math.copysign(1.0, path.product) == 1.0
        assert path.share == (path.product / result.total if result.total else None)
        for factor in path.factors[:-1]:
            assert factor.value == s.value(factor.quantity)


def magnitudes(result):
    return [abs(path.product) for path in result.paths]


@given(network=networks(widest=3), data=st.data(), most=st.integers(1, 5))
@settings(max_examples=80, deadline=None)
def test_the_listed_paths_are_the_largest(network, data, most):
    s, w = solve(network), draw_weight(data, network)
    everything, few = chain(network, s, w, most=10**6), chain(network, s, w, most=most)
    assert len(few.paths) == min(most, len(everything.paths))
    assert len(few.paths) + few.omitted == len(everything.paths)
    assert [path.neurons for path in everything.paths] == sorted(path.neurons for path in everything.paths)
    assert set(few.paths) <= set(everything.paths)
    largest = sorted(magnitudes(everything), reverse=True)[:most]
    found = magnitudes(few) if few.omitted else sorted(magnitudes(few), reverse=True)
    assert found == pytest.approx(largest, rel=1e-12)


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


def test_the_only_path_of_a_chain_is_its_gradient():
    network = chain_of(10)
    s = solve(network)
    (path,) = chain(network, s, weight(1, 1, 1)).paths
    assert path.neurons == (1,) * 10
    assert path.product == pytest.approx(s.value(Quantity(Kind.DL_DW, 1, 1, 1)), rel=1e-14)
    assert path.share == pytest.approx(1.0, rel=1e-14)


OUTPUTS = {
    "softmax": ("cross-entropy", HALF, "mean-squared-error"),
    "sigmoid": ("binary-cross-entropy", "squared-error", "(a - y)**4 / 4"),
    "z / (1 + exp(-z))": (HALF, "(a - y)**4 / 4"),
    "elu": (HALF, "mean-squared-error"),
}
HIDDEN = ("leaky-relu", "softplus", "silu", "z / (1 + exp(-z))", "tanh")


def general(rng, output, loss, sign, batch):
    """A network of everything that a gradient may be made of, with three samples and three updates."""
    sizes = (2, 3, 2, 3)

    def vector(n):
        return tuple(rng.uniform(-1.5, 1.5) for _ in range(n))

    def target():
        hot = rng.randrange(3)
        return tuple(float(i == hot) for i in range(3))

    layers = tuple(
        Layer(
            tuple(vector(before) for _ in range(here)),
            vector(here),
            output if at == 2 else rng.choice(HIDDEN),
            0.1 if at < 2 else None,
        )
        for at, (before, here) in enumerate(pairwise(sizes))
    )
    layers = tuple(
        each if each.activation in activations.PARAMETERS else each._replace(parameter=None) for each in layers
    )
    return Network(
        vector(2),
        target(),
        layers,
        loss,
        0.3,
        further=tuple(Sample(vector(2), target()) for _ in range(2)),
        conventions=Conventions(error_sign=sign),
        descent=Descent(updates=3, momentum=0.5, l2=rng.choice([None, 0.1]), batch=batch),
    )


CASES = [
    (output, loss, *way) for output in OUTPUTS for loss in OUTPUTS[output] for way in product(ERROR_SIGNS, BATCHES)
]


@pytest.mark.parametrize(("output", "loss", "sign", "batch"), CASES)
def test_shares_add_up_whatever_the_output_the_signs_the_samples_and_the_update(output, loss, sign, batch):
    network = general(random.Random(f"{output}{loss}{sign}{batch}"), output, loss, sign, batch)
    s = solve(network)
    for update, (l, j, k) in product((1, 3), ((1, 2, 1), (2, 1, 3), (3, 3, 2))):
        q = Quantity(Kind.DL_DW, l, j, k, network.of_update(update), update)
        result = chain(network, s, q)
        assert result.omitted == 0
        assert {path.sample for path in result.paths} == set(network.in_update(update))
        assert result.over == (3 if batch == "mean" else 1)
        assert (result.penalty is None) == (network.descent.l2 is None)
        terms = [path.product for path in result.paths] + [result.penalty or 0.0]
        assert math.fsum(terms) == pytest.approx(s.value(q), rel=1e-9, abs=1e-12)
        shares = [path.share for path in result.paths] + [(result.penalty or 0.0) / result.total]
        assert math.fsum(shares) == pytest.approx(1.0, rel=1e-9)
        for path in result.paths:
            assert path.product == pytest.approx(math.prod(f.value for f in path.factors) / result.over, rel=1e-12)
            assert path.share == path.product / result.total
            for factor in path.factors:
                assert factor.quantity is None or factor.value == s.value(factor.quantity)
        few = chain(network, s, q, most=3)
        assert (
            magnitudes(few)[:3] == pytest.approx(sorted(magnitudes(result), reverse=True)[:3], rel=1e-12)
            or not few.omitted
        )
    if batch == ONLINE:
        assert network.of_update(3) == 3


@pytest.mark.parametrize(
    ("output", "loss", "sign", "last"),
    [
        ("softmax", "cross-entropy", ERROR_SIGNS[0], "delta_1^(1)"),
        ("softmax", HALF, ERROR_SIGNS[1], "dL/dz_1^(1)"),
        ("sigmoid", "binary-cross-entropy", ERROR_SIGNS[0], "delta_1^(1)"),
        ("sigmoid", "binary-cross-entropy", ERROR_SIGNS[1], "dL/dz_1^(1)"),
        ("sigmoid", HALF, ERROR_SIGNS[1], "dL/da_1^(1)"),
    ],
)
def test_a_path_ends_in_what_the_output_has(output, loss, sign, last):
    network = Network((2.0,), (1.0, 0.0), (Layer(((0.5,), (-0.3,)), (0.1, 0.2), output),), loss)
    network = network._replace(conventions=Conventions(error_sign=sign))
    s = solve(network)
    (path,) = chain(network, s, weight(1, 1, 1)).paths
    assert ascii(path.factors[-1].name(network.naming)) == last
    assert [str(f.quantity) for f in path.factors[1:-1]] == ([] if "dL/da" not in last else ["sigma_prime(1,1)"])
    assert path.product == pytest.approx(s.value(Quantity(Kind.DL_DW, 1, 1, 1)), rel=1e-12)


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
    began = time.process_time()
    result = chain(network, s, weight(1, 7, 9))
    assert time.process_time() - began < 1
    assert len(result.paths) == 64
    assert result.omitted == 64 * 64 * 10 - 64
    assert all(path.neurons[0] == 7 for path in result.paths)
    assert magnitudes(result) == pytest.approx(sorted(magnitudes(result), reverse=True), rel=1e-12)


@pytest.mark.parametrize("quantity", [Quantity(Kind.W, 4, 1, 1), Quantity(Kind.W, 1, 1, 4), Quantity(Kind.B, 1, 1)])
def test_what_is_not_a_weight_of_the_network_has_no_paths(quantity):
    with pytest.raises(LookupError):
        chain(REFERENCE, solve(REFERENCE), quantity)
