"""What is said of a lesson that is left before its end, by every front alike."""

from tutor.notation import sentence
from tutor.notation.printable import printable
from tutor.output.ending import went
from tutor.session import Session

KEPT = "Everything is kept: start the lesson again, and it goes on there."
NOT_KEPT = "To go on, start the lesson again and type the answers that you have; they are not kept."


def stopped(session: Session, *, titled: bool = False, kept: bool = False) -> tuple[str, str]:
    """Say where a lesson stopped, how it went until then, and how to go on with it.

    Args:
        session: a session that is not finished.
        titled: whether to name the lesson, as where several were begun.
        kept: whether all of it is there the next time.
    """
    lead = f"{printable(session.lesson.title)}: stopped" if titled else "Stopped"
    where = f"step {session.at + 1} of {len(session.steps)}"
    return f"{lead} at {where}. {sentence.speech(went(session))}", KEPT if kept else NOT_KEPT
