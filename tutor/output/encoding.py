"""Output that a terminal or a pipe cannot encode: written in the nearest ASCII, never an error."""

import codecs
import os
from typing import Protocol, TextIO

from tutor.notation.charset import Style

BROWSER = "tutor.tui.web:Driver"
"""What ``TEXTUAL_DRIVER`` is where a browser shows the screens, which has all their signs."""
_NAME = "tutor.nearest"

_POOR = ("linux", "vt", "ansi", "cons25", "sun", "wy", "screen.linux")
"""What the names of terminals begin with that have few letters, whatever the locale says."""


def _nearest(text: str, start: int, end: int) -> str:
    """A part of a text in ASCII; a dot is the sign of a product unless it stands alone."""
    from tutor.notation import letters  # most outputs have every letter

    beside = (text[max(0, start - 1) : start], text[end : end + 1])
    before, after = ("x" if char.strip() else " " for char in beside)
    return letters.drawn(letters.spelt(f"{before}{text[start:end]}{after}")[1:-1])


def _replace(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return _nearest(error.object, error.start, error.end), error.end


codecs.register_error(_NAME, _replace)


def make_tolerant(stream: TextIO | None) -> None:
    """Let a stream write what its encoding lacks in the nearest ASCII; a stream that cannot be told stays as it is."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors=_NAME)


def has(stream: TextIO | None, text: str) -> bool:
    """Whether a stream can encode a text as it is."""
    try:
        text.encode(getattr(stream, "encoding", None) or "utf-8")
    except (UnicodeError, LookupError):
        return False
    return True


class Bytes(Protocol):
    """What bytes can be written to."""

    def write(self, data: bytes, /) -> object:
        """Write all of them."""


class _Decoded:
    """Bytes for a stream that has only text."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, data: bytes, /) -> object:
        return self._stream.write(data.decode())


def binary(stream: TextIO) -> Bytes:
    """What is below a text stream: files that are in UTF-8 everywhere, whatever the locale is, go there."""
    stream.flush()
    below: Bytes = getattr(stream, "buffer", None) or _Decoded(stream)
    return below


SCREEN_SPECIMEN = "─│┌┗━▶▐▌▸⎡⎢⋮…·−≈✓✗▢↷⏎δσ′∂Σ⊙ᵀ⁽¹⁾ⱼ₁"
"""Of every sort of letter that screens are made of, some."""


def letters(stream: TextIO | None) -> Style:
    """What can be shown on a stream: screens would have “?” for every index where it cannot encode what they show.

    A terminal may be told to have less than it can encode, by its name or by a locale of ASCII that was asked for. A
    browser has all.
    """
    if os.environ.get("TEXTUAL_DRIVER") == BROWSER:
        return "screen"
    if not has(stream, SCREEN_SPECIMEN):
        return "ascii"
    poor = os.environ.get("TERM", "").startswith(_POOR) or os.environ.get("LC_ALL") in ("C", "POSIX")
    return "ascii" if poor and stream is not None and not stream.closed and stream.isatty() else "screen"
