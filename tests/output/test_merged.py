from pathlib import Path

import pytest

from tutor.output.merged import line, sound, totals
from tutor.progress.adding import Merged
from tutor.progress.merge import Report

HERE = Path("a\x1b/ann.db")


@pytest.mark.parametrize(
    ("report", "said", "good"),
    [
        (Report(HERE, Merged(1, 1)), "1 entry new, of 1 learner", True),
        (Report(HERE, Merged(2, 1000, 5)), "1,000 entries new, of 2 learners", True),
        (Report(HERE, Merged(old=5)), "nothing new", True),
        (Report(HERE, Merged(1, 2, 0, 3)), "2 entries new, of 1 learner, 3 entries left out, not being what", False),
        (
            Report(HERE, Merged(1, 2, damaged=True)),
            "it is damaged, and what can be read of it was merged, 2",
            False,
        ),
        (Report(HERE, trouble="it is empty"), "it is empty", False),
    ],
)
def test_what_came_of_a_store_is_one_line(report, said, good):
    assert line(report).startswith(f"a␛/ann.db: {said}")
    assert line(report).isprintable()
    assert sound(report) is good


def test_what_came_of_all_is_one_line():
    reports = [Report(HERE, Merged(1, 900)), Report(HERE, Merged(1, 101)), Report(HERE, trouble="it is empty")]
    assert totals(reports, Path("class.db")) == "2 of 3 stores merged into class.db: 1,001 entries new."
