"""A scripted lesson, line by line, that is stopped by a signal at random moments and goes on each time.

Run as a program it forks the lesson from a process that has loaded everything, and prints what came of it as JSON:

    python tests/faults/kills.py HOME TRIES SEED SIGNAL…
"""

import json
import os
import random
import re
import resource
import select
import shutil
import signal
import sqlite3
import sys
import time
from contextlib import closing, suppress
from io import StringIO
from pathlib import Path

from tutor.engine.solution import solve
from tutor.lesson.locate import find
from tutor.lesson.read import read
from tutor.notation import math
from tutor.notation.symbols import symbol
from tutor.output.solution import rows
from tutor.plain import run
from tutor.progress.journal import Journal
from tutor.voice import begun

LESSON = read(find("worked-example"))
NAMES = [begun(math.speech(symbol(q, LESSON.network.naming))) for q in LESSON.questions]
RIGHT = dict(zip(NAMES, (row.shown for row in rows(LESSON, solve(LESSON.network))), strict=True))
ASKED = re.compile(r"^(.*) = (?:\?|.*Press Enter to go on)", re.MULTILINE)
VERDICT = re.compile(r"^(Right|Not yet)\b", re.MULTILINE)
VERDICTS = {"Right": "correct", "Not yet": "wrong"}
PATIENCE = 20.0
SUBMITS = "SELECT typed, verdict, quantity, layer, j, k FROM log WHERE what = 'submit' ORDER BY id"


class Lesson:
    """The lesson in a process of its own, and what was seen of it."""

    def __init__(self, home):
        asked, self._stdin = os.pipe()
        self._stdout, said = os.pipe()
        self.pid = os.fork()
        if not self.pid:
            _learn(asked, said, home, (self._stdin, self._stdout))
        os.close(asked)
        os.close(said)
        self._text = ""
        self._open = True

    def question(self):
        """The name of the question that is asked next; None where the lesson ends."""
        while True:
            if found := list(ASKED.finditer(self._text)):  # the others are only told of; all is written at once
                self._text = self._text[found[-1].end() :]
                return found[-1][1]
            if not self._hear(PATIENCE):
                return None

    def answer(self, text):
        """Type an answer."""
        os.write(self._stdin, f"{text}\n".encode())

    def verdict(self, patience=PATIENCE):
        """The verdict that is said next; None where none is within some seconds."""
        end = time.monotonic() + patience
        while True:
            if found := VERDICT.search(self._text):
                self._text = self._text[found.end() :]
                return VERDICTS[found[1]]
            if not self._hear(end - time.monotonic()):
                return None

    def stop(self, number):
        """Send a signal, and wait for the end; the exit status as a shell has it, negative for a signal."""
        os.kill(self.pid, number)
        return self.end()

    def end(self):
        """Wait for the end, and read what is still said."""
        os.close(self._stdin)
        while self._hear(PATIENCE):
            pass
        os.close(self._stdout)
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])

    def _hear(self, patience):
        """Read what is said; nothing within some seconds, or at the end."""
        if not self._open or not select.select([self._stdout], [], [], max(patience, 0))[0]:
            return False
        data = os.read(self._stdout, 65536)
        self._open = bool(data)
        self._text += data.decode()
        return self._open


def _learn(asked, said, home, others):
    """Go through the lesson as the command does; this is the child."""
    for each in others:
        os.close(each)
    status = 70
    try:
        with (
            open(asked, encoding="utf-8") as stdin,
            open(said, "w", encoding="utf-8") as stdout,
            closing(Journal("plain", None, home / "progress.db")) as journal,
        ):
            status = run(LESSON, stdin, stdout, journal)
    finally:
        os._exit(status)


class Learner:
    """Goes through the lesson again and again; some answers are wrong at first."""

    def __init__(self, folder, seed):
        self.folder = folder
        self.chosen = random.Random(seed)
        self.problems = []
        self.lessons = self.answers = 0
        self.cut = {True: 0, False: 0}
        """How often an answer was sent and its verdict not seen, by whether it was kept."""
        self._begin()

    def _begin(self):
        self.lessons += 1
        self.home = self.folder / str(self.lessons)
        self.seen = []
        self.kept = []
        self.sent = None
        self.wrong = 0

    def sit_down(self, number):
        """Take the lesson up where it was left, and stop it with a signal at some moment."""
        if {name for _, verdict, name in self.kept if verdict == "correct"} == set(NAMES):
            self._begin()  # it was stopped after its last answer: the next time it may begin anew
        lesson = Lesson(self.home)
        if self.chosen.random() < 0.2:  # while it starts
            time.sleep(self.chosen.random() * 0.03)
        elif self._work(lesson):
            self._finish(lesson)
            return
        self._check(lesson.stop(number), number)

    def _work(self, lesson):
        """Answer some questions, and wait a moment after the last answer; whether the lesson is at its end."""
        for left in reversed(range(self.chosen.choice((1, 1, 2, 3, 4)))):
            name = lesson.question()
            if name is None:
                return True
            expected = self._open()
            if name not in expected:
                self.problems.append(f"{name} was asked, and not one of {expected}")
                return False
            text = self._answer(expected[-1])
            lesson.answer(text)
            self.sent = text
            verdict = lesson.verdict(PATIENCE if left else self.chosen.random() * 0.008)
            if verdict is not None:
                self.sent = None
                self.seen.append((text, verdict))
                self.answers += 1
                self.kept.append((text, verdict, expected[-1]))
        return False

    def _open(self):
        """The question that may be asked: the first that is open, or, before it, the last that is right."""
        right = {name for _, verdict, name in self.kept if verdict == "correct"}
        at = next((i for i, name in enumerate(NAMES) if name not in right), len(NAMES) - 1)
        return NAMES[max(at - 1, 0) : at + 1]

    def _answer(self, name):
        if self.chosen.random() < 0.3:
            self.wrong += 1
            return f"77.{self.wrong}"
        return RIGHT[name]

    def _finish(self, lesson):
        status = lesson.end()
        self._check(status, 0)
        if status or self._open()[-1] != NAMES[-1]:
            self.problems.append(f"the lesson ended with status {status} at {self._open()}")
        self._begin()

    def _check(self, status, number):
        """What was seen has to be in the store, which has to be sound."""
        if status not in (-number, 128 + number):  # killed, or stopped in order
            self.problems.append(f"status {status} after signal {number}")
        try:
            self.kept = stored(self.home)
        except (sqlite3.Error, AssertionError) as problem:
            self.problems.append(f"the store: {problem}")
            return
        if self.sent:
            self.cut[self.sent in [each[0] for each in self.kept[-1:]]] += 1
            self.sent = None
        rest = iter([each[:2] for each in self.kept])
        if missing := [each for each in self.seen if each not in rest]:
            self.problems.append(f"seen and not kept: {missing}")


def stored(home):
    """The answers in a store, with their verdicts and the names of their questions.

    A copy is read: to open the store itself would put in order what the lesson is to find as it was left.
    """
    if not (home / "progress.db").exists():
        return []
    copy = home / "copy"
    copy.mkdir(exist_ok=True)
    for ending in ("", "-wal"):
        (copy / f"x{ending}").unlink(missing_ok=True)
        with suppress(FileNotFoundError):
            shutil.copyfile(home / f"progress.db{ending}", copy / f"x{ending}")
    with closing(sqlite3.connect(copy / "x")) as db:
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        if not db.execute("PRAGMA user_version").fetchone()[0]:
            return []
        found = db.execute(SUBMITS).fetchall()
    (copy / "x-shm").unlink(missing_ok=True)
    names = {(str(q.kind), q.layer, q.j, q.k): name for q, name in zip(LESSON.questions, NAMES, strict=True)}
    return [(typed, verdict, names[tuple(question)]) for typed, verdict, *question in found]


def tried(folder, tries, seed, numbers):
    """Stop the lesson so many times; what came of it."""
    with closing(Journal("plain", None, folder / "warm" / "progress.db")) as journal:
        run(LESSON, StringIO("".join(f"{text}\n" for text in RIGHT.values())), StringIO(), journal)
    learner = Learner(folder, seed)
    for i in range(tries):
        learner.sit_down(numbers[i % len(numbers)])
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return {
        "tries": tries,
        "lessons": learner.lessons,
        "answers": learner.answers,
        "sent unseen": learner.cut[True] + learner.cut[False],
        "of these kept": learner.cut[True],
        "problems": learner.problems,
        "seconds": round(sum(each.ru_utime + each.ru_stime for each in used), 2),
    }


if __name__ == "__main__":
    place, many, start, *sent = sys.argv[1:]
    print(json.dumps(tried(Path(place), int(many), int(start), [int(getattr(signal, name)) for name in sent])))
