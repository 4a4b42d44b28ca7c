"""``lessons``: the built-in ones."""

import click

from tutor.cli import streams
from tutor.errors import ExitStatus, TutorError


@click.command(short_help="List the built-in lessons.", epilog="Example: bp-tutor lessons")
def lessons() -> int:
    """List the built-in lessons: the names that learn, solve and check take."""
    return listed()


def listed() -> int:
    """Print the name and the title of every built-in lesson."""
    from tutor.lesson.locate import builtin
    from tutor.lesson.read import read
    from tutor.notation import charset
    from tutor.notation.printable import printable

    found = builtin()
    widest = max(map(len, found), default=0)
    status = ExitStatus.DONE
    for name, path in found.items():
        try:
            print(f"{name:<{widest}}  {charset.written(printable(read(path).title))}")
        except TutorError as problem:
            streams.note(str(problem))
            status = ExitStatus.INPUT
    return status
