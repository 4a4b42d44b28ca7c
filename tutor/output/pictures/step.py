"""Which picture belongs to the present step: of what is known by now, and of nothing else."""

from collections.abc import Callable
from typing import NamedTuple

from tutor.engine import activations
from tutor.explain.cells import Cell, Rows
from tutor.explain.flow import cells, flow
from tutor.lesson.schema import Step
from tutor.notation import sentence
from tutor.notation.sentence import Sentence
from tutor.output.ending import goal
from tutor.output.pictures import curves, descent, errors, gradients, outputs, shares, vee
from tutor.output.pictures.paper import Draw, known
from tutor.quantity import Kind, Quantity
from tutor.session import Session

HIGH, HIGHEST = 16, 30
"""A picture on a page is no higher, and no lower if words stand below it."""


class Choice(NamedTuple):
    """A picture: what draws it, and what says the same."""

    draw: Draw
    said: Callable[[], tuple[Sentence, ...]]


def of_step(session: Session, columns: int, rows: int) -> Rows:
    """The picture of the present step, or of the whole lesson at its end.

    Args:
        session: where the learner is.
        columns: how wide it is at most.
        rows: how high.
    """
    return _chosen(session).draw(columns, rows)


def page(session: Session, columns: int, rows: int) -> Rows:
    """The same as a page of its own: the picture and, where that leaves it high enough, the words below."""
    choice = _chosen(session)
    words = [line for each in choice.said() for line in flow((Cell(" "), *cells(sentence.spans(each))), columns, 1)]
    high = min(HIGHEST, rows)
    if rows - len(words) - 1 < HIGH:
        return choice.draw(columns, high)
    return (*choice.draw(columns, min(high, rows - len(words) - 1)), (), *words)


def said(session: Session) -> tuple[Sentence, ...]:
    """What the picture of the present step shows, in sentences."""
    return _chosen(session).said()


def _chosen(session: Session) -> Choice:
    step = session.step
    if step is None:
        return _of_lesson(session)
    return _BY_KIND[step.kind or Kind.Z](session, step)


def _of_lesson(session: Session) -> Choice:
    """At the end: the updates, errors that vanish, paths that share a gradient, or the gradient check."""
    lesson, solution = session.lesson, session.numbers.solution
    network, weight = lesson.network, goal(lesson)
    if network.updates > 1:
        return Choice(
            lambda c, r: descent.descent(network, solution.value, c, r), lambda: descent.said(network, solution.value)
        )
    if errors.vanishing(solution):
        return Choice(
            lambda c, r: errors.by_layer(network, solution, c, r), lambda: errors.said_by_layer(network, solution)
        )
    return Choice(lambda c, r: vee.vee(network, solution, weight, c, r), lambda: vee.said(network, solution, weight))


def _activation(session: Session, step: Step) -> Choice:
    network, of, now = session.lesson.network, step.questions[0], known(session)
    return Choice(lambda c, r: curves.curves(network, of, now, c, r), lambda: curves.said(network, of, now))


def _loss(session: Session, step: Step) -> Choice:
    network, of, now = session.lesson.network, step.questions[0], known(session)
    return Choice(lambda c, r: outputs.outputs(network, of, now, c, r), lambda: outputs.said(network, of, now))


def _error(session: Session, step: Step) -> Choice:
    """Of the output what its error is made of: the slope or, where there is none, the loss; then the way back."""
    network, of, now = session.lesson.network, step.questions[0], known(session)
    if of.layer == network.depth:
        activation = activations.of(network.layer(network.depth))
        return (_loss if activation.whole or activation.linear else _activation)(session, step)
    return Choice(lambda c, r: errors.errors(network, of, now, c, r), lambda: errors.said(network, of, now))


def _gradient(session: Session, step: Step) -> Choice:
    """The paths of the traced gradient once it is found, else the gradients of the layer."""
    lesson, of, now = session.lesson, step.questions[0], known(session)
    network = lesson.network
    several = any(size > 1 for size in network.sizes[(of.layer or 1) + 1 :])
    if lesson.trace is not None and of.kind is Kind.DL_DW and several and _found(session, of):
        solution = session.numbers.solution
        return Choice(lambda c, r: shares.shares(lesson, solution, of, c, r), lambda: shares.said(lesson, solution, of))
    return Choice(lambda c, r: gradients.gradients(network, of, now, c, r), lambda: gradients.said(network, of, now))


def _update(session: Session, step: Step) -> Choice:
    """The loss over the updates; along the one there is once its loss is found, else the gradients of the layer."""
    network, now = session.lesson.network, known(session)
    of = step.questions[0]
    loss = Quantity(Kind.LOSS, sample=network.of_update(of.update), update=of.update)
    if network.updates > 1 or _found(session, loss):
        return Choice(lambda c, r: descent.descent(network, now, c, r), lambda: descent.said(network, now))
    gradient = of._replace(kind=Kind.DL_DW, k=1, sample=network.of_update(of.update))
    return _gradient(session, step._replace(questions=(gradient,)))


def _found(session: Session, q: Quantity) -> bool:
    """Whether the right number of a quantity is known: what is drawn from right numbers would give it away."""
    return session.value_text(q) == session.numbers.text(q)


_BY_KIND: dict[Kind, Callable[[Session, Step], Choice]] = {
    Kind.Z: _activation,
    Kind.A: _activation,
    Kind.LOSS: _loss,
    Kind.SIGMA_PRIME: _activation,
    Kind.DELTA: _error,
    Kind.DL_DW: _gradient,
    Kind.DL_DB: _gradient,
    Kind.W_NEW: _update,
    Kind.B_NEW: _update,
}
