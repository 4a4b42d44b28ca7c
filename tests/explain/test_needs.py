"""What the formula needs: matrices as they stand in it, folded to what is in question where they do not fit."""

import pytest
from helpers.looks import look_at, looks, questions
from helpers.networks import REFERENCE, TWO_OUTPUTS, networks, single
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.engine.solution import solve
from tutor.explain import cells
from tutor.explain.cells import Emphasis
from tutor.explain.layout import Look
from tutor.explain.needs import needs
from tutor.explain.operands import ALONE, WHOLE, question
from tutor.notation.role import Role
from tutor.quantity import ASKABLE, Kind, Quantity

UPDATED = REFERENCE._replace(learning_rate=0.5)
WIDE = single([[0.25, -0.5] * 6] * 9, [0.1] * 9, [1.0, -12.5, 0.75] * 4, [0.0] * 9, activation="relu")


def drawn(network, focus, width=80, height=6):
    return cells.text(needs(network, look_at(network, focus), width, height)).split("\n")


@pytest.mark.parametrize(
    ("network", "focus", "expected"),
    [
        (
            UPDATED,
            Quantity(Kind.Z, 1, 1),
            [
                "   W⁽¹⁾ ⎡ 0.1  0.2  0.3 ⎤   x ⎡  1.0 ⎤   b⁽¹⁾ ⎡ 0.1 ⎤",
                "        ⎣ 0.4  0.5  0.6 ⎦     ⎢  0.5 ⎥        ⎣ 0.2 ⎦",
                "                              ⎣ −1.0 ⎦",
            ],
        ),
        (
            UPDATED,
            Quantity(Kind.Z, 3, 1),
            [
                "   W⁽³⁾ [ 0.3  0.4 ]   a⁽²⁾ ⎡ 0.7109 ⎤   b⁽³⁾ = 0.1",
                "                            ⎣ 0.7707 ⎦",
            ],
        ),
        (UPDATED, Quantity(Kind.A, 1, 2), ["   z⁽¹⁾ ⎡ 0.0000 ⎤", "        ⎣ 0.2500 ⎦"]),
        (UPDATED, Quantity(Kind.LOSS), ["   a⁽³⁾ = 0.6506   y = 1.0"]),
        (UPDATED, Quantity(Kind.SIGMA_PRIME, 3, 1), ["   a⁽³⁾ = 0.6506   z⁽³⁾ = 0.6215"]),
        (UPDATED, Quantity(Kind.DELTA, 3, 1), ["   a⁽³⁾ = 0.6506   y = 1.0   σ′(z⁽³⁾) = 0.2273"]),
        (
            UPDATED,
            Quantity(Kind.DELTA, 1, 1),
            [
                "   (W⁽²⁾)ᵀ ⎡ 0.7  0.9 ⎤   δ⁽²⁾ ⎡ −0.00490 ⎤   σ′(z⁽¹⁾) ⎡ 0.2500 ⎤",
                "           ⎣ 0.8  1.0 ⎦        ⎣ −0.00562 ⎦            ⎣ 0.2461 ⎦",
            ],
        ),
        (
            UPDATED,
            Quantity(Kind.DL_DW, 2, 1, 1),
            ["   a⁽¹⁾ ⎡ 0.5000 ⎤   δ⁽²⁾ ⎡ −0.00490 ⎤", "        ⎣ 0.5622 ⎦        ⎣ −0.00562 ⎦"],
        ),
        (UPDATED, Quantity(Kind.DL_DB, 3, 1), ["   δ⁽³⁾ = −0.0794"]),
        (
            UPDATED,
            Quantity(Kind.W_NEW, 3, 1, 1),
            ["   W⁽³⁾ [ 0.3  0.4 ]   η = 0.5   ∂L/∂W⁽³⁾ [ −0.0565  −0.0612 ]"],
        ),
        (
            TWO_OUTPUTS,
            Quantity(Kind.B_NEW, 2, 1),
            [
                "   b⁽²⁾ ⎡ 0.6 ⎤   η = 0.5   ∂L/∂b⁽²⁾ ⎡  0.1385 ⎤",
                "        ⎣ 0.6 ⎦                      ⎣ −0.0381 ⎦",
            ],
        ),
    ],
)
def test_the_operands_of_each_kind(network, focus, expected):
    assert drawn(network, focus) == expected


def test_every_kind_has_its_entry():
    assert tuple(WHOLE) == tuple(ALONE) == ASKABLE


def test_what_does_not_fit_folds_to_the_row_in_question():
    assert drawn(WIDE, Quantity(Kind.Z, 1, 3)) == [
        "   W⁽¹⁾ row 3 [   0.25   −0.5     0.25   −0.5     0.25   −0.5     0.25   −0.5  ]",
        "   x          [   1.0   −12.5     0.75    1.0   −12.5     0.75    1.0   −12.5  ]",
        "              [   0.25   −0.5     0.25   −0.5  ]",
        "              [   0.75    1.0   −12.5     0.75 ]",
        "   b₃⁽¹⁾ = 0.1",
    ]


def test_what_is_left_out_is_counted():
    assert drawn(WIDE, Quantity(Kind.Z, 1, 3), height=3, width=58) == [
        "   W⁽¹⁾ row 3 [   0.25   −0.5     0.25   −0.5  ]  +8 more",
        "   x          [   1.0   −12.5     0.75    1.0  ]",
        "   b₃⁽¹⁾ = 0.1",
    ]
    assert drawn(WIDE, Quantity(Kind.Z, 1, 3), height=2, width=58) == [
        "   W⁽¹⁾ row 3 [   0.25   −0.5  ]  +10 more",
        "   x          [   1.0   −12.5  ]   b₃⁽¹⁾ = 0.1",
    ]


def test_a_transposed_matrix_folds_to_the_column_in_question():
    assert drawn(UPDATED, Quantity(Kind.DELTA, 1, 2), height=3, width=58) == [
        "   W⁽²⁾ column 2 [  0.8       1.0     ]",
        "   δ⁽²⁾          [ −0.00490  −0.00562 ]",
        "   σ′(z₂⁽¹⁾) = 0.2461",
    ]


def test_single_numbers_where_the_columns_are_too_tall():
    assert drawn(UPDATED, Quantity(Kind.DL_DW, 1, 2, 3), height=2) == ["   x₃ = −1.0   δ₂⁽¹⁾ = −0.00235"]
    assert drawn(UPDATED, Quantity(Kind.W_NEW, 2, 2, 1), height=1) == [
        "   w₂₁⁽²⁾ = 0.9   η = 0.5   ∂L/∂w₂₁⁽²⁾ = −0.00281"
    ]


def test_unknown_numbers_are_dots():
    look = look_at(REFERENCE, Quantity(Kind.A, 2, 1))._replace(value=lambda _: None)
    assert cells.text(needs(REFERENCE, look, 80, 6)).split("\n") == ["   z⁽²⁾ ⎡ · ⎤", "        ⎣ · ⎦"]


def test_the_numbers_of_the_answer_stand_out():
    rows = needs(REFERENCE, look_at(REFERENCE, Quantity(Kind.Z, 2, 2)), 80, 6)
    strong = [cell for row in rows for cell in row if cell.emphasis is Emphasis.STRONG]
    assert [(c.text, c.role) for c in strong] == [
        ("0.5000", Role.ACTIVATION),
        ("0.9", Role.WEIGHT),
        ("1.0", Role.WEIGHT),
        ("0.5622", Role.ACTIVATION),
        ("0.2", Role.WEIGHT),
    ]


def test_the_slope_of_relu_needs_z_alone():
    assert drawn(WIDE, Quantity(Kind.SIGMA_PRIME, 1, 2), height=3)[0].startswith("   z₂⁽¹⁾ = ")


def test_a_page_of_prose_needs_nothing():
    assert needs(REFERENCE, Look(None, None, None, lambda _: None, lambda _: ""), 80, 6) == ()


@settings(max_examples=40, deadline=None)
@given(networks(widest=12, deepest=3, learning_rate=0.5), st.integers(58, 160), st.integers(2, 20), st.data())
def test_any_size(network, width, height, data):
    solution = solve(network)
    asked = questions(network)
    for q in [data.draw(st.sampled_from([q for q in asked if q.kind is kind])) for kind in ASKABLE]:
        rows = needs(network, look_at(network, q, solution=solution), width, height)
        assert 1 <= len(rows) <= height
        assert max(map(cells.width, rows)) <= width
        text = cells.text(rows)
        assert text.count("⎡") == text.count("⎣") == text.count("⎤") == text.count("⎦")
        assert text.count("[") == text.count("]")
        # Whatever is folded away is counted; else all that the answer needs is there.
        if "more" not in text:
            terms = ALONE[q.kind](question(network, q.layer, q))
            needed = len(terms.singles) + sum(len(operand.entries[0]) for operand in terms.rows)
            assert sum(c.emphasis is Emphasis.STRONG for row in split(rows) for c in row) == needed


def split(rows):
    """Cells that were joined, number by number."""
    return [[c._replace(text=text) for c in row for text in c.text.split()] for row in rows]


def test_all_of_the_lesson_at_once():
    for look in looks(TWO_OUTPUTS):
        assert needs(TWO_OUTPUTS, look, 80, 4)
