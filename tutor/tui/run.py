"""Running the app in a terminal: signals, threads that fail, and what is said once the screen is left."""

import gc
import os
import signal
import sys
import threading
from functools import partial
from typing import TYPE_CHECKING

from tutor.errors import TutorError
from tutor.lesson.schema import Lesson
from tutor.tui import preferences
from tutor.tui.app import TutorApp

if TYPE_CHECKING:
    from tutor.progress.journal import Journal
    from tutor.sitting import Sitting

HUNG_UP = 1
"""The signal that tells a program that its terminal is gone; not every system has it."""


def run(
    lesson: Lesson | None = None,
    theme: str | None = None,
    journal: "Journal | None" = None,
    *,
    again: bool = False,
    sitting: "Sitting | None" = None,
) -> int:
    """Run the tutor on a lesson, or on the list of lessons; the exit status.

    Args:
        lesson: the lesson to begin with; None for the list of lessons.
        theme: the colours; None for those of the environment, or those chosen last.
        journal: what is kept between runs; None keeps nothing.
        again: whether to begin the lesson again, though it was left before its end.
        sitting: the practice to begin with, where there is no lesson.

    Raises:
        TutorError: if there is no such theme, or if the environment keeps screens from working.
    """
    chosen = preferences.theme(theme)
    gc.disable()  # until the first frame: see TutorApp.on_ready
    if not os.environ.get("NO_COLOR"):  # it counts only if there is something in it; to Textual it counts in any case
        os.environ.pop("NO_COLOR", None)
    try:
        app = TutorApp(lesson, chosen, journal, again=again, sitting=sitting)
    except (ImportError, AttributeError, LookupError, ValueError, RuntimeError) as problem:
        if named := [name for name in os.environ if name.startswith("TEXTUAL_")]:
            raise TutorError(f"Screens do not work with {', '.join(named)} as set: {problem}.") from problem
        raise
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):  # the last is not everywhere
        if number := getattr(signal, name, None):
            signal.signal(number, app.stop)
    threading.excepthook = partial(_thread_failed, app)
    try:
        app.run()
    finally:  # whatever ended it: a key, a signal, a mistake of its own
        app.shelf.flush()
    if app.stopped in (0, signal.SIGINT, signal.SIGTERM):  # the terminal is still there
        _say_goodbye(app)
    return app.return_code or 0


def _thread_failed(app: TutorApp, failed: threading.ExceptHookArgs) -> None:
    """A thread has ended with an error, and so does the app; without a terminal it ends as one that hung up."""
    error = failed.exc_value
    if not app.is_running or app._loop is None or not isinstance(error, Exception):
        return
    gone = isinstance(error, OSError)
    told = partial(app.stop, HUNG_UP) if gone else partial(app._handle_exception, error)
    app._loop.call_soon_threadsafe(told)


def _say_goodbye(app: TutorApp) -> None:
    """Say on the terminal, below what was there before, what was left, whether it is kept, and how to go on with it."""
    from shutil import get_terminal_size
    from textwrap import fill

    from tutor.notation import charset
    from tutor.notation.printable import printable
    from tutor.output.farewell import stopped

    columns = max(20, get_terminal_size().columns - 1)
    left = app.shelf.left()
    kept = all(recorder.kept for recorder in left)
    parted = [stopped(each.session, titled=len(left) > 1, kept=kept, learner=each.learner) for each in left]
    said = [*(where for where, _ in parted), printable(app.shelf.trouble), *{how: None for _, how in parted}]
    if app.shelf.sitting is not None and app.shelf.sitting.answered:
        from tutor.output.practising import parted as practised  # most runs have none

        sitting = app.shelf.sitting
        said += practised(sitting.practice, sitting.answered, sitting.known, kept=sitting.kept, learner=sitting.learner)
    for line in filter(None, said):
        print(fill(charset.written(line), columns), file=sys.stderr)
