"""The picture of each step of each lesson: it fits, it gives nothing away, and it is the one that belongs there."""

import re
import subprocess
import sys

import pytest
from helpers.pilot import key, lesson, small

from tutor.event import Word
from tutor.explain.cells import text, width
from tutor.lesson.locate import builtin
from tutor.notation import charset, sentence
from tutor.output.pictures import step
from tutor.output.pictures.paper import known
from tutor.quantity import Kind, Quantity
from tutor.session import Session

NUMBER = re.compile(r"[−-]?\d+\.\d+(?:e[−-]?\d+)?")


def walk(name):
    """A session before each answer of a right walk, and at the end."""
    session = Session(lesson(name))
    for answer in key(session.lesson):
        session.go_on()
        yield session
        session.submit(answer)
    session.submit("")
    yield session


def caption(session):
    return text(step.of_step(session, 84, 30)).split("\n")[0].strip()


@pytest.mark.parametrize("name", builtin())
def test_at_every_question_it_fits_and_shows_no_number_that_is_not_known(name):
    """What stands beside bars and points, and what is said, is known; ticks of axes are rounder than any number."""
    for i, session in enumerate(walk(name)):
        size = ((40, 10), (60, 16), (84, 30))[i % 3]
        rows = step.of_step(session, *size)
        assert len(rows) <= size[1]
        assert max(map(width, rows)) <= size[0]
        if session.finished:
            continue
        unknown = {session.numbers.text(q) for q in session.lesson.questions if session.value_text(q) is None}
        found = text(rows) + " ".join(sentence.screen(each) for each in step.said(session))
        shown = {each for each in NUMBER.findall(found) if len(each.strip("−")) > 5}
        seen = {session.value_text(q) for q in (*session.lesson.questions, *session.numbers.given(session.at))}
        assert not (unknown - seen) & shown, (name, session.focus)


def test_before_anything_is_known_two_lessons_with_other_numbers_look_alike():
    one, other = Session(small((2, 2, 1))), Session(small((3, 2, 1)))
    assert step.of_step(one, 60, 16) == step.of_step(other, 60, 16)


def test_each_kind_of_step_has_its_picture():
    seen = {}
    for session in walk("worked-example"):
        if session.step is not None:
            seen.setdefault((session.step.kind, session.step.layer), caption(session))
    assert seen[Kind.Z, 1] == seen[Kind.A, 1] == seen[Kind.SIGMA_PRIME, 1] == "σ(z) and its slope, layer 1"
    assert seen[Kind.LOSS, None] == "The loss over the output"
    assert seen[Kind.DELTA, 3] == "σ(z) and its slope, layer 3"
    assert seen[Kind.DELTA, 2] == "The errors on their way back"
    assert seen[Kind.DL_DW, 1] == "The gradients of layer 1"
    ends = {name: caption(list(walk(name))[-1]) for name in ("worked-example", "three-updates", "vanishing-gradient")}
    assert ends["worked-example"].endswith("its relative error over ε")
    assert ends["three-updates"] == "The loss over the updates"
    assert ends["vanishing-gradient"] == "How large the errors are, layer by layer"


def test_shares_come_once_the_gradient_is_right_or_shown_and_not_with_a_wrong_one():
    session = Session(lesson("worked-example"))
    for answer in key(session.lesson)[:-1]:
        session.submit(answer)
    session.go_on()
    assert "path by path" not in caption(session)
    session.submit("-0.0099")
    assert "path by path" not in caption(session)
    assert "−0.0099" in text(step.of_step(session, 84, 30))  # their own number, which they know
    assert "−0.00212" not in text(step.of_step(session, 84, 30))
    for _ in range(3):
        session.act(Word.SHOW)
    assert "−0.00212, path by path" in caption(session)


def test_errors_that_vanish_are_drawn_layer_by_layer_as_far_as_they_are_known():
    counts = []
    for session in walk("vanishing-gradient"):
        shown = text(step.of_step(session, 84, 30))
        assert shown.startswith(" How large the errors are")
        known_layers = [l for l in range(1, 8) if session.value_text(Quantity(Kind.DELTA, l, 1)) is not None]
        counts.append(len(known_layers))
        assert shown.count("●") == len(known_layers)
        if not session.finished:
            told = " ".join(sentence.speech(each) for each in step.said(session))
            assert all((f"In layer {l} the" in told) == (l in known_layers) for l in range(1, 8))
            assert "times smaller" not in told
    assert counts == sorted(counts)
    assert 0 < counts[0] < counts[-1] == 7


def test_an_own_error_that_is_wrong_stands_there_with_its_sign_and_not_the_right_one():
    session = Session(lesson("vanishing-gradient"))
    session.submit(key(session.lesson)[0])
    session.go_on()
    session.submit("0.5")
    shown = text(step.of_step(session, 84, 30))
    assert "0.5000 ✗" in shown
    assert session.numbers.text(Quantity(Kind.DELTA, 5, 1)).strip("−") not in shown


def test_the_loss_after_the_last_update_comes_with_the_last_right_answer():
    session = Session(lesson("three-updates"))
    answers = key(session.lesson)
    for answer in answers[:-1]:
        session.submit(answer)
    assert "0.00749" not in text(step.of_step(session, 84, 30))
    session.submit("0.123")
    assert "0.00749" not in text(step.of_step(session, 84, 30))
    session.submit(answers[-1])
    assert not session.finished
    assert "0.00749" in text(step.of_step(session, 84, 30))


def test_the_step_of_one_update_is_drawn_only_with_the_right_loss():
    session = Session(lesson("two-outputs"))
    for q, answer in zip(session.lesson.questions, key(session.lesson), strict=True):
        if session.step.kind is Kind.W_NEW:
            break
        session.submit("0.9" if q.kind is Kind.LOSS else answer)
        if q.kind is Kind.LOSS:
            session.act(Word.NEXT)
    assert session.step.kind is Kind.W_NEW
    assert known(session)(Quantity(Kind.LOSS)) == 0.9
    assert caption(session).startswith("The gradients of layer")


def test_own_numbers_are_drawn_as_they_are_and_right_ones_exactly():
    session = Session(lesson("worked-example"))
    session.submit("0.4")
    z = Quantity(Kind.Z, 1, 1)
    assert known(session)(z) == 0.4
    session.submit("0")
    assert known(session)(z) == session.numbers.value(z)
    assert known(session)(Quantity(Kind.Z, 1, 2)) is None


def test_a_page_has_words_below_a_picture_that_stays_high_enough():
    session = Session(lesson("worked-example"))
    high, low = (text(step.page(session, 73, rows)) for rows in (40, 17))
    assert "The sigmoid turns any z" in high
    assert "The sigmoid turns any z" not in low
    assert len(high.split("\n")) <= 40
    assert len(low.split("\n")) <= 17


def test_in_ascii_every_picture_reads():
    charset.use("ascii")
    for session in walk("worked-example"):
        rows = step.of_step(session, 60, 16)
        assert charset.drawn(text(rows)).isascii()
        assert max(map(width, rows)) <= 60


def test_dots_are_loaded_when_they_are_drawn_and_not_when_a_picture_is_said():
    code = """
import sys
from tutor.lesson.locate import find
from tutor.lesson.read import read
from tutor.session import Session
session = Session(read(find("worked-example")))
from tutor.output.pictures import step
assert step.said(session)
assert not {"plotille", "numpy"} & set(sys.modules)
assert step.of_step(session, 60, 16)
assert "plotille" in sys.modules and "numpy" not in sys.modules
"""
    subprocess.run([sys.executable, "-c", code], check=True)
