import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.notation.glyphs import GLYPHS, LOWERED, RAISED, SIGNS
from tutor.notation.math import Operator, Role, Row, Script, Span, Symbol, ascii, screen, spans, speech
from tutor.notation.symbols import symbol, vector
from tutor.quantity import MATRICES, Kind, Quantity

SIZES = (3, 2, 2, 1)


@pytest.mark.parametrize(
    ("q", "on_screen", "in_ascii", "said"),
    [
        (Quantity(Kind.Z, 2, 1), "z₁⁽²⁾", "z_1^(2)", "z 1 of layer 2"),
        (Quantity(Kind.Z, 3, 1), "z⁽³⁾", "z^(3)", "z of layer 3"),
        (Quantity(Kind.A, 0, 3), "x₃", "x_3", "x 3"),
        (Quantity(Kind.A, 1, 2), "a₂⁽¹⁾", "a_2^(1)", "a 2 of layer 1"),
        (Quantity(Kind.W, 1, 1, 3), "w₁₃⁽¹⁾", "w_13^(1)", "w 1 3 of layer 1"),
        (Quantity(Kind.W, 1, 1, 12), "w₁,₁₂⁽¹⁾", "w_(1,12)^(1)", "w 1, 12 of layer 1"),
        (Quantity(Kind.B, 2, 1), "b₁⁽²⁾", "b_1^(2)", "b 1 of layer 2"),
        (Quantity(Kind.LOSS), "L", "L", "L"),
        (Quantity(Kind.SIGMA_PRIME, 2, 1), "σ′(z₁⁽²⁾)", "sigma'(z_1^(2))", "sigma prime of z 1 of layer 2"),
        (Quantity(Kind.DELTA, 1, 1), "δ₁⁽¹⁾", "delta_1^(1)", "delta 1 of layer 1"),
        (
            Quantity(Kind.DL_DW, 1, 1, 1),
            "∂L/∂w₁₁⁽¹⁾",
            "dL/dw_11^(1)",
            "the gradient of L with respect to w 1 1 of layer 1",
        ),
        (Quantity(Kind.DL_DB, 1, 2), "∂L/∂b₂⁽¹⁾", "dL/db_2^(1)", "the gradient of L with respect to b 2 of layer 1"),
        (Quantity(Kind.W_NEW, 1, 1, 1), "new w₁₁⁽¹⁾", "new w_11^(1)", "new w 1 1 of layer 1"),
        (Quantity(Kind.B_NEW, 3, 1), "new b⁽³⁾", "new b^(3)", "new b of layer 3"),
        (Quantity(Kind.Y, 3, 1), "y", "y", "y"),
        (Quantity(Kind.RATE), "η", "eta", "eta"),
    ],
)
def test_names(q, on_screen, in_ascii, said):
    name = symbol(q, SIZES)
    assert (screen(name), ascii(name), speech(name)) == (on_screen, in_ascii, said)


def test_one_input_and_several_targets():
    assert screen(symbol(Quantity(Kind.A, 0, 1), (1, 2))) == "x"
    assert screen(symbol(Quantity(Kind.Y, None, 2), (1, 2))) == "y₂"
    assert speech(symbol(Quantity(Kind.Z, 1, 12), (1, 12))) == "z 12 of layer 1"


@pytest.mark.parametrize(
    ("kind", "layer", "on_screen", "said"),
    [
        (Kind.Z, 2, "z⁽²⁾", "z of layer 2"),
        (Kind.A, 0, "x", "x"),
        (Kind.W, 2, "W⁽²⁾", "W of layer 2"),
        (Kind.SIGMA_PRIME, 2, "σ′(z⁽²⁾)", "sigma prime of z of layer 2"),
        (Kind.DL_DW, 1, "∂L/∂W⁽¹⁾", "the gradient of L with respect to W of layer 1"),
        (Kind.DL_DB, 1, "∂L/∂b⁽¹⁾", "the gradient of L with respect to b of layer 1"),
        (Kind.W_NEW, 1, "new W⁽¹⁾", "new W of layer 1"),
        (Kind.Y, None, "y", "y"),
        (Kind.LOSS, None, "L", "L"),
    ],
)
def test_vectors(kind, layer, on_screen, said):
    assert (screen(vector(kind, layer)), speech(vector(kind, layer))) == (on_screen, said)


@pytest.mark.parametrize(
    ("kind", "role"),
    [
        (Kind.Z, Role.ACTIVATION),
        (Kind.A, Role.ACTIVATION),
        (Kind.SIGMA_PRIME, Role.ACTIVATION),
        (Kind.DELTA, Role.ERROR),
        (Kind.DL_DW, Role.ERROR),
        (Kind.DL_DB, Role.ERROR),
        (Kind.W, Role.WEIGHT),
        (Kind.B, Role.WEIGHT),
        (Kind.Y, Role.PLAIN),
        (Kind.LOSS, Role.PLAIN),
    ],
)
def test_a_name_has_one_colour(kind, role):
    name = symbol(Quantity(kind, 1, 1, 1), SIZES)
    assert spans(name) == (Span(screen(name), role),)


def test_inputs_have_their_own_colour():
    assert spans(symbol(Quantity(Kind.A, 0, 1), SIZES)) == (Span("x₁", Role.INPUT),)


@st.composite
def named(draw):
    sizes = tuple(draw(st.lists(st.integers(1, 120), min_size=2, max_size=15)))
    kind = draw(st.sampled_from(Kind))
    layer = draw(st.integers(0 if kind is Kind.A else 1, len(sizes) - 1))
    j = draw(st.integers(1, sizes[-1] if kind is Kind.Y else sizes[layer]))
    k = draw(st.integers(1, sizes[layer - 1])) if kind in MATRICES else None
    return Quantity(kind, layer, j, k), sizes


@settings(max_examples=200)
@given(named())
def test_every_emitter_names_every_quantity(pair):
    name = symbol(*pair)
    assert ascii(name).isascii()
    assert speech(name).isascii()
    assert "_" not in screen(name)
    assert "^" not in screen(name)
    assert all(_one_cell(char) for char in screen(name))
    assert "".join(span.text for span in spans(name)) == screen(name)


@settings(max_examples=200)
@given(named(), named())
def test_two_weights_of_a_network_never_share_a_name(first, second):
    (q, sizes), (other, _) = first, second
    if q != other and q.kind in MATRICES and other.kind in MATRICES:
        for emit in (screen, ascii, speech):
            assert emit(symbol(q, sizes)) != emit(symbol(other, sizes))


def _one_cell(char):
    return unicodedata.east_asian_width(char) not in "WF" and unicodedata.category(char) not in ("Mn", "Cf", "Cc")


@pytest.mark.parametrize("name", GLYPHS)
def test_every_symbol_has_three_spellings(name):
    plain, scripted = Symbol(name), Script(Symbol(name), Symbol("j"), Symbol("T"), primes=1)
    for math in (plain, scripted):
        assert ascii(math).isascii()
        assert ascii(math)
        assert speech(math).isascii()
        assert speech(math)
        assert screen(math)
        assert all(_one_cell(char) for char in screen(math))


@pytest.mark.parametrize("name", SIGNS)
def test_every_sign_has_three_spellings(name):
    math = Row((Symbol("u"), Operator(name), Symbol("v")))
    assert ascii(math).isascii()
    assert speech(math).isascii()
    assert SIGNS[name].screen in screen(math)
    assert all(_one_cell(char) for char in screen(math))


def test_scripts_are_one_cell_wide():
    for table in (RAISED, LOWERED):
        assert all(_one_cell(char if isinstance(char, str) else chr(char)) for char in table.values())
