"""``mark``: answer sheets."""

import sys

import click

from tutor.cli import streams
from tutor.cli.bar import Bar
from tutor.cli.options import read
from tutor.errors import ExitStatus


@click.command(
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

    found = read(lesson)
    shown = streams.terminal(sys.stderr) and (summary or not streams.terminal(sys.stdout))
    with Bar("Marking", shown) as bar:
        out = None if summary else binary(sys.stdout)
        totals, counted = run.mark(found, sheet, out, "json" if form == "json" else "csv", progress=bar.reach)
    if counted and form == "json":
        import json

        print(json.dumps(report.as_data(found, totals, counted), indent=2))
    elif counted:
        for line in report.page(found, totals, counted, "screen" if has(sys.stdout, report.SPECIMEN) else "ascii"):
            print(line)
    for line in totals.lines():
        streams.note(line)
    return ExitStatus.INPUT if totals.errors else ExitStatus.DONE
