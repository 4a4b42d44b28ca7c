"""The options that several commands have, and how a lesson is found by what was typed."""

from functools import partial
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from tutor.lesson.schema import Lesson

ASCII = click.option(
    "--ascii", is_flag=True, help="Write names and draw lines in ASCII; by itself where the terminal has no more."
)

theme = partial(
    click.option,
    "--theme",
    metavar="NAME",
    help="The colours: bp-dark, bp-light, bp-high-contrast, bp-colour-blind, or a theme of Textual's.",
)


def read(name: str) -> "Lesson":
    """The lesson that was named.

    Raises:
        TutorError: if there is none, or it is not sound.
    """
    from tutor.checking.read import read
    from tutor.lesson.locate import find

    return read(find(name))
