"""The gradient check's error over ε: a V, its arms as steep as theory has them."""

import math

import pytest
from helpers.looks import assert_golden
from helpers.networks import REFERENCE, TWO_OUTPUTS, chain_of, single
from helpers.pilot import lesson

from tutor.engine.check import gradient_check
from tutor.engine.solution import solve
from tutor.explain.cells import text, width
from tutor.notation import sentence
from tutor.output.pictures import vee
from tutor.quantity import Kind, Quantity

WEIGHT = Quantity(Kind.W, 1, 1, 1)
LESSONS = ["a-neuron", "worked-example", "two-outputs", "tanh", "softmax"]


def slope(every, low, high):
    """The slope of the errors between two ε, both in powers of ten, by least squares."""
    points = [
        (math.log10(each.epsilon), math.log10(each.error))
        for each in every
        if low <= each.epsilon <= high and each.error > 0
    ]
    x, y = (sum(values) / len(points) for values in zip(*points, strict=True))
    return sum((a - x) * (b - y) for a, b in points) / sum((a - x) ** 2 for a, _ in points)


def errors(network):
    return vee.errors(network, solve(network), WEIGHT)


@pytest.mark.parametrize("name", LESSONS)
def test_rounding_grows_with_one_over_epsilon_and_truncation_with_its_square(name):
    network = lesson(name).network
    every = errors(network)
    best = vee.least(every)
    assert slope(every, best.epsilon / 1e6, best.epsilon / 30) == pytest.approx(-1, abs=0.2)
    assert slope(every, best.epsilon * 30, 0.1) == pytest.approx(2, abs=0.1)
    assert 1e-6 < best.epsilon < 1e-2
    assert vee.arms(every) == (True, True)


def test_the_error_at_the_epsilon_of_the_check_is_that_of_the_check():
    (found,) = [g for g in gradient_check(REFERENCE).gradients if (g.layer, g.j, g.k) == (1, 1, 1)]
    (each,) = [each for each in errors(REFERENCE) if math.isclose(each.epsilon, vee.USED, rel_tol=1e-9)]
    assert each.error == pytest.approx(found.relative_error, rel=1e-3, abs=1e-12)


def test_a_loss_that_bends_evenly_has_no_arm_on_the_right():
    network = single([[0.5, -0.3]], [0.1], [1.0, 0.7], [1.0])  # a squared error of what is linear
    every = errors(network)
    assert vee.arms(every) == (True, False)
    drawn = text(vee.vee(network, solve(network), WEIGHT, 60, 16))
    assert "rounding" in drawn
    assert "truncation" not in drawn
    assert any("no harm" in sentence.speech(each) for each in vee.said(network, solve(network), WEIGHT))


def test_where_the_gradient_is_nothing_the_largest_takes_its_place():
    network = lesson("dead-relu").network
    drawn = text(vee.vee(network, solve(network), Quantity(Kind.W, 1, 2, 1), 60, 16))
    assert "w₂₁⁽¹⁾" not in drawn
    assert "⣀" in drawn


def test_where_there_is_no_error_it_says_so():
    network = single([[0.0]], [0.0], [0.0], [0.0])
    assert "the same number with every ε" in text(vee.vee(network, solve(network), WEIGHT, 60, 16))
    assert "the same" in sentence.speech(vee.said(network, solve(network), WEIGHT)[0])


@pytest.mark.parametrize("size", [(40, 10), (60, 16), (84, 30)])
@pytest.mark.parametrize("network", [REFERENCE, TWO_OUTPUTS, chain_of(30), chain_of(9, "tanh", 1e3)])
def test_it_fits_its_room_with_the_least_and_the_epsilon_of_the_check_marked(network, size):
    found = vee.vee(network, solve(network), WEIGHT, *size)
    assert len(found) <= size[1]
    assert max(map(width, found)) <= size[0]
    if network is REFERENCE:
        assert {"●", "▲", "┊"} <= set(text(found))
        assert "ε of the check" in text(found)
        assert "least, " in text(found)


def test_the_dots_are_the_errors():
    drawn = text(vee.vee(TWO_OUTPUTS, solve(TWO_OUTPUTS), WEIGHT, 84, 30)).split("\n")
    dotted = [[i for i, c in enumerate(row) if "\u2800" < c <= "\u28ff"] for row in drawn]
    rows = [places for places in dotted if places and places[-1] > 58]
    assert len(rows) > 8
    ends = [row[-1] for row in rows[:10]]
    assert ends == sorted(set(ends), reverse=True)  # down the arm on the right
    lowest = max(i for i, places in enumerate(dotted) if places)
    point = next(i for i, row in enumerate(drawn) if "●" in row)
    assert 0 <= lowest - point <= 3


def test_golden():
    # The dots of rounding differ between processors: only what theory has is kept.
    drawn = text(vee.vee(REFERENCE, solve(REFERENCE), WEIGHT, 60, 16)).split("\n")
    kept = [drawn[0], *("".join(c if not "\u2800" < c <= "\u28ff" else " " for c in row[:8]) for row in drawn[2:-2])]
    assert_golden("tests/output/pictures/goldens", "vee.txt", "\n".join([*kept, *drawn[-2:]]) + "\n")
    assert len(sentence.speech(vee.said(REFERENCE, solve(REFERENCE), WEIGHT)[0])) > 40


@pytest.mark.parametrize("name", ["worked-example", "two-outputs", "a-neuron", "softmax"])
@pytest.mark.parametrize("size", [(44, 14), (49, 15), (60, 16), (72, 15)])
def test_no_word_touches_the_arms(name, size):
    network = lesson(name).network
    found = text(vee.vee(network, solve(network), WEIGHT, *size))
    for word in ("rounding", "truncation"):
        row = next((row for row in found.split("\n") if word in row), "")
        before, _, after = row.partition(word)
        assert before[-1:] in " "
        assert after[:1] in " "
