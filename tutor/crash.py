"""What is left of an error that nobody foresaw: a report in a file, one sentence for the user."""

import traceback
from contextlib import suppress

from tutor import __version__
from tutor.paths import home


def report(error: BaseException) -> str:
    """Write the error and where it happened to a file, if any can be written, and say so in one sentence."""
    text = "".join(traceback.format_exception(error))
    path = home() / "crash.txt"
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"bp-tutor {__version__}\n{text}", encoding="utf-8", errors="backslashreplace")
        return f"Something went wrong in bp-tutor itself ({type(error).__name__}). A report for its makers is in {path}"
    return f"Something went wrong in bp-tutor itself ({type(error).__name__}), and no report of it could be written."
