"""How many columns of a terminal a text takes: those of some scripts, and most pictures, take two a character.

Numbers stand in a column by their decimal points.
"""

import unicodedata
from collections.abc import Sequence
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


def align(texts: Sequence[str], filler: str = " ") -> tuple[str, ...]:
    """The numbers, as wide as one another, their decimal points (or the ends of whole numbers) in one column."""
    whole = [len(text.partition(".")[0]) for text in texts]
    most = max(whole, default=0)
    indented = [filler * (most - own_whole) + text for own_whole, text in zip(whole, texts, strict=True)]
    widest = max(map(len, indented), default=0)
    return tuple(text + filler * (widest - len(text)) for text in indented)
