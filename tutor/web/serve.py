"""The server: it listens, says where, and ends with every process that it has started."""

import asyncio
import contextlib
import errno
import re
import signal
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from aiohttp import web

from tutor.errors import TutorError
from tutor.notation.printable import printable
from tutor.web.guard import Guard, is_public
from tutor.web.pages import Pages, Served, silence

PROGRAM = "import sys; sys.path.insert(0, sys.argv.pop(1)); from tutor.__main__ import main; main()"
"""What the process of a visitor runs; the first argument is where this package is, which need not be installed."""
OPEN = "Everybody who reaches this address can use the tutor here. A proxy before it can ask them who they are."
STOPPING = 10.0
"""Seconds in which all visits have to end."""


class Asked(NamedTuple):
    """What the command line asks for.

    Attributes:
        lesson: the lesson that visitors begin with, as it was named; without one, they choose.
        title: what the page is called.
        guard: where to listen, and under which address a proxy shows it.
        port: at which port; 0 for a free one.
        most: how many visitors there may be at once.
        header: the header that names the learner; without one, the address does.
    """

    lesson: str | None
    title: str
    guard: Guard
    port: int
    most: int
    header: str | None


def run(asked: Asked, tell: Callable[[str], None]) -> int:
    """Serve until a signal says to stop; the exit status.

    Args:
        asked: what to serve, and where.
        tell: says a line to whoever runs the server.

    Raises:
        TutorError: there can be no server at that address.
    """
    silence()
    served = Served(_command(asked.lesson), printable(asked.title), asked.guard, asked.header, asked.most, tell)
    with _listener(asked.guard.host, asked.port) as listener:
        return asyncio.run(_serve(served, listener))


def guard(host: str, public: str | None) -> Guard:
    """What a server at an address is called by.

    Raises:
        ValueError: what is to be the address of a page is none.
    """
    if public is not None and not is_public(public):
        raise ValueError(f"“{printable(public)}” is no address of a page. It begins with https:// or http://.")
    return Guard(host, public)


def header(name: str | None) -> str | None:
    """The name of a header.

    Raises:
        ValueError: it can be none.
    """
    if name is not None and not re.fullmatch(r"[A-Za-z0-9-]+", name):
        raise ValueError(f"“{printable(name)}” is no name of a header. One is X-Remote-User.")
    return name


async def _serve(served: Served, listener: socket.socket) -> int:
    stopped: asyncio.Future[int] = asyncio.get_running_loop().create_future()
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):  # the last is not everywhere
        if number := getattr(signal, name, None):
            _on(number, stopped)
    runner = web.AppRunner(Pages(served).app(), access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    try:
        await web.SockSite(runner, listener).start()
        print(f"Open {served.guard.public or _address(listener)} in a browser. Ctrl+C here stops it.", flush=True)
        if not served.guard.alone:
            served.tell(OPEN)
        return 128 + await stopped
    finally:
        with contextlib.suppress(TimeoutError):  # what is left ends with the event loop
            await asyncio.wait_for(runner.cleanup(), STOPPING)


def _on(number: int, stopped: asyncio.Future[int]) -> None:
    """Let a signal stop the server; the first one tells the exit status."""
    loop = stopped.get_loop()

    def stop() -> None:
        if not stopped.done():
            stopped.set_result(number)

    with contextlib.suppress(NotImplementedError):  # not everywhere has a loop these
        loop.add_signal_handler(number, stop)
        return
    signal.signal(number, lambda *_: loop.call_soon_threadsafe(stop))


def _command(lesson: str | None) -> list[str]:
    """What starts the tutor for one visitor."""
    home = str(Path(__file__).parents[2])
    # -P: nothing is imported from the folder that the server happens to be in.
    return [sys.executable, "-P", "-c", PROGRAM, home, *(["learn", "--", lesson] if lesson else [])]


def _listener(host: str, port: int) -> socket.socket:
    """A socket that listens at an address, or one clear message about why there can be none."""
    shown = printable(host)
    try:
        family, _, _, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        return socket.create_server(place[:2], family=family)
    except socket.gaierror as problem:
        raise TutorError(f"“{shown}” is no address of this machine: {problem.strerror}.") from problem
    except UnicodeError as problem:
        raise TutorError(f"“{shown}” is no address of this machine.") from problem
    except OSError as problem:
        raise TutorError(_refused(problem, shown, port)) from problem


def _refused(problem: OSError, host: str, port: int) -> str:
    if problem.errno == errno.EADDRINUSE:
        return f"Port {port} of {host} is in use. Take another one with --port, or a free one with --port 0."
    if problem.errno == errno.EACCES:
        return f"Port {port} may not be used here. Take one above 1023 with --port."
    if problem.errno == errno.EADDRNOTAVAIL:
        return f"“{host}” is no address of this machine. For every one that it has: --host 0.0.0.0."
    return f"There can be no server at port {port} of {host}: {problem.strerror or problem}."


def _address(listener: socket.socket) -> str:
    """The address to open: where the server listens at every address, by this machine's name."""
    host, port = listener.getsockname()[:2]
    if host in ("0.0.0.0", "::"):
        host = socket.gethostname()
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"
