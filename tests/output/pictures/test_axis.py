"""Axes: round numbers, few of them, and which dot a number is at."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.output.pictures.axis import Axis, Tick, linear, powers

NUMBERS = st.floats(-1e200, 1e200) | st.floats(-10, 10)


def texts(axis):
    return [tick.text for tick in axis.ticks]


@pytest.mark.parametrize(
    ("low", "high", "most", "found"),
    [
        (-4, 4, 9, ["−4", "−3", "−2", "−1", "0", "1", "2", "3", "4"]),
        (-4, 4, 7, ["−4", "−2", "0", "2", "4"]),
        (0.0067, 0.9933, 4, ["0", "0.5", "1.0"]),
        (0.06, 0.0611, 4, ["0.0600", "0.0605", "0.0610"]),
        (0, 3e-5, 4, ["0", "1e−5", "2e−5", "3e−5"]),
        (0, 2.5e9, 6, ["0", "5e8", "1.0e9", "1.5e9", "2.0e9", "2.5e9"]),
        (0.061, 0.061000000001, 2, ["0.05", "0.10"]),
    ],
)
def test_a_linear_axis_has_round_numbers(low, high, most, found):
    assert texts(linear(low, high, most)) == found


def test_powers_of_ten_stand_at_even_distances_and_end_at_the_last():
    axis = powers(-15, 0, 6)
    assert texts(axis) == ["1e−15", "1e−12", "1e−9", "1e−6", "1e−3", "1"]
    assert (axis.low, axis.high) == (-15, 0)
    assert powers(-11, 0, 4).ticks[0] == Tick(1e-12, "1e−12")  # goes on a little, so that all are evenly apart


@given(NUMBERS, NUMBERS, st.integers(2, 12))
def test_a_linear_axis_holds_both_numbers_and_no_two_of_its_texts_are_alike(one, other, most):
    low, high = sorted((one, other))
    axis = linear(low, high, most)
    assert axis.low < axis.high
    assert len(set(texts(axis))) == len(axis.ticks) <= most + 1
    if max(abs(low), abs(high)) < 1e99:
        assert axis.dot(low, 100) is not None
        assert axis.dot(high, 100) is not None
    for tick in axis.ticks:
        assert axis.dot(tick.value, 1000) is not None
        assert float(tick.text.replace("−", "-")) == pytest.approx(tick.value, rel=1e-6, abs=1e-300)
        assert not tick.text.startswith("−0") or tick.value < 0


def test_a_number_beyond_the_axis_has_no_dot_and_every_dot_has_its_number():
    axis = linear(0.0, 1.0, 3)
    assert axis.dot(-0.1, 10) is None
    assert axis.dot(1.1, 10) is None
    assert axis.dot(math.nan, 10) is None
    assert [axis.dot(axis.value(dot, 10), 10) for dot in range(10)] == list(range(10))
    log = powers(-3, 0, 4)
    assert log.dot(0.0, 10) is None
    assert log.dot(-1.0, 10) is None
    assert [log.dot(10.0**power, 10) for power in (-3, -2, -1, 0)] == [0, 3, 6, 9]


def test_an_axis_gives_up_a_few_cells_for_even_distances():
    axis = linear(0.0, 1.0, 6)
    assert len(axis.ticks) == 6
    assert axis.even(18) == 16  # five gaps of three cells
    assert axis.even(9) == 9  # else it would lose a third
    assert Axis(0.0, 1.3, axis.ticks).even(19) == 19  # its end is no round number
