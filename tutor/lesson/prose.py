"""What a lesson's Markdown has that will not be shown as it was meant."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from tutor.lesson.positions import KeyPath, places, string, within
from tutor.lesson.problems import Severity
from tutor.lesson.source import Source
from tutor.lesson.tables import LONGEST, Fault, Report
from tutor.notation.prose import math_problems

MOST_CHECKED = 60_000
"""How many characters of prose with mathematics are checked; a Markdown parser takes a second for the worst of them."""


def doubtful(report: Report, source: Source) -> None:
    """Warn of TeX that TOML has taken for something else, and of mathematics that cannot be shown as such."""
    prose = {path: text for path, text in _texts(source.data) if len(text) <= LONGEST}
    found = places(source.text, prose)
    checked = 0
    for path, markdown in prose.items():
        start = found[path].value
        lost = _lost(string(source.text, start))
        if lost is not None:
            _note_lost(report, path, source.text, start + lost)
        elif "$" in markdown:
            checked += len(markdown)
            if checked > MOST_CHECKED:
                _note_unchecked(report, path)
                return
            for offset, reason in math_problems(markdown):
                _note_mathematics(report, path, reason, within(source.text, start, offset))


def _texts(data: Mapping[str, Any]) -> Iterator[tuple[KeyPath, str]]:
    """Every Markdown text of a file, with its key path."""
    steps = data.get("step")
    texts: list[tuple[KeyPath, object]] = [(("about",), data.get("about"))]
    for index, step in enumerate(steps if isinstance(steps, list) else ()):
        if isinstance(step, dict):
            texts += ((("step", index, name), step.get(name)) for name in ("before", "after", "say"))
            hints = step.get("hints")
            texts += (
                (("step", index, "hints", k), hint) for k, hint in enumerate(hints if isinstance(hints, list) else ())
            )
    return ((path, text) for path, text in texts if isinstance(text, str))


_ESCAPE = re.compile(r"\\(?:(?P<gone>[bfr])|(?P<white>[nt])(?=[A-Za-z])|.)", re.DOTALL)
"""What TOML makes one character of: one that no text has, white space before letters, or another."""
_FORMULA = re.compile(r"\$\$(?:\\.|[^$\\])++\$\$|\$(?!\s)(?:\\.|[^$\\])++(?<!\s)\$(?!\d)", re.DOTALL)
_COMMAND = re.compile(r"\\[A-Za-z]+")
_CHARACTERS = {"b": "a backspace", "f": "a form feed", "r": "a carriage return", "n": "a line end", "t": "a tab"}


def _lost(written: str) -> int | None:
    r"""Where a string, as it is written, has a backslash that was meant for TeX, as in ``"$\theta$"``.

    A line end or a tab is one only in a formula and before letters: elsewhere it may be meant.
    """
    if written[0] != '"' or "\\" not in written:
        return None
    gone = [match.start() for match in _ESCAPE.finditer(written) if match["gone"]]
    white = [
        formula.start() + match.start()
        for formula in _FORMULA.finditer(written)
        for match in _ESCAPE.finditer(formula[0])
        if match["white"]
    ]
    return min([*gone, *white], default=None)


def _note_lost(report: Report, path: KeyPath, text: str, offset: int) -> None:
    command = _COMMAND.match(text, offset)
    shown = command[0] if command and len(command[0]) <= 20 else text[offset : offset + 2]
    found = rf"{shown} between double quotes, where \{text[offset + 1]} is {_CHARACTERS[text[offset + 1]]}"
    advice = f"""write the text between ''' ''', or '…' on one line, or write \\{shown}"""
    report.note(
        Fault("escape", path, found, "TeX as it is typed", advice, severity=Severity.WARNING, offset=offset),
    )


def _note_mathematics(report: Report, path: KeyPath, reason: str, offset: int) -> None:
    found = f"mathematics that cannot be shown ({reason})"
    expected, advice = "the notation of the worked example", "write it as there, or without $"
    report.note(Fault("mathematics", path, found, expected, advice, severity=Severity.WARNING, offset=offset))


def _note_unchecked(report: Report, path: KeyPath) -> None:
    found, expected = "more prose with mathematics than is checked", f"at most {MOST_CHECKED:,} characters of it"
    advice = "make several lessons of it, or look at its formulas yourself from here on"
    report.note(Fault("too-large", path, found, expected, advice, severity=Severity.WARNING))
