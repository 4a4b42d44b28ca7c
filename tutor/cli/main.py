"""The command line. Each command is a module of its own, loaded when it is used, and imports what it needs itself, so
that ``learn`` waits for nothing else.
"""

import gc
import sys
from collections.abc import Sequence
from contextlib import closing
from typing import Any

import click

from tutor import __version__
from tutor.cli import streams
from tutor.cli.options import ASCII, journal, learner, theme
from tutor.errors import ExitStatus

NAME = "bp-tutor"
COMMANDS = ("learn", "practice", "progress", "solve", "mark", "check", "lessons", "serve", "forget")
"""The commands in order of use: ``tutor.cli.NAME.NAME`` each."""


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one command line, that of the process unless told.

    Returns:
        The exit status. Wrong usage is told here; what is wrong with what the user gave is raised.

    Raises:
        TutorError: with one clear message.
    """
    streams.prepare()
    try:
        status = bp_tutor.main(arguments, prog_name=NAME, standalone_mode=False)
    except click.ClickException as problem:
        problem.show(sys.stderr)
        return problem.exit_code
    except click.Abort as abort:
        raise KeyboardInterrupt from abort
    return status if isinstance(status, int) else ExitStatus.DONE


class _Commands(click.Group):
    """The commands, each loaded when it is asked for, with a guess at what a misspelt one meant."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 (click's signature)
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        from importlib import import_module

        command: click.Command = getattr(import_module(f"tutor.cli.{cmd_name}"), cmd_name)
        return command

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 (click's signature)
        try:
            return super().invoke(ctx)
        except BrokenPipeError:  # click makes an error of it
            return ExitStatus.DONE

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            ctx.fail(_no_command(args[0]))
        return super().resolve_command(ctx, args)


def _no_command(name: str) -> str:
    from difflib import get_close_matches  # only where something is amiss

    from tutor.lesson.locate import builtin
    from tutor.notation.printable import printable

    shown = printable(name if len(name) <= 60 else name[:59] + "…")
    if name in builtin() or name.endswith(".toml"):
        return f"“{shown}” is no command. To take that lesson: {NAME} learn {shown}"
    near = get_close_matches(name.casefold()[:60], COMMANDS, n=1)
    guess = f" Did you mean “{near[0]}”?" if near else ""
    return f"“{shown}” is no command.{guess}"


@click.group(
    cls=_Commands,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Example: bp-tutor learn worked-example",
)
@click.version_option(__version__, prog_name=NAME, message="%(prog)s %(version)s")
@ASCII
@theme(envvar="BP_TUTOR_THEME")
@learner(envvar="BP_TUTOR_LEARNER", show_envvar=True)
@click.pass_context
def bp_tutor(context: click.Context, *, ascii: bool, theme: str | None, learner: str | None) -> int | None:
    """Learn backpropagation by computing it: by hand, number by number.

    Without a command: choose a lesson on the home screen.
    """
    if context.invoked_subcommand is not None:
        context.default_map = {context.invoked_subcommand: {"theme": theme, "learner": learner}}
        if ascii:
            streams.use_letters(ascii, None)
        if context.invoked_subcommand != "learn":
            gc.enable()
        return None
    screens = streams.terminal(sys.__stdin__, sys.__stdout__, sys.__stderr__)
    streams.use_letters(ascii, sys.__stderr__ if screens else sys.stdout)
    if screens:
        from tutor.tui.run import run as run_screens

        with closing(journal("tui", learner)) as kept:
            return run_screens(None, theme, kept)
    from tutor.cli.lessons import listed

    status = listed()
    streams.note(f"Take one with: {NAME} learn NAME")
    return status
