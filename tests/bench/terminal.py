"""A program in a terminal of its own: what it paints, when, and the processor time that it takes (on Linux)."""

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import termios
import time
from pathlib import Path

CONTROL = re.compile(rb"\x1b\[[0-?]*[ -/]*[@-~]|\x1b[P\]_].*?(?:\x07|\x1b\\)|\x1b[ -/]*[0-~]", re.DOTALL)
PATIENCE = 20.0
"""Seconds after which something that should be painted is given up."""


class Terminal:
    """A program that runs in a terminal of its own."""

    def __init__(self, command, columns=80, lines=24):
        self.painted = b""
        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        environment = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor", "LC_ALL": "C.UTF-8"}
        # Without compiled files every launch would compile what is measured, and not what it is measured against.
        for name in ("COLUMNS", "LINES", "PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED"):
            environment.pop(name, None)
        self.started = time.perf_counter()
        self.process = subprocess.Popen(
            command, stdin=slave, stdout=slave, stderr=slave, env=environment, start_new_session=True
        )
        os.close(slave)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        os.close(self.master)

    def press(self, keys):
        """Send what a keyboard would; forget what was painted before."""
        self.painted = b""
        os.write(self.master, keys.encode())

    def wait_for(self, text):
        """Read until a text has been painted.

        Returns:
            The seconds since the program was started.
        """
        wanted = text.encode()
        end = time.perf_counter() + PATIENCE
        while wanted not in CONTROL.sub(b"", self.painted):
            if not self._read(end - time.perf_counter()):
                raise TimeoutError(f"{text!r} was not painted, but {self.painted[-2000:]!r}")
        return time.perf_counter() - self.started

    def pause(self, seconds):
        """Let time pass, and read what is painted meanwhile."""
        end = time.perf_counter() + seconds
        while (left := end - time.perf_counter()) > 0:
            self._read(left)

    def cpu(self):
        """The processor seconds that its threads have taken so far."""
        tasks = Path(f"/proc/{self.process.pid}/task").glob("*/schedstat")
        return sum(int(task.read_text().split()[0]) for task in tasks) / 1e9

    def _read(self, patience):
        ready, _, _ = select.select([self.master], [], [], max(patience, 0))
        if ready:
            try:
                self.painted += os.read(self.master, 65536)
            except OSError as ended:
                raise RuntimeError(f"the program has ended: {self.painted.decode(errors='replace')}") from ended
        return bool(ready)
