"""A tree as TeX, in the notation of lessons."""

from collections.abc import Callable, Hashable, Mapping

from tutor.expression.tree import Call, Name, Neg, Node, Number, Power, Product, Quotient, Sum, operands

_HEADS = {
    "ln": r"\ln",
    "tanh": r"\tanh",
    "sigmoid": r"\sigma",
    "relu": r"\mathrm{ReLU}",
    "softplus": r"\mathrm{softplus}",
    "step": r"\mathrm{step}",
    "abs": r"\mathrm{abs}",
    "abs'": r"\mathrm{sign}",
}
_ONE, _TWO = Number(1.0, "1"), Number(2.0, "2")
_MEANT: dict[str, Callable[[Node], Node]] = {
    "exp'": lambda u: Call("exp", u),
    "ln'": lambda u: Quotient(_ONE, u),
    "sqrt'": lambda u: Quotient(_ONE, Product((_TWO, Call("sqrt", u)))),
}
"""The slopes of what is written without a name, as what they are."""


def tex(node: Node, names: Mapping[Hashable, str] | Callable[[Hashable], str] | None = None) -> str:
    """Write a tree as TeX with as few brackets as keep its meaning: e^x for exp(x), a fraction for a quotient.

    Args:
        node: the tree.
        names: the TeX of each name, as a mapping or a function; without it, a name is written as it is.
    """
    if names is None:
        return _Writer(str).sum(node)
    return _Writer(names if callable(names) else lambda of: names[of]).sum(node)


class _Writer:
    def __init__(self, name: Callable[[Hashable], str]) -> None:
        self.name = name

    def sum(self, node: Node) -> str:
        if not isinstance(node, Sum):
            return self.term(node)
        text = self.term(node.terms[0])
        for term in node.terms[1:]:
            text += f" - {self.behind(term.operand)}" if isinstance(term, Neg) else f" + {self.behind(term)}"
        return text

    def term(self, node: Node) -> str:
        """What may stand first in a sum: with a minus of its own, but no sum."""
        match node:
            case Neg(operand=operand):
                return f"-{self.behind(operand)}"
            case Product(factors=(first, *rest)):
                return r" \cdot ".join([self.term(first), *map(self.behind_a_dot, rest)])
        return self.atom(node)

    def behind(self, node: Node) -> str:
        """What stands behind a plus or a minus: in brackets where it has a minus of its own."""
        text = self.term(node)
        return f"({text})" if text.startswith("-") else text

    def behind_a_dot(self, node: Node) -> str:
        """The same behind a dot."""
        return f"({self.term(node)})" if isinstance(node, Product) else self.behind(node)

    def atom(self, node: Node) -> str:
        match node:
            case Number(text=text, value=value):
                return _number(repr(value).removesuffix(".0") if text is None else text)
            case Name(of=of):
                return self.name(of)
            case Quotient(dividend=above, divisor=below):
                return rf"\frac{{{self.sum(above)}}}{{{self.sum(below)}}}"
            case Power(base=base, exponent=exponent):
                return f"{self.base(base)}^{{{self.sum(exponent)}}}"
            case Call(function=function, argument=argument):
                return self.call(function, argument)
        return f"({self.sum(node)})"

    def call(self, function: str, argument: Node) -> str:
        if function in _MEANT:
            return self.atom(_MEANT[function](argument))
        match function:
            case "exp":
                return f"e^{{{self.sum(argument)}}}"
            case "sqrt":
                return rf"\sqrt{{{self.sum(argument)}}}"
            case "abs" if not _has_bars(argument):
                return f"|{self.sum(argument)}|"
        word = function if function in _HEADS else function.rstrip("'")
        return f"{_HEADS[word]}{function[len(word) :]}({self.sum(argument)})"

    def base(self, node: Node) -> str:
        """What stands under an exponent: alone only where it has none of its own, nor a sign."""
        text = self.atom(node)
        alone = isinstance(node, Number | Name) and not text.startswith("-") and "^" not in text
        return text if alone else f"({self.sum(node)})"


def _has_bars(node: Node) -> bool:
    """Whether bars stand in what a node is written as: bars cannot stand within bars."""
    return (isinstance(node, Call) and node.function == "abs") or any(map(_has_bars, operands(node)))


def _number(text: str) -> str:
    """A literal: π by its name, a power of ten as one."""
    if text == "pi":
        return r"\pi"
    digits, _, power = text.lower().partition("e")
    return rf"{digits} \cdot 10^{{{int(power)}}}" if power and digits else text
