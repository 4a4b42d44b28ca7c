"""Steps over samples and updates, and of expressions: what they ask, and every fault of theirs."""

import pytest
from helpers.any_networks import any_networks
from helpers.lesson_files import network_text
from hypothesis import given, settings

from tutor.engine.solution import solve
from tutor.lesson.problems import Severity
from tutor.lesson.read import read
from tutor.lesson.steps import derived, rows
from tutor.quantity import Kind, Quantity

HALF = "activation = 'sigmoid'\nloss = 'half-squared-error'\n"
ONE = HALF + "x = [1.0, 0.5]\ny = [1.0]\n"
BATCH = HALF + "x = [[1.0, 0.5], [0.0, 1.0]]\ny = [[1.0], [0.0]]\n"
UPDATED = "learning_rate = 0.5\nupdates = 2\n"
FIRST, LAST = "W = [[0.1, 0.2], [0.3, 0.4]]\nb = [0.1, 0.2]", "W = [[0.5, 0.6]]\nb = [0.3]"
NEURON = "W = [[0.5, 0.6]]\nb = [0.3]"


@pytest.fixture
def lesson(tmp_path, problems):
    def of(network, *layers, steps=""):
        assert problems(network_text(network, *layers, steps=steps)) == ()
        return read(tmp_path / "lesson.toml")

    return of


def asked(found):
    return " ".join(map(str, found.questions))


def test_several_samples_are_gone_through_one_by_one_before_the_loss_and_the_gradients(lesson):
    assert asked(lesson(BATCH, NEURON)) == (
        "z(1,1) a(1,1) sigma_prime(1,1) delta(1,1) "
        "z(1,1,sample=2) a(1,1,sample=2) sigma_prime(1,1,sample=2) delta(1,1,sample=2) "
        "loss dL_dW(1,1,1) dL_dW(1,1,2) dL_db(1,1)"
    )


def test_each_update_goes_through_everything_again(lesson):
    once = ["z(1,1)", "a(1,1)", "loss", "sigma_prime(1,1)", "delta(1,1)", "dL_dW(1,1,1)", "dL_dW(1,1,2)", "dL_db(1,1)"]
    once += ["W_new(1,1,1)", "W_new(1,1,2)", "b_new(1,1)"]
    again = [q[:-1] + ",update=2)" if q.endswith(")") else f"{q}(update=2)" for q in once]
    assert asked(lesson(ONE + UPDATED, NEURON)).split() == once + again


def test_online_each_update_has_the_sample_whose_turn_it_is(lesson):
    found = lesson(BATCH + "learning_rate = 0.5\nbatch = 'online'\nupdates = 3", NEURON)
    assert [(step.update, step.sample) for step in found.steps if step.kind is Kind.LOSS] == [(1, 1), (2, 2), (3, 1)]
    last = asked(found).split()[11:22]
    assert last[0] == "z(1,1,sample=2,update=2)"
    assert last[2] == "loss(sample=2,update=2)"
    assert last[5:7] == ["dL_dW(1,1,1,sample=2,update=2)", "dL_dW(1,1,2,sample=2,update=2)"]
    assert last[8:] == ["W_new(1,1,1,update=2)", "W_new(1,1,2,update=2)", "b_new(1,1,update=2)"]


def test_a_trace_ends_each_update(lesson):
    found = lesson(BATCH + UPDATED, FIRST, LAST, steps="[trace]\nweight = [2, 1, 2]\n")
    ends = [str(q) for q in found.questions if q.kind in (Kind.DL_DW, Kind.W_NEW)]
    assert ends == ["dL_dW(2,1,2)", "W_new(2,1,2)", "dL_dW(2,1,2,update=2)", "W_new(2,1,2,update=2)"]
    assert not any(q.kind is Kind.DELTA and q.layer == 1 for q in found.questions)


@pytest.mark.parametrize(
    ("bias", "b", "asks"),
    [("shared", "b = 0.4", ["dL_db(1,1)", "b_new(1,1)"]), ("none", "", []), ("fixed", "b = [0.1, 0.2]", [])],
)
def test_of_biases_is_asked_what_the_network_has(lesson, bias, b, asks):
    network = ONE.replace("y = [1.0]", "y = [1.0, 0.0]") + f"bias = '{bias}'\nlearning_rate = 1\n"
    found = lesson(network, FIRST.partition("\n")[0] + f"\n{b}")
    assert [str(q) for q in found.questions if q.kind in (Kind.DL_DB, Kind.B_NEW)] == asks


@pytest.mark.parametrize(
    ("loss", "activation", "slopes"),
    [
        ("half-squared-error", "sigmoid", [2, 1]),
        ("binary-cross-entropy", "sigmoid", [1]),
        ("cross-entropy", "softmax", [1]),
        ("half-squared-error", "softmax", [1]),
        ("binary-cross-entropy", "1/(1+exp(-z))", [2, 1]),
    ],
)
def test_slopes_are_asked_where_an_error_is_made_of_them(lesson, loss, activation, slopes):
    last = f"W = [[0.5, 0.6], [0.1, 0.2]]\nb = [0.3, 0.1]\nactivation = '{activation}'"
    found = lesson(ONE.replace("half-squared-error", loss).replace("y = [1.0]", "y = [1.0, 0.0]"), FIRST, last)
    assert [step.layer for step in found.steps if step.kind is Kind.SIGMA_PRIME] == slopes


@settings(max_examples=60, deadline=None)
@given(any_networks())
def test_every_question_is_asked_once_and_has_a_value(network):
    solution = solve(network)
    questions = [q for step in derived(network) for q in step.questions]
    assert len(set(questions)) == len(questions)
    for q in questions:
        solution.value(q)
    assert {q.update for q in questions} == set(range(1, network.updates + 1))


def test_spelled_out_steps_name_their_sample_and_update(lesson):
    steps = """
[[step]]
ask = "z"
layer = 1
sample = 2
[[step]]
ask = "loss"
[[step]]
ask = "delta"
layer = 1
sample = 2
update = 2
[[step]]
ask = "W_new"
layer = 1
update = 2
sources = [2]
"""
    found = lesson(BATCH + UPDATED, NEURON, steps=steps)
    assert asked(found) == "z(1,1,sample=2) loss delta(1,1,sample=2,update=2) W_new(1,1,2,update=2)"
    assert [(step.sample, step.update) for step in found.steps] == [(2, 1), (1, 1), (2, 2), (1, 2)]


def test_online_the_update_says_the_sample(lesson):
    online = BATCH + "learning_rate = 0.5\nbatch = 'online'\n"
    steps = '[[step]]\nask = "{}"\nlayer = 1\nupdate = 2\n{}'
    for kind, sample in (("z", ""), ("dL_dW", ""), ("delta", "sample = 2\n"), ("dL_db", "sample = 2\n")):
        found = lesson(online, NEURON, steps=steps.format(kind, sample))
        assert {(q.sample, q.update) for q in found.questions} == {(2, 2)}
    assert asked(lesson(online, NEURON, steps=steps.format("b_new", ""))) == "b_new(1,1,update=2)"


def test_any_kind_can_be_asked_for_as_an_expression(lesson):
    kinds = [kind for kind in ("z", "a", "sigma_prime", "delta", "dL_dW", "dL_db", "W_new", "b_new")]
    steps = "".join(f'[[step]]\nask = "{kind}"\nlayer = 1\nanswer = "expression"\n' for kind in kinds)
    found = lesson(ONE + "learning_rate = 1", NEURON, steps=steps + '[[step]]\nask = "loss"\nanswer = "number"\n')
    assert [step.expression for step in found.steps] == [True] * 8 + [False]


def test_slopes_of_softmax_may_be_asked_and_gradients_of_fixed_biases(lesson):
    network = ONE.replace("half-squared-error", "cross-entropy") + "bias = 'fixed'"
    steps = "".join(f'[[step]]\nask = "{kind}"\nlayer = 1\n' for kind in ("sigma_prime", "dL_db"))
    found = lesson(network.replace("sigmoid", "softmax"), NEURON, steps=steps)
    assert asked(found) == "sigma_prime(1,1) dL_db(1,1)"


def test_rows_are_of_the_biases_that_there_are():
    assert rows((3, 2), Kind.DL_DB, 1, bias="shared", update=2) == ((Quantity(Kind.DL_DB, 1, 1, update=2),),)
    assert rows((3, 2), Kind.B_NEW, 1, bias="none") == ()
    assert rows((3, 2), Kind.LOSS, None, sample=2, update=2) == ((Quantity(Kind.LOSS, sample=2, update=2),),)
    assert rows((1, 1), Kind.W_NEW, 1, sample=2, update=2) == ((Quantity(Kind.W_NEW, 1, 1, 1, update=2),),)


ONLINE = BATCH + UPDATED + "batch = 'online'\n"
SHARED = ONE + "bias = 'shared'\n"
SHARES = ("W = [[0.1, 0.2], [0.3, 0.4]]\nb = 0.1", "W = [[0.5, 0.6]]\nb = 0.3")
NONE = ONE + "bias = 'none'\nlearning_rate = 1\n"
FIXED = ONE + "bias = 'fixed'\nlearning_rate = 1\n"

# (the lines of [network], of each layer, of the step, "line in the step:column code key", what the message must say)
PROBLEMS = [
    (ONE, (NEURON,), "ask = 'z'\nlayer = 1\nsample = 2", "4:10 wrong-value sample", "there is only one sample;"),
    (BATCH, (NEURON,), "ask = 'z'\nlayer = 1\nsample = 3", "4:10 wrong-value sample", "samples count from 1"),
    (BATCH, (NEURON,), "ask = 'z'\nlayer = 1\nsample = 0", "4:10 wrong-value sample", "from 1 to 2"),
    (BATCH, (NEURON,), "ask = 'z'\nlayer = 1\nsample = 'b'", "4:10 wrong-type sample", "a whole number"),
    (BATCH, (NEURON,), "ask = 'loss'\nsample = 2", "3:1 wrong-value sample", "sample for the loss"),
    (BATCH, (NEURON,), "ask = 'dL_dW'\nlayer = 1\nsample = 1", "4:1 wrong-value sample", "of all samples together"),
    (ONE, (NEURON,), "ask = 'z'\nlayer = 1\nupdate = 2", "4:10 wrong-value update", "there is only one update;"),
    (ONE + UPDATED, (NEURON,), "ask = 'z'\nlayer = 1\nupdate = 3", "4:10 wrong-value update", "there are 2 updates"),
    (ONLINE, (NEURON,), "ask = 'z'\nlayer = 1\nsample = 2", "4:10 wrong-value sample", "which update 1 goes by"),
    (ONLINE, (NEURON,), "ask = 'a'\nlayer = 1\nsample = 1\nupdate = 2", "4:10 wrong-value sample", "expected sample 2"),
    (SHARED, SHARES, "ask = 'dL_db'\nlayer = 1\nneurons = [2]", "4:12 wrong-value neurons[1]", "only one bias in a"),
    (NONE, ("W = [[0.5, 0.6]]",), "ask = 'dL_db'\nlayer = 1", "2:7 wrong-value ask", 'dL_db with bias = "none"'),
    (NONE, ("W = [[0.5, 0.6]]",), "ask = 'b_new'\nlayer = 1", "2:7 wrong-value ask", 'b_new with bias = "none"'),
    (FIXED, (NEURON,), "ask = 'b_new'\nlayer = 1", "2:7 wrong-value ask", 'b_new with bias = "fixed"'),
    (ONE, (NEURON,), "ask = 'W_new'\nlayer = 1", "2:7 wrong-value ask", "add learning_rate"),
    (ONE, (NEURON,), "ask = 'z'\nlayer = 1\nanswer = 'words'", "4:10 wrong-value answer", '"number" or "expression"'),
    (ONE, (NEURON,), "ask = 'loss'\nanswer = 'expresion'", "3:10 wrong-value answer", 'did you mean "expression"?'),
    (ONE, (NEURON,), "ask = 'loss'\ngive = true\nanswer = 'number'", "4:1 wrong-value answer", "that is given"),
    (ONE, (NEURON,), "say = 'Well.'\nupdate = 1", "3:1 wrong-value update", "update together with say"),
    (ONE, (NEURON,), "ask = 'z'\nlayer = 1\nmomentum = 1", "4:1 unknown-key momentum", "move it to [network]"),
]  # fmt: skip


@pytest.mark.parametrize("case", PROBLEMS, ids=lambda case: f"{case[3]} {case[4]}")
def test_each_problem_is_told_once_at_its_place(problems, case):
    network, layers, step, where, says = case
    text = network_text(network, *layers)
    (found,) = problems(f"{text}[[step]]\n{step}\n")
    start = text.count("\n")
    assert f"{found.line - start}:{found.column} {found.code} {found.key.removeprefix('step[1].')}" == where
    assert says in found.message


def test_what_is_at_fault_elsewhere_makes_no_fault_of_a_step(problems):
    steps = "[[step]]\nask = 'z'\nlayer = 1\nsample = 9\nupdate = 9\n"
    network = BATCH.replace("[[1.0, 0.5], [0.0, 1.0]]", "'?'") + "learning_rate = 1\nupdates = '9'\n"
    assert {p.key for p in problems(network_text(network, NEURON, steps=steps))} == {
        "network.x",
        "network.y",
        "network.updates",
    }


# (the lines of [network], the kinds of the two steps with further keys, what is said of the second)
ORDERS = [
    (ONE + UPDATED, ("z\nupdate = 2", "W_new"), "W_new(1,1,1), which step[1] needs"),
    (ONE + UPDATED, ("z\nupdate = 2", "b_new"), "b_new(1,1), which step[1] needs"),
    (ONE + UPDATED, ("z", "W_new"), None),
    (BATCH, ("dL_dW", "delta\nsample = 2"), "delta(1,1,sample=2), which step[1] needs"),
    (BATCH, ("delta\nsample = 2", "dL_dW"), None),
    (BATCH, ("delta", "z\nsample = 2"), None),
    (ONE + UPDATED, ("W_new\nupdate = 2", "W_new"), "W_new(1,1,1), which step[1] needs"),
    (ONE + UPDATED, ("W_new\nupdate = 2", "dL_dW\nupdate = 2"), "dL_dW(1,1,1,update=2), which step[1] needs"),
    (ONLINE, ("W_new\nupdate = 2", "dL_dW\nupdate = 2"), "dL_dW(1,1,1,sample=2,update=2), which"),
    (ONLINE, ("dL_dW\nupdate = 2", "delta\nupdate = 1"), None),
]


@pytest.mark.parametrize("case", ORDERS, ids=lambda case: f"{case[1]}")
def test_what_a_step_has_to_show_is_not_asked_after_it(problems, case):
    network, kinds, says = case
    steps = "".join(
        f"[[step]]\nlayer = 1\nask = '{kind.partition(chr(10))[0]}'\n{kind.partition(chr(10))[2]}\n" for kind in kinds
    )
    found = problems(network_text(network, NEURON, steps=steps))
    assert all(problem.severity is Severity.WARNING and problem.code == "order" for problem in found)
    assert [problem.key for problem in found] == (["step[2].ask"] if says else [])
    assert says is None or says in found[0].found


def test_where_the_slope_is_cancelled_asking_it_later_gives_nothing_away(problems):
    steps = "".join(f"[[step]]\nask = '{kind}'\nlayer = 1\n" for kind in ("delta", "sigma_prime"))
    assert len(problems(network_text(ONE, NEURON, steps=steps))) == 1
    assert problems(network_text(ONE.replace("half-squared-error", "binary-cross-entropy"), NEURON, steps=steps)) == ()


def test_softmax_needs_every_z_of_its_layer(problems):
    network = (
        ONE.replace("half-squared-error", "cross-entropy").replace("sigmoid", "softmax").replace("[1.0]\n", "[1, 0]\n")
    )
    steps = "[[step]]\nask = 'a'\nlayer = 1\nneurons = [1]\n[[step]]\nask = 'z'\nlayer = 1\nneurons = [2]\n"
    (found,) = problems(network_text(network, FIRST, steps=steps))
    assert "z(1,2), which step[1] needs" in found.found


def test_a_shared_bias_needs_every_error_of_its_layer(problems):
    steps = "[[step]]\nask = 'dL_db'\nlayer = 1\n[[step]]\nask = 'delta'\nlayer = 1\nneurons = [2]\n"
    (found,) = problems(network_text(SHARED, *SHARES, steps=steps))
    assert "delta(1,2), which step[1] needs" in found.found
