"""Which letters the output has: all that screens are made of, or ASCII alone. The front chooses, once, before all else.

In ASCII a text is written twice. Where it is made, before anything is measured, letters become words (``spelt``: δ is
delta, … is ...); at the very end, where widths are settled, every letter that is left becomes another of its width
(``drawn``: a wire, a sign, the dot of a number that is not known). Both tables stand in ``letters``.
"""

from typing import Literal

Style = Literal["screen", "ascii"]

_style: Style = "screen"


def use(style: Style) -> None:
    """Choose the letters of all output from now on."""
    global _style  # noqa: PLW0603 (one choice for the process: no screen mixes two)
    _style = style


def style() -> Style:
    """The letters that were chosen."""
    return _style


def ascii() -> bool:
    """Whether there is ASCII alone."""
    return _style == "ascii"


def spelt(text: str) -> str:
    """Text of a sentence before it is measured: in ASCII its letters are words where they have to be."""
    if _style == "screen" or text.isascii():
        return text
    from tutor.notation.letters import spelt  # a screen with all letters needs no table

    return spelt(text)


def drawn(text: str) -> str:
    """Text in its place: in ASCII every other letter is one of the same width."""
    if _style == "screen" or text.isascii():
        return text
    from tutor.notation.letters import drawn

    return drawn(text)


def written(text: str) -> str:
    """Text that is neither measured nor drawn over: in ASCII wholly so."""
    return drawn(spelt(text))
