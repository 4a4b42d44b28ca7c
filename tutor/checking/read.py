"""Reading a lesson file with all that marking knows of it: the lesson room's own checks, and those that need mistakes.

Nothing of marking is loaded for a lesson that is only read and has no words of its own for mistakes.
"""

import os
from functools import partial

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
    if lesson is not None and not report.counts[Severity.ERROR]:
        from tutor.checking.apart import check

        check(report, lesson, severity)
