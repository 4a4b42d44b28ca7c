"""The theme that is chosen: on the command line, in the environment, or in an earlier run."""

import os
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

from textual.theme import BUILTIN_THEMES

from tutor.errors import TutorError
from tutor.paths import home
from tutor.tui import themes

FILE = "theme"
"""The file that keeps the choice: the theme's name, and nothing else."""
NEAR = 0.7
"""How like a theme's name a text is that may have been meant for it; with less, a guess is none."""
LINE = 76
"""The columns that the names of the themes are told in: a terminal would part the words."""
LONGEST = 100
"""No theme has a longer name; of a file that is something else, no more is read."""


def names() -> Collection[str]:
    """The themes that there are, our own first."""
    return (*themes.OWN, *sorted(BUILTIN_THEMES))


def theme(wanted: str | None = None) -> str:
    """The theme to begin with: the one that is wanted, else the one of the environment, else the one chosen last.

    Raises:
        TutorError: if the wanted theme is none.
    """
    known = names()
    if wanted:
        if wanted not in known:
            raise TutorError(_no_theme(wanted, known))
        return wanted
    for name in (os.environ.get("TEXTUAL_THEME"), _kept()):
        if name in known:
            return name or ""
    return themes.DEFAULT


def keep(name: str) -> None:
    """Begin with this theme from now on; where nothing can be written, it lasts as long as the app."""
    from tempfile import NamedTemporaryFile  # most runs choose nothing

    with suppress(OSError, RuntimeError):
        path = _path()
        path.parent.mkdir(parents=True, exist_ok=True)
        # A half-written file would be read by another run, so it is written beside its place, and then moved there.
        with NamedTemporaryFile("w", dir=path.parent, prefix=f".{FILE}-", encoding="utf-8", delete=False) as file:
            file.write(f"{name}\n")
        try:
            Path(file.name).replace(path)
        except OSError:
            Path(file.name).unlink(missing_ok=True)


def _kept() -> str | None:
    try:
        with _path().open(encoding="utf-8") as file:
            return file.read(LONGEST).strip()
    except (OSError, ValueError, RuntimeError):  # not there, not text, no home: nothing was chosen
        return None


def _path() -> Path:
    return home() / FILE


def _no_theme(wanted: str, known: Collection[str]) -> str:
    from difflib import get_close_matches  # only where something is amiss
    from textwrap import wrap

    from tutor.notation.printable import printable

    shown = printable(wanted if len(wanted) <= LONGEST else f"{wanted[: LONGEST - 1]}…")
    near = get_close_matches(wanted.casefold()[:LONGEST], known, n=1, cutoff=NEAR)
    guess = f" Did you mean “{near[0]}”?" if near else ""
    lines = wrap(f"There are {', '.join(known)}.", LINE, break_on_hyphens=False)
    return "\n".join((f"“{shown}” is no theme.{guess}", *lines))
