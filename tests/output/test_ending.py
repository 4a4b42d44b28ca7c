import re

import pytest
from helpers.lessons import lesson_of
from helpers.networks import REFERENCE, TWO_OUTPUTS, networks, single
from helpers.written import book
from hypothesis import given, settings

from tutor.engine import check
from tutor.engine.network import Descent, Layer, Network
from tutor.engine.solution import solve
from tutor.event import Word
from tutor.expression.evaluate import evaluate
from tutor.expression.grammar import parse
from tutor.lesson.locate import find
from tutor.lesson.read import read
from tutor.lesson.schema import Lesson
from tutor.lesson.steps import derived
from tutor.notation import math, sentence
from tutor.output.ending import ending, goal, went
from tutor.output.known import COLUMNS
from tutor.quantity import Kind, Quantity
from tutor.session import Session

ONE = "Of 1 question, 1 was passed by."
WEIGHT = Quantity(Kind.W, 1, 1, 1)


def end_of(network, trace=WEIGHT):
    return ending(lesson_of(network, trace=trace), solve(network))


def said(sentences):
    return " ".join(map(sentence.screen, sentences))


def test_the_table_holds_every_neuron_and_the_inputs_alone_have_only_an_activation():
    end = end_of(REFERENCE)
    texts = [[entry and entry.text for entry in row] for row in end.sections[0].neurons]
    assert texts[:3] == [[None, "1.0", None, None], [None, "0.5", None, None], [None, "−1.0", None, None]]
    assert texts[3] == ["0.0000", "0.5000", "0.2500", "−0.00212"]
    assert texts[5] == ["0.8997", "0.7109", "0.2055", "−0.00490"]
    assert texts[7] == ["0.6215", "0.6506", "0.2273", "−0.0794"]
    assert [entry.quantity.kind for entry in end.sections[0].neurons[4]] == list(COLUMNS)
    assert math.screen(end.sections[0].neurons[3][0].name) == "z₁⁽¹⁾"
    assert [(math.screen(e.name), e.text) for e in end.sections[0].results] == [
        ("L", "0.0611"),
        ("∂L/∂w₁₁⁽¹⁾", "−0.00212"),
    ]


def test_the_chain_is_a_product_along_both_paths_with_their_shares():
    chain = end_of(REFERENCE).chain
    assert [math.screen(path.factors) for path in chain.paths] == [
        "x₁·σ′(z₁⁽¹⁾)·w₁₁⁽²⁾·σ′(z₁⁽²⁾)·w₁₁⁽³⁾·σ′(z⁽³⁾)·∂L/∂a⁽³⁾",
        "x₁·σ′(z₁⁽¹⁾)·w₂₁⁽²⁾·σ′(z₂⁽²⁾)·w₁₂⁽³⁾·σ′(z⁽³⁾)·∂L/∂a⁽³⁾",
    ]
    assert chain.paths[0].numbers.text("screen") == "1.0·0.2500·0.7·0.2055·0.3·0.2273·(−0.3494)"
    assert [path.product for path in chain.paths] == ["−0.000857", "−0.00126"]
    assert [path.share for path in chain.paths] == ["40.4 %", "59.6 %"]
    assert sentence.screen(chain.after) == "The 2 products add up to ∂L/∂w₁₁⁽¹⁾ = −0.00212, their shares to 100 %."


@pytest.mark.parametrize(
    ("name", "factors"),
    [
        ("a-neuron", "over the weight, the slope of the output, and how the loss changes with the output."),
        ("softmax", "over the weight and the error of the output."),
        ("two-layers", "then by turns the slope of a neuron and the weight to the next one, and last how the loss "),
    ],
)
def test_the_factors_of_an_only_path_are_those_that_it_has(name, factors):
    lesson = read(find(name))
    chain = ending(lesson, solve(lesson.network)).chain
    assert factors in sentence.screen(chain.before)
    assert [path.share for path in chain.paths] == [""]


def test_the_meaning_gives_the_sign_and_one_update():
    text = said(end_of(REFERENCE).meaning)
    assert "∂L/∂w₁₁⁽¹⁾ = −0.00212 is negative: a larger w₁₁⁽¹⁾ makes the loss smaller." in text
    assert "from 0.1 to 0.1 + 0.00212·η: it grows" in text
    assert "the output a⁽³⁾ = 0.6506 nearer to its target, 1.0." in text
    two = said(end_of(TWO_OUTPUTS).meaning)
    assert "is positive: a smaller w₁₁⁽¹⁾" in two
    assert "η = 0.5 takes w₁₁⁽¹⁾ from 0.15 to 0.1498." in two
    assert two.endswith("The update takes the loss from 0.2984 to 0.2805.")


def test_a_gradient_of_zero_is_told_as_such_and_has_no_shares():
    network = single(((0.5,),), (0.1,), (0.0,), (1.0,), activation="sigmoid")
    end = end_of(network)
    assert [path.share for path in end.chain.paths] == [""]
    assert said(end.meaning) == (
        "∂L/∂w₁₁⁽¹⁾ is zero: a small change of w₁₁⁽¹⁾ leaves the loss as it is, and an update leaves w₁₁⁽¹⁾"
        " where it is."
    )


def test_the_check_names_the_traced_gradient_and_the_worst_error():
    text = said(end_of(REFERENCE).check)
    assert text.startswith("Each of the 17 weights and biases was moved up and down by 1e−5")
    assert "∂L/∂w₁₁⁽¹⁾ is −0.00212 by backpropagation and −0.00212 by that difference" in text
    assert "All 17 gradients agree" in text


def test_a_kink_under_the_step_is_blamed_and_not_backpropagation():
    network = Network((1.0,), (2.0,), (Layer(((0.0,),), (0.0,), "relu"),), "half-squared-error")
    text = said(end_of(network).check)
    assert "it lies on a kink, and cannot be checked. None of the gradients can be checked." in text
    assert "2 cannot be checked, since on the way a neuron passes the kink of its activation" in text
    assert text.endswith("mixes two slopes: ∂L/∂w₁₁⁽¹⁾, ∂L/∂b⁽¹⁾.")
    assert "agree" not in text


def test_what_a_gradient_on_a_kink_does_not_say_is_told():
    network = Network((1.0,), (2.0,), (Layer(((0.0,),), (0.0,), "relu"),), "half-squared-error")
    assert said(end_of(network).meaning) == (
        "∂L/∂w₁₁⁽¹⁾ is zero, and an update leaves w₁₁⁽¹⁾ where it is. A neuron is on the kink of its activation, or"
        " close by it: to one side of it the loss may change otherwise than ∂L/∂w₁₁⁽¹⁾ says."
    )
    leaky = network._replace(layers=(network.layers[0]._replace(activation="leaky-relu", parameter=0.1),))
    assert "makes the loss smaller. A neuron is on the kink" in said(end_of(leaky).meaning)


def test_a_backward_pass_that_does_not_agree_is_told_by_name(monkeypatch):
    right = check.backward

    def wrong(*of):
        errors = right(*of)
        return errors._replace(dL_db={l: 2 * g for l, g in errors.dL_db.items()})

    monkeypatch.setattr(check, "backward", wrong)
    text = said(end_of(TWO_OUTPUTS).check)
    assert "8 of 12 gradients agree" in text
    assert "Not in agreement: ∂L/∂b₁⁽¹⁾, ∂L/∂b₂⁽¹⁾, ∂L/∂b₁⁽²⁾, ∂L/∂b₂⁽²⁾: look" in text


def test_a_vanishing_gradient_is_below_what_differences_can_say():
    layers = tuple(Layer(((0.5,),), (0.0,), "sigmoid") for _ in range(12))
    text = said(end_of(Network((1.0,), (1.0,), layers, "half-squared-error")).check)
    agree, below = (int(re.search(rf"(\d+){after}", text)[1]) for after in (" of 24 gradients agree", " are too small"))
    assert agree + below == 24
    assert below > 2
    assert "by that difference: too small to be checked." in text
    worst = re.search("largest relative error is (.*?)[.] ", text)[1]
    assert float(worst.replace("−", "-")) <= 1e-5


def test_an_update_is_shown_with_as_many_figures_as_it_takes_to_see_it():
    def update(rate):
        return said(end_of(TWO_OUTPUTS._replace(learning_rate=rate)).meaning)

    assert "with η = 1e−6 takes w₁₁⁽¹⁾ from 0.15 to 0.1499999996. " in update(1e-6)
    assert "with η = 1e−18 leaves w₁₁⁽¹⁾ at 0.15: the change is smaller than the last figure" in update(1e-18)


def test_many_paths_are_cut_and_the_rest_is_told():
    layers = (Layer(((0.1,),) * 9, (0.0,) * 9, "tanh"),)
    layers += tuple(Layer(((0.1,) * 9,) * 9, (0.0,) * 9, "tanh") for _ in range(2))
    network = Network((1.0,), (1.0,) * 9, layers, "half-squared-error")
    chain = end_of(network).chain
    assert len(chain.paths) == 64
    assert "With the other 17 the sum is ∂L/∂w₁₁⁽¹⁾ = " in sentence.screen(chain.after)


def test_the_end_is_about_the_traced_weight_or_the_first_asked_for():
    assert goal(lesson_of(REFERENCE, trace=Quantity(Kind.W, 2, 1, 2))) == Quantity(Kind.W, 2, 1, 2)
    assert goal(lesson_of(REFERENCE)) == WEIGHT
    assert goal(read(find("two-outputs"))) == WEIGHT


def test_how_it_went_counts_every_question_once():
    session = Session(read(find("worked-example")))
    assert sentence.screen(went(session)) == "None of the 22 questions was done."
    session.submit("0")
    session.submit("9")
    session.submit("0.25")
    session.go_on()
    session.submit("hint")
    session.submit("0.5")
    session.act(Word.NEXT)
    text = "Of 22 questions, 1 was right at once, 1 was right after another try, 1 was right with help, "
    assert sentence.screen(went(session)) == text + "1 was passed by and 18 were not done."


@pytest.mark.parametrize(("name", "words"), [("worked-example", "All 22 questions were passed by."), (None, ONE)])
def test_how_it_went_is_short_where_all_went_alike(name, words):
    network = single([[0.5]], [0.0], [1.0], [1.0])
    lone = Lesson("one", "One", network, derived(network)[:1])
    session = Session(read(find(name)) if name else lone)
    while not session.finished:
        session.submit("next")
    assert sentence.screen(went(session)) == words


@settings(max_examples=30, deadline=None)
@given(networks())
def test_of_any_network_the_paths_can_be_typed_and_add_up_to_the_gradient(network):
    solution = solve(network)
    chain = ending(lesson_of(network), solution).chain
    products = [evaluate(parse(path.numbers.text("ascii"))) for path in chain.paths]
    total = solution.value(Quantity(Kind.DL_DW, 1, 1, 1))
    scale = max([abs(total), 1e-9, *map(abs, products)])
    assert sum(products) == pytest.approx(total, abs=0.1 * len(products) * scale)
    shares = [float(path.share.rstrip(" %").replace("−", "-")) for path in chain.paths if path.share]
    if shares and max(map(abs, shares)) < 1000:
        assert sum(shares) == pytest.approx(100, abs=0.06 * len(shares))


def test_the_end_of_a_book_has_a_part_for_each_pass_and_says_how_the_loss_falls():
    lesson = book("all at once")
    end = ending(lesson, solve(lesson.network))
    assert [section.heading for section in end.sections] == [
        *("Update 1, sample 1", "Update 1, sample 2", "Update 1"),
        *("Update 2, sample 1", "Update 2, sample 2", "Update 2"),
    ]
    assert [bool(section.neurons) for section in end.sections] == [True, True, False] * 2
    assert [bool(section.results) for section in end.sections] == [False, False, True] * 2
    after = sentence.screen(end.chain.after)
    assert re.fullmatch(r"The 4 products add up to \S+\. Weight decay adds \S+\. So ∂L/∂w₁₁⁽²⁾ = \S+", after)
    assert "neuron 1 of layer 2, then output 1, in sample 1" in sentence.screen(end.chain.paths[0].route)
    assert re.search(r"The loss goes from (\S+) to (\S+), then (\S+): it falls with every update\.", said(end.meaning))
    assert "Each of the 14 weights and thresholds was moved up and down" in said(end.check)
    assert "the loss of update 1 computed afresh" in said(end.check)


def test_a_loss_that_grows_is_told_with_the_reason():
    network = single([[1.0]], [0.0], [1.0], [0.0], learning_rate=3.0)
    assert said(end_of(network).meaning).endswith(": it grows, since the step is too long for it.")
    several = network._replace(descent=Descent(updates=3))
    assert "not always to a smaller one, since some steps are too long" in said(end_of(several).meaning)


def test_a_loss_that_stays_is_told_with_even_figures():
    dead = single([[-0.5]], [-0.1], [0.8], [0.3], activation="relu", learning_rate=0.5)
    assert said(end_of(dead).meaning).endswith("The update leaves the loss at 0.0450.")
    twice = said(end_of(dead._replace(descent=Descent(updates=2))).meaning)
    assert twice.endswith("The loss goes from 0.0450 to 0.0450, then 0.0450: it stays as it is.")


def test_losses_have_as_many_figures_as_tell_them_apart():
    network = single([[0.5]], [0.1], [0.8], [0.3], learning_rate=1e-4)
    before, after = re.search(r"takes the loss from (\S+) to (\S+)\.$", said(end_of(network).meaning)).groups()
    assert len(before) == len(after)
    assert float(after) < float(before)
    several = said(end_of(network._replace(descent=Descent(updates=2))).meaning)
    losses = re.search(r"goes from (\S+) to (\S+), then (\S+): it falls", several).groups()
    assert len({*losses}) == 3
    assert len({*map(len, losses)}) == 1


def test_online_each_update_is_of_its_own_sample():
    lesson = book("online")
    end = ending(lesson, solve(lesson.network))
    assert [section.heading for section in end.sections] == [
        f"Update {u}, sample {s}" for u, s in ((1, 1), (2, 2), (3, 1))
    ]
    assert all(section.neurons and section.results for section in end.sections)
    assert "update 2 takes that of sample 2 from" in said(end.meaning)
    assert "the loss of update 1, sample 1 computed afresh" in said(end.check)
