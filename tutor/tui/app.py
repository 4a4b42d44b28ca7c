"""The app: it begins with a lesson or with the list of lessons, and ends well whatever happens."""

import gc
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, cast

from rich.text import Text
from textual import on
from textual.app import App
from textual.driver import Driver
from textual.filter import LineFilter
from textual.screen import Screen
from textual.theme import Theme

from tutor.errors import ExitStatus
from tutor.event import Word
from tutor.lesson.schema import PRACTICE, Lesson
from tutor.output.view import QUITS
from tutor.recorder import Recorder
from tutor.shelf import Shelf
from tutor.tui import terminal, themes
from tutor.tui.screens.lesson import LessonScreen
from tutor.tui.screens.session import Leave, SessionScreen

if TYPE_CHECKING:
    from tutor.progress.journal import Journal
    from tutor.sitting import Sitting
    from tutor.tui.screens.home import HomeScreen


class TutorApp(App[None]):
    """The tutor in a terminal."""

    TITLE = "bp-tutor"

    def __init__(
        self,
        lesson: Lesson | None = None,
        theme: str = themes.DEFAULT,
        journal: "Journal | None" = None,
        *,
        again: bool = False,
        sitting: "Sitting | None" = None,
    ) -> None:
        """Make the app.

        Args:
            lesson: the lesson to begin with; None for the list of lessons.
            theme: the colours.
            journal: what is kept between runs; None keeps nothing.
            again: whether to begin the lesson again, though it was left before its end.
            sitting: the practice to begin with, where there is no lesson.
        """
        self.set_reactive(App.theme, theme)  # from the start: a change later would read all styles once more
        # Where there is to be no colour not even grey is painted: that is what ``ansi_color`` comes to there.
        super().__init__(css_path=terminal.styles(lesson is None), ansi_color=terminal.colourless() or None)
        self.shelf = Shelf(journal, sitting)
        self.lesson, self.again = lesson, again
        self.ready, self.stopped = False, 0
        """Whether the first frame is painted, and the signal that told the app to stop, if one did."""

    @property
    def recorders(self) -> dict[str, Recorder]:
        """The lessons that were begun in this run, by id."""
        return self.shelf.recorders

    @property
    def available_themes(self) -> dict[str, Theme]:
        """Our own themes, and all of Textual's."""
        return {**themes.OWN, **super().available_themes}

    def get_driver_class(self) -> type[Driver]:
        """The driver for this terminal, unless the environment names another one."""
        return terminal.driver() or super().get_driver_class()

    def get_default_screen(self) -> Screen[None]:
        """Begin here: a screen that is pushed later would cost 40 ms."""
        if self.shelf.sitting is not None:
            from tutor.tui.screens.practice import PracticeScreen  # most runs begin with a lesson

            return PracticeScreen(self.shelf.sitting)
        if self.lesson is None:
            return self.home_screen()
        return LessonScreen(self.shelf.open(self.lesson, again=self.again))

    def home_screen(self) -> "HomeScreen":
        """The list of lessons."""
        from tutor.tui.screens.home import HomeScreen  # a lesson that was named needs none

        return HomeScreen(self.shelf)

    @on(Leave)
    def _leave(self, event: Leave) -> None:
        """Go to the list of lessons, and on to one of them; one that the app began with stays below, where it was."""
        found = self.home_screen()
        left = next((screen for screen in reversed(self.screen_stack) if isinstance(screen, SessionScreen)), None)
        while len(self.screen_stack) > 1 and type(self.screen) is not type(found):
            self.pop_screen()
        if type(self.screen) is not type(found):
            self.push_screen(found)
        self.shelf.flush()
        if left is not None:
            cast("HomeScreen", self.screen).highlight(left.session.lesson.id)
        elif self.shelf.sitting is not None:  # only the page of practice is no lesson and leads here
            cast("HomeScreen", self.screen).highlight(PRACTICE)
        if event.to is not None:
            self.call_later(cast("HomeScreen", self.screen).begin, event.to)

    def get_line_filters(self) -> Sequence[LineFilter]:
        """What every painted line goes through."""
        return terminal.filters(super().get_line_filters())

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """The colour code, for the theme that is chosen."""
        return themes.variables(self.current_theme)

    def stop(self, number: int, _frame: object = None) -> None:
        """A signal tells the app to stop: leave the terminal as it was, once the first screen is there to be left."""
        self.stopped = number
        if self.ready and self._loop is not None and self._loop.is_running():  # else it ends already
            self._loop.call_soon_threadsafe(partial(self.exit, return_code=128 + number))

    def on_ready(self) -> None:
        """Once the first frame is painted: collect garbage again, but never what has come so far."""
        self.ready = True
        if self.stopped:
            self.exit(return_code=128 + self.stopped)
        if not gc.isenabled():
            gc.freeze()
            gc.enable()
        if isinstance(self.screen, LessonScreen):
            self.screen.load_arithmetic()

    async def action_quit(self) -> None:
        """Stop; a lesson says so to its recorder."""
        if isinstance(self.screen, SessionScreen):
            self.screen.action_word(Word.QUIT.value)
        else:
            self.exit(return_code=ExitStatus.DONE)

    def action_help_quit(self) -> None:
        """Ctrl+C, where there is nothing to copy: say how to quit, where the screen says what it has to say."""
        tell = getattr(self.screen, "tell", None)
        if tell is not None:
            tell(QUITS)

    def action_command_palette(self) -> None:
        """List everything that can be done here."""
        from tutor.tui.palette import Palette  # not before it is asked for

        if not isinstance(self.screen, Palette):
            self.push_screen(Palette())

    def panic(self, *_renderables: object) -> None:
        """Whatever Textual would say of an error of its own: it is told as any other."""
        self._return_code = ExitStatus.INPUT
        self._fatal_error()

    def _fatal_error(self) -> None:
        """Say in one sentence that something broke, and where the report is."""
        from tutor.crash import told

        error = self._exception or RuntimeError("an error that Textual does not name")
        self._exit_renderables.append(Text(told(error), no_wrap=True, overflow="ignore"))
        self._close_messages_no_wait()
