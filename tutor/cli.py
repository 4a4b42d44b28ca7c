"""The command line. Each command imports what it needs, so that ``learn`` waits for nothing else."""

import errno
import gc
import os
import sys
import time
from collections.abc import Sequence
from contextlib import ExitStack
from functools import partial
from io import StringIO
from typing import TYPE_CHECKING, Any, TextIO

import click

from tutor import __version__
from tutor.errors import ExitStatus, TutorError

if TYPE_CHECKING:
    from tutor.lesson.problems import Problem
    from tutor.lesson.schema import Lesson

NAME = "bp-tutor"
NO_SCREENS = frozenset({"dumb", "unknown"})
"""Values of TERM under which nothing can be placed on a screen."""


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one command line, that of the process unless told.

    Returns:
        The exit status. Wrong usage is told here; what is wrong with what the user gave is raised.

    Raises:
        TutorError: with one clear message.
    """
    from tutor.output.encoding import make_tolerant

    if sys.stdout is None:  # a process may be started without it
        sys.stdout = _NoOutput()
    for stream in (sys.stdout, sys.stderr):
        make_tolerant(stream)
    if hasattr(sys.stdin, "reconfigure"):
        sys.stdin.reconfigure(errors="replace")
    try:
        status = bp_tutor.main(arguments, prog_name=NAME, standalone_mode=False)
    except click.ClickException as problem:
        problem.show(sys.stderr)
        return problem.exit_code
    except click.Abort as abort:
        raise KeyboardInterrupt from abort
    return status if isinstance(status, int) else ExitStatus.DONE


class _NoOutput(StringIO):
    """Stands for a standard output that is not there: what is printed must not be lost without a word."""

    def write(self, _text: str) -> int:
        raise OSError(errno.EBADF, "it is closed")


class _Commands(click.Group):
    """The commands in the order in which they are written here, with a guess at what a misspelt one meant."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 (click's signature)
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 (click's signature)
        try:
            return super().invoke(ctx)
        except BrokenPipeError:  # click makes an error of it
            return ExitStatus.DONE

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in self.commands and not args[0].startswith("-"):
            ctx.fail(_no_command(args[0], list(self.commands)))
        return super().resolve_command(ctx, args)


def _no_command(name: str, names: Sequence[str]) -> str:
    from difflib import get_close_matches  # only where something is amiss

    from tutor.lesson.locate import builtin
    from tutor.notation.printable import printable

    shown = printable(name if len(name) <= 60 else name[:59] + "…")
    if name in builtin() or name.endswith(".toml"):
        return f"“{shown}” is no command. To take that lesson: {NAME} learn {shown}"
    near = get_close_matches(name.casefold()[:60], names, n=1)
    guess = f" Did you mean “{near[0]}”?" if near else ""
    return f"“{shown}” is no command.{guess}"


ASCII = click.option(
    "--ascii", is_flag=True, help="Write names and draw lines in ASCII; by itself where the terminal has no more."
)

_theme = partial(
    click.option,
    "--theme",
    metavar="NAME",
    help="The colours: bp-dark, bp-light, bp-high-contrast, bp-colour-blind, or a theme of Textual's.",
)


@click.group(
    cls=_Commands,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Example: bp-tutor learn worked-example",
)
@click.version_option(__version__, prog_name=NAME, message="%(prog)s %(version)s")
@ASCII
@_theme(envvar="BP_TUTOR_THEME")
@click.pass_context
def bp_tutor(context: click.Context, ascii: bool, theme: str | None) -> int | None:
    """Learn backpropagation by computing it: by hand, number by number.

    Without a command: choose a lesson on the home screen.
    """
    if context.invoked_subcommand is not None:
        context.default_map = {"learn": {"theme": theme}}
        if ascii:
            _use_letters(ascii, None)
        if context.invoked_subcommand != "learn":
            gc.enable()
        return None
    screens = _terminal(sys.__stdin__, sys.__stdout__, sys.__stderr__)
    _use_letters(ascii, sys.__stderr__ if screens else sys.stdout)
    if screens:
        from tutor.tui.run import run as run_screens

        return run_screens(None, theme)
    status = _list_lessons()
    _note(f"Take one with: {NAME} learn NAME")
    return status


@bp_tutor.command(short_help="Take one lesson.", epilog="Example: bp-tutor learn worked-example")
@click.argument("lesson")
@click.option("--plain", is_flag=True, help="Ask line by line: for screen readers, pipes and plain terminals.")
@ASCII
@_theme()
def learn(lesson: str, plain: bool, ascii: bool, theme: str | None) -> int:
    """Take one lesson: a built-in one by its name, or the path of a lesson file.

    Without a full-screen terminal the lesson goes line by line, as with --plain.
    """
    found = _read(lesson)
    if not plain and _terminal(sys.__stdin__, sys.__stderr__):
        _use_letters(ascii, sys.__stderr__)
        from tutor.tui.run import run as run_screens

        return run_screens(found, theme)
    if not plain:
        _note("There is no full-screen terminal here, so the lesson goes line by line (--plain).")
    _use_letters(ascii, sys.stdout)
    gc.enable()
    from tutor.plain import run as run_plain

    return run_plain(found, sys.stdin or StringIO(), sys.stdout)  # a process may be started without the former


@bp_tutor.command(short_help="Print the answer key.", epilog="Example: bp-tutor solve worked-example --format json")
@click.argument("lesson")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="A page to print, or JSON.")
@ASCII
def solve(lesson: str, form: str, ascii: bool) -> None:
    """Print the whole worked solution of a lesson: the answer key."""
    found = _read(lesson)
    if form == "json":
        import json

        from tutor.output.solution import as_data

        print(json.dumps(as_data(found), allow_nan=False))
        return
    _use_letters(ascii, sys.stdout)
    from tutor.output.page import page

    for line in page(found):
        print(line)


@bp_tutor.command(
    short_help="Mark answer sheets.", epilog="Example: bp-tutor mark worked-example answers.csv > marked.csv"
)
@click.argument("lesson")
@click.argument("sheet", metavar="SHEET.csv")
@click.option("--summary", is_flag=True, help="What the class did, in place of the marked sheet.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["csv", "json", "text"]),
    help="csv, unless told, or json; with --summary text, unless told, or json.",
)
def mark(lesson: str, sheet: str, summary: bool, form: str | None) -> int:
    """Mark the answers in a CSV file, or in what comes on standard input for a SHEET.csv of -.

    The columns learner, quantity, layer, j, k and answer may stand in any order; all others are kept. The verdict, the
    mistake, the expected number and a message are added to each row. The exit status is 1 if a row is in error.
    """
    form = form or ("text" if summary else "csv")
    if form == ("csv" if summary else "text"):
        either = "text or json" if summary else "csv or json, or ask for the --summary"
        raise click.UsageError(f"--format {form} is not for this: write {either}.")
    from tutor.output.encoding import binary, has
    from tutor.output.sheet import report, run

    found = _read(lesson)
    with _Bar(shown=_terminal(sys.stderr) and (summary or not _terminal(sys.stdout))) as bar:
        out = None if summary else binary(sys.stdout)
        totals, counted = run.mark(found, sheet, out, "json" if form == "json" else "csv", progress=bar.reach)
    if counted and form == "json":
        import json

        print(json.dumps(report.as_data(found, totals, counted), indent=2))
    elif counted:
        for line in report.page(found, totals, counted, "screen" if has(sys.stdout, report.SPECIMEN) else "ascii"):
            print(line)
    for line in totals.lines():
        _note(line)
    return ExitStatus.INPUT if totals.errors else ExitStatus.DONE


@bp_tutor.command(short_help="Say whether lesson files are sound.", epilog="Example: bp-tutor check my-lesson.toml")
@click.argument("lessons", metavar="LESSON...", nargs=-1, required=True)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="Lines, or JSON.")
@click.option("--strict", is_flag=True, help="Take mistakes that the lesson's numbers can't tell apart for errors.")
def check(lessons: tuple[str, ...], form: str, strict: bool) -> int:
    """Say whether each lesson file is sound, and all that is wrong with one that is not.

    A warning tells where, with the numbers of the lesson, a mistake would be marked right, or two mistakes give the
    same number. Problems are told on standard error. The exit status is 1 if any file is not sound.
    """
    reports = [_examined(lesson, strict) for lesson in lessons]
    for report in reports:
        for line in report["lines"]:
            _note(line)
        if form == "text" and report["sound"]:
            print(f"{report['file']}: sound")
    if form == "json":
        import json

        kept = [{key: report[key] for key in ("file", "sound", "problems")} for report in reports]
        print(json.dumps(kept, indent=2))
    return ExitStatus.DONE if all(report["sound"] for report in reports) else ExitStatus.INPUT


@bp_tutor.command(short_help="List the built-in lessons.", epilog="Example: bp-tutor lessons")
def lessons() -> int:
    """List the built-in lessons: the names that learn, solve and check take."""
    return _list_lessons()


@bp_tutor.command(short_help="Open the tutor in a browser.", epilog="Example: bp-tutor serve worked-example")
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
    title = _read(lesson).title if lesson is not None else NAME
    from importlib.util import find_spec

    if not all(map(find_spec, ("aiohttp", "textual_serve"))):
        raise TutorError("A browser needs textual-serve: pip install 'textual-serve>=1.1.3,<2'")
    from tutor.web import serve as server

    try:
        asked = server.Asked(lesson, title, server.guard(host, public_url), port, most, server.header(learner_header))
    except ValueError as problem:
        raise click.UsageError(str(problem)) from problem
    return server.run(asked, _note)


class _Bar:
    """A progress bar on standard error, for what takes more than a second."""

    def __init__(self, shown: bool) -> None:
        self._shown = shown
        self._started = time.monotonic()
        self._open = ExitStack()
        self._bar: Any = None

    def __enter__(self) -> "_Bar":
        return self

    def __exit__(self, *error: object) -> None:
        self._open.close()

    def reach(self, done: float) -> None:
        """Show how much is done, from 0 to 1."""
        if self._bar is None and self._shown and time.monotonic() - self._started > 1:
            bar = click.progressbar(length=1000, label="Marking", file=sys.stderr)
            self._bar = self._open.enter_context(bar)
        if self._bar is not None:
            self._bar.update(round(1000 * done) - self._bar.pos)


def _note(line: str) -> None:
    """Say something about the output, on standard error; click's own echo would write UTF-8 whatever the locale."""
    print(line, file=sys.stderr or StringIO())


def _terminal(*streams: TextIO | None) -> bool:
    """Whether these are a terminal on which screens can be painted."""
    from tutor.output.encoding import BROWSER

    if os.environ.get("TEXTUAL_DRIVER") == BROWSER:
        return True
    there = all(stream is not None and not stream.closed and stream.isatty() for stream in streams)
    return there and os.environ.get("TERM") not in NO_SCREENS


def _use_letters(ascii: bool, stream: TextIO | None) -> None:
    """Choose the letters of all output: ASCII where that was asked for, else what the stream that it goes to has."""
    from tutor.notation import charset
    from tutor.output.encoding import letters

    charset.use("ascii" if ascii or charset.ascii() else letters(stream))


def _read(name: str) -> "Lesson":
    from tutor.checking.read import read
    from tutor.lesson.locate import find

    return read(find(name))


def _examined(name: str, strict: bool) -> dict[str, Any]:
    """What ``check`` says of one lesson."""
    from tutor.checking.read import examine
    from tutor.lesson.locate import find
    from tutor.notation.printable import printable

    try:
        path = find(name)
    except TutorError as problem:
        return {
            "file": printable(name),
            "sound": False,
            "problems": [_not_found(name, problem)],
            "lines": [str(problem)],
        }
    lesson, problems = examine(path, strict=strict)
    return {
        "file": printable(str(path)),
        "sound": lesson is not None,
        "problems": [_as_data(problem) for problem in problems],
        "lines": [str(problem) for problem in problems],
    }


def _not_found(name: str, problem: TutorError) -> dict[str, Any]:
    """A name that leads to no file, with the keys of a problem in a file."""
    from tutor.lesson.problems import Problem, Severity
    from tutor.notation.printable import printable

    nothing = dict.fromkeys(Problem._fields) | Problem._field_defaults
    return {**nothing, "file": printable(name), "severity": Severity.ERROR, "message": str(problem)}


def _as_data(problem: "Problem") -> dict[str, Any]:
    return {**problem._asdict(), "message": problem.message}


def _list_lessons() -> int:
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
            _note(str(problem))
            status = ExitStatus.INPUT
    return status
