import math

import pytest

from tutor.engine.arrays import ARRAYS
from tutor.expression.functions import FLOATS, FUNCTIONS, call


@pytest.mark.parametrize(
    ("name", "z", "value"),
    [
        ("sigmoid", 0.0, 0.5),
        ("sigmoid", math.log(3), 0.75),
        ("sigmoid", -math.log(3), 0.25),
        ("sigmoid'", math.log(3), 0.1875),
        ("sigmoid'", 0.25, 0.2461340827),
        ("tanh", 0.5, 0.4621171573),
        ("tanh'", 0.5, 0.7864477330),
        ("relu", -2.0, 0.0),
        ("relu", 2.0, 2.0),
        ("relu'", 0.0, 0.0),
        ("relu'", 1e-300, 1.0),
        ("relu'", -3.0, 0.0),
        ("abs'", -3.0, -1.0),
        ("abs'", 0.0, 0.0),
        ("ln'", 4.0, 0.25),
        ("sqrt'", 4.0, 0.25),
        ("exp'", 0.0, 1.0),
    ],
)
def test_values(name, z, value):
    assert call(name)(FLOATS, z) == pytest.approx(value, rel=1e-9, abs=0)


def test_sigmoid_keeps_its_figures_far_out():
    assert call("sigmoid")(FLOATS, -700.0) == pytest.approx(math.exp(-700), rel=1e-14)
    assert call("sigmoid'")(FLOATS, 40.0) == pytest.approx(math.exp(-40), rel=1e-14)
    assert call("tanh'")(FLOATS, -40.0) == pytest.approx(4 * math.exp(-80), rel=1e-14)


@pytest.mark.parametrize("name", ["sigmoid", "sigmoid'", "tanh", "tanh'", "relu", "relu'"])
@pytest.mark.parametrize("z", [-1e308, -1000.0, 1000.0, 1e308])
def test_activations_take_any_float(name, z):
    assert math.isfinite(call(name)(FLOATS, z))


def test_relu_has_no_negative_zero():
    assert math.copysign(1.0, call("relu")(FLOATS, -0.0)) == 1.0


@pytest.mark.parametrize("function", FUNCTIONS.values(), ids=FUNCTIONS)
def test_slopes_are_slopes(function):
    for z in (0.3, 1.7, *(() if function.name in ("ln", "sqrt") else (-0.9,))):
        rise = (function.value(FLOATS, z + 1e-6) - function.value(FLOATS, z - 1e-6)) / 2e-6
        assert function.slope(FLOATS, z) == pytest.approx(rise, rel=1e-7, abs=1e-9)
        assert not function.increasing or rise >= 0


def test_unknown_names_are_unknown():
    with pytest.raises(KeyError):
        call("log")


def test_arrays_agree_with_floats():
    np = pytest.importorskip("numpy")

    z = [-1000.0, -1.5, 0.0, 0.25, 40.0]
    for name in ("sigmoid", "sigmoid'", "tanh", "tanh'", "relu", "relu'", "abs", "abs'"):
        wanted = [call(name)(FLOATS, each) for each in z]
        assert call(name)(ARRAYS, np.array(z)).tolist() == pytest.approx(wanted, rel=1e-14, abs=0)
