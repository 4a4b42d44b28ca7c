"""The fields of a step, with what stands before and behind each."""

from textual.app import ComposeResult
from textual.widget import Widget

from tutor.event import Event
from tutor.explain.cells import Cell, Rows, pad, width
from tutor.output.asked import right
from tutor.output.board import Board, drafted
from tutor.output.message import tried
from tutor.quantity import Quantity
from tutor.recorder import Recorder
from tutor.tui.widgets.answer import AnswerInput, Desk, Field
from tutor.tui.widgets.pane import Pane


class Form(Widget):
    """As many fields as the widest step has; a step only hides those that it does not need."""

    def __init__(self, desk: Desk, recorder: Recorder) -> None:
        super().__init__(id="form")
        self.recorder, self.session = recorder, recorder.session
        widest = max((len(step.questions) for step in self.session.steps), default=1)
        self.fields = [AnswerInput(desk) for _ in range(widest)]
        self.board = Board()
        self.edited: set[Quantity | None] = set()
        """The questions in whose field another text stands than that which was sent."""
        self.top = 0
        """The first field that can be seen, where there are more fields than rows for them."""

    def compose(self) -> ComposeResult:
        """Put the fields over the rows that stand around them."""
        yield Pane(id="rows")
        with Widget(id="fields"):
            yield from self.fields

    def lay_out(self, found: Board) -> None:
        """Give the form its rows, and the fields their place in them; ``show`` says what stands in both."""
        self.board = found
        fields = self.query_one("#fields")
        if found.top != self.top or found.top:  # at once: an animation would lag behind the typing
            self.top = found.top
            self.call_after_refresh(self.scroll_to, y=found.top, animate=False)
        self.styles.height = found.visible
        fields.styles.offset = (_before(found), 0)
        fields.styles.width = found.field
        self.set_class(found.spaced, "-spaced")
        self.set_class(not found.spaced and found.visible < len(found.labels), "-scrolls")

    def show(self, event: Event | None) -> None:
        """Give each question of the step its field; hide the others; move the focus, unless it is in another line."""
        step, focused = self.session.step, self.screen.focused
        questions = step.questions if step else ()
        elsewhere = isinstance(focused, Field) and not isinstance(focused, AnswerInput)
        for i, field in enumerate(self.fields):
            q = questions[i] if i < len(questions) else None
            field.display = q is not None
            if q is None:
                field.question = None
            elif field.question != q or not field.touched:
                field.question = q
                self._fill(field, event)
            if q is not None and q == self.session.focus and focused is not field and not elsewhere:
                self.screen.set_focus(field, scroll_visible=False)
                field.arrive()
        self._paint()

    def edit(self, field: AnswerInput) -> None:
        """What stands in a field was changed by hand: at the first change the sign beside it goes."""
        q = field.question
        if q is None or q in self.edited:
            return
        self.edited.add(q)
        if self.session.states[q].sign is not None:
            self._paint()

    def _paint(self) -> None:
        self.query_one("#rows", Pane).show(_rows(drafted(self.board, self.session, self.edited)))

    def _fill(self, field: AnswerInput, event: Event | None) -> None:
        """Put what was typed for its question and not sent into a field; else what stands there."""
        draft = self.recorder.drafts.get(field.question) if field.question is not None else None
        if draft is None:
            self.fill(field, event)
        else:
            field.put(draft, drafted=True)
            self.edited.add(field.question)

    def fill(self, field: AnswerInput, event: Event | None) -> None:
        """Put what stands at its question into a field, selected, so that typing replaces it."""
        if field.question is None:
            return
        if field.question in self.recorder.drafts:
            self.recorder.touch(field.question, "")
        state = self.session.states[field.question]
        kept = not state.shown or tried(event, field.question, state) is not None
        text = state.sent if kept else right(self.session, field.question)
        self.edited.discard(field.question)
        settled = state.correct or field.question == self.session.settled
        if field.touched or field.value != text or field.settled != settled:
            field.put(text, settled=settled)
            field.select()

    def asked(self) -> AnswerInput | None:
        """The field of the question in focus."""
        return next((field for field in self.fields if field.question == self.session.focus), None)


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
    lines = tuple(line for row in rows for line in (row, *spacer))
    return lines[: len(lines) - len(spacer)]
