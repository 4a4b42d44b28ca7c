"""A lesson's own formulas against fifty digits: what floats make of them is what they say."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from mpmath import mp, mpf

from tutor.engine import activations, losses
from tutor.engine.activations import ACTIVATIONS
from tutor.engine.losses import LOSSES
from tutor.engine.network import Layer, Network
from tutor.engine.own import ACTIVATION_NAMES, LOSS_NAMES, tree
from tutor.expression.compute import compute
from tutor.expression.functions import CALM, Functions
from tutor.expression.tree import Node
from tutor.lesson.positions import KeyPath
from tutor.lesson.sound import POINTS
from tutor.lesson.source import Source
from tutor.lesson.tables import Fault, Report

DIGITS = 50
CLOSE = 1e-9
"""How much a value or a slope may differ, relative to it or to 1."""
TARGETS = 3
"""With how many of a lesson's targets a loss is checked."""

_GUARD = 30
"""Digits beside the fifty, for differences."""
_STEP = mpf(10) ** -30
_FAR = 1e6
"""From here on an exponential is as good as 0 or infinite; beyond, its exponent would have to be worked out."""


class _Point(NamedTuple):
    """Where a formula is checked: the numbers of its names, and the z that it is of."""

    names: dict[str, float]
    z: float


def check(report: Report, source: Source, network: Network) -> None:
    """Note every formula of a lesson's own whose values or slopes floats get wrong."""
    table = source.data["network"]
    found: dict[KeyPath, tuple[str, Sequence[str], Any, Sequence[_Point]]] = {}
    for index, layer in enumerate(network.layers):
        if layer.activation not in ACTIVATIONS:
            own: KeyPath = ("network", "layer", index, "activation")
            path = own if "activation" in table["layer"][index] else ("network", "activation")
            points = [_Point({"z": z}, z) for z in POINTS]
            found[path] = (layer.activation, ACTIVATION_NAMES, activations.of(layer), points)
    if network.loss not in LOSSES:
        found["network", "loss"] = (network.loss, LOSS_NAMES, losses.of(network), _of_loss(network))
    for path, own_formula in found.items():
        wrong = _compared(*own_formula)
        if wrong is not None:
            advice = "write it so that no figures are lost, as 1/(1 + exp(-z)) for exp(z)/(1 + exp(z))"
            report.note(Fault("formula", path, wrong, "the same to nine figures", advice))


def _of_loss(network: Network) -> list[_Point]:
    """What the loss is of at every z, with the least, the greatest and another of the targets."""
    last = network.layers[-1]
    output = activations.of(Layer((), (), "sigmoid") if activations.of(last).whole else last).value
    targets = sorted({y for sample in network.samples for y in sample.y})
    some = sorted({targets[(len(targets) - 1) * i // (TARGETS - 1)] for i in range(TARGETS)})
    return [_Point({"a": output(CALM, z), "y": y}, z) for y in some for z in POINTS]


def _compared(text: str, names: Sequence[str], rules: Any, points: Sequence[_Point]) -> str | None:  # noqa: ANN401
    """Where a formula's value or slope differs from what it is in fifty digits, if it does anywhere."""
    value = tree(text, tuple(names))
    with mp.workdps(DIGITS + _GUARD):
        for point in points:
            numbers = [point.names[name] for name in names]
            for what, found, right in (
                ("value", rules.value(CALM, *numbers), _exact(value, point.names)),
                ("slope", rules.slope(CALM, *numbers), _slope(value, names[0], point.names)),
            ):
                if right is not None and not _close(found, right):
                    where = f"z = {point.z:g}"
                    return f"a formula whose {what} at {where} is {found:.12g} in floats, and {mp.nstr(right, 12)}"
    return None


def _exact(node: Node, names: dict[str, Any]) -> Any:  # noqa: ANN401 (mpmath has no types)
    return compute(_PRECISE, node, lambda name: mpf(names[str(name)]))


def _slope(node: Node, name: str, names: dict[str, Any]) -> Any:  # noqa: ANN401
    """The slope out of differences; None at a kink, and where there is no value on one side."""
    here = mpf(names[name])
    step = _STEP * (abs(here) or 1)
    before, now, after = (_exact(node, names | {name: here + aside}) for aside in (-step, 0, step))
    left, right = (now - before) / step, (after - now) / step
    smooth = mp.isfinite(left) and mp.isfinite(right) and abs(left - right) <= CLOSE * max(1, abs(right)) / 10
    return (after - before) / (2 * step) if smooth else None


def _close(found: float, right: Any) -> bool:  # noqa: ANN401
    return bool(abs(found - right) <= CLOSE * max(1, abs(right)))


def _bounded(rule: Callable[[Any], Any], below: Any, above: Any) -> Callable[[Any], Any]:  # noqa: ANN401
    """A rule of mpmath, with what it comes to far from 0."""
    return lambda x: rule(x) if -_FAR < x < _FAR else below if x < 0 else above if x > 0 else mp.nan


def _divide(x: Any, y: Any) -> Any:  # noqa: ANN401
    return mpf(x) / y if y != 0 else mp.nan


_PRECISE: Functions[Any] = CALM._replace(
    exp=_bounded(mp.exp, mpf(0), mp.inf),
    expm1=_bounded(mp.expm1, mpf(-1), mp.inf),
    log=lambda x: mp.log(x) if x > 0 else mp.nan,
    log1p=lambda x: mp.log1p(x) if x > -1 else mp.nan,
    tanh=_bounded(mp.tanh, mpf(-1), mpf(1)),
    sqrt=lambda x: mp.sqrt(x) if x >= 0 else mp.nan,
    heaviside=lambda x, at_zero: mpf(at_zero) if x == 0 else mpf(x > 0),
    divide=_divide,
)
"""The primitives in fifty digits; those that are left out are the same for all numbers."""
