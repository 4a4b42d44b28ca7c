"""The gradients of a layer as bars, as far as they are known: which of its weights matter most, and which way."""

from collections.abc import Iterator

from tutor.engine.network import Network
from tutor.explain.cells import Rows
from tutor.notation.sentence import Sentence
from tutor.output.pictures.bars import bars, measured
from tutor.output.pictures.paper import Known, Signs, layer_said, picture, told, unsigned
from tutor.quantity import Kind, Quantity

ABOUT: Sentence = (
    "The longer a bar, the more the loss changes with that number: to the right the loss grows with it, to the left it"
    " falls.",
)


def gradients(
    network: Network,
    of: Quantity,
    known: Known,
    columns: int,
    rows: int,
    *,
    figures: int = 3,
    signs: Signs = unsigned,
) -> Rows:
    """The gradients of the weights and biases of a layer.

    Args:
        network: the network.
        of: a gradient of the layer and update; where there is no room for all, those of its neuron come first.
        known: what is known.
        columns: how wide the picture is at most.
        rows: how high.
        figures: the significant figures of its numbers.
        signs: the sign of a number that is not the right one.
    """
    caption = (f"The gradients of {layer_said(network, of.layer or 1)}",)

    def draw(wide: int, high: int) -> Rows:
        every = list(_gradients(network, of))
        if len(every) > high:
            every.sort(key=lambda q: q.j != of.j)
        return bars([measured(network, q, known(q), figures, sign=signs(q)) for q in every], wide, high)

    return picture(caption, columns, rows, draw)


def _gradients(network: Network, of: Quantity) -> Iterator[Quantity]:
    """Every gradient of the layer: a row of weights for each neuron, then the biases."""
    l = of.layer or 1
    for j in range(1, network.sizes[l] + 1):
        for k in range(1, network.sizes[l - 1] + 1):
            yield of._replace(kind=Kind.DL_DW, j=j, k=k)
    for j in range(1, len(network.layer(l).b) + 1):
        yield of._replace(kind=Kind.DL_DB, j=j, k=None)


def said(
    network: Network, of: Quantity, known: Known, *, figures: int = 3, signs: Signs = unsigned
) -> tuple[Sentence, ...]:
    """The same in sentences: every gradient of the layer that is known."""
    every = ((q, known(q)) for q in _gradients(network, of))
    found = [(*told(network, q, value, figures, signs(q)), ".") for q, value in every if value is not None]
    return (ABOUT, *(found or ((f"No gradient of {layer_said(network, of.layer or 1)} is known yet.",),)))
