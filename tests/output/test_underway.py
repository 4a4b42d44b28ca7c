"""Where one is in a lesson, in sentences."""

from helpers.pilot import key, lesson

from tutor.output import underway
from tutor.session import Session


def test_what_the_steps_are_about():
    assert list(underway.parts(lesson())) == [
        "Forward in steps 1 to 6; loss in step 7; backward in steps 8 to 13; gradient in step 14."
    ]
    assert list(underway.parts(lesson("three-updates"))) == []  # it goes to and fro too often


def test_how_the_steps_went_and_what_comes_next():
    session = Session(lesson())
    assert underway.place(session) == "Step 1 of 14, forward. Right so far: 0 of 22 answers."
    assert list(underway.steps(session)) == [
        "Steps 1 to 14 are open.",
        "Coming next: Layer 1: each neuron's activation.",
    ]
    for typed in (*key(lesson())[:4], "", "next", "next", *key(lesson())[6:]):
        session.submit(typed)
    assert list(underway.steps(session)) == [
        "Steps 1 and 2 are right; step 3 is passed by; steps 4 to 14 are right.",
        "Coming next: the end: all the numbers, and what they mean.",
    ]
    session.submit("")
    assert underway.place(session) == "The end. Right so far: 20 of 22 answers."
