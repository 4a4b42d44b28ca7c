"""A network and its training examples, as a lesson gives them: frozen, plain floats, no arithmetic."""

from typing import NamedTuple

from tutor.quantity import Kind, Naming, Quantity

Numbers = tuple[float, ...]

SOURCE_FIRST = "source-destination"
SHARED, FIXED, NO_BIAS = "shared", "fixed", "none"
TARGET_FIRST = "target-minus-output"
MEAN, ONLINE = "mean", "online"

WEIGHTS = ("destination-source", SOURCE_FIRST)
"""How a lesson writes W: a row for each destination neuron, or for each source neuron."""
BIASES = ("per-neuron", SHARED, FIXED, NO_BIAS)
"""What biases a lesson's layers have: one a neuron, one a layer, one a neuron that is never updated, none."""
ERROR_SIGNS = ("output-minus-target", TARGET_FIRST)
"""Whether δ is ∂L/∂z or −∂L/∂z."""
BATCHES = (MEAN, "sum", ONLINE)
"""What an update goes by: the mean or the sum of all samples' losses, or one sample after the other."""


class Layer(NamedTuple):
    """Layer l: what turns the activations of layer l − 1 into its own.

    Attributes:
        W: n_l rows of n_{l−1} weights; ``W[j-1][k-1]`` goes from source neuron k to destination neuron j, however the
            lesson writes it.
        b: n_l biases; one where they are shared; nothing where there are none.
        activation: the name of an entry of ``engine.activations.ACTIVATIONS``, or a formula in z of the lesson's own.
        parameter: the number that a family of activations needs: the slope of leaky-relu, the alpha of elu.
        threshold: whether ``b`` holds thresholds θ, which are subtracted.
    """

    W: tuple[Numbers, ...]
    b: Numbers
    activation: str
    parameter: float | None = None
    threshold: bool = False


class Sample(NamedTuple):
    """One training example: n_0 inputs and n_L targets."""

    x: Numbers
    y: Numbers


class Conventions(NamedTuple):
    """How a book writes what it means: nothing here changes a gradient.

    Attributes:
        weights: one of ``WEIGHTS``.
        bias: one of ``BIASES``.
        error_sign: one of ``ERROR_SIGNS``.
        first_layer: the number that the input has on screen, 0 or 1.
        class_target: whether the target is written as the number of a class, from 1.
    """

    weights: str = WEIGHTS[0]
    bias: str = BIASES[0]
    error_sign: str = ERROR_SIGNS[0]
    first_layer: int = 0
    class_target: bool = False


class Descent(NamedTuple):
    """How the update goes on from the gradient.

    Attributes:
        updates: how many updates there are.
        momentum: μ, how much of the last step is in the next; None where there is none.
        l2: λ of ½λ Σ w² in the loss; None where there is none.
        batch: one of ``BATCHES``.
    """

    updates: int = 1
    momentum: float | None = None
    l2: float | None = None
    batch: str = BATCHES[0]


class Network(NamedTuple):
    """A fully connected network with its examples.

    Attributes:
        x: the input of the first sample, n_0 numbers.
        y: its target, n_L numbers.
        layers: layers 1 … L.
        loss: the name of an entry of ``engine.losses.LOSSES``, or a term in a and y of the lesson's own.
        learning_rate: η, or None where the lesson has no update stage.
        further: the samples after the first.
        conventions: how the lesson's book writes it.
        descent: how the update goes.
    """

    x: Numbers
    y: Numbers
    layers: tuple[Layer, ...]
    loss: str
    learning_rate: float | None = None
    further: tuple[Sample, ...] = ()
    conventions: Conventions = Conventions()
    descent: Descent = Descent()

    @property
    def sizes(self) -> tuple[int, ...]:
        """n_0 … n_L."""
        return (len(self.x), *(len(layer.W) for layer in self.layers))

    @property
    def depth(self) -> int:
        """L, the index of the output layer."""
        return len(self.layers)

    @property
    def samples(self) -> tuple[Sample, ...]:
        """Every sample, in order; ``samples[s - 1]`` is sample s."""
        return (Sample(self.x, self.y), *self.further)

    @property
    def naming(self) -> Naming:
        """What the names of its quantities depend on."""
        conventions = self.conventions
        return Naming(
            self.sizes,
            (1, *(len(layer.b) for layer in self.layers)),
            tuple(l for l, layer in enumerate(self.layers, 1) if layer.threshold),
            conventions.first_layer,
            conventions.weights == SOURCE_FIRST,
            len(self.further) + 1,
            self.updates,
        )

    @property
    def updates(self) -> int:
        """How many updates the lesson has; without a learning rate none, and its passes belong to the first."""
        return self.descent.updates if self.learning_rate is not None else 1

    @property
    def online(self) -> bool:
        """Whether each update goes by a sample of its own."""
        return self.descent.batch == ONLINE

    @property
    def mean(self) -> bool:
        """Whether the loss and the gradients are the mean over the samples."""
        return self.descent.batch == MEAN

    @property
    def true_sign(self) -> bool:
        """Whether δ is ∂L/∂z, and not its negative."""
        return self.conventions.error_sign != TARGET_FIRST

    def in_update(self, update: int) -> tuple[int, ...]:
        """The samples that an update goes by, each from 1: all, or online the one whose turn it is."""
        n = len(self.further) + 1
        return ((update - 1) % n + 1,) if self.online else tuple(range(1, n + 1))

    def of_update(self, update: int) -> int:
        """The sample that the gradients and the loss of an update carry: online its own, else the first."""
        return self.in_update(update)[0]

    def layer(self, l: int) -> Layer:
        """Layer l, counted from 1."""
        return self.layers[l - 1]

    def bias_of(self, l: int, j: int) -> int | None:
        """Which bias of layer l neuron j has, from 1; None where there are none."""
        n = len(self.layer(l).b)
        return None if n == 0 else 1 if self.conventions.bias == SHARED else j

    def parameter(self, q: Quantity) -> float:
        """One of the lesson's own numbers: a weight, a bias, an input (``a`` of layer 0), a target, a rate.

        Raises:
            LookupError: if the lesson does not give ``q``.
        """
        found = self._parameter(q)
        if found is None:
            raise LookupError(f"the lesson does not give {q}")
        return found

    def _parameter(self, q: Quantity) -> float | None:
        j, k = (q.j or 1) - 1, (q.k or 1) - 1
        match q.kind:
            case Kind.W if q.layer is not None:
                return self.layer(q.layer).W[j][k]
            case Kind.B if q.layer is not None:
                return self.layer(q.layer).b[j]
            case Kind.A if q.layer == 0:
                return self.samples[q.sample - 1].x[j]
            case Kind.Y:
                return self.samples[q.sample - 1].y[j]
            case Kind.RATE:
                return self.learning_rate
            case Kind.MOMENTUM:
                return self.descent.momentum
            case Kind.L2:
                return self.descent.l2
            case _:
                return None
