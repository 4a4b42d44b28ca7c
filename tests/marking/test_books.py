"""Every activation, loss, convention and way of descent: what is right is taken, what is wrong is named and told."""

import math
from random import Random

import pytest
from helpers.books import book, everything, shelf
from helpers.networks import chain_of

from tutor.engine.network import Conventions, Descent
from tutor.engine.solution import solve
from tutor.expression.read import read
from tutor.expression.tree import Name
from tutor.marking.marker import Marker
from tutor.marking.mistakes.wording import placeholders, say, unknown
from tutor.marking.paper import Own
from tutor.marking.sheets.batch import Sheets
from tutor.notation import sentence
from tutor.notation.number import shown
from tutor.quantity import Kind, Quantity

pytestmark = pytest.mark.exhaustive

SHELF = dict(shelf())
MOST = 30
"""So many questions of a network are asked."""
PART = 12
"""So many of a network's mistakes are typed: one in so many, others each time."""


def value(text):
    return read(text).values[0]


def marker(network):
    return Marker(network, 3, solve(network).value)


@pytest.mark.parametrize("name", SHELF)
def test_right_numbers_are_right_and_what_a_mistake_gives_is_named(name):
    network, rng = SHELF[name], Random(name)
    by, solution, questions = marker(network), solve(network), everything(network)
    for q in rng.sample(questions, min(MOST, len(questions))):
        question, exact = by.question(q), solution.value(q)
        text = shown(exact, 3) if rng.randrange(4) else repr(exact)
        assert by.mark(q, value(text)).verdict == "correct", (str(q), text)
        for (mistake, slip), guess in zip(question.slips, question.slip_guesses, strict=True):
            if rng.randrange(PART) or not math.isfinite(guess.value):
                continue
            found = by.mark(q, value(f"{guess.value:.9e}"))
            assert found.verdict == "correct" or mistake.code in found.mistakes, (str(q), mistake.code)
            said(by, q, mistake, slip, guess.value)


def said(by, q, mistake, slip, number):
    """Say what there is to say of a mistake: short and whole."""
    for which, longest in (("sentence", 140), ("shorter", 85)):
        text = sentence.screen(
            say(mistake, slip, which, network=by.network, q=q, text=lambda p: by.text(p, {}), value=number,
                answer=shown(number, 3), significant=3)
        )  # fmt: skip
        assert len(text) <= longest, (mistake.code, text)
        assert text.endswith(".")
        assert not {"{", "}"} & set(text), text
    assert set(slip.parts) == set(mistake.parts)
    texts = slip.said_of(mistake)
    for template in texts[:3] if slip.texts else ():
        assert unknown(template, mistake.code) == [], (mistake.code, placeholders(mistake.code))
    if slip.texts:
        assert len(texts.because) <= 100
        assert texts.because[-1] not in ".;"


@pytest.mark.parametrize("name", list(SHELF)[::7])
def test_a_class_is_marked_as_each_learner_alone(name):
    network, rng = SHELF[name], Random(name)
    by, solution = marker(network), solve(network)
    questions = everything(network)
    new = (Kind.W_NEW, Kind.B_NEW)  # an error made of updated weights has rows after it behind it
    numbers = {
        q: solution.value(q) * (1 if q.kind in new else rng.choice((1, 1, 1, -1, rng.uniform(0.3, 2))))
        for q in questions
    }
    rows = [(q, value(f"{numbers[q]:.4g}")) for q in questions]
    [marks] = Sheets(by).mark([rows])
    own = {}
    for (q, answer), found in zip(rows, marks, strict=True):
        alone = by.mark(q, answer, own)
        assert (found.verdict, found.mistakes, found.follows) == (alone.verdict, alone.mistakes, alone.follows), str(q)
        own[q] = Own.of(answer, 3, correct=alone.verdict == "correct")


@pytest.mark.parametrize("name", list(SHELF)[1::7])
def test_a_sheet_of_a_few_right_numbers_is_right_and_any_other_is_marked(name):
    network, rng = SHELF[name], Random(name)
    solution, questions = solve(network), everything(network)
    few = rng.sample(questions, min(12, len(questions)))
    right = [(q, value(shown(solution.value(q), 4))) for q in few]
    wrong = [(q, value(f"{solution.value(q) * rng.choice((-1, 1.3, 2, 10)) + 0.01:.4g}")) for q in few]
    marks, others = Sheets(marker(network)).mark([right, wrong])
    assert [
        (str(q), each.verdict) for (q, _), each in zip(right, marks, strict=True) if each.verdict != "correct"
    ] == []
    assert len(others) == len(wrong)
    assert all(sentence.ascii(each.message) for each in others if each.verdict == "wrong")


def codes(network, q, text, own=()):
    """What is found of an answer, with some wrong numbers of the learner's own."""
    wrong = {p: Own.of(value(t), 3, correct=False) for p, t in dict(own).items()}
    found = marker(network).mark(q, value(text), wrong)
    return found.verdict, found.mistakes, sentence.screen(found.message)


OUT = Quantity(Kind.DELTA, 2, 1)


def test_a_wrong_sign_is_told_in_the_lessons_own_order():
    network = book(conventions=Conventions(error_sign="target-minus-output"))
    verdict, mistakes, text = codes(network, OUT, f"{-solve(network).value(OUT):.6f}")
    assert (verdict, mistakes) == ("wrong", ("error-sign-flipped",))
    assert "here take target minus output" in text
    weight = Quantity(Kind.DL_DW, 1, 1, 1)
    verdict, mistakes, text = codes(network, weight, f"{-solve(network).value(weight):.6f}")
    assert mistakes == ("error-sign-flipped",)
    assert "a minus belongs before it" in text


def test_thresholds_are_left_out_and_added():
    network, z = book(threshold=True), Quantity(Kind.Z, 1, 1)  # 0.24 + 0.63 − 0.15
    assert codes(network, z, "0.87")[1] == ("bias-omitted",)
    assert "subtract θ₁⁽¹⁾ = 0.15" in codes(network, z, "0.87")[2]
    assert codes(network, z, "1.02")[1] == ("bias-subtracted",)
    assert "added the threshold" in codes(network, z, "1.02")[2]


def test_a_slope_that_has_cancelled_is_none_that_was_left_out():
    for output, loss in (("softmax", "cross-entropy"), ("sigmoid", "binary-cross-entropy")):
        network = book("tanh", output, loss)
        a, slope = (solve(network).value(Quantity(kind, 2, 1)) for kind in (Kind.A, Kind.SIGMA_PRIME))
        verdict, mistakes, text = codes(network, OUT, f"{(a - network.y[0]) * slope:.6f}")
        assert (verdict, mistakes) == ("wrong", ())
        assert "without a slope" in text


def test_without_biases_no_bias_is_spoken_of():
    network = book(conventions=Conventions(bias="none"))
    found = {mistake.code for q in everything(network) for mistake, _ in marker(network).question(q).slips}
    assert not {code for code in found if code.startswith("bias")}


def test_a_mistake_is_made_in_every_sample():
    """The gradient of the mean of two samples, without what comes in: half of both δ."""
    network = book(descent=Descent(batch="mean"), samples=2)
    solution, weight = solve(network), Quantity(Kind.DL_DW, 2, 1, 1)
    both = [solution.value(Quantity(Kind.DELTA, 2, 1, sample=s)) for s in (1, 2)]
    assert codes(network, weight, f"{sum(both) / 2:.8f}")[1] == ("input-omitted",)


def test_which_half_of_a_mean_of_two_is_missing_is_not_guessed():
    for batch, samples, found in (("mean", 2, ()), ("mean", 3, ("half-omitted",)), ("sum", 2, ("half-omitted",))):
        network = book(descent=Descent(batch=batch), samples=samples)
        loss = Quantity(Kind.LOSS)
        assert codes(network, loss, f"{2 * solve(network).value(loss):.6f}")[1] == found, (batch, samples)


def test_the_weights_of_a_later_update_are_the_new_ones():
    network = book(descent=Descent(updates=2, momentum=0.9))
    z, solution = Quantity(Kind.Z, 1, 1, update=2), solve(network)
    b = solution.value(Quantity(Kind.B_NEW, 1, 1))
    verdict, mistakes, text = codes(network, z, f"{solution.value(z) - b:.6f}")
    assert (verdict, mistakes) == ("wrong", ("bias-omitted",))
    assert "new b₁⁽¹⁾ #1" in text
    weight = Quantity(Kind.W_NEW, 1, 1, 1, update=2)
    for mistake, slip in marker(network).question(weight).slips:
        if mistake.code in ("ascent", "rate-omitted", "rate-twice"):
            assert Name(Quantity(Kind.MOMENTUM)) in slip.tree.terms[1].factors


@pytest.mark.parametrize("hidden", ["elu", "softplus", "silu", "z / (1 + exp(-z))", "leaky-relu", "relu", "tanh"])
def test_a_wrong_zero_that_goes_into_any_activation_empties_it(hidden):
    network, z = book(hidden), Quantity(Kind.Z, 1, 1)
    a_of_0 = {"softplus": "0.693147"}.get(hidden, "0")
    assert codes(network, Quantity(Kind.A, 1, 1), a_of_0, {z: "0"})[:2] == ("wrong", ())


def test_a_wrong_zero_leaves_softmax_the_other_exponentials():
    network = book("tanh", "softmax", "cross-entropy")
    zs = [Quantity(Kind.Z, 2, j) for j in (1, 2)]
    other = math.exp(solve(network).value(zs[1]))
    a = Quantity(Kind.A, 2, 1)
    assert codes(network, a, f"{1 / (1 + other):.6f}", {zs[0]: "0"})[0] == "consistent"
    assert codes(network, a, "0.5", dict.fromkeys(zs, "0"))[:2] == ("wrong", ())


def test_a_slope_of_a_piece_is_exactly_0_or_1():
    for hidden, below in (("relu", "0"), ("leaky-relu", "0.1")):
        network = book(hidden)
        above, under = (Quantity(Kind.SIGMA_PRIME, 1, j) for j in (1, 2))  # z is 0.72 and −0.235
        if solve(network).value(Quantity(Kind.Z, 1, 1)) > 0:
            assert codes(network, above, "1")[0] == "correct"
            assert codes(network, above, "0.999")[0] == "wrong"
        assert codes(network, under, below)[0] == "correct"
        assert codes(network, under, "0.001")[0] == "wrong"


def test_a_late_number_alone_is_marked_whatever_lies_behind_it():
    network = chain_of(1)._replace(learning_rate=0.5, descent=Descent(updates=120))
    late = Quantity(Kind.LOSS, update=120)
    [[found]] = Sheets(marker(network)).mark([[(late, value(shown(solve(network).value(late), 4)))]])
    assert found.verdict == "correct"
