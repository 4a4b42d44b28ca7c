"""The list of lessons: nothing is wider than there is room for, and more is told where there is more room."""

import pytest
from helpers.pilot import lesson

from tutor.explain.cells import text, width
from tutor.lesson.locate import builtin
from tutor.lesson.read import read
from tutor.output.lessons import BAR, Listed, Progress, entry, going_on, opens, preview, welcome

LESSONS = [read(path) for path in builtin().values()]


@pytest.mark.parametrize("what", LESSONS, ids=lambda what: what.id)
@pytest.mark.parametrize("columns", [28, 40, 59, 66, 80, 120])
def test_nothing_is_wider_than_its_room(what, columns):
    for tall in (False, columns >= 40):
        for progress in (None, Progress(0, 1, 4), Progress(9, 10, 10, finished=True)):
            listed = Listed.of(what, progress)
            assert max(map(width, entry(listed, True, columns, tall=tall))) <= columns
            if progress:
                assert max(map(width, going_on(listed, True, columns, tall=tall))) <= columns
    for rows in (6, 12, 24, 50):
        assert max(map(width, preview(what, columns, rows))) <= columns


@pytest.mark.parametrize(("done", "full"), [(0, 0), (1, 0), (7, BAR // 2), (14, BAR)])
def test_the_bar_is_as_long_as_what_is_done(done, full):
    for tall in (False, True):
        shown = text(entry(Listed.of(lesson(), Progress(done, done, 14)), False, 100, tall=tall))
        assert shown.count("━") == full
        assert shown.count("─") == BAR - full
        assert f"{done} of 14 done" in shown


def test_a_lesson_that_was_not_begun_has_no_bar():
    shown = text(entry(Listed.of(lesson()), False, 100))
    assert not {"━", "─"} & set(shown)
    assert "3-2-2-1" in shown
    assert "14 steps" in shown


def test_a_finished_lesson_is_marked_whatever_was_passed_by():
    for tall in (False, True):
        shown = text(entry(Listed.of(lesson(), Progress(14, 12, 14, finished=True)), False, 100, tall=tall))
        assert "✓ done" in shown
        assert shown.count("━") == BAR


def test_the_lesson_that_was_left_last_is_named_with_the_step_where_it_goes_on():
    listed = Listed.of(lesson(), Progress(8, 8, 14))
    assert text(going_on(listed, True, 80)).rstrip() == (
        " ▸ Go on: Backpropagation in a [3, 2, 2, 1] network, step 9 of 14"
    )
    assert text(going_on(listed, False, 46)).rstrip() == "   Go on: Backpropagation in…, step 9 of 14"
    tall = text(going_on(listed, True, 60, tall=True))
    assert "Go on: Backpropagation in a" in tall.split("\n")[0]
    assert tall.split("\n")[1].strip() == "step 9 of 14" + " " * 35 + "━" * 4 + "─" * 4


def test_what_choosing_a_lesson_does():
    assert [opens(each) for each in (None, Progress(0, 0, 4), Progress(4, 4, 4, finished=True))] == [
        "begin", "go on", "begin anew",
    ]  # fmt: skip


def test_what_is_not_being_kept_is_said_above_the_list():
    assert "Learn backpropagation" in text(welcome(80))
    assert (
        text(welcome(80, "Nothing is kept: the disk is full.")).split("\n")[1] == " Nothing is kept: the disk is full."
    )


def test_the_network_and_the_steps_come_where_there_is_room():
    narrow, low, large = (text(preview(lesson(), *size)) for size in ((50, 40), (76, 10), (76, 40)))
    assert "Follow one weight" in narrow
    assert "input" not in narrow
    assert "∂L/∂w₁₁⁽¹⁾" not in low
    assert "x₃ −1.0" in large
    assert "∂L/∂w₁₁⁽¹⁾" in large
    assert "0.5000" not in large  # it gives nothing away
