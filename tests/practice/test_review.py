"""When a mastered skill is looked at again; whatever the clock does."""

import subprocess
import sys
from datetime import UTC, datetime

import pytest
from fsrs import Card, Rating, Scheduler

from tutor.practice.knowledge import Knowledge
from tutor.practice.review import DAY, Memory, reviewed
from tutor.practice.skill import Skill

T0 = 1_800_000_000_000
BP2 = Skill.BP2


def mastered(at=T0):
    knowledge = Knowledge().test_out(BP2)
    while not knowledge.of(BP2).mastered:
        knowledge = knowledge.observe(BP2, True, str(knowledge.questions), at)
    return knowledge


def test_the_intervals_are_those_of_the_package():
    scheduler = Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)
    card, memory, now = Card(card_id=1), None, T0
    for known in (True, True, False, True, True):
        memory = reviewed(memory, known, now)
        rating = Rating.Good if known else Rating.Again
        card, _ = scheduler.review_card(card, rating, datetime.fromtimestamp(now / 1000, UTC))
        assert memory.stability == pytest.approx(card.stability)
        assert memory.difficulty == pytest.approx(card.difficulty)
        assert memory.due == round(card.due.timestamp() * 1000)
        now = memory.due


def test_the_same_answers_lead_to_the_same_days():
    def run():
        memory = None
        for n in range(20):
            memory = reviewed(memory, n % 5 != 4, T0 + n * 9 * DAY)
        return memory

    assert run() == run()


def test_intervals_grow_with_right_answers_and_shrink_with_a_wrong_one():
    memory, intervals = None, []
    for _ in range(5):
        memory = reviewed(memory, True, memory.due if memory else T0)
        intervals.append(memory.due - memory.reviewed)
    assert intervals == sorted(intervals)
    assert intervals[0] >= DAY
    assert intervals[-1] > 20 * DAY
    lapsed = reviewed(memory, False, memory.due)
    assert lapsed.due - lapsed.reviewed < intervals[-1] / 2


def test_a_mastered_skill_is_due_later_and_reviewed_only_then():
    knowledge = mastered()
    state = knowledge.of(BP2)
    assert not state.is_due(T0)
    assert state.is_due(state.due)
    early = knowledge.observe(BP2, True, "early", T0 + 1000)
    assert early.of(BP2).memory == state.memory
    on_time = knowledge.observe(BP2, True, "on time", state.due)
    assert on_time.of(BP2).mastered
    assert on_time.of(BP2).due - state.due > state.due - T0
    assert not on_time.observe(BP2, False, "wrong", state.due + 5).of(BP2).is_due(2 * state.due)


@pytest.mark.parametrize("back", [1, 3600_000, 30 * DAY, 40 * 365 * DAY])
def test_a_clock_set_back_loses_nothing_and_the_next_day_counts_from_it(back):
    knowledge = mastered()
    before = knowledge.of(BP2)
    now = T0 - back
    wrong = knowledge.observe(BP2, False, "wrong", now).of(BP2)
    assert wrong.memory == reviewed(before.memory, False, T0)._replace(
        reviewed=now, due=now + wrong.memory.due - wrong.memory.reviewed
    )
    assert before.is_due(now) is (back > DAY)
    after = knowledge.observe(BP2, True, "right", now).of(BP2)
    assert after.mastered
    if back > DAY:
        assert now < after.due
        assert not after.is_due(now), "it is not asked for over and over"


def test_before_1970_there_were_no_computers_that_ask_but_there_are_clocks_that_say_so():
    memory = reviewed(Memory(2.0, 5.0, T0, T0 + DAY), True, -DAY)
    assert memory.due > memory.reviewed == -DAY


@pytest.mark.parametrize("now", [10**15, -(10**15), 2**62])
def test_a_clock_that_shows_what_no_calendar_has_is_no_trouble(now):
    memory = reviewed(reviewed(None, True, T0), True, now)
    assert memory.due > memory.reviewed == now
    assert reviewed(memory, True, T0).due > T0


def test_the_package_is_loaded_when_a_skill_is_mastered_and_not_before():
    code = """
import sys
from tutor.practice.choice import choose
from tutor.practice.knowledge import Knowledge
from tutor.practice.skill import Skill
knowledge = Knowledge()
for n in range(12):
    knowledge = knowledge.observe(choose(knowledge, 0).skill, True, str(n), n)
assert not {"fsrs", "datetime", "json"} & set(sys.modules), sys.modules.keys()
for n in range(20):
    knowledge = knowledge.observe(Skill.Z, True, str(n + 20), n)
assert knowledge.of(Skill.Z).mastered and "fsrs" in sys.modules
"""
    subprocess.run([sys.executable, "-c", code], check=True)
