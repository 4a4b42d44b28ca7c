"""A formula in words for listening: “w 1 1 of layer 2 times a 1 of layer 1, plus b 1 of layer 2”."""

from tutor.explain.substitution import Shown
from tutor.expression.text import pieces
from tutor.expression.tree import Call, Name, Neg, Node, Number, Power, Product, Quotient, Sum, operands
from tutor.notation.math import speech
from tutor.notation.number import parameter
from tutor.notation.symbols import symbol
from tutor.quantity import Naming, Quantity

HEADS = {"sigmoid": "sigma", "relu": "ReLU", "exp": "e to the power of", "sqrt": "the square root"}
"""How functions are called that are not called as they are written."""
OF_ITS_OWN = frozenset({"exp"})
"""Those behind whose name no “of” is said."""


def worded(node: Node, naming: Naming) -> str:
    """Say a formula over quantities and numbers; where there are numbers alone, as arithmetic that can be typed."""
    if not _names(node):
        return "".join(
            piece.text for piece in pieces(node, lambda of: of.text if isinstance(of, Shown) else "", "ascii")
        )
    return _say(node, naming)


def _names(node: Node) -> bool:
    """Whether a quantity is left in it by name."""
    if isinstance(node, Name):
        return isinstance(node.of, Quantity)
    return any(map(_names, operands(node)))


def _say(node: Node, naming: Naming) -> str:
    match node:
        case Number() | Name():
            return _leaf(node, naming)
        case Neg(operand=operand):
            return f"minus {_one(operand, naming)}"
        case Sum(terms=terms):
            return _sum(terms, naming)
        case Product(factors=factors):
            return " times ".join(_one(factor, naming) for factor in factors)
        case Quotient(dividend=over, divisor=under):
            plain = isinstance(over, Number) and isinstance(under, Number)
            return f"{_one(over, naming)}{'/' if plain else ' over '}{_one(under, naming)}"
        case Power(base=base, exponent=exponent):
            return _power(base, exponent, naming)
        case Call(function=function, argument=argument):
            return _call(function, argument, naming)


def _leaf(node: Number | Name, naming: Naming) -> str:
    if isinstance(node, Number):
        return node.text or parameter(node.value).removesuffix(".0")
    if isinstance(node.of, Quantity):
        return speech(symbol(node.of, naming))
    return node.of.text if isinstance(node.of, Shown) else str(node.of)


def _power(base: Node, exponent: Node, naming: Naming) -> str:
    if isinstance(exponent, Number) and exponent.value == 2:
        return f"the square of {_one(base, naming)}"
    return f"{_one(base, naming)} to the power of {_one(exponent, naming)}"


def _sum(terms: tuple[Node, ...], naming: Naming) -> str:
    """The terms; a pause before a sign keeps it from the number of a layer."""
    said = _say(terms[0], naming)
    for term in terms[1:]:
        sign, of = ("minus", term.operand) if isinstance(term, Neg) else ("plus", term)
        pause = "," if " of layer " in said else ""
        said = f"{said}{pause} {sign} {_say(of, naming) if isinstance(of, Product) else _one(of, naming)}"
    return said


def _one(node: Node, naming: Naming) -> str:
    """Something as one thing: in spoken brackets where it is more."""
    said = _say(node, naming)
    return f"open bracket {said} close bracket" if isinstance(node, Sum | Product | Neg) else said


def _call(function: str, argument: Node, naming: Naming) -> str:
    word = function.rstrip("'")
    name = HEADS.get(word, word) + " prime" * (len(function) - len(word))
    return f"{name} {'' if function in OF_ITS_OWN else 'of '}{_one(argument, naming)}"
