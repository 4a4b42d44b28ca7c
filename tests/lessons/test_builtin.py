"""The built-in lessons, tested like code: sound, one course, and true in every number they say."""

import re
from itertools import pairwise

import pytest

from tutor.checking.read import examine
from tutor.engine.solution import solve
from tutor.expression.read import read as read_answer
from tutor.lesson.locate import TEACHING_ORDER, builtin
from tutor.lesson.read import read
from tutor.lesson.steps import derived
from tutor.marking.mark import Verdict
from tutor.marking.marker import Marker
from tutor.notation.number import shown
from tutor.output.solution import rows
from tutor.quantity import Kind
from tutor.session import Session

NAMES = list(builtin())
PUBLISHED = "worked-example"
"""Its numbers are those of its source, whatever mistakes they leave alike."""
WHOLE = ("a-neuron", "worked-example")
"""What these ask is all that would be derived, or nearly."""


@pytest.fixture(scope="module", params=NAMES)
def lesson(request):
    return read(builtin()[request.param])


@pytest.fixture(scope="module")
def solution(lesson):
    return solve(lesson.network)


@pytest.mark.parametrize("name", NAMES)
def test_it_is_sound_and_tells_all_mistakes_apart(name):
    found, problems = examine(builtin()[name], strict=name != PUBLISHED)
    assert found.id == name
    if name != PUBLISHED:
        assert problems == ()


def test_there_is_a_lesson_for_each_place_in_the_course():
    lessons = [read(path) for path in builtin().values()]
    assert [each.id for each in lessons] == list(TEACHING_ORDER)
    assert {each.course for each in lessons} == {"From one neuron to softmax"}
    assert [each.level for each in lessons] == [f"{i} of 10" for i in range(1, 11)]


def test_it_says_what_is_new(lesson):
    assert "**New here:**" in lesson.about
    assert len(lesson.title) <= 50


def test_it_does_not_ask_at_full_length_what_earlier_ones_practised(lesson):
    if lesson.id not in WHOLE:
        whole = sum(len(step.questions) for step in derived(lesson.network))
        assert len(lesson.questions) <= whole / 2
        assert len(lesson.asked) <= 9


def prose(lesson):
    yield lesson.about
    for step in lesson.steps:
        yield from (step.before, step.after, step.say, *step.hints)


def test_its_prose_is_calm_and_short(lesson):
    for text in prose(lesson):
        assert "!" not in text
        assert len(text) <= 480
        assert not re.search(r"[0-9] · |·[0-9]", text)  # arithmetic is a formula, which does not break anywhere


def test_no_given_step_has_words_that_nobody_sees(lesson):
    assert not any(step.before or step.after or step.hints for step in lesson.steps if step.given)


@pytest.mark.parametrize(
    ("name", "says", "steps", "numbers"),
    [
        ("a-neuron", "in eight short steps", 8, 10),
        ("worked-example", "Fourteen steps, twenty-two numbers", 14, 22),
        ("vanishing-gradient", "five numbers are enough", 5, 5),
    ],
)
def test_it_counts_its_steps_and_numbers_rightly(name, says, steps, numbers):
    found = read(builtin()[name])
    assert says in " ".join(found.about.split())
    assert (len(found.asked), len(found.questions)) == (steps, numbers)


def test_typing_what_is_solved_walks_it_right(lesson, solution):
    session = Session(lesson)
    for row in rows(lesson, solution):
        event = session.submit(row.shown)
        assert [answer.mark.verdict for answer in event.answers] == [Verdict.CORRECT], row.question
    session.go_on()
    assert session.finished


def test_every_mistake_that_gives_another_number_is_wrong_and_named(lesson, solution):
    session, figures = Session(lesson), lesson.marking.significant
    marker = Marker(lesson.network, figures, solution.value)
    for row in rows(lesson, solution):
        session.go_on()
        question = marker.question(row.question)
        for (mistake, _), guess in zip(question.slips, question.slip_guesses, strict=True):
            if shown(guess.value, figures) != row.shown:
                (answer,) = session.submit(shown(guess.value, 6)).answers
                assert answer.mark.verdict is Verdict.WRONG
                assert mistake.code in answer.mark.mistakes, (row.question, guess.value)
        session.submit(row.shown)


def test_no_mistake_is_the_right_number_at_too_few_figures(lesson, solution):
    figures = lesson.marking.significant
    marker = Marker(lesson.network, figures, solution.value)
    for row in rows(lesson, solution):
        question = marker.question(row.question)
        for guess in question.slip_guesses:
            text = shown(guess.value, figures)
            if text != row.shown and lesson.id != PUBLISHED:
                short = text.rstrip("0") if "." in text else text  # z = 0.7 typed for a = 0.668
                mark = marker.mark(question.q, read_answer(short).values[0], {})
                assert mark.verdict is Verdict.WRONG, (row.question, short)


def test_every_way_to_a_hint_or_a_result_is_open(lesson):
    session = Session(lesson)
    while not session.finished:
        q = session.focus
        session.submit("hint")
        for _ in range(4):
            session.submit("show")
        assert session.states[q].shown
        session.submit("next")


# What its prose says in numbers


NUMBER = re.compile(r"(?<![\w.])\d+\.\d{3,}(?!\d)")
"""A number with so many decimals that it was computed."""
FORMULA = re.compile(r"\$([^$]+)\$")
SIGNS = (
    (r"\\frac\{([^{}]*(?:\{[^{}]*\}[^{}]*)*)\}\{([^{}]*(?:\{[^{}]*\}[^{}]*)*)\}", r"((\1)/(\2))"),
    (r"\\cdot", "*"),
    (r"\\ln ([\d.]+)", r"ln(\1)"),
    (r"\\tanh ([\d.]+)", r"tanh(\1)"),
    (r"\\sigma\(([^()]+)\)", r"sigmoid(\1)"),
    (r"e\^\{([^{}]*)\}", r"exp(\1)"),
    (r"10\^\{([^{}]*)\}", r"10^(\1)"),
    (r"\)\s+\(", ")*("),
)


def sides(formula):
    """The sides of an equation that are numbers alone, as answers are typed."""
    for pattern, put in SIGNS:
        formula = re.sub(pattern, put, formula)
    for side in formula.split("="):
        bare = re.sub(r"\b(exp|ln|tanh|sigmoid)\b", "", side)
        if re.fullmatch(r"[\d.\s()*/^+-]*\d[\d.\s()*/^+-]*", bare):
            yield side.strip()


def worth(side):
    (value,) = read_answer(side).values
    return value.number


def rounding(side):
    """Half a unit of the last decimal of a number; of a sum or product, what its rounded numbers may add up to."""
    decimals = [len(number.partition(".")[2]) for number in re.findall(r"\d+(?:\.\d+)?", side)]
    return 0.51 * 10.0 ** -max(decimals)


def equations(lesson):
    for text in prose(lesson):
        for formula in FORMULA.findall(text):
            yield from pairwise(sides(formula))


def test_every_equation_in_its_prose_is_right(lesson):
    for left, right in equations(lesson):
        assert worth(left) == pytest.approx(worth(right), abs=2 * rounding(right)), f"{left} = {right}"


def test_the_lessons_work_out_enough_to_be_checked():
    found = {name: len(list(equations(read(path)))) for name, path in builtin().items()}
    assert {name for name, many in found.items() if many == 0} == set()
    assert sum(found.values()) >= 25


def test_every_computed_number_in_its_prose_is_one_of_the_lesson(lesson, solution):
    known = {f"{abs(value):.{n}f}" for value in values(solution) for n in range(3, 9)}
    worked = {side for pair in equations(lesson) for text in pair for side in NUMBER.findall(text)}
    for text in prose(lesson):
        for number in NUMBER.findall(text):
            assert number in known | worked, number


def values(solution):
    """All that is computed in a lesson, and the losses after its updates."""
    kinds = (Kind.Z, Kind.A, Kind.SIGMA_PRIME, Kind.DELTA)
    for update in solution.updates:
        for signals in update.passes.values():
            yield from (value for kind in kinds for layer in getattr(signals, kind.value) for value in layer)
        matrices = (*update.dL_dW, *(update.W_new or ()))
        yield from (value for matrix in matrices for row in matrix for value in row)
        yield from (value for vector in (*update.dL_db, *(update.b_new or ())) for value in vector)
        yield from (update.loss, update.loss_after or 0.0)


def test_small_numbers_stand_in_its_prose_as_they_are_shown():
    lesson = read(builtin()["vanishing-gradient"])
    delta = solve(lesson.network).first.delta[1][0]
    assert shown(delta, 3) == "-0.00000246"
    assert any("$-0.00000246$ is `-2.46e-6`" in text for text in prose(lesson))
