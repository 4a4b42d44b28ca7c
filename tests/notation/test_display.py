"""Formulas in two dimensions: how they look, and that nothing of them is lost."""

import subprocess
import sys
from collections import Counter
from textwrap import dedent

import pytest
from helpers.trees import trees
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.expression.tex import tex
from tutor.expression.tree import Name, Number
from tutor.notation import math
from tutor.notation.brackets import tall
from tutor.notation.columns import columns
from tutor.notation.display import display
from tutor.notation.glyphs import LOWERED, RAISED
from tutor.notation.role import Role, Span
from tutor.notation.tex import NotationError, parse

DRAWINGS = [
    (
        r"\sigma(z) = \frac{1}{1 + e^{-z}}",
        """
                  1
        σ(z) = ───────
               1 + e⁻ᶻ
        """,
    ),
    (
        r"\frac{\partial L}{\partial w_{jk}^{(l)}} = a_k^{(l-1)} \delta_j^{(l)}",
        """
          ∂L
        ─────── = aₖ⁽ˡ⁻¹⁾ δⱼ⁽ˡ⁾
        ∂wⱼₖ⁽ˡ⁾
        """,
    ),
    (
        r"\mathrm{softmax}(z)_j = \frac{e^{z_j}}{\sum_m e^{z_m}}",
        """
                        zⱼ
                       e
        softmax(z)ⱼ = ──────
                          zₘ
                      Σₘ e
        """,
    ),
    (
        r"L = \tfrac{1}{2} \sum_j (a_j^{(L)} - y_j)^2",
        """
        L = ½ Σ (aⱼ⁽ᴸ⁾ − yⱼ)²
              j
        """,
    ),
    (
        r"\sum_{k=1}^{n} w_{jk} x_k",
        """
         n
         Σ  wⱼₖ xₖ
        k=1
        """,
    ),
    (
        r"\delta_j^{(3)} = -\sum_i \frac{\partial L}{\partial a_i} \cdot \frac{\partial a_i}{\partial z_j}",
        """
                   ∂L    ∂aᵢ
        δⱼ⁽³⁾ = −Σ ─── · ───
                 i ∂aᵢ   ∂zⱼ
        """,
    ),
    (
        r"L = -\frac{y_j}{a_j^{(L)}}",
        """
               yⱼ
        L = − ─────
              aⱼ⁽ᴸ⁾
        """,
    ),
    (
        r"\partial L = \frac{1}{n} \sum_s \partial L_s",
        """
              1
        ∂L = ─── Σ ∂Lₛ
              n  s
        """,
    ),
    (
        r"z = \begin{pmatrix} 0.1 & -0.25 \\ 10 & 0.4 \end{pmatrix} \begin{pmatrix} 0.5 \\ 1 \end{pmatrix}^T",
        """
        z = ⎡  0.1  −0.25 ⎤ ⎡ 0.5 ⎤ᵀ
            ⎣ 10     0.4  ⎦ ⎣ 1   ⎦
        """,
    ),
    (
        r"\left(\begin{matrix} a \\ b \\ c \end{matrix}\right) \odot \begin{matrix} w_1 & b \\ 1 & w_{12} \end{matrix}",
        """
        ⎛ a ⎞
        ⎜ b ⎟ ⊙ ⎡ w₁   b  ⎤
        ⎝ c ⎠   ⎣ 1   w₁₂ ⎦
        """,
    ),
    (
        r"\left(\frac{a}{b}\right)^2 - 2\left|\frac{a}{b + c}\right|_j",
        """
        ⎛  a  ⎞²    │   a   │
        ⎜ ─── ⎟  − 2│ ───── │
        ⎝  b  ⎠     │ b + c │ⱼ
        """,
    ),
    (
        r"\sigma'\left(\frac{e^{z}}{2}\right)",
        """
          ⎛ eᶻ  ⎞
        σ′⎜ ─── ⎟
          ⎝  2  ⎠
        """,
    ),
    (
        r"\ln(1 + e^{z_j})",
        """
                zⱼ
        ln(1 + e  )
        """,
    ),
    (r"z^{(2)} = W^{(2)} a^{(1)} + b^{(2)}", "z⁽²⁾ = W⁽²⁾ a⁽¹⁾ + b⁽²⁾"),
    (r"\frac{1}{2} (W^{(2)})^T", "½(W⁽²⁾)ᵀ"),
]


def drawing(text):
    return dedent(text).strip("\n")


@pytest.mark.parametrize(("source", "shown"), DRAWINGS, ids=[source for source, _ in DRAWINGS])
def test_formulas(source, shown):
    assert display(parse(source), 80).text == drawing(shown).rstrip()


def test_in_ascii_scripts_stay_on_the_line():
    source = r"\frac{\partial L}{\partial w_{jk}} = \left(\frac{e^{z_j}}{\sum_m e^{z_m}}\right)^2 \sum_s"
    assert display(parse(source), 80, "ascii").text == drawing(
        """
         dL     (    e^(z_j)    )^2
        ----- = ( ------------- )   sum
        dw_jk   ( sum_m e^(z_m) )    s
        """
    )


def test_a_long_formula_goes_on_before_its_relations_and_its_signs():
    source = r"z_1 = \frac{a}{b} + w_{11} a_1 + w_{12} a_2 + w_{13} a_3 = 0.25"
    assert display(parse(source), 24).text == drawing(
        """
              a
        z₁ = ─── + w₁₁ a₁
              b

             + w₁₂ a₂ + w₁₃ a₃
           = 0.25
        """
    )


def test_what_has_no_room_even_so_is_written_on_one_line():
    formula = parse(r"\frac{x_1 + x_2 + x_3}{y}")
    assert display(formula, 5).rows == (math.spans(formula),)


def test_what_needs_too_many_lines_is_written_on_one():
    formula = parse("z = " + " + ".join(rf"\frac{{a_{i}}}{{b}}" for i in range(1, 10)))
    assert len(display(formula, 12).rows) == 1
    assert len(display(formula, 20).rows) > 1


def test_statements_that_stand_apart_go_on_in_lines_of_their_own():
    formula = parse(r"a = \frac{1}{b}, \quad c = d")
    assert display(formula, 20).text.split("\n")[1] == "a = ───,   c = d"
    assert display(formula, 12).text == drawing(
        """
             1
        a = ───,
             b

        c = d
        """
    )


def test_colours_are_those_of_the_line():
    rows = display(parse(r"\sigma'\left(\frac{\partial L}{\inp{x}}\right)"), 40).rows
    assert rows[1] == (
        Span("σ′⎜", Role.ACTIVATION),
        Span(" ─── ", Role.PLAIN),
        Span("⎟", Role.ACTIVATION),
    )
    assert Span("x", Role.INPUT) in [span._replace(text=span.text.strip()) for span in rows[2]]
    assert display(parse(r"\err{\frac{a}{b}}"), 40).rows[1] == (Span("───", Role.ERROR),)
    gradient = display(parse(r"\partial L/\partial w"), 40).rows
    assert {span.role for row in gradient for span in row if span.text.strip()} == {Role.ERROR}


def test_brackets_of_any_height():
    assert tall("{", 1) == ("{",)
    assert "".join(tall("{", 2)) == "⎧⎩"
    assert "".join(tall("{", 5)) == "⎧⎪⎨⎪⎩"
    assert "".join(tall("(", 4)) == "⎛⎜⎜⎝"
    assert "".join(tall("[", 3, ascii=True)) == "[[["


LEAVES = st.sampled_from([Name("z"), Name("a_j"), Number(2.0, "2"), Number(0.25, "0.25")])
ARITHMETIC = trees(LEAVES, ["exp", "ln", "sqrt", "sigmoid", "abs"]).map(tex)
PIECES = r"""\delta a b 1 0.25 -1 + - = \cdot / ^2 ^{(l)} ^{z_j} _j _{12} ' ( ) | \sum_j \sum_{k=1}^n \partial
    \frac \left( \right) \text{new} \err { } \begin{pmatrix} \end{pmatrix} \\ & \quad \sqrt{z} \sigma"""
ANYTHING = st.lists(st.sampled_from(PIECES.split()), max_size=14).map(" ".join)
MATRICES = st.lists(st.tuples(ARITHMETIC, ARITHMETIC), min_size=1, max_size=3).map(
    lambda rows: r"a \begin{matrix}" + r"\\".join(" & ".join(row) for row in rows) + r"\end{matrix}^T = 1"
)
FORMULAS = st.one_of(ARITHMETIC, ANYTHING, MATRICES)

_FLAT = {ord(char): chr(plain) for table in (RAISED, LOWERED) for plain, char in table.items() if isinstance(char, str)}
_FLAT |= {char: chr(plain) for table in (RAISED, LOWERED) for plain, char in table.items() if isinstance(char, int)}
_SYNTAX = set(" \n()[]{}|/^_,;─│⎡⎢⎣⎤⎥⎦⎛⎜⎝⎞⎟⎠⎧⎪⎨⎩⎫⎬⎭")


def glyphs(text):
    """What is left of a text without brackets, bars and blanks, whether high, low or on the line."""
    return Counter(char for char in text.translate(_FLAT) if char not in _SYNTAX)


@settings(max_examples=150, deadline=None)
@given(FORMULAS, st.integers(1, 60))
def test_any_formula_is_a_rectangle_that_fits_and_has_every_glyph(source, room):
    try:
        formula = parse(source)
    except NotationError:
        return
    block = display(formula, room)
    widths = {sum(columns(span.text) for span in row) for row in block.rows}
    assert widths == {block.width}
    assert 0 <= block.base < len(block.rows)
    line = math.spans(formula)
    assert block.width <= room or block.rows == (line,)
    assert glyphs(block.text) == glyphs(math.screen(formula))
    if len(block.rows) == 1 and "matrix" not in source:
        assert block.text == math.screen(formula).rstrip()
    assert display(formula, room, "ascii").text.isascii()


def test_no_screen_without_such_a_formula_loads_it():
    run = "import sys, tutor.notation.prose, tutor.explain.flow; assert 'tutor.notation.display' not in sys.modules"
    subprocess.run([sys.executable, "-c", run], check=True)
