"""Which place of the network is meant by what is typed behind the word ``network``."""

from typing import cast

from tutor.explain.moves import Chosen, Way
from tutor.explain.parts import number_of
from tutor.explain.spots import Layer, Neuron, Place, Wire
from tutor.output import around, routes
from tutor.output.around import TURNED
from tutor.session import Session

HOW = (
    "Type network {0} for layer {0}, network {0} 1 for its neuron 1, network {0} 1 1 for its weight w 1 1, network A"
    " for path A; behind that, forward or backward says which way to look."
)
"""What can be typed, of the first layer behind the input, which every network has."""


def wanted(session: Session, text: str) -> Chosen | str:
    """What is to be looked at, or one sentence on why there is no such place.

    Args:
        session: the session.
        text: numbers as they stand in names: a layer, a layer and a neuron, a layer and both indices of a weight; or
            the letter of a path; behind it, which way to look.
    """
    words = text.replace(",", " ").casefold().split()
    chosen = around.opening(session)
    if words and words[-1] in TURNED:
        chosen = chosen._replace(way=cast("Way", words.pop()))
    if words[:1] == ["path"] and len(words) == 2:
        del words[0]
    if not words:
        return chosen
    if len(words) == 1 and words[0].isalpha() and len(words[0]) == 1:
        return _path(session, chosen, words[0].upper())
    if len(words) > 3 or not all(word.isascii() and word.isdecimal() and len(word) < 7 for word in words):
        return how(session)
    of = _place(session, [int(word) for word in words])
    return of if isinstance(of, str) else around.choose(session, chosen, of)


def how(session: Session) -> str:
    """What can be typed, with places that there are."""
    return HOW.format(number_of(session.lesson.network, 1))


def _path(session: Session, chosen: Chosen, letter: str) -> Chosen | str:
    every = routes.routes(session)
    at = routes.LETTERS.find(letter)
    if 0 <= at < len(every):
        return around.on_path(session, chosen, every[at])
    last = routes.LETTERS[len(every) - 1]
    return f"There is no path {letter}: the only path is A." if len(every) == 1 else f"The paths are A to {last}."


def _place(session: Session, numbers: list[int]) -> Place | str:
    network = session.lesson.network
    first, sizes = number_of(network, 0), network.sizes
    layer = numbers[0] - first
    if not 0 <= layer <= network.depth:
        return f"There is no layer {numbers[0]}: the layers are {first} to {first + network.depth}."
    if len(numbers) == 1:
        return Layer(layer)
    if len(numbers) == 2:
        j = numbers[1]
        return Neuron(layer, j) if 0 < j <= sizes[layer] else f"Layer {numbers[0]} has {_to(sizes[layer])}."
    if layer == 0:
        return f"No weight leads into layer {first}, the input."
    source_first = network.naming.source_first
    j, k = reversed(numbers[1:]) if source_first else numbers[1:]
    if 0 < j <= sizes[layer] and 0 < k <= sizes[layer - 1]:
        return Wire(layer, j, k)
    last = (sizes[layer - 1], sizes[layer]) if source_first else (sizes[layer], sizes[layer - 1])
    return f"The weights of layer {numbers[0]} are w 1 1 to w {last[0]} {last[1]}."


def _to(n: int) -> str:
    return "one neuron, number 1" if n == 1 else f"neurons 1 to {n}"
