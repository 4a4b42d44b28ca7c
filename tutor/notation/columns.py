"""How many columns of a terminal a text takes: those of some scripts, and most pictures, take two a character."""

import unicodedata
from functools import lru_cache


def columns(text: str) -> int:
    """The columns that a printable text takes."""
    return len(text) if text.isascii() else sum(map(_of, text))


@lru_cache(maxsize=4096)
def _of(char: str) -> int:
    """The columns of one character; a mark over another one has none of its own."""
    if unicodedata.category(char) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1
