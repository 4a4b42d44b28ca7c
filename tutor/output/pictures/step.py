"""Which picture belongs to the present step: of what is known by now, and of nothing else."""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from tutor.engine import activations
from tutor.explain.cells import Cell, Rows
from tutor.explain.flow import cells, flow
from tutor.lesson.schema import Lesson, Step
from tutor.notation import sentence
from tutor.notation.sentence import Sentence
from tutor.output.ending import goal
from tutor.output.pictures import curves, descent, errors, gradients, outputs, shares, vee
from tutor.output.pictures.paper import LEAST_COLUMNS, LEAST_ROWS, Draw, Known, Signs, known, signs, unsigned
from tutor.quantity import NEW, Kind, Quantity
from tutor.session import Session

LARGER = "A picture needs a terminal of {} columns and {} rows at least."
HIGH, HIGHEST = 16, 30
"""A picture on a page is no higher, and no lower if words stand below it."""


class Choice(NamedTuple):
    """A picture: what draws it, what it is about in sentences, and what says all that it shows."""

    draw: Draw
    about: Callable[[], tuple[Sentence, ...]]
    said: Callable[[], tuple[Sentence, ...]]


def of_step(session: Session, columns: int, rows: int) -> Rows:
    """The picture of the present step, or of the whole lesson at its end.

    Args:
        session: where the learner is.
        columns: how wide it is at most.
        rows: how high.
    """
    return _chosen(session).draw(columns, rows)


def page(session: Session, columns: int, rows: int, frame: tuple[int, int] = (0, 0)) -> Rows:
    """The same as a page of its own: the picture and, where that leaves it high enough, what it is about below.

    Where there is no room for any, it says what terminal has that; ``frame`` is what stands around the page.
    """
    if columns < LEAST_COLUMNS or rows < LEAST_ROWS:
        return flow((Cell(LARGER.format(LEAST_COLUMNS + frame[0], LEAST_ROWS + frame[1])),), max(1, columns))
    choice = _chosen(session)
    words = [line for each in choice.about() for line in flow((Cell(" "), *cells(sentence.spans(each))), columns, 1)]
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
    """At the end: the loss over several updates, errors that vanish, or the gradient check."""
    solution = session.numbers.solution
    network, weight = session.lesson.network, goal(session.lesson)
    figures = session.lesson.marking.significant
    if network.updates > 1:
        return _descent(session.lesson, solution.value, unsigned)
    if errors.vanishing(solution):
        return Choice(
            partial(errors.by_layer, network, errors.of_all(solution), figures=figures),
            partial(errors.about_layers, solution),
            partial(errors.said_by_layer, network, solution, figures=figures),
        )
    told = partial(vee.said, network, solution, weight)
    return Choice(partial(vee.vee, network, solution, weight), told, told)


def _activation(session: Session, step: Step) -> Choice:
    network, of, now, own = session.lesson.network, step.questions[0], known(session), signs(session)
    figures = session.lesson.marking.significant
    return Choice(
        partial(curves.curves, network, of, now, figures=figures, signs=own),
        partial(curves.about, network, of),
        partial(curves.said, network, of, now, figures=figures, signs=own),
    )


def _loss(session: Session, step: Step) -> Choice:
    network, of, own = session.lesson.network, step.questions[0], signs(session)
    figures, now = session.lesson.marking.significant, _settled(session)
    return Choice(
        partial(outputs.outputs, network, of, now, signs=own),
        partial(outputs.about, network),
        partial(outputs.said, network, of, now, figures=figures, signs=own),
    )


def _settled(session: Session) -> Known:
    """What is known, but for a loss that was only tried: the parts of the right one would give it away."""
    now = known(session)

    def value(q: Quantity) -> float | None:
        state = session.states.get(q)
        tried = state is not None and not (state.correct or state.follows or state.shown)
        return None if q.kind is Kind.LOSS and tried else now(q)

    return value


def _error(session: Session, step: Step) -> Choice:
    """Of the output what its error is made of: the slope or, where there is none, the loss; then the way back."""
    network, of, now, own = session.lesson.network, step.questions[0], known(session), signs(session)
    figures = session.lesson.marking.significant
    if of.layer == network.depth:
        activation = activations.of(network.layer(network.depth))
        return (_loss if activation.whole or activation.linear else _activation)(session, step)
    if errors.vanishing(session.numbers.solution):
        return _vanishing(session, of)
    return Choice(
        partial(errors.errors, network, of, now, figures=figures, signs=own),
        lambda: (errors.ABOUT,),
        partial(errors.said, network, of, now, figures=figures, signs=own),
    )


def _vanishing(session: Session, of: Quantity) -> Choice:
    """How large the errors are, layer by layer, where as bars the smaller ones could not be seen."""
    network, figures = session.lesson.network, session.lesson.marking.significant
    every = errors.so_far(network, of, known(session), signs(session))
    return Choice(
        partial(errors.by_layer, network, every, figures=figures),
        lambda: (errors.ABOUT,),
        lambda: (errors.ABOUT, *errors.said_so_far(network, every, figures=figures)),
    )


def _gradient(session: Session, step: Step) -> Choice:
    """The paths of the traced gradient once it is found, else the gradients of the layer."""
    lesson, of, now, own = session.lesson, step.questions[0], known(session), signs(session)
    network, figures = lesson.network, lesson.marking.significant
    several = any(size > 1 for size in network.sizes[(of.layer or 1) + 1 :])
    if lesson.trace is not None and of.kind is Kind.DL_DW and several and _found(session, of):
        given = lesson, session.numbers.solution, of
        return Choice(partial(shares.shares, *given), lambda: (shares.ABOUT,), partial(shares.said, *given))
    if errors.vanishing(session.numbers.solution):
        return _vanishing(session, of)
    return Choice(
        partial(gradients.gradients, network, of, now, figures=figures, signs=own),
        lambda: (gradients.ABOUT,),
        partial(gradients.said, network, of, now, figures=figures, signs=own),
    )


def _update(session: Session, step: Step) -> Choice:
    """The loss over the updates; along the one there is once its loss is found, else the gradients of the layer."""
    network, of = session.lesson.network, step.questions[0]
    sample = network.of_update(of.update)
    if network.updates > 1 or _found(session, Quantity(Kind.LOSS, sample=sample, update=of.update)):
        return _descent(session.lesson, _done(session), signs(session))
    return _gradient(session, step._replace(questions=(of._replace(kind=Kind.DL_DW, k=1, sample=sample),)))


def _done(session: Session) -> Known:
    """What is known, and the loss after the last update once all that is asked of its parameters is found or shown."""
    now, last = known(session), session.lesson.network.updates
    asked = [state for q, state in session.states.items() if q.kind in NEW.values() and q.update == last]
    done = bool(asked) and all(state.correct or state.shown for state in asked)

    def value(q: Quantity) -> float | None:
        after = done and q.kind is Kind.LOSS and q.update == last + 1
        return session.numbers.solution.value(q) if after else now(q)

    return value


def _descent(lesson: Lesson, now: Known, own: Signs) -> Choice:
    network, figures = lesson.network, lesson.marking.significant
    return Choice(
        partial(descent.descent, network, now, figures=figures, signs=own),
        partial(descent.about, network, now, figures=figures),
        partial(descent.said, network, now, figures=figures, signs=own),
    )


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
