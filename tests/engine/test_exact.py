"""Every quantity of a thousand random networks against the same at 50 digits, which shares no code with the engine."""

import math
import random
from collections import Counter
from decimal import Decimal
from itertools import pairwise

import pytest
from helpers import exact

from tutor.engine.activations import ACTIVATIONS
from tutor.engine.losses import LOSSES
from tutor.engine.network import BATCHES, BIASES, ERROR_SIGNS, Conventions, Descent, Layer, Network, Sample
from tutor.engine.solution import solve

pytestmark = pytest.mark.exhaustive

NETWORKS, PARTS = 1000, 10
CLOSE = Decimal("1e-12")

OWN_SLOPES = {"leaky-relu": (0.01, 0.2), "elu": (None, 1.0, 0.5)}
PARTNERS = {"binary-cross-entropy": ("sigmoid",), "cross-entropy": ("softmax",)}
"""The outputs whose logarithms a loss can take."""


def random_network(seed):
    """Up to three layers of up to three neurons, none so far out that float64 cannot say a − y to twelve digits."""
    draw = random.Random(seed)
    sizes = [draw.randint(1, 3) for _ in range(draw.randint(2, 4))]
    loss = draw.choice(sorted(exact.LOSSES))
    outputs = PARTNERS.get(loss, (*exact.ACTIVATIONS, "softmax"))
    bias = draw.choice(BIASES)

    def numbers(n, width=1.0):
        return tuple(draw.gauss(0, width) for _ in range(n))

    layers = []
    for l, (before, here) in enumerate(pairwise(sizes), 1):
        activation = draw.choice(sorted(outputs if l == len(sizes) - 1 else exact.ACTIVATIONS))
        b = numbers({"none": 0, "shared": 1}.get(bias, here), 0.5)
        parameter = draw.choice(OWN_SLOPES.get(activation, (None,)))
        rows = tuple(numbers(before, 0.8) for _ in range(here))
        layers.append(Layer(rows, b, activation, parameter, threshold=bool(b) and draw.random() < 0.3))
    samples = [Sample(numbers(sizes[0]), targets(draw, loss, sizes[-1])) for _ in range(draw.choice((1, 1, 2, 3)))]
    batch = draw.choice(BATCHES)
    descent = Descent(draw.randint(1, 3), draw.choice((None, 0.9)), draw.choice((None, 0.1)), batch)
    conventions = Conventions(bias=bias, error_sign=draw.choice(ERROR_SIGNS))
    rate = draw.choice((None, 0.001 if loss in exact.OWN_LOSSES else 0.1))
    first, *further = samples
    return Network(first.x, first.y, tuple(layers), loss, rate, tuple(further), conventions, descent)


def targets(draw, loss, n):
    if loss == "cross-entropy":
        right = draw.randrange(n)
        hard = tuple(float(j == right) for j in range(n))
        return draw.choice((hard, tuple(0.7 * own + 0.3 / n for own in hard)))
    if loss == "binary-cross-entropy":
        return tuple(draw.choice((0.0, 1.0, 0.25)) for _ in range(n))
    return tuple(draw.choice((0.0, 1.0, draw.gauss(0, 1))) for _ in range(n))


def tensors(network, update):
    """The engine's numbers of an update, named and flattened as ``exact.solved`` does."""
    found = {"loss": [update.loss]}
    for s, each in update.passes.items():
        first = {"z": each.z, "a": each.a[1:], "sigma_prime": each.sigma_prime, "delta": each.delta}
        found |= {(kind, s, l): values[l] for kind, values in first.items() for l in range(network.depth)}
    for kind in ("dL_dW", "W_new", "dL_db", "b_new"):
        for l, values in enumerate(getattr(update, kind) or ()):
            found[kind, l] = [number for row in values for number in row] if "W" in kind else values
    return found if update.loss_after is None else found | {"loss_after": [update.loss_after]}


def off(found, wanted):
    """By how much a tensor is off, as a part of its largest number."""
    assert len(found) == len(wanted)
    # What 50 digits leave of a sum that is 0, such as that of all errors of a softmax, is 0.
    wanted = [t if abs(t) > Decimal("1e-40") else Decimal(0) for t in wanted]
    worst = max((abs(Decimal(x) - t) for x, t in zip(found, wanted, strict=True)), default=Decimal(0))
    return worst / (max(map(abs, wanted)) or Decimal("1e-300")) if worst else worst


@pytest.mark.parametrize("part", range(PARTS))
def test_every_tensor_is_right_to_twelve_digits(part):
    for seed in range(part, NETWORKS, PARTS):
        network = random_network(seed)
        solution = solve(network)
        wanted = exact.solved(network, len(solution.updates))
        for update, right in zip(solution.updates, wanted, strict=True):
            found = tensors(network, update)
            assert found.keys() == right.keys()
            worst = max((off(found[name], right[name]), str(name)) for name in right)
            assert worst[0] <= CLOSE, (worst, seed, network)


@pytest.mark.parametrize("z", [-1000.0, -700.0, -40.0, 0.0, 40.0, 700.0, 1000.0])
@pytest.mark.parametrize("y", [0.0, 1.0, 0.25])
@pytest.mark.parametrize(
    ("activation", "loss"),
    [("sigmoid", "binary-cross-entropy"), ("softmax", "cross-entropy"), ("softmax", "squared-error")],
)
def test_a_saturated_output_keeps_its_figures(activation, loss, z, y):
    rows, b = (((z,),), (0.0,)) if activation == "sigmoid" else (((z,), (0.0,)), (0.0, 0.0))
    network = Network((1.0,), (y, 1.0 - y)[: len(rows)], (Layer(rows, b, activation),), loss)
    solution = solve(network)
    found, right = tensors(network, solution.updates[0]), exact.solved(network, 1, digits=900)[0]
    for name in ("loss", ("a", 1, 0), ("delta", 1, 0)):
        # A squared error is of a − y, of which a near y leaves no more than the figures of 1.
        near = Decimal(1) if loss == "squared-error" else Decimal(0)
        for x, t in zip(found[name], right[name], strict=True):
            assert abs(Decimal(x) - t) <= CLOSE * max(abs(t), near) + Decimal("5e-324"), name


@pytest.mark.parametrize("loss", sorted(exact.LOSSES))
@pytest.mark.parametrize("z", [-1000.0, -700.0, -40.0, 0.0, 40.0, 700.0, 1000.0])
def test_every_activation_takes_every_z(loss, z):
    # Every warning is an error in this suite; a lesson's own formula is one that holds at any z.
    for activation in ("softmax", *(name for name in exact.ACTIVATIONS if name != "z / (1 + exp(-z))")):
        if activation in PARTNERS.get(loss, (activation,)):
            parameter = OWN_SLOPES.get(activation, (None,))[-1]
            layers = (Layer(((z,), (-z,)), (0.0, 0.0), activation, parameter),)
            for number in leaves(solve(Network((1.0,), (1.0, 0.0), layers, loss, 1e-9)).updates):
                assert math.isfinite(number)
                assert number != 0 or math.copysign(1.0, number) == 1.0


def leaves(nested):
    if isinstance(nested, float):
        return [nested]
    return [number for inner in (nested.values() if isinstance(nested, dict) else nested) for number in leaves(inner)]


def test_the_thousand_have_everything():
    every = [random_network(seed) for seed in range(NETWORKS)]
    used = Counter(layer.activation for network in every for layer in network.layers)
    used.update(network.loss for network in every)
    used.update(value for network in every for value in (*network.conventions, *network.descent))
    assert min(used[name] for name in (*ACTIVATIONS, *LOSSES, *exact.ACTIVATIONS, *exact.LOSSES)) > 50
    assert min(used[name] for name in (*BIASES, *ERROR_SIGNS, *BATCHES, 1, 2, 3, 0.9, 0.1)) > 50
