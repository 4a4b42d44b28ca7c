"""Looking around on the screen: arrow keys and the mouse, paths, a resize, and the lesson as it was."""

import pytest
from helpers.pilot import lesson, running, send, small, text
from textual.events import Key, MouseScrollDown
from textual.widgets import Tooltip

from tutor.explain.moves import Chosen
from tutor.explain.spots import Layer, Neuron, Wire
from tutor.quantity import Kind, Quantity
from tutor.tui.screens.around import AroundScreen
from tutor.tui.screens.lesson import LessonScreen
from tutor.tui.screens.sheet import Sheet

SIZES = [(80, 24), (120, 40)]


def cell(screen, of):
    """A cell of the drawing that belongs to a place: its column and row on the screen."""
    drawing = screen.query_one("#network")
    spot = next(spot for spot in screen.spread.picture.spots if spot.of == of and screen.spread.picture.at(
        spot.row, spot.start) == of)  # fmt: skip
    return drawing.region.x + spot.start, drawing.region.y + spot.row


@pytest.mark.parametrize("size", SIZES)
async def test_arrow_keys_walk_about_and_the_lesson_is_as_it_was(size):
    async with running(lesson(), size) as (app, pilot):
        await pilot.press("0", ".", "7", "ctrl+g")
        around = app.screen
        assert isinstance(around, AroundScreen)
        assert around.chosen == Chosen(Neuron(1, 1))
        assert "Neuron 1 of layer 1" in text(app)
        assert "0.1·1.0 + 0.2·0.5 + 0.3·(−1.0) + 0.1" in text(app)
        await pilot.press("right")
        assert "The weight from neuron 1 of layer 1 to neuron 1 of layer 2" in text(app)
        await pilot.press("right", "down", "tab")
        assert around.chosen == Chosen(Neuron(2, 2), "backward")
        assert "BP2        δ₂⁽²⁾ = w₁₂⁽³⁾·δ⁽³⁾·σ′(z₂⁽²⁾)" in text(app)
        await pilot.press("up", "up")
        assert around.chosen.of == Layer(2)
        await pilot.press("escape")
        assert isinstance(app.screen, LessonScreen)
        assert app.screen.focused.value == "0.7"
        assert app.screen.session.focus == Quantity(Kind.Z, 1, 1)
        await pilot.press("5", "enter")
        assert app.screen.session.states[Quantity(Kind.Z, 1, 1)].sent == "0.75"


@pytest.mark.parametrize("over", ["ctrl+g", "ctrl+o"])
async def test_keys_that_come_in_one_burst_all_reach_the_field_of_the_lesson(over):
    async with running(lesson()) as (app, pilot):
        await pilot.press(over)
        for key in (*"-0.75", "enter", *"-1.07"):
            app.post_message(Key({"-": "minus", ".": "full_stop"}.get(key, key), key if len(key) == 1 else "\r"))
        await pilot.pause()
        await pilot.pause()
        assert isinstance(app.screen, LessonScreen)
        assert app.screen.session.states[Quantity(Kind.Z, 1, 1)].sent == "-0.75"
        assert app.screen.focused.value == "-1.07"


async def test_a_place_that_is_named_behind_the_word_is_gone_to():
    async with running(lesson()) as (app, pilot):
        await send(pilot, "network 2 1 2")
        assert app.screen.chosen == Chosen(Wire(2, 1, 2))
        await pilot.press("escape")
        await send(pilot, "network b backward")
        assert app.screen.chosen == Chosen(Wire(1, 1, 1), "backward", (1, 2, 1), 1, "B")
        await pilot.press("escape")
        await send(pilot, "network 9")
        assert isinstance(app.screen, LessonScreen)
        assert "There is no layer 9: the layers are 0 to 3." in text(app)
        assert app.screen.focused.value == ""
        assert app.screen.session.states[Quantity(Kind.Z, 1, 1)].attempts == 0


@pytest.mark.parametrize("size", SIZES)
async def test_the_mouse_previews_and_chooses(size):
    async with running(lesson(), size) as (app, pilot):
        await send(pilot, "network")
        await pilot.pause()
        around = app.screen
        await pilot.hover(offset=cell(around, Neuron(2, 1)))
        assert "Neuron 1 of layer 2" in text(app)
        assert around.chosen.of == Neuron(1, 1)
        await pilot.hover("#head")
        assert "Neuron 1 of layer 1" in text(app)
        await pilot.click(offset=cell(around, Neuron(2, 1)))
        assert around.chosen.of == Neuron(2, 1)
        wire = Wire(2, 1, 2)
        await pilot.click(offset=cell(around, wire))
        assert around.chosen.of == wire
        assert "0.8·a₂⁽¹⁾" in text(app) or "w₁₂⁽²⁾·a₂⁽¹⁾" in text(app)


async def test_a_path_is_chosen_by_its_key_and_by_a_click_in_the_legend_and_stays_through_a_resize():
    async with running(lesson(), (120, 40)) as (app, pilot):
        await pilot.press("ctrl+g", "p")
        around = app.screen
        assert around.chosen.letter == "A"
        assert "Path A of 2 in ∂L/∂w₁₁⁽¹⁾" in text(app)
        told = around.query_one("#told")
        second = around.spread.told.choices[1]
        await pilot.click(offset=(told.content_region.x + second.start, told.content_region.y + second.row))
        assert around.chosen.path == (1, 2, 1)
        assert "Path B of 2" in text(app)
        for columns, rows in ((80, 24), (200, 60), (30, 8)):
            await pilot.resize_terminal(columns, rows)
            await pilot.pause()
            assert around.chosen.path == (1, 2, 1)
            assert "Path B of 2" in text(app)
        await pilot.resize_terminal(29, 7)
        await pilot.pause()
        assert "bp-tutor needs 30×8" in text(app)
        await pilot.resize_terminal(80, 24)
        await pilot.press("q")
        await pilot.pause()
        assert isinstance(app.screen, LessonScreen)
        assert "step 1 of 14" in text(app)


async def test_page_keys_and_the_wheel_scroll_what_is_said_on_a_small_screen():
    async with running(lesson(), (30, 8)) as (app, pilot):
        await pilot.press("ctrl+g", "p", "pagedown")
        around = app.screen
        assert around.scrolled > 1
        await pilot.press("pageup")
        assert around.scrolled == 0
        await pilot._post_mouse_events([MouseScrollDown], "#told")
        assert around.scrolled > 0
        await pilot.press("tab")
        assert around.scrolled == 0


async def test_what_begins_an_answer_goes_to_the_field_below():
    for key, value in (("minus", "-"), ("7", "7"), ("full_stop", ".")):
        async with running(lesson()) as (app, pilot):
            await pilot.press("ctrl+g", key)
            await pilot.pause()
            assert isinstance(app.screen, LessonScreen)
            assert app.screen.focused.value == value


async def test_sheets_open_over_it_and_its_key_leads_to_it_from_a_sheet():
    async with running(lesson()) as (app, pilot):
        await pilot.press("ctrl+o", "ctrl+g")
        await pilot.pause()
        assert isinstance(app.screen, AroundScreen)
        await pilot.press("w")
        await pilot.pause()
        assert isinstance(app.screen, Sheet)
        assert "The numbers of the network" in text(app)
        await pilot.press("w", "f1")
        await pilot.pause()
        assert "the next path of the traced weight" in text(app)
        assert "An answer is a number" not in text(app)
        await pilot.press("escape", "ctrl+g")
        await pilot.pause()
        assert isinstance(app.screen, LessonScreen)


async def test_a_click_on_the_keys_line_does_what_the_key_does():
    async with running(lesson()) as (app, pilot):
        await pilot.press("ctrl+g")
        line = text(app).splitlines()[-1]
        await pilot.click(offset=(line.index("→ go"), 23))
        assert app.screen.chosen.of == Wire(2, 1, 1)
        await pilot.click(offset=(line.index("turn"), 23))
        assert app.screen.chosen.way == "backward"
        await pilot.click(offset=(line.index("path"), 23))
        assert app.screen.chosen.letter == "A"
        await pilot.click(offset=(line.index("close"), 23))
        await pilot.pause()
        assert isinstance(app.screen, LessonScreen)


async def test_in_a_lesson_a_click_moves_to_the_field_of_what_is_asked_and_looks_around_from_anything_else():
    async with running(lesson()) as (app, pilot):
        await pilot.press("0", ".", "7")
        row = next(i for i, line in enumerate(text(app).splitlines()) if "z₂ ·" in line)
        column = text(app).splitlines()[row].index("z₂ ·")
        await pilot.click(offset=(column, row))
        assert isinstance(app.screen, LessonScreen)
        assert app.screen.session.focus == Quantity(Kind.Z, 1, 2)
        assert app.screen.fields[0].value == "0.7"
        column = text(app).splitlines()[row].index("x₂")
        await pilot.click(offset=(column, row))
        await pilot.pause()
        assert isinstance(app.screen, AroundScreen)
        assert app.screen.chosen.of == Neuron(0, 2)


async def test_in_a_lesson_a_pointer_that_rests_is_told_what_is_there():
    async with running(small((2, 2, 1))) as (app, pilot):
        app._disable_tooltips = False
        lines = text(app).splitlines()
        row = next(i for i, line in enumerate(lines) if "x₁" in line)
        pane = app.screen.query_one("#above")
        await pilot.hover(offset=(lines[row].index("x₁"), row))
        assert "Input 1" in str(pane.tooltip)
        await pilot.hover(offset=(0, 0))
        assert pane.tooltip is None
        assert not app.screen.query(Tooltip) or not app.screen.query_one(Tooltip).display
