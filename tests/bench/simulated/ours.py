"""This project's marking, reached as the tutor reaches it, one answer at a time, and as sheets do."""

from collections.abc import Iterable
from functools import lru_cache
from itertools import groupby

from tutor.engine.network import Network
from tutor.engine.solution import solve
from tutor.expression.read import Readable, Value, read
from tutor.marking.mark import Mark
from tutor.marking.marker import Marker
from tutor.marking.paper import Own
from tutor.marking.sheets.batch import Sheets
from tutor.quantity import Quantity

from .cases import Case, touched
from .world import FIGURES

Marks = dict[Quantity, Mark]


@lru_cache(4)
def marker_of(network: Network) -> Marker:
    return Marker(network, FIGURES, solve(network).value)


def value_of(text: str) -> Value:
    reading = read(text)
    assert isinstance(reading, Readable), text
    return reading.values[0]


def by_tutor(case: Case) -> Marks:
    """Mark what is judged, and whatever the learner may have got wrong before it, one answer after the other."""
    marker, own, marks = marker_of(case.world.network), {}, {}
    doubtful = case.judged.keys() | touched(case.learner, case.questions)
    last = max((i for i, q in enumerate(case.questions) if q in case.judged), default=-1)
    for q in case.questions[: last + 1]:
        answer, correct = value_of(case.text(q)), True
        if q in doubtful:
            marks[q] = marker.mark(q, answer, own)
            correct = marks[q].verdict == "correct"
        own[q] = Own.of(answer, FIGURES, correct=correct)
    return marks


@lru_cache(4)
def sheets_of(network: Network) -> Sheets:
    return Sheets(marker_of(network))


def by_sheets(cases: Iterable[Case]) -> list[tuple[Case, Marks]]:
    """Mark many sheets; those of one network with the same questions together."""

    def alike(case: Case) -> tuple[int, tuple[Quantity, ...]]:
        return id(case.world), tuple(case.questions)

    found = []
    for _, several in groupby(sorted(cases, key=alike), alike):
        batch = list(several)
        rows = [[(q, value_of(case.text(q))) for q in case.questions] for case in batch]
        for case, marks in zip(batch, sheets_of(batch[0].world.network).mark(rows), strict=True):
            found.append((case, dict(zip(case.questions, marks, strict=True))))
    return found
