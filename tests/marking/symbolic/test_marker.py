"""Expressions marked by what they mean: right ones in any form, wrong ones with the mistake that they are."""

import re
import time
from itertools import product

import pytest
from helpers.any_networks import any_networks
from helpers.long_answers import long_answers
from helpers.networks import REFERENCE, TWO_OUTPUTS, chain_of
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.engine.network import Layer, Network
from tutor.explain.formula import formulas
from tutor.expression.evaluate import evaluate
from tutor.expression.text import pieces
from tutor.expression.tokens import MOST
from tutor.expression.tree import Name, Node, Number, Product, Quotient, Sum, rebuild
from tutor.lesson.steps import derived
from tutor.marking.mark import Verdict
from tutor.marking.mistakes.entry import Slip
from tutor.marking.mistakes.table import MISTAKES
from tutor.marking.symbolic import compare
from tutor.marking.symbolic.compare import ENOUGH, agrees, same, values
from tutor.marking.symbolic.marker import Asked, SymbolicMarker, answer
from tutor.marking.symbolic.networks import COUNT, like, solutions
from tutor.marking.symbolic.said import in_names
from tutor.notation import sentence
from tutor.quantity import Kind, Quantity

HIDDEN = Quantity(Kind.DELTA, 1, 1)
SOFTMAX = Network(
    (0.5, -0.2),
    (0.0, 1.0, 0.0),
    (Layer(((0.1, 0.2), (0.3, -0.4), (0.5, 0.6)), (0.1, 0.2, 0.3), "softmax"),),
    "cross-entropy",
)
TWO = Number(2.0, "2")


def mark(text, q=HIDDEN, network=REFERENCE, **more):
    return SymbolicMarker(network, **more).mark(q, text)


def typed(network, q, node):
    """A tree as it is typed at a question."""
    at = Asked(network, q).names
    written = pieces(node, lambda of: at.spelled(of) if isinstance(of, Quantity) else of, "ascii")
    return "".join(piece.text for piece in written)


def said(mark):
    return sentence.screen(mark.message)


@pytest.mark.parametrize(
    "text",
    [
        "(w11*d1 + w21*d2)*sigma'(z1)",
        "(w11*d1 + w21*d2)*a1*(1 - a1)",
        "a1*(1-a1)*d1*w11 + a1*w21*d2*(1-a1)",
        "w11*d1*(a1 - a1^2) + w21*d2*(a1 - a1²)",
        "a1·(1−a1)·(w₁₁⁽²⁾·δ₁⁽²⁾ + w₂₁⁽²⁾·δ₂⁽²⁾)",
        "= sigma'(z1) / 2 * (2*w11*d1 + w21*d2/0.5)",
        "(w11*d1 + w21*d2)*exp(-z1)/(1 + exp(-z1))^2",
        "-(w11*-d1 - w21*d2)*sigmoid'(z1)",
        "(w11*w11(3)*d*a1(2)*(1-a1(2)) + w21*d2)*sigma'(z1)",
    ],
)
def test_whatever_means_the_same_is_right(text):
    assert mark(text).verdict is Verdict.CORRECT


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("w11*d1 + w21*d2", "sigma-prime-omitted"),
        ("w11*d1*a1*(1-a1)", "path-omitted"),
        ("a1*(w21*d2 + w11*d1)", "activation-for-derivative"),
        ("(d1+d2)*a1*(1-a1)", "weights-omitted"),
        ("(w11*d1+w12*d2)*sigma'(z1)", "weights-not-transposed"),
        ("-(w11*d1+w21*d2)*sigma'(z1)", "error-sign-flipped"),
        ("(w12*d1+w22*d2)*sigma'(z2)", "other-neuron"),
        ("(w11*d1+w21*d2)*sigma'(z1(2))", "wrong-layer-derivative"),
        ("(w11*d1+w21*d2)*sigma'(a1)", "derivative-at-a"),
    ],
)
def test_a_wrong_rule_is_named_in_names(text, code):
    marked = mark(text)
    assert (marked.verdict, marked.mistakes) == (Verdict.WRONG, (code,))
    assert not any(digit in said(marked) for digit in ("0.", "nan"))
    assert "{" not in said(marked)


def test_the_activation_of_the_own_layer_in_place_of_the_input_is_named():
    assert mark("a1*d2", Quantity(Kind.DL_DW, 1, 2, 1)).mistakes == ("same-layer-activation",)
    assert mark("a2*d2", Quantity(Kind.DL_DW, 1, 2, 1)).mistakes == ("same-layer-activation",)


def test_the_magnitude_is_read_in_bars_as_the_equation_has_it():
    network = REFERENCE._replace(layers=tuple(l._replace(activation="z/(1+abs(z))") for l in REFERENCE.layers))
    for text in ("z1/(1 + |z1|)", "z₁⁽¹⁾/(1 + |−z₁⁽¹⁾|)", "z1/|1 + |z1||"):
        assert mark(text, Quantity(Kind.A, 1, 1), network).verdict is Verdict.CORRECT
    assert mark("1/(1+|z1|)^2", Quantity(Kind.SIGMA_PRIME, 1, 1), network).verdict is Verdict.CORRECT


def test_an_answer_is_in_one_style_and_typed_back_in_either():
    output = Quantity(Kind.DELTA, 3, 1)
    assert answer(REFERENCE, output) == "(a - y)*sigma'(z)"
    assert answer(REFERENCE, output, "screen") == "(a − y)·sigma'(z)"
    assert answer(REFERENCE, Quantity(Kind.LOSS), "screen") == "½·(a − y)²"
    # A sigmoid in an own formula is no σ of the layer, and is not written as one.
    own = REFERENCE._replace(layers=tuple(l._replace(activation="z*sigmoid(2*z)") for l in REFERENCE.layers))
    q = Quantity(Kind.A, 1, 1)
    assert answer(own, q, "screen") == "z1·sigmoid(2·z1)"
    assert mark(answer(own, q, "screen"), q, own).verdict is Verdict.CORRECT


def test_no_slip_of_the_pen_is_named():
    assert mark("10*(w11*d1+w21*d2)*sigma'(z1)").mistakes == ()
    assert said(mark("10*(w11*d1+w21*d2)*sigma'(z1)")).startswith("Not yet.")


def test_a_number_is_compared_too_and_told_that_names_are_wanted():
    marked = mark("-0.00212")
    assert (marked.verdict, marked.mistakes) == (Verdict.WRONG, ())
    assert said(marked) == "An expression is asked for here, not a number: write it in names such as w11, d1, w21."


def test_a_number_is_right_where_nothing_else_is():
    flat = TWO_OUTPUTS._replace(layers=(TWO_OUTPUTS.layers[0]._replace(activation="identity"), TWO_OUTPUTS.layers[1]))
    q = Quantity(Kind.SIGMA_PRIME, 1, 1)
    assert mark("1", q, flat).verdict is Verdict.CORRECT
    assert mark("-1", q, flat).mistakes == ("sign-flipped",)


@pytest.mark.parametrize("text", ["ln(-w11^2)", "sqrt(-1)*d1", "1/(z1 - z1)", "exp(exp(exp(9)))*d1", "w11^d1"])
def test_what_has_no_value_cannot_be_compared(text):
    marked = mark(text)
    assert marked.verdict is Verdict.UNREADABLE
    assert "too few networks" in said(marked)


def test_the_second_time_it_is_said_shorter():
    marker = SymbolicMarker(REFERENCE)
    again = marker.mark(HIDDEN, "w11*d1 + w21*d2", seen={"sigma-prime-omitted"})
    assert said(again) == ("Your expression is what comes back; multiply it by σ′(z₁⁽¹⁾). Type show for the equation.")


def test_the_lessons_own_words_are_said_in_names_and_without_the_rule():
    own = "Not {wrong}: {question} = {rule}, and {slope.name} = {slope}; {answer} is {value}."
    marked = mark("w11*d1 + w21*d2", messages={"sigma-prime-omitted": own})
    assert said(marked) == ("Not w₁₁⁽²⁾·δ₁⁽²⁾ + w₂₁⁽²⁾·δ₂⁽²⁾, and σ′(z₁⁽¹⁾); w11*d1 + w21*d2 is your expression.")


def test_two_mistakes_that_come_to_the_same_are_both_named():
    square = TWO_OUTPUTS._replace(layers=(TWO_OUTPUTS.layers[0]._replace(activation="identity"), TWO_OUTPUTS.layers[1]))
    marked = mark("a1(2)*d1", Quantity(Kind.DL_DW, 2, 1, 1), square)
    assert "same-layer-activation" in marked.mistakes
    both = mark("-eta*dL/dw11", Quantity(Kind.W_NEW, 1, 1, 1), TWO_OUTPUTS)
    assert both.mistakes == ("step-given",)


# On random networks


def rearranged(draw, network, node):
    """The same function in another form: in another order, multiplied out, with σ′ written out, with a 2 too many."""
    node = rebuild(node, lambda inner: rearranged(draw, network, inner))
    match node:
        case Sum(terms=terms):
            node = Sum(tuple(draw(st.permutations(terms))))
        case Product(factors=factors):
            factors = tuple(draw(st.permutations(factors)))
            at = next((i for i, factor in enumerate(factors) if isinstance(factor, Sum)), None)
            node = Product(factors)
            if at is not None and draw(st.booleans()):
                others = factors[:at] + factors[at + 1 :]
                terms = tuple(Product((*others, term)) if others else term for term in factors[at].terms)
                node = Sum(terms)
        case Name(of=Quantity(kind=Kind.SIGMA_PRIME) as p) if draw(st.booleans()):
            node = draw(st.sampled_from(formulas(network, p)))
    return Quotient(Product((TWO, node)), TWO) if draw(st.integers(0, 9)) == 0 else node


@given(any_networks(), st.data())
@settings(max_examples=25, deadline=None)
def test_every_right_form_is_right_however_it_is_arranged(network, data):
    q = data.draw(st.sampled_from([q for step in derived(network) for q in step.questions]))
    marker = SymbolicMarker(network)
    for style in ("ascii", "screen"):
        assert marker.mark(q, answer(network, q, style)).verdict is Verdict.CORRECT
    form: Node = data.draw(st.sampled_from(formulas(network, q)))
    text = typed(network, q, rearranged(data.draw, network, form))
    assert marker.mark(q, text).verdict is Verdict.CORRECT, text


@given(any_networks(), st.data())
@settings(max_examples=15, deadline=None)
def test_every_wrong_rule_is_refused_and_named(network, data):
    q = data.draw(st.sampled_from([q for step in derived(network) for q in step.questions]))
    marker = SymbolicMarker(network)
    asked = marker.asked(q)
    for mistake, slip in asked.slips:
        on_networks = values(network, slip.tree)
        marked = marker.mark(q, typed(network, q, slip.tree))
        found = same(on_networks, asked.right)
        if found:  # no mistake on this network: its slope is 1, its error 0
            assert marked.verdict is Verdict.CORRECT
        elif found is None:  # something is divided by an activation that is mostly 0
            assert marked.verdict is Verdict.UNREADABLE
        elif any(on_networks) and asked.names.some(1):
            assert marked.verdict is Verdict.WRONG
            assert mistake.code in marked.mistakes
            assert "{" not in said(marked)
            assert "  " not in said(marked)


def test_what_agrees_is_what_is_the_same_on_all_networks():
    asked = Asked(TWO_OUTPUTS, HIDDEN)
    found = [values(TWO_OUTPUTS, slip.tree) for _, slip in asked.slips]
    for (_, slip), other in product(asked.slips, (*found, (None,) * COUNT, (*found[0][:ENOUGH], *(None,) * 8))):
        assert agrees(TWO_OUTPUTS, slip.tree, other) is bool(same(values(TWO_OUTPUTS, slip.tree), other))


def test_a_mistake_in_a_wide_layer_is_found_without_working_out_all_on_all_networks(monkeypatch):
    wide = Layer(tuple((0.1,) * 16 for _ in range(16)), (0.1,) * 16, "sigmoid")
    network = REFERENCE._replace(x=(0.5,) * 16, layers=(wide, wide, wide._replace(W=wide.W[:1], b=(0.1,))))
    marker, worked_out = SymbolicMarker(network), []
    monkeypatch.setattr(compare, "evaluate", lambda *given: worked_out.append(given) or evaluate(*given))
    q = Quantity(Kind.DELTA, 1, 2)
    assert marker.mark(q, "w12*d1").verdict is Verdict.WRONG
    assert len(worked_out) < 2 * len(marker.asked(q).slips)


# The networks


def test_the_networks_are_the_same_at_every_run_and_none_is_the_lessons():
    assert [like(REFERENCE, i) for i in range(COUNT)] == [like(REFERENCE, i) for i in range(COUNT)]
    assert len({like(REFERENCE, i) for i in range(COUNT)} | {REFERENCE}) == COUNT + 1


@pytest.mark.parametrize("network", [chain_of(10, "relu"), chain_of(4, "leaky-relu"), chain_of(3, "z*step(z)")])
def test_both_sides_of_an_activation_occur_and_no_error_is_always_0(network):
    layers = tuple(
        layer._replace(parameter=0.1 if layer.activation == "leaky-relu" else None) for layer in network.layers
    )
    found = solutions(network._replace(layers=layers))
    assert len(found) == COUNT
    for l in range(1, network.depth + 1):
        assert {solution.value(Quantity(Kind.Z, l, 1)) > 0 for solution in found} == {True, False}
        assert sum(solution.value(Quantity(Kind.DELTA, l, 1)) != 0 for solution in found) >= 5


def test_a_slope_that_is_left_out_shows_in_a_deep_chain_of_relus():
    network = chain_of(10, "relu")
    assert mark("w*d*relu'(z)", HIDDEN, network).verdict is Verdict.CORRECT
    assert mark("w*d", HIDDEN, network).mistakes[0] == "sigma-prime-omitted"


def test_targets_of_softmax_stay_one_of_its_classes():
    for number in range(COUNT):
        assert like(SOFTMAX, number).y == SOFTMAX.y
    assert mark("a2 - y2", Quantity(Kind.DELTA, 1, 2), SOFTMAX).verdict is Verdict.CORRECT
    assert mark("-ln(a2)", Quantity(Kind.LOSS), SOFTMAX).verdict is Verdict.CORRECT
    soft = SOFTMAX._replace(y=(0.2, 0.5, 0.3))
    assert all(sum(like(soft, number).y) == pytest.approx(1.0) for number in range(COUNT))


def test_a_known_number_does_not_stand_for_its_name():
    """The target of the reference lesson is 1 and its rate 0.5: that 1 is y is to be said."""
    assert mark("(a - y)*sigma'(z)", Quantity(Kind.DELTA, 3, 1)).verdict is Verdict.CORRECT
    assert mark("(a - 1)*sigma'(z)", Quantity(Kind.DELTA, 3, 1)).verdict is Verdict.WRONG
    q = Quantity(Kind.W_NEW, 1, 1, 1)
    assert mark("w11 - 0.5*dL/dw11", q, TWO_OUTPUTS).verdict is Verdict.WRONG

    assert said(mark("w11 - 0.5*dL/dw11", q, TWO_OUTPUTS)) == (
        "This is right for the numbers of this lesson alone: write eta where you put 0.5."
    )


@pytest.mark.parametrize(
    ("text", "q", "network", "wanted"),
    [
        ("w21 - .5*dL/dw21", Quantity(Kind.W_NEW, 1, 2, 1), TWO_OUTPUTS, "eta where you put .5"),
        ("(a - 1)*sigma'(z)", Quantity(Kind.DELTA, 3, 1), REFERENCE, "y where you put 1"),
        ("(a - 1)*a*(1 - a)", Quantity(Kind.DELTA, 3, 1), REFERENCE, "y where you put 1"),
    ],
)
def test_a_number_in_place_of_its_name_is_told_from_a_wrong_rule(text, q, network, wanted):
    assert said(mark(text, q, network)).endswith(f": write {wanted}.")


def test_numbers_of_several_names_are_all_named():
    network = TWO_OUTPUTS
    w1, w2 = (network.parameter(Quantity(Kind.W, 1, 1, k)) for k in (1, 2))
    bias = network.parameter(Quantity(Kind.B, 1, 1))
    message = said(mark(f"{w1}*x1 + {w2}*x2 + b1", Quantity(Kind.Z, 1, 1), network))
    assert message.endswith(f": write w11 where you put {w1} and w12 where you put {w2}.")
    message = said(mark(f"{w1}*x1 + {w2}*x2 + {bias}", Quantity(Kind.Z, 1, 1), network))
    assert message.endswith(f": write w11 where you put {w1}, w12 where you put {w2} and b1 where you put {bias}.")


def test_where_to_look_again_speaks_of_names():
    other = said(mark("w11 - 0.3*dL/dw11", Quantity(Kind.W_NEW, 1, 1, 1), TWO_OUTPUTS))
    assert other == "Not yet. Begin with the name of the old value, and take off eta times its gradient."
    slope = said(mark("a1/3", Quantity(Kind.SIGMA_PRIME, 1, 1)))
    assert slope == "Not yet. Check which names you took: the slope can be had from a, or from z."
    assert "square" not in said(mark("a2", Quantity(Kind.LOSS), SOFTMAX))


# Bounds

HOSTILE = [
    "w11" * 4_000,
    "w11*" * 3_000,
    "w11+" * 900 + "w11",
    "(" * 5_000 + "w11" + ")" * 5_000,
    "-" * 9_999 + "w11",
    "w11^" * 60 + "w11",
    "9^9^9^9*d1",
    "sigma'(" * 3_000,
    "w" * 10_000,
    "w1" + "1" * 9_000,
    "w11(" + "9" * 9_000 + ")",
    "d1[" + "9" * 9_000 + "]",
    "new " * 2_500,
    "dL/d" * 2_500,
    "dL /" * 2_500,
    "w_{" * 3_000,
    "₁" * 10_000,
    "w₁₁⁽²⁾·" * 1_400,
    "w11#" * 2_500,
    "abs(" * 90 + "d1" + ")" * 90,
    "w11" * 5_000,
    "|" * 9_999,
    "|w11|*" * 900,
    "|w11*" * 90 + "d1" + "|" * 90,
    *list(long_answers(MOST).values())[::9],
]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: text[:12])
def test_hostile_answers_are_marked_in_bounded_time(text):
    marker = SymbolicMarker(REFERENCE)
    marker.mark(HIDDEN, "d1")
    before = time.process_time()
    marker.mark(HIDDEN, text)
    assert time.process_time() - before < 0.5


def test_every_text_of_every_mistake_is_whole_without_the_rule_and_without_numbers():
    slip = Slip(Sum((Name(Quantity(Kind.A, 1, 1)), Name(Quantity(Kind.A, 1, 2)))))
    for mistake in MISTAKES:
        for template in (mistake.sentence, mistake.shorter):
            text = in_names(template, slip, REFERENCE)
            fields = re.findall(r"\{([^}]*)\}", text)
            assert all(field in ("answer", "question") or field.endswith((".name", ".rule")) for field in fields), text
            assert "{rule}" not in text
            filled = re.sub(r"\{[^}]*\}", "N", text)
            assert not re.search(r"\s[.,;:]|[,:;=]\.|\b(?:is|the|take|use)\.|  |^[a-z]", filled), text
