"""The colours of every theme: what is in question looks like no verdict, and can be read."""

import pytest
from textual.color import Color
from textual.theme import BUILTIN_THEMES

from tutor.explain.cells import Cell, Emphasis
from tutor.notation.role import Role
from tutor.tui import content, themes

ROLES = ("bp-input", "bp-weight", "bp-activation", "bp-error", "bp-ink")
PAINTED = [theme for theme in BUILTIN_THEMES.values() if not theme.name.startswith("ansi")]


def luminance(color: Color) -> float:
    """Relative luminance, WCAG 2.2."""
    linear = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in color.normalized]
    return sum(weight * v for weight, v in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(Color.parse(one)), luminance(Color.parse(other))))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", PAINTED, ids=lambda theme: theme.name)
def test_what_is_in_question_can_be_read_and_stands_out(theme):
    colours = themes.variables(theme)
    background = theme.to_color_system().generate()["background"]
    for role in ROLES:
        assert contrast(colours[role], colours["bp-asked"]) >= 4.5, role
        assert contrast(colours[role], background) >= 4.5, role
    assert contrast(colours["bp-quiet"], background) >= 4.5
    assert contrast(colours["bp-asked"], background) >= 1.12


def test_every_theme_has_every_colour():
    assert {frozenset(themes.variables(theme)) for theme in BUILTIN_THEMES.values()} == {frozenset(themes.DARK)}


@pytest.mark.parametrize("role", [Role.ACTIVATION, Role.ERROR, Role.WEIGHT, Role.PLAIN])
def test_what_is_in_question_has_a_ground_of_no_colour(role):
    style = content.style(Cell("z₁ 1.2", role, Emphasis.REVERSED))
    assert style.endswith("bold on $bp-asked")
    assert "reverse" not in style


def test_what_is_not_known_yet_is_never_faded():
    assert content.style(Cell("δ²", Role.ERROR, Emphasis.DIM)) == "$bp-quiet"
