"""The tutor in a real browser, which two visitors have open at once; nothing but this machine is asked for anything."""

import asyncio

import pytest
from helpers import browser
from helpers.visits import children, server

pytestmark = [
    pytest.mark.exhaustive,
    pytest.mark.skipif(browser.CHROMIUM is None, reason="no Chromium is installed here"),
]

TITLE = "Backpropagation in a [3, 2, 2, 1] network"


async def test_a_step_is_answered_in_a_browser_beside_somebody_else(tmp_path):
    async with server("worked-example") as (address, process), browser.running(tmp_path / "profile") as chromium:
        ann = await chromium.open(address + "?learner=ann")
        bob = await chromium.open(address)
        await asyncio.gather(ann.until("weighted sum"), bob.until("weighted sum"))
        await answers_a_step(ann, tmp_path / "step.png")
        assert "✓ right" not in await bob.text()
        await takes_every_key(ann)
        await follows_the_window(ann)
        await pastes_and_copies(bob)
        assert len(children(process.pid)) == 2
        await bob.close()
        await ann.wait(lambda left: len(left) == 1, lambda: asyncio.to_thread(children, process.pid), "one process")
        await quits(ann)
        assert not children(process.pid)
        for page in (ann, bob):
            assert {url.partition("//")[2].partition("/")[0] for url in page.requests} == {address.split("/")[2]}
            assert page.problems == []


async def answers_a_step(page, picture):
    assert await page.run("document.title") == TITLE
    assert TITLE in await page.text()
    for answer in ("0", "0.25"):
        await page.type(answer)
        await page.press("Enter")
    shown = await page.until("step is done")
    assert shown.count("✓ right") == 2
    assert await page.run("tutor.terminal.buffer.active.getLine(0).getCell(2).isFgRGB()")
    await page.screenshot(picture)
    assert picture.stat().st_size > 20_000  # a page with nothing on it has 4,000


async def takes_every_key(page):
    """A browser would reload the page at F5 and Ctrl+R, and print it at Ctrl+P."""
    before = await page.text()
    for key, ctrl in (("F5", False), ("F1", False), ("g", True), ("p", True)):
        await page.press(key, ctrl=ctrl)
        await page.wait(before.__ne__, page.text, f"what {key} shows")
        await page.press("Escape")
        await page.wait(before.__eq__, page.text, f"the end of what {key} shows")


async def follows_the_window(page):
    await page.resize(1500, 900)
    wide = await page.wait(lambda text: max(map(len, text.splitlines())) > 150, page.text, "a wider screen")
    assert wide.count("✓ right") >= 2  # those of the two answers, and what the sign means where that is told


async def pastes_and_copies(page):
    shown = (await page.text()).splitlines()
    await page.allow_clipboard()
    await page.run("navigator.clipboard.writeText('0.125')")
    await page.press("v", ctrl=True, does=["paste"])
    await page.until("0.125")
    row = next(at for at, line in enumerate(shown) if "weighted sum" in line)
    high = await page.run("document.querySelector('.xterm-screen').clientHeight") / len(shown)
    await page.drag((12, (row + 0.5) * high), (300, (row + 0.5) * high))
    await page.press("c", ctrl=True)
    copied = await page.wait("0.125".__ne__, lambda: page.run("navigator.clipboard.readText()"), "what was copied")
    assert copied.strip()
    assert copied.strip() in shown[row]


async def quits(page):
    await page.press("q", ctrl=True)
    said = await page.wait(lambda text: "ended" in text, lambda: page.run("here('ended').innerText"), "the end")
    assert "Stopped at step 1 of 14." in said
    assert "Begin again" in said
