"""``serve``: the tutor in a browser."""

import click

from tutor.cli import streams
from tutor.cli.options import read
from tutor.errors import TutorError


@click.command(short_help="Open the tutor in a browser.", epilog="Example: bp-tutor serve worked-example")
@click.argument("lesson", required=False)
@click.option("--host", default="127.0.0.1", show_default=True, help="Where to listen: a name or an address.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0 for a free one.")
@click.option("--most", type=click.IntRange(1, 1000), default=50, show_default=True, help="Visitors at once.")
@click.option("--learner-header", metavar="NAME", help="The header in which a proxy names the learner.")
@click.option("--public-url", metavar="URL", help="The address under which a proxy shows it.")
def serve(
    lesson: str | None, *, host: str, port: int, most: int, learner_header: str | None, public_url: str | None
) -> int:
    """Open the tutor in a browser on this machine, with a lesson or with the list of lessons.

    Every visitor has a session of their own. Who they are is told from outside: by ?learner=ID in the address, or with
    --learner-header by a proxy, and then by nothing else. What is kept for each learner is kept apart.
    """
    title = read(lesson).title if lesson is not None else "bp-tutor"
    from importlib.util import find_spec

    if not all(map(find_spec, ("aiohttp", "textual_serve"))):
        raise TutorError("A browser needs textual-serve: pip install 'textual-serve>=1.1.3,<2'")
    from tutor.web import serve as server

    try:
        asked = server.Asked(lesson, title, server.guard(host, public_url), port, most, server.header(learner_header))
    except ValueError as problem:
        raise click.UsageError(str(problem)) from problem
    return server.run(asked, streams.note)
