"""What a network's keys may be together: conventions, biases, samples, targets, losses, updates."""

import pytest
from helpers.lesson_files import network_text

from tutor.engine.network import Conventions, Descent, Layer, Network, Sample
from tutor.lesson.problems import Severity
from tutor.lesson.read import read

HALF = "activation = 'sigmoid'\nloss = 'half-squared-error'\nx = [1.0, 0.5]\ny = [1.0]\n"
SOURCE = HALF + "weights = 'source-destination'"
BATCH = "activation = 'sigmoid'\nloss = 'half-squared-error'\nx = [[1.0, 0.5], [0.0, 1.0]]\n"
CLASSES = "loss = 'cross-entropy'\nx = [1.0, 0.5]\n"
CLASS_BATCH = "loss = 'cross-entropy'\nx = [[1.0, 0.5], [0, 1]]\n"
FIRST, LAST = "W = [[0.1, 0.2], [0.3, 0.4]]\nb = [0.1, 0.2]", "W = [[0.5, 0.6]]\nb = [0.3]"
SOFTMAX = FIRST + "\nactivation = 'softmax'"
WIDE, NARROW = "W = [[1, 2, 3], [4, 5, 6]]\nb = [1, 2, 3]", "W = [[1], [2], [3]]\nb = [1]"


@pytest.fixture
def network(tmp_path, problems):
    def of(*parts):
        text = network_text(*parts)
        assert problems(text) == ()
        return read(tmp_path / "lesson.toml").network

    return of


def test_everything_of_a_convention_is_read(network):
    keys = "first_layer = 1\nerror_sign = 'target-minus-output'"
    descent = "learning_rate = 0.5\nupdates = 3\nmomentum = 0.9\nl2 = 0.1"
    found = network(f"{SOURCE}\n{keys}\n{descent}", WIDE, "W = [[1], [2], [3]]\ntheta = [0.5]\nactivation = 'tanh'")
    assert found == Network(
        (1.0, 0.5),
        (1.0,),
        (
            Layer(((1.0, 4.0), (2.0, 5.0), (3.0, 6.0)), (1.0, 2.0, 3.0), "sigmoid"),
            Layer(((1.0, 2.0, 3.0),), (0.5,), "tanh", threshold=True),
        ),
        "half-squared-error",
        0.5,
        (),
        Conventions("source-destination", "per-neuron", "target-minus-output", 1),
        Descent(3, 0.9, 0.1),
    )


@pytest.mark.parametrize(
    ("key", "layer", "b"), [("shared", "b = 0.4", (0.4,)), ("none", "", ()), ("fixed", "b = [1, 0]", (1.0, 0.0))]
)
def test_biases_are_as_the_network_says(network, key, layer, b):
    W = "W = [[0.1, 0.2], [0.3, 0.4]]\n"
    found = network(f"{HALF.replace('[1.0]', '[1.0, 0.0]')}bias = '{key}'", W + layer)
    assert (found.layers[0].b, found.conventions.bias) == (b, key)


def test_the_numbers_that_activations_need_are_read(network):
    leaky, elu = "\nactivation = 'leaky-relu'\nslope = 0.05", "\nactivation = 'elu'"
    found = network(HALF, FIRST + leaky, LAST + elu + "\nalpha = 2")
    assert [layer.parameter for layer in found.layers] == [0.05, 2.0]
    assert network(HALF, FIRST + elu, LAST).layers[0].parameter is None


def test_several_samples_are_read_with_targets_or_classes(network):
    found = network(f"{BATCH}y = [[1.0], [0.0]]\nlearning_rate = 1\nbatch = 'sum'", FIRST, LAST)
    assert found.samples == (Sample((1.0, 0.5), (1.0,)), Sample((0.0, 1.0), (0.0,)))
    assert found.descent == Descent(batch="sum")
    classes = network(f"{CLASS_BATCH}y = [2, 1]", SOFTMAX)
    assert [sample.y for sample in classes.samples] == [(0.0, 1.0), (1.0, 0.0)]
    assert classes.conventions.class_target
    assert network(f"{CLASSES}y = 2", SOFTMAX).y == (0.0, 1.0)
    one_hot = network(f"{CLASSES}y = [0, 1]", SOFTMAX)
    assert (one_hot.y, one_hot.conventions.class_target) == ((0.0, 1.0), False)
    alone = network("loss = 'cross-entropy'\nx = [[1.0, 0.5]]\ny = [2]", SOFTMAX)
    assert (alone.y, alone.further) == ((0.0, 1.0), ())


def test_online_without_a_number_of_updates_goes_through_the_samples_once(network):
    targets = "y = [[1.0], [0.0]]\nlearning_rate = 1\nbatch = 'online'"
    assert network(BATCH + targets, FIRST, LAST).updates == 2
    assert network(f"{BATCH}{targets}\nupdates = 5", FIRST, LAST).updates == 5


OWN = "1 / (1 + exp(-z))"
BINARY = HALF.replace("half-squared-error", "binary-cross-entropy")


def test_a_loss_of_probabilities_takes_a_formula_whose_values_are_such(network):
    assert network(BINARY.replace("sigmoid", OWN), FIRST, LAST).loss == "binary-cross-entropy"
    assert network(BINARY.replace("[1.0]\n", "[0.3]\n"), FIRST, LAST).y == (0.3,)
    assert network(BINARY.replace("[1.0]\n", "[0.3, 0.0]\n"), SOFTMAX).layers[0].activation == "softmax"


# (the lines of [network], of each layer, "line after [network]:column code key", what the message must say)
PROBLEMS = [
    (HALF + "weights = 'rows'", (FIRST, LAST), "5:11 wrong-value weights", '"destination-source" or "source-d'),
    (HALF + "bias = 'per-layer'", (FIRST, LAST), "5:8 wrong-value bias", '"shared", "fixed" or "none"'),
    (HALF + "error_sign = '+'", (FIRST, LAST), "5:14 wrong-value error_sign", '"target-minus-output"'),
    (HALF + "first_layer = 2", (FIRST, LAST), "5:15 wrong-value first_layer", "expected 0 or 1"),
    (HALF + "first_layer = true", (FIRST, LAST), "5:15 wrong-type first_layer", "a whole number"),
    (HALF + "updates = 3", (FIRST, LAST), "5:1 wrong-value updates", "add learning_rate = 0.5 to [network]"),
    (HALF + "momentum = 0.9", (FIRST, LAST), "5:1 wrong-value momentum", "momentum without a learning rate"),
    (BATCH + "y = [[1], [0]]\nbatch = 'online'", (FIRST, LAST), "5:1 wrong-value batch", 'batch = "online" without'),
    (BATCH + "y = [[1], [0]]\nbatch = 'all'", (FIRST, LAST), "5:9 wrong-value batch", '"mean", "sum" or "online"'),
    (HALF + "l2 = 0", (FIRST, LAST), "5:6 wrong-value l2", "a number above 0; write a number such as 0.5, or leave"),
    (HALF + "learning_rate = 0", (FIRST, LAST), "5:17 wrong-value learning_rate", "or leave the key out"),
    (HALF + "learning_rate = 1\nmomentum = 0", (FIRST, LAST), "6:12 wrong-value momentum", "or leave the key out"),
    (HALF + "learning_rate = 1\nmomentum = 1", (FIRST, LAST), "6:12 wrong-value momentum", "above 0 and below 1"),
    (HALF + "learning_rate = 1\nupdates = 0", (FIRST, LAST), "6:11 wrong-value updates", "from 1 to 100"),
    (HALF + "learning_rate = 1\nupdates = 101", (FIRST, LAST), "6:11 wrong-value updates", "from 1 to 100"),
    (HALF + "learning_rate = 1\nupdates = 3.0", (FIRST, LAST), "6:11 wrong-type updates", "a whole number"),
    (HALF + "slope = 0.1", (FIRST, LAST), "5:1 unknown-key slope", "move it to [[network.layer]]"),
    (HALF + "theta = [1]", (FIRST, LAST), "5:1 unknown-key theta", "move it to [[network.layer]]"),
    (HALF + "update = 2", (FIRST, LAST), "5:1 unknown-key update", "did you mean updates?"),
    (HALF + "samples = 2", (FIRST, LAST), "5:1 unknown-key samples", "did you mean x?"),
    # Biases.
    (HALF, (FIRST + "\ntheta = [1, 2]", LAST), "8:1 wrong-value layer[1].theta", "theta beside b"),
    (HALF, ("W = [[0.1, 0.2], [0.3, 0.4]]", LAST), "5:1 missing-key layer[1].b", "write b = [0.1, 0.2], a number"),
    (HALF, ("W = [[1, 2], [3, 4]]\nb = 0.1", LAST), "7:5 wrong-type layer[1].b", 'write bias = "shared" in'),
    (HALF, ("W = [[1, 2], [3, 4]]\ntheta = [1]", LAST), "7:9 shape layer[1].theta", "1 threshold; expected 2, one for"),
    (HALF + "bias = 'none'", (FIRST.partition("\n")[0], LAST), "10:1 wrong-value layer[2].b", 'take out bias = "none"'),
    (HALF + "bias = 'shared'", (FIRST.partition("\n")[0] + "\nb = 1", LAST), "11:5 wrong-type layer[2].b", "b = 0.4"),
    (HALF + "bias = 'shared'", ("W = [[1, 2]]",), "6:1 missing-key layer[1].b", "b = 0.4, one number for the layer"),
    # Activations.
    (HALF, (FIRST + "\nslope = 0.1", LAST), "8:1 wrong-value layer[1].slope", "slope only with leaky-relu; take it"),
    (HALF, (FIRST + "\nalpha = 1", LAST), "8:1 wrong-value layer[1].alpha", "alpha with sigmoid"),
    (HALF, (FIRST + f"\nactivation = '{OWN}'\nalpha = 1", LAST), "9:1 wrong-value layer[1].alpha", "with a formula"),
    (HALF, (FIRST + "\nactivation = 'leaky-relu'", LAST), "5:1 missing-key layer[1].slope", "write slope = 0.01"),
    (HALF, (FIRST + "\nactivation = 'elu'\nalpha = 'a'", LAST), "9:9 wrong-type layer[1].alpha", "a number"),
    (HALF, (SOFTMAX, LAST), "8:14 wrong-value layer[1].activation", "softmax in the output layer only"),
    (HALF.replace("sigmoid", "softmax"), (FIRST, LAST), "1:14 wrong-value activation", "softmax in a hidden layer"),
    # Losses and targets.
    (HALF.replace("half-squared-error", "cross-entropy"), (FIRST, LAST), "2:8 wrong-value loss", "softmax"),
    (BINARY.replace("sigmoid", "tanh"), (FIRST, LAST), "2:8 wrong-value loss", "outputs between 0 and 1"),
    (BINARY.replace("sigmoid", "2" + OWN[1:]), (FIRST, LAST), "2:8 wrong-value loss", "the lesson's own activation"),
    (BINARY.replace("[1.0]\n", "[1.5]\n"), (FIRST, LAST), "4:6 wrong-value y[1]", "1.5; expected a number from 0 to 1"),
    (HALF.replace("[1.0]\n", "1\n"), (FIRST, LAST), "4:5 wrong-type y", 'goes with loss = "cross-entropy"'),
    (HALF.replace("[1.0]\n", "[[1.0]]\n"), (FIRST, LAST), "4:5 wrong-type y", "take out a pair of brackets"),
    (HALF.replace("[1.0]\n", "[[1], [2]]\n"), (FIRST, LAST), "4:5 wrong-type y", "write as many samples in x, or"),
    (CLASSES + "y = 2.0", (SOFTMAX,), "3:5 wrong-type y", "or write y = 2 for class 2"),
    (CLASSES + "y = 1.5", (SOFTMAX,), "3:5 wrong-type y", "with cross-entropy the number of a class; put it between"),
    (CLASSES + "y = [1]", (SOFTMAX,), "3:5 wrong-type y", "a target for each of 2 outputs, or the number of the class"),
    (CLASSES + "y = [2]", (SOFTMAX,), "3:5 wrong-type y", "write y = 2 for class 2"),
    (CLASS_BATCH + "y = [1.0, 2.0]", (SOFTMAX,), "3:5 wrong-type y", "the class of each as a whole number, as in"),
    (CLASSES + "y = 3", (SOFTMAX,), "3:5 wrong-value y", "found 3; expected a class from 1 to 2"),
    (CLASSES + "y = 0", (SOFTMAX,), "3:5 wrong-value y", "found 0; expected a class from 1 to 2"),
    (CLASSES + "y = [0.5, 0.6]", (SOFTMAX,), "3:5 wrong-value y", "targets that add up to 1.1"),
    (CLASSES + "y = [0.5, 0.5000001]", (SOFTMAX,), "3:5 wrong-value y", "targets that add up to 1"),
    (CLASSES + "y = [1, -1e-10]", (SOFTMAX,), "3:9 wrong-value y[2]", "found -1e-10; expected a number from 0 to 1"),
    (CLASSES + "y = true", (SOFTMAX,), "3:5 wrong-type y", "found true"),
    # Samples.
    (BATCH + "y = [1.0, 0.0]", (FIRST, LAST), "4:5 wrong-type y", "such as [[1.0], [0.0]]; put each sample's targets"),
    (BATCH + "y = [[1.0], [0, 1]]", (FIRST, LAST), "4:13 shape y[2]", "found 2 targets; expected 1"),
    (BATCH + "y = [[1.0]]", (FIRST, LAST), "4:5 shape y", "found 1 target; expected 2, one for each sample"),
    (BATCH.replace("1.0]]", "1, 2]]") + "y = [[1], [0]]", (FIRST, LAST), "3:18 shape x[2]", "as in the first sample"),
    (BATCH.replace("[0.0, 1.0]", "3") + "y = [[1], [0]]", (FIRST, LAST), "3:18 wrong-type x[2]", "found 3"),
    (BATCH.replace("[0.0,", "[nan,") + "y = [[1], [0]]", (FIRST, LAST), "3:19 not-finite x[2][1]", "found nan"),
    (CLASS_BATCH + "y = 1", (SOFTMAX,), "3:5 wrong-type y", "write a list such as [2, 1]"),
    (CLASS_BATCH + "y = [1, 3]", (SOFTMAX,), "3:9 wrong-value y[2]", "a class from 1 to 2"),
    (CLASS_BATCH + "y = [1, [0, 1]]", (SOFTMAX,), "3:9 wrong-type y[2]", "found a list of 2; expected a number"),
    (CLASS_BATCH + "y = [1, 2, 1]", (SOFTMAX,), "3:5 shape y", "3 targets; expected 2, one for each sample"),
    (CLASS_BATCH + "y = [1, 2.5]", (SOFTMAX,), "3:9 wrong-type y[2]", "the number of a class"),
    # Weights by source: what is told is as it is written.
    (SOURCE, ("W = [[1, 4], [2, 5], [3, 6]]\nb = [1, 2, 3]", NARROW), "7:5 shape layer[1].W", "a row for each source"),
    (SOURCE, (WIDE.replace(", 6]", "]"), NARROW), "7:17 shape layer[1].W[2]", "3, one for each neuron"),
    (SOURCE, (WIDE.replace("b = [1, 2, 3]", "b = [1, 2]"), NARROW), "8:5 shape layer[1].b", "one for each column of W"),
    (SOURCE, (WIDE, NARROW.replace(", [3]", "")), "10:5 shape layer[2].W", "found 2 rows; expected 3"),
    (SOURCE, ("W = [[1, 2]]\nb = [1, 2]", "W = [[1], [2]]\nb = [1]"), "7:5 shape layer[1].W", "one for each number"),
    (SOURCE, ("W = [[1, 2], [4, 5]]\nb = [1, 2, 3]", NARROW), "7:5 shape layer[1].W", "rows of 2 weights"),
    (SOURCE, (WIDE, "W = [1, 2, 3]\nb = [1]"), "10:5 wrong-type layer[2].W", "put it in two brackets"),
]  # fmt: skip


@pytest.mark.parametrize("case", PROBLEMS, ids=lambda case: case[2])
def test_each_problem_is_told_once_at_its_place(problems, case):
    network, layers, where, says = case
    (found,) = problems(network_text(network.rstrip("\n"), *layers))
    assert f"{found.line - 3}:{found.column} {found.code} {found.key.removeprefix('network.')}" == where
    assert says in found.message
    assert found.severity is Severity.ERROR


def test_a_batch_of_one_sample_is_doubtful(problems):
    (found,) = problems(network_text(HALF + "learning_rate = 1\nbatch = 'sum'", FIRST, LAST))
    assert (found.severity, found.code, found.key) == (Severity.WARNING, "one-sample", "network.batch")


def test_decimal_commas_are_told_in_every_sample(problems):
    network = BATCH.replace("[[1.0, 0.5], [0.0, 1.0]]", "[[1,0, 0,5], [0,0, 1,5]]") + "y = [[1], [0]]"
    found = problems(network_text(network, FIRST, LAST))
    assert [p.key for p in found] == ["network.x[1]", "network.x[2]"]
    assert "write points: [0.0, 1.5]" in found[1].message


def test_samples_and_updates_are_limited(problems):
    many = f"activation = 'sigmoid'\nloss = 'squared-error'\nx = {[[1, 2]] * 101}\ny = {[[1]] * 101}"
    (found,) = problems(network_text(many, FIRST, LAST))
    assert (found.code, found.key, found.found) == ("too-large", "network.x", "101 samples")
    row = [0.5] * 100
    large = f"activation = 'sigmoid'\nloss = 'squared-error'\nx = {row}\ny = {row}\nlearning_rate = 1"
    layer = f"W = {[row] * 100}\nb = {row}"
    (found,) = problems(network_text(f"{large}\nupdates = 50", layer))
    assert (found.code, found.key, found.found) == ("too-large", "network.updates", "50 updates, with 505,500 numbers")
    assert [p.code for p in problems(network_text(large, layer))] == ["long"]
    deep = "activation = 'sigmoid'\nloss = 'squared-error'\nx = [1]\ny = [1]\nlearning_rate = 1\nupdates = 100"
    (found,) = problems(network_text(deep, *["W = [[1]]\nb = [1]"] * 25))
    assert (found.code, found.key) == ("too-large", "network.updates")
    batch = f"{BATCH}y = [[1], [0]]\nlearning_rate = 1\nupdates = 100"
    assert [p.code for p in problems(network_text(batch, FIRST, LAST))] == ["long"]
    hundred = "activation = 'sigmoid'\nloss = 'squared-error'\n"
    hundred += f"x = {[[1, 2]] * 100}\ny = {[[1]] * 100}\nlearning_rate = 1\nupdates = "
    (found,) = problems(network_text(f"{hundred}100", FIRST, LAST))
    assert found.found == "100 updates, each by 100 samples, with 32,600 numbers"
    assert [p.code for p in problems(network_text(f"{hundred}10", FIRST, LAST))] == ["long"]
    assert [p.code for p in problems(network_text(f"{hundred}100\nbatch = 'online'", FIRST, LAST))] == ["long"]
