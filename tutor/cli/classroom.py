"""What ``progress`` does for whoever teaches: many stores in one, a summary of the class, statements for xAPI."""

import sys
from collections.abc import Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING

import click

from tutor.cli import streams
from tutor.cli.options import path
from tutor.errors import ExitStatus

if TYPE_CHECKING:
    from tutor.cli.progress import Asked


def merge(asked: "Asked", files: Sequence[str]) -> ExitStatus:
    """Merge stores into one, with a line for each; what cannot be merged is told, and the others go on."""
    from tutor.output import merged
    from tutor.progress.look import is_blank
    from tutor.progress.merge import merge
    from tutor.progress.store import Store

    reports = []
    with ExitStack() as opened:
        store = opened.enter_context(Store(asked.path) if is_blank(asked.path) else asked.opened())
        for report in merge(store, [path(file) for file in files]):
            reports.append(report)
            streams.note(merged.line(report))
    streams.note(merged.totals(reports, asked.path))
    return ExitStatus.DONE if all(map(merged.sound, reports)) else ExitStatus.INPUT


def summary(asked: "Asked", plain: bool) -> None:
    """Print what the class did."""
    from tutor.notation import charset
    from tutor.output.classroom import as_data, page
    from tutor.progress.classroom import Classroom, classroom
    from tutor.progress.people import named, people

    found = Classroom()
    if not asked.absent:
        with asked.opened() as store:
            who = people(store.db) if asked.learner is None else named(store.db, asked.learner)
            found = store.reading(lambda: classroom(store.db, who))
    if asked.form == "json":
        import json

        print(json.dumps(as_data(found), indent=2))
    elif found.pupils:
        for line in page(found, plain=plain):
            print(charset.written(line))
    if not found.pupils:
        streams.note(asked.nothing)


def xapi(asked: "Asked", base: str) -> None:
    """Print a statement for each try."""
    from tutor.output.encoding import binary
    from tutor.output.statements import array, checked, statements
    from tutor.progress.people import named, people
    from tutor.recorder import Watch

    try:
        checked(base)
    except ValueError as problem:
        raise click.BadParameter(f"{problem}.", param_hint="--base") from problem
    out = binary(sys.stdout)
    now = Watch().now()

    def write() -> None:
        who = people(store.db) if asked.learner is None else named(store.db, asked.learner)
        if not who:
            streams.note(asked.nothing)
        for line in array(statements(store.db, who, base, now)):
            out.write(f"{line}\n".encode())

    if asked.absent:
        streams.note(asked.nothing)
        out.write(b"[\n]\n")
        return
    with asked.opened() as store:
        store.reading(write)
