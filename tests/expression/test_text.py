import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.expression.evaluate import ArithmeticProblem, evaluate
from tutor.expression.grammar import parse
from tutor.expression.text import Piece, pieces
from tutor.expression.tokens import Unreadable
from tutor.expression.tree import Call, Name, Neg, Number, Power, Product, Quotient, Sum

LEAVES = {"w": "0.7", "d": "-0.00490", "a": "0.6506", "y": "1.0", "n": "-1.0", "t": "1.23e-12"}


def text(node, style="screen"):
    return "".join(piece.text for piece in pieces(node, LEAVES.__getitem__, style))


def half():
    return Quotient(Number(1.0), Number(2.0))


@pytest.mark.parametrize(
    ("node", "screen", "ascii_"),
    [
        (Product((Name("w"), Name("d"))), "0.7·(−0.00490)", "0.7*(-0.00490)"),
        (Product((Name("d"), Name("w"))), "−0.00490·0.7", "-0.00490*0.7"),
        (Sum((Name("a"), Neg(Name("y")))), "0.6506 − 1.0", "0.6506 - 1.0"),
        (Sum((Name("a"), Neg(Name("n")))), "0.6506 − (−1.0)", "0.6506 - (-1.0)"),
        (Sum((Name("w"), Name("d"))), "0.7 − 0.00490", "0.7 - 0.00490"),
        (Sum((Name("w"), Product((Name("d"), Name("a"))))), "0.7 + (−0.00490)·0.6506", "0.7 + (-0.00490)*0.6506"),
        (
            Product((half(), Power(Sum((Name("a"), Neg(Name("y")))), Number(2.0)))),
            "½·(0.6506 − 1.0)²",
            "1/2*(0.6506 - 1.0)^2",
        ),
        (Power(Name("d"), Number(2.0)), "(−0.00490)²", "(-0.00490)^2"),
        (Power(Name("t"), Number(2.0)), "1.23e−12", None),
        (Power(Name("w"), Name("a")), "0.7^0.6506", "0.7^0.6506"),
        (Power(Name("w"), Neg(Number(1.0))), "0.7^(−1)", "0.7^(-1)"),
        (Call("sigmoid", Name("n")), "σ(−1.0)", "sigmoid(-1.0)"),
        (Call("sigmoid'", Name("w")), "σ′(0.7)", "sigmoid'(0.7)"),
        (Call("tanh'", Name("w")), "tanh′(0.7)", "tanh'(0.7)"),
        (Call("relu", Name("w")), "relu(0.7)", "relu(0.7)"),
        (Quotient(Name("w"), Product((Name("a"), Name("y")))), "0.7/(0.6506·1.0)", "0.7/(0.6506*1.0)"),
        (Product((Name("w"), Quotient(Name("a"), Name("y")))), "0.7·(0.6506/1.0)", "0.7*(0.6506/1.0)"),
        (Product((Quotient(Name("w"), Name("a")), Name("y"))), "0.7/0.6506·1.0", "0.7/0.6506*1.0"),
        (Product((Name("w"), Sum((Number(1.0, "1"), Neg(Name("a")))))), "0.7·(1 − 0.6506)", "0.7*(1 - 0.6506)"),
        (Neg(Sum((Name("a"), Name("w")))), "−(0.6506 + 0.7)", "-(0.6506 + 0.7)"),
        (Neg(Neg(Name("a"))), "−(−0.6506)", "-(-0.6506)"),
        (Number(0.1), "0.1", "0.1"),
        (Number(-3.0), "−3", "-3"),
    ],
)
def test_minimal_brackets(node, screen, ascii_):
    if ascii_ is None:
        assert text(node).startswith(screen)
    else:
        assert text(node) == screen
        assert text(node, "ascii") == ascii_


def test_pieces_know_what_they_stand_for():
    assert pieces(Product((Name("w"), Name("d"))), LEAVES.__getitem__) == (
        Piece("0.7", "w"),
        Piece("·"),
        Piece("("),
        Piece("−0.00490", "d"),
        Piece(")"),
    )


def test_names_become_names():
    assert parse("a*(1 - a)", names=("a",)) == Product((Name("a"), Sum((Number(1.0, "1"), Neg(Name("a"))))))
    assert evaluate(parse("(a - y)^2", names=("a", "y")), {"a": 3.0, "y": 5.0}.__getitem__) == 4.0
    with pytest.raises(Unreadable):
        parse("a*(1 - a)")
    with pytest.raises(KeyError):
        evaluate(Name("a"))


def trees(leaf):
    def extend(inner):
        several = st.lists(inner, min_size=2, max_size=4).map(tuple)
        return st.one_of(
            inner.map(Neg),
            several.map(Sum),
            several.map(Product),
            st.tuples(inner, inner).map(lambda pair: Quotient(*pair)),
            st.tuples(inner, st.integers(0, 12).map(lambda n: Number(float(n)))).map(lambda pair: Power(*pair)),
            st.tuples(inner, inner).map(lambda pair: Power(*pair)),
            st.tuples(
                st.sampled_from(["exp", "tanh", "abs", "abs'", "sigmoid", "sigmoid'", "relu", "relu'"]), inner
            ).map(lambda pair: Call(*pair)),
        )

    return st.recursive(leaf, extend, max_leaves=12)


MAGNITUDES = st.floats(0, 1e3, allow_subnormal=False)
NUMBERS = st.one_of(
    st.integers(0, 99).map(lambda n: Number(float(n))),
    st.just(Number(2.0, "2.00")),
    MAGNITUDES.map(Number),
    st.just(Quotient(Number(1.0), Number(2.0))),
)
NAMES = st.floats(-1e3, 1e3).map(Name)  # a name that is its own value


@given(trees(NUMBERS | NAMES))
@settings(max_examples=400, deadline=None)
def test_text_is_read_back_to_the_same_value(tree):
    try:
        value = evaluate(tree, float)
    except ArithmeticProblem:
        value = None
    for style in ("screen", "ascii"):
        typed = "".join(piece.text for piece in pieces(tree, repr, style))
        assert style == "screen" or typed.isascii()
        try:
            again = evaluate(parse(typed))
        except ArithmeticProblem:
            again = None
        assert again == value, typed


@pytest.mark.parametrize(
    ("tree", "words"),
    [
        (Quotient(Number(1.0), Sum((Number(1.0), Neg(Number(1.0))))), "zero"),
        (Product((Number(1e200), Number(1e200), Number(0.0))), "too large"),
        (Quotient(Number(1.0), Product((Number(1e200), Number(1e200)))), "too large"),
        (Call("exp", Number(710.0)), "too large"),
        (Call("ln", Number(0.0)), "ln"),
        (Power(Number(0.0), Number(0.0)), "power 0"),
        (Number(math.nan), "too large"),
    ],
)
def test_nothing_infinite_passes(tree, words):
    with pytest.raises(ArithmeticProblem, match=words):
        evaluate(tree)


def test_sums_and_products_run_from_left_to_right():
    assert evaluate(Sum((Number(1e16), Number(1.0), Neg(Number(1e16))))) == 0.0
    assert evaluate(Sum((Number(1e14), Neg(Number(1e14)), Number(1.0)))) == 1.0
    assert evaluate(Product((Number(1e-200), Number(1e-200), Number(1e200)))) == 0.0


def test_a_sum_of_which_only_rounding_is_left_is_nothing():
    assert evaluate(parse("0.1*1.0 + 0.2*0.5 + 0.3*(-1.0) + 0.1")) == 0.0
    assert evaluate(parse("0.1 + 0.2 - 0.3")) == 0.0
    assert evaluate(parse("1e-17")) == 1e-17
    assert evaluate(parse("1e308 - 1e308 + 1e308")) == 1e308


def test_the_slope_of_abs_is_called_the_sign_and_read_back():
    for style in ("screen", "ascii"):
        assert "".join(piece.text for piece in pieces(Call("abs'", Name("z")), str, style)) == "sign(z)"
    for text in ("sign(z)", "sgn(z)", "abs'(z)"):
        assert parse(text, names=("z",)) == Call("abs'", Name("z"))
    assert [evaluate(parse(f"sign({z})")) for z in (-3, 0, 5)] == [-1.0, 0.0, 1.0]


def test_a_power_does_not_run_into_what_a_name_has_above_the_line():
    node = Sum((Number(1.0, "1"), Neg(Power(Name("a"), Number(2.0, "2")))))
    written = {
        name: "".join(piece.text for piece in pieces(node, lambda _, name=name: name)) for name in ("a⁽²⁾", "a₁")
    }
    assert written == {"a⁽²⁾": "1 − (a⁽²⁾)²", "a₁": "1 − a₁²"}
    assert "".join(piece.text for piece in pieces(node, lambda _: "a^(2)", "ascii")) == "1 - (a^(2))^2"
    with pytest.raises(Unreadable, match=r"Write sign\( \)"):
        parse("sign 3")
