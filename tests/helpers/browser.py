"""A real browser without a window, driven over its DevTools protocol; it reaches this machine and nothing else."""

import asyncio
import base64
import json
import os
import re
import shutil
import signal
from contextlib import asynccontextmanager, suppress
from itertools import count

import aiohttp

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--no-default-browser-check",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-extensions",
    "--remote-debugging-port=0", "--remote-allow-origins=*", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)  # fmt: skip
SECONDS = 20.0
"""How long anything may take."""
KEYS = {"Enter": ("\r", 13), "F5": ("", 116), "F1": ("", 112), "Escape": ("", 27)}
WATCH = """
// The page keeps its terminal to itself: it is caught as it is given its first part.
Object.defineProperty(Object.prototype, "fitAddon", {configurable: true, set(part) {
    window.tutor = this;
    Object.defineProperty(this, "fitAddon", {value: part, writable: true});
}});
"""
LINES = """
(() => {
    if (!window.tutor) return document.body?.innerText ?? "";
    const shown = window.tutor.terminal.buffer.active, lines = [];
    for (let i = 0; i < shown.length; i++) lines.push(shown.getLine(i).translateToString(true, 0, tutor.terminal.cols));
    return lines.join("\\n");
})()
"""


class Page:
    """One page of the browser, in a profile of its own."""

    def __init__(self, browser, context, target, session):
        self._browser, self._context, self._target, self._session = browser, context, target, session
        self.requests = []
        self.problems = []

    async def call(self, method, **parameters):
        """Run one command of the protocol on this page."""
        return await self._browser.call(method, self._session, **parameters)

    async def run(self, script):
        """What a piece of JavaScript gives."""
        done = await self.call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in done, done
        return done["result"].get("value")

    async def text(self):
        """What the terminal shows, as plain lines; before it is there, what the page says."""
        return await self.run(LINES)

    async def until(self, wanted):
        """Wait until the terminal shows a text, and give all that it shows."""
        return await self.wait(lambda text: wanted in text, self.text, wanted)

    async def wait(self, true, what, name=""):
        """Wait until something is true."""
        end = asyncio.get_running_loop().time() + SECONDS
        while not true(found := await what()):
            assert asyncio.get_running_loop().time() < end, f"{name!r} never came:\n{found}"
            await asyncio.sleep(0.05)
        return found

    async def type(self, text):
        """Type letters, each with a key of its own."""
        for char in text:
            await self.call("Input.dispatchKeyEvent", type="keyDown", text=char, key=char)
            await self.call("Input.dispatchKeyEvent", type="keyUp", key=char)

    async def press(self, key, *, ctrl=False, does=()):
        """Press one key, alone or with Ctrl; what it does in a browser's own menu has to be told."""
        text, code = KEYS.get(key) or ("", ord(key.upper()))
        known = {"key": key, "code": key if key in KEYS else f"Key{key.upper()}", "windowsVirtualKeyCode": code}
        known |= {"modifiers": 2} if ctrl else {}
        shown = {"text": text} if text else {}
        down = "keyDown" if shown or does else "rawKeyDown"
        await self.call("Input.dispatchKeyEvent", type=down, commands=list(does), **known, **shown)
        await self.call("Input.dispatchKeyEvent", type="keyUp", **known)

    async def drag(self, start, end):
        """Draw the mouse over the page with its button pressed."""
        held = {"button": "left", "clickCount": 1}
        await self.call("Input.dispatchMouseEvent", type="mousePressed", x=start[0], y=start[1], **held)
        for part in (0.5, 1.0):
            x, y = (a + part * (b - a) for a, b in zip(start, end, strict=True))
            await self.call("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y, buttons=1, **held)
        await self.call("Input.dispatchMouseEvent", type="mouseReleased", x=end[0], y=end[1], **held)

    async def allow_clipboard(self):
        """Let the page read what was copied, which a person is asked about."""
        allowed = {"permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"], "browserContextId": self._context}
        await self._browser.call("Browser.grantPermissions", **allowed)

    async def resize(self, width, height):
        """Give the window another size."""
        await self.call(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False
        )

    async def screenshot(self, path):
        """Write what the window shows as a PNG."""
        path.write_bytes(base64.b64decode((await self.call("Page.captureScreenshot"))["data"]))

    async def close(self):
        """Close the page, as a tab is closed."""
        await self._browser.call("Target.closeTarget", targetId=self._target)

    def heard(self, method, told):
        """Something has happened."""
        if method == "Network.requestWillBeSent":
            self.requests.append(told["request"]["url"])
        elif method == "Network.webSocketCreated":
            self.requests.append(told["url"])
        elif method == "Runtime.exceptionThrown":
            self.problems.append(told["exceptionDetails"].get("exception", told["exceptionDetails"]))
        elif method == "Log.entryAdded" and told["entry"]["level"] == "error":
            self.problems.append(told["entry"]["text"])


class Browser:
    """A browser that runs."""

    def __init__(self, socket):
        self._socket, self._numbers = socket, count(1)
        self._waiting, self._pages = {}, {}
        self._reader = asyncio.create_task(self._read())

    async def call(self, method, session=None, **parameters):
        """Run one command of the protocol."""
        number = next(self._numbers)
        self._waiting[number] = asyncio.get_running_loop().create_future()
        sent = {"id": number, "method": method, "params": parameters} | ({"sessionId": session} if session else {})
        await self._socket.send_json(sent)
        answer = await asyncio.wait_for(self._waiting[number], SECONDS)
        assert "error" not in answer, (method, answer)
        return answer["result"]

    async def open(self, address, width=1000, height=640):
        """Open a page in a profile of its own."""
        context = (await self.call("Target.createBrowserContext"))["browserContextId"]
        made = await self.call("Target.createTarget", url="about:blank", browserContextId=context)
        session = (await self.call("Target.attachToTarget", targetId=made["targetId"], flatten=True))["sessionId"]
        page = self._pages[session] = Page(self, context, made["targetId"], session)
        for domain in ("Page", "Runtime", "Network", "Log"):
            await page.call(f"{domain}.enable")
        await page.call("Page.addScriptToEvaluateOnNewDocument", source=WATCH)
        await page.call("Emulation.setFocusEmulationEnabled", enabled=True)
        await page.resize(width, height)
        await page.call("Page.navigate", url=address)
        return page

    async def end(self):
        """Stop reading."""
        self._reader.cancel()
        await asyncio.gather(self._reader, return_exceptions=True)

    async def _read(self):
        async for message in self._socket:
            told = json.loads(message.data)
            if "id" in told:
                self._waiting.pop(told["id"]).set_result(told)
            elif page := self._pages.get(told.get("sessionId")):
                page.heard(told["method"], told["params"])


@asynccontextmanager
async def running(folder, *flags):
    """A browser whose profile is in a folder; it is ended whatever happens."""
    process = await asyncio.create_subprocess_exec(
        CHROMIUM, *FLAGS, *flags, f"--user-data-dir={folder}", "about:blank",
        stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE,
        env={"HOME": str(folder), "PATH": "/usr/bin:/bin"}, start_new_session=True,
    )  # fmt: skip
    try:
        address = await asyncio.wait_for(_address(process.stderr), SECONDS)
        async with aiohttp.ClientSession() as session, session.ws_connect(address, max_msg_size=0) as socket:
            running = Browser(socket)
            try:
                yield running
                await running.call("Browser.close")
            finally:
                await running.end()
    finally:
        await _ended(process)


async def _address(stream):
    while line := await stream.readline():
        if found := re.search(rb"ws://\S+", line):
            return found[0].decode()
    raise AssertionError("the browser did not start")


async def _ended(process):
    """Wait until the browser has ended, and end it where it does not."""
    with suppress(TimeoutError):
        await asyncio.wait_for(asyncio.gather(process.stderr.read(), process.wait()), 5)
    if process.returncode is None:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        await process.wait()
