"""Where each key and value of a TOML text stands, which ``tomllib`` does not tell.

The text is already known to be valid TOML, so this only has to tell strings, comments, brackets and the rest apart.
It runs when there is a problem to place, never on the way to a first question.
"""

import re
import tomllib
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

KeyPath = tuple[str | int, ...]
"""The way to a value from the root: names of keys, and indices of list elements from 0."""


class Position(NamedTuple):
    """A line and a column, both from 1, in characters."""

    line: int
    column: int


class Place(NamedTuple):
    """Where one value stands."""

    key: Position
    """Of its key (for a list element, of the element)."""
    value: Position
    """Of the value itself; for a table with a header, of the header's first bracket."""


class Token(NamedTuple):
    """A piece of TOML that is not white space or a comment: a string, a punctuation mark, a line end, or a word."""

    text: str
    offset: int


_TOKEN = re.compile(
    r"""[ \t\r]+|\#[^\n]*|(?P<token>
      \"{3}(?:[^"\\]|\\.|"(?!""))*+"{3,5}
    | '{3}(?:[^']|'(?!''))*+'{3,5}
    | "(?:[^"\\\n]|\\.)*+"
    | '[^'\n]*'
    | [\n\[\]{}=,.]
    | [^\s\[\]{}=,.#"']+
    | .)""",
    re.VERBOSE | re.DOTALL,
)


def tokens(text: str) -> Iterator[Token]:
    """The tokens of a text, in linear time; text that is not TOML yields single characters, never an error."""
    for match in _TOKEN.finditer(text):
        if match["token"] is not None:
            yield Token(match["token"], match.start())


def positions(text: str) -> dict[KeyPath, Place]:
    """The place of every key and of every list element of a valid TOML text; the root table is ``()``.

    Args:
        text: valid TOML, with brackets nested no deeper than ``source.DEPTH``.
    """
    return _Scanner(text).scan()


def position(text: str, offset: int) -> Position:
    """The line and column of an offset in a text."""
    return Position(text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset))


class _Scanner:
    """One walk over the tokens of a text."""

    def __init__(self, text: str) -> None:
        self._tokens = [*tokens(text), Token("\n", len(text))]
        self._lines = [0, *(match.end() for match in re.finditer("\n", text))]
        self._at = 0
        self._places: dict[KeyPath, Place] = {(): Place(Position(1, 1), Position(1, 1))}
        self._lengths: dict[KeyPath, int] = {}
        """How many tables each list of ``[[…]]`` tables has so far."""

    def scan(self) -> dict[KeyPath, Place]:
        table: KeyPath = ()
        while self._at < len(self._tokens):
            if self._peek() == "\n":
                self._at += 1
            elif self._peek() == "[":
                table = self._header()
            else:
                self._pair(table)
        return self._places

    def _peek(self) -> str:
        return self._tokens[self._at].text

    def _position(self, offset: int) -> Position:
        line = bisect_right(self._lines, offset)
        return Position(line, offset - self._lines[line - 1] + 1)

    def _here(self) -> Position:
        return self._position(self._tokens[self._at].offset)

    def _header(self) -> KeyPath:
        """A ``[table]`` or ``[[list of tables]]`` line; returns the path of the table that it opens."""
        bracket = self._tokens[self._at]
        start = self._here()
        after = self._tokens[self._at + 1]
        listed = after.text == "[" and after.offset == bracket.offset + 1
        self._at += 2 if listed else 1
        path, key = self._dotted((), start)
        self._at += 2 if listed else 1
        if listed:
            self._places.setdefault(path, Place(key, start))
            index = self._lengths.get(path, 0)
            self._lengths[path] = index + 1
            path = (*path, index)
        self._places[path] = Place(key, start)
        return path

    def _dotted(self, table: KeyPath, start: Position | None = None) -> tuple[KeyPath, Position]:
        """A key with its dots, up to what follows it; returns its path and the position of its last part.

        The tables on the way are placed where they are first named, or at ``start``.
        """
        path = table
        while True:
            if path in self._lengths:
                path = (*path, self._lengths[path] - 1)
            key = self._here()
            path = (*path, _name(self._peek()))
            self._at += 1
            if self._peek() != ".":
                return path, key
            self._places.setdefault(path, Place(key, start or key))
            self._at += 1

    def _pair(self, table: KeyPath) -> None:
        """A ``key = value``."""
        path, key = self._dotted(table)
        self._at += 1
        self._places[path] = Place(key, self._here())
        self._value(path)

    def _value(self, path: KeyPath) -> None:
        """A value, up to what follows it; places what it holds."""
        if self._peek() == "[":
            self._list(path)
        elif self._peek() == "{":
            self._at += 1
            while self._peek() != "}":
                if self._peek() in ",\n":
                    self._at += 1
                else:
                    self._pair(path)
            self._at += 1
        else:
            while self._peek() not in ("\n", ",", "]", "}"):
                self._at += 1

    def _list(self, path: KeyPath) -> None:
        self._at += 1
        index = 0
        while self._peek() != "]":
            if self._peek() in ",\n":
                self._at += 1
                continue
            element = (*path, index)
            self._places[element] = Place(self._here(), self._here())
            self._value(element)
            index += 1
        self._at += 1


def _name(token: str) -> str:
    """A part of a key, without its quotes."""
    return str(tomllib.loads(f"k = {token}")["k"]) if token[0] in "\"'" else token
