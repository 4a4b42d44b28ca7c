"""Activations and losses that a lesson writes itself: read by the grammar of answers, never run as code.

Value and slope come from one tree and its derivative by rule, over floats and arrays alike.
"""

from collections.abc import Callable, Hashable
from typing import Any

from tutor.engine.entry import Activation, Loss
from tutor.expression.compute import compute
from tutor.expression.derivative import derivative, whole_powers
from tutor.expression.functions import Functions, T
from tutor.expression.grammar import parse
from tutor.expression.tex import tex
from tutor.expression.text import plain
from tutor.expression.tree import Node
from tutor.notation import tex as notation

ACTIVATION_NAMES = ("z",)
LOSS_NAMES = ("a", "y")


def tree(text: str, names: tuple[str, ...]) -> Node:
    """A text as a tree of whole powers over some names.

    Raises:
        Unreadable: it cannot be read.
    """
    return whole_powers(parse(text, names=names))


def own_activation(text: str) -> Activation:
    """The activation a(z) that a lesson writes, such as ``z / (1 + exp(-z))``.

    Raises:
        Unreadable: it cannot be read.
    """
    value = tree(text, ACTIVATION_NAMES)
    slope = derivative(value, "z")
    return Activation(
        name=text,
        value=_of_z(value),
        slope=_of_z(slope),
        formula=text,
        slopes=(plain(slope),),
        symbol="f",
        equation=_equation("f(z)", tex(value)),
        slope_equation=_equation("f'(z)", tex(slope)),
        words=f"The activation of this lesson is f(z) = {text}.",
        slope_words="Its slope is the derivative of f at the neuron's own z.",
    )


def own_loss(text: str) -> Loss:
    """The loss that a lesson writes, one output's term of ``a`` and ``y``, such as ``(a - y)**4 / 4``.

    Raises:
        Unreadable: it cannot be read.
    """
    term = tree(text, LOSS_NAMES)
    gradient = derivative(term, "a")
    names: dict[Hashable, str] = {"a": "a_j^{(L)}", "y": "y_j"}
    return Loss(
        name=text,
        factor="1",
        term=text,
        gradient=plain(gradient),
        equation=_equation("L", rf"\sum_j ({tex(term, names)})"),
        gradient_equation=_equation(r"\frac{\partial L}{\partial a_j^{(L)}}", tex(gradient, names)),
        words=f"The loss of this lesson is the sum, over the outputs, of {text}.",
        value=_of_a_and_y(term),
        slope=_of_a_and_y(gradient),
    )


def _equation(left: str, right: str) -> str:
    """An equation in TeX; dots stand for what is too long or too deep for the notation of lessons."""
    try:
        notation.parse(right)
    except notation.NotationError:
        right = r"\dots"
    return f"{left} = {right}"


def _of_z(node: Node) -> Callable[..., Any]:
    def rule(f: Functions[T], z: T) -> T:
        found: T = compute(f, node, lambda _: z) + 0.0 * z  # a constant slope is an array, too
        return found

    return rule


def _of_a_and_y(node: Node) -> Callable[..., Any]:
    def rule(f: Functions[T], a: T, y: T) -> T:
        found: T = compute(f, node, lambda of: a if of == "a" else y) + 0.0 * a
        return found

    return rule
