"""A tree of arithmetic as mathematics: for screens, in ASCII and to be said aloud."""

from collections.abc import Callable, Hashable, Sequence

from tutor.expression.tree import Call, Name, Neg, Node, Number, Power, Product, Quotient, Sum
from tutor.notation.math import Fraction, Group, Math, Numeral, Operator, Row, Script, Symbol

Names = Callable[[Hashable], Math]
"""Gives what a name of a tree is called."""

MOST_TERMS = 6
"""Of a longer sum only the first terms and the last one are written."""
FIRST_TERMS = 3

_HEADS = {"ln": "ln", "tanh": "tanh", "sqrt": "sqrt", "sigmoid": "sigma", "relu": "ReLU", "abs'": "sign"}


def written(node: Node, names: Names) -> Math:
    """Write a tree with as few brackets as keep its meaning: e^x for exp(x), a fraction for a quotient."""
    return _Writer(names).sum(node)


def total(terms: Sequence[Math]) -> Math:
    """A sum of what is written already, in the middle of which dots may stand."""
    if len(terms) > MOST_TERMS:
        terms = (*terms[:FIRST_TERMS], Symbol("dots"), terms[-1])
    parts: list[Math] = [terms[0]]
    for term in terms[1:]:
        parts += [Operator("+"), term]
    return Row(tuple(parts))


def times(*factors: Math) -> Math:
    """A product of what is written already."""
    parts: list[Math] = []
    for factor in factors:
        parts += [Operator("cdot"), factor] if parts else [factor]
    return Row(tuple(parts))


class _Writer:
    def __init__(self, names: Names) -> None:
        self.names = names

    def sum(self, node: Node) -> Math:
        if not isinstance(node, Sum):
            return self.term(node)
        terms = node.terms
        parts: list[Math] = [self.term(terms[0])]
        for i, term in enumerate(terms[1:], 1):
            if len(terms) > MOST_TERMS and FIRST_TERMS <= i < len(terms) - 1:
                parts += [Operator("+"), Symbol("dots")] if i == FIRST_TERMS else []
                continue
            if isinstance(term, Neg):
                parts += [Operator("-"), self.inner(term.operand)]
            else:
                parts += [Operator("+"), self.term(term)]
        return Row(tuple(parts))

    def term(self, node: Node) -> Math:
        if isinstance(node, Neg):
            return Row((Operator("-"), self.inner(node.operand)))
        if isinstance(node, Product):
            return times(*(self.factor(factor, first=not i) for i, factor in enumerate(node.factors)))
        return self.factor(node) if isinstance(node, Sum) else self.atom(node)

    def inner(self, node: Node) -> Math:
        """What stands behind a minus."""
        return self.factor(node) if isinstance(node, Neg) else self.term(node)

    def factor(self, node: Node, first: bool = False) -> Math:
        """A factor; only the first may begin with a minus."""
        if isinstance(node, Neg) and first:
            return Row((Operator("-"), self.factor(node.operand)))
        if isinstance(node, Sum | Product | Neg):
            return Group(self.sum(node))
        if isinstance(node, Quotient) and not (isinstance(node.dividend, Number) and isinstance(node.divisor, Number)):
            return Group(self.atom(node))
        return self.term(node)

    def atom(self, node: Node) -> Math:
        match node:
            case Number(text=text, value=value):
                return _number(repr(value).removesuffix(".0") if text is None else text)
            case Name(of=of):
                return self.names(of)
            case Quotient(dividend=above, divisor=below):
                return Fraction(self.sum(above), self.sum(below))
            case Power(base=base, exponent=exponent):
                return self.power(base, self.sum(exponent))
            case Call(function="exp", argument=argument):
                return Script(Symbol("e"), sup=self.sum(argument))
            case Call(function="abs", argument=argument):
                return Group(self.sum(argument), "|", "|")
            case Call(function=function, argument=argument):
                return Row((_head(function), Group(self.sum(argument))))
        raise TypeError(f"nothing is written for {node!r}")

    def power(self, base: Node, exponent: Math) -> Math:
        """A power; that of a function stands behind its brackets, as in tanh(z)²."""
        if isinstance(base, Call) and base.function not in ("exp", "abs"):
            return Row((_head(base.function), Script(Group(self.sum(base.argument)), sup=exponent)))
        found = self.sum(base)
        return Script(found if isinstance(found, Symbol | Numeral) else Group(found), sup=exponent)


def _head(function: str) -> Math:
    word = function if function in _HEADS else function.rstrip("'")
    head = Symbol(_HEADS.get(word, word))
    return Script(head, primes=len(function) - len(word)) if function != word else head


def _number(text: str) -> Math:
    return Symbol("pi") if text == "pi" else Symbol("e") if text == "e" else Numeral(text)
