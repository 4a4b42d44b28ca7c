"""The list of lessons: nothing is wider than there is room for, and more is told where there is more room."""

import pytest
from helpers.pilot import lesson

from tutor.explain.cells import text, width
from tutor.lesson.locate import builtin
from tutor.lesson.read import read
from tutor.output.lessons import BAR, entry, preview

LESSONS = [read(path) for path in builtin().values()]


@pytest.mark.parametrize("what", LESSONS, ids=lambda what: what.id)
@pytest.mark.parametrize("columns", [28, 40, 59, 66, 80, 120])
def test_nothing_is_wider_than_its_room(what, columns):
    for tall in (False, columns >= 40):
        assert max(map(width, entry(what, 1, True, columns, tall=tall))) <= columns
    for rows in (6, 12, 24, 50):
        assert max(map(width, preview(what, columns, rows))) <= columns


@pytest.mark.parametrize(("done", "full"), [(0, 0), (1, 0), (7, BAR // 2), (14, BAR)])
def test_the_bar_is_as_long_as_what_is_done(done, full):
    for tall in (False, True):
        shown = text(entry(lesson(), done, False, 100, tall=tall))
        assert shown.count("━") == full
        assert shown.count("─") == BAR - full
        assert f"{done} of 14 done" in shown


def test_a_lesson_that_was_not_begun_has_no_bar():
    shown = text(entry(lesson(), None, False, 100))
    assert not {"━", "─"} & set(shown)
    assert "3-2-2-1" in shown
    assert "14 steps" in shown


def test_the_network_and_the_steps_come_where_there_is_room():
    narrow, low, large = (text(preview(lesson(), *size)) for size in ((50, 40), (76, 10), (76, 40)))
    assert "Follow one weight" in narrow
    assert "input" not in narrow
    assert "∂L/∂w₁₁⁽¹⁾" not in low
    assert "x₃ −1.0" in large
    assert "∂L/∂w₁₁⁽¹⁾" in large
    assert "0.5000" not in large  # it gives nothing away
