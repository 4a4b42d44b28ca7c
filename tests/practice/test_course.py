from itertools import groupby
from threading import Thread

import pytest
from helpers.practised import again

from tutor.engine.solution import solve
from tutor.event import Word
from tutor.notation.number import shown
from tutor.practice import course
from tutor.practice.choice import Why
from tutor.practice.course import STAY, Done, Practice, Task, Walk
from tutor.practice.knowledge import TEST, Knowledge
from tutor.practice.skill import Skill
from tutor.practice.tasks import seen
from tutor.practice.wish import Wish
from tutor.session import Session

pytestmark = pytest.mark.exhaustive

SMALL = Wish(size=(2, 2, 1))
WRONG = "123"


def right(task):
    return shown(solve(task.lesson.network).value(task.question), task.lesson.marking.significant)


def taken(practice, answer, most=80):
    """The tasks, the examples and the end of a practice in which each question is answered once."""
    for at in range(most):
        now = 60_000 * at
        found = practice.next(now)
        yield found
        if isinstance(found, Done):
            return
        if isinstance(found, Task):
            practice.saw(Session(found.lesson).submit(answer(found)), now)


@pytest.fixture(scope="module")
def sure():
    """The practice of one who is right always."""
    practice = Practice(Knowledge(), 1, SMALL)
    return practice, list(taken(practice, right))


def test_who_is_right_always_masters_every_skill(sure):
    practice, found = sure
    assert all(practice.knowledge.of(skill).mastered for skill in Skill)
    assert isinstance(found[-1], Done)
    assert found[-1].choice.why is Why.DONE
    assert 7 * 4 <= practice.asked <= 60
    assert {task.skill for task in found[:7]} == set(Skill)


def test_no_answer_was_seen_before_and_a_network_serves_a_few_questions(sure):
    tasks = [task for task in sure[1] if isinstance(task, Task)]
    networks = [list(group) for _, group in groupby(tasks, lambda task: task.seed)]
    assert len({group[0].seed for group in networks}) == len(networks)
    assert max(map(len, networks)) <= STAY
    assert any(len(group) >= 4 for group in networks)
    for group in networks:
        known = set()
        for task in group:
            assert task.question not in known
            known |= seen(task.lesson, task.question)
    assert len({task.numbers for task in tasks}) == len(tasks)


@pytest.mark.parametrize(("activation", "seed"), [("softmax", 21), ("leaky-relu", 77)])
def test_no_answer_was_shown_before_as_another_number(activation, seed):
    practice = Practice(Knowledge(), seed, Wish(activation=activation))
    tasks = [task for task in taken(practice, right, 16) if isinstance(task, Task)]
    for _, group in groupby(tasks, lambda task: task.seed):
        numbers = set()
        for task in group:
            solution, significant = solve(task.lesson.network), task.lesson.marking.significant
            if task.skill is not Skill.BP4 and abs(solution.value(task.question)) not in (0.0, 1.0):
                assert shown(abs(solution.value(task.question)), significant) not in numbers, task
            numbers |= {shown(abs(solution.value(q)), significant) for q in seen(task.lesson, task.question)}
    assert {task.skill for task in tasks} == set(Skill)


def test_a_skill_that_is_copied_only_is_not_offered():
    assert Practice(Knowledge(), 1, Wish(activation="relu")).lacks(Skill.A)
    assert not Practice(Knowledge(), 1, Wish(activation="relu")).lacks(Skill.BP2)


def test_every_question_has_a_reason_and_a_network_that_can_be_made_again(sure):
    first, *_, last = (task for task in sure[1] if isinstance(task, Task))
    assert first.choice.sentence
    assert again(last.seed).network == last.lesson.network


def test_the_same_seed_asks_the_same_questions_whoever_prepares():
    asked = []
    for ahead in (False, True):
        practice = Practice(Knowledge(), 5, Wish(size=(2, 1)))
        found = []
        for task in taken(practice, right, 9):
            if ahead:
                thread = Thread(target=practice.prepare)
                thread.start()
                thread.join()
            found.append((task.seed, task.question))
        asked.append(found)
    assert asked[0] == asked[1]


def test_a_network_is_made_ahead_once(monkeypatch):
    made = []
    monkeypatch.setattr(course, "make", lambda seed, **kwargs: made.append(seed) or MAKE(seed, **kwargs))
    practice = Practice(Knowledge(), 2, Wish(size=(2, 1)))
    practice.prepare()
    practice.prepare()
    assert made == ["2-1"]
    practice.next(0)
    assert made == ["2-1"]
    practice.prepare()
    assert made == ["2-1", "2-2"]


MAKE = course.make


def test_what_is_stuck_is_walked_once_and_asked_no_more():
    practice = Practice(Knowledge(), 3, Wish(size=(2, 1)))
    found = list(taken(practice, lambda task: WRONG if task.skill is Skill.Z else right(task)))
    at = next(i for i, each in enumerate(found) if isinstance(each, Walk))
    assert [each.skill for each in found if isinstance(each, Walk)] == [Skill.Z]
    assert sum(isinstance(each, Task) and each.skill is Skill.Z for each in found[:at]) == 10
    assert not any(isinstance(each, Task) and each.skill is Skill.Z for each in found[at:])
    assert found[at].lesson.questions == (found[at].question,)
    end = found[-1]
    assert isinstance(end, Done)
    assert end.choice.aside == (Skill.Z,)
    assert Skill.BP2 not in {each.skill for each in found[:-1]}
    resumed = Practice(practice.knowledge, 4, Wish(size=(2, 1), only=(Skill.Z,)))
    assert isinstance(resumed.next(10**7), Task)  # the next practice takes it up again


def test_only_the_first_thing_that_says_something_counts():
    practice = Practice(Knowledge(), 1, SMALL)
    task = practice.next(0)
    session = Session(task.lesson)
    assert practice.saw(session.submit("oh"), 1) is None
    assert practice.saw(session.act(Word.KNOWN), 1) is None
    assert practice.saw(session.act(Word.SHOW), 1) is None  # the equation is free
    assert practice.knowledge.questions == 0
    assert practice.saw(session.act(Word.HINT), 1) is False
    assert practice.saw(session.submit(right(task)), 1) is None
    assert practice.knowledge.of(task.skill).recent == (False,)


def test_what_is_mastered_can_be_given_and_what_is_asked_can_be_chosen(sure):
    knowledge = sure[0].knowledge
    due = max(knowledge.of(skill).due for skill in Skill) + 1
    asked = Practice(knowledge, 9, SMALL).next(due)
    assert asked.choice.why is Why.REVIEW
    given = Practice(knowledge, 9, SMALL._replace(give_mastered=True)).next(due)
    assert isinstance(given, Done)
    only = Practice(Knowledge(), 9, SMALL._replace(only=(Skill.BP3, Skill.BP4)))
    assert {task.skill for task in taken(only, right, 6)} == {Skill.BP3, Skill.BP4}


def test_who_is_sure_is_tested_out_by_a_few_answers():
    practice = Practice(Knowledge(), 6, SMALL)
    practice.test_out(Skill.BP2)
    found = [task for task, _ in zip(taken(practice, right), range(TEST + 1), strict=False)]
    assert [task.skill for task in found[:TEST]] == [Skill.BP2] * TEST
    assert {task.choice.why for task in found[:TEST]} == {Why.TEST}
    assert practice.knowledge.of(Skill.BP2).mastered
    assert found[TEST].skill is not Skill.BP2


def test_after_leaving_it_goes_on_from_what_is_kept():
    practice = Practice(Knowledge(), 7, SMALL)
    *_, last = taken(practice, right, 5)
    kept = Knowledge.loads(practice.knowledge.dumps())
    goes_on = Practice(kept, 8, SMALL).next(10**6)
    assert goes_on.skill is practice.next(10**6).skill
    assert goes_on.skill is not last.skill
