"""The functions of one argument, each written once: for floats, and for the arrays of the engine.

An entry is written over a few primitives (``Functions``). ``FLOATS`` fills them from ``math``; the engine fills them
from NumPy, which is not imported here.
"""

import math
import operator
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, Protocol, TypeVar

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

CANCELLED = 8 * 2.0**-52
"""A sum smaller than this times the sum of its terms' magnitudes is only rounding, and is exactly 0.0."""

T = TypeVar("T", float, "NDArray[np.float64]")


class Functions(NamedTuple, Generic[T]):
    """The primitives that both sides have, named as in NumPy: filled from ``math`` or from ``numpy``."""

    exp: Callable[[T], T]
    expm1: Callable[[T], T]
    """e^x − 1, without its cancellation near 0."""
    log: Callable[[T], T]
    log1p: Callable[[T], T]
    """ln(1 + x), without its cancellation near 0."""
    tanh: Callable[[T], T]
    sqrt: Callable[[T], T]
    absolute: Callable[[T], T]
    maximum: Callable[[T, T | float], T]
    minimum: Callable[[T, T | float], T]
    heaviside: Callable[[T, float], T]
    """``heaviside(x, h)`` is 0 for x < 0, 1 for x > 0 and h at 0."""
    floor: Callable[[T], T]
    where: Callable[[Any, T | float, T | float], T]
    """``where(condition, x, y)`` is x where the condition holds, else y; both are there already."""
    divide: Callable[[T | float, T], T]
    decade: Callable[[T], T]
    """The power of ten of a number's leading digit, as a number: 0.1 for 0.711; of a magnitude in ``DECADES``."""


LEAST_POWER, GREATEST_POWER = -300, 300
DECADES = (1e-300, 1e300)
"""The magnitudes between which figures are counted; outside, float64 has no unit of its own for them."""
POWERS: tuple[float, ...] = tuple(float(f"1e{power}") for power in range(LEAST_POWER, GREATEST_POWER + 1))
"""Each whole power of ten, correctly rounded, from the least on."""


def _maximum(x: float, bound: float) -> float:
    return bound if x <= bound else x  # −0.0 and 0.0 give the bound, NaN stays


def _minimum(x: float, bound: float) -> float:
    return bound if x >= bound else x


def _heaviside(x: float, at_zero: float) -> float:
    return at_zero if x == 0 else x if math.isnan(x) else float(x > 0)


def _floor(x: float) -> float:
    return float(math.floor(x)) if math.isfinite(x) else x


def _where(condition: Any, x: float, y: float) -> float:  # noqa: ANN401 (for arrays it is one of bools)
    return x if condition else y


def _decade(magnitude: float) -> float:
    return POWERS[math.floor(math.log10(magnitude)) - LEAST_POWER]


FLOATS: Functions[float] = Functions(
    exp=math.exp,
    expm1=math.expm1,
    log=math.log,
    log1p=math.log1p,
    tanh=math.tanh,
    sqrt=math.sqrt,
    absolute=abs,
    maximum=_maximum,
    minimum=_minimum,
    heaviside=_heaviside,
    floor=_floor,
    where=_where,
    divide=operator.truediv,
    decade=_decade,
)
"""The primitives for Python floats; they raise ``ValueError`` and ``OverflowError`` where ``math`` does."""


def _calm_exp(x: float) -> float:
    try:
        return math.exp(x)
    except OverflowError:
        return math.inf


def _calm_expm1(x: float) -> float:
    try:
        return math.expm1(x)
    except OverflowError:
        return math.inf


def _calm_log(x: float) -> float:
    return math.log(x) if x > 0 else -math.inf if x == 0 else math.nan


def _calm_log1p(x: float) -> float:
    return math.log1p(x) if x > -1 else -math.inf if x == -1 else math.nan


def _calm_sqrt(x: float) -> float:
    return math.sqrt(x) if x >= 0 else math.nan


def _calm_divide(x: float, y: float) -> float:
    if y != 0:
        return x / y
    return math.nan if x == 0 or math.isnan(x) else math.copysign(math.inf, x) * math.copysign(1.0, y)


CALM: Functions[float] = FLOATS._replace(
    exp=_calm_exp,
    expm1=_calm_expm1,
    log=_calm_log,
    log1p=_calm_log1p,
    sqrt=_calm_sqrt,
    divide=_calm_divide,
)
"""The same where nothing may be raised: infinite or NaN where NumPy's are."""


class Rule(Protocol):
    """A function of one argument over the primitives: element by element for arrays."""

    def __call__(self, f: Functions[T], z: T, /) -> T:
        """Give the value at z."""


def _exp(f: Functions[T], z: T) -> T:
    return f.exp(z)


def _ln(f: Functions[T], z: T) -> T:
    return f.log(z)


def _ln_slope(f: Functions[T], z: T) -> T:
    return f.divide(1.0, z)


def _tanh(f: Functions[T], z: T) -> T:
    return f.tanh(z)


def _tanh_slope(f: Functions[T], z: T) -> T:
    # 1 − tanh² z as 4 e^(−2|z|) / (1 + e^(−2|z|))²: the difference loses every figure by |z| = 20.
    t = f.exp(-2.0 * f.absolute(z))
    return 4.0 * t / ((1.0 + t) * (1.0 + t))


def _sqrt(f: Functions[T], z: T) -> T:
    return f.sqrt(z)


def _sqrt_slope(f: Functions[T], z: T) -> T:
    return f.divide(0.5, f.sqrt(z))


def _abs(f: Functions[T], z: T) -> T:
    return f.absolute(z)


def _abs_slope(f: Functions[T], z: T) -> T:
    return 2.0 * f.heaviside(z, 0.5) - 1.0


def _sigmoid(f: Functions[T], z: T) -> T:
    # Either 1 or e^(−|z|) over 1 + e^(−|z|): no exponent is positive, so nothing overflows at |z| = 1000.
    t = f.exp(-f.absolute(z))
    return f.where(z > 0.0, 1.0, t) / (1.0 + t)


def _sigmoid_slope(f: Functions[T], z: T) -> T:
    # e^(−|z|) / (1 + e^(−|z|))², even in z; a(1 − a) loses every figure by |z| = 40.
    t = f.exp(-f.absolute(z))
    return t / ((1.0 + t) * (1.0 + t))


def _relu(f: Functions[T], z: T) -> T:
    return f.maximum(z, 0.0)


def _relu_slope(f: Functions[T], z: T) -> T:
    return f.heaviside(z, 0.0)  # 0 at 0, by convention


def _step(f: Functions[T], z: T) -> T:
    return f.heaviside(z, 0.0)


def _step_slope(_: Functions[T], z: T) -> T:
    return 0.0 * z


def softplus(f: Functions[T], z: T) -> T:
    """ln(1 + e^z), which overflows for no z."""
    return f.maximum(z, 0.0) + f.log1p(f.exp(-f.absolute(z)))


def silu(f: Functions[T], z: T) -> T:
    """z·σ(z)."""
    return z * _sigmoid(f, z)


def silu_slope(f: Functions[T], z: T) -> T:
    """σ(z)·(1 + z·(1 − σ(z))), with σ(−z) for 1 − σ(z), which keeps its figures."""
    return _sigmoid(f, z) * (1.0 + z * _sigmoid(f, -z))


class Function(NamedTuple):
    """A named function of one argument."""

    name: str
    value: Rule
    slope: Rule
    """The derivative; at a jump, the value that the convention gives it."""
    increasing: bool
    """Whether it never falls."""
    kinks: tuple[float, ...] = ()
    """Where the slope vanishes or jumps at a point."""
    slope_kinks: tuple[float, ...] = ()
    """Where the slope itself turns or jumps."""


FUNCTIONS: dict[str, Function] = {
    function.name: function
    for function in (
        Function("exp", _exp, _exp, increasing=True),
        Function("ln", _ln, _ln_slope, increasing=True),
        Function("tanh", _tanh, _tanh_slope, increasing=True, slope_kinks=(0.0,)),
        Function("sqrt", _sqrt, _sqrt_slope, increasing=True),
        Function("abs", _abs, _abs_slope, increasing=False, kinks=(0.0,), slope_kinks=(0.0,)),
        Function("sigmoid", _sigmoid, _sigmoid_slope, increasing=True, slope_kinks=(0.0,)),
        Function("relu", _relu, _relu_slope, increasing=True, kinks=(0.0,), slope_kinks=(0.0,)),
        Function("softplus", softplus, _sigmoid, increasing=True),
        Function("step", _step, _step_slope, increasing=True, kinks=(0.0,), slope_kinks=(0.0,)),
    )
}
"""Every function that an answer may call, by name; a name with a prime (``sigmoid'``) is its slope."""

RULES: dict[str, Rule] = {name: function.value for name, function in FUNCTIONS.items()} | {
    f"{name}'": function.slope for name, function in FUNCTIONS.items()
}
"""What each name of a ``Call`` computes, slopes with their prime."""


def call(name: str) -> Rule:
    """Give what a ``Call`` of this name computes: ``sigmoid`` the function, ``sigmoid'`` its slope.

    Raises:
        KeyError: there is no such function.
    """
    return RULES[name]
