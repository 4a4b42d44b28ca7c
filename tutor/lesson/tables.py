"""Reading TOML tables by a table of keys: types, unknown and missing keys, every fault noted with its key path."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from math import isfinite
from typing import Any, Literal, NamedTuple, TypeGuard, TypeVar

from tutor.lesson.positions import KeyPath
from tutor.lesson.problems import Severity

R = TypeVar("R")

MOST = 100
"""How many faults of one file are told; a file with more is no lesson yet."""
LONGEST = 20_000
"""The longest text, in characters: a Markdown parser's time may grow with the square of it."""

At = Literal["key", "value"]


class Fault(NamedTuple):
    """A problem that knows its key, and not yet its line."""

    code: str
    path: KeyPath
    found: str
    expected: str
    advice: str
    at: At = "value"
    severity: Severity = Severity.ERROR
    offset: int | None = None
    """Where in the file, where that is known already."""
    character: int | None = None
    """Which character of the text at ``path`` it is about, from 0."""
    mistakes: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    """As those of a ``Problem``."""


class Report:
    """The faults of one file, as they are found.

    Attributes:
        warnings: whether to look for what is doubtful as well as for what is wrong.
        homes: what people call a key → its name and the table in which it belongs, to tell of a key in the wrong table.
        faults: what was found.
        counts: how many there are of each severity, those that are not noted included; at most ``MOST`` of each are.
        formulas: each formula of the file's own, with what is wrong with it.
        meant: the keys that unknown ones are told to be: where they are missing, that need not be told as well.
    """

    def __init__(self, warnings: bool, homes: Mapping[str, tuple[str, str]]) -> None:
        self.warnings = warnings
        self.homes = homes
        self.faults: list[Fault] = []
        self.counts: Counter[Severity] = Counter()
        self.formulas: dict[str, Fault | None] = {}
        self.meant: set[KeyPath] = set()

    @property
    def full(self) -> bool:
        """Whether any further error is only counted."""
        return self.counts[Severity.ERROR] >= MOST

    @property
    def omitted(self) -> int:
        """How many are counted and not noted."""
        return self.counts.total() - len(self.faults)

    def keep(self, code: str) -> None:
        """Forget every fault but those of one code."""
        self.faults = [fault for fault in self.faults if fault.code == code]
        self.counts = Counter(fault.severity for fault in self.faults)

    def forget(self, which: Callable[[Fault], bool]) -> None:
        """Forget faults that another one accounts for."""
        self.counts -= Counter(fault.severity for fault in self.faults if which(fault))
        self.faults = [fault for fault in self.faults if not which(fault)]

    def add(self, code: str, path: KeyPath, found: str, expected: str, advice: str, *, at: At = "value") -> None:
        """Note an error."""
        self.note(Fault(code, path, found, expected, advice, at))

    def note(self, fault: Fault) -> None:
        """Note a fault of any kind."""
        self.counts[fault.severity] += 1
        if self.counts[fault.severity] <= MOST:
            self.faults.append(fault)


Reader = Callable[[Report, KeyPath, object], Any]
"""Turns a TOML value into the lesson's own; notes the fault and returns None where it cannot."""


class Key(NamedTuple):
    """What may stand at a key."""

    read: Reader
    needed: str = ""
    """For a required key: an example of what to write."""
    aka: tuple[str, ...] = ()
    """What else people call it, to tell them its name here."""


Keys = Mapping[str, Key]


def key_text(path: KeyPath) -> str:
    """A key path as people count: ``network.layer[2].W[1][3]``, elements from 1."""
    text = ""
    for part in path:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{_shortened(part)}" if text else _shortened(part)
    return text or "(file)"


def found_text(value: object) -> str:
    """What a value is, in a few words of bounded length."""
    match value:
        case bool():
            return str(value).lower()
        case int() if value.bit_length() > 128:
            return f"an integer of about {int(value.bit_length() * 0.30103)} digits"
        case int() | float():
            return str(value)
        case str():
            return f"the text “{_shortened(value)}”" if value else "an empty text"
        case list():
            return f"a list of {len(value)}" if value else "an empty list"
        case dict():
            return "a table"
        case _:
            return "a date or a time"


def _shortened(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"


# The readers of single values.


def text(report: Report, path: KeyPath, value: object) -> str | None:
    """Text, such as Markdown, of at most ``LONGEST`` characters."""
    if not isinstance(value, str):
        report.add("wrong-type", path, found_text(value), "text", "put it between quotes")
    elif len(value) > LONGEST:
        expected = f"at most {LONGEST}"
        report.add("too-large", path, f"a text of {len(value)} characters", expected, "divide it among several steps")
    else:
        return value
    return None


def line(report: Report, path: KeyPath, value: object) -> str | None:
    """One line of text with something in it."""
    read = text(report, path, value)
    if read is None or (read.strip() and "\n" not in read and "\r" not in read):
        return read
    if read.strip():
        report.add("wrong-value", path, "a text of several lines", "one line of text", "write it without line ends")
    else:
        report.add("empty", path, "an empty text", "one line of text", "write a few words")
    return None


def number(report: Report, path: KeyPath, value: object) -> float | None:
    """A finite number; an integer is one, ``true`` is not. −0.0 becomes 0.0."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        report.add("wrong-type", path, found_text(value), "a number", "write a number such as 0.5, without quotes")
        return None
    try:
        read = float(value)
    except OverflowError:
        read = float("inf")
    if isfinite(read):
        return read + 0.0
    report.add("not-finite", path, found_text(value), "a finite number", "write a number between -1e308 and 1e308")
    return None


def whole(report: Report, path: KeyPath, value: object) -> int | None:
    """An integer."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    report.add(
        "wrong-type", path, found_text(value), "a whole number", "write a whole number such as 1, without quotes"
    )
    return None


def boolean(report: Report, path: KeyPath, value: object) -> bool | None:
    """True or false."""
    if isinstance(value, bool):
        return value
    report.add("wrong-type", path, found_text(value), "true or false", "write true or false, without quotes")
    return None


def choice(report: Report, path: KeyPath, value: object, *, of: Iterable[str], other: str = "") -> str | None:
    """One of some words.

    Args:
        report: where faults are noted.
        path: of the value.
        value: what stands there.
        of: the words.
        other: what may stand there as well.
    """
    words = list(of)
    if isinstance(value, str) and value in words:
        return value
    expected = ", ".join(f'"{word}"' for word in words[:-1])
    expected = f'{expected} or "{words[-1]}"' if expected else f'"{words[0]}"'
    expected = f"{expected}, or {other}" if other else expected
    if isinstance(value, str):
        near = nearest(value, words)
        advice = f'did you mean "{near}"?' if near else "write one of these"
        report.add("wrong-value", path, found_text(value), expected, advice)
    else:
        report.add("wrong-type", path, found_text(value), expected, "write one of these, between quotes")
    return None


# The readers of lists.


def listed(
    report: Report,
    path: KeyPath,
    value: object,
    *,
    of: Callable[[Report, KeyPath, object], R | None],
    what: str,
    empty: bool = False,
) -> tuple[R, ...] | None:
    """A list, each element read by ``of``, as a tuple; None if any of them is at fault.

    Args:
        report: where faults are noted.
        path: of the list.
        value: what stands there.
        of: the reader of one element.
        what: the list with an example, as in “a list of numbers such as [1.0, 0.5]”.
        empty: whether it may be empty.
    """
    if not isinstance(value, list):
        report.add("wrong-type", path, found_text(value), what, "put it between square brackets")
        return None
    if not value and not empty:
        report.add("empty", path, "an empty list", what, "write at least one")
        return None
    read = [of(report, (*path, index), element) for index, element in enumerate(value)]
    sound = tuple(element for element in read if element is not None)
    return sound if len(sound) == len(read) else None


def numbers(report: Report, path: KeyPath, value: object) -> tuple[float, ...] | None:
    """A list of finite numbers, not empty."""
    if isinstance(value, list) and value and all(type(element) is float and isfinite(element) for element in value):
        return tuple(element + 0.0 for element in value)  # what nearly every list is, at nearly no cost
    return listed(report, path, value, of=number, what="a list of numbers such as [1.0, 0.5]")


def flat(value: object) -> TypeGuard[list[Any]]:
    """Whether a matrix is written as one list of numbers."""
    return isinstance(value, list) and bool(value) and all(isinstance(element, int | float) for element in value)


def matrix(report: Report, path: KeyPath, value: object) -> tuple[tuple[float, ...], ...] | None:
    """A list of rows of numbers, none empty; the rows may differ in length."""
    what = "a list of rows such as [[0.1, 0.2], [0.3, 0.4]]"
    if flat(value):
        found = f"a list of {len(value)} numbers" if len(value) > 1 else "a list of 1 number"
        advice = "put it in two brackets, [[…]]; each row belongs to one neuron"
        report.add("wrong-type", path, found, what, advice)
        return None
    return listed(report, path, value, of=numbers, what=what)


def indices(report: Report, path: KeyPath, value: object) -> tuple[int, ...] | None:
    """A list of whole numbers, not empty."""
    what = "a list of whole numbers such as [1, 2]"
    return listed(report, path, value, of=whole, what=what)


def texts(report: Report, path: KeyPath, value: object) -> tuple[str, ...] | None:
    """A list of texts; it may be empty."""
    return listed(report, path, value, of=text, what='a list of texts such as ["one", "two"]', empty=True)


def lines(report: Report, path: KeyPath, value: object) -> tuple[str, ...] | None:
    """A list of lines of text; it may be empty."""
    return listed(report, path, value, of=line, what='a list of texts such as ["one", "two"]', empty=True)


# The readers of tables.


def table(report: Report, path: KeyPath, value: object, *, keys: Keys) -> dict[str, Any] | None:
    """A table; what could be read of it, so that one fault does not hide the next."""
    if not isinstance(value, dict):
        header = key_text(path)
        report.add(
            "wrong-type", path, found_text(value), f"a table [{header}]", f"write [{header}] on a line of its own"
        )
        return None
    read = {}
    for name, element in value.items():
        if name in keys:
            read[name] = keys[name].read(report, (*path, name), element)
        else:
            _unknown(report, path, name, keys)
    for name, key in keys.items():
        if key.needed and name not in value:
            found = f"no {name} here"
            report.add("missing-key", (*path, name), found, f"the key {name}", f"write {key.needed}")
    return {name: element for name, element in read.items() if element is not None}


def named_lines(report: Report, path: KeyPath, value: object) -> dict[str, str] | None:
    """A table of lines of text, each under any name; those that could be read."""
    if not isinstance(value, dict):
        return table(report, path, value, keys={})
    read = {name: line(report, (*path, name), element) for name, element in value.items()}
    return {name: element for name, element in read.items() if element is not None}


def tables(report: Report, path: KeyPath, value: object, *, keys: Keys) -> list[dict[str, Any] | None] | None:
    """A list of ``[[tables]]``, not empty; None for an element that is no table."""
    header = key_text(path)
    if not isinstance(value, list):
        advice = f"write [[{header}]], with two brackets on each side"
        report.add("wrong-type", path, found_text(value), f"one or more tables [[{header}]]", advice)
        return None
    if not value:
        report.add("empty", path, "an empty list", f"one or more tables [[{header}]]", f"write [[{header}]]")
        return None
    return [table(report, (*path, index), element, keys=keys) for index, element in enumerate(value)]


def nearest(word: str, words: Iterable[str]) -> str | None:
    """The word that one most likely meant, if any is near."""
    from difflib import get_close_matches  # only where something is amiss

    by_case = {known.casefold(): known for known in words}
    near = get_close_matches(word[:80].casefold(), by_case, n=1, cutoff=0.6)
    return by_case[near[0]] if near else None


def _unknown(report: Report, path: KeyPath, name: str, keys: Keys) -> None:
    if report.full:
        report.counts[Severity.ERROR] += 1
        return
    names = {other: known for known, key in keys.items() for other in (known, *key.aka)}
    near = nearest(name, names)
    if near and (name in names or name not in report.homes):
        expected, advice = f"a key such as {names[near]}", f"did you mean {names[near]}?"
        report.meant.add((*path, names[near]))
    elif name in report.homes:
        known, home = report.homes[name]
        expected, advice = f"{known} in {home}", f"move it to {home}"
        report.meant.add((*home.strip("[]").split("."), known) if home.startswith("[") else (known,))
    else:
        expected, advice = f"one of {', '.join(keys)}", "take it out, or check in which table it belongs"
    report.add("unknown-key", (*path, name), f"the unknown key {_shortened(name)}", expected, advice, at="key")
