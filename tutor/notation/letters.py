"""How each letter that is not in ASCII is written there: as a word where there is room, and in its own width."""

import re
import unicodedata
from functools import lru_cache

from tutor.notation.columns import columns
from tutor.notation.glyphs import GLYPHS, LOWERED, RAISED, SIGNS, VULGAR

_PICTURES = range(0x2400, 0x2420)
_BRAILLE = range(0x2800, 0x2900)

# Every line of a drawing, by what it has: a heavy part, light ones; lengthwise, upright, in more than one direction.
_LIGHT = {"─╴╶╌┄┈": "-", "│╵╷╎┆┊": "|", "┌┐└┘├┤┬┴┼╭╮╰╯": "+"}
_HEAVY = {
    "━╸╺╼╾╍┅┉═": "=",
    "┃╹╻╽╿╏┇┋║": "#",
    "┍┎┏┑┒┓┕┖┗┙┚┛┝┞┟┠┡┢┣┥┦┧┨┩┪┫┭┮┯┰┱┲┳┵┶┷┸┹┺┻┽┾┿╀╁╂╃╄╅╆╇╈╉╊╋": "#",
}
_SHAPES = {
    "▸▶►→▷": ">", "◂◀◄←": "<", "▲△↑▴": "^", "▼▽↓▾": "v",
    "▐⎡⎢⎣⎧⎨⎩": "[", "▌⎤⎥⎦⎫⎬⎭": "]", "⎛⎜⎝": "(", "⎞⎟⎠": ")", "⎪⎮": "|",
    "✓✔": "+", "✗✘": "x", "↷": "f", "▢□◻": "o", "…": "$", "⋮": ":",
    "█▉▊▋▇▆▅▄▀■●◼◉◆▓": "#", "▃▂▁": "_", "▔": "-", "▍▎▏▕": "|", "▒": ":", "░": ".", "○◯◌": "o", "•∙": "*",
}  # fmt: skip
_LETTERS = {
    "·⋅": ".", "−–—‐‑‒―": "-", "×": "x", "÷⁄": "/", "≈": "~", "≤": "<", "≥": ">", "≠": "!", "≡": "=", "±": "+",
    "∝": "~", "⇒": ">", "⊙": "*", "“”„«»″": '"', "‘’‚′": "'", "⟨": "<", "⟩": ">", "∈": "e", "∂": "d", "∇": "D",
    "Σ": "S", "∏": "P", "√": "V", "∞": "8", "⏎": ">", "␡": "?",
    "α": "a", "β": "b", "γ": "g", "δ": "d", "ε": "e", "ζ": "z", "η": "n", "θ": "o", "κ": "k", "λ": "l", "μ": "u",
    "ν": "v", "ξ": "x", "π": "p", "ρ": "r", "σ": "s", "τ": "t", "φ": "f", "χ": "c", "ψ": "y", "ω": "w",
    "Γ": "G", "Δ": "D", "Θ": "O", "Λ": "L", "Π": "P", "Φ": "F", "Ψ": "Y", "Ω": "W",
    "½⅓¼¾": "?", "øØ": "o", "łŁ": "l", "đð": "d", "þ": "p", "ı": "i", "ß": "s", "æ": "a", "œ": "o", "€": "E",
}  # fmt: skip

DRAWN: dict[str, str] = {
    char: drawn for table in (_LIGHT, _HEAVY, _SHAPES, _LETTERS) for chars, drawn in table.items() for char in chars
}
"""A letter of the same width for each."""

SPELT: dict[str, str] = {
    **{sign.screen: sign.ascii for sign in SIGNS.values() if not sign.screen.isascii()},
    **{glyph.screen: glyph.ascii for glyph in GLYPHS.values() if not glyph.screen.isascii()},
    **{fraction: written for written, (fraction, _) in VULGAR.items()},
    **{chr(code): "^" + chr(code - _PICTURES.start + ord("@")) for code in _PICTURES},
    "∇": "grad ", "≈": "~", "×": "x", "÷": "/", "“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "′": "'",
    "−": "-", "–": "-", "—": "-", "⟨": "<", "⟩": ">", "•": "-", "⏎": "Enter", "␡": "^?", "ß": "ss", "æ": "ae",
}  # fmt: skip
"""What is written for each letter of a text, as many letters as it takes."""

_ABOVE = {chr(code): chr(plain) for plain, code in RAISED.items() if isinstance(code, int)}
_BELOW = {chr(code): chr(plain) for plain, code in LOWERED.items() if isinstance(code, int)}
_SCRIPTS = re.compile(f"⁽[{''.join(_ABOVE)}]*?⁾|[{''.join(_ABOVE)}]+|[{''.join(_BELOW)}]+")
_LONE_DOT = re.compile(r"(?<!\S)·(?!\S)")
"""The place of a number that is not known, among others; any other dot is the sign of a product."""
_WORDS = str.maketrans(SPELT)


@lru_cache(maxsize=4096)
def spelt(text: str) -> str:
    """A text with words for its letters; those that need none stay, for ``drawn``."""
    text = _SCRIPTS.sub(lambda match: _script(match[0]), text.replace("←↑↓→", "arrows").replace("↑↓", "up/dn"))
    return "·".join(part.translate(_WORDS) for part in _LONE_DOT.split(text))


def _script(run: str) -> str:
    """A sub- or superscript behind its sign; what is longer than a name or a number is in brackets."""
    sign, table = ("_", _BELOW) if run[0] in _BELOW else ("^", _ABOVE)
    text = "".join(table[char] for char in run)
    return sign + (text if text.isalnum() or text.startswith("(") or len(text) == 1 else f"({text})")


class _Single(dict[int, str]):
    """For each letter one of its width, found when it is first asked for."""

    def __missing__(self, code: int) -> str:
        found = self[code] = chr(code) if code < ord("\x7f") else _nearest(chr(code))
        return found


_SINGLE = _Single()


def drawn(text: str) -> str:
    """A text with a letter of the same width for each that is not in ASCII."""
    return text.translate(_SINGLE)


def _nearest(char: str) -> str:
    """As many letters as the character has columns: those that it is made of, a picture's shade, or ?."""
    if char in DRAWN:
        return DRAWN[char]
    if ord(char) in _BRAILLE:
        return " .::::###"[(ord(char) - _BRAILLE.start).bit_count()]
    size = columns(char)
    parts = unicodedata.normalize("NFKD", char)
    kept = "".join(DRAWN.get(part, part) for part in parts if part.isascii() or part in DRAWN)
    return kept[:size].ljust(size) if kept else "?" * size
