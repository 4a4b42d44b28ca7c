"""Derivations, line by line: every line of every table is proved equal to the one before it."""

import random
from itertools import pairwise

import pytest
import sympy
from helpers.networks import HALF, REFERENCE, TWO_OUTPUTS
from sympy import Rational

from tutor.engine import activations, losses
from tutor.engine.entry import SOFTMAX
from tutor.engine.network import ERROR_SIGNS, Conventions, Descent, Layer, Network, Sample
from tutor.explain.derive.derivation import derivation
from tutor.explain.derive.errors import softmax_steps
from tutor.explain.derive.slopes import sentence
from tutor.explain.derive.table import CANCELLING, LOSSES, SLOPES, SOFTMAX_OTHER, SOFTMAX_OWN
from tutor.explain.derive.written import total, written
from tutor.explain.formula import formulas
from tutor.expression.derivative import RULE_NAMES
from tutor.expression.functions import FLOATS
from tutor.expression.grammar import parse
from tutor.expression.tree import Call, Name, Neg, Number, Power, Product, Quotient, Sum
from tutor.notation import math
from tutor.notation import sentence as sentences
from tutor.notation.math import Symbol, screen
from tutor.quantity import ASKABLE, Kind, Quantity

z, a, y = sympy.symbols("z a y", real=True)
FUNCTIONS = {
    "exp": sympy.exp,
    "ln": sympy.log,
    "tanh": sympy.tanh,
    "sigmoid": lambda u: 1 / (1 + sympy.exp(-u)),
}


def exact(node, names):
    """A tree as SymPy's, so that SymPy proves what is claimed: written for these tests alone."""
    match node:
        case Number(text=text):
            return Rational(text)
        case Name(of=of):
            return names[of]
        case Neg(operand=inner):
            return -exact(inner, names)
        case Sum(terms=terms):
            return sum(exact(term, names) for term in terms)
        case Product(factors=factors):
            return sympy.prod(exact(factor, names) for factor in factors)
        case Quotient(dividend=above, divisor=below):
            return exact(above, names) / exact(below, names)
        case Power(base=base, exponent=exponent):
            return exact(base, names) ** exact(exponent, names)
        case Call(function=function, argument=argument):
            return FUNCTIONS[function](exact(argument, names))
    raise TypeError(node)


def source(text, names):
    return exact(parse(text, names=tuple(names)), names)


def same(one, other):
    """Whether SymPy proves that two expressions are equal."""
    return sympy.simplify((one - other).rewrite(sympy.exp)) == 0


def proved(steps, names, by):
    """Whether a derivation begins with the derivative of its function, and every line is equal to the one before."""
    lines = [sympy.diff(source(steps.of, names), by), *(source(text, names) for text, _ in steps.lines)]
    assert [same(one, other) for one, other in pairwise(lines)] == [True] * len(steps.lines)
    assert all(sentences.screen(sentence(why)) for _, why in steps.lines)
    return lines[-1]


PARAMETERS = {"leaky-relu": ("0.01", "(-0.2)", "1"), "elu": ("1", "1.7", "(-0.5)")}
ENTRIES = [(name, number) for name in SLOPES for number in PARAMETERS.get(name, ("",))]


@pytest.mark.parametrize(("name", "number"), ENTRIES)
def test_each_line_of_an_activations_slope_is_equal_to_the_one_before(name, number):
    entry = SLOPES[name](number)
    layer = Layer(((1.0,),), (0.0,), name, float(number.strip("()")) if number else None)
    activation = activations.of(layer)
    for piece in entry.pieces:
        function = source(piece.of, {"z": z})
        last = proved(piece, {"z": z, "a": function}, z)
        for at in {"": (-1.3, 0.4, 2.0), "z > 0": (0.4, 2.0), "z < 0": (-0.3, -2.0)}[piece.where]:
            assert float(function.subs(z, at)) == pytest.approx(activation.value(FLOATS, at))
            assert float(last.subs(z, at)) == pytest.approx(activation.slope(FLOATS, at))
    assert ("At z = 0" in sentences.screen(sentence(entry.note))) == (len(entry.pieces) > 1)
    for kink in activation.kinks:
        assert f"taken as {activation.slope(FLOATS, kink):g}." in sentences.screen(sentence(entry.note)).replace(
            "−", "-"
        )


def test_every_activation_and_every_loss_has_a_derivation():
    assert {*SLOPES, SOFTMAX} == set(activations.ACTIVATIONS)
    assert set(LOSSES) == set(losses.LOSSES)


@pytest.mark.parametrize("steps", [SOFTMAX_OWN, SOFTMAX_OTHER], ids=["own", "other"])
def test_each_line_of_the_jacobian_of_softmax_is_equal_to_the_one_before(steps):
    v, rest = sympy.symbols("v r", real=True)
    everything = sympy.exp(z) + sympy.exp(v) + rest
    names = {"z": z, "v": v, "S": everything, "a": sympy.exp(z) / everything, "o": sympy.exp(v) / everything}
    proved(steps, names, z)


@pytest.mark.parametrize("outputs", [1, 3])
@pytest.mark.parametrize("name", LOSSES)
def test_each_line_of_a_losss_gradient_is_equal_to_the_one_before(name, outputs):
    steps = LOSSES[name](outputs)
    last = proved(steps, {"a": a, "y": y}, a)
    network = Network((1.0,), (0.25,) * outputs, (Layer(((1.0,),) * outputs, (0.0,) * outputs, "sigmoid"),), name)
    loss = losses.of(network)
    assert same(last, source(loss.gradient, {"a": a, "y": y}))
    assert same(source(steps.of, {"a": a, "y": y}), source(loss.factor, {}) * source(loss.term, {"a": a, "y": y}))


def test_a_minus_y_comes_out_of_the_sigmoid_with_the_binary_cross_entropy():
    names = {"a": a, "y": y}
    gradient = source(LOSSES["binary-cross-entropy"](1).lines[-1][0], names)
    product = gradient * source(SLOPES["sigmoid"]("").pieces[0].lines[-1][0], names)
    lines = [product, *(source(text, names) for text, _ in CANCELLING.lines)]
    assert all(same(one, lines[0]) for one in lines)
    assert lines[-1] == a - y


@pytest.mark.parametrize("sign", ERROR_SIGNS)
@pytest.mark.parametrize("outputs", [1, 2, 4])
def test_a_minus_y_comes_out_of_softmax_with_the_cross_entropy(outputs, sign):
    network = softmax(outputs)._replace(conventions=Conventions(error_sign=sign))
    for j in range(1, outputs + 1):
        q = Quantity(Kind.DELTA, 1, j)
        steps = softmax_steps(network, q)
        a, y = (sympy.symbols(f"{letter}1:{outputs + 1}", positive=True) for letter in "ay")
        names = {
            Quantity(kind, 1, i): each[i - 1]
            for kind, each in ((Kind.A, a), (Kind.Y, y))
            for i in range(1, outputs + 1)
        }
        true = sum(-y[i] / a[i] * (a[i] * (1 - a[i]) if i == j - 1 else -a[i] * a[j - 1]) for i in range(outputs))
        lines = [exact(node, names) * (1 if network.true_sign else -1) for node, _ in steps]
        assert all(same(line, true) for line in lines[:-1])
        assert same(lines[-1], lines[-2].subs(y[0], 1 - sum(y[1:])) if j > 1 else lines[-1])
        assert steps[-1][0] == formulas(network, q)[0]


def softmax(outputs, loss="cross-entropy"):
    layer = Layer(((0.5,),) * outputs, (0.1,) * outputs, "softmax")
    return Network((1.0,), (1.0, *(0.0,) * (outputs - 1)), (layer,), loss)


def lines_of(network, q):
    """Every line of a derivation as it is on a screen, with its reason."""
    return [
        (screen(line.left) if line.left is not None else "", screen(line.right), sentences.screen(line.why))
        for part in derivation(network, q)
        for line in part.lines
    ]


def notes_of(network, q):
    return [sentences.screen(part.note) for part in derivation(network, q) if part.note]


def test_the_loss_of_softmax_is_derived_for_the_right_class():
    network = softmax(3)._replace(y=(0.0, 1.0, 0.0))
    assert ("∂L/∂a₂⁽¹⁾", "−y₂·(1/a₂⁽¹⁾)") in [line[:2] for line in lines_of(network, Quantity(Kind.LOSS))]
    assert notes_of(network, Quantity(Kind.LOSS))[-1] == (
        "Here y₂ is 1, so this is −1/a₂⁽¹⁾. Every other output has a target of 0, and there this is 0."
    )


@pytest.mark.parametrize(
    ("network", "said"),
    [
        (softmax(2)._replace(y=(0.5, 0.5)), "The same with every other output and its own target."),
        (softmax(1), "Here y is 1, so this is −1/a⁽¹⁾."),
        (softmax(2, "squared-error"), "The same with every other output and its own target."),
    ],
)
def test_what_is_said_of_the_other_outputs_of_a_loss(network, said):
    assert notes_of(network, Quantity(Kind.LOSS))[-1] == said


def test_bp2_of_the_reference_lesson_is_written_out_with_its_own_names():
    found = [(left, right) for left, right, _ in lines_of(REFERENCE, Quantity(Kind.DELTA, 1, 2))]
    assert found == [
        ("δ₂⁽¹⁾", "∂L/∂z₂⁽¹⁾"),
        ("", "∂L/∂a₂⁽¹⁾·∂a₂⁽¹⁾/∂z₂⁽¹⁾"),
        ("", "(∂L/∂z₁⁽²⁾·∂z₁⁽²⁾/∂a₂⁽¹⁾ + ∂L/∂z₂⁽²⁾·∂z₂⁽²⁾/∂a₂⁽¹⁾)·∂a₂⁽¹⁾/∂z₂⁽¹⁾"),
        ("", "(w₁₂⁽²⁾·δ₁⁽²⁾ + w₂₂⁽²⁾·δ₂⁽²⁾)·σ′(z₂⁽¹⁾)"),
        ("δ₁⁽¹⁾", "(w₁₁⁽²⁾·δ₁⁽²⁾ + w₂₁⁽²⁾·δ₂⁽²⁾)·σ′(z₁⁽¹⁾)"),
    ]


def test_bp1_of_the_reference_lesson_begins_with_the_gradient_of_its_loss():
    found = lines_of(REFERENCE, Quantity(Kind.DELTA, 3, 1))
    assert ("∂L/∂a⁽³⁾", "½·2·(a⁽³⁾ − y)·1") in [line[:2] for line in found]
    assert found[-1][1] == "(a⁽³⁾ − y)·σ′(z⁽³⁾)"
    assert found[-1][2].endswith("BP1")


def test_other_names_and_signs_are_kept():
    network = TWO_OUTPUTS._replace(
        conventions=Conventions(error_sign=ERROR_SIGNS[1], weights="source-destination", first_layer=1)
    )
    found = lines_of(network, Quantity(Kind.DELTA, 1, 1))
    assert found[0][:2] == ("δ₁⁽²⁾", "−∂L/∂z₁⁽²⁾")
    assert found[3][1] == "(w₁₁⁽³⁾·δ₁⁽³⁾ + w₁₂⁽³⁾·δ₂⁽³⁾)·σ′(z₁⁽²⁾)"
    assert "−∂L/∂z₁⁽³⁾ is δ₁⁽³⁾" in found[3][2]
    assert lines_of(network, Quantity(Kind.DELTA, 2, 2))[-1][1] == "(y₂ − a₂⁽³⁾)·σ′(z₂⁽³⁾)"


def test_a_gradient_over_samples_with_a_penalty_says_what_it_adds_up():
    network = TWO_OUTPUTS._replace(further=(Sample((0.2, 0.3), (0.5, 0.5)),), descent=Descent(l2=0.1))
    first, last = lines_of(network, Quantity(Kind.DL_DW, 2, 1, 2))
    assert first[0] == "∂L[1]/∂w₁₂⁽²⁾"
    assert "mean over the samples" in first[2]
    assert last[:2] == ("∂L/∂w₁₂⁽²⁾", "½·(a₂⁽¹⁾[1]·δ₁⁽²⁾[1] + a₂⁽¹⁾[2]·δ₁⁽²⁾[2]) + λ·w₁₂⁽²⁾")


OWN = (
    "z / (1 + exp(-z))",
    "3*z",
    "5",
    "relu(z)^2 + abs(z)",
    "sqrt(1 + z^2) - ln(2 + tanh(z)) + softplus(z)*sigmoid(z)",
)


def everything(activation, loss, seed=1):
    rng = random.Random(seed)

    def vector(n):
        return tuple(rng.uniform(-1, 1) for _ in range(n))

    parameter = 0.1 if activation in activations.PARAMETERS else None
    output = Layer(
        (vector(2),) * 8,
        vector(8),
        "softmax" if loss == "cross-entropy" else activation,
        None if loss == "cross-entropy" else parameter,
    )
    return Network(
        vector(1),
        (1.0, *(0.0,) * 7),
        (Layer((vector(1), vector(1)), vector(2), activation, parameter), output),
        loss,
        0.5,
        descent=Descent(updates=2, momentum=0.5),
    )


@pytest.mark.parametrize("loss", [*LOSSES, "(a - y)**4 / 4"])
@pytest.mark.parametrize("activation", [*SLOPES, *OWN])
def test_every_kind_of_quantity_of_every_network_can_be_derived_and_said(activation, loss):
    network = everything(activation, loss)
    for kind in ASKABLE:
        for q in (
            Quantity(kind, l, 2 if l == 2 else 1, 1 if kind in (Kind.DL_DW, Kind.W_NEW) else None, update=2)
            for l in (1, 2)
        ):
            parts = derivation(network, Quantity(kind, update=2) if kind is Kind.LOSS else q)
            assert parts
            for part in parts:
                assert sentences.speech(part.heading)
                for line in part.lines:
                    assert math.ascii(line.right).isascii()
                    assert math.speech(line.right)
                    assert len(screen(line.right)) < 400  # a wide layer is not written out to its end


def test_a_function_of_the_lessons_own_is_derived_rule_by_rule_the_innermost_first():
    network = Network((1.0,), (1.0,), (Layer(((1.0,),), (0.0,), "z / (1 + exp(-z))"),), HALF)
    assert lines_of(network, Quantity(Kind.SIGMA_PRIME, 1, 1)) == [
        ("f(z)", "z/(1 + e⁻ᶻ)", "the lesson's own activation"),
        ("(e⁻ᶻ)′", "−e⁻ᶻ", "chain rule: eᵘ·u′"),
        ("(1 + e⁻ᶻ)′", "−e⁻ᶻ", "sum rule: term by term"),
        ("f′(z)", "(1 + e⁻ᶻ + z·e⁻ᶻ)/(1 + e⁻ᶻ)²", "quotient rule: (u′ v − u v′)/v²"),
    ]
    assert set(RULE_NAMES) == {"sum", "product", "quotient", "power", "chain"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("(a/y)*(y/a)", "(a/y)·(y/a)"),
        ("1/2*a - (y - z)", "½·a − (y − z)"),
        ("-(a - y)*z", "−(a − y)·z"),
        ("z*(-y)", "z·(−y)"),
        ("exp(-z)^2 + tanh(z)^2", "(e⁻ᶻ)² + tanh(z)²"),
        ("(a + y)^2/z", "(a + y)²/z"),
        ("a/(y/z)", "a/(y/z)"),
        ("-a^2 + abs(z)*sqrt(y)", "−a² + |z|·√(y)"),
        ("a + y + z + a + y + z + a", "a + y + z + … + a"),
    ],
)
def test_a_tree_is_written_with_the_brackets_that_it_needs(text, expected):
    assert screen(written(parse(text, names=("a", "y", "z")), Symbol)) == expected


def test_a_long_sum_is_written_with_dots():
    assert screen(total([Symbol("a")] * 9)) == "a + a + a + … + a"
    assert screen(total([Symbol("a")])) == "a"


def test_the_gradient_of_a_later_update_names_its_weight_as_the_gradient_does():
    network = TWO_OUTPUTS._replace(descent=Descent(updates=2))
    first, last = lines_of(network, Quantity(Kind.DL_DW, 1, 1, 2, update=2))
    assert first[:2] == ("∂L/∂w₁₂⁽¹⁾", "∂L/∂z₁⁽¹⁾·∂z₁⁽¹⁾/∂w₁₂⁽¹⁾")
    assert last[0] == first[0]
    assert lines_of(network, Quantity(Kind.DL_DB, 1, 2, update=2))[0][0] == "∂L/∂b₂⁽¹⁾"
