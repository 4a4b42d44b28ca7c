"""A weight's gradient as a sum over paths: the chain rule written out, from the weight to the loss.

Along a path the factors are what the weight multiplies, then σ′ of each neuron passed and the weight to the next one,
and at the end ∂L/∂a of the output reached: ∂L/∂w = Σ over paths of x_k · σ′ · w · σ′ · … · w · σ′ · ∂L/∂a. Where the
output has no slope of its own (softmax, or a loss that cancels it), the last factor is ∂L/∂z of the output. Of several
samples each has its own paths; what a penalty on the weights adds stands apart.
"""

import heapq
import math
from collections.abc import Iterator
from dataclasses import dataclass
from operator import mul
from typing import NamedTuple

from tutor.engine import activations, losses
from tutor.engine.network import Network
from tutor.engine.solution import Solution
from tutor.expression.functions import CALM
from tutor.notation.math import Derivative, Math, Symbol
from tutor.notation.symbols import symbol
from tutor.quantity import Kind, Naming, Quantity, beside


class Link(NamedTuple):
    """One local factor without its value: a quantity or, where that is None, how the loss changes with ``by``."""

    quantity: Quantity | None
    by: Quantity | None = None

    def name(self, naming: Naming) -> Math:
        """What the factor is called."""
        if self.quantity is not None:
            return symbol(self.quantity, naming)
        if self.by is None:
            raise ValueError("a factor is a quantity or how the loss changes with one")
        return Derivative(Symbol("L"), symbol(self.by, naming))


@dataclass(frozen=True, slots=True)
class Factor:
    """One local factor: a quantity, or how the loss changes with one, and its value.

    Attributes:
        quantity: the quantity; None where the factor is ∂L/∂by.
        value: its value.
        by: the activation or the z of the output where the path ends, if the factor is how the loss changes with it.
    """

    quantity: Quantity | None
    value: float
    by: Quantity | None = None

    def name(self, naming: Naming) -> Math:
        """What the factor is called."""
        return Link(self.quantity, self.by).name(naming)


@dataclass(frozen=True, slots=True)
class Path:
    """One path from a weight to the loss.

    Attributes:
        sample: the sample whose loss it leads to.
        neurons: the neuron j passed in each layer, from the weight's own layer to L; counted from 1.
        factors: the local factors, from the weight to the loss.
        product: their product, and with the mean over n samples a factor of 1/n.
        share: the product's part of the whole gradient, which may be negative or above 1; None if the gradient is 0.
    """

    sample: int
    neurons: tuple[int, ...]
    factors: tuple[Factor, ...]
    product: float
    share: float | None


@dataclass(frozen=True, slots=True)
class Chain:
    """A weight's gradient, path by path.

    Attributes:
        paths: the paths with the products of largest magnitude: all in the order of their samples and neurons or,
            where some are left out, the largest first.
        total: the gradient ∂L/∂w: the sum over all paths, omitted ones among them, and the penalty.
        omitted: how many paths are left out.
        over: n, where the gradient is the mean over n samples; else 1.
        penalty: λw, which a penalty on the weights adds; None where there is none.
    """

    paths: tuple[Path, ...]
    total: float
    omitted: int
    over: int = 1
    penalty: float | None = None


def chain(network: Network, solution: Solution, weight: Quantity, most: int = 64) -> Chain:
    """Write out ∂L/∂w of one weight as a sum over paths, of which at most ``most`` are listed.

    Args:
        network: the network.
        solution: its numbers.
        weight: the weight, of kind ``W``; or its gradient, which says in which update.
        most: how many paths are listed.

    Raises:
        LookupError: if the network has no such weight.
    """
    layer, j, k = weight.layer, weight.j, weight.k
    if layer is None or j is None or k is None:
        raise LookupError(f"{weight} is not one weight")
    update = weight.update if weight.kind is Kind.DL_DW else 1
    q = Quantity(Kind.DL_DW, layer, j, k, network.of_update(update), update)
    total = solution.value(q)
    samples = network.in_update(update)
    routes = [_Routes(network, solution, q._replace(sample=sample)) for sample in samples]
    listed = [each for _, each in zip(range(most), heapq.merge(*routes, key=lambda found: found[0]), strict=False)]
    omitted = len(samples) * math.prod(network.sizes[layer + 1 :]) - len(listed)
    over = len(samples) if network.mean else 1
    order = listed if omitted else sorted(listed, key=lambda found: found[1:])
    paths = tuple(_path(network, solution, q._replace(sample=sample), neurons, over) for _, sample, neurons in order)
    l2 = network.descent.l2
    penalty = None if l2 is None else l2 * solution.value(beside(q, Kind.W, layer, j, k))
    return Chain(paths, total, omitted, over, penalty)


def path(network: Network, solution: Solution, gradient: Quantity, neurons: tuple[int, ...]) -> Path:
    """One path of a gradient, which says of which update and in which sample."""
    return _path(network, solution, gradient, neurons, len(network.in_update(gradient.update)) if network.mean else 1)


def links(network: Network, q: Quantity, neurons: tuple[int, ...]) -> tuple[Link, ...]:
    """The factors along the path through ``neurons`` of the weight whose gradient in one sample is ``q``.

    It takes no arithmetic.
    """
    layer = q.layer or 1
    found = [beside(q, Kind.A, layer - 1, q.k)]
    for l, j in enumerate(neurons, layer):
        if l > layer:
            found.append(beside(q, Kind.W, l, j, neurons[l - layer - 1]))
        if l < network.depth or not ends_in_z(network):
            found.append(beside(q, Kind.SIGMA_PRIME, l, j))
    return (*map(Link, found), _end(network, q, neurons[-1]))


def _end(network: Network, q: Quantity, output: int) -> Link:
    """How the loss changes with one output, counted from 1: δ is that, unless the lesson gives it the other sign."""
    if not ends_in_z(network):
        return Link(None, beside(q, Kind.A, network.depth, output))
    if network.true_sign:
        return Link(beside(q, Kind.DELTA, network.depth, output))
    return Link(None, beside(q, Kind.Z, network.depth, output))


def _path(network: Network, solution: Solution, q: Quantity, neurons: tuple[int, ...], over: int) -> Path:
    """The path through ``neurons`` of the weight whose gradient in one sample is ``q``."""
    along = (link.quantity for link in links(network, q, neurons)[:-1])
    factors = (
        *(Factor(quantity, solution.value(quantity)) for quantity in along if quantity is not None),
        _ending(network, solution, q, neurons[-1]),
    )
    # From the loss to the weight, as the backward pass multiplies.
    product = math.prod(factor.value for factor in reversed(factors)) / over + 0.0
    total = solution.value(q._replace(sample=network.of_update(q.update)))
    return Path(q.sample, neurons, factors, product, product / total if total else None)


def ends_in_z(network: Network) -> bool:
    """Whether paths end in ∂L/∂z of the outputs, and not in σ′ and ∂L/∂a."""
    return activations.of(network.layers[-1]).whole or losses.short(network)


def _ending(network: Network, solution: Solution, q: Quantity, output: int) -> Factor:
    """How the loss changes with one output, counted from 1, and its value."""
    last = _end(network, q, output)
    if last.quantity is not None:
        return Factor(last.quantity, solution.value(last.quantity))
    if ends_in_z(network):
        return Factor(None, 0.0 - solution.value(beside(q, Kind.DELTA, network.depth, output)), last.by)
    target = network.samples[q.sample - 1].y[output - 1]
    return Factor(None, losses.of(network).slope(CALM, solution.value(last.by or q), target), last.by)


class _Routes:
    """The paths of one weight in one sample, the largest first: (minus the magnitude, the sample, the neurons).

    How large the best ending from each neuron is, is worked out backward, layer by layer. A search forward that always
    goes on with the most promising beginning then meets no beginning that leads nowhere: its work grows with the
    number of weights and of the paths that are asked for, not with that of all paths, of which there may be millions.
    """

    def __init__(self, network: Network, solution: Solution, q: Quantity) -> None:
        self.sample = q.sample
        self.layer, self.j = q.layer or 1, q.j or 1
        self.depth = network.depth
        found = solution.updates[q.update - 1].passes[q.sample]
        earlier = solution.updates[q.update - 2].W_new if q.update > 1 else None
        weights = tuple(layer.W for layer in network.layers) if earlier is None else earlier
        ends = [abs(_ending(network, solution, q, i).value) for i in range(1, network.sizes[-1] + 1)]
        last = [1.0] * len(ends) if ends_in_z(network) else map(abs, found.sigma_prime[-1])
        self.onward: dict[int, list[list[float]]] = {}
        """By layer and neuron: the magnitude of the best ending over each neuron of the next layer."""
        best = list(map(mul, last, ends))
        for l in range(self.depth - 1, self.layer - 1, -1):
            # Column j of W: the weights out of neuron j.
            self.onward[l] = [list(map(abs, map(mul, column, best))) for column in zip(*weights[l], strict=True)]
            best = [abs(slope) * max(own) for slope, own in zip(found.sigma_prime[l - 1], self.onward[l], strict=True)]
        own = abs(solution.value(beside(q, Kind.A, self.layer - 1, q.k)))
        self.largest = own * best[self.j - 1] / (len(network.in_update(q.update)) if network.mean else 1)

    def __iter__(self) -> Iterator[tuple[float, int, tuple[int, ...]]]:
        # Of equally promising beginnings the longest is the first, so that equal paths come one by one.
        waiting: list[tuple[float, int, tuple[int, ...]]] = [(-self.largest, 0, (self.j,))]
        while waiting:
            promise, _, neurons = heapq.heappop(waiting)
            l = self.layer + len(neurons) - 1
            if l == self.depth:
                yield promise, self.sample, neurons
                continue
            onward = self.onward[l][neurons[-1] - 1]
            best = max(onward)
            for m, each in enumerate(onward, 1):
                # The best one keeps the promise to the last bit, so that rounding parts no equals.
                part = each / best if 0 < best < math.inf else 1.0
                heapq.heappush(waiting, (promise * part, -len(neurons), (*neurons, m)))
