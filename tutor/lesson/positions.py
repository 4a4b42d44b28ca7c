"""Where each key and value of a TOML text stands, which ``tomllib`` does not tell.

The text is already known to be valid TOML, so this only has to tell strings, comments, brackets and the rest apart.
It runs when there is a problem to place, never on the way to a first question.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator
from typing import NamedTuple

KeyPath = tuple[str | int, ...]
"""The way to a value from the root: names of keys, and indices of list elements from 0."""


class Position(NamedTuple):
    """A line and a column, both from 1, in characters."""

    line: int
    column: int


class Place(NamedTuple):
    """Where one value stands, as offsets in the text."""

    key: int
    """Of its key (for a list element, of the element)."""
    value: int
    """Of the value itself; for a table with a header, of the header's first bracket."""


Token = tuple[str, int]
"""A piece of TOML that is not white space or a comment, and its offset: a string, a punctuation mark, a line end, or
a word."""


_TOKEN = re.compile(
    r"""(?:[ \t\r]+|\#[^\n]*)*+(?P<token>
      \"{3}(?:[^"\\]|\\.|"(?!""))*+"{3,5}
    | '{3}(?:[^']|'(?!''))*+'{3,5}
    | "(?:[^"\\\n]|\\.)*+"
    | '[^'\n]*'
    | [\n\[\]{}=,.]
    | [^\s\[\]{}=,.#"']+
    | .)?""",  # without the question mark, white space at the end would be gone through from each of its characters
    re.VERBOSE | re.DOTALL,
)


def tokens(text: str) -> Iterator[Token]:
    """The tokens of a text, in linear time; text that is not TOML yields single characters, never an error."""
    for match in _TOKEN.finditer(text):
        if match["token"] is not None:
            yield match["token"], match.start("token")


def places(text: str, wanted: Iterable[KeyPath] | None = None) -> dict[KeyPath, Place]:
    """The place of every key and of every list element of a valid TOML text; the root table is ``()``.

    Args:
        text: valid TOML, with brackets nested no deeper than ``source.DEPTH``.
        wanted: only these are placed, and the tables and lists in which they are; all where it is None.
    """
    return _Scanner(text, wanted).scan()


def again(text: str) -> tuple[KeyPath, Place, Place] | None:
    """The first key or table that a text has twice: its path, and both its places.

    Args:
        text: valid TOML but for that, up to the end of a line.
    """
    scanner = _Scanner(text, None)
    scanner.scan()
    return scanner.again


def position(text: str, offset: int) -> Position:
    """The line and column of an offset in a text."""
    return Position(text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset))


_CHARACTER = re.compile(r"\\x..|\\u.{4}|\\U.{8}|(?P<nothing>\\[ \t]*\n[ \t\n]*)|\\.|.", re.DOTALL)
"""How one character of a string between double quotes is written, or the end of a line that is joined to the next."""


def string(text: str, offset: int) -> str:
    """The string that begins at an offset of a valid TOML text, as it is written, with its quotes."""
    match = _TOKEN.match(text, offset)
    return match["token"] if match else ""


def within(text: str, offset: int, count: int) -> int:
    """The offset in a valid TOML text of the character number ``count`` (from 0) of the string at ``offset``."""
    quote = text[offset]
    start = offset + (3 if text.startswith(quote * 3, offset) else 1)
    start += start > offset + 1 and text[start] == "\n"
    if quote == "'":
        return start + count
    for match in _CHARACTER.finditer(text, start):
        if match["nothing"] is None:
            if not count:
                return match.start()
            count -= 1
    return start


class _Scanner:
    """One walk over the tokens of a text."""

    def __init__(self, text: str, wanted: Iterable[KeyPath] | None) -> None:
        self._tokens = [*tokens(text), ("\n", len(text))]
        self._at = 0
        self._places: dict[KeyPath, Place] = {(): Place(0, 0)}
        self._lengths: dict[KeyPath, int] = {}
        """How many tables each list of ``[[…]]`` tables has so far."""
        wanted = None if wanted is None else list(wanted)
        self._within = None if wanted is None else {path[:n] for path in wanted for n in range(len(path))}
        """What holds something that is wanted; None for everything."""
        self._wanted = None if wanted is None or self._within is None else self._within.union(wanted)
        self._implied: set[KeyPath] = set()
        """The tables that so far have been named only on the way to others."""
        self.again: tuple[KeyPath, Place, Place] | None = None

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
        return self._tokens[self._at][0]

    def _here(self) -> int:
        return self._tokens[self._at][1]

    def _place(self, path: KeyPath, key: int, value: int) -> None:
        if self._wanted is None or path in self._wanted:
            place = Place(key, value)
            if self.again is None and path in self._places and path not in self._implied:
                self.again = path, self._places[path], place
            self._places[path] = place
            self._implied.discard(path)

    def _header(self) -> KeyPath:
        """A ``[table]`` or ``[[list of tables]]`` line; returns the path of the table that it opens."""
        start = self._here()
        listed = self._tokens[self._at + 1] == ("[", start + 1)
        self._at += 2 if listed else 1
        path, key = self._dotted((), start)
        self._at += 2 if listed else 1
        if listed:
            index = self._lengths.get(path, 0)
            if not index:
                self._place(path, key, start)
            self._lengths[path] = index + 1
            path = (*path, index)
        self._place(path, key, start)
        return path

    def _dotted(self, table: KeyPath, start: int | None = None) -> tuple[KeyPath, int]:
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
            if path not in self._places:
                self._place(path, key, key if start is None else start)
                self._implied.add(path)
            self._at += 1

    def _pair(self, table: KeyPath) -> None:
        """A ``key = value``."""
        path, key = self._dotted(table)
        self._at += 1
        self._place(path, key, self._here())
        self._value(path)

    def _value(self, path: KeyPath) -> None:
        """A value, up to what follows it; places what it holds."""
        if self._within is not None and path not in self._within:
            self._pass_by()
        elif self._peek() == "[":
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

    def _pass_by(self) -> None:
        """A value of which nothing is wanted."""
        depth = 0
        while depth or self._peek() not in ("\n", ",", "]", "}"):
            depth += (self._peek() in ("[", "{")) - (self._peek() in ("]", "}"))
            self._at += 1

    def _list(self, path: KeyPath) -> None:
        self._at += 1
        index = 0
        while self._peek() != "]":
            if self._peek() in ",\n":
                self._at += 1
                continue
            element = (*path, index)
            self._place(element, self._here(), self._here())
            self._value(element)
            index += 1
        self._at += 1


def _name(token: str) -> str:
    """A part of a key, without its quotes."""
    if token[0] == '"' and "\\" in token:
        return str(tomllib.loads(f"k = {token}")["k"])
    return token[1:-1] if token[0] in "\"'" else token
