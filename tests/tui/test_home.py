"""The list of lessons, the palette, and what a mouse can do besides."""

import pytest
from helpers.pilot import lesson, running, send, text
from textual.command import CommandPalette

from tutor.event import LOOKS, Word
from tutor.tui.screens.end import EndScreen
from tutor.tui.screens.home import HomeScreen
from tutor.tui.screens.lesson import LessonScreen
from tutor.tui.screens.sheet import Sheet

pytestmark = pytest.mark.exhaustive


async def test_home_lists_every_lesson_with_what_it_is_about():
    async with running(None) as (app, pilot):
        shown = text(app)
        for title in ("One neuron", "Backpropagation in a [3, 2, 2, 1] network", "Two outputs"):
            assert title in shown
        assert "The smallest network there is" in shown
        vanishing = next(line for line in shown.split("\n") if "A gradient that vanishes" in line)
        assert " 8 layers " in vanishing
        await pilot.press(*["down"] * 3)
        await pilot.pause()
        assert "Follow one weight, w₁₁⁽¹⁾" in " ".join(text(app).split())


async def test_lesson_begins_with_enter_and_goes_on_where_it_was_left():
    async with running(None) as (app, pilot):
        await pilot.press("down", "down", "down", "enter")
        await pilot.pause()
        assert isinstance(app.screen, LessonScreen)
        assert app.screen.session.lesson.id == "worked-example"
        await send(pilot, "0; 0.25")
        await pilot.press("ctrl+l")
        await pilot.pause()
        assert isinstance(app.screen, HomeScreen)
        assert "1 of 14 done" in text(app)
        await pilot.press("enter")
        await pilot.pause()
        assert app.screen.session.step_done
        assert len(app.screen_stack) == 2


async def test_finished_lesson_begins_anew_and_the_keys_say_so():
    async with running(None) as (app, pilot):
        assert "⏎ begin " in text(app)
        await pilot.press("enter")
        await pilot.pause()
        first = app.screen.session
        await send(pilot, "9")
        await pilot.press("ctrl+l")
        await pilot.pause()
        assert "⏎ go on" in text(app)
        await pilot.press("enter")
        await pilot.pause()
        assert app.screen.session is first
        await pilot.press(*["f8"] * len(first.lesson.questions))
        await pilot.pause()
        assert first.finished
        await pilot.press("ctrl+l")
        await pilot.pause()
        assert "⏎ begin " in text(app)
        assert "▸ A layer" in text(app)
        for _ in range(2):  # nothing is done in it the first time: then the end that was reached still counts
            await pilot.press("home")
            await pilot.pause()
            assert "⏎ begin anew" in text(app)
            assert "✓ done" in text(app)
            await pilot.press("enter")
            await pilot.pause()
            assert isinstance(app.screen, LessonScreen)
            assert app.screen.session is not first
            assert app.screen.session.at == 0
            await pilot.press("ctrl+l")
            await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        await send(pilot, "0.7")
        await pilot.press("ctrl+l")
        await pilot.pause()
        assert "✓ done" not in text(app)
        assert "Go on: One neuron, step 1 of 8" in text(app)


async def test_list_explains_what_it_says_of_a_lesson():
    async with running(None, (80, 30)) as (app, _pilot):
        assert "level: 1 of 10 · course: From one neuron to softmax" in text(app)
        assert "BP1" not in text(app)


async def test_home_survives_small_windows():
    async with running(None, (30, 8)) as (app, pilot):
        assert "One neuron" in text(app)
        for size in ((1, 1), (10, 3), (80, 24)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
        assert "8 steps" in text(app)


async def test_home_has_help_and_quits():
    async with running(None) as (app, pilot):
        await pilot.press("f1")
        await pilot.pause()
        assert isinstance(app.screen, Sheet)
        assert "begin the lesson" in text(app)
        await pilot.press("escape", "ctrl+q")
        await pilot.pause()
        assert app.return_code == 0


async def test_palette_runs_a_command_of_the_screen():
    async with running(lesson()) as (app, pilot):
        await pilot.press("ctrl+p")
        await pilot.pause()
        assert isinstance(app.screen, CommandPalette)
        await pilot.press(*"equations")
        await pilot.pause(0.5)
        await pilot.press("enter")
        await pilot.pause(0.5)
        assert isinstance(app.screen, Sheet)
        assert "BP1" in text(app)


async def test_click_on_a_key_does_what_the_key_does():
    async with running(lesson()) as (app, pilot):
        column = text(app).split("\n")[-1].index("hint")
        await pilot.click(offset=(column + 1, 23))
        await pilot.pause()
        assert len(app.screen.session.hints_shown) == 1
        assert app.screen.focused is app.screen.fields[0]


async def test_every_theme_has_the_colour_code():
    async with running(lesson()) as (app, pilot):
        for name in app.available_themes:
            app.theme = name
            await pilot.pause()
            assert {"bp-input", "bp-weight", "bp-activation", "bp-error"} <= set(app.theme_variables)
            assert "z₁⁽¹⁾" in text(app)


async def test_lessons_key_leaves_the_end_page_too():
    async with running(None) as (app, pilot):
        await pilot.press("enter")
        await pilot.pause()
        for _ in app.screen.session.lesson.questions:
            await pilot.press("f8")
        await pilot.pause()
        assert isinstance(app.screen, EndScreen)
        assert "The next lesson is “A layer”" in text(app)
        assert "^l lessons" in text(app).split("\n")[-1]
        assert all(f"{word.value}" in app.screen.focused.placeholder for word in LOOKS - {Word.SCRATCH})
        await pilot.press("ctrl+l")
        await pilot.pause()
        assert isinstance(app.screen, HomeScreen)
        assert len(app.screen_stack) == 1


async def test_the_lesson_that_was_left_is_highlighted():
    async with running(lesson("softmax")) as (app, pilot):
        await pilot.press("ctrl+l")
        await pilot.pause()
        assert app.screen.chosen.lesson.id == "softmax"


async def test_practice_is_a_row_of_the_list_that_leads_to_it():
    async with running(None) as (app, pilot):
        await pilot.press("end")
        await pilot.pause()
        assert "▸ Practice" in text(app)
        assert "One question at a time" in text(app)
        await pilot.press("enter")
        await pilot.pause()
        assert "Question 1: z, since it has not been asked for yet." in text(app)
        await pilot.press("ctrl+l")
        await pilot.pause()
        assert "▸ Practice" in text(app)
