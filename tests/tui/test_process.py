"""The app as a process on a terminal of its own: what it loads, how it ends."""

import gc
import os
import select
import signal
import struct
import subprocess
import sys
import time

import pytest

from tutor.errors import TutorError
from tutor.progress.journal import Journal
from tutor.tui.run import run

pty = pytest.importorskip("pty")
fcntl = pytest.importorskip("fcntl")
termios = pytest.importorskip("termios")

RUN = """
import sys
from tutor.lesson.locate import find
from tutor.lesson.read import read
from tutor.progress.journal import Journal
from tutor.tui.run import run
{before}
sys.exit(run(read(find("worked-example")), journal=Journal("tui")))
"""
CRASH = """
import tutor.tui.screens.lesson
def broken(*_):
    raise RuntimeError("[bold]boom[/] \\x1b[31m")
tutor.tui.screens.lesson.board = broken
"""


class Terminal:
    """A process on a pseudo-terminal of 80×24."""

    def __init__(self, source: str, home: str) -> None:
        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        environment = {**os.environ, "TERM": "xterm-256color", "BP_TUTOR_HOME": home, "COLUMNS": "80", "LINES": "24"}
        self.process = subprocess.Popen(
            [sys.executable, "-c", source], stdin=slave, stdout=slave, stderr=slave, env=environment, close_fds=True
        )
        os.close(slave)
        self.output = b""

    def wait_for(self, text: str | bytes) -> None:
        """Read until something was written, which it must be."""
        wanted = text.encode() if isinstance(text, str) else text
        assert wanted in self.read(wanted), (text, self.output[-600:])

    def read(self, until: bytes = b"", timeout: float = 20) -> bytes:
        """Read until something was written, or the process has ended, or the time is over."""
        end = time.monotonic() + timeout
        while time.monotonic() < end and (not until or until not in self.output):
            if select.select([self.master], [], [], 0.1)[0]:
                try:
                    self.output += os.read(self.master, 65536)
                except OSError:
                    break
            elif self.process.poll() is not None:
                break
        return self.output

    def end(self) -> int:
        """Wait for the process to end, and give its exit status."""
        self.read()
        return self.process.wait(10)


@pytest.fixture
def terminal(tmp_path):
    started = []

    def start(before: str = "") -> Terminal:
        started.append(Terminal(RUN.format(before=before), str(tmp_path)))
        return started[-1]

    yield start
    for each in started:
        if each.process.poll() is None:
            each.process.kill()
            each.process.wait()
        os.close(each.master)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("when", [b"\x1b[?1049h", b"weighted sum"])
def test_signal_leaves_the_terminal_as_it_was(terminal, number, when):
    running = terminal()
    running.read(when)
    running.process.send_signal(number)
    assert running.end() == 128 + number
    assert b"\x1b[?1049l" in running.output


LATE = """
import os, signal
from tutor.shelf import Shelf
def flush(self, before=Shelf.flush):
    os.kill(os.getpid(), signal.SIGTERM)
    before(self)
    print("all is written", file=sys.stderr)
Shelf.flush = flush
"""


def test_a_signal_while_the_app_ends_is_too_late_to_disturb_it(terminal, tmp_path):
    running = terminal(LATE)
    running.wait_for(b"weighted sum")
    running.process.send_signal(signal.SIGINT)
    assert running.end() == 128 + signal.SIGINT
    assert b"all is written" in running.output
    assert not (tmp_path / "crash-report.txt").exists()


@pytest.mark.parametrize("driver", ["nope", "os:nope", "os:path"])
def test_environment_that_allows_no_screens_is_told_as_such(monkeypatch, driver):
    monkeypatch.setenv("TEXTUAL_DRIVER", driver)
    monkeypatch.setattr("textual.constants.DRIVER", driver)
    with pytest.raises(TutorError, match="Screens do not work with TEXTUAL_DRIVER as set: "):
        run()
    gc.enable()


def test_quit_key_ends_with_status_0_and_answers_come_in_one_burst(terminal):
    running = terminal()
    running.wait_for(b"weighted sum")
    os.write(running.master, b"0\r0.25\r")
    running.wait_for(b"step is done")
    os.write(running.master, b"\x11")
    assert running.end() == 0, running.output[-600:]
    assert b"\x1b[?1049l" in running.output


def test_crash_is_one_sentence_and_a_report(terminal, tmp_path):
    running = terminal(CRASH)
    assert running.end() == 1
    said = running.output.rpartition(b"\x1b[?1049l")[2].decode()
    assert "bp-tutor stopped because of a mistake of its own; the report is in" in said
    assert "Traceback" not in said
    assert "RuntimeError: [bold]boom" in (tmp_path / "crash-report.txt").read_text()


@pytest.mark.parametrize(
    "sent",
    [b"\xff", b"\xe9A", b"0.2\x9b1m", b"\x1b[200~0.2\xff\x1b[201~", b"\x1b[200~0.2\x1b[31m5\x1b[201~"],
)
def test_bytes_that_are_no_text_are_an_answer_that_cannot_be_read(terminal, sent):
    running = terminal()
    running.wait_for(b"weighted sum")
    os.write(running.master, sent + b"\r")
    running.wait_for(b"cannot be read")
    os.write(running.master, b"0\r")
    running.wait_for(b"right")
    os.write(running.master, b"\x11")
    assert running.end() == 0, running.output[-600:]
    assert b"Traceback" not in running.output


@pytest.mark.parametrize("sent", [b"\x1b[1114112u", b"\x1b[55296u", b"\x1b[48;24;80;0;0t\x1b[<35;5;5M"])
def test_an_impossible_key_is_dropped(terminal, sent):
    running = terminal()
    running.wait_for(b"weighted sum")
    os.write(running.master, sent)
    time.sleep(0.3)
    os.write(running.master, b"0\r")
    running.wait_for(b"right")
    os.write(running.master, b"\x11")
    assert running.end() == 0, running.output[-600:]


def test_a_paste_keeps_its_order_and_tabs_in_it_part_numbers(terminal):
    running = terminal()
    running.wait_for(b"weighted sum")
    os.write(running.master, b"\x1b[200~0.2\x1b[31m5\x1b[201~7")
    running.wait_for("0.2␛[31m57")
    os.write(running.master, b"\x15")
    time.sleep(0.3)
    os.write(running.master, b"\x1b[200~0\t0.25\x1b[201~")
    running.wait_for("0; 0.25")
    os.write(running.master, b"\r")
    running.wait_for(b"step is done")
    os.write(running.master, b"\x11")
    assert running.end() == 0, running.output[-600:]


@pytest.mark.parametrize("stopped", [signal.SIGTSTP, signal.SIGSTOP])
def test_terminal_is_painted_anew_when_the_program_is_continued(terminal, stopped):
    running = terminal()
    running.wait_for(b"weighted sum")
    running.process.send_signal(stopped)
    os.waitid(os.P_PID, running.process.pid, os.WSTOPPED)
    running.read(b"\0", timeout=0.5)
    running.output = b""
    running.process.send_signal(signal.SIGCONT)
    running.wait_for(b"weighted sum")
    assert b"step 1 of 14" in running.output
    os.write(running.master, b"0\r0.25\r")
    running.wait_for(b"step is done")
    os.write(running.master, b"\x11")
    assert running.end() == 0, running.output[-600:]


def test_program_ends_when_its_terminal_is_gone(terminal):
    running = terminal()
    running.wait_for(b"weighted sum")
    os.close(running.master)
    running.master = os.open(os.devnull, os.O_RDONLY)
    assert running.process.wait(10) == 129


@pytest.mark.parametrize("typed", [b"\x11", b"quit\r"])
def test_quitting_says_what_was_left_and_how_to_go_on(terminal, typed):
    running = terminal()
    running.wait_for(b"weighted sum")
    os.write(running.master, b"0\r0.25\r")
    running.wait_for(b"step is done")
    os.write(running.master, b"0.5\r" + typed)
    assert running.end() == 0
    lines = running.output.rpartition(b"\x1b[?1049l")[2].decode().split("\r\n")
    assert all(len(line) < 80 for line in lines[1:])
    said = " ".join(" ".join(lines).split())
    assert "Stopped at step 2 of 14." in said
    assert "Everything is kept: type bp-tutor learn worked-example, and it goes on there." in said


def test_what_was_typed_just_before_the_terminal_was_closed_is_there_again(terminal, tmp_path):
    running = terminal()
    running.wait_for(b"weighted sum")
    os.write(running.master, b"0\r0.12")
    running.wait_for(b"0.12")
    running.process.send_signal(signal.SIGHUP)
    assert running.end() == 129
    kept = Journal("tui", path=tmp_path / "progress.db").latest("worked-example")
    assert kept.standing.answers == 1
    assert list(kept.drafts.values()) == ["0.12"]


def test_what_is_not_kept_is_said_once_more_when_the_app_is_left(terminal, tmp_path):
    (tmp_path / "progress.db").mkdir()
    running = terminal()
    running.wait_for(b"not being kept")
    os.write(running.master, b"0\r\x11")
    assert running.end() == 0
    said = " ".join(running.output.rpartition(b"\x1b[?1049l")[2].decode().split())
    assert "Your last answer is not being kept." in said
    assert said.endswith("type the answers that you have; they are not kept.")


def test_quitting_before_any_answer_says_nothing(terminal):
    running = terminal()
    running.wait_for(b"weighted sum")
    os.write(running.master, b"\x11")
    assert running.end() == 0
    assert b"Stopped" not in running.output


THREAD = """
from tutor.tui.driver import Driver
def broken(*_):
    raise RuntimeError("boom")
Driver.run_input_thread = broken
"""


def test_a_thread_that_breaks_is_one_sentence_too(terminal):
    running = terminal(THREAD)
    assert running.end() == 1
    said = running.output.rpartition(b"\x1b[?1049l")[2].decode()
    assert "bp-tutor stopped because of a mistake of its own" in said
    assert "Traceback" not in said


WATCHED = """
import asyncio, gc, sys
from tutor.lesson.locate import find
from tutor.lesson.read import read
from tutor.tui.app import TutorApp
from tutor.tui.screens.lesson import LessonScreen

heavy = ("numpy", "sympy", "pydantic", "click", "textual.widgets._markdown", "tutor.notation.letters")
found = None
load = LessonScreen.load_arithmetic

def watched(screen):
    global found
    found = [name for name in heavy if name in sys.modules]
    load(screen)

LessonScreen.load_arithmetic = watched

async def main():
    gc.disable()
    app = TutorApp(read(find("worked-example")))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await app.workers.wait_for_complete()
    print(found, "numpy" in sys.modules, gc.isenabled(), gc.get_freeze_count() > 0)

asyncio.run(main())
"""


def test_nothing_heavy_is_loaded_before_the_first_paint_and_numpy_after_it():
    done = subprocess.run([sys.executable, "-c", WATCHED], capture_output=True, text=True, timeout=60, check=False)
    assert done.stdout.split("\n")[0] == "[] True True True", done.stderr
