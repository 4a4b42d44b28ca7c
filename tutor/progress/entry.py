"""What is kept of what happens: the rows of the log, before they are written and after."""

from enum import StrEnum
from typing import NamedTuple

from tutor.marking.mark import Verdict
from tutor.quantity import Quantity

Pairs = tuple[tuple[float, float], ...]


class What(StrEnum):
    """The kind of an entry."""

    FOCUS = "focus"
    """A question got the focus."""
    KEY = "first key"
    """The first key was pressed in the field of a question since it got the focus."""
    SUBMIT = "submit"
    """An answer was sent and marked."""
    AGAIN = "again"
    """An answer that stood was marked again, because an earlier number is right or shown by now."""
    HINT = "hint"
    REVEAL = "reveal"
    WORD = "word"
    """A word that only looks, or goes back, or quits."""
    SKIP = "skip"
    """The question was passed by."""
    DRAFT = "draft"
    """What stood in a field and was not sent; empty once it was taken out again."""
    AFRESH = "afresh"
    """The numbers of a question have changed: what was answered before counts no longer, and it is asked again."""
    TEST = "test"
    """The learner asked to be tested out of a skill."""


class Prior(NamedTuple):
    """A number that the right formula of a question is made of, as it stood when an answer was marked."""

    name: str
    """The quantity, as ``str`` writes it."""
    exact: float
    shown: str
    own: str | None
    """The learner's own number as it was typed; None where there is none."""


class Place(NamedTuple):
    """Where a lesson stands."""

    at: int
    """Index of the step among those that are asked; their number at the end."""
    focus: str
    """The question in focus, as ``str`` writes it; empty at the end."""
    reading: bool
    """Whether a page stands before the step."""
    visited: int
    """The furthest step that was come to."""
    done: int
    """How many steps are done."""
    steps: int
    """How many steps there are."""


class Answer(NamedTuple):
    """What was typed as the answer to one question, and what came of it."""

    typed: str
    verdict: Verdict
    number: float | None = None
    """What was read; None where nothing could be."""
    read: str = ""
    """What was read, in canonical ASCII: a decimal or, of an expression, its tree as text."""
    mistakes: tuple[str, ...] = ()
    """Codes, in order."""
    follows: tuple[str, ...] = ()
    """The wrong numbers that it follows from, as ``str`` writes quantities."""
    band: Pairs = ()
    """The right answers: low and high for each form of the formula."""
    priors: tuple[Prior, ...] = ()
    repeated: bool = False
    """The same text as before: no new attempt."""


class Entry(NamedTuple):
    """One thing that happened."""

    what: What
    utc: int
    """When, by the wall clock: milliseconds since 1970, UTC. Nothing is ordered by it."""
    zone: int
    """The learner's zone: minutes east of UTC."""
    active: int
    """Milliseconds since the entry before in which the learner was at work: what is beyond 60 s without a key is
    cut."""
    elapsed: int
    """Milliseconds since the entry before, by a clock that is never set."""
    place: Place
    """Where the lesson stood afterwards."""
    question: Quantity | None = None
    asked: bool = True
    """Asked, or given."""
    level: int = 0
    """Which hint, or which reveal."""
    word: str = ""
    """The word, with what was typed behind it; of a draft, the draft."""
    answer: Answer | None = None
    batch: int = 0
    """Entries that one input led to have the same number; it counts from 1 in each sitting."""
    helped: bool = False
    """Whether help (a hint, the numbers, the result) came before the first attempt at the question."""
    skill: str = ""
    """The skill that the question asks for, if one."""
    known: bool | None = None
    """What the first attempt at a question says of its skill: known, not known; None where the entry says nothing of
    it."""
    study: str | None = None
    arm: str | None = None
    phase: str | None = None


class Edition(NamedTuple):
    """A lesson as it was when something happened in it."""

    lesson: str
    """The lesson's id."""
    title: str
    material: str
    """Canonical JSON of all that marking depends on; it is kept once for each hash."""
    material_hash: str
    prose_hash: str
    seed: str | None = None
    """What a practice network was made from; None for a lesson from a file."""
    feedback: str = "immediate"
