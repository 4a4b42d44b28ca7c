"""``learn``: one lesson, on screens or line by line."""

import gc
import sys
from contextlib import closing
from io import StringIO

import click

from tutor.cli import streams
from tutor.cli.options import ASCII, journal, learner, read, theme


@click.command(short_help="Take one lesson.", epilog="Example: bp-tutor learn worked-example")
@click.argument("lesson")
@click.option("--plain", is_flag=True, help="Ask line by line: for screen readers, pipes and plain terminals.")
@ASCII
@theme()
@learner()
@click.option("--again", is_flag=True, help="Start the lesson again; what was done before is kept.")
def learn(lesson: str, *, plain: bool, ascii: bool, theme: str | None, learner: str | None, again: bool) -> int:
    """Take one lesson: a built-in one by its name, or the path of a lesson file.

    It goes on where it was left. Without a full-screen terminal it goes line by line, as with --plain.
    """
    found = read(lesson)
    if not plain and streams.terminal(sys.__stdin__, sys.__stderr__):
        streams.use_letters(ascii, sys.__stderr__)
        from tutor.tui.run import run as run_screens

        with closing(journal("tui", learner)) as kept:
            return run_screens(found, theme, kept, again=again)
    if not plain:
        streams.note("There is no full-screen terminal here, so the lesson goes line by line (--plain).")
    streams.use_letters(ascii, sys.stdout)
    gc.enable()
    from tutor.plain import run as run_plain

    with closing(journal("plain", learner)) as kept:
        # A process may be started without a standard input.
        return run_plain(found, sys.stdin or StringIO(), sys.stdout, kept, again=again)
