"""What is told of a lesson that was left and goes on, by every front alike."""

from tutor.notation.sentence import Sentence
from tutor.notation.symbols import symbol
from tutor.resume import Resumed
from tutor.session import Session

NAMED = 3
"""So many questions that are asked again are named; of more, only how many."""
ANEW = (
    "The numbers of this lesson have changed since you left it, so it begins anew; what you answered then is kept.",
)


def resumed(session: Session, found: Resumed | None) -> Sentence:
    """Where a lesson goes on, how many answers stand, and what is asked again; nothing of one that begins."""
    if found is None:
        return ()
    if found.anew:
        return ANEW
    where = f"Welcome back to step {session.at + 1} of {len(session.steps)}"
    stand = f"; {_stand(found.answers)}." if found.answers else "."
    return (f"{where}{stand}", *_again(session, found))


def _stand(answers: int) -> str:
    return "your answer stands" if answers == 1 else f"your {answers} answers stand"


def _again(session: Session, found: Resumed) -> Sentence:
    """Which questions are asked again, and why."""
    questions = found.again
    if not questions:
        return ()
    why = " The lesson has changed since: " if found.changed else " Answers are marked otherwise by now: "
    many, verb = len(questions), "is" if len(questions) == 1 else "are"
    if many > NAMED:
        return (f"{why}{many} questions are asked again.",)
    naming = session.lesson.network.naming
    between = ["", *[", "] * (many - 2), *[" and "] * (many > 1)]
    named = (part for lead, q in zip(between, questions, strict=True) for part in (lead, symbol(q, naming)))
    return (why, *named, f" {verb} asked again.")
