"""An instructor's own words for mistakes: what bp-tutor does not know of them is told at its place."""

import pytest
from helpers.lesson_files import VALID
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tutor.checking.read import examine, read
from tutor.lesson.problems import LessonError, Severity
from tutor.marking.mistakes.table import MISTAKES
from tutor.marking.mistakes.wording import placeholders

LINES = VALID.count("\n")


def errors(tmp_path, messages):
    path = tmp_path / "lesson.toml"
    path.write_text(f"{VALID}[messages]\n{messages}\n", encoding="utf-8")
    return [problem for problem in examine(path)[1] if problem.severity is Severity.ERROR]


def test_every_mistake_can_have_words_with_every_placeholder_of_its_own(tmp_path):
    path = tmp_path / "lesson.toml"
    texts = {mistake.code: " ".join(f"{{{name}}}" for name in placeholders(mistake.code)) for mistake in MISTAKES}
    lines = "".join(f"{code} = '{text} and {{{{so on}}}}'\n" for code, text in texts.items())
    path.write_text(f"{VALID}[messages]\n{lines}", encoding="utf-8")
    assert read(path).messages == {code: f"{text} and {{{{so on}}}}" for code, text in texts.items()}


PROBLEMS = [
    # (the line in the file, column, code, what the message must say)
    ("bias-omited = 'x'", 1, "unknown-mistake", "did you mean bias-omitted?"),
    ("'Sigma-Prime-Omitted' = 'x'", 1, "unknown-mistake", "did you mean sigma-prime-omitted?"),
    ("qwertz = 'x'", 1, "unknown-mistake", "the unknown mistake qwertz; expected a code such as bias-omitted"),
    ("bias-omitted = 'Well: {wrog}.'", 23, "placeholder", "the unknown placeholder {wrog}; expected one of {answer}"),
    ("bias-omitted = 'Well: {wrog}.'", 23, "placeholder", "did you mean {wrong}?"),
    ('bias-omitted = "\\u00e9{bias.nam}"', 23, "placeholder", "did you mean {bias.name}?"),
    ("term-omitted = 'Add {bias}.'", 21, "placeholder", "the unknown placeholder {bias}"),
    ("bias-omitted = 'Add {}.'", 21, "placeholder", "the unknown placeholder {}"),
    ("bias-omitted = 'Add {bias!r}.'", 21, "placeholder", "the unknown placeholder {bias!r}"),
    ("bias-omitted = 'Add {bias:>9999}.'", 21, "placeholder", "the unknown placeholder {bias:>9999}"),
    ("bias-omitted = 'Add {bias.__class__}.'", 21, "placeholder", "the unknown placeholder {bias.__class__}"),
    ("bias-omitted = 'Add {bias.'", 21, "placeholder", "a { without its partner; "),
    ("bias-omitted = 'Add bias}.'", 25, "placeholder", "write {{ or }} for a brace that is meant"),
    ("bias-omitted = ' '", 16, "empty", "an empty text"),
    ("bias-omitted = 7", 16, "wrong-type", "found 7; expected text"),
    ("bias-omitted = { text = 'x' }", 16, "wrong-type", "found a table; expected text"),
]


@pytest.mark.parametrize("case", PROBLEMS, ids=lambda case: f"{case[0]} {case[3][:20]}")
def test_what_is_not_known_is_told_at_its_place(tmp_path, case):
    line, column, code, says = case
    (problem,) = errors(tmp_path, line)
    assert (problem.line, problem.column, problem.code) == (LINES + 2, column, code)
    assert problem.key.startswith("messages.")
    assert says in problem.message
    with pytest.raises(LessonError):
        read(tmp_path / "lesson.toml")


def test_each_unknown_placeholder_is_told_once(tmp_path):
    found = errors(tmp_path, "bias-omitted = '{one} {two} {one} {bias}'")
    assert [(problem.column, problem.code) for problem in found] == [(17, "placeholder"), (23, "placeholder")]


def test_they_are_told_with_all_else_that_is_wrong(tmp_path):
    path = tmp_path / "lesson.toml"
    path.write_text(VALID.replace("y = [1.0]", "y = [nan]") + "[messages]\nbias = 'x'\n", encoding="utf-8")
    assert [problem.code for problem in examine(path)[1]] == ["not-finite", "unknown-mistake"]


def test_words_of_a_newer_format_are_not_looked_at(tmp_path):
    path = tmp_path / "lesson.toml"
    path.write_text(VALID.replace("format = 1", "format = 2") + "[messages]\nbias = 'x'\n", encoding="utf-8")
    assert [problem.code for problem in examine(path)[1]] == ["newer"]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.sampled_from("{}:!.a b[0]'é\\n"), max_size=12) | st.text(max_size=12))
def test_any_text_is_taken_or_told_about_and_nothing_else(tmp_path, text):
    written = "".join(f"\\U{ord(char):08X}" for char in text)
    found = errors(tmp_path, f'bias-omitted = "{written}"')
    assert {problem.code for problem in found} <= {"placeholder", "empty", "wrong-value"}
    assert all(problem.line == LINES + 2 and problem.column > 15 for problem in found)
