"""Output that a terminal or a pipe cannot encode: written in the nearest ASCII, never an error."""

import codecs
import unicodedata
from typing import Protocol, TextIO

_NAME = "tutor.nearest"

_ASCII = {
    "−": "-", "–": "-", "—": "-", "·": "*", "×": "x", "÷": "/", "≈": "~", "≤": "<=", "≥": ">=", "≠": "!=", "→": "->",
    "←": "<-", "“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "′": "'", "…": "...", "•": "-", "⟨": "<", "⟩": ">",
    "✓": "+", "✗": "[x]", "▢": "#", "↷": ">", "δ": "delta", "σ": "sigma", "η": "eta", "ε": "epsilon", "π": "pi",
    "∂": "d", "∇": "grad ", "Σ": "sum", "⊙": ".*", "½": "1/2", "␡": "^?",
}  # fmt: skip
"""What the tutor's own texts hold; any other letter is taken apart, and its ASCII part kept."""

_PICTURES = range(0x2400, 0x2420)


def _nearest(char: str) -> str:
    if char in _ASCII:
        return _ASCII[char]
    if ord(char) in _PICTURES:
        return "^" + chr(ord(char) - _PICTURES.start + ord("@"))
    kept = (_ASCII.get(part, part) for part in unicodedata.normalize("NFKD", char))
    return "".join(part for part in kept if part.isascii()) or "?"


def _replace(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(map(_nearest, error.object[error.start : error.end])), error.end


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


def has_screens(stream: TextIO | None) -> bool:
    """Whether a stream can encode what screens show; one that cannot would have “?” for every index."""
    return has(stream, SCREEN_SPECIMEN)
