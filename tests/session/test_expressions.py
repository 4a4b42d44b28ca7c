"""Steps that ask for expressions: answering, help, what later steps know, and both fronts' words."""

import io
import json
from dataclasses import replace

import pytest
from helpers.lessons import lesson_of
from helpers.networks import REFERENCE, TWO_OUTPUTS

from tutor.engine.network import Descent, Sample
from tutor.event import Happening, Outcome, Word
from tutor.explain.cells import text as text_of
from tutor.lesson.read import read
from tutor.notation import charset, sentence
from tutor.output import view
from tutor.output.asked import right
from tutor.output.page import page
from tutor.output.solution import as_data
from tutor.output.words import answers
from tutor.output.worked import worked
from tutor.plain import run
from tutor.quantity import Kind, Quantity
from tutor.session import Session

DELTA = Quantity(Kind.DELTA, 3, 1)
BATCH = TWO_OUTPUTS._replace(
    further=(Sample((0.2, 0.3), (0.1, 0.5)),), descent=Descent(updates=2, momentum=0.9, l2=0.1)
)


def asking(network, *kinds):
    """The derived lesson of a network, in which some kinds are asked for as expressions; all where none is named."""
    lesson = lesson_of(network)
    steps = (step._replace(expression=not kinds or step.kind in kinds) for step in lesson.steps)
    return replace(lesson, steps=tuple(steps))


def key(lesson):
    """What solve shows, in its order."""
    return [each["shown"] for each in as_data(lesson)["quantities"]]


@pytest.fixture
def at_output():
    """A session at the error of the output."""
    session = Session(asking(REFERENCE, Kind.DELTA))
    for text in key(session.lesson)[: session.lesson.questions.index(DELTA)]:
        session.submit(text)
    session.submit("")
    assert session.focus == DELTA
    return session


def verdict(event):
    (answered,) = event.answers
    return answered.mark.verdict.value


def message(event):
    return sentence.screen(event.answers[0].mark.message)


@pytest.mark.parametrize(
    "lesson", [asking(REFERENCE), asking(TWO_OUTPUTS), asking(REFERENCE, Kind.DELTA), asking(BATCH)]
)
def test_typing_what_solve_shows_walks_the_whole_lesson(lesson):
    session = Session(lesson)
    for text in json.loads(json.dumps(key(lesson))):
        assert verdict(session.submit(text)) == "correct", text
    session.submit("")
    assert session.finished
    assert session.outcomes()[Outcome.AT_ONCE] == len(lesson.questions)


def test_the_lesson_file_says_which_steps_ask_for_expressions(tmp_path):
    path = tmp_path / "lesson.toml"
    path.write_text(
        """format = 1
title = "One neuron"
[network]
activation = "tanh"
loss = "half-squared-error"
x = [0.5]
y = [0.2]
[[network.layer]]
W = [[0.3]]
b = [0.1]
[[step]]
ask = "delta"
layer = 1
answer = "expression"
""",
        "utf-8",
    )
    session = Session(read(path))
    assert verdict(session.submit("(a - y)*(1 - a^2)")) == "correct"


def test_an_expression_is_right_in_any_form_and_its_number_goes_on(at_output):
    assert verdict(at_output.submit("a*a*(1-a) - y·a·(1−a)")) == "correct"
    assert at_output.value_text(DELTA) == "−0.0794"
    assert at_output.states[DELTA].own is None
    at_output.submit("0.2055; 0.1767")
    assert verdict(at_output.submit("w11*d*a1*(1-a1)")) == "correct"


def test_a_number_is_wrong_where_an_expression_is_asked_for(at_output):
    event = at_output.submit("-0.0794")
    assert verdict(event) == "wrong"
    assert "An expression is asked for" in message(event)


def test_after_a_wrong_expression_that_is_passed_by_the_right_number_stands(at_output):
    event = at_output.submit("a - y")
    assert (verdict(event), event.answers[0].mark.mistakes) == ("wrong", ("sigma-prime-omitted",))
    at_output.submit("next")
    assert at_output.value_text(DELTA) == "−0.0794"
    assert at_output.states[DELTA].outcome is Outcome.PASSED


def test_the_same_text_is_no_new_try_and_a_mistake_is_said_shorter_the_second_time(at_output):
    first, again = at_output.submit("a - y"), at_output.submit(" a - y")
    assert again.answers[0].repeated
    assert message(first) == message(again)
    assert at_output.states[DELTA].attempts == 1
    assert message(at_output.submit("(a - y)")).endswith("Type show for the equation.")
    at_output.act(Word.SHOW)
    assert message(at_output.submit("-(y - a)")).endswith("Look at the equation again.")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("foo", "“foo” is no name here"),
        ("a y", "Type the sign between"),
        ("a - y; 0.2", "One expression is asked for here"),
        ("shwo", "Did you mean the word show?"),
        ("d", "is what is asked for"),
        ("ln(y - 5)", "too few networks"),
    ],
)
def test_what_cannot_be_read_or_compared_is_no_try(at_output, text, says):
    event = at_output.submit(text)
    assert verdict(event) == "unreadable"
    assert says in message(event)
    assert at_output.states[DELTA].attempts == 0


def test_blank_text_and_words_are_no_answers(at_output):
    assert at_output.submit("   ").what is Happening.NOTHING
    assert at_output.submit("hint").what is Happening.HINT
    assert at_output.submit("SHOW").what is Happening.REVEAL


def test_the_result_is_an_expression_that_is_accepted_and_its_number(at_output):
    for _ in range(3):
        at_output.submit("show")
    at_output.submit("show")
    assert at_output.states[DELTA].shown
    shown = worked(at_output, DELTA)
    assert (shown.sign, shown.result) == ("=", "(a - y)*sigma'(z) = -0.0794")
    assert worked(at_output, DELTA, "screen").result == "(a − y)·sigma'(z) = -0.0794"
    assert right(at_output, DELTA) == "(a − y)·sigma'(z)"
    assert verdict(at_output.submit(right(at_output, DELTA))) == "correct"
    assert at_output.states[DELTA].outcome is Outcome.SHOWN


def test_the_task_says_that_an_expression_is_asked_for_with_names_to_write_it_in(at_output):
    said = text_of(view.task_row(at_output, 200)).strip()
    assert said.endswith("the error of the neuron, as an expression in names such as a and y")


def test_help_says_how_names_are_typed_only_where_they_are():
    assert not any("expression" in line for line in answers(lesson_of(REFERENCE)))
    assert answers(asking(REFERENCE))[-1].endswith("w11(2) is of layer 2.")
    assert answers(asking(BATCH))[-1].endswith(
        "w11(2) is of layer 2, d1[2] of sample 2 and w11#1 a weight after update 1."
    )


def test_line_by_line_too_the_key_walks_the_lesson_and_wrong_rules_are_named():
    lesson = asking(REFERENCE, Kind.DELTA)
    out = io.StringIO()
    texts = key(lesson)
    at = lesson.questions.index(DELTA)
    run(lesson, io.StringIO("\n".join([*texts[:at], "a - y", *texts[at:], ""])), out)
    said = out.getvalue()
    assert "as an expression in names such as a and y." in said
    assert "You left out the slope: a of layer 3 - y is only a - y" in said
    assert "delta of layer 3 = -0.0794." in said
    assert "The lesson is done." in said


def test_the_printed_solution_has_the_expression_before_its_numbers():
    assert "δ₁⁽¹⁾ = (w11·d1 + w21·d2)·sigma'(z1)\n" in "\n".join(page(asking(REFERENCE, Kind.DELTA)))
    charset.use("ascii")
    assert "delta_1^(1) = (w11*d1 + w21*d2)*sigma'(z1)\n" in "\n".join(page(asking(REFERENCE, Kind.DELTA)))
    assert "(a - y)*sigma'(z)" in key(asking(REFERENCE, Kind.DELTA))
