"""A name as it is typed, taken apart: w11, w_11^(2), δ₁⁽²⁾[2], dL/dw1,10, new b1#2."""

import re
import unicodedata
from typing import NamedTuple

from tutor.quantity import Kind

LETTERS: dict[str, Kind] = {
    "w": Kind.W,
    "a": Kind.A,
    "x": Kind.A,
    "z": Kind.Z,
    "y": Kind.Y,
    **dict.fromkeys(("d", "delta", "δ"), Kind.DELTA),
    **dict.fromkeys(("b", "theta", "θ"), Kind.B),
    **dict.fromkeys(("eta", "η"), Kind.RATE),
    **dict.fromkeys(("mu", "μ"), Kind.MOMENTUM),
    **dict.fromkeys(("lambda", "λ"), Kind.L2),
}
"""What each letter stands for; ``x`` is ``a`` of layer 0, and θ is b of a layer that has thresholds."""
THRESHOLDS = frozenset(("theta", "θ"))
LOSS = "L"

_GRADIENTS = {Kind.W: Kind.DL_DW, Kind.B: Kind.DL_DB}
_NEW = {Kind.W: Kind.W_NEW, Kind.B: Kind.B_NEW}

_WRITTEN = re.compile(
    r"""(?: (?P<gradient> [∂d]L\s?/\s?[∂d] ) | (?P<new> new\s ) )?
    (?P<letter> [^\W\d_]+ )
    (?: _\( (?P<pair> \d+ [.,] \d+ ) \) | _? \{? (?P<index> \d+ (?: [.,_] \d+ )? ) \}? )?
    (?: (?:\^\{?)? \( (?P<layer> \d+ ) \) \}? )?
    (?: \[ (?P<sample> \d+ ) \] )?
    (?: \s? \# (?P<update> \d+ ) )?""",
    re.VERBOSE,
)


class Written(NamedTuple):
    """What a name says of the quantity that it stands for.

    Attributes:
        kind: the kind; of weights and biases the one that it is called by (``W`` or ``W_new``).
        letter: the letter that it is called by.
        indices: its indices as typed, one or two groups of digits; empty where it has none.
        layer: the layer on screen; None where it says none.
        sample: the sample; None where it says none.
        update: the update; None where it says none.
    """

    kind: Kind
    letter: str
    indices: tuple[str, ...] = ()
    layer: int | None = None
    sample: int | None = None
    update: int | None = None


def written(text: str) -> Written | None:
    """Take a name apart; None where its letter stands for nothing."""
    match = _WRITTEN.fullmatch(unicodedata.normalize("NFKC", text))
    if match is None:
        return None
    letter = match["letter"]
    letter = letter if letter in LETTERS or letter == LOSS else letter.lower()
    kind = Kind.LOSS if letter == LOSS else LETTERS.get(letter)
    if kind is not None and (match["gradient"] or match["new"]):
        kind = (_GRADIENTS if match["gradient"] else _NEW).get(kind)
    if kind is None:
        return None
    numbers = (None if match[part] is None else int(match[part][:9]) for part in ("layer", "sample", "update"))
    index = match["pair"] or match["index"]
    return Written(kind, letter, tuple(re.split("[.,_]", index)) if index else (), *numbers)
