"""Line by line, all that a drawing shows is said, in an order for listening."""

import io
import re

import pytest

from tutor.engine.solution import solve
from tutor.lesson.locate import find
from tutor.lesson.read import read
from tutor.output.solution import rows
from tutor.plain import run
from tutor.quantity import Kind


@pytest.fixture(scope="module")
def worked():
    return read(find("worked-example"))


def said(lesson, *lines):
    """What is said when these lines are typed."""
    out = io.StringIO()
    assert run(lesson, io.StringIO("".join(f"{line}\n" for line in lines)), out) == 0
    return out.getvalue()


def answers(lesson):
    return [row.shown for row in rows(lesson, solve(lesson.network))]


def test_looking_around_goes_by_words(worked):
    text = said(worked, "0", "0.31", "next", "network 1 2", "NETWORK 1 2 3 backward", "network a", "network 9")
    assert "\nNeuron 2 of layer 1: z 2 of layer 1 = 0.31 (yours, not yet, passed by); b 2 of layer 1 = 0.2.\n" in text
    assert "\nForward it carries w 2 3 of layer 1 times x 3, which is 0.6*(-1.0): a part of z 2 of layer 1.\n" in text
    assert "\nPath A of 2 in the gradient of L with respect to w 1 1 of layer 1 leads through neuron 1 of" in text
    assert "\nThere is no layer 9: the layers are 0 to 3.\n" in text
    assert text.count("\na 1 of layer 1 = ?\n") == 5
    assert "20 were not done" in text


def test_what_is_not_right_yet_is_said_where_it_is_needed(worked):
    text = said(worked, "0.7", "next", "0.25", "0.668", "0.6", "next")
    assert "Into a 1 of layer 1 goes z 1 of layer 1, 0.7, not right yet, through sigma.\n" in text
    assert (
        "a 1 of layer 1, 0.668, which follows from yours, over the weight 0.7, and a 2 of layer 1, 0.6, right so far, "
        in (text)
    )


def test_where_one_is_and_what_comes_next(worked):
    assert "\nForward in steps 1 to 6; loss in step 7; backward in steps 8 to 13; gradient in step 14.\n" in said(
        worked
    )
    text = said(worked, "0", "0.25", "show", "show", "show", "show", "", "0.5622", "next", "next", "known")
    assert "\nStep 4 of 14, forward. Right so far: 3 of 22 answers.\nKnown so far" in text
    assert (
        "\nStep 1 is right; step 2 is shown; step 3 is passed by; steps 4 to 14 are open.\nComing next: Layer 3: "
        in text
    )
    assert "Coming next: the end: " in said(read(find("a-neuron")), *["next"] * 9, "known")


def test_the_end_says_what_its_pictures_show_and_names_what_was_not_found():
    lesson = read(find("two-outputs"))
    text = said(lesson, *answers(lesson)[:-2], "show", "show", "show", "show", "", "next")
    assert re.search("\nThe loss falls all along the step, even with [0-9]+ times that learning rate[.]\n", text)
    assert "\nShown: new w 1 1 of layer 1.\nPassed by: new w 1 2 of layer 1.\n" in text
    lesson = read(find("vanishing-gradient"))
    text = said(lesson, *answers(lesson))
    assert "\nHow the error shrinks.\nIn layer 7 the largest error is 0.0772.\n" in text


@pytest.mark.parametrize("name", ["worked-example", "two-outputs", "softmax", "dead-relu"])
def test_no_line_begins_with_a_sign(name):
    lesson = read(find(name))
    looks = ["known", "network", "network 1 1 1", "network a", "picture", "derive", "scratch 0.5*-1", "hint"]
    typed = [line for answer in answers(lesson) for line in (*looks, "show", "show", "7", answer)]
    lines = said(lesson, *typed).splitlines()
    assert [line for line in lines if line and not (line[0].isalnum() or line[0] == "…")] == []


def test_picture_says_what_the_picture_of_the_step_shows(worked):
    text = said(worked, answers(worked)[0], "picture")
    _, _, told = text.partition("The picture:\n")
    assert told.startswith("The sigmoid turns any z into a number between 0 and 1")
    assert "z 1 of layer 1 = 0.0000: where the curve is steep." in told
    assert "z 2 of layer 1 = 0.25" not in told


def test_the_network_is_told_in_sentences(worked):
    text = said(worked, "network")
    assert "Layer 1, neuron 2: weights 0.4, 0.5, 0.6; bias 0.2.\n" in text
    assert "The input x is 1.0, 0.5, -1.0.\n" in text
    assert "The learning rate eta is 0.5.\n" in said(read(find("two-outputs")), "network")
    assert "The weight w 1 1 of layer 1 is followed. 2 paths lead from it to the loss.\nPath A leads through" in text


def test_help_and_the_network_are_said_in_words_for_listening():
    text = said(read(find("two-outputs")), "help", "network")
    assert "\nscratch: arithmetic worked out, as in scratch 0.7*0.5\n" in text
    assert "field" not in text
    assert "the loss is the half squared error." in text
    assert "the loss is the cross-entropy." in said(read(find("softmax")), "network")


def test_the_numbers_of_a_formula_that_is_one_number_are_its_name():
    lesson = read(find("a-neuron"))
    at = next(i for i, q in enumerate(lesson.questions) if q.kind is Kind.DL_DB)
    text = said(lesson, *answers(lesson)[:at], "show", "show")
    assert "\nEquals delta of layer 1: there is nothing to work out\n" in text
    asked = text[text.index("The numbers for") :]
    assert answers(lesson)[at] not in asked.split("?")[0]
