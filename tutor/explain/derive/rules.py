"""A derivative rule by rule: what each rule gives, the innermost first."""

from collections.abc import Hashable, Mapping

from tutor.explain.derive.lines import Line
from tutor.explain.derive.shorter import few
from tutor.explain.derive.written import written
from tutor.expression.derivative import RULE_NAMES, Applied, applied, derivative
from tutor.expression.tree import Call, Node
from tutor.notation import tex
from tutor.notation.math import Group, Math, Script, Symbol
from tutor.notation.sentence import Sentence

_RULES: dict[str, str] = {
    "product": "u' v + u v'",
    "quotient": r"\frac{u' v - u v'}{v^2}",
    "power": r"n \cdot u^{n-1} \cdot u'",
}
_CHAINED: dict[str, str] = {
    "exp": r"e^u \cdot u'",
    "ln": r"\frac{1}{u} \cdot u'",
    "sqrt": r"\frac{1}{2 \cdot \sqrt{u}} \cdot u'",
    "tanh": r"(1 - \tanh(u)^2) \cdot u'",
    "sigmoid": r"\sigma(u) \cdot (1 - \sigma(u)) \cdot u'",
    "softplus": r"\sigma(u) \cdot u'",
}
"""What the chain rule gives for each function; for the others it is the function's own slope times u′."""
MOST = 12
"""Of a longer derivation only the last lines are shown."""


def ruled(node: Node, name: str, left: Math, names: Mapping[Hashable, Math]) -> tuple[tuple[Line, ...], Node]:
    """The derivative of a function with respect to one of its names.

    Args:
        node: the function.
        name: the name.
        left: what its derivative is called.
        names: what each name in it is called.

    Returns:
        A line for each rule, and the derivative.
    """
    steps = applied(node, name)
    slope = derivative(node, name)
    inner = steps[:-1] if steps and steps[-1].of == node else steps
    found = [_line(step, names) for step in inner[-MOST:]]
    why = _why(steps[-1]) if steps and steps[-1].of == node else ("a constant factor stays",)
    return (*found, Line(left, whole(slope, names), why)), slope


def whole(node: Node, names: Mapping[Hashable, Math]) -> Math:
    """A function as it is written; dots stand for one that nobody could read."""
    return written(node, lambda of: names[of]) if few(node) else Symbol("dots")


def _line(step: Applied, names: Mapping[Hashable, Math]) -> Line:
    of = whole(step.of, names)
    return Line(Script(of if isinstance(of, Group) else Group(of), primes=1), whole(step.gives, names), _why(step))


def _why(step: Applied) -> Sentence:
    """The rule by its name, and what it gives."""
    name = RULE_NAMES[step.rule]
    if step.rule == "sum":
        return (f"{name}: term by term",)
    gives = _RULES.get(step.rule)
    if isinstance(step.of, Call):
        gives = _CHAINED.get(step.of.function)
        if gives is None:
            return (f"{name}: the slope of {step.of.function}, times that of what it is of",)
    return (f"{name}: ", tex.parse(gives)) if gives else (name,)
