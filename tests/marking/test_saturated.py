"""Outputs so near to 0 or 1 that as they are shown there is no logarithm of them, or of what they lack of 1."""

import pytest
from helpers.books import everything

from tutor.engine.network import Layer, Network
from tutor.engine.solution import solve
from tutor.expression.read import read
from tutor.marking.marker import Marker
from tutor.marking.paper import Own
from tutor.marking.sheets.batch import Sheets
from tutor.notation.number import shown
from tutor.quantity import Kind, Quantity

pytestmark = pytest.mark.exhaustive

FAR = (8.0, 12.0, 20.0, 40.0, 800.0)
LOSS, A, DELTA = Quantity(Kind.LOSS), Quantity(Kind.A, 1, 1), Quantity(Kind.DELTA, 1, 1)


def binary(z, y):
    return Network((1.0,), (y,), (Layer(((z,),), (0.0,), "sigmoid"),), "binary-cross-entropy", 0.5)


def shares(z, right):
    y = tuple(float(j == right) for j in (1, 2, 3))
    return Network((1.0,), y, (Layer(((z,), (0.0,), (0.3,)), (0.0, 0.0, 0.0), "softmax"),), "cross-entropy", 0.5)


NETWORKS = {
    **{f"binary {z} {y}": binary(z, y) for far in FAR for z in (far, -far) for y in (0.0, 1.0, 0.3)},
    **{f"shares {z} {right}": shares(z, right) for far in FAR for z in (far, -far) for right in (1, 2)},
}


def value(text):
    return read(text).values[0]


def marker(network):
    return Marker(network, 3, solve(network).value)


@pytest.mark.parametrize("name", NETWORKS)
def test_what_is_shown_is_right_for_one_and_in_a_class(name):
    network = NETWORKS[name]
    by, solution = marker(network), solve(network)
    for figures in (3, 5):
        own = {}
        rows = [(q, value(shown(solution.value(q), figures))) for q in everything(network)]
        for q, answer in rows:
            assert by.mark(q, answer, own).verdict == "correct", (str(q), answer.text)
            own[q] = Own.of(answer, 3, correct=True)
        alone = [rows[i] for i in range(len(rows)) if rows[i][0].kind in (Kind.LOSS, Kind.DL_DW)]
        for sheet in (rows, alone):
            assert [mark.verdict for mark in Sheets(by).mark([sheet])[0]] == ["correct"] * len(sheet)


@pytest.mark.parametrize("name", [name for name in NETWORKS if abs(solve(NETWORKS[name]).loss) > 1])
def test_what_is_not_near_the_loss_is_wrong_and_of_no_mistake(name):
    network = NETWORKS[name]
    by, right = marker(network), solve(network).loss
    for factor in (1.4, 0.55, -1.7):
        answer = value(f"{right * factor:.5f}")
        found = by.mark(LOSS, answer)
        assert (found.verdict, found.mistakes) == ("wrong", ()), answer.text
        [[row]] = Sheets(by).mark([[(LOSS, answer)]])
        assert factor == 0.55 or row.verdict == "wrong", answer.text  # who cut a to 0.999 has 6.91 there


@pytest.mark.parametrize("z", [12.0, 40.0])
def test_one_form_that_comes_to_nothing_does_not_take_any_number(z):
    by = marker(binary(z, 0.0))
    assert by.mark(DELTA, value("1.0000")).verdict == "correct"
    for text in ("0.8", "1.1", "-1", "7"):
        assert by.mark(DELTA, value(text)).verdict == "wrong", text


def test_the_loss_of_ones_own_output_is_right():
    own = {A: Own.of(value("0.99999"), 3, correct=True)}
    by = marker(binary(12.0, 0.0))
    assert by.mark(LOSS, value("11.5"), own).verdict == "correct"  # −ln(0.00001) = 11.513
    assert by.mark(LOSS, value("11.5")).verdict == "wrong"


def test_of_a_wrong_output_of_1_there_is_no_loss_that_follows():
    own = {A: Own.of(value("1"), 3, correct=False)}
    for text in ("0", "1", "700"):
        assert marker(binary(2.0, 0.0)).mark(LOSS, value(text), own).verdict == "wrong", text


def test_a_loss_of_which_the_output_has_nothing_left_is_right_alone():
    by = marker(binary(40.0, 1.0))
    assert by.mark(LOSS, value("4.248e-18")).verdict == "correct"
    assert by.mark(LOSS, value("3.9e-18")).verdict == "wrong"
