"""Networks that several rooms' tests stand on: the two that were published, and random ones."""

import random
from itertools import pairwise

from hypothesis import strategies as st

from tutor.engine.network import Layer, Network

HALF = "half-squared-error"

REFERENCE = Network(
    x=(1.0, 0.5, -1.0),
    y=(1.0,),
    layers=(
        Layer(((0.1, 0.2, 0.3), (0.4, 0.5, 0.6)), (0.1, 0.2), "sigmoid"),
        Layer(((0.7, 0.8), (0.9, 1.0)), (0.1, 0.2), "sigmoid"),
        Layer(((0.3, 0.4),), (0.1,), "sigmoid"),
    ),
    loss=HALF,
)
"""The [3, 2, 2, 1] network of the worked example."""

TWO_OUTPUTS = Network(
    x=(0.05, 0.10),
    y=(0.01, 0.99),
    layers=(
        Layer(((0.15, 0.20), (0.25, 0.30)), (0.35, 0.35), "sigmoid"),
        Layer(((0.40, 0.45), (0.50, 0.55)), (0.60, 0.60), "sigmoid"),
    ),
    loss=HALF,
    learning_rate=0.5,
)
"""The 2-2-2 network of Mazur, A Step by Step Backpropagation Example (2015)."""


def single(W, b, x, y, *, activation="identity", learning_rate=None):
    """One layer, given as nested lists."""
    layer = Layer(tuple(map(tuple, W)), tuple(b), activation)
    return Network(tuple(x), tuple(y), (layer,), HALF, learning_rate)


def chain_of(depth, activation="sigmoid", w=0.5):
    """A chain of single neurons."""
    return Network((1.0,), (1.0,), (Layer(((w,),), (0.0,), activation),) * depth, HALF)


@st.composite
def networks(draw, activations=("sigmoid", "tanh", "relu", "identity"), widest=4, deepest=4, learning_rate=None):
    """Random networks of numbers with two decimals, which cancel and repeat as those of lessons do."""
    number = st.integers(-200, 200).map(lambda n: n / 100)
    sizes = draw(st.lists(st.integers(1, widest), min_size=2, max_size=deepest + 1))

    def vector(n):
        return draw(st.lists(number, min_size=n, max_size=n).map(tuple))

    layers = tuple(
        Layer(tuple(vector(before) for _ in range(here)), vector(here), draw(st.sampled_from(activations)))
        for before, here in pairwise(sizes)
    )
    return Network(vector(sizes[0]), vector(sizes[-1]), layers, HALF, learning_rate)


def made(sizes, values=None, activation="tanh"):
    """A network of these sizes whose numbers come from a few values in turn."""
    pick = random.Random(repr(sizes)).choice
    values = values or [0.1, -0.25, 1.0, -1.5, 0.75]

    def vector(n):
        return tuple(pick(values) for _ in range(n))

    layers = tuple(Layer(tuple(vector(m) for _ in range(n)), vector(n), activation) for m, n in pairwise(sizes))
    return Network(vector(sizes[0]), vector(sizes[-1]), layers, HALF, 0.5)
