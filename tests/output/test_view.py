"""Pieces of the lesson screen that stand on their own."""

from dataclasses import replace

import pytest
from helpers.pilot import lesson
from hypothesis import given
from hypothesis import strategies as st

from tutor.event import Word
from tutor.explain.cells import text, width
from tutor.explain.flow import prose
from tutor.lesson.locate import builtin
from tutor.lesson.schema import Lesson
from tutor.notation.columns import columns
from tutor.output import reveals, view
from tutor.output.board import View, board
from tutor.output.message import pointed
from tutor.quantity import Kind
from tutor.session import Session


@pytest.mark.parametrize(
    ("typed", "place"), [("0.7*[bold]", "["), ("log(2)", "l"), ("1.2.3", "."), ("0.5 V", "V"), ("((1", "(")]
)
def test_a_mark_stands_under_the_place_where_reading_stopped(typed, place):
    session = Session(lesson())
    event = session.submit(typed)
    lines = text(board(session, View(80, 24, event)).said).splitlines()
    row = next(i for i, line in enumerate(lines) if " typed  " in line)
    assert lines[row].endswith(typed)
    assert lines[row][lines[row + 1].index("^")] == place


@given(st.text(min_size=1, max_size=300), st.data(), st.integers(20, 200))
def test_the_mark_is_within_the_row(typed, data, size):
    offset = data.draw(st.integers(0, len(typed)))
    above, below = pointed(typed, offset, size)
    assert width(above) <= size
    assert width(below) <= size
    assert text((below,)).strip() == "^"


@pytest.mark.parametrize(("typed", "offset"), [("1漢字" * 40, 60), ("漢字x", 2), ("漢" * 90, 89)])
def test_the_mark_stands_under_a_place_behind_wide_letters(typed, offset):
    above, below = (text((row,)) for row in pointed(typed, offset, 60))
    before = 0
    while columns(above[:before]) < below.index("^"):
        before += 1
    assert above[before] == typed[offset]
    assert columns(above) <= 60


def test_a_title_with_wide_letters_leaves_the_place_where_it_is():
    session = Session(replace(lesson(), title="漢字 " * 40))
    row = view.heading(session, 80)
    assert width(row) == 80
    assert text((row,)).endswith("step 1 of 14 · 0/22 right")


def test_the_head_counts_what_is_right():
    session = Session(lesson())
    heads = []
    for typed in ("0", "9", "show", "show", "show", "", "0.5"):
        session.submit(typed)
        heads.append(text((view.heading(session, 80),)))
    assert [head.partition(" · ")[2] for head in heads] == ["1 of 22 right"] * 6 + ["2 of 22 right"]
    assert len({head.index("·") for head in heads}) == 1


def test_the_head_grows_briefer_and_then_the_title_gives_way():
    session = Session(lesson())
    ways = ("forward · step 1 of 14 · 0 of 22 right", "step 1 of 14 · 0 of 22 right", "step 1 of 14 · 0/22 right")
    for wide, title, where in (
        (90, "[3, 2, 2, 1] network", ways[0]),
        (80, "[3, 2, 2, 1] network", ways[1]),
        (74, "[3, 2, 2, 1] network", ways[2]),
        (60, " Backpropagation in a…", ways[2]),
        (40, " Backpropagation in a…", "step 1 of 14"),
    ):
        row = view.heading(session, wide)
        assert width(row) == wide
        found, _, told = text((row,)).rpartition("   ") if wide > 50 else text((row,)).partition("step")
        assert found.rstrip().endswith(title)
        assert (told if wide > 50 else f"step{told}").strip() == where
    while session.step is not None:  # which way it is does not change from step to step
        assert "/22" not in text((view.heading(session, 80),))
        session.act(Word.NEXT)


@pytest.mark.parametrize(
    ("typed", "tag", "shown"),
    [
        (["9"], "equation", "^r shows it"),
        (["show"], "numbers", "^r puts the numbers in; that counts as help"),
        (["0; 0.25"], "next", "Layer 1: each neuron's activation"),
    ],
)
def test_what_can_be_shown_next_is_named(typed, tag, shown):
    session = Session(lesson())
    for each in typed:
        event = session.submit(each)
    lines = text(board(session, View(80, 24, event)).said).splitlines()
    assert f" {tag:<10}{shown}" in lines


def test_what_a_step_says_when_it_is_done_stands_there_and_not_before_the_next():
    what = lesson()
    first, second = what.asked[0]._replace(after="That was z.", before=""), what.asked[1]._replace(before="")
    session = Session(Lesson("two", "Two", what.network, (first, second)))
    shown = [board(session, View(80, 24, session.submit(answer))) for answer in ("0", "0.25")]
    assert ["That was z." in text(each.said) for each in shown] == [False, True]
    session.submit("")
    assert "That was z." not in text(board(session, View(80, 24)).text)


def test_what_a_step_says_when_it_is_done_is_not_said_while_something_is_passed_by():
    what = lesson()
    first, second = what.asked[0]._replace(after="That was z.", before=""), what.asked[1]._replace(before="")
    session = Session(Lesson("two", "Two", what.network, (first, second)))
    for typed in ("0", "next"):
        session.submit(typed)
    assert session.step_done or session.at == 1
    session.look_at(first.questions[1])
    assert "That was z." not in text(board(session, View(80, 24)).said)
    session.submit("")
    assert session.at == 1
    assert session.page.after == ""
    session.submit("back")
    session.look_at(first.questions[1])
    assert "That was z." in text(board(session, View(80, 24, session.submit("0.25"))).said)
    session.submit("")
    assert session.page.after == "That was z."


@pytest.mark.parametrize("name", builtin())
def test_no_lesson_closes_a_step_that_was_passed_by(name):
    session = Session(lesson(name))
    while not session.finished:
        at = session.at
        while session.at == at and not session.step_done:
            event = session.submit("next")
        if session.at == at:
            said = text(board(session, View(80, 24, event)).said)
            if after := session.step.after:
                assert text(prose(after, 10_000, 0, flat=True))[:30] not in said.replace("\n", " ")
            session.submit("")
            session.go_on()
        assert session.page.after == ""


def test_the_map_marks_what_was_passed_by():
    session = Session(lesson())
    for _ in range(2):
        session.submit(Word.NEXT.value)
    assert "z¹–" in text(board(session, View(80, 24)).head)


def test_what_a_given_step_says_stands_around_its_numbers():
    what = lesson()
    first, second = what.asked[0]._replace(given=True, before="Look first.", after="So it was."), what.asked[1]
    session = Session(Lesson("given", "Given", what.network, (first, second)))
    shown = text(view.page(session, 80))
    assert shown.index("Look first.") < shown.index("z₁⁽¹⁾ = 0.0000") < shown.index("So it was.")
    assert " Given · Layer 1: each neuron's weighted sum" in shown.splitlines()


def test_an_equation_is_set_in_two_dimensions_where_there_are_rows_for_it():
    session = Session(lesson())
    session.act(Word.NEXT)
    while session.step.kind != "dL_dW":
        session.act(Word.NEXT)
    session.act(Word.SHOW)
    words = "What came in over the weight, times the error of the neuron it leads to."
    tall = "             ∂L\n BP3       ─────── = xₖ δⱼ⁽¹⁾\n           ∂wⱼₖ⁽¹⁾\n"
    roomy = reveals.said(session, 90, 10)
    assert text(roomy).startswith(tall + f"           {words}")
    assert reveals.said(session, 90, len(roomy) + 1) == roomy
    flat = f" BP3       ∂L/∂wⱼₖ⁽¹⁾ = xₖ δⱼ⁽¹⁾\n           {words}"
    assert text(reveals.said(session, 90, len(roomy))).startswith(flat)
    assert text(reveals.said(session, 90, 1)) == flat.partition("\n")[0]
    assert "∂L/∂" in text(reveals.said(session, view.NARROW - 1, 30))


@pytest.mark.parametrize("columns", [50, 72, 100])
@pytest.mark.parametrize("name", ["softmax", "worked-example", "tanh"])
def test_what_is_shown_fits_its_rows_and_columns(name, columns):
    session = Session(lesson(name))
    while session.step is not None:
        session.act(Word.SHOW)
        for room in (3, 8, 20):
            rows = reveals.said(session, columns, room)
            assert all(width(row) <= columns for row in rows)
            assert len(rows) <= room or "───" not in text(rows)
        session.act(Word.NEXT)


def test_a_hint_is_one_run_of_text_with_its_formulas_on_the_line():
    assert text((view.paragraph("Is\n\n$\\frac{a}{b}$"),)) == "Is\n\na/b"


def test_a_page_has_its_formulas_on_one_line_where_there_are_too_few_rows():
    session = Session(lesson("tanh"))
    tall, flat = view.page(session, 80), view.page(session, 80, 14)
    assert "   tanh z = ────────" in text(tall)
    assert "\n tanh z = (eᶻ − e⁻ᶻ)/(eᶻ + e⁻ᶻ)\n" in text(flat)
    assert view.page(session, 80, len(tall)) == tall
    assert view.page(session, 80, len(tall) - 1) == flat
    assert board(session, View(80, 24)).over == 0
    assert "z₁⁽¹⁾ =  0.8800\n   z₂⁽¹⁾ = −1.0100" in text(flat)


def test_a_formula_that_is_one_number_is_shown_by_its_name():
    session = Session(lesson("a-neuron"))
    while session.focus.kind is not Kind.DL_DB:
        session.submit(session.numbers.text(session.focus))
        session.go_on()
    result = session.numbers.text(session.focus)
    for _ in range(2):
        session.act(Word.SHOW)
    shown = text(reveals.said(session, 80, 12))
    assert "= δ⁽¹⁾: there is nothing to work out" in shown
    assert result not in shown
    session.submit(result)
    assert f"= {result}" in text(reveals.said(session, 80, 12))
