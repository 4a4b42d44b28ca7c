"""``progress``: what was done, for the learner and for whoever teaches."""

import sys
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from tutor.cli import classroom, options, streams
from tutor.cli.options import ASCII, learner
from tutor.errors import ExitStatus

if TYPE_CHECKING:
    from tutor.progress.store import Store


class Asked(NamedTuple):
    """What was asked for."""

    form: str
    learner: str | None
    """Of whom; None where nobody was named."""
    file: Path | None
    """The store that was named; None for the user's own."""

    @property
    def path(self) -> Path:
        """The store."""
        from tutor.progress.opening import own

        return self.file or own()

    @property
    def absent(self) -> bool:
        """Whether nothing was kept yet; of a store that was named that is an error."""
        from tutor.progress.look import is_blank

        return self.file is None and is_blank(self.path)

    @property
    def nothing(self) -> str:
        """What is said where nothing is kept of whom it was asked for."""
        return "Nothing is kept yet." if self.learner is None else f"Nothing is kept of “{self.learner}”."

    @property
    def nobody(self) -> str:
        """The same of one learner, with what to do."""
        from tutor.output.standing import nothing

        return nothing(self.learner, self.path, own=self.file is None)

    def opened(self) -> "AbstractContextManager[Store]":
        """The store, open."""
        from tutor.progress.opening import opened

        return opened(self.path, mend=self.file is None)


_FORMS = {"--copy": (), "--summary": ("text", "json"), "--xapi": ("json",)}
"""Which formats each of them can have."""


@click.command(short_help="Say what was done so far.", epilog="Example: bp-tutor progress --format csv > gradebook.csv")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "csv", "json"]),
    help="A page to read, unless told, or a gradebook with a row for each question.",
)
@learner()
@click.option("--store", metavar="FILE", help="Use this store in place of one's own.")
@click.option("--copy", metavar="FILE", help="Write what is kept of one learner into a new file, to hand in.")
@click.option("--merge", is_flag=True, help="Put what the FILEs have, and those in folders, into the store as well.")
@click.option("--summary", is_flag=True, help="What the class did: who is where, and where all are stuck.")
@click.option("--xapi", is_flag=True, help="Each try as a statement of the Experience API 1.0.3, in JSON.")
@click.option("--base", metavar="IRI", help="What all names in statements begin with: https://school.example/bp")
@click.option("--plain", is_flag=True, help="A page without bars and lines: for screen readers.")
@ASCII
@click.argument("files", metavar="[FILE]...", nargs=-1)
def progress(
    *,
    files: tuple[str, ...],
    form: str | None,
    learner: str | None,
    store: str | None,
    copy: str | None,
    merge: bool,
    summary: bool,
    xapi: bool,
    base: str | None,
    plain: bool,
    ascii: bool,
) -> int:
    """Say what was done so far: how each lesson stands, which mistakes were made, which skills are known.

    A page is about one learner: about oneself, unless --learner says of whom. A gradebook (csv, json), a summary and
    statements have all who are in the store, unless --learner says of whom. FILEs are for --merge.
    """
    wishes = [name for name, wish in (("--copy", copy is not None), ("--summary", summary), ("--xapi", xapi)) if wish]
    if form and any(form not in _FORMS[name] for name in wishes):
        wishes.append(f"--format {form}")
    wrong = {
        "FILEs are for --merge.": files and not merge,
        "--merge needs a FILE or a folder, or more: bp-tutor progress --merge FILE...": merge and not files,
        "--xapi needs --base IRI, what all names begin with: --base https://school.example/bp": xapi and base is None,
        "--base is for --xapi.": base is not None and not xapi,
        f"{' and '.join(wishes)} do not go together.": len(wishes) > 1,
    }
    for sentence in (each for each, found in wrong.items() if found):
        raise click.UsageError(sentence)
    asked = Asked(form or "text", learner, options.path(store) if store is not None else None)
    streams.use_letters(ascii, sys.stdout)
    status = classroom.merge(asked, files) if merge else ExitStatus.DONE
    if copy is not None:
        _copy(asked, options.path(copy))
    elif base is not None:
        classroom.xapi(asked, base)
    elif summary:
        classroom.summary(asked, plain)
    elif asked.form != "text":
        _gradebook(asked)
    elif not merge:
        _page(asked, plain)
    return status


def _page(asked: Asked, plain: bool) -> None:
    from tutor.notation import charset

    lines = None if asked.absent else _lines(asked, plain)
    for line in lines or [asked.nobody]:
        print(charset.written(line))
    if lines and asked.file is None:
        print(charset.written(f"\nKept in {asked.path}"))


def _lines(asked: Asked, plain: bool) -> list[str] | None:
    """The page; None where nothing is kept of the learner."""
    from tutor.output.standing import page
    from tutor.progress import reader
    from tutor.progress.people import oneself
    from tutor.progress.report import report
    from tutor.recorder import Watch

    with asked.opened() as store:

        def read() -> list[str] | None:
            person = oneself(store.db, asked.learner)
            if person is None:
                return None
            knowledge = reader.knowledge(store.db, person.id)
            found = report(store.db, person)
            return list(page(person.name, found, knowledge, Watch().now(), plain=plain))

        return store.reading(read)


def _gradebook(asked: Asked) -> None:
    from tutor.output.encoding import binary
    from tutor.output.gradebook import write_csv, write_json
    from tutor.progress.gradebook import rows
    from tutor.progress.people import named, people

    write = write_csv if asked.form == "csv" else write_json
    out = binary(sys.stdout)
    if asked.absent:
        write((), out)
        streams.note(asked.nothing)
        return
    with asked.opened() as store:
        who = people(store.db) if asked.learner is None else named(store.db, asked.learner)
        store.reading(lambda: write(rows(store.db, who), out))
    if not who:
        streams.note(asked.nothing)


def _copy(asked: Asked, target: Path) -> None:
    from tutor.errors import TutorError
    from tutor.notation.printable import printable
    from tutor.progress.handing import copy
    from tutor.progress.people import oneself

    if asked.absent:
        raise TutorError(asked.nobody)
    with asked.opened() as store:
        person = store.reading(lambda: oneself(store.db, asked.learner))
        if person is None:
            raise TutorError(asked.nobody)
        copy(store, person, target)
    whom = "you" if asked.learner is None else f"“{printable(asked.learner)}”"
    streams.note(f"{printable(str(target))} has all that is kept of {whom}.")
