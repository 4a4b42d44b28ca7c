"""Where in a lesson a learner is, in sentences for listening: what the map of the steps and the head line show."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from tutor.event import PASSED, SHOWN, SIGNS
from tutor.explain.stepmap import stage
from tutor.explain.task import task
from tutor.lesson.schema import Lesson
from tutor.marking.mark import Verdict
from tutor.notation import sentence
from tutor.session import Session

MOST = 6
"""So many parts of a lesson are told one by one at its beginning."""
STEP_SIGNS = {
    SIGNS[Verdict.CORRECT].glyph: "right",
    SIGNS[Verdict.CONSISTENT].glyph: "right by your own earlier numbers",
    SHOWN.glyph: "shown",
    PASSED.glyph: "passed by",
    "": "open",
}
"""How a step went, by its sign on the map."""
ONWARD = "the next question"
END = "the end: all the numbers, and what they mean"


def parts(lesson: Lesson) -> Iterator[str]:
    """What the steps of a lesson are about, in one sentence; nothing where it turns often, or never."""
    names = [stage(lesson, step) for step in lesson.asked]
    runs = _runs(names)
    if 1 < len(runs) <= MOST:
        told = "; ".join(f"{name} in {_steps(first, last)}" for name, first, last in runs)
        yield f"{told.capitalize()}."


def place(session: Session) -> str:
    """Where the learner is, and how many answers are right."""
    step = session.step
    where = "The end" if step is None else f"Step {session.at + 1} of {len(session.steps)}, {step.stage}"
    right = sum(state.correct and not state.shown for state in session.states.values())
    return f"{where}. Right so far: {right} of {len(session.states)} answers."


def steps(session: Session) -> Iterator[str]:
    """How the steps went, and what comes next."""
    runs = _runs([STEP_SIGNS.get(session.step_sign(i), "") for i in range(len(session.steps))])
    told = [f"{_steps(first, last)} {'is' if first == last else 'are'} {how}" for how, first, last in runs]
    yield f"{'; '.join(told).capitalize()}."
    after = session.steps[session.at + 1 :]
    ahead = ONWARD if session.lesson.why else END
    yield f"Coming next: {sentence.speech(task(session.lesson.network, after[0])) if after else ahead}."


def _runs(names: Sequence[str]) -> list[tuple[str, int, int]]:
    """Neighbours that are alike, with the numbers of the first and the last."""
    found = []
    at = 1
    for name, run in groupby(names):
        n = len(list(run))
        found.append((name, at, at + n - 1))
        at += n
    return found


def _steps(first: int, last: int) -> str:
    return f"step {first}" if first == last else f"steps {first} {'and' if last == first + 1 else 'to'} {last}"
