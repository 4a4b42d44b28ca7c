"""The yardstick of marking at one fixed seed: simulated learners that share no code with it (``tests/bench``)."""

import pytest
from bench.simulated.report import MANY, ONE
from bench.simulated.run import SHEETS, TUTOR, Plan, run

pytestmark = pytest.mark.exhaustive

MADE = ("mistake", "carried")
"""Whole sheets with a mistake, and with one on top of a carried one."""
BOTH = pytest.mark.parametrize("way", [TUTOR, SHEETS])


@pytest.fixture(scope="module")
def result():
    return run(Plan(seed=7, networks=1, deepest=3, mistakes=90, randoms=24, sparse=0, tutor=0.2, every=3, keep=3))


@pytest.fixture(scope="module")
def exams():
    """Small networks, since an upstream mistake has more rivals in larger ones."""
    kinds = ("sigmoid", "tanh")
    return run(Plan(7, 2, kinds, deepest=3, widest=2, mistakes=24, randoms=0, sparse=6, tutor=0.0, every=6, keep=3))


@pytest.fixture(scope="module")
def books():
    """Every activation and loss, every convention, with samples and updates."""
    kinds = ("books", "others")
    return run(Plan(3, 3, kinds, deepest=2, widest=2, mistakes=30, randoms=0, sparse=0, tutor=0.2, every=5, keep=3))


def share(score, what, whole, *scenarios):
    """A part of what happened in some scenarios; there must be some."""
    of = sum(score.of(scenario, whole) for scenario in scenarios)
    assert of
    return sum(score.of(scenario, what) for scenario in scenarios) / of


def cases(score, *causes):
    """The first cases of failure of some causes."""
    return [case for cause, found in score.failures.items() if cause.startswith(causes) for case in found]


@BOTH
def test_no_honest_answer_is_refused(result, way):
    score = result.scores[way]
    assert share(score, "honest refused", "honest", "honest") == 0, cases(score, "honest:")


@BOTH
def test_next_to_no_mistake_is_accepted(result, way):
    score = result.scores[way]
    assert share(score, "mistake accepted", "mistake", *MADE) <= 0.001, cases(
        score, "mistake: mistake", "carried: mistake"
    )


@BOTH
def test_mistakes_are_named(result, way):
    score = result.scores[way]
    assert share(score, "mistake first or same", "mistake", *MADE) >= 0.98, cases(score, *MADE)


@BOTH
def test_what_follows_from_a_mistake_is_consistent(result, way):
    score = result.scores[way]
    assert share(score, "consistent refused", "consistent", "mistake") <= 0.001, cases(score, "mistake: consistent")


@BOTH
def test_next_to_no_random_number_is_accepted_or_named(result, way):
    score = result.scores[way]
    assert share(score, "random accepted", "random", "random") <= 0.001, cases(score, "random:")
    assert share(score, "random named", "random", "random") <= 0.02, cases(score, "random:")


@pytest.mark.parametrize("names", [ONE, MANY, ["printed"]], ids=["one number", "whole sheet", "printed"])
def test_sheets_that_hold_only_some_questions(exams, names):
    score = exams.scores[SHEETS]
    assert share(score, "honest refused", "honest", *names) <= 0.003, cases(score, "one: honest", "sheet: honest")
    assert share(score, "mistake accepted", "mistake", *names) <= 0.005, cases(score, "one: mistake", "sheet: mistake")
    named = 0.95 if names is ONE else 0.98
    assert share(score, "mistake in three or same", "mistake", *names) >= named, cases(score, "one:", "sheet:")


@BOTH
def test_of_any_book_no_honest_answer_is_refused_and_mistakes_are_named(books, way):
    score = books.scores[way]
    assert share(score, "honest refused", "honest", "honest") == 0, cases(score, "honest:")
    assert share(score, "mistake accepted", "mistake", *MADE) <= 0.01, cases(score, "mistake: mistake")
    assert share(score, "mistake first or same", "mistake", *MADE) >= 0.95, cases(score, *MADE)
    assert share(score, "consistent refused", "consistent", "mistake") <= 0.005, cases(score, "mistake: consistent")
