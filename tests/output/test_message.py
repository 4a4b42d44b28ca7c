"""What is said of the last answer: all of it can be read at every size, and nothing else moves for it."""

from dataclasses import replace

import pytest
from helpers.lessons import lesson_of
from helpers.networks import REFERENCE, TWO_OUTPUTS
from helpers.pilot import key

from tutor.explain.cells import width
from tutor.marking.marker import Marker
from tutor.notation import sentence
from tutor.notation.number import shown
from tutor.output.board import View, board
from tutor.output.message import BAR
from tutor.output.words import REPEATED
from tutor.session import Session

SIZES = [(80, 24), (60, 20), (100, 30), (200, 60), (58, 19)]


def lines(rows):
    return ["".join(cell.text for cell in row) for row in rows]


def squeezed(text):
    return "".join(text.replace(BAR.strip(), "").split())


def mistaken(lesson, every):
    """A session for some of the mistakes that can be made in a lesson, at the question where it was made."""
    session = Session(lesson)
    marker = Marker(lesson.network, lesson.marking.significant, session.numbers.value)
    number, done = 0, []
    for q, right in zip(lesson.questions, key(lesson), strict=True):
        if session.focus != q:
            session.go_on()
        for guess in marker.question(q).slip_guesses:
            number += 1
            text = shown(guess.value, 4)
            if number % every == 0 and len(text) < 12:
                again = Session(lesson)
                for sent in done:
                    again.submit(sent)
                if again.focus != q:
                    again.go_on()
                event = again.submit(text)
                if event.answers[0].mark.mistakes:
                    yield again, event
        session.submit(right)
        done.append(right)


@pytest.mark.parametrize("network", [REFERENCE, TWO_OUTPUTS], ids=["worked example", "two outputs"])
def test_a_named_mistake_is_said_whole_at_every_size(network):
    found = set()
    for session, event in mistaken(lesson_of(network), every=7):
        mark = event.answers[0].mark
        found |= set(mark.mistakes)
        for size in SIZES:
            said = board(session, View(*size, event)).said
            assert squeezed(sentence.screen(mark.message)) in squeezed("".join(lines(said))), (mark.message, size)
    assert len(found) > 10


def test_a_name_and_its_number_stand_in_one_row():
    session = Session(lesson_of(REFERENCE))
    for text in ("0; 0.25", "0.5; 0.5622"):
        session.submit(text)
    event = session.submit("0.7997")
    for columns in range(60, 121):
        said = "\n".join(lines(board(session, View(columns, 24, event)).said))
        assert "b₁⁽²⁾\xa0=\xa00.1." in said


@pytest.mark.parametrize("size", [(80, 24), (100, 30), (120, 40), (200, 60)], ids=str)
def test_nothing_moves_when_a_mistake_is_named_below_what_was_shown(size):
    session = Session(lesson_of(REFERENCE))
    for text in ("0; 0.25", "0.5; 0.5622", ""):
        session.submit(text)
    before = board(session, View(*size, session.submit("show")))
    after = board(session, View(*size, session.submit("0.7997")))
    at = [next(i for i, line in enumerate(lines(found.said)) if "equation" in line) for found in (before, after)]
    assert at[0] == at[1]
    assert len(before.drawing + before.text) == len(after.drawing + after.text)


def test_a_sentence_of_the_lesson_that_is_too_long_can_be_scrolled():
    long = "{bias.name} is missing, and that is said at length. " + "So it is, and so on. " * 40
    session = Session(replace(lesson_of(REFERENCE), messages={"bias-omitted": long}))
    event = session.submit("0; 0.05")
    found = board(session, View(80, 24, event))
    assert found.over > 0
    assert "is missing" in "".join(lines(found.said)[:2])
    assert "⋮ pgdn" in lines(found.said)[-1]
    assert "and so on." in lines(board(session, View(80, 24, event, scrolled=found.over)).said)[-1]


def test_a_sentence_in_wide_letters_is_whole_in_every_row():
    wide = "漢字" * 100
    session = Session(replace(lesson_of(REFERENCE), messages={"bias-omitted": wide}))
    found = board(session, View(80, 24, session.submit("0; 0.05")))
    assert all(width(row) <= 80 for row in found.said)
    assert "".join(lines(found.said)).count("漢字") == 100 or found.over


def test_what_an_answer_follows_from_is_said_when_the_focus_has_moved_on():
    session = Session(lesson_of(REFERENCE))
    for text in ("0.3", "next", "0.25", ""):
        session.submit(text)
    event = session.submit("0.5744")
    found = board(session, View(80, 24, event))
    assert "a₁⁽¹⁾  Right for your z₁⁽¹⁾ = 0.3 (not right yet)." in "\n".join(lines(found.said)).replace("\xa0", " ")
    assert "↷ follows from yours" in lines(found.verdicts)[0]
    assert "z₁⁽¹⁾" not in "\n".join(lines(board(session, View(80, 24)).said))


def test_of_several_answers_only_the_sentence_of_the_question_in_focus_is_said():
    session = Session(lesson_of(REFERENCE))
    for text in ("0; 0.25", "0.5; 0.5622"):
        session.submit(text)
    event = session.submit("0.7997; 1.0122")
    said = "\n".join(lines(board(session, View(80, 24, event)).said))
    assert "z₁⁽²⁾" in said
    assert "z₂⁽²⁾" not in said
    session.look_at(event.answers[1].question)
    assert "z₂⁽²⁾" in "\n".join(lines(board(session, View(80, 24)).said))


@pytest.mark.parametrize("text", ["0.3", "0.3.4"])
@pytest.mark.parametrize("size", SIZES)
def test_the_same_wrong_text_again_is_said_to_be_the_same(text, size):
    session = Session(lesson_of(REFERENCE))
    events = [session.submit(typed) for typed in (text, text, "0.31")]
    first = lines(board(session, View(*size, events[0])).said)
    again = lines(board(session, View(*size, events[1])).said)
    assert squeezed(REPEATED) not in squeezed("".join(first))
    assert squeezed(REPEATED) in squeezed("".join(again))
    assert squeezed(REPEATED) not in squeezed("".join(lines(board(session, View(*size, events[2])).said)))


def test_what_follows_sent_again_is_said_to_be_the_same_where_the_focus_has_moved_on():
    session = Session(lesson_of(REFERENCE))
    for text in ("0.3", "next", "0.25", "", "0.5744"):
        session.submit(text)
    session.look_at(session.step.questions[0])
    event = session.submit("0.5744")
    assert session.focus != event.question
    assert squeezed(REPEATED) in squeezed("".join(lines(board(session, View(80, 24, event)).said)))


def test_a_step_that_was_passed_by_is_not_said_to_be_done():
    session = Session(lesson_of(REFERENCE))
    for text in ("next", "next", "back"):
        event = session.submit(text)
    said = "".join(lines(board(session, View(80, 24, event)).said))
    assert "This step is passed by." in said
    assert "is done" not in said
