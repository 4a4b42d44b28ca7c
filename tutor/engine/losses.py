"""The losses: one entry each, written once, for plain floats (marking) and for NumPy arrays (the engine)."""

from typing import NamedTuple, Protocol

from tutor.expression.functions import CANCELLED, Functions, T


class OutputRule(Protocol):
    """A number for one output out of its activation and its target: element by element for arrays."""

    def __call__(self, f: Functions[T], a: T, y: T, /) -> T:
        """Give the number."""


class Loss(NamedTuple):
    """A loss that is a sum over the outputs.

    Attributes:
        name: as lesson files spell it.
        factor: the number before the sum, in the grammar of answers.
        term: one output's term, in the grammar of answers, of its activation ``a`` and its target ``y``.
        gradient: ∂L/∂a of one output, likewise; the factor is in it.
        equation: the loss in TeX.
        gradient_equation: ∂L/∂a_j in TeX.
        words: the loss in a sentence.
        value: one output's share of the loss, the factor in it, as ``value(functions, a, y)``.
        slope: ∂L/∂a of one output, as ``slope(functions, a, y)``.
    """

    name: str
    factor: str
    term: str
    gradient: str
    equation: str
    gradient_equation: str
    words: str
    value: OutputRule
    slope: OutputRule


def _difference(f: Functions[T], a: T, y: T) -> T:
    # The sum a − y, times 0 where only rounding is left of it, else times 1; never −0.0.
    difference = a - y
    beyond_rounding = f.absolute(difference) - (CANCELLED * f.absolute(a) + CANCELLED * f.absolute(y))
    return difference * f.heaviside(beyond_rounding, 1.0) + 0.0


def _half_square(f: Functions[T], a: T, y: T) -> T:
    # A product, since a power of a float raises where a product is infinite, as in NumPy.
    difference = _difference(f, a, y)
    return 0.5 * (difference * difference)


_ENTRIES = (
    Loss(
        name="half-squared-error",
        factor="1/2",
        term="(a - y)^2",
        gradient="a - y",
        equation=r"L = \tfrac{1}{2} \sum_j (a_j^{(L)} - y_j)^2",
        gradient_equation=r"\frac{\partial L}{\partial a_j^{(L)}} = a_j^{(L)} - y_j",
        words="The loss is half the sum, over the outputs, of the squared difference between output and target.",
        value=_half_square,
        slope=_difference,
    ),
)

LOSSES: dict[str, Loss] = {loss.name: loss for loss in _ENTRIES}
"""Every loss, by the name that lesson files give it."""
