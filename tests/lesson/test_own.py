"""Formulas of a lesson's own: what is taken, what is refused, where and why, and that nothing takes long."""

import math
import time

import pytest
from helpers.lesson_files import network_text
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.engine import activations, losses
from tutor.engine.network import Layer
from tutor.engine.solution import solve
from tutor.expression.compute import compute
from tutor.expression.functions import CALM, FUNCTIONS
from tutor.expression.tree import Call, Name, Neg, Number, Power, Product, Quotient, Sum
from tutor.lesson.column import worked_out
from tutor.lesson.own import FORMULAS, LONGEST, PARTS, POINTS, is_formula
from tutor.lesson.read import examine, read
from tutor.lesson.rules import HOMES
from tutor.lesson.tables import Report
from tutor.lesson.values import activation, loss

NEURON = "W = [[0.5, 0.6]]\nb = [0.3]"
PATIENCE = 5.0
"""Seconds; on an idle machine the worst takes a fifth of one."""


@pytest.fixture
def problems(tmp_path):
    def of(activation="sigmoid", loss="squared-error", y="[1.0]", layers=(NEURON,)):
        path = tmp_path / "lesson.toml"
        network = f"activation = '''{activation}'''\nloss = '''{loss}'''\nx = [1.0, 0.5]\ny = {y}"
        path.write_text(network_text(network, *layers), encoding="utf-8")
        found = examine(path)[1]
        if not found:
            solve(read(path).network)
        return found

    return of


ACTIVATIONS = [
    "z / (1 + exp(-z))",
    "z",
    "-z",
    "z*tanh(ln(1+exp(z)))",
    "0.5*z*(1 + tanh(sqrt(2/pi)*(z + 0.044715*z**3)))",
    "relu(z)",
    "abs(z)",
    "z*step(z)",
    "0.1*z + 0.9*relu(z)",
    "z/(1 + abs(z))",
    "z^20",
    "z²",
    "z**(1+1)",
    "2^z",
    "e^z",
    "1/(1+e^(-z))",
    "1/(1+z**2)",
    "exp(-z**2)",
    "tanh(1000*z)",
    "σ(z)·z",
    "(exp(z)-exp(-z))/(exp(z)+exp(-z))",
    "z*1e-320",
    "exp(700)*0+z",
    "50%*z",
    "½z²".replace("½z", "½*z"),
]


@pytest.mark.parametrize("text", ACTIVATIONS)
def test_an_activation_of_ones_own_is_taken(problems, text):
    assert problems(text) == ()


def test_a_layer_may_have_its_own_and_any_quotes(tmp_path):
    path = tmp_path / "lesson.toml"
    network = 'activation = "sigmoid"\nloss = "(a - y)**4 / 4"\nx = [1.0, 0.5]\ny = [1.0]'
    path.write_text(network_text(network, NEURON + '\nactivation = "tanh(z)/2"'), encoding="utf-8")
    found = read(path).network
    assert (found.layers[0].activation, found.loss) == ("tanh(z)/2", "(a - y)**4 / 4")
    assert activations.of(found.layers[0]).value(CALM, 1.0) == math.tanh(1.0) / 2
    assert losses.of(found).slope(CALM, 0.5, 1.0) == -0.125


# (the activation, the character at fault, what is found, what to do)
REFUSED = [
    ("1/z", 0, "without a finite value at z = 0", "write it so that it has one there"),
    ("ln(z)", 0, "without a finite value at z = -30", "has one there"),
    ("sqrt(z)", 0, "without a finite value at z = -30", "has one there"),
    ("z**0.5", 0, "without a finite value at z = -30", "has one there"),
    ("z**(1/3)", 0, "without a finite value at z = -30", "has one there"),
    ("z**-1", 0, "without a finite value at z = 0", "has one there"),
    ("sqrt(abs(z))", 0, "without a finite slope at z = 0", "has one there"),
    ("1/(1+exp(1/z))", 0, "at z = 0", "has one there"),
    ("exp(exp(z))", 0, "without a finite value at z = 6.6", "has one there"),
    ("exp(exp(exp(z)))", 0, "without a finite value at z = 1.9", "has one there"),
    ("1e200*z*1e200", 0, "without a finite value at z = -30", "has one there"),
    ("step(z)", 0, "that jumps, or loses its figures, at z = 0", "nearly the same value"),
    ("(z+1e10)-1e10", 0, "that jumps, or loses its figures, at z = -30", "nearly the same value"),
    ("relu(z) - 0.1*relu(-z)", 0, "whose slope is 0, and not between 0.1 and 1", "0.9*relu(z)"),
    ("(1e16+z)-1e16", 0, "whose slope comes out as 1, while its values rise with slope 0 on", "without differences"),
    ("relu(z) - relu(-z)", 0, "comes out as 0, while its values rise with slope 1 on", "simpler where kinks cancel"),
    ("exp(exp(exp(50)))", 0, "a formula without z", "write z where it is to be"),
    ("5", 0, "a formula without z", "write z where it is to be"),
    ("0*z", None, None, None),
    ("9**(9**9)", 1, "the exponent 3.8742e+08", "write a smaller exponent"),
    ("z + 9**9**9", 5, "the exponent 3.8742e+08", "write a smaller exponent"),
    ("z**21", 1, "the exponent 21", "write a smaller exponent"),
    ("z^(10*3)", 1, "the exponent 30", "write a smaller exponent"),
    ("z^(0/0)", 1, "an exponent that is no finite number", "write a smaller exponent"),
    ("z**exp(exp(exp(50)))", 1, "an exponent that is no finite number", "write a smaller exponent"),
    ("__import__('os')", 0, "which cannot be read", "write only numbers, names, + - * / ** and brackets"),
    ("z.__class__", 1, "which cannot be read", "write only numbers"),
    ("sigmod(z)", 0, "the unknown name sigmod", "did you mean sigmoid?"),
    ("2*sin(z)", 2, "the unknown name sin", "write only z, e, pi, π, exp, ln, tanh"),
    ("z + x", 4, "the unknown name x", "write only z"),
    ("a = z", 0, "the unknown name a", "write only z"),
    ("Z*2", 0, "the unknown name Z", "did you mean z?"),
    ("log(z)", 0, "log, which cannot be read here", "write ln for the natural logarithm"),
    ("exp z", 0, "exp, which cannot be read here", "write exp( ), with brackets"),
    ("2z", 1, "z, which cannot be read here", "type the sign between “2” and “z”, such as * or +"),
    ("0,5*z", 1, "the text “0,5*z”, which cannot be read", "write decimal points, as in 0.5"),
    ("(z", 0, "the text “(z”", "this bracket is never closed"),
    ("z)", 1, "the text “z)”", "this bracket was never opened"),
    ("z +", 3, "the text “z +”", "a number is missing here"),
    ("=z", 0, "the text “=z”", "type only what stands after the = sign"),
    ("z – 1 ― 2", 6, "which cannot be read", "type “-” in place of “―”"),
    ("np.tanh(z)", 0, "the name np.tanh", "write tanh(z)"),
    ("z*math.log(1 + np.exp(z))", 2, "the name math.log", "write z*ln(1 + exp(z))"),
    ("np.maximum(0, z)", 0, "the name np.maximum", "write the functions alone: exp, ln, tanh"),
    ("sigmoid'(z)", 0, "the slope sigmoid'", "write it as a formula"),
    ("z + sign(z)", 4, "the function sign", "2*step(z) - 1"),
    ("z\n+1", 0, "a formula of several lines", "without line ends"),
    ("z+" * 100 + "z", 0, "a formula of 201 characters", "make it shorter"),
    ("*".join(f"(z-{n})" for n in range(29)), 0, "whose slope is too long", "fewer factors and functions"),
    ("tanh(" * 28 + "z" + ")" * 28, None, None, None),
]  # fmt: skip


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case[0][:30])
def test_an_activation_that_cannot_be_learnt_with_is_refused_at_its_place(problems, case):
    text, character, says, advice = case
    start = time.process_time()
    found = problems(text)
    assert time.process_time() - start < PATIENCE
    if character is None:
        assert found == ()
        return
    (problem,) = found
    assert (problem.line, problem.column, problem.code) == (4, 17 + character, "formula")
    assert problem.key == "network.activation"
    assert says in problem.found
    assert advice in problem.advice
    assert str(problem).isprintable()


@pytest.mark.parametrize(
    ("text", "column"),
    [('"1 + q"', 19), ("'1 + q'", 19), (r'"1 + \u0071"', 19), (r'"\u0031 + q"', 24), ('"""\n1 + q"""', 5)],
)
def test_the_place_is_right_however_the_text_is_quoted(tmp_path, text, column):
    path = tmp_path / "lesson.toml"
    path.write_text(network_text(f"activation = {text}\nloss = 'squared-error'\nx = [1, 2]\ny = [1]", NEURON))
    (problem,) = examine(path)[1]
    assert (problem.line, problem.column) == (4 + text.count("\n"), column)
    assert problem.found == "the unknown name q"


@pytest.mark.parametrize(
    ("text", "near"),
    [("sigmod", "sigmoid"), ("leaky relu", "leaky-relu"), ("leaky_relu", "leaky-relu"), ("Softplus", "softplus")],
)
def test_a_name_that_is_misspelt_is_told_the_nearest(problems, text, near):
    (problem,) = problems(text)
    assert (problem.code, problem.advice) == ("wrong-value", f'did you mean "{near}"?')
    assert (problem.line, problem.column) == (4, 14)


def test_what_is_no_name_is_told_that_a_formula_can_be_written(problems):
    (problem,) = problems("gaussian")
    assert 'or a formula in z such as "z / (1 + exp(-z))"' in problem.expected
    (problem,) = problems(loss="")
    assert 'or a formula in a and y such as "(a - y)**4 / 4"' in problem.expected
    assert problem.key == "network.loss"


def test_names_and_formulas_are_told_apart():
    assert is_formula("z", ("z",))
    assert is_formula("a-y", ("a", "y"))
    assert is_formula("y - a", ("a", "y"))
    assert is_formula("tanh(z)", ("z",))
    assert is_formula("exp z", ("z",))
    assert not is_formula("exp", ("z",))
    assert not is_formula("z", ("a", "y"))
    assert not is_formula("a square", ("a", "y"))
    assert not is_formula(" ", ("z",))


LOSSES = [
    "(a - y)**4 / 4",
    "abs(a-y)",
    "(y - a)^2",
    "ln(exp(a-y)+exp(y-a))",
    "-y*ln(a)-(1-y)*ln(1-a)",
    "sqrt((a-y)^2+1)",
    "sqrt((a-y)^2 + 1e-6)",
    "exp((a-y)^2)",
    "y*ln(y/a) + (1-y)*ln((1-y)/(1-a))",
    "-ln(a)",
]


@pytest.mark.parametrize("text", LOSSES)
def test_a_loss_of_ones_own_is_taken(problems, text):
    assert problems(loss=text, y="[0.3]") == ()


@pytest.mark.parametrize("output", ["softmax", "identity", "relu", "z/(1+abs(z))"])
def test_it_is_tried_with_what_the_output_gives(problems, output):
    assert problems(output, "(a - y)**4 / 4") == ()
    found = problems(output, "ln(a)*y", "[1.0]")
    assert [p.code for p in found] == ([] if output == "softmax" else ["formula"])


# (the loss, the target, the character at fault, what is found, what to do)
REFUSED_LOSSES = [
    ("1/(a-y)", "0.5", 0, "without a finite value at a = 0.5, y = 0.5 (the output at z = 0)", "has one there"),
    ("ln(a - y)", "0.5", 0, "(the output at z = -30)", "has one there"),
    ("ln(y)*a", "0.0", 0, "without a finite value at a = 9.35762e-14, y = 0", "has one there"),
    ("sqrt((a-y)**2)", "0.5", 0, "without a finite slope at a = 0.5", "has one there"),
    ("step(a - y)", "0.5", 0, "that jumps, or loses its figures, at a = 0.5", "nearly the same"),
    ("ln(a)*y/(a-y)", "1.0", 0, "that loses its figures, so that its values", "without differences of numbers"),
    ("ln(a)*y/(a-y)", "1.0", 0, "at a = 0.9999999999", "without differences of numbers"),
    ("relu(a-y) - 0.1*relu(y-a)", "0.5", 0, "whose slope is 0, and not between 0.1 and 1 as on", "of both sides"),
    ("y", "1.0", 0, "a formula without a", "write a where it is to be"),
    ("2*y", "1.0", 0, "a formula without a", "write a where it is to be"),
    ("(b - y)**2", "1.0", 1, "the unknown name b", "write only a, y, e"),
    ("(a - z)**2", "1.0", 5, "the unknown name z", "write only a, y, e"),
    ("a**(y*0+21)", "1.0", None, None, None),
    ("(a-y)**22", "1.0", 5, "the exponent 22", "smaller"),
]  # fmt: skip


@pytest.mark.parametrize("case", REFUSED_LOSSES, ids=lambda case: case[0])
def test_a_loss_that_cannot_be_learnt_with_is_refused_at_its_place(problems, case):
    text, y, character, says, advice = case
    found = problems(loss=text, y=f"[{y}]")
    if says is None:
        assert found == ()
        return
    (problem,) = found
    assert (problem.line, problem.column, problem.key) == (
        5,
        8 if character is None else 11 + character,
        "network.loss",
    )
    assert says in problem.message
    assert advice in problem.advice


def test_a_loss_is_tried_with_many_targets_in_bounded_time(tmp_path):
    path = tmp_path / "lesson.toml"
    targets = [[s / 100] for s in range(100)]
    network = f"activation = 'sigmoid'\nx = {[[1, 2]] * 100}\ny = {targets}\nloss = '{{}}'"
    start = time.process_time()
    path.write_text(network_text(network.format("(a - y)**4 / 4"), NEURON))
    assert [p.severity for p in examine(path)[1]] in ([], ["warning"])
    path.write_text(network_text(network.format("ln(0.989 - y)*a"), NEURON))
    (problem,) = examine(path)[1]
    assert time.process_time() - start < PATIENCE
    assert "y = 0.99" in problem.found


CHAIN = "activation = '{}'\nloss = 'squared-error'\nx = [1]\ny = [1]"


def test_thousands_of_layers_with_one_formula_are_read_in_bounded_time(tmp_path):
    path = tmp_path / "lesson.toml"
    path.write_text(network_text(CHAIN.format("z/(1+exp(-z))"), *["W = [[1]]\nb = [1]"] * 8000))
    start = time.process_time()
    assert [p.code for p in examine(path)[1]] == ["long"]
    assert time.process_time() - start < PATIENCE


def test_a_lesson_has_a_few_formulas_and_the_same_fault_is_told_everywhere(tmp_path):
    path = tmp_path / "lesson.toml"
    layers = [f"W = [[1]]\nb = [1]\nactivation = '{n}*z'" for n in range(1, FORMULAS + 3)]
    path.write_text(network_text(CHAIN.format("tanh"), *layers[:FORMULAS]))
    assert examine(path)[1] == ()
    path.write_text(network_text(CHAIN.format("tanh"), *layers))
    assert [(p.code, p.key) for p in examine(path)[1]] == [
        ("too-large", f"network.layer[{n}].activation") for n in (FORMULAS + 1, FORMULAS + 2)
    ]
    path.write_text(network_text(CHAIN.format("tanh"), *["W = [[1]]\nb = [1]\nactivation = '1/z'"] * 2))
    assert [(p.code, p.line) for p in examine(path)[1]] == [("formula", 11), ("formula", 15)]


HOSTILE = [
    "(" * 90 + "z" + ")" * 90,
    "-" * 190 + "z",
    "z**" * 60 + "z",
    "exp(" * 39 + "z" + ")" * 39,
    "tanh(z)*" * 24 + "z",
    "1/(1+" * 33 + "z" + ")" * 33,
    "z/(z/(z/(z/(z/(z/(z/(z/(z/(z/(z/(z/(z/(z/(z/(z/(z/(z/(z/(z/z" + ")" * 20,
    "(z**20)**20**20",
    "((((((z**20)**20)**20)**20)**20)**20)",
    "z^^z",
    "9" * 190,
    "1e" + "9" * 150 + "*z",
    "z" * 200,
    "²" * 200,
    "z\u0000",
    "zé\u202ez",
    "relu(" * 25 + "z" + ")" * 25,
    "z" + "+abs(z)" * 28,
]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:20]))
def test_hostile_formulas_are_answered_in_bounded_time(text):
    assert len(text) <= LONGEST
    for read_text in (text, text.replace("z", "a")):
        report = Report(True, HOMES)
        start = time.process_time()
        reader = activation if "z" in read_text else loss
        found = reader(report, ("network", "activation"), read_text)
        assert time.process_time() - start < PATIENCE
        assert (found is None) == bool(report.faults)


NODES = st.recursive(
    st.sampled_from([Name("z"), Number(0.5), Number(2.0)]),
    lambda inner: (
        st.tuples(inner, inner).map(Sum)
        | st.tuples(inner, inner).map(Product)
        | st.builds(Quotient, inner, inner)
        | st.builds(Neg, inner)
        | st.builds(Power, inner, st.sampled_from([Number(1.0), Number(2.0), Number(5.0)]))
        | st.builds(Call, st.sampled_from(sorted(FUNCTIONS) + [f"{name}'" for name in FUNCTIONS]), inner)
    ),
    max_leaves=12,
)


@settings(max_examples=150, deadline=None)
@given(NODES)
def test_columns_are_worked_out_as_single_floats_are(node):
    points = [-30.0, -1.0, -1e-9, 0.0, 0.25, 2.0, 30.0]
    found = worked_out(node, {"z": points})
    for z, number in zip(points, found, strict=True):
        single = float(compute(CALM, node, lambda _, z=z: z))
        assert number == single or (math.isnan(number) and math.isnan(single))


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="z0129.+-*/^() eEσ²½%,;expln", max_size=30))
def test_any_text_is_taken_or_told_about_and_nothing_else(text):
    report = Report(True, HOMES)
    found = activation(report, ("network", "activation"), text)
    assert (found is None) == (len(report.faults) == 1)
    if found is not None:
        rule = activations.of(Layer((), (), found))
        assert all(math.isfinite(rule.value(CALM, z)) and math.isfinite(rule.slope(CALM, z)) for z in POINTS[::50])


def test_the_largest_formula_is_taken():
    report = Report(True, HOMES)
    text = "+".join(["z"] * (PARTS // 2 - 1))
    assert activation(report, ("network", "activation"), text) == text
    assert activation(report, ("network", "activation"), "-z" + "-z" * (PARTS // 2 - 1)) is None
    assert report.faults[0].found == f"a formula of {PARTS + PARTS // 2 + 1 - PARTS // 2} parts"
