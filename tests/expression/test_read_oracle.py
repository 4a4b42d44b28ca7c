"""Readers of another make: Python's own parser for arithmetic, fractions for exactness, a small one for lists."""

import ast
import math
import operator
import re
from fractions import Fraction

import pytest
from hypothesis import assume, given, reject, settings
from hypothesis import strategies as st

from tutor.expression.functions import FLOATS, call
from tutor.expression.read import Readable, Unreadable, read

pytestmark = pytest.mark.exhaustive

# ---- Arithmetic: the same text for both, but for how each writes its signs


class NoValueError(Exception):
    """There is no finite value."""


class OnlyRoundingError(Exception):
    """What is left of a sum may be rounding alone, and is 0 then; Python knows no such rule."""


def power(base, exponent):
    if base == 0 and exponent == 0:
        raise NoValueError
    if isinstance(base, float):
        return math.pow(base, exponent)
    if exponent.denominator != 1 or abs(exponent) > 9:
        reject()
    return base ** int(exponent)


def more_than_rounding(result, size):
    if 0 < abs(result) < 1e-12 * size:
        raise OnlyRoundingError
    return result


OPERATORS = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: power,
    ast.USub: operator.neg,
    ast.UAdd: operator.pos,
}
NAMES = {"pi": math.pi, "e": math.e}
FUNCTIONS = {
    "exp": math.exp,
    "ln": math.log,
    "tanh": math.tanh,
    "sqrt": math.sqrt,
    "abs": abs,
    "sigmoid": lambda z: call("sigmoid")(FLOATS, z),  # its value has tests of its own
}


def of_python(source, number):
    """Give the values of all parts of what Python reads, with numbers of one kind; the whole is the last."""
    seen = []

    def value(node):
        """Give the value, and the sum of the magnitudes that were added up to it."""
        match node:
            case ast.Constant():
                result = number(ast.get_source_segment(source, node))
            case ast.Name(found):
                result = number(NAMES[found])
            case ast.UnaryOp(sign, operand):
                result = OPERATORS[type(sign)](value(operand)[0])
            case ast.BinOp(left, sign, right):
                (a, a_size), (b, b_size) = value(left), value(right)
                result = OPERATORS[type(sign)](a, b)
                if isinstance(sign, ast.Add | ast.Sub):
                    return finite(more_than_rounding(result, a_size + b_size)), a_size + b_size
            case ast.Call(ast.Name(name), [argument]):
                result = number(FUNCTIONS[name](value(argument)[0]))
            case _:
                raise AssertionError(ast.dump(node))
        return finite(result), abs(result)

    def finite(result):
        if isinstance(result, float) and not math.isfinite(result):
            raise NoValueError
        seen.append(result)
        return result

    value(ast.parse(source, mode="eval").body)
    return seen


def attempt(source, number):
    try:
        return of_python(source, number)
    except OnlyRoundingError:
        reject()
    except (NoValueError, ZeroDivisionError, OverflowError, ValueError):
        return None


LITERALS = ("0", "1", "2", "3", "10", "007", "0.5", ".25", "5.", "12.750", "1e3", "2.5e-3", "4E+2", "1e-320", "1e200")
SIGNS = {
    "+": "+",
    " + ": "+",
    "-": "-",
    " − ": "-",
    "–": "-",
    "*": "*",
    "×": "*",
    " · ": "*",
    "x": "*",
    " X ": "*",
    "/": "/",
    "÷": "/",
    "^": "**",
    "**": "**",
    " ^ ": "**",
}
"""Signs between two numbers as typed, and as Python has them."""
PREFIXES = {"": "", "-": "-", "−": "-", "+": "+"}
AFTER = {"": "", "²": "**2", "³": "**3", "⁻¹": "**-1"}


def python_literal(literal):
    return literal.lstrip("0") if literal.lstrip("0").isdigit() else literal


@st.composite
def operands(draw, depth, literals, calls):
    """Draw one operand, as typed and as Python has it."""
    kind = draw(st.sampled_from(["number"] * 5 + ["bracket", "bracket"] + ["call", "sign"] * calls))
    if kind == "bracket" and depth < 4:
        typed, python = draw(calculations(depth + 1, literals, calls))
        pair = f"({typed})", f"({python})"
    elif kind == "call" and depth < 4:
        typed, python = draw(calculations(depth + 1, literals, calls))
        name = draw(st.sampled_from(sorted(FUNCTIONS)))
        pair = f"{draw(st.sampled_from(['σ', 'Sigmoid'])) if name == 'sigmoid' else name}({typed})", f"{name}({python})"
    elif kind == "sign":
        pair = draw(st.sampled_from([("π", "pi"), ("e", "e"), ("½", "(1/2)"), ("¾", "(3/4)"), ("50%", "(50/100)")]))
    else:
        literal = draw(st.sampled_from(literals))
        pair = literal, python_literal(literal)
    return pair


@st.composite
def calculations(draw, depth=0, literals=LITERALS, calls=1):
    """Draw a calculation, as typed and as Python has it; which sign binds what is left to the two readers."""
    typed = python = ""
    for i in range(draw(st.integers(1, 5))):
        sign = draw(st.sampled_from(sorted(SIGNS))) if i else ""
        if sign in ("x", " X ") and typed[-1].isalpha():
            sign = "×"  # of letters that stand together nobody knows where one ends
        prefix = draw(st.sampled_from(["", "", "", *PREFIXES]))
        one, other = draw(operands(depth, literals, calls))
        if sign in ("x", " X ") and one[0].isalpha():
            sign = "×"
        typed += sign + prefix + one
        python += SIGNS.get(sign, "") + PREFIXES[prefix] + other
        if SIGNS.get(sign) != "**" and (after := draw(st.sampled_from(["", "", "", *AFTER]))):
            typed += after
            python += AFTER[after]
            break  # 2²^3 is (2²)^3, but to Python 2**2**3 is not
    return typed, python


@given(calculations())
@settings(max_examples=250, deadline=None)
def test_arithmetic_is_that_of_python(pair):
    typed, source = pair
    wanted = attempt(source, float)
    answer = read(typed)
    if wanted is None:
        assert isinstance(answer, Unreadable)
        return
    assert isinstance(answer, Readable), (answer, source)
    (value,) = answer.values
    if value.decimal is None:
        assert value.number == wanted[-1]
    else:
        assert value.number == pytest.approx(wanted[-1], rel=1e-15, abs=0)  # 3×10^-3 is 0.003, whatever the product is


SMALL = ("0", "1", "2", "3", "8", "0.5", "0.25", "1.75", ".125", "40.", "25e-2", "1e2")


@given(calculations(literals=SMALL, calls=0))
@settings(max_examples=150, deadline=None)
def test_what_floats_can_hold_is_exact(pair):
    typed, source = pair
    wanted = attempt(source, Fraction)
    answer = read(typed)
    if wanted is None:
        assert isinstance(answer, Unreadable)
        return
    assume(all(Fraction(float(part)) == part for part in wanted))
    (value,) = answer.values
    assert Fraction(value.number) == wanted[-1]
    assert value.decimal is None or Fraction(value.decimal) == wanted[-1]


@given(calculations(literals=SMALL[:8]))
@settings(max_examples=150, deadline=None)
def test_with_decimal_commas_it_is_the_same(pair):
    typed, _ = pair
    with_points, with_commas = read(typed), read(re.sub(r"(?<![0-9])\.", "0.", typed).replace(".", ","))
    assert type(with_points) is type(with_commas)
    if isinstance(with_points, Readable):
        assert [value.number for value in with_points.values] == [value.number for value in with_commas.values]


@pytest.mark.parametrize(
    ("typed", "source"),
    [
        ("-2^2", "-2**2"),
        ("2^3^2", "2**3**2"),
        ("2^-2^2", "2**-2**2"),
        ("-2^-2", "-2**-2"),
        ("8/4/2", "8/4/2"),
        ("8/4*2", "8/4*2"),
        ("8/2^2", "8/2**2"),
        ("2*-3^2", "2*-3**2"),
        ("10-4-3", "10-4-3"),
        ("10-4+3", "10-4+3"),
        ("1--2*3", "1- -2*3"),
        ("2·3²", "2*3**2"),
        ("-3²", "-3**2"),
        ("1/2x4", "1/2*4"),
        ("6÷2·(1 + 2)", "6/2*(1+2)"),
        ("2e3x2", "2e3*2"),
        ("0x10", "0*10"),
    ],
)
def test_what_binds_how(typed, source):
    assert read(typed).values[0].number == of_python(source, float)[-1]


# ---- Lists: the rules of commas, semicolons and spaces once more, with regular expressions


def of_rules(text, *, inside):
    """Give the numbers of a flat list of digits, points, commas, semicolons and spaces; None where it is refused."""
    if "." in text and ";" not in text:
        fields, number = text.split(","), r"[0-9]+(\.[0-9]*)?|\.[0-9]+"
    else:
        if re.search(r"(?<![0-9]),[0-9]", text):
            return None  # neither between two digits nor followed by a space
        fields = re.split(r";|(?<![0-9]),|,(?![0-9])", text)
        number = r"[0-9]+([.,][0-9]+)?|[0-9]+\.|\.[0-9]+"
    found = []
    for field in fields:
        words = field.split()
        if not words or (len(words) > 1 and not inside) or not all(re.fullmatch(number, word) for word in words):
            return None
        found += [float(word.replace(",", ".")) for word in words]
    return found


@given(
    st.lists(st.sampled_from(["0", "5", "25", "0.5", "0,5", ".", ",", ", ", ";", "; ", " "]), max_size=12).map("".join)
)
@settings(max_examples=250, deadline=None)
def test_lists_are_those_of_the_rules(text):
    assume(text.strip())
    for before, after in (("", ""), ("[", "]"), ("(", ")"), ("[(", ")]"), ("([ ", " ])")):
        wanted = of_rules(text, inside=before.endswith(("[", "[ ")))
        answer = read(before + text + after)
        got = [value.number for value in answer.values] if isinstance(answer, Readable) else None
        assert got == wanted, (before, getattr(answer, "message", None))


ROWS = st.lists(st.lists(st.decimals(-99, 99, places=2), min_size=2, max_size=4), min_size=1, max_size=4)
STYLES = {
    # what stands before, between numbers, between rows, and after; whether a row has brackets of its own
    "Python": ("[", ", ", ", ", "]", "[]"),
    "NumPy": ("[", " ", "; ", "]", "[]"),
    "MATLAB": ("[", " ", "; ", "]", ""),
    "tuples": ("(", ",", ",", ")", "()"),
    "bare": ("", ", ", "; ", "", ""),
    "rows": ("", ", ", "; ", "", "[]"),
}


@pytest.mark.parametrize("name", STYLES)
@given(rows=ROWS, commas=st.booleans())
@settings(max_examples=60, deadline=None)
def test_matrices_are_read_row_by_row(name, rows, commas):
    before, between, between_rows, after, (*brackets,) = STYLES[name]
    open_, close = brackets or ("", "")
    text = between_rows.join(open_ + between.join(map(str, row)) + close for row in rows)
    text = before + text + after
    if commas and name in ("NumPy", "MATLAB", "bare", "rows"):
        text = text.replace(".", ",")
    answer = read(text)
    assert isinstance(answer, Readable), (text, answer)
    assert [value.decimal for value in answer.values] == [number for row in rows for number in row]
