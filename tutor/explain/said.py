"""What the drawing of the network says, in sentences for listening."""

from collections.abc import Sequence

from tutor.engine import activations
from tutor.engine.network import Network
from tutor.explain.labels import Look, own
from tutor.explain.operands import ALONE, Operand, Question, question
from tutor.notation import number
from tutor.notation.math import speech
from tutor.notation.symbols import symbol
from tutor.quantity import Kind, Quantity

UNKNOWN = "not known yet"

SENTENCES: dict[Kind, tuple[str, ...]] = {
    Kind.Z: ("Into {it} {come} {pairs}.", "The bias of this neuron, {name}, is {value}."),
    Kind.A: ("Into {it} {go} {singles}, through {activation}.",),
    Kind.LOSS: ("Into {it} {come} {pairs}.",),
    Kind.SIGMA_PRIME: ("Into {it} {go} {singles}.",),
    Kind.DELTA: ("Back to {it} {come} {pairs}.", "The slope of this neuron, {name}, is {value}."),
    Kind.DL_DW: ("The weight leads from {first}, to the neuron with {second}.",),
    Kind.DL_DB: ("The bias belongs to the neuron with {singles}.",),
    Kind.W_NEW: ("Into {it} {go} {singles}.",),
    Kind.B_NEW: ("Into {it} {go} {singles}.",),
}
"""What is said for each kind, in the order of its formula; ``name`` and ``value`` are those of its last number."""

AT_OUTPUT: tuple[str, ...] = ("Into {it} {go} {singles}.",)
"""What is said for an error of the output layer, which comes from the target and not from other errors."""

PAIRED: dict[Kind, str] = {
    Kind.Z: "{second}, over the weight {weight}",
    Kind.DELTA: "{second}, over the weight {weight}",
    Kind.LOSS: "{first}, with {second}",
}
"""How one column of the rows that stand over one another is said."""


def sentences(network: Network, look: Look) -> tuple[str, ...]:
    """Say which numbers come into what is in question, and over which weights; nothing where nothing is asked.

    Numbers are in ASCII, names as they are read aloud: “a 1 of layer 1, 0.5000, over the weight 0.9”.
    """
    if look.kind not in SENTENCES or look.focus is None:
        return ()
    q = question(network, look.layer, look.focus)
    terms = ALONE[look.kind](q)
    templates = SENTENCES[look.kind]
    if look.kind is Kind.DELTA and not terms.rows:
        templates = AT_OUTPUT
    pairs = _pairs(network, look, terms.rows)
    singles = [_named(network, look, quantity) for quantity in terms.singles]
    words = {
        "it": speech(symbol(look.focus, network.naming)),
        "come": "comes" if len(pairs) == 1 else "come",
        "go": "goes" if len(singles) == 1 else "go",
        "pairs": listed(pairs),
        "singles": listed(singles),
        "first": singles[0] if singles else "",
        "second": singles[-1] if singles else "",
        "name": speech(symbol(terms.singles[-1], network.naming)) if singles else "",
        "value": _number(network, look, terms.singles[-1]) if singles else "",
        "activation": _activation(q) if look.kind is Kind.A else "",
    }
    return tuple(template.format_map(words) for template in templates)


def listed(items: Sequence[str]) -> str:
    """Several things in one sentence: with commas inside them, a semicolon keeps three or more apart."""
    if len(items) < 3:
        return ", and ".join(items)
    return f"{'; '.join(items[:-1])}; and {items[-1]}"


def _activation(q: Question) -> str:
    from tutor.notation import tex  # not before the first activation: a launch does without

    return speech(tex.parse(activations.of(q.network.layer(q.layer)).symbol))


def _number(network: Network, look: Look, quantity: Quantity) -> str:
    given = own(network, quantity)
    if given is not None:
        return number.parameter(given)
    return (look.value(quantity) or UNKNOWN).replace("−", "-")


def _named(network: Network, look: Look, quantity: Quantity) -> str:
    return f"{speech(symbol(quantity, network.naming))}, {_number(network, look, quantity)}"


def _pairs(network: Network, look: Look, rows: Sequence[Operand]) -> list[str]:
    """Each column of two rows that stand over one another, as a phrase."""
    if look.kind not in PAIRED or not rows:
        return []
    above, below = (operand.entries[0] for operand in rows)
    phrase = PAIRED[look.kind]
    return [
        phrase.format(
            first=_named(network, look, first),
            second=_named(network, look, second),
            weight=_number(network, look, first),
        )
        for first, second in zip(above, below, strict=True)
    ]
