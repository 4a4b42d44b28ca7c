"""``solve``: the answer key."""

import sys

import click

from tutor.cli import streams
from tutor.cli.options import ASCII, read


@click.command(short_help="Print the answer key.", epilog="Example: bp-tutor solve worked-example --format json")
@click.argument("lesson")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="A page to print, or JSON.")
@ASCII
def solve(lesson: str, form: str, ascii: bool) -> None:
    """Print the whole worked solution of a lesson: the answer key."""
    found = read(lesson)
    if form == "json":
        import json

        from tutor.output.solution import as_data

        print(json.dumps(as_data(found), allow_nan=False))
        return
    streams.use_letters(ascii, sys.stdout)
    from tutor.output.page import page

    for line in page(found):
        print(line)
