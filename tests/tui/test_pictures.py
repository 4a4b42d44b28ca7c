"""Two screens as pictures, for what text does not show: colours and emphasis. The first is the README's."""

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


async def forward(pilot):
    for answer in ("0; 0.25", "0.5; 0.5622", "0.7997"):
        await send(pilot, answer)
    await pilot.press("ctrl+r")


async def backward(pilot):
    for answer in key(lesson())[:19]:
        await send(pilot, answer)
    await pilot.press("enter", "ctrl+r", "ctrl+r")


@pytest.mark.parametrize(("scene", "size"), [(forward, (80, 24)), (backward, (120, 40))], ids=["forward", "backward"])
async def test_picture(scene, size, monkeypatch):
    monkeypatch.setattr(Input, "_toggle_cursor", lambda _self: None)
    path = PICTURES / f"{scene.__name__}-{size[0]}x{size[1]}.svg"
    async with running(lesson(), size) as (app, pilot):
        await scene(pilot)
        await pilot.pause()
        found = plain(app.export_screenshot())
    if os.environ.get("BP_UPDATE_GOLDENS"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(found, encoding="utf-8")
    assert found == path.read_text(encoding="utf-8"), f"{path.name} differs: BP_UPDATE_GOLDENS=1 to accept"
