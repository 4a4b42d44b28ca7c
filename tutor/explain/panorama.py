"""The whole network at once, as large as there is room: for looking around in it."""

from tutor.engine.network import Network
from tutor.explain.labels import Look
from tutor.explain.layout import compact
from tutor.explain.moves import Chosen
from tutor.explain.spots import Picture

__all__ = ["Chosen", "panorama"]


def panorama(network: Network, look: Look, chosen: Chosen, width: int, height: int) -> Picture:
    """Draw the whole network.

    Args:
        network: the lesson's network.
        look: what is known, of which sample and update, and the quantity that is being asked, if one is.
        chosen: what is looked at, which is lit.
        width: the columns there are, 58 or more.
        height: the rows there are.
    """
    del chosen
    return compact(network, look, width, height)
