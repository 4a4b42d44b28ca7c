"""The pieces of equations in the notation of lessons, spelled as the lesson's book does."""

from tutor.engine.network import SHARED, Network
from tutor.explain.parts import number_of


def at(network: Network, l: int) -> str:
    """The layer above a letter: ``^{(2)}``."""
    return f"^{{({number_of(network, l)})}}"


def below(network: Network, l: int) -> str:
    """The vector that comes into layer l."""
    return rf"a{at(network, l - 1)}" if l > 1 else r"\mathbf{x}"


def source(network: Network, l: int) -> str:
    """Neuron k of the layer below l."""
    return rf"a_k{at(network, l - 1)}" if l > 1 else "x_k"


def weight(network: Network, l: int) -> str:
    """The weight from neuron k to neuron j of layer l."""
    return f"w_{{{'kj' if network.naming.source_first else 'jk'}}}{at(network, l)}"


def forward_weights(network: Network, l: int) -> str:
    """The weights of layer l as they stand before what comes in."""
    W = f"W{at(network, l)}"
    return f"({W})^T" if network.naming.source_first else W


def backward_weights(network: Network, l: int) -> str:
    """The weights of layer l as they stand before the errors that go back over them."""
    W = f"W{at(network, l)}"
    return W if network.naming.source_first else f"({W})^T"


def letter(network: Network, l: int) -> str:
    """What the biases of layer l are written with."""
    return r"\theta" if network.layer(l).threshold else "b"


def biases(network: Network, l: int) -> str:
    """All biases of layer l."""
    return f"{letter(network, l)}{at(network, l)}"


def bias(network: Network, l: int) -> str:
    """The bias of neuron j of layer l; where there is one for all, without an index."""
    index = "" if network.conventions.bias == SHARED else "_j"
    return f"{letter(network, l)}{index}{at(network, l)}"


def added(network: Network, l: int, text: str) -> str:
    """A bias as it is added to a weighted sum, a threshold as it is subtracted; nothing where there are none."""
    if not network.layer(l).b:
        return ""
    return f" {'-' if network.layer(l).threshold else '+'} {text}"


def over_samples(network: Network) -> str:
    """What stands before what each sample has its own of, where an update goes by several: ½ Σₛ."""
    n = len(network.in_update(1))
    if n == 1:
        return ""
    return rf"\tfrac{{1}}{{{n}}} \sum_s " if network.mean else r"\sum_s "


def of_sample(network: Network) -> str:
    """What stands behind what each sample has its own of."""
    return "[s]" if over_samples(network) else ""
