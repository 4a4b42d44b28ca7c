"""Sheets made by tests: written, marked and read back."""

import csv
import io

from tutor.expression.read import Blank, Unreadable
from tutor.lesson.locate import find
from tutor.lesson.read import read
from tutor.marking.mark import Mark, Verdict
from tutor.output.sheet import run

HEADER = "learner,quantity,layer,j,k,answer"
WORKED = read(find("worked-example"))


class StandIn:
    """Marks without marking: 1 is wrong, everything else that can be read is correct."""

    def __init__(self, mistakes=("bias-omitted",), message=("Left out.",)):
        self.batches = []
        self.wrong = Mark(Verdict.WRONG, message, mistakes=mistakes)

    def mark(self, batch):
        self.batches.append(batch)
        return [[self.one(reading) for _, reading in rows] for rows in batch]

    def one(self, reading):
        if isinstance(reading, Blank):
            return Mark(Verdict.BLANK)
        if isinstance(reading, Unreadable):
            return Mark(Verdict.UNREADABLE, (reading.message,))
        return self.wrong if reading.number == 1 else Mark(Verdict.CORRECT)


class Out(io.BytesIO):
    """Bytes that are kept, with how often it was written to."""

    writes = 0

    def write(self, data):
        self.writes += 1
        return super().write(data)


def marked(path, content=None, form="csv", *, marks=None, lesson=WORKED):
    """Mark a sheet with a stand-in, unless told.

    Returns:
        What was written, as text, and the totals.
    """
    if content is not None:
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    out = Out()
    totals, summary = run.mark(lesson, str(path), out, form, marks=marks or StandIn())
    assert summary is None
    return out.getvalue().decode(), totals


def results(text, delimiter=","):
    """The rows of a marked sheet, by column."""
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter))
