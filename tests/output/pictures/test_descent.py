"""The loss over the updates, as far as it is known; of one update, along its step."""

import pytest
from helpers.looks import assert_golden
from helpers.networks import TWO_OUTPUTS
from helpers.pilot import lesson

from tutor.engine.descent import along
from tutor.engine.network import Descent, Sample
from tutor.engine.solution import solve
from tutor.explain.cells import text, width
from tutor.notation import sentence
from tutor.output.pictures import descent
from tutor.quantity import Kind, Quantity

THREE = lesson("three-updates").network
SOLUTION = solve(THREE)


def first_losses(number):
    """Only the losses before so many updates are known."""
    return lambda q: SOLUTION.value(q) if q.kind is Kind.LOSS and q.update <= number else None


def drawn(network, known, size=(60, 16)):
    return text(descent.descent(network, known, *size))


def said(network, known):
    return [sentence.speech(each) for each in descent.said(network, known)]


def test_golden():
    assert_golden("tests/output/pictures/goldens", "descent.txt", drawn(THREE, SOLUTION.value) + "\n")
    one = drawn(TWO_OUTPUTS, solve(TWO_OUTPUTS).value)
    assert_golden("tests/output/pictures/goldens", "descent-of-one.txt", one + "\n")


@pytest.mark.parametrize("number", [0, 1, 2, 3, 4])
def test_only_losses_that_are_known_are_drawn_and_said(number):
    found = drawn(THREE, first_losses(number))
    assert found.count("●") == number
    known = ["0.0481", "0.0167", "0.0103", "0.00749"]
    assert [text in found for text in known] == [i < number for i in range(4)]
    assert sum("not known yet" in each for each in said(THREE, first_losses(number))) == 4 - number


def test_an_unknown_loss_parts_the_line():
    def known(q):
        return SOLUTION.value(q) if q.kind is Kind.LOSS and q.update in (1, 3) else None

    found = drawn(THREE, known)
    assert found.count("●") == 2
    assert not any("\u2800" < c <= "\u28ff" for c in found)


def test_along_the_step_of_one_update_both_losses_are_marked():
    solution = solve(TWO_OUTPUTS)
    found = drawn(TWO_OUTPUTS, solution.value)
    assert found.count("●") == 2
    assert "after" in found
    assert "before" in found
    assert said(TWO_OUTPUTS, solution.value)[0] == (
        "With the learning rate 0.5 one update brings the loss from 0.2984 to 0.2805."
    )
    assert "●" not in drawn(TWO_OUTPUTS, lambda _: None)
    assert said(TWO_OUTPUTS, lambda _: None) == ["The loss is not known yet."]


def test_the_least_along_a_step_is_said_where_it_is_passed():
    network = lesson("dead-relu").network
    assert "it is least" in said(network, solve(network).value)[1]
    assert "falls all along" in said(TWO_OUTPUTS, solve(TWO_OUTPUTS).value)[1]


@pytest.mark.parametrize("more", [{}, {"batch": "online"}, {"momentum": 0.9}, {"l2": 0.1}])
def test_the_loss_along_a_step_begins_and_ends_with_the_losses_of_the_solution(more):
    network = TWO_OUTPUTS._replace(further=(Sample((0.5, -0.2), (0.3, 0.1)),), descent=Descent(**more))
    first = solve(network).updates[0]
    before, half, after = along(network, (0.0, 0.5, 1.0))
    assert (before, after) == pytest.approx((first.loss, first.loss_after), rel=1e-14)
    assert min(before, after) * 0.99 < half < max(before, after) * 1.01


def test_online_says_that_each_loss_is_of_its_own_sample():
    network = THREE._replace(further=(Sample((0.5,) * len(THREE.x), (0.3,)),), descent=Descent(3, batch="online"))
    found = drawn(network, solve(network).value, (84, 30))
    assert "each of its own sample" in found
    assert found.count("●") == 4


@pytest.mark.parametrize("updates", [2, 7, 100])
@pytest.mark.parametrize("size", [(40, 10), (84, 30)])
def test_it_fits_with_many_updates(updates, size):
    network = THREE._replace(descent=Descent(updates))
    found = descent.descent(network, solve(network).value, *size)
    assert len(found) <= size[1]
    assert max(map(width, found)) <= size[0]
    assert Quantity(Kind.LOSS, update=updates + 1)
