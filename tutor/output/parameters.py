"""The network of a lesson in sentences: what a learner needs to have at hand."""

from tutor.engine import activations, losses
from tutor.engine.network import FIXED, NO_BIAS, ONLINE, SHARED, Layer, Network, Numbers
from tutor.notation import tex
from tutor.notation.math import Symbol
from tutor.notation.number import parameter, screen
from tutor.notation.sentence import Sentence
from tutor.output.words import listed

BATCHES = {
    "mean": "One update goes by all samples together: by the mean of their losses.",
    "sum": "One update goes by all samples together: by the sum of their losses.",
    ONLINE: "Each update goes by one sample, in turn.",
}
"""How an update goes by several samples."""
WITHOUT = "No neuron has a bias."
PLURAL = {"bias": "biases", "threshold": "thresholds"}
BY_SOURCE = "Row k of W belongs to source neuron k, column j to neuron j of the layer."
OTHER_SIGN = " has the sign of target minus output, so each gradient has a minus."


def parameters(network: Network) -> tuple[Sentence, ...]:
    """Say the sizes, the samples, each neuron's weights and bias, the loss, and how the update goes."""
    sizes = ", ".join(map(str, network.sizes))
    first = network.conventions.first_layer
    said: list[Sentence] = [
        (f"The network has {network.depth + 1} layers, of {sizes} neurons; layer {first} is the input.",)
    ]
    if not network.further:
        said.append(("The input ", Symbol("x"), f" is {numbers(network.x)}."))
    for l, layer in enumerate(network.layers, 1):
        said += _layer(network, l + first, layer)
    if network.conventions.bias == NO_BIAS:
        said.append((WITHOUT,))
    if not network.true_sign:
        said.append((Symbol("delta"), OTHER_SIGN))
    return (*said, *_examples(network), *_descent(network))


def activation(layer: Layer) -> Sentence:
    """The activation of a layer: its name with its own number, or the lesson's own formula."""
    found = activations.of(layer)
    if layer.activation not in activations.ACTIVATIONS:
        return (tex.parse(found.equation),)
    known = activations.PARAMETERS.get(layer.activation)
    number = layer.parameter if known is None or layer.parameter is not None else known.usual
    if known is None or number is None:
        return (layer.activation,)
    return (f"{layer.activation} with {known.key} {numbers((number,))}",)


def _layer(network: Network, number: int, layer: Layer) -> list[Sentence]:
    """The activation of a layer, and what each of its neurons has."""
    said: list[Sentence] = [(f"Layer {number} has the activation ", *activation(layer), ".")]
    name = "threshold" if layer.threshold else "bias"
    shared = network.conventions.bias == SHARED
    for j, row in enumerate(layer.W, 1):
        plural = "s" if len(row) > 1 else ""
        own = f"; {name} {numbers((layer.b[j - 1],))}" if layer.b and not shared else ""
        said.append((f"Layer {number}, neuron {j}: weight{plural} {numbers(row)}{own}.",))
    if shared:
        said.append((f"Layer {number} has one {name} for all its neurons: {numbers(layer.b)}.",))
    return said


def _examples(network: Network) -> list[Sentence]:
    """The target and the loss; of several samples, each with its input."""
    found = losses.of(network)
    name = network.loss.replace("-", " ").replace("cross entropy", "cross-entropy")
    loss: Sentence = (f"the loss is the {name}.",)
    if network.loss not in losses.LOSSES:
        loss = ("the loss is ", tex.parse(found.equation), ".")
    if not network.further:
        return [("The target ", Symbol("y"), f" is {_target(network, network.y)}; ", *loss)]
    said: list[Sentence] = []
    for s, each in enumerate(network.samples, 1):
        x, y = numbers(each.x), _target(network, each.y)
        said.append((f"Sample {s}: the input ", Symbol("x"), f" is {x}; the target ", Symbol("y"), f" is {y}."))
    return [*said, ("Of each sample, ", *loss), (BATCHES[network.descent.batch],)]


def _target(network: Network, y: Numbers) -> str:
    if not network.conventions.class_target:
        return numbers(y)
    return f"class {y.index(1.0) + 1}, which is {numbers(y)}"


def _descent(network: Network) -> list[Sentence]:
    """The numbers that the update goes by."""
    descent = network.descent
    named = (
        ("The learning rate ", "eta", network.learning_rate),
        ("The momentum ", "mu", descent.momentum),
        ("The strength of weight decay ", "lambda", descent.l2),
    )
    said: list[Sentence] = [
        (before, Symbol(letter), f" is {numbers((value,))}.") for before, letter, value in named if value is not None
    ]
    if network.updates > 1:
        said.append((f"There are {network.updates} updates.",))
    if network.conventions.bias == FIXED and network.learning_rate is not None:
        said.append((fixed(network),))
    return said


def biases(network: Network) -> tuple[str, ...]:
    """What its layers have: “bias”, “threshold”, both or, in a network without biases, nothing."""
    thresholds = {layer.threshold for layer in network.layers if network.conventions.bias != NO_BIAS}
    return tuple(name for name, threshold in (("bias", False), ("threshold", True)) if threshold in thresholds)


def fixed(network: Network) -> str:
    """That no update changes the biases."""
    return f"The {listed([PLURAL[name] for name in biases(network)])} are not updated."


def shared(network: Network) -> str:
    """That a layer has only one of them."""
    return f"All neurons of a layer have the same {' or '.join(biases(network))}."


def numbers(values: Numbers) -> str:
    """Some of the lesson's own numbers, exactly."""
    return ", ".join(screen(parameter(value)) for value in values)
