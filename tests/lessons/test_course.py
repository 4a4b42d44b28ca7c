"""Each built-in lesson keeps what it promises: its one idea shows in its numbers."""

import math
from itertools import pairwise

import pytest

from tutor.engine.solution import solve
from tutor.lesson.locate import builtin
from tutor.lesson.read import read
from tutor.lesson.steps import derived
from tutor.quantity import Kind, Quantity


def taught(name):
    """A lesson, its solution, and the prose before its steps by kind, the last of each."""
    lesson = read(builtin()[name])
    return lesson, solve(lesson.network), {step.kind: " ".join(step.before.split()) for step in lesson.asked}


def asked(lesson):
    return " ".join(str(q) for q in lesson.questions)


# 1: a neuron


def test_what_one_neuron_says_of_its_numbers_is_so():
    lesson, _, before = taught("a-neuron")
    network = lesson.network
    assert "Twice the input" in before[Kind.DL_DW]
    assert network.x[1] == 2 * network.x[0]
    assert rf"$\eta = {network.learning_rate}$ here" in before[Kind.W_NEW]
    assert f"$y = {network.y[0]}$" in before[Kind.LOSS]


def test_what_one_neuron_says_of_its_update_is_so():
    lesson, solution, _ = taught("a-neuron")
    assert all(
        new > old for new, old in zip(solution.updates[0].W_new[0][0], lesson.network.layer(1).W[0], strict=True)
    )
    assert solution.value(Quantity(Kind.DELTA, 1, 1)) < 0
    assert solution.updates[0].loss_after < solution.loss


def test_the_small_neuron_beside_it_is_worked_out_rightly():
    lesson, _, before = taught("a-neuron")
    assert "one input 2, weight 0.5, bias −1, target 1" in " ".join(lesson.about.split())
    small = lesson.network._replace(x=(2.0,), layers=(lesson.network.layer(1)._replace(W=((0.5,),), b=(-1.0,)),))
    update = solve(small).updates[0]
    own = update.passes[1]
    for kind, value in [
        (Kind.Z, own.z[0][0]),
        (Kind.A, own.a[1][0]),
        (Kind.LOSS, update.loss),
        (Kind.SIGMA_PRIME, own.sigma_prime[0][0]),
        (Kind.DELTA, own.delta[0][0]),
        (Kind.DL_DW, update.dL_dW[0][0][0]),
        (Kind.DL_DB, update.dL_db[0][0]),
        (Kind.W_NEW, update.W_new[0][0][0]),
    ]:
        assert f"{value:g}".replace("-", "−") in before[kind].replace("= -", "= −"), kind


# 2, 3: a layer, two layers


def test_a_layer_shows_one_row_and_asks_the_others():
    lesson, solution, _ = taught("a-layer")
    assert lesson.network.sizes == (2, 3)
    assert all(q.j in (2, 3) for q in lesson.questions)
    undecided, no, yes = solution.first.a[1]
    assert no < 0.1  # “near 0”
    assert 0.5 < undecided < 0.62
    assert yes > 0.84  # “near 1”


def test_two_layers_asks_an_error_that_comes_back_with_the_other_sign():
    lesson, solution, _ = taught("two-layers")
    assert lesson.network.sizes == (2, 2, 1)
    assert "delta(1,2)" in asked(lesson)
    assert solution.value(Quantity(Kind.DELTA, 2, 1)) < 0 < solution.value(Quantity(Kind.DELTA, 1, 2))
    assert lesson.network.layer(2).W[0][1] < 0


# 4: the worked example


def test_the_worked_example_asks_what_would_be_derived():
    lesson = read(builtin()["worked-example"])
    network, trace = lesson.network, lesson.trace
    assert network.sizes == (3, 2, 2, 1)
    assert trace == Quantity(Kind.W, 1, 1, 1)
    assert (len(lesson.asked), len(lesson.questions)) == (14, 22)
    assert [step.questions for step in lesson.asked] == [step.questions for step in derived(network, trace)]


def test_the_worked_example_has_the_numbers_of_the_reference():
    solution = solve(read(builtin()["worked-example"]).network)
    for kind, layer, values in [
        (Kind.Z, 1, (0.0, 0.25)),
        (Kind.A, 1, (0.5, 0.5622)),
        (Kind.Z, 2, (0.8997, 1.2122)),
        (Kind.A, 2, (0.7109, 0.7707)),
        (Kind.Z, 3, (0.6215,)),
        (Kind.A, 3, (0.6506,)),
        (Kind.SIGMA_PRIME, 3, (0.2273,)),
        (Kind.DELTA, 3, (-0.0794,)),
        (Kind.DELTA, 2, (-0.00490, -0.00562)),
        (Kind.DELTA, 1, (-0.00212, -0.00235)),
    ]:
        for j, value in enumerate(values, 1):
            assert solution.value(Quantity(kind, layer, j)) == pytest.approx(value, abs=6e-5)
    assert solution.loss == pytest.approx(0.0611, abs=6e-5)
    assert solution.value(Quantity(Kind.DL_DW, 1, 1, 1)) == pytest.approx(-0.00212, abs=6e-6)


# 5: two outputs


def test_two_outputs_has_errors_of_both_signs_that_partly_cancel():
    lesson, solution, _ = taught("two-outputs")
    first, second = solution.first.delta[1]
    assert second < 0 < first
    (up, _), (down, _) = lesson.network.layer(2).W
    assert 0 < up * first + down * second < up * first


def test_what_two_outputs_says_of_the_next_loss_is_so():
    lesson, solution, _ = taught("two-outputs")
    assert solution.updates[0].b_new == tuple(layer.b for layer in lesson.network.layers)
    assert solution.updates[0].loss_after == pytest.approx(0.291027774, abs=6e-10)
    assert "0.2984 to 0.2910" in " ".join(lesson.steps[-1].after.split())


def test_two_outputs_asks_for_the_figures_that_it_says():
    lesson = read(builtin()["two-outputs"])
    assert "give four significant figures" in " ".join(lesson.about.split())
    assert lesson.marking.significant == 4


def test_what_two_outputs_does_not_ask_for_of_its_weights_is_given():
    lesson = read(builtin()["two-outputs"])
    assert "the others are given" in " ".join(step.before for step in lesson.steps).replace("\n", " ")
    for kind in (Kind.DL_DW, Kind.W_NEW):
        seen = {q for step in lesson.steps for q in step.questions if q.kind is kind}
        assert len(seen) == 8


# 6, 7, 8: depth, tanh, a dead ReLU


def test_the_gradient_of_the_chain_vanishes():
    lesson, solution, _ = taught("vanishing-gradient")
    assert set(lesson.network.sizes) == {1}
    gradients = [matrix[0][0] for matrix in solution.updates[0].dL_dW]
    assert abs(gradients[0]) < 1e-5 * abs(gradients[-1])
    assert gradients[-1] / gradients[0] == pytest.approx(250_000, rel=0.01)
    deltas = [delta[0] for delta in solution.first.delta]
    assert all(abs(before) < abs(after) / 4 for before, after in pairwise(deltas))
    assert deltas[5] / deltas[3] == pytest.approx(80, rel=0.05)
    assert asked(lesson) == "dL_dW(7,1,1) delta(5,1) delta(4,1) delta(1,1) dL_dW(1,1,1)"


def test_tanh_passes_on_more_than_any_sigmoid():
    lesson, solution, _ = taught("tanh")
    assert {layer.activation for layer in lesson.network.layers} == {"tanh"}
    assert min(solution.first.sigma_prime[0]) > 0.25
    assert solution.value(Quantity(Kind.A, 1, 2)) < 0
    assert lesson.network.y[0] < 0
    assert any("1 - a^2" in step.before for step in lesson.asked if step.kind is Kind.SIGMA_PRIME)


def test_the_dead_neuron_learns_nothing_and_can_not_be_woken():
    lesson, solution, _ = taught("dead-relu")
    W, b = lesson.network.layer(1).W, lesson.network.layer(1).b
    update = solution.updates[0]
    assert solution.value(Quantity(Kind.Z, 1, 2)) < 0
    assert solution.value(Quantity(Kind.A, 1, 2)) == solution.value(Quantity(Kind.DELTA, 1, 2)) == 0
    assert lesson.network.layer(2).W[0][1] != 0
    assert update.dL_dW[0][1] == (0.0, 0.0)
    assert (update.W_new[0][1], update.b_new[0][1]) == (W[1], b[1])
    assert max(W[1]) < 0 > b[1]  # so z is below 0 for every input that is not negative
    for alive in (0, 2):
        assert solution.first.z[0][alive] > 0
        assert 0.0 not in update.dL_dW[0][alive]
    assert update.loss_after < update.loss


# 9: softmax and cross-entropy


def test_softmax_gives_shares_and_the_shortest_error():
    lesson, solution, _ = taught("softmax")
    network, shares = lesson.network, solution.first.a[1]
    assert (network.layer(1).activation, network.loss) == ("softmax", "cross-entropy")
    assert (network.y, network.conventions.class_target) == ((0.0, 1.0, 0.0), True)
    assert math.fsum(shares) == pytest.approx(1, abs=1e-15)
    assert min(shares) == shares[1]
    assert solution.loss == pytest.approx(-math.log(shares[1]), rel=1e-15)
    assert solution.loss > math.log(3)
    delta = solution.first.delta[0]
    assert delta == pytest.approx([a - y for a, y in zip(shares, network.y, strict=True)], rel=1e-15)
    assert math.fsum(delta) == pytest.approx(0, abs=1e-15)
    assert not any(step.kind is Kind.SIGMA_PRIME for step in lesson.steps)


# 10: three updates


def test_the_loss_falls_with_each_of_three_updates():
    lesson, solution, _ = taught("three-updates")
    losses = [*(update.loss for update in solution.updates), solution.updates[-1].loss_after]
    assert len(losses) == 4
    falls = [before - after for before, after in pairwise(losses)]
    assert min(falls) > 0
    assert falls == sorted(falls, reverse=True)
    assert [f"{loss:.4f}" for loss in losses] == ["0.0481", "0.0167", "0.0103", "0.0075"]
    said = " ".join(lesson.steps[-1].after.split())
    assert "from 0.0481 to 0.0167, 0.0103 and, with these weights, 0.0075" in said
    assert 0.6 < falls[0] / losses[0] < 0.75  # “two thirds”
    assert {q.update for q in lesson.questions} == {2, 3}


def test_three_updates_go_on_where_the_first_lesson_ended():
    first, again = (read(builtin()[name]).network for name in ("a-neuron", "three-updates"))
    assert again._replace(descent=first.descent) == first
