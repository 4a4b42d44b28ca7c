"""Formulas in words: for listening, without a sign that is not heard."""

import pytest
from helpers.any_networks import any_networks
from helpers.looks import questions
from helpers.networks import REFERENCE, TWO_OUTPUTS
from hypothesis import given, settings

from tutor.explain.filled import filled
from tutor.explain.formula import formulas
from tutor.explain.worded import worded
from tutor.quantity import Kind, Quantity


@pytest.mark.parametrize(
    ("q", "said"),
    [
        (Quantity(Kind.DELTA, 2, 2), "w 1 2 of layer 3 times delta of layer 3 times sigma prime of z 2 of layer 2"),
        (Quantity(Kind.A, 1, 2), "sigma of z 2 of layer 1"),
        (Quantity(Kind.LOSS), "1/2 times the square of open bracket a of layer 3, minus y close bracket"),
        (Quantity(Kind.SIGMA_PRIME, 1, 1), "a 1 of layer 1 times open bracket 1 minus a 1 of layer 1 close bracket"),
        (Quantity(Kind.DL_DB, 1, 1), "delta 1 of layer 1"),
    ],
)
def test_a_formula_in_words(q, said):
    assert worded(formulas(REFERENCE, q)[0], REFERENCE.naming) == said


def test_numbers_stand_as_they_are_and_alone_as_arithmetic():
    known = {Quantity(Kind.DELTA, 2, 1): "0.1385", Quantity(Kind.DELTA, 2, 2): "-0.03810"}
    known |= {Quantity(Kind.W, 2, 1, 1): "0.4", Quantity(Kind.W, 2, 2, 1): "0.5"}
    tree = formulas(TWO_OUTPUTS, Quantity(Kind.DELTA, 1, 1))[0]

    def said():
        return worded(filled(tree, known.get, TWO_OUTPUTS.naming).tree, TWO_OUTPUTS.naming)

    assert said() == (
        "open bracket 0.4 times 0.1385 plus 0.5 times -0.03810 close bracket times sigma prime of z 1 of layer 1"
    )
    known[Quantity(Kind.SIGMA_PRIME, 1, 1)] = "0.2413"
    assert said() == "(0.4*0.1385 + 0.5*(-0.03810))*0.2413"


@settings(max_examples=15, deadline=None)
@given(any_networks(widest=3))
def test_any_formula_of_any_network_can_be_heard(network):
    for q in questions(network):
        for tree in formulas(network, q):
            said = worded(tree, network.naming)
            assert said.isascii()
            assert not set(said) & set("+*^=_()[]")
            assert said.count("open bracket") == said.count("close bracket")
