"""What the drawing does with more room: every neuron unfolded, two numbers in each."""

from helpers.looks import look_at, looks
from helpers.networks import REFERENCE, made

from tutor.explain import cells
from tutor.explain.cells import Emphasis
from tutor.explain.layout import compact, full
from tutor.quantity import Kind, Quantity


def test_eight_neurons_in_four_layers_stand_beside_all_that_is_known():
    """As wide as the lesson is at 120 columns, with what is known beside it."""
    network = made([8, 8, 8, 8])
    seen = set()
    for look in looks(network):
        kind, layer, *_ = look.focus
        if (kind, layer) in seen or kind is Kind.LOSS:
            continue
        seen.add((kind, layer))
        text = cells.text(compact(network, look, 76, 9).rows)
        assert "more" not in text
        assert "▐" in text
        assert text.count("₈") >= 2


def test_two_numbers_stand_in_a_box_where_all_of_them_fit():
    look = look_at(REFERENCE, Quantity(Kind.Z, 2, 2))
    wide, narrow = (cells.text(full(REFERENCE, look, width, 12).rows) for width in (115, 78))
    assert " z₁ 0.0000  a₁ 0.5000 ┝━" in wide
    assert "┃ z₂ ?          a₂ · ┠" in wide
    assert " a₁ 0.5000 ┝━" in narrow
    assert "z₁ 0.0000" not in narrow
    rows = full(REFERENCE, look, 115, 12).rows
    (asked,) = [
        "".join(cell.text for cell in row if cell.emphasis is Emphasis.REVERSED)
        for row in rows
        if any(cell.emphasis is Emphasis.REVERSED for cell in row)
    ]
    assert asked.split() == ["z₂", "?"]


def test_the_slope_stands_beside_the_error_that_it_goes_into():
    look = look_at(REFERENCE, Quantity(Kind.DELTA, 2, 1))
    text = cells.text(full(REFERENCE, look, 130, 12).rows)
    assert "┨ σ′ 0.2055  δ₁ ?          ┃◀━" in text
    assert "┥ σ′ 0.2273  δ −0.0794 │" in text


def test_where_nothing_is_asked_of_slopes_none_stands_there():
    network = made([2, 3], activation="softmax")._replace(loss="cross-entropy", y=(0.0, 1.0, 0.0))
    for look in looks(network):
        assert "σ′" not in cells.text(full(network, look, 130, 12).rows)
