"""The home screen: the lessons, with what each is about."""

from collections.abc import Mapping
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, VerticalScroll
from textual.screen import Screen
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from tutor.explain.cells import Rows
from tutor.lesson.locate import builtin
from tutor.lesson.problems import LessonError
from tutor.lesson.read import read
from tutor.lesson.schema import Lesson
from tutor.output import view
from tutor.output.board import ROOMY, fits
from tutor.output.lessons import entry, preview, welcome
from tutor.output.view import rule
from tutor.recorder import Recorder
from tutor.session import Session
from tutor.tui.commands import HOME, OPEN, bindings
from tutor.tui.content import paint
from tutor.tui.screens.lesson import LessonScreen
from tutor.tui.screens.sheet import SHEETS, Sheet
from tutor.tui.widgets.keys import KeysLine
from tutor.tui.widgets.pane import Pane, show_small

WIDEST = 88
"""Longer lines are hard to read."""
BESIDE = 120
"""From this many columns on, what a lesson is about stands beside the list."""
LIST = 48
"""The fewest columns of the list there."""
TALL = 3
"""The rows of a lesson in the list, where it has rows to spare."""


class HomeScreen(Screen[None]):
    """Choose a lesson with the arrows, begin it with Enter; what was begun in this run goes on where it was left."""

    CSS_PATH = "home.tcss"
    COMMANDS_HERE = HOME
    AUTO_FOCUS = "OptionList"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(HOME), ("pageup", "about(-4)"), ("pagedown", "about(4)")]

    def __init__(self, recorders: dict[str, Recorder]) -> None:
        """Make the screen.

        Args:
            recorders: the lessons begun in this run, by id; a lesson that is begun here joins them.
        """
        super().__init__()
        self.recorders = recorders
        self.lessons = lessons(recorders)
        self.anew: dict[str, Recorder] = {}
        """Finished lessons that were begun anew, by id: what was done counts until something is done again."""
        self.left: str | None = None
        """The lesson to stand on once the list is there, by id."""
        self.seen: set[str] = set()
        """The finished lessons that the list was shown after."""

    def compose(self) -> ComposeResult:
        """Put every widget in its place."""
        yield Pane(id="head")
        with Container(id="body"):
            yield OptionList(*(Option("") for _ in self.lessons), markup=False, compact=True, id="lessons")
            with VerticalScroll(id="page", can_focus=False):
                yield Pane(id="about")
        yield KeysLine()
        yield Pane(fixed=True, id="small")

    def on_mount(self) -> None:
        """Show what there is."""
        self._fit()

    def on_resize(self) -> None:
        """Fit everything to the new size."""
        self._fit()

    def on_screen_resume(self) -> None:
        """Show what has happened meanwhile; of a lesson that has just come to its end, go on to the next one."""
        for id in [id for id, recorder in self.anew.items() if _counts(recorder)]:
            self.recorders[id] = self.anew.pop(id)
            self.seen.discard(id)
        choices = self.query_one(OptionList)
        for at, lesson in enumerate(self.lessons[:-1]):
            recorder = self.recorders.get(lesson.id)
            if recorder is not None and recorder.session.finished and lesson.id not in self.seen:
                self.seen.add(lesson.id)
                choices.highlighted = at + 1
        self._stand()
        self._fit()

    def highlight(self, lesson: Lesson) -> None:
        """Stand on a lesson, such as the one that was left; one that has come to its end has led on to the next."""
        recorder = self.recorders.get(lesson.id)
        self.left = None if recorder is not None and recorder.session.finished else lesson.id
        self._stand()

    def _stand(self) -> None:
        """Move to the lesson that was left, once the list is there."""
        at = next((i for i, lesson in enumerate(self.lessons) if lesson.id == self.left), None)
        if at is not None and self.is_mounted:
            self.query_one(OptionList).highlighted = at
            self.left = None

    @on(OptionList.OptionHighlighted)
    def _highlighted(self, event: OptionList.OptionHighlighted) -> None:
        self._tell(event.option_index)

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        if fits(*self.app.size):
            self.begin(self.lessons[event.option_index])

    def begin(self, lesson: Lesson) -> None:
        """Begin a lesson, or go on with it; one that is finished is begun anew."""
        recorder = self.anew.get(lesson.id) or self.recorders.get(lesson.id)
        if recorder is None:
            recorder = self.recorders[lesson.id] = Recorder(Session(lesson))
        elif recorder.session.finished:
            recorder = self.anew[lesson.id] = Recorder(Session(lesson))
        screen = LessonScreen(recorder)
        self.app.push_screen(screen)
        screen.call_after_refresh(screen.load_arithmetic)

    def action_choose(self, by: int) -> None:
        """To the lesson above or below."""
        choices = self.query_one(OptionList)
        (choices.action_cursor_down if by > 0 else choices.action_cursor_up)()

    def action_begin(self) -> None:
        """Begin the lesson that is highlighted, or go on with it."""
        self.query_one(OptionList).action_select()

    def action_about(self, by: int) -> None:
        """Scroll what the lesson is about."""
        self.query_one("#page").scroll_relative(y=by, animate=False)

    def action_word(self, word: str) -> None:
        """Help or quit."""
        if word == "quit":
            self.app.exit(return_code=0)
        else:
            self.action_sheet(word)

    def action_sheet(self, name: str) -> None:
        """Open a sheet."""
        lesson = self.lessons[self.query_one(OptionList).highlighted or 0] if self.lessons else None
        self.app.push_screen(Sheet(SHEETS[name], Session(lesson) if lesson else None, HOME, typed=False))

    def tell(self, told: str) -> None:
        """Say something in the blank row above what the lesson is about."""
        self._tell(self.query_one(OptionList).highlighted or 0, told)

    def _fit(self) -> None:
        columns, rows = self.app.size
        head = welcome(columns)
        # Where there are few rows, the list and the keys have them.
        self.query_one("#head", Pane).show((*head, rule(columns)) if rows >= ROOMY else head[:1])
        self.query_one("#keys").set_class(rows < ROOMY, "-bare")
        beside = columns >= BESIDE
        self.query_one("#body").set_class(beside, "-beside")
        self.query_one("#lessons").styles.width = self._columns() if beside else None
        self._tell(self.query_one(OptionList).highlighted or 0)
        show_small(self)

    def _tell(self, index: int, told: str = "") -> None:
        """Mark the lesson that is highlighted, and say what it is about and what Enter does."""
        columns = self._columns()
        tall = self.app.size.width >= BESIDE and self.app.size.height >= TALL * len(self.lessons) + ROOMY // 2
        choices = self.query_one(OptionList)
        for i, lesson in enumerate(self.lessons):
            choices.replace_option_prompt_at_index(
                i, paint(entry(lesson, self._done(lesson), i == index, columns, tall=tall))
            )
        self._show_about(index, told)
        commands = [command._replace(label=self._opens(index)) if command is OPEN else command for command in HOME]
        self.query_one(KeysLine).show(commands)

    def _columns(self) -> int:
        """The columns of the list."""
        columns = self.app.size.width
        return min(WIDEST, columns if columns < BESIDE else max(LIST, columns // 3))

    def _show_about(self, index: int, told: str) -> None:
        """Show what a lesson is about, beside the list or below it."""
        columns, rows = self.app.size
        beside = columns >= BESIDE
        room = columns - self._columns() - 3 if beside else min(columns, WIDEST) - 2
        free = rows - len(self.query_one("#head", Pane).rows) - 2 - (0 if beside else len(self.lessons))
        above = view.line(told, room) or ((),)
        about: Rows = preview(self.lessons[index], room, free - len(above)) if self.lessons else ()
        self.query_one("#about", Pane).show((*above, *about))

    def _opens(self, index: int) -> str:
        """What Enter does with a lesson, in a word or two."""
        return opens(self.recorders.get(self.lessons[index].id)) if self.lessons else OPEN.label

    def _done(self, lesson: Lesson) -> int | None:
        """How many steps of a lesson are done; None where it was not begun."""
        recorder = self.recorders.get(lesson.id)
        if recorder is None:
            return None
        return sum(recorder.session.is_done(i) for i in range(len(lesson.asked)))


def opens(recorder: Recorder | None) -> str:
    """What choosing a lesson does, in a word or two, with what was done in it."""
    if recorder is None or not recorder.events:
        return OPEN.label
    return "begin anew" if recorder.session.finished else "go on"


def _counts(recorder: Recorder) -> bool:
    """Whether anything was done in a lesson that is worth what was done before."""
    return recorder.session.finished or any(event.answers for event in recorder.events)


def lessons(recorders: Mapping[str, Recorder]) -> tuple[Lesson, ...]:
    """The built-in lessons that are sound, and after them the others that were begun in this run."""
    found: dict[str, Lesson] = {}
    for path in builtin().values():
        try:
            lesson = read(path)
        except LessonError:  # “bp-tutor check” says what is wrong with it
            continue
        found[lesson.id] = lesson
    for recorder in recorders.values():
        found.setdefault(recorder.session.lesson.id, recorder.session.lesson)
    return tuple(found.values())
