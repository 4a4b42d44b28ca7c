"""The colour code for every theme: a set for dark ones, one for light ones, and the terminal's own colours."""

from textual.color import Color
from textual.theme import Theme

DARK = {
    "bp-input": "#f2a65a",
    "bp-weight": "#79b8ff",
    "bp-activation": "#85d996",
    "bp-error": "#ff8a80",
    "bp-code": "#d2a8ff",
    "bp-faint": "#7d8590",
    "bp-quiet": "#a5adb8",
    "bp-key": "#e6c06a",
    "bp-ink": "#f0f3f6",
    "bp-asked": "#383e47",
}
LIGHT = {
    "bp-input": "#a04c00",
    "bp-weight": "#0b57c2",
    "bp-activation": "#11692e",
    "bp-error": "#b3202c",
    "bp-code": "#6f35b5",
    "bp-faint": "#767d86",
    "bp-quiet": "#505761",
    "bp-key": "#7a5600",
    "bp-ink": "#1c2128",
    "bp-asked": "#dde1e6",
}
TERMINAL = {
    "bp-input": "ansi_yellow",
    "bp-weight": "ansi_blue",
    "bp-activation": "ansi_green",
    "bp-error": "ansi_red",
    "bp-code": "ansi_magenta",
    "bp-faint": "ansi_bright_black",
    "bp-quiet": "ansi_default",
    "bp-key": "ansi_cyan",
    "bp-ink": "ansi_default",
    "bp-asked": "ansi_default",
}
"""Here what is in question is bold between its edges: nobody knows which other ground its colours can be read on."""

NEAR: dict[bool, tuple[float, str]] = {True: (0.19, "#000000"), False: (0.9, "#ffffff")}
"""For dark themes and light ones: the brightness between which the ground of what is in question is another one.

On a background that is too near to ``bp-asked``, it is darker than that, or lighter.
"""


def variables(theme: Theme) -> dict[str, str]:
    """The colour variables for a theme; a theme's own ``variables`` come before these."""
    if theme.name.startswith("ansi"):
        return TERMINAL
    colours = DARK if theme.dark else LIGHT
    limit, other = NEAR[theme.dark]
    if theme.background is None or (Color.parse(theme.background).brightness < limit) == theme.dark:
        return colours
    return colours | {"bp-asked": other}
