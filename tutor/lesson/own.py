"""Activations and losses that a lesson writes itself, as far as reading the text goes."""

import re

from tutor.engine.own import tree
from tutor.expression.tokens import Unreadable
from tutor.lesson.positions import KeyPath
from tutor.lesson.tables import Report

_NAME = re.compile(r"[A-Za-z]+(?:[-_ ][A-Za-z]+)*")


def is_formula(text: str, names: tuple[str, ...]) -> bool:
    """Whether a text is meant as a formula, and not as a name that is misspelt."""
    words = re.split("[-_ ]", text.strip())
    return not _NAME.fullmatch(text.strip()) or set(words) <= set(names)


def formula(report: Report, path: KeyPath, text: str, names: tuple[str, ...]) -> str | None:
    """A formula in some names."""
    try:
        tree(text, names)
    except Unreadable as why:
        report.add("wrong-value", path, "a formula that cannot be read", f"a formula in {names}", why.message)
        return None
    return text
