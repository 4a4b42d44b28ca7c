"""A server whose visitors have, in place of the tutor, a process that speaks as it does and tells what it was told."""

import asyncio
import json
import os
import re
import subprocess
import sys
from asyncio.subprocess import DEVNULL, PIPE
from contextlib import asynccontextmanager

from aiohttp.test_utils import TestClient, TestServer

from tutor.web.guard import Guard
from tutor.web.pages import Pages, Served

SECONDS = 20.0
"""How long a server may take to begin, or to end."""
TELLS = """
import json, os, sys, time
out = sys.stdout.buffer
def send(kind, content):
    out.write(kind + len(content).to_bytes(4, "big") + content)
    out.flush()
def take():
    head = sys.stdin.buffer.read(5)
    return head[:1], sys.stdin.buffer.read(int.from_bytes(head[1:], "big"))
out.write(b"__GANGLION__\\n")
send(b"D", json.dumps(dict(os.environ) | {"pid": os.getpid()}).encode())
"""
WAITS = TELLS + "\nwhile take()[0]: pass\nsys.exit(129)"
ECHOES = TELLS + "\nwhile (got := take())[0]: send(b'D', b'='.join(got))"


class Client(TestClient):
    """A client of a server, and what the server has said to whoever runs it."""

    said = ()

    @property
    def origin(self):
        return str(self.make_url("/")).rstrip("/")

    def enter(self, query="", **options):
        """Open a socket as the page does."""
        return self.ws_connect(f"/ws?width=100&height=30{query}", **({"origin": self.origin} | options))


@asynccontextmanager
async def serving(program=WAITS, *, host="127.0.0.1", public=None, header=None, most=5, title="A lesson"):
    """A client of a server that runs as long as the block."""
    said = []
    served = Served([sys.executable, "-I", "-S", "-c", program], title, Guard(host, public), header, most, said.append)
    async with Client(TestServer(Pages(served).app())) as client:
        client.said = said
        yield client


async def told(visit):
    """What the process of a visit was told."""
    return json.loads(await visit.receive_bytes(timeout=10))


@asynccontextmanager
async def server(*arguments, env=None):
    """``bp-tutor serve`` as a process of its own at a free port, and the address that it tells; ended in any case."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tutor", "serve", *arguments, "--port", "0",
        stdin=DEVNULL, stdout=PIPE, stderr=PIPE, env={**os.environ, **(env or {})},
    )  # fmt: skip
    try:
        line = (await asyncio.wait_for(process.stdout.readline(), SECONDS)).decode()
        found = re.search(r"http://\S+", line)
        assert found, (line, await process.stderr.read())
        yield found[0], process
    finally:
        if process.returncode is None:
            process.terminate()
        await asyncio.wait_for(process.communicate(), SECONDS)


def children(pid):
    """The processes that a process has started and that have not ended."""
    listed = subprocess.run(["ps", "-A", "-o", "pid=,ppid=,stat="], capture_output=True, text=True, check=True).stdout
    rows = [line.split() for line in listed.splitlines()]
    return [int(child) for child, parent, state in rows if int(parent) == pid and not state.startswith("Z")]


def alive(pid):
    """Whether there is such a process."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


async def soon(true):
    """Wait until something is true; whether it has become so."""
    for _ in range(int(SECONDS / 0.02)):
        if found := true():
            return found
        await asyncio.sleep(0.02)
    return False


async def gone(pid):
    """Wait until a process has ended, and been seen to end."""
    return await soon(lambda: not alive(pid))
