"""Wrong answers that are right but for one thing: a number in place of its name, or an a of the wrong layer."""

from collections.abc import Iterator
from itertools import islice, product

from tutor.engine.network import Network
from tutor.explain.formula import formulas, names
from tutor.expression.tree import Name, Neg, Node, Number, operands, rebuild
from tutor.quantity import Kind, Quantity, is_parameter

LARGEST = 100
"""No answer of more parts is tried otherwise."""
TRIALS = 32
"""So many ways to put names in place of numbers are tried."""

Put = tuple[tuple[str, Quantity], ...]
"""The numbers that names were put in place of, each with its name."""


def with_names(tree: Node, network: Network, q: Quantity) -> Iterator[tuple[Node, Put]]:
    """An answer with names in place of numbers that the lesson gives them, in some ways."""
    if _size(tree) > LARGEST:
        return
    given = {p: network.parameter(p) for p in _given(network, q)}
    places = [place for place in _literals(tree) if place[1] in given.values()]
    options = [(None, *(p for p, value in given.items() if value == number)) for _, number, _ in places]
    for chosen in islice(product(*options), 1, TRIALS):
        taken = {id(node): p for (node, _, _), p in zip(places, chosen, strict=True) if p is not None}
        put = dict.fromkeys((text, p) for (_, _, text), p in zip(places, chosen, strict=True) if p is not None)
        yield _named(tree, taken), tuple(put)


def with_inputs(tree: Node, network: Network, q: Quantity) -> Node | None:
    """An answer for the gradient of a weight with what comes in at its layer in place of what goes out."""
    if q.kind is not Kind.DL_DW or q.layer is None or _size(tree) > LARGEST:
        return None
    found = _lowered(tree, q.layer, network.sizes[q.layer - 1])
    return None if found is tree else found


def _given(network: Network, q: Quantity) -> dict[Quantity, None]:
    """What the lesson gives of all that the right forms name, and of what that is made of."""
    first = [p for form in formulas(network, q) for p in names(form)]
    second = [p for inner in first if not is_parameter(inner) for p in names(formulas(network, inner)[0])]
    return dict.fromkeys(p for p in (*first, *second) if is_parameter(p) and _has(network, p))


def _has(network: Network, p: Quantity) -> bool:
    try:
        network.parameter(p)
    except LookupError:
        return False
    return True


def _literals(tree: Node) -> Iterator[tuple[Node, float, str]]:
    """Each number in a tree, with its minus where it has one: the node, its value and its text."""
    match tree:
        case Number(value=value, text=text):
            yield tree, value, text or f"{value:g}"
        case Neg(operand=Number(value=value, text=text)):
            yield tree, -value, f"-{text or f'{value:g}'}"
            yield from _literals(tree.operand)
        case _:
            for inner in operands(tree):
                yield from _literals(inner)


def _named(tree: Node, taken: dict[int, Quantity]) -> Node:
    if (p := taken.get(id(tree))) is not None:
        return Name(p)
    return rebuild(tree, lambda inner: _named(inner, taken))


def _lowered(tree: Node, layer: int, width: int) -> Node:
    match tree:
        case Name(of=Quantity(kind=Kind.A, layer=at, j=j) as p) if at == layer and j is not None and j <= width:
            return Name(p._replace(layer=layer - 1))
    return rebuild(tree, lambda inner: _lowered(inner, layer, width))


def _size(tree: Node) -> int:
    return 1 + sum(map(_size, operands(tree)))
