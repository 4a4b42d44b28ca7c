"""Where one learner is in one lesson: the step, the question in focus, what has happened at each; and moving on.

Nothing here reads or marks an answer; ``Session`` does, and lets nobody else move.
"""

from collections.abc import Collection, Mapping

from tutor.event import PASSED, SHOWN, SIGNS, State
from tutor.lesson.pages import Page, pages
from tutor.lesson.schema import Lesson, Step
from tutor.marking.mark import Verdict
from tutor.quantity import Quantity


class Course:
    """A place in a lesson, and the ways on from it.

    Attributes:
        lesson: the lesson.
        at: index of the present step in ``lesson.asked``; its length at the end.
        states: what has happened at each question.
        focus: the question that has the focus; None at the end.
        reading: whether a page stands before the present step.
        settled: the question in focus, where its answer was just found to follow from an earlier one: what is typed
            then goes on. Whoever comes back to it can answer it again.
    """

    def __init__(self, lesson: Lesson) -> None:
        self.lesson = lesson
        self.at = 0
        self.states = {q: State() for q in lesson.questions}
        self.focus: Quantity | None = None
        self.reading = False
        self.settled: Quantity | None = None
        self._visited = -1
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

    @property
    def step_passed(self) -> bool:
        """Whether every question of the present step is passed by."""
        return self.step is not None and all(self.states[q].passed for q in self.step.questions)

    def is_done(self, index: int) -> bool:
        """Whether every question of one step is done."""
        return all(self.states[q].done for q in self.steps[index].questions)

    def step_sign(self, index: int) -> str:
        """The sign of how one step was done, that of its worst part; nothing where it is open."""
        if not self.is_done(index):
            return ""
        states = [self.states[q] for q in self.steps[index].questions]
        if any(state.shown for state in states):
            return SHOWN.glyph
        if any(state.passed for state in states):
            return PASSED.glyph
        return SIGNS[Verdict.CORRECT if all(state.correct for state in states) else Verdict.CONSISTENT].glyph

    @property
    def answering(self) -> bool:
        """Whether what is typed now goes to the question in focus, not to the next one."""
        return self.focus is not None and not self.states[self.focus].correct and self.focus != self.settled

    @property
    def page(self) -> Page:
        """What is to be read before the present step (or, at the end, after the last one).

        What the step before says when it is done may give away what was passed by in it.
        """
        found = self._pages[self.at]
        return found._replace(after="") if found.after and not self._is_answered(self.at - 1) else found

    @property
    def closing(self) -> str:
        """What the present step says once it is done and nothing in it is passed by (Markdown)."""
        return self.step.after if self.step is not None and self._is_answered(self.at) else ""

    @property
    def visited(self) -> int:
        """The furthest step that was come to."""
        return self._visited

    # Moving

    def _arrive(self, index: int) -> None:
        """Come to a step, or to the end. What was passed by without a number is given from now on: that is help."""
        for q in (q for step in self.steps[self.at : index] for q in step.questions):
            if self.states[q].given:
                self.states[q].help()
        self.at = index
        self.settled = None
        self.focus = None if self.step is None else first_open(self.step, self.states)
        self.reading = bool(self.page.items) and index > self._visited and not self.finished
        self._visited = max(self._visited, index)

    def place(self, at: int, focus: Quantity | None, *, reading: bool) -> None:
        """Go where the learner was before; what was passed by on the way counts as when they went there.

        Args:
            at: index of the step; the number of steps is the end.
            focus: the question that had the focus; the first open one if the step has no such question.
            reading: whether the page before the step was still being read.
        """
        if at != self.at:
            self._arrive(at)
        if self.step is not None and focus in self.step.questions:
            self.focus = focus
        self.settled = None
        self.reading = reading and bool(self.page.items) and not self.finished

    def _advance(self) -> None:
        """Go to the next step with something open or passed by, or to the end.

        What was passed by can still be answered: whoever came back meets it again in its turn.
        """
        later = range(self.at + 1, len(self.steps))
        self._arrive(next((i for i in later if not self._is_answered(i)), len(self.steps)))

    def _is_answered(self, index: int) -> bool:
        """Whether one step is done, and nothing in it is passed by."""
        states = [self.states[q] for q in self.steps[index].questions]
        return self.is_done(index) and not any(state.passed and not state.shown for state in states)

    def _make_way(self) -> None:
        """Leave a page; leave a question that is right already, for the next open one here or further on."""
        if self.reading:
            self.reading = False
        elif self.focus is not None and not self.answering:
            self._leave_question(self.focus)
            self.reading = False

    def _leave_question(self, q: Quantity) -> None:
        """Go to the next open question of the step or, where there is none, to the next step."""
        if self.step_done:
            self._advance()
        elif self.step is not None:
            self.focus = next_open(self.step, self.states, q)

    def _enter(self) -> bool:
        """Leave a page, or a question that is done.

        Returns:
            Whether there was anything to leave; an open question keeps its place.
        """
        if self.reading:
            self.reading = False
        elif self.focus is not None and self.states[self.focus].done:
            self._leave_question(self.focus)
        else:
            return False
        return True

    def _go_past(self, q: Quantity) -> bool:
        """Pass a question by, or leave one that is done; in a step come back to, go on by one step only.

        Returns:
            Whether it was passed by.
        """
        state = self.states[q]
        passed = not state.done
        state.passed = state.passed or passed
        if self.step_done and self.at < self._visited:
            self._arrive(self.at + 1)
        else:
            self._leave_question(q)
        return passed

    def _answered(self, q: Quantity, answered: Collection[Quantity], following: Collection[Quantity]) -> None:
        """Move the focus after an answer.

        Args:
            q: the question that had the focus.
            answered: what was answered.
            following: of these, what follows from earlier answers.
        """
        step = self.steps[self.at]
        if len(answered) > 1:
            self.focus = first_open(step, self.states)
        elif self.step_done and self.at < self._visited:  # of a step come back to, what was passed by is open as well
            self.focus = first_open(step, self.states, following)
        elif self.states[q].correct or q in following:
            self.focus = next_open(step, self.states, q)
        self.settled = self.focus if self.focus in following else None


def first_open(step: Step, states: Mapping[Quantity, State], after: Collection[Quantity] = ()) -> Quantity:
    """The first question that is not done; else the first that can be answered again, but for those just answered."""
    unanswered = [q for q in step.questions if not states[q].done] or [
        q for q in step.questions if not states[q].correct and not states[q].shown and q not in after
    ]
    return next(iter((*unanswered, *after, *step.questions)))


def next_open(step: Step, states: Mapping[Quantity, State], q: Quantity) -> Quantity:
    """The next question of the step that is not done, after ``q`` and then from the top; else ``q``."""
    here = step.questions.index(q)
    order = (*step.questions[here + 1 :], *step.questions[:here])
    return next((other for other in order if not states[other].done), q)
