from contextlib import closing
from random import Random

import pytest
from helpers.stores import A, D, Lived, Z, edition, keep, uid

from tutor import recorder
from tutor.engine.solution import solve
from tutor.event import Outcome, Word
from tutor.lesson.locate import find
from tutor.lesson.read import read
from tutor.marking.mark import Verdict
from tutor.output import solution
from tutor.practice.wish import Wish
from tutor.progress import gradebook
from tutor.progress.entry import What
from tutor.progress.journal import Journal
from tutor.progress.people import people
from tutor.progress.store import Store
from tutor.progress.tally import Tally
from tutor.quantity import Kind, Quantity

WORDS = (Word.HINT, Word.SHOW, Word.NEXT, Word.BACK)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "progress.db"


def book(path):
    with closing(Store(path)) as store:
        return list(gradebook.rows(store.db, people(store.db)))


def test_a_row_counts_what_happened_at_a_question_over_all_attempts(path):
    first = (
        Lived()
        .add(What.FOCUS, Z)
        .add(What.HINT, Z, level=1)
        .answer(Z, "half", Verdict.UNREADABLE)
        .answer(Z, "0.4", Verdict.WRONG, ("bias-omitted", "term-omitted"))
        .answer(Z, "0.4", Verdict.WRONG, ("bias-omitted", "term-omitted"), repeated=True)
        .add(What.REVEAL, Z, level=1)
        .add(What.REVEAL, Z, level=2)
    )
    again = Lived().answer(Z, "0.3", Verdict.WRONG, ("sign-flipped",)).answer(Z, "0.5")
    keep(path, "Ann", first)
    keep(path, "Ann", again)
    (row,) = book(path)
    tally = row.tally
    assert (row.learner, row.lesson, row.question) == ("Ann", "one", Z)
    assert (tally.attempts, tally.first, tally.verdict, tally.hints, tally.reveals) == (
        3,
        Verdict.UNREADABLE,
        Verdict.CORRECT,
        1,
        2,
    )
    assert list(tally.mistakes.items()) == [("bias-omitted", 1), ("term-omitted", 1), ("sign-flipped", 1)]


def test_time_belongs_to_the_question_that_had_the_focus_while_it_passed(path):
    lived = (
        Lived()
        .add(What.FOCUS, Z, seconds=0)
        .answer(Z, "0.5", seconds=10, focus=A)
        .add(What.FOCUS, D, seconds=7)  # a was looked at for so long
        .add(What.WORD, seconds=5, word="known")
        .answer(D, "1", seconds=20)
        .answer(A, "1", seconds=1)
    )
    keep(path, "Ann", lived)
    assert {row.question: row.tally.milliseconds for row in book(path)} == {Z: 10_000, A: 7_000, D: 26_000}


def test_what_was_only_looked_at_has_no_row_and_what_was_passed_by_or_typed_has_one(path):
    lived = Lived().add(What.FOCUS, Z).add(What.FOCUS, A).add(What.SKIP, A).add(What.FOCUS, D).add(What.KEY, D)
    keep(path, "Ann", lived)
    assert [row.question for row in book(path)] == [A, D]
    assert {(row.tally.attempts, row.tally.first, row.tally.verdict) for row in book(path)} == {(0, "", "")}


def test_rows_come_by_learner_then_lesson_as_begun_then_question_as_come_to(path):
    other = Quantity(Kind.DL_DW, 1, 1, 2, update=3)
    keep(path, "bob", Lived().answer(A, "1"), "two")
    keep(path, "Ann", Lived().answer(other, "1").answer(Z, "1"), "two")
    keep(path, "Ann", Lived().answer(A, "1"))
    keep(path, "Ann", Lived().answer(D, "1"), "two")
    assert [(row.learner, row.lesson, row.question) for row in book(path)] == [
        ("Ann", "two", other),
        ("Ann", "two", Z),
        ("Ann", "two", D),
        ("Ann", "one", A),
        ("bob", "two", A),
    ]


def test_each_practice_network_has_rows_of_its_own(path):
    for seed in ("7", "8", "7"):
        keep(path, "Ann", Lived().answer(Z, "1"), "practice", seed=seed)
    assert [(row.lesson, row.tally.attempts) for row in book(path)] == [("practice:7", 2), ("practice:8", 1)]


@pytest.mark.parametrize(
    ("seed", "lesson"),
    [
        (Wish().seed("7-3"), "practice:7-3"),
        (Wish(size=(3, 2, 2, 1), activation="tanh").seed("7-3"), "practice:7-3 size=3-2-2-1 activation=tanh"),
        ("{", "practice:{"),
        ("[]", "practice:[]"),
        ("{}", "practice:{}"),
    ],
)
def test_a_practice_network_is_called_by_what_it_was_made_from(path, seed, lesson):
    keep(path, "Ann", Lived().answer(Z, "1"), "practice", seed=seed)
    assert [row.lesson for row in book(path)] == [lesson]


def test_two_sittings_at_one_attempt_are_one_row(path):
    attempt = uid()
    keep(path, "Ann", Lived().answer(Z, "1", Verdict.WRONG), attempt=attempt)
    keep(path, "Ann", Lived().answer(Z, "0.5"), attempt=attempt)
    (row,) = book(path)
    assert (row.tally.attempts, row.tally.first, row.tally.verdict) == (2, "wrong", "correct")


def test_who_gave_no_name_is_called_by_what_identifies_them(path):
    keep(path, None, Lived().answer(Z, "1"))
    (row,) = book(path)
    assert row.learner.startswith("learner-")
    assert len(row.learner) == len("learner-") + 8


def test_an_answer_marked_again_changes_the_last_verdict_and_is_no_try(path):
    lived = Lived().answer(A, "0.4", Verdict.CONSISTENT)
    lived.answer(A, "0.4", Verdict.WRONG)
    lived.entries[-1] = lived.entries[-1]._replace(what=What.AGAIN)
    keep(path, "Ann", lived)
    (row,) = book(path)
    assert (row.tally.attempts, row.tally.first, row.tally.verdict) == (1, "consistent", "wrong")


def test_a_row_that_is_damaged_does_not_end_the_gradebook(path):
    keep(path, "Ann", Lived().answer(Z, "1").answer(A, "1"))
    with closing(Store(path)) as store:
        store.db.execute("DROP TRIGGER log_is_only_added_to")
        store.db.execute("UPDATE log SET quantity = 'q' WHERE quantity = 'z'")
    assert [row.question for row in book(path)] == [A]


@pytest.mark.parametrize(
    ("lived", "outcome"),
    [
        (Lived().answer(Z, "1"), Outcome.AT_ONCE),
        (Lived().answer(Z, "0.6", Verdict.IMPRECISE).answer(Z, "1"), Outcome.AT_ONCE),
        (Lived().answer(Z, "0", Verdict.WRONG).answer(Z, "1"), Outcome.LATER),
        (Lived().add(What.HINT, Z, level=1).answer(Z, "1"), Outcome.HELPED),
        (Lived().answer(Z, "1").add(What.HINT, Z, level=1), Outcome.AT_ONCE),
        (Lived().add(What.REVEAL, Z, level=1).answer(Z, "1"), Outcome.AT_ONCE),
        (Lived().add(What.REVEAL, Z, level=2).answer(Z, "1"), Outcome.HELPED),
        (Lived().add(What.REVEAL, Z, level=3).answer(Z, "1"), Outcome.SHOWN),
        (Lived().answer(Z, "1").add(What.REVEAL, Z, level=3), Outcome.AT_ONCE),
        (Lived().answer(Z, "1", Verdict.CONSISTENT), Outcome.FOLLOWS),
        (Lived().answer(Z, "0", Verdict.WRONG).add(What.SKIP, Z), Outcome.PASSED),
        (Lived().add(What.SKIP, Z).answer(Z, "0", Verdict.WRONG), Outcome.OPEN),
    ],
)
def test_a_tally_says_of_a_question_what_the_lesson_says_at_its_end(path, lived, outcome):
    keep(path, "Ann", lived)
    (row,) = book(path)
    assert row.tally.outcome is outcome


def test_an_edition_of_an_attempt_may_change_and_it_stays_one_lesson(path):
    attempt = uid()
    keep(path, "Ann", Lived().answer(Z, "1"), attempt=attempt)
    keep(path, "Ann", Lived().answer(A, "1"), attempt=attempt, title="Mended", prose_hash="q")
    assert edition().title != "Mended"
    assert [row.lesson for row in book(path)] == ["one", "one"]


@pytest.mark.parametrize("seed", range(3))
def test_what_the_log_says_of_any_lesson_is_what_the_lesson_said(path, seed):
    lesson = read(find("worked-example"))
    shown = dict(
        zip(lesson.questions, (row.shown for row in solution.rows(lesson, solve(lesson.network))), strict=True)
    )
    random = Random(seed)
    with closing(Journal("plain", "Ann", path)) as journal:
        kept = recorder.open(lesson, journal)
        session = kept.session
        for _ in range(70):
            act = random.choices(["right", "wrong", "move", *WORDS], [5, 2, 1, 1, 1, 1, 1])[0]
            if session.finished:
                break
            if act in WORDS:
                kept.act(act)
            elif act == "move":
                kept.look_at(random.choice(session.step.questions))
            else:
                kept.submit(shown[session.focus] if act == "right" else random.choice(["0.123", "7", "half", "0.5"]))
        kept.flush()
    found = {row.question: row.tally for row in book(path)}
    for question, state in session.states.items():
        tally = found.get(question, Tally())
        # A result that is shown gives away the numbers that lead to it; the log says that of the result alone.
        helped = state.outcome is Outcome.HELPED and tally.outcome in (Outcome.AT_ONCE, Outcome.LATER)
        assert helped or tally.outcome is state.outcome, question
        assert (tally.attempts, tally.passed) == (state.attempts, state.passed), question


def test_what_was_answered_before_the_numbers_changed_says_nothing_of_how_it_went():
    tally = Tally()
    for what, verdict in ((What.SUBMIT, "wrong"), (What.SUBMIT, "correct"), (What.AFRESH, None)):
        tally.take(what, 0, verdict, None, repeated=False)
    assert (tally.outcome, tally.attempts) == (Outcome.OPEN, 2)
    tally.take(What.SUBMIT, 0, "correct", None, repeated=False)
    assert (tally.outcome, tally.attempts) == (Outcome.AT_ONCE, 3)
