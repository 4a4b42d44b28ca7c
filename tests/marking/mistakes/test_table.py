"""The table: every code in its place, at its kinds, and only where it applies."""

from decimal import Decimal

import pytest
from helpers.networks import REFERENCE, TWO_OUTPUTS, chain_of, networks, single
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.engine.network import Layer
from tutor.explain.formula import formulas
from tutor.expression.compute import whole_exponent
from tutor.expression.tree import Call, Name, Power, operands
from tutor.marking.mistakes.anywhere import unswapped
from tutor.marking.mistakes.table import MISTAKES, of
from tutor.quantity import ASKABLE, Kind, Quantity

ANYWHERE = ["sign-flipped", "decimal-slip"]
AT_Z = ["bias-omitted", "bias-subtracted", "weights-transposed", "term-omitted", "sign-dropped", "z-for-a",
        "activation-applied", "other-neuron"]  # fmt: skip
AT_A = ["activation-not-applied", "exponent-sign", "derivative-given", "reciprocal-omitted", "wrong-activation",
        "other-neuron"]  # fmt: skip
AT_LOSS = ["half-omitted", "square-omitted", "output-omitted", "error-given"]
AT_SLOPE = ["activation-given", "one-minus-only", "derivative-of-z", "derivative-at-a", "plus-for-minus",
            "wrong-activation", "other-neuron"]  # fmt: skip
AT_OUTPUT = ["error-sign-flipped", "sigma-prime-omitted", "activation-for-derivative", "error-omitted", "factor-two",
             "target-omitted", "z-for-a", "derivative-at-a", "rate-in-delta", "other-neuron"]  # fmt: skip
AT_HIDDEN = ["sigma-prime-omitted", "activation-for-derivative", "path-omitted", "weights-not-transposed",
             "wrong-layer-derivative", "weights-omitted", "updated-weights-used", "bias-in-error-sum",
             "derivative-at-a", "sign-dropped", "error-sign-flipped", "other-neuron"]  # fmt: skip
AT_DW = ["indices-swapped", "z-for-a", "same-layer-activation", "input-omitted", "delta-omitted", "weight-multiplied",
         "divided", "sigma-prime-twice", "error-sign-flipped"]  # fmt: skip
AT_DB = ["bias-multiplied", "input-multiplied", "error-sign-flipped"]
AT_NEW = ["ascent", "rate-omitted", "step-given", "rate-twice"]

CODES = {
    *AT_Z, *AT_A, "exponential-omitted", *AT_LOSS, *AT_SLOPE, *AT_OUTPUT, *AT_HIDDEN, *AT_DW, *AT_DB, *AT_NEW,
    *ANYWHERE, "digits-swapped",
}  # fmt: skip

PLACES = [
    (Quantity(Kind.Z, 2, 1), [*AT_Z, *ANYWHERE]),
    (Quantity(Kind.A, 2, 1), [*AT_A, *ANYWHERE]),
    (Quantity(Kind.LOSS), [*AT_LOSS, *ANYWHERE]),
    (Quantity(Kind.SIGMA_PRIME, 1, 2), [*AT_SLOPE, *ANYWHERE]),
    (Quantity(Kind.DELTA, 2, 1), [*AT_OUTPUT, "decimal-slip"]),
    (Quantity(Kind.DELTA, 1, 1), [*AT_HIDDEN, "decimal-slip"]),
    (Quantity(Kind.DL_DW, 2, 1, 2), [*AT_DW, "decimal-slip"]),
    (Quantity(Kind.DL_DB, 2, 1), [*AT_DB, "decimal-slip"]),
    (Quantity(Kind.W_NEW, 2, 1, 2), [*AT_NEW, *ANYWHERE]),
    (Quantity(Kind.B_NEW, 2, 1), [*AT_NEW, *ANYWHERE]),
]
"""Where every rule but that of softmax applies: two outputs, square layers, sigmoid, a learning rate."""


def codes(network, q):
    """The codes at a question, each once, in their order."""
    return list(dict.fromkeys(mistake.code for mistake, _ in of(network, q)))


@pytest.mark.parametrize(("q", "expected"), PLACES, ids=lambda each: str(each) if isinstance(each, Quantity) else "")
def test_the_codes_of_a_question_in_their_order(q, expected):
    assert codes(TWO_OUTPUTS, q) == expected


def test_every_code_is_there():
    assert {mistake.code for mistake in MISTAKES} == CODES


def test_at_which_kinds_a_code_is():
    found = {}
    for mistake in MISTAKES:
        found.setdefault(mistake.code, set()).update(mistake.kinds)
    everywhere = set(ASKABLE)
    own_sign = {Kind.DELTA, Kind.DL_DW, Kind.DL_DB}
    several = {
        "sign-dropped": {Kind.Z, Kind.DELTA},
        "z-for-a": {Kind.Z, Kind.DELTA, Kind.DL_DW},
        "other-neuron": {Kind.Z, Kind.A, Kind.SIGMA_PRIME, Kind.DELTA},
        "wrong-activation": {Kind.A, Kind.SIGMA_PRIME},
        "derivative-at-a": {Kind.SIGMA_PRIME, Kind.DELTA},
        "error-sign-flipped": own_sign,
        "sign-flipped": everywhere - own_sign,
        "decimal-slip": everywhere,
        "digits-swapped": everywhere,
        **{code: {Kind.W_NEW, Kind.B_NEW} for code in AT_NEW},
    }
    one = {
        Kind.Z: AT_Z, Kind.A: [*AT_A, "exponential-omitted"], Kind.LOSS: AT_LOSS, Kind.SIGMA_PRIME: AT_SLOPE,
        Kind.DELTA: [*AT_OUTPUT, *AT_HIDDEN], Kind.DL_DW: AT_DW, Kind.DL_DB: AT_DB,
    }  # fmt: skip
    assert found == {code: {kind} for kind, there in one.items() for code in there} | several


def test_what_one_number_or_one_figure_tells():
    assert {each.code for each in MISTAKES if each.whole} == {
        "weights-transposed",
        "weights-not-transposed",
        "indices-swapped",
    }
    assert {each.code for each in MISTAKES if each.sign} == {"error-sign-flipped", "sign-flipped"}
    assert [each.code for each in MISTAKES if each.pen] == ["decimal-slip", "digits-swapped"]
    assert [each.code for each in MISTAKES if each.typed] == ["digits-swapped"]
    assert MISTAKES[-1].code == "digits-swapped"


def test_rows_and_columns_are_exchanged_only_where_there_are_as_many():
    assert "weights-transposed" not in codes(REFERENCE, Quantity(Kind.Z, 1, 1))
    assert "weights-transposed" not in codes(chain_of(2), Quantity(Kind.Z, 2, 1))
    assert "weights-not-transposed" not in codes(REFERENCE, Quantity(Kind.DELTA, 2, 1))
    assert "indices-swapped" not in codes(REFERENCE, Quantity(Kind.DL_DW, 1, 1, 1))  # it is the right one
    assert "indices-swapped" in codes(REFERENCE, Quantity(Kind.DL_DW, 1, 1, 2))
    assert "indices-swapped" not in codes(REFERENCE, Quantity(Kind.DL_DW, 1, 1, 3))  # there is no third neuron


def test_what_comes_from_outside_has_no_z():
    assert "z-for-a" not in codes(REFERENCE, Quantity(Kind.Z, 1, 1))
    assert "z-for-a" not in codes(REFERENCE, Quantity(Kind.DL_DW, 1, 1, 1))


def test_z_is_a_behind_the_identity():
    layer = Layer(((1.0,),), (0.0,), "identity")
    network = chain_of(2)._replace(layers=(layer, layer))
    assert "z-for-a" not in codes(network, Quantity(Kind.Z, 2, 1))
    assert "z-for-a" not in codes(network, Quantity(Kind.DL_DW, 2, 1, 1))
    assert "activation-applied" not in codes(network, Quantity(Kind.Z, 2, 1))
    assert "activation-not-applied" not in codes(network, Quantity(Kind.A, 2, 1))


def test_a_layer_of_one_has_no_other_neuron_and_one_path():
    for kind in (Kind.Z, Kind.A, Kind.SIGMA_PRIME, Kind.DELTA):
        assert "other-neuron" not in codes(chain_of(3), Quantity(kind, 2, 1))
    assert "path-omitted" not in codes(chain_of(3), Quantity(Kind.DELTA, 2, 1))
    assert "output-omitted" not in codes(chain_of(3), Quantity(Kind.LOSS))


def test_what_needs_a_learning_rate():
    assert "rate-in-delta" not in codes(REFERENCE, Quantity(Kind.DELTA, 3, 1))
    assert "updated-weights-used" not in codes(REFERENCE, Quantity(Kind.DELTA, 2, 1))
    assert set(codes(REFERENCE, Quantity(Kind.W_NEW, 2, 1, 1))) == {"sign-flipped", "decimal-slip"}


def test_the_next_layers_slope_of_which_neuron():
    def slopes(network, q):
        found = [slip.tree for mistake, slip in of(network, q) if mistake.code == "wrong-layer-derivative"]
        return [str(tree.factors[-1].of) for tree in found]

    assert slopes(REFERENCE, Quantity(Kind.DELTA, 1, 2)) == ["sigma_prime(2,2)"]  # the one in the same place
    assert slopes(REFERENCE, Quantity(Kind.DELTA, 2, 2)) == ["sigma_prime(3,1)"]  # the only one
    three = Layer(((0.1,),) * 3, (0.0,) * 3, "sigmoid")
    two = Layer(((0.1, 0.2, 0.3),) * 2, (0.0,) * 2, "sigmoid")
    wide = REFERENCE._replace(x=(1.0,), layers=(three, two, REFERENCE.layers[2]))
    assert slopes(wide, Quantity(Kind.DELTA, 1, 3)) == ["sigma_prime(2,1)", "sigma_prime(2,2)"]  # either


def everything(network):
    """Every quantity that can be asked for."""
    yield Quantity(Kind.LOSS)
    for l in range(1, network.depth + 1):
        for j in range(1, network.sizes[l] + 1):
            for kind in (Kind.Z, Kind.A, Kind.SIGMA_PRIME, Kind.DELTA, Kind.DL_DB, Kind.B_NEW):
                yield Quantity(kind, l, j)
            for k in range(1, network.sizes[l - 1] + 1):
                yield Quantity(Kind.DL_DW, l, j, k)
                yield Quantity(Kind.W_NEW, l, j, k)


def nodes(tree):
    yield tree
    for inner in operands(tree):
        yield from nodes(inner)


@settings(max_examples=60, deadline=None)
@given(network=networks(learning_rate=0.5))
def test_every_slip_can_be_worked_and_is_no_right_rule(network):
    for q in everything(network):
        right, seen = set(formulas(network, q)), set()
        for mistake, slip in of(network, q):
            assert slip.tree not in right
            assert (mistake.code, slip.tree) not in seen
            seen.add((mistake.code, slip.tree))
            assert set(mistake.parts) == set(slip.parts), mistake.code
            for node in nodes(slip.tree):
                if isinstance(node, Name):
                    assert isinstance(node.of, Quantity)
                    assert node.of != q
                if isinstance(node, Power):
                    whole_exponent(node)
                if isinstance(node, Call):
                    assert node.function.rstrip("'") in {"sigmoid", "tanh", "relu", "exp", "abs"}


def test_a_single_layer_has_its_mistakes():
    network = single([[0.5, -0.5]], [0.1], [1.0, 2.0], [1.0], activation="tanh")
    assert all(codes(network, q) for q in everything(network))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("0.7190", ["0.1790", "0.7910", "0.7109"]),
        ("-0.0712", ["-0.7012", "-0.0172", "-0.0721"]),
        ("12.34", ["21.34", "12.43"]),  # none is moved over the point
        ("0.11", []),
        ("0.5", []),
        ("7", []),
        ("21", ["12"]),
        ("5E+3", []),
        ("1E-300", []),
        ("0", []),
    ],
)
def test_what_can_have_been_meant(typed, meant):
    found = list(unswapped(Decimal(typed)))
    assert found == [Decimal(each) for each in meant]
    assert all(Decimal(typed) in unswapped(each) for each in found)


@given(st.decimals(allow_nan=True, allow_infinity=True))
def test_any_decimal_can_be_looked_at(typed):
    list(unswapped(typed))
