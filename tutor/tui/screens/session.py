"""What the screens of a lesson have in common: words and sheets."""

from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.message import Message
from textual.reactive import Reactive
from textual.screen import Screen
from textual.widget import Widget
from textual.worker import Worker, WorkerError

from tutor.event import Event, Happening, Word
from tutor.lesson.schema import Lesson
from tutor.notation.printable import printable
from tutor.output.message import told
from tutor.output.words import LOADING
from tutor.recorder import Recorder
from tutor.session import Session
from tutor.tui.commands import Command
from tutor.tui.widgets.answer import AnswerInput, Field
from tutor.tui.widgets.keys import KeysLine

if TYPE_CHECKING:
    from tutor.explain.moves import Chosen
    from tutor.explain.spots import Place
    from tutor.shelf import Shelf
    from tutor.tui.widgets.sign import RightSign


class Leave(Message):
    """The learner wants to see the list of lessons, or begin one of them."""

    def __init__(self, to: Lesson | None = None) -> None:
        super().__init__()
        self.to = to


MOMENT = 0.15
"""Seconds of waiting before anything is said of it."""


class SessionScreen(Screen[None]):
    """A screen of one session: it forwards what is typed to the recorder, and shows what comes of it."""

    COMMANDS_HERE: ClassVar[tuple[Command, ...]] = ()
    AUTO_FOCUS = None
    focused: Reactive[Widget | None] = Reactive(None, repaint=False)
    """Screen paints itself whole whenever the focus moves; the two fields that it moves between paint themselves."""

    def __init__(self, recorder: Recorder) -> None:
        super().__init__()
        self.recorder = recorder
        self.arithmetic: Worker[None] | None = None
        """What loads the arithmetic."""
        self.sign: RightSign | None = None
        """The sign of a right answer, once there was an answer."""

    @property
    def session(self) -> Session:
        """Where the learner is."""
        return self.recorder.session

    def show_keys(self) -> None:
        """Fit the keys line to the width."""
        self.query_one(KeysLine).show(self.COMMANDS_HERE)

    def compose(self) -> ComposeResult:
        """Put every widget in its place."""
        yield KeysLine()

    def happened(self, event: Event, told: str = "") -> None:  # noqa: ARG002 (for the screens that show it)
        """Show what came of an input, and what else is to be said of it."""
        if event.what is Happening.QUIT:
            self.app.exit(return_code=0)
        elif event.what is Happening.LOOK and event.word is not None:
            self.look(event.word, event.text)

    def look(self, word: Word, text: str) -> None:
        """Show what a word asks for, with what was typed behind it."""
        if word is Word.NETWORK and text:
            from tutor.output.wanted import wanted  # not before a place is named

            found = wanted(self.session, text)
            self.tell(found) if isinstance(found, str) else self.look_around(found)
        elif word is Word.NETWORK:
            self.look_around()
        else:
            self.action_sheet(word.value)

    def look_around(self, of: "Place | Chosen | None" = None) -> None:
        """Look around in the network: at what is chosen, from one place of it or from what is in question."""
        from tutor.tui.screens.around import AroundScreen  # not before it is asked for

        self.app.push_screen(AroundScreen(self.recorder, of))

    def send(self, field: AnswerInput) -> None:
        """Take what stands in a field: Enter was pressed."""
        self.submit(field.value)

    def action_enter(self) -> None:
        """Do what Enter does, where it was clicked or chosen."""
        if isinstance(self.focused, Field):
            self.focused.enter()

    def submit(self, text: str) -> None:
        """Hand a text to the recorder, and show what comes of it."""
        event = self.recorder.submit(text)
        self._show_event(event, text)
        if event.answers:
            self._sign(event)

    def _sign(self, event: Event) -> None:
        if self.sign is None:
            from tutor.tui.widgets.sign import RightSign  # not before there is an answer

            self.sign = RightSign(self)
        self.sign.show(event)

    def load_arithmetic(self) -> None:
        """Load what marking and keeping take, and work the lesson out, beside the screen, while the learner reads."""
        self.arithmetic = self.run_worker(self.recorder.prepare, thread=True, exit_on_error=False)

    def edited(self, field: AnswerInput) -> None:
        """What stands in a field was changed by hand; only beside the fields of a lesson something is said of it."""

    async def ready(self) -> None:
        """Wait until an answer can be marked; where that takes more than a moment, say so. Keys wait their turn.

        In the first step, answers are marked from the lesson's own numbers.
        """
        if self.session.at == 0 or self.arithmetic is None or self.arithmetic.is_finished:
            return
        late = self.set_timer(MOMENT, partial(self.tell, LOADING))
        with suppress(WorkerError):  # marking meets the same error, and it is told then
            await self.arithmetic.wait()
        late.stop()

    def action_word(self, word: str) -> None:
        """Do what a word does, by its key."""
        self._show_event(self.recorder.act(Word(word)), word)

    def _show_event(self, event: Event, text: str) -> None:
        said = told(self.session, event, text, self.recorder.events[:-1])
        self.happened(event, self.with_news(said))

    def with_news(self, told: str) -> str:
        """What is said, and before it what is not being kept, where that is new."""
        shelf: Shelf | None = getattr(self.app, "shelf", None)
        news = printable(shelf.news()) if shelf is not None else ""
        return " ".join(filter(None, (news, told)))

    def tell(self, told: str) -> None:
        """Say something that is no event of the lesson."""

    def action_sheet(self, name: str) -> None:
        """Open a sheet; what is on the screen stays as it is."""
        from tutor.tui.screens.sheet import SHEETS, Sheet  # not before one is asked for

        self.app.push_screen(Sheet(SHEETS[name], self.session, self.COMMANDS_HERE))

    def action_scroll(self, by: int) -> None:
        """Scroll what was said, where that is not a page of its own."""

    def on_mouse_scroll_up(self) -> None:
        """The wheel does what the page keys do, wherever nothing under the pointer can be scrolled."""
        self.action_scroll(-1)

    def on_mouse_scroll_down(self) -> None:
        """The other way."""
        self.action_scroll(1)

    def look_back(self, at: int) -> None:
        """Go back to a step that was there before."""
        while self.session.at > at + 1:
            self.recorder.act(Word.BACK)
        self.action_word(Word.BACK.value)

    def action_lessons(self) -> None:
        """Go to the list of lessons, over whatever screens lie between; the lesson waits where it is."""
        self.app.post_message(Leave())
