"""The activation of a layer and its slope as curves, with the numbers of this step on them.

The curves are the function's, which everybody may see. A neuron's z stands on the axis and its a or σ′ on its curve
only once that number is known.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from tutor.engine import activations
from tutor.engine.entry import Activation
from tutor.engine.network import Network
from tutor.explain.cells import Row, Rows, width
from tutor.explain.flow import cells
from tutor.expression.functions import CALM
from tutor.notation import math as notation
from tutor.notation import tex
from tutor.notation.role import Role
from tutor.notation.sentence import Sentence
from tutor.output.pictures.axis import Axis, linear
from tutor.output.pictures.bars import Bar, bars, measured
from tutor.output.pictures.paper import Known, Signs, behind, layer_said, named, picture, told, unsigned
from tutor.output.pictures.plot import Plot
from tutor.quantity import Kind, Quantity, beside

USUAL = 4.0
"""The curves go this far to either side, and further where a z is."""
BOUNDED = 2.0
"""Curves that are higher there go half as far: most of them would be where no neuron is."""
FURTHEST = 1e6
"""No further, though: a number that is larger is not on the picture."""
STEEP = 12.0
"""A curve that rises to so many times its height in most places is cut off there."""
SAMPLES = 201
"""How many points tell how high a curve goes."""
FLAT = 0.1
"""Where the slope is less than this part of the steepest one that the curve has, it is flat."""


class _Neuron(NamedTuple):
    """What is known of one neuron."""

    z: Quantity
    a: Quantity
    slope: Quantity
    at: float | None
    height: float | None
    rise: float | None
    signs: Signs

    def named(self, q: Quantity, network: Network) -> Row:
        """The name of one of its numbers, with the sign of one that is not right."""
        return (*named(q, network), *behind(self.signs(q)))


def curves(
    network: Network,
    of: Quantity,
    known: Known,
    columns: int,
    rows: int,
    *,
    figures: int = 3,
    signs: Signs = unsigned,
) -> Rows:
    """The curves of a layer's activation and of its slope; of softmax, which has none, its outputs as bars.

    Args:
        network: the network.
        of: a quantity of the layer, of the sample and update that are shown.
        known: what is known.
        columns: how wide the picture is at most.
        rows: how high.
        figures: the significant figures of its numbers.
        signs: the sign of a number that is not the right one.
    """
    activation = activations.of(network.layer(of.layer or 1))
    where = f", {layer_said(network, of.layer or 1)}"
    if activation.whole:
        caption: Sentence = (f"The shares that softmax makes{where}",)
        every = _shares(network, tuple(_neurons(network, of, known, signs)), figures)
        return picture(caption, columns, rows, lambda c, r: bars(every, c, r, high=1.0))
    caption = (_names(activation)[0], f"(z) and its slope{where}")
    neurons = tuple(_neurons(network, of, known, signs))
    return picture(caption, columns, rows, lambda c, r: _curves(network, of, neurons, c, r))


def _curves(network: Network, of: Quantity, neurons: Sequence[_Neuron], columns: int, rows: int) -> Rows:
    activation = activations.of(network.layer(of.layer or 1))
    far = _far(activation, [each.at for each in neurons])
    x = linear(-far, far, max(3, columns // 7), widened=False)
    ends = tuple(tuple(cells(notation.spans(name))) for name in _names(activation))
    y = _heights(activation, x, rows - 2)
    plot = Plot(columns, rows, x, y, right=max(map(width, ends)) + 2)
    if y.low < 0 < y.high:
        plot.level(0.0)
    places = [x.value(dot, plot.dots) for dot in range(plot.dots)]
    for rule, name, dashed in ((activation.value, ends[0], False), (activation.slope, ends[1], True)):
        points = [(z, _calm(rule, z)) for z in places]
        plot.curve(points, Role.ACTIVATION, dashed=dashed, breaks=activation.kinks if dashed else ())
        plot.end(points, name)
    for each in neurons:
        _mark(plot, network, each)
    return plot.rows()


def _mark(plot: Plot, network: Network, each: _Neuron) -> None:
    """One neuron: its z on the axis; its a and σ′ at their heights over it."""
    if each.at is None:
        return
    heights = [height for height in (each.height, each.rise) if height is not None]
    if heights:
        plot.upright(each.at, max(heights))
    plot.below(each.at, each.named(each.z, network))
    if each.height is not None:
        plot.point(each.at, each.height, each.named(each.a, network), Role.ACTIVATION)
    if each.rise is not None:
        plot.point(each.at, each.rise, each.named(each.slope, network), Role.ACTIVATION)


def _neurons(network: Network, of: Quantity, known: Known, signs: Signs) -> Iterator[_Neuron]:
    layer = of.layer or 1
    for j in range(1, network.sizes[layer] + 1):
        z, a, slope = (beside(of, kind, layer, j) for kind in (Kind.Z, Kind.A, Kind.SIGMA_PRIME))
        yield _Neuron(z, a, slope, known(z), known(a), known(slope), signs)


def _names(activation: Activation) -> tuple[notation.Math, notation.Math]:
    """The names of the curves: σ and σ′."""
    name = tex.parse(activation.symbol)
    return notation.Tint(Role.ACTIVATION, name), notation.Tint(Role.ACTIVATION, notation.Script(name, primes=1))


def _far(activation: Activation, known: list[float | None]) -> float:
    """How far the curves go to either side: to the usual place, or somewhat further than the furthest z."""
    furthest = max((abs(z) for z in known if z is not None and abs(z) <= FURTHEST), default=0.0)
    usual = USUAL if abs(_calm(activation.value, USUAL)) <= BOUNDED else USUAL / 2
    if furthest <= 0.95 * usual:
        return usual
    power = 10.0 ** math.floor(math.log10(1.05 * furthest))
    return next(part * power for part in (1, 1.5, 2, 3, 4, 5, 6, 8, 10, 15) if part * power >= 1.05 * furthest)


@lru_cache(maxsize=16)
def _heights(activation: Activation, x: Axis, rows: int) -> Axis:
    """The axis of the heights: all that the curves reach, but for what is steep beyond measure."""
    found = [
        height
        for rule in (activation.value, activation.slope)
        for height in (_calm(rule, x.value(i, SAMPLES)) for i in range(SAMPLES))
        if math.isfinite(height)
    ]
    sizes = sorted(map(abs, found))
    if not sizes:
        return linear(0.0, 1.0, 2)
    most = STEEP * (sizes[len(sizes) * 3 // 4] or 1.0)
    low, high = max(min(found), -most), min(max(found), most)
    return linear(min(low, 0.0), max(high, 0.0), max(2, rows // 3))


def _calm(rule: Callable[..., float], z: float) -> float:
    """A value of a curve; NaN where there is none."""
    try:
        return float(rule(CALM, z))
    except ArithmeticError:
        return math.nan


def _shares(network: Network, neurons: Sequence[_Neuron], figures: int) -> list[Bar]:
    """The outputs of softmax, which add up to 1, and their slopes once one of them is known."""
    every = [(each.a, each.height, each.signs) for each in neurons]
    if any(each.rise is not None for each in neurons):
        every += [(each.slope, each.rise, each.signs) for each in neurons]
    return [measured(network, q, value, figures, sign=signs(q), short=True) for q, value, signs in every]


def said(
    network: Network, of: Quantity, known: Known, *, figures: int = 3, signs: Signs = unsigned
) -> tuple[Sentence, ...]:
    """The same in sentences: the function, its slope, and where on it each neuron is, as far as that is known."""
    activation = activations.of(network.layer(of.layer or 1))
    neurons = tuple(_neurons(network, of, known, signs))
    steepest = 0.0
    if not activation.whole:
        far = _far(activation, [each.at for each in neurons])
        slopes = (abs(_calm(activation.slope, far * (i / 50 - 1))) for i in range(101))
        steepest = max(filter(math.isfinite, slopes), default=0.0)
    found = [_where(activation, each, steepest, network, figures) for each in neurons if each.at is not None]
    none: tuple[Sentence, ...] = () if found else (("No z of this layer is known yet.",),)
    return (*about(network, of), *found, *none)


def about(network: Network, of: Quantity) -> tuple[Sentence, ...]:
    """What the curves are, in sentences."""
    activation = activations.of(network.layer(of.layer or 1))
    return (activation.words,), (activation.slope_words,)


def _where(activation: Activation, each: _Neuron, steepest: float, network: Network, figures: int) -> Sentence:
    """Where one neuron is."""
    if each.at is None:
        return ()
    numbers = ((each.z, each.at), (each.a, each.height), (each.slope, each.rise))
    parts = [told(network, q, value, figures, each.signs(q)) for q, value in numbers if value is not None]
    joined = tuple(part for one in parts for part in (", ", *one))[1:]
    if activation.whole or activation.linear:
        return (*joined, ".")
    flat = abs(_calm(activation.slope, each.at)) < FLAT * steepest
    return (*joined, ": where the curve is ", "nearly flat." if flat else "steep.")
