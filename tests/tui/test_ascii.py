"""Screens on a terminal that has ASCII alone: nothing else is on them, nothing is cut, and names are spelt."""

import os
import select
import signal
import struct
import subprocess
import sys
import time
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from helpers.pilot import key, lesson, send, text

from tutor.notation import charset
from tutor.recorder import Recorder
from tutor.session import Session
from tutor.tui.app import TutorApp

pytestmark = pytest.mark.exhaustive

pty = pytest.importorskip("pty")
fcntl = pytest.importorskip("fcntl")
termios = pytest.importorskip("termios")

GOLDENS = Path(__file__).parent / "goldens"
FORWARD = ("worked-example", (80, 24), 4, "0.7997")
BACKWARD = ("worked-example", (120, 40), 19, "", "show")


@pytest.fixture(autouse=True)
def _ascii():
    charset.use("ascii")


def checked(app) -> str:
    """What is on the screen, which is in ASCII and no wider than it."""
    found = text(app)
    odd = {char for char in found if not char.isascii()}
    assert not odd, f"{odd} in:\n{found}"
    assert max(map(len, found.split("\n"))) <= app.size.width
    return found


@asynccontextmanager
async def begun(name: str, size: tuple[int, int], done: int, *sent: str):
    """An app on a lesson of which so many questions are answered, and to which more was sent."""
    what = lesson(name)
    recorder = Recorder(Session(what))
    for answer in (*key(what)[:done], *sent):
        recorder.submit(answer)
    app = TutorApp(what)
    app.recorders[what.id] = recorder
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        yield app, pilot


def compare(name: str, found: str) -> None:
    """Compare with a golden; BP_UPDATE_GOLDENS=1 writes it anew, for a reviewer to read."""
    path = GOLDENS / f"ascii-{name}.txt"
    if os.environ.get("BP_UPDATE_GOLDENS"):
        path.write_text(found + "\n", encoding="ascii")
    assert found + "\n" == path.read_text(encoding="ascii"), f"{path.name} differs: BP_UPDATE_GOLDENS=1 to accept"


async def pressed(app, pilot, *keys: str) -> str:
    """What is on the screen after these keys."""
    await pilot.press(*keys)
    await pilot.pause()
    return checked(app)


@pytest.mark.parametrize(
    ("name", "size", "done", "looks"),
    [
        ("worked-example", (80, 24), 19, ("ctrl+o", "f3", "f1", "f5")),
        ("softmax", (120, 40), 3, ("f2", "ctrl+g left", "ctrl+g tab p")),
        ("three-updates", (200, 60), 7, ("f9", "ctrl+p", "ctrl+g w")),
    ],
)
async def test_whatever_is_shown_is_in_ascii(name, size, done, looks):
    async with begun(name, size, done, "17.5", "hint", "show", "show") as (app, pilot):
        checked(app)
        await send(pilot, "σ(½·δ")
        below = checked(app)
        for look in looks:
            assert await pressed(app, pilot, *look.split()) != below
            while len(app.screen_stack) > 1:
                await pressed(app, pilot, "escape")
        await send(pilot, "show")
        checked(app)


async def test_the_end_and_the_list_of_lessons_are_in_ascii():
    async with begun("a-layer", (80, 24), len(key(lesson("a-layer")))) as (app, pilot):
        found = await pressed(app, pilot, "enter")
        for _ in range(3):
            found += await pressed(app, pilot, "pagedown")
        assert "sigma'" in found
        assert "a_2" in found
        assert "A layer" in await pressed(app, pilot, "ctrl+l")


async def test_names_are_spelt_and_numbers_stand_below_each_other():
    async with begun(*FORWARD) as (app, pilot):
        found = await pressed(app, pilot, "ctrl+r")
    for part in (
        " step 3 of 14 - 4 of 22 right",
        " z1+ a1+ >z2 ",
        " > z_1^(2) = ",
        " x not yet",
        " is only sum w*a",
        "z^(2) = W^(2) a^(1) + b^(2)",
        "=0.7==",
        "[ z_1 0.7997 x",
        " Enter answer  up/dn field  ^y hint ",
    ):
        assert part in found
    rows = [line for line in found.split("\n") if line.count("[") == line.count("]") >= 2 and "." in line]
    first, *more = ([at for at, char in enumerate(line) if char in ".[]"] for line in rows)
    assert more == [first]
    compare("forward-80x24", found)


async def test_what_stands_in_a_field_is_what_was_typed():
    async with begun("a-neuron", (80, 24), 0) as (app, pilot):
        await send(pilot, "½·δ")
        assert app.screen.focused.value == "½·δ"
        assert "?.d" in checked(app)


async def test_a_wide_screen_has_the_drawing_and_the_table():
    async with begun(*BACKWARD) as (app, pilot):
        compare("backward-120x40", await pressed(app, pilot, "ctrl+r"))


def painted(arguments: list[str], home: str, **environment: str) -> str:
    """What the program paints first on a terminal of its own."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    inherited = {name: value for name, value in os.environ.items() if name not in ("LC_ALL", "PYTHONIOENCODING")}
    process = subprocess.Popen(
        [sys.executable, "-m", "tutor", *arguments],
        stdin=slave,
        stdout=slave,
        stderr=slave,
        env={**inherited, "TERM": "xterm-256color", "LC_CTYPE": "C.UTF-8", "BP_TUTOR_HOME": home, **environment},
    )
    os.close(slave)
    output, end = b"", time.monotonic() + 20
    try:
        while b"quit" not in output and time.monotonic() < end:
            if select.select([master], [], [], 0.1)[0]:
                output += os.read(master, 65536)
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
        os.close(master)
    return output.decode()


@pytest.mark.parametrize(
    ("arguments", "environment"),
    [
        (["learn", "a-neuron"], {"TERM": "linux"}),
        (["learn", "a-neuron"], {"LC_ALL": "C"}),
        (["--ascii"], {}),
    ],
)
def test_a_terminal_without_other_letters_gets_screens_in_ascii(tmp_path, arguments, environment):
    found = painted(arguments, str(tmp_path), **environment)
    assert "quit" in found
    assert found.isascii()
    assert "^(1)" in found or "--ascii" in arguments[0]
