"""Every quantity of a network, against hand values, published figures and an oracle of another kind."""

import cmath
import json
import math
from fractions import Fraction

import pytest
from helpers.networks import HALF, REFERENCE, TWO_OUTPUTS, chain_of, networks, single
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tutor.engine.network import Descent, Layer, Network, Sample
from tutor.engine.solution import Overflow, solve
from tutor.errors import TutorError
from tutor.quantity import Kind, Quantity


def printed(vector, decimals):
    return [f"{value:.{decimals}f}" for value in vector]


def leaves(nested):
    if isinstance(nested, tuple | dict):
        for inner in nested.values() if isinstance(nested, dict) else nested:
            yield from leaves(inner)
    elif nested is not None:
        yield nested


def every_number(solution):
    return list(leaves(solution.updates))


def test_the_reference_lesson_to_the_figures_it_prints():
    s = solve(REFERENCE)
    assert s.first.a[0] == (1.0, 0.5, -1.0)
    assert printed(s.first.z[0], 4) == ["0.0000", "0.2500"]
    assert printed(s.first.a[1], 4) == ["0.5000", "0.5622"]
    assert printed(s.first.z[1], 4) == ["0.8997", "1.2122"]
    assert printed(s.first.a[2], 4) == ["0.7109", "0.7707"]
    assert printed(s.first.z[2], 4) == ["0.6215"]
    assert printed(s.first.a[3], 4) == ["0.6506"]
    assert f"{s.loss:.4f}" == "0.0611"
    assert printed(s.first.sigma_prime[2], 4) == ["0.2273"]
    assert printed(s.first.delta[2], 4) == ["-0.0794"]
    assert printed(s.first.sigma_prime[1], 4) == ["0.2055", "0.1767"]
    assert printed(s.first.delta[1], 5) == ["-0.00490", "-0.00562"]
    assert printed(s.first.sigma_prime[0], 4) == ["0.2500", "0.2461"]
    assert printed(s.first.delta[0], 5) == ["-0.00212", "-0.00235"]
    assert f"{s.updates[0].dL_dW[0][0][0]:.5f}" == "-0.00212"
    assert s.updates[0].dL_db == s.first.delta
    assert s.updates[0].W_new is None
    assert s.updates[0].b_new is None


def test_the_two_output_network_to_its_published_figures():
    s = solve(TWO_OUTPUTS)
    assert s.first.a[2] == pytest.approx((0.75136507, 0.772928465), abs=5e-9)
    assert s.loss == pytest.approx(0.298371109, abs=5e-10)
    assert s.updates[0].dL_dW[1][0][0] == pytest.approx(0.082167041, abs=5e-10)
    assert s.updates[0].W_new[1] == (
        pytest.approx((0.35891648, 0.408666186), abs=5e-9),
        pytest.approx((0.511301270, 0.561370121), abs=5e-9),
    )
    assert s.updates[0].W_new[0] == (
        pytest.approx((0.149780716, 0.19956143), abs=5e-9),
        pytest.approx((0.24975114, 0.29950229), abs=5e-9),
    )


def test_the_loss_after_the_update_that_leaves_the_biases_as_they_are():
    new = solve(TWO_OUTPUTS).updates[0].W_new
    layers = tuple(layer._replace(W=W) for layer, W in zip(TWO_OUTPUTS.layers, new, strict=True))
    assert solve(TWO_OUTPUTS._replace(layers=layers)).loss == pytest.approx(0.291027774, abs=5e-10)


@given(network=networks(learning_rate=0.5))
@settings(max_examples=50, deadline=None)
def test_the_update_takes_every_weight_and_bias_down_its_gradient(network):
    u = solve(network).updates[0]
    for layer, W_new, b_new, dL_dW, dL_db in zip(network.layers, u.W_new, u.b_new, u.dL_dW, u.dL_db, strict=True):
        for new, old, gradient in ((W_new, layer.W, dL_dW), ((b_new,), (layer.b,), (dL_db,))):
            for n, o, g in zip(leaves(new), leaves(old), leaves(gradient), strict=True):
                assert n == pytest.approx(o - 0.5 * g, rel=1e-12, abs=1e-12)


COMPLEX = {
    "sigmoid": lambda z: 1 / (1 + cmath.exp(-z)),
    "tanh": cmath.tanh,
    "relu": lambda z: z if z.real > 0 else 0j,
    "identity": lambda z: z,
}


def complex_loss(network, weights, biases):
    """The loss of complex weights, and the smallest |z| of a ReLU: nothing of it is shared with the engine."""
    a, nearest = [complex(x) for x in network.x], math.inf
    for layer, W, b in zip(network.layers, weights, biases, strict=True):
        z = [sum((w * x for w, x in zip(row, a, strict=True)), start=bias) for row, bias in zip(W, b, strict=True)]
        if layer.activation == "relu":
            nearest = min([nearest, *(abs(value.real) for value in z)])
        a = [COMPLEX[layer.activation](value) for value in z]
    return sum((output - y) ** 2 for output, y in zip(a, network.y, strict=True)) / 2, nearest


@given(network=networks())
@settings(max_examples=150, deadline=None)
def test_loss_and_gradients_agree_with_complex_step_differentiation(network):
    # ∂L/∂w = Im L(w + ih) / h needs no difference, so its figures are all good (Squire and Trapp, 1998).
    h = 1e-30
    W = [[list(row) for row in layer.W] for layer in network.layers]
    b = [list(layer.b) for layer in network.layers]
    value, nearest = complex_loss(network, W, b)
    assume(nearest > 1e-9)
    s = solve(network)
    assert s.loss == pytest.approx(value.real, rel=1e-10, abs=1e-13)
    largest = max(map(abs, (*leaves(s.updates[0].dL_dW), *leaves(s.updates[0].dL_db))))
    for l, layer in enumerate(network.layers):
        for j, row in enumerate(layer.W):
            dL_dW, dL_db = s.updates[0].dL_dW[l][j], s.updates[0].dL_db[l][j]
            rows = [(W[l][j], k, dL_dW[k]) for k in range(len(row))] + [(b[l], j, dL_db)]
            for numbers, index, gradient in rows:
                kept, numbers[index] = numbers[index], numbers[index] + 1j * h
                oracle = complex_loss(network, W, b)[0].imag / h
                numbers[index] = kept
                assert gradient == pytest.approx(oracle, rel=1e-9, abs=1e-13 * max(1.0, largest))


@given(network=networks(activations=("relu", "identity")))
@settings(max_examples=100, deadline=None)
def test_a_sum_that_is_exactly_zero_is_zero_and_all_others_are_close(network):
    # Numbers of two decimals are exact fractions, and so is all that ReLU and the identity make of them.
    def exact(number):
        return Fraction(round(number * 100), 100)

    s = solve(network)
    a = [exact(x) for x in network.x]
    for layer, z_shown in zip(network.layers, s.first.z, strict=True):
        z = [
            sum((exact(w) * x for w, x in zip(row, a, strict=True)), start=exact(bias))
            for row, bias in zip(layer.W, layer.b, strict=True)
        ]
        # A zero is recognised where its own terms cancel; rounding that comes with its inputs can be larger.
        if layer is network.layers[0]:
            assert [value == 0 for value in z] == [value == 0 for value in z_shown]
        assert z_shown == pytest.approx([float(value) for value in z], rel=1e-12, abs=1e-12)
        a = [max(value, Fraction(0)) if layer.activation == "relu" else value for value in z]
        if any(value == 0 for value in z):
            break  # what the next layers make of an inexact zero is not this test's


@given(network=networks(learning_rate=0.5))
@settings(max_examples=100, deadline=None)
def test_no_number_is_minus_zero_or_not_finite(network):
    for value in every_number(solve(network)):
        assert math.isfinite(value)
        assert value != 0 or math.copysign(1.0, value) == 1.0


@pytest.mark.parametrize(
    ("weights", "x", "bias"),
    [
        ([0.1, 0.2, 0.3], [1.0, 0.5, -1.0], 0.1),
        ([0.1, 0.2, -0.3], [1.0, 1.0, 1.0], 0.0),
        ([-0.1, 0.7], [3.0, 1.0], -0.4),
        ([1e-20, 2e-20, -3e-20], [1.0, 1.0, 1.0], 0.0),
        ([-0.0], [0.0], -0.0),
    ],
)
def test_a_sum_that_cancels_is_exactly_zero(weights, x, bias):
    z = solve(single([weights], [bias], x, [1.0])).first.z[0][0]
    assert (z, math.copysign(1.0, z)) == (0.0, 1.0)


def test_a_small_sum_that_does_not_cancel_is_kept():
    assert solve(single([[1e-300, 1e-300]], [0.0], [1.0, 1.0], [1.0])).first.z[0][0] == 2e-300
    assert solve(single([[1.0, -1.0]], [1e-14], [1.0, 1.0], [1.0])).first.z[0][0] == 1e-14


def test_an_error_sum_that_cancels_is_exactly_zero():
    # δ = (1, −3) at the outputs: 0.3 · 1 + 0.1 · (−3) leaves 5.6e-17 of rounding in floats.
    network = Network(
        (1.0,),
        (0.0, 4.0),
        (Layer(((1.0,),), (0.0,), "identity"), Layer(((0.3,), (0.1,)), (0.7, 0.9), "identity")),
        HALF,
    )
    s = solve(network)
    assert s.first.delta[1] == (1.0, -3.0)
    assert 0.3 * 1.0 + 0.1 * -3.0 != 0.0
    assert s.first.delta[0] == (0.0,)


def test_an_update_that_cancels_is_exactly_zero():
    s = solve(single([[0.3]], [0.0], [1.0], [0.0], learning_rate=1.0))
    assert s.updates[0].W_new == (((0.0,),),)
    # ∂L/∂w = 0.3 + 2.7, and 0.1 · 3.0 is 0.30000000000000004 in floats.
    s = solve(single([[0.3]], [0.0], [1.0], [-2.7], learning_rate=0.1))
    assert s.updates[0].W_new == (((0.0,),),)
    s = solve(single([[-0.0]], [0.0], [0.0], [0.0], learning_rate=0.1))
    assert math.copysign(1.0, s.updates[0].W_new[0][0][0]) == 1.0


def test_a_vanishing_gradient_is_not_snapped():
    s = solve(chain_of(25))
    assert 0.0 < abs(s.first.delta[0][0]) < 1e-18
    products = math.prod(slopes[0] for slopes in s.first.sigma_prime) * 0.5**24 * (s.first.a[-1][0] - 1.0)
    assert s.first.delta[0][0] == pytest.approx(products, rel=1e-12)


@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "relu", "identity"])
@pytest.mark.parametrize("z", [-1000.0, 1000.0])
def test_saturated_neurons_are_computed_without_a_warning(activation, z):
    # Every warning is an error in this suite.
    s = solve(single([[z]], [0.0], [1.0], [0.5], activation=activation, learning_rate=0.1))
    assert s.first.z == ((z,),)
    assert all(map(math.isfinite, every_number(s)))


def test_the_slope_of_a_saturated_sigmoid_is_not_lost():
    assert solve(single([[40.0]], [0.0], [1.0], [0.0], activation="sigmoid")).first.sigma_prime[0][0] == pytest.approx(
        math.exp(-40), rel=1e-14
    )


@pytest.mark.parametrize(
    ("network", "quantity"),
    [
        (single([[1e200]], [0.0], [1e200], [0.0]), Quantity(Kind.Z, 1, 1)),
        (single([[1.0], [1e308]], [0.0, 1e308], [1.0], [0.0, 0.0]), Quantity(Kind.Z, 1, 2)),
        (single([[1e200]], [0.0], [1.0], [0.0]), Quantity(Kind.LOSS)),
        (single([[1e-160]], [0.0], [1e160], [1e152]), Quantity(Kind.DL_DW, 1, 1, 1)),
        (single([[1e10]], [0.0], [1e5], [0.0], learning_rate=1e300), Quantity(Kind.W_NEW, 1, 1, 1)),
    ],
)
def test_overflow_names_the_first_quantity_that_is_too_large(network, quantity):
    with pytest.raises(Overflow) as caught:
        solve(network)
    assert caught.value.quantity == quantity
    assert isinstance(caught.value, TutorError)
    assert str(caught.value).startswith(f"{quantity} is too large")


SAMPLES = (Sample((1.0,), (0.0,)), Sample((1e200,), (0.0,)))


@pytest.mark.parametrize(
    ("descent", "rate", "quantity"),
    [
        (Descent(), None, Quantity(Kind.A, 1, 1, sample=2)),
        (Descent(batch="online"), 0.1, Quantity(Kind.A, 1, 1, sample=2, update=2)),
        (Descent(2), 1e120, Quantity(Kind.Z, 1, 1, update=2)),
        (Descent(2), 1e80, Quantity(Kind.LOSS, update=2)),
        (Descent(2, batch="online"), 0.1, Quantity(Kind.LOSS, sample=2, update=2)),
        (Descent(2, batch="online"), None, Quantity(Kind.LOSS, sample=2, update=2)),
    ],
)
def test_overflow_names_the_sample_and_the_update(descent, rate, quantity):
    cube = quantity.kind is Kind.A
    network = single([[1.0]], [0.0], [1.0], [0.0], activation="z^3" if cube else "identity", learning_rate=rate)
    if quantity.sample == 2:
        network = network._replace(further=SAMPLES[1:])
    elif quantity.kind is Kind.Z:
        network = network._replace(x=(1e100,), layers=(Layer(((1e-80,),), (0.0,), "identity"),))
    else:
        network = network._replace(x=(1e30,))
    with pytest.raises(Overflow) as caught:
        solve(network._replace(descent=descent))
    assert caught.value.quantity == quantity


@pytest.mark.parametrize(
    ("x", "descent", "said"),
    [
        (1e5, Descent(), "make learning_rate, the weights, the biases, the input or the target smaller"),
        (1e5, Descent(3, 0.9), "make learning_rate, momentum, the weights, the biases"),
        (1e200, Descent(3, 0.9), "; make the weights, the biases, the input or the target smaller"),
    ],
)
def test_overflow_after_an_update_advises_on_what_it_goes_by(x, descent, said):
    network = single([[1e10]], [0.0], [x], [0.0], learning_rate=1e300)._replace(descent=descent)
    with pytest.raises(Overflow) as caught:
        solve(network)
    assert said in str(caught.value)


def test_a_number_that_has_no_value_is_said_to_have_none():
    with pytest.raises(Overflow, match="loss has no value"):
        solve(single([[-1.0]], [0.0], [1.0], [1.0])._replace(loss="binary-cross-entropy"))


def test_sums_of_huge_terms_that_stay_finite_are_kept():
    # The magnitudes add up to infinity; the sum does not.
    assert solve(single([[1e308, -1e308]], [1.0], [1.0, 1.5], [-5e307])).first.z[0][0] == pytest.approx(-5e307)


def test_value_finds_every_quantity():
    s = solve(TWO_OUTPUTS._replace(descent=Descent(momentum=0.9, l2=0.0)))
    found = {
        Quantity(Kind.A, 0, 2): 0.10,
        Quantity(Kind.Z, 1, 1): s.first.z[0][0],
        Quantity(Kind.A, 1, 2): s.first.a[1][1],
        Quantity(Kind.LOSS): s.loss,
        Quantity(Kind.SIGMA_PRIME, 2, 1): s.first.sigma_prime[1][0],
        Quantity(Kind.DELTA, 1, 2): s.first.delta[0][1],
        Quantity(Kind.DL_DW, 2, 1, 2): s.updates[0].dL_dW[1][0][1],
        Quantity(Kind.DL_DB, 2, 2): s.updates[0].dL_db[1][1],
        Quantity(Kind.W_NEW, 1, 2, 1): s.updates[0].W_new[0][1][0],
        Quantity(Kind.B_NEW, 1, 2): s.updates[0].b_new[0][1],
        Quantity(Kind.W, 1, 1, 2): 0.20,
        Quantity(Kind.B, 2, 1): 0.60,
        Quantity(Kind.Y, j=2): 0.99,
        Quantity(Kind.Y, 2, 1): 0.01,
        Quantity(Kind.RATE): 0.5,
        Quantity(Kind.MOMENTUM): 0.9,
        Quantity(Kind.L2): 0.0,
        Quantity(Kind.LOSS, update=2): s.updates[0].loss_after,
    }
    assert {quantity: s.value(quantity) for quantity in found} == found
    assert {quantity.kind for quantity in found} == set(Kind)


@pytest.mark.parametrize(
    "quantity",
    [
        Quantity(Kind.Z, 0, 1),
        Quantity(Kind.Z, 4, 1),
        Quantity(Kind.A, -1, 1),
        Quantity(Kind.A, 1, 0),
        Quantity(Kind.A, 1, 3),
        Quantity(Kind.Z, 1),
        Quantity(Kind.Z, 1, 1, 1),
        Quantity(Kind.DL_DW, 1, 1),
        Quantity(Kind.LOSS, 1),
        Quantity(Kind.W_NEW, 1, 1, 1),
        Quantity(Kind.RATE),
    ],
    ids=str,
)
def test_value_refuses_what_the_network_does_not_have(quantity):
    with pytest.raises(LookupError, match="the network has no"):
        solve(REFERENCE).value(quantity)


def test_a_minus_zero_of_the_lesson_is_zero():
    s = solve(single([[-0.0]], [-0.0], [-0.0], [-0.0]))
    for quantity in (Quantity(Kind.W, 1, 1, 1), Quantity(Kind.B, 1, 1), Quantity(Kind.A, 0, 1), Quantity(Kind.Y, j=1)):
        assert math.copysign(1.0, s.value(quantity)) == 1.0


@given(network=networks(learning_rate=0.1), data=st.data())
@settings(max_examples=20, deadline=None)
def test_a_solution_is_made_of_plain_floats(network, data):
    s = solve(network)
    assert {type(value) for value in every_number(s)} == {float}
    json.dumps([s.first.z, s.first.a, s.loss, s.updates[0].dL_dW])
    l = data.draw(st.integers(1, network.depth))
    rows = s.updates[0].dL_dW[l - 1]
    assert (len(rows), len(rows[0])) == (network.sizes[l], network.sizes[l - 1])
