"""Reading a lesson file: all that is wrong with it at once, or the lesson."""

import os
from collections.abc import Callable, Mapping
from pathlib import PurePath

from tutor.engine.network import Network
from tutor.lesson.bound import bounded
from tutor.lesson.positions import KeyPath, Place, Position, places, position, within
from tutor.lesson.problems import LessonError, Problem, Severity
from tutor.lesson.rules import HOMES, lesson
from tutor.lesson.schema import Lesson
from tutor.lesson.source import WHOLE, Source, load
from tutor.lesson.tables import MOST, Fault, Report, key_text

MANY = 500
"""How many numbers a lesson may ask for before that is worth a warning."""

Further = Callable[[Report, Source, Lesson | None], None]
"""What a room above this one has to say of a file: it notes it in the report. The lesson is None where it has errors;
nothing is asked of a file of a newer format."""


def read(path: str | os.PathLike[str], further: Further | None = None) -> Lesson:
    """The lesson in a file.

    Raises:
        LessonError: with every error in the file. Nothing else is raised, whatever stands at the path.
    """
    found, problems = _examined(path, further, warnings=False)
    if found is None:
        raise LessonError(problems)
    return found


def examine(path: str | os.PathLike[str], further: Further | None = None) -> tuple[Lesson | None, tuple[Problem, ...]]:
    """The lesson in a file (None where it has errors), and its problems, errors and warnings, in the file's order."""
    return _examined(path, further, warnings=True)


def _examined(
    path: str | os.PathLike[str], further: Further | None, *, warnings: bool
) -> tuple[Lesson | None, tuple[Problem, ...]]:
    try:
        source = load(path)
    except LessonError as refused:
        return None, refused.problems
    report = Report(warnings, HOMES)
    found = lesson(report, source.data, PurePath(source.file).stem)
    if found is not None:
        _finite(report, found.network)
        if warnings:
            _long(report, found, "step" in source.data)
    if warnings:
        from tutor.lesson.prose import doubtful

        doubtful(report, source)
    if further is not None and not any(fault.code == "newer" for fault in report.faults):
        further(report, source, None if report.counts[Severity.ERROR] else found)
    problems = _placed(report, source) if report.faults else ()
    return None if report.counts[Severity.ERROR] else found, problems


def _finite(report: Report, network: Network) -> None:
    """Note where the network's numbers grow beyond float64."""
    if bounded(network):
        return
    from tutor.engine.solution import Overflow, solve  # loads NumPy, which no ordinary lesson has to wait for

    try:
        solve(network)
    except Overflow as overflow:
        found = f"numbers that make {overflow.quantity} larger than 1.8e308, or no number at all"
        report.add("overflow", ("network",), found, "numbers that can be computed with", overflow.advice)


def _long(report: Report, found: Lesson, spelled_out: bool) -> None:
    """Warn of a lesson that nobody will finish."""
    questions = sum(len(step.questions) for step in found.asked)
    if questions > MANY:
        path: KeyPath = ("step",) if spelled_out else ("network",)
        number = f"a lesson in which a learner would have to type {questions:,} numbers"
        advice = "ask for less: see [trace] and [[step]]"
        report.note(Fault("long", path, number, f"at most {MANY}", advice, "key", Severity.WARNING))


def _placed(report: Report, source: Source) -> tuple[Problem, ...]:
    """The faults as problems, each with its line, in the order of the file."""
    found = places(source.text, [fault.path for fault in report.faults if fault.offset is None])
    problems = [
        Problem(
            source.file,
            *position(source.text, _offset(fault, found, source.text)),
            fault.severity,
            fault.code,
            key_text(fault.path),
            fault.found,
            fault.expected,
            fault.advice,
            fault.mistakes,
            fault.questions,
        )
        for fault in report.faults
    ]
    problems.sort(key=lambda problem: (problem.line, problem.column))
    if report.omitted:
        severity = Severity.ERROR if report.counts[Severity.ERROR] > MOST else Severity.WARNING
        last = Position(problems[-1].line, problems[-1].column)
        more = (f"{report.omitted} further problems", "a lesson file", "mend those above, then check again")
        problems.append(Problem(source.file, *last, severity, "more", WHOLE, *more))
    return tuple(problems)


def _offset(fault: Fault, found: Mapping[KeyPath, Place], text: str) -> int:
    """Where a fault stands: at its key, at its value, or, for what is missing, at the table that should have it."""
    if fault.offset is not None:
        return fault.offset
    place = found.get(fault.path)
    if place is None:
        return found.get(fault.path[:-1], found[()]).value
    if fault.character is not None:
        return within(text, place.value, fault.character)
    return place.key if fault.at == "key" else place.value
