"""The colours of every theme: all can be read, and nothing is said by colour alone. Which theme is chosen."""

from functools import cache
from itertools import combinations
from math import dist

import pytest
from helpers.pilot import key, lesson, running, text
from textual._context import visible_screen_stack
from textual.color import Color
from textual.theme import BUILTIN_THEMES

from tutor.errors import TutorError
from tutor.explain.cells import Cell, Emphasis
from tutor.notation.role import Role
from tutor.paths import home
from tutor.tui import content, preferences, themes
from tutor.tui.palette import Actions

pytestmark = pytest.mark.exhaustive

ROLES = ("bp-input", "bp-weight", "bp-activation", "bp-error", "bp-ink")
PAINTED = [theme for theme in BUILTIN_THEMES.values() if not theme.name.startswith("ansi")]


def luminance(color: Color) -> float:
    """Relative luminance, WCAG 2.2."""
    linear = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in color.normalized]
    return sum(weight * v for weight, v in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@cache
def contrast(one: str, other: str) -> float:
    low, high = sorted(map(luminance, (Color.parse(one), Color.parse(other))))
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
    assert all(set(themes.DARK) <= set(theme.variables) for theme in themes.OWN.values())


@pytest.mark.parametrize("role", [Role.ACTIVATION, Role.ERROR, Role.WEIGHT, Role.PLAIN])
def test_what_is_in_question_has_a_ground_of_no_colour(role):
    style = content.style(Cell("z₁ 1.2", role, Emphasis.REVERSED))
    assert style.endswith("bold on $bp-asked")
    assert "reverse" not in style


def test_what_is_not_known_yet_is_never_faded():
    assert content.style(Cell("δ²", Role.ERROR, Emphasis.DIM)) == "$bp-quiet"


# What is painted

NO_TEXT = content.LINES + "".join(map(chr, range(0x2580, 0x25A0)))
"""Lines, frames, scrollbars: 3:1 is enough for them."""


def unreadable(app, regions):
    """What is painted in these regions in colours that are too near to each other, with the contrast."""
    found = []
    for y, strip in enumerate(app.screen._compositor.render_strips()):
        x = 0
        for segment in strip:
            here, x = x, x + segment.cell_length
            if segment.text.isspace() or not any(region.contains(here, y) for region in regions):
                continue
            ink, ground = (colour.get_truecolor() for colour in (segment.style.color, segment.style.bgcolor))
            seen = contrast(ink.hex, ground.hex)
            if segment.style.dim or seen < (4.5 if segment.text.strip(NO_TEXT) else 3):
                found.append((app.theme, y, segment.text.strip(), round(seen, 2)))
    return found


async def all_can_be_read(app, pilot, *selectors):
    """Look at the screen in each of our own themes; the regions of some widgets, or all of it."""
    for name in themes.OWN:
        app.theme = name
        await pilot.pause()
        widgets = [app.screen.query_one(selector) for selector in selectors] or [app.screen]
        assert unreadable(app, [widget.region for widget in widgets]) == []


async def test_all_that_is_painted_of_a_lesson_and_over_it_can_be_read(monkeypatch):
    monkeypatch.setattr("tutor.tui.widgets.sign.SECONDS", 60)
    async with running(lesson(), (120, 30)) as (app, pilot):
        await pilot.press("0", "enter", "7", "ctrl+r", "ctrl+y")
        assert app.screen.fields[0].has_class("-right")
        await all_can_be_read(app, pilot)
        await pilot.press("enter", "ctrl+g")
        await pilot.pause(0.1)
        await all_can_be_read(app, pilot)
        for opens, selectors in (("f3", ["#paper"]), ("ctrl+p", ["#--input", "CommandList"])):
            await pilot.press("escape", opens)
            await pilot.pause(0.1)
            await all_can_be_read(app, pilot, *selectors)


async def test_all_that_is_painted_before_and_after_a_lesson_can_be_read():
    what = lesson("a-neuron")
    async with running(what) as (app, pilot):
        for answer in ("77", *key(what)):
            app.screen.recorder.submit(answer)
        await pilot.press("enter")
        await pilot.pause()
        assert "How it went" in text(app)
        await all_can_be_read(app, pilot)
        await pilot.press("ctrl+l")
        await pilot.pause()
        await all_can_be_read(app, pilot)


# Without colours, or with some of them only

SEEN_BY = {
    "all": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.01182, 0.04294, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.3039)),
}
"""What becomes of linear red, green and blue (G. M. Machado and others, IEEE TVCG 15, 2009, severity 1)."""
TO_XYZ = ((0.4339, 0.3762, 0.1899), (0.2126, 0.7152, 0.0722), (0.0178, 0.1098, 0.8730))
"""From linear sRGB, each divided by its value for white."""


def times(matrix, vector):
    return [sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix]


def seen(colour, eyes):
    """A colour as CIE L*a*b*, as it is seen."""
    linear = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in Color.parse(colour).normalized]
    X, Y, Z = (
        t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116
        for t in times(TO_XYZ, [min(1, max(0, v)) for v in times(SEEN_BY[eyes], linear)])
    )
    return 116 * Y - 16, 500 * (X - Y), 200 * (Y - Z)


@pytest.mark.parametrize("eyes", SEEN_BY)
def test_no_two_roles_of_the_colour_blind_theme_look_alike(eyes):
    colours = themes.OWN["bp-colour-blind"].variables
    roles = [seen(colours[name], eyes) for name in ("bp-input", "bp-weight", "bp-activation", "bp-error")]
    for one, other in combinations(roles, 2):
        assert dist(one, other) > 20
        assert abs(one[0] - other[0]) > 3


async def test_without_colour_everything_is_told_by_shapes(monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    async with running(lesson()) as (app, pilot):
        await pilot.press("7", "enter")
        await pilot.pause()
        segments = [segment for strip in app.screen._compositor.render_strips() for segment in strip]
        assert all(colour is None or colour.is_default for s in segments for colour in (s.style.color, s.style.bgcolor))
        assert next(s.text for s in segments if s.style.reverse) == "7"  # selected: typing replaces it
        assert any(s.style.underline and s.text.isspace() for s in segments)  # the empty field
        shown = text(app)
        assert "▐ z₁ 7 ✗" in shown
        assert "✗ not yet" in shown
        assert " ▸ z₁" in shown
        await pilot.press("ctrl+p")
        await pilot.pause(0.1)
        segments = [segment for strip in app.screen._compositor.render_strips() for segment in strip]
        assert "answer" in [s.text for s in segments if s.style.underline and s.style.bold]


# Which theme is chosen


def test_our_dark_theme_is_the_usual_one(monkeypatch):
    assert preferences.theme() == "bp-dark"
    monkeypatch.setenv("TEXTUAL_THEME", "nord")
    assert preferences.theme() == "nord"
    assert preferences.theme("bp-light") == "bp-light"
    monkeypatch.setenv("TEXTUAL_THEME", "no-such-theme")
    assert preferences.theme() == "bp-dark"


def test_an_unknown_theme_is_an_error_that_names_the_nearest():
    with pytest.raises(TutorError, match=r"“bp-ligth” is no theme\. Did you mean “bp-light”\?\nThere are bp-dark, "):
        preferences.theme("bp-ligth")


@pytest.mark.parametrize("wanted", ["nonsense", "x", "bp", "colours", "theme"])
def test_what_is_like_no_theme_is_taken_for_none(wanted):
    with pytest.raises(TutorError) as problem:
        preferences.theme(wanted)
    first, *lines = str(problem.value).split("\n")
    assert first == f"“{wanted}” is no theme."
    assert {len(line) <= 76 for line in lines} == {True}
    assert " ".join(lines) == f"There are {', '.join(preferences.names())}."


@pytest.mark.parametrize("query", ["theme", "Theme", "colours"])
async def test_the_palette_finds_every_theme_by_what_it_is(query):
    async with running(lesson()) as (app, _):
        hits = [hit.text async for hit in Actions(app.screen).search(query)]
        assert {each.split()[0] for each in hits} >= set(preferences.names())


def painted(app):
    """What is on the screen, with the screens that can be seen behind it."""
    visible_screen_stack.set(app._background_screens)
    return text(app)


@pytest.mark.parametrize("theme", ["ansi-dark", "ansi-light", "bp-dark"])
@pytest.mark.parametrize(
    ("key", "top", "rows", "columns"), [("f1", "Help", 30, 14), ("ctrl+p", "What do you want to do?", 1, 120)]
)
async def test_what_is_behind_a_sheet_stays_there(theme, key, top, rows, columns):
    async with running(lesson(), (120, 30)) as (app, pilot):
        app.theme = theme
        await pilot.pause()
        before = text(app).split("\n")
        await pilot.press(key)
        await pilot.pause(0.05)
        shown = painted(app).split("\n")
        assert top in "\n".join(shown)
        left = [[line[:columns].rstrip() for line in each[:rows]] for each in (before, shown)]
        assert left[0] == left[1]
        assert any(left[0])


async def test_a_theme_chosen_in_the_palette_lasts():
    async with running(lesson()) as (app, pilot):
        next(entry for entry in Actions(app.screen).entries() if entry.label == "bp-high-contrast").run()
        await pilot.pause()
        assert app.theme_variables["bp-faint"] == themes.OWN["bp-high-contrast"].variables["bp-faint"]
    assert preferences.theme() == "bp-high-contrast"
    assert [path.name for path in home().iterdir()] == ["theme"]


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xfe", b"no-such-theme\n", b"bp-light\n" * 1000, None],
    ids=lambda content: ascii(content)[:20],
)
def test_a_file_that_names_no_theme_is_no_error(content):
    home().mkdir()
    path = home() / "theme"
    path.mkdir() if content is None else path.write_bytes(content)
    assert preferences.theme() == "bp-dark"
    preferences.keep("nord")
    assert preferences.theme() == ("bp-dark" if content is None else "nord")
    assert [path.name for path in home().iterdir()] == ["theme"]


def test_a_home_that_cannot_be_written_is_no_error():
    home().write_text("a file")
    preferences.keep("nord")
    assert preferences.theme() == "bp-dark"
