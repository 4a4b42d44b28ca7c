"""The errors that flow back, as far as they are known: as bars; where they vanish, the size of each layer's."""

import math
from collections.abc import Sequence
from operator import itemgetter
from typing import NamedTuple

from tutor.engine.network import Network
from tutor.engine.solution import Solution
from tutor.event import Sign
from tutor.explain.cells import Cell, Emphasis, Rows
from tutor.notation import math as notation
from tutor.notation.role import Role
from tutor.notation.sentence import Sentence
from tutor.notation.symbols import vector
from tutor.output.pictures.axis import Axis, Tick, powers
from tutor.output.pictures.bars import bars, measured
from tutor.output.pictures.paper import Known, Signs, behind, layer_said, number, picture, told, unsigned, worded
from tutor.output.pictures.plot import Plot
from tutor.quantity import Kind, Quantity, beside

ABOUT: Sentence = (
    "On its way back an error is multiplied by each weight and each slope that it passes: where both are small, little"
    " of it is left.",
)
NOTHING_YET = "No error is known yet."
VANISHES = 1e3
"""Where the largest errors of two layers are so many times apart, their sizes are worth a picture."""


def errors(
    network: Network,
    of: Quantity,
    known: Known,
    columns: int,
    rows: int,
    *,
    figures: int = 3,
    signs: Signs = unsigned,
) -> Rows:
    """The errors of the layers from the output back to one, as bars.

    Args:
        network: the network.
        of: a quantity of that layer, of the sample and update that are shown.
        known: what is known.
        columns: how wide the picture is at most.
        rows: how high.
        figures: the significant figures of its numbers.
        signs: the sign of a number that is not the right one.
    """

    def draw(wide: int, high: int) -> Rows:
        every = _shown(network, of, high)
        return bars([measured(network, q, known(q), figures, sign=signs(q)) for q in every], wide, high)

    return picture(("The errors on their way back",), columns, rows, draw)


def _shown(network: Network, of: Quantity, rows: int) -> list[Quantity]:
    """The errors that have a bar, from the output on; where there are too many, from a later layer on."""
    first, last = network.depth, of.layer or 1
    while first > last and sum(network.sizes[last : first + 1]) > rows:
        first -= 1
    return [q for l in range(first, last - 1, -1) for q in _layer(network, of, l)]


def _layer(network: Network, of: Quantity, l: int) -> list[Quantity]:
    return [beside(of, Kind.DELTA, l, j) for j in range(1, network.sizes[l] + 1)]


def said(
    network: Network, of: Quantity, known: Known, *, figures: int = 3, signs: Signs = unsigned
) -> tuple[Sentence, ...]:
    """The same in sentences: every error that is known, from the output back."""
    every = [q for l in range(network.depth, (of.layer or 1) - 1, -1) for q in _layer(network, of, l)]
    found = [(*told(network, q, value, figures, signs(q)), ".") for q in every if (value := known(q)) is not None]
    return (ABOUT, *(found or ((NOTHING_YET,),)))


# How the size of the errors goes, layer by layer


def sizes(solution: Solution, sample: int = 1) -> tuple[float, ...]:
    """The size of the largest error of each layer 1 … L, in the first update that the sample is in."""
    update = next(each for each in solution.updates if sample in each.passes)
    return tuple(max(map(abs, layer)) for layer in update.passes[sample].delta)


def vanishing(solution: Solution) -> bool:
    """Whether the sizes of the errors are so far apart that a picture of them says something."""
    found = sizes(solution)
    return len(found) > 2 and min(found) > 0 and max(found) / min(found) >= VANISHES


class Size(NamedTuple):
    """The size of the largest error of a layer as far as it is known, and its sign where it is not the right one."""

    value: float | None
    sign: Sign | None = None


def of_all(solution: Solution) -> tuple[Size, ...]:
    """Every size, as all is known at the end."""
    return tuple(map(Size, sizes(solution)))


def so_far(network: Network, of: Quantity, known: Known, signs: Signs = unsigned) -> tuple[Size, ...]:
    """The size of each layer all of whose errors are known, of the sample and update of a quantity."""
    found = []
    for l in range(1, network.depth + 1):
        every = [(abs(value), q) for q in _layer(network, of, l) if (value := known(q)) is not None]
        largest, q = max(every, key=itemgetter(0), default=(0.0, of))
        found.append(Size(largest, signs(q)) if len(every) == network.sizes[l] else Size(None))
    return tuple(found)


def by_layer(network: Network, every: Sequence[Size], columns: int, rows: int, *, figures: int = 3) -> Rows:
    """How large the largest error of each layer is; each mark on the left is so many times the one below.

    Args:
        network: the network.
        every: how large it is in layer 1 … L, as far as that is known.
        columns: how wide the picture is at most.
        rows: how high.
        figures: the significant figures of its numbers.
    """
    caption = ("How large the errors are, layer by layer",)
    return picture(caption, columns, rows, lambda c, r: _by_layer(network, every, c, r, figures))


def _by_layer(network: Network, every: Sequence[Size], columns: int, rows: int, figures: int) -> Rows:
    points = [(float(l), value, sign) for l, (value, sign) in enumerate(every, 1) if value]
    if not points:
        unknown = any(size.value is None for size in every)
        return ((Cell(f" {NOTHING_YET if unknown else 'Every error is 0.'}", Role.PLAIN, Emphasis.DIM),),)
    heights = [math.log10(size) for _, size, _ in points]
    y = powers(math.floor(min(heights) - 0.2), math.ceil(max(heights) + 0.2), max(3, rows // 2))
    plot = Plot(columns, rows, _layers(network, columns), y, right=2)
    # An unknown size parts the line.
    plot.curve([(l, math.nan if size.value is None else size.value) for l, size in enumerate(every, 1)], Role.ERROR)
    for l, value, sign in points:
        plot.point(l, value, (Cell(number(value, figures), Role.ERROR), *behind(sign)), Role.ERROR)
    return plot.rows()


def _layers(network: Network, columns: int) -> Axis:
    last = network.depth
    stride = max(1, math.ceil(last * 9 / columns))
    ticks = tuple(
        Tick(float(l), notation.screen(vector(Kind.DELTA, l, network.naming))) for l in range(1, last + 1, stride)
    )
    return Axis(1 - last / 12, last + last / 12, ticks)


def said_by_layer(network: Network, solution: Solution, *, figures: int = 3) -> tuple[Sentence, ...]:
    """The same in sentences at the end."""
    return (*said_so_far(network, of_all(solution), figures=figures), *about_layers(solution))


def said_so_far(network: Network, every: Sequence[Size], *, figures: int = 3) -> tuple[Sentence, ...]:
    """Each size that is known in a sentence, from the output back."""
    found = [
        (f"In {layer_said(network, l)} the largest error is {number(value, figures)}{worded(sign)}.",)
        for l, (value, sign) in reversed(list(enumerate(every, 1)))
        if value is not None
    ]
    return tuple(found) or ((NOTHING_YET,),)


def about_layers(solution: Solution) -> tuple[Sentence, ...]:
    """What the picture of the layers tells, in sentences."""
    found = sizes(solution)
    if not vanishing(solution) or found[0] > found[-1]:
        return (ABOUT,)
    times = float(f"{found[-1] / found[0]:.2g}")  # in words, two figures are enough
    return (ABOUT, (f"From the output back to the first layer it becomes about {times:,.0f} times smaller.",))
