"""The lesson screen: it forwards what is typed to the recorder and shows what the session says."""

from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.geometry import Size
from textual.widget import Widget

from tutor.event import Event, Happening, Word
from tutor.explain.cells import Cell, Rows, pad, width
from tutor.output import view
from tutor.output.asked import right
from tutor.output.board import Board, View, board
from tutor.output.message import tried
from tutor.output.view import rule
from tutor.quantity import Quantity
from tutor.recorder import Recorder
from tutor.tui.commands import LESSON, bindings
from tutor.tui.screens.session import SessionScreen
from tutor.tui.widgets.answer import AnswerInput
from tutor.tui.widgets.keys import KeysLine
from tutor.tui.widgets.pane import Pane

RESULT = 3
"""The reveal that shows the result."""


class LessonScreen(SessionScreen):
    """One learner in one lesson. Every widget is there from the start: a step only changes what they show."""

    COMMANDS_HERE = LESSON
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(LESSON),
        ("up", "field(-1)"),
        ("down", "field(1)"),
        ("pageup", "scroll(-1)"),
        ("pagedown", "scroll(1)"),
    ]

    def __init__(self, recorder: Recorder) -> None:
        super().__init__(recorder)
        widest = max((len(step.questions) for step in self.session.steps), default=1)
        self.fields = [AnswerInput(self) for _ in range(widest)]
        self.event: Event | None = None
        self.told = ""
        """What is to be said besides the event."""
        self.scrolled: int | None = None
        self.fits = True
        """Whether the screen is large enough to show anything."""
        self.top = 0
        """The first field that can be seen, where there are more fields than rows for them."""
        self.fitted: Size | None = None
        """The size that everything was fitted to."""

    def compose(self) -> ComposeResult:
        """Put every widget in its place. The fewer there are, the sooner the first question is on the screen."""
        yield Pane(id="above")
        with Widget(id="form"):
            yield Pane(id="rows")
            with Widget(id="fields"):
                yield from self.fields
        yield Pane(fixed=True, id="said")
        yield KeysLine()

    def on_mount(self) -> None:
        """Show what there is."""
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
            self.focused.select()

    def action_word(self, word: str) -> None:
        """Do what a word does, by its key; where nothing can be seen, only stop."""
        if self.fits or word == Word.QUIT:
            super().action_word(word)

    def happened(self, event: Event, told: str = "") -> None:
        """Show what came of an input, and what else is to be said of it."""
        self.event, self.told = event, told
        self.scrolled = None
        focused = self.focused
        if isinstance(focused, AnswerInput) and _is_over(focused.value, event):
            self._fill(focused)
        self.show()
        super().happened(event)

    def tell(self, told: str) -> None:
        """Say something that is no event of the lesson."""
        self.told = told
        self.show()

    def field_for(self, field: AnswerInput, text: str) -> AnswerInput:
        """Make way for text that is being typed, unless it may become a word; say which field takes it."""
        session = self.session
        drafted = field.after_typing(text)
        if not self.fits or not (session.reading or field.settled) or _may_be_word(drafted):
            return field
        begun = field.value if field.touched and _may_be_word(field.value) else ""
        if not session.go_on():
            return field
        if begun:
            self._fill(field)
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
        self.session.look_at(q)
        self._forget()
        self.show()
        if isinstance(self.focused, AnswerInput):
            self.focused.select()

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

    # What is shown

    def show(self) -> None:
        """Show the session as it is now; only what has changed is painted."""
        if self.session.finished:
            self._end()
            return
        size = self.app.size
        if size != self.fitted:
            self.fitted = size
            self.show_keys()
        found = board(self.session, View(size.width, size.height, self.event, self.scrolled, self.told, self.top))
        self.fits = found is not None
        self.query_one("#keys").display = found is not None
        if found is None:
            found = Board(head=view.too_small(size.width), rules=False)
        self.scrolled = found.scrolled
        self._show(found, size)
        if self.session.reading and not found.page:
            self.session.go_on()  # it stands above the question: there is no page to leave
        self._show_fields()

    def _show(self, found: Board, size: Size) -> None:
        columns = size.width - found.side_width
        self.query_one("#above", Pane).show(_above(found, size.width, columns))
        self.query_one("#rows", Pane).show(_rows(found))
        self.query_one("#said", Pane).show(found.said)
        self._arrange(found)
        self._show_side(found, size)

    def _show_side(self, found: Board, size: Size) -> None:
        """Show what stands at the right, over the blank columns there; only a wide screen has it."""
        sides = self.query("#side")
        if not found.side:
            sides.remove()
            return
        side = sides.first(Pane) if sides else Pane(fixed=True, id="side")
        top = len(found.head) + 1
        side.styles.offset = (size.width - found.side_width, top)
        side.styles.width, side.styles.height = found.side_width, size.height - top - 2
        side.show(found.side)
        if not sides:
            self.mount(side)

    def _arrange(self, found: Board) -> None:
        """Give the form its rows, and the fields their place in them."""
        form, fields = self.query_one("#form"), self.query_one("#fields")
        if found.top != self.top or found.top:  # at once: an animation would lag behind the typing
            self.top = found.top
            self.call_after_refresh(form.scroll_to, y=found.top, animate=False)
        form.styles.height = found.visible
        fields.styles.offset = (_before(found), 0)
        fields.styles.width = found.field
        form.set_class(found.spaced, "-spaced")
        self.query_one("#keys").set_class(not found.rules, "-bare")

    def _show_fields(self) -> None:
        """Give each question of the step its field; hide the others; move the focus."""
        step = self.session.step
        questions = step.questions if step else ()
        for i, field in enumerate(self.fields):
            q = questions[i] if i < len(questions) else None
            field.display = q is not None
            if q is None:
                field.question = None
            elif field.question != q or not field.touched:
                field.question = q
                self._fill(field)
            if q is not None and q == self.session.focus and self.focused is not field:
                self.set_focus(field, scroll_visible=False)
                field.select()

    def _fill(self, field: AnswerInput) -> None:
        """Put what stands at its question into a field, selected, so that typing replaces it."""
        if field.question is None:
            return
        state = self.session.states[field.question]
        kept = not state.shown or tried(self.event, field.question, state) is not None
        text = state.sent if kept else right(self.session, field.question)
        settled = state.correct or field.question == self.session.settled
        if field.touched or field.value != text or field.settled != settled:
            field.put(text, settled=settled)
            field.select()

    def _end(self) -> None:
        from tutor.tui.screens.end import EndScreen  # not before the end

        if self.app.screen is self:
            self.app.push_screen(EndScreen(self.recorder), lambda _: self.show())

    def load_arithmetic(self) -> None:
        """Load what marking takes and work the lesson out, beside the screen, while the learner reads."""
        self.run_worker(self.session.prepare, thread=True, exit_on_error=False)


def _may_be_word(text: str) -> bool:
    """Whether a text can still become one of the words."""
    begun = text.strip().casefold()
    return bool(begun) and any(word.value.startswith(begun) for word in Word)


def _is_over(text: str, event: Event) -> bool:
    """Whether what stands in a field is not to stay there: it was sent, or the result takes its place."""
    return event.what is Happening.ANSWER or event.level == RESULT or not text.strip() or Word.of(text) is not None


def _above(found: Board, columns: int, left: int) -> Rows:
    """Everything above the fields: where we are, the network, the task. Lines part them; the first goes across."""
    first, second = ((rule(n),) if found.rules else () for n in (columns, left))
    return (*found.head, *first, *found.drawing, *(second if found.drawing else ()), *found.text)


def _before(found: Board) -> int:
    """The columns before the fields."""
    return max(map(width, found.labels), default=0)


def _rows(found: Board) -> Rows:
    """What stands before and behind each field, with blanks where the fields lie over it."""
    between = (Cell(" " * found.field),)
    rows = (
        (*pad(label, _before(found)), *between, *verdict)
        for label, verdict in zip(found.labels, found.verdicts, strict=True)
    )
    spacer = ((),) if found.spaced else ()
    return tuple(line for row in rows for line in (row, *spacer))
