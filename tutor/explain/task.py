"""The task of a step in words: what is wanted, of which layer and of which neurons."""

from collections.abc import Callable

from tutor.engine.network import Network
from tutor.lesson.schema import Step
from tutor.notation.sentence import Sentence
from tutor.notation.symbols import symbol
from tutor.quantity import Kind, Quantity


def task(network: Network, step: Step) -> Sentence:
    """Say what a step that asks (or gives) something is about: “Layer 2: each neuron's weighted sum”.

    Raises:
        ValueError: if the step is a page of prose.
    """
    if step.kind is None:
        raise ValueError("a page of prose has no task")
    return _WORDS[step.kind](network, step)


def _neurons(network: Network, step: Step) -> str:
    """Whose quantities the step is about: “each neuron”, “neuron 2”."""
    layer = step.layer or network.depth
    js = sorted({q.j for q in step.questions if q.j is not None})
    if len(js) == network.sizes[layer]:
        return "each neuron" if len(js) > 1 else "the neuron"
    if len(js) == 1:
        return f"neuron {js[0]}"
    return f"neurons {', '.join(map(str, js[:-1]))} and {js[-1]}"


def _of_neurons(what: str) -> Callable[[Network, Step], Sentence]:
    """Words for a kind of which every neuron has one."""

    def words(network: Network, step: Step) -> Sentence:
        who = _neurons(network, step)
        return (f"Layer {step.layer}: {what} of {who}" if "neurons" in who else f"Layer {step.layer}: {who}'s {what}",)

    return words


def _loss(network: Network, _step: Step) -> Sentence:
    outputs = "outputs are from their targets" if network.sizes[-1] > 1 else "output is from its target"
    return (f"The loss: how far the {outputs}",)


def _delta(network: Network, step: Step) -> Sentence:
    who = _neurons(network, step)
    if step.layer == network.depth:
        return (f"Layer {step.layer}, the output: the error of {who}",)
    return (f"Layer {step.layer}: the error that comes back to {who}",)


def _weights(what: str, several: str) -> Callable[[Network, Step], Sentence]:
    """Words for one row of a matrix, or for one weight of it, which has a name of its own."""

    def words(network: Network, step: Step) -> Sentence:
        first = step.questions[0]
        if len(step.questions) == 1:
            weight = Quantity(Kind.W, first.layer, first.j, first.k)
            source = Quantity(Kind.A, (first.layer or 1) - 1, first.k)
            names = symbol(weight, network.naming), symbol(source, network.naming)
            return (f"Layer {first.layer}: {what} ", names[0], ", on the wire from ", names[1], f" to neuron {first.j}")
        each = "each weight" if len(step.questions) == network.sizes[(first.layer or 1) - 1] else "these weights"
        return (f"Layer {first.layer}: {several.format(each)} into neuron {first.j}",)

    return words


def _biases(what: str) -> Callable[[Network, Step], Sentence]:
    def words(network: Network, step: Step) -> Sentence:
        who = _neurons(network, step)
        return (f"Layer {step.layer}: {what} the bias of {who}",)

    return words


_WORDS: dict[Kind, Callable[[Network, Step], Sentence]] = {
    Kind.Z: _of_neurons("weighted sum"),
    Kind.A: _of_neurons("activation"),
    Kind.LOSS: _loss,
    Kind.SIGMA_PRIME: _of_neurons("slope, how strongly it responds to its z"),
    Kind.DELTA: _delta,
    Kind.DL_DW: _weights("the gradient of", "the gradient of {}"),
    Kind.DL_DB: _biases("the gradient of"),
    Kind.W_NEW: _weights("the new value of", "the new value of {}"),
    Kind.B_NEW: _biases("the new value of"),
}
