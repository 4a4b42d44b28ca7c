import pytest
from helpers.stores import START, A, D, Lived, Z, keep

from tutor.marking.mark import Verdict
from tutor.practice.skill import Skill
from tutor.progress.classroom import Here, Stuck, classroom
from tutor.progress.entry import What
from tutor.progress.people import people
from tutor.progress.store import Store
from tutor.quantity import Kind, Quantity


@pytest.fixture
def path(tmp_path):
    return tmp_path / "class.db"


def counted(path):
    """The class, and its learners by name."""
    with Store(path) as store:
        found = classroom(store.db, people(store.db))
    return found, {pupil.learner: pupil for pupil in found.pupils}


def stuck(tries, at=D):
    """The first question right at once, another open after some tries."""
    lived = Lived().answer(Z, "0.5", skill="z", known=True)
    for number in range(tries):
        lived.answer(at, f"{number}", Verdict.WRONG, ("factor-two",) if number else ("sign-flipped", "factor-two"))
    return lived


def test_each_learner_has_a_row_with_what_they_did(path):
    keep(
        path,
        "Ann",
        Lived()
        .add(What.HINT, Z, level=1, seconds=30)
        .answer(Z, "0.5")
        .answer(A, "0.4", Verdict.WRONG)
        .add(What.REVEAL, A, level=1)
        .add(What.REVEAL, A, level=2)
        .answer(A, "0.6")
        .answer(D, "0.1"),
    )
    keep(path, None, stuck(1))
    _, pupils = counted(path)
    ann = pupils.pop("Ann")
    assert (ann.begun, ann.finished, ann.done, ann.tried, ann.at_once) == (1, 1, 3, 3, 1)
    assert (ann.hints, ann.reveals, ann.milliseconds, ann.utc) == (1, 2, 36_000, START + 36_000)
    assert ann.here == Here("one", 3, 3, True)
    assert ann.stuck is None
    ((name, other),) = pupils.items()
    assert name.startswith("learner-")
    assert (other.begun, other.finished, other.done, other.tried, other.at_once) == (1, 0, 1, 2, 1)


def test_of_practice_every_question_of_a_network_counts(path):
    for question in (Z, A, D):
        keep(path, "Ann", Lived().answer(question, "0.5"), "practice", seed="7")
    keep(path, "Ann", Lived().add(What.FOCUS, Z), "practice", seed="7")
    ann = counted(path)[1]["Ann"]
    assert (ann.done, ann.tried, ann.at_once) == (3, 3, 3)


def test_who_takes_hints_and_tries_nothing_is_stuck_and_was_not_right_at_once(path):
    keep(path, "Ann", Lived().answer(Z, "0.5").add(What.HINT, A, level=1).add(What.HINT, A, level=2))
    found, pupils = counted(path)
    ann = pupils["Ann"]
    assert (ann.done, ann.tried, ann.at_once) == (1, 2, 1)
    assert ann.stuck == Stuck("one", A, 0, (), 2)
    assert found.questions["one", A].open == 1


def test_who_did_nothing_is_not_in_the_class(path):
    keep(path, "Ann", Lived().answer(Z, "0.5"))
    keep(path, "Bob", Lived().add(What.FOCUS, Z).add(What.WORD, word="quit"))
    assert list(counted(path)[1]) == ["Ann"]


def test_who_is_stuck_is_so_where_most_tries_failed(path):
    keep(path, "Ann", stuck(2))
    keep(path, "Ann", stuck(4), "two")
    keep(path, "Ann", stuck(3), "three")
    ann = counted(path)[1]["Ann"]
    assert ann.stuck == Stuck("two", D, 4, ("factor-two", "sign-flipped"))
    assert ann.here == Here("three", 1, 3, False)


@pytest.mark.parametrize(
    "then",
    [
        lambda lived: lived.answer(D, "0.1"),
        lambda lived: lived.answer(D, "0.1", Verdict.CONSISTENT),
        lambda lived: lived.add(What.REVEAL, D, level=3),
        lambda lived: lived.add(What.SKIP, D),
    ],
)
def test_nobody_is_stuck_at_what_is_done(path, then):
    keep(path, "Ann", then(stuck(4)))
    found, pupils = counted(path)
    assert pupils["Ann"].stuck is None
    assert found.questions["one", D].open == 0


def test_of_a_lesson_begun_again_the_first_time_says_what_was_right_at_once_and_the_last_where_it_stands(path):
    keep(path, "Ann", stuck(4))
    keep(path, "Ann", Lived().answer(Z, "1", Verdict.WRONG).answer(Z, "0.5").answer(D, "0.1"))
    found, pupils = counted(path)
    ann = pupils["Ann"]
    assert (ann.begun, ann.done, ann.tried, ann.at_once, ann.stuck) == (1, 2, 2, 1, None)
    assert (found.questions["one", Z].missed, found.questions["one", D].missed) == (0, 1)


@pytest.mark.parametrize(
    ("lived", "at_once"),
    [
        (Lived().answer(Z, "0.5"), True),
        (Lived().answer(Z, "0.5", Verdict.CONSISTENT), True),
        (Lived().answer(Z, "half", Verdict.UNREADABLE).answer(Z, "0.6", Verdict.IMPRECISE).answer(Z, "0.5"), True),
        (Lived().answer(Z, "0.5").add(What.HINT, Z, level=1), True),
        (Lived().add(What.REVEAL, Z, level=1).answer(Z, "0.5"), True),
        (Lived().add(What.HINT, Z, level=1).answer(Z, "0.5"), False),
        (Lived().add(What.REVEAL, Z, level=2).answer(Z, "0.5"), False),
        (Lived().answer(Z, "1", Verdict.WRONG).answer(Z, "0.5"), False),
        (Lived().add(What.REVEAL, Z, level=3), False),
        (Lived().add(What.SKIP, Z), False),
    ],
)
def test_right_at_once_is_the_first_try_without_help(path, lived, at_once):
    keep(path, "Ann", lived)
    found, pupils = counted(path)
    assert (pupils["Ann"].tried, pupils["Ann"].at_once) == (1, at_once)
    assert found.questions["one", Z].at_once == at_once


def test_a_question_that_was_only_looked_at_is_no_question_of_anybody(path):
    keep(path, "Ann", Lived().add(What.FOCUS, Z).add(What.KEY, Z).add(What.DRAFT, Z, word="0."))
    found, pupils = counted(path)
    assert not found.questions
    assert pupils["Ann"].tried == 0


def test_questions_come_by_the_share_that_was_not_right_at_once(path):
    for name, tries in (("Ann", 1), ("Bob", 2), ("Cy", 0)):
        keep(path, name, stuck(tries))
    keep(path, "Ann", stuck(1, A), "two")
    found, _ = counted(path)
    hardest = [(lesson, question, asked.missed, asked.tried, asked.open) for lesson, question, asked in found.hardest()]
    assert hardest == [("one", D, 2, 2, 2), ("two", A, 1, 1, 1)]
    assert found.questions["one", D].mistakes == {"sign-flipped": 2, "factor-two": 2}
    assert found.titles == {"one": "Lesson one", "two": "Lesson two"}


def test_a_mistake_counts_once_for_a_learner_and_once_for_each_place(path):
    for name in ("Ann", "Bob"):
        keep(path, name, stuck(3))
    keep(path, "Ann", stuck(3, A), "two")
    found, _ = counted(path)
    assert found.mistakes == {"sign-flipped": 2, "factor-two": 2}
    assert found.places["factor-two"] == {"delta(2,1)": 2, "a(1,1)": 1}


def test_practice_counts_for_its_kind_and_is_no_lesson(path):
    keep(path, "Ann", stuck(0))
    keep(path, "Ann", stuck(2), "practice", seed="1")
    keep(path, "Ann", Lived().answer(D._replace(j=2), "0.1"), "practice", seed="2")
    found, pupils = counted(path)
    ann = pupils["Ann"]
    assert (ann.begun, ann.here, ann.stuck) == (1, Here("one", 1, 3, False), None)
    assert (ann.tried, ann.at_once, ann.done) == (4, 3, 3)
    asked = found.questions["practice", Quantity(Kind.DELTA)]
    assert (asked.tried, asked.missed, asked.open) == (2, 1, 1)


def test_what_the_class_knows_of_a_skill_is_of_those_who_were_asked(path):
    for name, known in (("Ann", True), ("Bob", False), ("Cy", None)):
        keep(path, name, Lived().answer(Z, "0.5", skill="z" if known is not None else "", known=known))
    found, _ = counted(path)
    assert list(found.skills) == [Skill.Z]
    known = found.skills[Skill.Z]
    assert (known.asked, known.mastered, known.stuck) == (2, 0, 0)
    assert 0 < known.share < 1


def test_the_last_thing_that_was_done_is_the_last_in_the_log_whatever_the_clock_said(path):
    keep(path, "Ann", Lived(START + 10**9).answer(Z, "0.5"), "one")
    keep(path, "Ann", Lived(START).answer(Z, "0.5"), "two")
    ann = counted(path)[1]["Ann"]
    assert (ann.here.lesson, ann.utc) == ("two", START + 1000)


def test_nobody_makes_an_empty_class(path):
    found, pupils = counted(path)
    assert (pupils, found.hardest(), found.skills) == ({}, [], {})
