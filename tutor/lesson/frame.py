"""What the steps of a lesson depend on: how many of each there are in its network."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from tutor.engine.network import BIASES, ONLINE
from tutor.lesson.values import is_batch


class Frame(NamedTuple):
    """What can be asked for, as far as a file tells; it may be at fault.

    Attributes:
        sizes: n_0 … n_L, None where the file does not tell; empty where it tells nothing.
        bias: what biases its layers have, one of ``engine.network.BIASES``.
        samples: how many samples there are.
        updates: how many updates there are; None without a learning rate.
        online: whether each update goes by a sample of its own.
    """

    sizes: tuple[int | None, ...]
    bias: str = BIASES[0]
    samples: int = 1
    updates: int | None = None
    online: bool = False

    def of_update(self, update: int) -> int:
        """The sample that the loss and the gradients of an update carry."""
        return (update - 1) % self.samples + 1 if self.online else 1


def frame(network: Mapping[str, Any], sizes: Sequence[int | None]) -> Frame:
    """What the ``[network]`` table of a file tells of it, whatever is at fault in it."""
    x, updates, bias = network.get("x"), network.get("updates"), network.get("bias")
    samples = len(x) if isinstance(x, list) and is_batch(x) else 1
    online = network.get("batch") == ONLINE
    most = updates if isinstance(updates, int) and updates > 0 else samples if online else 1
    return Frame(
        tuple(sizes),
        bias if isinstance(bias, str) and bias in BIASES else BIASES[0],
        samples,
        most if "learning_rate" in network else None,
        online,
    )
