"""TeX out of trees: what it says, that the notation of lessons reads it, and that it means what the tree does."""

import math

import pytest
from helpers.trees import trees as random_trees
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.expression.compute import compute
from tutor.expression.derivative import derivative, whole_powers
from tutor.expression.functions import CALM, FUNCTIONS, RULES, call
from tutor.expression.grammar import parse
from tutor.expression.tex import tex
from tutor.expression.tree import Call, Name, Number, Power, Product, Sum
from tutor.notation import tex as notation
from tutor.notation.tree import Fraction, Group, Numeral, Operator, Row, Script, Symbol

NAMES = {"z": "z", "a": "a_j^{(L)}", "w": "w_{11}^{(2)}"}


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("z/(1 + exp(-z))", r"\frac{z}{1 + e^{-z}}"),
        ("2*(z - 1)^2", r"2 \cdot (z - 1)^{2}"),
        ("-z*2", r"-z \cdot 2"),
        ("z - (1 - z)", "z - (1 - z)"),
        ("z + (-1)", "z - 1"),
        ("2*(-z)", r"2 \cdot (-z)"),
        ("a^2", r"(a_j^{(L)})^{2}"),
        ("exp(z)^2", "(e^{z})^{2}"),
        ("sqrt(1 + z)", r"\sqrt{1 + z}"),
        ("sqrt'(z)", r"\frac{1}{2 \cdot \sqrt{z}}"),
        ("ln'(z)", r"\frac{1}{z}"),
        ("abs(z) + abs'(z)", r"|z| + \mathrm{sign}(z)"),
        ("abs(1 - abs(z))", r"\mathrm{abs}(1 - |z|)"),
        ("sigmoid'(z)*relu(z)*pi", r"\sigma'(z) \cdot \mathrm{ReLU}(z) \cdot \pi"),
        ("1e-5*z", r"1 \cdot 10^{-5} \cdot z"),
        ("1e-5^2", r"(1 \cdot 10^{-5})^{2}"),
    ],
)
def test_how_it_is_written(text, written):
    assert tex(whole_powers(parse(text, names=tuple(NAMES))), NAMES) == written
    assert notation.parse(written)


def test_names_may_be_given_by_a_function_or_be_themselves():
    assert tex(Sum((Name("z"), Name(1)))) == "z + 1"
    assert tex(Product((Name(1.5), Name(-2.0))), str) == r"1.5 \cdot (-2.0)"
    assert tex(Power(Name(-2.0), Number(2.0, "2")), str) == "(-2.0)^{2}"


def trees(depth=4):
    leaf = st.sampled_from(
        [
            *map(Name, NAMES),
            Number(2.0, "2"),
            Number(0.5, "0.5"),
            Number(1e-7),
            Number(math.pi, "pi"),
            Number(math.e, "e"),
        ]
    )

    return random_trees(leaf, RULES, max_leaves=3 * depth)


POINT = {"z": -0.7, "a": 0.6, "w": 1.3}
WORDS = {
    "ReLU": "relu",
    "softplus": "softplus",
    "abs": "abs",
    "sign": "abs'",
    "step": "step",
    "tanh": "tanh",
    "ln": "ln",
    "sigma": "sigmoid",
}


def meaning(math_tree):  # noqa: C901, PLR0911 (a case each)
    """The value at ``POINT`` of what the notation read; juxtaposition is a function and its argument."""
    match math_tree:
        case Numeral(text):
            return float(text)
        case Symbol("pi"):
            return math.pi
        case Symbol("e"):
            return math.e
        case Fraction(over, under):
            return CALM.divide(meaning(over), meaning(under))
        case Group(body, "|"):
            return abs(meaning(body))
        case Group(body):
            return meaning(body)
        case Symbol() | Script(Symbol("a" | "w"), primes=0):
            return POINT[math_tree.name if isinstance(math_tree, Symbol) else math_tree.base.name]
        case Script(Symbol("e"), None, exponent, 0):
            return CALM.exp(meaning(exponent))
        case Script(base, None, exponent, 0):
            return power(meaning(base), meaning(exponent))
        case Row(items):
            return row(list(items))
    raise AssertionError(math_tree)


def power(base, exponent):
    try:
        return base**exponent
    except OverflowError:
        return math.inf if base > 0 or exponent % 2 == 0 else -math.inf


def row(items):
    total, sign, product = 0.0, 1.0, None
    while items:
        item = items.pop(0)
        match item:
            case Operator("+" | "-" as name):
                total, product = total + sign * (product or 0.0), None
                sign = -1.0 if name == "-" else 1.0
                continue
            case Operator("cdot"):
                continue
            case Symbol(name) if name == "sqrt":
                value = CALM.sqrt(meaning(items.pop(0)))
            case Symbol(name) | Script(Symbol(name), None, None) if name in WORDS:
                value = call(WORDS[name] + "'" * (item.primes if isinstance(item, Script) else 0))(
                    CALM, meaning(items.pop(0))
                )
            case _:
                value = meaning(item)
        product = value if product is None else product * value
    return total + sign * product


@given(tree=trees())
@settings(max_examples=250, deadline=None)
def test_the_notation_reads_it_and_it_means_the_same(tree):
    read = notation.parse(tex(tree, NAMES))
    value = compute(CALM, tree, POINT.__getitem__)
    found = meaning(read)
    assert found == pytest.approx(value, rel=1e-9, abs=1e-12, nan_ok=True) or not math.isfinite(value)


@pytest.mark.parametrize("function", sorted(FUNCTIONS))
def test_every_slope_of_a_function_is_in_the_notation(function):
    for name in (function, f"{function}'"):
        tree = Call(name, Name("z"))
        assert notation.parse(tex(tree))
        assert notation.parse(tex(derivative(tree, "z")))
