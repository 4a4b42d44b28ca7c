"""A server whose visitors have, in place of the tutor, a process that speaks as it does and tells what it was told."""

import json
import sys
from contextlib import asynccontextmanager

from aiohttp.test_utils import TestClient, TestServer

from tutor.web.guard import Guard
from tutor.web.pages import Pages, Served

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
