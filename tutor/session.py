"""One learner in one lesson: where they are, what was answered, what is known. No screen, no I/O, no clock."""

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from tutor.course import Course
from tutor.event import LOOKS, Answered, Event, Happening, Outcome, State, Word
from tutor.explain.numbers import Numbers
from tutor.lesson.schema import Lesson, Step
from tutor.notation.number import screen
from tutor.quantity import NEW, Quantity, is_parameter

if TYPE_CHECKING:
    from tutor.answering import Answering, Taken


class Session(Course):
    """One learner in one lesson. ``submit`` is the only way in for an answer, ``act`` for a word's key.

    Attributes:
        numbers: the lesson's numbers.
    """

    def __init__(self, lesson: Lesson) -> None:
        super().__init__(lesson)
        self.numbers = Numbers(lesson)
        self._equations: set[int] = set()
        self._hints: dict[int, int] = {}
        self._step_of = {q: at for at, step in enumerate(self.steps) for q in step.questions}

    # What is so

    @property
    def equation_shown(self) -> bool:
        """Reveal 1: whether the present step's equation is shown."""
        return self.at in self._equations

    @property
    def hints_shown(self) -> tuple[str, ...]:
        """The hints that were asked for at the present step, in order (Markdown)."""
        shown = self._hints.get(self.at, 0)
        return all_hints(self.lesson, self.steps[self.at])[:shown] if self.step and shown else ()

    def value_text(self, q: Quantity) -> str | None:
        """What a quantity is known as by now, as screens write it; None where it is not known yet.

        A right answer and a given number stand as the lesson shows them. The learner's own number that is not right
        stands as it was typed or, where that is long, as it was read: for the steps after it, too. Only where there is
        none, the right one is given to them.
        """
        state = self.states.get(q, State())
        if is_parameter(q) or state.correct or state.shown or q in self.numbers.given(self.at):
            return self.numbers.text(q)
        if state.own is not None:
            return screen(state.own.text)
        return self.numbers.text(q) if self._behind(q) else None

    def step_of(self, q: Quantity) -> int:
        """Index of the step that asks a question."""
        return self._step_of[q]

    def _behind(self, q: Quantity) -> bool:
        """Whether a question was asked in a step before the present one, or a parameter was made in an update before.

        Of the parameters that a lesson does not ask for, the learner still needs the new ones.
        """
        if q.kind in NEW.values() and q not in self.states:
            return self.step is not None and q.update < self.step.update
        return self._step_of.get(q, self.at) < self.at

    def outcomes(self) -> Mapping[Outcome, int]:
        """How many questions went how."""
        counts = dict.fromkeys(Outcome, 0)
        for state in self.states.values():
            counts[state.outcome] += 1
        return counts

    # What can be done

    def submit(self, text: str) -> Event:
        """Take what was typed and sent: an answer, a word, or nothing."""
        if word := Word.of(text):
            return self._act(word, Word.after(text))
        if not text.strip():
            return self._go_on()
        self._make_way()
        if self.finished:
            return Event(Happening.NOTHING, self.at)
        return self._answer(text)

    def act(self, word: Word) -> Event:
        """Do what a word's key stands for. On a page that is being read, the key of ``next`` only leaves it."""
        return self._go_on() if word is Word.NEXT and self.reading else self._act(word)

    def look_at(self, q: Quantity) -> None:
        """Move the focus to another question of the present step."""
        if self.step is not None and q in self.step.questions:
            self.focus, self.settled = q, None

    def go_on(self) -> bool:
        """Make way for an answer that is being typed: leave the page, or a step or a question that is done.

        Returns:
            Whether anything moved.
        """
        before = (self.at, self.focus, self.reading)
        self._make_way()
        return before != (self.at, self.focus, self.reading)

    def _go_on(self) -> Event:
        """Enter on an empty field: it goes on from what is done, and does nothing where a question is open."""
        step = self.at
        moved = self._enter()
        return Event(Happening.MOVED if moved else Happening.NOTHING, step, self.focus)

    # Answers

    def prepare(self) -> None:
        """Load and compute what marking takes, if there is time before the first answer."""
        _ = self.numbers.solution
        self._answering.prepare()

    @cached_property
    def _answering(self) -> "Answering":
        from tutor.answering import Answering  # a fifteenth of the launch, and not needed before an answer

        return Answering(self.numbers, self.states, lambda q: self._step_of[q] in self._equations)

    def _answer(self, text: str) -> Event:
        step, q = self.steps[self.at], self.focus
        if q is None:
            raise AssertionError("an open step has a question in focus")
        taken = self._answering.take(step, q, text)
        if not taken.answers:
            return Event(Happening.NOTHING, self.at, q)
        self._answered(q, [each.question for each in taken.answers], taken.following)
        return Event(Happening.ANSWER, self.at, q, taken.answers, taken.again)

    # Words

    def _act(self, word: Word, text: str = "") -> Event:
        if word is Word.QUIT:
            return Event(Happening.QUIT, self.at, self.focus, word=word)
        if word is Word.SCRATCH and (self.finished or not self.lesson.marking.scratch):
            return Event(Happening.NOTHING, self.at, self.focus, word=word)
        if word in LOOKS:
            return Event(Happening.LOOK, self.at, self.focus, word=word, text=text)
        if word is Word.BACK:
            return self._back()
        if self.finished:
            return Event(Happening.NOTHING, self.at)
        self.reading = False
        return {Word.HINT: self._hint, Word.SHOW: self._show, Word.NEXT: self._next}[word]()

    def _hint(self) -> Event:
        available = all_hints(self.lesson, self.steps[self.at])
        level = min(self._hints.get(self.at, 0) + 1, len(available))
        self._hints[self.at] = level
        if self.focus is not None:
            self.states[self.focus].help()
        return Event(Happening.HINT, self.at, self.focus, level=level, hint=available[level - 1])

    def _show(self) -> Event:
        """The next reveal: the step's equation, then the focused question's numbers, then its result."""
        q = self.focus
        if q is None:
            raise AssertionError("an open step has a question in focus")
        if not self.equation_shown:
            self._equations.add(self.at)
            return Event(Happening.REVEAL, self.at, q, level=1)
        level = self.states[q].show()
        again = self._give_away(q) if level and self.states[q].shown else ()
        return Event(Happening.REVEAL if level else Happening.ASK_AGAIN, self.at, q, again=again, level=level)

    def _give_away(self, q: Quantity) -> tuple[Answered, ...]:
        """A result is shown with the right numbers that lead to it: that is help where the learner has others.

        Returns:
            What followed from an earlier number, marked again.
        """
        from tutor.explain.formula import priors  # not before a result is shown

        for p in priors(self.lesson.network, q):
            if p in self.states:
                self.states[p].help()
        if self.states[q].earlier is None:  # nothing followed from it, and marking is not to be loaded
            return ()
        return self._answering.put_right({q})

    def _next(self) -> Event:
        """Pass the question by; or go on from one that is done, in a step come back to by one step only."""
        at, q = self.at, self.focus
        if q is None:
            raise AssertionError("an open step has a question in focus")
        return Event(Happening.PASSED if self._go_past(q) else Happening.MOVED, at, q)

    def _back(self) -> Event:
        """To the step before, where every answer still stands."""
        at, q = self.at, self.focus
        if at == 0:
            return Event(Happening.NOTHING, at, q, word=Word.BACK)
        self._arrive(at - 1)
        return Event(Happening.BACK, at, q)

    # What was done before, when a lesson that was left goes on

    def recall_answers(self, sent: Mapping[Quantity, str], *, several: bool) -> "Taken":
        """Take what was sent, as one input, to questions of one step.

        Args:
            sent: what was sent for each.
            several: whether several numbers were sent at once.
        """
        return self._answering.recall(self.steps[self.step_of(next(iter(sent)))], sent, several=several)

    def recall_hint(self, q: Quantity, level: int) -> None:
        """A hint was shown for the step of a question, while this had the focus."""
        at = self.step_of(q)
        self._hints[at] = max(level, self._hints.get(at, 0))
        self.states[q].help()

    def recall_reveal(self, q: Quantity, level: int) -> None:
        """The equation of a question's step, its numbers or its result were shown."""
        if level == 1:
            self._equations.add(self.step_of(q))
        elif level == 2:
            self.states[q].show_numbers()
        else:
            self.states[q].show_result()
            self._give_away(q)


def all_hints(lesson: Lesson, step: Step) -> tuple[str, ...]:
    """The hints of a step that asks something (Markdown): the lesson's own, then the built-in ones."""
    from tutor.explain.hints import hints  # not before the first one is asked for

    return step.hints if step.kind is None else (*step.hints, *hints(lesson.network, step.kind, step.layer))
