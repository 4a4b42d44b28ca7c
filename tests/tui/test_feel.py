"""How the screens feel: what a click does, what the palette holds, the sign of a right answer, copying, resizing."""

import re

import pytest
from helpers.pilot import lesson, running, send, small, text
from textual import events
from textual.command import CommandPalette
from textual.geometry import Offset
from textual.style import Style

from tutor.event import Word
from tutor.tui import palette
from tutor.tui.commands import AROUND, END, HELP, HOME, LESSON, PALETTE, QUIT
from tutor.tui.content import clickable
from tutor.tui.screens import end
from tutor.tui.screens.around import AroundScreen
from tutor.tui.screens.end import EndScreen
from tutor.tui.screens.home import HomeScreen
from tutor.tui.screens.lesson import LessonScreen
from tutor.tui.screens.sheet import Sheet
from tutor.tui.widgets.keys import KeysLine
from tutor.tui.widgets.sign import CLASS

pytestmark = pytest.mark.exhaustive

SCREENS = {LessonScreen: LESSON, EndScreen: END, HomeScreen: HOME, AroundScreen: AROUND}


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.__name__)
def test_every_command_does_something_by_key_and_by_click(screen):
    assert screen.COMMANDS_HERE is SCREENS[screen]
    bound = {key for binding in screen.BINDINGS for key in _keys(binding)}
    of_widgets = {"enter", "up", "down"}  # of the field, and of the list of lessons
    for command in screen.COMMANDS_HERE:
        assert command.clicks, command.label
        for action in command.clicks:
            if action.startswith("screen."):
                assert hasattr(screen, f"action_{action.removeprefix('screen.').partition('(')[0]}"), action
        if not command.action.startswith("app."):
            assert set(command.key.split(",")) <= bound | of_widgets, command.label


def _keys(binding):
    return (binding[0] if isinstance(binding, tuple) else binding.key).split(",")


async def click(pilot, command, part=0):
    """Click on a command in the keys line: on its cap, or behind that."""
    line = pilot.app.screen.query_one(KeysLine)
    shown = line.content.plain
    at = shown.index(f" {command.cap} {command.label}") + 1
    await pilot.click(line, offset=Offset(at + part, 1 if line.region.height > 1 else 0))
    await pilot.pause()


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.__name__)
def test_every_letter_of_the_keys_line_can_be_clicked(screen):
    shown = clickable((command.cap, command.label, command.clicks) for command in screen.COMMANDS_HERE)
    clicked = {at for span in shown.spans if isinstance(span.style, Style) for at in range(span.start, span.end)}
    assert {at for at, letter in enumerate(shown.plain) if letter != " "} <= clicked


async def test_a_click_does_what_the_key_does():
    async with running(lesson()) as (app, pilot):
        await pilot.press("0")
        await click(pilot, LESSON[0], 3)  # answer
        assert len(app.screen.recorder.events) == 1
        await click(pilot, HELP)
        assert isinstance(app.screen, Sheet)
        await pilot.press("escape")
        await pilot.pause()
        await click(pilot, QUIT, 4)
        assert app.return_code == 0


async def test_each_arrow_of_the_keys_line_goes_its_own_way():
    async with running(lesson()) as (app, pilot):
        fields = app.screen.fields
        field = next(command for command in LESSON if command.label == "field")
        await click(pilot, field, 1)
        assert app.screen.focused is fields[1]
        await click(pilot, field, 0)
        assert app.screen.focused is fields[0]


async def test_a_sheet_is_scrolled_and_closed_by_clicks_and_its_help_is_about_sheets_too():
    async with running(lesson()) as (app, pilot):
        await pilot.press("f2", "f1")
        await pilot.pause()
        assert re.search(r"esc +close +close this sheet", text(app))
        for wanted, moved in (("↓ scroll", 4), ("↑↓ scroll", 0)):
            await pilot.click(offset=place(app, wanted))
            await pilot.pause()
            assert app.screen.query_one("#paper").scroll_y == moved
        await pilot.click(offset=place(app, "esc close ─"))
        await pilot.pause()
        assert isinstance(app.screen, LessonScreen)


# The palette


async def entries(app):
    """What the palette lists on the present screen."""
    return list(palette.Actions(app.screen).entries())


async def test_the_palette_holds_every_action_the_steps_before_the_lessons_and_the_themes():
    async with running(lesson()) as (app, pilot):
        await send(pilot, "0; 0.25")
        await pilot.press("enter")
        listed = await entries(app)
        assert [entry.label for entry in listed[: len(LESSON) - 1]] == [c.label for c in LESSON if c is not PALETTE]
        assert [entry.label for entry in listed if entry.cap == "back to"] == ["step 1"]
        assert {lesson().title, "One neuron"} <= {entry.label for entry in listed if entry.cap == "lesson"}
        assert {entry.label for entry in listed if entry.cap == "colours"} == set(app.available_themes)
        hits = [hit async for hit in palette.Actions(app.screen).search("hnt")]
        assert "hint" in max(hits, key=lambda hit: hit.score).text
        assert [hit async for hit in palette.Actions(app.screen).search("[/]")] == []
        next(entry for entry in listed if entry.cap == "back to").run()
        await pilot.pause()
        assert app.screen.session.at == 0
        assert [entry for entry in await entries(app) if entry.cap == "back to"] == []


async def test_the_palette_begins_another_lesson_and_the_one_before_waits():
    async with running(lesson()) as (app, pilot):
        await send(pilot, "0")
        for title, id in (("One neuron", "a-neuron"), (lesson().title, "worked-example")):
            next(entry for entry in await entries(app) if entry.label == title).run()
            await pilot.pause()
            await pilot.pause()
            assert app.screen.session.lesson.id == id
        assert app.screen.fields[0].value == "0"


async def test_the_palette_shows_keys_and_what_they_do_and_runs_what_is_chosen():
    async with running(lesson()) as (app, pilot):
        await pilot.press("ctrl+p")
        await pilot.pause(0.1)
        assert isinstance(app.screen, CommandPalette)
        assert " ^y      hint          a hint for this step" in text(app)
        await pilot.press("down", "down", "enter")
        await pilot.pause(0.1)
        assert app.screen.recorder.events[-1].hint


# A right answer


def signed(app):
    return [field for field in app.screen.fields if field.has_class(CLASS)]


async def test_a_right_answer_is_felt_for_a_moment_and_a_wrong_one_is_not():
    async with running(lesson()) as (app, pilot):
        await send(pilot, "9")
        assert signed(app) == []
        app.screen.sign._last = 0
        await send(pilot, "0")
        assert signed(app) == [app.screen.fields[0]]
        await pilot.pause(0.6)
        assert signed(app) == []


@pytest.mark.parametrize("how", ["burst", "several", "still"])
async def test_a_right_answer_has_no_sign_where_too_much_would_move(how):
    async with running(lesson()) as (app, _pilot):
        app.animation_level = "none" if how == "still" else "full"
        answers = {"burst": ["9", "0", "0.25"], "several": ["0; 0.25"], "still": ["0"]}[how]
        for answer in answers:
            app.screen.focused.value = answer
            app.screen.send(app.screen.focused)
        assert signed(app) == []


async def test_an_answer_that_comes_before_the_arithmetic_waits_and_keys_wait_with_it(monkeypatch):
    from asyncio import sleep
    from threading import Event

    from tutor.session import Session

    go = Event()
    monkeypatch.setattr(Session, "prepare", lambda _: go.wait(5))
    async with running(lesson()) as (app, pilot):
        screen = app.screen
        await send(pilot, "0; 0.25")
        for key in ("enter", "0", ".", "5", "enter", "0", ".", "5", "6", "2", "2", "enter"):
            screen.focused.post_message(events.Key(key, key if len(key) == 1 else None))
        await sleep(0.4)  # pilot.pause would wait until every key has been taken
        assert "One moment: the arithmetic is still loading …" in text(app)
        assert len(screen.recorder.events) == 1
        go.set()
        await pilot.pause(0.3)
        assert [field.value for field in screen.fields] == ["0.5", "0.5622"]
        assert screen.session.step_done
        assert "One moment" not in text(app)


async def test_the_end_page_says_that_it_is_being_made_where_that_takes_time(monkeypatch):
    seen = []
    what = small((3, 3))
    made = end.closing

    def closing(session, columns):
        seen.append((columns, text(pilot.app)))
        return made(session, columns)

    monkeypatch.setattr(end, "MANY", 8)
    monkeypatch.setattr(end, "closing", closing)
    async with running(what) as (app, pilot):
        for _ in what.questions:
            app.screen.recorder.act(Word.NEXT)
        await pilot.press("enter")
        await pilot.pause()
        assert "How it went" in text(app)
        next(entry for entry in await entries(app) if entry.label == "step 2").run()
        await pilot.pause()
        assert isinstance(app.screen, LessonScreen)
        assert app.screen.session.at == 1
        ((columns, before),) = seen
        assert columns == 78
        assert "every gradient is being checked …" in before


# Selecting, copying, scrolling, resizing


async def drag(pilot, start, end):
    await pilot.mouse_down(offset=start)
    for at in (start, end):
        await pilot._post_mouse_events([events.MouseMove], offset=at, button=1)
    await pilot.mouse_up(offset=end)
    await pilot.pause()


def place(app, wanted):
    """Where a text stands on the screen."""
    for y, row in enumerate(text(app).split("\n")):
        if wanted in row:
            return Offset(row.index(wanted), y)
    raise AssertionError(wanted)


async def test_text_of_a_lesson_is_selected_with_the_mouse_and_copied_and_the_field_keeps_the_focus():
    async with running(lesson()) as (app, pilot):
        await pilot.press("7")
        field = app.screen.focused
        start = place(app, "Layer 1: each")
        await drag(pilot, start, start + Offset(len("Layer 1: each") - 1, 0))
        assert app.screen.get_selected_text() == "Layer 1: each"
        assert app.screen.focused is field
        await pilot.press("ctrl+c")
        assert app.clipboard == "Layer 1: each"
        await pilot.press("1")
        assert field.value == "71"
        field.select()
        await pilot.press("ctrl+c")
        assert app.clipboard == "71"


@pytest.mark.parametrize("where", ["f1", "ctrl+l"])
async def test_text_is_copied_on_other_screens_too(where):
    async with running(lesson()) as (app, pilot):
        await pilot.press(where)
        await pilot.pause()
        wanted = {"f1": "send the answer", "ctrl+l": "choose"}[where]
        start = place(app, wanted)
        await drag(pilot, start, start + Offset(len(wanted) - 1, 0))
        await pilot.press("ctrl+c")
        assert app.clipboard == wanted


async def wheel(pilot, event, at):
    await pilot._post_mouse_events([event], offset=at)
    await pilot.pause()


async def test_the_wheel_scrolls_what_was_said_and_sheets():
    async with running(lesson(), (50, 16)) as (app, pilot):
        await send(pilot, "7")
        await pilot.press("ctrl+r", "ctrl+r", "ctrl+r", "ctrl+r", *["ctrl+y"] * 4, "pageup", "pageup", "pageup")
        before = text(app)
        assert "pgdn" in before
        await wheel(pilot, events.MouseScrollDown, (10, 14))
        assert text(app) != before
        await wheel(pilot, events.MouseScrollUp, (10, 14))
        assert text(app) == before
        await pilot.press("f1")
        await pilot.pause()
        before = text(app)
        await wheel(pilot, events.MouseScrollDown, (10, 10))
        assert text(app) != before


async def test_a_resize_loses_nothing():
    async with running(lesson()) as (app, pilot):
        await pilot.press("9", "enter", "ctrl+r", "ctrl+y", "1", ".", "5")
        before = (text(app), app.screen.focused)
        for size in ((120, 40), (20, 5), (80, 24)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
        assert (text(app), app.screen.focused) == before
        assert app.screen.focused.value == "1.5"


async def test_help_is_about_the_screen_that_it_is_asked_for_on():
    async with running(lesson(), (100, 60)) as (app, pilot):
        for key, commands in (("", LESSON), ("ctrl+g", AROUND), ("ctrl+l", HOME)):
            await pilot.press(*filter(None, [key]))
            await pilot.pause()
            await pilot.press("f1")
            await pilot.pause()
            shown = text(app)
            for command in {*LESSON, *AROUND, *HOME}:
                listed = re.search(rf"│ +{re.escape(command.cap)} +{command.label} ", shown) is not None
                assert listed == (command in commands), (key, command.label)
            await pilot.press("escape")
            await pilot.pause()
