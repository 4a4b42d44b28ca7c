"""Networks as lessons have them: 2–4 layers, 1–4 neurons in each, numbers with one or two decimals."""

from collections.abc import Iterator
from itertools import pairwise
from random import Random

from tutor.engine.network import BATCHES, BIASES, ERROR_SIGNS, WEIGHTS, Conventions, Descent, Layer, Network, Sample
from tutor.engine.solution import Solution, solve
from tutor.quantity import Kind, Quantity

OWN = "z / (1 + exp(-z))"
ACTIVATIONS = ("sigmoid", "tanh", "relu")
OTHERS = ("leaky-relu", "elu", "softplus", "silu", "identity", OWN)
PARAMETERS = {"leaky-relu": (0.1, 0.01, 0.2), "elu": (1.0, 0.7, 0.5)}
MIXED = {"mixed": ACTIVATIONS, "others": OTHERS, "books": (*ACTIVATIONS, *OTHERS)}
"""What draws an activation for each layer; ``books`` draws the loss, conventions, samples and updates as well."""
TARGETS = {"sigmoid": (0, 100), "tanh": (-100, 100), "softmax": (0, 100)}
"""What an activation can nearly reach, in hundredths."""
ANY = (-150, 250)
HALF, BINARY, CROSS = "half-squared-error", "binary-cross-entropy", "cross-entropy"
SQUARES = (HALF, "squared-error", "mean-squared-error")
NO_SLOPE = ((BINARY, "sigmoid"), (CROSS, "softmax"))
"""Losses with which the slope of the output cancels."""


def network(rng: Random, activation: str, deepest: int = 4, widest: int = 4) -> Network:
    """A random network; dead ones are left out."""
    while True:
        made = _draw(rng, activation, deepest, widest)
        if _alive(solve(made)):
            return made


def another_example(rng: Random, old: Network) -> Network:
    """The same lesson with other numbers."""
    while True:
        layers = []
        for layer in old.layers:
            step = rng.choice((1, 10))
            W = tuple(tuple(_number(rng, step) for _ in row) for row in layer.W)
            layers.append(layer._replace(W=W, b=tuple(_number(rng, step) for _ in layer.b)))
        samples = [Sample(tuple(_number(rng, 10, 100) for _ in old.x), _targets(rng, old)) for _ in old.samples]
        made = old._replace(x=samples[0].x, y=samples[0].y, further=tuple(samples[1:]), layers=tuple(layers))
        if _alive(solve(made)):
            return made


def _draw(rng: Random, activation: str, deepest: int, widest: int) -> Network:
    sizes = [rng.randint(1, widest) for _ in range(rng.randint(2, deepest) + 1)]
    step = rng.choice((1, 10))
    layers = []
    for before, here in pairwise(sizes):
        name = rng.choice(MIXED[activation]) if activation in MIXED else activation
        W = tuple(tuple(_number(rng, step) for _ in range(before)) for _ in range(here))
        parameter = rng.choice(PARAMETERS.get(name, (None,)))
        layers.append(Layer(W, tuple(_number(rng, step) for _ in range(here)), name, parameter))
    x = tuple(_number(rng, step, 100) for _ in range(sizes[0]))
    rate = rng.choice((None, 0.1, 0.5, 0.2, 0.05))
    made = Network(x, (0.0,) * sizes[-1], tuple(layers), HALF, rate)
    if activation == "books":
        made = _as_a_book(rng, made)
    samples = [Sample(each.x, _targets(rng, made)) for each in made.samples]
    return made._replace(y=samples[0].y, further=tuple(samples[1:]))


def _as_a_book(rng: Random, made: Network) -> Network:
    """The network with another loss and other conventions, with more samples and updates."""
    loss = rng.choice((*SQUARES, BINARY, CROSS))
    output = {BINARY: "sigmoid", CROSS: "softmax"}.get(loss, rng.choice((made.layers[-1].activation, "softmax")))
    bias, threshold = rng.choice(BIASES), rng.random() < 0.3
    layers = []
    for layer in made.layers:
        b = layer.b[: {"none": 0, "shared": 1}.get(bias)]
        layers.append(layer._replace(b=b, threshold=threshold and bool(b)))
    parameter = layers[-1].parameter if output == layers[-1].activation else None
    layers[-1] = layers[-1]._replace(activation=output, parameter=parameter)
    conventions = Conventions(rng.choice(WEIGHTS), bias, rng.choice(ERROR_SIGNS), rng.choice((0, 1)))
    rate = made.learning_rate or 0.3
    momentum, l2 = rng.choice((None, 0.9, 0.5)), rng.choice((None, None, 0.1, 0.01))
    descent = Descent(rng.choice((1, 1, 2, 3)), momentum, l2, rng.choice(BATCHES))
    further = tuple(
        Sample(tuple(_number(rng, 10, 100) for _ in made.x), made.y) for _ in range(rng.choice((0, 0, 1, 2)))
    )
    return Network(made.x, made.y, tuple(layers), loss, rate, further, conventions, descent)


def _number(rng: Random, step: int, most: int = 100) -> float:
    """A weight, a bias, an input: not 0, to one or two decimals."""
    while True:
        hundredths = rng.randrange(-most, most + 1, step)
        if hundredths:
            return hundredths / 100


def _targets(rng: Random, made: Network) -> tuple[float, ...]:
    last = made.layers[-1]
    if made.loss == CROSS:
        right = rng.randrange(len(last.W))
        return tuple(float(j == right) for j in range(len(last.W)))
    low, high = TARGETS.get(last.activation, ANY)
    return tuple(rng.randrange(low, high + 1, 10) / 100 for _ in last.W)


def _alive(solution: Solution) -> bool:
    """Whether something comes back to every layer, and nothing runs away."""
    network = solution.network
    alone = network.loss == CROSS and network.sizes[-1] == 1  # a softmax of one is 1
    found = [each for update in solution.updates for each in update.passes.values()]
    calm = all(abs(z) < 12 for each in found for layer in each.z for z in layer)
    return calm and not alone and all(any(layer) for each in found for layer in each.delta)


def cancels(network: Network) -> bool:
    """Whether the error of the output has no slope in it."""
    return (network.loss, network.layers[-1].activation) in NO_SLOPE


def questions(network: Network) -> tuple[Quantity, ...]:
    """Everything that a lesson asks for, in its order."""
    found: list[Quantity] = []
    for update in range(1, network.updates + 1):
        for sample in network.in_update(update):
            found += _pass(network, sample, update)
        own = network.of_update(update)
        found.append(Quantity(Kind.LOSS, sample=own, update=update))
        found += _parameters(network, Kind.DL_DW, Kind.DL_DB, own, update)
        if network.learning_rate is not None:
            found += _parameters(network, Kind.W_NEW, Kind.B_NEW, 1, update)
    return tuple(found)


def _pass(network: Network, sample: int, update: int) -> Iterator[Quantity]:
    L = network.depth
    without = {L} if cancels(network) or network.layers[-1].activation == "softmax" else set()

    def vector(kind: Kind, l: int) -> Iterator[Quantity]:
        return (Quantity(kind, l, j, None, sample, update) for j in range(1, network.sizes[l] + 1))

    for l in range(1, L + 1):
        yield from vector(Kind.Z, l)
        yield from vector(Kind.A, l)
    for l in range(L, 0, -1):
        if l not in without:
            yield from vector(Kind.SIGMA_PRIME, l)
        yield from vector(Kind.DELTA, l)


def _parameters(network: Network, weight: Kind, bias: Kind, sample: int, update: int) -> Iterator[Quantity]:
    for l in range(1, network.depth + 1):
        for j in range(1, network.sizes[l] + 1):
            for k in range(1, network.sizes[l - 1] + 1):
                yield Quantity(weight, l, j, k, sample, update)
        if network.conventions.bias != "fixed":
            for j in range(1, len(network.layer(l).b) + 1):
                yield Quantity(bias, l, j, None, sample, update)
