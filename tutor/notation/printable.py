"""Text of others made safe to show: what a terminal would obey, or an eye would miss, becomes a visible picture."""

import unicodedata

_DELETE = 0x7F


def printable(text: str, keep: str = "") -> str:
    r"""Replace every character that has no glyph by a picture of it: ␛, ␀, ⟨U+202E⟩.

    Control characters, direction and zero-width marks, line and paragraph separators, lone surrogates and unassigned
    code points are replaced; spaces of every width stay.

    Args:
        text: any string.
        keep: control characters that stay as they are, such as ``"\n\t"``.
    """
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() or char in keep else _picture(char) for char in text)


def _picture(char: str) -> str:
    """The picture of one character that is not printable; a space other than U+0020 is its own."""
    code = ord(char)
    if code < ord(" "):
        return chr(0x2400 + code)
    if code == _DELETE:
        return "␡"
    return char if unicodedata.category(char) == "Zs" else f"⟨U+{code:04X}⟩"
