"""Reveal 2 and 3: the equation with its numbers, worked out line by line until one operation is left; its result."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Literal

from tutor.engine import activations
from tutor.engine.network import Network
from tutor.explain.formula import entry, formulas, named, names
from tutor.expression.evaluate import ArithmeticProblem, evaluate
from tutor.expression.text import Piece, pieces
from tutor.expression.tree import Call, Name, Neg, Node, Number, Quotient, Sum, operands, rebuild
from tutor.notation.number import as_shown, shown
from tutor.quantity import Kind, Quantity, beside

LARGEST_EXPONENT = 300.0
"""Beyond this a power of e is written as no number that one can read."""

Sign = Literal["=", "≈"]
Style = Literal["screen", "ascii"]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a substitution: ``sign`` stands before it, ``tree`` holds numbers as shown."""

    sign: Sign
    tree: Node

    def pieces(self, style: Style) -> tuple[Piece, ...]:
        """The line as text; a piece that stands for a quantity carries it in ``of``."""
        return pieces(_unsigned(self.tree), _text, style)

    def text(self, style: Style) -> str:
        """The line as one string, which the grammar of answers reads back."""
        return "".join(piece.text for piece in self.pieces(style))


@dataclass(frozen=True, slots=True)
class Shown:
    """A number in a substitution: the text it is shown by and, where it is one, the quantity it stands for."""

    text: str
    of: Quantity | None = None


@dataclass(frozen=True, slots=True)
class Substitution:
    """The numbers of one question put into its equation.

    Attributes:
        lines: reveal 2; the first holds every prior, each later one has its innermost operations carried out. None of
            the later ones is the result, or that with another sign.
        sign: ``≈`` where the last line, as shown, does not give the result as shown.
        result: reveal 3, as text (ASCII).
    """

    lines: tuple[Line, ...]
    sign: Sign
    result: str

    @property
    def prior(self) -> tuple[bool, Quantity] | None:
        """The one number that the whole formula is, and whether with a minus: to put it in is to have the result."""
        tree, minus = self.lines[0].tree, False
        if isinstance(tree, Neg):
            tree, minus = tree.operand, True
        shown = tree.of if isinstance(tree, Name) else None
        return (minus, shown.of) if isinstance(shown, Shown) and shown.of is not None else None


def substitution(network: Network, q: Quantity, value: Callable[[Quantity], float], significant: int) -> Substitution:
    """Put the exact values of the priors, as shown, into the first formula of ``q``.

    Args:
        network: the network that ``q`` belongs to.
        q: the question.
        value: the exact value of any quantity.
        significant: the lesson's significant figures.
    """
    result = shown(value(q), significant)
    exact = formula_at(network, q, value)
    lines = [Line("=", _put_in(exact, value, significant))]
    meaning = _meant(exact)
    if meaning is not exact and _worked_out(meaning, value):
        exact = meaning
        lines.append(Line("=", _put_in(exact, value, significant)))
    while (reduced := _next(exact, value)) is not exact:
        sign = _sign(lines[-1].tree, reduced, significant)
        exact = reduced
        lines.append(Line(sign, _put_in(exact, value, significant)))
    while len(lines) > 1 and _is_result(lines[-1].tree, result):
        lines.pop()  # all that would be left is its sign
    last = _shown_value(lines[-1].tree)
    close = last is not None and shown(last, significant) == result
    return Substitution(tuple(lines), "=" if close else "≈", result)


def _is_result(tree: Node, result: str) -> bool:
    """Whether a line is one number, as the result is shown but for its sign."""
    while isinstance(tree, Neg):
        tree = tree.operand
    return isinstance(tree, Name) and _text(tree.of).lstrip("-") == result.lstrip("-")


def formula_at(network: Network, q: Quantity, value: Callable[[Quantity], float]) -> Node:
    """The formula of ``q`` that a person works out, where it depends on the numbers which that is.

    Of an activation in two pieces it is the piece that z is in. Of softmax, where e^z is beyond all numbers, it is the
    one with the largest z taken from every z, which changes nothing.
    """
    exact = formulas(network, q)[0]
    if q.kind not in (Kind.A, Kind.SIGMA_PRIME) or not q.layer:
        return exact
    activation = activations.of(network.layer(q.layer))
    if activation.branches is not None:
        piece = 2 * (q.kind is Kind.SIGMA_PRIME) + (value(beside(q, Kind.Z, q.layer, q.j)) > 0)
        return entry(activation.branches[piece], {"z": named(q, Kind.Z, q.layer, q.j)})
    if activation.whole and q.kind is Kind.A:
        largest = max((name for name in names(exact)), key=value)
        if value(largest) > LARGEST_EXPONENT:
            return _shifted(exact, Name(largest))
    return exact


def _shifted(node: Node, largest: Name) -> Node:
    """The tree with a number taken from every argument of a function."""
    if isinstance(node, Call):
        return Call(node.function, Sum((node.argument, Neg(largest))))
    return rebuild(node, lambda inner: _shifted(inner, largest))


def _sigmoid(z: Node) -> Node:
    """What σ(z) means, in the functions a calculator has."""
    return Quotient(Number(1.0, "1"), Sum((Number(1.0, "1"), Call("exp", Neg(z)))))


_MEANINGS: dict[str, Callable[[Node], Node]] = {"sigmoid": _sigmoid}
"""Functions that no calculator has a key for, written out once before they are worked out."""


def _meant(node: Node) -> Node:
    """The tree with such a function written out; the same object where there is none, or more than one to read."""
    return _written_out(node) if _to_write_out(node) == 1 else node


def _to_write_out(node: Node) -> int:
    """How many such functions a tree calls."""
    own = isinstance(node, Call) and node.function in _MEANINGS
    return own + sum(map(_to_write_out, operands(node)))


def _written_out(node: Node) -> Node:
    if isinstance(node, Call) and node.function in _MEANINGS:
        return _MEANINGS[node.function](node.argument)
    return rebuild(node, _written_out)


def _worked_out(node: Node, value: Callable[[Quantity], float]) -> bool:
    """Whether a tree, and every part of it, has a value."""
    try:
        evaluate(node, lambda of: _exact(of, value))
    except ArithmeticProblem:
        return False
    return True


def _next(node: Node, value: Callable[[Quantity], float]) -> Node:
    """The tree with its innermost operations carried out; the same object at the end, or where one has no value."""
    try:
        return _reduce(node, value)
    except ArithmeticProblem:
        return node


@dataclass(frozen=True, slots=True)
class _Worked:
    """A leaf for an operation that was carried out: its exact value, kept so that nothing is rounded twice."""

    value: float


def _put_in(node: Node, value: Callable[[Quantity], float], significant: int) -> Node:
    """The tree with every leaf replaced by the number as shown."""
    match node:
        case Name(of=Quantity() as q):
            return Name(Shown(as_shown(q, value(q), significant), q))
        case Name(of=_Worked(value=number)):
            return Name(Shown(shown(number, significant)))
        case _:
            return rebuild(node, lambda inner: _put_in(inner, value, significant))


def _reduce(node: Node, value: Callable[[Quantity], float]) -> Node:
    """Carry out every innermost operation but the outermost one; the same object where only that one is left."""
    if _is_leaf(node):
        return node
    return rebuild(node, lambda inner: _reduce_inner(inner, value))


def _reduce_inner(node: Node, value: Callable[[Quantity], float]) -> Node:
    if _is_leaf(node):
        return node
    if all(_is_leaf(inner) for inner in operands(node)):
        return Name(_Worked(evaluate(node, lambda of: _exact(of, value))))
    return rebuild(node, lambda inner: _reduce_inner(inner, value))


def _exact(of: Hashable, value: Callable[[Quantity], float]) -> float:
    if isinstance(of, _Worked):
        return of.value
    if isinstance(of, Quantity):
        return value(of)
    raise TypeError(f"{of!r} is no quantity")


def _unsigned(node: Node) -> Node:
    """The tree without the minus before a zero: exp(0.0000), never exp(−0.0000); what is subtracted stays so."""
    match node:
        case Neg(operand=Name(of=Shown(text=text)) as zero) if float(text) == 0:
            return zero
        case Sum(terms=(first, *rest)):
            subtracted = (Neg(_unsigned(term.operand)) if isinstance(term, Neg) else _unsigned(term) for term in rest)
            return Sum((_unsigned(first), *subtracted))
        case _:
            return rebuild(node, _unsigned)


def _is_leaf(node: Node) -> bool:
    """Whether there is nothing left to work out; ½ is as simple as it gets, and so is −x."""
    match node:
        case Number() | Name() | Quotient(dividend=Number(), divisor=Number()) | Neg(operand=Name() | Number()):
            return True
        case _:
            return False


def _text(of: Hashable) -> str:
    if isinstance(of, Shown):
        return of.text
    raise TypeError(f"{of!r} has no text")


def _shown_value(node: Node) -> float | None:
    """What the numbers as shown give; None where they give nothing: ln(1 − 1.0000)."""
    try:
        return evaluate(node, lambda of: float(_text(of)))
    except ArithmeticProblem:
        return None


def _sign(before: Node, after: Node, significant: int) -> Sign:
    """``=`` where every number worked out in ``after`` is, as shown, what the numbers of ``before`` give."""
    if isinstance(after, Name) and isinstance(after.of, _Worked):
        found = _shown_value(before)
        close = found is not None and shown(found, significant) == shown(after.of.value, significant)
        return "=" if close else "≈"
    pairs = zip(operands(before), operands(after), strict=True)
    return "=" if all(_sign(old, new, significant) == "=" for old, new in pairs) else "≈"
