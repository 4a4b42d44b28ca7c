"""The home screen: what to go on with, and the lessons with what each is about."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, VerticalScroll
from textual.screen import Screen
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from tutor.explain.cells import Emphasis, Rows
from tutor.lesson.schema import PRACTICE, Lesson
from tutor.output import view
from tutor.output.board import ROOMY, fits
from tutor.output.lessons import AGAIN, ELSEWHERE, elsewhere, entry, going_on, opens, practice, preview, welcome
from tutor.output.view import rule
from tutor.session import Session
from tutor.shelf import Choice, Kind, Shelf
from tutor.tui.commands import HOME, OPEN, START_AGAIN, Command, bindings
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
AROUND = 6
"""The rows around the list there: above it, the keys, a blank one."""


ROWS = {Kind.GO_ON: going_on, Kind.PRACTICE: practice}
"""What makes a row, where it is not that of a lesson."""
HIGH = {Kind.GO_ON: 2, Kind.PRACTICE: 1}
"""The rows of these, where the list has rows to spare."""


class HomeScreen(Screen[None]):
    """Choose a lesson with the arrows, begin it with Enter; what was begun goes on where it was left."""

    CSS_PATH = "home.tcss"
    COMMANDS_HERE = HOME
    AUTO_FOCUS = "OptionList"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(HOME), ("pageup", "about(-4)"), ("pagedown", "about(4)")]

    def __init__(self, shelf: Shelf) -> None:
        """Make the screen.

        Args:
            shelf: the lessons; one that is begun here stands there from then on.
        """
        super().__init__()
        self.shelf = shelf
        self.groups: Sequence[Sequence[Choice]] = ()
        """The rows of the list; a line parts the groups."""
        self.left: str | None = None
        """The lesson to stand on once the list is there, by id."""
        self.seen: set[str] = set()
        """The finished lessons that the list was shown after."""
        self.asked: Choice | None = None
        """The row whose lesson is begun again if that is asked for once more."""

    @property
    def choices(self) -> list[Choice]:
        """The rows of the list."""
        return [choice for group in self.groups for choice in group]

    @property
    def chosen(self) -> Choice | None:
        """The row that is highlighted."""
        choices = self.choices
        at = self.query_one(OptionList).highlighted or 0
        return choices[at] if at < len(choices) else None

    def compose(self) -> ComposeResult:
        """Put every widget in its place."""
        yield Pane(id="head")
        with Container(id="body"):
            yield OptionList(markup=False, compact=True, id="lessons")
            with VerticalScroll(id="page", can_focus=False):
                yield Pane(id="about")
        yield KeysLine()
        yield Pane(fixed=True, id="small")

    def on_mount(self) -> None:
        """Show what there is."""
        self._renew()
        self._fit()

    def on_resize(self) -> None:
        """Fit everything to the new size."""
        self._fit()

    def on_screen_resume(self) -> None:
        """Show what has happened meanwhile; of a lesson that has just come to its end, go on to the next one."""
        if self.groups:
            self._renew()
        lessons = list(self.shelf.lessons)
        for id, following in pairwise(lessons):
            recorder = self.shelf.recorders.get(id)
            if recorder is not None and recorder.session.finished and id not in self.seen:
                self.seen.add(id)
                self._stand_on(following)
        self._stand()
        self._fit()

    def _renew(self) -> None:
        """Read anew what there is, and keep standing on what is highlighted."""
        before, chosen = [choice.name for choice in self.choices], self.chosen
        self.seen.difference_update(self.shelf.renew())
        self.groups = self.shelf.choices()
        names = [choice.name for choice in self.choices]
        if names != before:
            choices = self.query_one(OptionList)
            choices.clear_options()
            for i, group in enumerate(self.groups):
                choices.add_options([*([None] if i else []), *(Option("") for _ in group)])
            choices.highlighted = names.index(chosen.name) if chosen is not None and chosen.name in names else 0

    def highlight(self, id: str) -> None:
        """Stand on a lesson, or on practice, that was left; one that has come to its end has led on to the next."""
        recorder = self.shelf.recorders.get(id)
        self.left = None if recorder is not None and recorder.session.finished else id
        self._stand()

    def _stand(self) -> None:
        """Move to the lesson that was left, once the list is there."""
        if self.left is not None and self.groups:
            self._stand_on(self.left)
            self.left = None

    def _stand_on(self, id: str) -> None:
        for at, choice in enumerate(self.choices):
            lesson = choice.lesson.id if choice.kind is Kind.LESSON and choice.lesson is not None else ""
            if (PRACTICE if choice.kind is Kind.PRACTICE else lesson) == id:
                self.query_one(OptionList).highlighted = at

    @on(OptionList.OptionHighlighted)
    def _highlighted(self) -> None:
        self.asked = None
        self._tell()

    @on(OptionList.OptionSelected)
    def _selected(self) -> None:
        chosen = self.chosen
        if chosen is None or not fits(*self.app.size):
            return
        if chosen.kind is Kind.PRACTICE:
            self._practise()
        elif chosen.lesson is None:
            self.tell(ELSEWHERE)
        else:
            self.begin(chosen.lesson)

    def begin(self, lesson: Lesson, *, again: bool = False) -> None:
        """Begin a lesson, or go on with it; one that is finished is begun anew."""
        self.asked = None
        screen = LessonScreen(self.shelf.open(lesson, again=again))
        self.app.push_screen(screen)
        screen.call_after_refresh(screen.load_arithmetic)

    def _practise(self) -> None:
        from tutor.tui.screens.practice import PracticeScreen  # not before it is asked for

        self.app.push_screen(PracticeScreen(self.shelf.practise()))

    def action_choose(self, by: int) -> None:
        """To the lesson above or below."""
        choices = self.query_one(OptionList)
        (choices.action_cursor_down if by > 0 else choices.action_cursor_up)()

    def action_begin(self) -> None:
        """Begin the lesson that is highlighted, or go on with it."""
        self.query_one(OptionList).action_select()

    def action_again(self) -> None:
        """Begin the lesson that is highlighted again; where it is under way, only if that is asked for twice."""
        chosen = self.chosen
        if chosen is None or chosen.lesson is None or not fits(*self.app.size):
            return
        under_way = _under_way(chosen)
        if under_way and (self.asked is None or self.asked.name != chosen.name):
            self.asked = chosen
            self.tell(AGAIN)
        else:
            self.begin(chosen.lesson, again=under_way)

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
        lesson = self.chosen.lesson if self.chosen else None
        self.app.push_screen(Sheet(SHEETS[name], Session(lesson) if lesson else None, HOME, typed=False))

    def tell(self, told: str) -> None:
        """Say something in the blank row above what the lesson is about."""
        self._tell(told)

    def _fit(self) -> None:
        columns, rows = self.app.size
        head = welcome(columns, self.shelf.trouble)
        # Where there are few rows, the list and the keys have them.
        self.query_one("#head", Pane).show((*head, rule(columns)) if rows >= ROOMY else head[:1])
        self.query_one("#keys").set_class(rows < ROOMY, "-bare")
        beside = columns >= BESIDE
        self.query_one("#body").set_class(beside, "-beside")
        self.query_one("#lessons").styles.width = self._columns() if beside else None
        self._tell()
        show_small(self)

    def _tell(self, told: str = "") -> None:
        """Mark the row that is highlighted, and say what its lesson is about and what Enter does."""
        columns, choices = self._columns(), self.choices
        high = sum(HIGH.get(choice.kind, TALL) for choice in choices) + len(self.groups) - 1
        tall = self.app.size.width >= BESIDE and self.app.size.height >= high + AROUND
        found, chosen = self.query_one(OptionList), self.chosen
        for i, choice in enumerate(choices):
            row = ROWS.get(choice.kind, entry)
            found.replace_option_prompt_at_index(i, paint(row(choice.listed, choice is chosen, columns, tall=tall)))
        self._show_about(chosen, told)
        self.query_one(KeysLine).show(_keys(chosen))

    def _columns(self) -> int:
        """The columns of the list."""
        columns = self.app.size.width
        return min(WIDEST, columns if columns < BESIDE else max(LIST, columns // 3))

    def _show_about(self, chosen: Choice | None, told: str) -> None:
        """Show what a lesson is about, beside the list or below it."""
        columns, rows = self.app.size
        beside = columns >= BESIDE
        room = columns - self._columns() - 3 if beside else min(columns, WIDEST) - 2
        listed = 0 if beside else len(self.choices) + len(self.groups) - 1
        free = rows - len(self.query_one("#head", Pane).rows) - 2 - listed
        said = (tuple(cell._replace(emphasis=Emphasis.STRONG) for cell in row) for row in view.line(told, room))
        above = tuple(said) or ((),)
        about = self._about(chosen, room, free - len(above)) if chosen is not None else ()
        self.query_one("#about", Pane).show((*above, *about))

    def _about(self, chosen: Choice, columns: int, rows: int) -> Rows:
        """What a row leads to."""
        if chosen.lesson is not None:
            return preview(chosen.lesson, columns, rows)
        if chosen.kind is Kind.ELSEWHERE:
            return elsewhere(columns)
        from tutor.output.practising import about  # with what practice knows, which no lesson needs

        return about(self.shelf.knowledge, self.shelf.now, columns)


def _under_way(chosen: Choice | None) -> bool:
    """Whether a row is of a lesson that was begun and is not finished."""
    progress = chosen.listed.progress if chosen is not None and chosen.lesson is not None else None
    return progress is not None and not progress.finished


def _keys(chosen: Choice | None) -> Iterator[Command]:
    """The keys of the list: what Enter does with a row; beginning again only where a lesson is under way."""
    does = opens(chosen.listed.progress) if chosen is not None else OPEN.label
    for command in HOME:
        if command is not START_AGAIN or _under_way(chosen):
            yield command._replace(label=does) if command is OPEN else command
