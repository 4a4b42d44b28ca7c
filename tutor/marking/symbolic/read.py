"""An answer in names: text to a tree over the quantities of a network."""

from collections.abc import Sequence

from tutor.engine import activations
from tutor.explain.formula import activated, slopes, substitute
from tutor.expression.grammar import MISSING, parse_tokens, reserved
from tutor.expression.read import LONGEST
from tutor.expression.tokens import Token, Unreadable, tokenize
from tutor.expression.tree import Call, Name, Node, operands
from tutor.marking.symbolic.names import Names
from tutor.quantity import Kind, Quantity

ONE_EXPRESSION = "One expression is asked for here: type it without ; or , or square brackets."
MISSING_HERE = "A name or a number is missing here."
NOT_OF_ALL = "Write σ only of a z or an a here, as in sigma'(z1); for anything else write the function itself."

_GENERIC = frozenset(("sigma", "σ", "f"))
"""What stands for the activation of a layer, whichever it is."""
_REFUSED = frozenset((";", ",", "[", "]"))


def read(text: str, names: Names) -> Node:
    """Read an answer in names; time is linear in the text.

    Raises:
        Unreadable: it cannot be read.
    """
    if len(text) > LONGEST:
        raise Unreadable(f"This is too long: an answer has at most {LONGEST} characters.", LONGEST)
    tokens = tokenize(text, decimal_commas="." not in text, scripts=True)
    if tokens[0].kind == "=":
        tokens = tokens[1:]
    leaves: dict[str, Node] = {}
    tokens = [_known(token, names, leaves) for token in _joined(tokens)]
    try:
        return substitute(parse_tokens(tokens, functions=True, names=leaves), leaves)
    except Unreadable as problem:
        if problem.message == MISSING:
            raise Unreadable(MISSING_HERE, problem.offset) from None
        raise


def named(node: Node) -> bool:
    """Whether any quantity is named in a tree."""
    return isinstance(node, Name) or any(map(named, operands(node)))


def _joined(tokens: Sequence[Token]) -> list[Token]:
    """The tokens, each σ of a single name as one: σ′(z₁)[2]."""
    found: list[Token] = []
    i = 0
    while i < len(tokens):
        taken = 4 if _is_generic(tokens[i : i + 4]) else 1
        if taken == 4 and [token.kind for token in tokens[i + 4 : i + 7]] == ["[", "number", "]"]:
            taken = 7
        whole = "".join(token.text for token in tokens[i : i + taken])
        found.append(tokens[i]._replace(text=whole, end=tokens[i + taken - 1].end))
        i += taken
    return found


def _is_generic(tokens: Sequence[Token]) -> bool:
    kinds = [token.kind for token in tokens]
    return kinds == ["name", "(", "name", ")"] and tokens[0].text.removesuffix("'") in _GENERIC


def _known(token: Token, names: Names, leaves: dict[str, Node]) -> Token:
    """The token; what its name stands for is put with the leaves."""
    if token.kind in _REFUSED:
        raise Unreadable(ONE_EXPRESSION, token.start)
    if token.kind != "name" or token.text in leaves:
        return token
    function, bracket, inner = token.text.partition("(")
    if bracket and function.removesuffix("'") in _GENERIC:
        name, _, sample = inner.rpartition(")")
        of = names.quantity(name + sample, token.start + len(function) + 1)
        leaves[token.text] = _of_neuron(names, of, function.endswith("'"), token)
    elif not reserved(token.text):
        leaves[token.text] = Name(names.quantity(token.text, token.start))
    elif token.text.removesuffix("'") in _GENERIC:
        _require_sigmoid(names, token)
    return token


def _require_sigmoid(names: Names, token: Token) -> None:
    """Refuse σ of anything where it is not known which activation is meant.

    Raises:
        Unreadable: no layer has the sigmoid.
    """
    if not any(layer.activation == "sigmoid" for layer in names.network.layers):
        raise Unreadable(NOT_OF_ALL, token.start)


def _of_neuron(names: Names, of: Quantity, prime: bool, token: Token) -> Node:
    """σ or σ′ of a z or an a: the activation of its own layer, and its slope."""
    if of.kind not in (Kind.Z, Kind.A) or not of.layer:
        _require_sigmoid(names, token)
        return Call("sigmoid'" if prime else "sigmoid", Name(of))
    layer, z = names.network.layer(of.layer), Name(of)
    if prime and of.kind is Kind.Z:
        return Name(names.allowed(of._replace(kind=Kind.SIGMA_PRIME), token.text, token.start))
    if activations.of(layer).whole:
        if prime or of.kind is not Kind.Z:
            raise Unreadable(NOT_OF_ALL, token.start)
        return Name(names.allowed(of._replace(kind=Kind.A), token.text, token.start))
    return slopes(layer, activated(layer, z), z)[0] if prime else activated(layer, z)
