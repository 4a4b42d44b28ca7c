"""What an activation and a loss are to the engine, to explaining and to marking: one record each."""

import re
from typing import NamedTuple, Protocol

from tutor.expression.functions import Functions, Rule, T

SOFTMAX = "softmax"


class Activation(NamedTuple):
    """What turns z into a: neuron by neuron, but for softmax, which takes a whole layer.

    Attributes:
        name: as lesson files spell it; of a lesson's own, its text.
        value: a = σ(z), of a float or an array, as ``value(functions, z)``; of softmax, over the last axis.
        slope: σ′(z), likewise; of softmax, ∂a_j/∂z_j, the diagonal of its Jacobian.
        formula: a in the grammar of answers, of ``z``; of softmax, of every neuron's e^z over their sum.
        slopes: the right forms of σ′ in the grammar of answers, of ``a`` and ``z``; the one to be shown first. For
            people only: the engine computes the slope from z, since 1 − a loses every figure as a nears 1.
        symbol: what stands before ``(z)``, in TeX.
        equation: the function in TeX.
        slope_equation: its slope in TeX.
        words: the function in a sentence.
        slope_words: its slope in a sentence; where it jumps, with the convention.
        kinks: the z at which the slope jumps.
        branches: of an activation in two pieces, its formula for z ≤ 0 and for z > 0, and then the same of its slope.
    """

    name: str
    value: Rule
    slope: Rule
    formula: str
    slopes: tuple[str, ...]
    symbol: str
    equation: str
    slope_equation: str
    words: str
    slope_words: str
    kinks: tuple[float, ...] = ()
    branches: tuple[str, str, str, str] | None = None

    @property
    def whole(self) -> bool:
        """Whether each a is made of every z of the layer."""
        return self.name == SOFTMAX

    @property
    def slope_from_a(self) -> str | None:
        """The form of σ′ that is shown, where it is out of ``a`` alone."""
        first = self.slopes[0]
        return first if re.search(r"\ba\b", first) and not re.search(r"\bz\b", first) else None

    @property
    def linear(self) -> bool:
        """Whether a is z."""
        return self.formula == "z"


class OutputRule(Protocol):
    """A number for one output out of its activation and its target: element by element for arrays."""

    def __call__(self, f: Functions[T], a: T, y: T, /) -> T:
        """Give the number."""


class Loss(NamedTuple):
    """A loss that is a sum over the outputs.

    Attributes:
        name: as lesson files spell it; of a lesson's own, its text.
        factor: the number before the sum, in the grammar of answers.
        term: one output's term, in the grammar of answers, of its activation ``a`` and its target ``y``.
        gradient: ∂L/∂a of one output, likewise; the factor is in it.
        equation: the loss in TeX.
        gradient_equation: ∂L/∂a_j in TeX.
        words: the loss in a sentence.
        value: one output's share of the loss, the factor in it, as ``value(functions, a, y)``.
        slope: ∂L/∂a of one output, as ``slope(functions, a, y)``.
        at: what is left of ``term`` and of ``gradient`` where the target is 0, and where it is 1; None where nothing is
            left out.
        partner: the activation of the output with which the error is a − y.
        partner_words: why it is, in a sentence.
        value_at: one output's share of the loss out of its z, with that activation; with softmax, out of ln a_j. It
            loses no figures where ``a`` has none left.
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
    at: dict[float, tuple[str, str]] | None = None
    partner: str | None = None
    partner_words: str = ""
    value_at: OutputRule | None = None
