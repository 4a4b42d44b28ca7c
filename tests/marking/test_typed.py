"""Answers that are calculations: a mistake is named only where it can be made of the numbers that were typed."""

import pytest
from helpers.networks import REFERENCE

from tutor.engine.network import Descent, Layer, Network
from tutor.engine.solution import solve
from tutor.expression.read import read
from tutor.marking.marker import Marker
from tutor.marking.paper import Own
from tutor.quantity import Kind, Quantity

W = (0.5, 0.4, 0.6, 0.5, 0.3, 0.7, 0.6)
B = (0.2, -0.3, 0.1, -0.2, 0.4, -0.1, 0.3)
CHAIN = Network(
    (0.8,), (1.0,), tuple(Layer(((w,),), (b,), "sigmoid") for w, b in zip(W, B, strict=True)), "half-squared-error"
)
UPDATES = Network(
    (2.0, 4.0),
    (1.0,),
    (Layer(((0.6, -0.555),), (0.4,), "sigmoid"),),
    "half-squared-error",
    1.0,
    descent=Descent(updates=3),
)
Z12, DELTA12, DELTA11 = Quantity(Kind.Z, 2, 1), Quantity(Kind.DELTA, 2, 1), Quantity(Kind.DELTA, 1, 1)
BIAS_OMITTED, IN_SUM = ("bias-omitted",), ("bias-in-error-sum",)


def codes(network, q, text, own=()):
    mine = {p: Own.of(read(t).values[0], 3, correct=True) for p, t in dict(own).items()}
    found = Marker(network, 3, solve(network).value).mark(q, read(text).values[0], mine)
    assert found.verdict == "wrong"
    return found.mistakes


@pytest.mark.parametrize(
    ("network", "q", "text"),
    [
        (REFERENCE, DELTA12, "0.4*-0.0794*0.2055"),  # another weight, not 0.3 and the bias 0.1
        (CHAIN, Quantity(Kind.DELTA, 5, 1), "0.6*-0.0112*0.2315"),  # not 0.7 and the bias −0.1
        (UPDATES, Quantity(Kind.Z, 1, 1, update=2), "0.8958*2+0.0365*4+0.4"),  # both products, and an old bias
    ],
)
def test_a_rule_of_other_numbers_than_were_typed_is_not_named(network, q, text):
    assert codes(network, q, f"{read(text).values[0].number:.4g}")  # of the number alone it is
    assert codes(network, q, text) == ()


@pytest.mark.parametrize(
    ("q", "text", "found"),
    [
        (DELTA12, "(0.3+0.1)*-0.0794*0.2055", IN_SUM),
        (DELTA12, "0.30*-0.0794*0.2055+0.1*-0.07944*0.20552", IN_SUM),
        (Z12, "0.7*0.5+0.8*0.5622", BIAS_OMITTED),
        (Z12, "0.7*0.5+0.8*sigmoid(0.25)", BIAS_OMITTED),  # as z stands behind a
        (Z12, "0.35+0.4497", BIAS_OMITTED),  # products that were worked out before
        (Z12, "0.7997*1", BIAS_OMITTED),
        (Z12, "0.7*0.5+0.8*0.562-0.1", ("bias-subtracted",)),
        (Z12, "0.8*0.5622+0.1", ("term-omitted",)),
        (DELTA12, "0.3*-0.0794", ("sigma-prime-omitted",)),
        (DELTA12, "0.3*-0.0794*0.7109", ("activation-for-derivative",)),
        (DELTA12, "0.3*0.0794*0.711*(1-0.711)", ("error-sign-flipped",)),  # the slope spelled out
    ],
)
def test_a_rule_of_the_numbers_that_were_typed_is_named(q, text, found):
    assert codes(REFERENCE, q, text) == found


def test_a_fraction_alone_is_a_number_and_no_calculation():
    network = Network((1.0, 4.0), (1.0,), (Layer(((0.5, 0.25),), (0.25,), "identity"),), "half-squared-error")
    assert codes(network, Quantity(Kind.Z, 1, 1), "3/2") == codes(network, Quantity(Kind.Z, 1, 1), "1.5") != ()


def test_ones_own_number_stands_for_the_exact_one():
    own = {Quantity(Kind.A, 2, 1): "0.56"}
    a1, a2 = Quantity(Kind.A, 1, 1), Quantity(Kind.A, 1, 2)
    assert codes(REFERENCE, Z12, "0.7*0.5+0.8*0.562", {**own, a1: "0.5", a2: "0.562"}) == BIAS_OMITTED
