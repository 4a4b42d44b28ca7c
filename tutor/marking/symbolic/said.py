"""What is said of an expression that is not right: the mistakes' own sentences, in names where they have numbers."""

import re
from collections.abc import Container, Mapping, Sequence

from tutor.engine.network import Network
from tutor.expression.text import pieces
from tutor.expression.tree import Name, Node
from tutor.marking.mistakes.entry import Mistake, Slip
from tutor.marking.mistakes.wording import LONGEST, say
from tutor.marking.said import LOOK_AGAIN, MOMENTUM, POINTER, STEP, where_to_look
from tutor.notation import math
from tutor.notation.sentence import Sentence
from tutor.notation.symbols import symbol
from tutor.quantity import Kind, Quantity

YOURS = "your expression"
STEP_IN_NAMES = "Begin with the name of the old value, and take off eta times its gradient."
IN_NAMES: dict[str, str] = {
    LOOK_AGAIN[Kind.SIGMA_PRIME]: "Check which names you took: the slope can be had from a, or from z.",
    STEP: STEP_IN_NAMES,
    MOMENTUM: f"{STEP_IN_NAMES[:-1]}; then add mu times the last step.",
}
"""Where to look again, of names where it is said of numbers."""

_WHERE = re.compile(r", where \{(\w+)\.name\} = \{\1\}")
_SAME_AGAIN = re.compile(r"\{(\w+)\.name\} = \{\1\}")
_RULE = re.compile(r"(?:[,:]|; the slope is)? ?(?:\{question\} = )?\{rule\}")
"""The right rule, as a text gives it: here it is the answer itself."""
_PART = re.compile(r"\{(?!answer\}|question\}|value\}|wrong\})(\w+)\}")


def look_again(network: Network, q: Quantity) -> str:
    """What is said of a wrong expression that nothing explains."""
    where = where_to_look(network, q)
    return f"Not yet. {IN_NAMES.get(where, where)}"


def write_names(unnamed: Sequence[tuple[str, str]]) -> str:
    """What is said of an expression that has numbers where the rule has names, and is right by these numbers.

    Args:
        unnamed: each number as it was typed, and its name.
    """
    *others, last = (f"{name} where you put {number}" for number, name in unnamed)
    wanted = f"{', '.join(others)} and {last}" if others else last
    return f"This is right for the numbers of this lesson alone: write {wanted}."


def mistaken(
    found: Sequence[tuple[Mistake, Slip]],
    network: Network,
    q: Quantity,
    *,
    answer: str,
    seen: Container[str],
    messages: Mapping[str, str],
) -> Sentence:
    """The sentence of a mistake; of two that come to the same, both, shorter.

    Args:
        found: the mistakes, one way each.
        network: the network that is asked about.
        q: the question.
        answer: what was typed.
        seen: the codes that were named to the learner before.
        messages: the lesson's own sentence for some codes.
    """

    def said(mistake: Mistake, slip: Slip, which: str) -> Sentence:
        template = messages.get(mistake.code, getattr(mistake, which))
        return say(
            mistake,
            slip,
            which,
            network=network,
            q=q,
            text=lambda p: math.screen(symbol(p, network.naming)),
            value=0.0,
            answer=answer,
            significant=1,
            template=in_names(template, slip, network),
        )

    if len(found) > 1:
        first, second = (said(mistake, slip, "shorter") for mistake, slip in found[:2])
        return ("Either: ", *first, " Or: ", *second)
    mistake, slip = found[0]
    known = mistake.code in seen
    sentence = said(mistake, slip, "shorter" if known else "sentence")
    return (*sentence, POINTER) if known else sentence


def in_names(template: str, slip: Slip, network: Network) -> str:
    """A mistake's text with names in place of numbers, and without the right rule."""
    text = _RULE.sub("", _WHERE.sub("", template))
    text = _SAME_AGAIN.sub(r"{\1.name}", text)
    text = _PART.sub(r"{\1.name}", text)
    text = text.replace("{wrong}", "{value}" if _unwieldy(slip.tree, network) else "{wrong.rule}")
    text = re.sub(r"^\{value\}", YOURS.capitalize(), text)
    return text.replace("{value}", YOURS)


def _unwieldy(tree: Node, network: Network) -> bool:
    """Whether a calculation in names is too long for a sentence, or is one name, which the sentence has already."""
    written = pieces(tree, lambda of: math.screen(symbol(of, network.naming)) if isinstance(of, Quantity) else str(of))
    return isinstance(tree, Name) or sum(len(piece.text) for piece in written) > LONGEST
