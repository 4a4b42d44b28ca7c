"""What came of merging stores, as lines of text: one for each, and one for all."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from tutor.notation.printable import printable
from tutor.output.listing import counted
from tutor.progress.merge import Report


def line(report: Report) -> str:
    """What came of one store, behind its name."""
    return f"{printable(str(report.path))}: {report.trouble or ', '.join(_parts(report))}"


def _parts(report: Report) -> Iterator[str]:
    merged = report.merged
    if merged.damaged:
        yield "it is damaged, and what can be read of it was merged"
    yield f"{_entries(merged.new)} new, of {counted(merged.learners, 'learner')}" if merged.new else "nothing new"
    if merged.lost:
        yield f"{_entries(merged.lost)} left out, not being what was written"


def sound(report: Report) -> bool:
    """Whether all that the store has is merged by now."""
    return not (report.trouble or report.merged.damaged or report.merged.lost)


def totals(reports: Sequence[Report], target: Path) -> str:
    """What came of all of them."""
    done = sum(not report.trouble for report in reports)
    new = _entries(sum(report.merged.new for report in reports))
    return f"{done:,} of {counted(len(reports), 'store')} merged into {printable(str(target))}: {new} new."


def _entries(count: int) -> str:
    return "1 entry" if count == 1 else f"{count:,} entries"
