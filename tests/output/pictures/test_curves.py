"""The activation's curves: the step's numbers lie on them, and only where they are known."""

import math

import pytest
from helpers.looks import assert_golden
from helpers.networks import REFERENCE
from helpers.pilot import lesson

from tutor.engine.activations import ACTIVATIONS
from tutor.engine.network import Layer, Network
from tutor.engine.solution import solve
from tutor.explain.cells import text, width
from tutor.notation import sentence
from tutor.output.pictures import curves
from tutor.quantity import Kind, Quantity

GOLDENS = "tests/output/pictures/goldens"
LAYER = Quantity(Kind.Z, 1, 1)
SOLUTION = solve(REFERENCE)


def knowing(solution, *known):
    """Only some kinds, or single quantities, are known."""
    return lambda q: solution.value(q) if q.kind in known or q in known else None


def drawn(known, size=(60, 16), network=REFERENCE, of=LAYER):
    return text(curves.curves(network, of, known, *size))


@pytest.mark.parametrize("size", [(40, 10), (60, 16), (84, 30)])
def test_golden(size):
    known = knowing(SOLUTION, Kind.Z, Kind.A, Quantity(Kind.SIGMA_PRIME, 1, 1))
    assert_golden(GOLDENS, f"curves-{size[0]}x{size[1]}.txt", drawn(known, size) + "\n")


def test_golden_of_tanh():
    tanh = lesson("tanh").network
    assert_golden(GOLDENS, "curves-tanh.txt", drawn(solve(tanh).value, network=tanh) + "\n")


def test_nothing_that_is_not_known_is_marked():
    assert not {"●", "▲", "┊"} & set(drawn(lambda _: None))
    only_z = drawn(knowing(SOLUTION, Kind.Z))
    assert only_z.count("▲") == 2
    assert not {"●", "┊"} & set(only_z)
    one = drawn(knowing(SOLUTION, Kind.Z, Quantity(Kind.A, 1, 2)))
    assert one.count("●") == 1
    assert "a₂" in one
    assert "a₁" not in one
    assert "σ′(" not in one
    assert drawn(knowing(SOLUTION, Kind.A)) == drawn(lambda _: None)  # without z there is no place for it


@pytest.mark.parametrize("name", [name for name in ACTIVATIONS if name != "softmax"] + ["z / (1 + exp(-z))", "z^3"])
def test_points_lie_on_the_curves_that_every_activation_has(name):
    layer = Layer(((1.0,), (-0.7,)), (0.0, 0.4), name, 0.1 if name in ("leaky-relu", "elu") else None)
    network = Network((0.8,), (1.0, 0.0), (layer,), "half-squared-error")
    solution = solve(network)
    z, *_ = solution.first.z
    plain = curves.curves(network, LAYER, knowing(solution, Kind.Z), 84, 30)
    marked = curves.curves(network, LAYER, solution.value, 84, 30)
    points = [(i, j) for i, row in enumerate(text(marked).split("\n")) for j, c in enumerate(row) if c == "●"]
    assert len(points) >= 2
    lines = [line.ljust(84) for line in text(plain).split("\n")]
    for row, column in points:
        near = [lines[i][j] for i in range(row - 1, row + 2) for j in range(column - 2, column + 3)]
        assert any("\u2800" < c <= "\u28ff" for c in near), (name, z)  # dashes leave gaps


def test_a_wrong_number_of_ones_own_lies_off_the_curve():
    def known(q):
        return 0.1 if q == Quantity(Kind.A, 1, 2) else SOLUTION.value(q) if q.kind is Kind.Z else None

    rows = drawn(known, (84, 30)).split("\n")
    (row,) = [i for i, line in enumerate(rows) if "●" in line]
    assert abs(row - next(i for i, line in enumerate(rows) if line.startswith(" 0.2"))) <= 3


def test_the_curves_go_as_far_as_the_furthest_number_but_not_to_one_beyond_reason():
    def far(z):
        return [word for word in drawn(lambda q: z if q == LAYER else None).split("\n")[-1].split() if word != "z₁"]

    assert far(0.5)[-1] == far(-3.0)[-1] == "4"
    assert (far(42.0)[0], far(-42.0)[-1]) == ("−40", "40")
    assert far(1e300)[-1] == far(math.inf)[-1] == "4"


def test_softmax_has_no_curve_but_shares():
    softmax = lesson("softmax").network
    solution = solve(softmax)
    forward = drawn(knowing(solution, Kind.Z, Kind.A), network=softmax)
    assert "The shares that softmax makes" in forward
    assert forward.count("█") > 10
    assert "σ′" not in forward
    assert drawn(lambda _: None, network=softmax).count("·") == 3
    assert "σ′(z₁)" in drawn(solution.value, network=softmax)


@pytest.mark.parametrize("columns", [40, 57, 84])
@pytest.mark.parametrize("rows", [10, 13, 30])
def test_it_fits_its_room(columns, rows):
    found = curves.curves(REFERENCE, LAYER, SOLUTION.value, columns, rows)
    assert rows - 4 <= len(found) <= rows
    assert max(map(width, found)) <= columns


@pytest.mark.parametrize("size", [(39, 30), (84, 9), (5, 1)])
def test_where_there_is_no_room_it_says_so(size):
    found = curves.curves(REFERENCE, LAYER, SOLUTION.value, *size)
    assert len(found) <= size[1]
    said = "There is no room for a picture here.".replace(" ", "")
    assert said.startswith("".join(text(found).split()))
    assert "┤" not in text(found)


def test_it_is_said_as_far_as_it_is_known():
    def said(*known):
        return [sentence.speech(each) for each in curves.said(REFERENCE, LAYER, knowing(SOLUTION, *known))]

    assert said()[-1] == "No z of this layer is known yet."
    assert said(Kind.Z)[-1] == "z 2 of layer 1 = 0.2500: where the curve is steep."
    assert said(Kind.Z, Kind.A)[-1] == "z 2 of layer 1 = 0.2500, a 2 of layer 1 = 0.5622: where the curve is steep."
    far = curves.said(REFERENCE, LAYER, lambda q: 9.0 if q == LAYER else None)
    assert sentence.speech(far[-1]) == "z 1 of layer 1 = 9.0000: where the curve is nearly flat."
