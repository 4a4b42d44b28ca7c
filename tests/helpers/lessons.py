"""Lessons made by tests: a network with the derived steps, and answering in one line."""

from tutor.engine.solution import solve
from tutor.expression.read import Readable, read
from tutor.lesson.schema import Lesson, Marking
from tutor.lesson.steps import derived
from tutor.marking.marker import Marker, unreadable
from tutor.marking.paper import Own
from tutor.notation.number import shown


def lesson_of(network, significant=3, trace=None):
    """A lesson with the derived steps of a network."""
    return Lesson("test", "A test", network, derived(network, trace), trace, Marking(significant))


def mark_text(network, q, text, own=(), *, significant=3, functions=True):
    """The mark of what was typed for one question, with the learner's own right numbers."""
    reading = read(text, functions=functions)
    if not isinstance(reading, Readable):
        return unreadable(reading)
    right = {p: Own(number, correct=True, text=shown(number, significant)) for p, number in dict(own).items()}
    return Marker(network, significant, solve(network).value).mark(q, reading.values[0], right)
