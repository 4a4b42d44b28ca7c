"""Brackets as tall as what they stand around, a glyph a row: around a matrix, around a fraction."""

_TALL: dict[str, tuple[str, str, str, str]] = {
    "[": ("⎡", "⎢", "⎢", "⎣"),
    "]": ("⎤", "⎥", "⎥", "⎦"),
    "(": ("⎛", "⎜", "⎜", "⎝"),
    ")": ("⎞", "⎟", "⎟", "⎠"),
    "{": ("⎧", "⎪", "⎨", "⎩"),
    "}": ("⎫", "⎪", "⎬", "⎭"),
    "|": ("│", "│", "│", "│"),
}
"""Of each bracket the top, what goes on, the middle and the bottom."""


def tall(bracket: str, rows: int, *, ascii: bool = False) -> tuple[str, ...]:
    """One of ``( ) [ ] { } |`` so many rows high, from top to bottom; in ASCII it is repeated."""
    if rows == 1 or ascii:
        return (bracket,) * rows
    top, on, middle, bottom = _TALL[bracket]
    return (top, *(middle if row == rows // 2 else on for row in range(1, rows - 1)), bottom)
