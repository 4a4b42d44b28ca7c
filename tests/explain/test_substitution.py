"""Reveal 2 and 3: the numbers put in are what the grammar of answers reads back, and lead to the result."""

import pytest
from helpers.lessons import lesson_of
from helpers.networks import REFERENCE, TWO_OUTPUTS, networks
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.engine.solution import solve
from tutor.explain.formula import formulas, priors
from tutor.explain.substitution import substitution
from tutor.expression.evaluate import evaluate
from tutor.expression.grammar import parse
from tutor.lesson.locate import builtin
from tutor.lesson.read import read
from tutor.notation.number import as_shown
from tutor.quantity import Kind, Quantity, is_parameter


def lines(network, q, style="screen"):
    found = substitution(network, q, solve(network).value, 3)
    return [f"{line.sign} {line.text(style)}" for line in found.lines] + [f"{found.sign} {found.result}"]


def test_a_weighted_sum():
    assert lines(REFERENCE, Quantity(Kind.Z, 2, 1)) == [
        "= 0.7·0.5000 + 0.8·0.5622 + 0.1",
        "≈ 0.3500 + 0.4497 + 0.1",
        "= 0.8997",
    ]


def test_an_error_that_comes_back():
    assert lines(REFERENCE, Quantity(Kind.DELTA, 1, 1), "ascii") == [
        "= (0.7*(-0.00490) + 0.9*(-0.00562))*0.2500",
        "≈ (-0.00343 - 0.00505)*0.2500",
        "= -0.00848*0.2500",
        "= -0.00212",
    ]


def test_an_activation_is_written_out():
    assert lines(REFERENCE, Quantity(Kind.A, 1, 2), "ascii")[:2] == ["= sigmoid(0.2500)", "= 1/(1 + exp(-0.2500))"]


def test_zero_has_no_sign():
    z1 = Quantity(Kind.A, 1, 1)
    for style, number in (("screen", "exp(0.0000)"), ("ascii", "exp(0.0000)")):
        assert lines(REFERENCE, z1, style)[1] == f"= 1/(1 + {number})"
    assert not any("−0.0000" in line for line in lines(REFERENCE, z1))
    nothing = TWO_OUTPUTS._replace(y=(0.0, 0.99))
    assert lines(nothing, Quantity(Kind.LOSS))[0] == "= ½·((0.7514 − 0.0)² + (0.7729 − 0.99)²)"


def test_the_loss():
    assert lines(TWO_OUTPUTS, Quantity(Kind.LOSS))[0] == "= ½·((0.7514 − 0.01)² + (0.7729 − 0.99)²)"


def slack(network, q, value, significant):
    """How far the shown numbers can carry the formula from its exact value, each half a unit of its last place off."""
    exact = {p: value(p) for p in priors(network, q)}
    form = formulas(network, q)[0]
    reach = 0.0
    for p, number in exact.items():
        if is_parameter(p):
            continue
        text = as_shown(p, number, significant)
        digits, _, power = text.partition("e")
        unit = 10.0 ** (-len(digits.partition(".")[2]) + int(power or 0))
        for off in (-unit / 2, unit / 2):
            moved = evaluate(form, lambda of, p=p, off=off: exact[of] + (off if of == p else 0.0))
            reach += abs(moved - value(q))
    return reach


def check_every_question(lesson):
    solution, significant = solve(lesson.network), lesson.marking.significant
    for q in lesson.questions:
        found = substitution(lesson.network, q, solution.value, significant)
        result = float(found.result)
        digits, _, power = found.result.partition("e")
        unit = 10.0 ** (-len(digits.partition(".")[2]) + int(power or 0))
        for style in ("screen", "ascii"):
            first = found.lines[0].text(style)
            value = evaluate(parse(first))
            allowed = slack(lesson.network, q, solution.value, significant) + unit / 2 + 1e-9 * abs(result)
            assert abs(value - result) <= 1.2 * allowed, (str(q), first, found.result)
            for line in found.lines[1:]:
                evaluate(parse(line.text(style)))
        if found.sign == "=":
            last = evaluate(parse(found.lines[-1].text("ascii")))
            assert abs(last - result) <= unit * (0.5 + 1e-9) + 1e-15 * abs(result), (
                str(q),
                found.lines[-1].text("ascii"),
                found.result,
            )


@pytest.mark.parametrize("name", builtin())
def test_reveal_2_gives_reveal_3_in_every_built_in_lesson(name):
    check_every_question(read(builtin()[name]))


@settings(max_examples=100, deadline=None)
@given(network=networks(), significant=st.integers(2, 8))
def test_reveal_2_gives_reveal_3_in_random_lessons(network, significant):
    check_every_question(lesson_of(network, significant))


def test_a_sum_that_cancels_is_equal_to_nothing():
    assert lines(REFERENCE, Quantity(Kind.Z, 1, 1))[-1] == "= 0.0000"
