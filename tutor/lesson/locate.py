"""Where lessons are: the built-in ones by name, all others by path."""

import os
from pathlib import Path

from tutor.errors import TutorError

TEACHING_ORDER = ("a-neuron", "worked-example", "two-outputs")
"""The built-in lessons from the first to the last to take; one that is not named here comes after them."""


def folder() -> Path:
    """The folder of the built-in lessons: inside the installed package, else beside it in a checkout.

    Raises:
        TutorError: there is neither.
    """
    package = Path(__file__).resolve().parent.parent
    inside = package / "_lessons"
    if inside.is_dir():
        return inside
    # An editable install leaves the package in the checkout, where the wheel's copy of the lessons is not.
    project = package.parent / "pyproject.toml"
    beside = package.parent / "lessons"
    if beside.is_dir() and project.is_file() and 'name = "bp-tutor"' in project.read_text(encoding="utf-8"):
        return beside
    raise TutorError("The built-in lessons are missing from this installation; install bp-tutor again.")


def builtin() -> dict[str, Path]:
    """The built-in lessons, name → file, in the order in which they teach."""
    found = {path.stem: path for path in folder().glob("*.toml")}
    order = [name for name in TEACHING_ORDER if name in found]
    return {name: found[name] for name in [*order, *sorted(found.keys() - order)]}


def find(name: str) -> Path:
    """The file that LESSON on a command line means.

    With a separator or ``.toml`` it is a path, whether there is such a file or not; else the name of a built-in
    lesson; else the path of something that is there.

    Raises:
        TutorError: it is none of these; the text names the nearest built-in lesson.
    """
    separators = {"/", os.sep, os.altsep or os.sep}
    if name.endswith(".toml") or any(separator in name for separator in separators):
        return Path(name)
    lessons = builtin()
    if name in lessons:
        return lessons[name]
    if name not in ("", ".", "..") and os.path.lexists(name):
        return Path(name)
    raise TutorError(_unknown(name, list(lessons)))


def _unknown(name: str, names: list[str]) -> str:
    from difflib import get_close_matches  # only where something is amiss

    from tutor.notation.printable import printable

    near = get_close_matches(name.casefold()[:80], names, n=1, cutoff=0.5)
    shown = printable(name if len(name) <= 60 else name[:59] + "…")
    guess = f"Did you mean “{near[0]}”? " if near else ""
    return (
        f"There is no lesson called “{shown}”. {guess}“bp-tutor lessons” lists the built-in ones; "
        "a lesson of your own is named by its file, such as my-lesson.toml."
    )
