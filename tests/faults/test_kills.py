"""A lesson that is stopped at any moment goes on where it was, with every answer whose verdict was seen."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("pty", reason="forks, and pipes that can be waited for")
KILLS = Path(__file__).with_name("kills.py")


def stopped(folder, tries, *signals):
    done = subprocess.run([sys.executable, str(KILLS), str(folder), str(tries), "12", *signals],
                          capture_output=True, text=True, timeout=600, check=False)  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.exhaustive
def test_killed_at_500_random_moments(tmp_path):
    found = stopped(tmp_path, 500, "SIGKILL")
    assert found["problems"] == []
    assert found["lessons"] > 10
    assert found["answers"] > 300
    # Some were killed before their answer was written, and some between that and the verdict.
    assert 10 < found["of these kept"] < found["sent unseen"] - 10


def test_stopped_at_random_moments(tmp_path):
    assert stopped(tmp_path, 24, "SIGTERM", "SIGHUP", "SIGKILL")["problems"] == []
