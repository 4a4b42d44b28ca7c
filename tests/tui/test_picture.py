"""The sheet with the picture: its key, its word, its size."""

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
