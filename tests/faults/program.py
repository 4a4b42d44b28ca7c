"""The program as a user has it, forked from a process that has loaded all of it: line by line, and on a terminal."""

import ctypes
import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time
from pathlib import Path

import tutor.tui.app
import tutor.tui.screens.home  # noqa: F401
from tutor.__main__ import main
from tutor.engine.solution import solve
from tutor.lesson.locate import find
from tutor.lesson.read import read
from tutor.notation import math
from tutor.notation.symbols import symbol
from tutor.output.solution import rows
from tutor.voice import begun

LESSON = read(find("worked-example"))
NAMES = [begun(math.speech(symbol(q, LESSON.network.naming))) for q in LESSON.questions]
RIGHT = dict(zip(NAMES, (row.shown for row in rows(LESSON, solve(LESSON.network))), strict=True))
PATIENCE = 20.0
_ASKED = re.compile(r"^(.*) = (\?|.*Press Enter to go on)", re.MULTILINE)
_VERDICT = re.compile(r"^(Right|Not yet)\b", re.MULTILINE)
_CONTROL = re.compile(rb"\x1b\[[0-?]*[ -/]*[@-~]|\x1b[P\]_].*?(?:\x07|\x1b\\)|\x1b[ -/]*[0-~]", re.DOTALL)
_MODE = re.compile(rb"\x1b\[\?([\d;]+)([hl])")
_ON = {7, 25}
"""What a terminal does unless it is told not to: to wrap lines, and to show the cursor."""


class Program:
    """A run of ``bp-tutor``.

    Attributes:
        said: all that it has said so far.
        heard: how much of that is of no interest any more.
        status: the exit status as a shell has it, negative for a signal; None until it has ended.
    """

    def __init__(self, arguments, environment, streams, ours, before=None):
        self.said = b""
        self.heard = 0
        self.status = None
        self._heard = ours[0]
        self._typed = ours[-1]
        self._ours = ours
        self._end = False
        self.pid = os.fork()
        if not self.pid:
            _become(arguments, environment, streams, ours, before)
        for each in set(streams):
            os.close(each)

    def type(self, text):
        """Type something."""
        os.write(self._typed, text.encode())

    def hear(self, patience=PATIENCE):
        """Read what is said next; whether there was anything within some seconds."""
        if self._end or not select.select([self._heard], [], [], max(patience, 0))[0]:
            return False
        try:
            data = os.read(self._heard, 65536)
        except OSError:  # a terminal whose program has ended
            data = b""
        self.said += data
        self._end = not data
        return not self._end

    def wait_for(self, text, patience=PATIENCE):
        """Read until something has been said; whether it was."""
        end = time.monotonic() + patience
        while text not in self.new():
            if not self.hear(end - time.monotonic()):
                return False
        return True

    def new(self):
        """What was said of late, without what moves a cursor or gives a colour."""
        return _CONTROL.sub(b"", self.said[self.heard :]).decode(errors="replace")

    def stop(self, number):
        """Send a signal."""
        os.kill(self.pid, number)

    def end(self):
        """Wait for the end; the exit status as a shell has it, negative for a signal."""
        if self.status is None:
            until = time.monotonic() + PATIENCE
            while self.hear(until - time.monotonic()):
                pass
            if not self._end:
                self.stop(signal.SIGKILL)
            self.status = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
            for each in set(self._ours):
                os.close(each)
        return self.status


class Lines(Program):
    """The lesson line by line."""

    def __init__(self, environment, before=None):
        stdin, typed = os.pipe()
        heard, stdout = os.pipe()
        arguments = ["learn", "worked-example", "--plain"]
        super().__init__(arguments, environment, (stdin, stdout, stdout), (heard, typed), before)

    def answer(self):
        """Answer the question that is asked; what was typed, and whether it was right."""
        while not (found := list(_ASKED.finditer(self.new()))):
            if not self.hear():
                return None, False
        name, how = found[-1].groups()
        self.heard = len(self.said)
        typed = RIGHT[name if how == "?" else NAMES[NAMES.index(name) + 1]]
        self.type(f"{typed}\n")
        while not (said := _VERDICT.search(self.new())):
            if not self.hear():
                return typed, False
        return typed, said[1] == "Right"

    def leave(self):
        """Stop, as a learner does."""
        self.type("quit\n")
        return self.end()


class Screens(Program):
    """The lesson on a terminal of its own."""

    def __init__(self, environment, before=None, arguments=("learn", "worked-example")):
        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self._slave = os.dup(slave)
        self._as_it_was = termios.tcgetattr(slave)
        super().__init__(arguments, environment, (slave,) * 3, (self.master,), before)

    def close(self):
        """Close the terminal, as a window is closed; the exit status."""
        os.close(self._slave)
        os.close(self.master)
        self.status = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        return self.status

    def end(self):
        """Wait for the end, and see that the terminal is as it was."""
        if self.status is None:
            until = time.monotonic() + PATIENCE
            while not (ended := os.waitid(os.P_PID, self.pid, os.WEXITED | os.WNOWAIT | os.WNOHANG)):
                if time.monotonic() > until:
                    break
                self.hear(0.02)
            while self.hear(0):
                pass
            if not ended:
                self.stop(signal.SIGKILL)
            self.status = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
            self.restored = termios.tcgetattr(self._slave) == self._as_it_was and not self.modes()
            os.close(self._slave)
            os.close(self.master)
        return self.status

    def shown(self):
        """All that was painted, as one line."""
        return " ".join(_CONTROL.sub(b" ", self.said).decode(errors="replace").split())

    def modes(self):
        """The modes that the terminal was left in, though it was not in them before."""
        left = {}
        for numbers, how in _MODE.findall(self.said):
            left |= dict.fromkeys(map(int, numbers.split(b";")), how == b"h")
        return [mode for mode, on in left.items() if on != (mode in _ON)]

    def afterwards(self):
        """What is said once the screens are left, as one line."""
        return " ".join(_CONTROL.sub(b"", self.said.rpartition(b"\x1b[?1049l")[2]).decode(errors="replace").split())


def _become(arguments, environment, streams, ours, before):
    """Be the program; this is the child."""
    status = 70
    try:
        for each in ours:
            os.close(each)
        os.setsid()
        for number, each in enumerate(streams):
            os.dup2(each, number)
        if os.isatty(0):
            fcntl.ioctl(0, termios.TIOCSCTTY, 0)
        for name, value in environment.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
        for number, (name, mode) in enumerate((("stdin", "r"), ("stdout", "w"), ("stderr", "w"))):
            lines = 1 if name == "stderr" else -1
            stream = open(number, mode, lines, encoding="utf-8", closefd=False)  # noqa: SIM115
            setattr(sys, name, stream)
            setattr(sys, f"__{name}__", stream)
        sys.argv = ["bp-tutor", *arguments]
        if before:
            before()
        try:
            main()
        except SystemExit as end:
            status = end.code
    finally:
        os._exit(status)


# What is done to the child before it begins

_CLONE_NEWNS, _MS_RDONLY, _MS_REMOUNT, _MS_BIND, _MS_REC, _MS_PRIVATE = 0x20000, 1, 32, 4096, 16384, 1 << 18
_NEWUSER = 0x10000000


def own_mounts():
    """Let the process mount what nobody else sees.

    Raises:
        OSError: if this system does not allow it.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    user, group = os.getuid(), os.getgid()
    if libc.unshare(_CLONE_NEWNS | (_NEWUSER if user else 0)):
        raise OSError(ctypes.get_errno(), "unshare")
    if user:
        for name, text in (("setgroups", "deny"), ("uid_map", f"0 {user} 1"), ("gid_map", f"0 {group} 1")):
            Path(f"/proc/self/{name}").write_text(text)
    _mount(libc, b"none", b"/", None, _MS_REC | _MS_PRIVATE, None)


def read_only(folder):
    """Make a folder one that may only be read, for this process."""
    own_mounts()
    libc = ctypes.CDLL(None, use_errno=True)
    place = os.fsencode(folder)
    _mount(libc, place, place, None, _MS_BIND, None)
    _mount(libc, place, place, None, _MS_BIND | _MS_REMOUNT | _MS_RDONLY, None)


def tiny_disk(folder, size):
    """Make a folder a disk of so many bytes, for this process."""
    own_mounts()
    _mount(ctypes.CDLL(None, use_errno=True), b"none", os.fsencode(folder), b"tmpfs", 0, f"size={size}".encode())


def _mount(libc, *arguments):
    if libc.mount(*arguments):
        raise OSError(ctypes.get_errno(), "mount")


def possible(act):
    """Whether a process of ours may do something to itself."""
    pid = os.fork()
    if not pid:
        try:
            act()
        except BaseException:  # noqa: BLE001 (a child ends here, whatever happens)
            os._exit(1)
        os._exit(0)
    return os.waitpid(pid, 0)[1] == 0
