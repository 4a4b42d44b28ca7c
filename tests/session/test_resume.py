"""A lesson that was left goes on as if it had never been left; and what becomes of it where it has changed since."""

import random
from dataclasses import replace

import pytest
from helpers.journals import Memory, same
from helpers.lessons import lesson_of
from helpers.networks import REFERENCE, TWO_OUTPUTS

from tutor import recorder
from tutor.event import Outcome, Word
from tutor.explain.formula import formulas
from tutor.expression.evaluate import evaluate
from tutor.lesson.locate import builtin
from tutor.lesson.read import read
from tutor.lesson.schema import Step
from tutor.marking.mark import Verdict
from tutor.marking.marker import Marker
from tutor.notation.number import shown
from tutor.output.asked import right
from tutor.progress.entry import What
from tutor.progress.journal import Journal
from tutor.quantity import Kind, Quantity
from tutor.resume import resume

TRACE = Quantity(Kind.W, 1, 1, 1)
LESSON = lesson_of(REFERENCE, trace=TRACE)


def opened(lesson, journal=None):
    return recorder.open(lesson, Memory() if journal is None else journal)


def left(found):
    """The lesson as it goes on after it was left."""
    found.flush()
    return opened(found.session.lesson, found._journal)


def send(found, *texts):
    for text in texts:
        event = found.submit(text)
    return event


def exact(session, q):
    return shown(session.numbers.solution.value(q), session.lesson.marking.significant)


def on_own_numbers(session, q):
    """What the learner's own numbers come to."""
    numbers = {p: state.own.number for p, state in session.states.items() if state.own is not None}
    value = session.numbers.value
    return shown(evaluate(formulas(session.lesson.network, q)[0], lambda p: numbers.get(p, value(p))), 5)


def some_input(rng, found):
    """Do something that a learner may do."""
    session = found.session
    q = session.focus
    if q is None:
        found.act(Word.BACK)
    elif session.step.expression and rng.random() < 0.6:
        found.submit(rng.choice([right(session, q), "a - y", "x + 1", "1 +", "7"]))
    else:
        some_number(rng, found, q)


def some_number(rng, found, q):
    """Do something at a question that asks for a number, or for an expression."""
    session = found.session
    match rng.randrange(11):
        case 0 | 1:
            found.submit(exact(session, q))
        case 2 | 3:
            found.submit(on_own_numbers(session, q))
        case 4:
            numbers = [exact(session, p) if rng.random() < 0.7 else "0.31" for p in session.step.questions]
            comma = rng.random() < 0.5
            found.submit("; ".join(n.replace(".", ",") + " + 0.0" if comma else n for n in numbers))
        case 5:
            found.submit(rng.choice(["77.7", "0.5", "1/7", "[", "hnit", "0.1; 0.2; 0.3; 0.4; 0.5", "0"]))
        case 6 | 7:
            found.act(rng.choice([word for word in Word if word is not Word.QUIT]))
        case 8:
            found.look_at(rng.choice(session.step.questions))
        case 9:
            found.touch(q, rng.choice(["", "0.4", "σ(0.3", "hin"]))
        case _:
            found.go_on()


def expressions():
    return replace(LESSON, steps=tuple(step._replace(expression=step.kind is Kind.DELTA) for step in LESSON.steps))


LESSONS = {
    "worked-example": lambda: read(builtin()["worked-example"]),
    "two outputs": lambda: lesson_of(TWO_OUTPUTS),
    "softmax": lambda: read(builtin()["softmax"]),
    "three-updates": lambda: read(builtin()["three-updates"]),
    "expressions": expressions,
}


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("name", LESSONS)
def test_whatever_was_done_a_lesson_goes_on_where_it_was_left(name, seed):
    rng = random.Random(f"{name} {seed}")
    found = opened(LESSONS[name]())
    for _ in range(60):
        some_input(rng, found)
        if found.session.finished:
            break
        if rng.random() < 0.25:
            again = left(found)
            if again.resumed is not None:
                assert same(again.session, found.session)
                assert again.drafts == found.drafts
                assert (again.resumed.again, again.resumed.anew) == ((), False)
                found = again


@pytest.mark.parametrize("seed", range(2))
def test_it_goes_on_as_well_from_what_a_store_gives_back(seed, tmp_path):
    rng, found = random.Random(seed), None
    for _ in range(6):
        journal = Journal("plain", None, tmp_path / "progress.db")
        again = recorder.open(LESSON, journal)
        if found is not None:
            assert same(again.session, found.session)
            assert again.drafts == found.drafts
        found = again
        for _ in range(12):
            some_input(rng, found)
        found.flush()
        assert found.kept
        journal.close()


Z1, A1 = (tuple(Quantity(kind, 1, j) for j in (1, 2)) for kind in (Kind.Z, Kind.A))
DELTA = Quantity(Kind.DELTA, 3, 1)


def test_what_follows_from_an_earlier_number_and_was_just_answered_makes_way_for_what_is_typed_next():
    found = opened(LESSON)
    send(found, "0.3", "next", "0.25", "")
    found.look_at(A1[1])
    send(found, "0.5622", "0.5744")  # the first a, which follows from the 0.3
    assert found.session.settled == A1[0]
    again = left(found)
    assert same(again.session, found.session)
    again.look_at(A1[0])
    assert same(left(again).session, again.session)
    assert again.session.settled is None


def test_a_result_that_gives_others_away_is_help_for_them_again():
    found = opened(LESSON)
    send(found, "0.7", "next", "0.25", "", "show", "show", "show", "show")
    assert found.session.states[A1[0]].shown
    assert found.session.states[Z1[0]].helped
    assert same(left(found).session, found.session)


def test_to_look_at_the_numbers_behind_a_right_answer_takes_nothing_from_it():
    found = opened(LESSON)
    send(found, "show", "0")
    found.look_at(Z1[0])
    send(found, "show", "show", "show")
    assert found.session.states[Z1[0]].outcome is Outcome.AT_ONCE
    again = left(found)
    assert same(again.session, found.session)
    assert not again.session.states[Z1[0]].shown


def test_a_result_that_was_asked_for_once_is_shown_when_it_is_asked_for_again():
    found = opened(LESSON)
    assert send(found, "show", "show", "show").what == "ask again"
    again = left(found)
    assert again.act(Word.SHOW).level == 3


def test_what_was_typed_and_not_sent_is_there_again_until_it_is_sent_or_taken_out():
    found = opened(LESSON)
    found.touch(Z1[0], "0.0")
    found.touch(Z1[1], "0.2")
    again = left(found)
    assert again.drafts == {Z1[0]: "0.0", Z1[1]: "0.2"}
    send(again, "0")
    again.touch(Z1[1], "")
    assert left(again).drafts == {}


def test_what_one_window_typed_at_a_question_that_another_has_answered_is_of_no_use():
    one = opened(LESSON)
    one.touch(Z1[0], "99")
    one.flush()
    other = recorder.open(LESSON, one._journal, again=True)
    other._attempt = one._attempt
    send(other, "0")
    one.touch(Z1[0], "99.5")
    one.flush()
    assert left(one).drafts == {}


def test_a_mistake_that_was_named_before_is_said_as_short_as_it_would_have_been():
    said = []
    for leaves in (False, True):
        found = opened(LESSON)
        send(found, "-0.1")  # the bias is left out
        found = left(found) if leaves else found
        found.look_at(Z1[1])
        said.append(send(found, "0.05").answers[0].mark)
    assert said[0] == said[1]
    assert "bias-omitted" in said[0].mistakes


# What has changed since


def typo(lesson):
    return replace(lesson, title="A mended title", about="As it is said now.", messages={"bias-omitted": "Add it."})


def heavier(lesson, layer=3):
    """The lesson with another weight in one of its layers."""
    network = lesson.network
    changed = network.layer(layer)
    changed = changed._replace(W=((changed.W[0][0] + 0.3, *changed.W[0][1:]), *changed.W[1:]))
    layers = (*network.layers[: layer - 1], changed, *network.layers[layer:])
    return replace(lesson, network=network._replace(layers=layers))


def through(lesson, until=None):
    """A lesson of which everything before a question is right."""
    found = opened(lesson)
    while found.session.focus != until and not found.session.finished:
        if found.session.step_done:
            found.go_on()
        else:
            found.submit(exact(found.session, found.session.focus))
    return found


def test_prose_that_was_mended_loses_nothing_and_nothing_is_said_of_it():
    found = through(LESSON, DELTA)
    found.flush()
    again = opened(typo(LESSON), found._journal)
    assert same(again.session, found.session)
    assert (again.resumed.again, again.resumed.anew) == ((), False)


def test_answers_to_questions_that_have_not_changed_stay_and_the_others_are_asked_again():
    found = through(LESSON, DELTA)
    found.flush()
    lesson = heavier(LESSON)
    z3, a3 = Quantity(Kind.Z, 3, 1), Quantity(Kind.A, 3, 1)
    again = opened(lesson, found._journal)
    states = again.session.states
    assert all(states[q].correct for q in lesson.questions if q.kind in {Kind.Z, Kind.A} and q.layer < 3)
    assert again.resumed.again == (z3, a3, Quantity(Kind.LOSS), Quantity(Kind.SIGMA_PRIME, 3, 1))
    assert again.resumed.changed
    assert (again.session.focus, again.session.reading) == (z3, False)
    assert states[z3].attempts == 0
    assert again.resumed.answers == 8
    for q in again.resumed.again:
        assert again.session.focus == q
        assert again.submit(exact(again.session, q)).answers[0].mark.verdict == "correct"
        again.go_on()
    assert again.session.focus == DELTA


def test_what_was_asked_again_is_not_asked_a_second_time_nor_taken_for_an_answer_to_the_new_numbers():
    found = through(LESSON, DELTA)
    found.flush()
    journal, lesson = found._journal, heavier(LESSON)
    again = opened(lesson, journal)
    z3 = again.session.focus
    assert again.submit("hint").level == 1
    for _ in range(2):
        once_more = opened(lesson, journal)
        assert same(once_more.session, again.session)
        assert once_more.session.states[z3].mark is None
        assert once_more.resumed.again == ()
    entries = [entry.question for entry in journal.entries if entry.what is What.AFRESH]
    assert entries == list(again.resumed.again)


def test_to_look_at_a_lesson_that_has_changed_takes_nothing_from_it():
    found = through(LESSON, DELTA)
    found.touch(DELTA, "0.1")
    found.flush()
    looked = opened(heavier(LESSON), found._journal)
    assert looked.drafts == {}, "it was worked out with the old numbers"
    looked.flush()
    again = opened(LESSON, found._journal)
    assert again.resumed.again == ()
    assert again.session.states == found.session.states
    assert again.drafts == {DELTA: "0.1"}


def test_a_question_whose_numbers_changed_says_once_more_what_it_has_to_say_of_its_skill():
    found = through(LESSON, DELTA)
    found.flush()
    again = opened(heavier(LESSON), found._journal)
    q = again.session.focus
    again.submit(exact(again.session, q))
    assert [e.known for e in found._journal.entries if e.question == q and e.known is not None] == [True, True]


def test_a_lesson_of_which_nothing_is_as_it_was_begins_anew_and_the_old_attempt_stays():
    found = through(LESSON, DELTA)
    found.flush()
    network = LESSON.network
    again = opened(replace(LESSON, network=network._replace(x=(9.0, *network.x[1:]))), found._journal)
    assert again.resumed.anew
    assert (again.session.at, again.session.states[Z1[0]].mark) == (0, None)
    again.submit("1")
    assert [run.attempt for run in found._journal.runs[-2:]] == ["attempt 1", f"attempt {len(found._journal.runs)}"]


def test_more_figures_open_what_has_too_few_and_rules_are_given_as_the_reason():
    found = through(LESSON, DELTA)
    found.flush()
    marking = LESSON.marking._replace(significant=6)
    again = opened(replace(LESSON, marking=marking), found._journal)
    assert Quantity(Kind.A, 1, 2) in again.resumed.again
    assert not again.resumed.changed
    assert again.session.focus == again.resumed.again[0]
    assert again.session.states[Quantity(Kind.A, 1, 2)].mark.verdict == "imprecise"


def test_what_later_rules_do_not_mark_right_is_open_again(monkeypatch):
    found = through(LESSON, DELTA)
    found.flush()
    rules = Marker.right

    def stricter(self, question, answer, bands, own):
        mark = rules(self, question, answer, bands, own)
        return mark._replace(verdict=Verdict.IMPRECISE) if question.q == A1[0] else mark

    monkeypatch.setattr(Marker, "right", stricter)
    again = opened(LESSON, found._journal)
    assert (again.resumed.again, again.resumed.changed, again.session.focus) == (A1[:1], False, A1[0])
    assert again.session.states[A1[1]].correct


def test_steps_that_were_split_joined_or_dropped_keep_what_was_answered():
    found = through(LESSON, DELTA)
    send(found, "hint")
    found.flush()
    first, *rest = LESSON.steps
    split = [first._replace(questions=(q,)) for q in first.questions]
    given = [step._replace(given=step.kind is Kind.SIGMA_PRIME) for step in rest]
    again = opened(replace(LESSON, steps=(Step(None, say="A new page."), *split, *given)), found._journal)
    assert again.session.focus == DELTA
    assert again.session.hints_shown == found.session.hints_shown
    assert again.resumed.again == ()
    assert all(again.session.states[q].correct for q in again.session.lesson.questions[:9])


def test_a_question_that_is_new_before_the_place_is_asked_there():
    loss = Quantity(Kind.LOSS)
    before = replace(LESSON, steps=tuple(step for step in LESSON.steps if step.kind is not Kind.LOSS))
    found = through(before, DELTA)
    found.flush()
    again = opened(LESSON, found._journal)
    assert (again.session.focus, again.resumed.again) == (loss, ())


def test_an_expression_stands_whatever_the_numbers_are():
    lesson = expressions()
    found = opened(lesson)
    while found.session.focus != DELTA:
        found.act(Word.NEXT)
    found.submit("(a - y) * sigma'(z)")
    again = opened(heavier(lesson), found._journal)
    assert again.session.states[DELTA].correct


def test_material_that_cannot_be_understood_begins_the_lesson_anew():
    found = through(LESSON, A1[0])
    found._journal.edition = found._journal.edition._replace(material="{}", material_hash="?")
    assert opened(LESSON, found._journal).resumed.anew


# Two at once


def test_two_windows_on_one_lesson_lose_no_answer():
    journal = Memory()
    one = opened(LESSON, journal)
    send(one, "0")
    other = opened(LESSON, journal)
    for texts in zip(("0.25", "", "0.5"), ("0.3", "0.25", "hint"), strict=True):
        send(one, texts[0])
        send(other, texts[1])
    other.flush()
    again = opened(LESSON, journal)
    right_ones = {q for each in (one, other) for q, state in each.session.states.items() if state.correct}
    assert right_ones == {q for q, state in again.session.states.items() if state.correct}
    assert again.session.states[Z1[1]].attempts == 1  # once it is right, a wrong one is none
    assert again.session.focus == other.session.focus


@pytest.mark.parametrize("seed", range(3))
def test_whatever_two_windows_do_every_right_answer_stands(seed):
    rng, journal = random.Random(seed), Memory()
    windows = [opened(LESSON, journal) for _ in range(2)]
    for _ in range(60):
        some_input(rng, rng.choice(windows))
    for window in windows:
        window.flush()
    answered = {e.question for e in journal.entries if e.answer and e.answer.verdict is Verdict.CORRECT}
    again = resume(LESSON, journal.latest("test")).session
    assert answered
    assert {q for q, state in again.states.items() if state.correct} >= answered
    shown_ones = {q for window in windows for q, state in window.session.states.items() if state.shown}
    assert all(again.states[q].shown or again.states[q].correct for q in shown_ones)
    assert again.finished or again.focus in again.step.questions
