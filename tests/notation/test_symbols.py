import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.notation.glyphs import GLYPHS, LOWERED, RAISED, SIGNS
from tutor.notation.math import Operator, Role, Row, Script, Span, Symbol, ascii, screen, spans, speech
from tutor.notation.symbols import symbol, vector
from tutor.quantity import MATRICES, PER_SAMPLE, Kind, Naming, Quantity


def plain_naming(*sizes, **more):
    """The naming of a network without conventions of its own."""
    return Naming(sizes, (1, *sizes[1:]), **more)


NAMING = plain_naming(3, 2, 2, 1)
SEVERAL = NAMING._replace(samples=3, updates=2)


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
    name = symbol(q, NAMING)
    assert (screen(name), ascii(name), speech(name)) == (on_screen, in_ascii, said)


def test_one_input_and_several_targets():
    assert screen(symbol(Quantity(Kind.A, 0, 1), plain_naming(1, 2))) == "x"
    assert screen(symbol(Quantity(Kind.Y, None, 2), plain_naming(1, 2))) == "y₂"
    assert speech(symbol(Quantity(Kind.Z, 1, 12), plain_naming(1, 12))) == "z 12 of layer 1"


@pytest.mark.parametrize(
    ("q", "naming", "on_screen", "in_ascii", "said"),
    [
        (Quantity(Kind.Z, 2, 1, sample=2), SEVERAL, "z₁⁽²⁾[2]", "z_1^(2)[2]", "z 1 of layer 2, sample 2"),
        (Quantity(Kind.Z, 2, 1, update=2), SEVERAL, "z₁⁽²⁾[1]", "z_1^(2)[1]", "z 1 of layer 2, sample 1"),
        (Quantity(Kind.A, 0, 3, sample=2), SEVERAL, "x₃[2]", "x_3[2]", "x 3, sample 2"),
        (Quantity(Kind.Y, 3, 1, sample=3), SEVERAL, "y[3]", "y[3]", "y, sample 3"),
        (
            Quantity(Kind.SIGMA_PRIME, 2, 1, sample=2),
            SEVERAL,
            "σ′(z₁⁽²⁾)[2]",
            "sigma'(z_1^(2))[2]",
            "sigma prime of z 1 of layer 2, sample 2",
        ),
        (Quantity(Kind.LOSS, update=2), SEVERAL, "L", "L", "L"),
        (
            Quantity(Kind.W_NEW, 1, 1, 1, update=2),
            SEVERAL,
            "new w₁₁⁽¹⁾ #2",
            "new w_11^(1) #2",
            "new w 1 1 of layer 1 of update 2",
        ),
        (Quantity(Kind.W, 1, 1, 3), SEVERAL, "w₁₃⁽¹⁾", "w_13^(1)", "w 1 3 of layer 1"),
        (Quantity(Kind.W, 1, 1, 3), NAMING._replace(source_first=True), "w₃₁⁽¹⁾", "w_31^(1)", "w 3 1 of layer 1"),
        (Quantity(Kind.W, 1, 1, 3), NAMING._replace(first_layer=1), "w₁₃⁽²⁾", "w_13^(2)", "w 1 3 of layer 2"),
        (Quantity(Kind.A, 0, 3), NAMING._replace(first_layer=1), "x₃", "x_3", "x 3"),
        (Quantity(Kind.B, 1, 2), NAMING._replace(thresholds=(1,)), "θ₂⁽¹⁾", "theta_2^(1)", "theta 2 of layer 1"),
        (Quantity(Kind.B, 2, 2), NAMING._replace(thresholds=(1,)), "b₂⁽²⁾", "b_2^(2)", "b 2 of layer 2"),
        (
            Quantity(Kind.DL_DB, 1, 2),
            NAMING._replace(thresholds=(1,)),
            "∂L/∂θ₂⁽¹⁾",
            "dL/dtheta_2^(1)",
            "the gradient of L with respect to theta 2 of layer 1",
        ),
        (Quantity(Kind.B, 2, 1), NAMING._replace(biases=(1, 1, 1, 1)), "b⁽²⁾", "b^(2)", "b of layer 2"),
    ],
)
def test_names_by_the_lessons_conventions(q, naming, on_screen, in_ascii, said):
    name = symbol(q, naming)
    assert (screen(name), ascii(name), speech(name)) == (on_screen, in_ascii, said)


def test_a_vector_is_named_with_its_sample_where_that_matters():
    one = Quantity(Kind.Z, 2, 1, sample=2)
    assert [screen(vector(Kind.Z, 2, SEVERAL, q)) for q in (one, None)] == ["z⁽²⁾[2]", "z⁽²⁾"]
    assert screen(vector(Kind.Z, 2, NAMING, Quantity(Kind.Z, 2, 1))) == "z⁽²⁾"
    assert screen(vector(Kind.W_NEW, 2, SEVERAL, Quantity(Kind.W_NEW, 2, 1, 1, update=2))) == "new W⁽²⁾ #2"


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
    name = vector(kind, layer, NAMING)
    assert (screen(name), speech(name)) == (on_screen, said)


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
    name = symbol(Quantity(kind, 1, 1, 1), NAMING)
    assert spans(name) == (Span(screen(name), role),)


def test_inputs_have_their_own_colour():
    assert spans(symbol(Quantity(Kind.A, 0, 1), NAMING)) == (Span("x₁", Role.INPUT),)


def test_a_sample_and_an_update_have_the_colour_of_the_name():
    assert spans(symbol(Quantity(Kind.A, 0, 1, sample=2), SEVERAL)) == (Span("x₁[2]", Role.INPUT),)
    threshold = symbol(Quantity(Kind.B_NEW, 1, 2, update=2), SEVERAL._replace(thresholds=(1,)))
    assert spans(threshold)[1:] == (Span("θ₂⁽¹⁾ #2", Role.WEIGHT),)


@st.composite
def named(draw):
    sizes = tuple(draw(st.lists(st.integers(1, 120), min_size=2, max_size=15)))
    naming = plain_naming(*sizes)._replace(
        thresholds=(1,) if draw(st.booleans()) else (),
        first_layer=draw(st.integers(0, 1)),
        source_first=draw(st.booleans()),
        samples=draw(st.integers(1, 12)),
        updates=draw(st.integers(1, 12)),
    )
    kind = draw(st.sampled_from(Kind))
    layer = draw(st.integers(0 if kind is Kind.A else 1, len(sizes) - 1))
    j = draw(st.integers(1, sizes[-1] if kind is Kind.Y else sizes[layer]))
    k = draw(st.integers(1, sizes[layer - 1])) if kind in MATRICES else None
    sample = draw(st.integers(1, naming.samples)) if kind in PER_SAMPLE else 1
    update = draw(st.integers(1, naming.updates))
    return Quantity(kind, layer, j, k, sample, update), naming


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
    (q, naming), (other, _) = first, second
    if q._replace(update=1) != other._replace(update=1) and q.kind in MATRICES and other.kind in MATRICES:
        for emit in (screen, ascii, speech):
            assert emit(symbol(q, naming)) != emit(symbol(other, naming))


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
