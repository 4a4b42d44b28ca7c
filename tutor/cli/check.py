"""``check``: are lesson files sound?"""

from typing import TYPE_CHECKING, Any

import click

from tutor.cli import streams
from tutor.errors import ExitStatus, TutorError

if TYPE_CHECKING:
    from tutor.lesson.problems import Problem


@click.command(short_help="Say whether lesson files are sound.", epilog="Example: bp-tutor check my-lesson.toml")
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
            streams.note(line)
        if form == "text" and report["sound"]:
            print(f"{report['file']}: sound")
    if form == "json":
        import json

        kept = [{key: report[key] for key in ("file", "sound", "problems")} for report in reports]
        print(json.dumps(kept, indent=2))
    return ExitStatus.DONE if all(report["sound"] for report in reports) else ExitStatus.INPUT


def _examined(name: str, strict: bool) -> dict[str, Any]:
    """What is said of one lesson."""
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
