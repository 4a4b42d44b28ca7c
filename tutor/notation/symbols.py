"""The name of every quantity, as mathematics: z₁⁽²⁾, w₁₁⁽¹⁾, ∂L/∂b₁⁽¹⁾, σ′(z₁⁽²⁾)."""

from functools import lru_cache

from tutor.notation.tree import Derivative, Group, Math, Numeral, Operator, Row, Script, Symbol, Tagged, Word
from tutor.quantity import ALONE, MATRICES, NEW, PER_SAMPLE, Kind, Naming, Quantity

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
    Kind.MOMENTUM: "mu",
    Kind.L2: "lambda",
}

BIASES = frozenset({Kind.B, Kind.DL_DB, Kind.B_NEW})
"""The kinds of which a layer has one for each bias."""
_ALONE = ALONE | {Kind.LOSS}
"""There is one of each in a network."""
_UNLAYERED = _ALONE | {Kind.Y}


@lru_cache(maxsize=4096)
def symbol(q: Quantity, naming: Naming) -> Math:
    """Name one quantity of a network.

    An index that tells nothing is left out: that of the only neuron of a layer, or of a layer's only bias. The input,
    ``a`` of layer 0, is x. Of several samples each is named, as in z₁⁽²⁾[2]; so is the update of new weights.

    Args:
        q: the quantity, of any kind.
        naming: what names depend on.
    """
    if q.kind in _ALONE:
        return _named(q.kind, None, None, naming)
    if q.kind in MATRICES:
        pair = (q.k or 0, q.j or 0) if naming.source_first else (q.j or 0, q.k or 0)
        return _marked(_named(q.kind, q.layer, _pair(*pair), naming), q, naming)
    layer = len(naming.sizes) - 1 if q.kind is Kind.Y else q.layer or 0
    counts = naming.biases if q.kind in BIASES else naming.sizes
    index = None if counts[layer] == 1 else Numeral(str(q.j))
    return _marked(_named(q.kind, layer, index, naming), q, naming)


def _marked(name: Math, q: Quantity, naming: Naming) -> Math:
    """A name with the sample, where each sample has its own, or the update."""
    if naming.samples > 1 and q.kind in PER_SAMPLE:
        return Tagged(name, "sample", Numeral(str(q.sample)))
    if naming.updates > 1 and q.kind in NEW.values():
        return Tagged(name, "update", Numeral(str(q.update)))
    return name


@lru_cache(maxsize=1024)
def vector(kind: Kind, layer: int | None, naming: Naming, one: Quantity | None = None) -> Math:
    """Name all quantities of a kind in one layer at once: z⁽²⁾, W⁽²⁾, ∂L/∂W⁽¹⁾, σ′(z⁽²⁾); x for ``a`` of layer 0.

    With ``one`` of them the sample or the update is named, as it is in a single name.
    """
    name = _named(kind, layer, None, naming)
    return name if one is None else _marked(name, one, naming)


def _pair(one: int, other: int) -> Math:
    """The two indices of a weight; a comma keeps them apart once one of them has two digits."""
    comma = (Operator(","),) if max(one, other) >= 10 else ()
    return Row((Numeral(str(one)), *comma, Numeral(str(other))))


def _named(kind: Kind, layer: int | None, index: Math | None, naming: Naming) -> Math:
    """A kind's letter in its scripts, and around it what the kind says of it."""
    letter = _LETTERS[kind]
    if kind in MATRICES and index is None:
        letter = letter.upper()
    if kind in BIASES and layer in naming.thresholds:
        letter = "theta"
    above: Math | None = None
    if layer is not None and kind not in _UNLAYERED:
        above = Group(Numeral(str(layer + naming.first_layer)))
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
