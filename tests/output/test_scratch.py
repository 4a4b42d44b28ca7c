"""The scratch line: what arithmetic comes to, how it is written, and that what it shows fits."""

from dataclasses import replace
from math import isclose

import pytest
from helpers.pilot import lesson
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.event import Word
from tutor.explain.cells import text, width
from tutor.expression.read import read
from tutor.output.message import message, told
from tutor.output.scratch import HEIGHT, below, figures, line, panel, worked
from tutor.session import Session


@pytest.mark.parametrize(
    ("typed", "result"),
    [
        ("0.9*0.5 + 0.5622 + 0.2", "1.2122"),
        ("0.1 + 0.2", "0.300"),
        ("0.1 + 0.2 - 0.3", "0"),
        ("1/3", "0.333333"),
        ("0.7*0.5; -1/8", "0.350; -0.125"),
        ("-0.0794*0.3*0.2055", "-0.00489501"),
        ("1/81000000", "1.23457e-8"),
        ("2*3", "6.00"),
        ("200000/2", "100000"),
        ("1e30", "1.00e30"),
        ("exp(0)", "1.00"),
        ("", ""),
    ],
)
def test_arithmetic_is_worked_out_without_noise(typed, result):
    assert worked(lesson(), typed).result == result


@given(st.floats(-1e12, 1e12), st.integers(1, 15))
def test_a_result_is_the_number_at_as_many_figures_as_marking_wants(number, significant):
    written = figures(number, significant)
    value = read(written).values[0]
    assert isclose(value.number, number, rel_tol=0.6 * 10.0 ** (1 - max(6, significant)))
    assert value.decimal is not None
    assert number == 0 or value.figures >= significant


def test_a_result_in_the_field_is_right():
    session = Session(lesson())
    session.submit("")
    assert session.submit(worked(session.lesson, "0.1*1 + 0.2*0.5 - 0.3*1 + 0.1").result).answers[0].mark.verdict == (
        "correct"
    )
    assert session.submit(worked(session.lesson, "0.4 + 0.25 - 0.6 + 0.2").result).answers[0].mark.verdict == "correct"


def test_functions_are_those_of_answers():
    what = lesson()
    without = replace(what, marking=what.marking._replace(functions=False))
    assert worked(what, "sigmoid(0)").result == "0.500"
    assert worked(without, "sigmoid(0)").result == ""
    assert worked(without, "sigmoid(0)").offset == 0


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("0.7*0.5", "= 0.350   ⏎ puts it into z₁⁽¹⁾"),
        ("0.7*", "= …"),
        ("(0.7*0.5", "= …"),
        ("0.7 0.5", "Type the sign"),
        ("", "arithmetic, such as"),
    ],
)
@pytest.mark.parametrize("make", [line, panel])
def test_it_says_what_comes_of_what_is_typed(make, typed, shown):
    found = make(Session(lesson()), typed, 80)
    assert shown.split("   ")[0] in text(found.rows)
    assert shown.split("   ")[-1] in text(found.rows)


@settings(max_examples=40)
@given(st.one_of(st.text(), st.text("0123456789.+-*/()exp ")), st.integers(30, 120))
def test_it_fits_whatever_is_typed(typed, columns):
    session = Session(lesson())
    for found, height in ((line(session, typed, columns), 1), (panel(session, typed, columns + 13), HEIGHT - 1)):
        columns += 13 if height > 1 else 0
        assert len(found.rows) == height
        assert all(width(row) <= columns for row in found.rows)
        assert found.column + found.field <= columns
        assert not text(found.rows[:1])[found.column : found.column + found.field].strip()


def test_the_panel_is_as_high_closed_as_open():
    session = Session(lesson())
    assert len(panel(session, "", 44).rows) == len(below(44, opened=True)) == len(below(44, opened=False)) == HEIGHT - 1
    assert text(below(44, opened=False)).startswith(" F6")


def test_without_it_the_lesson_says_so():
    what = lesson()
    session = Session(replace(what, marking=what.marking._replace(scratch=False)))
    event = session.act(Word.SCRATCH)
    said = told(session, event, "scratch", [])
    assert said == "This lesson goes without the scratch line."
    assert said in text(message(session, event, 80, said))
