"""The gradient check's error over ε: a V, since a large ε misses the bend of the loss and a small one is rounding.

On both axes each mark is so many times the one before. The arm on the right rises with ε², what centred differences
leave out; the arm on the left with 1/ε, the last figures of two losses that are all but equal.
"""

import math
from functools import lru_cache
from typing import NamedTuple

from tutor.engine.network import Network
from tutor.engine.solution import Solution
from tutor.explain.cells import Cell, Emphasis, Row, Rows
from tutor.explain.flow import flow
from tutor.notation import charset
from tutor.notation.number import scientific, screen
from tutor.notation.role import Role
from tutor.notation.sentence import Sentence
from tutor.notation.symbols import symbol
from tutor.output.pictures.axis import powers
from tutor.output.pictures.paper import picture
from tutor.output.pictures.plot import Plot
from tutor.quantity import Kind, Quantity

SMALLEST, LARGEST = -15, 0
"""The powers of ten of the smallest and the largest ε."""
A_DECADE = 24
"""How many ε there are from one power of ten to the next."""
USED = 1e-5
"""The ε of the gradient check."""
EXACT = 1e-16
"""What is drawn of errors that are smaller: two equal numbers have none, and a logarithm has no 0."""
NEAR = 8
"""How many neighbours on each side an error is seen among."""
APART = 1e-3
"""An arm is there where the error at its end is so much larger than the least."""


class Error(NamedTuple):
    """How far backpropagation and centred differences with one ε are apart, as in the gradient check."""

    epsilon: float
    error: float


def vee(network: Network, solution: Solution, weight: Quantity, columns: int, rows: int) -> Rows:
    """The relative error of one weight's gradient over ε.

    Args:
        network: the network.
        solution: its numbers.
        weight: the weight (kind ``W``); where its gradient is 0, the one with the largest takes its place.
        columns: how wide the picture is at most.
        rows: how high.
    """
    subject = _subject(solution, weight)
    caption = (*_name(network, subject), ", its relative error over ε")
    return picture(caption, columns, rows, lambda c, r: _plot(errors(network, solution, subject), c, r))


def _name(network: Network, weight: Quantity) -> Sentence:
    return (symbol(weight._replace(kind=Kind.DL_DW), network.naming),)


def _subject(solution: Solution, weight: Quantity) -> Quantity:
    gradients = solution.updates[0].dL_dW
    if gradients[(weight.layer or 1) - 1][(weight.j or 1) - 1][(weight.k or 1) - 1]:
        return weight
    every = (
        (abs(value), Quantity(Kind.W, l, j, k))
        for l, matrix in enumerate(gradients, 1)
        for j, row in enumerate(matrix, 1)
        for k, value in enumerate(row, 1)
    )
    size, found = max(every, key=lambda each: each[0])
    return found if size else weight


@lru_cache(maxsize=4)
def _differences(network: Network, weight: Quantity) -> tuple[tuple[float, float], ...]:
    from tutor.engine.check import differences  # NumPy, which no picture of a first question may wait for

    steps = (LARGEST - SMALLEST) * A_DECADE
    epsilons = [10.0 ** (SMALLEST + i / A_DECADE) for i in range(steps + 1)]
    return tuple(zip(epsilons, differences(network, weight, epsilons), strict=True))


def errors(network: Network, solution: Solution, weight: Quantity) -> tuple[Error, ...]:
    """The relative error with each ε, from the smallest on; where a changed loss has no value, none."""
    gradient = solution.updates[0].dL_dW[(weight.layer or 1) - 1][(weight.j or 1) - 1][(weight.k or 1) - 1]
    found = []
    for epsilon, numerical in _differences(network, weight):
        total = abs(gradient) + abs(numerical)
        if math.isfinite(total):
            found.append(Error(epsilon, abs(gradient - numerical) / total if total else 0.0))
    return tuple(found)


def least(every: tuple[Error, ...]) -> Error:
    """Where both arms meet: the ε whose neighbours have the least error, and the error that they have in the middle.

    Rounding makes one error small by chance and the next one large: no single one says anything.
    """
    middles = []
    for i in range(NEAR, len(every) - NEAR):
        near = sorted(each.error for each in every[i - NEAR : i + NEAR + 1])
        middles.append(Error(every[i].epsilon, near[NEAR]))
    return min(middles, key=lambda each: max(each.error, EXACT))


def _plot(every: tuple[Error, ...], columns: int, rows: int) -> Rows:
    if not _drawable(every):
        return flow((Cell(" Both ways give the same number with every ε."),), columns, 1)
    lowest = math.floor(math.log10(min(each.error for each in every if each.error > EXACT)))
    x = powers(SMALLEST, LARGEST, max(3, columns // 10))
    plot = Plot(columns, rows, x, powers(lowest - 1, 0, max(3, rows // 3)), right=2)
    plot.upright(USED)
    plot.dust([(each.epsilon, each.error) for each in every], Role.ERROR)
    best = least(every)
    plot.point(best.epsilon, max(best.error, EXACT), _words(f"least, {_power(best.error)}"), Role.ERROR)
    plot.below(USED, (Cell(charset.spelt("ε of the check"), Role.PLAIN, Emphasis.STRONG),))
    left, right = arms(every)
    under = sorted(range(plot.high // 2, plot.high), key=lambda row: abs(row - plot.high * 3 // 4))
    if left:
        plot.words(((row, 2) for row in under), _words("rounding"))
    if right:
        plot.words(((row, plot.wide - gap) for row in under for gap in (11, 10)), _words("truncation"))
    return plot.rows()


def _drawable(every: tuple[Error, ...]) -> bool:
    """Whether there is any error, and enough that has a value."""
    return len(every) > 4 * A_DECADE and any(each.error > EXACT for each in every)


def _words(text: str) -> Row:
    return (Cell(text),)


def _power(value: float) -> str:
    return screen(scientific(value, 1)) if value else "0"


def arms(every: tuple[Error, ...]) -> tuple[bool, bool]:
    """Whether the error rises on the left, where rounding is, and on the right, where truncation is."""
    best = least(every).error
    left = max(each.error for each in every[: 2 * A_DECADE])
    right = max(each.error for each in every[-2 * A_DECADE :])
    return left * APART > best, right * APART > best


def said(network: Network, solution: Solution, weight: Quantity) -> tuple[Sentence, ...]:
    """The same in sentences: how the error goes, where it is least, and what it is in the gradient check."""
    subject = _subject(solution, weight)
    every = errors(network, solution, subject)
    name = _name(network, subject)
    if not _drawable(every):
        return (("Backpropagation and differences of the loss give the same ", *name, " with every ε."),)
    best, left_right = least(every), arms(every)
    used = min(every, key=lambda each: abs(math.log10(each.epsilon / USED)))
    found: list[Sentence] = [
        (
            "The gradient check's relative error of ",
            *name,
            f" is least, {_power(best.error)}, with an ε near {_power(best.epsilon)}; with the"
            f" {_power(USED)} of the check it is {_power(used.error)}.",
        )
    ]
    if left_right[1]:
        found.append(
            ("A larger ε misses how the loss bends: the error grows a hundredfold for each tenfold ε.",),
        )
    else:
        found.append(("A larger ε does no harm here: between w − ε and w + ε the loss bends evenly.",))
    if left_right[0]:
        found.append(("A smaller ε loses figures to rounding: the error grows tenfold for each tenth of ε.",))
    return tuple(found)
