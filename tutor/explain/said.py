"""What the drawing of the network says, in sentences for listening."""

from collections.abc import Sequence

from tutor.engine import activations
from tutor.engine.network import SHARED, Network
from tutor.explain.labels import DOUBTFUL, Look, around, own
from tutor.explain.operands import ALONE, Operand, Question, Terms, question
from tutor.notation import number
from tutor.notation.math import speech
from tutor.notation.symbols import symbol
from tutor.quantity import Kind, Quantity

UNKNOWN = "not known yet"
DOUBTS = dict(
    zip(DOUBTFUL, ("not right yet", "right so far, with too few figures", "which follows from yours"), strict=True)
)
"""What is said of a number that is the learner's own and not the right one, where the drawing has a sign."""

SENTENCES: dict[Kind, tuple[str, ...]] = {
    Kind.Z: ("Into {it} {come} {pairs}.", "The {bias}, {name}, is {value}."),
    Kind.A: ("Into {it} {go} {all}, through {activation}.",),
    Kind.LOSS: ("Into {it} {come} {pairs}.",),
    Kind.SIGMA_PRIME: ("Into {it} {go} {singles}.",),
    Kind.DELTA: ("Back to {it} {come} {pairs}.", "The slope of this neuron, {name}, is {value}."),
    Kind.DL_DW: ("The weight leads from {first}, to the neuron with {second}.",),
    Kind.DL_DB: ("The {bias_alone} belongs to the neuron with {singles}.",),
    Kind.W_NEW: ("Into {it} {go} {singles}.",),
    Kind.B_NEW: ("Into {it} {go} {singles}.",),
}
"""What is said for each kind, in the order of its formula; ``name`` and ``value`` are those of its last number."""

INTO = "Into {it} {go} {all}."
"""What is said for an error of the output layer, which comes from the target and not from other errors."""

PENALTY: dict[Kind, str] = {
    Kind.LOSS: "To it is added half of {penalty}, times the sum of the squares of all weights.",
    Kind.DL_DW: "To it is added the product of {penalty}.",
}
"""What is said of the penalty on the weights."""

OVER_SAMPLES: dict[Kind, str] = {Kind.DL_DW: "Into {it} {come} {pairs}.", Kind.DL_DB: INTO}
"""What is said of gradients that several numbers of a kind go into."""
PAIRED: dict[Kind, str] = {
    Kind.Z: "{second}, over the weight {weight}",
    Kind.DELTA: "{second}, over the weight {weight}",
    Kind.LOSS: "{first}, with {second}",
    Kind.DL_DW: "{first}, with {second}",
}
"""How one column of the rows that stand over one another is said."""


def sentences(network: Network, look: Look) -> tuple[str, ...]:
    """Say which numbers come into what is in question, and over which weights; nothing where nothing is asked.

    Numbers are in ASCII, names as they are read aloud: “a 1 of layer 1, 0.5000, over the weight 0.9”.
    """
    if look.kind not in SENTENCES or look.focus is None:
        return ()
    q, naming = question(network, look.layer, look.focus), around(network, look)
    terms = ALONE[look.kind](q)
    pairs = _pairs(network, look, terms.rows)
    singles = [_named(network, look, quantity) for quantity in terms.singles]
    unpaired = [] if pairs else [_named(network, look, entry) for row in terms.rows for entry in row.entries[0]]
    bias = _bias(network, q.layer)
    words = {
        "it": speech(symbol(look.focus, naming)),
        "come": "comes" if len(pairs) == 1 else "come",
        "go": "goes" if len(singles) + len(unpaired) == 1 else "go",
        "pairs": listed(pairs),
        "all": listed([*unpaired, *singles]),
        "singles": listed(singles),
        "penalty": listed(singles[-2:]),
        "first": singles[0] if singles else "",
        "second": singles[min(1, len(singles) - 1)] if singles else "",
        "name": speech(symbol(terms.singles[-1], naming)) if singles else "",
        "value": _number(network, look, terms.singles[-1]) if singles else "",
        "activation": _activation(q) if look.kind is Kind.A else "",
        "bias": bias,
        "bias_alone": bias.partition(" ")[0],
    }
    return tuple(template.format_map(words) for template in _templates(network, look, terms))


def _templates(network: Network, look: Look, terms: Terms) -> tuple[str, ...]:
    """What is said of the question, by what goes into it."""
    kind = look.kind or Kind.Z
    templates = SENTENCES[kind]
    if kind is Kind.DELTA and look.layer == network.depth:
        return (INTO,)
    if kind is Kind.Z and not terms.singles:
        return templates[:1]
    if kind in OVER_SAMPLES and terms.rows:
        templates = (OVER_SAMPLES[kind],)
    penalty = (PENALTY[kind],) if kind in PENALTY and Quantity(Kind.L2) in terms.singles else ()
    return (*templates, *penalty)


def _bias(network: Network, layer: int) -> str:
    """What the bias of a neuron is called."""
    word = "threshold" if network.layer(layer).threshold else "bias"
    return f"{word} of this {'layer' if network.conventions.bias == SHARED else 'neuron'}"


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
    known = look.value(quantity)
    if known is None:
        return UNKNOWN
    doubt = DOUBTS.get(look.mark(quantity))
    return known.replace(number.MINUS, "-") + (f", {doubt}" if doubt else "")


def _named(network: Network, look: Look, quantity: Quantity) -> str:
    return f"{speech(symbol(quantity, around(network, look)))}, {_number(network, look, quantity)}"


def _pairs(network: Network, look: Look, rows: Sequence[Operand]) -> list[str]:
    """Each column of two rows that stand over one another, as a phrase."""
    if look.kind not in PAIRED or len(rows) < 2 or (look.kind is Kind.DELTA and look.layer == network.depth):
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
