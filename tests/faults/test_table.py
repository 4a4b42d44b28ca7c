"""Each fault of the table is survived: line by line, and on a terminal."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.exhaustive

pytest.importorskip("pty", reason="forks, and terminals of its own")
FOLDER = Path(__file__).parent


def tried(*arguments):
    """The table, as it is printed."""
    done = subprocess.run([sys.executable, str(FOLDER / "table.py"), *arguments], capture_output=True, text=True,
                          env={**os.environ, "PYTHONPATH": str(FOLDER.parent)}, timeout=600, check=False)  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout.splitlines()


def test_line_by_line():
    assert len(tried("--lines", "--flips", "4")) > 19


def test_on_a_terminal():
    few = ("disk full after some answers", "read-only home with a store", "a store of zeros", "a store from the future")
    assert len(tried("--screens", "--signals", "1", "--flips", "1", "--only", *few)) == len(few) + 1 + 4


@pytest.mark.exhaustive
def test_many_bytes():
    assert len(tried("--lines", "--only", "a store of zeros", "--flips", "60")) == 4
