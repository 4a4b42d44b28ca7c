"""The command line as a user has it: a process of its own, with pipes."""

import os
import subprocess
import sys


def command(*arguments, stdin="", env=None, **options):
    """Run ``bp-tutor`` with arguments; the result has ``returncode``, ``stdout`` and ``stderr`` as text."""
    return subprocess.run(
        [sys.executable, "-m", "tutor", *arguments],
        input=stdin,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        env={**os.environ, **(env or {})},
        timeout=60,
        check=False,
        **options,
    )
