"""Working by hand: the right method in decimal arithmetic, rounded as people round. Shares no code with the marking."""

import math
from collections.abc import Callable, Mapping
from decimal import ROUND_DOWN, ROUND_HALF_UP, Context, Decimal
from random import Random
from typing import Literal, NamedTuple

from tutor.engine.network import Network
from tutor.quantity import Kind, Quantity

FEWEST = 3
"""The figures that every learner writes at least, since the lesson asks for them."""


class Habit(NamedTuple):
    """How a learner rounds."""

    written: str
    """What is written of a result: ``3``, ``4`` or ``5`` figures, or ``4d``, four decimals."""
    cut: bool
    """Whether figures are cut, not rounded."""
    each: bool
    """Whether each partial product and sum is written, too."""
    carry: Literal["written", "memory", "mixed"]
    """What is used later: what was written, the calculator's memory, or now this, now that."""
    slope: Literal["a", "z"]
    """What σ′ is computed from."""
    bias_first: bool = False

    def __str__(self) -> str:
        figures = "4 decimals" if self.written == "4d" else f"{self.written} figures"
        parts = [figures, "cut" if self.cut else "rounded", "each step" if self.each else "results only"]
        parts += [] if self.carry == "written" else [self.carry]
        return ", ".join([*parts, f"σ′ from {self.slope}"])


def _habits() -> tuple[Habit, ...]:
    found = []
    for slope in ("a", "z"):
        found += [
            Habit(written, cut, each, "written", slope, bias_first=each and slope == "z")
            for written in ("3", "4", "5", "4d")
            for cut in (False, True)
            for each in (True, False)
        ]
        found += [
            Habit(written, cut, False, carry, slope)
            for carry in ("memory", "mixed")
            for written, cut in (("3", False), ("3", True), ("4", False), ("4d", False))
        ]
    return tuple(found)


HABITS = _habits()
"""Every habit of an honest learner."""
EXACT = Habit("25", cut=False, each=False, carry="written", slope="z")
"""A habit of nobody: no rounding that is seen."""


def _rounder(written: str, cut: bool) -> Callable[[Decimal], Decimal]:
    way = ROUND_DOWN if cut else ROUND_HALF_UP
    if written != "4d":
        return Context(prec=int(written), rounding=way).plus

    def decimals(number: Decimal) -> Decimal:
        places = max(4, FEWEST - 1 - number.adjusted()) if number else 4
        return number.quantize(Decimal(1).scaleb(-places), rounding=way)

    return decimals


_ROUNDERS = {(written, cut): _rounder(written, cut) for written in ("3", "4", "5", "4d", "25") for cut in (False, True)}


def exactly(number: float) -> Decimal:
    """The number as it is printed."""
    return Decimal(repr(number))


def sigmoid(z: Decimal) -> Decimal:
    return exactly(1 / (1 + math.exp(-float(z))))


VALUES: dict[str, Callable[[Decimal], Decimal]] = {
    "sigmoid": sigmoid,
    "tanh": lambda z: exactly(math.tanh(float(z))),
    "relu": lambda z: max(z, Decimal(0)),
}
SLOPES: dict[str, Callable[[Decimal], Decimal]] = {
    "sigmoid": lambda z: exactly(1 / (2 + math.exp(float(z)) + math.exp(-float(z)))),
    "tanh": lambda z: exactly(1 / math.cosh(float(z)) ** 2),
    "relu": lambda z: Decimal(int(z > 0)),
}
"""A calculator's functions."""

Slip = Callable[["Learner"], Decimal]
"""What a learner does in place of the right rule."""


class Learner:
    """Works through a network; what is needed first is worked out first, on a sheet of their own.

    Attributes:
        written: what they wrote down, for every quantity that they had to have.
        uses: what each of these was made of.
    """

    def __init__(
        self,
        network: Network,
        habit: Habit,
        rng: Random,
        slips: Mapping[Quantity, Slip] | None = None,
        written: Mapping[Quantity, Decimal] | None = None,
    ) -> None:
        self.network, self.habit, self.rng = network, habit, rng
        self.slips = slips or {}
        self.written: dict[Quantity, Decimal] = dict(written or {})
        self.kept: dict[Quantity, Decimal] = dict(self.written)
        self.uses: dict[Quantity, set[Quantity]] = {}
        self.write = _ROUNDERS[habit.written, habit.cut]
        self._open: list[set[Quantity]] = []

    # What is known, and what was found

    def number(self, q: Quantity) -> Decimal:
        """The number of a quantity as this learner uses it."""
        if self._open:
            self._open[-1].add(q)
        if q not in self.written:
            self._work(q)
        carry = self.habit.carry
        kept = carry == "memory" or (carry == "mixed" and self.rng.random() < 0.5)
        return (self.kept if kept else self.written)[q]

    def _work(self, q: Quantity) -> None:
        self._open.append(set())
        slip = self.slips.get(q)
        self.kept[q] = slip(self) if slip else self.right(q)
        self.written[q] = self.write(self.kept[q])
        self.uses[q] = self._open.pop()

    def right(self, q: Quantity) -> Decimal:
        """The right rule on this learner's numbers."""
        return getattr(self, f"_{q.kind.name.lower()}")(q)

    def _z(self, q: Quantity) -> Decimal:
        return self.plus(*self.biased(self.products(q.layer, q.j), self.b(q.layer, q.j)))

    def _a(self, q: Quantity) -> Decimal:
        return VALUES[self.activation(q.layer)](self.Z(q.layer, q.j))

    def _loss(self, _: Quantity) -> Decimal:
        return self.plus(*map(self.squared, self.errors())) / 2

    def _sigma_prime(self, q: Quantity) -> Decimal:
        return self.slope(q.layer, q.j)

    def _delta(self, q: Quantity) -> Decimal:
        return self.times(self.error_sum(q.layer, q.j), self.S(q.layer, q.j))

    def _dl_dw(self, q: Quantity) -> Decimal:
        return self.A(q.layer - 1, q.k) * self.D(q.layer, q.j)

    def _dl_db(self, q: Quantity) -> Decimal:
        return self.D(q.layer, q.j)

    def _w_new(self, q: Quantity) -> Decimal:
        return self.w(q.layer, q.j, q.k) - self.times(self.eta, self.G(q.layer, q.j, q.k))

    def _b_new(self, q: Quantity) -> Decimal:
        return self.b(q.layer, q.j) - self.times(self.eta, self.Gb(q.layer, q.j))

    # The lesson's own numbers

    def n(self, l: int) -> int:
        return self.network.sizes[l]

    def activation(self, l: int) -> str:
        return self.network.layer(l).activation

    def w(self, l: int, j: int, k: int) -> Decimal:
        return exactly(self.network.layer(l).W[j - 1][k - 1])

    def b(self, l: int, j: int) -> Decimal:
        return exactly(self.network.layer(l).b[j - 1])

    def y(self, j: int) -> Decimal:
        return exactly(self.network.y[j - 1])

    @property
    def eta(self) -> Decimal:
        return exactly(self.network.learning_rate or 0.0)

    # The learner's numbers, by name

    def Z(self, l: int, j: int) -> Decimal:
        return self.number(Quantity(Kind.Z, l, j))

    def A(self, l: int, j: int) -> Decimal:
        return exactly(self.network.x[j - 1]) if l == 0 else self.number(Quantity(Kind.A, l, j))

    def S(self, l: int, j: int) -> Decimal:
        return self.number(Quantity(Kind.SIGMA_PRIME, l, j))

    def D(self, l: int, j: int) -> Decimal:
        return self.number(Quantity(Kind.DELTA, l, j))

    def G(self, l: int, j: int, k: int) -> Decimal:
        return self.number(Quantity(Kind.DL_DW, l, j, k))

    def Gb(self, l: int, j: int) -> Decimal:
        return self.number(Quantity(Kind.DL_DB, l, j))

    # Arithmetic, each step written down or not

    def note(self, number: Decimal) -> Decimal:
        return self.write(number) if self.habit.each else number

    def times(self, *factors: Decimal) -> Decimal:
        result = factors[0]
        for factor in factors[1:]:
            result = self.note(result * factor)
        return result

    def plus(self, *terms: Decimal) -> Decimal:
        result = terms[0]
        for term in terms[1:]:
            result = self.note(result + term)
        return result

    def squared(self, number: Decimal) -> Decimal:
        return self.note(number * number)

    # Parts of the rules

    def biased(self, products: list[Decimal], bias: Decimal) -> list[Decimal]:
        return [bias, *products] if self.habit.bias_first else [*products, bias]

    def products(self, l: int, j: int) -> list[Decimal]:
        """The terms w·a of z."""
        return [self.times(self.w(l, j, k), self.A(l - 1, k)) for k in range(1, self.n(l - 1) + 1)]

    def errors(self) -> list[Decimal]:
        """a − y of each output."""
        return [self.error(j) for j in range(1, self.n(self.network.depth) + 1)]

    def error(self, j: int) -> Decimal:
        return self.note(self.A(self.network.depth, j) - self.y(j))

    def slope(self, l: int, j: int) -> Decimal:
        activation = self.activation(l)
        if self.habit.slope == "z" or activation == "relu":
            return SLOPES[activation](self.Z(l, j))
        return self.slope_from(activation, self.A(l, j))

    def slope_from(self, activation: str, a: Decimal) -> Decimal:
        """σ′ by the identity that gives it from a."""
        return a * self.note(1 - a) if activation == "sigmoid" else 1 - self.squared(a)

    def paths(self, l: int, j: int) -> list[Decimal]:
        """The terms w·δ of what comes back to a hidden neuron."""
        return [self.times(self.w(l + 1, m, j), self.D(l + 1, m)) for m in range(1, self.n(l + 1) + 1)]

    def error_sum(self, l: int, j: int) -> Decimal:
        """The factor of δ before the slope: a − y, or what comes back over the weights."""
        return self.error(j) if l == self.network.depth else self.plus(*self.paths(l, j))


def text_of(number: Decimal) -> str:
    """What is typed for a number."""
    return format(number, "f") if number == 0 or number.adjusted() >= -6 else format(number, "e")
