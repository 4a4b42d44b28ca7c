"""What is said before everything about one learner is deleted."""

import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from tutor.notation.printable import printable
from tutor.output.listing import INDENT, counted
from tutor.progress.forget import Kept, Loss


def warning(lost: Loss, path: Path) -> Iterator[str]:
    """What will be deleted, line by line; nothing where there is nothing to be deleted.

    Args:
        lost: what that is.
        path: the store.
    """
    if lost.person and lost.kept:
        yield from _rows(lost.person.name, lost.kept, path)
    for said, files in (
        ("These files may have something of it, and will be deleted:", lost.files),
        ("These files may have something of it and of others, and are left as they are:", lost.left),
    ):
        if files and (lost.person or lost.files):
            yield said
            yield from (f"{INDENT}{printable(str(file))}" for file in files)


def _rows(name: str | None, kept: Kept, path: Path) -> Iterator[str]:
    whom = "you" if name is None else f"“{printable(name)}”"
    yield f"All that is kept of {whom} in {printable(str(path))} will be deleted, for good:"
    since = f" since {day}" if (day := _day(kept.since)) else ""
    lessons, answers = counted(kept.lessons, "lesson"), counted(kept.answers, "answer")
    yield f"{INDENT}{answers} in {lessons}{since}, in {counted(kept.entries, 'row')} of the log"
    yield f"{INDENT}(to have a copy, first: bp-tutor progress --copy FILE)"


def _day(utc: int | None) -> str:
    """The day where the reader is; nothing where there is none."""
    if utc is not None:
        with suppress(OverflowError, ValueError, OSError):
            return time.strftime("%Y-%m-%d", time.localtime(utc / 1000))
    return ""
