"""The name of every quantity, as mathematics: z₁⁽²⁾, w₁₁⁽¹⁾, ∂L/∂b₁⁽¹⁾, σ′(z₁⁽²⁾)."""

from functools import lru_cache

from tutor.notation.tree import Derivative, Group, Math, Numeral, Operator, Row, Script, Symbol, Word
from tutor.quantity import MATRICES, Kind, Quantity

_LETTERS = {
    Kind.Z: "z",
    Kind.A: "a",
    Kind.LOSS: "L",
    Kind.SIGMA_PRIME: "z",
    Kind.DELTA: "delta",
    Kind.DL_DW: "w",
    Kind.DL_DB: "b",
    Kind.W_NEW: "w",
    Kind.B_NEW: "b",
    Kind.W: "w",
    Kind.B: "b",
    Kind.Y: "y",
    Kind.RATE: "eta",
}

_ALONE = frozenset({Kind.LOSS, Kind.RATE})
"""There is one of each in a network."""
_UNLAYERED = _ALONE | {Kind.Y}


@lru_cache(maxsize=4096)
def symbol(q: Quantity, sizes: tuple[int, ...]) -> Math:
    """Name one quantity of a network.

    An index that tells nothing is left out: that of the only neuron of a layer. The input, ``a`` of layer 0, is x.

    Args:
        q: the quantity, of any kind.
        sizes: n_0 … n_L.
    """
    if q.kind in _ALONE:
        return _named(q.kind, None, None)
    if q.kind in MATRICES:
        return _named(q.kind, q.layer, _pair(q.j or 0, q.k or 0))
    layer = len(sizes) - 1 if q.kind is Kind.Y else q.layer or 0
    return _named(q.kind, layer, None if sizes[layer] == 1 else Numeral(str(q.j)))


@lru_cache(maxsize=1024)
def vector(kind: Kind, layer: int | None = None) -> Math:
    """Name all quantities of a kind in one layer at once: z⁽²⁾, W⁽²⁾, ∂L/∂W⁽¹⁾, σ′(z⁽²⁾); x for ``a`` of layer 0."""
    return _named(kind, layer, None)


def _pair(j: int, k: int) -> Math:
    """The two indices of a weight; a comma keeps them apart once one of them has two digits."""
    comma = (Operator(","),) if max(j, k) >= 10 else ()
    return Row((Numeral(str(j)), *comma, Numeral(str(k))))


def _named(kind: Kind, layer: int | None, index: Math | None) -> Math:
    """A kind's letter in its scripts, and around it what the kind says of it."""
    letter = _LETTERS[kind]
    if kind in MATRICES and index is None:
        letter = letter.upper()
    above: Math | None = None if layer is None or kind in _UNLAYERED else Group(Numeral(str(layer)))
    if kind is Kind.A and layer == 0:
        letter, above = "x", None
    name: Math = Symbol(letter) if index is None and above is None else Script(Symbol(letter), index, above)
    match kind:
        case Kind.SIGMA_PRIME:
            return Row((Script(Symbol("sigma"), primes=1), Group(name)))
        case Kind.DL_DW | Kind.DL_DB:
            return Derivative(Symbol("L"), name)
        case Kind.W_NEW | Kind.B_NEW:
            return Row((Word("new"), name))
    return name
