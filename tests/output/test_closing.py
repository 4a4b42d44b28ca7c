"""The end page at any width: every part is there, nothing is cut, and the pictures come where they can be seen."""

from functools import cache

import pytest
from helpers.pilot import key, lesson

from tutor.event import Word
from tutor.explain.cells import text, width
from tutor.lesson.locate import builtin
from tutor.output import gallery
from tutor.output.closing import WIDE, closing
from tutor.output.ending import goal
from tutor.session import Session


def at_the_end(name):
    session = Session(lesson(name))
    for answer in (*key(session.lesson), ""):
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
    for part in ("Path by path", "rounding", "truncation", "ε of the check", "The error on its way back", "z¹ ✓✓"):
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


@cache
def page(name, columns):
    return text(closing(SESSIONS[name], columns)).split("\n")


def row_of(rows, part):
    return next(i for i, row in enumerate(rows) if part in row)


LESSONS = ["worked-example", "two-outputs", "softmax", "three-updates", "vanishing-gradient"]


@pytest.mark.parametrize("columns", [78, 118, 198])
@pytest.mark.parametrize("name", LESSONS)
def test_first_it_says_that_it_is_done_and_how_it_went_and_then_shows_the_network(name, columns):
    rows = page(name, columns)
    assert rows[1].startswith(" ✓ All ")
    drawn, header = row_of(rows, "The error on its way back"), row_of(rows, "input ")
    assert drawn < header <= 12
    top = rows[: row_of(rows, "What it means")]
    assert any("output" in row for row in top)
    assert all("│  " not in row[66:68] for row in top) or columns < WIDE
    assert "layers …" not in "\n".join(top) or columns < 100


def test_every_layer_is_drawn_in_any_room_for_a_page():
    session = SESSIONS["vanishing-gradient"]
    for columns in (78, 96, 118, 140, 198):
        top = text(gallery.network(session, goal(session.lesson), columns, 8))
        for part in ("layer 1", "layer 2", "layer 3", "layer 4", "layer 5", "layer 6", "output"):
            assert part in top, columns
        assert top.count("δ ") >= 7


def test_where_not_all_is_right_no_sign_says_so():
    session = Session(lesson("a-neuron"))
    for answer in key(session.lesson)[:-1]:
        session.submit(answer)
    session.act(Word.NEXT)
    rows = text(closing(session, 78)).split("\n")
    assert rows[1].startswith("   Of ")
    assert "passed by" in rows[1]


def test_signs_stand_with_their_update_and_names_stay_whole():
    shown = "\n".join(page("three-updates", 118))
    assert "#2 z¹ ✓   a¹ ✓   L ✓   δ¹ ✓   new W⁽¹⁾ ✓✓   #3 z¹ ✓   a¹ ✓" in shown
    for columns in (66, 67, 68, 69, 78):
        assert not any(row.endswith("new") for row in page("three-updates", columns))
    assert "#" not in page("worked-example", 118)[2]
    assert "The error on its way back in update 1" in shown


def test_each_path_of_the_chain_has_the_letter_of_its_bar_unless_there_is_one():
    rows = page("worked-example", 78)
    start = row_of(rows, "The chain of the gradient")
    for letter, share in (("A", "40.4 %"), ("B", "59.6 %")):
        at = row_of(rows[start:], f"   {letter}  neuron 1 of layer 1") + start
        assert share in " ".join(rows[at : at + 2])
        assert f"{letter}    {share}" in "\n".join(rows)
    assert "\n   the output\n" in "\n".join(page("three-updates", 78))


@pytest.mark.parametrize("columns", [78, 118])
def test_what_the_lesson_is_about_comes_before_the_check(columns):
    for name, title in (("three-updates", "What the updates do"), ("vanishing-gradient", "How the error shrinks")):
        rows = page(name, columns)
        assert row_of(rows, title) < row_of(rows, "The gradient, checked")


@pytest.mark.parametrize("name", LESSONS)
def test_all_numbers_stand_below_the_shorter_column(name):
    rows = page(name, 198)
    at = row_of(rows, "All numbers")
    split = rows[row_of(rows, "What it means")].index("│")
    on_left = rows[at].index("All numbers") < split
    beside = [row[split + 1 :] if on_left else row[:split] for row in rows[at - 2 : at + 1]]
    assert any(part.strip() for part in beside)
