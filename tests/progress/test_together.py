"""Many at once on one store: no answer is lost, none is kept twice, and nobody hears of it."""

import subprocess
import sys
from contextlib import closing
from pathlib import Path
from threading import Thread

from helpers.stores import Lived, Z, edition

from tutor.progress import journal as journal_module
from tutor.progress.attempt import Run
from tutor.progress.journal import Journal
from tutor.progress.rebuild import rebuild
from tutor.progress.store import Store

ANSWERS = 12


def take(path, learner, begin=lambda: None):
    """A window in which some answers are sent, once ``begin`` lets it."""
    journal = Journal("tui", learner, path)
    journal.latest("one")
    begin()
    run = Run("one", edition)
    for n in range(ANSWERS):
        journal.add(run, Lived().answer(Z, str(n), skill="z", known=n % 3 > 0).entries)
    journal.close()
    return journal.trouble


def sound(path, windows):
    """Whether all of some windows is there, once, in order, and the summaries fit it."""
    with closing(Store(path)) as store:
        found = {}
        for sitting, seq, typed in store.db.execute("SELECT sitting, seq, typed FROM log ORDER BY id"):
            found.setdefault(sitting, []).append((seq, typed))
        assert [*found.values()] == [[(n + 1, str(n)) for n in range(ANSWERS)]] * windows
        assert store.db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert not list(path.parent.glob("*damaged*"))
        kept = store.db.execute("SELECT * FROM place ORDER BY attempt").fetchall()
        known = store.db.execute("SELECT * FROM knowledge ORDER BY learner").fetchall()
        rebuild(store)
        assert store.db.execute("SELECT * FROM place ORDER BY attempt").fetchall() == kept
        assert store.db.execute("SELECT * FROM knowledge ORDER BY learner").fetchall() == known


def test_windows_of_one_learner_and_of_others_in_one_program(tmp_path, monkeypatch):
    monkeypatch.setattr(journal_module, "_PATIENCE", 30)  # this is not about how fast the machine is
    path, troubles = tmp_path / "progress.db", []
    learners = ["Ann", "Ann", "Ann", "Bob", "Cid", None]
    threads = [Thread(target=lambda name=name: troubles.append(take(path, name))) for name in learners]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert troubles == [""] * len(learners)
    sound(path, len(learners))


PROGRAM = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from progress.test_together import take
from tutor.progress import journal
journal._PATIENCE = 30
print("ready", flush=True)
print(take(Path(sys.argv[1]), "Ann", sys.stdin.readline))
"""


def test_programs_that_work_on_one_lesson_at_once(tmp_path):
    path = tmp_path / "progress.db"
    tests = str(Path(__file__).parents[1])
    command = [sys.executable, "-c", PROGRAM, path, tests]
    running = [subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    assert [each.stdout.readline() for each in running] == ["ready\n"] * 4
    for each in running:
        each.stdin.write("go\n")
        each.stdin.flush()
    assert [each.communicate()[0] for each in running] == ["\n"] * 4
    sound(path, 4)
    with closing(Journal("tui", "Ann", path)) as journal:
        assert len(journal.latest("one").entries) == 4 * ANSWERS  # all of them went on with one attempt
        assert journal.knowledge().questions == 4 * ANSWERS
