"""The process of one visitor, and what goes between it and the page.

The process sends packets, and takes them: a letter for the kind (D is what a terminal gets or sends, M is about it),
four bytes for the size, and the content. The page sends and takes JSON for all but what the terminal gets.
"""

import asyncio
import json
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from aiohttp import WSMsgType
from aiohttp.web import WebSocketResponse

from tutor.output.encoding import BROWSER

BEGIN = b"__GANGLION__\n"
"""What the process writes once it is about to send packets."""
TERMINAL = ("TERM", "COLORTERM", "NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES", "ROWS", "TERM_PROGRAM")
"""What is true of the terminal that the server was started in, and of no browser."""
PATIENCE = 10.0
"""Seconds in which the process has to take what is typed; one that does not is taken for dead."""
GRACE = 3.0
"""Seconds in which the process has to end once it is told to."""
WORDS = 2000
"""How many bytes of what the process says at its end are kept."""
SIZES = {"width": (2, 400), "height": (1, 200)}
"""The columns and rows that a page may have; beyond them they would only cost memory."""


class Ending(NamedTuple):
    """How a visit ended.

    Attributes:
        status: the exit status of the process; negative where it was killed.
        words: what it said at its end.
    """

    status: int
    words: str


def environment(learner: str | None, home: Path, size: Mapping[str, int]) -> dict[str, str]:
    """What the process of a visitor is told."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TEXTUAL")}
    for name in (*TERMINAL, "BP_TUTOR_LEARNER"):
        kept.pop(name, None)
    told = {
        "BP_TUTOR_HOME": str(home),
        "PYTHONUTF8": "1",
        "TERM": "xterm-256color",
        "TEXTUAL_DRIVER": BROWSER,
        "TEXTUAL_COLOR_SYSTEM": "truecolor",
        "COLUMNS": str(size["width"]),
        "ROWS": str(size["height"]),
    }
    if learner is not None:
        told["BP_TUTOR_LEARNER"] = os.fsdecode(learner.encode())  # the locale here may have no letters for it
    return kept | told


def size(asked: Mapping[str, Any]) -> dict[str, int]:
    """The columns and rows that a page asks for, within what there can be; 80×24 where it asks for none."""
    found = {"width": 80, "height": 24}
    for name, (least, most) in SIZES.items():
        with suppress(KeyError, TypeError, ValueError, OverflowError):
            found[name] = min(max(int(asked[name]), least), most)
    return found


class Visitor:
    """A process, from its start to its end."""

    def __init__(self, process: Process) -> None:
        self._process = process
        self._words = bytearray()
        self._listening = asyncio.create_task(self._hear_words())

    @classmethod
    async def start(cls, command: Sequence[str], told: Mapping[str, str]) -> "Visitor":
        """Start the process of a visitor, in a group of its own: the server's Ctrl+C is not for it.

        Raises:
            OSError: there can be no more processes.
        """
        return cls(
            await asyncio.create_subprocess_exec(
                *command, stdin=PIPE, stdout=PIPE, stderr=PIPE, env=told, start_new_session=True
            )
        )

    async def attend(self, socket: WebSocketResponse, stop: asyncio.Event) -> Ending:
        """Pass on what each side sends until one of them ends, or all has to stop."""
        ways: list[asyncio.Task[Any]] = [
            asyncio.create_task(self._to_page(socket)),
            asyncio.create_task(self._from_page(socket)),
            asyncio.create_task(stop.wait()),
        ]
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for way in ways:
                way.cancel()
            await asyncio.gather(*ways, return_exceptions=True)
            ending = await self._end()
        for way in ways:
            if not way.cancelled() and (error := way.exception()) and not isinstance(error, OSError):
                raise error
        return ending

    async def _to_page(self, socket: WebSocketResponse) -> None:
        """Send the page what the process writes, until that ends."""
        out = self._process.stdout
        assert out is not None
        while (line := await out.readline()) != BEGIN:
            if not line:
                return
        with suppress(asyncio.IncompleteReadError):
            while True:
                head = await out.readexactly(5)
                content = await out.readexactly(int.from_bytes(head[1:], "big"))
                if head[:1] == b"D":
                    await socket.send_bytes(content)
                elif head[:1] == b"M" and json.loads(content).get("type") == "exit":
                    return

    async def _from_page(self, socket: WebSocketResponse) -> None:
        """Send the process what the page sends, until the page is closed. What makes no sense is dropped."""
        async for message in socket:
            if message.type is not WSMsgType.TEXT:
                continue
            try:
                kind, content = (*json.loads(message.data), None)[:2]
            except (ValueError, TypeError, RecursionError):
                continue
            if kind == "stdin" and isinstance(content, str):
                await self._send(b"D", content.encode("utf-8", "replace"))
            elif kind == "resize" and isinstance(content, dict):
                await self._send(b"M", json.dumps({"type": "resize", **size(content)}).encode())
            elif kind in ("focus", "blur"):
                await self._send(b"M", json.dumps({"type": kind}).encode())

    async def _send(self, kind: bytes, content: bytes) -> None:
        into = self._process.stdin
        assert into is not None
        into.write(kind + len(content).to_bytes(4, "big") + content)
        await asyncio.wait_for(into.drain(), PATIENCE)

    async def _hear_words(self) -> None:
        """Keep the last of what the process says on standard error."""
        assert self._process.stderr is not None
        while data := await self._process.stderr.read(1024):
            self._words = (self._words + data)[-WORDS:]

    async def _end(self) -> Ending:
        """Let the process end, which it does once it can read no more, and make it where it does not."""
        process = self._process
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.close()
        rest = asyncio.create_task(_drop(process.stdout))  # a full pipe would hold it
        try:
            with suppress(TimeoutError):
                await asyncio.wait_for(asyncio.gather(process.wait(), self._listening), GRACE)
        finally:
            self._kill()
            rest.cancel()
            self._listening.cancel()
        return Ending(await process.wait(), self._words.decode("utf-8", "replace"))

    def _kill(self) -> None:
        """End the process, and whatever it has started, however it feels about that."""
        if self._process.returncode is not None:
            return
        with suppress(ProcessLookupError, PermissionError):
            if sys.platform == "win32":
                self._process.kill()
            else:
                os.killpg(self._process.pid, signal.SIGKILL)


async def _drop(stream: asyncio.StreamReader) -> None:
    while await stream.read(65536):
        pass
