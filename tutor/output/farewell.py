"""What is said of a lesson that is left before its end, by every front alike."""

from tutor.notation import sentence
from tutor.notation.printable import printable
from tutor.output.ending import went
from tutor.session import Session

GO_ON = "To go on, start the lesson again and type the answers that you have; nothing is kept yet."


def stopped(session: Session, *, titled: bool = False) -> tuple[str, str]:
    """Say where a lesson stopped, how it went until then, and how to go on with it.

    Args:
        session: a session that is not finished.
        titled: whether to name the lesson, as where several were begun.
    """
    lead = f"{printable(session.lesson.title)}: stopped" if titled else "Stopped"
    where = f"step {session.at + 1} of {len(session.steps)}"
    return f"{lead} at {where}. {sentence.speech(went(session))}", GO_ON
