"""Networks at 50 digits: the loss as a function of its parameters, and its slopes by dual numbers, never backwards.

Nothing is shared with the engine: activations and losses are written down again from exp, ln and arithmetic alone, and
a slope is whatever the rules of that arithmetic make of it (Wengert, 1964).
"""

from decimal import Decimal, localcontext
from functools import reduce
from operator import add

from tutor.engine.network import Network

DIGITS = 50


class Dual:
    """A value, and its slope along each of some names."""

    __slots__ = ("slopes", "value")

    def __init__(self, value, slopes=None):
        self.value = value
        self.slopes = slopes or {}

    def along(self, value, factor, other=None, other_factor=None):
        slopes = {name: factor * slope for name, slope in self.slopes.items()}
        for name, slope in other.slopes.items() if other else ():
            slopes[name] = slopes[name] + other_factor * slope if name in slopes else other_factor * slope
        return Dual(value, slopes)

    def __add__(self, other):
        other = dual(other)
        return self.along(self.value + other.value, 1, other, 1)

    def __mul__(self, other):
        other = dual(other)
        return self.along(self.value * other.value, other.value, other, self.value)

    def __truediv__(self, other):
        other = dual(other)
        ratio = self.value / other.value
        return self.along(ratio, 1 / other.value, other, -ratio / other.value)

    def __neg__(self):
        return self.along(-self.value, -1)

    def __sub__(self, other):
        return self + -dual(other)

    def __rsub__(self, other):
        return dual(other) - self

    def __rtruediv__(self, other):
        return dual(other) / self

    __radd__, __rmul__ = __add__, __mul__


def dual(number):
    return number if isinstance(number, Dual) else Dual(Decimal(number))


def exp(x):
    value = x.value.exp()
    return x.along(value, value)


def ln(x):
    return x.along(x.value.ln(), 1 / x.value)


def sigmoid(z):
    return 1 / (1 + exp(-z))


def positive(z, otherwise):
    """z where it is positive; elsewhere, and at 0, something else."""
    return z if z.value > 0 else otherwise(z)


ACTIVATIONS = {
    "sigmoid": lambda z, _: sigmoid(z),
    "tanh": lambda z, _: (exp(z) - exp(-z)) / (exp(z) + exp(-z)),
    "relu": lambda z, _: positive(z, lambda z: 0 * z),
    "leaky-relu": lambda z, p: positive(z, lambda z: dual(p) * z),
    "elu": lambda z, p: positive(z, lambda z: dual(1 if p is None else p) * (exp(z) - 1)),
    "softplus": lambda z, _: ln(1 + exp(z)),
    "silu": lambda z, _: z * sigmoid(z),
    "identity": lambda z, _: z,
    # Two of a lesson's own.
    "z / (1 + exp(-z))": lambda z, _: z / (1 + exp(-z)),
    "0.5*z + tanh(z)^3": lambda z, _: dual("0.5") * z + cube(ACTIVATIONS["tanh"](z, None)),
}


def cube(x):
    return x * x * x


def squares(a, y):
    return reduce(add, ((own - t) * (own - t) for own, t in zip(a, y, strict=True)))


def cross(a, y):
    return -reduce(add, (t * ln(own) if t else dual(0) for own, t in zip(a, y, strict=True)))


def binary(a, y):
    return cross(a, y) + cross([1 - own for own in a], [1 - t for t in y])


def fourths(a, y):
    return reduce(add, ((own - t) * cube(own - t) for own, t in zip(a, y, strict=True))) / 4


LOSSES = {
    "half-squared-error": lambda a, y: squares(a, y) / 2,
    "squared-error": squares,
    "mean-squared-error": lambda a, y: squares(a, y) / len(a),
    "binary-cross-entropy": binary,
    "cross-entropy": cross,
    "(a - y)**4 / 4": fourths,
}


OWN_LOSSES = ("(a - y)**4 / 4",)


def activate(layer, z):
    if layer.activation == "softmax":
        powers = [exp(each) for each in z]
        total = reduce(add, powers)
        return [each / total for each in powers]
    return [ACTIVATIONS[layer.activation](each, layer.parameter) for each in z]


def one_pass(network, W, b, sample):
    """The z and a of every layer and the loss of one sample; along ("z", l, j), everything after a change of z_j."""
    a = [dual(x) for x in sample.x]
    z_of, a_of = [], []
    for l, layer in enumerate(network.layers):
        z = []
        for j, row in enumerate(W[l]):
            terms = [w * x for w, x in zip(row, a, strict=True)]
            if b[l]:
                bias = b[l][0 if network.conventions.bias == "shared" else j]
                terms.append(-bias if layer.threshold else bias)
            z.append(reduce(add, terms) + Dual(Decimal(0), {("z", l, j): Decimal(1)}))
        a = activate(layer, z)
        z_of.append(z)
        a_of.append(a)
    return z_of, a_of, LOSSES[network.loss](a, [Decimal(t) for t in sample.y])


def named(kind, values):
    """A layer's numbers as duals, each along its own name."""
    return [Dual(value, {(kind, at): Decimal(1)}) for at, value in enumerate(values)]


def solved(network: Network, updates: int, digits: int = DIGITS):
    """Each update's numbers, flat tensors of 50 digits by name: ("z", sample, l) …, ("dL_dW", l) …, "loss" …."""
    with localcontext() as context:
        context.prec = digits
        return list(_updates(network, updates))


def _updates(network, updates):
    W = [[Decimal(w) for row in layer.W for w in row] for layer in network.layers]
    b = [[Decimal(own) for own in layer.b] for layer in network.layers]
    steps = {}
    for update in range(1, updates + 1):
        found = {}
        samples = network.in_update(update)
        loss = _whole_loss(network, W, b, samples, found)
        found["loss"] = [loss.value]
        for l in range(network.depth):
            for kind, own in (("W", W), ("b", b)):
                gradient = [loss.slopes.get(((kind, l), at), Decimal(0)) for at in range(len(own[l]))]
                found[f"dL_d{kind}", l] = gradient
                if network.learning_rate is None:
                    continue
                if kind == "W" or network.conventions.bias != "fixed":
                    rate, momentum = Decimal(network.learning_rate), Decimal(network.descent.momentum or 0)
                    before = steps.get((kind, l), [Decimal(0)] * len(gradient))
                    steps[kind, l] = [momentum * s - rate * g for s, g in zip(before, gradient, strict=True)]
                    own[l] = [value + step for value, step in zip(own[l], steps[kind, l], strict=True)]
                found[f"{kind}_new", l] = own[l]
        if network.learning_rate is not None:
            found["loss_after"] = [_whole_loss(network, W, b, samples, {}).value]
        yield found


def _whole_loss(network, W, b, samples, found):
    """The loss of an update along every parameter; fills in what belongs to each of its samples."""
    duals_b = [named(("b", l), own) for l, own in enumerate(b)]
    flat = [named(("W", l), own) for l, own in enumerate(W)]
    rows = [
        [flat[l][j * before : (j + 1) * before] for j in range(len(layer.W))]
        for l, layer in enumerate(network.layers)
        for before in (network.sizes[l],)
    ]
    total = dual(0)
    for s in samples:
        z, a, loss = one_pass(network, rows, duals_b, network.samples[s - 1])
        total += loss
        sign = -1 if network.conventions.error_sign == "target-minus-output" else 1
        for l in range(network.depth):
            neurons = [("z", l, j) for j in range(len(z[l]))]
            found["z", s, l] = [each.value for each in z[l]]
            found["a", s, l] = [each.value for each in a[l]]
            found["sigma_prime", s, l] = [
                each.slopes.get(own, Decimal(0)) for each, own in zip(a[l], neurons, strict=True)
            ]
            found["delta", s, l] = [sign * loss.slopes.get(own, Decimal(0)) for own in neurons]
    if network.descent.batch == "mean":
        total /= len(samples)
    if network.descent.l2 is not None:
        total += Decimal(network.descent.l2) / 2 * reduce(add, (w * w for row in flat for w in row))
    return total
