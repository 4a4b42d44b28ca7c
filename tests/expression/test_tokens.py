"""Names with indices, layers and more as single tokens, only where they are asked for."""

import pytest

from tutor.expression.read import read
from tutor.expression.tokens import Unreadable, tokenize


def texts(text, **more):
    return [token.text for token in tokenize(text, scripts=True, **more)][:-1]


@pytest.mark.parametrize(
    "text",
    [
        *("w11", "w_11", "w_{11}", "w1_10", "w_1_10", "w11(2)", "w11^(2)", "w_11^(2)", "w_{11}^{(2)}"),
        *("δ1", "delta_1^(1)[2]", "d1[2]", "d[2]", "a(3)", "a^(3)", "b#1", "w11#0", "w11(2) #1"),
        *("new w11", "new w_11^(2) #2", "dL/dw11", "dL/db", "dL / dw11", "dL/dtheta1(2)", "foo12"),
    ],
)
def test_a_name_with_all_that_belongs_to_it_is_one_token(text):
    assert texts(text) == [text]
    assert texts(f"2*{text}+1") == ["2", "*", text, "+", "1"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("w₁₁⁽²⁾·δ₁⁽²⁾", ["w₁₁⁽2⁾", "*", "δ₁⁽2⁾"]),
        ("∂L/∂w₁₂,₁⁽¹⁾", ["∂L/∂w₁₂.₁⁽1⁾"]),
        ("a1^2", ["a1", "^", "2"]),
        ("a₁²", ["a₁", "2"]),
        ("e^(2)", ["e", "^", "(", "2", ")"]),
        ("exp(2)", ["exp", "(", "2", ")"]),
        ("y^(2)", ["y", "^", "(", "2", ")"]),
        ("a1(1-a1)", ["a1", "(", "1", "-", "a1", ")"]),
        ("sigma'(z1)", ["sigma'", "(", "z1", ")"]),
        ("2w11", ["2", "w11"]),
        ("w11 x d1", ["w11", "*", "d1"]),
        ("x1*x", ["x1", "*", "x"]),
        ("dL/d1", ["dL", "/", "d1"]),
        ("1e5*e5", ["1e5", "*", "e5"]),
    ],
)
def test_what_does_not_belong_to_a_name_stays_apart(text, found):
    assert texts(text) == found


def test_a_comma_between_indices_is_no_decimal_comma():
    assert texts("0,5*w1,10", decimal_commas=True) == ["0.5", "*", "w1.10"]


@pytest.mark.parametrize("text", ["w11", "a(3)", "d1[2]", "w₁₁"])
def test_answers_that_are_numbers_know_no_such_names(text):
    assert isinstance(read(text), Unreadable)
