"""Replayed habits: what honest learners of every habit would have for numbers that are not on a sheet.

An exam may ask for gradients alone. What the learner had for everything before is unknown, so each habit of rounding
is worked through from what *is* known, and the hull of all of them is what the right method can give. The same replay,
with one mistake put in at one place, says what that mistake does to every number after it.

"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

from tutor.engine.arrays import ARRAYS, Array, array, flags, matrix, spread, with_sign
from tutor.engine.network import FIXED, Network
from tutor.explain.formula import formulas
from tutor.expression.compute import whole_exponent
from tutor.expression.functions import CANCELLED, call
from tutor.expression.tree import Call, Name, Neg, Node, Number, Power, Product, Quotient, Sum
from tutor.marking.interval import EXACT, TIE, figure_unit
from tutor.quantity import Kind, Quantity, is_parameter


class Habit(NamedTuple):
    """How a learner writes numbers down.

    Attributes:
        figures: to so many significant figures.
        decimals: to so many decimals, where that is more; None where only figures are counted.
        cut: cut, not rounded.
        partial: every partial product and sum, not only results.
        last_first: sums begin with their last term, the bias.
        kept: which results are used later as the calculator's memory has them: none (0), all (1), or every other one,
            in one order (2) or the other (3).
    """

    figures: int
    decimals: int | None
    cut: bool
    partial: bool
    last_first: bool = False
    kept: int = 0


def habits(significant: int) -> tuple[Habit, ...]:
    """The habits that are replayed: to the figures asked for and up to two more, or to decimals; the last is exact."""
    by_figures = [(significant + more, None) for more in (0, 1, 2)]
    by_decimals = [(significant, decimals) for decimals in (4, 5)]
    written = [
        Habit(figures, decimals, cut, partial, last_first)
        for figures, decimals in (*by_figures, *by_decimals)
        for cut in (False, True)
        for partial, last_first in ((False, False), (True, False), (True, True))
    ]
    kept = [Habit(significant, None, cut, partial=False, kept=kept) for cut in (False, True) for kept in (1, 2, 3)]
    return (*written, *kept, Habit(12, None, cut=False, partial=False))


EMPTY: Mapping[Any, Any] = {}

FORMS = (0, 1)
"""σ′ has two right forms, from a and from z: a learner takes one of them, and a wrong number parts the two."""


class Had(NamedTuple):
    """What learners have of a quantity, of the shape of the replay or one that broadcasts to it."""

    value: Array
    there: Any
    """Whether each has it; the value of those who have not says nothing."""


class Cause(NamedTuple):
    """A wrong rule in the place of the right one, in some rows of a replay."""

    rule: Node
    rows: Any
    """Their indices."""


def new_parameters(network: Network, update: int) -> Iterator[Quantity]:
    """Every weight and bias that an update makes anew."""
    biases = network.naming.biases
    for l in range(1, network.depth + 1):
        sources = range(1, network.sizes[l - 1] + 1)
        yield from (
            Quantity(Kind.W_NEW, l, j, k, update=update) for j in range(1, network.sizes[l] + 1) for k in sources
        )
        if network.conventions.bias != FIXED:
            yield from (Quantity(Kind.B_NEW, l, j, update=update) for j in range(1, biases[l] + 1))


class Pen:
    """Works a formula as a calculator does, which keeps every figure."""

    def write(self, number: Array) -> Array:
        """A result as it is written down."""
        return number

    def used(self, q: Quantity, number: Array) -> Array:  # noqa: ARG002 (habits part by it)
        """A result as it is used later."""
        return number

    def step(self, number: Any) -> Any:  # noqa: ANN401 (an array, or a float where all have the same)
        """A partial product or sum as it is used next."""
        return number

    def total(self, terms: Sequence[Any]) -> Any:  # noqa: ANN401
        """The sum of terms from left to right; one of which only rounding is left is 0."""
        total, magnitude = terms[0], abs(terms[0])
        for term in terms[1:]:
            total, magnitude = total + term, magnitude + abs(term)
            total = self.step(ARRAYS.where(abs(total) < CANCELLED * magnitude, 0.0, total))
        return total

    def work(self, node: Node, value: Callable[[Quantity], Array]) -> Any:  # noqa: ANN401
        """What comes of a formula, before it is written down."""
        match node:
            case Number(value=number):
                return number
            case Name(of=Quantity() as q):
                return value(q)
            case Neg(operand=inner):
                return -self.work(inner, value)
            case Sum(terms=terms):
                return self.total([self.work(term, value) for term in terms])
            case Product(factors=factors):
                return self._product([self.work(factor, value) for factor in factors])
            case Quotient(dividend=one, divisor=other):
                return self.step(self.work(one, value) / array(self.work(other, value)))
            case Power(base=base):
                return self._product([self.work(base, value)] * whole_exponent(node))
            case Call(function=name, argument=argument):
                return self.step(call(name)(ARRAYS, array(self.work(argument, value))))
        raise TypeError(f"no number for {node!r}")

    def _product(self, factors: Sequence[Any]) -> Any:  # noqa: ANN401
        total = factors[0]
        for factor in factors[1:]:
            total = self.step(total * factor)
        return total


class HabitPen(Pen):
    """Writes every number down as each habit does, one a column."""

    def __init__(self, habits: Sequence[Habit]) -> None:
        self._figure = array([10.0 ** (1 - habit.figures) for habit in habits])
        self._place = array([float("inf") if h.decimals is None else 10.0**-h.decimals for h in habits])
        self._scale = array([1 + EXACT if habit.cut else 1.0 for habit in habits])
        self._offset = array([0.0 if habit.cut else 0.5 + TIE for habit in habits])
        self._partial = flags([habit.partial for habit in habits])
        self._last_first = flags([habit.last_first for habit in habits])
        self._kept = [flags([_keeps(habit.kept, parity) for habit in habits]) for parity in (0, 1)]

    def write(self, number: Array) -> Array:
        """Rounded or cut, to figures or decimals."""
        size = ARRAYS.absolute(number)
        unit = ARRAYS.minimum(figure_unit(ARRAYS, size, 1) * self._figure, self._place)
        return with_sign(ARRAYS.floor(size / unit * self._scale + self._offset) * unit, number)

    def used(self, q: Quantity, number: Array) -> Array:
        """As it was written down, but by those who keep it in the memory."""
        kept = self._kept[((q.layer or 0) + (q.j or 0) + (q.k or 0)) % 2]
        return ARRAYS.where(kept, number, self.write(number))

    def step(self, number: Any) -> Any:  # noqa: ANN401
        """Written down by those who write each step."""
        return ARRAYS.where(self._partial, self.write(number), number)

    def total(self, terms: Sequence[Any]) -> Any:  # noqa: ANN401
        """From left to right or, by some, the last term first."""
        if len(terms) < 3:
            return super().total(terms)
        return ARRAYS.where(self._last_first, super().total([terms[-1], *terms[:-1]]), super().total(terms))


def _keeps(kept: int, parity: int) -> bool:
    """Whether a habit keeps a result in the memory, by where it stands."""
    return kept == 1 or kept == 2 + parity


class Replay:
    """The numbers of a network from what is known on, many at once: each by its own habit, mistake and learner."""

    def __init__(
        self,
        network: Network,
        had: Callable[[Quantity], Had | None],
        pen: Pen,
        form: int,
        *,
        causes: Mapping[Quantity, Sequence[Cause]] = EMPTY,
        shape: tuple[int, int] = (1, 1),
    ) -> None:
        """Take what is known.

        Args:
            network: the network that is asked about.
            had: what learners have of a quantity; None where nobody has it.
            pen: how numbers are written down; for habits, one a column.
            form: which of the right forms is taken where there are two.
            causes: the mistakes that are made, by the quantity where.
            shape: rows and columns; it matters only where there are causes.
        """
        self.network = network
        self._had = had
        self._pen = pen
        self._form = form
        self._causes = causes
        self._shape = shape
        self._values: dict[Quantity, Array] = {}
        self._begun = 1  # the update whose parameters are worked out

    def value(self, q: Quantity) -> Array:
        """What a quantity is where it is used: what is had, else what was worked out, written or in the memory."""
        found = self._values.get(q)
        if found is None:
            found = self._values[q] = self._used(q)
        return found

    def typed(self, q: Quantity) -> Array:
        """What is worked out for a quantity and written down; of a shape that broadcasts to that of the replay."""
        self._begin(q.update)
        return self._pen.write(self._memory(q))

    def _begin(self, update: int) -> None:
        """Work out what an update begins with, one update after the other: going back from the last is too deep."""
        while self._begun < update:
            for p in new_parameters(self.network, self._begun):
                self.value(p)
            self._begun += 1

    def _used(self, q: Quantity) -> Array:
        if is_parameter(q):
            return array([[self.network.parameter(q)]])
        had = self._had(q)
        if had is not None and had.there.all():
            return had.value
        used = self._pen.used(q, self._memory(q))
        return used if had is None else ARRAYS.where(had.there, had.value, used)

    def _memory(self, q: Quantity) -> Array:
        """What is worked out for a quantity, before it is written down."""
        forms = formulas(self.network, q)
        right = matrix(self._pen.work(forms[min(self._form, len(forms) - 1)], self.value))
        causes = self._causes.get(q, ())
        if not causes:
            return right
        whole = spread(right, self._shape)
        for rule, rows in causes:
            whole[rows] = self._pen.work(rule, partial(self._picked, rows))
        return whole

    def _picked(self, rows: Any, q: Quantity) -> Array:  # noqa: ANN401 (indices)
        value = self.value(q)
        return value if len(value) == 1 else value[rows]
