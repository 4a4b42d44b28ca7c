"""Networks as books have them: every activation, loss and convention, samples and updates."""

from tutor.engine.network import FIXED, Conventions, Descent, Layer, Network, Sample
from tutor.quantity import Kind, Quantity

PARAMETERS = {"leaky-relu": 0.1, "elu": 0.7}
OWN_ACTIVATION, OWN_LOSS = "z / (1 + exp(-z))", "(a - y)**4 / 4"
ACTIVATIONS = (
    "sigmoid", "tanh", "relu", "leaky-relu", "elu", "softplus", "silu", "identity", OWN_ACTIVATION, "1 - exp(-z^2)"
)  # fmt: skip
LOSSES = (
    "half-squared-error", "squared-error", "mean-squared-error", "binary-cross-entropy", "cross-entropy", OWN_LOSS
)  # fmt: skip
X = ((0.6, -0.9), (1.2, 0.4), (-0.5, 0.8))
Y = ((0.3, 0.8), (0.9, 0.15), (0.2, 0.7))
SHARES = ((1.0, 0.0), (0.25, 0.9), (0.0, 1.0))
CLASSES = ((0.0, 1.0), (1.0, 0.0), (0.0, 1.0))
TARGETS = {"binary-cross-entropy": SHARES, "cross-entropy": CLASSES}


PLAIN, ONCE = Conventions(), Descent()


def book(
    hidden="tanh", output="sigmoid", loss="half-squared-error", *,
    conventions=PLAIN, descent=ONCE, threshold=False, samples=1, learning_rate=0.5,
):  # fmt: skip
    """A 2-2-2 network."""
    x, y = X[:samples], TARGETS.get(loss, Y)[:samples]
    numbers = (
        (((0.4, -0.7), (0.55, 0.35)), (0.15, -0.25), hidden),
        (((0.6, -0.45), (-0.8, 0.9)), (0.2, -0.35), output),
    )
    many = {"none": 0, "shared": 1}.get(conventions.bias, 2)
    layers = tuple(Layer(W, b[:many], name, PARAMETERS.get(name), threshold and many > 0) for W, b, name in numbers)
    further = tuple(map(Sample, x[1:], y[1:]))
    return Network(x[0], y[0], layers, loss, learning_rate, further, conventions, descent)


def everything(network):
    """Every quantity that can be asked for, each after all that it is made of."""
    found = []
    for update in range(1, network.updates + 1):
        own = network.of_update(update)
        for sample in network.in_update(update):
            found += _pass(network, sample, update)
        found.append(Quantity(Kind.LOSS, sample=own, update=update))
        found += _parameters(network, (Kind.DL_DW, Kind.DL_DB), own, update)
        if network.learning_rate is not None:
            found += _parameters(network, (Kind.W_NEW, Kind.B_NEW), 1, update)
    return tuple(found)


def _pass(network, sample, update):
    """One sample's way through the network and back."""
    layers = range(1, network.depth + 1)
    ways = ((layers, (Kind.Z, Kind.A)), (reversed(layers), (Kind.SIGMA_PRIME, Kind.DELTA)))
    for way, kinds in ways:
        for l in way:
            for kind in kinds:
                yield from (Quantity(kind, l, j, None, sample, update) for j in range(1, network.sizes[l] + 1))


def _parameters(network, kinds, sample, update):
    """What is of each weight and each bias."""
    weight, bias = kinds
    for l in range(1, network.depth + 1):
        for j in range(1, network.sizes[l] + 1):
            for k in range(1, network.sizes[l - 1] + 1):
                yield Quantity(weight, l, j, k, sample, update)
        if bias is Kind.DL_DB or network.conventions.bias != FIXED:
            for j in range(1, len(network.layer(l).b) + 1):
                yield Quantity(bias, l, j, None, sample, update)


def shelf():
    """A network for each activation, each loss with each output, each convention, and each way to go downhill."""
    tanh = [("tanh", output, loss) for loss in LOSSES for output in ("sigmoid", "softmax")]
    for each in (*((name, "sigmoid", "half-squared-error") for name in ACTIVATIONS), *tanh,
                 ("relu", "identity", "squared-error"), ("silu", "elu", OWN_LOSS)):  # fmt: skip
        yield " ".join(each), book(*each)
    ways = (("sigmoid", "half-squared-error"), ("softmax", "cross-entropy"), ("sigmoid", "binary-cross-entropy"))
    for i, bias in enumerate(("per-neuron", "shared", "fixed", "none")):
        for s, sign in enumerate(("output-minus-target", "target-minus-output")):
            for threshold in (False, True):
                weights = ("destination-source", "source-destination")[(i + threshold) % 2]
                conventions = Conventions(weights, bias, sign, first_layer=1)
                for output, loss in (*ways, ("softmax", "mean-squared-error"))[(s + threshold) % 2 :: 2]:
                    name = f"{bias} {sign} {weights} {'θ ' if threshold else ''}{output} {loss}"
                    yield name, book("tanh", output, loss, conventions=conventions, threshold=threshold)
    for batch in ("mean", "sum", "online"):
        for updates, momentum, l2 in ((1, None, None), (2, None, 0.01), (2, 0.9, 0.1)):
            for i, (output, loss) in enumerate(ways):
                descent = Descent(updates, momentum, l2, batch)
                signs = Conventions(error_sign=("output-minus-target", "target-minus-output")[(i + updates) % 2])
                made = book("elu", output, loss, conventions=signs, descent=descent, samples=2)
                yield f"{batch} {updates} {momentum} {output} {loss}", made
