"""Replayed habits: what honest learners of every habit would have for numbers that are not on a sheet.

An exam may ask for gradients alone. What the learner had for everything before is unknown, so each habit of rounding
is worked through from what *is* known, and the hull of all of them is what the right method can give. The same replay,
with one mistake put in at one place, says what that mistake does to every number after it.

Arrays are of shape (causes, habits); what no cause touches has one row.
"""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from tutor.engine.arrays import ARRAYS, Array, array, column, flags, with_rows
from tutor.engine.network import Network
from tutor.explain.formula import formulas
from tutor.expression.functions import CANCELLED, call
from tutor.expression.tree import Call, Name, Neg, Node, Number, Power, Product, Quotient, Sum
from tutor.marking.interval import EXACT, TIE, figure_unit, whole_exponent
from tutor.quantity import Quantity, is_parameter


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


FORMS = (0, 1)
"""σ′ has two right forms, from a and from z: a learner takes one of them, and a wrong number parts the two."""


class Cause(NamedTuple):
    """One mistake at one quantity."""

    at: Quantity
    rule: Node


class Had(NamedTuple):
    """What learners have of a quantity, one a row: shape (rows, 1)."""

    value: Array
    there: Any
    """Whether each has it; the value of those who have not says nothing."""


class Replay:
    """The numbers of every habit, from what is known on. A row is a learner, or one learner with one mistake."""

    def __init__(
        self,
        network: Network,
        had: Callable[[Quantity], Had | None],
        habits: Sequence[Habit],
        causes: Sequence[Cause] = (),
        form: int = 0,
    ) -> None:
        """Take what is known.

        Args:
            network: the network that is asked about.
            had: what learners have of a quantity; None where nobody has it.
            habits: the habits, one a column.
            causes: the mistakes, one a row; the first row, when there are any, is without one.
            form: which of the right forms is taken where there are two.
        """
        self.network = network
        self._had = had
        self._form = form
        self._causes: dict[Quantity, list[tuple[int, Node]]] = {}
        for row, cause in enumerate(causes, 1):
            self._causes.setdefault(cause.at, []).append((row, cause.rule))
        self._shape = (len(causes) + 1, len(habits))
        self._pen = _Pen(habits)
        self._kept = [flags([_keeps(habit.kept, parity) for habit in habits]) for parity in (0, 1)]
        self._values: dict[Quantity, Array] = {}

    def value(self, q: Quantity) -> Array:
        """What a quantity is where it is used: what is had, else what was worked out, written or in the memory."""
        found = self._values.get(q)
        if found is None:
            found = self._values[q] = self._used(q)
        return found

    def typed(self, q: Quantity) -> Array:
        """What is worked out for a quantity and written down: of shape (rows, habits), or what broadcasts to it."""
        return self._pen.write(self._memory(q))

    def whole(self, q: Quantity) -> Array:
        """The same as a matrix of shape (rows, habits)."""
        return with_rows(self.typed(q), {}, self._shape)

    def _used(self, q: Quantity) -> Array:
        if is_parameter(q):
            return column([self.network.parameter(q)])
        had = self._had(q)
        if had is not None and had.there.all():
            return had.value
        memory = self._memory(q)
        kept = self._kept[((q.layer or 0) + (q.j or 0) + (q.k or 0)) % 2]
        used = ARRAYS.where(kept, memory, self._pen.write(memory))
        return used if had is None else ARRAYS.where(had.there, had.value, used)

    def _memory(self, q: Quantity) -> Array:
        """What is worked out for a quantity, before it is written down."""
        forms = formulas(self.network, q)
        right = self._pen.work(forms[min(self._form, len(forms) - 1)], self.value)
        wrong = {row: self._pen.work(rule, self.value)[:1] for row, rule in self._causes.get(q, ())}
        return with_rows(right, wrong, self._shape) if wrong else right


def _keeps(kept: int, parity: int) -> bool:
    """Whether a habit keeps a result in the memory, by where it stands."""
    return kept == 1 or kept == 2 + parity


class _Pen:
    """Writes every number down as each habit does."""

    def __init__(self, habits: Sequence[Habit]) -> None:
        self._figure = array([10.0 ** (1 - habit.figures) for habit in habits])
        self._place = array([float("inf") if h.decimals is None else 10.0**-h.decimals for h in habits])
        self._cut = flags([habit.cut for habit in habits])
        self._partial = flags([habit.partial for habit in habits])
        self._last_first = flags([habit.last_first for habit in habits])

    def work(self, formula: Node, value: Callable[[Quantity], Array]) -> Array:
        """What comes of a formula, before it is written down."""
        return array(self._node(formula, value))

    def write(self, number: Array) -> Array:
        """A number as each habit writes it down."""
        f = ARRAYS
        size = f.absolute(number)
        unit = f.minimum(figure_unit(f, size, 1) * self._figure, self._place)
        count = size / unit
        whole = f.where(self._cut, f.floor(count * (1 + EXACT)), f.floor(count + (0.5 + TIE)))
        return f.where(number < 0, -whole * unit, whole * unit)

    def _step(self, number: Array) -> Array:
        return ARRAYS.where(self._partial, self.write(number), number)

    def _node(self, node: Node, value: Callable[[Quantity], Array]) -> Any:  # noqa: ANN401 (an array or a float)
        match node:
            case Number(value=number):
                return number
            case Name(of=Quantity() as q):
                return value(q)
            case Neg(operand=inner):
                return -self._node(inner, value)
            case Sum(terms=terms):
                return self._sum([self._node(term, value) for term in terms])
            case Product(factors=factors):
                return self._product([self._node(factor, value) for factor in factors])
            case Quotient(dividend=one, divisor=other):
                return self._step(self._node(one, value) / array(self._node(other, value)))
            case Power(base=base):
                return self._product([self._node(base, value)] * whole_exponent(node))
            case Call(function=name, argument=argument):
                return self._step(call(name)(ARRAYS, array(self._node(argument, value))))
        raise TypeError(f"no number for {node!r}")

    def _sum(self, terms: Sequence[Any]) -> Any:  # noqa: ANN401
        if len(terms) < 3:
            return self._added(terms)
        return ARRAYS.where(self._last_first, self._added([terms[-1], *terms[:-1]]), self._added(terms))

    def _added(self, terms: Sequence[Any]) -> Any:  # noqa: ANN401
        total, magnitude = terms[0], abs(terms[0])
        for term in terms[1:]:
            total, magnitude = total + term, magnitude + abs(term)
            total = self._step(ARRAYS.where(abs(total) < CANCELLED * magnitude, 0.0, total))
        return total

    def _product(self, factors: Sequence[Any]) -> Any:  # noqa: ANN401
        total = factors[0]
        for factor in factors[1:]:
            total = self._step(total * factor)
        return total
