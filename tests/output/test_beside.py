"""What stands beside the lesson: it fits, and nothing in it moves when a number comes."""

import itertools

import pytest
from helpers.pilot import key, lesson, small

from tutor.event import Word
from tutor.explain.cells import text, width
from tutor.output.beside import TWO, WIDE, beside
from tutor.session import Session

SIZES = [(43, 19), (43, 35), (WIDE, 45), (TWO, 55), (89, 55), (89, 30)]


def at(found, heading):
    """In which row and column a heading stands."""
    lines = text(found.rows).split("\n")
    return next(((i, line.index(heading)) for i, line in enumerate(lines) if heading in line), None)


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("sizes", [(3, 2, 2, 1), (9, 9, 9)], ids=str)
def test_it_fits(size, sizes):
    session = Session(small(sizes))
    for typed in ("0.5", "", "9", "next", "next"):
        session.submit(typed)
        found = beside(session, *size, opened=False)
        assert len(found.rows) <= max(size[1], sum(sizes) + 20)
        assert all(width(row) <= size[0] for row in found.rows)
        assert found.scratch is None or found.scratch < size[1]


@pytest.mark.parametrize("size", [(43, 35), (WIDE, 45), (89, 55)], ids=str)
def test_nothing_moves_when_numbers_come(size):
    what = lesson()
    session = Session(what)
    seen = set()
    for answer in key(what):
        session.submit("")
        session.submit(answer)
        found = beside(session, *size, opened=False)
        assert len(found.rows) == size[1]
        headings = ("Known so far", "The network", "The equations", "✓ right", "Scratch", "Coming next")
        seen.add(tuple(at(found, heading) for heading in headings))
    assert len(seen) == 1


def test_a_wide_screen_has_the_network_and_the_equations_in_a_column_of_their_own():
    found = beside(Session(lesson()), 89, 55, opened=False)
    assert at(found, "The equations")[0] == at(found, "Known so far")[0] == 0
    assert at(found, "The network")[1] == at(found, "Known so far")[1]
    lines = text(found.rows)
    for part in ("BP1", "BP2", "BP3", "BP4", "W⁽¹⁾ ⎡ 0.1  0.2  0.3 ⎤", "−1.0"):
        assert part in lines


def test_every_verdict_stands_in_the_worksheet_of_a_wide_screen():
    what = lesson()
    session = Session(what)
    for answer in key(what)[:6]:
        session.submit(answer)
    assert text(beside(session, 89, 55, opened=False).rows[:16]).count("✓") == 6


def test_what_is_asked_for_is_not_given_away():
    session = Session(lesson())
    session.submit("")
    session.act(Word.SHOW)
    for size in SIZES:
        assert "0.2500" not in text(beside(session, *size, opened=False).rows)


def test_the_numbers_stand_in_columns_alike_apart_within_the_lines_of_the_headings():
    what = lesson()
    session = Session(what)
    for answer in key(what)[:-1]:
        session.submit("")
        session.submit(answer)
    rows = beside(session, 45, 35, opened=False).rows
    lines = text(rows).split("\n")
    table = lines[2 : lines.index("", 13)]
    assert max(map(len, table)) <= len(lines[0])
    points = {tuple(at for at, char in enumerate(line) if char == ".") for line in table}
    (points,) = {each for each in points if len(each) == 4}
    assert {after - before for before, after in itertools.pairwise(points)} == {10}


def test_where_one_is_is_marked_in_its_row():
    what = lesson()
    session = Session(what)
    for answer in key(what)[:5]:
        session.submit("")
        session.submit(answer)
    lines = text(beside(session, 45, 35, opened=False).rows).split("\n")
    assert [line for line in lines if "▸" in line] == ["  ▸  ?         ·         ·         ·"]
    assert lines[next(i for i, line in enumerate(lines) if "▸" in line) - 1].startswith(" 2   0.8997 ✓  ·")
