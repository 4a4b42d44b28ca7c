"""The app: it begins with a lesson or with the list of lessons, and ends well whatever happens."""

import asyncio
import gc
import os
import signal
import sys
import threading
from collections.abc import Iterable
from functools import partial

from rich.text import Text
from textual import constants, on
from textual.app import App, SystemCommand
from textual.driver import Driver
from textual.screen import Screen

from tutor.errors import ExitStatus, TutorError
from tutor.event import Word
from tutor.lesson.schema import Lesson
from tutor.output.view import QUITS
from tutor.recorder import Recorder
from tutor.session import Session
from tutor.tui import themes
from tutor.tui.screens.lesson import LessonScreen
from tutor.tui.screens.session import Leave, SessionScreen

HUNG_UP = 129
"""The exit status of a program whose terminal is gone."""


class TutorApp(App[None]):
    """The tutor in a terminal."""

    TITLE = "bp-tutor"

    def __init__(self, lesson: Lesson | None = None) -> None:
        # The styles of a first screen have to be given here; any other screen brings its own when it comes.
        super().__init__(css_path=["screens/lesson.tcss", *([] if lesson else ["screens/home.tcss"])])
        self.recorders: dict[str, Recorder] = {}
        """The lessons that were begun in this run, by id."""
        self.lesson = lesson
        self.ready, self.stopped = False, 0
        """Whether the first frame is painted, and the signal that told the app to stop, if one did."""

    def get_driver_class(self) -> type[Driver]:
        """The driver for this terminal, unless the environment names another one."""
        if constants.DRIVER is not None or sys.platform == "win32":
            return super().get_driver_class()
        from tutor.tui.driver import Driver as Tolerant  # not where there is no such terminal

        return Tolerant

    def get_default_screen(self) -> Screen[None]:
        """Begin here: a screen that is pushed later would cost 40 ms."""
        if self.lesson is None:
            return self.home_screen()
        recorder = self.recorders.setdefault(self.lesson.id, Recorder(Session(self.lesson)))
        return LessonScreen(recorder)

    def home_screen(self) -> Screen[None]:
        """The list of lessons."""
        from tutor.tui.screens.home import HomeScreen  # a lesson that was named needs none

        return HomeScreen(self.recorders)

    @on(Leave)
    def _leave(self) -> None:
        """Go to the list of lessons; a lesson that the app began with stays below it, where it was."""
        found = self.home_screen()
        while len(self.screen_stack) > 1 and type(self.screen) is not type(found):
            self.pop_screen()
        if type(self.screen) is not type(found):
            self.push_screen(found)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """The colour code, for the theme that is chosen."""
        return themes.variables(self.current_theme)

    def stop(self, number: int, _frame: object = None) -> None:
        """A signal tells the app to stop: leave the terminal as it was, once the first screen is there to be left."""
        self.stopped = number
        if self.ready:
            asyncio.get_running_loop().call_soon_threadsafe(partial(self.exit, return_code=128 + number))

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

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """What the palette lists: the commands of the screen, then the choice of colours."""
        for command in getattr(screen, "COMMANDS_HERE", ()):
            if command.action and not command.action.startswith("app."):
                yield SystemCommand(command.label, command.help, partial(screen.run_action, command.action))
        yield SystemCommand("colours", "another theme for the whole screen", self.action_change_theme)

    def thread_failed(self, failed: threading.ExceptHookArgs) -> None:
        """A thread has ended with an error, and so does the app; without a terminal it ends as one that hung up."""
        error = failed.exc_value
        if not self.is_running or self._loop is None or not isinstance(error, Exception):
            return
        gone = isinstance(error, OSError)
        told = partial(self.exit, return_code=HUNG_UP) if gone else partial(self._handle_exception, error)
        self._loop.call_soon_threadsafe(told)

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


def run(lesson: Lesson | None = None) -> int:
    """Run the tutor on a lesson, or on the list of lessons; the exit status."""
    gc.disable()  # until the first frame: see on_ready
    try:
        app = TutorApp(lesson)
    except (ImportError, AttributeError, LookupError, ValueError, RuntimeError) as problem:
        if named := [name for name in os.environ if name.startswith("TEXTUAL_")]:
            raise TutorError(f"Screens do not work with {', '.join(named)} as set: {problem}.") from problem
        raise
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):  # the last is not everywhere
        if number := getattr(signal, name, None):
            signal.signal(number, app.stop)
    threading.excepthook = app.thread_failed
    app.run()
    if app.stopped in (0, signal.SIGINT, signal.SIGTERM):  # the terminal is still there
        _say_goodbye(app)
    return app.return_code or 0


def _say_goodbye(app: TutorApp) -> None:
    """Say on the terminal, below what was there before, what was left and how to go on with it."""
    from shutil import get_terminal_size
    from textwrap import fill

    from tutor.output.farewell import stopped

    columns = max(20, get_terminal_size().columns - 1)
    left = [recorder for recorder in app.recorders.values() if any(event.answers for event in recorder.events)]
    for recorder in left:
        if not recorder.session.finished:
            for line in stopped(recorder.session, titled=len(left) > 1):
                print(fill(line, columns), file=sys.stderr)
