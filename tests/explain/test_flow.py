"""Wrapping text into rows of cells."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.explain.cells import Cell, Emphasis, text, width
from tutor.explain.flow import cells, flow, formula, prose, tagged
from tutor.notation import charset
from tutor.notation.role import Role
from tutor.notation.sentence import spans
from tutor.notation.tex import parse


@given(st.text(st.sampled_from("ab \n"), max_size=80), st.integers(1, 30), st.integers(0, 5))
def test_flow_keeps_every_letter_and_the_width(source, columns, indent):
    rows = flow((Cell(source),), columns + indent, indent)
    assert all(width(row) <= columns + indent for row in rows)
    assert "".join(text(rows).split()) == "".join(source.split())


def test_flow_breaks_at_blanks_and_indents_what_follows():
    rows = flow((Cell("one two "), Cell("three", Role.ERROR)), 9, 2)
    assert text(rows) == "one two\n  three"
    assert rows[1][-1] == Cell("three", Role.ERROR)


def test_flow_parts_a_word_that_is_too_wide():
    assert text(flow((Cell("abcdefgh"),), 3)) == "abc\ndef\ngh"


def test_flow_counts_columns_and_not_letters():
    assert text(flow((Cell("漢字" * 4),), 6)) == "漢字漢\n字漢字\n漢字"
    assert text(flow((Cell("漢字 漢字 ab"),), 6)) == "漢字\n漢字\nab"
    assert text(flow((Cell("漢字"),), 1)) == "漢\n字"
    assert text(flow((Cell("e\u0301" * 4),), 2)) == "e\u0301e\u0301\ne\u0301e\u0301"


def test_flow_parts_a_product_between_its_factors():
    rows = flow((Cell("     1.0·0.2500·0.7·(−0.3494) = −0.0611"),), 18, 7)
    assert text(rows) == "     1.0·0.2500·\n       0.7·\n       (−0.3494)\n       = −0.0611"
    assert text(flow((Cell("a·b c·d"),), 5)) == "a·b\nc·d"


def test_no_line_ends_in_a_sign_and_none_is_a_tag_alone():
    row = (Cell("exp(0.6800)/(1.9155 + 2.4121) = 0.2059"),)
    assert text(flow(row, 33, 2)) == "exp(0.6800)/(1.9155 + 2.4121)\n  = 0.2059"
    product = (Cell("= 1.0·0.2500·0.7·0.2055"),)
    assert (
        text(tagged("numbers", product, 22, 10, 2)) == " numbers  = 1.0·\n            0.2500·\n            0.7·0.2055"
    )
    charset.use("ascii")
    assert (
        text(tagged("numbers", product, 22, 10, 2)) == " numbers  = 1.0*\n            0.2500*\n            0.7*0.2055"
    )
    assert text(flow((Cell("a b ≈ c"),), 5)) == "a b\n~ c"


@pytest.mark.parametrize("columns", [9, 12, 15, 20, 33])
def test_where_nothing_else_can_be_parted_a_sign_stands_where_it_is(columns):
    rows = flow((Cell(" = 123456789.123456789 = 7"),), columns, 1)
    assert "".join(text(rows).split()) == "=123456789.123456789=7"
    assert max(map(width, rows)) <= columns


def test_tagged_text_wraps_in_its_own_column():
    assert text(tagged("hint", (Cell("go on and on"),), 14, 7)) == " hint  go on\n       and on"


@pytest.mark.parametrize(
    ("markdown", "shown"),
    [
        ("# A title", " A title"),
        ("one\n\ntwo", " one\n\n two"),
        ("- first\n- second thing", " • first\n • second\n   thing"),
        ("> quoted", " │ quoted"),
        ("```\na  b\n```", "    a  b"),
        ("Is\n\n$$\na = \\frac{1}{b}\n$$\nso", " Is\n\n        1\n   a = ───\n        b\n\n so"),
        ("$a = b + c + d + e$", "   a = b + c\n       + d\n       + e"),
        ("$\\frac{a + b}{c + d + e + f}$", "   (a + b)/(c\n     + d + e\n     + f)"),
        ("$w_{1,1}^{(1)}$ [bold] <b>", " w₁₁⁽¹⁾\n [bold] <b>"),
    ],
)
def test_prose_as_rows(markdown, shown):
    assert text(prose(markdown, 13)) == shown


def test_a_formula_is_in_line_with_its_tag():
    rows = formula("BP3", parse(r"\frac{\partial L}{\partial w} = a \delta"), 30, 6)
    assert text(rows) == "      ∂L\n BP3  ─── = aδ\n      ∂w"
    assert text(formula("BP3", parse("a = b + c"), 12, 6, 2)) == " BP3  a = b\n        + c"


def test_headings_and_strong_words_stand_out():
    assert prose("# Big", 20)[0][-1].emphasis is Emphasis.STRONG
    assert Cell("very", Role.STRONG) in prose("a **very** b", 20)[0]


@pytest.mark.parametrize(
    ("markdown", "shown"),
    [
        ("Its slope is $a \\cdot (1 - a)$ here", " Its slope is\n a·(1 − a) here"),
        ("Of a [3, 2, 2, 1] network", " Of a\n [3, 2, 2, 1]\n network"),
        ("Long is $a + b + c + d + e + f$ too", " Long is a + b +\n c + d + e + f\n too"),
    ],
)
def test_a_formula_and_a_list_are_parted_only_where_no_line_has_room_for_them(markdown, shown):
    assert text(prose(markdown, 16)) == shown


def test_a_sentence_keeps_its_formulas_whole():
    row = cells(spans(("so ", parse("u' = 0 - v"), " and on")))
    assert text(flow(row, 11)) == "so\nu′ = 0 − v\nand on"
