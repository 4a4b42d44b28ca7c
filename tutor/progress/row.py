"""An entry as a row of the log, and back."""

import json
import math
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple
from zlib import crc32

from tutor.marking.mark import Verdict
from tutor.progress.entry import Answer, Entry, Place, Prior, What
from tutor.quantity import Kind, Quantity

COLUMNS = (
    *("seq", "batch", "utc", "zone", "active_ms", "elapsed_ms", "what", "level", "word"),
    *("quantity", "layer", "j", "k", "sample", '"update"', "asked", "skill", "opportunity", "known", "helped"),
    *("typed", "read", "number", "verdict", "mistakes", "follows", "band", "priors", "repeated"),
    *("at", "focus", "reading", "visited", "done", "steps", "study", "arm", "phase"),
)
"""The columns of the log that say what happened, in order; the others say to what it belongs."""

Value = str | int | float | None


class Origin(NamedTuple):
    """What a row of the log belongs to, by names that hold in any store."""

    sitting: str
    attempt: str
    lesson: str
    material: str
    prose: str
    seed: str | None = None
    feedback: str = "immediate"


ORIGIN = "sitting_uid, attempt_uid, lesson, material, prose, seed, feedback"
"""The columns of ``history`` that make an ``Origin``, in order."""


class Record(NamedTuple):
    """A row of the log."""

    id: int
    seq: int
    opportunity: int | None
    origin: Origin
    entry: Entry


def storable(text: str) -> str:
    """A text as a store can keep it: half a pair of surrogates is written as its code."""
    return text if text.isascii() else text.encode("utf-8", "backslashreplace").decode()


def values(seq: int, opportunity: int | None, entry: Entry) -> tuple[Value, ...]:
    """What stands in the columns."""
    question = tuple(entry.question) if entry.question else (None,) * 6
    found: tuple[Any, ...] = (
        *(seq, entry.batch, entry.utc, entry.zone, entry.active, entry.elapsed, entry.what, entry.level, entry.word),
        *(*question, entry.asked, entry.skill, opportunity, entry.known, entry.helped),
        *(_answered(entry.answer) if entry.answer else (None,) * 9),
        *(*entry.place, entry.study, entry.arm, entry.phase),
    )
    return tuple(map(_plain, found))


def checksum(origin: Origin, row: Iterable[Value]) -> int:
    """A checksum of what stands in the columns and of what the row belongs to."""
    return crc32(json.dumps([*origin, *row]).encode())


def record(row: Sequence[Any]) -> Record | None:
    """A row of the log; None where it is not what was written.

    Args:
        row: its id, what stands in the columns, the checksum, and the columns of its origin.
    """
    number, found, crc, origin = row[0], row[1 : 1 + len(COLUMNS)], row[1 + len(COLUMNS)], Origin(*row[-7:])
    try:
        if checksum(origin, found) != crc:
            return None
        return Record(number, found[0], found[17], origin, _entry(found))
    except (TypeError, ValueError):  # another type in a column, or a word that this version does not know
        return None


def select(db: sqlite3.Connection, where: str = "TRUE", given: Sequence[Value] = ()) -> Iterator[Record | None]:
    """The rows of the log for which a condition holds, in order; None for each that is not what was written."""
    columns = ", ".join(COLUMNS)
    for row in db.execute(f"SELECT id, {columns}, crc, {ORIGIN} FROM history WHERE {where} ORDER BY id", given):
        yield record(row)


def _plain(value: Any) -> Value:  # noqa: ANN401
    """A value as SQLite gives it back: no number that is none, no minus zero, no kinds of text."""
    kind = type(value)
    if value is None or kind is int:
        return value  # type: ignore[no-any-return]  # it is one of them
    if kind is float:
        return None if math.isnan(value) else value + 0.0
    return storable(str.__str__(value)) if isinstance(value, str) else int(value)


def _answered(answer: Answer) -> tuple[Any, ...]:
    return (
        *(answer.typed, answer.read, answer.number, answer.verdict),
        *(" ".join(answer.mistakes), " ".join(answer.follows)),
        *(json.dumps(answer.band), json.dumps(answer.priors), answer.repeated),
    )


def _entry(row: Sequence[Any]) -> Entry:
    _, batch, utc, zone, active, elapsed, what, level, word, *rest = row
    question, (asked, skill, _, known, helped), answer = rest[:6], rest[6:11], rest[11:20]
    at, focus, reading, visited, done, steps, study, arm, phase = rest[20:]
    return Entry(
        *(What(what), utc, zone, active, elapsed, Place(at, focus, bool(reading), visited, done, steps)),
        question=None if question[0] is None else Quantity(Kind(question[0]), *question[1:]),
        asked=bool(asked),
        level=level,
        word=word,
        answer=None if answer[3] is None else _answer(answer),
        batch=batch,
        helped=bool(helped),
        skill=skill,
        known=None if known is None else bool(known),
        study=study,
        arm=arm,
        phase=phase,
    )


def _answer(row: Sequence[Any]) -> Answer:
    typed, read, number, verdict, mistakes, follows, band, priors, repeated = row
    return Answer(
        typed,
        Verdict(verdict),
        number,
        read,
        tuple(mistakes.split()),
        tuple(follows.split()),
        tuple((low, high) for low, high in json.loads(band)),
        tuple(Prior(*prior) for prior in json.loads(priors)),
        bool(repeated),
    )
