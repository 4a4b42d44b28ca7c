"""The network of a lesson in sentences: what a learner needs to have at hand."""

from tutor.engine.network import Network
from tutor.notation.math import Symbol
from tutor.notation.number import parameter, screen
from tutor.notation.sentence import Sentence


def parameters(network: Network) -> tuple[Sentence, ...]:
    """Say the sizes, the input, the target, each neuron's weights and bias, and the learning rate."""
    sizes = ", ".join(map(str, network.sizes))
    said: list[Sentence] = [
        (f"The network has {network.depth + 1} layers, of {sizes} neurons; layer 0 is the input.",),
        (
            "The input ",
            Symbol("x"),
            f" is {_numbers(network.x)}.",
        ),
    ]
    for l, layer in enumerate(network.layers, 1):
        said.append((f"Layer {l} has the activation {layer.activation}.",))
        for j, (row, bias) in enumerate(zip(layer.W, layer.b, strict=True), 1):
            plural = "s" if len(row) > 1 else ""
            said.append((f"Layer {l}, neuron {j}: weight{plural} {_numbers(row)}; bias {_numbers((bias,))}.",))
    said.append(("The target ", Symbol("y"), f" is {_numbers(network.y)}; the loss is the {network.loss}."))
    if network.learning_rate is not None:
        said.append(("The learning rate ", Symbol("eta"), f" is {_numbers((network.learning_rate,))}."))
    return tuple(said)


def _numbers(values: tuple[float, ...]) -> str:
    return ", ".join(screen(parameter(value)) for value in values)
