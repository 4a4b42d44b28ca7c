"""What a key and an Enter may cost: counted, not timed."""

from copy import deepcopy
from unittest.mock import patch

import pytest
from helpers.pilot import lesson, running, send
from textual.screen import Screen
from textual.widget import Widget

import tutor.output.board


def counting(target, name):
    return patch.object(target, name, autospec=True, side_effect=getattr(target, name))


async def test_a_key_lays_nothing_out_and_arranges_nothing():
    async with running(lesson()) as (_app, pilot):
        await pilot.press("0")
        with counting(Screen, "_refresh_layout") as layouts, patch("tutor.tui.screens.lesson.board") as boards:
            await pilot.press(".", "2", "5", "backspace", "left", "1")
        assert layouts.call_count == 0
        assert boards.call_count == 0


async def test_a_verdict_lays_out_at_most_once():
    async with running(lesson()) as (_app, pilot):
        await pilot.press("9")
        with counting(Screen, "_refresh_layout") as layouts:
            await pilot.press("enter")
        assert layouts.call_count <= 1


async def test_enter_mounts_nothing_in_a_whole_lesson():
    from helpers.pilot import key

    what = lesson()
    async with running(what) as (app, pilot):
        before = list(app.screen.walk_children())
        with counting(Widget, "mount") as mounted:
            for answer in key(what)[:-1]:
                await send(pilot, answer)
            await pilot.press("enter")
        assert mounted.call_count == 0
        assert list(app.screen.walk_children()) == before


async def test_nothing_jumps_when_a_verdict_or_a_reveal_comes():
    what = lesson()
    async with running(what) as (app, pilot):
        await send(pilot, "0; 0.25")
        await pilot.press("0", ".", "5", "enter")  # a step with no prose
        assert app.screen.session.page.items == ()
        rows = [app.screen.query_one(f"#{name}").region for name in ("above", "form", "said")]
        await pilot.press("ctrl+r", "ctrl+r", "9", "enter", "ctrl+y")
        assert [app.screen.query_one(f"#{name}").region for name in ("above", "form", "said")] == rows


def changing(session):
    """All of a session that an input may change."""
    return {name: value for name, value in vars(session).items() if name not in ("lesson", "numbers")}


@pytest.mark.parametrize("size", [(80, 24), (200, 60)])
def test_arranging_a_screen_reads_the_session_and_changes_nothing(size):
    from tutor.session import Session

    session = Session(lesson())
    before = deepcopy(changing(session))
    first = tutor.output.board.board(session, tutor.output.board.View(*size))
    assert tutor.output.board.board(session, tutor.output.board.View(*size)) == first
    assert changing(session) == before
