"""A lesson, read and found sound."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from tutor.engine.network import Network
from tutor.quantity import STAGES, Kind, Quantity, Stage

PRACTICE = "practice"
"""The id of every question of practice, and what stands before the seed of its network; no file may have it."""


class Marking(NamedTuple):
    """How answers are marked: the ``[marking]`` table."""

    significant: int = 3
    """The significant figures an answer must carry."""
    functions: bool = True
    """Whether answers may call exp, ln, σ …"""
    feedback: str = "immediate"
    scratch: bool = True
    """Whether there is a line to calculate on."""


class Step(NamedTuple):
    """One step in the order of the lesson: the questions of one kind for one layer, or a page of prose."""

    kind: Kind | None
    """The kind of its questions; None for a page of prose."""
    layer: int | None = None
    questions: tuple[Quantity, ...] = ()
    """What it asks for (or shows, where it is given), at most one row of a matrix."""
    given: bool = False
    """Shown, not asked."""
    before: str = ""
    """Markdown shown before the first question."""
    after: str = ""
    """Markdown shown when the step is done."""
    say: str = ""
    """The Markdown of a page of prose."""
    hints: tuple[str, ...] = ()
    """The lesson's own hints (Markdown); they come before the built-in ones."""

    expression: bool = False
    """Whether the answers are expressions in the names shown, in place of numbers."""

    @property
    def sample(self) -> int:
        """The sample that it is about, or carries."""
        return self.questions[0].sample if self.questions else 1

    @property
    def update(self) -> int:
        """The update that it is about."""
        return self.questions[0].update if self.questions else 1

    @property
    def asked(self) -> bool:
        """Whether the learner is asked anything here."""
        return bool(self.questions) and not self.given

    @property
    def stage(self) -> Stage | None:
        """The part of the lesson it belongs to; None for a page of prose."""
        return None if self.kind is None else STAGES[self.kind]


@dataclass(frozen=True)
class Lesson:
    """A whole lesson."""

    id: str
    title: str
    network: Network
    steps: tuple[Step, ...]
    """Every step in order: asked, given and prose."""
    trace: Quantity | None = None
    """The one weight (kind ``W``) whose gradient the lesson ends on; None where it ends on all."""
    marking: Marking = field(default_factory=Marking)
    messages: Mapping[str, str] = field(default_factory=dict)
    """What the lesson itself says of a mistake, by its code: text with placeholders (``marking.mistakes.wording``)."""
    about: str = ""
    author: str = ""
    course: str = ""
    level: str = ""
    tags: tuple[str, ...] = ()
    why: str = ""
    """Of a question of practice: why it is asked now. Nothing comes before such a lesson, and behind it no end."""

    @cached_property
    def asked(self) -> tuple[Step, ...]:
        """The steps that ask something: those that are counted as “step 3 of 14”."""
        return tuple(step for step in self.steps if step.asked)

    @cached_property
    def questions(self) -> tuple[Quantity, ...]:
        """Everything that is asked, in order."""
        return tuple(q for step in self.asked for q in step.questions)
