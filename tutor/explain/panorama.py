"""The whole network at once, as large as there is room: for looking around in it."""

from collections.abc import Callable

from tutor.engine.network import Network
from tutor.explain.labels import Look
from tutor.explain.layout import compact
from tutor.explain.moves import Chosen
from tutor.explain.spots import Picture
from tutor.quantity import Quantity

__all__ = ["Chosen", "panorama"]


def panorama(
    network: Network,
    value: Callable[[Quantity], str | None],
    mark: Callable[[Quantity], str],
    chosen: Chosen,
    width: int,
    height: int,
    focus: Quantity | None = None,
    sample: int = 1,
    update: int = 1,
) -> Picture:
    """Draw the whole network.

    Args:
        network: the lesson's network.
        value: the screen text of a known quantity, None where it is not known.
        mark: the sign after it.
        chosen: what is looked at, which is lit.
        width: the columns there are.
        height: the rows there are.
        focus: the quantity that is being asked, which shows ``?``; its sample and update are drawn.
        sample: the sample that is drawn where nothing is being asked.
        update: its update, likewise.
    """
    return compact(network, Look(None, None, focus, value, mark, sample, update), width, height)
