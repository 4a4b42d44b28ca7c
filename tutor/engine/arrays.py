"""The primitives of every function, filled from NumPy: what runs on floats elsewhere runs on arrays with these."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager

import numpy as np
from numpy.typing import NDArray

from tutor.expression.functions import LEAST_POWER, POWERS, Functions

Array = NDArray[np.float64]

_POWERS = np.array(POWERS)


def _decade(magnitude: Array) -> Array:
    powers = np.floor(np.log10(magnitude)).astype(np.intp) - LEAST_POWER
    return np.asarray(_POWERS[powers])


ARRAYS: Functions[Array] = Functions(
    exp=np.exp,
    log=np.log,
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


def array(values: Sequence[float] | Array | float) -> Array:
    """Numbers as an array."""
    return np.asarray(values, float)


def column(values: Sequence[float]) -> Array:
    """Numbers one a row, as a matrix of one column."""
    return array(values)[:, None]


def stacked(arrays: Sequence[Array]) -> Array:
    """Matrices of as many columns, one below the other."""
    return np.concatenate(arrays)


def total(arrays: Sequence[Array]) -> Array:
    """The sum of arrays of one shape, at least one."""
    return np.asarray(np.sum(arrays, axis=0))


def flags(values: Sequence[bool]) -> NDArray[np.bool_]:
    """Truths as an array."""
    return np.array(values, bool)


def places(values: Sequence[int]) -> NDArray[np.intp]:
    """Indices as an array, to pick with."""
    return np.array(values, np.intp)


def with_rows(base: Array, rows: Mapping[int, Array], shape: tuple[int, int]) -> Array:
    """What broadcasts to a shape as a matrix of it, with some rows put in the place of its own."""
    whole = np.broadcast_to(base, shape).copy()
    for row, values in rows.items():
        whole[row] = values[0]
    return whole


def quiet() -> AbstractContextManager[None]:
    """Within it, what is infinite or has no value is so without a warning."""
    return np.errstate(all="ignore")
