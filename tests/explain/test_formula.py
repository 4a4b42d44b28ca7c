"""The formulas for single numbers are what the engine's vectorised passes compute."""

import pytest
from helpers.any_networks import any_networks, plain_lesson
from helpers.networks import REFERENCE, TWO_OUTPUTS, single
from hypothesis import given, settings

from tutor.engine.network import Conventions, Descent, Layer, Network, Sample
from tutor.engine.solution import solve
from tutor.explain.equation import equation
from tutor.explain.formula import formulas, names, priors
from tutor.explain.hints import hints
from tutor.expression.evaluate import evaluate
from tutor.notation import tex
from tutor.notation.math import ascii, screen
from tutor.notation.prose import plain
from tutor.quantity import Kind, Quantity


def elu(alpha):
    layer = Layer(((0.5,),), (0.1,), "elu", alpha)
    return Network((1.0,), (1.0,), (layer,), "half-squared-error")


@settings(max_examples=100, deadline=None)
@given(network=any_networks())
def test_every_form_gives_the_engines_value(network):
    solution = solve(network)
    for q in plain_lesson(network).questions:
        for form in formulas(network, q):
            value, exact = evaluate(form, solution.value), solution.value(q)
            terms = 1.0 + sum(abs(solution.value(p)) for p in priors(network, q))
            assert value == pytest.approx(exact, rel=1e-9, abs=1e-12 * terms**3), (str(q), form)


@settings(max_examples=40, deadline=None)
@given(network=any_networks())
def test_every_equation_and_hint_is_good_notation(network):
    for step in plain_lesson(network).asked:
        found = equation(network, step.kind, step.layer)
        for source in found.tex:
            assert screen(tex.parse(source))
            assert ascii(tex.parse(source)).isascii()
        assert found.words.endswith(".")
        for hint in hints(network, step.kind, step.layer):
            assert "$" not in plain(hint), hint
            assert hint.endswith(".")


def test_the_four_equations_have_their_numbers():
    tags = {
        "BP1": (Kind.DELTA, 3),
        "BP2": (Kind.DELTA, 2),
        "BP3": (Kind.DL_DW, 1),
        "BP4": (Kind.DL_DB, 1),
    }
    assert {tag: equation(REFERENCE, *where).tag for tag, where in tags.items()} == {tag: tag for tag in tags}
    assert equation(REFERENCE, Kind.Z, 2).tag == ""


def test_priors_stand_in_the_formulas_order():
    assert list(map(str, priors(REFERENCE, Quantity(Kind.Z, 2, 1)))) == [
        "W(2,1,1)",
        "a(1,1)",
        "W(2,1,2)",
        "a(1,2)",
        "b(2,1)",
    ]


SOFTMAX = single([[0.5, -0.3], [-0.7, 0.2]], [0.3, -0.1], [1.0, 0.5], [0.0, 1.0], activation="softmax")._replace(
    loss="cross-entropy", learning_rate=0.5
)
BINARY = single([[0.5, -0.3]], [0.3], [1.0, 0.5], [1.0], activation="sigmoid")._replace(loss="binary-cross-entropy")
THRESHOLDS = REFERENCE._replace(layers=tuple(layer._replace(threshold=True) for layer in REFERENCE.layers))


def by(network, **conventions):
    return network._replace(conventions=Conventions(**conventions))


def with_biases(network, *biases, bias):
    """The network with as many biases a layer as the convention has."""
    layers = tuple(layer._replace(b=biases) for layer in network.layers)
    return network._replace(layers=layers, conventions=Conventions(bias=bias))


SHARED = with_biases(REFERENCE, 0.1, bias="shared")
MINUS = {"error_sign": "target-minus-output"}
SEVERAL = TWO_OUTPUTS._replace(further=(Sample((1.0, 0.5), (0.0, 1.0)),))


@pytest.mark.parametrize(
    ("network", "kind", "layer", "tag", "written"),
    [
        (REFERENCE, Kind.Z, 2, "", ["z⁽²⁾ = W⁽²⁾ a⁽¹⁾ + b⁽²⁾", "zⱼ⁽²⁾ = Σₖ wⱼₖ⁽²⁾ aₖ⁽¹⁾ + bⱼ⁽²⁾"]),
        (
            by(REFERENCE, weights="source-destination"),
            *(Kind.Z, 2, ""),
            ["z⁽²⁾ = (W⁽²⁾)ᵀ a⁽¹⁾ + b⁽²⁾", "zⱼ⁽²⁾ = Σₖ wₖⱼ⁽²⁾ aₖ⁽¹⁾ + bⱼ⁽²⁾"],
        ),
        (by(REFERENCE, first_layer=1), Kind.Z, 2, "", ["z⁽³⁾ = W⁽³⁾ a⁽²⁾ + b⁽³⁾", "zⱼ⁽³⁾ = Σₖ wⱼₖ⁽³⁾ aₖ⁽²⁾ + bⱼ⁽³⁾"]),
        (by(REFERENCE, first_layer=1), Kind.DL_DW, 1, "BP3", ["∂L/∂wⱼₖ⁽²⁾ = xₖ δⱼ⁽²⁾"]),
        (THRESHOLDS, Kind.Z, 1, "", ["z⁽¹⁾ = W⁽¹⁾ x − θ⁽¹⁾", "zⱼ⁽¹⁾ = Σₖ wⱼₖ⁽¹⁾ xₖ − θⱼ⁽¹⁾"]),
        (
            with_biases(REFERENCE, bias="none"),
            *(Kind.Z, 1, ""),
            ["z⁽¹⁾ = W⁽¹⁾ x", "zⱼ⁽¹⁾ = Σₖ wⱼₖ⁽¹⁾ xₖ"],
        ),
        (SHARED, Kind.Z, 1, "", ["z⁽¹⁾ = W⁽¹⁾ x + b⁽¹⁾", "zⱼ⁽¹⁾ = Σₖ wⱼₖ⁽¹⁾ xₖ + b⁽¹⁾"]),
        (REFERENCE, Kind.DELTA, 3, "BP1", ["δ⁽³⁾ = ∇ₐL ⊙ σ′(z⁽³⁾)", "∂L/∂aⱼ⁽ᴸ⁾ = aⱼ⁽ᴸ⁾ − yⱼ"]),
        (by(REFERENCE, **MINUS), Kind.DELTA, 3, "BP1", ["δ⁽³⁾ = −∇ₐL ⊙ σ′(z⁽³⁾)", "∂L/∂aⱼ⁽ᴸ⁾ = aⱼ⁽ᴸ⁾ − yⱼ"]),
        (
            SOFTMAX,
            *(Kind.DELTA, 1, "BP1"),
            [
                "δⱼ⁽¹⁾ = Σᵢ ∂L/∂aᵢ·∂aᵢ/∂zⱼ = aⱼ⁽¹⁾ − yⱼ",
                "∂L/∂aⱼ⁽ᴸ⁾ = −yⱼ/aⱼ⁽ᴸ⁾",
                "∂aⱼ/∂zⱼ = aⱼ·(1 − aⱼ),   ∂aᵢ/∂zⱼ = −aᵢ·aⱼ",
            ],
        ),
        (
            by(SOFTMAX._replace(loss="squared-error"), **MINUS),
            *(Kind.DELTA, 1, "BP1"),
            [
                "δⱼ⁽¹⁾ = −Σᵢ ∂L/∂aᵢ·∂aᵢ/∂zⱼ",
                "∂L/∂aⱼ⁽ᴸ⁾ = 2·(aⱼ⁽ᴸ⁾ − yⱼ)",
                "∂aⱼ/∂zⱼ = aⱼ·(1 − aⱼ),   ∂aᵢ/∂zⱼ = −aᵢ·aⱼ",
            ],
        ),
        (
            by(BINARY, **MINUS),
            *(Kind.DELTA, 1, "BP1"),
            ["δ⁽¹⁾ = −∇ₐL ⊙ σ′(z⁽¹⁾) = y − a⁽¹⁾", "∂L/∂aⱼ⁽ᴸ⁾ = (aⱼ⁽ᴸ⁾ − yⱼ)/(aⱼ⁽ᴸ⁾·(1 − aⱼ⁽ᴸ⁾))"],
        ),
        (by(REFERENCE, weights="source-destination"), Kind.DELTA, 1, "BP2", ["δ⁽¹⁾ = (W⁽²⁾ δ⁽²⁾) ⊙ σ′(z⁽¹⁾)"]),
        (by(REFERENCE, **MINUS), Kind.DL_DW, 2, "BP3", ["∂L/∂wⱼₖ⁽²⁾ = −aₖ⁽¹⁾ δⱼ⁽²⁾"]),
        (SEVERAL, Kind.DL_DW, 2, "BP3", ["∂L/∂wⱼₖ⁽²⁾ = ½ Σₛ aₖ⁽¹⁾[s] δⱼ⁽²⁾[s]"]),
        (
            SEVERAL._replace(descent=Descent(batch="sum", l2=0.1)),
            *(Kind.DL_DW, 2, "BP3"),
            ["∂L/∂wⱼₖ⁽²⁾ = Σₛ aₖ⁽¹⁾[s] δⱼ⁽²⁾[s] + λ wⱼₖ⁽²⁾"],
        ),
        (SEVERAL._replace(descent=Descent(batch="online")), Kind.DL_DW, 2, "BP3", ["∂L/∂wⱼₖ⁽²⁾ = aₖ⁽¹⁾ δⱼ⁽²⁾"]),
        (
            SEVERAL._replace(descent=Descent(l2=0.1)),
            *(Kind.LOSS, None, ""),
            ["L = ½ Σₛ Lₛ + ½ λ·Σ w²", "Lₛ = ½ Σⱼ (aⱼ⁽ᴸ⁾ − yⱼ)²"],
        ),
        (THRESHOLDS, Kind.DL_DB, 1, "BP4", ["∂L/∂θⱼ⁽¹⁾ = −δⱼ⁽¹⁾"]),
        (by(THRESHOLDS, **MINUS), Kind.DL_DB, 1, "BP4", ["∂L/∂θⱼ⁽¹⁾ = δⱼ⁽¹⁾"]),
        (by(REFERENCE, **MINUS), Kind.DL_DB, 1, "BP4", ["∂L/∂bⱼ⁽¹⁾ = −δⱼ⁽¹⁾"]),
        (SHARED, Kind.DL_DB, 1, "BP4", ["∂L/∂b⁽¹⁾ = Σⱼ δⱼ⁽¹⁾"]),
        (elu(None), Kind.A, 1, "", ["a⁽¹⁾ = ELU(z⁽¹⁾)", "ELU(z) = z if z > 0, else eᶻ − 1"]),
        (elu(0.5), Kind.A, 1, "", ["a⁽¹⁾ = ELU(z⁽¹⁾)", "ELU(z) = z if z > 0, else 0.5·(eᶻ − 1)"]),
        (
            TWO_OUTPUTS._replace(descent=Descent(momentum=0.9)),
            *(Kind.W_NEW, 1, ""),
            ["wⱼₖ⁽¹⁾ ← wⱼₖ⁽¹⁾ + μ·Δwⱼₖ⁽¹⁾ − η·∂L/∂wⱼₖ⁽¹⁾"],
        ),
        (SHARED._replace(learning_rate=0.5), Kind.B_NEW, 1, "", ["b⁽¹⁾ ← b⁽¹⁾ − η·∂L/∂b⁽¹⁾"]),
    ],
)
def test_equations_are_written_as_the_lessons_book_writes_them(network, kind, layer, tag, written):
    found = equation(network, kind, layer)
    assert found.tag == tag
    assert [screen(tex.parse(source)) for source in found.tex] == written


def test_the_short_form_is_explained():
    assert "cancel" in equation(SOFTMAX, Kind.DELTA, 1).words
    assert equation(BINARY, Kind.DELTA, 1).words.endswith("a − y is left.")
    assert equation(by(BINARY, **MINUS), Kind.DELTA, 1).words.endswith("y − a is left.")
    assert "cancel" not in equation(SOFTMAX._replace(loss="squared-error"), Kind.DELTA, 1).words


@pytest.mark.parametrize(
    ("network", "kind", "layer", "goes_in", "to_do"),
    [
        (REFERENCE, Kind.Z, 2, "own row of W^(2), everything in a^(1), and its bias in b^(2)", "then add the bias"),
        (by(REFERENCE, weights="source-destination"), Kind.Z, 2, "own column of W^(2)", "then add the bias"),
        (THRESHOLDS, Kind.Z, 2, "its threshold in theta^(2)", "then subtract the threshold"),
        (SHARED, Kind.Z, 2, "the layer's bias b^(2)", "then add the bias"),
        (with_biases(REFERENCE, bias="none"), Kind.Z, 2, "and everything in a^(1).", "and add the products."),
        (SOFTMAX, Kind.A, 1, "every z^(1) of the layer", "divide the neuron's own by the sum"),
        (REFERENCE, Kind.SIGMA_PRIME, 2, "its z^(2)", "Use sigma'(z)"),
        (single([[1.0]], [0.0], [1.0], [1.0], activation="relu"), Kind.SIGMA_PRIME, 1, "own z^(1).", "Use ReLU'(z)"),
        (SOFTMAX, Kind.DELTA, 1, "only the neuron's own output", "Take the output minus the target"),
        (by(SOFTMAX, **MINUS), Kind.DELTA, 1, "only the neuron's own output", "Take the target minus the output"),
        (SOFTMAX._replace(loss="squared-error"), Kind.DELTA, 1, "every output", "by -a_i*a_j where it is another"),
        (by(REFERENCE, **MINUS), Kind.DELTA, 3, "the slope sigma'(z^(3))", "Take the target minus the output"),
        (
            by(TWO_OUTPUTS._replace(loss="squared-error"), **MINUS),
            *(Kind.DELTA, 2, "the slope", "2*(a_j^(L) - y_j), and multiply it by the slope, and turn the sign round"),
        ),
        (by(REFERENCE, weights="source-destination"), Kind.DELTA, 1, "W^(2)", "are row j of W^(2)"),
        (
            by(REFERENCE, weights="source-destination"),
            Kind.DL_DW,
            1,
            "the start",
            "The first index of the weight names",
        ),
        (SEVERAL, Kind.DL_DW, 1, "of each sample", "take the mean"),
        (SEVERAL, Kind.LOSS, None, "of each sample", "take the mean"),
        (by(REFERENCE, **MINUS), Kind.DL_DB, 1, "only the neuron's own error", "Turn the sign round"),
        (SHARED, Kind.DL_DB, 1, "every neuron's error", "Add up the errors of all neurons"),
        (THRESHOLDS, Kind.DL_DB, 1, "only the neuron's own error", "a factor of −1"),
    ],
)
def test_hints_are_true_of_the_conventions(network, kind, layer, goes_in, to_do):
    first, second = map(plain, hints(network, kind, layer))
    assert goes_in in first
    assert to_do in second


def test_layers_of_their_own_book_keep_their_own_letters():
    mixed = REFERENCE._replace(layers=(*THRESHOLDS.layers[:1], *REFERENCE.layers[1:]))
    assert [screen(tex.parse(equation(mixed, Kind.DL_DB, l).tex[0])) for l in (1, 2)] == [
        "∂L/∂θⱼ⁽¹⁾ = −δⱼ⁽¹⁾",
        "∂L/∂bⱼ⁽²⁾ = δⱼ⁽²⁾",
    ]


def test_shared_biases_are_added_up_in_one_sum():
    several = SEVERAL._replace(layers=tuple(layer._replace(b=(0.1,)) for layer in SEVERAL.layers))
    (form,) = formulas(by(several, bias="shared"), Quantity(Kind.DL_DB, 1, 1))
    assert list(map(str, names(form))) == ["delta(1,1)", "delta(1,2)", "delta(1,1,sample=2)", "delta(1,2,sample=2)"]


def test_a_fixed_bias_is_the_lessons_own_at_every_update():
    fixed = by(TWO_OUTPUTS, bias="fixed")._replace(descent=Descent(updates=2))
    assert list(map(str, priors(fixed, Quantity(Kind.Z, 1, 1, update=2)))) == [
        "W_new(1,1,1)",
        "a(0,1)",
        "W_new(1,1,2)",
        "a(0,2)",
        "b(1,1)",
    ]
