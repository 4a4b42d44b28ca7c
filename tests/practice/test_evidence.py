"""What a question says of its skill: once, and only by what says something."""

import pytest

from tutor.event import Happening
from tutor.marking.mark import Verdict
from tutor.practice.evidence import evidence
from tutor.practice.skill import Skill
from tutor.quantity import Kind, Quantity

ANSWERS = {
    Verdict.CORRECT: True,
    Verdict.CONSISTENT: True,
    Verdict.WRONG: False,
    Verdict.IMPRECISE: None,
    Verdict.UNREADABLE: None,
    Verdict.BLANK: None,
}
OTHERS = {
    (Happening.HINT, 1): False,
    (Happening.HINT, 2): False,
    (Happening.REVEAL, 1): None,
    (Happening.REVEAL, 2): False,
    (Happening.REVEAL, 3): False,
    (Happening.PASSED, 0): False,
    (Happening.ASK_AGAIN, 0): None,
    (Happening.BACK, 0): None,
    (Happening.LOOK, 0): None,
    (Happening.QUIT, 0): None,
    (Happening.MOVED, 0): None,
    (Happening.NOTHING, 0): None,
}


@pytest.mark.parametrize(("verdict", "known"), ANSWERS.items())
def test_an_answer_says_known_not_known_or_nothing_yet(verdict, known):
    assert evidence(Happening.ANSWER, verdict) is known


@pytest.mark.parametrize(("happening", "known"), OTHERS.items())
def test_help_before_the_first_attempt_and_passing_by_say_not_known(happening, known):
    what, level = happening
    assert evidence(what, level=level) is known


def test_every_verdict_and_every_happening_is_decided_about():
    assert set(ANSWERS) == set(Verdict)
    assert {what for what, _ in OTHERS} == set(Happening) - {Happening.ANSWER}


@pytest.mark.parametrize("verdict", Verdict)
def test_a_right_answer_after_help_is_not_known(verdict):
    expected = None if ANSWERS[verdict] is None else False
    assert evidence(Happening.ANSWER, verdict, helped=True) is expected


def test_a_question_speaks_once_and_the_same_text_again_says_nothing():
    assert evidence(Happening.ANSWER, Verdict.CORRECT, decided=True) is None
    assert evidence(Happening.HINT, level=1, decided=True) is None
    assert evidence(Happening.ANSWER, Verdict.WRONG, repeated=True) is None


def test_each_kind_that_practice_is_about_has_its_skill():
    asked = {
        Quantity(Kind.Z, 1, 1): Skill.Z,
        Quantity(Kind.A, 2, 1): Skill.A,
        Quantity(Kind.SIGMA_PRIME, 1, 1): Skill.SIGMA_PRIME,
        Quantity(Kind.DELTA, 2, 1): Skill.BP1,
        Quantity(Kind.DELTA, 1, 1): Skill.BP2,
        Quantity(Kind.DL_DW, 1, 1, 1): Skill.BP3,
        Quantity(Kind.DL_DB, 1, 1): Skill.BP4,
        Quantity(Kind.LOSS): None,
        Quantity(Kind.W_NEW, 1, 1, 1): None,
    }
    assert {q: Skill.of(q, depth=2) for q in asked} == asked
    assert [skill.label for skill in Skill] == ["z", "a", "σ′", "BP1", "BP2", "BP3", "BP4"]
