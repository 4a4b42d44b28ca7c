"""The tests of marking in their order: what is carried, what is emptied, what is named, and what is said."""

import pytest
from helpers.networks import REFERENCE, TWO_OUTPUTS, chain_of, single

from tutor.engine.network import Conventions, Descent, Layer, Network
from tutor.engine.solution import solve
from tutor.expression.read import read
from tutor.marking.marker import Marker
from tutor.marking.paper import Own
from tutor.notation.sentence import ascii
from tutor.quantity import Kind, Quantity

Z11, Z12, Z13 = Quantity(Kind.Z, 1, 1), Quantity(Kind.Z, 2, 1), Quantity(Kind.Z, 3, 1)
A11, A21, A12, A22 = (Quantity(Kind.A, l, j) for l, j in ((1, 1), (1, 2), (2, 1), (2, 2)))
S12 = Quantity(Kind.SIGMA_PRIME, 2, 1)
DELTA11, DELTA12 = Quantity(Kind.DELTA, 1, 1), Quantity(Kind.DELTA, 2, 1)


def marker(network=REFERENCE, significant=3, messages=None):
    return Marker(network, significant, solve(network).value, messages or {})


def value(text):
    return read(text).values[0]


def mark(q, text, wrong=(), right=(), *, by=None, **more):
    """Mark one text; the learner's own wrong and right numbers are given as texts."""
    own = {p: Own.of(value(t), 3, correct=False) for p, t in dict(wrong).items()}
    own |= {p: Own.of(value(t), 3, correct=True) for p, t in dict(right).items()}
    return (by or marker()).mark(q, value(text), own, **more)


def test_what_follows_from_a_wrong_number_is_consistent_and_says_from_which():
    found = mark(A12, "0.6899", {Z12: "0.7997"})  # sigma(0.7997) = 0.68990
    assert (found.verdict, found.mistakes, found.follows) == ("consistent", (), (Z12,))
    assert "0.7997" in ascii(found.message)


def test_right_numbers_win_over_carried_ones():
    assert mark(A12, "0.711", {Z12: "0.7997"}).verdict == "correct"


def test_there_is_no_hull_between_a_wrong_number_and_the_exact_one():
    for between in ("0.695", "0.700", "0.705"):
        assert mark(A12, between, {Z12: "0.7997"}).verdict == "wrong", between


def test_all_wrong_numbers_are_taken_together():
    wrong = {A11: "0.6", A21: "0.7"}  # 0.7 * 0.6 + 0.8 * 0.7 + 0.1 = 1.08; with one of them right, 1.01 or 0.97
    assert mark(Z12, "1.08", wrong).verdict == "consistent"
    assert mark(Z12, "1.01", wrong).verdict == "wrong"
    assert mark(Z12, "0.9697", wrong).verdict == "wrong"


def test_a_carried_value_at_too_few_figures_is_imprecise():
    found = mark(A12, "0.6", {Z12: "0.3"})  # sigma(0.3) = 0.5744
    assert (found.verdict, found.follows) == ("imprecise", (Z12,))


@pytest.mark.parametrize(
    ("q", "text", "wrong"),
    [
        (A12, "0.5", {Z12: "0"}),
        (S12, "0.25", {Z12: "0", A12: "0.5"}),
        (Quantity(Kind.DL_DW, 1, 1, 2), "0", {DELTA11: "0"}),
        (Quantity(Kind.DL_DB, 1, 1), "0", {DELTA11: "0.0"}),
        (DELTA11, "0", {DELTA12: "0", Quantity(Kind.DELTA, 2, 2): "0"}),
    ],
)
def test_a_wrong_zero_empties_what_it_is_a_factor_of(q, text, wrong):
    found = mark(q, text, wrong)
    if q == S12:  # a = 0.5 is a right form of its own here
        assert found.verdict == "consistent"
        return
    assert (found.verdict, found.mistakes) == ("wrong", ())
    assert "nothing to compute" in ascii(found.message)


def test_a_wrong_zero_among_other_terms_empties_nothing():
    assert mark(Z12, "0.45", {A21: "0"}, {A11: "0.5"}).verdict == "consistent"  # 0.7 * 0.5 + 0 + 0.1
    assert mark(Z12, "0.1", {A21: "0", A11: "0"}).verdict == "consistent"  # the bias is left


def test_a_right_zero_empties_nothing():
    assert mark(A11, "0.5", right={Z11: "0"}).verdict == "correct"


def test_a_wrong_activation_that_was_z_is_followed_up_and_only_then_named():
    own_z = "0.8997"
    carried = 0.3 * 0.8997 + 0.4 * 0.7707 + 0.1
    z22 = solve(REFERENCE).value(Quantity(Kind.Z, 2, 2))
    a22 = solve(REFERENCE).value(A22)
    assert a22 == pytest.approx(0.7707, abs=1e-4)
    assert mark(Z13, f"{carried:.4f}", {A12: own_z}, {A22: f"{a22:.4f}"}).verdict == "consistent"
    used_z = f"{0.3 * 0.89975 + 0.4 * z22 + 0.1:.4f}"
    found = mark(Z13, used_z, right={A12: "0.7109", A22: f"{a22:.4f}"})
    assert (found.verdict, found.mistakes) == ("wrong", ("z-for-a",))


def test_a_mistake_on_top_of_a_wrong_number_is_named_in_the_learners_numbers():
    found = mark(Z12, "0.8697", {A11: "0.6"}, {A21: "0.5622"})  # 0.7 * 0.6 + 0.8 * 0.5622, and no bias
    assert found.mistakes == ("bias-omitted",)
    assert "0.6" in ascii(found.message)


def test_what_follows_from_a_number_that_was_put_right_is_told():
    found = mark(A12, "0.6899", right={Z12: "0.8998"}, earlier={Z12: 0.7997})
    assert (found.verdict, found.mistakes) == ("wrong", ())
    assert "earlier" in ascii(found.message)
    assert "earlier" not in ascii(mark(A12, "0.6", right={Z12: "0.8998"}, earlier={Z12: 0.7997}).message)


def test_of_two_that_were_put_right_the_one_that_tells_is_told():
    earlier = {Z12: 0.7997, A12: 0.85}
    found = ascii(mark(S12, "0.1275", right={Z12: "0.8998", A12: "0.711"}, earlier=earlier).message)  # 0.85 · 0.15
    assert "earlier a_1^(2). Take the one that" in found
    both = {A11: 0.6, A21: 0.7}  # 0.7 · 0.6 + 0.8 · 0.7 + 0.1
    found = ascii(mark(Z12, "1.08", right={A11: "0.5", A21: "0.5622"}, earlier=both).message)
    assert "earlier a_1^(1) and a_2^(1). Take those that you put right." in found


def test_what_would_be_the_same_with_other_numbers_does_not_follow_from_an_earlier_one():
    z, slope = Quantity(Kind.Z, 1, 1), Quantity(Kind.SIGMA_PRIME, 1, 1)
    for activation, typed, right, before in (("elu", "1", -1.7, 1.7), ("leaky-relu", "0.1", 1.7, -1.7)):
        layer = Layer(((1.0,),), (0.0,), activation, 0.1)
        by = marker(single([[1.0]], [0.0], [right], [1.0])._replace(layers=(layer,)))
        found = mark(slope, typed, right={z: str(right)}, earlier={z: before}, by=by)
        assert (found.verdict, found.follows) == ("wrong", ())
        assert "earlier" not in ascii(found.message)


@pytest.mark.parametrize(
    ("q", "text", "codes"),
    [
        (Z12, "0.7997", ("bias-omitted",)),
        (Z12, "0.80", ("bias-omitted",)),  # at two figures
        (Z12, "0.6", ()),  # cut from 0.6998, the bias subtracted: one figure says too little
        (DELTA11, "0.002", ("error-sign-flipped",)),  # but enough to tell the sign
        (DELTA11, "0.00212", ("error-sign-flipped",)),
        (A12, "0.7190", ("digits-swapped",)),
        (A12, "7.109", ("decimal-slip",)),
        (Z12, "0.123", ()),
    ],
)
def test_names(q, text, codes):
    found = mark(q, text)
    assert (found.verdict, found.mistakes) == ("wrong", codes)


def test_of_a_calculation_the_number_that_it_gives_is_spoken_of():
    found = mark(A21, "-2*0.28115")  # the activation is 0.5622
    assert found.mistakes == ("sign-flipped",)
    assert "-0.5623 is right" in ascii(found.message)


def test_of_one_term_alone_nobody_is_told_to_go_through_the_terms():
    alone = marker(single([[0.3]], [], [0.4], [0.0])._replace(conventions=Conventions(bias="none")))
    assert ascii(mark(Z11, "0.777", by=alone).message) == "Not yet. Check each factor, and the sign."
    chain = marker(chain_of(2))
    assert ascii(mark(DELTA11, "0.777", by=chain).message) == "Not yet. Check each factor, and the sign."
    assert "terms one by one" in ascii(mark(DELTA11, "0.777").message)


def test_where_to_look_again_is_true_of_a_shared_bias_and_of_a_penalty():
    layers = tuple(layer._replace(b=(0.3,)) for layer in REFERENCE.layers)
    shared = marker(REFERENCE._replace(layers=layers, conventions=Conventions(bias="shared")))
    assert "terms one by one" in ascii(mark(Quantity(Kind.DL_DB, 1, 1), "0.777", by=shared).message)
    assert "it has one term only" in ascii(mark(Quantity(Kind.DL_DB, 3, 1), "0.777", by=shared).message)
    penalized = marker(REFERENCE._replace(descent=Descent(l2=0.1)))
    for q in (Quantity(Kind.LOSS), Quantity(Kind.DL_DW, 1, 1, 1)):
        assert ascii(mark(q, "0.777", by=penalized).message).endswith("The penalty on the weights belongs to it, too.")
    assert "penalty" not in ascii(mark(Quantity(Kind.DL_DB, 1, 1), "0.777", by=penalized).message)


def test_a_later_update_begins_with_what_the_one_before_has_left():
    network = REFERENCE._replace(learning_rate=0.5, descent=Descent(updates=3))
    by = marker(network)
    found = ascii(mark(Quantity(Kind.W_NEW, 1, 1, 2, update=2), "7.77", by=by).message)
    assert found.startswith("Not yet. Begin with new w_12^(1) #1, as update 1 left it, and take off")
    assert ascii(mark(Quantity(Kind.B_NEW, 1, 1), "7.77", by=by).message).startswith(
        "Not yet. Begin with the old number,"
    )
    for q in (Z12._replace(update=3), DELTA11._replace(update=3)):
        assert "with the weights as update 2 left them." in ascii(mark(q, "7.77", by=by).message)


def test_two_mistakes_of_one_number_are_both_told():
    network = single([[0.3]], [0.3], [0.4], [0.0])  # z = 0.42; without the product 0.3, without the bias 0.12
    twins = single([[0.3, 0.3]], [0.0], [0.4, 0.4], [0.0])  # either term left out gives 0.12
    assert mark(Quantity(Kind.Z, 1, 1), "0.12", by=marker(network)).mistakes[0] == "bias-omitted"
    assert mark(Quantity(Kind.Z, 1, 1), "0.12", by=marker(twins)).mistakes == ("term-omitted",)
    slope = Quantity(Kind.SIGMA_PRIME, 1, 1)
    half = single([[1.0]], [0.0], [0.0], [0.3], activation="sigmoid")  # a = 1 - a = 0.5
    found = mark(slope, "0.5", by=marker(half))
    assert set(found.mistakes) >= {"activation-given", "one-minus-only"}
    assert ascii(found.message).startswith("Either: ")
    assert " Or: " in ascii(found.message)


def test_a_mistake_that_gives_a_right_number_is_none():
    network = single([[0.7]], [0.0], [1.0], [0.3])
    assert mark(Quantity(Kind.Z, 1, 1), "0.7", by=marker(network)).verdict == "correct"


def test_the_second_time_is_shorter_and_points_to_the_equation():
    first, second = mark(Z12, "0.7997"), mark(Z12, "0.7997", seen={"bias-omitted"})
    assert len(ascii(second.message).removesuffix(" Type show for the equation.")) < len(ascii(first.message))
    assert ascii(second.message).endswith("Type show for the equation.")
    assert second.mistakes == first.mistakes


def test_an_instructors_own_sentence_is_filled_in():
    own = marker(messages={"bias-omitted": "No bias in {wrong}? It is {bias}."})
    found = mark(Z12, "0.7997", right={A11: "0.5", A21: "0.5622"}, by=own)
    assert ascii(found.message) == "No bias in 0.7·0.5 + 0.8·0.5622? It is 0.1."


def test_transposed_weights_are_told_from_another_mistake_by_the_other_neurons():
    network = Network(
        (1.0, 1.0), (0.0, 0.0), (Layer(((0.2, 0.5), (0.4, 0.3)), (0.1, 0.1), "identity"),), "half-squared-error"
    )
    other = Quantity(Kind.Z, 1, 2)  # 0.8; transposed 0.9. The first is 0.8; transposed 0.7
    found = mark(Quantity(Kind.Z, 1, 1), "0.7", {other: "0.9"}, by=marker(network))
    assert found.mistakes == ("weights-transposed",)


def test_the_gradient_uses_the_calculators_memory_of_what_was_written():
    """0.012 may be 0.0124 in the memory; then 0.5 times it is 0.0062, and not 0.006."""
    weight = Quantity(Kind.DL_DW, 1, 1, 2)
    found = mark(weight, "0.0062", {DELTA11: "0.012"})
    assert found.verdict == "wrong"  # never more than a unit of the lesson's figures
    assert mark(weight, "0.00602", {DELTA11: "0.0120"}).verdict == "consistent"


def test_a_sheet_of_the_published_network_marks_its_published_numbers():
    by = marker(TWO_OUTPUTS)
    for q, text in (
        (Quantity(Kind.Z, 1, 1), "0.3775"),
        (Quantity(Kind.A, 1, 1), "0.593269992"),
        (Quantity(Kind.LOSS), "0.298371109"),
        (Quantity(Kind.W_NEW, 2, 1, 1), "0.35891648"),
    ):
        assert mark(q, text, by=by).verdict == "correct", str(q)


def test_digits_swapped_come_after_a_rule_that_gives_the_same_number():
    network = single([[1.0]], [0.18], [0.36], [0.0])  # z = 0.54; the bias subtracted 0.18; left out 0.36
    swapped = single([[1.0]], [0.09], [0.45], [0.0])  # z = 0.54; the bias left out is 0.45, its digits exchanged
    assert mark(Quantity(Kind.Z, 1, 1), "0.36", by=marker(network)).mistakes == ("bias-omitted",)
    assert mark(Quantity(Kind.Z, 1, 1), "0.45", by=marker(swapped)).mistakes == ("bias-omitted", "digits-swapped")


def test_numbers_beyond_all_measure_are_wrong_and_nothing_else():
    huge = {Z12: "1e300", A11: "-1e308", A21: "1e308"}
    for q, text in ((A12, "0.5"), (Z12, "1e308"), (Z12, "-1e-320"), (Quantity(Kind.LOSS), "1e300"), (S12, "1e999999")):
        reading = read(text)
        if hasattr(reading, "values"):
            assert mark(q, text, huge).verdict in {"wrong", "consistent"}, text
