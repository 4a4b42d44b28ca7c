"""A plot: its points lie where they should, names cover nothing, and in ASCII it still reads."""

import re
from itertools import pairwise

import pytest

from tutor.explain.cells import Cell, text, width
from tutor.notation import charset
from tutor.notation.role import Role
from tutor.output.pictures.axis import linear, powers
from tutor.output.pictures.plot import Plot


def plot_of(columns=40, height=12):
    return Plot(columns, height, linear(0.0, 10.0, 6), linear(0.0, 1.0, 3))


def lines(plot):
    return text(plot.rows()).split("\n")


def named(name):
    return (Cell(name, Role.ACTIVATION),)


@pytest.mark.parametrize(("x", "y"), [(0.0, 0.0), (10.0, 1.0), (0.0, 1.0), (10.0, 0.0), (5.0, 0.5), (2.0, 0.1)])
def test_a_point_lies_at_its_share_of_both_axes(x, y):
    plot = plot_of()
    plot.point(x, y, named("p"), Role.ACTIVATION)
    place = plot.place(x, y)
    rows = lines(plot)
    assert [(i, row.index("●")) for i, row in enumerate(rows) if "●" in row] == [place]
    assert place[0] == pytest.approx((plot.high - 1) * (1 - y), abs=0.76)
    assert place[1] - plot.left == pytest.approx((plot.wide - 1) * x / 10, abs=0.76)


def test_round_numbers_stand_beside_the_cells_of_their_values():
    plot = plot_of()
    rows = lines(plot)
    for tick in plot.y.ticks:
        row, _ = plot.place(0.0, tick.value)
        assert rows[row].startswith(tick.text.rjust(plot.left - 2) + " ┤")
    for tick in plot.x.ticks:
        _, column = plot.place(tick.value, 0.0)
        assert rows[plot.high][column] == "┬"
        assert rows[plot.high + 1].strip(" ").count(tick.text) >= 1
    gaps = [plot.place(0.0, tick.value)[0] for tick in plot.y.ticks]
    assert len({a - b for a, b in pairwise(gaps)}) == 1


def test_a_point_beyond_the_axes_is_not_drawn():
    plot = plot_of()
    plot.point(11.0, 0.5, named("p"), Role.ACTIVATION)
    plot.below(-3.0, named("z"))
    plot.upright(12.0)
    assert not {"●", "▲", "┊", "p", "z"} & set("".join(lines(plot)))


def test_a_curve_is_parted_where_it_jumps_and_where_it_has_no_height():
    whole, parted, holed = plot_of(), plot_of(), plot_of()
    steps = [(0.0, 0.0), (4.9, 0.0), (5.1, 1.0), (10.0, 1.0)]
    whole.curve(steps, Role.PLAIN)
    parted.curve(steps, Role.PLAIN, breaks=(5.0,))
    holed.curve([(0.0, 0.5), (4.0, 0.5), (5.0, float("nan")), (6.0, 0.5), (10.0, 0.5)], Role.PLAIN)
    middle = whole.place(5.0, 0.5)

    def drawn(plot, row):
        cells = lines(plot)[row].ljust(40)[plot.left : plot.left + plot.wide]
        return [i for i, cell in enumerate(cells) if cell not in " "]

    assert drawn(whole, middle[0]) != []
    assert drawn(parted, middle[0]) == []
    row, column = holed.place(5.0, 0.5)
    assert drawn(holed, row) != []
    assert column - holed.left not in drawn(holed, row)


def test_names_cover_neither_points_nor_each_other():
    plot = plot_of()
    for i in range(6):
        plot.point(5.0 + 0.3 * i, 0.5 + 0.02 * i, named(f"n{i}"), Role.ACTIVATION)
    found = "\n".join(lines(plot))
    written = [f"n{i}" for i in range(6) if f"n{i}" in found]
    assert {"n0", "n5"} <= set(written)  # for those in between there is no place that is theirs alone
    assert found.count("n") == len(written)  # no half of a name
    assert not re.search(r"n\dn|●n|n\d●", found)  # nor do any two touch
    places = {plot.place(5.0 + 0.3 * i, 0.5 + 0.02 * i) for i in range(6)}
    assert found.count("●") == len(places)


def places_of(plot, names):
    """The row and the first column of each name."""
    return {name: (i, row.index(name)) for i, row in enumerate(lines(plot)) for name in names if name in row}


@pytest.mark.parametrize("rise", [0.01, -0.01, 0.12])
@pytest.mark.parametrize("apart", [0.8, 1.5, 3.0])
def test_of_two_near_points_each_has_its_name_on_its_own_side(apart, rise):
    plot = Plot(60, 16, linear(0.0, 10.0, 6), linear(0.0, 1.0, 3))
    ends = {"left": (5.0, 0.5), "right": (5.0 + apart, 0.5 + rise)}
    plot.curve(sorted(ends.values()), Role.ERROR)
    for name, (x, y) in ends.items():
        plot.point(x, y, named(name), Role.ACTIVATION)
    left, right = (plot.place(*ends[name]) for name in ends)
    found = places_of(plot, ends)
    assert found["left"][1] + len("left") <= right[1]
    assert found["right"][1] > left[1]
    for name, at in (("left", left), ("right", right)):
        row, start = found[name]
        assert abs(row - at[0]) <= 1
        assert max(start - at[1], at[1] - start - len(name) + 1) <= 2


@pytest.mark.parametrize(("sign", "left"), [(1, True), (-1, False)])
def test_names_along_a_line_stand_where_it_leaves_room(sign, left):
    plot = Plot(70, 18, linear(0.0, 10.0, 6), linear(0.0, 1.0, 3))
    ends = {f"n{i}": (1.5 + i, 0.5 + sign * 0.1 * (i - 3)) for i in range(7)}
    plot.curve(list(ends.values()), Role.ERROR)
    for name, point in ends.items():
        plot.point(*point, named(name), Role.ACTIVATION)
    found = places_of(plot, ends)
    for name in [f"n{i}" for i in range(1, 6)]:
        row, column = plot.place(*ends[name])
        assert found[name] == (row - 1, column - 2 if left else column + 1)


def test_a_name_that_could_be_that_of_another_point_is_left_out():
    plot = plot_of()
    for name, x in (("a", 4.6), ("b", 5.0), ("c", 5.4)):
        plot.point(x, 0.5, named(f"the {name}"), Role.ACTIVATION)
    found = "\n".join(lines(plot))
    assert "the a ●●● the c" in found
    assert "the b" not in found


def test_words_touch_neither_curves_nor_faint_lines():
    plot = plot_of()
    plot.upright(5.0)
    row, column = plot.place(5.0, 0.5)
    column -= plot.left
    plot.words([(row, column + 1), (row, column + 2)], named("words"))
    found = lines(plot)[row]
    assert found[plot.left + column :] == "┊ words"
    plot = plot_of()
    plot.curve([(0.0, 0.5), (10.0, 0.5)], Role.ERROR)
    plot.words([(plot.place(1.0, 0.5)[0], 3)], named("words"))
    assert "words" not in "\n".join(lines(plot))


def test_a_name_below_takes_the_place_of_the_numbers_near_it_and_two_stand_side_by_side():
    plot = plot_of()
    plot.below(4.0, named("z₁"))
    plot.below(4.6, named("z₂"))
    *_, axis, below = lines(plot)
    assert axis.count("▲") == 2
    assert "z₁" in below
    assert "z₂" in below
    assert "4" not in below
    assert "6" in below


def test_cells_have_the_colour_of_their_curve_only():
    plot = plot_of()
    plot.curve([(0.0, 0.0), (10.0, 1.0)], Role.ACTIVATION)
    plot.curve([(0.0, 1.0), (10.0, 0.0)], Role.ERROR)
    roles = {cell.role for row in plot.rows() for cell in row if any("\u2800" < c <= "\u28ff" for c in cell.text)}
    assert roles == {Role.ACTIVATION, Role.ERROR}


def test_in_ascii_dots_are_letters_that_tell_two_curves_apart():
    charset.use("ascii")
    plot = plot_of()
    plot.curve([(0.0, 0.0), (10.0, 0.0)], Role.ACTIVATION)
    plot.curve([(x, 1.0) for x in range(11)], Role.ACTIVATION, dashed=True)
    plot.point(5.0, 0.5, named("p"), Role.ACTIVATION)
    found = charset.drawn("\n".join(lines(plot)))
    assert found.isascii()
    first, *_, last, _, _ = found.split("\n")
    assert "." in first
    assert "*" not in first
    assert "*****" in last


@pytest.mark.parametrize(("columns", "height"), [(40, 8), (60, 14), (84, 29)])
def test_no_row_is_wider_than_the_plot(columns, height):
    plot = Plot(columns, height, powers(-15, 0, 6), powers(-12, 0, 4), right=2)
    plot.below(1.0, named("a long name at the end"))
    plot.point(1.0, 1.0, named("another long name"), Role.ERROR)
    found = plot.rows()
    assert len(found) <= height
    assert max(map(width, found)) <= columns
