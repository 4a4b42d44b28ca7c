"""Practice: a page between questions, with how the skills stand and what comes next, and each question on its own."""

from contextlib import suppress
from threading import Thread
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.message import Message
from textual.screen import Screen

from tutor.errors import TutorError
from tutor.event import Word
from tutor.output import practising, view
from tutor.output.board import ROOMY, fits
from tutor.practice.course import Done
from tutor.practice.tasks import Task
from tutor.recorder import Recorder
from tutor.sitting import Sitting
from tutor.tui.commands import PRACTICE, bindings
from tutor.tui.screens.lesson import LessonScreen
from tutor.tui.screens.session import Leave
from tutor.tui.screens.sheet import SHEETS, Sheet
from tutor.tui.widgets.keys import KeysLine
from tutor.tui.widgets.pane import Pane, show_small

WIDEST = 100
"""Longer lines are hard to read."""
MOMENT = 0.05
"""Seconds of waiting before anything is said of it."""


class Found(Message):
    """What is next is there to be gone on to."""


class QuestionScreen(LessonScreen):
    """One question of practice; once it is done, the page between questions comes."""

    def __init__(self, recorder: Recorder, sitting: Sitting, why: str, typed: str) -> None:
        """Make the screen.

        Args:
            recorder: the question.
            sitting: the practice that it belongs to.
            why: why it is asked now.
            typed: what was typed before it was there.
        """
        super().__init__(recorder)
        self.sitting = sitting
        self.told = why
        self._typed = typed

    def on_mount(self) -> None:
        """Show the question; the next network is made while the learner works."""
        super().on_mount()
        self.load_arithmetic()
        Thread(target=self.sitting.prepare, daemon=True).start()  # quitting waits for a worker, but not for this
        field = self.form.asked()
        if field is not None and self._typed:
            self.set_focus(field, scroll_visible=False)
            field.type_in(self._typed)

    def _end(self) -> None:
        if self.app.screen is self:
            self.dismiss()


class PracticeScreen(Screen[None]):
    """The page between two questions. Enter goes on, and so does the first key of an answer, which lands in it."""

    CSS_PATH = "practice.tcss"
    COMMANDS_HERE = PRACTICE
    AUTO_FOCUS = None
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(PRACTICE),
        ("ctrl+j", "go_on"),
        ("up", "scroll_page(-1)"),
        ("down", "scroll_page(1)"),
        ("pageup", "scroll_page(-10)"),
        ("pagedown", "scroll_page(10)"),
    ]

    def __init__(self, sitting: Sitting) -> None:
        super().__init__()
        self.sitting = sitting
        self.told = practising.refused(sitting.refused) if sitting.refused else ""
        self.stopped = ""
        """Why there is no question, where no network could be made."""
        self.seeking = False
        """Whether what is next is being sought."""
        self._typed: str | None = None
        """What was typed meanwhile; None where Enter was not pressed either."""

    def compose(self) -> ComposeResult:
        """Put every widget in its place."""
        yield Pane(id="head")
        with VerticalScroll(id="page", can_focus=False):
            yield Pane(id="between")
        yield Pane(id="told")
        yield KeysLine()
        yield Pane(fixed=True, id="small")

    def on_mount(self) -> None:
        """Come to the first question; one that was begun, or a worked example, still waits."""
        if self.sitting.found is None or not self._waits:
            self._next()

    def on_resize(self) -> None:
        """Fit everything to the new size."""
        self.show()

    def on_screen_resume(self) -> None:
        """A question was left: come to the next one, if it is done."""
        if self.sitting.found is not None and not self._waits:
            self._next()
        self.show()

    @property
    def _waits(self) -> bool:
        """Whether there is something to be looked at here before what comes next."""
        return self.sitting.under_way or not isinstance(self.sitting.found, Task)

    def _next(self) -> None:
        """Seek what comes next, beside the screen where that takes more than a moment: a network may take seconds."""
        if self.seeking:
            return
        self.sitting.hear()
        self.sitting.flush()
        self.seeking, self._typed = True, None
        thread = Thread(target=self._seek, daemon=True)
        thread.start()
        thread.join(MOMENT)
        if thread.is_alive():
            self.show()
        else:
            self._come()

    def _seek(self) -> None:
        self.sitting.seek()
        with suppress(RuntimeError):  # the app has ended meanwhile
            self.post_message(Found())

    @on(Found)
    def _come(self) -> None:
        """Go on to what was sought, and do what was typed meanwhile."""
        if not self.seeking:
            return
        self.seeking = False
        if not self.sitting.under_way:
            done = self.sitting.recorder
            if done is not None:
                self.told = practising.passed(done.session)
            try:
                self.sitting.go_on()
            except (TutorError, ValueError) as problem:
                self.stopped = str(problem)
        self.show()
        if self._typed is not None:
            self._ask(self._typed)

    def on_key(self, event: events.Key) -> None:
        """The first key of an answer goes on, and lands in its field."""
        if not event.is_printable or event.character is None:
            return
        if self.seeking:
            event.stop()
            self._typed = (self._typed or "") + event.character
        elif isinstance(self.sitting.found, Task):
            event.stop()
            self._ask(event.character)

    def action_go_on(self) -> None:
        """To the question; from a worked example to what comes after it; at the end, to the lessons."""
        if not fits(*self.app.size):
            return
        if self.seeking:
            self._typed = self._typed or ""
        elif self.stopped or isinstance(self.sitting.found, Done):
            self.action_lessons()
        elif isinstance(self.sitting.found, Task):
            self._ask()
        else:
            self._next()

    def _ask(self, typed: str = "") -> None:
        found, recorder = self.sitting.found, self.sitting.recorder
        if isinstance(found, Task) and recorder is not None and fits(*self.app.size) and self.app.screen is self:
            self.told = ""
            self.app.push_screen(QuestionScreen(recorder, self.sitting, practising.why(found.choice), typed))

    def action_word(self, word: str) -> None:
        """Help or quit."""
        if word == Word.QUIT:
            self.app.exit(return_code=0)
        else:
            self.action_sheet(word)

    def action_sheet(self, name: str) -> None:
        """Open a sheet."""
        recorder = self.sitting.recorder
        session = recorder.session if recorder is not None else None
        self.app.push_screen(Sheet(SHEETS[name], session, PRACTICE, typed=False))

    def action_lessons(self) -> None:
        """Go to the list of lessons; practice waits where it is."""
        self.sitting.flush()
        self.app.post_message(Leave())

    def action_scroll_page(self, by: int) -> None:
        """Scroll the page."""
        self.query_one("#page").scroll_relative(y=by, animate=False)

    def tell(self, told: str) -> None:
        """Say something above the keys."""
        self.told = told
        self.show()

    def show(self) -> None:
        """Show how the skills stand, and what comes next."""
        show_small(self)
        size = self.app.size
        columns = min(WIDEST, size.width - 1)  # the last column stays blank
        roomy = size.height >= ROOMY
        self.query_one("#head", Pane).show(practising.heading(self.sitting.practice, size.width, lined=roomy))
        self.query_one("#keys").set_class(not roomy, "-bare")
        self.query_one("#told", Pane).show(view.line(self.stopped or self.told, columns))
        coming = None if self.seeking or self.stopped else self.sitting.found
        making = "" if self.stopped else practising.MAKING
        self.query_one("#between", Pane).show(
            practising.between(coming or making, self.sitting.practice, self.sitting.now, columns, size.height - 6)
        )
        self.query_one(KeysLine).show(PRACTICE)
