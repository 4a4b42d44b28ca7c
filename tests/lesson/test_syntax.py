"""What is not TOML is told where it is, with what to write instead."""

import tomllib

import pytest
from helpers.lesson_files import VALID
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tutor.lesson.read import examine
from tutor.lesson.syntax import explain

# (what stands in the valid file, what is put there, line, column, what the message says)
CASES = [
    # Numbers.
    ("x = [1.0, 0.5]", "x = [1.0, .5]", 7, 11, "found .5; expected a digit before the point; write 0.5"),
    ("x = [1.0, 0.5]", "x = [1.0, -.5]", 7, 11, "write -0.5"),
    ("x = [1.0, 0.5]", "x = [1., 0.5]", 7, 6, "found 1.; expected a digit after the point; write 1.0"),
    ("x = [1.0, 0.5]", "x = [1.0, 00.5]", 7, 11, "found 00.5, which begins with 0"),
    ("x = [1.0, 0.5]", "x = [1.0, −0.5]", 7, 11, "with a minus sign that is not the keyboard's"),
    ("x = [1.0, 0.5]", "x = [1.0, −0.5]", 7, 11, "expected a minus sign -; write -0.5"),
    ("x = [1.0, 0.5]", "x = [1.0, 5e–1]", 7, 11, "write 5e-1"),
    ("x = [1.0, 0.5]", "x = [1.0, 1/2]", 7, 11, "found the fraction 1/2; expected a decimal number; write 0.5"),
    ("x = [1.0, 0.5]", "x = [1.0, 50%]", 7, 11, "found 50%, which is no number here"),
    ("x = [1.0, 0.5]", "x = [1.0, ½]", 7, 11, "found ½, which is no number here"),
    ("x = [1.0, 0.5]", "x = [NaN, 0.5]", 7, 6, "found NaN; expected a number"),
    ("x = [1.0, 0.5]", "x = [1.0, ?]", 7, 11, "found ? where a value belongs"),
    ("y = [1.0]", "y = [1.0]\nlearning_rate = 0,5", 9, 18, "write 0.5 for 0,5; several numbers stand between [ and ]"),
    # Texts.
    ('"sigmoid"', "“sigmoid”", 5, 14, 'found the quote “; expected straight quotes; write "sigmoid"'),
    ('"A lesson"', '"A lesson”', 2, 9, 'close it with " in place of ”'),
    ('"sigmoid"', "sigmoid", 5, 14, "found the bare word sigmoid; expected text between quotes, or a number"),
    ('"A lesson"', 'A lesson"', 2, 9, 'write "A lesson"'),
    ('"A lesson"', "A “lesson”", 2, 9, 'write "A “lesson"'),
    (
        '"A lesson"',
        '"A lesson',
        2,
        9,
        'a text that is opened here with " and not closed on its line; expected " where it',
    ),
    ('"A lesson"', "'A lesson", 2, 9, "close it with '; several lines stand between ''' '''"),
    ('"A lesson"', '"A "good" lesson"', 2, 13, "found quotes inside a text"),
    ("y = [1.0]", "y = [1.0]\nhints = ['the slope $\\sigma'(z)$']", 9, 29, "write the whole text between ''' '''"),
    ("y = [1.0]", 'y = [1.0]\ntags = ["a" "b"]', 9, 13, 'found no comma before "b"'),
    ('"A lesson"', '"a\x1b[31m"', 2, 11, "found the control character U+001B"),
    ("b = [0.3]", "b = [0.3]\n[marking]\nfunctions = True", 18, 13, "found True; expected small letters; write true"),
    # Texts of several lines, told where they are opened.
    (
        "[network]",
        'about = """\nhello\n\n[network]',
        4,
        9,
        'opened here with """ and closed nowhere; expected """ where',
    ),
    ("[network]", "about = '''\nhello\n\n[network]", 4, 9, "close it with '''"),
    ("[network]", "id='''x'''\nabout = '''\nhello\n[network]", 5, 9, "opened here with ''' and closed nowhere"),
    (
        "b = [0.3]",
        'b = [0.3]\n[[step]]\nsay = """\nHello.\n\n[[step]]\nask = "loss"\nbefore = """\nRead this.\n"""',
        18,
        7,
        'opened here with """ and goes on to line 23, where another is to begin; expected """ where it ends',
    ),
    # TeX.
    ('"A lesson"', r'"$\delta$"', 2, 11, r"found \delta between double quotes"),
    ('"A lesson"', r'"$\delta$"', 2, 11, "write the text between ''' ''', or '…' on one line"),
    ('"A lesson"', '"""a\n$\\upsilon$"""', 3, 2, r"found \upsilon between double quotes"),
    ('"A lesson"', r'"a\ud800b"', 2, 11, r"found \ud800 between double quotes"),
    # Lists.
    ("[[0.1, 0.2],", "[[0.1 0.2],", 11, 11, "found no comma before 0.2; expected a comma between two values"),
    ("0.2], [", "0.2] [", 11, 17, "found no comma before this row; expected a comma between two rows"),
    ("0.2], [", "0.2]\n     [", 12, 6, "no comma before this row"),
    ("x = [1.0, 0.5]", "x = [1.0; 0.5]", 7, 9, "found a semicolon; expected a comma; write , in place of ;"),
    ("x = [1.0, 0.5]", "x = [1.0,, 0.5]", 7, 10, "found nothing before this comma"),
    ("x = [1.0, 0.5]", "x = (1.0, 0.5)", 7, 5, "found a round bracket; expected lists between [ and ]"),
    ("x = [1.0, 0.5]", "x = {1.0, 0.5}", 7, 9, "found values between { and }; expected lists between [ and ]"),
    ("x = [1.0, 0.5]", "x = 1.0, 0.5", 7, 8, "several numbers stand between [ and ]"),
    ("x = [1.0, 0.5]", "x = [1.0, 0.5]]", 7, 15, "found ], which closes nothing that was opened"),
    ("x = [1.0, 0.5]", "x = [1.0, 0.5)", 7, 14, "write ] in place of )"),
    ("[0.3, 0.4]]", "[0.3, 0.4]", 11, 5, "found a list that is opened here and not closed; expected ] at its end"),
    ("[0.3, 0.4]]", "[0.3, 0.4", 11, 18, "close it with ]]"),
    ("b = [0.1, 0.2]", "b = [0.1, 0.2", 12, 5, "a list that is opened here and not closed"),
    ("b = [0.1, 0.2]", "b = [0.1, 0.2,", 12, 5, "a list that is opened here and not closed"),
    ("b = [0.3]", "b = [0.3", 16, 5, "a list that is opened here and not closed"),
    # Keys and tables.
    ("y = [1.0]", 'loss = "x"\ny = [1.0]', 8, 1, "found the key network.loss a second time, after line 6"),
    ("b = [0.3]", "b = [0.3]\nW = [\n[1, 2]]", 17, 1, "the key network.layer.W a second time, after line 15"),
    ("b = [0.3]", "b = [0.3]\n[network]\n", 17, 1, "the table [network] a second time, after line 4"),
    ("loss = ", "loss: ", 6, 5, "found a colon after the key; expected =; write = in place of :"),
    ("loss = ", "loss ", 6, 6, "where = belongs"),
    ("loss = ", "This is the loss\nloss = ", 6, 6, "found i where = belongs"),
    ("x = [1.0, 0.5]", "x =", 7, 4, "found nothing after the ="),
    ("x = [1.0, 0.5]", "x = [1.0, 0.5] y = [1.0]", 7, 16, "found a second key on one line"),
    ("[network]", "[network", 4, 9, "found no ] after the name of the table"),
    ("format = 1", '{"format": 1}', 1, 1, "expected TOML, not JSON"),
    ("format = 1", "- format", 1, 3, "found f where = belongs"),
    ("format = 1", "é = 1", 1, 1, "found é at the beginning of a line"),
    ("format = 1", "format = 1\rtitle = 2", 1, 11, "found a carriage return alone"),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case[1][:30]} {case[4][:20]}")
def test_what_is_not_toml_is_told_with_its_cure(tmp_path, case):
    old, new, line, column, says = case
    assert VALID.count(old) == 1 or old == new
    path = tmp_path / "lesson.toml"
    path.write_text(VALID.replace(old, new), encoding="utf-8", newline="")
    found, (problem,) = examine(path)
    assert found is None
    assert (problem.line, problem.column, problem.code) == (line, column, "syntax")
    assert says in problem.message
    assert str(problem).isprintable()


@pytest.mark.parametrize(("first", "second"), [("[", "["), ("[", "[["), ("[[", "[")])
def test_a_second_layer_with_single_brackets_is_told_in_plain_words(tmp_path, first, second):
    closing = {"[": "]", "[[": "]]"}
    path = tmp_path / "lesson.toml"
    parts = VALID.split("[[network.layer]]")
    headers = [f"{brackets}network.layer{closing[brackets]}" for brackets in (first, second)]
    path.write_text(parts[0] + headers[0] + parts[1] + headers[1] + parts[2], encoding="utf-8")
    _, (problem,) = examine(path)
    assert (problem.line, problem.column, problem.key) == (14, 1, "network.layer")
    assert "the table network.layer a second time, after line 10; expected [[network.layer]]" in problem.message
    assert "(" not in problem.message


def test_a_key_that_is_there_twice_is_named(tmp_path):
    path = tmp_path / "lesson.toml"
    path.write_text(VALID.replace("y =", "x = [1,\n2]\ny ="), encoding="utf-8")
    _, (problem,) = examine(path)
    assert str(problem) == (
        f"{path}:8:1: error[syntax]: network.x: found the key network.x a second time, after line 7; "
        "expected each key once; take out one of the two"
    )


@pytest.mark.parametrize(
    "text", ["a = 1\n[a.b]", "a = {b = 1}\na.c = 2", "[a.b]\n[a]\n[a.b.c]\n[a.b]", "x = \\", "x = 1\n[x\n"]
)
def test_what_has_no_cure_of_its_own_is_told_without_a_tuple(text):
    with pytest.raises(tomllib.TOMLDecodeError) as raised:
        tomllib.loads(text)
    mistake = explain(str(raised.value), text)
    assert mistake.found
    assert "('" not in mistake.found + mistake.expected + mistake.advice


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from([*"ab1-=[]{},\"'\\# \n\t.−“é½:;%", "[[", "]]", '"""', "'''", "b.1"])))
@example(["a", "=", '"""'])
@example([])
def test_whatever_is_not_toml_is_told_somewhere_in_it(pieces):
    text = "".join(pieces)
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        mistake = explain(str(error), text)
        assert 0 <= mistake.offset <= len(text)
        assert mistake.found
        assert mistake.expected
        assert mistake.advice
