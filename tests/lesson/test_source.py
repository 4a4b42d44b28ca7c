"""Whatever stands at the path: one clear message, in bounded time and memory."""

import errno
import os
import socket
import time
import tracemalloc

import pytest
from helpers.lesson_files import VALID

from tutor.lesson.problems import LessonError
from tutor.lesson.read import examine, read
from tutor.lesson.source import DEPTH, SIZE, load
from tutor.lesson.tables import LONGEST

pytestmark = pytest.mark.exhaustive

PATIENCE = 5.0
"""Seconds; on an idle machine every case takes far less than one."""


@pytest.fixture
def refused(tmp_path):
    """The one problem of a path, or of a file with some content; in bounded time."""

    def of(content):
        path = content
        if isinstance(content, bytes):
            path = tmp_path / "lesson.toml"
            path.write_bytes(content)
        start = time.process_time()
        with pytest.raises(LessonError) as raised:
            read(path)
        assert time.process_time() - start < PATIENCE
        assert examine(path) == (None, raised.value.problems)
        (problem,) = raised.value.problems
        assert str(problem).isprintable()
        return problem

    return of


def place(problem):
    return problem.code, problem.line, problem.column


def test_a_pipe_is_refused_without_waiting_for_a_writer(refused, tmp_path):
    os.mkfifo(tmp_path / "pipe.toml")
    problem = refused(tmp_path / "pipe.toml")
    assert (problem.code, problem.found) == ("unreadable", "a pipe")


def test_an_open_pipe_is_refused_too(refused):
    reader, writer = os.pipe()
    try:
        assert refused(f"/dev/fd/{reader}").found == "a pipe"
    finally:
        os.close(reader)
        os.close(writer)


def test_a_folder_is_refused(refused, tmp_path):
    assert refused(tmp_path).found == "a folder"


@pytest.mark.parametrize("device", ["/dev/zero", "/dev/null", "/dev/tty"])
def test_a_device_is_refused(refused, device):
    if not os.path.exists(device):
        pytest.skip("no such device here")
    assert refused(device).found == "a device"


def test_a_socket_is_refused(refused, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)  # a socket's path is at most some hundred bytes
    with socket.socket(socket.AF_UNIX) as bound:
        bound.bind("s")
        assert refused("s").found == "a socket"


def test_what_is_not_there_is_told(refused, tmp_path):
    problem = refused(tmp_path / "no" / "lesson.toml")
    assert (problem.code, problem.found) == ("unreadable", "no such file")
    (tmp_path / "my-lesson.toml").write_text(VALID)
    assert "my-lesson.toml?" in refused(tmp_path / "mylesson.toml").advice


def test_a_path_is_told_as_it_was_typed_but_a_very_long_one_in_short(refused, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert str(refused("./worked-example")) == (
        "./worked-example:1:1: error[unreadable]: (file): found no such file; expected a lesson file; "
        "worked-example, without ./, is the built-in lesson"
    )
    assert str(refused(".")).startswith(".:1:1: error[unreadable]: (file): found a folder;")
    for name in ("x" * 5000 + ".toml", "x" * 250 + ".toml"):
        assert len(str(refused(name))) < 350
        assert refused(name).file.endswith("xxx.toml")


@pytest.mark.parametrize("path", ["a\0b.toml", "a\ud800.toml", "x" * 5000 + ".toml", ""])
def test_a_path_that_no_file_can_have_is_told(refused, path):
    assert refused(path).code == "unreadable"


def test_a_link_to_itself_is_told(refused, tmp_path):
    (tmp_path / "loop.toml").symlink_to(tmp_path / "loop.toml")
    assert refused(tmp_path / "loop.toml").code == "unreadable"


@pytest.mark.parametrize(
    ("number", "found"),
    [(errno.EACCES, "a file that you may not read"), (errno.EIO, f"a file that cannot be read ({os.strerror(5)})")],
)
def test_a_file_that_may_not_be_read_is_told(refused, tmp_path, monkeypatch, number, found):
    path = tmp_path / "lesson.toml"
    path.write_text(VALID)

    def refuse(*_args):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "open", refuse)  # who runs the tests may be root, whom nothing refuses
    problem = refused(path)
    assert (problem.code, problem.found) == ("unreadable", found)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_read_permission_is_told(refused, tmp_path):
    path = tmp_path / "lesson.toml"
    path.write_text(VALID)
    path.chmod(0)
    assert refused(path).found == "a file that you may not read"


def test_a_file_of_100_megabytes_is_refused_unread(refused, tmp_path):
    path = tmp_path / "large.toml"
    with path.open("wb") as file:
        file.truncate(100_000_000)
    tracemalloc.start()
    problem = refused(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert problem.code == "too-large"
    assert peak < 10_000_000


def test_a_file_that_grows_under_the_reader_is_refused(refused, tmp_path, monkeypatch):
    path = tmp_path / "lesson.toml"
    path.write_bytes(b"#" * (SIZE + 1))
    small = tmp_path / "small"
    small.write_text("x")
    status = small.stat()
    monkeypatch.setattr(os, "stat", lambda *_args, **_more: status)
    monkeypatch.setattr(os, "fstat", lambda *_args: status)
    assert refused(path).code == "too-large"


@pytest.mark.parametrize("content", [b"", b"\n", b"   \r\n\t", b"\xef\xbb\xbf", b"# nothing here\n"])
def test_an_empty_file_is_told_once(refused, content):
    problem = refused(content)
    assert place(problem) == ("empty", 1, 1)
    assert "format = 1" in problem.advice


@pytest.mark.parametrize(
    ("content", "line", "column"),
    [
        ("title = 'Übung'".encode("latin-1"), 1, 10),
        (b"format = 1\ntitle = 'ab\xff'", 2, 12),
        (b"\xef\xbb\xbftitle = '\xc3\xa9\xc3'", 1, 11),
        ("format = 1".encode("utf-16"), 1, 1),
        (b"\xed\xa0\x80", 1, 1),
    ],
)
def test_what_is_not_utf_8_is_told_at_its_place(refused, content, line, column):
    problem = refused(content)
    assert place(problem) == ("encoding", line, column)
    assert "UTF-8" in problem.advice


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_byte_order_mark_and_either_line_end_are_accepted(tmp_path, newline, mark):
    path = tmp_path / "lesson.toml"
    path.write_bytes((mark + VALID.replace("\n", newline)).encode())
    assert read(path).title == "A lesson"
    assert load(path).text == VALID


@pytest.mark.parametrize(
    ("text", "line", "column", "code"),
    [
        ("x = " + "[" * 10_000, 1, 5 + DEPTH, "too-deep"),
        ("x = " + "[" * 10_000 + "]" * 10_000, 1, 5 + DEPTH, "too-deep"),
        ("x = " + "{a=" * 10_000 + "1" + "}" * 10_000, 1, 5 + 3 * DEPTH, "too-deep"),
        (".".join("a" * 10_000) + " = 1", 1, 2 * DEPTH, "too-deep"),
        ("[" + ".".join("a" * 10_000) + "]", 1, 1 + 2 * DEPTH, "too-deep"),
        ("x = 1\ny = [\n1,\n" + "[" * 10_000, 4, DEPTH, "too-deep"),
        ("x = 1\nx = 2", 2, 1, "syntax"),
        ("x = 1\ny 2", 2, 3, "syntax"),
        ("x = 'abc", 1, 5, "syntax"),
        ("x = [1,\n2", 1, 5, "syntax"),
        ("x = 1\ny = \x00", 2, 5, "syntax"),
        ("x = 1\n\ny = " + "9" * 5000, 3, 5, "not-finite"),
    ],
    ids=lambda value: value[:20] if isinstance(value, str) else None,
)
def test_what_the_parser_cannot_take_is_told_at_its_place(refused, text, line, column, code):
    assert place(refused(text.encode())) == (code, line, column)


def test_brackets_in_strings_and_comments_nest_nothing(tmp_path):
    path = tmp_path / "lesson.toml"
    path.write_text(VALID.replace('"A lesson"', f'"{"[" * 99}"  # {"{" * 99}'))
    assert read(path).title == "[" * 99


@pytest.mark.parametrize(
    "unit",
    [
        "a=1\n",
        "[[a]]\n",
        "[a]\n",
        "x",
        "[",
        "]",
        '"',
        "'",
        '"""',
        "#",
        ".",
        "a.",
        "a.b=1\n",
        "{",
        ",",
        "\\",
        "\n",
        "\r",
    ],
)
def test_the_largest_file_of_anything_is_answered_in_bounded_time(tmp_path, unit):
    path = tmp_path / "lesson.toml"
    path.write_text((unit * SIZE)[:SIZE], newline="")
    start = time.process_time()
    found, problems = examine(path)
    assert time.process_time() - start < PATIENCE
    assert found is None
    assert 1 <= len(problems) <= 101


@pytest.mark.parametrize("entry", ["k{n} = {n}\n", "[t{n}]\n", "[[step]]\nx{n} = 1\n", "[t.k{n}]\n", "a.b.k{n} = 1\n"])
def test_the_largest_file_of_keys_is_answered_in_bounded_time(tmp_path, entry):
    path = tmp_path / "lesson.toml"
    lines = "".join(entry.format(n=n) for n in range(SIZE // len(entry)))
    path.write_text(lines[:SIZE].rpartition("\n")[0])
    start = time.process_time()
    found, problems = examine(path)
    assert time.process_time() - start < PATIENCE
    assert found is None
    assert len(problems) <= 101


@pytest.mark.parametrize("unit", ["![", "[a](", "x\n\n"])
@pytest.mark.parametrize("length", [19_000, SIZE])
def test_the_largest_file_of_prose_is_answered_in_bounded_time(tmp_path, unit, length):
    path = tmp_path / "lesson.toml"
    room = SIZE - len(VALID) - 40
    page = f"[[step]]\nsay = '''$a$ {unit * (min(length, room - 40) // len(unit))}'''\n"
    path.write_text(VALID + "[[step]]\nask = 'loss'\n" + page * (room // len(page)))
    start = time.process_time()
    found, problems = examine(path)
    assert time.process_time() - start < PATIENCE
    assert [problem.code for problem in problems] == ["too-large"]
    assert (found is None) == (length > LONGEST)


@pytest.mark.parametrize(("key", "entry"), [("neurons", "1,"), ("hints", "[1],"), ("hints", '"",'), ("W", "{a=1},")])
def test_the_largest_list_is_answered_in_bounded_time(tmp_path, key, entry):
    path = tmp_path / "lesson.toml"
    path.write_text(f"{VALID}[[step]]\nask = 'z'\nlayer = 1\n{key} = [{entry * (SIZE // len(entry) - 100)}]\n")
    start = time.process_time()
    found, problems = examine(path)
    assert time.process_time() - start < PATIENCE
    assert (found is None) == (entry != '"",')
    assert len(problems) <= 101


@pytest.mark.parametrize("end", ["[", '"""', "\\", ".5"])
@pytest.mark.parametrize("unit", ["'''x\n''',\n", "1,\n", " "])
def test_a_mistake_at_the_end_of_the_largest_file_is_answered_in_bounded_time(tmp_path, unit, end):
    path = tmp_path / "lesson.toml"
    path.write_text(VALID + "k = [\n" + unit * ((SIZE - len(VALID) - 20) // len(unit)) + end)
    start = time.process_time()
    assert [problem.code for problem in examine(path)[1]] == ["syntax"]
    assert time.process_time() - start < PATIENCE
