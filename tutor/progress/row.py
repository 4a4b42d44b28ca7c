"""An entry as a row of the log, and back."""

import json
import math
import sqlite3
from collections.abc import Iterator, Sequence
from functools import lru_cache
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
    """What stands in the columns: as SQLite gives it back, so without enumerations and truth values."""
    place, question, answer = entry.place, entry.question, entry.answer
    return (
        *(seq, entry.batch, entry.utc, entry.zone, entry.active, entry.elapsed, entry.what.value, entry.level),
        storable(entry.word),
        *((question.kind.value, *question[1:]) if question else _NO_QUESTION),
        *(int(entry.asked), str(entry.skill), opportunity, None if entry.known is None else int(entry.known)),
        int(entry.helped),
        *(_answered(answer) if answer else _NO_ANSWER),
        *(place.at, storable(place.focus), int(place.reading), place.visited, place.done, place.steps),
        *(each and storable(each) for each in (entry.study, entry.arm, entry.phase)),
    )


def checksum(origin: Origin, row: Sequence[Value]) -> int:
    """A checksum of what stands in the columns and of what the row belongs to."""
    return crc32(json.dumps(row).encode(), _begun(origin))


@lru_cache(maxsize=256)
def _begun(origin: Origin) -> int:
    """The checksum of what a row belongs to, which that of the row goes on from."""
    return crc32(json.dumps(origin).encode())


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


_NO_QUESTION = (None,) * 6
_NO_ANSWER = (None,) * 9


def _answered(answer: Answer) -> tuple[Value, ...]:
    number = answer.number
    return (
        storable(answer.typed),
        storable(answer.read),
        None if number is None or math.isnan(number) else float(number) + 0.0,  # no minus zero
        answer.verdict.value,
        " ".join(answer.mistakes),
        " ".join(answer.follows),
        json.dumps(answer.band),
        json.dumps(answer.priors),
        int(answer.repeated),
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
