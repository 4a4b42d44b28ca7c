"""Activations and losses: the two sides agree, and the figures hold where naive formulas lose them."""

import math
from decimal import Decimal, localcontext

import numpy as np
import pytest
from helpers import exact as definitions
from helpers.exact import Dual
from hypothesis import given
from hypothesis import strategies as st

from tutor.engine.activations import ACTIVATIONS
from tutor.engine.arrays import ARRAYS
from tutor.engine.losses import LOSSES
from tutor.engine.network import Layer
from tutor.expression import grammar
from tutor.expression.functions import FLOATS
from tutor.notation import tex

EVERY = sorted(ACTIVATIONS)
ONE_BY_ONE = [name for name in EVERY if not ACTIVATIONS[name].whole]
NUMBERS = {"leaky-relu": 0.01, "elu": 1.0}


def exact(name, z):
    """An activation of the table and its slope to 900 digits, which holds 1 − tanh² at any z."""
    with localcontext() as context:
        context.prec = 900
        z = Dual(Decimal(z), {"z": Decimal(1)})
        a = definitions.activate(Layer(((1.0,),), (), name, NUMBERS.get(name)), [z])[0]
        return a.value, a.slopes.get("z", Decimal(0))


def test_the_table_has_every_activation_under_its_own_name():
    assert EVERY == ["elu", "identity", "leaky-relu", "relu", "sigmoid", "silu", "softmax", "softplus", "tanh"]
    assert all(activation.name == name for name, activation in ACTIVATIONS.items())


@pytest.mark.parametrize("name", ONE_BY_ONE)
@pytest.mark.parametrize("z", [-1000.0, -745.0, -40.0, -1.5, -1e-9, 1e-9, 0.25, 3.0, 40.0, 300.0, 1000.0])
def test_value_and_slope_keep_their_figures_at_any_z(name, z):
    activation = ACTIVATIONS[name]
    value, slope = map(float, exact(name, z))
    # Only multiples of the last bit may be lost; numbers below 1e-308 have fewer bits.
    assert activation.value(FLOATS, z) == pytest.approx(value, rel=1e-14, abs=5e-321)
    assert activation.slope(FLOATS, z) == pytest.approx(slope, rel=1e-14, abs=5e-321)


@pytest.mark.parametrize("name", ONE_BY_ONE)
@given(z=st.floats(-1000, 1000))
def test_floats_and_arrays_agree(name, z):
    activation = ACTIVATIONS[name]
    for rule in (activation.value, activation.slope):
        array = rule(ARRAYS, np.array([z, z]))
        assert array.shape == (2,)
        assert array[0] == array[1] == pytest.approx(rule(FLOATS, z), rel=1e-14, abs=1e-307)


@pytest.mark.parametrize("name", [name for name in ONE_BY_ONE if ACTIVATIONS[name].slope_from_a])
@pytest.mark.parametrize("z", [-2.0, 0.0, 0.7])
def test_the_slope_from_a_is_the_slope(name, z):
    activation = ACTIVATIONS[name]
    formula = activation.slope_from_a.replace("^", "**")
    a = activation.value(FLOATS, z)
    assert eval(formula, {"a": a}) == pytest.approx(activation.slope(FLOATS, z), rel=1e-12)


def test_the_slope_of_relu_at_its_kink_is_zero():
    relu = ACTIVATIONS["relu"]
    assert relu.kinks == (0.0,)
    assert relu.slope(FLOATS, 0.0) == 0.0
    assert relu.slope(ARRAYS, np.array([-0.0, 0.0, 5e-324])).tolist() == [0.0, 0.0, 1.0]


def test_half_squared_error_and_its_slope():
    loss = LOSSES["half-squared-error"]
    assert loss.value(FLOATS, 0.25, 1.0) == 0.28125
    assert loss.slope(FLOATS, 0.25, 1.0) == -0.75
    assert loss.value(ARRAYS, np.array([0.25, 3.0]), np.array([1.0, 1.0])).tolist() == [0.28125, 2.0]
    parts = {"a": 0.25, "y": 1.0}
    assert eval(f"{loss.factor} * {loss.term}".replace("^", "**"), parts) == 0.28125
    assert eval(loss.gradient, parts) == -0.75


@pytest.mark.parametrize("functions", [FLOATS, ARRAYS])
def test_an_output_that_differs_from_its_target_by_rounding_alone_has_no_loss(functions):
    loss = LOSSES["half-squared-error"]
    a, y = (0.1 + 0.2, 0.3) if functions is FLOATS else (np.array([0.1 + 0.2]), np.array([0.3]))
    for rule in (loss.value, loss.slope):
        for difference in (rule(functions, a, y), rule(functions, y, a)):
            assert math.copysign(1.0, float(np.ravel(difference)[0])) == 1.0
            assert float(np.ravel(difference)[0]) == 0.0


def test_a_difference_of_huge_numbers_is_kept():
    assert LOSSES["half-squared-error"].slope(FLOATS, 1.5e308, 1e308) == 1.5e308 - 1e308


def test_every_formula_is_in_the_notation_of_lessons_and_in_the_grammar_of_answers():
    for activation in ACTIVATIONS.values():
        for source in (activation.symbol, activation.equation, activation.slope_equation):
            assert tex.parse(source)
        if activation.slope_from_a:
            assert grammar.parse(activation.slope_from_a.replace("a", "2"))
    for loss in LOSSES.values():
        assert tex.parse(loss.equation)
        assert tex.parse(loss.gradient_equation)
