"""Whole learners at a time, from rows that stand together."""

from collections.abc import Callable, Iterable, Iterator

from tutor.output.sheet.rows import Row

ROWS = 30_000
"""A batch has so many rows, and then the rest of a learner's."""
BYTES = 1 << 24
"""A batch of long rows is smaller."""
LEARNERS = 200_000
"""The most names that are remembered to see whether one comes back; more learners are put in order on disk."""


def batches(rows: Iterable[Row], read: Callable[[], int]) -> Iterator[list[Row]]:
    """Rows of whole learners.

    Args:
        rows: each learner's rows stand together.
        read: how many bytes of them were read so far.
    """
    batch: list[Row] = []
    start, last = read(), ""
    for row in rows:
        if row.learner != last:
            last = row.learner
            if len(batch) >= ROWS or read() - start >= BYTES:
                yield batch
                batch = []
                start = read()
        batch.append(row)
    if batch:
        yield batch
