"""Whole learners at a time, from rows that stand together."""

from collections.abc import Iterable, Iterator

from tutor.output.sheet.rows import Row

ROWS = 30_000
"""A batch has so many rows, and then the rest of a learner's."""
CHARACTERS = 1 << 24
"""A batch of long rows is smaller."""
LEARNERS = 200_000
"""The most names that are remembered to see whether one comes back; more learners are put in order on disk."""


def together(rows: Iterable[Row]) -> bool:
    """Whether each learner's rows stand together. As soon as they do not, no more rows are taken."""
    seen: set[str] = set()
    last = ""
    for row in rows:
        learner = row.learner
        if learner != last:
            if learner in seen or len(seen) == LEARNERS:
                return False
            if last:  # rows without a learner may come again and again
                seen.add(last)
            last = learner
    return True


def batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """Rows of whole learners, from rows that stand together."""
    batch: list[Row] = []
    size = 0
    last = ""
    for row in rows:
        if row.learner != last:
            last = row.learner
            if len(batch) >= ROWS or size >= CHARACTERS:
                yield batch
                batch, size = [], 0
        batch.append(row)
        size += sum(map(len, row.cells))
    if batch:
        yield batch
