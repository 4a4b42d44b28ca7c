"""The primitives of every function, filled from NumPy: what runs on floats elsewhere runs on arrays with these."""

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
