"""One learner in one lesson: where they are, what was answered, what is known. No screen, no I/O, no clock."""

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from tutor.course import Course
from tutor.errors import TutorError
from tutor.event import LOOKS, Event, Happening, Outcome, State, Word
from tutor.explain.numbers import Numbers
from tutor.lesson.schema import Lesson, Step
from tutor.marking.mark import Verdict
from tutor.notation.number import screen
from tutor.quantity import NEW, Quantity, is_parameter

if TYPE_CHECKING:
    from tutor.answering import Answering


class _Input(NamedTuple):
    """One input, kept so that a session can be saved and played again."""

    name: str
    value: str | int | None = None


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
        self._inputs: list[_Input] = []
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
        self._inputs.append(_Input("submit", text))
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
        self._inputs.append(_Input("act", word.value))
        return self._go_on() if word is Word.NEXT and self.reading else self._act(word)

    def look_at(self, q: Quantity) -> None:
        """Move the focus to another question of the present step."""
        if self.step is not None and q in self.step.questions:
            self._inputs.append(_Input("focus", self.step.questions.index(q)))
            self.focus, self.settled = q, None

    def go_on(self) -> bool:
        """Make way for an answer that is being typed: leave the page, or a step or a question that is done.

        Returns:
            Whether anything moved.
        """
        before = (self.at, self.focus, self.reading)
        self._make_way()
        moved = before != (self.at, self.focus, self.reading)
        if moved:
            self._inputs.append(_Input("go_on"))
        return moved

    def save(self) -> dict[str, Any]:
        """The session as plain data: the inputs that led here."""
        return {"format": 1, "lesson": self.lesson.id, "inputs": [[i.name, i.value] for i in self._inputs]}

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
        answered = self._answering.take(step, q, text)
        if not answered:
            return Event(Happening.NOTHING, self.at, q)
        following = [each.question for each in answered if each.mark.verdict is Verdict.CONSISTENT]
        self._answered(q, [each.question for each in answered], following)
        return Event(Happening.ANSWER, self.at, q, answered)

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
        if level and self.states[q].shown:
            self._give_away(q)
            if self.states[q].earlier is not None:  # else nothing followed from it, and marking is not to be loaded
                self._answering.put_right({q})
        return Event(Happening.REVEAL if level else Happening.ASK_AGAIN, self.at, q, level=level)

    def _give_away(self, q: Quantity) -> None:
        """A result is shown with the right numbers that lead to it: that is help where the learner has others."""
        from tutor.explain.formula import priors  # not before a result is shown

        for p in priors(self.lesson.network, q):
            if p in self.states:
                self.states[p].help()

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


def all_hints(lesson: Lesson, step: Step) -> tuple[str, ...]:
    """The hints of a step that asks something (Markdown): the lesson's own, then the built-in ones."""
    from tutor.explain.hints import hints  # not before the first one is asked for

    return step.hints if step.kind is None else (*step.hints, *hints(lesson.network, step.kind, step.layer))


def restore(lesson: Lesson, saved: Mapping[str, Any]) -> Session:
    """The session that ``save`` was asked of, played again.

    Raises:
        TutorError: if the data are of another lesson or another format.
    """
    if saved.get("format") != 1 or saved.get("lesson") != lesson.id:
        raise TutorError(f"this is no saved session of {lesson.id}: found {saved.get('lesson')!r}; start it anew")
    session = Session(lesson)
    try:
        for name, value in saved["inputs"]:
            _replay(session, name, value)
    except (KeyError, IndexError, ValueError, TypeError, AttributeError) as problem:
        raise TutorError(f"the saved session of {lesson.id} is damaged ({problem}); start it anew") from problem
    return session


def _replay(session: Session, name: object, value: object) -> None:
    """Give a session one of its saved inputs again."""
    match name, value:
        case "submit", str():
            session.submit(value)
        case "act", str():
            session.act(Word(value))
        case "focus", int():
            session.look_at(session.steps[session.at].questions[value])
        case "go_on", None:
            session.go_on()
        case _:
            raise ValueError(f"no input is {name!r} with {value!r}")
