"""Activations and losses that a lesson writes itself: read by the grammar of answers, and tried out."""

import re
from collections.abc import Iterator, MutableMapping, Sequence
from math import isfinite

from tutor.expression.compute import LARGEST_POWER, compute
from tutor.expression.derivative import depends, derivative, whole_powers
from tutor.expression.functions import CALM, FUNCTIONS
from tutor.expression.grammar import parse_tokens
from tutor.expression.tokens import USE_SEMICOLON, Token, Unreadable, tokenize
from tutor.expression.tree import Call, Name, Node, Power, operands
from tutor.lesson.positions import KeyPath
from tutor.lesson.sound import POINTS, REACH, doubt
from tutor.lesson.tables import Fault, Report, found_text, nearest

LONGEST = 200
"""The most characters of a formula: it stands on a screen."""
PARTS = 200
"""The most numbers, names and operations in a formula."""
SLOPE_PARTS = 2_000
"""The most of them in its slope."""
FORMULAS = 10
"""The most formulas of a lesson's own."""
TARGETS = 16
"""With how many different targets a loss is tried out; of more, with some of them, the least and the greatest too."""

ACTIVATION, LOSS = ("z",), ("a", "y")
"""What a formula may name, first what its slope is taken of."""
EXAMPLES = {
    ACTIVATION: 'a formula in z such as "z / (1 + exp(-z))"',
    LOSS: 'a formula in a and y such as "(a - y)**4 / 4"',
}
_WORDS = re.compile(r"[A-Za-z]+(?:[-_ ]+[A-Za-z]+)*")
_MODULES = re.compile(r"\b(?:np|numpy|math|torch|tf|jnp)\.([A-Za-z_]\w*)")
"""A function as it is called in Python."""
_CONSTANTS = ("e", "pi", "π")
_OTHERS = (*_CONSTANTS, *FUNCTIONS, "σ", "sigma", "log")
"""The words that the grammar knows, or knows to say something of."""


class _Refused(Exception):  # noqa: N818 (it is told to the user, not an error of the program)
    """Why a formula is none; ``at`` is the character that it is about."""

    def __init__(self, at: int, found: str, advice: str, expected: str = "") -> None:
        super().__init__(found)
        self.at, self.found, self.advice, self.expected = at, found, advice, expected


def is_formula(text: str, names: Sequence[str]) -> bool:
    """Whether a text is meant as a formula, and not as a name that is misspelt."""
    if _WORDS.fullmatch(text.strip()) is None:
        return bool(text.strip())
    words = set(re.split("[-_ ]+", text.strip()))
    return not words.isdisjoint(names) and words <= {*names, *_CONSTANTS, *FUNCTIONS}


def formula(report: Report, path: KeyPath, text: str, names: tuple[str, ...]) -> str | None:
    """A formula as it stands in the file, if it can be read; of an activation, if it also can be used at every z."""
    if text not in report.formulas:
        if len(report.formulas) == FORMULAS:
            found, advice = "yet another formula", "write the same one in several layers"
            report.add("too-large", path, found, f"at most {FORMULAS} of a lesson's own", advice)
            return None
        report.formulas[text] = _fault(text, names)
    fault = report.formulas[text]
    if fault is None:
        return text
    report.note(fault._replace(path=path))
    return None


def _fault(text: str, names: tuple[str, ...]) -> Fault | None:
    """What is wrong with a formula, wherever it stands."""
    try:
        tree = _read(text, names)
        if names == ACTIVATION:
            _tried(tree, names, {"z": list(POINTS)}, list(POINTS))
    except _Refused as refused:
        expected = refused.expected or EXAMPLES[names]
        return Fault("formula", (), refused.found, expected, refused.advice, character=refused.at)
    return None


def loss_tried(report: Report, path: KeyPath, text: str, outputs: Sequence[float], targets: Sequence[float]) -> None:
    """Note where a loss that can be read can't be used.

    Args:
        report: where faults are noted.
        path: of the loss.
        text: the loss.
        outputs: what the output gives at each of ``POINTS``.
        targets: every target of the lesson.
    """
    some = _some(sorted(set(targets)))
    names = {"a": list(outputs) * len(some), "y": [y for y in some for _ in outputs]}
    try:
        _tried(whole_powers(_parsed(text, LOSS, {})), LOSS, names, list(POINTS) * len(some))
    except _Refused as refused:
        report.note(Fault("formula", path, refused.found, refused.expected, refused.advice, character=refused.at))


def _some(targets: list[float]) -> list[float]:
    """At most ``TARGETS`` of the targets, evenly chosen."""
    if len(targets) <= TARGETS:
        return targets
    return [targets[(len(targets) - 1) * i // (TARGETS - 1)] for i in range(TARGETS)]


def _read(text: str, names: tuple[str, ...]) -> Node:
    """The tree of a formula, its powers whole, of bounded size."""
    if len(text) > LONGEST:
        raise _Refused(0, f"a formula of {len(text)} characters", "make it shorter", f"at most {LONGEST}")
    if "\n" in text:
        raise _Refused(0, "a formula of several lines", "write it without line ends", "one line")
    module = _MODULES.search(text)
    if module:
        raise _Refused(module.start(), f"the name {module[0]}", _without_modules(text, names))
    places: dict[int, int] = {}
    parsed = _parsed(text, names, places)
    size = _size(parsed)
    if size > PARTS:
        raise _Refused(0, f"a formula of {size} parts", "make it shorter", f"at most {PARTS}")
    for node in _inside(parsed):
        _usable(node, places.get(id(node), 0))
    tree = whole_powers(parsed)
    if not depends(tree, names[0]):
        raise _Refused(0, f"a formula without {names[0]}", f"write {names[0]} where it is to be")
    if max(_size(tree) - PARTS, _size(derivative(tree, names[0])) - SLOPE_PARTS) > 0:
        found, advice = (
            "a formula whose slope is too long to be worked with",
            "write it with fewer factors and functions",
        )
        raise _Refused(0, found, advice, "a shorter one")
    return tree


def _without_modules(text: str, names: tuple[str, ...]) -> str:
    """What to write in place of a formula with functions of Python's modules."""
    plain = re.sub(r"\blog\b", "ln", _MODULES.sub(r"\1", text))
    try:
        _parsed(plain, names, {})
    except _Refused:
        return f"write the functions alone: {', '.join(FUNCTIONS)}"
    return f"write {plain}"


def _parsed(text: str, names: tuple[str, ...], places: MutableMapping[int, int]) -> Node:
    """The tree of a formula as it is written.

    Args:
        text: the formula.
        names: what it may name.
        places: is filled with where each part stands, by its ``id``.
    """
    tokens: list[Token] = []
    try:
        tokens = tokenize(text)
        return parse_tokens(tokens, functions=True, names=names, places=places)
    except Unreadable as why:
        word = next((token.text for token in tokens if token.start == why.offset and token.kind == "name"), "")
        known = (*names, *_CONSTANTS, *FUNCTIONS)
        if word and word not in names and word.rstrip("'").lower() not in _OTHERS:
            near = nearest(word, known)
            advice = f"did you mean {near}?" if near else f"write only {', '.join(known)}"
            raise _Refused(why.offset, f"the unknown name {word}", advice) from None
        advice = _advice(why.message)
        found = f"{found_text(text)}, which cannot be read" if word == "" else f"{word}, which cannot be read here"
        raise _Refused(why.offset, found, advice) from None


def _advice(message: str) -> str:
    """What the grammar of answers says to a learner, said to who writes a formula."""
    if message == USE_SEMICOLON:
        return "write decimal points, as in 0.5"
    if message.endswith("0.7*0.5."):
        return "write only numbers, names, + - * / ** and brackets"
    advice = message.partition(";")[0].rstrip(".")
    return advice[0].lower() + advice[1:]


def _usable(node: Node, at: int) -> None:
    """Refuse a power whose exponent is a large number, and slopes of functions, which have no slope of their own."""
    if isinstance(node, Call) and node.function == "abs'":
        raise _Refused(at, "the function sign", "write it with step, such as 2*step(z) - 1 for sign(z)")
    if isinstance(node, Call) and node.function.endswith("'"):
        raise _Refused(at, f"the slope {node.function}", "write it as a formula, such as 1 - tanh(z)**2 for tanh'(z)")
    if isinstance(node, Power) and not any(isinstance(inner, Name) for inner in _inside(node.exponent)):
        value = compute(CALM, whole_powers(node.exponent), lambda _: 0.0)
        if not abs(value) <= LARGEST_POWER:
            found = f"the exponent {value:.6g}" if isfinite(value) else "an exponent that is no finite number"
            raise _Refused(at, found, "write a smaller exponent", f"an exponent of at most {LARGEST_POWER}")


def _tried(tree: Node, names: tuple[str, ...], numbers: dict[str, list[float]], zs: Sequence[float]) -> None:
    """Refuse a formula that fails at any of some points.

    Args:
        tree: the formula, its powers whole.
        names: what it may name.
        numbers: the numbers of each of its names at each point.
        zs: the z that each point is of.
    """
    found = doubt(tree, names[0], numbers)
    if found is None:
        return
    z = f"z = {zs[found.point]:g}"
    if names == LOSS:
        a, y = numbers["a"][found.point], numbers["y"][found.point]
        where = f"a = {_apart(a, y)}, y = {y:.6g} (the output at {z})"
        expected = f"a finite value and a slope at every output that comes of z from -{REACH} to {REACH}"
    else:
        where, expected = z, f"a finite value and a slope wherever z is from -{REACH} to {REACH}"
    raise _Refused(0, f"a formula {found.found} at {where}", found.advice, expected)


def _apart(a: float, y: float) -> str:
    """An output, with more figures than usual where it would look like the target."""
    text = f"{a:.6g}"
    return repr(a) if a != y and text == f"{y:.6g}" else text


def _inside(node: Node) -> Iterator[Node]:
    """Every node of a tree, what is inside first."""
    for inner in operands(node):
        yield from _inside(inner)
    yield node


def _size(node: Node) -> int:
    return sum(1 for _ in _inside(node))
