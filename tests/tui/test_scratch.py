"""The scratch line on the lesson screen: opened, typed into, handed over, closed; nothing else moves."""

from dataclasses import replace

import pytest
from helpers.pilot import lesson, running, send, text
from textual import events

from tutor.event import Happening
from tutor.tui.widgets.scratch import ScratchInput


def keys(typed):
    """What is typed, as keys."""
    return [{" ": "space"}.get(char, char) for char in typed]


@pytest.mark.parametrize("size", [(120, 40), (30, 8)])
async def test_a_result_goes_into_the_field_of_the_question(size):
    async with running(lesson(), size) as (app, pilot):
        await pilot.press("enter", "7", "f6", *"0*1")
        await pilot.pause()
        assert isinstance(app.screen.focused, ScratchInput)
        assert " = 0" in text(app)
        await pilot.press("enter")
        field = app.screen.fields[0]
        assert app.screen.focused is field
        assert (field.value, field.selected_text) == ("0", "")
        await pilot.press(*keys("+0.5-0.5"))
        assert field.value == "0+0.5-0.5"
        await pilot.press("enter")
        assert app.screen.session.states[field.question].correct


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_nothing_else_moves_while_it_is_open(size):
    async with running(lesson(), size) as (app, pilot):
        await send(pilot, "9")
        before = text(app).split("\n")
        await pilot.press("f6", *"1/3")
        await pilot.pause()
        after = text(app).split("\n")
        changed = [i for i, (a, b) in enumerate(zip(before, after, strict=True)) if a != b]
        assert "= 0.333333" in "\n".join(after[i] for i in changed)
        assert len(changed) <= 3
        assert changed == list(range(changed[0], changed[0] + len(changed)))
        await pilot.press("escape")
        assert text(app).split("\n") == before
        assert app.screen.focused is app.screen.fields[0]


async def test_it_is_mounted_once_and_keeps_what_was_typed_for_the_rest_of_the_lesson():
    async with running(lesson()) as (app, pilot):
        assert not app.screen.query("#scratch")
        await pilot.press("f6", *"7*5", "f6")
        assert "scratch" not in text(app)
        await send(pilot, "0; 0.25")
        await pilot.press("0", ".")
        assert app.screen.focused.value == "0."
        await pilot.press("f6")
        await pilot.pause()
        assert app.screen.focused.value == "7*5"
        assert len(app.screen.query("#scratch")) == 1
        assert "⏎ puts it into a₁⁽¹⁾" in text(app)
        assert app.screen.fields[0].value == "0."


async def test_the_word_opens_it_with_arithmetic_and_leaves_no_trace_in_the_field():
    async with running(lesson(), (120, 40)) as (app, pilot):
        await pilot.press(*keys("scratch 0.7*0.5"), "enter")
        await pilot.pause()
        assert app.screen.fields[0].value == ""
        assert app.screen.focused.value == "0.7*0.5"
        assert "= 0.350" in text(app)
        assert [event.what for event in app.screen.recorder.events] == [Happening.LOOK]


async def test_the_word_may_be_typed_where_a_step_is_done():
    async with running(lesson()) as (app, pilot):
        await send(pilot, "0; 0.25")
        await pilot.press(*keys("scratch 2/8"), "enter")
        assert app.screen.session.at == 0
        await pilot.press("enter")
        assert app.screen.session.at == 1
        assert app.screen.focused is app.screen.fields[0]
        assert app.screen.focused.value == "0.250"


async def test_tab_moves_between_the_field_and_the_line():
    async with running(lesson()) as (app, pilot):
        await pilot.press("down", "f6", "1", "tab", "2", "tab", "3")
        assert app.screen.focused.value == "13"
        assert [field.value for field in app.screen.fields] == ["", "2"]
        await pilot.press("up", "enter")
        assert [field.value for field in app.screen.fields] == ["13.0", "2"]


async def test_a_burst_of_keys_goes_where_it_belongs():
    async with running(lesson()) as (app, pilot):
        await pilot.press("f6")
        for char in (*"1/4", "enter", "enter"):
            app.post_message(events.Key(char, char if len(char) == 1 else None))
        await pilot.pause(0.3)
        await pilot.pause()
        state = app.screen.session.states[app.screen.fields[0].question]
        assert state.sent == "0.250"


async def test_what_cannot_be_read_is_told_quietly_and_enter_does_nothing():
    async with running(lesson()) as (app, pilot):
        await pilot.press("f6", *"1.2.3", "enter")
        await pilot.pause()
        line = next(row for row in text(app).split("\n") if row.startswith(" scratch"))
        assert "1.2.3" in line
        assert "✗" not in line
        assert app.screen.focused.value == "1.2.3"
        assert app.screen.recorder.events[-1].what is Happening.LOOK


async def test_resizing_keeps_it_and_what_was_typed():
    async with running(lesson()) as (app, pilot):
        await pilot.press("f6", *"1/4")
        for size in ((120, 40), (20, 5), (30, 8), (80, 24)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            if size != (20, 5):
                assert "1/4" in text(app)
                assert "= 0.250" in text(app)
        await pilot.press("f6", "enter")
        assert app.screen.fields[0].value == "0.250"


@pytest.mark.parametrize("asked", ["f6", "scratch 0.5"])
async def test_a_lesson_without_it_says_so(asked):
    what = lesson()
    async with running(replace(what, marking=what.marking._replace(scratch=False)), (120, 40)) as (app, pilot):
        assert "Scratch" not in text(app)
        await (pilot.press("f6") if asked == "f6" else send(pilot, asked))
        await pilot.pause()
        assert "This lesson goes without the scratch line." in text(app)
        assert app.screen.focused is app.screen.fields[0]
        assert not app.screen.query("#scratch")
