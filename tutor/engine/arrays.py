"""The primitives of every function, filled from NumPy: what runs on floats elsewhere runs on arrays with these."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
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
    decade=_decade,
)
"""The primitives for arrays."""


def softmax(z: Array) -> Array:
    """e^z over the sum of all e^z, along the last axis; the largest z is taken out first, so nothing overflows."""
    powers = np.exp(z - z.max(axis=-1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=-1, keepdims=True))


def softmax_complement(z: Array) -> Array:
    """1 − softmax as the sum of all the others, which keeps its figures as one of them nears 1."""
    powers = np.exp(z - z.max(axis=-1, keepdims=True))
    n = z.shape[-1]
    others = powers @ (1.0 - np.eye(n))
    return np.asarray(others / powers.sum(axis=-1, keepdims=True))


def log_sum_exp(z: Array) -> Array:
    """Ln Σ e^z along the last axis."""
    largest = z.max(axis=-1, keepdims=True)
    return np.asarray(largest + np.log(np.exp(z - largest).sum(axis=-1, keepdims=True)))


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
