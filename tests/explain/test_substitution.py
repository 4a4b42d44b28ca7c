"""Reveal 2 and 3: the numbers put in are what the grammar of answers reads back, and lead to the result."""

import math
from pathlib import Path

import pytest
from helpers.any_networks import CONVENTIONS, DESCENTS, HIDDEN, LOSSES, PARAMETERS, any_networks, plain_lesson
from helpers.networks import REFERENCE, TWO_OUTPUTS, networks, single
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.engine.network import Conventions, Layer, Network, Sample
from tutor.engine.solution import solve
from tutor.explain.formula import names
from tutor.explain.substitution import formula_at, substitution
from tutor.expression.evaluate import ArithmeticProblem, evaluate
from tutor.expression.grammar import parse
from tutor.lesson.locate import builtin
from tutor.lesson.read import read
from tutor.notation.number import as_shown
from tutor.quantity import Kind, Quantity, is_parameter


def lines(network, q, style="screen"):
    found = substitution(network, q, solve(network).value, 3)
    return [f"{line.sign} {line.text(style)}" for line in found.lines] + [f"{found.sign} {found.result}"]


def test_a_weighted_sum():
    assert lines(REFERENCE, Quantity(Kind.Z, 2, 1)) == [
        "= 0.7·0.5000 + 0.8·0.5622 + 0.1",
        "≈ 0.3500 + 0.4497 + 0.1",
        "= 0.8997",
    ]


def test_an_error_that_comes_back():
    assert lines(REFERENCE, Quantity(Kind.DELTA, 1, 1), "ascii") == [
        "= (0.7*(-0.00490) + 0.9*(-0.00562))*0.2500",
        "≈ (-0.00343 - 0.00505)*0.2500",
        "= -0.00848*0.2500",
        "= -0.00212",
    ]


def test_an_activation_is_written_out():
    assert lines(REFERENCE, Quantity(Kind.A, 1, 2), "ascii")[:2] == ["= sigmoid(0.2500)", "= 1/(1 + exp(-0.2500))"]


def test_zero_has_no_sign():
    z1 = Quantity(Kind.A, 1, 1)
    for style, number in (("screen", "exp(0.0000)"), ("ascii", "exp(0.0000)")):
        assert lines(REFERENCE, z1, style)[1] == f"= 1/(1 + {number})"
    assert not any("−0.0000" in line for line in lines(REFERENCE, z1))
    nothing = TWO_OUTPUTS._replace(y=(0.0, 0.99))
    assert lines(nothing, Quantity(Kind.LOSS))[0] == "= ½·((0.7514 − 0.0)² + (0.7729 − 0.99)²)"


def test_the_loss():
    assert lines(TWO_OUTPUTS, Quantity(Kind.LOSS))[0] == "= ½·((0.7514 − 0.01)² + (0.7729 − 0.99)²)"


def unit_of(text):
    """One unit of the last place of a number as text."""
    digits, _, power = text.partition("e")
    return 10.0 ** (-len(digits.partition(".")[2]) + int(power or 0))


def worked_out(node, values=None):
    """The value of a tree; None where it has none."""
    try:
        return evaluate(node, values)
    except ArithmeticProblem:
        return None


def slack(network, q, value, significant):
    """How far the shown numbers can carry the formula from its exact value, each half a unit of its last place off.

    It is infinite where one of them can come to stand for what the formula has no value for: ln(1 − 1.0000).
    """
    form = formula_at(network, q, value)
    reach = 0.0
    for p in dict.fromkeys(names(form)):
        if is_parameter(p):
            continue
        half = unit_of(as_shown(p, value(p), significant)) / 2
        for off in (-half, half):
            moved = worked_out(form, lambda of, p=p, off=off: value(of) + (off if of == p else 0.0))
            reach += math.inf if moved is None else abs(moved - value(q))
    return reach


def check_every_question(lesson, questions=None):
    solution, significant = solve(lesson.network), lesson.marking.significant
    for q in questions or lesson.questions:
        found = substitution(lesson.network, q, solution.value, significant)
        result, unit = float(found.result), unit_of(found.result)
        allowed = slack(lesson.network, q, solution.value, significant) + unit / 2 + 1e-9 * abs(result)
        for style in ("screen", "ascii"):
            read_back = [worked_out(parse(line.text(style))) for line in found.lines]
            assert None not in read_back or allowed == math.inf, (str(q), found)
            if read_back[0] is not None:
                assert abs(read_back[0] - result) <= 1.2 * allowed, (str(q), found.lines[0].text(style), found.result)
        if found.sign == "=":
            last = evaluate(parse(found.lines[-1].text("ascii")))
            assert abs(last - result) <= unit * (0.5 + 1e-9) + 1e-15 * abs(result), (str(q), found)


@pytest.mark.parametrize("name", builtin())
def test_reveal_2_gives_reveal_3_in_every_built_in_lesson(name):
    check_every_question(read(builtin()[name]))


@settings(max_examples=30, deadline=None)
@given(network=networks(), significant=st.integers(2, 8))
def test_reveal_2_gives_reveal_3_in_random_lessons(network, significant):
    check_every_question(plain_lesson(network, significant))


@settings(max_examples=50, deadline=None)
@given(network=any_networks(widest=2, deepest=2), significant=st.integers(2, 8))
def test_reveal_2_gives_reveal_3_whatever_the_conventions(network, significant):
    check_every_question(plain_lesson(network, significant))


OUTPUTS = [
    ("sigmoid", "binary-cross-entropy"),
    *(("softmax", loss) for loss in ("cross-entropy", *LOSSES)),
    *((activation, loss) for activation in HIDDEN for loss in (*LOSSES, "(a - y)**4 / 4")),
]


@pytest.mark.parametrize(("number", "activation", "loss"), [(i, *pair) for i, pair in enumerate(OUTPUTS)])
def test_reveal_2_gives_reveal_3_for_every_activation_and_loss(number, activation, loss):
    """The conventions and the ways to update take turns."""
    conventions, descent = CONVENTIONS[number % len(CONVENTIONS)], DESCENTS[number % len(DESCENTS)]
    hidden = HIDDEN[number % len(HIDDEN)]
    biases = {"shared": (0.2,), "none": ()}.get(conventions.bias, (0.2, -0.35))
    layers = tuple(
        Layer(W, biases, name, PARAMETERS.get(name), threshold=bool(number % 3 == 0))
        for name, W in ((hidden, ((0.5, -0.3), (-0.7, 0.2))), (activation, ((0.8, 0.25), (-0.4, 1.1))))
    )
    samples = [Sample((1.0, 0.5), (0.0, 1.0)), Sample((-0.6, 0.9), (1.0, 0.0))][: 1 + number % 2]
    network = Network(*samples[0], layers, loss, 0.5, tuple(samples[1:]), conventions, descent)
    lesson = plain_lesson(network)
    check_every_question(lesson, [q for q in lesson.questions if q.j != 1 and q.k != 1 and q.update != 2])


ONE = {"x": [1.0, 0.5], "y": [0.0, 1.0], "b": [0.3, -0.1], "W": [[0.5, -0.3], [-0.7, 0.2]]}


def of_layer(activation, parameter=None, b=(0.3, -0.1)):
    """A layer whose z are 0.65 and −0.7."""
    network = single(**ONE, activation=activation)
    return network._replace(layers=(network.layers[0]._replace(parameter=parameter, b=b),))


@pytest.mark.parametrize(
    ("activation", "parameter", "values", "slopes"),
    [
        ("relu", None, ["relu(0.6500)", "relu(-0.7000)"], ["relu'(0.6500)", "relu'(-0.7000)"]),
        ("leaky-relu", 0.1, ["0.6500", "0.1*(-0.7000)"], ["1", "0.1"]),
        ("elu", 0.5, ["0.6500", "0.5*(exp(-0.7000) - 1)"], ["1", "0.5*exp(-0.7000)"]),
        ("softplus", None, ["ln(1 + exp(0.6500))", "ln(1 + exp(-0.7000))"], ["sigmoid(0.6500)", "sigmoid(-0.7000)"]),
        ("identity", None, ["0.6500", "-0.7000"], ["1", "1"]),
        (
            "z / (1 + exp(-z))",
            None,
            ["0.6500/(1 + exp(-0.6500))", "-0.7000/(1 + exp(-(-0.7000)))"],
            [
                "(1 + exp(-0.6500) + 0.6500*exp(-0.6500))/(1 + exp(-0.6500))^2",
                "(1 + exp(-(-0.7000)) + (-0.7000)*exp(-(-0.7000)))/(1 + exp(-(-0.7000)))^2",
            ],
        ),
    ],
)
def test_an_activation_is_the_piece_that_z_is_in(activation, parameter, values, slopes):
    network = of_layer(activation, parameter)
    for kind, expected in ((Kind.A, values), (Kind.SIGMA_PRIME, slopes)):
        assert [lines(network, Quantity(kind, 1, j), "ascii")[0] for j in (1, 2)] == [f"= {text}" for text in expected]


def test_at_the_kink_it_is_the_left_piece():
    network = single([[1.0]], [0.0], [0.0], [1.0], activation="leaky-relu")
    network = network._replace(layers=(network.layers[0]._replace(parameter=0.1),))
    assert lines(network, Quantity(Kind.A, 1, 1)) == ["= 0.1·0.0000", "= 0.0000"]
    assert lines(network, Quantity(Kind.SIGMA_PRIME, 1, 1)) == ["= 0.1", "= 0.1000"]


def test_one_sigmoid_within_a_formula_is_written_out_and_two_are_not():
    network = of_layer("silu")
    assert lines(network, Quantity(Kind.A, 1, 1))[1] == "= 0.6500·(1/(1 + exp(−0.6500)))"
    assert lines(network, Quantity(Kind.SIGMA_PRIME, 1, 1))[:2] == [
        "= σ(0.6500)·(1 + 0.6500·(1 − σ(0.6500)))",
        "= 0.6570·(1 + 0.6500·(1 − 0.6570))",
    ]


def test_softmax_shares_out():
    network = of_layer("softmax")
    assert lines(network, Quantity(Kind.A, 1, 2)) == [
        "= exp(−0.7000)/(exp(0.6500) + exp(−0.7000))",
        "= 0.4966/(1.9155 + 0.4966)",
        "= 0.4966/2.4121",
        "= 0.2059",
    ]
    assert lines(network._replace(loss="cross-entropy"), Quantity(Kind.DELTA, 1, 2)) == ["= 0.2059 − 1.0", "= -0.7941"]


def test_softmax_of_large_numbers_takes_the_largest_from_all():
    network = of_layer("softmax", b=(800.0, 801.0))
    assert lines(network, Quantity(Kind.A, 1, 2))[0] == (
        "= exp(800.4000 − 800.4000)/(exp(800.3500 − 800.4000) + exp(800.4000 − 800.4000))"
    )
    check_every_question(plain_lesson(network))


@pytest.mark.parametrize("y", [0.0, 1.0])
@pytest.mark.parametrize("b", [-800.0, 800.0, -10.0, 10.0])
def test_where_the_numbers_as_shown_have_no_value_nothing_is_claimed(b, y):
    network = single([[0.5]], [b], [0.1], [y], activation="sigmoid")._replace(loss="binary-cross-entropy")
    check_every_question(plain_lesson(network))
    if b == -800.0 and y == 1.0:
        assert lines(network, Quantity(Kind.LOSS)) == ["= −ln(0.0000)", "≈ 799.9500"]


def test_the_weights_of_the_second_update_are_the_new_ones():
    network = TWO_OUTPUTS._replace(descent=DESCENTS[2])
    first, second = (lines(network, Quantity(Kind.Z, 1, 1, update=u))[0] for u in (1, 2))
    assert first == "= 0.15·0.05 + 0.2·0.1 + 0.35"
    assert second == "= 0.1498·0.05 + 0.1996·0.1 + 0.3456"
    assert lines(network, Quantity(Kind.W_NEW, 2, 1, 1, update=2))[0] == ("= 0.3589 + 0.9·(0.3589 − 0.4) − 0.5·0.0842")


def test_a_sum_that_cancels_is_equal_to_nothing():
    assert lines(REFERENCE, Quantity(Kind.Z, 1, 1))[-1] == "= 0.0000"


PUBLISHED = {path.stem: path for path in sorted(Path("tests/lessons/published").glob("*.toml"))}


@pytest.mark.parametrize("name", [*builtin(), *PUBLISHED])
def test_no_line_is_the_result_or_its_negative(name):
    lesson = read({**builtin(), **PUBLISHED}[name])
    solution, significant = solve(lesson.network), lesson.marking.significant
    for q in lesson.questions:
        found = substitution(lesson.network, q, solution.value, significant)
        shown = found.lines[1:] if found.prior is not None else found.lines  # of a prior alone its name is shown
        texts = [line.text("ascii").replace("(", "").replace(")", "").lstrip("- ") for line in shown]
        assert found.result.lstrip("-") not in texts, (str(q), found)


def test_a_formula_that_is_one_number_says_which():
    network = single([[1.0]], [0.5], [0.2], [1.0], activation="identity")
    a, b = Quantity(Kind.A, 1, 1), Quantity(Kind.DL_DB, 1, 1)
    value = solve(network).value
    assert substitution(network, a, value, 3).prior == (False, Quantity(Kind.Z, 1, 1))
    assert substitution(network, b, value, 3).prior == (False, Quantity(Kind.DELTA, 1, 1))
    assert substitution(network, Quantity(Kind.Z, 1, 1), value, 3).prior is None
    turned = network._replace(conventions=Conventions(error_sign="target-minus-output"))
    assert substitution(turned, b, solve(turned).value, 3).prior == (True, Quantity(Kind.DELTA, 1, 1))
