"""Networks as lessons have them: 2–4 layers, 1–4 neurons in each, numbers with one or two decimals."""

from itertools import pairwise
from random import Random

from tutor.engine.network import Layer, Network
from tutor.engine.solution import Solution, solve
from tutor.quantity import Kind, Quantity

ACTIVATIONS = ("sigmoid", "tanh", "relu")
TARGETS = {"sigmoid": (0, 100), "tanh": (-100, 100), "relu": (-150, 250)}
"""What an activation can nearly reach, in hundredths."""
HALF = "half-squared-error"


def network(rng: Random, activation: str, deepest: int = 4, widest: int = 4) -> Network:
    """A random network; ``mixed`` draws an activation for each layer. Dead ones are left out."""
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
            layers.append(Layer(W, tuple(_number(rng, step) for _ in layer.b), layer.activation))
        made = old._replace(
            x=tuple(_number(rng, 10, 100) for _ in old.x), y=_targets(rng, old.layers[-1]), layers=tuple(layers)
        )
        if _alive(solve(made)):
            return made


def _draw(rng: Random, activation: str, deepest: int, widest: int) -> Network:
    sizes = [rng.randint(1, widest) for _ in range(rng.randint(2, deepest) + 1)]
    step = rng.choice((1, 10))
    layers = []
    for before, here in pairwise(sizes):
        name = rng.choice(ACTIVATIONS) if activation == "mixed" else activation
        W = tuple(tuple(_number(rng, step) for _ in range(before)) for _ in range(here))
        layers.append(Layer(W, tuple(_number(rng, step) for _ in range(here)), name))
    x = tuple(_number(rng, step, 100) for _ in range(sizes[0]))
    rate = rng.choice((None, 0.1, 0.5, 0.2, 0.05))
    return Network(x, _targets(rng, layers[-1]), tuple(layers), HALF, rate)


def _number(rng: Random, step: int, most: int = 100) -> float:
    """A weight, a bias, an input: not 0, to one or two decimals."""
    while True:
        hundredths = rng.randrange(-most, most + 1, step)
        if hundredths:
            return hundredths / 100


def _targets(rng: Random, last: Layer) -> tuple[float, ...]:
    low, high = TARGETS[last.activation]
    return tuple(rng.randrange(low, high + 1, 10) / 100 for _ in last.b)


def _alive(solution: Solution) -> bool:
    """Whether something comes back to every layer."""
    return all(any(layer) for layer in solution.first.delta)


def questions(network: Network) -> tuple[Quantity, ...]:
    """Everything that a lesson asks for, in its order."""
    sizes, L = network.sizes, network.depth

    def vector(kind: Kind, l: int) -> list[Quantity]:
        return [Quantity(kind, l, j) for j in range(1, sizes[l] + 1)]

    def matrix(kind: Kind, l: int) -> list[Quantity]:
        return [Quantity(kind, l, j, k) for j in range(1, sizes[l] + 1) for k in range(1, sizes[l - 1] + 1)]

    found: list[Quantity] = []
    for l in range(1, L + 1):
        found += vector(Kind.Z, l) + vector(Kind.A, l)
    found.append(Quantity(Kind.LOSS))
    for l in range(L, 0, -1):
        found += vector(Kind.SIGMA_PRIME, l) + vector(Kind.DELTA, l)
    for l in range(1, L + 1):
        found += matrix(Kind.DL_DW, l) + vector(Kind.DL_DB, l)
    if network.learning_rate is not None:
        for l in range(1, L + 1):
            found += matrix(Kind.W_NEW, l) + vector(Kind.B_NEW, l)
    return tuple(found)
