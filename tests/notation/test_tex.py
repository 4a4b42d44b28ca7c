import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.notation.math import Role, Span, ascii, screen, spans, speech
from tutor.notation.tex import DEPTH, LENGTH, NotationError, parse

FORMULAS = [
    # BP1 to BP4, as the reference lesson has them
    (
        r"\err{\delta^{(L)}} = \nabla_a C \hadamard \act{\sigma'(\mathbf{z}^{(L)})}",
        "δ⁽ᴸ⁾ = ∇ₐC ⊙ σ′(z⁽ᴸ⁾)",
        "delta^(L) = grad_a C .* sigma'(z^(L))",
        "delta of layer L equals the gradient of C with respect to a "
        "element by element times sigma prime of z of layer L",
    ),
    (
        r"\delta^{(l)} = \bigl(\wt{(W^{(l+1)})^T} \delta^{(l+1)}\bigr) \odot \sigma'(z^{(l)})",
        "δ⁽ˡ⁾ = ((W⁽ˡ⁺¹⁾)ᵀ δ⁽ˡ⁺¹⁾) ⊙ σ′(z⁽ˡ⁾)",
        "delta^(l) = ((W^(l+1))^T delta^(l+1)) .* sigma'(z^(l))",
        "delta of layer l equals open bracket W of layer l plus 1 transposed times delta of layer l plus 1 "
        "close bracket element by element times sigma prime of z of layer l",
    ),
    (
        r"\frac{\partial C}{\partial w_{jk}^{(l)}} = a_k^{(l-1)} \; \delta_j^{(l)}",
        "∂C/∂wⱼₖ⁽ˡ⁾ = aₖ⁽ˡ⁻¹⁾ δⱼ⁽ˡ⁾",
        "dC/dw_jk^(l) = a_k^(l-1) delta_j^(l)",
        "the gradient of C with respect to w j k of layer l equals a k of layer l minus 1 times delta j of layer l",
    ),
    (
        r"\partial\mathcal{L}/\partial b_1^{(1)}",
        "∂L/∂b₁⁽¹⁾",
        "dL/db_1^(1)",
        "the gradient of L with respect to b 1 of layer 1",
    ),
    (
        r"z^{(2)} = W^{(2)} a^{(1)} + b^{(2)}",
        "z⁽²⁾ = W⁽²⁾ a⁽¹⁾ + b⁽²⁾",
        "z^(2) = W^(2) a^(1) + b^(2)",
        "z of layer 2 equals W of layer 2 times a of layer 1, plus b of layer 2",
    ),
    (
        r"L = \tfrac{1}{2}(a^{(3)} - y)^2",
        "L = ½(a⁽³⁾ − y)²",
        "L = 1/2 (a^(3) - y)^2",
        "L equals one half times open bracket a of layer 3, minus y close bracket squared",
    ),
    (
        r"\sigma(z) = \frac{1}{1+e^{-z}}",
        "σ(z) = 1/(1 + e⁻ᶻ)",
        "sigma(z) = 1/(1 + e^(-z))",
        "sigma of z equals 1 over open bracket 1 plus e to the power of minus z close bracket",
    ),
    (
        r"\sum_{k=1}^{n} w_{jk} x_k",
        "Σₖ₌₁ⁿ wⱼₖ xₖ",
        "sum_(k=1)^n w_jk x_k",
        "the sum over k from 1 to n of w j k times x k",
    ),
    (
        r"\sum_s a_k^{(1)}[s] \delta_j^{(2)}[2]",
        "Σₛ aₖ⁽¹⁾[s] δⱼ⁽²⁾[2]",
        "sum_s a_k^(1)[s] delta_j^(2)[2]",
        "the sum over s of a k of layer 1, sample s times delta j of layer 2, sample 2",
    ),
    (r"\tanh(z)^2", "tanh(z)²", "tanh(z)^2", "tanh squared of z"),
    (r"(-0.3494)^2", "(−0.3494)²", "(-0.3494)^2", "open bracket minus 0.3494 close bracket squared"),
    (r"0.3\cdot({-1.0})", "0.3·(−1.0)", "0.3*(-1.0)", "0.3 times minus 1.0"),
    (r"\begin{pmatrix} 0.1 & 0.2 \\ 0.3 & 0.4 \end{pmatrix}", "[0.1, 0.2; 0.3, 0.4]", "[0.1, 0.2; 0.3, 0.4]",
     "the 2 by 2 matrix, row 1: 0.1, 0.2; row 2: 0.3, 0.4"),
    (r"[\boldsymbol{\delta}^{(l)}]_j", "[δ⁽ˡ⁾]ⱼ", "[delta^(l)]_j", "component j of delta of layer l"),
    (r"w_{1,1}^{(1)} \leftarrow 0.1", "w₁₁⁽¹⁾ ← 0.1", "w_11^(1) <- 0.1", "w 1 1 of layer 1 becomes 0.1"),
    (r"w_{\text{new}}", "w_new", "w_new", "w new"),
    (r"W^{(2)T}", "W⁽²⁾ᵀ", "W^(2)^T", "W of layer 2 transposed"),
    (r"1 - {a^{(2)}}^2", "1 − (a⁽²⁾)²", "1 - (a^(2))^2", "1 minus a of layer 2, squared"),
    (r"w_1^{(2)2} + 1", "(w₁⁽²⁾)² + 1", "(w_1^(2))^2 + 1", "w 1 of layer 2, squared, plus 1"),
    (r"-\ln 0.5 = 0.693", "−ln 0.5 = 0.693", "-ln 0.5 = 0.693", "minus ln of 0.5 equals 0.693"),
    (r"\tanh \frac{1}{2}", "tanh ½", "tanh 1/2", "tanh of one half"),
    (r"e^{-0.25}", "e^(−0.25)", "e^(-0.25)", "e to the power of minus 0.25"),
    (r"2\varepsilon", "2ε", "2 epsilon", "2 times epsilon"),
    (r"\frac12", "½", "1/2", "one half"),
    (r"\sqrt{x+1}", "√(x + 1)", "sqrt(x + 1)", "the square root of open bracket x plus 1 close bracket"),
    (r"\left|x\right|", "|x|", "|x|", "the absolute value of x"),
    ("δ_1·σ′(z)", "δ₁·σ′(z)", "delta_1*sigma'(z)", "delta 1 times sigma prime of z"),
    ("", "", "", ""),
]  # fmt: skip


@pytest.mark.parametrize(("source", "on_screen", "in_ascii", "said"), FORMULAS)
def test_formulas(source, on_screen, in_ascii, said):
    math = parse(source)
    assert screen(math) == on_screen
    assert ascii(math) == in_ascii
    assert speech(math) == said


def test_colours():
    assert spans(parse(r"\inp{x_1} \cdot 0.1 = \delta")) == (
        Span("x₁", Role.INPUT),
        Span("·0.1 = ", Role.PLAIN),
        Span("δ", Role.ERROR),
    )
    assert spans(parse(r"\err{-0.00490}")) == (Span("−0.00490", Role.ERROR),)
    assert spans(parse(r"(W^{(2)})^T")) == (Span("(W⁽²⁾)ᵀ", Role.WEIGHT),)
    assert spans(parse(r"\sigma'(\err{\delta})")) == (
        Span("σ′(", Role.ACTIVATION),
        Span("δ", Role.ERROR),
        Span(")", Role.ACTIVATION),
    )


@pytest.mark.parametrize(
    ("source", "offset", "part"),
    [
        (r"a + \foo{b}", 4, r"\foo"),
        (r"\frac{1}", 8, "missing"),
        ("a_1_2", 3, "two _"),
        ("(a", 2, ")"),
        ("a)", 1, "closes nothing"),
        ("^2", 0, "before it"),
        ("a_", 2, "missing"),
        (r"\text{a", 7, "too early"),
        (r"\begin{array} a \end{array}", 12, "array"),
        (r"\begin{matrix} a", 16, "too early"),
        ("a | b", 5, "|"),
        ("1 € 2", 2, "€"),
        ("(" * (DEPTH + 1), DEPTH, "deep"),
        (r"\wt" * 600, 3 * DEPTH, "deep"),
        ("a" * (LENGTH + 1), LENGTH, "characters"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_place(source, offset, part):
    with pytest.raises(NotationError) as caught:
        parse(source)
    assert part in str(caught.value)
    assert caught.value.offset == offset


COMMANDS = r"\delta \frac \left( \right) \text{ \begin{pmatrix} \end{pmatrix} \\ \err ^{ _{ \sum \nabla \sqrt \partial"
PIECES = [*string.printable, *COMMANDS.split(), r"\quad", "δ", "\ud800"]


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
def test_any_text_is_read_or_refused(source):
    try:
        math = parse(source)
    except NotationError as error:
        place = error.offset
        math = None
    if math is None:
        assert 0 <= place <= len(source)
        return
    assert "".join(span.text for span in spans(math)) == screen(math)
    assert isinstance(ascii(math), str)
    assert isinstance(speech(math), str)
