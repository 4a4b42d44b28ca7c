"""What is drawn of a lesson where there is ASCII alone: names are spelt before anything is measured."""

import pytest
from helpers.looks import look_at, looks

from tutor.explain import cells, layout
from tutor.explain.labels import local
from tutor.explain.stepmap import label, step_map
from tutor.lesson.locate import find
from tutor.lesson.read import read
from tutor.notation import charset
from tutor.quantity import Kind, Quantity

WORKED, UPDATED = (read(find(name)) for name in ("worked-example", "two-outputs"))


@pytest.fixture(autouse=True)
def _ascii():
    charset.use("ascii")


def drawn(width: int, at: int = 2) -> str:
    steps = len(WORKED.asked)
    row = step_map(WORKED, ["✓"] * at + [""] * (steps - at), at, width)
    assert cells.width(row) <= width
    return charset.drawn(cells.text((row,)))


def test_steps_are_named_by_letter_and_layer():
    names = [label(WORKED, step) for step in WORKED.asked]
    assert names[:2] == ["z1", "a1"]
    assert names[6:9] == ["L", "sigma'3", "delta3"]
    assert names[-1] == "dL/dw_11^(1)"
    assert label(WORKED, WORKED.asked[7], brief=True) == "s'3"
    assert label(UPDATED, UPDATED.asked[-1]) == "new W^(1)_1"


def test_the_map_has_whole_names_where_there_is_room_then_short_ones_then_those_nearby():
    assert "sigma'3  delta3" in drawn(118)
    assert "z1+ a1+ >z2" in drawn(118)
    whole = drawn(78)
    assert "s'3  d3" in whole
    assert whole.endswith("dL/dw_11^(1)")
    folded = drawn(50)
    assert folded.endswith(" ...")
    assert ">z2" in folded


@pytest.mark.parametrize("width", range(20, 130, 10))
@pytest.mark.parametrize("at", [0, 6, 13])
def test_the_map_is_in_ascii_and_fits(width, at):
    assert drawn(width, at).isascii()


def test_drawings_have_the_short_names_of_the_map_and_wires_between_them():
    network = WORKED.network
    text = cells.text(layout.compact(network, look_at(network, Quantity(Kind.DELTA, 2, 1)), 78, 4).rows)
    assert " d_1 ?" in text
    assert " d -0.0794" in text
    assert "delta" not in text
    text = cells.text(layout.compact(network, look_at(network, Quantity(Kind.SIGMA_PRIME, 2, 2)), 78, 4).rows)
    assert " s'_2 ?" in text
    assert "sigma" not in text
    paired = cells.text(layout.full(network, look_at(network, Quantity(Kind.DELTA, 2, 1)), 130, 12).rows)
    assert " s' 0.2055  d_1 ?" in paired


@pytest.mark.parametrize("width", [58, 68, 78])
def test_no_corner_stands_alone(width):
    network = WORKED.network
    for look in looks(network):
        assert " + " not in charset.drawn(cells.text(layout.compact(network, look, width, 4).rows).replace("✓", "y"))


@pytest.mark.parametrize(
    ("quantity", "name"),
    [
        (Quantity(Kind.Z, 2, 1), "z_1"),
        (Quantity(Kind.DELTA, 1, 2), "delta_2"),
        (Quantity(Kind.DELTA, 3, 1), "delta"),
        (Quantity(Kind.SIGMA_PRIME, 1, 2), "sigma'(z_2)"),
        (Quantity(Kind.DL_DW, 1, 1, 2), "dL/dw_12"),
        (Quantity(Kind.A, 0, 3), "x_3"),
    ],
)
def test_the_layer_is_said_by_the_column_alone(quantity, name):
    assert local(quantity, WORKED.network.naming) == name
