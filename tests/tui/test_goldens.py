"""Every screen, in the dark theme and the light one, kept beside this file; BP_UPDATE_GOLDENS=1 writes them anew.

One run shows many screens: the sheets and the look-around lie over a lesson that is where it was.
"""

from pathlib import Path

import pytest
from helpers.goldens import compare, portrait
from helpers.pilot import key, lesson, running, send
from textual import constants
from textual.widgets import Input

pytestmark = pytest.mark.exhaustive

GOLDENS = Path(__file__).parent / "goldens"
SIZES = [(80, 24), (120, 40), (200, 60)]
OVER = {
    "known": "ctrl+o",
    "equations": "f2",
    "notation": "f3",
    "text": "f4",
    "picture": "f5",
    "derive": "f9",
    "help": "f1",
    "palette": "ctrl+p",
}
"""What lies over a lesson, by the key that opens it."""


@pytest.fixture(autouse=True)
def _still(monkeypatch):
    """Nothing blinks, and no right answer glows."""
    monkeypatch.setattr(Input, "_toggle_cursor", lambda _self: None)
    monkeypatch.setattr(constants, "TEXTUAL_ANIMATIONS", "none")


class Album:
    """The pictures of one run, compared as they are taken; all that differ are told at its end."""

    def __init__(self, app, pilot, size):
        self.app, self.pilot = app, pilot
        self.size = "{}x{}".format(*size)
        self.differing = []

    async def take(self, name):
        await self.pilot.pause()
        path = GOLDENS / f"{name}-{self.size}.txt"
        if not compare(path, await portrait(self.app, self.pilot)):
            self.differing.append(path.name)

    async def take_over(self, name, key):
        await self.pilot.press(key)
        await self.pilot.pause()
        await self.take(name)
        await self.pilot.press("escape")
        await self.pilot.pause()

    def done(self):
        assert not self.differing, f"{self.differing} differ: BP_UPDATE_GOLDENS=1 to accept"


async def answers(pilot, *texts):
    for text in texts:
        await send(pilot, text)


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_a_lesson_with_mistakes(size):
    async with running(lesson(), size) as (app, pilot):
        album = Album(app, pilot, size)
        await album.take("first")
        await pilot.press("ctrl+y", "ctrl+y")
        await album.take("hint")
        await answers(pilot, "log(2)")
        await album.take("unreadable")
        await answers(pilot, "0; 0.25", "0.5; 0.5622", "0.7997")
        await pilot.press("ctrl+r")
        await album.take("wrong_with_equation")
        await answers(pilot, "next", "1.2122")
        await pilot.press("enter")
        await answers(pilot, "1.4493")
        await album.take("named_mistake")
        await answers(pilot, "0.6899")
        await album.take("follows")
        album.done()


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_what_lies_over_a_lesson(size):
    async with running(lesson(), size) as (app, pilot):
        album = Album(app, pilot, size)
        await answers(pilot, *key(lesson())[:7])
        await pilot.press("enter")
        for name, opens in OVER.items():
            await album.take_over(name, opens)
        await pilot.press("ctrl+g")
        await album.take("around")
        await pilot.press("left", "left")
        await album.take("around_moved")
        await pilot.press("p")
        await album.take("around_path")
        await pilot.press("escape", "f6", *"0.7*0.5")
        await album.take("scratch")
        album.done()


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_a_lesson_to_its_end(size):
    async with running(lesson(), size) as (app, pilot):
        album = Album(app, pilot, size)
        right = key(lesson())
        await answers(pilot, *right[:19])
        await pilot.press("enter", "ctrl+r", "ctrl+r")
        await album.take("backward_with_numbers")
        await answers(pilot, *right[19:])
        await album.take("last_done")
        await pilot.press("enter")
        await pilot.pause(0.5)
        await album.take("end")
        album.done()


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_the_list_of_lessons(size):
    async with running(None, size) as (app, pilot):
        album = Album(app, pilot, size)
        await pilot.press("down")
        await album.take("home")
        await album.take_over("home_help", "f1")
        album.done()


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize(("name", "done"), [("softmax", 5), ("three-updates", 20), ("vanishing-gradient", 3)])
async def test_other_lessons(name, done, size):
    what = lesson(name)
    async with running(what, size) as (app, pilot):
        album = Album(app, pilot, size)
        await answers(pilot, *key(what)[:done])
        await album.take(name)
        album.done()
