"""TeX that TOML has taken for something else, and mathematics that cannot be shown."""

import pytest
from helpers.lesson_files import VALID

from tutor.lesson.positions import places, string, within
from tutor.lesson.problems import Severity
from tutor.lesson.prose import MOST_CHECKED
from tutor.lesson.read import examine

START = VALID.count("\n") + 1


@pytest.fixture
def warnings(tmp_path):
    """The problems of a lesson with one step, whose prose is given as TOML; all of them warnings."""

    def of(prose):
        path = tmp_path / "lesson.toml"
        path.write_text(f"{VALID}[[step]]\nask = 'loss'\n{prose}\n", encoding="utf-8")
        lesson, problems = examine(path)
        assert lesson is not None
        assert {problem.severity for problem in problems} <= {Severity.WARNING}
        return [(p.line - START, p.column, p.code, p.key, p.message) for p in problems]

    return of


@pytest.mark.parametrize(
    "case",
    [
        (r'before = """Half: $\frac{1}{2}$, $\theta$"""', 2, 20, r"\frac", "a form feed"),
        (r'before = "$\beta$"', 2, 12, r"\beta", "a backspace"),
        (r'before = "no dollar: \rho"', 2, 22, r"\rho", "a carriage return"),
        (r'before = "a $\theta$"', 2, 14, r"\theta", "a tab"),
        (r'before = "$$ \theta $$"', 2, 14, r"\theta", "a tab"),
        ('before = """\nSo:\n$x + \\nabla L$"""', 4, 6, r"\nabla", "a line end"),
        (r'before = "\u0041\n\\ $a\tau$"', 2, 24, r"\tau", "a tab"),
        (r'hints = ["sound", "$\nu$"]', 2, 21, r"\nu", "a line end"),
        (r'after = "\f"', 2, 10, r"\f", "a form feed"),
    ],
)
def test_tex_between_double_quotes_that_toml_has_eaten_is_a_warning(warnings, case):
    prose, line, column, command, is_now = case
    ((at, where, code, _key, message),) = warnings(prose)
    assert (at, where, code) == (line, column, "escape")
    assert message == (
        f"found {command} between double quotes, where {command[:2]} is {is_now}; expected TeX as it is typed; "
        f"write the text between ''' ''', or '…' on one line, or write \\{command}"
    )


@pytest.mark.parametrize(
    "prose",
    [
        r"before = '''Half: $\frac{1}{2}$, $\theta$, $\nabla L$, $\beta$'''",
        r"before = '$\rho$'",
        r'before = "$\\frac{1}{2}$ and $\\theta$"',
        r'before = "It costs $5.\nThen it costs $6.\tnothing"',
        r'before = "one\n\ntwo: $z$\n\nthree: $a$"',
        'before = """$a +\nb$"""',
        r'''before = "a\"b $\u03b4$"''',
    ],
)
def test_tex_that_toml_leaves_alone_is_none(warnings, prose):
    assert warnings(prose) == []


def test_so_is_it_in_what_the_lesson_is_about(tmp_path):
    path = tmp_path / "lesson.toml"
    path.write_text(VALID.replace("[network]", 'about = "$\\theta$"\n[network]'), encoding="utf-8")
    (problem,) = examine(path)[1]
    assert (problem.line, problem.column, problem.code, problem.key) == (4, 11, "escape", "about")


def test_mathematics_behind_escapes_is_told_at_its_place(warnings):
    first, second = warnings(r'before = "\"one\" $\\frac{1$ and\u0020$\\foo{x}$"')
    assert first[:4] == (2, 28, "mathematics", "step[1].before")
    assert second[:4] == (2, 40, "mathematics", "step[1].before")
    assert r"\foo" in second[4]


def test_no_more_prose_is_checked_than_a_parser_reads_in_a_second(warnings):
    hints = MOST_CHECKED // 15_000
    good, bad = "a " * 7495 + "$x$", "[" * 100 + r"$\foo$"
    assert warnings("hints = [" + f"'{good}'," * hints + "]") == []
    codes = [warning[2] for warning in warnings("hints = [" + f"'{good}'," * hints + f"'{bad}'," * 20 + "]")]
    assert codes.count("too-large") == 1
    assert len(codes) <= 20


@pytest.mark.parametrize(
    "written", ["'a b'", "'''\na\nb'''", '"a\\tb\\u0041c"', '"""\n\\"a \\\n  b\\U0001F600\n"""', '""', "''", '"\\\\"']
)
def test_every_character_of_a_string_has_its_place(written):
    import tomllib

    text = f"k = {written}\n"
    value = tomllib.loads(text)["k"]
    start = places(text)["k",].value
    assert string(text, start) == written
    for count, character in enumerate(value):
        offset = within(text, start, count)
        assert text[offset] in (character, "\\")
