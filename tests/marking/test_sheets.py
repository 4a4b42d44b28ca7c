"""Sheets: a class in arrays is marked as one learner is in floats, and what is not on a sheet is replayed."""

from random import Random

import pytest
from helpers.lessons import lesson_of
from helpers.networks import REFERENCE, TWO_OUTPUTS, networks, single
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.engine.solution import solve
from tutor.expression.read import Blank, Unreadable, read
from tutor.marking.marker import Marker
from tutor.marking.paper import Own
from tutor.marking.sheets.batch import Sheets
from tutor.notation.number import shown
from tutor.notation.sentence import ascii
from tutor.quantity import Kind, Quantity

pytestmark = pytest.mark.exhaustive

Z12, A12 = Quantity(Kind.Z, 2, 1), Quantity(Kind.A, 2, 1)
GRADIENTS = [Quantity(Kind.DL_DW, l, j, k) for l, j, k in ((1, 1, 1), (1, 2, 1), (2, 1, 1), (2, 2, 1), (3, 1, 1))]


def marker(network=REFERENCE):
    return Marker(network, 3, solve(network).value)


def value(text):
    return read(text).values[0]


def sheet(answers, network=REFERENCE):
    """The marks of one learner's answers, by question."""
    [marks] = Sheets(marker(network)).mark([[(q, value(text)) for q, text in answers.items()]])
    return dict(zip(answers, marks, strict=True))


def right(questions, network=REFERENCE):
    solution = solve(network)
    return {q: shown(solution.value(q), 4) for q in questions}


def texts(rng, number):
    """A number as it may be typed: right, off, or something else."""
    kind = rng.random()
    if kind < 0.3:
        number *= rng.choice([-1, 10, 0.5, 0, rng.uniform(0.2, 3)])
    figures = rng.choice([1, 2, 3, 4, 6])
    return f"{number:.{figures}g}" if kind < 0.9 else f"{number:.12f}*1"


@settings(max_examples=25, deadline=None)
@given(network=networks(widest=3, deepest=3), seed=st.integers(0, 10**6))
def test_a_class_is_marked_as_each_learner_alone(network, seed):
    by, rng, solution = marker(network), Random(seed), solve(network)
    questions = lesson_of(network).questions
    rows = [[(q, value(texts(rng, solution.value(q)))) for q in questions] for _ in range(4)]
    for answers, marks in zip(rows, Sheets(by).mark(rows), strict=True):
        own = {}
        for (q, answer), found in zip(answers, marks, strict=True):
            alone = by.mark(q, answer, own)
            assert (found.verdict, found.mistakes, found.follows, found.message) == (
                alone.verdict,
                alone.mistakes,
                alone.follows,
                alone.message,
            ), (str(q), answer.text)
            own[q] = Own.of(answer, 3, correct=alone.verdict == "correct")


def test_rows_in_any_order_are_marked_alike():
    questions = lesson_of(REFERENCE).questions
    answers = right(questions) | {Z12: "0.7997", A12: "0.6899"}
    backwards = dict(reversed(answers.items()))
    assert {q: found.verdict for q, found in sheet(answers).items()} == {
        q: found.verdict for q, found in sheet(backwards).items()
    }
    assert sheet(backwards)[A12].verdict == "consistent"


def test_of_a_question_answered_twice_the_last_is_the_learners_own():
    rows = [(Z12, value("0.8998")), (A12, value("0.6899")), (Z12, value("0.7997"))]
    prior = [(Quantity(Kind.A, 1, 1), value("0.5")), (Quantity(Kind.A, 1, 2), value("0.5622"))]
    [marks] = Sheets(marker()).mark([prior + rows])
    assert [found.verdict for found in marks[2:]] == ["correct", "consistent", "wrong"]


def test_blank_and_unreadable_rows_are_as_if_not_on_the_sheet():
    rows = [(Z12, Blank()), (A12, value("0.7109")), (Quantity(Kind.A, 2, 2), Unreadable("No.", 0))]
    [marks] = Sheets(marker()).mark([rows])
    assert [found.verdict for found in marks] == ["blank", "correct", "unreadable"]
    assert Sheets(marker()).mark([[], []]) == [[], []]


def test_an_exam_of_gradients_alone_takes_right_ones():
    assert {found.verdict for found in sheet(right(GRADIENTS)).values()} == {"correct"}


def test_a_mistake_upstream_is_named_with_its_place_on_every_row_it_explains():
    """The bias of z(1,2) left out, everything else right: σ(0.7997) = 0.6899 goes into δ and three gradients."""
    questions = [
        Quantity(Kind.DL_DW, l, j, k)
        for l, wide, before in ((1, 2, 3), (2, 2, 2), (3, 1, 2))
        for j in range(1, wide + 1)
        for k in range(1, before + 1)
    ]
    network = REFERENCE
    without = network._replace(layers=(network.layers[0], network.layers[1]._replace(b=(0.0, 0.2)), network.layers[2]))
    found = sheet(right(questions, without))
    wrong = [found[q] for q in questions if found[q].verdict == "wrong"]
    assert wrong
    assert all("bias-omitted@z(2,1)" in each.mistakes for each in wrong)
    assert {each.mistakes[0] for each in wrong} == {"bias-omitted@z(2,1)"}
    assert all("z_1^(2)" in ascii(each.message) for each in wrong)


def test_a_rows_own_mistake_is_one_of_the_causes():
    q = Quantity(Kind.DL_DW, 3, 1, 1)
    flipped = shown(-solve(REFERENCE).value(q), 4)
    found = sheet(right(GRADIENTS) | {q: flipped})
    assert found[q].mistakes[0] == "error-sign-flipped"
    assert {found[p].verdict for p in GRADIENTS if p != q} == {"correct"}


def test_a_wrong_number_on_the_sheet_is_followed_over_hidden_ones():
    """z is on the sheet and a is not: the next z follows from the wrong one through it."""
    questions = [Quantity(Kind.Z, 2, 1), Quantity(Kind.Z, 2, 2), Quantity(Kind.Z, 3, 1)]
    typed = right(questions) | {Z12: "0.7997", questions[2]: "0.6153"}  # 0.3·σ(0.7997) + 0.4·0.7707 + 0.1
    found = sheet(typed)
    assert (found[questions[2]].verdict, found[questions[2]].follows) == ("consistent", (Z12,))


def test_a_random_number_on_a_sparse_sheet_has_no_name():
    found = sheet({GRADIENTS[0]: "0.731"})
    assert (found[GRADIENTS[0]].verdict, found[GRADIENTS[0]].mistakes) == ("wrong", ())


@pytest.mark.parametrize("network", [REFERENCE, TWO_OUTPUTS], ids=["reference", "two outputs"])
def test_every_single_right_number_is_right_alone(network):
    for q, text in right(lesson_of(network).questions, network).items():
        assert sheet({q: text}, network)[q].verdict == "correct", str(q)


EXTREME = ("0", "-0.0", "1e160", "-1e300", "1e-310", "1e308", "5e-324", "0.1")


@settings(max_examples=40, deadline=None)
@given(network=networks(widest=3, deepest=3, learning_rate=0.5), seed=st.integers(0, 10**6))
def test_no_sheet_of_any_questions_and_numbers_stops_the_marking(network, seed):
    rng, solution = Random(seed), solve(network)
    questions = lesson_of(network).questions
    batch = [
        [
            (q, value(rng.choice(EXTREME) if rng.random() < 0.3 else texts(rng, solution.value(q))))
            for q in rng.sample(questions, rng.randint(1, len(questions)))
        ]
        for _ in range(3)
    ]
    marks = Sheets(marker(network)).mark(batch)
    assert [len(found) for found in marks] == [len(rows) for rows in batch]
    assert all(ascii(found.message) or found.verdict == "correct" for rows in marks for found in rows)


def test_a_mistake_made_everywhere_is_one_mistake():
    """Who leaves out every bias and gives gradients alone made no other mistakes that would explain a row by chance."""
    questions = [q for q in lesson_of(TWO_OUTPUTS).questions if q.kind is Kind.DL_DW]
    without = TWO_OUTPUTS._replace(layers=tuple(layer._replace(b=(0.0, 0.0)) for layer in TWO_OUTPUTS.layers))
    found = sheet(right(questions, without), TWO_OUTPUTS)
    wrong = [found[q] for q in questions if found[q].verdict == "wrong"]
    assert len(wrong) == len(questions)
    assert {each.mistakes[0].partition("@")[0] for each in wrong} == {"bias-omitted"}


def test_a_suspect_that_is_denied_by_other_rows_is_not_named():
    """One gradient as if z(2,1) had no bias, those of its own weights as if it had one: there is no such mistake."""
    without = REFERENCE._replace(
        layers=(REFERENCE.layers[0], REFERENCE.layers[1]._replace(b=(0.0, 0.2)), REFERENCE.layers[2])
    )
    first = [Quantity(Kind.DL_DW, 1, 1, 1)]
    others = [Quantity(Kind.DL_DW, 2, 1, 1), Quantity(Kind.DL_DW, 2, 1, 2), Quantity(Kind.DL_DW, 3, 1, 1)]
    found = sheet(right(first, without) | right(others))
    assert "bias-omitted@z(2,1)" not in found[first[0]].mistakes


def test_the_slope_of_relu_follows_from_a_wrong_activation_of_ones_own():
    network = single([[1.0]], [0.0], [-1.7], [1.0], activation="relu")
    a, slope = Quantity(Kind.A, 1, 1), Quantity(Kind.SIGMA_PRIME, 1, 1)
    assert sheet({a: "0.9", slope: "1"}, network)[slope].verdict == "consistent"
    assert sheet({slope: "1"}, network)[slope].verdict == "wrong"
