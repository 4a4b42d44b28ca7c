"""The end page at any width: every part is there, nothing is cut, and the pictures come where they can be seen."""

import pytest
from helpers.pilot import key, lesson

from tutor.explain.cells import text, width
from tutor.lesson.locate import builtin
from tutor.output.closing import WIDE, closing
from tutor.session import Session


def at_the_end(name):
    session = Session(lesson(name))
    for answer in key(session.lesson):
        session.submit(answer)
    return session


SESSIONS = {name: at_the_end(name) for name in builtin()}


@pytest.mark.parametrize("name", SESSIONS)
@pytest.mark.parametrize("columns", [78, WIDE - 1, WIDE, 158, 198])
def test_it_keeps_to_its_columns(name, columns):
    assert max(map(width, closing(SESSIONS[name], columns))) <= columns


@pytest.mark.parametrize("columns", [78, WIDE, 198])
def test_pictures_of_the_check_and_of_the_paths_are_there(columns):
    shown = text(closing(SESSIONS["worked-example"], columns)).replace("\N{NO-BREAK SPACE}", " ")
    for part in ("path by path", "rounding", "truncation", "ε of the check", "The error on its way back", "z¹ ✓✓"):
        assert part in shown
    assert "What the updates do" not in shown


def test_a_narrow_page_has_no_picture_that_nobody_could_see():
    shown = text(closing(SESSIONS["worked-example"], 36))
    assert "truncation" not in shown
    assert "A picture needs" not in shown
    assert "What it means" in shown


@pytest.mark.parametrize(("name", "part"), [("three-updates", "What the updates do"), ("two-outputs", "What the up")])
def test_lessons_with_a_rate_show_their_loss(name, part):
    assert part in text(closing(SESSIONS[name], 78))


def test_a_gradient_that_vanishes_is_shown_layer_by_layer():
    assert "How the error shrinks" in text(closing(SESSIONS["vanishing-gradient"], 78))
    assert "How the error shrinks" not in text(closing(SESSIONS["worked-example"], 78))


def test_signs_say_how_each_question_of_a_step_went():
    session = Session(lesson())
    for answer in ("0", "0.3", "0.25", "0.5", "next"):
        session.submit(answer)
    shown = text(closing(session, 78)).replace("\N{NO-BREAK SPACE}", " ")
    assert "z¹ ✓✓" in shown
    assert "a¹ ✓–" in shown
    assert "z² ··" in shown
