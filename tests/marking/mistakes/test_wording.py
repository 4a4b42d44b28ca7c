"""What is said of a mistake: in the numbers of the question and of the learner, short, and without the answer."""

import re

import pytest
from helpers.networks import HALF, REFERENCE, TWO_OUTPUTS, networks, single
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.engine.network import Layer, Network
from tutor.engine.solution import solve
from tutor.explain.formula import formulas, names
from tutor.expression.evaluate import evaluate
from tutor.expression.read import read
from tutor.marking.mark import Verdict
from tutor.marking.marker import Marker
from tutor.marking.mistakes.entry import Slip
from tutor.marking.mistakes.table import MISTAKES, of
from tutor.marking.mistakes.wording import FIELDS, say, unknown
from tutor.marking.verdict import Explained, Finding
from tutor.notation import sentence
from tutor.notation.number import as_shown, shown
from tutor.quantity import Kind, Quantity, is_parameter

Z = Quantity(Kind.Z, 2, 1)
THREE = REFERENCE._replace(learning_rate=0.5)
SIGNED = Network(
    (0.6, -1.2),
    (0.3, -0.4),
    (
        Layer(((-0.7, 0.45), (1.35, -0.25)), (0.15, -0.35), "tanh"),
        Layer(((-1.1, 0.9), (0.65, -0.85)), (-0.2, 0.55), "tanh"),
    ),
    HALF,
    0.1,
)
"""Numbers of both signs."""
BENT_OR_NOT = Network(
    (0.6, -1.2),
    (0.3, -0.4),
    (
        Layer(((-0.7, -0.45), (1.35, -0.25)), (0.15, -0.35), "relu"),
        Layer(((-1.1, 0.9), (0.65, -0.85)), (-0.2, 0.55), "identity"),
    ),
    HALF,
    0.1,
)
"""Activations that let z through as it is."""


def askable(network):
    """Every quantity of which something can be said."""
    yield Quantity(Kind.LOSS)
    for l in range(1, network.depth + 1):
        for j in range(1, network.sizes[l] + 1):
            for kind in (Kind.Z, Kind.A, Kind.SIGMA_PRIME, Kind.DELTA, Kind.DL_DB, Kind.B_NEW):
                yield Quantity(kind, l, j)
            for k in range(1, network.sizes[l - 1] + 1):
                yield Quantity(Kind.DL_DW, l, j, k)
                yield Quantity(Kind.W_NEW, l, j, k)


class Learner:
    """Who says what they have on paper: every number as it is shown, or moved a little."""

    def __init__(self, network, factor=1.0, shift=0.0):
        self.network, self.factor, self.shift, self.solution = network, factor, shift, solve(network)

    def exact(self, q):
        return self.network.parameter(q) if is_parameter(q) else self.solution.value(q)

    def text(self, q):
        exact = self.exact(q)
        return as_shown(q, exact if is_parameter(q) else exact * self.factor + self.shift, 3)

    def number(self, q):
        return float(self.text(q))

    def say(self, mistake, slip, q, which="sentence", *, template=None, typed=None):
        """What is said to them; they typed what the slip gives, unless something else is said."""
        value = evaluate(slip.tree, self.number)
        return say(
            mistake,
            slip,
            which,
            network=self.network,
            q=q,
            text=self.text,
            value=value,
            answer=shown(value, 3) if typed is None else typed,
            significant=3,
            template=template,
        )

    def slips(self, q):
        """Every mistake at a question, those of typing among them."""
        yield from of(self.network, q)
        for mistake in MISTAKES:
            if mistake.typed is not None:
                yield mistake, Slip(formulas(self.network, q)[0])


def said(code, q=Z, network=REFERENCE, *, which="sentence", at=0, template=None, typed=None):
    """The text of the n-th way to make a mistake, for a screen."""
    learner = Learner(network)
    mistake, slip = [each for each in learner.slips(q) if each[0].code == code][at]
    return sentence.screen(learner.say(mistake, slip, q, which, template=template, typed=typed))


def test_the_bias_left_out():
    assert said("bias-omitted") == "You left out the bias: 0.7·0.5000 + 0.8·0.5622 is only Σ w·a; add b₁⁽²⁾ = 0.1."
    assert said("bias-omitted", which="shorter") == "0.7998 is without the bias; add b₁⁽²⁾ = 0.1."


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("0.8", "0.8"),
        ("-.8", "−.8"),
        ("−0.8", "−0.8"),
        ("0,8", "0,8"),
        ("8e-1", "8e−1"),
        ("0.79980000000000001", "0.7998"),
        ("0.7*0.5+0.8*0.5622", "0.7998"),
        ("4/5", "0.7998"),
        ("", "0.7998"),
    ],
)
def test_a_mistakes_number_is_the_one_that_was_typed_where_that_is_short(typed, value):
    assert said("bias-omitted", which="shorter", typed=typed) == f"{value} is without the bias; add b₁⁽²⁾ = 0.1."
    assert said("bias-omitted", template="{value}", typed=typed) == value


def test_a_mistake_that_was_made_before_is_told_by_its_number_there_and_not_by_that_of_the_row():
    marker = Marker(REFERENCE, 3, solve(REFERENCE).value, {"bias-omitted": "{value} or {answer}: where is {bias}?"})
    mistake, slip = next(each for each in marker.question(Z).slips if each[0].code == "bias-omitted")
    case = marker.case(marker.question(Quantity(Kind.A, 2, 1)), read("0.690").values[0], {})
    found = marker.doubtful(case, (), Finding(Verdict.WRONG, (Explained(mistake, slip, 0.6899, Z),)))
    assert sentence.screen(found.message) == "It went wrong at z₁⁽²⁾. 0.7997 or 0.7997: where is 0.1?"


def test_in_ascii_names_and_minus_signs_are_ascii():
    learner = Learner(SIGNED)
    mistake, slip = next(of(SIGNED, Z))
    text = sentence.ascii(learner.say(mistake, slip, Z))
    assert text == "You left out the bias: -1.1·(-0.6696) + 0.9·0.6411 is only Σ w·a; add b_1^(2) = -0.2."


def test_negative_numbers_have_parentheses_where_something_stands_before_them():
    assert said("bias-subtracted", network=SIGNED) == (
        "You subtracted the bias, as in −1.1·(−0.6696) + 0.9·0.6411 − (−0.2); add b₁⁽²⁾ = −0.2 instead."
    )


def test_a_product_taken_as_positive_is_written_without_its_minus():
    q = Quantity(Kind.Z, 1, 1)
    assert said("sign-dropped", q, at=2) == (
        "You took 0.3·(−1.0) as positive, as in 0.1·1.0 + 0.2·0.5 + 0.3·1.0 + 0.1; "
        "this product is negative, so keep its minus."
    )


def test_a_long_sum_is_given_by_its_value():
    network = single([[0.1, 0.2, 0.3, 0.4]], [0.5], [1.0, 2.0, 3.0, 4.0], [0.0])
    q = Quantity(Kind.Z, 1, 1)
    assert "as in 2.5000;" in said("bias-subtracted", q, network)
    assert "0.1·1.0 + 0.2·2.0 + 0.3·3.0 + 0.4·4.0 is only" in said("bias-omitted", q, network)


def test_a_long_calculation_is_given_by_its_value():
    network = single([[0.123456789, 0.987654321]], [-0.555555555], [-1.23456789, -2.3456789], [0.0])
    assert "as in −1.9136;" in said("bias-subtracted", Quantity(Kind.Z, 1, 1), network)


def test_what_was_typed_other_than_as_a_number_keeps_together():
    mistake, slip = next(of(REFERENCE, Z))
    typed = {"a(1,1)": "1/2", "a(1,2)": "-0.5*2+1", "b(2,1)": "-1/8"}

    def put_in(text, template="{wrong}; {bias}"):
        found = say(
            mistake, slip, "sentence", network=REFERENCE, q=Z, text=text, value=1.0, answer="", significant=3,
            template=template,
        )  # fmt: skip
        return sentence.screen(found)

    assert put_in(lambda q: typed.get(str(q), "2")) == "2·(1/2) + 2·(−0.5*2+1); −1/8"
    assert put_in(lambda _: "-5e-3") == "−5e−3·(−5e−3) + (−5e−3)·(−5e−3); −5e−3"
    assert put_in(lambda _: "0,25") == "0,25·0,25 + 0,25·0,25; 0,25"
    assert put_in(lambda _: "+.5") == ".5·.5 + .5·.5; +.5"
    assert len(put_in(lambda _: "7" * 10_000, "{bias}")) < 30


def test_names_in_place_of_numbers():
    assert said("bias-omitted", template="{wrong.rule}, {rule}, {bias.name}, {question}, {prior.name}") == (
        "w₁₁⁽²⁾·a₁⁽¹⁾ + w₁₂⁽²⁾·a₂⁽¹⁾, w₁₁⁽²⁾·a₁⁽¹⁾ + w₁₂⁽²⁾·a₂⁽¹⁾ + b₁⁽²⁾, b₁⁽²⁾, z₁⁽²⁾, a₁⁽¹⁾"
    )


@pytest.mark.parametrize("network", [THREE, TWO_OUTPUTS, SIGNED], ids=["three", "two", "signed"])
def test_texts_are_short_and_whole(network):
    learner = Learner(network)
    for q in askable(network):
        for mistake, slip in learner.slips(q):
            for which, longest in (("sentence", 140), ("shorter", 80)):
                text = sentence.screen(learner.say(mistake, slip, q, which))
                assert len(text) <= longest, (mistake.code, len(text), text)
                assert text.endswith(".")
                assert text.count(". ") == 0, text
                assert "{" not in text
                assert "}" not in text


def test_why_it_is_wrong_is_one_clause():
    for mistake in MISTAKES:
        assert mistake.because
        assert mistake.because[-1] not in ".;"
        assert mistake.because[0].islower() or mistake.because[0] in "1σδ"
        assert len(mistake.because) <= 100
        assert "{" not in mistake.because


@pytest.mark.parametrize("network", [THREE, TWO_OUTPUTS, SIGNED], ids=["three", "two", "signed"])
def test_every_text_has_a_number_of_the_learners_own(network):
    """Whatever is computed from what the learner has changes with it, unless the mistake has only the lesson's numbers.

    What they typed is what it gives, so that a text with that alone changes too.
    """
    learner, other = Learner(network), Learner(network, 1.13, 0.17)
    for q in askable(network):
        for mistake, slip in learner.slips(q):
            if evaluate(slip.tree, learner.number) == evaluate(slip.tree, other.number):
                continue
            for which in ("sentence", "shorter"):
                before, after = (each.say(mistake, slip, q, which) for each in (learner, other))
                assert before != after, (str(q), mistake.code, sentence.screen(before))


@pytest.mark.parametrize(
    "network", [THREE, TWO_OUTPUTS, SIGNED, BENT_OR_NOT], ids=["three", "two", "signed", "bent or not"]
)
def test_no_text_gives_the_right_value_away(network):
    """But for the learner's own number, which of a wrong sign has the right digits."""
    learner = Learner(network)
    for q in askable(network):
        right = learner.exact(q)
        digits = shown(abs(right), 3)
        elsewhere = {learner.text(p).lstrip("-") for p in askable(network) if p != q}
        alone = len(list(names(formulas(network, q)[0]))) == 1  # ∂L/∂b = δ, a = z: what it starts from is the answer
        if not alone and (digits in elsewhere or abs(right) in map(abs, network.x)):
            continue  # the number of something else
        for mistake, slip in learner.slips(q):
            value = evaluate(slip.tree, learner.exact)
            if mistake.typed is None and shown(value, 3) == shown(right, 3):
                continue  # it gives the right value here, and is never named
            for which in ("sentence", "shorter"):
                text = sentence.screen(learner.say(mistake, slip, q, which, typed="7e77"))
                assert digits not in re.findall(r"[\d.]+\d", text), (mistake.code, text)


ODD = ["{", "}", "{0}", "{x!r:>10}", "{}", "{{bias}}", "{bias", "{a:{b}}", "{bias.real}", "{bias[0]}", "{!r}", "%s", ""]


@pytest.mark.parametrize("template", [*ODD, "x" * 2000, "{wrong} " * 285, "{" * 2000, "a\x1b\n{value}"])
def test_an_odd_text_is_shown_as_it_is(template):
    text = said("bias-omitted", template=template)
    assert text or not template


@pytest.mark.parametrize("template", ["{0}", "{x!r:>10}", "{}", "{bias.real}", "{nothing}", "{bias:.2f}"])
def test_what_is_no_placeholder_stays(template):
    assert said("bias-omitted", template=f"a {template} b") == f"a {template} b"


def test_braces_are_written_twice():
    assert said("bias-omitted", template="{{bias}} {bias}") == "{bias} 0.1"


@settings(max_examples=200, deadline=None)
@given(template=st.text(alphabet="{}.:!0 abisvluewrong", max_size=60))
def test_filling_in_never_raises(template):
    said("bias-omitted", template=template)
    assert all(isinstance(each, str) for each in unknown(template, "bias-omitted"))


def test_what_is_unknown_is_found():
    assert unknown("{answer} {value} {wrong} {bias} {bias.name} {question} {prior}", "bias-omitted") == []
    assert unknown("{slope} {value} {x!r:>10} {} {bias:.2f}", "bias-omitted") == ["slope", "x!r:>10", "", "bias:.2f"]
    assert unknown("{", "bias-omitted") == ["{"]
    assert unknown("}", "bias-omitted") == ["}"]
    assert unknown("{bias}", "no-such-code") == ["bias"]
    assert unknown("plain", "bias-omitted") == []


def test_every_text_of_our_own_is_known():
    for mistake in MISTAKES:
        for text in (mistake.sentence, mistake.shorter, mistake.because):
            assert unknown(text, mistake.code) == [], mistake.code


def test_a_code_has_the_same_parts_everywhere():
    parts = {}
    for mistake in MISTAKES:
        assert parts.setdefault(mistake.code, mistake.parts) == mistake.parts, mistake.code
        assert not set(mistake.parts) & {field.partition(".")[0] for field in FIELDS}


def test_a_value_that_is_no_number_is_said_as_it_is():
    mistake, slip = next(of(REFERENCE, Z))
    for value in (float("inf"), float("nan"), 1e300, -0.0):
        say(mistake, slip, "shorter", network=REFERENCE, q=Z, text=lambda _: "1", value=value, answer="", significant=3)


@settings(max_examples=10, deadline=None)
@given(network=networks(learning_rate=0.1))
def test_everything_can_be_said_of_any_network(network):
    learner = Learner(network)
    for q in askable(network):
        for mistake, slip in learner.slips(q):
            for which in ("sentence", "shorter", "because"):
                found = say(
                    mistake, slip, which, network=network, q=q, text=learner.text, value=0.5, answer="1", significant=3
                )
                assert sentence.screen(found)
                assert sentence.ascii(found)
                assert sentence.speech(found)
