"""What names stand for at a question, what they cannot, and that each quantity can be typed."""

import pytest
from helpers.any_networks import any_networks
from helpers.networks import REFERENCE, TWO_OUTPUTS, chain_of
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.engine.network import Conventions, Descent, Layer, Sample
from tutor.explain.formula import formulas, names
from tutor.expression.tokens import Unreadable
from tutor.expression.tree import Name
from tutor.lesson.steps import derived
from tutor.marking.symbolic.names import Names
from tutor.marking.symbolic.read import read
from tutor.notation import math
from tutor.notation.symbols import symbol
from tutor.quantity import Kind, Quantity

HIDDEN = Quantity(Kind.DELTA, 1, 1)
WIDE = REFERENCE._replace(
    layers=(
        Layer(((0.1, 0.2, 0.3),) * 12, (0.1,) * 12, "sigmoid"),
        Layer(((0.1,) * 12,) * 2, (0.1,) * 2, "sigmoid"),
        *REFERENCE.layers[2:],
    )
)
SAMPLES = TWO_OUTPUTS._replace(further=(Sample((0.2, 0.3), (0.1, 0.5)),))
THRICE = TWO_OUTPUTS._replace(descent=Descent(updates=3, momentum=0.9))
THRESHOLDS = TWO_OUTPUTS._replace(layers=tuple(layer._replace(threshold=True) for layer in TWO_OUTPUTS.layers))
SOURCE_FIRST = REFERENCE._replace(conventions=Conventions(weights="source-destination", first_layer=1))


def meant(text, network=REFERENCE, q=HIDDEN):
    """The one quantity that an answer of one name names."""
    node = read(text, Names(network, q))
    assert isinstance(node, Name)
    return node.of


def refused(text, network=REFERENCE, q=HIDDEN):
    with pytest.raises(Unreadable) as caught:
        read(text, Names(network, q))
    return caught.value


@pytest.mark.parametrize(
    ("text", "of"),
    [
        ("w11", (Kind.W, 2, 1, 1)),
        ("w12", (Kind.W, 2, 1, 2)),
        ("w12(1)", (Kind.W, 1, 1, 2)),
        ("w12^(1)", (Kind.W, 1, 1, 2)),
        ("w_12^(1)", (Kind.W, 1, 1, 2)),
        ("w_{12}^{(1)}", (Kind.W, 1, 1, 2)),
        ("w₁₂⁽¹⁾", (Kind.W, 1, 1, 2)),
        ("W1,2(1)", (Kind.W, 1, 1, 2)),
        ("w13", (Kind.W, 1, 1, 3)),
        ("d2", (Kind.DELTA, 2, 2)),
        ("delta2", (Kind.DELTA, 2, 2)),
        ("δ₂⁽²⁾", (Kind.DELTA, 2, 2)),
        ("d2(1)", (Kind.DELTA, 1, 2)),
        ("d", (Kind.DELTA, 3, 1)),
        ("z1", (Kind.Z, 1, 1)),
        ("a1", (Kind.A, 1, 1)),
        ("a", (Kind.A, 3, 1)),
        ("a1(3)", (Kind.A, 3, 1)),
        ("x3", (Kind.A, 0, 3)),
        ("a3(0)", (Kind.A, 0, 3)),
        ("b1", (Kind.B, 1, 1)),
        ("y", (Kind.Y, 3, 1)),
        ("y1", (Kind.Y, 3, 1)),
        ("sigma'(z1)", (Kind.SIGMA_PRIME, 1, 1)),
        ("σ′(z₁⁽²⁾)", (Kind.SIGMA_PRIME, 2, 1)),
    ],
)
def test_a_name_without_a_layer_means_the_one_of_the_formula(text, of):
    assert meant(text) == Quantity(*of)


@pytest.mark.parametrize(
    ("network", "q", "text", "of"),
    [
        (TWO_OUTPUTS, Quantity(Kind.W_NEW, 1, 1, 1), "eta", Quantity(Kind.RATE)),
        (TWO_OUTPUTS, Quantity(Kind.W_NEW, 1, 1, 1), "η", Quantity(Kind.RATE)),
        (TWO_OUTPUTS, Quantity(Kind.W_NEW, 1, 1, 1), "dL/dw11", Quantity(Kind.DL_DW, 1, 1, 1)),
        (TWO_OUTPUTS, Quantity(Kind.W_NEW, 1, 1, 1), "∂L/∂w₁₁⁽²⁾", Quantity(Kind.DL_DW, 2, 1, 1)),
        (TWO_OUTPUTS, HIDDEN, "new w12", Quantity(Kind.W_NEW, 2, 1, 2)),
        (WIDE, Quantity(Kind.Z, 1, 12), "w12,3", Quantity(Kind.W, 1, 12, 3)),
        (WIDE, Quantity(Kind.Z, 1, 12), "w12_3", Quantity(Kind.W, 1, 12, 3)),
        (WIDE, Quantity(Kind.Z, 1, 12), "w123", Quantity(Kind.W, 1, 12, 3)),
        (WIDE, Quantity(Kind.Z, 1, 12), "w₁₂,₃⁽¹⁾", Quantity(Kind.W, 1, 12, 3)),
        (SOURCE_FIRST, Quantity(Kind.Z, 1, 2), "w31", Quantity(Kind.W, 1, 1, 3)),
        (SOURCE_FIRST, Quantity(Kind.Z, 1, 2), "w31(2)", Quantity(Kind.W, 1, 1, 3)),
        (THRESHOLDS, Quantity(Kind.Z, 1, 2), "theta2", Quantity(Kind.B, 1, 2)),
        (THRESHOLDS, Quantity(Kind.Z, 1, 2), "θ₂⁽²⁾", Quantity(Kind.B, 2, 2)),
        (SAMPLES, HIDDEN._replace(sample=2), "d2", Quantity(Kind.DELTA, 2, 2, sample=2)),
        (SAMPLES, HIDDEN._replace(sample=2), "d2[1]", Quantity(Kind.DELTA, 2, 2, sample=1)),
        (SAMPLES, Quantity(Kind.DL_DW, 2, 1, 1), "δ₁⁽²⁾[2]", Quantity(Kind.DELTA, 2, 1, sample=2)),
        (THRICE, HIDDEN._replace(update=2), "w11", Quantity(Kind.W_NEW, 2, 1, 1)),
        (THRICE, HIDDEN._replace(update=2), "w11#0", Quantity(Kind.W, 2, 1, 1)),
        (THRICE, HIDDEN._replace(update=2), "d1", Quantity(Kind.DELTA, 2, 1, update=2)),
        (THRICE, Quantity(Kind.W_NEW, 1, 1, 1, update=3), "new w₁₁⁽¹⁾ #2", Quantity(Kind.W_NEW, 1, 1, 1, update=2)),
        (THRICE, Quantity(Kind.W_NEW, 1, 1, 1, update=3), "mu", Quantity(Kind.MOMENTUM)),
        (chain_of(3), HIDDEN, "w", Quantity(Kind.W, 2, 1, 1)),
        (chain_of(3), HIDDEN, "w*d", None),
    ],
)
def test_names_follow_the_conventions_of_the_lesson(network, q, text, of):
    if of is None:
        assert list(names(read(text, Names(network, q)))) == [Quantity(Kind.W, 2, 1, 1), Quantity(Kind.DELTA, 2, 1)]
    else:
        assert meant(text, network, q) == of


@pytest.mark.parametrize(
    ("network", "q", "text", "choices"),
    [
        (SAMPLES, Quantity(Kind.DL_DW, 2, 1, 1), "a1*d1", ["a1[1]", "a1[2]"]),
        (THRICE, Quantity(Kind.W_NEW, 1, 1, 1, update=2), "w11 - eta*dL/dw11", ["w11#0", "w11#1"]),
    ],
)
def test_where_two_could_be_meant_the_learner_is_asked_which(network, q, text, choices):
    message = refused(text, network, q).message
    assert all(choice in message for choice in choices), message
    for choice in choices:
        meant(choice, network, q)


@pytest.mark.parametrize(
    ("q", "text", "of"),
    [
        (Quantity(Kind.DL_DW, 1, 2, 1), "a1", (Kind.A, 1, 1)),
        (Quantity(Kind.SIGMA_PRIME, 1, 2), "a2", (Kind.A, 1, 2)),
        (Quantity(Kind.LOSS), "a1", (Kind.A, 3, 1)),
        (Quantity(Kind.Z, 2, 1), "a1", (Kind.A, 1, 1)),
        (Quantity(Kind.Z, 1, 1), "a3", (Kind.A, 0, 3)),
    ],
)
@pytest.mark.parametrize("activation", ["sigmoid", "z/(1+abs(z))"])
def test_a_is_never_an_input_where_a_layer_has_such_an_a(activation, q, text, of):
    network = REFERENCE._replace(layers=tuple(layer._replace(activation=activation) for layer in REFERENCE.layers))
    assert meant(text, network, q) == Quantity(*of)


def test_an_a_that_comes_too_late_is_answered_with_the_inputs_own_name():
    message = refused("w11*a1 + b1", q=Quantity(Kind.Z, 1, 1)).message
    assert message == "“a1” comes after what is asked for: write it in names such as w11, x1, w12."


@pytest.mark.parametrize("text", ["d1(1)", "δ₁⁽¹⁾", "dL/db1(1)", "dL/dw11(1)*x1", "L - d1(1)"])
def test_what_is_asked_and_what_comes_of_it_is_no_part_of_the_answer(text):
    assert "asked for" in refused(text).message


def test_a_slope_is_not_named_where_it_is_asked_for():
    slope = Quantity(Kind.SIGMA_PRIME, 1, 1)
    assert "is what is asked for" in refused("sigma'(z1)", q=slope).message
    assert read("a1*(1 - a1)", Names(REFERENCE, slope))
    assert read("sigmoid'(z1)", Names(REFERENCE, slope))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("foo", "“foo” is no name here: write it in names such as w11, d1, w21."),
        ("w31", "“w31” is no name here"),
        ("z1(4)", "is no name here"),
        ("w11 d1", "Type the sign between “w11” and “d1”"),
        ("2w11", "Type the sign between “2” and “w11”"),
        ("a1(1-a1)", "Type the sign between “a1” and “(”"),
        ("w11*", "A name or a number is missing here."),
        ("", "A name or a number is missing here."),
        ("w11; d1", "One expression is asked for here"),
        ("[w11]", "One expression is asked for here"),
        ("log(z1)", "Write ln"),
        ("w1'1", "“'” is not read here"),
        ("dL/dz1", "no name"),
        ("eta*d1", "no name"),
        ("new w11", "no name"),
    ],
)
def test_what_cannot_be_read_says_what_to_write(text, says):
    assert says in refused(text).message


def test_sigma_is_the_activation_of_its_layer():
    assert "sigmoid" in repr(read("sigma(w11) + sigma(w11*x1) + sigma'(a1)", Names(REFERENCE, HIDDEN)))
    tanh = REFERENCE._replace(layers=tuple(layer._replace(activation="tanh") for layer in REFERENCE.layers))
    assert "tanh" in repr(read("sigma(z1)", Names(tanh, Quantity(Kind.A, 1, 1))))
    assert "Write σ only of a z or an a" in refused("sigma(w11*x1)", tanh, Quantity(Kind.A, 1, 1)).message
    assert meant("sigma'(z1)", tanh) == Quantity(Kind.SIGMA_PRIME, 1, 1)


@given(any_networks(), st.data())
@settings(max_examples=20, deadline=None)
def test_each_quantity_of_a_formula_can_be_typed_as_it_is_spelled_and_as_the_screen_has_it(network, data):
    q = data.draw(st.sampled_from([q for step in derived(network) for q in step.questions]))
    at = Names(network, q)
    for p in {p for form in formulas(network, q) for p in names(form)}:
        assert meant(at.spelled(p), network, q) == p
        if p.kind not in (Kind.W, Kind.B) or q.update == 1:  # later a bare w is that of the present update
            assert meant(math.screen(symbol(p, network.naming)), network, q) == p
            assert meant(math.ascii(symbol(p, network.naming)), network, q) == p
