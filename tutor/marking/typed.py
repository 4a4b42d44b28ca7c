"""An answer that was typed as a calculation: a wrong rule may be behind it if its numbers are those that were typed."""

from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from tutor.explain.formula import formulas, names
from tutor.expression.read import Value
from tutor.expression.tree import Neg, Node, Number, Quotient, operands
from tutor.marking.fit import Digits
from tutor.marking.paper import Own
from tutor.marking.question import Question
from tutor.quantity import Quantity, is_parameter

COMMON = frozenset({0.0, 0.5, 1.0, 2.0})
"""What stands in many formulas, and so says nothing of where it came from."""


class Calculation(NamedTuple):
    """The numbers of a calculation, each without its sign."""

    question: Question
    own: Mapping[Quantity, Own]
    literals: tuple[Digits, ...]

    @classmethod
    def of(cls, question: Question, answer: Value, own: Mapping[Quantity, Own]) -> "Calculation | None":
        """The numbers that an answer was calculated from; None for a number alone, be it a fraction."""
        node = answer.node.operand if isinstance(answer.node, Neg) else answer.node
        alone = isinstance(node, Quotient) and isinstance(node.dividend, Number) and isinstance(node.divisor, Number)
        if answer.decimal is not None or alone or isinstance(node, Number):
            return None
        return cls(question, own, tuple(_digits(number) for number in _literals(node)))

    def allows(self, rule: Node) -> bool:
        """Whether a rule can have been worked out by it.

        A number that the rule has no use for, and that stands elsewhere, says that it is another rule. One that stands
        nowhere is what something else came to: what it was made of cannot be told. Where there is none such, every
        number of the rule must have been typed.
        """
        used = tuple(dict.fromkeys(names(rule)))
        plain = COMMON.union(number.value for number in _literals(rule))
        numbers = [number for p in used for number in self._numbers_behind(p)]
        others = [
            literal
            for literal in self.literals
            if literal.number not in plain and not any(_is(literal, number) for number in numbers)
        ]
        if others:
            return not any(_is(literal, number) for literal in others for number in self._elsewhere())
        nothing = any(number == 0.0 for p in used for number in self._numbers(p))  # nobody writes out a product of 0
        return nothing or all(self._typed(p) or self._spelled_out(p) for p in used)

    def _numbers(self, q: Quantity) -> Iterator[float]:
        """What a quantity is, and what the learner has for it."""
        yield self.question.known(q).exact
        if q in self.own:
            yield self.own[q].number

    def _numbers_behind(self, q: Quantity) -> Iterator[float]:
        """The numbers of a quantity, and of what it is made of: a slope may be typed as a·(1 − a)."""
        yield from self._numbers(q)
        if not is_parameter(q):
            for form in formulas(self.question.network, q):
                yield from (number.value for number in _literals(form))
                for p in names(form):
                    yield from self._numbers(p)

    def _elsewhere(self) -> Iterator[float]:
        """The numbers of the right rule, of the lesson, and of the learner."""
        network = self.question.network
        for form in self.question.forms:
            for p in names(form):
                yield from self._numbers(p)
        yield from (own.number for own in self.own.values())
        for layer in network.layers:
            yield from layer.b
            for row in layer.W:
                yield from row
        for x, y in network.samples:
            yield from (*x, *y)

    def _typed(self, q: Quantity) -> bool:
        """Whether a quantity was typed; a factor of 1 need not be."""
        return any(
            abs(number) == 1.0 or _is(literal, number) for number in self._numbers(q) for literal in self.literals
        )

    def _spelled_out(self, q: Quantity) -> bool:
        """Whether all that a quantity is made of was typed."""
        return not is_parameter(q) and any(
            all(self._typed(p) for p in names(form)) for form in formulas(self.question.network, q)
        )


def _literals(node: Node) -> Iterator[Number]:
    if isinstance(node, Number):
        yield node
    for inner in operands(node):
        yield from _literals(inner)


def _digits(number: Number) -> Digits:
    """A number with the digits that it was typed with; one with a name has none."""
    try:
        typed = Decimal((number.text or "").replace(",", "."))
    except InvalidOperation:
        return Digits(number.value, 0.0, 0)
    exponent = typed.as_tuple().exponent
    return Digits(number.value, 10.0**exponent if isinstance(exponent, int) else 0.0, len(typed.as_tuple().digits))


def _is(literal: Digits, number: float) -> bool:
    """Whether a number was typed, maybe rounded or cut."""
    size = abs(number)
    return literal.number == size or (literal.reaches(size) and literal.fits(size) is not None)
