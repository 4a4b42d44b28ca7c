"""What every wrong rule gives, worked out by hand on numbers that are easy to work with."""

import pytest
from helpers.networks import REFERENCE, TWO_OUTPUTS, single

from tutor.expression.evaluate import evaluate
from tutor.marking.mistakes import forward
from tutor.marking.mistakes.table import MISTAKES, of
from tutor.quantity import Kind, Quantity

THREE = REFERENCE._replace(learning_rate=0.5)
"""The shape [3, 2, 2, 1]; its numbers are those below."""

NUMBERS = {
    "a(0,1)": 1.0, "a(0,2)": 0.5, "a(0,3)": -1.0,
    "W(1,1,1)": 0.1, "W(1,1,2)": 0.2, "W(1,1,3)": 0.3, "b(1,1)": 0.1,
    "z(1,1)": 0.2, "z(1,2)": 0.3, "a(1,1)": 0.5, "a(1,2)": 0.6,
    "sigma_prime(1,1)": 0.25, "sigma_prime(1,2)": 0.24,
    "W(2,1,1)": 0.7, "W(2,1,2)": 0.8, "W(2,2,1)": 0.9, "W(2,2,2)": 1.0, "b(2,1)": 0.1, "b(2,2)": 0.2,
    "z(2,1)": 0.4, "z(2,2)": 0.0, "a(2,1)": 0.7, "a(2,2)": 0.8,
    "sigma_prime(2,1)": 0.21, "sigma_prime(2,2)": 0.16,
    "z(3,1)": 0.6, "a(3,1)": 0.7, "sigma_prime(3,1)": 0.2, "y(3,1)": 1.0,
    "delta(2,1)": -0.02, "delta(2,2)": 0.03,
    "W_new(2,1,1)": 0.75, "W_new(2,2,1)": 0.85,
    "dL_dW(2,1,2)": -0.012, "dL_db(2,1)": -0.02, "learning_rate": 0.5,
}  # fmt: skip
OUTPUTS = {
    "a(2,1)": 0.71, "y(2,1)": 0.01, "a(2,2)": 0.79, "y(2,2)": 0.99,
    "sigma_prime(2,1)": 0.25, "sigma_prime(2,2)": 0.2,
}  # fmt: skip
"""Of two outputs; a − y is 0.7 and −0.2."""

Z, Z1 = Quantity(Kind.Z, 2, 1), Quantity(Kind.Z, 1, 1)
A, LOSS, SLOPE = Quantity(Kind.A, 2, 1), Quantity(Kind.LOSS), Quantity(Kind.SIGMA_PRIME, 2, 1)
OUT, BACK = Quantity(Kind.DELTA, 3, 1), Quantity(Kind.DELTA, 1, 1)
DW, DB = Quantity(Kind.DL_DW, 2, 1, 2), Quantity(Kind.DL_DB, 2, 1)
W_NEW, B_NEW = Quantity(Kind.W_NEW, 2, 1, 2), Quantity(Kind.B_NEW, 2, 1)

CASES = [
    # z = 0.7·0.5 + 0.8·0.6 + 0.1 = 0.35 + 0.48 + 0.1 = 0.93
    (Z, "bias-omitted", [0.83]),  # 0.35 + 0.48
    (Z, "bias-subtracted", [0.73]),  # 0.83 − 0.1
    (Z, "weights-transposed", [0.99]),  # 0.7·0.5 + 0.9·0.6 + 0.1
    (Z, "term-omitted", [0.58, 0.45]),  # 0.48 + 0.1; 0.35 + 0.1
    (Z1, "sign-dropped", [0.0, 0.0, 0.6]),  # 0.1 + 0.1 − 0.3 + 0.1 = 0; with + 0.3 it is 0.6
    (Z, "z-for-a", [0.48]),  # 0.7·0.2 + 0.8·0.3 + 0.1
    (Z, "activation-applied", [0.717075]),  # e^−0.93 = 0.394554; 1/1.394554
    (Z, "other-neuron", [1.25]),  # 0.9·0.5 + 1.0·0.6 + 0.2
    (Z, "sign-flipped", [-0.93]),
    (Z, "decimal-slip", [9.3, 0.093]),
    # a = σ(0.4) = 1/(1 + 0.670320) = 0.598688
    (A, "activation-not-applied", [0.4]),
    (A, "exponent-sign", [0.401312]),  # e^0.4 = 1.491825; 1/2.491825
    (A, "derivative-given", [0.240261, 0.240261]),  # 0.598688·0.401312
    (A, "reciprocal-omitted", [1.670320]),  # e^−0.4 = 0.670320
    (A, "wrong-activation", [0.379949]),  # tanh 0.4
    (A, "other-neuron", [0.5]),  # σ(0)
    (A, "sign-flipped", [-0.598688]),
    (A, "decimal-slip", [5.986877, 0.0598688]),
    # the loss, ½·(0.7 − 1)² = 0.045
    (LOSS, "half-omitted", [0.09]),
    (LOSS, "square-omitted", [-0.15, 0.15]),  # ½·(−0.3)
    (LOSS, "error-given", [-0.3]),
    (LOSS, "sign-flipped", [-0.045]),
    (LOSS, "decimal-slip", [0.45, 0.0045]),
    # the slope, 0.7·0.3 = 0.21 from a and 0.240261 from z: the numbers are not of one network
    (SLOPE, "activation-given", [0.7]),
    (SLOPE, "one-minus-only", [0.3]),
    (SLOPE, "derivative-of-z", [0.24]),  # 0.4·0.6
    (SLOPE, "derivative-at-a", [0.221713, 0.221713]),  # σ(0.7) = 0.668188; ·0.331812
    (SLOPE, "plus-for-minus", [1.19]),  # 0.7·1.7
    (SLOPE, "wrong-activation", [0.51, 0.855639, 0.855639, 1.0]),  # 1 − 0.49; 1 − 0.379949² twice; ReLU
    (SLOPE, "other-neuron", [0.16, 0.25]),  # 0.8·0.2 from a; σ′(0) from z
    (SLOPE, "sign-flipped", [-0.21, -0.240261]),
    (SLOPE, "decimal-slip", [2.1, 0.021, 2.40261, 0.0240261]),
    # the output's error, (0.7 − 1)·0.2 = −0.06
    (OUT, "error-sign-flipped", [0.06]),  # (1 − 0.7)·0.2
    (OUT, "sigma-prime-omitted", [-0.3]),
    (OUT, "activation-for-derivative", [-0.21]),  # −0.3·0.7
    (OUT, "error-omitted", [0.2]),
    (OUT, "factor-two", [-0.12]),
    (OUT, "target-omitted", [0.14]),  # 0.7·0.2
    (OUT, "z-for-a", [-0.08]),  # (0.6 − 1)·0.2
    (OUT, "derivative-at-a", [-0.0665139, -0.0665139]),  # −0.3·0.221713
    (OUT, "rate-in-delta", [-0.03]),  # 0.5·−0.06
    (OUT, "decimal-slip", [-0.6, -0.006]),
    # the error that comes back, (0.7·−0.02 + 0.9·0.03)·0.25 = (−0.014 + 0.027)·0.25 = 0.013·0.25 = 0.00325
    (BACK, "sigma-prime-omitted", [0.013]),
    (BACK, "activation-for-derivative", [0.0065]),  # 0.013·0.5
    (BACK, "path-omitted", [0.00675, -0.0035]),  # 0.027·0.25; −0.014·0.25
    (BACK, "weights-not-transposed", [0.0025]),  # (0.7·−0.02 + 0.8·0.03)·0.25 = 0.01·0.25
    (BACK, "wrong-layer-derivative", [0.00273]),  # 0.013·0.21
    (BACK, "weights-omitted", [0.0025]),  # (−0.02 + 0.03)·0.25
    (BACK, "updated-weights-used", [0.002625]),  # (0.75·−0.02 + 0.85·0.03)·0.25 = 0.0105·0.25
    (BACK, "bias-in-error-sum", [0.00425]),  # (0.8·−0.02 + 1.1·0.03)·0.25 = 0.017·0.25
    (BACK, "derivative-at-a", [0.003055048, 0.003055048]),  # σ′(0.5) = 0.622459·0.377541 = 0.235004; ·0.013
    (BACK, "sign-dropped", [0.01025, 0.00325]),  # (0.014 + 0.027)·0.25; the other term is positive
    (BACK, "error-sign-flipped", [-0.00325]),
    (BACK, "other-neuron", [0.00336]),  # (0.8·−0.02 + 1.0·0.03)·0.24 = 0.014·0.24
    (BACK, "decimal-slip", [0.0325, 0.000325]),
    # ∂L/∂w = 0.6·−0.02 = −0.012
    (DW, "indices-swapped", [0.015]),  # 0.5·0.03
    (DW, "z-for-a", [-0.006]),  # 0.3·−0.02
    (DW, "same-layer-activation", [-0.014]),  # 0.7·−0.02
    (DW, "input-omitted", [-0.02]),
    (DW, "delta-omitted", [0.6]),
    (DW, "weight-multiplied", [-0.0096]),  # 0.8·−0.012
    (DW, "divided", [-1 / 30]),  # −0.02/0.6
    (DW, "sigma-prime-twice", [-0.00252]),  # −0.012·0.21
    (DW, "error-sign-flipped", [0.012]),
    (DW, "decimal-slip", [-0.12, -0.0012]),
    # ∂L/∂b = −0.02
    (DB, "bias-multiplied", [-0.002]),
    (DB, "input-multiplied", [-0.01, -0.012]),  # 0.5·−0.02; 0.6·−0.02
    (DB, "error-sign-flipped", [0.02]),
    (DB, "decimal-slip", [-0.2, -0.002]),
    # the new weight, 0.8 − 0.5·−0.012 = 0.806; the new bias, 0.1 − 0.5·−0.02 = 0.11
    (W_NEW, "ascent", [0.794]),
    (W_NEW, "rate-omitted", [0.812]),  # 0.8 + 0.012
    (W_NEW, "step-given", [0.006, -0.006]),
    (W_NEW, "rate-twice", [0.803]),  # 0.8 + 0.25·0.012
    (W_NEW, "sign-flipped", [-0.806]),
    (W_NEW, "decimal-slip", [8.06, 0.0806]),
    (B_NEW, "ascent", [0.09]),
    (B_NEW, "rate-omitted", [0.12]),
    (B_NEW, "step-given", [0.01, -0.01]),
    (B_NEW, "rate-twice", [0.105]),
    (B_NEW, "sign-flipped", [-0.11]),
    (B_NEW, "decimal-slip", [1.1, 0.011]),
]

OF_TWO_OUTPUTS = [
    (LOSS, "half-omitted", [0.53]),  # 0.49 + 0.04
    (LOSS, "square-omitted", [0.25, 0.25]),  # ½·(0.7 − 0.2)
    (LOSS, "output-omitted", [0.02, 0.245]),  # ½·0.04; ½·0.49
    (LOSS, "error-given", [0.5, 0.7, -0.2]),
    (Quantity(Kind.DELTA, 2, 1), "other-neuron", [-0.04]),  # −0.2·0.2
]


def values(network, q, code, numbers):
    """What all ways to make a mistake give."""
    found = [slip for mistake, slip in of(network, q) if mistake.code == code]
    return [evaluate(slip.tree, lambda of: numbers[str(of)]) for slip in found]


@pytest.mark.parametrize(("q", "code", "expected"), CASES, ids=lambda each: each if isinstance(each, str) else "")
def test_a_wrong_rule(q, code, expected):
    assert values(THREE, q, code, NUMBERS) == pytest.approx(expected, rel=1e-5, abs=1e-12)


@pytest.mark.parametrize(
    ("q", "code", "expected"), OF_TWO_OUTPUTS, ids=lambda each: each if isinstance(each, str) else ""
)
def test_a_wrong_rule_at_two_outputs(q, code, expected):
    assert values(TWO_OUTPUTS, q, code, OUTPUTS) == pytest.approx(expected, rel=1e-5)


def test_a_softmax_without_exponentials():
    """z_j / Σ z with z = 2, 3, 5: 0.2. No lesson has a softmax yet."""
    network = single([[1], [1], [1]], [0, 0, 0], [1], [0, 0, 1], activation="softmax")
    rule = next(mistake.rule for mistake in forward.MISTAKES if mistake.code == "exponential-omitted")
    z = {"z(1,1)": 2.0, "z(1,2)": 3.0, "z(1,3)": 5.0}
    (slip,) = rule(network, Quantity(Kind.A, 1, 1))
    assert evaluate(slip.tree, lambda of: z[str(of)]) == 0.2
    assert not list(rule(REFERENCE, A))


def of_activation(activation):
    """One neuron, and a number for everything that is about: z = 0.4, a = 0.3."""
    network = single([[1.0]], [0.5], [1.0], [1.0], activation=activation)
    return network, {"z(1,1)": 0.4, "a(1,1)": 0.3, "sigma_prime(1,1)": 0.9, "y(1,1)": 1.0, "a(0,1)": 1.0}


def gives(activation, kind):
    """Every code at one neuron with what it gives, but for those that can be made anywhere."""
    network, numbers = of_activation(activation)
    found = {}
    for mistake, slip in of(network, Quantity(kind, 1, 1)):
        if mistake.code not in ("sign-flipped", "decimal-slip"):
            found.setdefault(mistake.code, []).append(evaluate(slip.tree, lambda of: numbers[str(of)]))
    return found


def approx(expected):
    return {code: pytest.approx(numbers, rel=1e-5) for code, numbers in expected.items()}


def test_the_mistakes_at_tanh():
    assert gives("tanh", Kind.A) == approx(
        {
            "activation-not-applied": [0.4],
            "derivative-given": [0.855639, 0.855639],  # 1 − 0.379949²
            "wrong-activation": [0.598688],  # σ(0.4)
        }
    )
    assert gives("tanh", Kind.SIGMA_PRIME) == approx(
        {
            "activation-given": [0.3],
            "one-minus-only": [0.7],
            "derivative-of-z": [0.84],  # 1 − 0.16
            "derivative-at-a": [0.915137, 0.915137],  # tanh 0.3 = 0.291313; 1 − 0.084863
            "plus-for-minus": [1.09],  # 1 + 0.09
            "wrong-activation": [0.21, 0.240261, 0.240261, 1.0],  # 0.3·0.7; σ′(0.4) twice; ReLU
        }
    )


def test_the_mistakes_at_relu():
    assert gives("relu", Kind.A) == approx(
        {"activation-not-applied": [0.4], "derivative-given": [1.0], "wrong-activation": [0.598688, 0.379949]}
    )
    assert gives("relu", Kind.SIGMA_PRIME) == approx(
        {"activation-given": [0.3], "wrong-activation": [0.21, 0.91, 0.240261, 0.240261, 0.855639, 0.855639]}
    )


def test_the_mistakes_at_the_identity():
    assert gives("identity", Kind.A) == approx({"wrong-activation": [0.598688, 0.379949]})
    assert gives("identity", Kind.SIGMA_PRIME) == approx(
        {"activation-given": [0.3], "wrong-activation": [0.21, 0.91, 0.240261, 0.240261, 0.855639, 0.855639, 1.0]}
    )
    assert "z-for-a" not in gives("identity", Kind.DELTA)
    assert "derivative-at-a" not in gives("identity", Kind.DELTA)


def test_every_code_has_a_number():
    elsewhere = {"exponential-omitted", "digits-swapped"}  # the one above, and what is no rule but typing
    assert {code for _, code, _ in (*CASES, *OF_TWO_OUTPUTS)} == {each.code for each in MISTAKES} - elsewhere
