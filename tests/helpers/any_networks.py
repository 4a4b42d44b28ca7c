"""Random networks over every activation, loss, convention, number of samples and way to update."""

from itertools import pairwise

from hypothesis import strategies as st

from tutor.engine.network import Conventions, Descent, Layer, Network, Sample
from tutor.lesson.schema import Lesson, Marking
from tutor.lesson.steps import derived

HIDDEN = (
    *("sigmoid", "tanh", "relu", "leaky-relu", "elu", "softplus", "silu", "identity"),
    "z / (1 + exp(-z))",
    "z^2/(1 + z^2) - tanh(2*z)",
)
"""Activations that any layer can have; two are a lesson's own."""
LOSSES = ("half-squared-error", "squared-error", "mean-squared-error", "sqrt(1 + (a - y)**2)")
"""Losses that any output can have; one is a lesson's own."""
PARAMETERS = {"leaky-relu": 0.1, "elu": 0.5}
CONVENTIONS = [
    Conventions(),
    *(Conventions(bias=bias) for bias in ("shared", "fixed", "none")),
    Conventions(weights="source-destination", first_layer=1),
    Conventions(error_sign="target-minus-output"),
    Conventions("source-destination", "shared", "target-minus-output", 1),
]
DESCENTS = [
    Descent(),
    Descent(l2=0.1),
    Descent(updates=3, momentum=0.9, batch="sum"),
    Descent(updates=2, l2=0.2, momentum=0.5),
    Descent(updates=3, batch="online"),
    Descent(updates=3, momentum=0.9, l2=0.1, batch="online"),
]


@st.composite
def any_networks(draw, *, widest=3, deepest=3, hidden=HIDDEN, conventions=CONVENTIONS, descents=DESCENTS):
    """A network of numbers with two decimals; softmax and the cross-entropies get the outputs and targets they need."""
    number = st.integers(-120, 120).map(lambda n: n / 100)
    sizes = draw(st.lists(st.integers(1, widest), min_size=2, max_size=deepest + 1))
    chosen = draw(st.sampled_from(conventions))
    thresholds = draw(st.booleans()) and chosen.bias != "none"

    def vector(n):
        return draw(st.lists(number, min_size=n, max_size=n).map(tuple))

    ending, loss = draw(
        st.sampled_from(
            [
                ("sigmoid", "binary-cross-entropy"),
                ("softmax", "cross-entropy"),
                ("softmax", "half-squared-error"),
                *((activation, draw(st.sampled_from(LOSSES))) for activation in hidden),
            ]
        )
    )
    layers = []
    for l, (before, here) in enumerate(pairwise(sizes), 1):
        activation = ending if l == len(sizes) - 1 else draw(st.sampled_from(hidden))
        bias = () if chosen.bias == "none" else vector(1 if chosen.bias == "shared" else here)
        W = tuple(vector(before) for _ in range(here))
        layers.append(Layer(W, bias, activation, PARAMETERS.get(activation), thresholds))
    n = draw(st.integers(1, 3))
    samples = [Sample(vector(sizes[0]), _target(draw, loss, sizes[-1], vector)) for _ in range(n)]
    descent = draw(st.sampled_from(descents))
    return Network(*samples[0], tuple(layers), loss, 0.05, tuple(samples[1:]), chosen, descent)


def _target(draw, loss, n, vector):
    match loss:
        case "cross-entropy":
            right = draw(st.integers(0, n - 1))
            return tuple(float(j == right) for j in range(n))
        case "binary-cross-entropy":
            return tuple(draw(st.sampled_from([0.0, 1.0, 0.3])) for _ in range(n))
    return vector(n)


def plain_lesson(network, significant=3, trace=None):
    """A lesson with the derived steps of a network."""
    return Lesson("test", "A test", network, derived(network, trace), trace, Marking(significant))
