"""What is wrong with a text that is not TOML, in words that say what to write instead.

``tomllib`` gives one reason and one place for every mistake; the cure is told by what stands there.
"""

import re
from collections.abc import Callable
from typing import NamedTuple

from tutor.lesson.positions import KeyPath, again, position, tokens


class Mistake(NamedTuple):
    """Why a text is not TOML."""

    found: str
    expected: str
    advice: str
    offset: int
    """Where in the text."""
    path: KeyPath = ()
    """Of the key that is at fault, if it is one."""


class Failure(NamedTuple):
    """What ``tomllib`` says."""

    reason: str
    text: str
    offset: int

    @property
    def line(self) -> int:
        """The offset of the beginning of its line."""
        return self.text.rfind("\n", 0, self.offset) + 1

    def says(self, *beginnings: str) -> bool:
        """Whether the reason begins in one of these ways."""
        return self.reason.startswith(beginnings)


def explain(message: str, text: str) -> Mistake:
    r"""What is wrong with a text.

    Args:
        message: of the ``TOMLDecodeError``, with the place at its end.
        text: what was parsed, with ``\n`` for every line end.
    """
    failure = _failure(message, text)
    for look in (_swallowed, _repeated, _open_text, _escape, _control, _open_list, _by_word, _by_sign):
        if mistake := look(failure):
            return mistake
    # Python writes the names of tables as a tuple.
    reason = re.sub(r"\('[^)]*\)", lambda names: ".".join(re.findall("'([^']*)'", names[0])), failure.reason)
    found, advice = f"text that is not TOML ({reason[:200]})", "look at this place and just before it"
    return Mistake(found, "lines such as x = [1.0, 0.5]", advice, failure.offset)


def _failure(message: str, text: str) -> Failure:
    match = re.search(r" \(at (?:line (\d+), column (\d+)|end of document)\)$", message)
    if match is None:
        return Failure(message, text, 0)
    offset = len(text)
    if match[1]:
        lines = text.split("\n", int(match[1]) - 1)
        offset = len(text) - len(lines[-1]) + int(match[2]) - 1
    reason = message[: match.start()]
    return Failure(reason[:1].lower() + reason[1:], text, min(offset, len(text)))


def _swallowed(failure: Failure) -> Mistake | None:
    """A text that only the quotes that open the next one have closed."""
    for token, start in tokens(failure.text[: failure.offset]):
        quotes = token[:3]
        if quotes in ('"""', "'''") and re.fullmatch(r"\s*[\w.-]+\s*=\s*", token[3:-3].rpartition("\n")[2]):
            line = position(failure.text, start + len(token)).line
            found = f"a text that is opened here with {quotes} and goes on to line {line}, where another is to begin"
            return Mistake(found, f"{quotes} where it ends", f"close it with {quotes}", start)
    return None


_AGAIN = ("cannot overwrite", "cannot declare", "cannot mutate", "cannot redefine", "duplicate inline")
_LISTS = ("layer", "step")
"""The tables of which a lesson has many."""


def _repeated(failure: Failure) -> Mistake | None:
    """A key or a table that is there twice."""
    if not failure.says(*_AGAIN):
        return None
    text, end = failure.text, failure.text.find("\n", failure.offset)
    try:
        twice = again(text if end < 0 else text[:end])
    except IndexError:  # what comes after the key is not TOML either
        return None
    if twice is None:
        return None
    path, first, second = twice
    line = position(text, first.key).line
    name = ".".join(str(part)[:40] for part in path if isinstance(part, str))
    if text[second.value : second.value + 1] != "[" or second.value > second.key:
        found = f"the key {name} a second time, after line {line}"
        return Mistake(found, "each key once", "take out one of the two", second.key, path)
    if path[-1] in _LISTS:
        found, expected = f"the table {name} a second time, after line {line}", f"[[{name}]] for each of them"
        return Mistake(found, expected, f"write [[{name}]], with two brackets on each side", second.value, path)
    found, expected = f"the table [{name}] a second time, after line {line}", "each table once"
    return Mistake(found, expected, "move what it holds to the first", second.value, path)


_CURLY = "“”„‟«»‘’‚‛`´"


def _open_text(failure: Failure) -> Mistake | None:
    """Text without its closing quotes, told where it is opened."""
    if not failure.says(
        "unterminated string", "expected \"'", "illegal character '\\n'", "found invalid character '\\n'"
    ):
        return None
    text = failure.text
    for token, start in tokens(text):
        if token in ('""', "''") and text[start + 2 : start + 3] == token[0]:
            quotes = token[0] * 3
            found = f"a text that is opened here with {quotes} and closed nowhere"
            return Mistake(found, f"{quotes} where it ends", f"close it with {quotes}", start)
        if token in ('"', "'"):
            found = f"a text that is opened here with {token} and not closed on its line"
            line = text[start:].partition("\n")[0]
            curly = next((mark for mark in _CURLY if mark in line), "")
            advice = f"close it with {token}" + (f" in place of {curly}" if curly else "")
            return Mistake(found, f"{token} where it ends", f"{advice}; several lines stand between ''' '''", start)
    return None


def _escape(failure: Failure) -> Mistake | None:
    """A backslash between double quotes, mostly of TeX."""
    if not failure.says("unescaped", "invalid hex", "escaped character"):
        return None
    offset = failure.text.rfind("\\", 0, failure.offset)
    command = re.compile(r"\\(?:u[0-9A-Fa-f]{4}|[A-Za-z]{1,20}|.?)").match(failure.text, offset)
    found = f"{command[0] if command else ''} between double quotes"
    advice = "write the text between ''' ''', or '…' on one line"
    return Mistake(found, "text with a backslash between single quotes", advice, offset)


def _control(failure: Failure) -> Mistake | None:
    """A control character in a text or a remark, or as a line end."""
    if failure.offset >= len(failure.text) or not failure.says("illegal", "found invalid", "expected newline"):
        return None
    character = failure.text[failure.offset]
    if character == "\r":
        found, expected = "a carriage return alone", "ordinary line ends"
        return Mistake(found, expected, "save the file with the line ends of Unix or Windows", failure.offset)
    if failure.says("expected"):
        return None
    found = f"the control character U+{ord(character):04X}"
    return Mistake(found, "text that can be printed", "take it out", failure.offset)


_KEY = re.compile(r"[\w.\"'-]+[ \t]*=")
_HEADER = re.compile(r"[ \t]*\[\[?[ \t]*[A-Za-z_][\w.-]*[ \t]*\]\]?[ \t]*(?:\#[^\n]*)?(?:\n|\Z)")


def _open_list(failure: Failure) -> Mistake | None:
    """A list that has no end before the next key or table, told where it is opened."""
    if not failure.says("unclosed array", "invalid value"):
        return None
    text, line, offset = failure.text, failure.line, failure.offset
    first = not text[line:offset].strip(" \t[")
    ended = offset >= len(text) or (first and (_KEY.match(text, offset) or _HEADER.match(text, line)))
    if not ended:
        return None
    opened: list[int] = []
    for token, start in tokens(text[: offset if offset >= len(text) else line]):
        if token in ("[", "{"):
            opened.append(start)
        elif token in ("]", "}") and opened:
            opened.pop()
    if not opened:
        return None
    closing = "]" * min(len(opened), 4)
    return Mistake(
        "a list that is opened here and not closed", f"{closing} at its end", f"close it with {closing}", opened[-1]
    )


# What is told by the word at the place.

_MINUS = "−–—‐‑﹣－"


def _number(word: str) -> str:
    """A number as TOML has it, from one as people type it."""
    word = re.sub(f"[{_MINUS}]", "-", word)
    word = re.sub(r"^([+-]?)\.", r"\g<1>0.", word)
    word = re.sub(r"^([+-]?)0+(?=\d)", r"\1", word)
    return re.sub(r"\.(?!\d)", ".0", word)


def _quotient(word: str) -> str:
    over, under = map(int, word.split("/"))
    return f"{over / under:.4g}"


def _nothing(_word: str) -> str:
    return "a number"


class Word(NamedTuple):
    """A word that TOML does not know, and what to write for it."""

    pattern: str
    found: str
    expected: str
    cure: Callable[[str], str]


_NUMBERS = (
    Word(rf"(?=.*\d).*[{_MINUS}].*", "{}, with a minus sign that is not the keyboard's", "a minus sign -", _number),
    Word(r"[+-]?\.\d.*", "{}", "a digit before the point", _number),
    Word(r"[+-]?\d+\.", "{}", "a digit after the point", _number),
    Word(r"[+-]?0\d+(?:\.\d*)?", "{}, which begins with 0", "a number as it is usually written", _number),
    Word(r"[+-]?\d{1,6}/0*[1-9]\d{0,5}", "the fraction {}", "a decimal number", _quotient),
    Word(r"[+-]?[\d½¼¾⅓⅔⅛].*", "{}, which is no number here", "a number such as 0.5, -2 or 1e-3", _nothing),
)
_WORDS = (
    Word(r"(?i:true|false)", "{}", "small letters", str.lower),
    Word(r"(?i:[+-]?nan|[+-]?inf(?:inity)?|none|null|nil)", "{}", "a number, or text between quotes", _nothing),
)
_SOUND = re.compile(r"[+-]?(?:0|[1-9][\d_]*)(?:\.[\d_]+)?(?:[eE][+-]?\d+)?|true|false|[+-]?(?:nan|inf)")
_WORD = re.compile(r"""[^\s,;:()\[\]{}#="']*""")


def _by_word(failure: Failure) -> Mistake | None:
    """A number or a word at the place, written as TOML does not have it."""
    if not failure.says("invalid value", "unclosed array", "expected newline"):
        return None
    text, offset = failure.text, failure.offset
    before = _WORD.match(text[failure.line : offset][-60:][::-1])
    start = offset - (len(before[0]) if before else 0)
    match = _WORD.match(text, start, offset + 60)
    word = match[0] if match else ""
    if not word or _SOUND.fullmatch(word):
        return None
    if word[0] in _CURLY:
        inner = re.compile(rf"[{_CURLY}]([^{_CURLY}\"'\n]{{0,60}})[{_CURLY}\"']").match(text, start)
        cure = f'write "{inner[1] if inner else "…"}"'
        return Mistake(f"the quote {word[0]}", "straight quotes", cure, start)
    for known in _NUMBERS if failure.says("invalid value") or start < offset else _NUMBERS[:4]:
        if re.fullmatch(known.pattern, word):
            return Mistake(known.found.format(word), known.expected, f"write {known.cure(word)}", start)
    return _bare_word(failure, word, start) if failure.says("invalid value") else None


def _bare_word(failure: Failure, word: str, start: int) -> Mistake | None:
    for known in _WORDS:
        if re.fullmatch(known.pattern, word):
            return Mistake(known.found.format(word), known.expected, f"write {known.cure(word)}", start)
    if not word[0].isalpha():
        return None
    rest = re.compile(r"[^,\[\]{}#=\n]*").match(failure.text, start)
    words = (rest[0] if rest else word).strip(" \t\"'" + _CURLY)
    words = words if len(words) <= 40 else words[:39] + "…"
    return Mistake(
        f"the bare word {word}",
        "text between quotes, or a number",
        f"write '{words}'" if '"' in words else f'write "{words}"',
        start,
    )


# What is told by the sign at the place.


class Sign(NamedTuple):
    """What stands where ``tomllib`` gave up, and what to do about it."""

    reason: str
    pattern: str
    found: str
    expected: str
    advice: str


_LINE = "a line such as x = [1.0, 0.5] or [network]"
_REMARK = "write key = value, or # before a remark"
_BEFORE = r"(?<=[\"'] )|(?<=[\"'])"
_SIGNS = (
    Sign("unclosed array", ";", "a semicolon", "a comma", "write , in place of ;"),
    Sign("unclosed array", "[)}]", "{}", "] at the end of a list", "write ] in place of {}"),
    Sign("unclosed array", r"\[", "no comma before this row", "a comma between two rows", "write , before it"),
    Sign(
        "unclosed array",
        r"(?<=[\"'])[^\s\"'\[\],][^\n]*[\"']",
        "quotes inside a text",
        "no such quotes in it",
        "write the whole text between ''' '''",
    ),
    Sign("unclosed array", r"[\w+.\"'-]+", "no comma before {}", "a comma between two values", "write , before it"),
    Sign("invalid value", ",", "nothing before this comma", "a value before each comma", "take the comma out"),
    Sign("invalid value", r"\(", "a round bracket", "lists between [ and ]", "write [ and ]"),
    Sign("invalid value", r"\n|\Z|\#", "nothing after the =", "a value", "write a number, a list or a text"),
    Sign(
        "expected newline",
        r",\s*\d",
        "a comma after the number",
        "a point in a decimal number",
        "write 0.5 for 0,5; several numbers stand between [ and ]",
    ),
    Sign("expected newline", ",", "a comma after the value", "one value", "put several values between [ and ]"),
    Sign("expected newline", "[])}]", "{}, which closes nothing that was opened", "the end of the line", "take it out"),
    Sign("expected newline", r"[\w.-]+\s*=", "a second key on one line", "a line for each key", "begin a new line"),
    Sign(
        "expected newline",
        rf"(?:{_BEFORE})[^\n]*[\"']",
        "quotes inside a text",
        "no such quotes in it",
        "write the whole text between ''' '''",
    ),
    Sign("invalid value", r"\S", "{} where a value belongs", "a number, a list or text between quotes", "write one"),
    Sign("expected newline", r"\S+", "{} after the value", "the end of the line", "take it out, or begin a new line"),
    Sign("expected '='", ":", "a colon after the key", "=", "write = in place of :"),
    Sign("expected '='", "[,}]", "values between { and }", "lists between [ and ]", "write [ and ]"),
    Sign("expected '='", r"\n|\Z|\#", "a line without =", _LINE, _REMARK),
    Sign("expected '='", r"\S", "{} where = belongs", _LINE, _REMARK),
    Sign("invalid statement", r"\{", "{", "TOML, not JSON", "begin with format = 1; see the README"),
    Sign("invalid statement", "=", "nothing before the =", "a key", "write the key"),
    Sign("invalid statement", r"\S", "{} at the beginning of a line", _LINE, _REMARK),
    Sign("invalid initial", r"\S", "{} where a key belongs", _LINE, _REMARK),
    Sign(
        "expected ']]'",
        "",
        "no ]] after the name of the table",
        "]]",
        "write [[network.layer]], with two brackets on each side",
    ),
    Sign("expected ']'", "", "no ] after the name of the table", "]", "write [network], without spaces in the name"),
    Sign("unclosed inline", "", "a { that is not closed", "}", "close it, or write lists between [ and ]"),
)


def _by_sign(failure: Failure) -> Mistake | None:
    """A sign at the place that does not belong there, or the lack of one."""
    for sign in _SIGNS:
        if not failure.says(sign.reason):
            continue
        match = re.compile(sign.pattern).match(failure.text, failure.offset, failure.offset + 200)
        if match is not None:
            shown = match[0] if len(match[0]) <= 40 else match[0][:39] + "…"
            found = sign.found.replace("{}", shown)
            return Mistake(found, sign.expected, sign.advice.replace("{}", shown), failure.offset)
    return None
