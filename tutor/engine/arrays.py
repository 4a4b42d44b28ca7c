"""The primitives of every function, filled from NumPy: what runs on floats elsewhere runs on arrays with these."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tutor.expression.functions import LEAST_POWER, POWERS, Functions

Array = NDArray[np.float64]
Indices = NDArray[np.intp]

_POWERS = np.array(POWERS)


def _decade(magnitude: Array) -> Array:
    powers = np.floor(np.log10(magnitude)).astype(np.intp) - LEAST_POWER
    return np.asarray(_POWERS[powers])


ARRAYS: Functions[Array] = Functions(
    exp=np.exp,
    expm1=np.expm1,
    log=np.log,
    log1p=np.log1p,
    tanh=np.tanh,
    sqrt=np.sqrt,
    absolute=np.absolute,
    maximum=np.maximum,
    minimum=np.minimum,
    heaviside=np.heaviside,
    floor=np.floor,
    where=np.where,
    divide=np.divide,
    decade=_decade,
)
"""The primitives for arrays."""


def sigmoid(z: Array) -> Array:
    """1 / (1 + e^(−z)) in the fewest steps; where e^(−z) is too large, it is 0 and no number near 1e-308."""
    a = np.exp(-z)
    a += 1.0
    return np.reciprocal(a, out=a)


def _sigmoid(z: Array) -> tuple[Array, Array]:
    power = np.exp(-z)
    a = np.reciprocal(1.0 + power)
    return a, power * a * a


def _tanh(z: Array) -> tuple[Array, Array]:
    root = np.reciprocal(np.cosh(z))
    return np.tanh(z), root * root


def _relu(z: Array) -> tuple[Array, Array]:
    return np.maximum(z, 0.0), (z > 0.0).astype(float)


def _softmax(z: Array) -> tuple[Array, Array]:
    powers, total = _powers(z)
    a = powers / total
    return a, a * (powers @ _others(z.shape[-1])) / total


BOTH: dict[str, Callable[[Array], tuple[Array, Array]]] = {
    "sigmoid": _sigmoid,
    "tanh": _tanh,
    "relu": _relu,
    "softmax": _softmax,
}
"""The value and the slope of an activation at once, where that is less work than one after the other.

As good to the last digits as the rules of the table, for |z| up to ``MODERATE``.
"""

MODERATE = 350.0
"""No e^z of a z up to this, nor its square, is too large or too small for float64."""


def softmax(z: Array) -> Array:
    """e^z over the sum of all e^z, along the last axis; the largest z is taken out first, so nothing overflows."""
    powers, total = _powers(z)
    return powers / total


def softmax_complement(z: Array) -> Array:
    """1 − softmax as the sum of all the others, which keeps its figures as one of them nears 1."""
    powers, total = _powers(z)
    return np.asarray(powers @ _others(z.shape[-1]) / total)


def _powers(z: Array) -> tuple[Array, Array]:
    """Each e^z over that of the largest z, and their sum, along the last axis."""
    powers = np.exp(z - np.maximum.reduce(z, axis=-1, keepdims=True))
    return powers, np.add.reduce(powers, axis=-1, keepdims=True)


@lru_cache(maxsize=8)
def _others(n: int) -> Array:
    """What adds up all numbers of a row but the own one."""
    return 1.0 - np.eye(n)


def log_softmax(z: Array) -> Array:
    """The logarithm of the softmax; near 0 it keeps its figures, since the largest e^z is not in its log1p."""
    largest = z.argmax(axis=-1, keepdims=True)
    below = z - np.take_along_axis(z, largest, axis=-1)
    powers = np.exp(below)
    np.put_along_axis(powers, largest, 0.0, axis=-1)
    return np.asarray(below - np.log1p(powers.sum(axis=-1, keepdims=True)))


def array(values: Sequence[float] | Sequence[Sequence[float]] | Array | float) -> Array:
    """Numbers as an array."""
    return np.asarray(values, float)


def matrix(values: Array | float) -> Array:
    """Numbers as a matrix; one number alone as a matrix of one."""
    return np.atleast_2d(np.asarray(values, float))


def column(values: Sequence[float]) -> Array:
    """Numbers one a row, as a matrix of one column."""
    return array(values)[:, None]


def stacked(arrays: Sequence[Array]) -> Array:
    """Matrices of as many columns, one below the other."""
    return np.concatenate(arrays)


def total(arrays: Sequence[NDArray[Any]]) -> Array:
    """The sum of arrays of one shape, at least one."""
    return np.asarray(np.sum(arrays, axis=0), float)


def flags(values: Sequence[bool]) -> NDArray[np.bool_]:
    """Truths as an array."""
    return np.array(values, bool)


def places(values: Sequence[int]) -> Indices:
    """Indices as an array, to pick with."""
    return np.array(values, np.intp)


def spread(base: Array, shape: tuple[int, int]) -> Array:
    """What broadcasts to a shape as a matrix of it that can be written to."""
    return np.broadcast_to(base, shape).copy()


def with_sign(magnitude: Array, of: Array) -> Array:
    """Magnitudes with the signs of other numbers; a 0 has none."""
    return np.copysign(magnitude, of) + 0.0


def quiet() -> AbstractContextManager[None]:
    """Within it, what is infinite or has no value is so without a warning."""
    return np.errstate(all="ignore")
