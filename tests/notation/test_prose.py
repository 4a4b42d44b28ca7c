import subprocess
import sys
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.notation import math, prose
from tutor.notation.printable import printable
from tutor.notation.prose import Block, BlockKind, blocks, math_problems, plain
from tutor.notation.role import Role, Span, glued


def text_of(block):
    return "".join(span.text for span in block.spans)


def test_marks_and_formulas_are_spans():
    (block,) = blocks("The **error** $\\delta_1^{(2)}$ is *not* `code`.")
    assert block == Block(
        BlockKind.PARAGRAPH,
        0,
        (
            Span("The "),
            Span("error", Role.STRONG),
            Span(" "),
            Span("δ₁⁽²⁾", Role.ERROR),
            Span(" is "),
            Span("not", Role.EMPHASIS),
            Span(" "),
            Span("code", Role.CODE),
            Span("."),
        ),
    )


def test_blocks():
    markdown = "## Title\n\n- one\n  - two\n\n  more\n\n3. three\n\n> quoted\n\n```py\na\n\tb\n```\n\n---\nend  \nline"
    assert [(b.kind.value, b.level, b.marker, text_of(b)) for b in blocks(markdown)] == [
        ("heading", 2, "", "Title"),
        ("item", 1, "•", "one"),
        ("item", 2, "•", "two"),
        ("item", 1, "", "more"),
        ("item", 1, "3.", "three"),
        ("quote", 1, "", "quoted"),
        ("code", 0, "", "a\n    b"),
        ("rule", 0, "", ""),
        ("paragraph", 0, "", "end\nline"),
    ]


def test_an_empty_item_gives_its_marker_to_nobody():
    assert [b.marker for b in blocks("-\n\nafter")] == [""]


def test_links_show_where_they_lead():
    (block,) = blocks("[text](https://a.b/c) <https://d.e> ![picture](f.png)")
    assert text_of(block) == "text (https://a.b/c) https://d.e picture (f.png)"


@pytest.mark.parametrize("html", ["<b>bold</b>", "<script>alert(1)</script>", "<!-- c -->", "<div>\nx\n</div>"])
def test_html_is_text(html):
    assert " ".join(text_of(b) for b in blocks(html)) == html.replace("\n", " ")
    assert all(span.role is Role.PLAIN for b in blocks(html) for span in b.spans)


def test_control_characters_and_markup_are_text():
    (block,) = blocks("\x1b[31m \0 \u202e &#x202E; [bold] [/] \ud800")
    assert text_of(block) == "␛[31m ␀ ⟨U+202E⟩ ⟨U+202E⟩ [bold] [/] ⟨U+D800⟩"


@pytest.mark.parametrize("text", ["costs $5 and $10", "$ a $", "a $ b", "\\$x$ y", "`$x$`", "$5-$10"])
def test_a_dollar_is_not_always_a_formula(text):
    (block,) = blocks(text)
    assert text_of(block) == text.replace("\\", "").replace("`", "")


def test_what_is_no_notation_stays_as_typed():
    (block,) = blocks("see $\\foo{x}$ and $x$")
    assert text_of(block) == "see $\\foo{x}$ and x"


@pytest.mark.parametrize(
    ("markdown", "kinds"),
    [
        ("$x$", "formula"),
        ("one\n\n$x$\n\ntwo", "paragraph formula paragraph"),
        ("**one**\n\n$x$", "paragraph formula"),
        ("one $x$", "paragraph"),
        ("one\n$$\n\\frac{a}{b}\n= c\n$$\ntwo $$x$$", "paragraph formula paragraph"),
        ("- $x$\n- one\n  $$x$$", "item item item"),
        ("> $$x$$", "quote"),
        ("# $x$", "heading"),
        ("    $$x$$", "code"),
        ("$$\n\nx$$", "paragraph paragraph"),
        ("$$x$$ one\n$$", "paragraph"),
        ("$$\\foo$$", "paragraph"),
        ("$$", "paragraph"),
    ],
)
def test_a_formula_stands_alone_in_a_paragraph_or_on_lines_of_its_own(markdown, kinds):
    found = blocks(markdown)
    assert " ".join(block.kind.value for block in found) == kinds
    for block in found:
        assert (block.formula is not None) == (block.kind is BlockKind.FORMULA)
        assert block.formula is None or block.spans == glued(math.spans(block.formula))


def test_what_is_no_notation_stays_as_typed_on_lines_of_its_own():
    (block,) = blocks("$$\n\\foo\n+ 1\n$$")
    assert text_of(block) == "$$\n\\foo\n+ 1\n$$"
    assert math_problems("text\n\n$$\n1 + \\foo\n$$")[0][0] == 13


def test_plain_is_lines_in_ascii_or_in_words():
    markdown = "# Errors\n\nThe *error*\n$\\delta_1^{(2)}$.\n\n- a\n- $-1$\n\n> said\n\n    x = 1\n    y = 2"
    assert plain(markdown) == "Errors\nThe error delta_1^(2).\n- a\n- -1\n> said\n    x = 1\n    y = 2"
    assert plain(markdown, speech=True).splitlines()[1:4] == ["The error delta 1 of layer 2.", "- a", "- minus 1"]


def test_problems_are_told_where_they_stand():
    markdown = "Fine $x$.\r\n\r\n- bad $\\foo$ and\n  $\\foo$, $a_$\n"
    problems = math_problems(markdown)
    second = markdown.index("$\\foo$,")
    assert [at for at, _ in problems] == [markdown.index("\\foo"), second + 1, markdown.index("a_") + 2]
    assert "\\foo" in problems[0][1]
    assert math_problems("all $x$ well, $5 and $10") == []


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.characters(),
            st.sampled_from(
                ["$", "$$", "`", "\n", "- ", "> ", "# ", "**", "_", "<b>", "\x1b[", "](", "\\", "&#27;", "$x$"]
            ),
        ),
        max_size=40,
    ).map("".join)
)
def test_any_text_gives_printable_spans(markdown):
    for block in blocks(markdown):
        for char in text_of(block).replace("\n", ""):
            assert unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Zl", "Zp")
    assert isinstance(plain(markdown, speech=True), str)
    assert all(0 <= at <= len(markdown) for at, _ in math_problems(markdown))


@given(st.text(st.characters(categories=("L", "Cc", "Cf")), min_size=1, max_size=30))
def test_letters_and_pictures_are_never_lost(text):
    shown = " ".join(text_of(b) for b in blocks("x" + text + "x"))
    letters = [char for char in text if unicodedata.category(char)[0] == "L"]
    assert [char for char in shown if char in set(letters)] or not letters
    assert sum(char in letters for char in shown) >= len(letters)


def test_names_and_numbers_need_no_markdown_parser():
    code = (
        "import sys\n"
        "import tutor.notation.prose, tutor.notation.symbols as s\n"
        "from tutor.notation.math import screen, speech\n"
        "from tutor.quantity import Kind, Naming\n"
        "name = s.vector(Kind.Z, 1, Naming((2, 2), (1, 2)))\n"
        "speech(name); screen(name)\n"
        "print({'numpy', 'markdown_it', 'textual', 'rich', 'click', 'pydantic'} & set(sys.modules))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "set()"


FORMULAS = ("$x$", "$\\delta^{(2)}$", "$\\nope$", "$ a$", "1.", "&amp;")


@settings(max_examples=300)
@given(
    st.lists(
        st.sampled_from(["Word", *"é½5.-=('%!“²١*`[<$\\\n", " ", "\n\n", "\t", "\u00a0", *FORMULAS]),
        max_size=12,
    ).map(lambda pieces: "First" + "".join(pieces))
)
def test_simple_paragraphs_are_read_as_markdown_has_them(markdown):
    source = printable(markdown.expandtabs(4), keep="\n")
    assert blocks(markdown) == tuple(prose._parsed(source, prose._whole))


def test_simple_paragraphs_need_no_markdown_parser():
    code = (
        "import sys\n"
        "from tutor.notation.prose import blocks\n"
        "assert len(blocks('First, the $z^{(1)}$ of layer 1:\\nadd up.\\n\\nThen (at last) the rest.')) == 2\n"
        "print('markdown_it' in sys.modules)\n"
        "blocks('*Now*')\n"
        "print('markdown_it' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["False", "True"]
