"""Reading a lesson file: all that is wrong with it at once, or the lesson."""

import os
from collections.abc import Iterator
from pathlib import PurePath

from tutor.engine.network import Network
from tutor.lesson.positions import KeyPath, Place, Position, position, positions
from tutor.lesson.problems import LessonError, Problem, Severity
from tutor.lesson.rules import HOMES, lesson
from tutor.lesson.schema import Lesson
from tutor.lesson.source import WHOLE, Source, load
from tutor.lesson.tables import MOST, Fault, Report, key_text


def read(path: str | os.PathLike[str]) -> Lesson:
    """The lesson in a file.

    Raises:
        LessonError: with every error in the file. Nothing else is raised, whatever stands at the path.
    """
    found, problems = _examined(path, warnings=False)
    if found is None:
        raise LessonError(problems)
    return found


def examine(path: str | os.PathLike[str]) -> tuple[Lesson | None, tuple[Problem, ...]]:
    """The lesson in a file (None where it has errors), and its problems, errors and warnings, in the file's order."""
    return _examined(path, warnings=True)


def _examined(path: str | os.PathLike[str], warnings: bool) -> tuple[Lesson | None, tuple[Problem, ...]]:
    try:
        source = load(path)
    except LessonError as refused:
        return None, refused.problems
    report = Report(warnings, HOMES)
    found = lesson(report, source.data, PurePath(source.file).stem)
    if found is not None:
        _finite(report, found.network)
    if warnings:
        _mathematics(report, source)
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
        found = f"numbers that make {overflow.quantity} larger than 1.8e308"
        advice = "make the weights, the biases, the input or the target smaller"
        report.add("overflow", ("network",), found, "numbers that can be computed with", advice)


def bounded(network: Network) -> bool:
    """Whether all that is computed in a network is certain to be finite, by a bound that costs next to nothing.

    The bound takes every |σ(z)| to be at most 1 + |z| and every |σ′(z)| at most 2.
    """
    largest = [max(abs(w) for row in layer.W for w in row) for layer in network.layers]
    a = max(map(abs, network.x))
    reach = [a]
    for layer, w in zip(network.layers, largest, strict=True):
        a = 1.0 + len(layer.W[0]) * w * a + max(map(abs, layer.b))
        reach.append(a)
    error = a + max(map(abs, network.y))
    bound = len(network.y) * error * error
    delta = 2.0 * error
    for layer, w, source in zip(reversed(network.layers), reversed(largest), reversed(reach[:-1]), strict=True):
        bound = max(bound, delta, delta * source * (network.learning_rate or 1.0))
        delta *= 2.0 * len(layer.W) * w
    return bound < 1e300 and max(largest) < 1e300


def _mathematics(report: Report, source: Source) -> None:
    """Warn of mathematics in the prose that cannot be shown as such."""
    from tutor.notation.prose import math_problems  # brings a Markdown parser

    for path, markdown in _prose(source):
        for offset, reason in math_problems(markdown):
            found = f"mathematics that cannot be shown ({reason})"
            expected, advice = "the notation of the worked example", "write it as there, or without $"
            before = markdown[:offset]
            report.note(Fault("mathematics", path, found, expected, advice, "value", Severity.WARNING, before))


def _prose(source: Source) -> Iterator[tuple[KeyPath, str]]:
    """Every Markdown text of a file, with its key path."""
    steps = source.data.get("step")
    texts: list[tuple[KeyPath, object]] = [(("about",), source.data.get("about"))]
    for index, step in enumerate(steps if isinstance(steps, list) else ()):
        if isinstance(step, dict):
            texts += ((("step", index, name), step.get(name)) for name in ("before", "after", "say"))
            hints = step.get("hints")
            texts += (
                (("step", index, "hints", k), hint) for k, hint in enumerate(hints if isinstance(hints, list) else ())
            )
    return ((path, text) for path, text in texts if isinstance(text, str))


def _placed(report: Report, source: Source) -> tuple[Problem, ...]:
    """The faults as problems, each with its line, in the order of the file."""
    places = positions(source.text)
    problems = [
        Problem(
            source.file,
            *_position(fault, places, source.text),
            fault.severity,
            fault.code,
            key_text(fault.path),
            fault.found,
            fault.expected,
            fault.advice,
        )
        for fault in report.faults
    ]
    problems.sort(key=lambda problem: (problem.line, problem.column))
    if report.omitted:
        severity = Severity.ERROR if report.counts[Severity.ERROR] > MOST else Severity.WARNING
        last = Position(problems[-1].line, problems[-1].column)
        found, expected = f"{report.omitted} further problems", "a lesson file"
        advice = "mend those above, then check again"
        problems.append(
            Problem(source.file, *last, severity, "more", WHOLE, found, expected, advice),
        )
    return tuple(problems)


def _position(fault: Fault, places: dict[KeyPath, Place], text: str) -> Position:
    """Where a fault stands: at its key, at its value, or, for what is missing, at the table that should have it."""
    place = places.get(fault.path)
    if place is None:
        return places.get(fault.path[:-1], places[()]).value
    if fault.at == "key":
        return place.key
    return _inside(place.value, text, fault.before) if fault.before else place.value


def _inside(start: Position, text: str, before: str) -> Position:
    """The place in the string at ``start`` that comes after ``before``; the start itself where escapes hide it."""
    opening = sum(len(line) + 1 for line in text.split("\n")[: start.line - 1]) + start.column - 1
    at = text.find(before, opening, opening + len(before) + 4)  # three quotes and a line end may come first
    return position(text, at + len(before)) if at >= 0 else start
