"""The cases of marking, one by one: what is typed, for what, and what it is found to be."""

import pytest
from helpers.lessons import mark_text
from helpers.networks import REFERENCE, single

from tutor.engine.solution import solve
from tutor.quantity import Kind, Quantity

Z11, Z12 = Quantity(Kind.Z, 1, 1), Quantity(Kind.Z, 2, 1)
A12, A21 = Quantity(Kind.A, 2, 1), Quantity(Kind.A, 1, 2)
DELTA11, DELTA12 = Quantity(Kind.DELTA, 1, 1), Quantity(Kind.DELTA, 2, 1)


@pytest.mark.parametrize(
    ("q", "texts", "verdict"),
    [
        (Z11, ["0", "0.0", "-0", "0.0000", "1/4-1/4"], "correct"),
        (Z11, ["0.0001"], "wrong"),
        (A12, ["0.71", "0.710", "0.711", "0.7109", "0.71090"], "correct"),
        (A12, ["0.7"], "imprecise"),
        (A12, ["0.700"], "wrong"),
        (A21, ["0.56"], "imprecise"),
        (A21, ["0.57"], "wrong"),
        (Z12, ["0.9", "0.900", "0.8997", "0.899", "0.7*0.5+0.8*0.5622+0.1"], "correct"),
        (Z12, ["1"], "wrong"),
        (DELTA11, ["0", "0.00", "-0.00", "0.002", "0.00212"], "wrong"),
        (DELTA11, ["-0.002"], "imprecise"),
        (DELTA11, ["-0.00212", "-0.002121", "-2.12e-3"], "correct"),
        (DELTA12, ["-0.0049", "-0.00489", "-4.9e-3", "-0.00490"], "correct"),
        (Quantity(Kind.LOSS), ["0.0611", "0.0610", "0.061"], "correct"),
    ],
)
def test_reference_lesson(q, texts, verdict):
    assert {text: mark_text(REFERENCE, q, text).verdict.value for text in texts} == dict.fromkeys(texts, verdict)


def test_small_is_not_zero_is_said():
    message = mark_text(REFERENCE, DELTA11, "0.00").message
    assert "not zero" in "".join(map(str, message))
    assert "not zero" not in "".join(map(str, mark_text(REFERENCE, A12, "0").message))


def test_an_expression_is_echoed_and_a_decimal_is_not():
    assert mark_text(REFERENCE, Z12, "0.7*0.5+0.8*0.5622+0.1").echo
    assert not mark_text(REFERENCE, Z12, "0.8998").echo


def test_functions_off():
    found = mark_text(REFERENCE, A21, "sigmoid(0.25)", functions=False)
    assert found.verdict == "unreadable"
    assert "work it out" in found.message[0].lower()
    assert mark_text(REFERENCE, A21, "sigmoid(0.25)").verdict == "correct"


def test_one_is_no_rounding_of_an_activation():
    network = single([[1.0]], [0.0], [3.5], [1.0], activation="sigmoid")
    assert solve(network).first.a[1][0] == pytest.approx(0.9707, abs=1e-4)
    a = Quantity(Kind.A, 1, 1)
    assert mark_text(network, a, "1.0").verdict == "imprecise"
    assert mark_text(network, a, "1").verdict == "wrong"


def test_terms_that_cancel_may_each_have_been_rounded():
    network = single([[0.3335, -0.3331]], [0.0], [1.0, 1.0], [1.0])
    z = Quantity(Kind.Z, 1, 1)
    verdicts = {text: mark_text(network, z, text).verdict.value for text in ("0", "0.001", "0.0004", "0.002", "-0.001")}
    assert verdicts == {"0": "correct", "0.001": "correct", "0.0004": "correct", "0.002": "wrong", "-0.001": "wrong"}


def test_relu_at_its_kink():
    network = single([[0.3335, -0.3331]], [0.0], [1.0, 1.0], [1.0], activation="relu")
    own = {Quantity(Kind.Z, 1, 1): 0.0}
    for kind, texts in ((Kind.A, ("0", "0.0004")), (Kind.SIGMA_PRIME, ("0", "1"))):
        assert [mark_text(network, Quantity(kind, 1, 1), text, own).verdict for text in texts] == ["correct"] * 2
    assert mark_text(network, Quantity(Kind.SIGMA_PRIME, 1, 1), "0").verdict == "wrong"


def test_a_digit_cut_from_an_exact_tie_may_go_either_way():
    network = single([[0.243]], [0.0], [0.5], [1.0])  # 0.1215
    z = Quantity(Kind.Z, 1, 1)
    verdicts = [mark_text(network, z, text).verdict for text in ("0.121", "0.122", "0.1215", "0.123", "0.120")]
    assert verdicts == ["correct"] * 3 + ["wrong"] * 2


def test_a_product_of_shown_numbers_is_right_where_the_box_is_far_from_flat():
    network = single([[0.25]], [0.0], [0.117], [1.0])
    assert mark_text(network, Quantity(Kind.Z, 1, 1), "0.0293").verdict == "correct"


def test_a_tiny_error_does_not_accept_zero():
    network = single([[1.0]], [0.0], [1e-6], [1e-6 - 5e-13])
    delta = Quantity(Kind.DELTA, 1, 1)
    assert mark_text(network, delta, "0").verdict == "wrong"
    assert mark_text(network, delta, "5e-13").verdict == "correct"


def test_zero_after_a_rounded_output_asks_for_more_figures():
    network = single([[1.0]], [0.0], [0.9996], [1.0])  # a = 0.9996, and 1.00 at three figures
    a, loss = Quantity(Kind.A, 1, 1), Quantity(Kind.LOSS)
    assert mark_text(network, a, "1.00").verdict == "correct"
    found = mark_text(network, loss, "0", own={a: 1.0})
    assert found.verdict == "imprecise"
    assert a == Quantity(Kind.A, 1, 1)
    assert "carry more figures" in found.message[0]
    assert mark_text(network, loss, "0").verdict == "wrong"


def test_sigma_prime_has_two_right_forms():
    network = single([[1.0]], [0.0], [4.0], [1.0], activation="sigmoid")  # a = 0.98201, sigma' = 0.017663
    own = {Quantity(Kind.A, 1, 1): 0.982}
    slope = Quantity(Kind.SIGMA_PRIME, 1, 1)
    assert mark_text(network, slope, "0.017676", own).verdict == "correct"  # 0.982 · 0.018
    assert mark_text(network, slope, "0.017663", own).verdict == "correct"  # from z


def test_a_weight_with_more_figures_than_the_lesson_may_have_been_rounded():
    network = single([[0.12345]], [0.0], [1.0], [1.0])
    z = Quantity(Kind.Z, 1, 1)
    verdicts = [mark_text(network, z, text).verdict for text in ("0.123", "0.12345", "0.1235", "0.125", "0.122")]
    assert verdicts == ["correct"] * 3 + ["wrong"] * 2
