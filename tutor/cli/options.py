"""The options that several commands have, and how a lesson is found by what was typed."""

import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tutor.cli import streams

if TYPE_CHECKING:
    from tutor.lesson.schema import Lesson
    from tutor.progress.journal import Journal

ASCII = click.option(
    "--ascii", is_flag=True, help="Write names and draw lines in ASCII; by itself where the terminal has no more."
)

theme = partial(
    click.option,
    "--theme",
    metavar="NAME",
    help="The colours: bp-dark, bp-light, bp-high-contrast, bp-colour-blind, or a theme of Textual's.",
)


def _spelled(_context: click.Context, _parameter: click.Parameter, name: str | None) -> str | None:
    """The name of a learner as it is kept."""
    if name is None:
        return None
    from tutor.progress.people import spelled  # most learners have none

    try:
        return spelled(name)
    except ValueError as problem:
        raise click.BadParameter(f"{problem}.") from problem


learner = partial(
    click.option,
    "--learner",
    metavar="NAME",
    callback=_spelled,
    help="Who learns, where several share a machine.",
)


def journal(front: str, learner: str | None) -> "Journal":
    """What is kept of this run of the program; nothing is opened before it is needed.

    Args:
        front: tui or plain; screens in a browser are web.
        learner: who learns; None for the one who gave no name.
    """
    from tutor.progress.journal import Journal

    return Journal("web" if front == "tui" and streams.browser() else front, learner)


def path(name: str) -> Path:
    """The path that was typed; a ``~`` that names nobody is part of it."""
    return Path(os.path.expanduser(name))


def read(name: str) -> "Lesson":
    """The lesson that was named.

    Raises:
        TutorError: if there is none, or it is not sound.
    """
    from tutor.checking.read import read
    from tutor.lesson.locate import find

    return read(find(name))
