"""Derivatives: what they look like, rule by rule, and that they are right at 50 digits and against differences."""

import math

import mpmath
import pytest
from helpers.trees import trees as random_trees
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.expression.compute import LARGEST_POWER, compute
from tutor.expression.derivative import applied, derivative, whole_powers
from tutor.expression.functions import CALM, FUNCTIONS
from tutor.expression.grammar import parse
from tutor.expression.text import plain
from tutor.expression.tidy import ONE, ZERO, add, minus, over, raised, times
from tutor.expression.tree import Call, Name, Neg, Number, Power, Product, Quotient, Sum, operands

NAMES = ("a", "y", "z")


def read(text):
    return whole_powers(parse(text, names=NAMES))


@pytest.mark.parametrize(
    ("text", "of", "slope"),
    [
        ("3", "z", "0"),
        ("y", "z", "0"),
        ("z", "z", "1"),
        ("-z", "z", "-1"),
        ("(a - y)**4 / 4", "a", "(a - y)^3"),
        ("z/3 + z/6", "z", "1/2"),
        ("0.1*z^2*0.5", "z", "0.1*z"),
        ("(1 + z) + (z - 2) - (y - z)", "z", "3"),
        ("z*z^2", "z", "3*z^2"),
        ("z*z^2 + z^3", "z", "6*z^2"),
        ("z/(1 + exp(-z))", "z", "(1 + exp(-z) + z*exp(-z))/(1 + exp(-z))^2"),
        ("exp(-z^2/2)", "z", "-z*exp(-z^2/2)"),
        ("z^-2", "z", "-2/z^3"),
        ("2^z", "z", "exp(z*ln(2))*ln(2)"),
        ("e^(2*z)", "z", "2*exp(2*z)"),
        ("z^0.5", "z", "1/(2*sqrt(z))"),
        ("sqrt(1 + z^2)", "z", "z/sqrt(1 + z^2)"),
        ("pi*z^2", "z", "2*pi*z"),
        ("z^12*z^12", "z", "24*z^20*z^3"),
        ("tanh(2*z)", "z", "2*(1 - tanh(2*z)^2)"),
        ("sigmoid(z)*y", "z", "y*sigmoid(z)*(1 - sigmoid(z))"),
        ("softplus(z) - relu(z)", "z", "sigmoid(z) - step(z)"),
        ("step(z)*z", "z", "step(z)"),
        ("relu'(z)*z", "z", "step(z)"),
        ("abs'(z)", "z", "0"),
        ("-y*ln(a) - (1 - y)*ln(1 - a)", "a", "-y/a + (1 - y)/(1 - a)"),
    ],
)
def test_what_it_looks_like(text, of, slope):
    if text == "relu'(z)*z":  # the grammar's relu' is a function, and its step a name of the same
        slope = "relu'(z)"
    assert plain(derivative(read(text), of)) == slope


def test_the_rules_come_in_the_order_in_which_one_can_follow_them():
    found = [(step.rule, plain(step.of), plain(step.gives)) for step in applied(read("z^2*ln(1 + 2*z)"), "z")]
    assert found == [
        ("power", "z^2", "2*z"),
        ("sum", "1 + 2*z", "2"),
        ("chain", "ln(1 + 2*z)", "2/(1 + 2*z)"),
        ("product", "z^2*ln(1 + 2*z)", "2*z*ln(1 + 2*z) + 2*z^2/(1 + 2*z)"),
    ]
    assert applied(read("3*z"), "z") == ()


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("e^z", "exp(z)"),
        ("z^3", "z^3"),
        ("z^-1", "1/z"),
        ("z^1.5", "exp(1.5*ln(z))"),
        ("z^(4/2)", "z^2"),
        ("z^y", "exp(y*ln(z))"),
        ("z^0", "1"),
        ("(z^2)^3", "z^6"),
    ],
)
def test_powers_become_whole(text, whole):
    assert plain(read(text)) == whole


X, Y = Name("x"), Name("y")
THREE, TENTH = Number(3.0, "3"), Number(0.1, "0.1")


@pytest.mark.parametrize(
    ("built", "text"),
    [
        (add(), "0"),
        (add(X, ZERO, Neg(X)), "0"),
        (add(Sum((ONE, X)), Y, Neg(Sum((X, Neg(ONE))))), "2 + y"),
        (add(times(X, Y), times(Y, X)), "2*x*y"),
        (add(TENTH, THREE), "3.1"),
        (times(), "1"),
        (times(X, ZERO), "0"),
        (times(Neg(X), Neg(Y), Neg(X)), "-x^2*y"),
        (times(THREE, over(X, THREE)), "x"),
        (times(TENTH, X, TENTH), "0.01*x"),
        (over(ZERO, X), "0"),
        (over(X, ONE), "x"),
        (over(X, ZERO), "x/0"),
        (over(X, Neg(THREE)), "-x/3"),
        (over(ONE, TENTH), "10"),
        (over(X, over(Y, THREE)), "3*x/y"),
        (over(X, raised(X, 3)), "1/x^2"),
        (over(X, X), "x/x"),  # which has no value at 0
        (minus(minus(X)), "x"),
        (minus(ZERO), "0"),
        (raised(X, 0), "1"),
        (raised(raised(X, 2), 3), "x^6"),
        (raised(raised(X, 12), 2), "(x^12)^2"),  # no power of a formula is above 20
        (times(Number(1e300, "1e300"), X, Number(1e300, "1e300")), "1e300^2*x"),
        (times(Number(math.pi, "pi"), Number(math.pi, "pi")), "pi^2"),
    ],
)
def test_what_is_built_is_tidy(built, text):
    assert plain(built) == text


def exactly(node, values):
    """A tree's value to the digits of ``mpmath.mp``; step and its like by their conventions at 0."""
    inner = [exactly(each, values) for each in operands(node)]
    match node:
        case Number(text=text, value=value):
            return {"pi": +mpmath.pi, "e": +mpmath.e}.get(text) or mpmath.mpf(text or repr(value))
        case Name(of=of):
            return values[of]
        case Neg():
            return -inner[0]
        case Sum():
            return mpmath.fsum(inner)
        case Product():
            return mpmath.fprod(inner)
        case Quotient():
            return inner[0] / inner[1]
        case Power():
            return inner[0] ** int(inner[1])
        case Call(function=function):
            return EXACT[function](inner[0])
    raise AssertionError(node)


def logistic(x):
    return 1 / (1 + mpmath.exp(-x))


EXACT = {
    "exp": mpmath.exp,
    "ln": mpmath.ln,
    "sqrt": mpmath.sqrt,
    "tanh": mpmath.tanh,
    "sigmoid": logistic,
    "softplus": lambda x: mpmath.ln(1 + mpmath.exp(x)),
    "abs": abs,
    "abs'": mpmath.sign,
    "relu": lambda x: max(x, mpmath.mpf(0)),
    "step": lambda x: mpmath.mpf(x > 0),
    "sigmoid'": lambda x: logistic(x) * logistic(-x),
    "tanh'": lambda x: mpmath.sech(x) ** 2,
    "exp'": mpmath.exp,
    "ln'": lambda x: 1 / x,
}


def trees():
    numbers = st.sampled_from([Number(2.0, "2"), Number(3.0, "3"), Number(0.5, "0.5"), Number(math.e, "e")])
    leaf = st.sampled_from([Name("x"), Name("x"), Name("y")]) | numbers

    return random_trees(leaf, EXACT, max_leaves=10)


@given(tree=trees(), x=st.floats(0.2, 1.9), y=st.floats(-2, 2))
@settings(max_examples=150, deadline=None)
def test_it_is_the_derivative(tree, x, y):
    slope = derivative(tree, "x")
    with mpmath.workdps(60):
        here, step = {"x": mpmath.mpf(x), "y": mpmath.mpf(y)}, mpmath.mpf(10) ** -20

        def value(node, aside=0):
            return exactly(node, here | {"x": here["x"] + aside})

        try:
            rise = (value(tree, step) - value(tree, -step)) / (2 * step)
            found, middle = value(slope), value(tree)
        except (ZeroDivisionError, OverflowError):
            return
        small = [mpmath.mpf(each.real) for each in (rise, found, middle) if mpmath.isfinite(each)]
        if len(small) < 3 or max(map(abs, small)) > 1e10 or any(mpmath.im(each) for each in (rise, found, middle)):
            return  # out of the reals, or so steep that a difference says nothing
        aside = [value(node, s) - value(node, -s) for node in (slope,) for s in (step, 1000 * step)]
        if any(abs(each) > 1e-8 for each in aside):
            return  # a kink is near
        assert abs(found - rise) <= mpmath.mpf("1e-12") * (1 + abs(found))


@given(tree=trees())
@settings(max_examples=200, deadline=None)
def test_it_is_a_formula_again(tree):
    slope = derivative(tree, "x")
    seen = [slope]
    while seen:
        node = seen.pop()
        seen += operands(node)
        match node:
            case Power(exponent=Number(value=value)):
                assert value == int(value)
                assert 2 <= value <= LARGEST_POWER or node in parts(tree)
            case Sum(terms=terms) | Product(factors=terms) if node not in parts(tree):
                assert not any(isinstance(each, type(node)) and each not in parts(tree) for each in terms)
            case Call(function=function):
                assert function.removesuffix("'") in FUNCTIONS
    compute(CALM, slope, {"x": 0.3, "y": -1.0}.__getitem__)


def parts(node):
    return [node, *(part for inner in operands(node) for part in parts(inner))]
