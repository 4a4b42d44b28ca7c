"""The formulas for single numbers are what the engine's vectorised passes compute."""

from helpers.lessons import lesson_of
from helpers.networks import REFERENCE, networks
from hypothesis import given, settings

from tutor.engine.solution import solve
from tutor.explain.equation import equation, hints
from tutor.explain.formula import formulas, priors
from tutor.expression.evaluate import evaluate
from tutor.notation import tex
from tutor.notation.math import screen
from tutor.notation.prose import plain
from tutor.quantity import Kind, Quantity


@settings(max_examples=100, deadline=None)
@given(network=networks(learning_rate=0.5))
def test_every_form_gives_the_engines_value(network):
    solution = solve(network)
    for q in lesson_of(network).questions:
        for form in formulas(network, q):
            value, exact = evaluate(form, solution.value), solution.value(q)
            terms = 1.0 + sum(abs(solution.value(p)) for p in priors(network, q))
            assert abs(value - exact) <= 1e-12 * terms**2, (str(q), form)


@settings(max_examples=30, deadline=None)
@given(network=networks(learning_rate=0.5))
def test_every_equation_and_hint_is_good_notation(network):
    for step in lesson_of(network).asked:
        found = equation(network, step.kind, step.layer)
        assert all(screen(tex.parse(source)) for source in found.tex)
        assert found.words
        for hint in hints(network, step.kind, step.layer):
            assert "$" not in plain(hint), hint


def test_the_four_equations_have_their_numbers():
    tags = {
        "BP1": (Kind.DELTA, 3),
        "BP2": (Kind.DELTA, 2),
        "BP3": (Kind.DL_DW, 1),
        "BP4": (Kind.DL_DB, 1),
    }
    assert {tag: equation(REFERENCE, *where).tag for tag, where in tags.items()} == {tag: tag for tag in tags}
    assert equation(REFERENCE, Kind.Z, 2).tag == ""


def test_priors_stand_in_the_formulas_order():
    assert list(map(str, priors(REFERENCE, Quantity(Kind.Z, 2, 1)))) == [
        "W(2,1,1)",
        "a(1,1)",
        "W(2,1,2)",
        "a(1,2)",
        "b(2,1)",
    ]
