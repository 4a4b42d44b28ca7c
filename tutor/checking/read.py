"""Reading a lesson file with all that marking knows of it: the lesson room's own checks, and those that need mistakes.

Nothing of marking is loaded for a lesson that is only read and has no words of its own for mistakes.
"""

import os
from functools import partial

from tutor.engine.activations import ACTIVATIONS
from tutor.engine.losses import LOSSES
from tutor.engine.network import Network
from tutor.lesson import read as lesson_file
from tutor.lesson.problems import Problem, Severity
from tutor.lesson.schema import Lesson
from tutor.lesson.source import Source
from tutor.lesson.tables import Report


def read(path: str | os.PathLike[str]) -> Lesson:
    """The lesson in a file.

    Raises:
        LessonError: with every error in the file. Nothing else is raised, whatever stands at the path.
    """
    return lesson_file.read(path, _messages)


def examine(path: str | os.PathLike[str], *, strict: bool = False) -> tuple[Lesson | None, tuple[Problem, ...]]:
    """The lesson in a file (None where it has errors), and its problems, errors and warnings, in the file's order.

    Args:
        path: of the file.
        strict: whether mistakes that the lesson's numbers can't tell apart are errors; else they are warnings.
    """
    return lesson_file.examine(path, partial(_all, severity=Severity.ERROR if strict else Severity.WARNING))


def _messages(report: Report, source: Source, _: Lesson | None) -> None:
    if "messages" in source.data:
        from tutor.checking.messages import check  # with marking, which no other lesson has to wait for

        check(report, source)


def _all(report: Report, source: Source, lesson: Lesson | None, *, severity: Severity) -> None:
    _messages(report, source, lesson)
    if lesson is None or report.counts[Severity.ERROR]:
        return
    if _has_own(lesson.network):
        from tutor.checking import own  # with mpmath, which no other lesson has to wait for

        own.check(report, source, lesson.network)
    if not report.counts[Severity.ERROR]:
        from tutor.checking import apart

        apart.check(report, lesson, severity)


def _has_own(network: Network) -> bool:
    """Whether a network has an activation or a loss of the lesson's own."""
    return network.loss not in LOSSES or any(layer.activation not in ACTIVATIONS for layer in network.layers)
