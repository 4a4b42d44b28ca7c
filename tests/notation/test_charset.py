"""ASCII in place of all letters: the words of a text, and letters that take no more room than what they stand for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.event import PASSED, SHOWN, SIGNS
from tutor.explain.cells import Cell, text
from tutor.explain.flow import flow, prose
from tutor.explain.wires import GLYPHS, ROUND
from tutor.notation import charset, math, number, sentence, tex
from tutor.notation.columns import columns
from tutor.notation.letters import DRAWN, SPELT, drawn, spelt
from tutor.notation.prose import blocks
from tutor.output.encoding import SCREEN_SPECIMEN

HEAVY = "━┃┏┓┗┛┝┥┠┨╋┣┫┳┻╸╺╹╻"
LIGHT = "─│┌┐└┘├┤┬┴┼╭╮╰╯╴╶╵╷"


@pytest.fixture
def ascii():
    charset.use("ascii")


@pytest.mark.parametrize(
    ("letters", "words"),
    [
        ("δ₁⁽²⁾ is σ′(z₁⁽²⁾) × …", "delta_1^(2) is sigma'(z_1^(2)) x ..."),
        ("“half” of y – ½·(a − y)²", '"half" of y - 1/2*(a - y)^2'),
        ("(W⁽²⁾)ᵀδ ⊙ e⁻ᶻ", "(W^(2))^Tdelta .* e^(-z)"),
        ("∂L/∂w₁₁⁽¹⁾ ≤ Σ w·a", "dL/dw_11^(1) <= sum w*a"),
        ("z  ·", "z  ·"),
        ("0.7  ·  −0.2", "0.7  ·  -0.2"),
        ("↑↓", "up/dn"),
        ("␛[31m", "^[[31m"),
        ("✓ right", "✓ right"),
    ],
)
def test_letters_of_a_text_are_words_and_what_is_drawn_waits(letters, words):
    assert spelt(letters) == words


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("z  ·  0.5", "z  .  0.5"),
        ("▐ z ▌", "[ z ]"),
        ("━▶", "=>"),
        ("Été", "Ete"),
        ("漢", "??"),
        ("⎡⎢⎣ ⎤⎥⎦", "[[[ ]]]"),
    ],
)
def test_each_letter_that_is_drawn_has_one_of_its_width(before, after):
    assert drawn(before) == after


@given(st.text())
def test_what_is_drawn_is_ascii_and_as_wide_as_it_was(anything):
    shown = drawn(anything)
    assert shown.isascii()
    printable = "".join(char for char in anything if char.isprintable())
    assert len(drawn(printable)) == columns(printable)


def test_tables_are_in_ascii_and_one_letter_takes_one_column():
    assert "".join((*DRAWN.values(), *SPELT.values())).isascii()
    assert all(columns(char) == len(other) == 1 for char, other in DRAWN.items())


def test_heavy_wires_look_heavier_than_light_ones():
    lines = GLYPHS.strip() + "".join(map(chr, ROUND.values()))
    assert set(drawn(lines)) == set("-|+=#")
    assert set(drawn(HEAVY)) == set("=#")
    assert set(drawn(LIGHT)) == set("-|+")
    assert all(drawn(glyph) in "=#" for glyph in lines if glyph not in LIGHT)


def test_every_sign_beside_an_answer_has_a_letter_of_its_own():
    signs = [sign.glyph for sign in (*SIGNS.values(), SHOWN, PASSED)]
    letters = [drawn(sign) for sign in signs]
    assert letters == ["+", "~", "f", "x", "?", "o", "-"]
    assert not set(letters) & set(drawn("▸▐▌·…"))


def test_no_letter_of_screens_is_a_mere_question_mark():
    assert "?" not in drawn(SCREEN_SPECIMEN)


def test_with_all_letters_nothing_changes():
    for said in ("σ′ “…” ½·x", "▐ ✓ ━▶"):
        assert charset.spelt(said) == charset.drawn(said) == charset.written(said) == said


def test_the_choice_changes_what_was_written_before():
    formula, markdown = tex.parse(r"\delta_1^{(2)} = -\frac{1}{2}"), r"so $\delta$ – “σ′”"
    said = ("Sample 2 · ", formula, " – δ")
    before = math.spans(formula), math.screen(formula), blocks(markdown), sentence.screen(said)
    assert before[1] == "δ₁⁽²⁾ = −½"
    charset.use("ascii")
    assert math.screen(formula) == "".join(span.text for span in math.spans(formula)) == "delta_1^(2) = -1/2"
    assert [span.text for span in blocks(markdown)[0].spans] == ["so ", "delta", ' - "sigma\'"']
    assert sentence.screen(said) == "Sample 2 - delta_1^(2) = -1/2 - delta"
    assert number.screen("-0.5") == "-0.5"
    charset.use("screen")
    assert before == (math.spans(formula), math.screen(formula), blocks(markdown), sentence.screen(said))


@pytest.mark.usefixtures("ascii")
def test_roles_stay():
    formula = tex.parse(r"\delta_1^{(2)} = w_{11}^{(2)} x")
    found = [span.role for span in math.spans(formula)]
    charset.use("screen")
    assert [span.role for span in math.spans(formula)] == found


@pytest.mark.usefixtures("ascii")
@pytest.mark.parametrize("room", range(8, 40, 3))
def test_text_is_measured_as_it_is_written(room):
    said = (Cell("σ′ and δ⁽²⁾ are “half” … of ½, η and λ at 0.5·0.25·0.125"),)
    for rows in (flow(said, room, 2), prose("- σ′ and **δ⁽²⁾** – $\\frac{1}{2}$ of ½…\n\n> “η”", room)):
        lines = text(rows).split("\n")
        assert max(map(len, lines)) <= room
        assert drawn("".join(lines)).isascii()
        assert "sigma" in "".join(lines)


@pytest.mark.usefixtures("ascii")
def test_a_product_is_parted_behind_its_sign():
    assert text(flow((Cell("0.123·0.456·0.789"),), 12)) == "0.123*0.456*\n0.789"
