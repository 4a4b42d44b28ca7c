"""Which question comes next and why; and that practice works, in simulation."""

from itertools import pairwise
from statistics import median

import pytest
from bench.simulated.pupils import KINDS
from bench.simulated.school import POLICIES, Desk, teach

from tutor.practice.choice import Why, choose, set_aside
from tutor.practice.knowledge import LATER, LIMIT, Knowledge, SkillState
from tutor.practice.review import DAY, Memory
from tutor.practice.skill import Skill

NOW = 1_800_000_000_000
DUE = Memory(3.0, 5.0, NOW - 10, NOW)
LATE = Memory(3.0, 5.0, NOW - 10, NOW + 1)


def knowing(questions=30, **states):
    """What is known, where all skills that are not said are mastered."""
    rest = SkillState(p=0.98, opportunities=9, streak=9, mastered=True, memory=LATE)
    return Knowledge(questions, {skill: states.get(skill.value, rest) for skill in Skill})


WEAK = SkillState(p=0.41, opportunities=4, recent=(False, True, False), asked=20)
GROWING = SkillState(p=0.7, opportunities=2, streak=2, recent=(True, True), asked=21)
RESTING = SkillState(p=0.97, opportunities=5, streak=5, third=25, recent=(True,) * 3, asked=28)
READY = RESTING._replace(third=20)
STUCK = SkillState(p=0.05, opportunities=10, tries=10, recent=(False,) * 3, stuck=True, asked=15)
TESTED = GROWING._replace(testing=2)
REVIEWED = SkillState(p=0.98, opportunities=9, streak=9, mastered=True, memory=DUE)


@pytest.mark.parametrize(
    ("states", "skill", "why", "said"),
    [
        (
            {"BP2": WEAK, "BP3": GROWING, "BP4": READY, "z": REVIEWED, "a": TESTED},
            Skill.A,
            Why.TEST,
            "a, since you asked to be tested: 2 of 5 are right so far",
        ),
        (
            {"BP2": WEAK, "BP3": GROWING, "BP4": READY, "z": REVIEWED},
            Skill.Z,
            Why.REVIEW,
            "z, since you have it mastered for a while, and it is time to look at it again",
        ),
        (
            {"BP2": WEAK, "BP3": GROWING, "BP4": READY},
            Skill.BP4,
            Why.CONFIRM,
            "BP4, to confirm it: three in a row were right, the third 11 questions ago",
        ),
        (
            {"BP2": WEAK, "BP3": GROWING, "BP4": RESTING},
            Skill.BP2,
            Why.WEAK,
            "BP2, since two of the last three were not known; you know it with 41 %",
        ),
        (
            {"BP3": GROWING, "BP4": RESTING},
            Skill.BP3,
            Why.GROW,
            "BP3, since the last two were right, and that is not enough to be sure; you know it with 70 %",
        ),
        (
            {"BP4": RESTING},
            Skill.BP4,
            Why.WAIT,
            "BP4, since nothing else is left: the third in a row was right 6 questions ago,"
            " and one more counts after 10",
        ),
        ({"sigma_prime": SkillState()}, Skill.SIGMA_PRIME, Why.NEW, "σ′, since it has not been asked for yet"),
        ({}, None, Why.DONE, "no question helps any more for now: 7 of 7 skills are mastered"),
        (
            {"BP1": STUCK, "BP2": STUCK},
            None,
            Why.DONE,
            "no question helps any more for now: 5 of 7 skills are mastered; BP1, BP2: a worked example helps more",
        ),
    ],
)
def test_the_next_question_is_where_it_helps_most_and_says_why(states, skill, why, said):
    choice = choose(knowing(**states), NOW)
    assert (choice.skill, choice.why) == (skill, why)
    assert choice.sentence == said


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (WEAK._replace(recent=(False,)), "since the last one was not known; you know it with 41 %"),
        (
            WEAK._replace(recent=(True, False)),
            "since one of the last two was not known; you know it with 41 %",
        ),
        (WEAK._replace(recent=(False, False)), "since both of the last two were not known; "),
        (WEAK._replace(recent=(False,) * 3), "since all of the last three were not known; "),
        (
            GROWING._replace(recent=(True,) * 3, streak=1),
            "since the last three were right, but the same numbers again count for nothing; ",
        ),
        (RESTING._replace(third=30), "the third in a row was right 1 question ago,"),
        (REVIEWED._replace(memory=DUE._replace(reviewed=NOW + 2 * DAY, due=NOW + 4 * DAY)), "the clock was set back"),
        (GROWING._replace(recent=(True,)), "since the last one was right, and that is not enough to be sure"),
    ],
)
def test_few_answers_are_told_as_they_are(state, said):
    assert said in choose(knowing(BP2=state), NOW).sentence


def test_nothing_is_asked_twice_running_while_something_else_helps():
    knowledge = knowing(BP2=WEAK, BP3=GROWING)
    assert choose(knowledge, NOW, last=Skill.BP2).skill is Skill.BP3
    assert choose(knowing(BP2=WEAK, BP4=RESTING), NOW, last=Skill.BP2).skill is Skill.BP2, "only it is left"
    assert choose(knowing(BP2=WEAK, BP4=READY), NOW, last=Skill.BP4).skill is Skill.BP2
    three = knowing(BP1=GROWING, BP2=WEAK._replace(asked=29), BP3=WEAK._replace(p=0.5, asked=30))
    assert choose(three, NOW, last=Skill.BP3).skill is Skill.BP1, "two weak ones do not take turns"
    two = knowing(BP3=RESTING, BP4=RESTING._replace(p=0.96))
    assert choose(two, NOW, last=Skill.BP4).skill is Skill.BP3
    assert choose(two, NOW, last=Skill.BP3).skill is Skill.BP4


def test_where_all_is_given_there_is_nothing_to_ask():
    assert (
        choose(knowing(), NOW, ()).sentence == "there is nothing to ask: all that could be asked is mastered, and given"
    )


def test_only_what_is_offered_is_asked_for():
    offered = (Skill.BP3, Skill.Z)
    assert choose(knowing(BP2=WEAK, BP3=GROWING), NOW, offered).skill is Skill.BP3
    assert choose(knowing(BP2=WEAK), NOW, offered).mastered == (Skill.Z, Skill.BP3)


def test_what_was_set_aside_rests_for_this_practice_and_is_taken_up_by_the_next():
    knowledge = knowing(BP2=STUCK, BP3=GROWING)
    assert set_aside(STUCK, 14)
    assert not set_aside(STUCK, 15)
    assert choose(knowledge, NOW, began=3).skill is Skill.BP3
    assert choose(knowledge, NOW, began=30).skill is Skill.BP2
    asked = knowledge.observe(Skill.BP2, False, "new", NOW)
    assert not asked.of(Skill.BP2).stuck
    alone = knowing(BP2=asked.of(Skill.BP2))
    assert choose(alone, NOW, began=30).skill is Skill.BP2


class Scripted:
    """Answers each skill by a rule; knows nothing of the tutor."""

    helped = False

    def __init__(self, right):
        self.right = right

    def answer(self, skill):
        return self.right(skill)

    def truly(self, skill):
        return self.right(skill)


def practised(pupil):
    """All choices of one practice, up to the end."""
    desk, found = Desk(pupil), []
    while (choice := choose(desk.knowledge, desk.now, last=found[-1].skill if found else None)).skill:
        found.append(choice)
        desk.ask(choice.skill)
    return desk.knowledge, found, choice


def test_who_knows_everything_is_through_soon_with_the_kinds_mixed():
    knowledge, found, end = practised(Scripted(lambda _: True))
    assert end.mastered == tuple(Skill)
    assert len(found) <= 36
    repeats = sum(one.skill is other.skill for one, other in pairwise(found) if other.why is not Why.WAIT)
    assert repeats == 0
    assert {choice.skill for choice in found[:7]} == set(Skill)
    assert [choice.later >= LATER for choice in found if choice.why is Why.CONFIRM] == [True] * 7
    assert all(knowledge.of(skill).mastered for skill in Skill)


def test_who_never_learns_one_skill_is_asked_it_ten_times_and_told_so():
    _, found, end = practised(Scripted(lambda skill: skill != "BP2"))
    assert sum(choice.skill is Skill.BP2 for choice in found) == LIMIT
    assert end.aside == (Skill.BP2,)
    assert len(end.mastered) == 6


def test_who_knows_nothing_is_asked_every_skill_as_often_as_any_other():
    _, found, end = practised(Scripted(lambda _: False))
    for at in range(0, len(found), len(Skill)):
        assert {choice.skill for choice in found[at : at + len(Skill)]} == set(Skill)
    assert end.aside == tuple(Skill)


def test_what_was_never_asked_comes_before_what_failed():
    failed = SkillState(p=0.03, opportunities=3, recent=(False,) * 3, asked=20)
    assert choose(knowing(BP2=failed, BP3=failed._replace(asked=18), BP4=SkillState()), NOW).skill is Skill.BP4
    assert choose(knowing(BP2=failed, BP3=failed._replace(p=0.1, asked=18)), NOW).skill is Skill.BP3


def test_the_same_answers_lead_to_the_same_questions():
    runs = [practised(KINDS["gradual"](3))[1] for _ in range(2)]
    assert runs[0] == runs[1]
    assert len(runs[0]) > 30


STRICT = "fixed, one each"
LEARNERS = 20


@pytest.fixture(scope="module")
def classes():
    """A small class of each kind, as ``bench/classroom.py`` has them, against the strictest fixed order."""
    policies = {name: POLICIES[name] for name in (STRICT, "practice")}
    return {name: teach(kind, f"test {name}", LEARNERS, policies) for name, kind in KINDS.items()}


def test_practice_asks_no_more_than_a_fixed_order_by_the_same_rule(classes):
    ratios = [tallies["practice"].asked / tallies[STRICT].asked for tallies in classes.values()]
    assert max(ratios) <= 1
    assert median(ratios) <= 0.85


def test_few_skills_are_called_mastered_that_are_not(classes):
    false = {name: tallies["practice"].false for name, tallies in classes.items()}
    assert max(false.values()) <= 0.12, "a class of twenty: two hundredths of play"
    assert max(false["never"], false["reveals"]) <= 0.02


def test_few_skills_that_are_mastered_are_not_called_so(classes):
    assert max(tallies["practice"].missed for tallies in classes.values()) <= 0.15
