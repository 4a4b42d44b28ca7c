"""What was answered, as statements of the Experience API (xAPI 1.0.3): a JSON array with a statement on each line.

A statement says of one try, right or wrong, who answered which question with which number. What it holds stands in
part two of the specification; its id is made of the sitting and the entry, so that a second export has the same.
"""

import json
import re
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from math import isfinite
from typing import Any, NamedTuple
from urllib.parse import quote, urlsplit
from uuid import NAMESPACE_URL, UUID, uuid5

from tutor.event import ATTEMPTS
from tutor.marking.mark import Verdict
from tutor.progress.entry import Answer, Entry, What
from tutor.progress.people import Person
from tutor.progress.row import COLUMNS, ORIGIN, Record, record
from tutor.quantity import Kind, Quantity

VERSION = "1.0.0"
"""What statements of every xAPI 1.0.x carry as their version."""
ANSWERED = {"id": "http://adlnet.gov/expapi/verbs/answered", "display": {"en": "answered"}}
INTERACTION = "http://adlnet.gov/expapi/activities/cmi.interaction"
LESSON = "http://adlnet.gov/expapi/activities/lesson"
UNTOLD = "und"
"""The language of a lesson's title: the lesson does not say."""
PLATFORM = "bp-tutor"

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_UNFIT = re.compile(r"[\x00-\x20\x7f-\x9f\"<>\\^`{|}\ufff0-\uffff]|%(?![0-9A-Fa-f]{2})")
"""What no IRI has in it."""

_NAMES = {
    Kind.Z: "z of neuron {j} in layer {layer}",
    Kind.A: "a of neuron {j} in layer {layer}",
    Kind.LOSS: "the loss",
    Kind.SIGMA_PRIME: "sigma prime of neuron {j} in layer {layer}",
    Kind.DELTA: "delta of neuron {j} in layer {layer}",
    Kind.DL_DW: "the gradient of the weight from neuron {k} to neuron {j} in layer {layer}",
    Kind.DL_DB: "the gradient of bias {j} of layer {layer}",
    Kind.W_NEW: "the new weight from neuron {k} to neuron {j} in layer {layer}",
    Kind.B_NEW: "the new bias {j} of layer {layer}",
}


class Source(NamedTuple):
    """What else a store says of an entry."""

    title: str
    front: str
    version: str
    """Of bp-tutor."""
    rules: str
    """Of marking."""


_QUERY = f"""
SELECT id, {", ".join(COLUMNS)}, crc, {ORIGIN}, {", ".join(Source._fields)} FROM history
WHERE attempt = ? ORDER BY id
"""
_WHAT, _ACTIVE, _FOCUS = (1 + COLUMNS.index(name) for name in ("what", "active_ms", "focus"))


def checked(base: str) -> str:
    """The base of all IRIs, if it can be one.

    Raises:
        ValueError: it is no address of the web; the text says why, and what one looks like.
    """
    try:
        parts = urlsplit(base)
        _ = parts.port
        wrong = _wrong(base, parts.scheme, parts.hostname, parts.path)
    except ValueError as error:
        wrong = f"it cannot be read: {error}"
    if wrong:
        raise ValueError(f"{base!r} cannot be the base of IRIs: {wrong}; it is to be like https://example.org/course")
    return base


def _wrong(base: str, scheme: str, host: str | None, path: str) -> str:
    """What is wrong with a base; empty where nothing is."""
    if scheme not in ("http", "https"):
        return "it does not begin with http:// or https://"
    if not host:
        return "it names no host"
    if "?" in base or "#" in base:
        return "what comes after ? or # cannot be continued"
    if (found := _UNFIT.search(base)) or not base.isprintable() or "[" in path or "]" in path:
        return f"it has {found[0]!r} in it" if found else "it has a character in it that no IRI has"
    return ""


def array(statements: Iterable[dict[str, Any]]) -> Iterator[str]:
    """The lines of an array of JSON, one for each statement."""
    yield "["
    last = ""
    for each in statements:
        if last:
            yield f"{last},"
        last = json.dumps(each, allow_nan=False)
    if last:
        yield last
    yield "]"


def statements(
    database: sqlite3.Connection, learners: Iterable[Person], base: str, now: int
) -> Iterator[dict[str, Any]]:
    """A statement for each try at a question, learner by learner and attempt by attempt.

    What is in the log otherwise than it was written is left out.

    Args:
        database: an open store.
        learners: whose tries.
        base: the beginning of all IRIs; see ``checked``.
        now: the present time, in milliseconds since 1970: no statement may tell a later one.
    """
    writer = _Writer(base, now)
    for person in learners:
        for (attempt,) in database.execute("SELECT id FROM attempt WHERE learner = ? ORDER BY id", (person.id,)):
            for tried in _tries(database, attempt):
                yield writer.statement(person.label, tried)


class _Try(NamedTuple):
    """A try at a question, right or wrong."""

    row: Record
    question: Quantity
    answer: Answer
    source: Source
    spent: int
    """How long it took, in milliseconds."""


def _tries(database: sqlite3.Connection, attempt: int) -> Iterator[_Try]:
    """The tries of one attempt at a lesson.

    Time counts for the question that had the focus while it passed, which is that of the entry before.
    """
    spent: Counter[str] = Counter()
    focus = None
    for row in database.execute(_QUERY, (attempt,)):
        sent = row[_WHAT] == What.SUBMIT
        found = record(row[: -len(Source._fields)]) if sent or focus is None else None
        question = found.entry.question if found else None
        spent[str(question) if focus is None else focus] += row[_ACTIVE] if isinstance(row[_ACTIVE], int) else 0
        focus = row[_FOCUS]
        answer = found.entry.answer if found and sent else None
        if found and question and answer and answer.verdict in ATTEMPTS and not answer.repeated:
            yield _Try(found, question, answer, Source(*row[-len(Source._fields) :]), spent.pop(str(question), 0))


class _Writer:
    """Makes statements whose IRIs have one base."""

    def __init__(self, base: str, now: int) -> None:
        self._home = base.rstrip("/")  # with a slash behind it or without, it is the same base
        self._base = f"{self._home}/"
        self._ids = uuid5(NAMESPACE_URL, self._home)
        self._now = now

    def statement(self, learner: str, tried: _Try) -> dict[str, Any]:
        """One try at a question."""
        row = tried.row
        lesson = f"{self._base}lesson/{_segment(row.origin.lesson)}"
        network = lesson if row.origin.seed is None else f"{lesson}/{_segment(row.origin.seed)}"
        return {
            "id": str(uuid5(self._ids, f"{row.origin.sitting}/{row.seq}")),
            "actor": {"objectType": "Agent", "account": {"homePage": self._home, "name": learner}},
            "verb": ANSWERED,
            "object": _question(tried.question, network),
            "result": self._result(row.entry, tried.answer, tried.spent),
            "context": self._context(row, tried.source, lesson),
            **({} if row.entry.utc > self._now else _moment(row.entry.utc)),
            "version": VERSION,
        }

    def _result(self, entry: Entry, answer: Answer, spent: int) -> dict[str, Any]:
        response = {} if answer.number is None or not isfinite(answer.number) else {"response": decimal(answer.number)}
        told = {
            "typed": answer.typed,
            "read": answer.read,
            "verdict": answer.verdict,
            "mistakes": list(answer.mistakes),
            "helped": entry.helped,
        }
        return {
            "success": answer.verdict is not Verdict.WRONG,
            **response,
            "duration": f"PT{spent / 1000:.2f}S",
            "extensions": self._extensions(told),
        }

    def _context(self, row: Record, source: Source, lesson: str) -> dict[str, Any]:
        origin, entry = row.origin, row.entry
        definition = {"type": LESSON, "name": {UNTOLD: source.title}}
        parent = {"objectType": "Activity", "id": lesson, "definition": definition}
        told = {
            "version": source.version,
            "rules": source.rules,
            "front": source.front,
            "feedback": origin.feedback,
            "seed": origin.seed,
            "skill": entry.skill,
            "opportunity": row.opportunity,
            "study": entry.study,
            "arm": entry.arm,
            "phase": entry.phase,
        }
        return {
            "registration": self._uuid(origin.attempt),
            "contextActivities": {"parent": [parent]},
            "revision": origin.material,
            "platform": PLATFORM,
            "extensions": self._extensions(told),
        }

    def _extensions(self, told: dict[str, Any]) -> dict[str, Any]:
        """What else there is to tell, under names of the base's own."""
        return {f"{self._base}extension/{name}": each for name, each in told.items() if each not in (None, "", [])}

    def _uuid(self, uid: str) -> str:
        """A uid of the store in the usual form, with the bits that say that it is random; another text is made one."""
        try:
            return str(UUID(uid, version=4))
        except ValueError:
            return str(uuid5(self._ids, uid))


def _question(q: Quantity, network: str) -> dict[str, Any]:
    """The question as an activity: a number is wanted. Which one is right is nobody's business."""
    named = _NAMES[q.kind].format(j=q.j, k=q.k, layer=q.layer)
    named += "".join(f", {name} {i}" for name, i in (("sample", q.sample), ("update", q.update)) if i != 1)
    definition = {"type": INTERACTION, "interactionType": "numeric", "name": {"en": named}}
    return {"objectType": "Activity", "id": f"{network}/{quote(str(q), safe='(),=')}", "definition": definition}


def _segment(text: str) -> str:
    """A text as one segment of a path; one of dots alone would mean another place."""
    return text.replace(".", "%2E") if text in (".", "..") else quote(text, safe="")


def _moment(utc: int) -> dict[str, str]:
    """When it was; nothing where a clock told a year that no calendar has."""
    try:
        moment = _EPOCH + timedelta(milliseconds=utc)
    except OverflowError:
        return {}
    return {"timestamp": moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")}


def decimal(number: float) -> str:
    """A number in figures alone, whatever its size: not every reader of statements knows powers of ten."""
    return format(Decimal(repr(number + 0.0)), "f")  # −0.0 + 0.0 is 0.0
