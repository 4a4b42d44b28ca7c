"""What the README says of lesson files holds: the limits, and what Markdown and mathematics may have."""

import re
from pathlib import Path

import pytest
from helpers.lesson_files import VALID

from tutor.lesson.read import MANY, examine
from tutor.lesson.source import SIZE
from tutor.lesson.tables import LONGEST
from tutor.notation import tex
from tutor.notation.prose import blocks

README = (Path(__file__).resolve().parents[2] / "README.md").read_text(encoding="utf-8")
(SECTION,) = re.findall(r"^## Writing a lesson\n(.*?)(?=^## )", README, re.DOTALL | re.MULTILINE)


def test_every_limit_is_named():
    text = " ".join(SECTION.split())
    assert f"{SIZE // 1024} KiB, and each text in it {LONGEST:,} characters" in text
    assert f"more than {MANY} numbers" in text
    assert f"A formula may have {tex.LENGTH:,} characters" in text


@pytest.mark.parametrize("quotes", ["'''", '"""'])
def test_the_example_with_tex_is_sound_as_it_stands_and_with_double_quotes_is_not(tmp_path, quotes):
    (example,) = re.findall(r"^```\n(hints = .*?)^```$", SECTION, re.DOTALL | re.MULTILINE)
    path = tmp_path / "lesson.toml"
    path.write_text(f"{VALID}[[step]]\nask = 'loss'\n{example.replace(chr(39) * 3, quotes)}", encoding="utf-8")
    lesson, problems = examine(path)
    assert (lesson is not None, bool(problems)) == (quotes == "'''", quotes != "'''")
    if lesson is not None:
        assert "".join(span.text for block in blocks(lesson.steps[0].before) for span in block.spans).endswith("σ′(z).")


def test_every_command_of_mathematics_that_is_named_is_read():
    (paragraph,) = re.findall(r"^Mathematics stands.*?\n\n", SECTION, re.DOTALL | re.MULTILINE)
    commands = re.findall(r"`(\\[a-z]+)(?:\{\})?`", paragraph)
    assert len(commands) > 20
    for command in commands:
        after = "(a)" if command in (r"\left", r"\right") else "{a}{b}"
        assert tex.parse(f"{command}{after}"), command
    for name in re.findall(r"`([pb]?matrix)`", paragraph):
        assert tex.parse(rf"\begin{{{name}}}a & b \\ c & d\end{{{name}}}")


def test_markdown_is_read_as_far_as_it_is_named():
    markdown = "# H\n\ntext **b** *i* `c` [l](u)\n\n- item\n\n> quote\n\n```\ncode\n```\n\n---\n\n<b>x</b>\n"
    kinds = {str(block.kind) for block in blocks(markdown)}
    assert kinds == {"heading", "paragraph", "item", "quote", "code", "rule"}
    text = "\n".join("".join(span.text for span in block.spans) for block in blocks(markdown))
    assert "text b i c l (u)" in text
    assert "<b>x</b>" in text
