"""Where lessons are: the built-in ones by name, all others by path."""

import os
from itertools import islice
from pathlib import Path

from tutor.errors import TutorError

TEACHING_ORDER = (
    "a-neuron",
    "a-layer",
    "two-layers",
    "worked-example",
    "two-outputs",
    "vanishing-gradient",
    "tanh",
    "dead-relu",
    "softmax",
    "three-updates",
)
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


def find(name: str) -> Path | str:
    """The file that LESSON on a command line means: a built-in lesson's, or the path as it was typed.

    With a separator or ``.toml`` it is a path, whether there is such a file or not; else the name of a built-in
    lesson; else the path of something that is there.

    Raises:
        TutorError: it is none of these; the text names the nearest built-in lesson.
    """
    separators = {"/", os.sep, os.altsep or os.sep}
    if name.endswith(".toml") or any(separator in name for separator in separators):
        return name
    lessons = builtin()
    if name in lessons:
        return lessons[name]
    if name and os.path.lexists(name):
        return name
    raise TutorError(_unknown(name, list(lessons)))


def shortened(name: str, most: int = 60) -> str:
    """A name as far as a message has room for it."""
    return name if len(name) <= most else f"{name[: most - 21]}…{name[-20:]}"


def missing(file: str) -> str:
    """What to do about a path at which there is nothing: the nearest name in its folder, if any is near."""
    above, name = os.path.split(file)
    stem = name.removesuffix(".toml")
    if above in ("", os.curdir) and stem in builtin():
        return f"{stem}, without {'./' if above else '.toml'}, is the built-in lesson"
    names = _names(above)
    if names is None:
        return f"check the folder: there is no {shortened(above)}"
    near = _near(name, names)
    return f"did you mean {os.path.join(above, shortened(near))}?" if near else "check the name"


def _names(above: str) -> list[str] | None:
    """The lesson files in a folder, as far as they are worth looking at; None where there is no folder."""
    try:
        with os.scandir(above or os.curdir) as entries:
            return [entry.name for entry in islice(entries, 1000) if entry.name.endswith(".toml")]
    except (OSError, ValueError):
        return None


def _near(name: str, names: list[str]) -> str | None:
    """The nearest of some names, with .toml or without."""
    from difflib import get_close_matches  # only where something is amiss

    by_stem = {_stem(known): known for known in names}
    near = get_close_matches(_stem(name)[:80], by_stem, n=1, cutoff=0.6)
    return by_stem[near[0]] if near else None


def _stem(name: str) -> str:
    return name.casefold().removesuffix(".toml")


def _unknown(name: str, lessons: list[str]) -> str:
    from tutor.notation.printable import printable

    files = _names("") or []
    near = f"{name}.toml" if f"{name}.toml" in files else _near(name, [*files, *lessons])
    guess = f"Did you mean “{shortened(near)}”? " if near else ""
    return printable(
        f"There is no lesson called “{shortened(name)}”. {guess}“bp-tutor lessons” lists the built-in ones; "
        "a lesson of your own is named by its file, such as my-lesson.toml."
    )
