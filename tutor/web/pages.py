"""What the server answers: the page with the terminal on it, the socket behind that, and what goes wrong in words."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from html import escape
from importlib.util import find_spec
from pathlib import Path
from string import Template
from typing import NamedTuple

from aiohttp import WSCloseCode, web

from tutor.errors import TutorError
from tutor.notation.printable import printable
from tutor.web.guard import Guard
from tutor.web.learner import Unusable, belongings, identified
from tutor.web.visitor import Ending, Visitor, environment, size

HERE = Path(__file__).parent
HEARTBEAT = 20.0
"""Seconds after which a page that is silent is asked whether it is still there."""
LEAVING = 1.0
"""Seconds in which a page has to say that it knows of its end."""
LARGEST = 1 << 20
"""The bytes that a page may send at once: a text that is pasted."""
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'unsafe-inline' 'self'; font-src 'self'; img-src 'self' data:; "
    "connect-src 'self' {sockets}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""A page takes nothing from anywhere else, and stands in no page of anybody else's."""
BROKEN = "The tutor stopped because of a mistake of its own. Whoever runs it finds the report."

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Served(NamedTuple):
    """What is served, to whom.

    Attributes:
        command: what starts the tutor for one visitor.
        title: what the page is called.
        guard: what this server is called by.
        header: the header that names the learner, set by a proxy; without one, the address does.
        most: how many visitors there may be at once.
        tell: says a line to whoever runs the server.
    """

    command: Sequence[str]
    title: str
    guard: Guard
    header: str | None
    most: int
    tell: Callable[[str], None]


class Pages:
    """The pages of one server, and those who are there."""

    def __init__(self, served: Served) -> None:
        self._served = served
        self._stop = asyncio.Event()
        self._visits: set[asyncio.Task[None]] = set()

    def app(self) -> web.Application:
        """The application that a server runs.

        Raises:
            TutorError: textual-serve is not installed as it should be.
        """
        app = web.Application(middlewares=[self._guarded])
        app.on_response_prepare.append(self._protect)
        app.on_shutdown.append(self._dismiss)
        app.add_routes(
            [
                web.get("/", self._index),
                web.get("/ws", self._socket),
                web.get("/page.js", self._script),
                web.static("/static", _terminal()),
            ]
        )
        return app

    def _learner(self, request: web.Request) -> str | None:
        """Who is asking."""
        header = self._served.header
        return identified(request.query.getall("learner", []) if header is None else request.headers.getall(header, []))

    @property
    def _full(self) -> bool:
        return len(self._visits) >= self._served.most

    async def _index(self, request: web.Request) -> web.Response:
        self._learner(request)
        if self._full:
            return _notice("All places are taken. Try again when somebody has left.", 503)
        return _html("page.html", 200, title=self._served.title)

    async def _script(self, _request: web.Request) -> web.FileResponse:
        return web.FileResponse(HERE / "page.js")

    async def _socket(self, request: web.Request) -> web.StreamResponse:
        if not self._served.guard.owns(request.headers.get("Origin", ""), request.headers.get("Host", "")):
            return _notice("This page is not one of this server's.", 403)
        learner = self._learner(request)
        socket = web.WebSocketResponse(timeout=LEAVING, heartbeat=HEARTBEAT, max_msg_size=LARGEST)
        if self._full or self._stop.is_set():
            await socket.prepare(request)
            await socket.close(code=WSCloseCode.TRY_AGAIN_LATER)
            return socket
        visit = asyncio.create_task(self._visit(request, socket, learner))
        self._visits.add(visit)
        try:
            await visit
        finally:
            self._visits.discard(visit)
        return socket

    async def _visit(self, request: web.Request, socket: web.WebSocketResponse, learner: str | None) -> None:
        """One visitor from the first to the last moment."""
        await socket.prepare(request)
        asked = size(request.query)
        with belongings(learner) as home:
            try:
                visitor = await Visitor.start(self._served.command, environment(learner, home, asked))
            except OSError as problem:
                self._served.tell(f"No process could be started for a visitor: {problem.strerror or problem}.")
                await _close(socket, WSCloseCode.INTERNAL_ERROR, BROKEN)
                return
            ending = await visitor.attend(socket, self._stop)
        await self._part(socket, ending)

    async def _part(self, socket: web.WebSocketResponse, ending: Ending) -> None:
        """Say how it ended, to the visitor and, where something is wrong, to whoever runs the server."""
        if self._stop.is_set():
            await _close(socket, WSCloseCode.GOING_AWAY, "")
        elif ending.status == 0:
            await _close(socket, WSCloseCode.OK, ending.words)
        else:
            if not socket.closed:  # a process that ended because its page was closed has nothing to tell
                for line in ending.words.splitlines() or [f"A visitor's process ended with status {ending.status}."]:
                    self._served.tell(printable(line))
            await _close(socket, WSCloseCode.INTERNAL_ERROR, BROKEN)

    async def _dismiss(self, _app: web.Application) -> None:
        """The server stops: all visits end."""
        self._stop.set()
        if self._visits:
            await asyncio.wait(set(self._visits))

    @web.middleware
    async def _guarded(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        if not self._served.guard.knows(request.headers.get("Host", "")):
            return _notice("This server has another address.", 421)
        try:
            return await handler(request)
        except Unusable as problem:
            return _notice(str(problem), 400)
        except web.HTTPException as problem:
            return _notice("There is nothing at this address.", problem.status)
        except Exception as error:  # noqa: BLE001 (the last resort: no traceback reaches a user)
            from tutor.crash import told

            self._served.tell(told(error))
            return _notice(BROKEN, 500)

    async def _protect(self, request: web.Request, response: web.StreamResponse) -> None:
        host = request.headers.get("Host", "")
        sockets = f"ws://{host} wss://{host}" if self._served.guard.knows(host) else ""
        response.headers.update(
            {
                "Content-Security-Policy": POLICY.format(sockets=sockets),
                "Cross-Origin-Resource-Policy": "same-origin",
                "Referrer-Policy": "no-referrer",  # the address may name the learner
                "X-Content-Type-Options": "nosniff",
                "Server": "bp-tutor",
            }
        )
        if "/static/" not in request.path:
            response.headers["Cache-Control"] = "no-store"


async def _close(socket: web.WebSocketResponse, code: WSCloseCode, words: str) -> None:
    """Close a page's socket with a few words; it may be closed already."""
    if words and not socket.closed:
        try:
            await socket.send_json(["ended", printable(" ".join(words.split()))])
        except OSError:
            return
    await socket.close(code=code)


def _notice(message: str, status: int) -> web.Response:
    return _html("notice.html", status, message=message)


def _html(name: str, status: int, **texts: str) -> web.Response:
    """One of the pages, with texts in it that are no HTML."""
    style = (HERE / "page.css").read_text(encoding="utf-8")
    page = Template((HERE / name).read_text(encoding="utf-8"))
    filled = page.substitute(style=style, **{key: escape(text) for key, text in texts.items()})
    return web.Response(text=filled, content_type="text/html", status=status)


def _terminal() -> Path:
    """The folder of what textual-serve brings: the terminal that a page has, and its letters."""
    found = find_spec("textual_serve")
    folder = Path(found.origin).parent / "static" if found and found.origin else None
    if folder is None or not (folder / "js" / "textual.js").is_file():
        raise TutorError("textual-serve is there without the pages that belong to it; install it anew.")
    return folder


def silence() -> None:
    """Keep what libraries log to themselves: what is worth a word is told."""
    for name in ("aiohttp", "asyncio"):
        logging.getLogger(name).addHandler(logging.NullHandler())
        logging.getLogger(name).propagate = False
