"""The texts of mistakes, filled in with the numbers of one question and one learner.

A text holds placeholders: ``{answer}`` as typed, ``{question}`` its name, ``{rule}`` its right formula with names,
``{value}`` what the mistake gives, as typed where that is a short number, ``{wrong}`` what was computed, with numbers,
``{wrong.rule}`` the same with names, ``{prior}`` and ``{prior.name}`` a number that the right formula starts from, and
the parts of the mistake likewise: ``{bias}`` and ``{bias.name}``. A text of others is filled in as well as it can be;
nothing in it raises.
"""

import math
import re
from collections.abc import Callable, Hashable, Iterable
from functools import lru_cache
from string import Formatter
from typing import NamedTuple

from tutor.engine.network import Network
from tutor.explain.formula import formulas, names
from tutor.expression.text import pieces
from tutor.expression.tree import Call, Name, Node, Product, Sum, operands, rebuild
from tutor.marking.mistakes.entry import Mistake, Slip
from tutor.marking.mistakes.shapes import written
from tutor.marking.mistakes.table import MISTAKES
from tutor.notation.math import Math
from tutor.notation.math import screen as named
from tutor.notation.number import screen, shown
from tutor.notation.sentence import Sentence
from tutor.notation.symbols import symbol
from tutor.quantity import Kind, Naming, Quantity, is_parameter

Text = Callable[[Quantity], str]

FIELDS = ("answer", "question", "rule", "value", "wrong", "wrong.rule", "prior", "prior.name")
"""The placeholders that every text can have."""
NAME = ".name"
MOST_TERMS = 4
LONGEST = 50
"""A longer calculation, or one with a sum of more terms, is given by its value."""
SHORT = 12
"""So long may a number be to be repeated as the mistake's: a longer one is given at the figures to show."""
LONGEST_NUMBER = 24
"""Of what was typed, more is not repeated."""
KEPT = 4096
"""So many texts are kept as they are before the numbers come in."""


class Filling(NamedTuple):
    """What changes from one answer to the next."""

    text: Text
    value: str
    answer: str


Part = str | Math | Callable[[Filling], str]

_PREPARED: dict[tuple[str, Slip, Quantity], tuple[Part, ...]] = {}


def say(
    mistake: Mistake,
    slip: Slip,
    which: str,
    *,
    network: Network,
    q: Quantity,
    text: Text,
    value: float,
    answer: str,
    significant: int,
    template: str | None = None,
) -> Sentence:
    """Fill in one of a mistake's texts.

    Args:
        mistake: the mistake.
        slip: the way in which it was made.
        which: the text: ``sentence``, ``shorter`` or ``because``.
        network: the network that ``q`` belongs to.
        q: the question.
        text: gives a number as the learner has it, in ASCII.
        value: what the slip gives on the learner's numbers.
        answer: what was typed; empty where the mistake was made at a number that nobody has seen.
        significant: the figures to show.
        template: an instructor's text to be filled in instead.
    """
    source = getattr(slip.said_of(mistake), which) if template is None else template
    key = (source, slip, q)
    parts = _PREPARED.get(key)
    if parts is None:
        if len(_PREPARED) >= KEPT:
            _PREPARED.clear()
        parts = _PREPARED[key] = tuple(_prepared(source, slip, network, q))
    number = _number(answer, value, significant)
    filling = Filling(text, number, _cut(answer) or number)
    return _joined(part(filling) if callable(part) else part for part in parts)


def unknown(template: str, code: str) -> list[str]:
    """The placeholders of a text that mean nothing at a mistake, as written between their braces, in their order.

    A brace without a partner is given as it is.
    """
    fields = _fields(template)
    if fields is None:
        return ["{" if template.count("{") >= template.count("}") else "}"]
    known = placeholders(code)
    return [field for _, field in fields if field is not None and field not in known]


def placeholders(code: str) -> tuple[str, ...]:
    """The placeholders that a text for a mistake can have, as written between their braces."""
    parts = [set(mistake.parts) for mistake in MISTAKES if mistake.code == code]
    shared = sorted(set.intersection(*parts)) if parts else []
    return (*FIELDS, *shared, *(part + NAME for part in shared))


@lru_cache(maxsize=512)
def _fields(template: str) -> tuple[tuple[str, str | None], ...] | None:
    """Text and the placeholder after it, in turn; None where the braces do not pair."""
    try:
        parsed = list(Formatter().parse(template))
    except ValueError:
        return None
    found: list[tuple[str, str | None]] = []
    for literal, field, spec, conversion in parsed:
        whole = (
            None if field is None else field + (f"!{conversion}" if conversion else "") + (f":{spec}" if spec else "")
        )
        found.append((literal, whole))
    return tuple(found)


def _prepared(source: str, slip: Slip, network: Network, q: Quantity) -> Iterable[Part]:
    """A text as its parts; what is no placeholder of this slip stays as it is written."""
    fields = _fields(source)
    if fields is None:
        yield source
        return
    for literal, field in fields:
        yield literal
        if field is not None:
            yield from _placeholder(field, slip, network, q)


def _placeholder(field: str, slip: Slip, network: Network, q: Quantity) -> Iterable[Part]:
    match field:
        case "answer":
            return (lambda filling: filling.answer,)
        case "value":
            return (lambda filling: filling.value,)
        case "question":
            return (symbol(q, network.naming),)
        case "wrong":
            return (_wrong(slip.written or slip.tree),)
    node = _node(field.removesuffix(NAME), slip, network, q)
    if node is None:
        return ("{" + field + "}",)
    if field.endswith(NAME) or field in ("rule", "wrong.rule"):
        return _with_names(_abridged(node), network.naming)
    if isinstance(node, Name) and isinstance(node.of, Quantity):
        alone = node.of
        return (lambda filling: screen(_cut(filling.text(alone))),)
    calculation = _Calculation(node)
    return (lambda filling: calculation.written(filling.text),)


def _node(word: str, slip: Slip, network: Network, q: Quantity) -> Node | None:
    """What a placeholder stands for, as a tree; None where it stands for nothing here."""
    match word:
        case "rule":
            return written(network, q) or formulas(network, q)[0]
        case "wrong.rule":
            return slip.written or slip.tree
        case "prior":
            return Name(_prior(network, q))
    of = slip.parts.get(word)
    return Name(of) if isinstance(of, Quantity) else of


def _prior(network: Network, q: Quantity) -> Quantity:
    """A number that the right formula starts from: the first that was worked out, else the first input."""
    found = tuple(names(formulas(network, q)[0])) or (q._replace(kind=Kind.Z),)
    computed = next((p for p in found if not is_parameter(p)), None)
    return computed or next((p for p in found if p.kind is Kind.A), found[0])


def _wrong(tree: Node) -> Callable[[Filling], str]:
    """What was computed, with the numbers put in, or its value where that is too long to read."""
    if _most_terms(tree) > MOST_TERMS:
        return lambda filling: filling.value
    calculation = _Calculation(tree)

    def put_in(filling: Filling) -> str:
        text = calculation.written(filling.text)
        return text if len(text) <= LONGEST else filling.value

    return put_in


def _most_terms(node: Node) -> int:
    """The terms of the longest sum in a tree."""
    here = len(node.terms) if isinstance(node, Sum) else 1
    return max((here, *map(_most_terms, operands(node))))


def _abridged(node: Node) -> Node:
    """The tree with the first and the last term alone of each long sum."""
    if isinstance(node, Sum) and len(node.terms) > MOST_TERMS:
        return Sum((_abridged(node.terms[0]), Name("…"), _abridged(node.terms[-1])))
    return rebuild(node, _abridged)


def _with_names(node: Node, naming: Naming) -> tuple[Part, ...]:
    """A tree with the names of its quantities."""
    return tuple(
        symbol(piece.of, naming) if isinstance(piece.of, Quantity) else _spelled(piece.text)
        for piece in pieces(node, lambda of: named(symbol(of, naming)) if isinstance(of, Quantity) else str(of))
    )


def _spelled(text: str) -> str:
    """A function as people write it."""
    return text.replace("relu", "ReLU")


class _Unsigned(NamedTuple):
    """A leaf for the magnitude of a quantity."""

    of: Quantity


Leaf = Quantity | _Unsigned


def _unsigned(node: Node) -> Node:
    """The tree in which a product taken as positive is written as people do: without the minus signs of its factors."""
    match node:
        case Call(function="abs", argument=Product(factors=factors)):
            of = [factor.of for factor in factors if isinstance(factor, Name)]
            leaves = tuple(Name(_Unsigned(q)) for q in of if isinstance(q, Quantity))
            return Product(leaves) if len(leaves) == len(factors) else node
        case _:
            return rebuild(node, _unsigned)


class _Calculation:
    """A tree to be written with numbers; which parentheses it has depends on which of the numbers are negative."""

    def __init__(self, node: Node) -> None:
        self._node = _unsigned(node)
        self._leaves: list[Leaf] = []
        self._formats: dict[tuple[bool, ...], str] = {}
        for piece in pieces(self._node, _bare):
            if isinstance(piece.of, Leaf):
                self._leaves.append(piece.of)

    def written(self, text: Text) -> str:
        """The calculation with the numbers that ``text`` gives, for a screen."""
        signs, digits = [], []
        for leaf in self._leaves:
            if isinstance(leaf, _Unsigned):
                negative, written = False, _digits(text(leaf.of))[1]
            else:
                negative, written = _digits(text(leaf))
            signs.append(negative)
            digits.append(screen(written))
        key = tuple(signs)
        pattern = self._formats.get(key)
        if pattern is None:
            pattern = self._formats[key] = self._format(key)
        return pattern % tuple(digits)

    def _format(self, signs: tuple[bool, ...]) -> str:
        """The calculation with ``%s`` for the digits of each number; minus signs are in it."""
        negative = {leaf for leaf, sign in zip(self._leaves, signs, strict=True) if sign}
        found = []
        for piece in pieces(self._node, lambda of: "-0" if of in negative else _bare(of)):
            text = _spelled(piece.text).replace("%", "%%")
            found.append(text.removesuffix("0") + "%s" if isinstance(piece.of, Leaf) else text)
        return "".join(found)


def _bare(of: Hashable) -> str:
    """A word as it is; a digit in place of any number."""
    return of if isinstance(of, str) else "0"


_TYPED = re.compile(r"[-+−–]?(?:\d+[.,]?\d*|[.,]\d+)(?:[eE][-+]?\d+)?")
_PLAIN = re.compile(r"(-?)\+?(\d[\d.,]*(?:[eE][-+]?\d+)?|\.\d+)")


@lru_cache(maxsize=4096)
def _digits(text: str) -> tuple[bool, str]:
    """Whether a number is negative, and what is written of it but for its minus.

    Anything but a plain number, such as a fraction, has its sign inside, and parentheses around it.
    """
    match = _PLAIN.fullmatch(text) if len(text) <= LONGEST_NUMBER else None
    if match is None:
        return False, f"({_cut(text)})"
    minus, digits = match.groups()
    return minus == "-", digits


def _number(answer: str, value: float, significant: int) -> str:
    """What a mistake gives, as it was typed where that is a short number."""
    if len(answer) <= SHORT and _TYPED.fullmatch(answer):
        return screen(answer)
    return screen(shown(value, significant)) if math.isfinite(value) else str(value)


def _cut(text: str) -> str:
    """A text of others, or its beginning where it is long."""
    return text if len(text) <= LONGEST_NUMBER else text[: LONGEST_NUMBER - 1] + "…"


def _joined(parts: Iterable[str | Math]) -> Sentence:
    """The parts with neighbouring texts in one."""
    found: list[str | Math] = []
    for part in parts:
        if isinstance(part, str) and found and isinstance(found[-1], str):
            found[-1] += part
        elif part != "":
            found.append(part)
    return tuple(found)
