"""What the numbers of a lesson cannot tell: by hand on one neuron, and against the marking itself."""

import time
from random import Random

import pytest
from helpers.lesson_files import VALID, lesson_text
from helpers.networks import HALF, REFERENCE, chain_of, networks, single
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tutor.checking.apart import NAMED
from tutor.checking.confusions import confusions
from tutor.checking.others import sides, with_other_numbers
from tutor.checking.read import examine, read
from tutor.engine.network import Conventions, Layer, Network, Sample
from tutor.engine.solution import solve
from tutor.expression.read import read as read_answer
from tutor.lesson.locate import builtin
from tutor.lesson.problems import CODES, Severity
from tutor.marking.mark import Verdict
from tutor.marking.marker import Marker
from tutor.notation.number import scientific
from tutor.quantity import Kind, Quantity

pytestmark = pytest.mark.exhaustive

Z = Quantity(Kind.Z, 1, 1)
ONE = single([[0.6, -0.2]], [0.3], [2.0, 4.0], [1.0], activation="sigmoid", learning_rate=0.5)
"""z = 1.2 − 0.8 + 0.3 = 0.7: nothing coincides."""


@pytest.fixture
def lesson(tmp_path):
    def of(network, extra=""):
        path = tmp_path / "lesson.toml"
        path.write_text(lesson_text(network, extra), encoding="utf-8")
        return read(path)

    return of


def changed(network, **numbers):
    """The network with other numbers, those of a layer in its only layer."""
    (layer,) = network.layers
    of_layer = {name: numbers.pop(name) for name in ("W", "b") if name in numbers}
    return network._replace(layers=(layer._replace(**of_layer),), **numbers)


def test_numbers_can_tell_all(lesson):
    assert confusions(lesson(ONE)) == ({}, {}, 0, {})


# (what is changed, the mistake, where it gives the right number)
PASSING = [
    (dict(b=(0.0,)), "bias-omitted", {"z(1,1)"}),
    (dict(b=(0.0,)), "bias-subtracted", {"z(1,1)"}),
    (dict(x=(1.0, 4.0)), "input-omitted", {"dL_dW(1,1,1)"}),
    (dict(x=(-1.0, 4.0)), "divided", {"dL_dW(1,1,1)"}),
    (dict(x=(0.0, 4.0)), "term-omitted", {"z(1,1)"}),
    (dict(y=(0.0,)), "target-omitted", {"delta(1,1)"}),
    (dict(learning_rate=1.0), "rate-omitted", {"W_new(1,1,1)", "W_new(1,1,2)", "b_new(1,1)"}),
    (dict(learning_rate=1.0), "rate-in-delta", {"delta(1,1)"}),
]


@pytest.mark.parametrize("case", PASSING, ids=lambda case: f"{case[0]} {case[1]}")
def test_a_mistake_that_gives_the_right_number_is_found_and_no_figure_more_would_tell(lesson, case):
    numbers, code, where = case
    found = confusions(lesson(changed(ONE, **numbers))).passing[code]
    assert {str(q): tells for q, tells in found.items()} == dict.fromkeys(where, False)


def test_what_has_the_right_number_whatever_the_numbers_are_is_none(lesson):
    identity = single([[0.6, -0.2]], [0.3], [2.0, 4.0], [1.0])
    assert "sigma-prime-omitted" not in confusions(lesson(identity)).passing
    square = single([[0.6, -0.2], [0.7, 0.45]], [0.3, 0.15], [2.0, 4.0], [1.0, 0.2], activation="tanh")
    assert "indices-swapped" not in confusions(lesson(square)).passing  # on the diagonal it is no mistake
    symmetric = changed(square, W=((0.6, -0.2), (-0.2, 0.45)))
    assert set(confusions(lesson(symmetric)).passing["weights-transposed"]) == {Z, Quantity(Kind.Z, 1, 2)}


def relu(x, y, *layers):
    return Network(x, y, tuple(Layer(W, b, "relu") for W, b in layers), HALF, learning_rate=0.5)


BOTH_ACTIVE = relu((0.8, -0.6), (0.6,), (((1.1, 0.2), (1.2, 0.2)), (1.2, -0.2)), (((0.9, 1.3),), (1.2,)))
"""z = 1.96, 0.64 and 3.796."""
ONE_ACTIVE = relu((-1.3, -0.4), (-0.6,), (((-0.6, 1.2), (1.4, 0.8)), (0.4, 0.3)), (((-0.4, 0.5),), (1.3,)))
"""z = 0.7, −1.84 and 1.02."""


@pytest.mark.parametrize("network", [BOTH_ACTIVE, ONE_ACTIVE], ids=["both active", "one active"])
def test_in_a_lesson_on_relu_nothing_is_told_that_comes_of_which_neurons_are_active(lesson, network):
    assert confusions(lesson(network)) == ({}, {}, 0, {})


def test_in_a_lesson_on_relu_what_unlucky_numbers_do_is_told(lesson):
    hidden, output = BOTH_ACTIVE.layers
    no_bias = BOTH_ACTIVE._replace(layers=(hidden._replace(b=(0.0, -0.2)), output))
    assert confusions(lesson(no_bias)).passing["bias-omitted"] == {Z: False}
    one = BOTH_ACTIVE._replace(x=(1.0, -0.6))
    assert set(confusions(lesson(one)).passing["input-omitted"]) == {
        Quantity(Kind.DL_DW, 1, 1, 1),
        Quantity(Kind.DL_DW, 1, 2, 1),
    }
    at_0 = BOTH_ACTIVE._replace(layers=(hidden._replace(b=(-0.76, -0.2)), output))  # 0.88 − 0.12 − 0.76
    assert confusions(lesson(at_0)).passing["activation-not-applied"] == {Quantity(Kind.A, 1, 1): False}


def test_that_a_layer_of_relu_is_not_active_is_one_warning(tmp_path):
    path = tmp_path / "lesson.toml"
    hidden, output = BOTH_ACTIVE.layers
    network = BOTH_ACTIVE._replace(layers=(hidden, output._replace(b=(-3.2,))))  # 1.764 + 0.832 − 3.2
    path.write_text(lesson_text(network), encoding="utf-8")
    (problem,) = (problem for problem in examine(path)[1] if problem.code == "inactive")
    assert {"delta(1,1)", "dL_dW(2,1,1)", "W_new(1,1,1)"} <= set(problem.questions)
    assert {"loss", "z(2,1)", "a(2,1)"}.isdisjoint(problem.questions)
    assert problem.message == (
        "found no z above 0 in layer 2, so that ReLU leaves nothing to work out at "
        f"{', '.join(problem.questions[:NAMED])} and {len(problem.questions) - NAMED} more; "
        "expected a neuron in it that is active; change numbers"
    )
    told = [code for code in confusions(read(path)).passing if code != "sigma-prime-omitted"]
    assert told == []
    assert examine(path, strict=True)[0] is None
    path.write_text(lesson_text(network, "[[step]]\nask = 'z'\nlayer = 1"), encoding="utf-8")
    assert examine(path)[1] == ()


def test_what_an_inactive_layer_leaves_nothing_of_is_before_it_or_fed_by_it(lesson):
    hidden, output = BOTH_ACTIVE.layers
    silent = BOTH_ACTIVE._replace(layers=(hidden._replace(b=(-1.2, -2.2)), output))
    found = confusions(lesson(silent)).inactive
    assert list(found) == [1]
    assert {str(q) for q in found[1] if q.layer == 2} == {
        "z(2,1)", "dL_dW(2,1,1)", "dL_dW(2,1,2)", "W_new(2,1,1)", "W_new(2,1,2)"
    }  # fmt: skip
    assert {q.kind for q in found[1] if q.layer == 1} == {Kind.DELTA, Kind.DL_DW, Kind.DL_DB, Kind.W_NEW, Kind.B_NEW}


@given(networks(learning_rate=0.5))
def test_other_numbers_leave_each_z_on_its_side_where_that_matters(network):
    lesson = solve(network)
    found = with_other_numbers(network, sides(lesson), Random(1))
    other = found.network
    assert sides(found) == sides(lesson)
    assert [layer.activation for layer in other.layers] == [layer.activation for layer in network.layers]
    assert other.sizes == network.sizes
    for own, drawn in zip(sides(lesson), network.layers, strict=True):
        assert bool(own) == (drawn.activation in {"relu", "identity"})


KINDS = st.sampled_from(("per-neuron", "shared", "none"))


@settings(max_examples=40)
@given(networks(("relu", "leaky-relu", "tanh"), learning_rate=0.5), KINDS, st.booleans())
def test_other_numbers_keep_what_biases_and_samples_there_are(network, bias, threshold):
    many = {"per-neuron": None, "shared": 1, "none": 0}[bias]
    layers = tuple(layer._replace(b=layer.b[:many], parameter=0.1, threshold=threshold) for layer in network.layers)
    further = (Sample(network.x[::-1], network.y[::-1]),)
    network = network._replace(layers=layers, further=further, conventions=Conventions(bias=bias))
    lesson = solve(network)
    found = with_other_numbers(network, sides(lesson), Random(1))
    other = found.network
    assert [(len(layer.b), layer.parameter, layer.threshold) for layer in other.layers] == [
        (len(layer.b), 0.1, threshold) for layer in layers
    ]
    assert other.further[0].x != network.further[0].x
    assert sides(found) == sides(lesson)


def test_the_classes_of_a_softmax_stay_the_right_ones(lesson):
    softmax = single([[0.6, 0.4], [-0.3, 0.5], [0.2, -0.7]], [0.1, 0.3, -0.5], [1.5, -0.8], [0.0, 1.0, 0.0])
    softmax = softmax._replace(layers=(softmax.layer(1)._replace(activation="softmax"),), loss="cross-entropy")
    assert with_other_numbers(softmax, ((),), Random(1)).network.y == softmax.y
    # a₃ is 0.3598 beside a z₃ of 0.36: whoever takes no softmax at all is marked right.
    assert confusions(lesson(softmax)).passing["activation-not-applied"] == {Quantity(Kind.A, 1, 3): True}


def test_a_sign_that_is_not_there_cannot_be_dropped(lesson):
    positive = changed(ONE, W=((0.6, 0.25),))
    assert confusions(lesson(positive)).passing == {}


def test_the_sign_of_a_zero_is_none(lesson):
    network = single([[0.5, -0.25]], [0.0], [2.0, 4.0], [0.6], activation="sigmoid")
    found = confusions(lesson(network))
    assert {"sign-flipped", "decimal-slip"}.isdisjoint(found.passing)
    assert "bias-omitted" in found.passing


def test_one_figure_more_would_tell_where_it_would(lesson):
    near = changed(ONE, b=(0.003,))
    where = confusions(lesson(near)).passing
    assert where["bias-omitted"] == {Z: True}  # who begins with 0.003 + 1.2 has 1.20 at three figures, 1.203 at four
    finer = confusions(lesson(near, "[marking]\nsignificant = 4")).passing
    assert "bias-omitted" not in finer


def test_two_mistakes_of_one_number_are_found(lesson):
    same = changed(ONE, b=(1.2,))
    assert confusions(lesson(same)).alike[("bias-omitted", "term-omitted")] == {Z: False}  # both −0.8 + 1.2 = 0.4
    near = changed(ONE, b=(1.2004,))
    assert confusions(lesson(near)).alike[("bias-omitted", "term-omitted")] == {Z: True}  # 0.4 and 0.4004


def test_two_mistakes_that_are_one_whatever_the_numbers_are_are_none(lesson):
    found = confusions(lesson(REFERENCE)).alike
    assert ("sign-dropped", "error-sign-flipped") not in found  # of a single term, one is the other
    assert ("activation-not-applied", "wrong-activation") in found  # ReLU of z = 0 is 0
    assert list(found[("activation-not-applied", "wrong-activation")]) == [Quantity(Kind.A, 1, 1)]


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(networks(widest=3, deepest=3, learning_rate=0.5))
def test_what_is_found_is_what_the_marking_does(lesson, network):
    found = confusions(lesson(network))
    marker = Marker(network, 3, solve(network).value)
    for code, where in found.passing.items():
        for q in where:
            question = marker.question(q)
            numbers = [
                g.value for (m, _), g in zip(question.slips, question.slip_guesses, strict=True) if m.code == code
            ]
            assert any(marker.mark(q, answer(f"{number:.12e}")).verdict is Verdict.CORRECT for number in numbers)
    for pair, where in found.alike.items():
        for q in where:
            question = marker.question(q)
            typed = [
                {
                    scientific(g.value)
                    for (m, _), g in zip(question.slips, question.slip_guesses, strict=True)
                    if m.code == code
                }
                for code in pair
            ]
            assert typed[0] & typed[1]


def answer(text):
    return read_answer(text).values[0]


def test_a_lesson_of_500_questions_takes_seconds_at_most_and_a_larger_one_is_told_of(tmp_path):
    path = tmp_path / "lesson.toml"
    path.write_text(lesson_text(chain_of(60, w=0.45)), encoding="utf-8")
    before = time.process_time()
    found, problems = examine(path)
    assert len(found.questions) > 350
    assert time.process_time() - before < 10  # half a second where nothing else runs
    assert "too-large" not in [problem.code for problem in problems]
    wide = single([[0.5] * 700], [0.3], [0.2] * 700, [1.0], activation="sigmoid")
    path.write_text(lesson_text(wide), encoding="utf-8")
    (problem,) = [problem for problem in examine(path)[1] if problem.code == "too-large"]
    assert problem.severity is Severity.WARNING
    assert "in which no mistakes were looked for" in problem.message


def test_warnings_stand_at_the_network_first_what_is_marked_right_with_codes_and_questions(tmp_path):
    path = tmp_path / "lesson.toml"
    path.write_text(lesson_text(changed(ONE, x=(1.0, 1.0), learning_rate=1.0)), encoding="utf-8")
    found, problems = examine(path)
    assert found is not None
    assert {(p.line, p.column, p.severity, p.key) for p in problems} == {(3, 2, Severity.WARNING, "network")}
    codes = [problem.code for problem in problems]
    assert set(codes) == {"marked-right", "alike"} <= set(CODES)
    assert codes == sorted(codes, reverse=True)
    by_code = {problem.mistakes: problem for problem in problems}
    omitted = by_code[("input-omitted",)]
    assert omitted.questions == ("dL_dW(1,1,1)", "dL_dW(1,1,2)")
    assert omitted.message == (
        "found numbers by which input-omitted is marked right at dL_dW(1,1,1) and dL_dW(1,1,2); "
        "expected numbers that tell it from the right method; change them; significant = 4 would not help"
    )


def test_what_one_more_figure_would_buy_is_said(tmp_path):
    path = tmp_path / "lesson.toml"

    def advice(extra="", **numbers):
        path.write_text(lesson_text(changed(ONE, **numbers), extra), encoding="utf-8")
        return {problem.mistakes: problem.advice for problem in examine(path)[1]}

    assert advice(b=(0.003,))[("bias-omitted",)] == "change them, or write significant = 4, which would tell"
    assert advice(b=(0.0,))[("bias-omitted",)] == "change them; significant = 4 would not help"
    assert advice("[marking]\nsignificant = 15", b=(0.0,))[("bias-omitted",)] == "change them"
    partly = advice(W=((0.6, -0.0002),), learning_rate=0.5)
    assert partly[("term-omitted",)] == "change them, or write significant = 4, which would tell"


def test_a_line_names_a_few_questions_and_counts_the_rest(tmp_path):
    path = tmp_path / "lesson.toml"
    path.write_text(lesson_text(single([[0.6, -0.2]] * 8, [0.3] * 8, [2.0, 4.0], [1.0] * 8)), encoding="utf-8")
    (problem,) = [problem for problem in examine(path)[1] if problem.mistakes == ("other-neuron",)]
    assert len(problem.questions) > NAMED + 1
    assert f"{', '.join(problem.questions[:NAMED])} and {len(problem.questions) - NAMED} more;" in problem.message


def test_only_what_is_asked_is_looked_at(tmp_path):
    path = tmp_path / "lesson.toml"
    path.write_text(VALID.replace("b = [0.3]", "b = [0.0]") + '[[step]]\nask = "loss"\n', encoding="utf-8")
    asked = {name for problem in examine(path)[1] for name in problem.questions}
    assert asked <= {"loss"}


def test_strictly_they_are_errors_and_nothing_else_is(tmp_path):
    path = tmp_path / "lesson.toml"
    text = lesson_text(changed(ONE, b=(0.0,)), "[[step]]\nask = 'z'\nlayer = 1\nbefore = '$\\nonsense$'")
    path.write_text(text, encoding="utf-8")
    assert examine(path)[0] is not None
    found, problems = examine(path, strict=True)
    assert found is None
    assert {(problem.code, problem.severity) for problem in problems} >= {
        ("marked-right", Severity.ERROR),
        ("mathematics", Severity.WARNING),
    }
    path.write_text(lesson_text(ONE), encoding="utf-8")
    assert examine(path, strict=True)[1] == ()


@pytest.mark.parametrize("name", sorted(set(builtin()) - {"worked-example"}))
def test_in_a_built_in_lesson_no_mistake_is_marked_right(name):
    assert confusions(read(builtin()[name])).passing == {}


def test_in_the_worked_example_the_given_numbers_let_three_pass():
    found = confusions(read(builtin()["worked-example"]))
    assert {code: [str(q) for q in where] for code, where in found.passing.items()} == {
        "exponent-sign": ["a(1,1)"],
        "input-omitted": ["dL_dW(1,1,1)"],
        "divided": ["dL_dW(1,1,1)"],
    }
