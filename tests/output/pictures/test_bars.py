"""Bars from a line of zero: their lengths, their sides, and what is left out where there is no room."""

import pytest

from tutor.explain.cells import Cell, text, width
from tutor.notation import charset
from tutor.notation.role import Role
from tutor.output.pictures.bars import Bar, bars


def bar(name, value, **more):
    return Bar((Cell(name),), value, "" if value is None else f"{value}", Role.ERROR, **more)


def lengths(found):
    """How many cells each bar has on the left and on the right of the line, halves counted."""
    rows = [row for row in text(found).split("\n") if "│" in row]
    parts = dict(zip("▏▎▍▌▋▊▉█", range(1, 9), strict=True)) | {"▐": 4}
    return [tuple(sum(parts.get(c, 0) for c in side) / 8 for side in row.split("│")) for row in rows]


def test_bars_are_as_long_as_their_numbers_and_the_longest_fills_the_room():
    (full, half, negative) = lengths(bars([bar("a", 2.0), bar("b", 1.0), bar("c", -1.0)], 60, 10))
    assert full[0] == half[0] == negative[1] == 0
    assert half[1] == pytest.approx(full[1] / 2, abs=1 / 8)
    assert negative[0] == pytest.approx(full[1] / 2, abs=1 / 2)
    assert full[1] + negative[0] > 45


def test_the_line_of_zero_is_in_one_column():
    rows = text(bars([bar("a", 0.3), bar("bcd", -2.0), bar("e", None), bar("f", 0.0)], 60, 10)).split("\n")
    assert len({row.index("│") for row in rows if row}) == 1


def test_what_is_not_zero_is_seen_and_what_is_not_known_has_no_bar():
    assert lengths(bars([bar("a", 1.0), bar("b", 1e-9), bar("c", -1e-9), bar("d", None), bar("e", 0.0)], 60, 10))[
        1:
    ] == [
        (0, 1 / 8),
        (1 / 2, 0),
        (0, 0),
        (0, 0),
    ]
    rows = text(bars([bar("a", 1.0), bar("d", None)], 60, 10))
    assert rows.endswith("·")


def test_rows_are_parted_where_there_is_room_and_the_last_are_counted_where_there_is_none():
    every = [bar("a", 1.0), bar("b", 2.0), bar("c", 3.0, apart=True), bar("d", 4.0)]

    def blanks(rows):
        return [i for i, row in enumerate(bars(every, 40, rows)) if not row]

    assert blanks(7) == [1, 3, 5]
    assert blanks(6) == [2]
    assert blanks(4) == []
    assert text(bars(every, 40, 3)).split("\n")[-1] == " + 2 more"


@pytest.mark.parametrize("values", [[], [0.0], [1e308, -1e308], [5e-324], [-3.0, None, 2.0] * 20])
def test_bars_fit_their_room_whatever_they_are(values):
    for columns in (30, 40, 84):
        for rows in (5, 12):
            found = bars([bar(f"n{i}", value) for i, value in enumerate(values)], columns, rows)
            assert len(found) <= rows
            assert max(map(width, found), default=0) <= columns


def test_in_ascii_a_bar_is_of_one_letter():
    charset.use("ascii")
    drawn = charset.drawn(text(bars([bar("a", 2.0), bar("b", -0.7)], 40, 10)))
    assert drawn.isascii()
    assert set(drawn) <= set(" ab#|\n20.-7")
