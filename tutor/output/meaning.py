"""What the gradient of a lesson says: its sign, what one update does, how the loss goes on from there."""

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


def meaning(lesson: Lesson, solution: Solution, weight: Quantity) -> tuple[Sentence, ...]:
    """What the sign of the first gradient of a weight (kind ``W``) says, and what the updates do to it and the loss."""
    said = _sign(lesson, solution, weight)
    return (*said, *_course(lesson, solution)) if lesson.network.learning_rate is not None else said


def _sign(lesson: Lesson, solution: Solution, weight: Quantity) -> tuple[Sentence, ...]:
    network, significant = lesson.network, lesson.marking.significant
    value = solution.value(gradient(weight))
    w, name = symbol(weight, network.naming), symbol(gradient(weight), network.naming)
    if value == 0:
        zero: Sentence = (
            name,
            " is zero: a small change of ",
            w,
            " leaves the loss as it is, and an update leaves ",
            w,
        )
        return ((*zero, " where it is."),)
    text = shown(value, significant)
    direction = "larger" if value < 0 else "smaller"
    sign: Sentence = (
        name,
        f" = {screen(text)} is {'negative' if value < 0 else 'positive'}: a {direction} ",
        w,
        " makes the loss smaller.",
    )
    effect = (_effect(lesson, solution),) if network.learning_rate is None else ()
    return (sign, _update(lesson, solution, weight, text), *effect)


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
    pairs = [_loss(each, significant) for each in updates]
    if len(updates) == 1:
        return ((f"The update takes the loss from {pairs[0][0]} to {pairs[0][1]}{_rises(updates)}.",),)
    if network.online:
        told = [
            f"update {number} takes that of sample {network.of_update(number)} from {before} to {after}"
            for number, (before, after) in enumerate(pairs, 1)
        ]
        return ((f"Of the losses, {'; '.join(_some(told))}{_rises(updates)}.",),)
    losses_after = ", then ".join(_some([after for _, after in pairs]))
    falls = all((each.loss_after or 0.0) < each.loss for each in updates)
    verdict = ": it falls with every update" if falls else _rises(updates)
    return ((f"The loss goes from {pairs[0][0]} to {losses_after}{verdict}.",),)


def _loss(update: Update, significant: int) -> tuple[str, str]:
    """The loss before and after an update, told apart."""
    after = update.loss if update.loss_after is None else update.loss_after
    return screen(shown(update.loss, significant)), screen(_apart(after, update.loss, significant))


def _some(told: list[str]) -> list[str]:
    """The first ones and the last, where there are many."""
    return told if len(told) <= MOST_LOSSES + 1 else [*told[:MOST_LOSSES], "…", told[-1]]


def _rises(updates: tuple[Update, ...]) -> str:
    """What is to be said where a loss does not fall, though a step against the gradient is to make it fall."""
    if not any((each.loss_after or 0.0) > each.loss for each in updates):
        return ""
    if len(updates) > 1:
        return ": not always to a smaller one, since some steps are too long for it"
    return ": it grows, since the step is too long for it"
