"""The activations: one entry each; the arithmetic is that of the functions of the same name in answers."""

from typing import NamedTuple

from tutor.expression.functions import FUNCTIONS, Functions, T


class Activation(NamedTuple):
    """What turns z into a, neuron by neuron.

    Attributes:
        name: as lesson files spell it.
        function: the entry of ``expression.functions.FUNCTIONS`` that computes it; None for the identity.
        slope_from_a: σ′(z) out of the activation ``a``, in the grammar of answers; None where a does not give it.
            For people only: the engine computes the slope from z, since 1 − a loses every figure as a nears 1.
        symbol: what stands before ``(z)``, in TeX.
        equation: the function in TeX.
        slope_equation: its slope in TeX.
        words: the function in a sentence.
        slope_words: its slope in a sentence.
    """

    name: str
    function: str | None
    slope_from_a: str | None
    symbol: str
    equation: str
    slope_equation: str
    words: str
    slope_words: str

    @property
    def kinks(self) -> tuple[float, ...]:
        """The z at which the slope jumps."""
        return () if self.function is None else FUNCTIONS[self.function].kinks

    def value(self, f: Functions[T], z: T) -> T:
        """The activation a = σ(z), of a float or an array."""
        return z if self.function is None else FUNCTIONS[self.function].value(f, z)

    def slope(self, f: Functions[T], z: T) -> T:
        """The slope σ′(z), of a float or an array; 0 at the kink of ReLU."""
        return 0.0 * z + 1.0 if self.function is None else FUNCTIONS[self.function].slope(f, z)


_ENTRIES = (
    Activation(
        name="sigmoid",
        function="sigmoid",
        slope_from_a="a*(1 - a)",
        symbol=r"\sigma",
        equation=r"\sigma(z) = \frac{1}{1 + e^{-z}}",
        slope_equation=r"\sigma'(z) = \sigma(z) \cdot (1 - \sigma(z))",
        words="The sigmoid turns any z into a number between 0 and 1: 1 divided by 1 plus e to the power −z.",
        slope_words="The slope of the sigmoid is its value times 1 minus its value: a·(1 − a).",
    ),
    Activation(
        name="tanh",
        function="tanh",
        slope_from_a="1 - a^2",
        symbol=r"\tanh",
        equation=r"\tanh(z) = \frac{e^{z} - e^{-z}}{e^{z} + e^{-z}}",
        slope_equation=r"\tanh'(z) = 1 - \tanh(z)^2",
        words="The hyperbolic tangent turns any z into a number between −1 and 1.",
        slope_words="The slope of tanh is 1 minus the square of its value: 1 − a².",
    ),
    Activation(
        name="relu",
        function="relu",
        slope_from_a=None,
        symbol=r"\mathrm{ReLU}",
        equation=r"\mathrm{ReLU}(z) = z \text{ if } z > 0, \text{ else } 0",
        slope_equation=r"\mathrm{ReLU}'(z) = 1 \text{ if } z > 0, \text{ else } 0",
        words="ReLU passes a positive z on as it is, and turns any other z into 0.",
        slope_words="The slope of ReLU is 1 where z is positive and 0 elsewhere; at z = 0 it is taken as 0.",
    ),
    Activation(
        name="identity",
        function=None,
        slope_from_a="1",
        symbol=r"\mathrm{id}",
        equation=r"\mathrm{id}(z) = z",
        slope_equation=r"\mathrm{id}'(z) = 1",
        words="The identity passes z on as it is: a = z.",
        slope_words="The slope of the identity is 1 everywhere.",
    ),
)

ACTIVATIONS: dict[str, Activation] = {activation.name: activation for activation in _ENTRIES}
"""Every activation, by the name that lesson files give it."""
