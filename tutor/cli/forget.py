"""``forget``: everything about one learner is deleted."""

import sys
from contextlib import ExitStack

import click

from tutor.cli import streams
from tutor.cli.options import learner
from tutor.errors import TutorError


@click.command(short_help="Delete all that is kept of you.", epilog="Example: bp-tutor forget")
@learner()
@click.option("--yes", is_flag=True, help="Delete it without asking.")
def forget(*, learner: str | None, yes: bool) -> None:
    """Delete all that is kept of you, or of the learner who is named. It says what that is, and asks first."""
    from tutor.notation import charset
    from tutor.output.forgetting import warning
    from tutor.output.standing import nothing
    from tutor.progress.forget import lose, loss
    from tutor.progress.look import is_blank
    from tutor.progress.opening import opened, own

    streams.use_letters(False, sys.stdout)
    path = own()
    with ExitStack() as held:
        store = held.enter_context(opened(path, mend=True)) if not is_blank(path) else None
        lost = store.reading(lambda: loss(store, path, learner)) if store else loss(None, path, learner)
        lines = list(warning(lost, path))
        for line in lines or [nothing(learner, path)]:
            print(charset.written(line))
        if not lines:
            lose(store, lost)
            return
        if not (yes or _agreed()):
            print("Nothing was deleted.")
            return
        lose(store, lost)
    print("It is deleted.")


def _agreed() -> bool:
    """Ask; whoever says nothing does not agree.

    Raises:
        TutorError: there is no terminal to ask on.
    """
    if not streams.asks():
        raise TutorError("Nothing was deleted: there is no terminal to ask on. To delete it without asking: --yes")
    print("Delete it? [y/N] ", end="", flush=True)
    return sys.stdin.readline().strip().casefold() in ("y", "yes")
