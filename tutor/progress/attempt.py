"""One way through a lesson: how it is told of, and how it is written."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from tutor.progress.entry import Edition, Entry, Place


class Standing(NamedTuple):
    """Where an attempt at a lesson stands."""

    lesson: str
    title: str
    attempt: str
    place: Place
    finished: bool
    """Whether its end was ever come to."""
    answers: int
    """How many were sent, the same text twice being one."""
    utc: int
    """When something last happened in it: milliseconds since 1970. Nothing is ordered by it."""
    material_hash: str
    prose_hash: str
    last: int = 0
    """Of two attempts, the one with the greater number is where something was done last."""


class Past(NamedTuple):
    """All that is needed to go on with an attempt."""

    standing: Standing
    edition: Edition
    """The lesson as it was when something last happened in it."""
    entries: tuple[Entry, ...]
    drafts: Mapping[str, str]
    """What was typed and not sent, by question as ``str`` writes it."""


class Run:
    """One lesson in this sitting.

    Attributes:
        lesson: its id.
        edition: what it is like; asked for when something of it is written first.
        attempt: uid of the attempt that it belongs to; None until something of it was written.
    """

    def __init__(self, lesson: str, edition: Callable[[], Edition], attempt: str | None = None) -> None:
        self.lesson = lesson
        self.edition = edition
        self.attempt = attempt


class Noted(NamedTuple):
    """An entry with its number in the sitting."""

    run: Run
    seq: int
    entry: Entry
