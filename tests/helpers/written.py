"""Networks as other books write theirs: of each convention, and of each way to update, one or more."""

from tutor.engine.network import Conventions, Descent, Layer, Network, Sample
from tutor.lesson.schema import Lesson, Marking
from tutor.lesson.steps import derived

HALF = "half-squared-error"
W = (((0.1, -0.2), (0.3, 0.4), (-0.5, 0.6)), ((0.7, -0.8, 0.9), (-1.0, 1.1, 1.2)))
PER_NEURON = ((0.1, -0.2, 0.3), (0.4, -0.5))
SHARED = ((0.1,), (0.4,))
NONE = ((), ())
FURTHER = (Sample((-0.5, 0.25), (0.0, 1.0)),)


def _network(hidden="sigmoid", last="sigmoid", loss=HALF, *, b=PER_NEURON, rate=0.5, further=(), theta=False, **more):
    """A [2, 3, 2] network."""
    activations = (hidden, last)
    layers = tuple(
        Layer(own, biases, activation, 0.1 if activation == "leaky-relu" else None, theta)
        for own, biases, activation in zip(W, b, activations, strict=True)
    )
    return Network((1.0, 0.5), (1.0, 0.0), layers, loss, rate, further, **more)


BOOKS = {
    "by source": _network(conventions=Conventions(weights="source-destination", first_layer=1)),
    "thresholds": _network(theta=True, conventions=Conventions(error_sign="target-minus-output")),
    "shared": _network("tanh", b=SHARED, conventions=Conventions(bias="shared"), descent=Descent(2)),
    "fixed": _network("relu", "identity", conventions=Conventions(bias="fixed"), descent=Descent(2, l2=0.1)),
    "no bias": _network("elu", b=NONE, conventions=Conventions(bias="none", first_layer=1), further=FURTHER),
    "all at once": _network(
        "leaky-relu",
        "identity",
        "squared-error",
        b=SHARED,
        rate=0.02,
        theta=True,
        further=FURTHER,
        conventions=Conventions("source-destination", "shared", "target-minus-output", 1),
        descent=Descent(2, 0.9, 0.1, "sum"),
    ),
    "softmax": _network(
        "silu", "softmax", "cross-entropy", further=FURTHER, conventions=Conventions(class_target=True)
    ),
    "softmax with squares": _network("softplus", "softmax", "mean-squared-error", rate=None),
    "binary": _network("tanh", "sigmoid", "binary-cross-entropy", further=FURTHER, descent=Descent(2, 0.5)),
    "online": _network(further=FURTHER, descent=Descent(3, 0.9, None, "online")),
    "own": _network("z / (1 + exp(-z))", "identity", "(a - y)**4 / 4", rate=0.1),
}
"""By what is special about each."""


def book(name, significant=3):
    """The lesson of one of them, with the derived steps."""
    return Lesson("book", f"A book: {name}", BOOKS[name], derived(BOOKS[name]), None, Marking(significant))
