"""The sign of a right answer: for a moment the ground of its field is green."""

from time import monotonic

from textual.screen import Screen
from textual.timer import Timer

from tutor.event import Event, Happening
from tutor.marking.mark import Verdict
from tutor.tui.widgets.answer import AnswerInput

SECONDS = 0.5
"""How long the sign stays."""
BURST = 0.3
"""Answers that come faster than so many seconds after each other were pasted: nobody looks at each."""
CLASS = "-right"


class RightSign:
    """One field at a time has it. Nothing is laid out, nothing but that field is painted anew."""

    def __init__(self, screen: Screen[None]) -> None:
        self._screen = screen
        self._field: AnswerInput | None = None
        self._timer: Timer | None = None
        self._last = 0.0
        """When the last answer came."""

    def show(self, event: Event) -> None:
        """Show the sign if one answer was right, and nothing moves too much for that."""
        before, self._last = self._last, monotonic()
        self._end()
        answers = event.answers if event.what is Happening.ANSWER else ()
        if len(answers) != 1 or self._last - before < BURST or self._screen.app.animation_level == "none":
            return
        q = answers[0].question
        field = next((each for each in self._screen.query(AnswerInput) if each.question == q), None)
        if field is not None and answers[0].mark.verdict is Verdict.CORRECT:
            self._field = field
            field.add_class(CLASS)
            self._timer = self._screen.set_timer(SECONDS, self._end)

    def _end(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        if self._field is not None:
            self._field.remove_class(CLASS)
            self._field = None
