"""The task of a step in words: what is wanted, of which layer and of which neurons."""

from collections.abc import Callable

from tutor.engine.network import SHARED, Network
from tutor.explain.parts import anchored, number_of
from tutor.lesson.schema import Step
from tutor.notation.sentence import APART, Sentence
from tutor.notation.symbols import symbol
from tutor.quantity import NEW, PER_SAMPLE, Kind, Quantity, beside


def task(network: Network, step: Step) -> Sentence:
    """Say what a step that asks (or gives) something is about: “Layer 2: each neuron's weighted sum”.

    Where there are several updates or samples, these come first: “Update 2 · Sample 1 · Layer 2: …”.

    Raises:
        ValueError: if the step is a page of prose.
    """
    if step.kind is None:
        raise ValueError("a page of prose has no task")
    when = _when(network, step)
    return (*((when,) if when else ()), *_WORDS[step.kind](network, step))


def _when(network: Network, step: Step) -> str:
    """The update and the sample of a step, as far as there are several."""
    q = anchored(network, step.questions[0])
    update = f"Update {q.update}{APART}" if network.updates > 1 else ""
    if len(network.samples) == 1:
        return update
    if q.kind in PER_SAMPLE or len(network.in_update(q.update)) == 1:
        return f"{update}Sample {q.sample}{APART}"
    return update if q.kind in NEW.values() else f"{update}All samples{APART}"


def _layer(network: Network, step: Step) -> str:
    return f"Layer {number_of(network, step.layer or network.depth)}"


def _neurons(network: Network, step: Step) -> str:
    """Whose quantities the step is about: “each neuron”, “neuron 2”."""
    layer = step.layer or network.depth
    js = sorted({q.j for q in step.questions if q.j is not None})
    if len(js) == network.sizes[layer]:
        return "each neuron" if len(js) > 1 else "the neuron"
    if len(js) == 1:
        return f"neuron {js[0]}"
    return f"neurons {', '.join(map(str, js[:-1]))} and {js[-1]}"


def _of_neurons(what: str, one: str = "", each: str = "") -> Callable[[Network, Step], Sentence]:
    """Words for a kind of which every neuron has one; more is said of one or of each neuron, as there are several."""

    def words(network: Network, step: Step) -> Sentence:
        who = _neurons(network, step)
        said = f"the {what}s of {who}{each}" if who.startswith("neurons") else f"{who}'s {what}{one}"
        return (f"{_layer(network, step)}: {said}",)

    return words


def _loss(network: Network, _step: Step) -> Sentence:
    outputs = "outputs are from their targets" if network.sizes[-1] > 1 else "output is from its target"
    return (f"The loss: how far the {outputs}",)


def _delta(network: Network, step: Step) -> Sentence:
    who = _neurons(network, step)
    if step.layer == network.depth:
        return (f"{_layer(network, step)}, the output: the error of {who}",)
    return (f"{_layer(network, step)}: the error that comes back to {who}",)


def _weights(what: str, several: str) -> Callable[[Network, Step], Sentence]:
    """Words for one row of a matrix, or for one weight of it, which has a name of its own."""

    def words(network: Network, step: Step) -> Sentence:
        first = step.questions[0]
        if len(step.questions) == 1:
            naming = network.naming._replace(samples=1)
            weight = Quantity(Kind.W, first.layer, first.j, first.k)
            source = beside(first, Kind.A, (first.layer or 1) - 1, first.k)
            names = symbol(weight, naming), symbol(source, naming)
            where = f"{_layer(network, step)}: {what} "
            return (where, names[0], ", on the wire from ", names[1], f" to neuron {first.j}")
        each = "each weight" if len(step.questions) == network.sizes[(first.layer or 1) - 1] else "these weights"
        return (f"{_layer(network, step)}: {several.format(each)} into neuron {first.j}",)

    return words


def _biases(what: str) -> Callable[[Network, Step], Sentence]:
    def words(network: Network, step: Step) -> Sentence:
        bias = "threshold" if network.layer(step.layer or network.depth).threshold else "bias"
        who = "the layer" if network.conventions.bias == SHARED else _neurons(network, step)
        return (f"{_layer(network, step)}: {what} the {bias} of {who}",)

    return words


_WORDS: dict[Kind, Callable[[Network, Step], Sentence]] = {
    Kind.Z: _of_neurons("weighted sum"),
    Kind.A: _of_neurons("activation"),
    Kind.LOSS: _loss,
    Kind.SIGMA_PRIME: _of_neurons(
        "slope", ", how strongly it responds to its z", ", how strongly each responds to its z"
    ),
    Kind.DELTA: _delta,
    Kind.DL_DW: _weights("the gradient of", "the gradient of {}"),
    Kind.DL_DB: _biases("the gradient of"),
    Kind.W_NEW: _weights("the new value of", "the new value of {}"),
    Kind.B_NEW: _biases("the new value of"),
}
