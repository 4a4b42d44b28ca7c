"""What the gradient of a lesson says: its sign, what one update does, how the loss goes on from there."""

from itertools import pairwise

from tutor.engine import losses
from tutor.engine.solution import Solution, Update
from tutor.lesson.schema import Lesson
from tutor.notation.math import Numeral, Operator, Row, Symbol
from tutor.notation.number import parameter, screen, shown
from tutor.notation.sentence import Sentence
from tutor.notation.symbols import symbol
from tutor.output.chain import gradient
from tutor.quantity import Kind, Quantity

MOST_LOSSES = 6
"""Of so many updates each is told; of more, the first ones and the last."""
MOST_FIGURES = 3
"""With so many figures more than usual are several losses told apart; two alone with as many as it takes."""
KINK: Sentence = (
    "A neuron is on the kink of its activation, or close by it: to one side of it the loss may change otherwise than ",
)


def meaning(lesson: Lesson, solution: Solution, weight: Quantity, *, kinked: bool) -> tuple[Sentence, ...]:
    """What the sign of the first gradient of a weight says, and what the updates do to it and the loss.

    Args:
        lesson: the lesson.
        solution: all exact values.
        weight: the weight (kind ``W``).
        kinked: whether a small change of it takes some neuron over the kink of its activation.
    """
    said = _sign(lesson, solution, weight, kinked=kinked)
    return (*said, *_course(lesson, solution)) if lesson.network.learning_rate is not None else said


def _sign(lesson: Lesson, solution: Solution, weight: Quantity, *, kinked: bool) -> tuple[Sentence, ...]:
    network, significant = lesson.network, lesson.marking.significant
    value = solution.value(gradient(weight))
    w, name = symbol(weight, network.naming), symbol(gradient(weight), network.naming)
    kink: tuple[Sentence, ...] = ((*KINK, name, " says."),) if kinked else ()
    if value == 0:
        flat: Sentence = () if kinked else (": a small change of ", w, " leaves the loss as it is")
        return ((name, " is zero", *flat, ", and an update leaves ", w, " where it is."), *kink)
    text = shown(value, significant)
    direction = "larger" if value < 0 else "smaller"
    sign: Sentence = (
        name,
        f" = {screen(text)} is {'negative' if value < 0 else 'positive'}: a {direction} ",
        w,
        " makes the loss smaller.",
    )
    effect = (_effect(lesson, solution),) if network.learning_rate is None else ()
    return (sign, *kink, _update(lesson, solution, weight, text), *effect)


def _update(lesson: Lesson, solution: Solution, weight: Quantity, gradient: str) -> Sentence:
    """What one step of gradient descent does to the weight; in η where the lesson has none."""
    network = lesson.network
    w, eta = symbol(weight, network.naming), Symbol("eta")
    old = screen(parameter(network.parameter(weight)))
    if network.learning_rate is not None:
        new = solution.value(Quantity(Kind.W_NEW, weight.layer, weight.j, weight.k))
        rate, before = parameter(network.learning_rate), network.parameter(weight)
        start: Sentence = ("One step of gradient descent with ", eta, f" = {screen(rate)} ")
        if new == before:
            return (*start, "leaves ", w, f" at {old}: the change is smaller than the last figure that it can carry.")
        return (*start, "takes ", w, f" from {old} to {screen(_apart(new, before, lesson.marking.significant))}.")
    grows = gradient.startswith("-")
    step = Row((Numeral(gradient.lstrip("-")), Operator("cdot"), eta))
    return (
        "One step of gradient descent takes ",
        w,
        f" from {old} to {old} {'+' if grows else '−'} ",
        step,
        f": it {'grows' if grows else 'shrinks'}, by as much as the learning rate ",
        eta,
        " allows.",
    )


def _apart(value: float, other: float, significant: int) -> str:
    """A number with as many figures as tell it from another one; every two floats differ within 17."""
    texts = (shown(value, figures) for figures in range(significant, 18))
    return next((text for text in texts if float(text) != other), parameter(value))


def _effect(lesson: Lesson, solution: Solution) -> Sentence:
    network, significant = lesson.network, lesson.marking.significant
    usual = network.loss in losses.LOSSES and network.descent.l2 is None
    if len(network.y) > 1 or network.further or not usual:
        return (f"If the step is small enough, the loss falls below {screen(shown(solution.loss, significant))}.",)
    output = Quantity(Kind.A, network.depth, 1)
    a, y = shown(solution.value(output), significant), parameter(network.y[0])
    name = symbol(output, network.naming)
    return (
        "A small step in that direction brings the output ",
        name,
        f" = {screen(a)} nearer to its target, {screen(y)}.",
    )


def _course(lesson: Lesson, solution: Solution) -> tuple[Sentence, ...]:
    """The loss before and after each update, and whether it falls."""
    network, significant = lesson.network, lesson.marking.significant
    updates = solution.updates[: network.updates]
    if len(updates) == 1:
        return ((f"The update {_moved(updates[0], 'the loss', significant)}{_rises(updates)}.",),)
    if network.online:
        told = [
            f"update {number} {_moved(each, f'that of sample {network.of_update(number)}', significant)}"
            for number, each in enumerate(updates, 1)
        ]
        return ((f"Of the losses, {'; '.join(_some(told))}{_rises(updates)}.",),)
    first, *after = _losses(updates, significant)
    return ((f"The loss goes from {first} to {', then '.join(_some(after))}{_verdict(updates)}.",),)


def _moved(update: Update, what: str, significant: int) -> str:
    """What an update does to a loss, with as many figures as tell the two apart."""
    before, after = update.loss, _after(update)
    if before == after:
        return f"leaves {what} at {screen(shown(before, significant))}"
    texts = ((shown(before, figures), shown(after, figures)) for figures in range(significant, 18))
    old, new = next((pair for pair in texts if pair[0] != pair[1]), (parameter(before), parameter(after)))
    return f"takes {what} from {screen(old)} to {screen(new)}"


def _losses(updates: tuple[Update, ...], significant: int) -> list[str]:
    """The loss before the first update and after each, with figures enough for most of them to be seen to differ."""
    losses = [updates[0].loss, *map(_after, updates)]
    different = sum(before != after for before, after in pairwise(losses))
    for figures in range(significant, significant + MOST_FIGURES + 1):
        texts = [screen(shown(loss, figures)) for loss in losses]
        if sum(before != after for before, after in pairwise(texts)) == different:
            break
    return texts


def _verdict(updates: tuple[Update, ...]) -> str:
    """Whether the loss falls with every update."""
    if all(_after(each) == each.loss for each in updates):
        return ": it stays as it is"
    return ": it falls with every update" if all(_after(each) < each.loss for each in updates) else _rises(updates)


def _after(update: Update) -> float:
    return update.loss if update.loss_after is None else update.loss_after


def _some(told: list[str]) -> list[str]:
    """The first ones and the last, where there are many."""
    return told if len(told) <= MOST_LOSSES + 1 else [*told[:MOST_LOSSES], "…", told[-1]]


def _rises(updates: tuple[Update, ...]) -> str:
    """What is to be said where a loss does not fall, though a step against the gradient is to make it fall."""
    if not any(_after(each) > each.loss for each in updates):
        return ""
    if len(updates) > 1:
        return ": not always to a smaller one, since some steps are too long for it"
    return ": it grows, since the step is too long for it"
