"""Paths, errors and gradients as bars, and how large the errors are layer by layer."""

import pytest
from helpers.looks import assert_golden
from helpers.networks import REFERENCE
from helpers.pilot import lesson, small

from tutor.engine.solution import solve
from tutor.explain.cells import text, width
from tutor.explain.paths import chain
from tutor.notation import sentence
from tutor.output.pictures import errors, gradients, shares
from tutor.quantity import Kind, Quantity

WEIGHT = Quantity(Kind.W, 1, 1, 1)
WORKED, TWO, VANISHING = lesson(), lesson("two-outputs"), lesson("vanishing-gradient")
DELTA = Quantity(Kind.DELTA, 1, 1)


def solution_of(each):
    return solve(each.network)


def test_goldens():
    folder = "tests/output/pictures/goldens"
    assert_golden(folder, "shares.txt", text(shares.shares(TWO, solution_of(TWO), WEIGHT, 60, 16)) + "\n")
    drawn = text(errors.errors(REFERENCE, DELTA, solve(REFERENCE).value, 60, 16))
    assert_golden(folder, "errors.txt", drawn + "\n")
    drawn = text(errors.by_layer(VANISHING.network, errors.of_all(solution_of(VANISHING)), 60, 16))
    assert_golden(folder, "by-layer.txt", drawn + "\n")


def test_each_path_has_its_letter_share_and_product_and_negative_ones_go_to_the_left():
    found = text(shares.shares(TWO, solution_of(TWO), WEIGHT, 60, 16)).split("\n")
    (a,), (b,) = ([row for row in found if row.startswith(f" {letter} ")] for letter in "AB")
    assert "152.4 %" in a
    assert "0.0006684" in a  # with the figures of the lesson
    assert "−52.4 %" in b
    assert "−0.0002298" in b
    assert "█" in a.partition("│")[2]
    assert "█" in b.partition("│")[0]
    told = [sentence.speech(each) for each in shares.said(TWO, solution_of(TWO), WEIGHT)]
    assert told[1].startswith("Path A: 0.0006684, 152.4 percent of ")


def test_many_paths_get_letters_and_those_that_have_no_room_are_counted():
    many = small((2, 5, 5, 5, 2))
    found = text(shares.shares(many, solution_of(many), WEIGHT, 60, 16))
    assert len(chain(many.network, solution_of(many), WEIGHT).paths) == 50
    assert found.split("\n")[-1].strip().startswith("+ ")
    assert [shares.letter(i) for i in (0, 25, 26, 27, 52)] == ["A", "Z", "AA", "AB", "BA"]
    assert len(text(shares.shares(many, solution_of(many), WEIGHT, 84, 60)).split("\n")) <= 60


def test_errors_stand_from_the_output_back_as_far_as_they_are_known():
    solution = solve(REFERENCE)

    def known(q):
        return solution.value(q) if (q.layer or 0) > 1 else None

    rows = [row for row in text(errors.errors(REFERENCE, DELTA, known, 60, 16)).split("\n")[1:] if row]
    assert [row.split()[0] for row in rows] == ["δ⁽³⁾", "δ₁⁽²⁾", "δ₂⁽²⁾", "δ₁⁽¹⁾", "δ₂⁽¹⁾"]
    assert [row.endswith("·") for row in rows] == [False, False, False, True, True]
    told = [sentence.speech(each) for each in errors.said(REFERENCE, DELTA, known)]
    assert told[1:] == [
        "delta of layer 3 = -0.0794.",
        "delta 1 of layer 2 = -0.00490.",
        "delta 2 of layer 2 = -0.00562.",
    ]


def test_where_there_is_no_room_for_all_layers_the_one_in_question_stays():
    wide = small((2, 8, 8, 8, 2))
    found = text(errors.errors(wide.network, DELTA, solution_of(wide).value, 40, 10))
    assert "δ₁⁽¹⁾" in found
    assert "δ₁⁽⁴⁾" not in found


def test_errors_that_vanish_are_told_layer_by_layer():
    solution = solution_of(VANISHING)
    assert errors.vanishing(solution)
    assert not errors.vanishing(solve(REFERENCE))
    assert not errors.vanishing(solution_of(lesson("dead-relu")))
    sizes = errors.sizes(solution)
    assert list(sizes) == sorted(sizes)
    told = [sentence.speech(each) for each in errors.said_by_layer(VANISHING.network, solution)]
    assert told[0] == "In layer 7 the largest error is 0.0772."
    assert told[-1] == "From the output back to the first layer it becomes about 340,000 times smaller."
    assert text(errors.by_layer(VANISHING.network, errors.of_all(solution), 84, 30)).count("●") == len(sizes)


def test_gradients_of_a_layer_as_far_as_they_are_known():
    network = TWO.network
    solution = solution_of(TWO)
    of = Quantity(Kind.DL_DW, 2, 2, 1)

    def known(q):
        return solution.value(q) if q.kind is Kind.DL_DW and q.j == 1 else None

    found = text(gradients.gradients(network, of, known, 60, 16))
    assert found.count("·") == 4
    assert "0.0822" in found
    assert [sentence.speech(each) for each in gradients.said(network, of, lambda _: None)][1:] == [
        "No gradient of layer 2 is known yet."
    ]
    few = text(gradients.gradients(small((8, 8, 2)).network, Quantity(Kind.DL_DW, 1, 7, 1), lambda _: None, 40, 10))
    assert "w₇₁" in few  # those of the neuron in question come first


@pytest.mark.parametrize("size", [(40, 10), (60, 16), (84, 30)])
@pytest.mark.parametrize("which", [WORKED, TWO, VANISHING, small((3, 8, 8, 8, 8))])
def test_they_fit_their_room(which, size):
    solution, network = solution_of(which), which.network
    for found in (
        shares.shares(which, solution, WEIGHT, *size),
        errors.errors(network, DELTA, solution.value, *size),
        errors.by_layer(network, errors.of_all(solution), *size),
        gradients.gradients(network, Quantity(Kind.DL_DW, 1, 1, 1), solution.value, *size),
    ):
        assert len(found) <= size[1]
        assert max(map(width, found)) <= size[0]
