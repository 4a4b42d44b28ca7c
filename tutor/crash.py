"""What is left of an error that nobody foresaw: a report in a file, and one sentence for the user."""

import os
import traceback
from pathlib import Path
from tempfile import mkstemp

from tutor import __version__
from tutor.paths import home

NAME = "crash-report.txt"


def told(error: BaseException) -> str:
    """Write down the error and where it happened, and say in one sentence where that is."""
    report = "".join(traceback.format_exception(error))
    path = _written(f"bp-tutor {__version__}\n{report}")
    where = f"the report is in {path}" if path else f"no report could be written ({type(error).__name__}: {error})"
    return f"bp-tutor stopped because of a mistake of its own; {where}."


def _written(report: str) -> Path | None:
    """The file that has the report: where the user keeps things, else among temporary files, else none."""
    for place in (_at_home, _temporary):
        try:
            path = place()
            path.write_text(report, encoding="utf-8", errors="backslashreplace")
        except OSError:
            continue
        return path
    return None


def _at_home() -> Path:
    folder = home()
    folder.mkdir(parents=True, exist_ok=True)
    return folder / NAME


def _temporary() -> Path:
    """A new file for the user's eyes only: under a fixed name there might be a link that someone else has laid."""
    descriptor, name = mkstemp(prefix="bp-tutor-crash-", suffix=".txt")
    os.close(descriptor)
    return Path(name)
