"""An answer, from the text that was sent to the marks that come of it.

Not on the way to the first question: reading and marking are loaded when first used, or while the learner thinks.
"""

from collections.abc import Mapping

from tutor.event import Answered, State, Word
from tutor.explain.numbers import Numbers
from tutor.expression.read import Blank, Readable, Unreadable, Value, read
from tutor.lesson.schema import Step
from tutor.marking.verdict import Knowledge, mark, unreadable
from tutor.quantity import Quantity


def answers(
    numbers: Numbers, states: Mapping[Quantity, State], step: Step, q: Quantity, text: str
) -> tuple[Answered, ...]:
    """Mark what was sent from the field of ``q``, and keep in the states what came of it.

    Args:
        numbers: the lesson and its exact values.
        states: what has happened at each question.
        step: the present step.
        q: the question in focus; several numbers answer the whole step where it is the step's first.
        text: what was sent; no word.

    Returns:
        One entry for each question that was answered; none where the text says nothing.
    """
    reading = read(text, functions=numbers.lesson.marking.functions)
    if isinstance(reading, Blank):
        return ()
    if isinstance(reading, Readable) and len(reading.values) > 1:
        problem = _no_vector(step, q, len(reading.values))
        if problem is None:
            pairs = zip(step.questions, reading.values, strict=True)
            return tuple(_take(numbers, states, other, value.text, value) for other, value in pairs)
        reading = Unreadable(problem, 0)
    if isinstance(reading, Unreadable) and (near := _nearest_word(text)):
        reading = Unreadable(f"Did you mean the word {near}?", 0)
    value = reading.values[0] if isinstance(reading, Readable) else reading
    return (_take(numbers, states, q, text, value),)


def _take(
    numbers: Numbers, states: Mapping[Quantity, State], q: Quantity, text: str, reading: Value | Unreadable
) -> Answered:
    """Mark one answer and keep what came of it."""
    if isinstance(reading, Unreadable):
        result = unreadable(reading)
    else:
        own = {p: state.own for p, state in states.items() if state.own is not None}
        lesson = numbers.lesson
        result = mark(q, reading, Knowledge(lesson.network, lesson.marking.significant, numbers.value, own))
    return Answered(q, text, result, states[q].take(text, result))


def _no_vector(step: Step, q: Quantity, count: int) -> str | None:
    """Why several numbers cannot stand in the field of ``q``; None where they can."""
    if q != step.questions[0]:
        return "Several numbers at once go into the first field of a step; here, type one."
    wanted = len(step.questions)
    if count != wanted:
        return f"{count} numbers for {wanted} question{'s' if wanted > 1 else ''}."
    return None


def _nearest_word(text: str) -> Word | None:
    """The word that a misspelt one is likely to be; None for anything else."""
    wanted = text.strip().casefold()
    if not (wanted.isalpha() and len(wanted) < 12):
        return None
    from difflib import get_close_matches  # only where something is amiss

    return next((Word(word) for word in get_close_matches(wanted, list(Word), n=1, cutoff=0.7)), None)
