"""Valid files are read as they are written; nothing else than LessonError ever comes of the others."""

import json
import subprocess
import sys
import textwrap

import pytest
from helpers.any_networks import any_networks
from helpers.lesson_files import VALID, lesson_text
from helpers.networks import networks
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tutor.engine.network import Layer, Network
from tutor.lesson.locate import find
from tutor.lesson.problems import LessonError
from tutor.lesson.read import examine, read
from tutor.lesson.schema import Marking
from tutor.lesson.steps import derived

FILES = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def written(tmp_path, content):
    path = tmp_path / "a lesson.toml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass"))
    return path


def test_the_smallest_file_is_a_lesson_with_everything_derived(tmp_path):
    path = written(tmp_path, VALID)
    assert examine(path)[1] == ()
    found = read(path)
    assert found.id == "a lesson"
    assert found.title == "A lesson"
    assert found.network == Network(
        x=(1.0, 0.5),
        y=(1.0,),
        layers=(
            Layer(((0.1, 0.2), (0.3, 0.4)), (0.1, 0.2), "sigmoid"),
            Layer(((0.5, 0.6),), (0.3,), "sigmoid"),
        ),
        loss="half-squared-error",
    )
    assert found.steps == derived(found.network)
    assert (found.trace, found.marking, found.about, found.tags) == (None, Marking(3, True, "immediate"), "", ())
    assert found.messages == {}


def test_a_room_above_can_note_what_it_finds_in_a_file_and_its_place_is_found(tmp_path):
    def further(report, source, lesson):
        assert (source.data["title"], lesson is None) == ("A lesson", "nan" in source.text)
        report.add("unknown-code", ("title",), "this", "that", "do so")

    for text, codes in (
        (VALID, ["unknown-code"]),
        (VALID.replace("y = [1.0]", "y = [nan]"), ["unknown-code", "not-finite"]),
    ):
        path = written(tmp_path, text)
        found, problems = examine(path, further)
        assert (found, [problem.code for problem in problems]) == (None, codes)
        assert (problems[0].line, problems[0].column, problems[0].mistakes, problems[0].questions) == (2, 9, (), ())
        with pytest.raises(LessonError):
            read(path, further)
    newer = written(tmp_path, VALID.replace("format = 1", "format = 2"))
    assert [problem.code for problem in examine(newer, further)[1]] == ["newer"]


def test_everything_optional_is_read(tmp_path):
    text = VALID.replace('title = "A lesson"', 'title = "A"\nid = "mine"\nabout = "B"\nauthor = "C"\ncourse = "D"')
    text = text.replace("[network]", 'level = "E"\ntags = ["F", "G"]\n[network]\nlearning_rate = 1')
    text = text.replace("b = [0.3]", 'b = [-0.0]\nactivation = "tanh"')
    text += '[marking]\nsignificant = 4\nfunctions = false\nfeedback = "immediate"\nscratch = false\n'
    text += "[messages]\nbias-omitted = 'Add {bias}.'\n"
    found = read(written(tmp_path, text))
    assert (found.id, found.about, found.author, found.course, found.level, found.tags) == (
        "mine",
        "B",
        "C",
        "D",
        "E",
        ("F", "G"),
    )
    assert found.marking == Marking(4, False, "immediate", False)
    assert found.messages == {"bias-omitted": "Add {bias}."}
    assert [layer.activation for layer in found.network.layers] == ["sigmoid", "tanh"]
    assert (found.network.learning_rate, type(found.network.learning_rate)) == (1.0, float)
    assert str(found.network.layer(2).b[0]) == "0.0"


def test_an_activation_may_stand_in_each_layer_alone(tmp_path):
    text = VALID.replace('activation = "sigmoid"\n', "").replace("\nb =", '\nactivation = "relu"\nb =')
    assert {layer.activation for layer in read(written(tmp_path, text)).network.layers} == {"relu"}


def test_integers_are_numbers(tmp_path):
    found = read(written(tmp_path, VALID.replace("[1.0, 0.5]", "[1, 0x10]")))
    assert found.network.x == (1.0, 16.0)
    assert all(type(number) is float for number in found.network.x)


def test_terminal_codes_in_text_are_kept_as_text(tmp_path):
    found = read(written(tmp_path, VALID.replace("A lesson", "[bold]\\u001b[31m[/]")))
    assert found.title == "[bold]\x1b[31m[/]"


@FILES
@given(networks(learning_rate=0.25), st.booleans())
def test_random_lessons_are_read_as_they_were_written(tmp_path, network, traced):
    path = written(tmp_path, lesson_text(network, "[trace]\nweight = [1, 1, 1]" if traced else ""))
    found, problems = examine(path)
    assert problems == ()
    assert found.network == network
    assert found.steps == derived(network, found.trace)
    assert (found.trace is not None) == traced
    assert read(path) == found


@FILES
@given(any_networks(), st.booleans())
def test_networks_of_any_convention_are_read_as_they_were_written(tmp_path, network, by_class):
    if by_class and network.loss == "cross-entropy":
        network = network._replace(conventions=network.conventions._replace(class_target=True))
    path = written(tmp_path, lesson_text(network))
    found = read(path)
    assert found.network == network
    assert found.steps == derived(network)


SNIPPETS = ["[", "]", "{", "}", "=", ".", ",", '"', "'", '"""', "\n", "#", "nan", "-inf", "1e999", "true", "\\u0000"]
SNIPPETS += [
    "[[step]]\n",
    "[network]\n",
    "[[network.layer]]\n",
    "layer",
    "ask = 'z'\n",
    "1",
    "-",
    "é",
    "\r",
    "\x00",
    "9" * 400,
]
MUTATIONS = st.lists(
    st.tuples(st.integers(0, 10**6), st.integers(0, 30), st.sampled_from(SNIPPETS) | st.text(max_size=4)),
    min_size=1,
    max_size=5,
)


@settings(FILES, max_examples=300)
@given(st.sampled_from(["worked-example", "two-outputs"]), MUTATIONS)
def test_a_damaged_file_is_read_or_told_about_and_nothing_else(tmp_path, name, mutations):
    text = find(name).read_text(encoding="utf-8")
    for at, cut, put in mutations:
        start = at % (len(text) + 1)
        text = text[:start] + put + text[start + cut :]
    path = written(tmp_path, text)
    found, problems = examine(path)
    lines = text.replace("\r\n", "\n").split("\n")
    for problem in problems:
        assert 1 <= problem.line <= len(lines)
        assert 1 <= problem.column <= len(lines[problem.line - 1]) + 1
        assert str(problem).isprintable()
    if found is not None:
        assert read(path) == found
        return
    with pytest.raises(LessonError) as raised:
        read(path)
    assert set(raised.value.problems) <= set(problems)


LINES = find("two-outputs").read_text(encoding="utf-8").splitlines()


@settings(FILES, max_examples=200)
@given(st.lists(st.sampled_from(LINES), max_size=40))
def test_lines_in_any_order_are_read_or_told_about_and_nothing_else(tmp_path, lines):
    found, problems = examine(written(tmp_path, "\n".join(lines)))
    assert (found is None) == any(problem.severity == "error" for problem in problems)


@settings(FILES, max_examples=100)
@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_told_about_and_nothing_else(tmp_path, content):
    with pytest.raises(LessonError):
        read(written(tmp_path, content))


VALUES = st.recursive(
    st.sampled_from(["1", "-1", "0.5", "nan", "true", '"z"', '""', "2026-01-01", "9" * 400, "0x" + "f" * 6000]),
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]")
        | inner.map(lambda value: f"{{W = {value}, ask = {value}}}")
    ),
    max_leaves=5,
)


@settings(FILES, max_examples=300)
@given(st.sampled_from([line for line in LINES if " = " in line and not line.endswith("'''")]), VALUES)
def test_any_value_at_any_key_is_read_or_told_about_and_nothing_else(tmp_path, line, value):
    key = line.partition(" = ")[0]
    text = "\n".join(f"{key} = {value}" if other == line else other for other in LINES)
    found, problems = examine(written(tmp_path, text))
    assert (found is None) == any(problem.severity == "error" for problem in problems)


def test_reading_a_lesson_loads_nothing_heavy():
    program = """
        import json, sys
        from tutor.lesson.locate import find
        from tutor.lesson.read import read
        lesson = read(find("worked-example"))
        assert len(lesson.questions) == 22
        print(json.dumps(sorted(sys.modules)))
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program)], capture_output=True, text=True, check=True, encoding="utf-8"
    )
    heavy = {"numpy", "sympy", "textual", "rich", "click", "markdown_it", "difflib", "decimal", "pydantic"}
    assert not heavy & set(json.loads(done.stdout))


def test_what_is_deferred_is_loaded_when_it_is_needed(tmp_path):
    path = written(tmp_path, 'about = "$x$"\n' + VALID.replace("title", "titel"))
    program = f"""
        import sys
        from tutor.lesson.read import examine
        examine({str(path)!r})
        assert "difflib" in sys.modules and "markdown_it" in sys.modules
    """
    subprocess.run([sys.executable, "-c", textwrap.dedent(program)], check=True)
