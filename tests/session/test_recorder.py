"""The recorder: what is kept, when it is written, and that no clock decides anything."""

from dataclasses import replace

import pytest
from helpers.journals import Memory, same
from helpers.lessons import lesson_of
from helpers.networks import REFERENCE

from tutor import recorder
from tutor.event import Word
from tutor.marking.mark import Verdict
from tutor.progress.entry import Prior, What
from tutor.quantity import Kind, Quantity
from tutor.recorder import Recorder, Watch
from tutor.session import Session

LESSON = lesson_of(REFERENCE, trace=Quantity(Kind.W, 1, 1, 1))
Z1, A1 = (tuple(Quantity(kind, 1, j) for j in (1, 2)) for kind in (Kind.Z, Kind.A))
SECOND = 10**9


class Clock:
    """Time as a test wants it."""

    def __init__(self):
        self.wall, self.since = 1_700_000_000 * SECOND, 5 * SECOND

    def pass_by(self, seconds):
        self.wall += int(seconds * SECOND)
        self.since += int(seconds * SECOND)

    def watch(self):
        return Watch(lambda: self.wall, lambda: self.since)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def journal():
    return Memory()


@pytest.fixture
def found(journal, clock):
    return recorder.open(LESSON, journal, watch=clock.watch())


def kinds(journal):
    return [entry.what for entry in journal.entries]


def last(journal, what):
    return [entry for entry in journal.entries if entry.what is what][-1]


def test_an_answer_is_written_before_its_verdict_is_known_to_anybody(found, journal):
    found.look_at(Z1[1])
    assert journal.entries == []
    event = found.submit("0.25")
    assert kinds(journal) == [What.FOCUS, What.SUBMIT, What.FOCUS]
    assert journal.entries[1].answer.typed == "0.25"
    assert event.answers[0].mark.verdict is Verdict.CORRECT


@pytest.mark.parametrize(("word", "what"), [(Word.HINT, What.HINT), (Word.SHOW, What.REVEAL), (Word.NEXT, What.SKIP)])
def test_help_and_what_is_passed_by_are_written_at_once(found, journal, word, what):
    found.act(word)
    assert journal.entries[0].what is what
    assert journal.entries[0].level == (0 if what is What.SKIP else 1)


def test_looking_going_back_and_quitting_wait_for_a_pause(found, journal):
    found.submit("network 2 1")
    for word in (Word.KNOWN, Word.BACK, Word.QUIT):  # back does nothing here
        found.act(word)
    assert journal.entries == []
    found.flush()
    assert journal.entries == []  # nothing is done yet
    found.act(Word.HINT)
    found.act(Word.KNOWN)
    assert [entry.word for entry in journal.entries] == ["network 2 1", "known", "quit", ""]
    found.flush()
    assert [entry.word for entry in journal.entries[4:]] == ["known"]


def test_who_only_looks_at_a_lesson_has_not_begun_it(found, journal):
    found.look_at(Z1[1])
    found.touch(Z1[1], " ")
    found.flush()
    assert journal.entries == []
    found.touch(Z1[1], "0.2")
    found.flush()
    assert kinds(journal) == [What.FOCUS, What.KEY, What.DRAFT]
    assert journal.entries[-1].word == "0.2"


def test_the_first_key_at_a_question_is_kept_once_each_time_it_has_the_focus(found, journal, clock):
    for text in ("0", "0.", "0.0"):
        clock.pass_by(1)
        found.touch(Z1[0], text)
    found.submit("0.0")
    clock.pass_by(2)
    found.touch(Z1[1], "0")
    found.flush()
    keys = [entry for entry in journal.entries if entry.what is What.KEY]
    assert [(entry.question, entry.elapsed) for entry in keys] == [(Z1[0], 1000), (Z1[1], 2000)]
    assert last(journal, What.SUBMIT).elapsed == 2000


def test_a_draft_is_written_once_and_let_go_of_when_it_is_sent_or_taken_out(found, journal):
    found.touch(Z1[0], "0.0")
    for _ in range(3):
        found.flush()
    assert kinds(journal).count(What.DRAFT) == 1
    found.touch(Z1[0], "")
    found.flush()
    assert last(journal, What.DRAFT).word == ""
    found.touch(Z1[0], "0.0")
    found.submit("0.0")
    found.flush()
    assert kinds(journal).count(What.DRAFT) == 2
    assert found.drafts == {}


def test_a_word_that_was_typed_and_sent_is_no_draft_any_more(found, journal):
    found.touch(Z1[0], "hint")
    found.flush()
    found.submit("hint")
    found.flush()
    assert found.drafts == recorder.open(LESSON, journal).drafts == {}


def test_an_answer_is_kept_with_all_that_its_verdict_rests_on(found, journal, clock):
    found.act(Word.HINT)
    clock.pass_by(3)
    found.submit("−0,10 ")
    entry = last(journal, What.SUBMIT)
    answer = entry.answer
    assert (entry.question, entry.asked, entry.skill, entry.helped, entry.known) == (Z1[0], True, "z", True, None)
    assert (entry.active, entry.elapsed, entry.utc) == (3000, 3000, 1_700_000_003_000)
    assert (answer.typed, answer.read, answer.number) == ("−0,10 ", "-0.10", -0.1)
    assert (answer.verdict, answer.mistakes[0]) == (Verdict.WRONG, "bias-omitted")
    ((low, high),) = answer.band
    assert low <= 0.0 <= high
    assert answer.priors[:2] == (Prior("W(1,1,1)", 0.1, "0.1", None), Prior("a(0,1)", 1.0, "1.0", None))
    assert last(journal, What.HINT).known is False
    assert entry.place.steps == 14


def test_what_follows_is_kept_with_the_numbers_it_followed_from_and_what_it_became_later(found, journal):
    for text in ("0.3", "next", "0.25", "", "0,5744"):
        found.submit(text)
    answer = last(journal, What.SUBMIT).answer
    assert (answer.verdict, answer.follows, answer.read) == (Verdict.CONSISTENT, ("z(1,1)",), "0.5744")
    assert answer.priors == (Prior("z(1,1)", 0.0, "0.0000", "0.3"),)
    for text in ("back", "0"):
        found.submit(text)
    again = last(journal, What.AGAIN)
    assert (again.question, again.answer.typed, again.answer.verdict) == (A1[0], "0,5744", Verdict.WRONG)
    assert (again.batch, again.known) == (last(journal, What.SUBMIT).batch, None)


def test_several_numbers_at_once_are_one_batch_and_each_is_read_as_it_stood(found, journal):
    found.submit("0,0; 0,5/2")
    first, second = (entry for entry in journal.entries if entry.what is What.SUBMIT)
    assert first.batch == second.batch
    assert (first.answer.read, second.answer.read) == ("0.0", "0.5/2")
    assert (second.active, second.elapsed) == (0, 0)


def test_an_expression_is_kept_as_it_was_read(journal):
    steps = tuple(step._replace(expression=True) for step in LESSON.steps)
    found = recorder.open(replace(LESSON, steps=steps), journal)
    found.submit("1/2 + x1")
    found.submit("][")
    good, bad = (entry.answer for entry in journal.entries if entry.what is What.SUBMIT)
    assert (good.read, good.number, good.priors) == ("1/2 + a(0,1)", None, ())
    assert (bad.read, bad.verdict) == ("", Verdict.UNREADABLE)


@pytest.mark.parametrize(
    ("texts", "known"),
    [
        (["0"], [True]),
        (["0.7", "0"], [False, None]),
        (["[", "0"], [None, True]),
        (["hint", "0"], [False, None]),
        (["show", "0"], [None, True]),
        (["show", "show", "0"], [None, False, None]),
        (["next"], [False]),
    ],
)
def test_the_first_attempt_says_of_a_skill_whether_it_is_known(found, journal, texts, known):
    for text in texts:
        found.submit(text)
    assert [e.known for e in journal.entries if e.question == Z1[0] and e.what is not What.FOCUS] == known


# Clocks


def test_what_is_beyond_a_minute_without_a_key_is_no_work(found, journal, clock):
    clock.pass_by(3600)
    found.submit("0")
    clock.pass_by(59)
    found.touch(Z1[1], "0")
    clock.pass_by(59)
    found.submit("0.25")
    times = [(e.active, e.elapsed) for e in journal.entries if e.what is not What.FOCUS]
    assert times == [(60_000, 3_600_000), (59_000, 59_000), (59_000, 59_000)]


@pytest.mark.parametrize("jump", [-(10**12) * SECOND, -3600 * SECOND, 0, 10**9 * SECOND, 10**14 * SECOND])
def test_a_clock_that_is_set_changes_nothing_but_what_it_says(journal, clock, jump):
    found = recorder.open(LESSON, journal, watch=clock.watch())
    found.submit("0")
    clock.wall += jump
    clock.since += 5 * SECOND
    found.submit("0.3")
    assert last(journal, What.SUBMIT).elapsed == 5000
    assert last(journal, What.SUBMIT).utc == 1_700_000_000_000 + jump // 10**6
    again = recorder.open(LESSON, journal, watch=clock.watch())
    assert same(again.session, found.session)


def test_a_clock_that_never_is_set_and_yet_goes_back_gives_no_negative_time(found, journal, clock):
    clock.since -= 60 * SECOND
    found.submit("0")
    assert (journal.entries[0].active, journal.entries[0].elapsed) == (0, 0)


# What is kept, and what is not


def test_without_a_journal_all_goes_on_and_nothing_is_kept():
    found = Recorder(Session(LESSON))
    found.touch(Z1[0], "0.")
    assert found.submit("0").answers
    found.flush()
    assert (found.kept, found.trouble, found.learner) == (False, "", None)


def test_a_journal_that_keeps_nothing_takes_nothing_from_the_lesson(found, journal):
    journal.fails = True
    assert found.submit("0").answers[0].mark.verdict is Verdict.CORRECT
    assert (found.kept, found.trouble) == (False, "Nothing is kept.")


def test_starting_again_begins_another_attempt_and_so_does_a_lesson_that_is_finished(found, journal):
    found.submit("0")
    anew = recorder.open(LESSON, journal, again=True)
    assert (anew.resumed, anew.session.states[Z1[0]].mark) == (None, None)
    anew.submit("0.5")
    assert journal.runs[-1].attempt != journal.runs[0].attempt
    while not anew.session.finished:
        anew.act(Word.NEXT)
    anew.flush()
    assert recorder.open(LESSON, journal).resumed is None


def test_a_run_that_goes_on_belongs_to_the_attempt_that_was_left(found, journal):
    found.submit("0")
    again = recorder.open(LESSON, journal)
    again.submit("0.25")
    assert {run.attempt for run in journal.runs} == {"attempt 1"}
    assert again.resumed.answers == 1


def test_the_edition_says_what_the_lesson_was_and_what_a_network_was_made_from(journal):
    found = recorder.open(LESSON, journal, seed="7")
    found.submit("0")
    edition = journal.edition
    assert (edition.lesson, edition.title, edition.seed, edition.feedback) == ("test", "A test", "7", "immediate")
    assert len({edition.material_hash, edition.prose_hash}) == 2


@pytest.mark.parametrize("wall", [10**40, -(10**40)])
def test_a_clock_that_is_far_beyond_all_calendars_is_taken_for_one_that_can_be_kept(wall):
    assert abs(Watch(lambda: wall).stamp().utc) < 2**63
