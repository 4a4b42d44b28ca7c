"""The lesson screen: it forwards what is typed to the recorder and shows what the session says."""

from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.geometry import Size
from textual.timer import Timer

from tutor.event import RESULT, Event, Happening, Word
from tutor.explain.cells import Rows
from tutor.output import view
from tutor.output.below import View
from tutor.output.board import Board, Placed, board
from tutor.output.view import rule
from tutor.quantity import Quantity
from tutor.recorder import Recorder
from tutor.tui.commands import ENTER, GO_ON, LESSON, bindings
from tutor.tui.screens.session import SessionScreen
from tutor.tui.widgets.answer import AnswerInput
from tutor.tui.widgets.drawing import NetworkPane
from tutor.tui.widgets.form import Form
from tutor.tui.widgets.keys import KeysLine
from tutor.tui.widgets.pane import Pane

if TYPE_CHECKING:
    from tutor.tui.widgets.scratch import ScratchLine

PAUSE = 1.0
"""Seconds after a key until what was typed is kept, though it was not sent."""


class LessonScreen(SessionScreen):
    """One learner in one lesson. Every widget is there from the start: a step only changes what they show."""

    COMMANDS_HERE = LESSON
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(LESSON),
        ("up", "field(-1)"),
        ("down", "field(1)"),
        ("pageup", "scroll(-1)"),
        ("pagedown", "scroll(1)"),
        ("tab", "turn"),
        ("escape", "close"),
    ]

    def __init__(self, recorder: Recorder) -> None:
        super().__init__(recorder)
        self.form = Form(self, recorder)
        self.event: Event | None = None
        self.told = ""
        """What is to be said besides the event."""
        self.scrolled: int | None = None
        self.fits = True
        """Whether the screen is large enough to show anything."""
        self.scratching = False
        """Whether the scratch line is open."""
        self.fitted: Size | None = None
        """The size that everything was fitted to."""
        self.goes_on = False
        """Whether Enter goes on, as the keys line says."""
        self._scratch: ScratchLine | None = None
        self._pausing: Timer | None = None
        """Runs where something was typed that is not written yet."""

    @property
    def fields(self) -> list[AnswerInput]:
        """The fields of the form."""
        return self.form.fields

    def compose(self) -> ComposeResult:
        """Put every widget in its place. The fewer there are, the sooner the first question is on the screen."""
        yield NetworkPane(self)
        yield self.form
        yield Pane(fixed=True, id="said")
        yield KeysLine()

    def on_mount(self) -> None:
        """Show what there is; of a lesson that goes on, say so."""
        if self.recorder.resumed is not None:
            from tutor.notation import sentence  # most lessons begin
            from tutor.output.resumed import resumed

            self.told = sentence.screen(resumed(self.session, self.recorder.resumed))
        self.told = self.with_news(self.told)
        self.show()

    def on_resize(self) -> None:
        """Fit everything to the new size."""
        if self.app.size != self.fitted:
            self.show()

    # What comes in

    def send(self, field: AnswerInput) -> None:
        """Take what stands in a field: Enter was pressed. Where its question is done, it only goes on."""
        if not self.fits:
            return
        q = field.question
        done = q is not None and self.session.states[q].done
        self.submit("" if done and not field.touched else field.value)
        if isinstance(self.focused, AnswerInput):
            self.focused.arrive()

    def action_word(self, word: str) -> None:
        """Do what a word does, by its key; where nothing can be seen, only stop."""
        if word == Word.SCRATCH and self._in_scratch:
            self.action_close()
        elif self.fits or word == Word.QUIT:
            super().action_word(word)

    def happened(self, event: Event, told: str = "") -> None:
        """Show what came of an input, and what else is to be said of it."""
        self.event, self.told = event, told
        self.scrolled = None
        focused = self.focused
        if isinstance(focused, AnswerInput) and _is_over(focused.value, event):
            self.form.fill(focused, event)
        if event.what is Happening.MOVED:
            self._keep_soon()
        if event.what is Happening.PASSED:
            self.form.edited.discard(event.question)
        if event.what is Happening.LOOK and event.word is Word.SCRATCH:
            self._open_scratch(event.text)
        self.show()
        super().happened(event)

    def tell(self, told: str) -> None:
        """Say something that is no event of the lesson."""
        self.told = told
        self.show()

    def edited(self, field: AnswerInput) -> None:
        """What was said beside a field is of another text now; once there is a pause, that is kept."""
        self.form.edit(field)
        if field.question is not None:
            self.recorder.touch(field.question, field.value)
        self._keep_soon()

    def _keep_soon(self) -> None:
        """Once there is a pause, keep where the learner is, and what was typed."""
        if self._pausing is None:
            self._pausing = self.set_timer(PAUSE, self._pause)

    def _pause(self) -> None:
        self._pausing = None
        self.recorder.flush()
        if news := self.with_news(""):
            self.tell(news)

    def field_for(self, field: AnswerInput, text: str) -> AnswerInput:
        """Make way for text that is being typed, unless it may become a word; say which field takes it."""
        session = self.session
        drafted = field.after_typing(text)
        if not self.fits or not (session.reading or field.settled) or Word.begun(drafted):
            return field
        begun = field.value if field.touched and Word.begun(field.value) else ""
        if not self.recorder.go_on():
            return field
        if begun:
            self.form.fill(field, self.event)
        self._forget()
        self.show()
        target = self.focused if isinstance(self.focused, AnswerInput) else field
        if begun:
            target.put(begun)
            target.cursor_position = len(begun)
        return target

    @on(events.DescendantFocus)
    def _looked(self, event: events.DescendantFocus) -> None:
        field = event.widget
        # A message about a focus that has moved on since says nothing.
        if field is not self.focused or not isinstance(field, AnswerInput) or field.question is None:
            return
        if field.question != self.session.focus:
            self.look_at(field.question)

    def look_at(self, q: Quantity) -> None:
        """Move to another question of the step."""
        self.recorder.look_at(q)
        self._forget()
        self.show()
        if isinstance(self.focused, AnswerInput):
            self.focused.arrive()

    def _forget(self) -> None:
        """What was said of the last input is no longer to be seen."""
        self.event, self.told, self.scrolled = None, "", None

    def action_field(self, by: int) -> None:
        """Move to the field above or below."""
        step, q = self.session.step, self.session.focus
        if step is not None and q is not None:
            at = step.questions.index(q) + by
            if 0 <= at < len(step.questions):
                self.look_at(step.questions[at])

    def action_scroll(self, by: int) -> None:
        """Scroll what was said, or the page that is being read."""
        self.scrolled = max(0, (self.scrolled or 0) + 4 * by)
        self.show()

    # The scratch line

    @property
    def _in_scratch(self) -> bool:
        return self._scratch is not None and self.focused is self._scratch.field

    def look(self, word: Word, text: str) -> None:
        """Show what a word asks for; the scratch line is open already."""
        if word is not Word.SCRATCH:
            super().look(word, text)

    def _open_scratch(self, text: str) -> None:
        """Open the scratch line, with arithmetic in it or as it was left."""
        from tutor.tui.widgets.scratch import ScratchLine  # most lessons are gone through without

        if self._scratch is None:
            self._scratch = ScratchLine(self)
            self.mount(self._scratch)
        self.scratching = True
        self.set_focus(self._scratch.field)
        if text:
            self._scratch.put(text)

    def action_close(self) -> None:
        """Close the scratch line; what was typed stays in it."""
        if self.scratching:
            self.scratching = False
            self.set_focus(self.form.asked(), scroll_visible=False)
            self.show()

    def action_turn(self) -> None:
        """To the next field; while the scratch line is open, between it and the field of the question."""
        if not self.scratching or self._scratch is None:
            self.focus_next()
        else:
            self.set_focus(self.form.asked() if self._in_scratch else self._scratch.field, scroll_visible=False)

    def take_result(self, result: str) -> None:
        """Put a result into the field of the question as if it were typed there: what is typed next continues it."""
        field = self.form.asked()
        if self.fits and field is not None:
            self.set_focus(field, scroll_visible=False)
            field.select()
            field.take(result)

    # What is shown

    def show(self) -> None:
        """Show the session as it is now; only what has changed is painted."""
        if self.session.finished:
            self._end()
            return
        size = self.app.size
        found = board(self.session, self._view(size))
        self.fits = found is not None
        self.query_one("#keys").display = found is not None
        if found is None:
            found = Board(head=view.too_small(size.width), rules=False)
        self.scrolled = found.scrolled
        self._show(found, size)
        if self.session.reading and not found.page:
            self.recorder.go_on()  # it stands above the question: there is no page to leave
        self.form.show(self.event)
        goes_on = self.session.step_done or self.session.reading
        if (size, goes_on) != (self.fitted, self.goes_on):
            self.fitted, self.goes_on = size, goes_on
            self.show_keys()

    def show_keys(self) -> None:
        """Fit the keys line to the width, and to what Enter does."""
        shown = (GO_ON if command is ENTER and self.goes_on else command for command in LESSON)
        self.query_one(KeysLine).show(shown)

    def _view(self, size: Size) -> View:
        return View(
            size.width, size.height, self.event, self.scrolled, self.told, self.form.top, scratch=self.scratching
        )

    def _show(self, found: Board, size: Size) -> None:
        columns = size.width - found.side_width
        self.query_one(NetworkPane).show_board(_above(found, size.width, columns), found)
        self.form.lay_out(found)
        self.query_one("#said", Pane).show(found.said)
        self.query_one("#keys").set_class(not found.rules, "-bare")
        side = Placed(columns, len(found.head) + 1, found.side_width, size.height - len(found.head) - 3)
        self._show_over("side", found.side, side)
        self._show_over("figure", found.figure, found.framed)
        if self._scratch is not None:
            self._scratch.move(found.scratch)

    def _show_over(self, name: str, rows: Rows, place: Placed | None) -> None:
        """Show what stands beside the lesson, over the blank columns there; only a wide screen has it."""
        found = self.query(f"#{name}")
        if not rows or place is None:
            found.remove()
            return
        pane = found.first(Pane) if found else Pane(fixed=True, id=name)
        pane.styles.offset = (place.column, place.row)
        pane.styles.width, pane.styles.height = place.columns, place.rows
        pane.show(rows)
        if not found:
            self.mount(pane)

    def _end(self) -> None:
        from tutor.tui.screens.end import EndScreen  # not before the end

        if self.app.screen is self:
            self.app.push_screen(EndScreen(self.recorder), lambda _: self.show())


def _is_over(text: str, event: Event) -> bool:
    """Whether what stands in a field is not to stay there: it was sent, or the result takes its place."""
    return event.what is Happening.ANSWER or event.level == RESULT or not text.strip() or Word.of(text) is not None


def _above(found: Board, columns: int, left: int) -> Rows:
    """Everything above the fields: where we are, the network, the task. Lines part them; the first goes across."""
    first, second = ((rule(n),) if found.rules else () for n in (columns, left))
    return (*found.head, *first, *found.drawing, *(second if found.drawing else ()), *found.text)
