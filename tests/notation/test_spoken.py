"""Formulas as they are listened to: what ends where is heard without the sight of it."""

import pytest

from tutor.notation import math, sentence, tex


@pytest.mark.parametrize(
    ("source", "said"),
    [
        (r"z_1^{(2)}", "z 1 of layer 2"),
        (r"(W^{(2)})^T \delta^{(2)}", "W of layer 2 transposed times delta of layer 2"),
        (r"\sum_k w_k a_k + b", "the sum over k of w k times a k, plus b"),
        (r"\frac{1}{n} \sum_s L_s - 1", "1 over n times the sum over s of L s, minus 1"),
        (r"y \ln a + 1", "y times ln of a, plus 1"),
        (r"\sigma(z) - 1", "sigma of z, minus 1"),
        (r"e^{-z} + 1", "e to the power of minus z, plus 1"),
        (r"e^{-z} x", "e to the power of minus z, times x"),
        (r"\frac{a}{n} + 1", "a over n, plus 1"),
        (r"(a + b) + 1", "open bracket a plus b close bracket plus 1"),
        (r"a + b - c", "a plus b minus c"),
        (r"z = e^{-z}", "z equals e to the power of minus z"),
        (r"-0.5 - -1", "minus 0.5 minus minus 1"),
        (r"\max(0, z)", "max of 0 and z"),
        (r"x \in (0, 1)", "x in the interval from 0 to 1"),
        (r"(0.5, -1)", "the vector 0.5, minus 1"),
        (r"50\%", "50 per cent"),
        (r"\log_2 x", "log base 2 of x"),
        (r"{(W \delta)}_j", "component j of open bracket W times delta close bracket"),
        (r"\frac{d\sigma}{dz}", "the derivative of sigma with respect to z"),
        (r"\frac{d a_1}{d z_1}", "the derivative of a 1 with respect to z 1"),
        (r"\begin{bmatrix} 0.7 & 0.8 \\ 0.9 & 1 \end{bmatrix}", "the 2 by 2 matrix, row 1: 0.7, 0.8; row 2: 0.9, 1"),
        (r"\begin{bmatrix} 0.7 \\ -0.8 \end{bmatrix}", "the column 0.7, minus 0.8"),
    ],
)
def test_formulas_are_said_so_that_their_parts_are_told_apart(source, said):
    assert math.speech(tex.parse(source)) == said


@pytest.mark.parametrize(
    ("source", "on_screen", "in_ascii"),
    [
        (r"\frac{d\sigma}{dz}", "dσ/dz", "dsigma/dz"),
        (r"\frac{d a_1}{d z_1}", "da₁/dz₁", "da_1/dz_1"),
        (r"\frac{d}{2}", "d/2", "d/2"),
        (r"\frac{d a b}{d z}", "(dab)/(dz)", "(dab)/(dz)"),
    ],
)
def test_a_derivative_of_one_thing_by_another_needs_no_brackets(source, on_screen, in_ascii):
    formula = tex.parse(source)
    assert math.screen(formula) == on_screen
    assert math.ascii(formula) == in_ascii


def test_signs_in_the_text_of_a_sentence_are_words():
    formula = tex.parse(r"\delta_1^{(2)}")
    assert sentence.speech((formula, " ≈ −0.5, with ε and λ … so")) == (
        "delta 1 of layer 2 is about -0.5, with epsilon and lambda ... so"
    )
