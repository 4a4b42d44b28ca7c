"""Activations and losses of a lesson's own: value, slope and what is said of them."""

import numpy as np
import pytest

from tutor.engine.activations import of as activation_of
from tutor.engine.arrays import ARRAYS
from tutor.engine.network import Layer
from tutor.engine.own import own_activation, own_loss
from tutor.expression.functions import CALM
from tutor.expression.tokens import Unreadable
from tutor.notation import tex


def test_an_activation_is_read_once_and_says_what_it_is():
    found = activation_of(Layer(((1.0,),), (), "z / (1 + exp(-z))"))
    assert found is activation_of(Layer(((2.0,),), (), "z / (1 + exp(-z))"))
    assert found.slopes == ("(1 + exp(-z) + z*exp(-z))/(1 + exp(-z))^2",)
    assert found.equation == r"f(z) = \frac{z}{1 + e^{-z}}"
    assert found.slope_equation == r"f'(z) = \frac{1 + e^{-z} + z \cdot e^{-z}}{(1 + e^{-z})^{2}}"
    assert found.value(CALM, 2.0) == pytest.approx(1.7615941559557649, rel=1e-15)
    assert found.slope(CALM, 2.0) == pytest.approx(1.0907842487848955, rel=1e-15)


@pytest.mark.parametrize("text", ["3", "z", "2*z", "step(z)", "z^2", "abs(z)"])
def test_a_value_or_slope_without_z_is_an_array_too(text):
    found = own_activation(text)
    z = np.array([[0.5, -2.0]])
    for rule in (found.value, found.slope):
        array = rule(ARRAYS, z)
        assert array.shape == z.shape
        assert array.tolist() == [[rule(CALM, 0.5), rule(CALM, -2.0)]]


def test_a_loss_is_one_outputs_term():
    found = own_loss("(a - y)**4 / 4")
    assert (found.factor, found.gradient) == ("1", "(a - y)^3")
    assert found.equation == r"L = \sum_j (\frac{(a_j^{(L)} - y_j)^{4}}{4})"
    assert found.gradient_equation == r"\frac{\partial L}{\partial a_j^{(L)}} = (a_j^{(L)} - y_j)^{3}"
    assert found.value(CALM, 3.0, 1.0) == 4.0
    assert found.slope(ARRAYS, np.array([3.0, 0.0]), np.array([1.0, 1.0])).tolist() == [8.0, -1.0]


@pytest.mark.parametrize(
    "text", ["tanh(" * 40 + "z" + ")" * 40, "*".join(f"(z - {n})" for n in range(30)), "z^20*z^20"]
)
def test_every_equation_is_in_the_notation(text):
    found = own_activation(text)
    assert tex.parse(found.equation)
    assert tex.parse(found.slope_equation)


def test_what_cannot_be_read_is_not():
    with pytest.raises(Unreadable):
        own_activation("z / (1 + exp(-x))")
    with pytest.raises(Unreadable):
        own_loss("__import__('os')")
