"""The colour code for every theme: four of our own, a set for other dark ones, one for light ones, and a terminal's."""

from collections.abc import Mapping

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
    "bp-line": "#7d8590",
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
    "bp-line": "#767d86",
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
    "bp-line": "ansi_bright_black",
}
"""Here what is in question is bold between its edges: nobody knows which other ground its colours can be read on."""

NEAR: dict[bool, tuple[float, str]] = {True: (0.19, "#000000"), False: (0.9, "#ffffff")}
"""For dark themes and light ones: the brightness between which the ground of what is in question is another one.

On a background that is too near to ``bp-asked``, it is darker than that, or lighter.
"""

DEFAULT = "bp-dark"


def _own(name: str, ground: tuple[str, str, str], ink: str, code: Mapping[str, str], *, dark: bool = True) -> Theme:
    """A theme of ours.

    Args:
        name: what it is called.
        ground: the ground of the screen, of a sheet over it, and of what lies upon that.
        ink: the colour of plain text.
        code: the colour code.
        dark: whether the ink is the lighter of the two.
    """
    background, surface, panel = ground
    return Theme(
        name,
        primary=code["bp-weight"],
        secondary=code["bp-quiet"],
        accent=code["bp-key"],
        warning=code["bp-input"],
        error=code["bp-error"],
        success=code["bp-activation"],
        foreground=ink,
        background=background,
        surface=surface,
        panel=panel,
        dark=dark,
        variables={
            **code,
            "input-cursor-background": ink,
            "input-cursor-foreground": background,
            "input-selection-background": code["bp-chosen"],
            "input-selection-foreground": ink,
            "screen-selection-background": code["bp-chosen"],
            "screen-selection-foreground": ink,
            "block-cursor-background": code["bp-chosen"],
            "block-cursor-foreground": ink,
            "block-cursor-blurred-background": code["bp-chosen"],
            "block-cursor-blurred-foreground": ink,
            "border": code["bp-line"],
            "scrollbar": code["bp-line"],
            "scrollbar-hover": code["bp-quiet"],
            "scrollbar-active": code["bp-quiet"],
            "scrollbar-background": surface,
            "scrollbar-background-hover": surface,
            "scrollbar-background-active": surface,
        },
    )


OWN: Mapping[str, Theme] = {
    theme.name: theme
    for theme in (
        _own(
            DEFAULT,
            ("#12161c", "#191f27", "#222a34"),
            "#e6eaef",
            DARK | {"bp-faint": "#98a0ab", "bp-asked": "#333b46", "bp-line": "#667180", "bp-chosen": "#26405f"},
        ),
        _own(
            "bp-light",
            ("#fbfaf6", "#f4f2ec", "#eae7df"),
            "#22272e",
            LIGHT
            | {
                "bp-faint": "#5b626b",
                "bp-quiet": "#4a515b",
                "bp-asked": "#dfe3e8",
                "bp-line": "#7f868f",
                "bp-chosen": "#c3d9f5",
            },
            dark=False,
        ),
        _own(
            "bp-high-contrast",
            ("#000000", "#000000", "#1a1a1a"),
            "#ffffff",
            {
                "bp-input": "#ffb454",
                "bp-weight": "#7cc4ff",
                "bp-activation": "#6ef08c",
                "bp-error": "#ff9c94",
                "bp-code": "#e0b8ff",
                "bp-faint": "#c8ced6",
                "bp-quiet": "#dde2e8",
                "bp-key": "#ffe066",
                "bp-ink": "#ffffff",
                "bp-asked": "#303030",
                "bp-line": "#a8b0ba",
                "bp-chosen": "#003a80",
            },
        ),
        _own(
            "bp-colour-blind",
            ("#12161c", "#191f27", "#222a34"),
            "#e6eaef",
            DARK
            | {
                "bp-input": "#e3a71a",
                "bp-weight": "#9ccbf2",
                "bp-activation": "#4ff0cd",
                "bp-error": "#ee7c50",
                "bp-code": "#d9b8e8",
                "bp-faint": "#98a0ab",
                "bp-key": "#e6eaef",
                "bp-asked": "#2c333d",
                "bp-line": "#667180",
                "bp-chosen": "#26405f",
            },
        ),
    )
}
"""Our own themes, by name.

The hues of ``bp-colour-blind`` are orange, sky blue, bluish green and vermilion of the palette that M. Okabe and K. Ito
made for readers of every colour vision (Color Universal Design, 2002), lightened until each can be read on a dark
ground, and each as far from the others in lightness as in hue.
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
