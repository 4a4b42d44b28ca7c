"""What is kept of each attempt beside the log: a pure function of its entries, in order."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from tutor.progress.entry import Entry, Place, What


class Summary(NamedTuple):
    """Where an attempt stands."""

    place: Place
    finished: bool
    """Whether its end was ever come to."""
    answers: int
    """How many were sent, the same text twice being one."""
    utc: int
    """When the last entry was made, by the wall clock."""
    entries: int
    drafts: Mapping[str, str]
    """What was typed and not sent, by question as ``str`` writes it."""


def after(before: Summary | None, entry: Entry) -> Summary:
    """Where an attempt stands after one more entry; ``before`` is None for the first."""
    place = entry.place
    finished = place.steps > 0 and place.at >= place.steps
    sent = entry.what is What.SUBMIT and entry.answer is not None and not entry.answer.repeated
    if before is None:
        before = Summary(place, False, 0, entry.utc, 0, {})
    return Summary(
        place,
        before.finished or finished,
        before.answers + sent,
        entry.utc,
        before.entries + 1,
        _drafts(before.drafts, entry),
    )


def summed(entries: Iterable[Entry]) -> Summary | None:
    """Where an attempt stands after all its entries; None where it has none."""
    found: Summary | None = None
    for entry in entries:
        found = after(found, entry)
    return found


def _drafts(before: Mapping[str, str], entry: Entry) -> Mapping[str, str]:
    """A draft stands until it is sent, or the question is passed by, or it is taken out again."""
    name = str(entry.question)
    if entry.what is What.DRAFT and entry.word:
        return {**before, name: entry.word}
    if entry.what in (What.DRAFT, What.SUBMIT, What.SKIP) and name in before:
        return {question: typed for question, typed in before.items() if question != name}
    return before
