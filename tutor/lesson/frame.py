"""What the steps of a lesson depend on: how many of each there are in its network."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from tutor.engine.entry import SOFTMAX
from tutor.engine.losses import LOSSES
from tutor.engine.network import BIASES, ONLINE
from tutor.lesson.values import UPDATES, is_batch


class Frame(NamedTuple):
    """What can be asked for, as far as a file tells; it may be at fault.

    Attributes:
        sizes: n_0 … n_L, None where the file does not tell; empty where it tells nothing.
        bias: what biases its layers have, one of ``engine.network.BIASES``.
        samples: how many samples there are; None where the file does not tell.
        updates: how many updates there are; None where the file does not tell.
        updated: whether there is a learning rate.
        online: whether each update goes by a sample of its own.
        whole: whether each error of the output is made of all outputs, as with softmax.
        short: whether no error of the output is made of a slope.
    """

    sizes: tuple[int | None, ...]
    bias: str = BIASES[0]
    samples: int | None = 1
    updates: int | None = 1
    updated: bool = False
    online: bool = False
    whole: bool = False
    short: bool = False

    def of_update(self, update: int) -> int:
        """The sample that the loss and the gradients of an update carry."""
        return (update - 1) % self.samples + 1 if self.online and self.samples else 1


def frame(network: Mapping[str, Any], sizes: Sequence[int | None]) -> Frame:
    """What the ``[network]`` table of a file tells of it, whatever is at fault in it."""
    bias, loss, layers = network.get("bias"), network.get("loss"), network.get("layer")
    samples, online = _samples(network.get("x")), network.get("batch") == ONLINE
    updated = "learning_rate" in network
    last = layers[-1] if isinstance(layers, list) and layers and isinstance(layers[-1], dict) else {}
    activation = last.get("activation", network.get("activation"))
    known = LOSSES.get(loss) if isinstance(loss, str) else None
    whole = activation == SOFTMAX
    return Frame(
        tuple(sizes),
        bias if isinstance(bias, str) and bias in BIASES else BIASES[0],
        samples,
        _updates(network, samples if online else 1) if updated else 1,
        updated,
        online,
        whole,
        whole or (known is not None and known.partner is not None and known.partner == activation),
    )


def _samples(x: object) -> int | None:
    if not isinstance(x, list):
        return None
    return len(x) if is_batch(x) else 1


def _updates(network: Mapping[str, Any], usual: int | None) -> int | None:
    if "updates" not in network:
        return usual
    updates = network["updates"]
    return updates if isinstance(updates, int) and 1 <= updates <= UPDATES else None
