"""What it costs to keep an answer and to go on: ratios to the same disk's own times, in the same run.

Run it with the Python of an environment that bp-tutor is installed in, on a machine that is otherwise quiet:
``python tests/bench/store.py [ROWS]``. A report, never a test.
"""

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from contextlib import closing, contextmanager
from pathlib import Path

from tutor.marking.mark import Verdict
from tutor.progress import row
from tutor.progress.attempt import Noted, Run
from tutor.progress.entry import Answer, Edition, Entry, Place, Prior, What
from tutor.progress.journal import Journal
from tutor.progress.learner import Learner, Sitting
from tutor.progress.store import Store
from tutor.quantity import Kind, Quantity

BLOCK = bytes(4096)
COMMITS = 600
PAUSE = 0.005
LAUNCHES = 31
WINDOWS, PACE, SECONDS = 20, 0.25, 10.0
"""So many windows, with an answer each every so many seconds, for so long."""
LEARNERS, LESSONS, STEPS = 200, 20, 14
WRITTEN = 65_536
MINE = 0.2
"""The share of the log that is of one learner, whose programs are launched."""


def at(values, share):
    """The value below which a share of the values lies."""
    return sorted(values)[min(int(len(values) * share), len(values) - 1)]


def edition(lesson="worked-example"):
    """A lesson with as much to keep of it as the worked example."""
    return Edition(lesson, f"About {lesson}", json.dumps({lesson: ["0.123"] * 500}), f"{lesson:*<64}", f"{lesson:-<64}")


def entries(n, known=None):
    """An answer as the recorder keeps it: the question got the focus, the first key was pressed, an answer was sent."""
    step = n % STEPS
    q = Quantity(Kind.Z, 1 + step % 3, 1 + n % 2)
    priors = tuple(Prior(f"W({q.layer},{q.j},{k})", 0.1234567 * k, 0.1235 * k, None) for k in range(1, 8))
    answer = Answer("0.5622", Verdict.CORRECT, 0.5622, "0.5622", (), (), ((0.56215, 0.56225),), priors)
    facts = {"question": q, "batch": n + 1, "skill": "z", "utc": 1_764_500_000_000 + n, "zone": 60, "elapsed": 2000}
    place = Place(step, str(q), False, step, step, STEPS)
    return [
        Entry(What.FOCUS, active=500, place=place, **facts),
        Entry(What.KEY, active=500, place=place, **facts),
        Entry(What.SUBMIT, active=1000, place=place, answer=answer, known=known, **facts),
    ]


def timed(act):
    """How long something takes, in seconds; the disk is left alone for a moment first."""
    time.sleep(PAUSE)
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def commits(folder):
    """An answer's commit, by turns with a block that is added to a file and synced."""
    journal = Journal("tui", "Ann", folder / "commits.db")
    run = Run("worked-example", edition)
    first = timed(lambda: journal.add(run, entries(0, known=True)))
    wal = folder / "commits.db-wal"
    before, commit, spent = wal.stat().st_size, Store.writing, []

    @contextmanager
    def writing(self):
        """A transaction, timed without what is computed within it."""
        with commit(self) as db:
            yield db
            start = time.perf_counter()
        spent.append(time.perf_counter() - start)

    Store.writing = writing
    synced, kept = [], []
    with open(folder / "blocks", "ab", buffering=0) as file:

        def sync():
            file.write(BLOCK)
            os.fdatasync(file)

        for n in range(1, COMMITS):
            found = entries(n, known=n % 3 > 0)
            for turn in (0, 1) if n % 2 else (1, 0):
                if turn:
                    kept.append(timed(lambda found=found: journal.add(run, found)))
                else:
                    synced.append(timed(sync))
    Store.writing = commit
    assert not journal.trouble, journal.trouble
    pages = (wal.stat().st_size - before) / 4120 / COMMITS
    journal.close()
    print(f"an answer of three entries, {pages:.1f} pages; the first one, with the new store: {first * 1e3:.1f} ms")
    for share, aim in ((0.1, ""), (0.5, "at most 1.5"), (0.99, "at most 3")):
        bare, ours, whole = (at(values, share) * 1e3 for values in (synced, spent, kept))
        print(
            f"  p{share * 100:<3.0f} 4 KiB synced {bare:.2f} ms; the commit {ours:.2f} ms, {ours / bare:.2f} times"
            f"{aim and f' ({aim})'}; with all that is computed {whole:.2f} ms, {whole / bare:.2f} times"
        )


def written(store, rows):
    """Write so many rows into a store: many learners, one of whom has a good part of it."""
    chance, written = random.Random(1), 0
    while written < rows:
        name = "Ann" if chance.random() < MINE else f"learner {chance.randrange(LEARNERS)}"
        learner = Learner(store, Sitting(os.urandom(16).hex(), "tui", name))
        noted = []
        for _ in range(10):
            lesson = f"lesson-{chance.randrange(LESSONS)}" if chance.random() < 0.5 else "practice"
            run = Run(lesson, lambda lesson=lesson: edition(lesson), os.urandom(16).hex())
            answers = chance.randint(5, 40) if lesson != "practice" else 1
            noted += (Noted(run, 0, entry) for n in range(answers) for entry in entries(n, known=n == 0))
        with store.writing():
            learner.write([each._replace(seq=n) for n, each in enumerate(noted, 1)], {})
        written += len(noted)
    return written


def filled(path, rows):
    """A store with so many rows; they are written once and then doubled: other sittings, other attempts."""
    with closing(Store(path)) as store:
        store.db.execute("PRAGMA synchronous=OFF")
        count = written(store, min(rows, WRITTEN))
        while count < rows:
            with store.writing() as db:
                sittings, attempts = (
                    db.execute(f"SELECT max(id) FROM {table}").fetchone()[0] for table in ("sitting", "attempt")
                )
                for table, changed in {
                    "sitting": {"uid": "hex(randomblob(16))"},
                    "attempt": {"uid": "hex(randomblob(16))"},
                    "place": {"attempt": f"attempt + {attempts}"},
                    "log": {"sitting": f"sitting + {sittings}", "attempt": f"attempt + {attempts}"},
                }.items():
                    names = [f'"{each[1]}"' for each in db.execute(f"PRAGMA table_info({table})") if each[1] != "id"]
                    values = [changed.get(name.strip('"'), name) for name in names]
                    db.execute(f"INSERT INTO {table} ({', '.join(names)}) SELECT {', '.join(values)} FROM {table}")
            count *= 2
            store.checkpoint()
    return count


LAUNCH = """
import sys, time
start = time.perf_counter()
from pathlib import Path
from tutor.progress.journal import Journal
journal = Journal("tui", "Ann", Path(sys.argv[1]))
standings = journal.standings()
home = time.perf_counter()
past = journal.latest("worked-example")
end = time.perf_counter()
assert past is not None and not journal.trouble, journal.trouble
print(home - start, end - start, len(standings), len(past.entries))
"""


def launches(folder, rows):
    """Opening a store, home's standings and the latest attempt at a lesson: with a long log and with none."""
    long, empty = folder / "long.db", folder / "empty.db"
    start = time.perf_counter()
    count = filled(long, rows)
    print(f"a log of {count:,} rows, {long.stat().st_size / 1e6:.0f} MB, made in {time.perf_counter() - start:.0f} s")
    for path in (empty, long):
        with closing(Journal("tui", "Ann", path)) as journal:
            run = Run("worked-example", edition)
            for n in range(20):
                journal.add(run, entries(n, known=True))
            assert not journal.trouble, journal.trouble
    found = ([], [])
    for _ in range(LAUNCHES):
        for side, path in enumerate((empty, long)):
            done = subprocess.run([sys.executable, "-c", LAUNCH, path], capture_output=True, text=True, check=True)
            found[side].append([float(value) for value in done.stdout.split()])
    for column, what in enumerate(("opening and standings", "and the latest attempt")):
        bare, ours = ([each[column] for each in side] for side in found)
        for name, share in (("median", 0.5), ("best", 0.0)):
            more = (at(ours, share) - at(bare, share)) * 1e3
            print(
                f"{f'  {what}, {name}':<40} {at(bare, share) * 1e3:>10.1f} ms {at(ours, share) * 1e3:>7.1f} ms   "
                f"{more:+.1f} ms     at most +20 ms"
            )
    print(f"  lessons: {found[1][0][2]:.0f}, entries of the attempt: {found[1][0][3]:.0f}")


WINDOW = """
import sys, time, json, random
from pathlib import Path
sys.path.insert(0, sys.argv[4])
from store import PACE, SECONDS, edition, entries
import tutor.progress.journal as journal_module
from tutor.progress.attempt import Run
from tutor.progress.journal import Journal
from tutor.progress.store import Store
waits, patiently = [], Store.patiently
def waited(self, act):
    start = time.perf_counter()
    try:
        return patiently(self, act)
    finally:
        waits.append(time.perf_counter() - start)
journal_module._PATIENCE = 30.0
journal = Journal("tui", f"learner {sys.argv[2]}", Path(sys.argv[1]))
run = Run("worked-example", edition)
journal.prepare()
journal.latest("worked-example")
time.sleep(max(0.0, float(sys.argv[3]) - time.time() + random.random() * PACE))
Store.patiently = waited
kept, until, n = [], time.monotonic() + SECONDS, 0
while time.monotonic() < until:
    start = time.perf_counter()
    journal.add(run, entries(n, known=n % 3 > 0))
    kept.append(time.perf_counter() - start)
    assert not journal.waiting, journal.trouble
    n += 1
    time.sleep(max(0.0, PACE - kept[-1]))
journal.close()
print(json.dumps([n, waits, kept]))
"""


def windows(folder):
    """Twenty programs at work on one store."""
    path = folder / "windows.db"
    with closing(Store(path)):
        pass
    begin, here = time.time() + 6, str(Path(__file__).parent)
    running = [
        subprocess.Popen(
            [sys.executable, "-c", WINDOW, path, str(n), str(begin), here], stdout=subprocess.PIPE, text=True
        )
        for n in range(WINDOWS)
    ]
    alone = []
    with open(folder / "beside", "ab", buffering=0) as file:
        while time.time() < begin + SECONDS:
            start = time.perf_counter()
            file.write(BLOCK)
            os.fdatasync(file)
            if time.time() > begin:
                alone.append(time.perf_counter() - start)
            time.sleep(PACE / 4)
    found = [json.loads(each.communicate()[0]) for each in running]
    assert not any(each.returncode for each in running)
    sent = sum(each[0] for each in found)
    waits = [wait for each in found for wait in each[1]]
    kept = [wait for each in found for wait in each[2]]
    with closing(Store(path)) as store:
        there = store.db.execute("SELECT count(*) FROM log WHERE what = 'submit'").fetchone()[0]
        damaged = sum(record is None for record in row.select(store.db))
        sound = store.db.execute("PRAGMA integrity_check").fetchone()[0]
    print(f"{WINDOWS} windows on one store, {sent} answers sent, {there} kept, {damaged} damaged; integrity: {sound}")
    for what, values, aim in (
        ("  waiting for the others", waits, "p99 at most 20 ms, the longest 100 ms"),
        ("  the whole of it", kept, ""),
        ("  4 KiB synced meanwhile", alone, "what the disk takes by itself"),
    ):
        shown = ", ".join(f"p{share * 100:.0f} {at(values, share) * 1e3:.1f} ms" for share in (0.5, 0.9, 0.99))
        print(f"{what:<28} {shown}, longest {max(values) * 1e3:.1f} ms   {aim}")


def main():
    """Print the report."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as folder:
        commits(Path(folder))
        windows(Path(folder))
        launches(Path(folder), rows)


if __name__ == "__main__":
    main()
