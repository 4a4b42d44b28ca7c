"""What is wrong with a lesson file, where, and what to do about it."""

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from tutor.errors import TutorError


class Severity(StrEnum):
    """Whether a problem keeps the lesson from being used."""

    ERROR = "error"
    WARNING = "warning"


CODES: dict[str, str] = {
    "unreadable": "the file cannot be opened, or is no regular file",
    "too-large": "the file, or what it describes, is larger than any lesson",
    "encoding": "the file is not UTF-8",
    "syntax": "the file is not TOML",
    "too-deep": "lists, tables or dotted keys are nested beyond what a lesson needs",
    "empty": "there is nothing where something has to be",
    "newer": "the file uses what only a newer bp-tutor knows",
    "missing-key": "a required key is not there",
    "unknown-key": "a key means nothing to bp-tutor",
    "wrong-type": "a value is of the wrong kind: text for a number, a number for a list",
    "wrong-value": "a value is of the right kind, but none of those that are possible",
    "formula": "an activation or a loss of the lesson's own cannot be read, or not be used",
    "not-finite": "a number is nan, infinite, or too large for double precision",
    "shape": "numbers of weights, biases, inputs or targets do not fit together",
    "repeated": "a quantity stands in more than one question",
    "nothing-asked": "no step asks the learner for anything",
    "overflow": "the numbers are finite, but what is computed from them is not",
    "order": "a quantity is asked for after a step that needs it, and so gives it away",
    "mathematics": "the text between two $ is not in the notation that bp-tutor shows",
    "escape": "TeX between double quotes has lost a backslash to TOML",
    "unknown-mistake": "the lesson has words for a mistake that bp-tutor does not know",
    "placeholder": "between braces stands what bp-tutor has no number or name for",
    "inactive": "no neuron in a layer of ReLU is active, so that nothing passes through it, forward or back",
    "marked-right": "with the lesson's numbers, a mistake gives an answer that is marked right",
    "alike": "with the lesson's numbers, two mistakes give the same answer",
    "long": "a learner would have to type more numbers than anyone will",
    "more": "there are more problems than are told at once",
}
"""Every code of a problem, and what it stands for."""


class Problem(NamedTuple):
    """One thing that is wrong, in one line."""

    file: str
    line: int
    """From 1."""
    column: int
    """In characters, from 1."""
    severity: Severity
    code: str
    """A key of ``CODES``."""
    key: str
    """Where in the file, as ``network.layer[2].W[1][3]``, counted from 1; ``(file)`` where it is the file itself."""
    found: str
    expected: str
    advice: str
    """What to do."""
    mistakes: tuple[str, ...] = ()
    """The codes of the mistakes that it is about, if it is about any."""
    questions: tuple[str, ...] = ()
    """The questions that it is about, as ``z(1,2)``."""

    @property
    def message(self) -> str:
        """What was found, what was expected, what to do."""
        return f"found {self.found}; expected {self.expected}; {self.advice}"

    def __str__(self) -> str:
        from tutor.notation.printable import printable  # only where something is amiss

        where = f"{self.file}:{self.line}:{self.column}"
        return printable(f"{where}: {self.severity}[{self.code}]: {self.key}: {self.message}")


class LessonError(TutorError):
    """A lesson file that cannot be used; ``problems`` has every error in it."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))
