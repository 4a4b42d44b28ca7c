"""The activations: one entry each, and those that a lesson writes itself.

An entry has its value and slope as arithmetic that loses no figures (for the engine), and as formulas that people work
out (for explaining and marking). Where a slope jumps, it is that of the left side: 0 for ReLU at 0.
"""

from functools import lru_cache
from typing import Any, NamedTuple

from tutor.engine.entry import SOFTMAX, Activation
from tutor.engine.network import Layer
from tutor.expression.functions import FUNCTIONS, Functions, T, silu, silu_slope, softplus


def _identity(_: Functions[T], z: T) -> T:
    return z


def _identity_slope(_: Functions[T], z: T) -> T:
    return 0.0 * z + 1.0


def _softmax(_: Functions[Any], z: Any) -> Any:  # noqa: ANN401 (of a whole layer, and so of arrays alone)
    from tutor.engine.arrays import softmax  # with NumPy, which only the engine's passes take

    return softmax(z)


def _softmax_slope(_: Functions[Any], z: Any) -> Any:  # noqa: ANN401
    from tutor.engine.arrays import softmax, softmax_complement

    return softmax(z) * softmax_complement(z)


_ENTRIES = (
    Activation(
        name="sigmoid",
        value=FUNCTIONS["sigmoid"].value,
        slope=FUNCTIONS["sigmoid"].slope,
        formula="sigmoid(z)",
        slopes=("a*(1 - a)", "sigmoid'(z)"),
        symbol=r"\sigma",
        equation=r"\sigma(z) = \frac{1}{1 + e^{-z}}",
        slope_equation=r"\sigma'(z) = \sigma(z) \cdot (1 - \sigma(z))",
        words="The sigmoid turns any z into a number between 0 and 1: 1 divided by 1 plus e to the power −z.",
        slope_words="The slope of the sigmoid is its value times 1 minus its value: a·(1 − a).",
    ),
    Activation(
        name="tanh",
        value=FUNCTIONS["tanh"].value,
        slope=FUNCTIONS["tanh"].slope,
        formula="tanh(z)",
        slopes=("1 - a^2", "tanh'(z)"),
        symbol=r"\tanh",
        equation=r"\tanh(z) = \frac{e^{z} - e^{-z}}{e^{z} + e^{-z}}",
        slope_equation=r"\tanh'(z) = 1 - \tanh(z)^2",
        words="The hyperbolic tangent turns any z into a number between −1 and 1.",
        slope_words="The slope of tanh is 1 minus the square of its value: 1 − a².",
    ),
    Activation(
        name="relu",
        value=FUNCTIONS["relu"].value,
        slope=FUNCTIONS["relu"].slope,
        formula="relu(z)",
        slopes=("relu'(z)", "relu'(a)"),  # a is positive just where z is
        symbol=r"\mathrm{ReLU}",
        equation=r"\mathrm{ReLU}(z) = z \text{ if } z > 0, \text{ else } 0",
        slope_equation=r"\mathrm{ReLU}'(z) = 1 \text{ if } z > 0, \text{ else } 0",
        words="ReLU passes a positive z on as it is, and turns any other z into 0.",
        slope_words="The slope of ReLU is 1 where z is positive and 0 elsewhere; at z = 0 it is taken as 0.",
        kinks=(0.0,),
    ),
    Activation(
        name="softplus",
        value=softplus,
        slope=FUNCTIONS["sigmoid"].value,
        formula="ln(1 + exp(z))",
        slopes=("sigmoid(z)", "1 - exp(-a)"),
        symbol=r"\mathrm{softplus}",
        equation=r"\mathrm{softplus}(z) = \ln(1 + e^{z})",
        slope_equation=r"\mathrm{softplus}'(z) = \sigma(z) = \frac{1}{1 + e^{-z}}",
        words="Softplus is a smooth ReLU: the natural logarithm of 1 plus e to the power z.",
        slope_words="The slope of softplus is the sigmoid: 1 divided by 1 plus e to the power −z.",
    ),
    Activation(
        name="silu",
        value=silu,
        slope=silu_slope,
        formula="z*sigmoid(z)",
        slopes=("sigmoid(z)*(1 + z*(1 - sigmoid(z)))", "a + sigmoid(z)*(1 - a)"),
        symbol=r"\mathrm{SiLU}",
        equation=r"\mathrm{SiLU}(z) = z \cdot \sigma(z)",
        slope_equation=r"\mathrm{SiLU}'(z) = \sigma(z) \cdot (1 + z \cdot (1 - \sigma(z)))",
        words="SiLU, also called swish, is z times the sigmoid of z.",
        slope_words="The slope of SiLU is σ(z) times 1 + z·(1 − σ(z)), where σ is the sigmoid.",
    ),
    Activation(
        name="identity",
        value=_identity,
        slope=_identity_slope,
        formula="z",
        slopes=("1",),
        symbol=r"\mathrm{id}",
        equation=r"\mathrm{id}(z) = z",
        slope_equation=r"\mathrm{id}'(z) = 1",
        words="The identity passes z on as it is: a = z.",
        slope_words="The slope of the identity is 1 everywhere.",
    ),
    Activation(
        name=SOFTMAX,
        value=_softmax,
        slope=_softmax_slope,
        formula="exp(z)",
        slopes=("a*(1 - a)",),
        symbol=r"\mathrm{softmax}",
        equation=r"\mathrm{softmax}(z)_j = \frac{e^{z_j}}{\sum_m e^{z_m}}",
        slope_equation=(
            r"\frac{\partial a_j}{\partial z_j} = a_j \cdot (1 - a_j), \quad "
            r"\frac{\partial a_i}{\partial z_j} = -a_i \cdot a_j"
        ),
        words="Softmax turns the layer's z into shares that add up to 1: e to the power z of each, over their sum.",
        slope_words=(
            "Each z moves every output of a softmax: its own by a·(1 − a), every other one by minus the product of "
            "the two outputs."
        ),
    ),
)


def _of_each(from_z: str, from_a: str, *, increasing: bool) -> tuple[str, ...]:
    """Both forms of a slope, the one from a only where a is positive just where z is."""
    return (from_z, from_a) if increasing else (from_z,)


def _leaky_relu(slope: float, text: str) -> Activation:
    def value(f: Functions[T], z: T) -> T:
        return f.maximum(z, 0.0) + slope * f.minimum(z, 0.0)

    def rise(f: Functions[T], z: T) -> T:
        return f.heaviside(z, 0.0) * (1.0 - slope) + slope

    return Activation(
        name="leaky-relu",
        value=value,
        slope=rise,
        formula=f"relu(z) - {text}*relu(-z)",
        slopes=_of_each(f"step(z) + {text}*(1 - step(z))", f"step(a) + {text}*(1 - step(a))", increasing=slope > 0),
        symbol=r"\mathrm{LReLU}",
        equation=rf"\mathrm{{LReLU}}(z) = z \text{{ if }} z > 0, \text{{ else }} {text} \cdot z",
        slope_equation=rf"\mathrm{{LReLU}}'(z) = 1 \text{{ if }} z > 0, \text{{ else }} {text}",
        words=f"The leaky ReLU passes a positive z on as it is, and multiplies any other z by {text}.",
        slope_words=(
            f"The slope of this leaky ReLU is 1 where z is positive and {text} elsewhere; at z = 0 it is {text}."
        ),
        kinks=(0.0,),
        branches=(f"{text}*z", "z", text, "1"),
    )


def _elu(alpha: float, text: str) -> Activation:
    def value(f: Functions[T], z: T) -> T:
        return f.maximum(z, 0.0) + alpha * f.expm1(f.minimum(z, 0.0))

    def rise(f: Functions[T], z: T) -> T:
        positive = f.heaviside(z, 0.0)
        return positive + (1.0 - positive) * (alpha * f.exp(f.minimum(z, 0.0)))

    times = "" if alpha == 1.0 else f"{text}*"
    tex_times = "" if alpha == 1.0 else rf"{text} \cdot "
    rest = "e^z − 1" if alpha == 1.0 else f"{text}·(e^z − 1)"
    tex_rest = "e^{z} - 1" if alpha == 1.0 else rf"{text} \cdot (e^{{z}} - 1)"
    return Activation(
        name="elu",
        value=value,
        slope=rise,
        formula=f"relu(z) + {times}(exp(-relu(-z)) - 1)",
        slopes=_of_each(
            f"step(z) + {times}exp(-relu(-z))*(1 - step(z))",
            f"step(a) + (a + {text})*(1 - step(a))",
            increasing=alpha > 0,
        ),
        symbol=r"\mathrm{ELU}",
        equation=rf"\mathrm{{ELU}}(z) = z \text{{ if }} z > 0, \text{{ else }} {tex_rest}",
        slope_equation=rf"\mathrm{{ELU}}'(z) = 1 \text{{ if }} z > 0, \text{{ else }} {tex_times}e^{{z}}",
        words=f"ELU passes a positive z on as it is, and turns any other z into {rest}.",
        slope_words=(
            f"The slope of this ELU is 1 where z is positive and {times.replace('*', '·')}e^z, which is a + {text}, "
            f"elsewhere; at z = 0 it is {text}."
        ),
        kinks=() if alpha == 1.0 else (0.0,),
        branches=(f"{times}(exp(z) - 1)", "z", f"{times}exp(z)", "1"),
    )


class Parameter(NamedTuple):
    """The number that a family of activations needs.

    Attributes:
        key: as the layer of a lesson file spells it.
        usual: what it is where the layer says nothing; None where it has to.
        example: a number to write.
    """

    key: str
    usual: float | None
    example: float


PARAMETERS: dict[str, Parameter] = {
    "leaky-relu": Parameter("slope", None, 0.01),
    "elu": Parameter("alpha", 1.0, 1.0),
}
"""The activations that need a number, by name."""

_FAMILIES = {"leaky-relu": _leaky_relu, "elu": _elu}

ACTIVATIONS: dict[str, Activation] = {activation.name: activation for activation in _ENTRIES} | {
    name: make(PARAMETERS[name].example, f"{PARAMETERS[name].example:g}") for name, make in _FAMILIES.items()
}
"""Every activation, by the name that lesson files give it; those that need a number with a usual one."""


def of(layer: Layer) -> Activation:
    """The activation of a layer: an entry of the table with the layer's number, or the lesson's own.

    Raises:
        Unreadable: if the layer's activation is no name, nor can it be read (``engine.own`` says so beforehand).
    """
    return _named(layer.activation, layer.parameter)


@lru_cache(maxsize=64)
def _named(name: str, parameter: float | None) -> Activation:
    if name in _FAMILIES:
        known = PARAMETERS[name]
        number = known.usual if parameter is None else parameter
        if number is None:
            raise ValueError(f"{name} needs {known.key}")
        return _FAMILIES[name](number, repr(number).removesuffix(".0"))
    if name in ACTIVATIONS:
        return ACTIVATIONS[name]
    from tutor.engine.own import own_activation  # a lesson's own: not on the way to most first questions

    return own_activation(name)
