"""The screens as text, kept beside this file; BP_UPDATE_GOLDENS=1 writes them anew, for a reviewer to read."""

import os
from pathlib import Path

import pytest
from helpers.pilot import key, lesson, running, send, text

GOLDENS = Path(__file__).parent / "goldens"


def compare(name: str, found: str) -> None:
    """Compare with the golden of that name, or write it where that was asked for."""
    path = GOLDENS / name
    if os.environ.get("BP_UPDATE_GOLDENS"):
        path.write_text(found + "\n", encoding="utf-8")
    assert found + "\n" == path.read_text(encoding="utf-8"), f"{path.name} differs: BP_UPDATE_GOLDENS=1 to accept"


async def first(_app, _pilot):
    """Nothing done yet."""


async def wrong_with_equation(_app, pilot):
    for answer in ("0; 0.25", "0.5; 0.5622", "0.7997"):
        await send(pilot, answer)
    await pilot.press("ctrl+r")


async def named_mistake(_app, pilot):
    """Another question was left with a mistake that was named: this one is said whole, that one would be shorter."""
    for answer in ("0; 0.25", "0.5; 0.5622", "0.7997", "next", "1.2122"):
        await send(pilot, answer)
    await pilot.press("enter")
    await send(pilot, "1.4493")


async def follows(_app, pilot):
    for answer in ("0; 0.25", "0.5; 0.5622", "0.7997", "next", "1.2122"):
        await send(pilot, answer)
    await pilot.press("enter")
    await send(pilot, "0.6899")


async def backward_with_numbers(_app, pilot):
    for answer in key(lesson())[:19]:
        await send(pilot, answer)
    await pilot.press("enter", "ctrl+r", "ctrl+r")


async def hint(_app, pilot):
    await pilot.press("ctrl+y", "ctrl+y")


async def unreadable(_app, pilot):
    await send(pilot, "log(2)")


async def last_done(_app, pilot):
    for answer in key(lesson()):
        await send(pilot, answer)


async def end(app, pilot):
    await last_done(app, pilot)
    await pilot.press("enter")
    await pilot.pause()


async def known(_app, pilot):
    await send(pilot, "0; 0.25")
    await pilot.press("ctrl+o")
    await pilot.pause()


async def network(_app, pilot):
    await pilot.press("ctrl+g")
    await pilot.pause()


async def equations(_app, pilot):
    await pilot.press("f2")
    await pilot.pause()


async def notation(_app, pilot):
    await pilot.press("f3")
    await pilot.pause()


async def help_sheet(_app, pilot):
    await pilot.press("f1")
    await pilot.pause()


SCENES = (
    first, wrong_with_equation, named_mistake, follows, backward_with_numbers, hint, unreadable, last_done, end,
    known, network, equations, notation, help_sheet,
)  # fmt: skip
CASES = [(scene, (80, 24)) for scene in SCENES] + [(scene, (120, 40)) for scene in SCENES[:9]]


@pytest.mark.parametrize(("scene", "size"), CASES, ids=lambda case: getattr(case, "__name__", str(case)))
async def test_screen(scene, size):
    async with running(lesson(), size) as (app, pilot):
        await scene(app, pilot)
        await pilot.pause()
        compare(f"{scene.__name__}-{size[0]}x{size[1]}.txt", text(app))


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=str)
async def test_home(size):
    async with running(None, size) as (app, pilot):
        await pilot.press("down")
        await pilot.pause()
        compare(f"home-{size[0]}x{size[1]}.txt", text(app))
