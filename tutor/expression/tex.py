"""A tree as TeX, in the notation of lessons."""

from collections.abc import Callable, Hashable, Mapping

from tutor.expression.tree import Call, Name, Neg, Node, Number, Power, Product, Quotient, Sum

_HEADS = {
    "ln": r"\ln",
    "tanh": r"\tanh",
    "sqrt": r"\sqrt",
    "sigmoid": r"\sigma",
    "relu": r"\mathrm{ReLU}",
    "softplus": r"\mathrm{softplus}",
    "step": r"\mathrm{step}",
    "abs": r"\mathrm{abs}",
}


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
            text += f" - {self.inner(term.operand)}" if isinstance(term, Neg) else f" + {self.term(term)}"
        return text

    def term(self, node: Node) -> str:
        if isinstance(node, Neg):
            return f"-{self.inner(node.operand)}"
        if isinstance(node, Product):
            return r" \cdot ".join(self.factor(factor) for factor in node.factors)
        return self.factor(node) if isinstance(node, Sum) else self.atom(node)

    def inner(self, node: Node) -> str:
        """What stands behind a minus."""
        return self.factor(node) if isinstance(node, Neg) else self.term(node)

    def factor(self, node: Node) -> str:
        return f"({self.sum(node)})" if isinstance(node, Sum | Neg) else self.term(node)

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
            case Call(function="exp", argument=argument):
                return f"e^{{{self.sum(argument)}}}"
            case Call(function="abs", argument=argument):
                return rf"|{self.sum(argument)}|"
            case Call(function=function, argument=argument):
                word = function.rstrip("'")
                return f"{_HEADS[word]}{function[len(word) :]}({self.sum(argument)})"
        raise TypeError(f"no TeX for {node!r}")

    def base(self, node: Node) -> str:
        alone = isinstance(node, Number | Name) and not self.atom(node).startswith("-")
        return self.atom(node) if alone else f"({self.sum(node)})"


def _number(text: str) -> str:
    """A literal: π by its name, a power of ten as one."""
    if text == "pi":
        return r"\pi"
    digits, _, power = text.lower().partition("e")
    return rf"{digits} \cdot 10^{{{int(power)}}}" if power and digits else text
