"""What is told of a lesson that goes on: one or two sentences."""

import pytest
from helpers.pilot import lesson

from tutor.notation import sentence
from tutor.output.resumed import resumed
from tutor.resume import Resumed
from tutor.session import Session


def told(answers=0, many=0, **more):
    session = Session(lesson())
    return sentence.screen(resumed(session, Resumed(answers, session.lesson.questions[:many], **more)))


@pytest.mark.parametrize(
    ("answers", "said"),
    [(0, "1 of 14."), (1, "1 of 14; your answer stands."), (12, "1 of 14; your 12 answers stand.")],
)
def test_where_it_goes_on_and_what_stands(answers, said):
    assert told(answers) == f"Welcome back to step {said}"


@pytest.mark.parametrize(
    ("many", "said"),
    [(1, "z₁⁽¹⁾ is"), (2, "z₁⁽¹⁾ and z₂⁽¹⁾ are"), (3, "z₁⁽¹⁾, z₂⁽¹⁾ and a₁⁽¹⁾ are"), (4, "4 questions are")],
)
def test_what_is_asked_again_because_numbers_changed(many, said):
    assert told(5, many).endswith(f" stand. The lesson has changed since: {said} asked again.")


def test_what_is_asked_again_because_it_is_marked_otherwise():
    assert told(5, 1, changed=False).endswith(" stand. Answers are marked otherwise by now: z₁⁽¹⁾ is asked again.")


def test_a_lesson_that_begins_says_nothing_and_one_that_begins_anew_says_so():
    assert resumed(Session(lesson()), None) == ()
    assert "it begins anew" in told(anew=True)
