"""What the end of a lesson shows, in sentences for listening: line by line, an empty one before each part."""

from collections.abc import Iterable, Iterator

from tutor.event import Outcome
from tutor.notation import math, sentence
from tutor.notation.sentence import Sentence
from tutor.notation.symbols import symbol
from tutor.output import aloud
from tutor.output.closing import following
from tutor.output.ending import ending, went
from tutor.output.meaning import MOST_LOSSES
from tutor.output.pictures import descent, errors, vee
from tutor.session import Session

NEXT = "The next lesson: {}. To begin it, type bp-tutor learn {} --plain."
NAMED = 12
"""So many questions are named that went in some way; of more, only how many."""
OUTCOMES = (Outcome.FOLLOWS, Outcome.SHOWN, Outcome.PASSED)
"""What is said of single questions: the others were found by the learner."""


def parting(session: Session) -> Iterator[str]:
    """Everything that the end of a lesson shows, in an order for listening."""
    lesson, solution = session.lesson, session.numbers.solution
    end = ending(lesson, solution)
    weight, figures = end.chain.weight, lesson.marking.significant
    yield from ("", "The lesson is done. These are all its numbers:", *aloud.numbers(end))
    yield from ("", "The gradient, path by path.", *aloud.paths(end))
    checked = (*end.check, *vee.said(lesson.network, solution, weight))
    yield from _part("The gradient check.", checked)
    yield from _part("What it means.", (*end.meaning, *_losses(session)))
    if errors.vanishing(solution):
        yield from _part("How the error shrinks.", errors.said_by_layer(lesson.network, solution, figures=figures))
    yield from _part("How it went.", (went(session),))
    yield from _single(session)
    yield from (NEXT.format(title, name) for name, title in following(lesson))


def _part(heading: str, said: Iterable[Sentence]) -> Iterator[str]:
    yield from ("", heading, *map(sentence.speech, said))


def _losses(session: Session) -> tuple[Sentence, ...]:
    """What the picture of the loss says beyond the meaning: how it goes on along one step, or after each of many."""
    network = session.lesson.network
    if network.learning_rate is None or 1 < network.updates <= MOST_LOSSES:
        return ()
    figures = session.lesson.marking.significant
    found = descent.said(network, session.numbers.solution.value, figures=figures)
    return found[1:] if network.updates == 1 else found


def _single(session: Session) -> Iterator[str]:
    """Which questions were shown, passed by or right by numbers that were not."""
    naming = session.lesson.network.naming
    for outcome in OUTCOMES:
        found = [math.speech(symbol(q, naming)) for q, state in session.states.items() if state.outcome is outcome]
        if 0 < len(found) <= NAMED and len(found) < len(session.states):
            yield f"{outcome.value.capitalize()}: {', '.join(found)}."
