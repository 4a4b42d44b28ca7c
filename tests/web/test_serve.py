"""``bp-tutor serve`` as a process of its own: what it says, and how it ends."""

import asyncio
import signal
import socket
import sys

import aiohttp
import pytest
from helpers.visits import SECONDS, alive, children, server

from tutor.errors import ExitStatus


async def ended(process):
    """The exit status of a server, and what it has said but its address."""
    out, error = await asyncio.wait_for(process.communicate(), SECONDS)
    return process.returncode, out, error


async def enter(session, address):
    """Open a socket as the page does, and wait for the tutor's first screen."""
    visit = await session.ws_connect(f"{address}ws?width=100&height=30", origin=address.rstrip("/"))
    seen = b""
    while b"weighted sum" not in seen:
        seen += await visit.receive_bytes(timeout=SECONDS)
    return visit


async def test_a_signal_ends_the_server_and_all_that_it_started():
    async with server("a-neuron") as (address, process), aiohttp.ClientSession() as session:
        assert address.startswith("http://127.0.0.1:")
        visit = await enter(session, address)
        (child,) = children(process.pid)
        process.send_signal(signal.SIGTERM)
        assert [message async for message in visit if message.type is not aiohttp.WSMsgType.BINARY] == []
        assert visit.close_code == 1001
        assert await ended(process) == (128 + signal.SIGTERM, b"", b"")
        assert not alive(child)


async def test_beyond_this_machine_it_says_who_can_come_and_nothing_of_requests_that_are_none():
    async with server("--host", "0.0.0.0") as (address, process):
        name, port = address.removeprefix("http://").rstrip("/").split(":")
        assert name == socket.gethostname()
        for sent in (b"\0\xff\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"GET / HTTP/1.1\r\nX: " + b"x" * 9000 + b"\r\n"):
            reader, writer = await asyncio.open_connection("127.0.0.1", int(port))
            writer.write(sent)
            assert b"Traceback" not in await asyncio.wait_for(reader.read(), SECONDS)
            writer.close()
        process.send_signal(signal.SIGINT)
        status, out, error = await ended(process)
        assert (status, out) == (ExitStatus.INTERRUPTED, b"")
        assert error.decode().count("\n") == 1
        assert error.startswith(b"Everybody who reaches this address can use the tutor here.")


def test_a_port_in_use_is_one_message(call):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        status, out, error = call("serve", "--port", str(port))
    assert (status, out) == (ExitStatus.INPUT, "")
    assert error.startswith(f"Port {port} of 127.0.0.1 is in use.")
    assert error.count("\n") == 1


@pytest.mark.parametrize("host", ["\x1b[31m.example", "x" * 300, "ä" * 70, "198.51.100.1"])
def test_an_address_that_is_not_this_machine_s_is_one_message(call, monkeypatch, host):
    asked = socket.getaddrinfo

    def answer(name, *rest, **more):
        if name.endswith(".example"):  # no other machine is asked for a name
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return asked(name, *rest, **more)

    monkeypatch.setattr(socket, "getaddrinfo", answer)
    status, out, error = call("serve", "--host", host, "--port", "0")
    assert (status, out) == (ExitStatus.INPUT, "")
    assert "is no address of this machine" in error
    assert error.count("\n") == 1
    assert "\x1b" not in error


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--port", "65536"), "65536 is not in the range"),
        (("--most", "0"), "0 is not in the range"),
        (("--public-url", "school.example"), "“school.example” is no address of a page"),
        (("--learner-header", "X Remote"), "“X Remote” is no name of a header"),
        (("--learner-header", ""), "is no name of a header"),
    ],
)
def test_wrong_usage_is_told(call, arguments, said):
    status, out, error = call("serve", *arguments)
    assert (status, out) == (ExitStatus.USAGE, "")
    assert said in error


def test_a_lesson_that_cannot_be_served_is_told_before_anything_is(call, tmp_path):
    path = tmp_path / "broken.toml"
    path.write_text("", encoding="utf-8")
    assert call("serve", str(path))[0] == ExitStatus.INPUT
    status, out, error = call("serve", "wroked-example")
    assert (status, out) == (ExitStatus.INPUT, "")
    assert "Did you mean “worked-example”?" in error


@pytest.mark.parametrize("missing", ["textual_serve", "aiohttp"])
def test_without_the_extra_it_says_what_to_install(call, monkeypatch, missing):
    monkeypatch.setitem(sys.modules, missing, None)
    status, out, error = call("serve")
    assert (status, out) == (ExitStatus.INPUT, "")
    assert "pip install 'textual-serve>=1.1.3,<2'" in error
    assert error.count("\n") == 1
