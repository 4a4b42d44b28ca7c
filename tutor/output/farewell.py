"""What is said of a lesson that is left before its end, by every front alike."""

from tutor.notation import sentence
from tutor.notation.printable import printable
from tutor.output.ending import went
from tutor.session import Session

KEPT = "Everything is kept: {start}, and it goes on there."
NOT_KEPT = "To go on, start the lesson again and type the answers that you have; they are not kept."


def stopped(
    session: Session, *, titled: bool = False, kept: bool = False, how: str = "stopped", learner: str | None = None
) -> tuple[str, str]:
    """Say where a lesson stopped, how it went until then, and how to go on with it.

    Args:
        session: a session that is not finished.
        titled: whether to name the lesson, as where several were begun.
        kept: whether all of it is there the next time.
        how: stopped, or interrupted.
        learner: the name that it is kept under; None for the one without a name.
    """
    lead = f"{printable(session.lesson.title)}: {how}" if titled else how.capitalize()
    where = f"step {session.at + 1} of {len(session.steps)}"
    on = KEPT.format(start=_start(session, learner)) if kept else NOT_KEPT
    return f"{lead} at {where}. {sentence.speech(went(session))}", on


def _start(session: Session, learner: str | None) -> str:
    """How to start the lesson again; the file of one that is not built in is not known here."""
    from tutor.lesson.locate import builtin  # not before a lesson is left

    name = session.lesson.id
    if name not in builtin():
        return "start the lesson again"
    if learner is None:
        return f"type bp-tutor learn {name}"
    from shlex import quote

    return f"type bp-tutor learn {name} --learner {printable(quote(learner))}"
