"""Gradients against those of Autograd, which CI need not install: ``pip install .[autodiff]``."""

from itertools import pairwise

import numpy
import pytest

from tutor.engine.network import Layer, Network, Sample
from tutor.engine.solution import solve

autograd = pytest.importorskip("autograd")
np = pytest.importorskip("autograd.numpy")

ACTIVATIONS = {
    "sigmoid": lambda z: 1 / (1 + np.exp(-z)),
    "tanh": np.tanh,
    "relu": lambda z: np.where(z > 0, z, 0.0),
    "leaky-relu": lambda z: np.where(z > 0, z, 0.1 * z),
    "elu": lambda z: np.where(z > 0, z, np.exp(np.minimum(z, 0.0)) - 1),
    "softplus": lambda z: np.log(1 + np.exp(z)),
    "silu": lambda z: z / (1 + np.exp(-z)),
    "identity": lambda z: z,
    "softmax": lambda z: np.exp(z) / np.sum(np.exp(z), axis=1, keepdims=True),
}
LOSSES = {
    "half-squared-error": lambda a, y: np.sum((a - y) ** 2) / 2,
    "squared-error": lambda a, y: np.sum((a - y) ** 2),
    "mean-squared-error": lambda a, y: np.sum((a - y) ** 2) / a.shape[1],
    "binary-cross-entropy": lambda a, y: -np.sum(y * np.log(a) + (1 - y) * np.log(1 - a)),
    "cross-entropy": lambda a, y: -np.sum(y * np.log(a)),
}
PAIRS = [(name, "half-squared-error") for name in ACTIVATIONS] + [
    ("sigmoid", "squared-error"),
    ("softmax", "mean-squared-error"),
    ("sigmoid", "binary-cross-entropy"),
    ("softmax", "cross-entropy"),
]
SIZES, SAMPLES = (20, 15, 10, 5), 4


@pytest.mark.parametrize(("activation", "loss"), PAIRS)
def test_gradients_are_those_of_autograd(activation, loss):
    random = numpy.random.default_rng(len(activation) + len(loss))
    hidden = "tanh" if activation == "softmax" else activation
    W = [random.normal(0, 0.3, (here, before)) for before, here in pairwise(SIZES)]
    b = [random.normal(0, 0.3, here) for here in SIZES[1:]]
    x, y = random.normal(0, 1, (SAMPLES, SIZES[0])), numpy.eye(SIZES[-1])[:SAMPLES]

    def whole(parameters):
        a = x
        for name, weights, bias in zip((hidden, hidden, activation), *parameters, strict=True):
            a = ACTIVATIONS[name](np.dot(a, weights.T) + bias)
        return LOSSES[loss](a, y) / SAMPLES

    layers = [
        Layer(tuple(map(tuple, weights.tolist())), tuple(bias.tolist()), name, 0.1 if name == "leaky-relu" else None)
        for name, weights, bias in zip((hidden, hidden, activation), W, b, strict=True)
    ]
    samples = [Sample(tuple(one), tuple(target)) for one, target in zip(x.tolist(), y.tolist(), strict=True)]
    update = solve(Network(*samples[0], tuple(layers), loss, further=tuple(samples[1:]))).updates[0]
    assert update.loss == pytest.approx(whole((W, b)), rel=1e-12)
    for found, wanted in zip((update.dL_dW, update.dL_db), autograd.grad(whole)((W, b)), strict=True):
        for tensor, right in zip(found, wanted, strict=True):
            assert numpy.abs(numpy.array(tensor) - right).max() <= 1e-12 * numpy.abs(right).max()
