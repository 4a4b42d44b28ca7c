"""The loss over the output: one curve for each target, points only once the loss is known."""

import pytest
from helpers.looks import assert_golden
from helpers.networks import REFERENCE, TWO_OUTPUTS
from helpers.pilot import lesson

from tutor.engine.losses import LOSSES
from tutor.engine.network import Sample
from tutor.engine.solution import solve
from tutor.explain.cells import text, width
from tutor.notation import sentence
from tutor.output.pictures import outputs
from tutor.quantity import Kind, Quantity

LOSS = Quantity(Kind.LOSS)


def drawn(network, known=None, size=(60, 16)):
    return text(outputs.outputs(network, LOSS, known or solve(network).value, *size))


def without_loss(network):
    solution = solve(network)
    return lambda q: None if q.kind is Kind.LOSS else solution.value(q)


@pytest.mark.parametrize(("name", "network"), [("one", REFERENCE), ("two", TWO_OUTPUTS)])
def test_golden(name, network):
    assert_golden("tests/output/pictures/goldens", f"outputs-{name}.txt", drawn(network) + "\n")


def test_an_output_stands_on_its_curve_only_once_the_loss_is_known():
    assert drawn(REFERENCE).count("●") == 1
    before = drawn(REFERENCE, without_loss(REFERENCE))
    assert "●" not in before
    assert before.split("\n")[-1].split()[-2:] == ["0.8", "y"]
    assert " a " in before.split("\n")[-1]
    nothing = drawn(REFERENCE, lambda _: None)
    assert " a " not in nothing
    assert nothing.count("▲") == 1  # the target, which is the lesson's own


def test_targets_that_nothing_is_added_with_have_no_curve():
    softmax = lesson("softmax").network
    found = drawn(softmax)
    assert "y=1.0" in found
    assert "y=0.0" not in found
    assert found.count("●") == 1
    assert found.count("▲") == 3


def test_of_several_samples_each_output_is_there():
    network = REFERENCE._replace(further=(Sample((0.2, 0.1, 0.4), (0.0,)),))
    found = drawn(network, size=(84, 30))
    assert found.count("●") == 2
    assert "a[2]" in found.replace("⁽³⁾", "")


@pytest.mark.parametrize("loss", [*LOSSES, "(a - y)**4 / 4"])
@pytest.mark.parametrize("size", [(40, 10), (84, 30)])
def test_it_fits_whatever_the_loss(loss, size):
    found = outputs.outputs(TWO_OUTPUTS._replace(loss=loss), LOSS, solve(TWO_OUTPUTS).value, *size)
    assert len(found) <= size[1]
    assert max(map(width, found)) <= size[0]
    assert any("\u2800" < c <= "\u28ff" for c in text(found))


def test_it_is_said():
    told = [sentence.speech(each) for each in outputs.said(REFERENCE, LOSS, solve(REFERENCE).value)]
    assert (
        told[-1] == "a of layer 3 = 0.6506; the target is 1.0: the output is below it, its part in the loss is 0.0611."
    )
    before = [sentence.speech(each) for each in outputs.said(REFERENCE, LOSS, without_loss(REFERENCE))]
    assert before[-1] == "a of layer 3 = 0.6506; the target is 1.0: the output is below it."
    assert "0.65" not in str(outputs.said(REFERENCE, LOSS, lambda _: None))
