"""What the formula needs: matrices as they stand in it, folded to what is in question where they do not fit."""

import pytest
from helpers.any_networks import any_networks
from helpers.looks import look_at, looks, questions
from helpers.networks import REFERENCE, TWO_OUTPUTS, networks, single
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.engine.network import Conventions, Descent, Sample
from tutor.engine.solution import solve
from tutor.explain import cells
from tutor.explain.cells import Emphasis
from tutor.explain.formula import formulas, names
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


@settings(max_examples=60, deadline=None)
@given(any_networks())
def test_what_is_needed_is_what_the_formula_is_made_of(network):
    for q in questions(network):
        at = question(network, q.layer, q)
        terms = ALONE[q.kind](at)
        alone = {*terms.singles, *(entry for operand in (*terms.rows, *terms.further) for entry in operand.entries[0])}
        whole = {entry for operand in WHOLE[q.kind](at) for row in operand.entries for entry in row}
        of_formula = set(names(formulas(network, q)[0]))
        assert of_formula <= alone <= whole, str(q)
        for kind in {one.kind for one in alone - of_formula}:  # targets of 0 drop out, a or z gives the slope
            assert kind in (Kind.A, Kind.Y, Kind.Z), str(q)


@settings(max_examples=40, deadline=None)
@given(any_networks(widest=5), st.integers(58, 160), st.integers(2, 20), st.data())
def test_any_network_at_any_size(network, width, height, data):
    solution = solve(network)
    asked = questions(network)
    for q in {data.draw(st.sampled_from(asked)) for _ in range(8)}:
        rows = needs(network, look_at(network, q, solution=solution), width, height)
        assert 1 <= len(rows) <= height
        assert max(map(cells.width, rows)) <= width
        assert "·" not in cells.text(rows), f"not everything that {q} needs is known by then"


SEVERAL = TWO_OUTPUTS._replace(further=(Sample((1.0, -0.5), (0.0, 1.0)),))
SHARED = SEVERAL._replace(
    layers=tuple(layer._replace(b=(0.35,), threshold=True) for layer in SEVERAL.layers),
    conventions=Conventions("source-destination", "shared", first_layer=1),
)
SOFTMAX = single([[0.5, -0.3], [-0.7, 0.2]], [0.3, -0.1], [1.0, 0.5], [0.0, 1.0], activation="softmax")


@pytest.mark.parametrize(
    ("network", "focus", "expected"),
    [
        (
            SEVERAL,
            Quantity(Kind.Z, 1, 1, sample=2),
            [
                "   W⁽¹⁾ ⎡ 0.15  0.2 ⎤   x[2] ⎡  1.0 ⎤   b⁽¹⁾ ⎡ 0.35 ⎤",
                "        ⎣ 0.25  0.3 ⎦        ⎣ −0.5 ⎦        ⎣ 0.35 ⎦",
            ],
        ),
        (
            SEVERAL,
            Quantity(Kind.DL_DW, 2, 1, 2),
            [
                "   a⁽¹⁾[1 2] ⎡ 0.5933  0.5987 ⎤   δ⁽²⁾[1 2] ⎡  0.1385   0.1401 ⎤",
                "             ⎣ 0.5969  0.6106 ⎦             ⎣ −0.0381  −0.0393 ⎦",
            ],
        ),
        (
            SEVERAL._replace(descent=Descent(batch="online", updates=2)),
            Quantity(Kind.DL_DB, 2, 1, sample=2, update=2),
            ["   δ⁽²⁾[2] ⎡  0.1439 ⎤", "           ⎣ −0.0377 ⎦"],
        ),
        (
            SEVERAL._replace(descent=Descent(updates=2)),
            Quantity(Kind.Z, 2, 1, sample=2, update=2),
            [
                "   new W⁽²⁾ #1 ⎡ 0.3585  0.4080 ⎤   a⁽¹⁾[2] ⎡ 0.5970 ⎤   new b⁽²⁾ #1 ⎡ 0.5304 ⎤",
                "               ⎣ 0.5115  0.5617 ⎦           ⎣ 0.6087 ⎦               ⎣ 0.6194 ⎦",
            ],
        ),
        (
            SHARED,
            Quantity(Kind.Z, 2, 2),
            [
                "   (W⁽³⁾)ᵀ ⎡ 0.4  0.45 ⎤   a⁽²⁾[1] ⎡ 0.4201 ⎤   θ⁽³⁾ = 0.35",
                "           ⎣ 0.5  0.55 ⎦           ⎣ 0.4237 ⎦",
            ],
        ),
        (
            SHARED,
            Quantity(Kind.DELTA, 1, 1),
            [
                "   W⁽³⁾ ⎡ 0.4   0.5  ⎤   δ⁽³⁾[1] ⎡  0.1230 ⎤   σ′(z⁽²⁾)[1] ⎡ 0.2436 ⎤",
                "        ⎣ 0.45  0.55 ⎦           ⎣ −0.1164 ⎦               ⎣ 0.2442 ⎦",
            ],
        ),
        (SOFTMAX, Quantity(Kind.A, 1, 1), ["   z⁽¹⁾ ⎡  0.6500 ⎤", "        ⎣ −0.7000 ⎦"]),
        (
            SOFTMAX._replace(loss="cross-entropy"),
            Quantity(Kind.DELTA, 1, 1),
            ["   a⁽¹⁾ ⎡ 0.7941 ⎤   y ⎡ 0.0 ⎤", "        ⎣ 0.2059 ⎦     ⎣ 1.0 ⎦"],
        ),
    ],
)
def test_samples_updates_and_conventions(network, focus, expected):
    assert drawn(network, focus) == expected


@pytest.mark.parametrize(
    ("network", "focus", "expected"),
    [
        (
            SEVERAL._replace(descent=Descent(l2=0.1)),
            Quantity(Kind.DL_DW, 2, 1, 2),
            ["   a₂⁽¹⁾[1 2] [ 0.5969  0.6106 ]", "   δ₁⁽²⁾[1 2] [ 0.1385  0.1401 ]   λ = 0.1   w₁₂⁽²⁾ = 0.45"],
        ),
        (
            SHARED,
            Quantity(Kind.DL_DB, 2, 1),
            ["   δ⁽³⁾[1 2] ⎡  0.1230   0.1261 ⎤", "             ⎣ −0.1164  −0.1182 ⎦"],
        ),
        (
            SEVERAL._replace(descent=Descent(l2=0.1)),
            Quantity(Kind.LOSS),
            ["   a⁽²⁾[1 2] [ 0.7514 ]  +3 more", "   y[1 2]    [ 0.01   ]   λ = 0.1   +8 more"],
        ),
        (
            SEVERAL._replace(descent=Descent(updates=2, momentum=0.9)),
            Quantity(Kind.W_NEW, 2, 2, 1, update=2),
            ["   new w₂₁⁽²⁾ #1 = 0.5115   w₂₁⁽²⁾ = 0.5   μ = 0.9", "   η = 0.5   ∂L/∂w₂₁⁽²⁾ = −0.0221"],
        ),
    ],
)
def test_samples_updates_and_conventions_in_two_rows(network, focus, expected):
    assert drawn(network, focus, 58, 2) == expected


def test_weights_written_source_first_fold_to_the_column_in_question():
    turned = WIDE._replace(conventions=Conventions("source-destination"))
    assert drawn(turned, Quantity(Kind.Z, 1, 3))[0].startswith("   W⁽¹⁾ column 3 [ ")
    assert drawn(UPDATED._replace(conventions=turned.conventions), Quantity(Kind.DELTA, 1, 2), height=3, width=58) == [
        "   W⁽²⁾ row 2 [  0.8       1.0     ]",
        "   δ⁽²⁾       [ −0.00490  −0.00562 ]",
        "   σ′(z₂⁽¹⁾) = 0.2461",
    ]


def test_all_weights_are_there_where_the_loss_has_a_penalty():
    network = TWO_OUTPUTS._replace(descent=Descent(l2=0.1))
    assert drawn(network, Quantity(Kind.LOSS))[2:] == [
        "   λ = 0.1",
        "   W [ 0.15  0.2   0.25  0.3   0.4   0.45  0.5   0.55 ]",
    ]
