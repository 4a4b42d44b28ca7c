"""The tutor as the server of pages starts it: what comes and goes in packets, and how it ends."""

import os
import select
import subprocess
import sys
import time

import pytest

from tutor.output.encoding import BROWSER


class Served:
    """A process that a browser shows, by way of pipes."""

    def __init__(self, home) -> None:
        environment = {**os.environ, "TEXTUAL_DRIVER": BROWSER, "PYTHONUTF8": "1", "BP_TUTOR_HOME": str(home)}
        environment |= {"COLUMNS": "100", "ROWS": "30", "TERM": "xterm-256color", "TEXTUAL_COLOR_SYSTEM": "truecolor"}
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        self.process = subprocess.Popen([sys.executable, "-m", "tutor", "learn", "a-neuron"], env=environment, **pipes)
        self.output = b""

    def send(self, content: bytes, kind: bytes = b"D") -> None:
        self.process.stdin.write(kind + len(content).to_bytes(4, "big") + content)
        self.process.stdin.flush()

    def wait_for(self, text: str) -> None:
        end = time.monotonic() + 20
        while text.encode() not in self.output:
            assert time.monotonic() < end, (text, self.output[-600:])
            if select.select([self.process.stdout], [], [], 0.1)[0]:
                data = os.read(self.process.stdout.fileno(), 65536)
                assert data, (text, self.output[-600:])
                self.output += data


@pytest.fixture
def beginning(tmp_path):
    running = Served(tmp_path)
    yield running
    running.process.kill()
    running.process.communicate()
    assert not (tmp_path / "crash-report.txt").exists()


@pytest.fixture
def served(beginning):
    beginning.wait_for("weighted sum")
    return beginning


def test_whatever_is_sent_the_tutor_goes_on_and_quitting_tells_what_was_left(served):
    assert served.output.startswith(b"__GANGLION__\nD")
    for sent in (b"\xff\r", b"\xe9A\r", b"\x1b[1114112u", b"\x1b[55296u", b"\x1b[200~1\x1b[31m5\xff\x1b[201~\r"):
        served.send(sent)
    served.wait_for("cannot be read")
    served.send(b"\x15")
    served.send(b"0.8\r")
    served.wait_for("right")
    served.send(b'{"type": "resize", "width": 2, "height": 1}', b"M")
    served.send(b'{"type": "resize", "width": 400, "height": 200}', b"M")
    served.send(b'{"type": "blur"}', b"M")
    served.send(b'{"type": "focus"}', b"M")
    served.send(b"\x11")
    served.wait_for('{"type": "exit"}')
    assert served.process.wait(10) == 0
    assert b"Stopped at step 1 of 8." in served.process.stderr.read()


def test_the_tutor_ends_when_nobody_reads_and_nothing_can_come(served):
    served.process.stdout.close()
    served.process.stdout = None
    served.send(b"0.8\r")
    served.process.stdin.close()
    served.process.stdin = None
    assert served.process.wait(10) == 129
    assert b"Traceback" not in served.process.stderr.read()


def test_a_page_that_is_closed_at_once_is_no_error(beginning):
    beginning.wait_for("__GANGLION__")
    _, error = beginning.process.communicate(timeout=10)
    assert (beginning.process.returncode, error) == (129, b"")
