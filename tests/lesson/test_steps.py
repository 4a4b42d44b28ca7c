"""The steps that follow from a network, and those that a lesson spells out."""

from itertools import pairwise

import pytest
from helpers.lesson_files import VALID
from helpers.networks import REFERENCE, TWO_OUTPUTS, networks
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.lesson.read import examine, read
from tutor.lesson.steps import derived, rows
from tutor.quantity import Kind, Quantity, Stage

TRACE = Quantity(Kind.W, 1, 1, 1)


def names(steps):
    return " ".join(f"{step.kind}{step.layer or ''}" for step in steps)


def asked(steps):
    return " ".join(str(q) for step in steps for q in step.questions)


def test_the_reference_lesson_has_its_fourteen_steps_and_twenty_two_questions_in_order():
    steps = derived(REFERENCE, TRACE)
    assert names(steps) == "z1 a1 z2 a2 z3 a3 loss sigma_prime3 delta3 sigma_prime2 delta2 sigma_prime1 delta1 dL_dW1"
    assert asked(steps) == (
        "z(1,1) z(1,2) a(1,1) a(1,2) z(2,1) z(2,2) a(2,1) a(2,2) z(3,1) a(3,1) loss sigma_prime(3,1) "
        "delta(3,1) sigma_prime(2,1) sigma_prime(2,2) delta(2,1) delta(2,2) sigma_prime(1,1) "
        "sigma_prime(1,2) delta(1,1) delta(1,2) dL_dW(1,1,1)"
    )


def test_a_trace_goes_back_to_its_layer_and_no_further():
    steps = derived(REFERENCE, Quantity(Kind.W, 3, 1, 2))
    assert names(steps) == "z1 a1 z2 a2 z3 a3 loss sigma_prime3 delta3 dL_dW3"
    assert steps[-1].questions == (Quantity(Kind.DL_DW, 3, 1, 2),)


def test_without_a_trace_all_gradients_are_asked_a_row_at_a_time():
    steps = derived(REFERENCE)
    assert names(steps[13:]) == "dL_dW1 dL_dW1 dL_db1 dL_dW2 dL_dW2 dL_db2 dL_dW3 dL_db3"
    assert [str(q) for q in steps[14].questions] == ["dL_dW(1,2,1)", "dL_dW(1,2,2)", "dL_dW(1,2,3)"]


def test_a_learning_rate_adds_the_update():
    steps = derived(TWO_OUTPUTS)
    assert names(steps[9:15]) == "dL_dW1 dL_dW1 dL_db1 dL_dW2 dL_dW2 dL_db2"
    assert names(steps[15:]) == "W_new1 W_new1 b_new1 W_new2 W_new2 b_new2"


def test_a_traced_weight_is_the_only_one_that_is_updated():
    assert names(derived(TWO_OUTPUTS, TRACE)[-3:]) == "delta1 dL_dW1 W_new1"
    assert derived(TWO_OUTPUTS, TRACE)[-1].questions == (Quantity(Kind.W_NEW, 1, 1, 1),)


@settings(max_examples=50, deadline=None)
@given(networks(), st.booleans())
def test_derived_steps_ask_everything_once_in_the_order_of_the_stages(network, traced):
    steps = derived(network, TRACE if traced else None)
    questions = [q for step in steps for q in step.questions]
    assert len(set(questions)) == len(questions)
    stages = [step.stage for step in steps]
    assert stages == sorted(stages, key=list(Stage).index)
    sizes = network.sizes
    forward = 2 * sum(sizes[1:])
    gradients = 1 if traced else sum(here * (before + 1) for before, here in pairwise(sizes))
    assert len(questions) == 2 * forward + 1 + gradients
    assert all(len({(q.kind, q.layer) for q in step.questions}) == 1 for step in steps)
    assert all(len({q.j for q in step.questions}) == 1 for step in steps if step.kind is Kind.DL_DW)


def test_rows_keep_the_order_that_was_asked_for():
    assert rows((3, 2), Kind.Z, 1, (2, 1)) == ((Quantity(Kind.Z, 1, 2), Quantity(Kind.Z, 1, 1)),)
    assert rows((3, 2), Kind.DL_DW, 1, (2,), (3, 1)) == (
        (Quantity(Kind.DL_DW, 1, 2, 3), Quantity(Kind.DL_DW, 1, 2, 1)),
    )
    assert rows((3, 2), Kind.LOSS, None) == ((Quantity(Kind.LOSS),),)


@pytest.fixture
def lesson(tmp_path):
    def of(steps, text=VALID):
        path = tmp_path / "lesson.toml"
        path.write_text(text + steps, encoding="utf-8")
        assert examine(path)[1] == ()
        return read(path)

    return of


def test_spelled_out_steps_replace_the_derived_ones(lesson):
    found = lesson("""
[[step]]
say = "Welcome."
[[step]]
ask = "z"
layer = 1
neurons = [2]
before = "First this."
hints = ["one", "two"]
[[step]]
ask = "a"
layer = 1
give = true
[[step]]
ask = "loss"
after = "That was it."
""")
    say, z, a, loss = found.steps
    assert (say.kind, say.say, say.asked) == (None, "Welcome.", False)
    assert (z.questions, z.before, z.hints) == ((Quantity(Kind.Z, 1, 2),), "First this.", ("one", "two"))
    assert (a.given, a.asked, len(a.questions)) == (True, False, 2)
    assert (loss.questions, loss.after) == ((Quantity(Kind.LOSS),), "That was it.")
    assert found.asked == (z, loss)
    assert [str(q) for q in found.questions] == ["z(1,2)", "loss"]


def test_a_matrix_is_asked_a_row_at_a_time_with_its_prose_around_all_rows(lesson):
    found = lesson('[[step]]\nask = "dL_dW"\nlayer = 1\nbefore = "in"\nafter = "out"\nhints = ["h"]\n')
    first, second = found.steps
    assert [str(q) for q in found.questions] == ["dL_dW(1,1,1)", "dL_dW(1,1,2)", "dL_dW(1,2,1)", "dL_dW(1,2,2)"]
    assert (first.before, first.after, second.before, second.after) == ("in", "", "", "out")
    assert first.hints == second.hints == ("h",)


def test_one_weight_can_be_asked_for(lesson):
    found = lesson('[[step]]\nask = "dL_dW"\nlayer = 2\nneurons = [1]\nsources = [2]\n')
    assert found.questions == (Quantity(Kind.DL_DW, 2, 1, 2),)


def test_a_layer_may_be_asked_in_parts(lesson):
    part = '[[step]]\nask = "z"\nlayer = 1\nneurons = [{}]\n'
    assert asked(lesson(part.format(2) + part.format(1)).steps) == "z(1,2) z(1,1)"


def test_a_trace_stands_beside_spelled_out_steps(lesson):
    found = lesson('[trace]\nweight = [2, 1, 2]\n[[step]]\nask = "loss"\n')
    assert found.trace == Quantity(Kind.W, 2, 1, 2)
    assert asked(found.steps) == "loss"
