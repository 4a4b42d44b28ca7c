"""What is said of the task of each step."""

import pytest
from helpers.any_networks import any_networks
from hypothesis import given, settings

from tutor.engine.network import Conventions, Descent, Layer, Network, Sample
from tutor.explain.task import task
from tutor.lesson.schema import Step
from tutor.lesson.steps import derived
from tutor.notation.sentence import screen, speech
from tutor.quantity import Kind, Quantity

NETWORK = Network(
    x=(1.0, 0.5, -1.0),
    y=(1.0,),
    layers=(
        Layer(((0.1, 0.2, 0.3), (0.4, 0.5, 0.6)), (0.1, 0.2), "sigmoid"),
        Layer(((0.7, 0.8), (0.9, 1.0)), (0.1, 0.2), "sigmoid"),
        Layer(((0.3, 0.4),), (0.1,), "sigmoid"),
    ),
    loss="half-squared-error",
    learning_rate=0.5,
)


def said(kind, layer, *indices):
    questions = tuple(Quantity(kind, layer, *pair) for pair in indices)
    return screen(task(NETWORK, Step(kind, layer, questions)))


@pytest.mark.parametrize(
    ("kind", "layer", "indices", "words"),
    [
        (Kind.Z, 2, [(1,), (2,)], "Layer 2: each neuron's weighted sum"),
        (Kind.Z, 2, [(2,)], "Layer 2: neuron 2's weighted sum"),
        (Kind.A, 3, [(1,)], "Layer 3: the neuron's activation"),
        (Kind.SIGMA_PRIME, 1, [(1,), (2,)], "Layer 1: each neuron's slope, how strongly it responds to its z"),
        (Kind.LOSS, None, [()], "The loss: how far the output is from its target"),
        (Kind.DELTA, 3, [(1,)], "Layer 3, the output: the error of the neuron"),
        (Kind.DELTA, 1, [(1,), (2,)], "Layer 1: the error that comes back to each neuron"),
        (Kind.DL_DW, 1, [(1, 1)], "Layer 1: the gradient of w₁₁⁽¹⁾, on the wire from x₁ to neuron 1"),
        (Kind.DL_DW, 1, [(2, 1), (2, 2), (2, 3)], "Layer 1: the gradient of each weight into neuron 2"),
        (Kind.DL_DB, 2, [(1,), (2,)], "Layer 2: the gradient of the bias of each neuron"),
        (Kind.W_NEW, 2, [(2, 1), (2, 2)], "Layer 2: the new value of each weight into neuron 2"),
    ],
)
def test_task_is_said_in_words(kind, layer, indices, words):
    assert said(kind, layer, *indices) == words


def test_neurons_are_named_where_the_step_leaves_some_out():
    network = Network((1.0,), (1.0,), (Layer(((0.1,),) * 3, (0.0,) * 3, "tanh"),), "half-squared-error")
    z, slope = (Step(kind, 1, tuple(Quantity(kind, 1, j) for j in (1, 3))) for kind in (Kind.Z, Kind.SIGMA_PRIME))
    assert screen(task(network, z)) == "Layer 1: the weighted sums of neurons 1 and 3"
    assert screen(task(network, slope)) == "Layer 1: the slopes of neurons 1 and 3, how strongly each responds to its z"


def test_every_derived_step_has_words_that_fit_a_line():
    sentences = [screen(task(NETWORK, step)) for step in derived(NETWORK)]
    assert all(len(words) <= 76 for words in sentences)
    assert all(words.startswith(("Layer", "The loss")) for words in sentences)


def test_page_of_prose_has_no_task():
    with pytest.raises(ValueError, match="no task"):
        task(NETWORK, Step(None, say="Hello."))


SEVERAL = NETWORK._replace(further=(Sample((0.5, 0.5, 0.5), (0.0,)),), descent=Descent(updates=2))
ONLINE = SEVERAL._replace(descent=Descent(updates=2, batch="online"))
SHARED = NETWORK._replace(
    layers=tuple(layer._replace(b=(0.1,), threshold=True) for layer in NETWORK.layers),
    conventions=Conventions("source-destination", "shared", first_layer=1),
)


@pytest.mark.parametrize(
    ("network", "question", "words"),
    [
        (SEVERAL, Quantity(Kind.Z, 2, 1, sample=2), "Update 1 · Sample 2 · Layer 2: neuron 1's weighted sum"),
        (
            SEVERAL._replace(descent=Descent()),
            Quantity(Kind.Z, 2, 1, sample=2),
            "Sample 2 · Layer 2: neuron 1's weighted sum",
        ),
        (
            SEVERAL,
            Quantity(Kind.LOSS, update=2),
            "Update 2 · All samples · The loss: how far the output is from its target",
        ),
        (
            SEVERAL,
            Quantity(Kind.DL_DW, 1, 1, 1),
            "Update 1 · All samples · Layer 1: the gradient of w₁₁⁽¹⁾, on the wire from x₁ to neuron 1",
        ),
        (SEVERAL, Quantity(Kind.B_NEW, 1, 2, update=2), "Update 2 · Layer 1: the new value of the bias of neuron 2"),
        (
            ONLINE,
            Quantity(Kind.DL_DB, 1, 2, sample=2, update=2),
            "Update 2 · Sample 2 · Layer 1: the gradient of the bias of neuron 2",
        ),
        (
            ONLINE,
            Quantity(Kind.B_NEW, 1, 2, update=2),
            "Update 2 · Sample 2 · Layer 1: the new value of the bias of neuron 2",
        ),
        (SHARED, Quantity(Kind.DL_DB, 1, 1), "Layer 2: the gradient of the threshold of the layer"),
        (SHARED, Quantity(Kind.DELTA, 3, 1), "Layer 4, the output: the error of the neuron"),
        (
            SHARED,
            Quantity(Kind.DL_DW, 1, 2, 3),
            "Layer 2: the gradient of w₃₂⁽²⁾, on the wire from x₃ to neuron 2",
        ),
    ],
)
def test_samples_updates_and_conventions_are_said(network, question, words):
    assert screen(task(network, Step(question.kind, question.layer, (question,)))) == words


def test_the_parts_of_a_task_are_heard_apart():
    question = Quantity(Kind.Z, 2, 1, sample=2)
    said = speech(task(SEVERAL, Step(Kind.Z, 2, (question,))))
    assert said == "Update 1, Sample 2, Layer 2: neuron 1's weighted sum"


@settings(max_examples=40, deadline=None)
@given(any_networks(widest=4))
def test_every_step_of_any_network_has_words(network):
    for step in derived(network):
        words = screen(task(network, step))
        assert ("Update" in words) == (network.updates > 1)
        assert len(words) <= 100
