"""Readers of the values that only a network has: samples, targets, biases, activations and losses."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeGuard

from tutor.engine.activations import ACTIVATIONS
from tutor.engine.losses import LOSSES
from tutor.lesson import tables
from tutor.lesson.positions import KeyPath
from tutor.lesson.tables import Report, found_text

UPDATES = 100
"""The most updates of a lesson."""
MOST_CLASSES = 1_000
"""No class that is meant has a greater number."""

_NONE = ", or leave the key out"
"""What else to do about a 0: without the key there is none of it."""

Rows = tuple[tuple[float, ...], ...]


def positive(report: Report, path: KeyPath, value: object) -> float | None:
    """A number above 0."""
    read = tables.number(report, path, value)
    if read is None or read > 0:
        return read
    advice = f"write a number such as 0.5{_NONE if read == 0 else ''}"
    report.add("wrong-value", path, found_text(value), "a number above 0", advice)
    return None


def fraction(report: Report, path: KeyPath, value: object) -> float | None:
    """A number between 0 and 1."""
    read = tables.number(report, path, value)
    if read is None or 0 < read < 1:
        return read
    advice = f"write a number such as 0.9{_NONE if read == 0 else ''}"
    report.add("wrong-value", path, found_text(value), "a number above 0 and below 1", advice)
    return None


def updates(report: Report, path: KeyPath, value: object) -> int | None:
    """A number of updates."""
    read = tables.whole(report, path, value)
    if read is None or 1 <= read <= UPDATES:
        return read
    expected, advice = f"a whole number from 1 to {UPDATES}", "three are enough to see the loss fall"
    report.add("wrong-value", path, found_text(value), expected, advice)
    return None


def first_layer(report: Report, path: KeyPath, value: object) -> int | None:
    """The number of the input layer."""
    read = tables.whole(report, path, value)
    if read is None or read in (0, 1):
        return read
    report.add("wrong-value", path, found_text(value), "0 or 1", "write 1 if the input is to be layer 1")
    return None


def is_batch(value: object) -> bool:
    """Whether there are several samples: a list that begins with a list."""
    return isinstance(value, list) and bool(value) and isinstance(value[0], list)


def samples(report: Report, path: KeyPath, value: object) -> Rows | None:
    """The inputs of every sample: one list of numbers, or a list of lists."""
    if is_batch(value):
        what = "a list of samples such as [[1.0, 0.5], [0.2, 0.1]]"
        return tables.listed(report, path, value, of=tables.numbers, what=what)
    one = tables.numbers(report, path, value)
    return None if one is None else (one,)


def targets(report: Report, path: KeyPath, value: object) -> Rows | tuple[int, ...] | None:
    """The targets of every sample, or the numbers of their classes; a list of numbers may be either."""
    if is_class(value):
        return (value,)
    if isinstance(value, float):
        number = f"{value:.0f}" if value.is_integer() and 1 <= value <= MOST_CLASSES else "2"
        expected = "a list of numbers such as [1.0, 0.5], or with cross-entropy the number of a class"
        advice = f"put it between square brackets, or write y = {number} for class {number}"
        report.add("wrong-type", path, found_text(value), expected, advice)
        return None
    return samples(report, path, value)


def is_class(value: object) -> TypeGuard[int]:
    """Whether a target is written as the number of a class."""
    return isinstance(value, int) and not isinstance(value, bool)


def by_class(network: Mapping[str, Any]) -> bool:
    """Whether the targets of a ``[network]`` table are written as numbers of classes."""
    y = network.get("y")
    several = is_batch(network.get("x")) and isinstance(y, list) and bool(y)
    return is_class(y[0] if several and isinstance(y, list) else y)


def biases(report: Report, path: KeyPath, value: object) -> tuple[float, ...] | None:
    """A number for each neuron, or one number alone."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        one = tables.number(report, path, value)
        return None if one is None else (one,)
    return tables.numbers(report, path, value)


def activation(report: Report, path: KeyPath, value: object) -> str | None:
    """The name of an activation, or a formula in z."""
    return _named_or_own(report, path, value, ACTIVATIONS, ("z",))


def loss(report: Report, path: KeyPath, value: object) -> str | None:
    """The name of a loss, or a formula in a and y."""
    return _named_or_own(report, path, value, LOSSES, ("a", "y"))


def _named_or_own(
    report: Report, path: KeyPath, value: object, known: Iterable[str], names: tuple[str, ...]
) -> str | None:
    if not isinstance(value, str) or value in known:
        return tables.choice(report, path, value, of=known)
    from tutor.lesson import own  # with the grammar, which most lessons don't need

    if own.is_formula(value, names):
        return own.formula(report, path, value, names)
    return tables.choice(report, path, value, of=known, other=own.EXAMPLES[names])
