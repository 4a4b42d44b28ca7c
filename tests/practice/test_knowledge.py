"""What is known of a learner follows from what was seen: tracing, mastery, being stuck, being tested out."""

import json
from random import Random

import pytest

from tutor.practice import tracing
from tutor.practice.knowledge import LATER, LIMIT, MODEL, SURE, TEST, Knowledge
from tutor.practice.skill import Skill

T0 = 1_800_000_000_000
DAY = 86_400_000
BP2, Z = Skill.BP2, Skill.Z


def after(answers, knowledge=None, skill=BP2, at=T0):
    """What is known after answers at one skill, each on numbers of its own: ``+``, ``-``, or ``.`` at another skill."""
    knowledge = knowledge or Knowledge()
    for answer in answers:
        numbers = f"numbers {knowledge.questions}"
        known, which = answer != "-", Z if answer == "." else skill
        knowledge = knowledge.observe(which, known, numbers, at + knowledge.questions * 1000)
    return knowledge


def test_the_probability_is_that_of_bayes_rule_and_learning():
    known, slipped, guessed, learnt = 0.4, tracing.SLIPPED, tracing.GUESSED, tracing.LEARNT
    both = known * (1 - slipped)
    posterior = both / (both + (1 - known) * guessed)
    assert tracing.traced(known, True) == pytest.approx(posterior + (1 - posterior) * learnt, abs=1e-15)
    both = known * slipped
    posterior = both / (both + (1 - known) * (1 - guessed))
    assert tracing.traced(known, False) == pytest.approx(posterior + (1 - posterior) * learnt, abs=1e-15)


def test_the_probability_rises_with_right_answers_falls_with_wrong_ones_and_is_never_certain():
    for _ in range(50):
        p = Random(1).random()
        assert tracing.traced(p, False) < p < tracing.traced(p, True)
    sure = after("+" * 40).of(BP2).p
    assert sure == tracing.SUREST
    assert after("-" * 40).of(BP2).p > 0
    assert tracing.traced(tracing.traced(sure, False), False) < 0.6, "two wrong answers are heard"


@pytest.mark.parametrize(
    ("answers", "mastered"),
    [
        ("+++" + "." * 9 + "+", False),  # the last is the tenth question after the third: p is too low yet
        ("++++" + "." * 8 + "+", True),
        ("++++" + "." * 7 + "+", False),  # only nine questions after the third
        ("++++" + "." * 7 + "++", True),
        ("+++++++++++", False),
        ("+" * 13, True),
        ("++-+++" + "." * 9 + "+", True),
        ("-+++" + "." * 9 + "+", False),  # as before: the wrong one weighs more where nothing was known
        ("+++" + "." * 20, False),
        ("+++-" + "." * 10 + "++", False),  # not three in a row when it is confirmed
    ],
)
def test_mastered_takes_a_high_probability_three_in_a_row_and_one_more_later(answers, mastered):
    state = after(answers).of(BP2)
    assert state.mastered is mastered
    assert not mastered or (state.p >= SURE and state.streak >= 4)
    assert (state.due is not None) is mastered


def test_no_one_condition_is_enough():
    """Of random answers, exactly those that meet all three conditions lead to mastery."""
    random = Random(5)
    reached = 0
    for _ in range(100):
        answers, knowledge = random.choices("+-.", (6, 1, 3), k=30), Knowledge()
        for n in range(30):
            knowledge = after(answers[n], knowledge)
            assert knowledge.of(BP2).mastered == _met("".join(answers[: n + 1])), answers[: n + 1]
            if knowledge.of(BP2).mastered:
                reached += 1
                break
    assert 20 < reached < 90


def _met(answers):
    """The three conditions, from the answers alone."""
    run = answers[answers.rfind("-") + 1 :]
    right = [answers.rfind("-") + 1 + n for n, answer in enumerate(run) if answer == "+"]
    if answers[-1] != "+" or len(right) < 4 or right[-1] - right[2] < LATER:
        return False
    p = tracing.KNOWN
    for answer in answers.replace(".", ""):
        p = tracing.traced(p, answer == "+")
    return p >= SURE


def test_help_is_not_known_whatever_is_said():
    helped = Knowledge().observe(BP2, True, "a", T0, helped=True)
    assert helped == Knowledge().observe(BP2, False, "a", T0)


def test_right_on_the_same_numbers_again_says_nothing_and_wrong_on_them_does():
    once = after("+")
    again = once.observe(BP2, True, "numbers 0", T0)
    assert again.of(BP2).p == once.of(BP2).p
    assert again.of(BP2).streak == 1
    assert again.opportunities(BP2) == 2
    assert again.questions == 2
    wrong = once.observe(BP2, False, "numbers 0", T0)
    assert wrong.of(BP2).streak == 0
    assert wrong.of(BP2).p < once.of(BP2).p


@pytest.mark.parametrize(
    ("answers", "stuck"),
    [
        ("-" * (LIMIT - 1), False),
        ("-" * LIMIT, True),
        ("++-" * 3 + "+", True),
        ("++-" * 3 + "+-", False),  # asked again after all: it is taken up anew
        ("+++" + "++-" * 3, False),  # it had three in a row since
        ("+++" + "-" * LIMIT, True),
        ("-------+++", False),
    ],
)
def test_ten_opportunities_without_three_in_a_row_are_enough(answers, stuck):
    assert after(answers).of(BP2).stuck is stuck


def test_a_wrong_answer_at_a_mastered_skill_undoes_it_and_it_can_be_won_back():
    mastered = after("++++" + "." * 8 + "+")
    lost = after("-", mastered)
    state = lost.of(BP2)
    assert not state.mastered
    assert state.due is None
    assert state.streak == 0
    assert state.memory.stability < mastered.of(BP2).memory.stability
    assert after("+++" + "." * 9 + "+", lost).of(BP2).mastered


def test_who_asks_to_be_tested_is_mastered_by_five_in_a_row_or_back_to_normal():
    asked = after("---").test_out(BP2)
    assert asked.of(BP2).testing == 0
    passed = after("+" * TEST, asked).of(BP2)
    assert passed.mastered
    assert passed.p >= SURE
    assert passed.testing is None
    assert passed.due is not None
    assert not after("+" * (TEST - 1), asked).of(BP2).mastered
    failed = after("+-" + "+" * TEST, asked).of(BP2)
    assert failed.testing is None
    assert not failed.mastered


def test_a_test_takes_different_numbers_and_leaves_what_is_mastered():
    asked = Knowledge().test_out(BP2)
    for _ in range(TEST):
        asked = asked.observe(BP2, True, "the same", T0)
    assert asked.of(BP2).testing == 1
    assert not asked.of(BP2).mastered
    mastered = after("++++" + "." * 8 + "+")
    assert mastered.test_out(BP2).of(BP2) == mastered.of(BP2)
    assert not after("-" * LIMIT).test_out(BP2).of(BP2).stuck


def test_other_skills_stay_as_they_are_and_count_their_questions():
    knowledge = after("+..-..")
    assert knowledge.questions == 6
    assert (knowledge.opportunities(BP2), knowledge.opportunities(Z), knowledge.opportunities(Skill.A)) == (2, 4, 0)
    assert knowledge.of(Z) == after("++++", skill=Z).of(Z)._replace(
        third=5, asked=6, seen=knowledge.of(Z).seen
    )  # but for when it was asked, and with what


def test_state_is_kept_as_json_and_comes_back():
    random = Random(3)
    knowledge = Knowledge().test_out(Skill.A)
    for n in range(200):
        skill = random.choice(tuple(Skill))
        knowledge = knowledge.observe(skill, random.random() < 0.9, str(n), T0 + n * DAY // 10)
        assert Knowledge.loads(knowledge.dumps()) == knowledge
    assert any(state.memory for state in knowledge.skills.values())
    assert knowledge.dumps().isascii()
    assert len(knowledge.dumps()) < 2500


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "3", "[1,{}", '[1,{"BP9":[]}]', '[1,{"BP2":[0.5]}]', "[1,[]]", "[null,{}]", '[1,{"BP2":null}]'],
)
def test_what_is_no_such_state_is_refused(text):
    with pytest.raises(ValueError, match=r"\w"):
        Knowledge.loads(text)


def test_state_of_a_damaged_skill_is_refused():
    kept = json.loads(after("+").dumps())
    kept[1]["BP2"][7] = 5
    with pytest.raises(ValueError, match="cannot be read"):
        Knowledge.loads(json.dumps(kept))


def test_the_model_names_its_figures():
    figures = map(str, (tracing.KNOWN, tracing.LEARNT, tracing.GUESSED, tracing.SLIPPED, SURE, LATER, LIMIT))
    assert set(figures) <= set(MODEL.split())
