"""No text, typed or in a lesson, is obeyed or breaks the screen."""

from dataclasses import replace

import pytest
from helpers.pilot import lesson, running, send, text
from textual import events

NASTY = [
    "[bold]",
    "[/]",
    "[",
    "]",
    "[/b]",
    "[type=x, v={'a[0]'}]",
    "[@click=app.quit]x[/]",
    "\\[x]",
    "\x1b[31mred",
    "\x1b]0;title\x07",
    "a\x00b",
    "\u202e123",
    "\u200b5",
    "\x9b31m",
    "١٢٣",
    "漢字",
    "\ud800",
    "0.1.2",
    "--5",
    "()",
    "💥" * 50,
]


@pytest.mark.parametrize("typed", NASTY, ids=ascii)
async def test_unreadable_text_stays_in_the_field_and_is_explained(typed):
    async with running(lesson()) as (app, pilot):
        await send(pilot, typed)
        field = app.screen.focused
        assert field.value == typed
        assert "? cannot be read" in text(app)
        assert not any(control in text(app) for control in "\x1b\x00\x07\x9b\u202e")
        await pilot.press("0", "enter")
        assert app.screen.session.states[field.question].correct


async def test_too_long_an_answer_reaches_the_reader_whole():
    async with running(lesson()) as (app, pilot):
        await send(pilot, "1" * 10_001)
        mark = app.screen.session.states[app.screen.session.focus].mark
        assert mark.verdict.value == "unreadable"
        assert len(app.screen.focused.value) == 10_001
        assert "10000" in text(app).replace(",", "")


async def test_pasted_control_characters_are_shown_as_pictures():
    async with running(lesson()) as (app, pilot):
        app.screen.focused.post_message(events.Paste("\x1b[31m"))
        await pilot.pause()
        assert app.screen.focused.value == "\x1b[31m"
        assert "␛[31m" in text(app)


@pytest.mark.parametrize("said", ["[bold]x[/] [/] [", "\x1b[31mred", "[@click=app.quit]go[/]"], ids=ascii)
async def test_text_of_a_lesson_is_shown_as_it_is(said):
    what = lesson()
    steps = (what.steps[0]._replace(before=said, hints=(said,)), *what.steps[1:])
    what = replace(what, title=said, about=said, steps=steps)
    async with running(what) as (app, pilot):
        await pilot.press("ctrl+y")
        shown = text(app)
        wanted = said.replace("\x1b", "␛")
        assert shown.count(wanted) >= 2
        await pilot.press("ctrl+l")
        await pilot.pause()
        await pilot.press("f4")
        await pilot.pause()
        assert "\x1b" not in text(app)
