"""An answer, from the text that was sent to the marks that come of it.

Not on the way to the first question: reading and marking are loaded when first used, or while the learner thinks.
"""

from collections.abc import Callable, Container, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from tutor.event import Answered, State, Word
from tutor.explain.numbers import Numbers
from tutor.expression.read import Blank, Readable, Unreadable, Value, read
from tutor.expression.tokens import is_blank
from tutor.lesson.schema import Step
from tutor.marking.mark import Mark, Verdict
from tutor.marking.marker import Marker, unreadable
from tutor.marking.paper import Own
from tutor.marking.said import POINTER
from tutor.quantity import Quantity

if TYPE_CHECKING:
    from tutor.marking.symbolic.marker import SymbolicMarker

LOOK = " Look at the equation again."
"""What a mistake that was named before is followed by, where the equation is shown already."""


_OTHERWISE = {
    **dict.fromkeys(("exit", "stop", "end"), Word.QUIT),
    **dict.fromkeys(("skip", "pass"), Word.NEXT),
    **dict.fromkeys(("prev", "previous"), Word.BACK),
}
"""What some type elsewhere for a word that acts here."""


class Taken(NamedTuple):
    """What came of one text."""

    answers: tuple[Answered, ...] = ()
    """One for each question that was answered; none where the text says nothing."""
    again: tuple[Answered, ...] = ()
    """The answers from before that were marked again."""

    @property
    def following(self) -> tuple[Quantity, ...]:
        """Of what was answered, what follows from earlier answers."""
        return tuple(each.question for each in self.answers if each.mark.verdict is Verdict.CONSISTENT)


class _Standing(NamedTuple):
    """The answer that a learner's own number comes from."""

    text: str
    value: Value
    mark: Mark


class Answering:
    """Marks the answers of one learner in one lesson, and keeps in the states what comes of them.

    Attributes:
        states: what has happened at each question, in the order of the lesson.
        named: the mistakes that were named to the learner, each with the answer that it was first named for; with none
            once it was said shorter, which it stays.
    """

    def __init__(
        self, numbers: Numbers, states: Mapping[Quantity, State], equation_shown: Callable[[Quantity], bool]
    ) -> None:
        """Take the lesson with its exact values, and what answers change.

        Args:
            numbers: the lesson's numbers.
            states: what has happened at each question, in the order of the lesson.
            equation_shown: whether the equation of a question is shown: then nobody is sent for it, since more would
                be shown.
        """
        lesson = numbers.lesson
        self.states = states
        self.named: dict[str, tuple[Quantity, str] | None] = {}
        self._equation_shown = equation_shown
        self._standing: dict[Quantity, _Standing] = {}
        self._functions = lesson.marking.functions
        self._significant = lesson.marking.significant
        self._expressions = any(step.expression for step in lesson.steps)
        self._marker = Marker(lesson.network, self._significant, numbers.value, lesson.messages)

    def prepare(self) -> None:
        """Work out what marking expressions takes, where the lesson asks for any."""
        if self._expressions:
            self._symbolic.prepare()

    def take(self, step: Step, q: Quantity, text: str) -> Taken:
        """Mark what was sent from the field of ``q``; what followed from a number that is right by now, anew.

        Args:
            step: the present step.
            q: the question in focus; several numbers answer the whole step where it is the step's first.
            text: what was sent; no word.
        """
        if step.expression:
            return self._expression(q, text)
        reading = read(text, functions=self._functions)
        if isinstance(reading, Readable) and len(reading.values) > 1:
            problem = _no_vector(step, q, len(reading.values))
            if problem is None:
                return self._all(dict(zip(step.questions, reading.values, strict=True)))
            reading = Unreadable(problem, 0)
        return self._alone(q, text, reading)

    def recall(self, step: Step, sent: Mapping[Quantity, str], *, several: bool) -> Taken:
        """Mark what was sent before, as one input, to questions of a step.

        Args:
            step: their step; it may have others as well by now.
            sent: what was sent for each.
            several: whether several numbers were sent at once.
        """
        if several:
            # As one of several numbers, with which alone a comma may mean something else.
            readings = {q: read(f"{text}; 0", functions=self._functions) for q, text in sent.items()}
            return self._all({q: found.values[0] for q, found in readings.items() if isinstance(found, Readable)})
        q, text = next(iter(sent.items()))
        if step.expression:
            return self._expression(q, text)
        reading = read(text, functions=self._functions)
        if isinstance(reading, Readable) and len(reading.values) > 1:
            count = len(reading.values)
            reading = Unreadable(_no_vector(step, q, count) or f"{count} numbers for 1 question.", 0)
        return self._alone(q, text, reading)

    def _alone(self, q: Quantity, text: str, reading: Readable | Unreadable | Blank) -> Taken:
        """Mark what was sent for one question."""
        if isinstance(reading, Blank):
            return Taken()
        if isinstance(reading, Readable):
            answer = self._one(q, text, reading.values[0], self._own())
            return Taken((answer,), self.put_right({q}) if answer.mark.verdict is Verdict.CORRECT else ())
        mark = _misspelt(text) or unreadable(reading)
        return Taken((Answered(q, text, mark, self.states[q].take(text, mark, None)),))

    def _expression(self, q: Quantity, text: str) -> Taken:
        """Mark an expression; no number of the learner's own comes of it, so the later steps have the exact one."""
        if is_blank(text):
            return Taken()
        seen = self._seen(q, text)
        mark = self._symbolic.mark(q, text, seen)
        if mark.verdict is Verdict.UNREADABLE:
            mark = _misspelt(text) or mark
        mark = self._told(q, text, mark, seen)
        return Taken((Answered(q, text, mark, self.states[q].take(text, mark, None)),))

    @cached_property
    def _symbolic(self) -> "SymbolicMarker":
        from tutor.marking.symbolic.marker import SymbolicMarker  # most lessons ask for numbers only

        return SymbolicMarker(self._marker.network, self._marker.messages)

    def put_right(self, changed: set[Quantity]) -> tuple[Answered, ...]:
        """Mark anew each answer that followed from numbers that are right or shown by now, and all down the chain.

        It counts as no new attempt. What no longer follows is open again.

        Returns:
            What was marked anew, in the order of the lesson.
        """
        changed, again = set(changed), list[Answered]()
        for q, state in self.states.items():
            standing = self._standing.get(q)
            if standing is None or state.own is None or state.own.correct or changed.isdisjoint(standing.mark.follows):
                continue
            mark = self._judged(q, standing.text, standing.value, self._own())
            self._standing[q] = standing._replace(mark=mark)
            state.reconsider(standing.mark, mark)
            again.append(Answered(q, standing.text, mark))
            if mark.verdict is Verdict.CORRECT:
                changed.add(q)
        return tuple(again)

    def _all(self, values: Mapping[Quantity, Value]) -> Taken:
        """Mark a number for each question of a step, each beside all the others: a matrix is judged as a whole."""
        own = self._own()
        for q, value in values.items():
            number = self._number(value, self._mark(q, value, own))
            if number.correct or not self.states[q].correct:
                own[q] = number
        answers = tuple(self._one(q, value.text, value, own) for q, value in values.items())
        return Taken(answers, self.put_right({a.question for a in answers if a.mark.verdict is Verdict.CORRECT}))

    def _one(self, q: Quantity, text: str, value: Value, own: Mapping[Quantity, Own]) -> Answered:
        """Mark one number, and keep what came of it."""
        mark = self._judged(q, text, value, own)
        state, number = self.states[q], self._number(value, mark)
        repeated = state.take(text, mark, number)
        if state.own is number:
            self._standing[q] = _Standing(text, value, mark)
        return Answered(q, text, mark, repeated)

    def _judged(self, q: Quantity, text: str, value: Value, own: Mapping[Quantity, Own]) -> Mark:
        """The mark of one number, with the sentence as it is said to one who has been told of mistakes before."""
        seen = self._seen(q, text)
        return self._told(q, text, self._mark(q, value, own, seen), seen)

    def _seen(self, q: Quantity, text: str) -> set[str]:
        """The mistakes that were named before; a text that is sent again leaves the sentence as it stands there."""
        answer, again = (q, text.strip()), self.states[q].repeats(text)
        return {code for code, first in self.named.items() if not (again and first == answer)}

    def _told(self, q: Quantity, text: str, mark: Mark, seen: set[str]) -> Mark:
        """The mark as it is told; which mistakes it names is kept."""
        answer = (q, text.strip())
        if self._equation_shown(q) and mark.message[-1:] == (POINTER,):
            mark = mark._replace(message=(*mark.message[:-1], LOOK))
        for code in mark.mistakes:
            self.named[code] = None if code in seen else answer
        return mark

    def _mark(self, q: Quantity, value: Value, own: Mapping[Quantity, Own], seen: Container[str] = ()) -> Mark:
        others = {p: number for p, number in own.items() if p != q}
        earlier = {p: state.earlier for p, state in self.states.items() if state.earlier is not None}
        return self._marker.mark(q, value, others, earlier=earlier, seen=seen)

    def _number(self, value: Value, mark: Mark) -> Own:
        return Own.of(value, self._significant, correct=mark.verdict is Verdict.CORRECT)

    def _own(self) -> dict[Quantity, Own]:
        return {p: state.own for p, state in self.states.items() if state.own is not None}


def _no_vector(step: Step, q: Quantity, count: int) -> str | None:
    """Why several numbers cannot stand in the field of ``q``; None where they can."""
    if q != step.questions[0]:
        return "Several numbers at once go into the first field of a step; here, type one."
    wanted = len(step.questions)
    if count != wanted:
        return f"{count} numbers for {wanted} question{'s' if wanted > 1 else ''}."
    return None


def _misspelt(text: str) -> Mark | None:
    """The mark of what is likely to be a misspelt word; None for anything else."""
    near = _nearest_word(text)
    return unreadable(Unreadable(f"Did you mean the word {near}?", 0)) if near else None


def _nearest_word(text: str) -> Word | None:
    """The word that a misspelt one, or one of another program, is likely to be; None for anything else."""
    wanted = text.strip().casefold()
    if not (wanted.isalpha() and len(wanted) < 12):
        return None
    if wanted in _OTHERWISE:
        return _OTHERWISE[wanted]
    from difflib import get_close_matches  # only where something is amiss

    return next((Word(word) for word in get_close_matches(wanted, list(Word), n=1, cutoff=0.7)), None)
