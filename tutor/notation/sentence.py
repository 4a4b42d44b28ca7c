"""A sentence of the tutor's own with names of quantities in it; plain text in it is never read as markup."""

from tutor.notation import charset, math
from tutor.notation.glyphs import GLYPHS
from tutor.notation.math import Math, Span
from tutor.notation.number import MINUS
from tutor.notation.printable import printable
from tutor.notation.role import glued

SPOKEN = str.maketrans(
    {glyph.screen: glyph.speech for glyph in GLYPHS.values() if len(glyph.screen) == 1 and not glyph.screen.isascii()}
    | {"·": "*", "½": "1/2", "²": "^2", "′": "'", "Σ": "the sum of", "≈": "is about", "…": "..."}
)
"""The signs that stand in text, as arithmetic is written in ASCII and names are said."""

APART = " · "
"""What parts of a heading stand apart by, as in “Sample 2 · Layer 1”; no product is written with blanks."""

Sentence = tuple[str | Math, ...]
"""Text and mathematics in turn. Text may hold what a learner typed."""


def spans(sentence: Sentence) -> tuple[Span, ...]:
    """The sentence for a screen, in roles; each piece of mathematics stays together."""
    found: list[Span] = []
    for part in sentence:
        found.extend((Span(text(part)),) if isinstance(part, str) else glued(math.spans(part)))
    return tuple(found)


def apart() -> str:
    """What stands between the parts of a heading, in the letters that there are."""
    return " - " if charset.ascii() else APART


def text(part: str) -> str:
    """Text of a sentence for a screen, safe to show, in the letters that there are.

    A dot may be the sign of a product of two names, which are no part of the text.
    """
    shown = printable(part)
    return shown if not charset.ascii() else charset.spelt(shown.replace(APART, apart()).replace("·", "*"))


def screen(sentence: Sentence) -> str:
    """The sentence for a screen, as plain text."""
    return "".join(text(part) if isinstance(part, str) else math.screen(part) for part in sentence)


def speech(sentence: Sentence) -> str:
    """The sentence to be read aloud; the numbers and signs in its text are in ASCII."""
    parts = (
        printable(part).replace(APART, ", ").translate(SPOKEN) if isinstance(part, str) else math.speech(part)
        for part in sentence
    )
    return "".join(parts).replace(MINUS, "-")


def ascii(sentence: Sentence) -> str:
    """The sentence with its mathematics in ASCII; other text keeps its letters."""
    parts = (printable(part) if isinstance(part, str) else math.ascii(part) for part in sentence)
    return "".join(parts).replace(MINUS, "-")
