"""The README says all there is: its two set-up lines, every command, word, key, verdict and lesson key."""

import re
import shlex
from io import BytesIO
from pathlib import Path

import pytest

from tutor.checking import read as checking
from tutor.cli import main
from tutor.engine.activations import ACTIVATIONS
from tutor.engine.losses import LOSSES
from tutor.errors import ExitStatus
from tutor.event import PASSED, SHOWN, SIGNS, Word
from tutor.lesson import rules
from tutor.lesson.locate import builtin
from tutor.lesson.read import examine, read
from tutor.lesson.stepwise import STEP
from tutor.marking.mark import Verdict
from tutor.marking.mistakes.table import MISTAKES
from tutor.marking.mistakes.wording import FIELDS
from tutor.output import gradebook
from tutor.output.sheet.columns import OPTIONAL, REQUIRED, RESULTS
from tutor.output.sheet.run import mark
from tutor.output.words import WORDS
from tutor.practice import knowledge
from tutor.practice.skill import Skill
from tutor.quantity import ASKABLE
from tutor.tui import commands
from tutor.tui.commands import Command

CHECKOUT = Path(__file__).resolve().parent.parent
README = (CHECKOUT / "README.md").read_text(encoding="utf-8")


def section(heading):
    """The text under one heading of the second level."""
    (body,) = re.findall(rf"^## {re.escape(heading)}\n(.*?)(?=^## |\Z)", README, re.DOTALL | re.MULTILINE)
    return body


def blocks(body, language):
    """The fenced blocks of one language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", body, re.DOTALL | re.MULTILINE)


def rows(heading):
    """The cells of every table row under a heading."""
    lines = [line for line in section(heading).splitlines() if line.startswith("|") and not line.startswith("| ---")]
    return [[cell.strip().replace(r"\|", "|") for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines]


@pytest.mark.parametrize(
    ("heading", "what", "program"), [("Run it", ".", ".venv/bin/bp-tutor"), ("Test it", ".[test]", ".venv/bin/pytest")]
)
def test_one_line_sets_up_and_starts_what_the_heading_says(heading, what, program):
    (line,) = blocks(section(heading), "sh")
    assert line.count("\n") == 1
    assert [shlex.split(part) for part in line.split("&&")] == [
        ["python3", "-m", "venv", "--without-pip", ".venv"],
        ["python3", "-m", "pip", "--python", ".venv/bin/python", "install", what],
        [program],
    ]


def test_every_file_that_the_readme_points_to_is_there():
    named = re.findall(r"\]\(([^)#]+)\)", README) + re.findall(r"`((?:tutor|tests|lessons|\.ci)/[^`\s]*)`", README)
    assert any(name.endswith(".svg") for name in named)
    assert [name for name in named if not (CHECKOUT / name).exists()] == []


@pytest.mark.parametrize("name", main.COMMANDS)
def test_every_command_is_documented_with_its_options_and_has_help_with_an_example(name):
    command = main.bp_tutor.get_command(None, name)
    (row,) = [row for row in rows("Commands") if row[0].startswith(f"`bp-tutor {name}")]
    for option in (parameter for parameter in command.params if parameter.param_type_name == "option"):
        assert option.opts[0] in row[0], option
        assert getattr(option, "help", None), option
        for choice in getattr(option.type, "choices", ()):
            assert choice in row[0], choice
    assert command.help
    assert command.epilog.startswith("Example: bp-tutor ")


def test_no_command_is_documented_that_is_not_there():
    documented = [re.match(r"`bp-tutor ?(\w*)", row[0])[1] for row in rows("Commands")[1:]]
    assert documented == ["", *main.COMMANDS]


def test_every_exit_status_and_built_in_lesson_is_documented():
    text = section("Commands")
    assert all(re.search(rf"\b{int(status)}\b", text) for status in ExitStatus)
    assert all(f"`{name}`" in text for name in builtin())


def spelled(key):
    """A key of Textual's as the README writes it."""
    names = {"pageup": "PgUp", "pagedown": "PgDn", "up": "↑", "down": "↓", "left": "←", "right": "→"}
    return "+".join(names.get(part, part.capitalize()) for part in key.split("+"))


COMMANDS = [command for command in vars(commands).values() if isinstance(command, Command)]


def test_every_word_is_documented_as_help_has_it_with_its_key():
    table = [tuple(row) for row in rows("In a lesson") if len(row) == 3 and row[0] != "Word"]
    keys = {command.word: spelled(command.key) for command in COMMANDS if command.word}
    assert set(WORDS) == set(Word) == set(keys)
    assert table == [(f"`{word}`", keys[word], f"{what[0].upper()}{what[1:]}.") for word, what in WORDS.items()]


def test_every_other_key_is_documented():
    documented = {row[0] for row in rows("In a lesson") if len(row) == 2 and row[0] != "Key"}
    assert documented == {" ".join(map(spelled, command.key.split(","))) for command in COMMANDS if not command.word}


def test_the_figures_of_practice_are_those_of_the_model():
    text = " ".join(section("Practice").split())
    words = {3: "three", 4: "four", 5: "five", 6: "six", 10: "ten", 12: "twelve"}
    assert f"known with {100 * knowledge.SURE:g} % or more" in text
    assert f"*and* {words[knowledge.IN_A_ROW]} answers in a row" in text
    assert f"one more was {words[knowledge.LATER]} or more questions later" in text
    assert f"After {words[knowledge.LIMIT]} questions without {words[knowledge.IN_A_ROW]} in a row" in text
    assert f"and {words[knowledge.TEST]} right answers in a row master it" in text
    assert all(f"`{skill}`" in text for skill in (Skill.SIGMA_PRIME, Skill.BP1, Skill.BP4))


def test_every_sign_is_documented():
    table = {(row[0], row[1]) for row in rows("How an answer is marked")[1:]}
    assert table == {(sign.glyph, sign.words) for sign in (*SIGNS.values(), SHOWN, PASSED)}


TABLES = {
    "the top": rules.ROOT,
    "[network]": rules.NETWORK,
    "[[network.layer]]": rules.LAYER,
    "[trace]": rules.TRACE,
    "[marking]": rules.MARKING,
    "[[step]]": STEP,
}


def test_every_lesson_key_is_documented_in_its_table_and_no_other_is():
    documented = {
        (key, table.strip("`"))
        for keys, places, _ in rows("Writing a lesson")[1:]
        for key in re.findall(r"`(\w+)`", keys)
        for table in places.split(", ")
    }
    assert documented == {(key, table) for table, keys in TABLES.items() for key in keys}


def test_every_value_that_a_lesson_key_can_have_is_documented():
    text = section("Writing a lesson")
    assert all(f'`"{name}"`' in text for name in (*ACTIVATIONS, *LOSSES))
    assert all(f"`{name}`" in text for name in (*ASKABLE, *rules.RESERVED))


def test_the_words_for_mistakes_in_the_readme_are_sound_and_every_placeholder_is_documented(tmp_path):
    (source,) = blocks(section("Writing a lesson"), "toml")
    (messages,) = blocks(section("Your own words for a mistake"), "toml")
    path = tmp_path / "my-lesson.toml"
    path.write_text(source + messages, encoding="utf-8")
    found = checking.read(path).messages
    assert set(found) == {"bias-omitted", "z-for-a"}
    documented = {name for row in rows("Your own words for a mistake") for name in re.findall(r"`\{(.*?)\}`", row[0])}
    assert documented == set(FIELDS)


def test_every_mistake_is_documented_once_in_order_with_all_that_it_is_made_at():
    places = {}
    for mistake in MISTAKES:
        places.setdefault(mistake.code, set()).update(mistake.kinds)
    table = rows("The mistakes that have a name")[1:]
    assert [row[0] for row in table] == [f"`{code}`" for code in places]
    for code, where, what in table:
        documented = set(ASKABLE) if where == "everywhere" else set(re.findall(r"`(\w+)`", where))
        assert documented == places[code.strip("`")], code
        assert what.endswith("."), code


def test_what_check_warns_of_is_documented():
    text = section("Which mistakes a lesson can tell apart")
    assert all(f"- `{code}`: " in text for code in ("marked-right", "alike", "inactive"))


def test_the_lesson_in_the_readme_is_sound(tmp_path):
    (source,) = blocks(section("Writing a lesson"), "toml")
    path = tmp_path / "my-lesson.toml"
    path.write_text(source, encoding="utf-8")
    lesson, problems = examine(path)
    assert problems == ()
    assert lesson.network.sizes == (2, 2, 1)


def test_the_sheet_in_the_readme_is_marked_as_it_says(tmp_path):
    sheet, marked = blocks(section("Marking sheets"), "csv")
    path = tmp_path / "answers.csv"
    path.write_text(sheet, encoding="utf-8")
    out = BytesIO()
    mark(read(builtin()["worked-example"]), str(path), out)
    assert out.getvalue().decode() == marked


def test_every_column_of_a_gradebook_is_documented_in_its_order():
    documented = [name for row in rows("The gradebook")[1:] for name in re.findall(r"`(\w+)`", row[0])]
    assert documented == list(gradebook.COLUMNS)


def test_every_column_and_verdict_of_a_sheet_is_documented():
    documented = [name for row in rows("Marking sheets")[1:] for name in re.findall(r"`(\w+)`", row[0])]
    assert set(documented) == {*REQUIRED, *OPTIONAL, *RESULTS}
    text = section("Marking sheets")
    assert all(f"`{name}`" in text for name in (*ASKABLE, *Verdict))
