"""Formulas of a lesson's own against fifty digits: what floats get right is left alone, what they lose is refused."""

import subprocess
import sys

import pytest
from helpers.lesson_files import network_text
from mpmath import mp, mpf

from tutor.checking import own
from tutor.checking.read import examine, read
from tutor.engine.own import tree
from tutor.expression.functions import FUNCTIONS
from tutor.expression.tree import Call, Name

FIRST, LAST = "W = [[0.1, 0.2], [0.3, -0.4]]\nb = [0.1, -0.2]", "W = [[0.5, 0.6]]\nb = [0.3]"


@pytest.fixture
def file(tmp_path):
    def of(activation="sigmoid", loss="squared-error", y="[1.0]", last=LAST):
        path = tmp_path / "lesson.toml"
        network = f"activation = '{activation}'\nloss = '{loss}'\nx = [1.0, 0.5]\ny = {y}"
        path.write_text(network_text(network, FIRST, last), encoding="utf-8")
        return path

    return of


def refused(path):
    return [problem for problem in examine(path)[1] if problem.code == "formula"]


@pytest.mark.parametrize(
    ("activation", "loss"),
    [
        ("z / (1 + exp(-z))", "squared-error"),
        ("0.1*z + 0.9*relu(z)", "abs(a - y)"),
        ("exp(z)/(1 + exp(z))", "-y*ln(a) - (1 - y)*ln(1 - a)"),
    ],
)
def test_what_floats_get_right_is_sound(file, activation, loss):
    assert refused(file(activation, loss)) == []


LOSING = "1e9*(exp(3e-7*z) - 1)"


def test_a_formula_that_loses_figures_is_read_and_refused_by_check_at_its_place(file):
    path = file(LOSING)
    assert read(path).network.layers[0].activation == LOSING
    lesson, problems = examine(path)
    (problem,) = problems
    assert (lesson, problem.line, problem.column, problem.key) == (None, 4, 14, "network.activation")
    assert problem.found.startswith("a formula whose value at z = -")
    assert "in floats, and " in problem.found
    assert problem.expected == "the same to nine figures"


def test_it_is_told_where_it_stands_in_a_layer_or_as_a_loss(file):
    (problem,) = refused(file(last=f"{LAST}\nactivation = '{LOSING}'"))
    assert problem.key == "network.layer[2].activation"
    (problem,) = refused(file(loss="1e9*(exp(3e-7*(a - y)) - 1)"))
    assert problem.key == "network.loss"


def test_a_slope_that_loses_figures_is_refused_too(file):
    # 1 − tanh² has no figures left where tanh nears 1.
    (problem,) = refused(file("1e7*tanh(z)"))
    assert problem.found.startswith("a formula whose slope at z = ")


def test_nothing_is_checked_where_there_are_errors_already(file):
    (problem,) = examine(file(LOSING, y="[nan]"))[1]
    assert problem.code == "not-finite"


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_function_has_the_digits_that_mpmath_gives_it(name):
    right = {
        "exp": mp.exp,
        "ln": mp.log,
        "tanh": mp.tanh,
        "sqrt": mp.sqrt,
        "abs": abs,
        "sigmoid": lambda z: 1 / (1 + mp.exp(-z)),
        "relu": lambda z: max(z, 0),
        "softplus": lambda z: mp.log(1 + mp.exp(z)),
        "step": lambda z: mpf(z > 0),
    }[name]
    with mp.workdps(80):
        for z in (0.3, 2.0, 29.5, *(() if name in ("ln", "sqrt") else (-0.3, -20.0))):
            found = own._exact(Call(name, Name("z")), {"z": z})
            assert abs(found - right(mpf(z))) <= mpf(10) ** -45 * max(1, abs(found))


@pytest.mark.parametrize(
    "text", ["1/(1 + exp(exp(exp(z))))", "tanh(exp(exp(exp(z))))", "1/(1 + exp(exp(exp(exp(z)))))"]
)
def test_towers_of_exponentials_come_back_at_once(text):
    with mp.workdps(80):
        assert 0 <= own._exact(tree(text, ("z",)), {"z": 30.0}) <= 1


def test_no_lesson_without_formulas_of_its_own_loads_mpmath(file):
    program = f"""
import sys
from tutor.checking.read import examine, read
read({str(file("z/2"))!r})
assert "mpmath" not in sys.modules
examine({str(file())!r})
assert "mpmath" not in sys.modules
"""
    subprocess.run([sys.executable, "-c", program.replace("z/2", "z")], check=True)
