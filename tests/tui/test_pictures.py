"""Three screens as pictures, for what text does not show: colours and emphasis. The README opens with them."""

import os
import re
from pathlib import Path

import pytest
from helpers.pilot import key, lesson, running, send
from textual.widgets import Input

PICTURES = Path(__file__).parent / "pictures"


def plain(svg: str) -> str:
    """The picture without what differs from run to run."""
    return re.sub(r"terminal-\d+", "terminal", svg)


async def forward(_app, pilot):
    """A mistake is named."""
    for answer in ("0; 0.25", "0.5; 0.5622", "0.7997"):
        await send(pilot, answer)
    await pilot.press("ctrl+r")


async def backward(_app, pilot):
    """The errors flow back, the numbers are put in."""
    for answer in key(lesson())[:19]:
        await send(pilot, answer)
    await pilot.press("enter", "ctrl+r", "ctrl+r")


async def path(app, pilot):
    """A path is lit, its product and share are known; in the light theme."""
    app.theme = "bp-light"
    for answer in key(lesson()):
        await send(pilot, answer)
    await pilot.press("ctrl+g")
    await pilot.pause()
    await pilot.press("p")


SCENES = [(forward, (80, 24)), (backward, (120, 40)), (path, (120, 40))]


@pytest.mark.parametrize(("scene", "size"), SCENES, ids=[scene.__name__ for scene, _ in SCENES])
async def test_picture(scene, size, monkeypatch):
    monkeypatch.setattr(Input, "_toggle_cursor", lambda _self: None)
    kept = PICTURES / f"{scene.__name__}-{size[0]}x{size[1]}.svg"
    async with running(lesson(), size) as (app, pilot):
        await scene(app, pilot)
        await pilot.pause()
        found = plain(app.export_screenshot())
    if os.environ.get("BP_UPDATE_GOLDENS"):
        kept.parent.mkdir(exist_ok=True)
        kept.write_text(found, encoding="utf-8")
    assert found == kept.read_text(encoding="utf-8"), f"{kept.name} differs: BP_UPDATE_GOLDENS=1 to accept"
