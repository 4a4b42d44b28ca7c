"""What the program survives: each fault, how often it was tried, and how often it did no harm.

PYTHONPATH=tests python tests/faults/table.py --kills
"""

import json
import os
import pwd
import random
import re
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from argparse import ArgumentParser
from collections.abc import Callable
from contextlib import closing, suppress
from functools import partial
from pathlib import Path
from typing import NamedTuple

from faults.program import NAMES, RIGHT, Lines, Screens, possible, read_only, tiny_disk

NOT_KEPT = "not being kept"
DAMAGED = ("damaged", "cannot be read any more")
ANSWERS = 4
SEEN = re.compile("([0-9]+) of 22 right")
SUBMITS = "SELECT typed FROM log WHERE what = 'submit' AND verdict = 'correct' ORDER BY id"


class Fault(NamedTuple):
    """Something that goes wrong, and what is to come of it.

    Attributes:
        spoil: what is done to the folder, in which there is a store with a lesson that was begun.
        before: what the process does to itself before it begins.
        between: what happens while the lesson is under way.
        environment: what it is given besides.
        said: what has to be said; nothing where all can be kept.
        kept: whether all has to be kept; None where it may or may not.
    """

    spoil: Callable[[Path], object] = lambda _: None
    before: Callable[[Path], object] = lambda _: None
    between: Callable[[Path], object] = lambda _: None
    environment: dict[str, str | None] | None = None
    said: str = ""
    kept: bool | None = True


# What goes wrong


def store_of(home):
    return home / "progress.db"


def empty(home):
    store_of(home).unlink()


def folder(home):
    empty(home)
    store_of(home).mkdir()
    (store_of(home) / "mine").write_text("kept")


def changed(act, home):
    store_of(home).write_bytes(act(store_of(home).read_bytes()))


def flipped(at, by, data):
    return data[:at] + bytes([data[at] ^ by]) + data[at + 1 :]


def newer(home):
    with closing(sqlite3.connect(store_of(home))) as db:
        db.execute("PRAGMA user_version = 99")


def deleted(home):
    for each in home.glob("progress.db*"):
        each.unlink()


def deleted_alone(home):
    store_of(home).unlink()


def full(size, _home):
    """No file grows beyond so many bytes: as on a full disk, or with a quota."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


def nobody(home):
    """Be a user of whom the system knows nothing."""

    def unknown(number):
        raise KeyError(f"getpwuid(): uid not found: {number}")

    os.chdir(home)
    pwd.getpwuid = unknown


HOMELESS = {"BP_TUTOR_HOME": None, "XDG_DATA_HOME": None}
FAULTS = {
    "disk full from the start": Fault(empty, partial(full, 4096), said=NOT_KEPT, kept=False),
    "disk full after some answers": Fault(empty, partial(full, 112_000), said=NOT_KEPT, kept=False),
    "disk full, with a store": Fault(before=partial(full, 8192), said=NOT_KEPT, kept=False),
    "a disk of 48 KiB": Fault(before=partial(tiny_disk, size=48 << 10), said=NOT_KEPT, kept=False),
    "a disk of 208 KiB": Fault(before=partial(tiny_disk, size=208 << 10), said=NOT_KEPT, kept=False),
    "read-only home": Fault(empty, read_only, said=NOT_KEPT, kept=False),
    "read-only home with a store": Fault(before=read_only, said=NOT_KEPT, kept=False),
    "no home": Fault(environment={**HOMELESS, "HOME": "/dev/null/home"}, said=NOT_KEPT, kept=False),
    "a home of nobody's": Fault(environment={"BP_TUTOR_HOME": "~nobody-at-all/x"}, said=NOT_KEPT, kept=False),
    "a home that is a file": Fault(environment={"BP_TUTOR_HOME": "/etc/passwd"}, said=NOT_KEPT, kept=False),
    "a user without a home": Fault(before=nobody, environment={**HOMELESS, "HOME": None}, said=NOT_KEPT, kept=False),
    "a store that is a folder": Fault(folder, said=NOT_KEPT, kept=False),
    "a store of zeros": Fault(partial(changed, lambda data: bytes(len(data))), said="damaged"),
    "an empty file": Fault(partial(changed, lambda _: b"")),
    "a store of another program": Fault(partial(changed, lambda _: b"hello\n" * 999), said="damaged"),
    "a store from the future": Fault(newer, said=NOT_KEPT, kept=False),
    "a store deleted meanwhile": Fault(between=deleted),
    "a store deleted alone": Fault(between=deleted_alone),
    "a folder deleted meanwhile": Fault(between=shutil.rmtree),
}
"""By name; that which says of itself where it wants to write is done to both fronts."""


def truncations(size):
    return {f"a store cut after {n} bytes": Fault(partial(changed, partial(cut, n)), kept=None)
            for n in (50, 100, 2000, 4096, 5000, size // 2, size - 4096, size - 1)}  # fmt: skip


def cut(n, data):
    return data[:n]


def flips(data, tries, seed=12):
    """One byte changed: in the header, in the first page, and anywhere."""
    chosen = random.Random(seed)
    for i in range(tries):
        at = chosen.randrange((100, 4096, len(data), len(data))[i % 4])
        yield at, Fault(partial(changed, partial(flipped, at, chosen.randrange(1, 256))), kept=None)


def flips_ahead(home, tries, seed=12):
    """One byte changed in what is written ahead and not yet in its place, as a kill leaves it."""
    program = Lines({"BP_TUTOR_HOME": str(home)})
    for _ in range(3):
        program.answer()
    program.stop(signal.SIGKILL)
    program.end()
    ahead = (home / "progress.db-wal").read_bytes()
    chosen = random.Random(seed)
    for _ in range(tries):
        at, by = chosen.randrange(len(ahead)), chosen.randrange(1, 256)
        yield at, Fault(partial(left, home, flipped(at, by, ahead)), kept=None)


def left(killed, ahead, home):
    """Leave a store as it was where the program was killed, but for what was written ahead."""
    shutil.copy(store_of(killed), store_of(home))
    (home / "progress.db-wal").write_bytes(ahead)


# What has to come of it


def begun(home):
    """Begin a lesson, so that there is something to lose."""
    program = Lines({"BP_TUTOR_HOME": str(home)})
    typed = [program.answer()[0] for _ in range(3)]
    assert program.leave() == 0, program.said
    return typed


def problems_of_lines(home, fault, earlier):
    """Go through a part of the lesson line by line; what is not as it has to be."""
    program = Lines({"BP_TUTOR_HOME": str(home), **(fault.environment or {})}, partial(fault.before, home))
    typed, found = [], []
    for i in range(ANSWERS):
        if i == 2:
            fault.between(home)
        answer, right = program.answer()
        typed.append(answer)
        if not right:
            return [f"after {typed}: {program.said[-500:].decode(errors='replace')!r} {program.end()}"]
    if status := program.leave():
        found.append(f"status {status}")
    return found + problems_of(home, fault, earlier, typed, program.said.decode(errors="replace"))


def problems_of_screens(home, fault, earlier):
    """The same on a terminal."""
    program = Screens({"BP_TUTOR_HOME": str(home), **(fault.environment or {})}, partial(fault.before, home))
    found = []
    if not program.wait_for("of 14"):
        return [f"nothing was painted: {program.new()[-500:]!r} {program.end()}"]
    first = 0 if "tep 1 of 14" in program.new() else 3
    typed = [RIGHT[name] for name in NAMES[first : first + ANSWERS]]
    for i, answer in enumerate(typed):
        if i == 2:
            fault.between(home)
        program.heard = len(program.said)
        program.type(f"{answer}\r")
        if not program.wait_for("ight"):
            found.append(f"no verdict on {answer}: {program.new()[-500:]!r}")
    program.type("\x11")
    if status := program.end():
        found.append(f"status {status}")
    if not program.restored:
        found.append(f"the terminal is not as it was: {program.modes()}")
    return found + problems_of(home, fault, earlier, typed, program.shown())


def problems_of(home, fault, earlier, typed, said):
    found = [f"{bad!r} was said" for bad in ("Traceback", "mistake of its own") if bad in said]
    lines = [line for line in said.splitlines() if fault.said and fault.said in line]
    if fault.said and not lines:
        found.append(f"{fault.said!r} was not said: {said[-700:]!r}")
    told = NOT_KEPT in said
    there = kept(home)
    if fault.kept is not None and store_of(home).is_file() and (wrong := broken(home)):
        found.append(f"the store: {wrong}")
    if fault.kept and (told or there[-len(typed) :] != typed):
        found.append(f"{typed} should be kept, and {there} is: {said[-700:]!r}")
    if fault.kept is None and not told and there[-len(typed) :] != typed:
        found.append(f"{typed} was lost without a word, {there} is kept")
    if fault.kept is None and not told and not any(word in said for word in DAMAGED):
        answers = [RIGHT[name] for name in NAMES]
        if typed != answers[3 : 3 + ANSWERS] or there[: -len(typed)] != earlier:
            found.append(f"{earlier} was lost without a word; {typed} was typed, {there} is kept")
    return found


def broken(home):
    """What SQLite has to say against a store; nothing of one that is to be left as it is."""
    with closing(sqlite3.connect(f"file:{store_of(home)}?mode=ro", uri=True)) as db:
        return "; ".join(line for (line,) in db.execute("PRAGMA integrity_check") if line != "ok")


def kept(home):
    """The right answers that are in the store."""
    with suppress(sqlite3.Error), closing(sqlite3.connect(f"file:{store_of(home)}?mode=ro", uri=True)) as db:
        return [typed for (typed,) in db.execute(SUBMITS)]
    return []


def problems_of_a_signal(home, number, chosen):
    """Stop the lesson on a terminal while it writes answers; what was seen is there, and so is the terminal."""
    program = Screens({"BP_TUTOR_HOME": str(home)})
    if not program.wait_for("of 14"):
        return [f"nothing was painted: {program.new()[-500:]!r} {program.end()}"]
    program.type("".join(f"{RIGHT[name]}\r" for name in NAMES[3:]))
    until = time.monotonic() + chosen.random() * 0.5
    while (left := until - time.monotonic()) > 0:
        program.hear(left)
    status = program.close() if number is None else program.stop(number) or program.end()
    found = []
    if status != (129 if number is None else -9 if number == signal.SIGKILL else 128 + number):
        found.append(f"status {status}: {program.afterwards()!r}")
    if number not in (None, signal.SIGKILL) and not program.restored:
        found.append(f"the terminal is not as it was: {program.modes()}")
    if "mistake of its own" in program.shown():
        found.append(program.afterwards())
    seen = max(map(int, SEEN.findall(program.shown())), default=0)
    there = len(kept(home))
    if seen > there:
        found.append(f"{seen} answers were seen to be right, and {there} are kept")
    return found + problems_of_going_on(home, there)


def problems_of_going_on(home, there):
    """Take the lesson up once more: at its place, whatever it was stopped by."""
    program = Lines({"BP_TUTOR_HOME": str(home)})
    typed, right = program.answer() if there < len(NAMES) else (None, True)
    program.leave()
    answers = [RIGHT[name] for name in NAMES][: there + 1]
    wrong = kept(home) != answers or not right or (typed and typed != answers[-1])
    return (
        [f"after {there} answers {typed} was typed, and {kept(home)} is kept; {broken(home)}"]
        if wrong or broken(home)
        else []
    )


# All of it


class Row(NamedTuple):
    """A line of the table."""

    fault: str
    front: str
    tries: int
    survived: int
    problems: list[str]


class Table:
    """Tries faults, one after the other."""

    def __init__(self, place, tell=lambda _: None):
        self.place = place
        self.tell = tell
        self.rows = []
        self._home = place / "begun"
        self._home.mkdir(parents=True)
        self._earlier = begun(self._home)
        self.store = store_of(self._home).read_bytes()

    def try_all(self, name, front, faults):
        """Try some faults that are told of together."""
        problems, tries, failed = [], 0, 0
        for what, fault in faults:
            home = self.place / f"{len(self.rows)}-{tries}"
            shutil.copytree(self._home, home)
            if fault.before is not Fault().before and not possible(partial(fault.before, home)):
                continue  # this system does not allow it
            fault.spoil(home)
            tries += 1
            act = problems_of_lines if front == "lines" else problems_of_screens
            found = [f"{what}: {problem}" for problem in act(home, fault, self._earlier)]
            failed += bool(found)
            problems += found
        self.add(Row(name, front, tries, tries - failed, problems))

    def add(self, row):
        """Add a line."""
        self.rows.append(row)
        self.tell(row)

    def lines(self, names, many):
        """Line by line."""
        for name in names:
            self.try_all(name, "lines", [(name, FAULTS[name])])
        self.try_all("a truncated store", "lines", truncations(len(self.store)).items())
        self.try_all("one flipped byte", "lines", flips(self.store, many))
        ahead = flips_ahead(self.place / "killed", many // 3)
        self.try_all("one flipped byte, after a kill", "lines", ahead)

    def signals(self, tries):
        """Stopped while answers are written, on a terminal."""
        chosen = random.Random(12)
        sent = {
            "SIGTERM": signal.SIGTERM,
            "SIGHUP": signal.SIGHUP,
            "the terminal closed": None,
            "SIGKILL": signal.SIGKILL,
        }
        for name, number in sent.items():
            found = []
            for i in range(tries):
                home = self.place / f"{name}-{i}"
                shutil.copytree(self._home, home)
                found.append(problems_of_a_signal(home, number, chosen))
            problems = [problem for each in found for problem in each]
            self.add(Row(f"{name} amid answers", "screens", tries, found.count([]), problems))

    def screens(self, names, many):
        """On a terminal."""
        for name in names:
            self.try_all(name, "screens", [(name, FAULTS[name])])
        self.try_all("one flipped byte", "screens", flips(self.store, many, 3))


def show(row):
    print(f"{row.fault:34} {row.front:8} {row.tries:4} tries {row.survived:4} survived", flush=True)
    for problem in row.problems:
        print("    ", problem[:1500])


def killed(place):
    """The lesson of ``kills.py``."""
    kills = Path(__file__).with_name("kills.py")
    command = [sys.executable, str(kills), str(place / "kills"), "500", "12", "SIGKILL"]
    found = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    return Row("killed at random moments", "lines", 500, 500 - len(found["problems"]), found["problems"])


def main():
    options = ArgumentParser(description="Tries what can go wrong, and prints how often that did no harm.")
    for name in ("lines", "screens", "signals"):
        options.add_argument(
            f"--{name}", nargs="?", const=8, type=int, help="only these, and so many signals of a kind"
        )
    options.add_argument("--flips", type=int, default=60, help="how many bytes to change, one at a time")
    options.add_argument("--only", nargs="+", default=list(FAULTS), help="only these faults")
    options.add_argument("--kills", action="store_true", help="kill a lesson at 500 random moments as well")
    chosen = options.parse_args()
    everything = not (chosen.lines or chosen.screens or chosen.signals)
    with tempfile.TemporaryDirectory() as place:
        table = Table(Path(place) / "faults", show)
        if everything or chosen.lines:
            table.lines(chosen.only, chosen.flips)
        if everything or chosen.screens:
            table.screens(chosen.only, min(chosen.flips, 4))
        if everything or chosen.signals:
            table.signals(chosen.signals or 8)
        if chosen.kills:
            table.add(killed(Path(place)))
    return any(row.survived < row.tries for row in table.rows)


if __name__ == "__main__":
    sys.exit(main())
