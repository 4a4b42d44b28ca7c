"""The gradient check of a lesson, in sentences."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tutor.engine.network import Network
from tutor.engine.solution import Overflow
from tutor.lesson.schema import Lesson
from tutor.notation.math import Math
from tutor.notation.number import scientific, screen, shown
from tutor.notation.sentence import Sentence
from tutor.notation.symbols import symbol
from tutor.output.chain import gradient
from tutor.output.parameters import PLURAL, biases
from tutor.output.words import listed, turn
from tutor.quantity import Kind, Naming, Quantity

if TYPE_CHECKING:
    from tutor.engine.check import Gradient, GradientCheck

MOST_NAMED = 5
"""No sentence names more gradients than these one by one."""


def checked(lesson: Lesson, weight: Quantity) -> tuple[tuple[Sentence, ...], bool]:
    """How the gradients agree with differences of the loss, and whether there is a kink beside one weight.

    Args:
        lesson: the lesson.
        weight: the weight (kind ``W``) that is told by its numbers.
    """
    from tutor.engine.check import gradient_check  # NumPy, which nothing before the end of a lesson may wait for

    try:
        check = gradient_check(lesson.network)
    except Overflow:
        return (("The gradients cannot be checked: a small change of a parameter makes the loss too large.",),), False
    traced = next(g for g in check.gradients if (g.layer, g.j, g.k) == (weight.layer, weight.j, weight.k))
    return _check_sentences(lesson, check, traced, weight), traced.straddles_kink


def _check_sentences(
    lesson: Lesson, check: "GradientCheck", traced: "Gradient", weight: Quantity
) -> tuple[Sentence, ...]:
    network, gradients = lesson.network, check.gradients
    naming = network.naming
    analytic, numerical = (
        screen(shown(value, lesson.marking.significant)) for value in (traced.analytic, traced.numerical)
    )
    return (
        (
            f"Each of the {len(gradients)} {_parameters(network)} was moved up and down by {_power(check.epsilon)}, and"
            f" the loss{_of(network)} computed afresh.",
        ),
        (
            symbol(gradient(weight), naming),
            f" is {analytic} by backpropagation and {numerical} by that difference: {_compared(traced)}.",
        ),
        _agreement(check),
        *_unchecked(gradients, naming),
        *_disagreements(gradients, naming),
    )


def _parameters(network: Network) -> str:
    """What a network has: “weights and biases”."""
    return listed(["weights", *(PLURAL[name] for name in biases(network))])


def _of(network: Network) -> str:
    """Which loss was computed: where there are several updates, that of the first."""
    sample = network.of_update(1) if network.online else None
    of = turn(network, 1, sample)
    return f" of {of}" if of else ""


def _compared(traced: "Gradient") -> str:
    """What the two numbers of one gradient have to do with each other."""
    if traced.below_floor:
        return "too small to be checked"
    if traced.straddles_kink:
        return "it lies on a kink, and cannot be checked"
    return f"relative error {_power(traced.relative_error)}"


def _power(value: float) -> str:
    return screen(scientific(value).replace(".00e", "e")) if value else "0"


def _agreement(check: "GradientCheck") -> Sentence:
    if check.worst_relative_error is None:
        return ("None of the gradients can be checked.",)
    total, agree = len(check.gradients), sum(g.passed and g.checkable for g in check.gradients)
    verdict = f"All {total}" if agree == total else f"{agree} of {total}"
    return (f"{verdict} gradients agree; the largest relative error is {_power(check.worst_relative_error)}.",)


def _unchecked(gradients: "Sequence[Gradient]", naming: Naming) -> list[Sentence]:
    """What such a difference says nothing about, and why."""
    said: list[Sentence] = []
    below = sum(g.below_floor for g in gradients)
    if below:
        are = "is" if below == 1 else "are"
        said.append((f"{below} {are} too small to be checked: the difference is lost in the rounding of the loss.",))
    kinked = [g for g in gradients if g.straddles_kink and not g.below_floor]
    if kinked:
        why = "on the way a neuron passes the kink of its activation, so the difference mixes two slopes"
        said.append((f"{len(kinked)} cannot be checked, since {why}: ", *_named(kinked, naming), "."))
    return said


def _disagreements(gradients: "Sequence[Gradient]", naming: Naming) -> list[Sentence]:
    """What does not agree though it can be checked, by name."""
    failed = [g for g in gradients if g.checkable and not g.passed]
    return [("Not in agreement: ", *_named(failed, naming), ": look at the network's numbers.")] if failed else []


def _named(gradients: "list[Gradient]", naming: Naming) -> Sentence:
    """The first few gradients by name, and how many more there are."""
    more = f" and {len(gradients) - MOST_NAMED} more" if len(gradients) > MOST_NAMED else ""
    return (*_names(gradients[:MOST_NAMED], naming), more)


def _names(gradients: "list[Gradient]", naming: Naming) -> list[str | Math]:
    parts: list[str | Math] = []
    for g in gradients:
        kind = Kind.DL_DB if g.k is None else Kind.DL_DW
        parts += [", ", symbol(Quantity(kind, g.layer, g.j, g.k), naming)]
    return parts[1:]
