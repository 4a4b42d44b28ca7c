"""A lesson file as text and as plain TOML data, in bounded time and memory, whatever stands at the path."""

import os
import re
import stat
import tomllib
from typing import Any, NamedTuple

from tutor.lesson.locate import missing, shortened
from tutor.lesson.positions import Position, position, tokens
from tutor.lesson.problems import LessonError, Problem, Severity

SIZE = 512 * 1024
"""The largest lesson file, in bytes: some twenty thousand weights, and the worst of it is read in two seconds."""
DEPTH = 32
"""The deepest nesting of lists and inline tables, and the most parts of a dotted key; a lesson needs three."""
START = Position(1, 1)
WHOLE = "(file)"
"""The key of a problem that is the file's as a whole."""


class Source(NamedTuple):
    """A lesson file, parsed."""

    file: str
    """The path as the user gave it."""
    text: str
    """With ``\\n`` for every line end, without a byte order mark."""
    data: dict[str, Any]


def load(path: str | os.PathLike[str]) -> Source:
    """Read a regular file of at most ``SIZE`` bytes as UTF-8 (with or without a byte order mark) and as TOML.

    Never waits: a pipe or a device is refused before a byte is read.

    Raises:
        LessonError: with the one problem that stands in the way.
    """
    file = os.fspath(path)
    text = _decoded(file, _content(file)).replace("\r\n", "\n")
    _bounded(file, text)
    data = _parsed(file, text)
    if not data:
        found = "nothing at all" if not text.strip() else "nothing but comments"
        raise _refused(file, "empty", found, "a lesson", 'begin with format = 1 and title = "…"')
    return Source(file, text, data)


def _refused(
    file: str, code: str, found: str, expected: str, advice: str, *, at: Position = START, key: str = WHOLE
) -> LessonError:
    file = shortened(file, 200) if code == "unreadable" else file
    return LessonError([Problem(file, at.line, at.column, Severity.ERROR, code, key, found, expected, advice)])


_NOT_A_FILE = (
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
    (stat.S_ISSOCK, "a socket"),
)


def _content(file: str) -> bytes:
    """The bytes of a regular file."""
    # Looked at before it is opened, since opening some devices does something; and after, since it may have changed.
    try:
        _regular(file, os.stat(file))
        flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
        with open(os.open(file, flags), "rb") as opened:
            _regular(file, os.fstat(opened.fileno()))
            content = opened.read(SIZE + 1)
    except FileNotFoundError:
        raise _refused(file, "unreadable", "no such file", "a lesson file", missing(file)) from None
    except PermissionError:
        advice = "ask its owner for permission to read it"
        raise _refused(file, "unreadable", "a file that you may not read", "a lesson file", advice) from None
    except OSError as error:
        found = f"a file that cannot be read ({error.strerror})"
        raise _refused(file, "unreadable", found, "a lesson file", "check the path") from None
    except ValueError:  # a NUL or a lone surrogate in the path
        raise _refused(file, "unreadable", "a path that no file can have", "a lesson file", "check the path") from None
    if len(content) > SIZE:
        raise _too_large(file)
    return content


def _regular(file: str, status: os.stat_result) -> None:
    for is_kind, name in _NOT_A_FILE:
        if is_kind(status.st_mode):
            raise _refused(file, "unreadable", name, "a file", "name a lesson file, such as my-lesson.toml")
    if status.st_size > SIZE:
        raise _too_large(file)


def _too_large(file: str) -> LessonError:
    found = f"a file of more than {SIZE // 1024} KiB"
    return _refused(file, "too-large", found, "a lesson file", "check that it is the file you mean, or make it smaller")


def _decoded(file: str, content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # The decoder counts from behind a byte order mark; both sides of the search below leave it out.
        before = error.object[: error.start].decode("utf-8")
        found = f"the byte 0x{error.object[error.start]:02X}, which is not UTF-8"
        at = position(before, len(before))
    raise _refused(file, "encoding", found, "text in UTF-8", "save the file again as UTF-8", at=at)


def _bounded(file: str, text: str) -> None:
    """Refuse nesting that would cost the parser its stack, or its patience."""
    depth = parts = 0
    for token, offset in tokens(text):
        if token in ("[", "{"):
            depth += 1
        elif token in ("]", "}"):
            depth = max(depth - 1, 0)
        elif token == ".":
            parts += 1
        if token in ("\n", ",", "="):
            parts = 0
        if depth > DEPTH or parts >= DEPTH:
            what = "brackets" if depth > DEPTH else "a dotted key"
            found = f"{what} more than {DEPTH} deep"
            advice = "a matrix of weights is a list of lists: [[0.1, 0.2], [0.3, 0.4]]"
            raise _refused(file, "too-deep", found, "at most three levels", advice, at=position(text, offset))


def _parsed(file: str, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        from tutor.lesson.syntax import explain  # only where something is amiss
        from tutor.lesson.tables import key_text

        mistake = explain(str(error), text)
        at = position(text, mistake.offset)
        problem = (mistake.found, mistake.expected, mistake.advice)
        raise _refused(file, "syntax", *problem, at=at, key=key_text(mistake.path)) from None
    except ValueError:  # Python converts no integer of more than 4300 digits
        match = re.search(r"[0-9][0-9_]{4300,}", text)
        at = position(text, match.start()) if match else START
        found = "an integer of more than 4300 digits"
        raise _refused(file, "not-finite", found, "a number below 1e308", "write a smaller number", at=at) from None
