import math
import re
from decimal import Decimal

import pytest

from tutor.expression.read import Blank, Readable, Unreadable, read


def numbers(text, **options):
    answer = read(text, **options)
    assert isinstance(answer, Readable), answer
    return [value.number for value in answer.values]


def refusal(text, **options):
    answer = read(text, **options)
    assert isinstance(answer, Unreadable), answer
    assert 0 <= answer.offset <= len(text)
    assert re.fullmatch(r"\S([^.!?]|[.!?](?!\s))*\.", answer.message)  # one sentence
    return answer


PLAIN = {
    "-0.0794": "-0.0794",
    "−0.0794": "-0.0794",
    "–0.0794": "-0.0794",
    "+.5": "0.5",
    "5.": "5",
    "0.7100": "0.7100",
    "5e-3": "0.005",
    "5e−3": "0.005",
    "5E-3": "0.005",
    "5×10^-3": "0.005",
    "5.0*10^-3": "0.0050",
    "5·10⁻³": "0.005",
    "-5 x 10**-3": "-0.005",
    "2·10^+2": "2e2",
    "=0.5": "0.5",
    "≈ −0.5": "-0.5",
    "~ -0.5": "-0.5",
    " \t\u00a0\u30000.5\u2009\n": "0.5",
    "(-0.0049)": "-0.0049",
    "[0.5]": "0.5",
    "0.00": "0.00",
}


@pytest.mark.parametrize("text", PLAIN)
def test_plain_decimals_keep_what_was_typed(text):
    (value,) = read(text).values
    wanted = Decimal(PLAIN[text])
    assert value.number == float(wanted)
    assert value.decimal is not None
    assert value.decimal.as_tuple() == wanted.as_tuple()
    assert not value.echo


CALCULATIONS = {
    "1/4": 0.25,
    "-1/8": -0.125,
    "50%": 0.5,
    "50% + 1": 1.5,
    "½": 0.5,
    "-¾": -0.75,
    "⅒": 0.1,
    "½·(0.5 − 1)²": 0.125,
    "0.7*0.5 + 0.8*0.5622 + 0.1": 0.7 * 0.5 + 0.8 * 0.5622 + 0.1,
    "0,5*0,25": 0.125,
    "6 ÷ 4": 1.5,
    "2 × 3": 6,
    "0.5x3": 1.5,
    "2 X -3": -6,
    "-2^2": -4,
    "-2²": -4,
    "(-2)²": 4,
    "2^3^2": 512,
    "2**3^2": 512,
    "2⋅3∙4": 24,
    "1∕4": 0.25,
    "-2^-2": -0.25,
    "-5 %": -0.05,
    "1 − −2": 3,
    "5x10^(-3)": 0.005,
    "5×110^2": 60500,
    "5×010^2": 500,
    "5e1×10^2": 5000,
    "= 1/4": 0.25,
    "≈1/4": 0.25,
    "tanh(0.5)x2": 2 * math.tanh(0.5),
    "2**-1": 0.5,
    "10⁻³": 0.001,
    "(0.5)²": 0.25,
    "2²³": 2**23,
    "2*-3": -6,
    "1+-2": -1,
    "1--2": 3,
    "2^-1*4": 2,
    "8/4/2": 1,
    "8/4*2": 4,
    "10-4-3": 3,
    "exp(0)": 1,
    "ln(e)": 1,
    "tanh(0)": 0,
    "sqrt(9)": 3,
    "abs(-3)": 3,
    "σ(0)": 0.5,
    "Sigmoid(0)": 0.5,
    "sigmoid'(0)": 0.25,
    "σ′(0)": 0.25,
    "σ’(0)": 0.25,
    "ReLU(-3)": 0,
    "relu'(3)": 1,
    "π": math.pi,
    "2*pi": 2 * math.pi,
    "e^2": math.e**2,
    "sigmoid(1e6)": 1,
    "exp(-1000)": 0,
    "1/4-1/4": 0,
}


@pytest.mark.parametrize("text", CALCULATIONS)
def test_calculations(text):
    (value,) = read(text).values
    assert value.number == pytest.approx(CALCULATIONS[text], rel=1e-15, abs=0)
    assert value.decimal is None
    assert value.echo


@pytest.mark.parametrize("text", ["-0", "−0.00", "0*-1", "-0,0", "-(0)"])
def test_zero_has_no_sign(text):
    assert math.copysign(1, numbers(text)[0]) == 1


LISTS = {
    "0, 0.25": [0, 0.25],
    "0.1,0.2": [0.1, 0.2],
    "1,234.5": [1, 234.5],
    "0, 25": [0, 25],
    "0,25": [0.25],
    "0,25; 0,5": [0.25, 0.5],
    "0,25, 0,5": [0.25, 0.5],
    "0,25;0.5": [0.25, 0.5],
    "1;2;3": [1, 2, 3],
    "1.5, 2; 3, 4": [1.5, 2, 3, 4],
    "½,¼": [0.5, 0.25],
    "= 1; = 2": [1, 2],
    "[0.1, 0.2]": [0.1, 0.2],
    "[0.1 0.2]": [0.1, 0.2],
    "[ 1 2 ; 3 4 ]": [1, 2, 3, 4],
    "[[0.1, 0.2], [0.3, 0.4]]": [0.1, 0.2, 0.3, 0.4],
    "[[0.1 0.2]; [0.3 0.4]]": [0.1, 0.2, 0.3, 0.4],
    "((0.1,0.2),(0.3,0.4))": [0.1, 0.2, 0.3, 0.4],
    "[1,5], [2,5]": [1.5, 2.5],
    "[0,25 0,5]": [0.25, 0.5],
    "[1 -2]": [1, -2],
    "[1 - 2]": [-1],
    "[1 -2 - 3]": [1, -5],
    "[1 x 2 3]": [2, 3],
    "[50% 2² 3]": [0.5, 4, 3],
    "[(1+1) (2)]": [2, 2],
    "[exp (0) e]": [1, math.e],
    "(1; 2)": [1, 2],
    "((0.5)+1; (2))": [1.5, 2],
}


@pytest.mark.parametrize("text", LISTS)
def test_several_numbers(text):
    assert numbers(text) == LISTS[text]


def test_each_number_knows_its_text():
    values = read(" [0,25;  1 - 0,5 ; (−3)] ").values
    assert [value.text for value in values] == ["0,25", "1 - 0,5", "−3"]
    assert [value.echo for value in values] == [True, True, False]
    assert values[0].decimal == Decimal("0.25")


REFUSED = {
    # text: (offset, words of the message)
    "--5": (1, "two signs"),
    "2*--3": (3, "two signs"),
    "1---2": (3, "two signs"),
    "2^--1": (3, "two signs"),
    "- +5": (2, "two signs"),
    "2e": (1, "sign between"),
    "2(3)": (1, "sign between"),
    "(2)(3)": (3, "sign between"),
    "2pi": (1, "sign between"),
    "1½": (1, "sign between"),
    "1 234.5": (2, "sign between"),
    "0.5 V": (4, "“V”"),
    "log(2)": (0, "Write ln"),
    "LOG10(2)": (0, "Write ln"),
    "sin(2)": (0, "“sin”"),
    "nan": (0, "nan"),
    "inf": (0, "infinite"),
    "-inf": (1, "infinite"),
    "-Infinity": (1, "infinite"),
    "NaN": (0, "nan"),
    "∞": (0, "infinite"),
    "exp 2": (0, "exp( )"),
    "exp": (0, "exp( )"),
    "0,5,0,25": (3, "Use ; between numbers"),
    "1,234,567": (5, "Use ; between numbers"),
    "1.234,5; 2": (5, "Use ; between numbers"),
    "1,234.5; 2": (5, "Use ; between numbers"),
    "exp(1, 2)": (5, "Use ; between numbers"),
    "2*(1; 2)": (4, "between numbers"),
    "1.2.3": (3, "one decimal point"),
    "1.2.3, 5": (3, "one decimal point"),
    "1.234.567": (5, "nothing between thousands"),
    "0.5.": (3, "one decimal point"),
    "0.5...": (3, "one decimal point"),
    "1e5.5": (3, "whole number"),
    "1,5.5; 2": (3, "Use ; between numbers"),
    "1 ,5": (2, "Use ; between numbers"),
    "1'234": (1, "Leave out"),
    "1_234": (1, "Leave out"),
    "1e999": (0, "too large"),
    "-1e999": (1, "too large"),
    "5×10^999": (0, "too large"),
    "2*1e999": (2, "too large"),
    "9**9**9": (1, "too large"),
    "exp(1000)": (0, "too large"),
    "1; 1/(1e200*1e200)": (6, "too large"),
    "1/0": (1, "zero"),
    "0^-1": (1, "zero"),
    "0^0": (1, "0 to the power 0"),
    "(-8)^(1/3)": (4, "negative number"),
    "ln(0)": (0, "ln"),
    "sqrt(-1)": (0, "sqrt"),
    "0.7*0.5 + 1/0": (11, "zero"),
    "0.7*0.5 + 1/2/(1 - 1)/3": (13, "zero"),
    "[2; 3 + 0^0]": (9, "0 to the power 0"),
    "1 + 2*ln(1 - 1)": (6, "ln"),
    "1 + (1e308 + 1e308)": (5, "too large"),
    "1 + 2*1e308": (4, "too large"),
    "10²⁵ + 10³⁰⁹": (9, "too large"),
    "0⁻²": (1, "zero"),
    "٣": (0, "digit 3"),
    "0.５": (2, "digit 5"),
    "٣.٥": (0, "digit 3"),
    "３.５": (0, "digit 3"),
    "1,٣": (2, "digit 3"),
    "0．5": (1, "“.”"),
    "（1）": (0, "“(”"),
    "0.5\u200b": (3, "place 4 (U+200B, zero width space)"),
    "\u202e0.5": (0, "place 1 (U+202E, right-to-left override)"),
    "0\ufeff.5": (1, "U+FEFF"),
    "\ufeff0.5": (0, "place 1 (U+FEFF, zero width no-break space)"),
    "0\u200d.5": (1, "place 2 (U+200D, zero width joiner)"),
    "0.5\u200f": (3, "place 4 (U+200F, right-to-left mark)"),
    "0.5\u0301": (3, "Delete the mark at place 4 (U+0301, combining acute accent)"),
    "0.5\u3164": (3, "cannot be seen at place 4 (U+3164, hangul filler)"),
    "si\u3164n": (2, "cannot be seen at place 3"),
    "0.5\u2800": (3, "cannot be seen at place 4 (U+2800, braille pattern blank)"),
    "\x1c": (0, "place 1 (U+001C"),
    "0.5\x1f": (3, "place 4 (U+001F"),
    "—5": (0, "Type “-” in place of “—”"),
    "‐5": (0, "Type “-” in place of “‐”"),
    "－5": (0, "“-”"),
    "＝5": (0, "“=”"),
    "\x1b[31m0.5": (0, "U+001B"),
    "0.5\0": (3, "U+0000"),
    "\ud800": (0, "U+D800"),
    "[bold]": (1, "“bold”"),
    "[bold": (0, "never closed"),
    "[bold]0.5[/bold]": (0, "Square brackets"),
    "[/]": (1, "missing"),
    "[": (0, "never closed"),
    "]": (0, "never opened"),
    "(0.5": (0, "never closed"),
    "0.5)": (3, "never opened"),
    "(0.5]": (4, "Close ( with )"),
    "[]": (1, "missing"),
    "()": (1, "missing"),
    "0.1;;0.2": (4, "missing"),
    "0.1;": (4, "missing"),
    ",5": (0, "missing"),
    "1+": (2, "missing"),
    "*2": (0, "missing"),
    "-": (1, "missing"),
    "=": (1, "missing"),
    "==1": (1, "after the = sign"),
    "0.5 = z": (4, "after the = sign"),
    "== 0.5": (1, "after the = sign"),
    "≈≈0.5": (1, "after the = sign"),
    "%": (0, "only after a number"),
    "%50": (0, "only after a number"),
    "50%%": (3, "only after a number"),
    "50%50": (3, "sign between"),
    "(1/2)%": (5, "only after a number"),
    "²": (0, "before it"),
    "(0.1 0.2)": (5, "sign between"),
    "[0.1, 0.2][0.3]": (0, "Square brackets"),
    "[0.1]*2": (0, "Square brackets"),
    "2*[0.1]": (2, "Square brackets"),
    "__import__('os')": (0, "“_”"),
    "0.5 ± 0.1": (4, "“±”"),
    "x": (0, "“x”"),
    "0x": (2, "missing"),
    "1\n2": (2, "sign between"),
}


@pytest.mark.parametrize("text", REFUSED, ids=ascii)
def test_what_cannot_be_read_gets_a_sentence_and_a_place(text):
    offset, words = REFUSED[text]
    answer = refusal(text)
    assert answer.offset == offset
    assert words in answer.message


@pytest.mark.parametrize("text", ["sigmoid(0.25)", "1 + exp(0)", "σ′(1)"])
def test_functions_may_be_off(text):
    assert "work it out" in refusal(text, functions=False).message
    assert numbers("2*pi", functions=False) == [2 * math.pi]


def test_too_small_is_zero():
    assert numbers("1e-999; 1e-200*1e-200; -1e-" + "9" * 400) == [0, 0, 0]
    assert read("1e-999").values[0].decimal == Decimal("1e-999")


@pytest.mark.parametrize("zeros", [300, 5000, 9980])
def test_many_zeros_and_a_large_power_go_together(zeros):
    (value,) = read(f"0.{'0' * zeros}5e{zeros + 9}").values
    assert value.number == 5e8
    assert value.decimal == 500_000_000
    (value,) = read(f"5{'0' * zeros}e-{zeros + 9}").values
    assert value.number == 5e-9
    assert value.decimal == Decimal("5e-9")


@pytest.mark.parametrize("text", ["", " ", "\t\n", "\u00a0\u2003"])
def test_blank(text):
    assert read(text) == Blank()


def test_long_texts_have_their_values():
    assert numbers("1+" * 900 + "1") == [901]
    assert numbers("1;" * 900 + "1") == [1] * 901
    assert numbers("0." + "3" * 9000) == [1 / 3]


@pytest.mark.parametrize(("open_", "close"), [("(", ")"), ("σ(", ")"), ("2^(", ")"), ("-(1+", ")"), ("[", "]")])
def test_a_hundred_deep_is_read_or_refused_but_never_raises(open_, close):
    for depth in (1, 15, 90, 99, 100, 101, 200):
        read(open_ * depth + "1" + close * depth)
    assert isinstance(read("(" * 99 + "1" + ")" * 99 + "+1"), Readable)
    assert "nested" in refusal("(" * 101 + "1" + ")" * 101).message


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("|-3|", [3.0]),
        ("||-3| - |5||", [2.0]),
        ("-|3|", [-3.0]),
        ("2*|-1|*|2|", [4.0]),
        ("|-2|x|3|", [6.0]),
        ("|-2|²", [4.0]),
        ("|(1-3)|^2", [4.0]),
        ("1/(1 + |−3|)^2", [0.0625]),
        ("|-1|; 2", [1.0, 2.0]),
        ("[|-1| |2| -|3|]", [1.0, 2.0, -3.0]),
        ("[1 - |2|]", [-1.0]),
        ("∣-2∣", [2.0]),
    ],
)
def test_bars_are_the_magnitude(text, values):
    found = read(text)
    assert isinstance(found, Readable), found
    assert [value.number for value in found.values] == values
    assert all(value.echo for value in found.values if "|" in value.text)


@pytest.mark.parametrize(
    ("text", "message", "offset"),
    [
        ("1 + |2", "This | is never closed.", 4),
        ("|", "This | is never closed.", 0),
        ("(|1)", "This | is never closed.", 1),
        ("|(1|)", "Close ( before this |.", 3),
        ("2|3|", "Type the sign between “2” and “|”, such as * or +.", 1),
        ("|2||3|", "Type the sign between “|” and “|”, such as * or +.", 3),
        ("|2|3", "Type the sign between “|” and “3”, such as * or +; several numbers have ; between them.", 3),
        ("|1; 2|", "One number is asked for here: ; stands between numbers.", 2),
        ("|2*|", "This | is never closed.", 3),
        ("|" * 9_999, "This is too long: an answer has at most 2000 numbers and signs.", 1_000),
        ("|-" * 110 + "1" + "|" * 110, "This is nested more than 100 deep: take it in smaller parts.", 200),
    ],
)
def test_bars_that_do_not_match_are_refused_where_they_stand(text, message, offset):
    assert read(text) == Unreadable(message, offset)
