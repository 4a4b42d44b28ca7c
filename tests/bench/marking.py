"""How fast sheets are marked, and in how much memory: ratios to a bare copy of the same CSV in the same run.

Run it with the Python of an environment that bp-tutor is installed in, on Linux, on a machine that is otherwise quiet:
``python tests/bench/marking.py [ROWS]``. A report, never a test.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

import sheets

from tutor.lesson.locate import find
from tutor.lesson.read import read
from tutor.quantity import Kind

PROGRAM = str(Path(sys.executable).with_name("bp-tutor"))
COPY = """
import csv, sys
with open(sys.argv[1], newline="", encoding="utf-8") as source, open(sys.argv[2], "w", newline="") as target:
    csv.writer(target).writerows(csv.reader(source))
"""
"""The least that a program can do that reads a sheet and writes it."""
WATCH = """
import os, resource, subprocess, sys
subprocess.run(sys.argv[1:], stderr=subprocess.DEVNULL, check=True)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(used.ru_utime + used.ru_stime, used.ru_maxrss, file=sys.stderr)
"""
"""Watches a command from a small process: a child begins with the peak of the process that starts it."""
ROUNDS = 3
EXAM = 2_000
"""The rows of a sheet that has the gradients only: what is not there has to be thought of."""


class Cost(NamedTuple):
    """What a process took at best."""

    seconds: float
    """Of one processor."""
    kilobytes: int
    """At its peak."""


def cost(command, output):
    """Run a command a few times."""
    found = []
    for _ in range(ROUNDS):
        with open(output, "w") as out:
            watched = [sys.executable, "-c", WATCH, *command]
            told = subprocess.run(watched, stdout=out, stderr=subprocess.PIPE, check=True)
        seconds, kilobytes = told.stderr.split()[-2:]
        found.append(Cost(float(seconds), int(kilobytes)))
    return Cost(min(each.seconds for each in found), max(each.kilobytes for each in found))


def row(what, rows, found, bare):
    """One line of the report."""
    rate = rows / found.seconds
    times = found.seconds / bare.seconds
    print(f"{what:<44} {rate:>9,.0f} rows/s {times:>7.1f} times a copy {found.kilobytes / 1024:>6.0f} MB")


def main():
    """Print the report."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    lesson = read(find("worked-example"))
    gradients = [q for q in lesson.questions if q.kind in (Kind.DELTA, Kind.DL_DW)]
    with tempfile.TemporaryDirectory() as folder:
        ordered, shuffled, exam, out = (str(Path(folder, name)) for name in ("ordered", "shuffled", "exam", "out"))
        count = sheets.write(ordered, lesson, rows)
        sheets.write(shuffled, lesson, rows, shuffled=True)
        few = sheets.write(exam, lesson, EXAM, questions=gradients)
        bare = cost([sys.executable, "-c", COPY, ordered, out], os.devnull)
        mark = [PROGRAM, "mark", "worked-example"]
        print(f"{count:,} rows of the worked example, three in ten wrong; processor time of the whole process")
        row("a copy", count, bare, bare)
        row("mark", count, cost([*mark, ordered], out), bare)
        row("mark --format json", count, cost([*mark, ordered, "--format", "json"], out), bare)
        row("mark --summary", count, cost([*mark, ordered, "--summary"], out), bare)
        row("mark, rows in any order (aim: under 200 MB)", count, cost([*mark, shuffled], out), bare)
        bare = cost([sys.executable, "-c", COPY, exam, out], os.devnull)
        row(f"mark, gradients only, {few:,} rows", few, cost([*mark, exam], out), bare)


if __name__ == "__main__":
    main()
