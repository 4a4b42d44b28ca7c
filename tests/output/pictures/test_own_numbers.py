"""Pictures with the learner's own wrong numbers: marked as such, and no way to the right ones."""

import re

import pytest
from helpers.pilot import key, lesson

from tutor.engine.solution import solve
from tutor.event import Word
from tutor.explain.cells import text
from tutor.lesson.locate import builtin
from tutor.notation import sentence
from tutor.output.pictures import descent, step
from tutor.quantity import Kind, Quantity
from tutor.session import Session

NUMBER = re.compile(r"[−-]?\d+(?:\.\d+)?(?:e[−-]?\d+)?")
LOSS = Quantity(Kind.LOSS)


def said(session):
    return [sentence.screen(each) for each in step.said(session)]


def drawn(session, columns=60, rows=16):
    return text(step.of_step(session, columns, rows))


def tried(name):
    """A session before each answer of a right walk, and again after one that is not right."""
    session = Session(lesson(name))
    for answer in key(session.lesson):
        session.go_on()
        yield session
        session.submit("7.25")
        yield session
        session.submit(answer)


def is_open(session, q):
    state = session.states[q]
    return not (state.correct or state.shown) and q not in session.numbers.given(session.at)


@pytest.mark.parametrize("name", builtin())
def test_no_picture_says_a_number_that_is_still_asked_for(name):
    for session in tried(name):
        found = set(NUMBER.findall(" ".join(said(session))))
        every = {*session.lesson.questions, *session.numbers.given(session.at)}
        unknown = {session.numbers.text(q) for q in session.lesson.questions if is_open(session, q)}
        known = {session.value_text(q) for q in every if q not in session.states or not is_open(session, q)}
        targets = {f"{y:g}" for sample in session.lesson.network.samples for y in (*sample.y, *sample.x)}
        targets |= {f"{y}" for sample in session.lesson.network.samples for y in sample.y} | {"0", "1"}
        assert not (found & unknown) - known - targets, (name, session.focus)


def test_the_parts_of_a_loss_stay_unsaid_after_a_wrong_try():
    session = Session(lesson("two-outputs"))
    for answer in (None, "0.9"):
        if answer:
            session.submit(answer)
        assert "its part in the loss" not in " ".join(said(session))
        assert "●" not in drawn(session)
    session.act(Word.NEXT)
    session.act(Word.BACK)
    assert "its part in the loss" not in " ".join(said(session))
    session.submit(session.numbers.text(LOSS))
    session.act(Word.BACK)
    assert "its part in the loss is 0.2748" in " ".join(said(session))
    assert drawn(session).count("●") == 2


@pytest.mark.parametrize("name", builtin())
def test_the_curve_along_an_update_goes_through_the_loss_after_it(name):
    network = lesson(name).network
    if network.learning_rate is None:
        return
    first = solve(network).updates[0]
    curve = dict(descent._curve(network))
    assert curve[0.0] == pytest.approx(first.loss, rel=1e-12)
    assert curve[1.0] == pytest.approx(first.loss_after, rel=1e-12)


def test_the_loss_after_the_update_is_the_one_that_the_lesson_tells():
    session = Session(lesson("two-outputs"))
    for answer in key(session.lesson)[:-1]:
        session.submit(answer)
    session.go_on()
    assert "brings the loss from 0.2984 to 0.2910." in said(session)[0]
    assert "0.2984 to 0.2910" in session.lesson.asked[-1].after.replace("\n", " ")


def test_own_wrong_numbers_have_their_sign_on_curves():
    session = Session(lesson("worked-example"))
    session.submit("0.9")
    assert "z₁ ✗" in drawn(session)
    assert any("= 0.9000 (not yet)" in each for each in said(session))
    session.submit("0")
    assert "✗" not in drawn(session)
    assert not any("(not yet)" in each for each in said(session))


def test_own_wrong_numbers_have_their_sign_on_bars():
    session = Session(lesson("worked-example"))
    answers = iter(key(session.lesson))
    while session.step.kind is not Kind.DL_DW:
        if (session.step.kind, session.step.layer) == (Kind.DELTA, 2):
            session.submit("0.5")
            assert re.search(r"█▌? +0.5000 +✗", drawn(session))
            assert "= 0.5000 (not yet)." in " ".join(said(session))
        session.submit(next(answers))
        session.go_on()
    session.submit("0.25")
    assert re.search(r"0.2500? +✗", drawn(session))
    assert "(not yet)" in " ".join(said(session))


def test_own_wrong_outputs_have_their_sign_on_the_loss():
    session = Session(lesson("worked-example"))
    answers = iter(key(session.lesson))
    while not (session.step.kind is Kind.A and session.step.layer == session.lesson.network.depth):
        session.submit(next(answers))
        session.go_on()
    session.submit("0.5")
    session.act(Word.NEXT)
    session.go_on()
    assert session.step.kind is Kind.LOSS
    assert re.search(r"a\S* ✗", drawn(session))
    assert "= 0.5000 (not yet);" in " ".join(said(session))
    session.submit("0.125")  # by their own output
    assert "L ✗" in drawn(session)


def test_own_wrong_losses_have_their_sign_over_the_updates():
    session = Session(lesson("three-updates"))
    answers = iter(key(session.lesson))
    while session.step.kind is not Kind.LOSS:
        session.submit(next(answers))
        session.go_on()
    session.submit("0.9")
    session.act(Word.NEXT)
    next(answers)
    while session.step is not None and session.step.kind is not Kind.W_NEW:
        session.submit(next(answers))
        session.go_on()
    assert "0.9000 ✗" in drawn(session)
    assert "the loss is 0.9000 (not yet)." in " ".join(said(session))
