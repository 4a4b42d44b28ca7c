"""The sheet with the picture: its key, its word, its size."""

import re

import pytest
from helpers.pilot import key, lesson, running, send, text

from tutor.tui.screens.sheet import Sheet


async def test_the_key_shows_the_picture_whole_and_closes_it():
    async with running(lesson()) as (app, pilot):
        await send(pilot, key(lesson())[0])
        await pilot.press("f5")
        await pilot.pause()
        assert isinstance(app.screen, Sheet)
        found = text(app)
        assert "σ(z) and its slope, layer 1" in found
        assert "z₁" in found
        assert app.screen.query_one("#paper").max_scroll_y == 0
        await pilot.press("f5")
        assert not isinstance(app.screen, Sheet)


async def test_the_word_shows_it_and_it_follows_the_size():
    async with running(lesson()) as (app, pilot):
        await send(pilot, "picture")
        await pilot.pause()
        assert isinstance(app.screen, Sheet)
        for size in ((120, 40), (60, 20), (41, 9)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            assert app.screen.query_one("#paper").max_scroll_y == 0
            assert ("┤" in text(app)) == (size != (41, 9))
        assert "A picture needs" in text(app)


@pytest.mark.parametrize("size", [(46, 14), (60, 11), (30, 8)])
async def test_where_there_is_no_room_the_size_that_has_it_is_named(size):
    async with running(lesson(), size) as (app, pilot):
        await pilot.press("f5")
        await pilot.pause()
        told = " ".join(text(app).replace("│", " ").split())
        wide, high = map(int, re.search(r"a terminal of (\d+) columns and (\d+) rows at least", told).groups())
        for columns, rows, fits in ((wide, high, True), (wide - 1, high, False), (wide, high - 1, False)):
            await pilot.resize_terminal(columns, rows)
            await pilot.pause()
            assert ("┤" in text(app)) == fits
            assert ("A picture needs" in text(app)) != fits
