"""How fast the engine is: ratios to NumPy's products and to its own forward pass in one run. A report, never a test.

Run it with the Python of an environment that bp-tutor is installed in, on a machine that is otherwise quiet:
``python tests/bench/engine.py``. Times are the processor's, the best of many.
"""

import time
from itertools import pairwise

import numpy as np

from tutor.engine.backward import backward
from tutor.engine.check import gradient_check
from tutor.engine.forward import forward, inputs, loss, parameters
from tutor.engine.network import Layer, Network, Sample

LARGE, SMALL = (784, 128, 64, 10), (10, 10, 10, 5)
KINDS = [
    ("sigmoid", "sigmoid", "half-squared-error"),
    ("tanh", "sigmoid", "binary-cross-entropy"),
    ("relu", "softmax", "cross-entropy"),
]


def network_of(sizes, kind, samples=1):
    """A random network; its targets are one-hot."""
    random = np.random.default_rng(1)
    hidden, last, loss_name = kind
    layers = tuple(
        Layer(
            tuple(map(tuple, random.normal(0, before**-0.5, (here, before)).tolist())),
            tuple(random.normal(0, 0.1, here).tolist()),
            last if l == len(sizes) - 1 else hidden,
        )
        for l, (before, here) in enumerate(pairwise(sizes), 1)
    )
    x, y = random.normal(0, 1, (samples, sizes[0])).tolist(), np.eye(sizes[-1])[np.arange(samples) % sizes[-1]].tolist()
    first, *further = (Sample(tuple(one), tuple(target)) for one, target in zip(x, y, strict=True))
    return Network(*first, layers, loss_name, further=tuple(further))


def seconds(*actions, rounds):
    """The best time of each of some actions, taken in turn."""
    best = [float("inf")] * len(actions)
    for _ in range(rounds):
        for i, action in enumerate(actions):
            start = time.process_time()
            action()
            best[i] = min(best[i], time.process_time() - start)
    return best


def passes(kind, samples):
    """Forward and backward, next to the matrix products in them."""
    network = network_of(LARGE, kind, samples)
    own, (x, y) = parameters(network), inputs(network, network.in_update(1))
    a, delta = forward(network, own, x).a, backward(network, own, forward(network, own, x), y).delta
    layers = range(1, network.depth + 1)

    def one():
        for l in layers:
            own.W[l] @ a[l - 1][0]
        for l in layers[1:]:
            own.W[l].T @ delta[l][0]
        for l in layers:
            np.outer(delta[l][0], a[l - 1][0])

    def several():
        for l in layers:
            a[l - 1] @ own.W[l].T
        for l in layers[1:]:
            delta[l] @ own.W[l]
        for l in layers:
            delta[l].T @ a[l - 1]

    def both():
        backward(network, own, forward(network, own, x), y)

    products, engine = seconds(one if samples == 1 else several, both, rounds=1000 if samples == 1 else 300)
    print(
        f"{LARGE}, {kind[0]}, {samples:>2} at once: products {products * 1e6:.0f} us, forward and backward "
        f"{engine * 1e6:.0f} us, ratio {engine / products:.2f} (aim: 1.2)"
    )


def checks(kind):
    """The gradient check of the small network in forward passes, and of the large one."""
    network = network_of(SMALL, kind)
    own, (x, y) = parameters(network), inputs(network, (1,))

    def once():
        signals = forward(network, own, x)
        loss(network, signals.z[network.depth], signals.a[network.depth], y)

    one, check = seconds(once, lambda: gradient_check(network), rounds=300)
    print(f"{SMALL}, {kind[0]}: check {check * 1e6:.0f} us, {check / one:.1f} forward passes (aim: 20)")
    network = network_of(LARGE, kind)
    (check,) = seconds(lambda: gradient_check(network), rounds=5)
    assert len(gradient_check(network).gradients) == 109_386
    print(f"{LARGE}, {kind[0]}: check of 109,386 parameters {check:.3f} s (aim: 0.5)")


if __name__ == "__main__":
    for each in KINDS:
        passes(each, 1)
        passes(each, 32)
        checks(each)
