import math
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.notation.number import parameter, scientific, screen, shown

finite = st.floats(-1e308, 1e308)
figures = st.integers(2, 8)


@pytest.mark.parametrize(
    ("value", "significant", "text"),
    [
        (-0.004901, 3, "-0.00490"),
        (0.56217650, 3, "0.5622"),
        (0.06104, 3, "0.0610"),
        (0.0, 3, "0.0000"),
        (-0.0, 3, "0.0000"),
        (1.0, 3, "1.0000"),
        (0.0099999, 3, "0.0100"),
        (0.00099999, 3, "0.00100"),
        (0.56217650, 8, "0.56217650"),
        (1e-6, 3, "0.00000100"),
        (1.2345e-12, 3, "1.23e-12"),
        (-9.87e-7, 2, "-9.9e-7"),
        (123456.789, 3, "123456.7890"),
        (2e9, 3, "2.00e9"),
        (5e-324, 3, "4.94e-324"),
    ],
)
def test_shown(value, significant, text):
    assert shown(value, significant) == text


def test_powers_of_ten_have_one_form():
    assert [scientific(value) for value in (-7.3312e-5, -42400000.0, 1e-8, 9.999e9)] == [
        "-7.33e-5",
        "-4.24e7",
        "1.00e-8",
        "1.00e10",
    ]


@settings(max_examples=300)
@given(finite, figures)
def test_shown_carries_the_figures_asked_for(value, significant):
    text = shown(value, significant)
    digits = re.sub(r"e.*|[-.]", "", text).lstrip("0")
    if value:
        assert len(digits) >= significant
        assert math.copysign(1, float(text)) == math.copysign(1, value)
    unit = 10.0 ** -len(re.sub(r"e.*", "", text).partition(".")[2]) * 10.0 ** int(text.partition("e")[2] or 0)
    assert abs(float(text) - value) <= unit * 0.5000001 + 5e-324


@given(st.one_of(finite, st.floats(-1e-4, 1e-4)), figures)
def test_shown_is_never_a_negative_zero(value, significant):
    text = shown(value, significant)
    assert text.isascii()
    assert not re.fullmatch(r"-0\.0*", text)
    assert "e" in text or len(text.partition(".")[2]) >= 4


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.7, "0.7"),
        (1.0, "1.0"),
        (-1.0, "-1.0"),
        (0.05, "0.05"),
        (1e-7, "1e-7"),
        (-0.0, "0.0"),
        (2, "2.0"),
        (1e22, "1e22"),
    ],
)
def test_parameter(value, text):
    assert parameter(value) == text


@given(finite)
def test_parameter_is_exact(value):
    assert float(parameter(value)) == value


def test_screen_has_the_real_minus():
    assert screen("-1.23e-12") == "−1.23e−12"
