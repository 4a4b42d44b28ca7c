"""Working by hand: the right method in decimal arithmetic, rounded as people round. Shares no code with the marking."""

import math
from collections.abc import Callable, Mapping
from decimal import ROUND_DOWN, ROUND_HALF_UP, Context, Decimal
from random import Random
from typing import Literal, NamedTuple

from tutor.engine.network import Network
from tutor.quantity import Kind, Quantity

from .bends import Bends, exactly
from .nets import cancels

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


Slip = Callable[["Learner"], Decimal]
"""What a learner does in place of the right rule."""


class Learner(Bends):
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
        self.sample = self.update = 1
        """Of what is worked out at present."""

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
        before, self.sample, self.update = (self.sample, self.update), q.sample, q.update
        slip = self.slips.get(q)
        self.kept[q] = slip(self) if slip else self.right(q)
        self.written[q] = self.write(self.kept[q])
        self.sample, self.update = before
        self.uses[q] = self._open.pop()

    def right(self, q: Quantity) -> Decimal:
        """The right rule on this learner's numbers."""
        before, self.sample, self.update = (self.sample, self.update), q.sample, q.update
        found = getattr(self, f"_{q.kind.name.lower()}")(q)
        self.sample, self.update = before
        return found

    def _z(self, q: Quantity) -> Decimal:
        return self.plus(*self.biased(self.products(q.layer, q.j), self.addend(q.layer, q.j)))

    def _a(self, q: Quantity) -> Decimal:
        return self.activated(q.layer, q.j)

    def _loss(self, _: Quantity) -> Decimal:
        return self.plus(self.over(self.loss_of_one), *self.decay_of_loss())

    def _sigma_prime(self, q: Quantity) -> Decimal:
        return self.slope(q.layer, q.j)

    def _delta(self, q: Quantity) -> Decimal:
        if q.layer == self.network.depth:
            return self.signed(self.output_error(q.j))
        return self.times(self.error_sum(q.layer, q.j), self.S(q.layer, q.j))

    def _dl_dw(self, q: Quantity) -> Decimal:
        return self.weight_gradient(q, lambda: self.A(q.layer - 1, q.k) * self.D(q.layer, q.j))

    def _dl_db(self, q: Quantity) -> Decimal:
        return self.bias_gradient(q, lambda delta: delta)

    def _w_new(self, q: Quantity) -> Decimal:
        return self.plus(*self.before(q), -self.times(self.eta, self.gradient(q)))

    _b_new = _w_new

    # The lesson's own numbers

    def n(self, l: int) -> int:
        return self.network.sizes[l]

    def activation(self, l: int) -> str:
        return self.network.layer(l).activation

    def w(self, l: int, j: int, k: int) -> Decimal:
        if self.update > 1:
            return self.number(Quantity(Kind.W_NEW, l, j, k, update=self.update - 1))
        return exactly(self.network.layer(l).W[j - 1][k - 1])

    @property
    def has_bias(self) -> bool:
        return self.network.conventions.bias != "none"

    def b(self, l: int, j: int) -> Decimal:
        """The bias or threshold of a neuron; LookupError where there are none."""
        kind = self.network.conventions.bias
        if kind == "none":
            raise LookupError("no bias")
        own = 1 if kind == "shared" else j
        if self.update > 1 and kind != "fixed":
            return self.number(Quantity(Kind.B_NEW, l, own, update=self.update - 1))
        return exactly(self.network.layer(l).b[own - 1])

    def addend(self, l: int, j: int) -> Decimal | None:
        """What is added to Σ w·a."""
        if not self.has_bias:
            return None
        return -self.b(l, j) if self.network.layer(l).threshold else self.b(l, j)

    def y(self, j: int) -> Decimal:
        return exactly(self.network.samples[self.sample - 1].y[j - 1])

    @property
    def eta(self) -> Decimal:
        return exactly(self.network.learning_rate or 0.0)

    # The learner's numbers, by name, of the sample and update in hand

    def _own(self, kind: Kind, l: int, j: int) -> Decimal:
        return self.number(Quantity(kind, l, j, None, self.sample, self.update))

    def Z(self, l: int, j: int) -> Decimal:
        return self._own(Kind.Z, l, j)

    def A(self, l: int, j: int) -> Decimal:
        return exactly(self.network.samples[self.sample - 1].x[j - 1]) if l == 0 else self._own(Kind.A, l, j)

    def S(self, l: int, j: int) -> Decimal:
        return self._own(Kind.SIGMA_PRIME, l, j)

    def D(self, l: int, j: int) -> Decimal:
        return self._own(Kind.DELTA, l, j)

    def gradient(self, q: Quantity) -> Decimal:
        """The gradient of a new parameter."""
        kind = Kind.DL_DW if q.kind is Kind.W_NEW else Kind.DL_DB
        return self.number(Quantity(kind, q.layer, q.j, q.k, self.network.of_update(q.update), q.update))

    def parameter(self, q: Quantity) -> Decimal:
        """A parameter as it is before its update."""
        return self.w(q.layer, q.j, q.k) if q.kind is Kind.W_NEW else self.b(q.layer, q.j)

    def before(self, q: Quantity) -> list[Decimal]:
        """What a step is taken from: the parameter and, with momentum, a part of the last step."""
        mu, old = self.network.descent.momentum, self.parameter(q)
        if mu is None or self.update == 1:
            return [old]
        self.update -= 1
        older = self.parameter(q)
        self.update += 1
        return [old, self.times(exactly(mu), self.note(old - older))]

    # What goes over samples

    def over(self, of_one: Callable[[], Decimal]) -> Decimal:
        """The sum or the mean over the samples of the update."""
        terms, before = [], self.sample
        samples = self.network.in_update(self.update)
        for sample in samples:
            self.sample = sample
            terms.append(of_one() if len(samples) == 1 else self.note(of_one()))
        self.sample = before
        total = self.plus(*terms)
        return total / len(terms) if self.network.mean and len(terms) > 1 else total

    def weight_gradient(self, q: Quantity, of_one: Callable[[], Decimal], *, minus: bool = True) -> Decimal:
        """∂L/∂w with some term for each sample; the lesson's sign, and what λ adds."""
        total = self.over(of_one)
        total = -total if minus and not self.network.true_sign else total
        l2 = self.network.descent.l2
        return total if l2 is None else self.plus(total, self.note(exactly(l2) * self.w(q.layer, q.j, q.k)))

    def bias_gradient(self, q: Quantity, of_one: Callable[[Decimal], Decimal]) -> Decimal:
        """∂L/∂b with something made of the error, or of all that a shared bias takes part in."""
        shared = self.network.conventions.bias == "shared"
        neurons = range(1, self.n(q.layer) + 1) if shared else (q.j,)
        total = self.over(lambda: of_one(self.plus(*(self.D(q.layer, m) for m in neurons))))
        return -total if self.network.true_sign == self.network.layer(q.layer).threshold else total

    def decay_of_loss(self) -> list[Decimal]:
        l2 = self.network.descent.l2
        if l2 is None:
            return []
        squares = [
            self.squared(self.w(l, j, k))
            for l in range(1, self.network.depth + 1)
            for j in range(1, self.n(l) + 1)
            for k in range(1, self.n(l - 1) + 1)
        ]
        return [self.note(exactly(l2) * self.plus(*squares) / 2)]

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

    # Parts of the rules

    def biased(self, products: list[Decimal], bias: Decimal | None) -> list[Decimal]:
        if bias is None:
            return products
        return [bias, *products] if self.habit.bias_first else [*products, bias]

    def products(self, l: int, j: int) -> list[Decimal]:
        """The terms w·a of z."""
        return [self.times(self.w(l, j, k), self.A(l - 1, k)) for k in range(1, self.n(l - 1) + 1)]

    def errors(self) -> list[Decimal]:
        """a − y of each output."""
        return [self.error(j) for j in range(1, self.n(self.network.depth) + 1)]

    def error(self, j: int) -> Decimal:
        return self.note(self.A(self.network.depth, j) - self.y(j))

    def scaled(self, total: Decimal) -> Decimal:
        """A sum over the outputs with the factor of the loss."""
        divisor = {"half-squared-error": 2, "mean-squared-error": self.n(self.network.depth)}.get(self.network.loss, 1)
        return total / divisor

    def loss_terms(self) -> list[Decimal]:
        """What each output adds to the sum of the loss."""
        if self.network.loss not in ("binary-cross-entropy", "cross-entropy"):
            return [self.squared(error) for error in self.errors()]
        found = []
        for j in range(1, self.n(self.network.depth) + 1):
            a, y = self.A(self.network.depth, j), self.y(j)
            parts = [self.note(-y * self.logarithm(a))] if y else []
            if self.network.loss == "binary-cross-entropy" and y != 1:
                parts.append(self.note(-self.note(1 - y) * self.logarithm(self.note(1 - a))))
            found.append(self.plus(*parts) if parts else Decimal(0))
        return found

    def logarithm(self, number: Decimal) -> Decimal:
        if number < 0:
            raise LookupError("no logarithm")
        if number == 0:
            return Decimal(0)  # of 1.00 − 1.00 all figures are lost
        return self.note(exactly(math.log(float(number))))

    def loss_of_one(self) -> Decimal:
        return self.scaled(self.plus(*self.loss_terms()))

    def loss_slope(self, j: int) -> Decimal:
        """∂L/∂a of an output, of the losses that square."""
        error = self.error(j)
        match self.network.loss:
            case "squared-error":
                return self.note(2 * error)
            case "mean-squared-error":
                return self.note(self.note(2 * error) / self.n(self.network.depth))
        return error

    def output_error(self, j: int) -> Decimal:
        """∂L/∂z of an output."""
        L = self.network.depth
        if cancels(self.network):
            return self.error(j)
        if self.activation(L) != "softmax":
            return self.times(self.loss_slope(j), self.S(L, j))
        own = self.A(L, j)
        terms = []
        for i in range(1, self.n(L) + 1):
            g, a = self.loss_slope(i), self.A(L, i)
            terms.append(self.times(g, own, self.note(1 - own)) if i == j else -self.times(g, a, own))
        return self.plus(*terms)

    def signed(self, number: Decimal) -> Decimal:
        """With the sign of the lesson's δ."""
        return number if self.network.true_sign else -number

    def paths(self, l: int, j: int) -> list[Decimal]:
        """The terms w·δ of what comes back to a hidden neuron."""
        return [self.times(self.w(l + 1, m, j), self.D(l + 1, m)) for m in range(1, self.n(l + 1) + 1)]

    def error_sum(self, l: int, j: int) -> Decimal:
        """The factor of δ before the slope: the slope of the loss, or what comes back over the weights."""
        return self.signed(self.loss_slope(j)) if l == self.network.depth else self.plus(*self.paths(l, j))


def text_of(number: Decimal) -> str:
    """What is typed for a number."""
    return format(number, "f") if number == 0 or number.adjusted() >= -6 else format(number, "e")
