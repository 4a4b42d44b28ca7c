"""A network and one training example, as a lesson gives them: frozen, plain floats, no arithmetic."""

from typing import NamedTuple

from tutor.quantity import Kind, Quantity


class Layer(NamedTuple):
    """Layer l: what turns the activations of layer l − 1 into its own.

    Attributes:
        W: n_l rows of n_{l−1} weights; ``W[j-1][k-1]`` goes from source neuron k to destination neuron j.
        b: n_l biases.
        activation: the name of an entry of ``engine.activations.ACTIVATIONS``.
    """

    W: tuple[tuple[float, ...], ...]
    b: tuple[float, ...]
    activation: str


class Network(NamedTuple):
    """A fully connected network with its example.

    Attributes:
        x: the input, n_0 numbers.
        y: the target, n_L numbers.
        layers: layers 1 … L.
        loss: the name of an entry of ``engine.losses.LOSSES``.
        learning_rate: η, or None where the lesson has no update stage.
    """

    x: tuple[float, ...]
    y: tuple[float, ...]
    layers: tuple[Layer, ...]
    loss: str
    learning_rate: float | None = None

    @property
    def sizes(self) -> tuple[int, ...]:
        """n_0 … n_L."""
        return (len(self.x), *(len(layer.b) for layer in self.layers))

    @property
    def depth(self) -> int:
        """L, the index of the output layer."""
        return len(self.layers)

    def layer(self, l: int) -> Layer:
        """Layer l, counted from 1."""
        return self.layers[l - 1]

    def parameter(self, q: Quantity) -> float:
        """One of the lesson's own numbers: a weight, a bias, an input (``a`` of layer 0), a target or the rate.

        Raises:
            LookupError: if the lesson does not give ``q``.
        """
        j, k = (q.j or 1) - 1, (q.k or 1) - 1
        match q.kind:
            case Kind.W if q.layer is not None:
                return self.layer(q.layer).W[j][k]
            case Kind.B if q.layer is not None:
                return self.layer(q.layer).b[j]
            case Kind.A if q.layer == 0:
                return self.x[j]
            case Kind.Y:
                return self.y[j]
            case Kind.RATE if self.learning_rate is not None:
                return self.learning_rate
            case _:
                raise LookupError(f"the lesson does not give {q}")
