"""One learner in one lesson: where they are, what was answered, what is known. No screen, no I/O, no clock."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from tutor.errors import TutorError
from tutor.event import LOOKS, PASSED, SHOWN, SIGNS, Event, Happening, Outcome, State, Word
from tutor.explain.equation import hints
from tutor.explain.numbers import Numbers
from tutor.lesson.pages import Page, pages
from tutor.lesson.schema import Lesson, Step
from tutor.marking.mark import Verdict
from tutor.notation.number import screen, shown
from tutor.quantity import Quantity, is_parameter

SHORT = 10
"""The most characters of an answer that stand as they were typed wherever its number is shown."""


class _Input(NamedTuple):
    """One input, kept so that a session can be saved and played again."""

    name: str
    value: str | int | None = None


class Session:
    """One learner in one lesson. ``submit`` is the only way in for an answer, ``act`` for a word's key.

    Attributes:
        lesson: the lesson.
        at: index of the present step in ``lesson.asked``; its length at the end.
        states: what has happened at each question.
        focus: the question that has the focus; None at the end.
        reading: whether a page stands before the present step.
        numbers: the lesson's numbers.
    """

    def __init__(self, lesson: Lesson) -> None:
        self.lesson = lesson
        self.at = 0
        self.states = {q: State() for q in lesson.questions}
        self.focus: Quantity | None = None
        self.reading = False
        self.numbers = Numbers(lesson)
        self._visited = -1
        self._equations: set[int] = set()
        self._hints: dict[int, int] = {}
        self._inputs: list[_Input] = []
        self._step_of = {q: at for at, step in enumerate(self.steps) for q in step.questions}
        self._pages = pages(lesson)
        self._arrive(0)

    # What is so

    @property
    def steps(self) -> tuple[Step, ...]:
        """The steps that ask something."""
        return self.lesson.asked

    @property
    def finished(self) -> bool:
        """Whether the last step lies behind."""
        return self.at >= len(self.steps)

    @property
    def step(self) -> Step | None:
        """The present step; None at the end."""
        return None if self.finished else self.steps[self.at]

    @property
    def step_done(self) -> bool:
        """Whether every question of the present step is done."""
        return self.step is not None and self.is_done(self.at)

    def is_done(self, index: int) -> bool:
        """Whether every question of one step is done."""
        return all(self.states[q].done for q in self.steps[index].questions)

    def step_sign(self, index: int) -> str:
        """The sign of how one step was done: right, or shown or passed by in a part of it; nothing where it is open."""
        if not self.is_done(index):
            return ""
        states = [self.states[q] for q in self.steps[index].questions]
        if all(state.correct and not state.shown for state in states):
            return SIGNS[Verdict.CORRECT].glyph
        return SHOWN.glyph if any(state.shown for state in states) else PASSED.glyph

    @property
    def answering(self) -> bool:
        """Whether what is typed now goes to the question in focus, not to the next one."""
        return self.focus is not None and not self.states[self.focus].correct

    @property
    def page(self) -> Page:
        """What is to be read before the present step (or, at the end, after the last one)."""
        return self._pages[self.at]

    @property
    def equation_shown(self) -> bool:
        """Reveal 1: whether the present step's equation is shown."""
        return self.at in self._equations

    @property
    def hints_shown(self) -> tuple[str, ...]:
        """The hints that were asked for at the present step, in order (Markdown)."""
        return all_hints(self.lesson, self.steps[self.at])[: self._hints.get(self.at, 0)] if self.step else ()

    def value_text(self, q: Quantity) -> str | None:
        """What a quantity is known as by now, as screens write it; None where it is not known yet.

        A right answer and a given number stand as the lesson shows them. A wrong one stands as it was typed or, where
        that is long, as it was read; once its step lies behind, the right one is given, since the next step needs it.
        """
        state = self.states.get(q, State())
        if is_parameter(q) or state.correct or state.shown or self._behind(q) or q in self.numbers.given(self.at):
            return self.numbers.text(q)
        if state.mark is None or state.mark.number is None:
            return None
        typed = state.sent.strip()
        short = len(typed) <= SHORT and not state.mark.echo
        return screen(typed if short else shown(state.mark.number, self.lesson.marking.significant))

    def _behind(self, q: Quantity) -> bool:
        """Whether a question was asked in a step before the present one."""
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
            return self._act(word)
        if not text.strip():
            return self._enter()
        self._make_way()
        if self.finished:
            return Event(Happening.NOTHING, self.at)
        return self._answer(text)

    def act(self, word: Word) -> Event:
        """Do what a word's key stands for. On a page that is being read, the key of ``next`` only leaves it."""
        self._inputs.append(_Input("act", word.value))
        return self._enter() if word is Word.NEXT and self.reading else self._act(word)

    def look_at(self, q: Quantity) -> None:
        """Move the focus to another question of the present step."""
        if self.step is not None and q in self.step.questions:
            self._inputs.append(_Input("focus", self.step.questions.index(q)))
            self.focus = q

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

    # Moving

    def _arrive(self, index: int) -> None:
        """Come to a step, or to the end. What was passed by is given from now on, and that is help."""
        for q in (q for step in self.steps[self.at : index] for q in step.questions):
            self.states[q].help()
        self.at = index
        self.focus = None if self.step is None else first_open(self.step, self.states)
        self.reading = bool(self.page.items) and index > self._visited and not self.finished
        self._visited = max(self._visited, index)

    def _advance(self) -> None:
        """Go to the next step with something open, or to the end."""
        later = range(self.at + 1, len(self.steps))
        self._arrive(next((i for i in later if not self.is_done(i)), len(self.steps)))

    def _make_way(self) -> None:
        """Leave a page; leave a question that is right already, for the next open one here or further on."""
        if self.reading:
            self.reading = False
        elif not self.finished and not self.answering:
            self._leave_question()

    def _leave_question(self) -> None:
        if self.step is None or self.focus is None:
            return
        if self.step_done:
            self._advance()
            self.reading = False
        else:
            self.focus = next_open(self.step, self.states, self.focus)

    def _enter(self) -> Event:
        """Enter on an empty field: it goes on from what is done, and does nothing where a question is open."""
        step = self.at
        if self.reading:
            self.reading = False
        elif self.focus is not None and self.states[self.focus].done and self.step is not None:
            if self.step_done:
                self._advance()
            else:
                self.focus = next_open(self.step, self.states, self.focus)
        else:
            return Event(Happening.NOTHING, step, self.focus)
        return Event(Happening.MOVED, step, self.focus)

    # Answers

    def prepare(self) -> None:
        """Load and compute what marking takes, if there is time before the first answer."""
        import tutor.answering  # noqa: F401 (to have it at hand)

        _ = self.numbers.solution

    def _answer(self, text: str) -> Event:
        from tutor.answering import answers  # a fifteenth of the launch, and not needed before an answer

        step, q = self.steps[self.at], self.focus
        if q is None:
            raise AssertionError("an open step has a question in focus")
        answered = answers(self.numbers, self.states, step, q, text)
        if not answered:
            return Event(Happening.NOTHING, self.at, q)
        if len(answered) > 1 or (self.step_done and self.at < self._visited):
            self.focus = first_open(step, self.states)  # of a step come back to, what was passed by is open as well
        elif self.states[q].correct:
            self.focus = next_open(step, self.states, q)
        return Event(Happening.ANSWER, self.at, q, answered)

    # Words

    def _act(self, word: Word) -> Event:
        if word is Word.QUIT:
            return Event(Happening.QUIT, self.at, self.focus, word=word)
        if word in LOOKS:
            return Event(Happening.LOOK, self.at, self.focus, word=word)
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
        return Event(Happening.REVEAL if level else Happening.ASK_AGAIN, self.at, q, level=level)

    def _next(self) -> Event:
        """Pass the question by; or go on from one that is done, in a step come back to by one step only."""
        at, q, step = self.at, self.focus, self.steps[self.at]
        if q is None:
            raise AssertionError("an open step has a question in focus")
        state = self.states[q]
        if not state.done:
            state.passed = True
            what = Happening.PASSED
        else:
            what = Happening.MOVED
        if not self.step_done:
            self.focus = next_open(step, self.states, q)
        elif at < self._visited:
            self._arrive(at + 1)
        else:
            self._advance()
        return Event(what, at, q)

    def _back(self) -> Event:
        """To the step before, where every answer still stands."""
        at, q = self.at, self.focus
        if at == 0:
            return Event(Happening.NOTHING, at, q)
        self._arrive(at - 1)
        return Event(Happening.BACK, at, q)


def all_hints(lesson: Lesson, step: Step) -> tuple[str, ...]:
    """The hints of a step that asks something (Markdown): the lesson's own, then the built-in ones."""
    return step.hints if step.kind is None else (*step.hints, *hints(lesson.network, step.kind, step.layer))


def first_open(step: Step, states: Mapping[Quantity, State]) -> Quantity:
    """The first question that is not done; else the first that was passed by; else the first."""
    unanswered = [q for q in step.questions if not states[q].done] or [
        q for q in step.questions if not states[q].correct and not states[q].shown
    ]
    return unanswered[0] if unanswered else step.questions[0]


def next_open(step: Step, states: Mapping[Quantity, State], q: Quantity) -> Quantity:
    """The next question of the step that is not done, after ``q`` and then from the top; else ``q``."""
    here = step.questions.index(q)
    order = (*step.questions[here + 1 :], *step.questions[:here])
    return next((other for other in order if not states[other].done), q)


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
