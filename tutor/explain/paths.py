"""A weight's gradient as a sum over paths: the chain rule written out, from the weight to the loss.

Along a path the factors are what the weight multiplies, then σ′ of each neuron passed and the weight to the next one,
and at the end ∂L/∂a of the output reached: ∂L/∂w = Σ over paths of x_k · σ′ · w · σ′ · … · w · σ′ · ∂L/∂a.
"""

import heapq
import math
from dataclasses import dataclass
from itertools import islice

from tutor.engine import losses
from tutor.engine.network import Network
from tutor.engine.solution import Solution
from tutor.expression.functions import FLOATS
from tutor.quantity import Kind, Quantity

_Ending = tuple[float, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Factor:
    """One local factor: a quantity, or None for ∂L/∂a of the output where the path ends, and its value."""

    quantity: Quantity | None
    value: float


@dataclass(frozen=True, slots=True)
class Path:
    """One path from a weight to the loss.

    Attributes:
        neurons: the neuron j passed in each layer, from the weight's own layer to L; counted from 1.
        factors: the local factors, from the weight to the loss.
        product: their product.
        share: the product's part of the whole gradient, which may be negative or above 1; None if the gradient is 0.
    """

    neurons: tuple[int, ...]
    factors: tuple[Factor, ...]
    product: float
    share: float | None


@dataclass(frozen=True, slots=True)
class Chain:
    """A weight's gradient, path by path.

    Attributes:
        paths: the paths with the products of largest magnitude, in the order of their neurons.
        total: the gradient ∂L/∂w, which is the sum over all paths, omitted ones among them.
        omitted: how many paths are left out.
    """

    paths: tuple[Path, ...]
    total: float
    omitted: int


def chain(network: Network, solution: Solution, weight: Quantity, most: int = 64) -> Chain:
    """Write out ∂L/∂w of one weight as a sum over paths, of which at most ``most`` are listed.

    Raises:
        LookupError: if the network has no such weight.
    """
    layer, j, k = weight.layer, weight.j, weight.k
    if layer is None or j is None or k is None:
        raise LookupError(f"{weight} is not one weight")
    total = solution.value(Quantity(Kind.DL_DW, layer, j, k))
    listed = _largest(network, solution, layer, j, most)
    paths = tuple(_path(network, solution, (layer, k), neurons, total) for neurons in sorted(listed))
    return Chain(paths, total, math.prod(network.sizes[layer + 1 :]) - len(paths))


def _path(
    network: Network, solution: Solution, source: tuple[int, int], neurons: tuple[int, ...], total: float
) -> Path:
    """The path through ``neurons`` of a weight of layer l from neuron k, where ``source`` is (l, k)."""
    layer, k = source
    quantities = [Quantity(Kind.A, layer - 1, k)]
    for l, j in enumerate(neurons, layer):
        if l > layer:
            quantities.append(Quantity(Kind.W, l, j, neurons[l - layer - 1]))
        quantities.append(Quantity(Kind.SIGMA_PRIME, l, j))
    factors = (
        *(Factor(quantity, solution.value(quantity)) for quantity in quantities),
        Factor(None, _error(network, solution, neurons[-1])),
    )
    # From the loss to the weight, as the backward pass multiplies: an only path gives the gradient to the last bit.
    product = math.prod(factor.value for factor in reversed(factors)) + 0.0
    return Path(neurons, factors, product, product / total if total else None)


def _error(network: Network, solution: Solution, output: int) -> float:
    """∂L/∂a of one output, counted from 1."""
    return losses.of(network).slope(FLOATS, solution.first.a[-1][output - 1], network.y[output - 1])


def _largest(network: Network, solution: Solution, layer: int, j: int, most: int) -> list[tuple[int, ...]]:
    """The neurons of the ``most`` paths from neuron j of a layer whose products are largest in magnitude.

    Backward, layer by layer, only the best endings from each neuron are kept: a best path ends in one of them. So the
    work grows with the number of weights, not with that of paths, of which there may be millions.
    """
    # For each neuron, its endings in ascending order: (minus the magnitude, the neurons passed).
    endings: list[list[_Ending]] = [
        [(-abs(slope * _error(network, solution, output)), (output,))]
        for output, slope in enumerate(solution.first.sigma_prime[-1], 1)
    ]
    for l in range(network.depth - 1, layer - 1, -1):
        outgoing = zip(*network.layer(l + 1).W, strict=True)  # column j of W: the weights out of neuron j
        endings = [
            _extended(neuron, [abs(slope * w) for w in weights], endings, most)
            for neuron, (slope, weights) in enumerate(zip(solution.first.sigma_prime[l - 1], outgoing, strict=True), 1)
        ]
    return [neurons for _, neurons in endings[j - 1]]


def _extended(neuron: int, scales: list[float], endings: list[list[_Ending]], most: int) -> list[_Ending]:
    """The best endings from one neuron, over all neurons of the next layer, each reached by a factor of its own."""
    extended = (
        [(magnitude * scale, (neuron, *neurons)) for magnitude, neurons in onward]
        for scale, onward in zip(scales, endings, strict=True)
    )
    return list(islice(heapq.merge(*extended), most))
