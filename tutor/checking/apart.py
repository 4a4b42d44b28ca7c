"""The warnings of what a lesson's numbers cannot tell: a line for each mistake that passes, and for each two alike.

Before them stands each layer of ReLU that is not active at all: with it, most mistakes give the right 0.
"""

from collections.abc import Sequence

from tutor.checking.confusions import Where, confusions
from tutor.lesson.problems import Severity
from tutor.lesson.rules import FIGURES
from tutor.lesson.schema import Lesson
from tutor.lesson.tables import Fault, Report

NAMED = 4
"""How many questions a line names; the rest is counted."""


def check(report: Report, lesson: Lesson, severity: Severity) -> None:
    """Note what the numbers of a sound lesson cannot tell, what would be marked right first.

    Args:
        report: of the file.
        lesson: what was read.
        severity: of what is noted.
    """
    found = confusions(lesson)
    finer = lesson.marking.significant + 1
    for l, questions in found.inactive.items():
        report.note(_inactive(l, tuple(map(str, questions)))._replace(severity=severity))
    for code, where in found.passing.items():
        said = (f"{code} is marked right", "numbers that tell it from the right method")
        report.note(_fault("marked-right", (code,), where, said, finer)._replace(severity=severity))
    for pair, where in found.alike.items():
        said = (f"{pair[0]} and {pair[1]} are the same", "numbers that tell them apart")
        report.note(_fault("alike", pair, where, said, finer)._replace(severity=severity))
    if found.left_out:
        what = f"{found.left_out} questions in which no mistakes were looked for"
        advice = "ask for less, or make the network smaller"
        report.note(Fault("too-large", ("network",), what, "a smaller lesson", advice, "key", Severity.WARNING))


def _fault(code: str, mistakes: tuple[str, ...], where: Where, said: tuple[str, str], finer: int) -> Fault:
    questions = tuple(str(q) for q in where)
    found, expected = f"numbers by which {said[0]} at {_listed(questions)}", said[1]
    return Fault(
        code, ("network",), found, expected, _advice(where, finer), "key", mistakes=mistakes, questions=questions
    )


def _inactive(l: int, questions: tuple[str, ...]) -> Fault:
    found = f"no z above 0 in layer {l}, so that ReLU leaves nothing to work out at {_listed(questions)}"
    return Fault(
        "inactive", ("network",), found, "a neuron in it that is active", "change numbers", "key", questions=questions
    )


def _advice(where: Where, finer: int) -> str:
    """What one more significant figure would buy."""
    told = tuple(str(q) for q, tells in where.items() if tells)
    if finer not in FIGURES:
        return "change them"
    if len(told) == len(where):
        return f"change them, or write significant = {finer}, which would tell"
    if not told:
        return f"change them; significant = {finer} would not help"
    return f"change them; significant = {finer} would help only at {_listed(told)}"


def _listed(names: Sequence[str]) -> str:
    """One or several names; of many, the first few and how many more."""
    if len(names) > NAMED + 1:
        return f"{', '.join(names[:NAMED])} and {len(names) - NAMED} more"
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]
