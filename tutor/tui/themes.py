"""The colour code for every theme: a set for dark ones, one for light ones, and the terminal's own colours."""

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
}


def variables(theme: Theme) -> dict[str, str]:
    """The colour variables for a theme; a theme's own ``variables`` come before these."""
    if theme.name.startswith("ansi"):
        return TERMINAL
    return DARK if theme.dark else LIGHT
