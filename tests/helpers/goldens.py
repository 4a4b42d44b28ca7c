"""Screens as text that can be reviewed: what stands where, and how each cell is painted in the dark and light theme."""

import os
from itertools import count
from pathlib import Path

from rich.style import Style
from textual.app import App

THEMES = ("bp-dark", "bp-light")
LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
ATTRIBUTES = ("bold", "italic", "reverse", "underline")


def cells(app: App) -> list[list[tuple[str, str]]]:
    """Every character on the screen with its paint, row by row; a blank has only its ground."""
    return [
        [(char, paint(segment.style, blank=char == " ")) for segment in strip for char in segment.text]
        for strip in app.screen._compositor.render_strips()
    ]


def paint(style: Style | None, *, blank: bool) -> str:
    """A style in words: “#f0f3f6 on #121212 bold”."""
    if style is None:
        return "none"
    ground = f"on {style.bgcolor.name}" if style.bgcolor else ""
    if blank and not (style.reverse or style.underline):
        return ground
    ink = style.color.name if style.color else "none"
    return " ".join(filter(None, (ink, ground, *(name for name in ATTRIBUTES if getattr(style, name)))))


async def portrait(app: App, pilot) -> str:
    """The screen as it is: its text, its paint as a letter a cell, and what the letters mean in either theme."""
    shots = {}
    for theme in sorted(THEMES, key=lambda theme: theme != app.theme):  # every change of theme takes time
        app.theme = theme
        await pilot.pause()
        shots[theme] = cells(app)
    shots = [shots[theme] for theme in THEMES]
    texts = ["\n".join("".join(char for char, _ in row).rstrip() for row in shot) for shot in shots]
    assert texts[0] == texts[1], "a theme changes more than colours"
    letters: dict[tuple[str, ...], str] = {}
    numbers = count()
    grid = []
    for rows in zip(*shots, strict=True):
        line = ""
        for both in zip(*rows, strict=True):
            pair = tuple(style for _, style in both)
            if pair not in letters:
                at = next(numbers)
                letters[pair] = LETTERS[at] if letters else "."
            line += letters[pair]
        grid.append(line.rstrip("."))
    legend = [f"{letter}  {dark:<38}  {light}" for (dark, light), letter in letters.items()]
    return "\n".join([texts[0], "", *grid, "", *legend]) + "\n"


def compare(path: Path, found: str) -> bool:
    """Whether a file holds what was found; BP_UPDATE_GOLDENS=1 writes it anew, for a reviewer to read."""
    if os.environ.get("BP_UPDATE_GOLDENS"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(found, encoding="utf-8")
    return path.exists() and found == path.read_text(encoding="utf-8")
