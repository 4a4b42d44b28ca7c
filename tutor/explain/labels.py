"""What a drawing says of one quantity: its short name, its number, its mark, its colour."""

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import NamedTuple

from tutor.engine.network import Network
from tutor.explain.parts import anchored, bias_of
from tutor.notation import charset, math, number
from tutor.notation.role import Role
from tutor.notation.symbols import symbol
from tutor.quantity import PER_SAMPLE, Kind, Naming, Quantity, beside, is_parameter

UNKNOWN = "·"
ASKED = "?"
LONGEST = 17
"""No number in a drawing takes more columns; a longer one (only what somebody typed can be) ends in ``…``."""

ROLES: dict[Kind, Role] = {
    Kind.Z: Role.ACTIVATION,
    Kind.A: Role.ACTIVATION,
    Kind.SIGMA_PRIME: Role.ACTIVATION,
    Kind.DELTA: Role.ERROR,
    Kind.DL_DW: Role.ERROR,
    Kind.DL_DB: Role.ERROR,
    Kind.W: Role.WEIGHT,
    Kind.B: Role.WEIGHT,
    Kind.W_NEW: Role.WEIGHT,
    Kind.B_NEW: Role.WEIGHT,
}
"""The colour of each kind; those that are not named here are plain. ``a`` of layer 0 is an input."""


BRIEF: dict[Kind, str] = {Kind.SIGMA_PRIME: "s'", Kind.DELTA: "d"}
"""In ASCII, where whole names take too much room."""

DOUBTFUL = ("✗", "≈", "↷")
"""The signs of numbers that are the learner's own and not the right ones: these stand wherever the number does."""


class Look(NamedTuple):
    """What is in question and what is known, as a front sees it.

    Attributes:
        kind: the kind that the step asks for; None on a page of prose.
        layer: its layer.
        focus: the quantity that is being asked, or None.
        value: the screen text of a known quantity (``0.5000``, ``−0.00490``), None where it is not known.
        mark: the sign after it (``✓ ✗ ≈ ▢ ↷``), or nothing.
        sample: the sample that the step is about, where nothing is being asked.
        update: its update, likewise.
    """

    kind: Kind | None
    layer: int | None
    focus: Quantity | None
    value: Callable[[Quantity], str | None]
    mark: Callable[[Quantity], str]
    sample: int = 1
    update: int = 1

    @property
    def of(self) -> Quantity:
        """What is being asked; else the first quantity of the step's sample and update."""
        return self.focus or Quantity(self.kind or Kind.Z, self.layer, 1, None, self.sample, self.update)

    def beside(self, network: Network, kind: Kind, layer: int | None, j: int, k: int | None = None) -> Quantity:
        """A quantity of the sample and update in question."""
        return beside(anchored(network, self.of), kind, layer, j, k)


class Box(NamedTuple):
    """One labelled number of a drawing: ``z₂ 1.2122 ✓``.

    Attributes:
        name: what it is called.
        value: the number, ``·`` or ``?``.
        mark: the sign after it.
        role: its colour.
        focus: whether it is in question: reversed, its frame heavy.
        below: what is said below it where there is room.
        strong: whether it stands out among the others.
        also: a second number of the same neuron, beside it.
    """

    name: str
    value: str
    mark: str = ""
    role: Role = Role.PLAIN
    focus: bool = False
    below: str = ""
    strong: bool = False
    also: "Box | None" = None

    @property
    def asked(self) -> bool:
        """Whether one of its numbers is in question."""
        return self.focus or (self.also is not None and self.also.focus)


_LAYER = re.compile(r"⁽[⁰¹²³⁴⁵⁶⁷⁸⁹]+⁾|\^\(\d+\)")


def local(quantity: Quantity, naming: Naming) -> str:
    """The name of a quantity where its column says the layer: ``z₁`` for z₁⁽²⁾."""
    return _LAYER.sub("", math.screen(symbol(quantity, naming)))


@lru_cache(maxsize=4096)
def _named(quantity: Quantity, naming: Naming, ascii: bool) -> str:
    """The name of a quantity in a drawing: in ASCII with the letters of the map of steps, as in d_1 and s'_1."""
    name = local(quantity, naming)
    if not ascii or quantity.kind not in BRIEF:
        return name
    return BRIEF[quantity.kind] + re.sub(r"^delta|^sigma'\(z|\)", "", name)


_OWN = re.compile(r"\(.*|(?<=^s')_.*")


def unnumbered(name: str) -> str:
    """The name of a slope without that of its neuron: σ′ for σ′(z₁), s' for s'_1."""
    return _OWN.sub("", name)


def around(network: Network, look: Look) -> Naming:
    """The naming in a drawing: samples are told apart only where the answer in question is made of several."""
    if look.kind in PER_SAMPLE or len(network.in_update(look.of.update)) == 1:
        return network.naming._replace(samples=1)
    return network.naming


def brief(value: float) -> str:
    """One of the lesson's own numbers, in at most nine columns: exactly if that is short, else rounded."""
    return number.screen(_brief(value))


@lru_cache(maxsize=4096)
def _brief(value: float) -> str:
    for text in (number.parameter(value), number.shown(value), number.scientific(value)):
        if len(text) <= 9:
            break
    return text


_SMALL = re.compile(r"([-−]?)0\.(000+)([1-9])(\d*)")


def short(text: str) -> str:
    """A small number in as few columns as can be, its figures all there: −2.46e−6 for −0.00000246."""
    found = _SMALL.fullmatch(text) if "0.000" in text else None
    if found is None:
        return text
    sign, zeros, first, others = found.groups()
    return f"{sign}{first}{'.' if others else ''}{others}{number.screen(f'e-{len(zeros) + 1}')}"


def role(quantity: Quantity) -> Role:
    """The colour of a quantity."""
    if quantity.kind is Kind.A and quantity.layer == 0:
        return Role.INPUT
    return ROLES.get(quantity.kind, Role.PLAIN)


def own(network: Network, quantity: Quantity) -> float | None:
    """The value of a quantity that the lesson gives: x, W, b, y and its other numbers; None for any other."""
    return network.parameter(quantity) if is_parameter(quantity) else None


def written(network: Network, look: Look, quantity: Quantity) -> str | None:
    """A number as a drawing has it, as short as can be; None where it is not known."""
    given = own(network, quantity)
    known = look.value(quantity) if given is None else brief(given)
    return known if known is None or len(known) <= LONGEST else known[: LONGEST - 1] + "…"


def boxes(network: Network, look: Look, quantities: Iterable[Quantity], marked: bool = False) -> tuple[Box, ...]:
    """The boxes of some quantities, with what is known of them."""
    naming = around(network, look)
    return tuple(_box(network, look, quantity, marked, naming) for quantity in quantities)


def box(network: Network, look: Look, quantity: Quantity, marked: bool = False) -> Box:
    """The box of a quantity, with what is known of it."""
    return boxes(network, look, (quantity,), marked)[0]


def _box(network: Network, look: Look, quantity: Quantity, marked: bool, naming: Naming) -> Box:
    focus = quantity == look.focus
    value = written(network, look, quantity) or (ASKED if focus else UNKNOWN)
    mark = look.mark(quantity)
    mark = mark if marked or mark in DOUBTFUL else ""
    name = _named(quantity, naming, charset.ascii())
    return Box(name, value, mark, role(quantity), focus, _bias(network, look, quantity) if focus else "")


def _bias(network: Network, look: Look, quantity: Quantity) -> str:
    """The bias that goes into the weighted sum in question."""
    if quantity.kind is not Kind.Z:
        return ""
    bias = bias_of(network, quantity, quantity.layer or 1, quantity.j or 1)
    return "" if bias is None else f"{local(bias, network.naming)} = {written(network, look, bias) or UNKNOWN}"
