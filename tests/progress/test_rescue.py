"""A damaged store is set aside whole, and what can be read of it is in a new one."""

import os
import random
import re
import shutil
import sqlite3
import subprocess
import sys
from hashlib import sha256

import pytest

from tutor.errors import TutorError
from tutor.marking.mark import Verdict
from tutor.progress import rescue, salvage
from tutor.progress.attempt import Run
from tutor.progress.entry import Answer, Edition, Entry, Place, What
from tutor.progress.journal import Journal
from tutor.progress.opening import opened
from tutor.progress.store import Store, Unusable
from tutor.quantity import Kind, Quantity

pytestmark = pytest.mark.exhaustive

MATERIAL = '{"network":"' + "x" * 6000 + '"}'
EDITION = Edition("worked-example", "A lesson", MATERIAL, sha256(MATERIAL.encode()).hexdigest(), "b" * 64)
LOG = "SELECT * FROM log ORDER BY id"
HISTORY = "SELECT * FROM history ORDER BY id"
PAGE = 4096
MOST = 25
"""So many entries are on one page at most."""


def entry(i, typed="0.25"):
    answer = Answer(typed, Verdict.WRONG, float(i), typed, ("sign",), (), ((i - 0.5, i + 0.5),))
    question = Quantity(Kind.Z, 1, 1 + i % 3)
    return Entry(What.SUBMIT, 1_800_000_000_000 + i, 60, 900, 1000, Place(i, "z[1][1]", False, i, i, 200), question,
                 answer=answer, batch=i)  # fmt: skip


def fill(path, entries=150, learner="Ada"):
    journal = Journal("plain", learner, path)
    journal.add(Run("worked-example", lambda: EDITION), [entry(i) for i in range(1, entries + 1)])
    assert not journal.trouble
    return journal


def read(path, what=HISTORY):
    db = sqlite3.connect(f"{path.as_uri()}?immutable=1", uri=True)
    try:
        return db.execute(what).fetchall()
    finally:
        db.close()


def pages_of(path, name):
    """The pages of a table or an index, by the kinds of their first bytes."""
    root = read(path, f"SELECT rootpage FROM sqlite_schema WHERE name = '{name}'")[0][0]
    data = path.read_bytes()
    found, todo = {}, [root]
    while todo:
        number = todo.pop()
        page = data[(number - 1) * PAGE : number * PAGE]
        found[number] = page[0]
        if page[0] in (2, 5):
            todo.append(int.from_bytes(page[8:12], "big"))
            for i in range(int.from_bytes(page[3:5], "big")):
                at = int.from_bytes(page[12 + 2 * i : 14 + 2 * i], "big")
                todo.append(int.from_bytes(page[at : at + 4], "big"))
    return found


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    path = tmp_path_factory.mktemp("sound") / "progress.db"
    fill(path).close()
    assert not path.with_name("progress.db-wal").exists()
    return path


@pytest.fixture
def path(tmp_path, sound):
    return shutil.copy(sound, tmp_path / "progress.db")


def spoil(path, data):
    path.write_bytes(data)
    return data


def set_aside(path, damaged):
    """Set a store aside, and check what always holds."""
    done = rescue.set_aside(path)
    assert done.aside.read_bytes() == damaged
    assert read(path, "PRAGMA integrity_check") == [("ok",)]
    assert len(read(path, LOG)) == done.entries
    assert str(done.aside) in done.sentence
    assert sorted(os.listdir(path.parent)) == sorted({"progress.db", done.aside.name, *beside(done.aside)})
    return done


def beside(aside):
    return [aside.name + ending for ending in ("-wal", "-shm") if os.path.exists(f"{aside}{ending}")]


def flipped(data, at, by=0xFF):
    return data[:at] + bytes([data[at] ^ by]) + data[at + 1 :]


def without(data, *numbers):
    """The file with pages overwritten by zeros."""
    for number in numbers:
        data = data[: (number - 1) * PAGE] + bytes(PAGE) + data[number * PAGE :]
    return data


def test_one_changed_byte_costs_no_more_than_the_rows_of_its_page(path, sound):
    before, data = read(sound), sound.read_bytes()
    chosen = random.Random(12)
    places = [*chosen.sample(range(100), 6), *chosen.sample(range(len(data)), 18)]
    lost = []
    for at in places:
        done = set_aside(path, spoil(path, flipped(data, at, chosen.randrange(1, 256))))
        after = read(path)
        assert len(after) == len(before) or set(after) <= set(before), at
        lost.append(len(before) - len(after))
        done.aside.unlink()
    assert max(lost) <= MOST
    assert lost.count(0) >= 12


@pytest.mark.parametrize("at", [18, 19, 44, 47])
def test_a_header_that_no_store_has_is_damage(path, sound, at):
    spoil(path, flipped(sound.read_bytes(), at, 1))
    with pytest.raises(Unusable) as told:
        Store(path)
    assert told.value.damaged


def test_entries_are_found_without_the_header_and_without_the_tree(path, sound):
    data, before = sound.read_bytes(), read(sound)
    trees = {name: pages_of(sound, name) for name in ("log", "log_of_attempt", "edition_of")}
    upper = [number for number, kind in trees["log"].items() if kind == 5]
    assert upper
    for gone in ([1], upper, [1, *upper, *trees["log_of_attempt"], *trees["edition_of"]]):
        done = set_aside(path, spoil(path, without(data, *gone)))
        assert read(path) == before
        done.aside.unlink()


@pytest.mark.parametrize("table", ["learner", "sitting", "attempt", "edition", "material"])
def test_entries_are_kept_where_what_they_belong_to_is_lost(path, sound, table):
    set_aside(path, spoil(path, without(sound.read_bytes(), *pages_of(sound, table))))
    facts = "SELECT seq, typed, at, sitting_uid, attempt_uid, lesson, material, prose, learner, crc FROM history"
    assert read(path, facts) == read(sound, facts)
    assert read(path, "SELECT count(*) FROM place") == [(1,)]


def test_entries_that_nothing_fits_are_kept_under_made_up_names(path, sound):
    lost = [number for name in ("sitting", "sqlite_autoindex_sitting_1", "edition", "edition_of", "attempt", "learner")
            for number in pages_of(sound, name)]  # fmt: skip
    done = set_aside(path, spoil(path, without(sound.read_bytes(), *lost)))
    assert done.entries == 150
    journal = Journal("plain", "Ada", path)
    past = journal.latest("lost")
    assert [each.answer.typed for each in past.entries] == ["0.25"] * 150
    journal.close()


@pytest.mark.parametrize("share", [0.5, 0.8, 0.95])
def test_what_is_left_of_a_truncated_store_is_recovered(path, sound, share):
    data = sound.read_bytes()
    cut = int(share * len(data))
    leaves = [number for number, kind in pages_of(sound, "log").items() if kind == 13 and number * PAGE <= cut]
    there = sum(int.from_bytes(data[(number - 1) * PAGE + 3 :][:2], "big") for number in leaves)
    done = set_aside(path, spoil(path, data[:cut]))
    assert there <= done.entries < 150
    assert set(read(path, LOG)) <= set(read(sound, LOG))


WRONG = {
    "zeros": bytes(40 * PAGE),
    "empty": b"",
    "a text": b"not a store",
    "noise": random.Random(3).randbytes(20 * PAGE),
}


@pytest.mark.parametrize("content", WRONG.values(), ids=WRONG)
def test_what_is_no_store_at_all_is_set_aside_and_the_learner_goes_on(path, content):
    done = set_aside(path, spoil(path, content))
    assert (done.entries, "nothing could be recovered" in done.sentence) == (0, True)
    fill(path, 3).close()
    assert len(read(path, LOG)) == 3


def test_what_is_written_ahead_counts(tmp_path):
    path = tmp_path / "progress.db"
    journal = fill(path)
    before = read_with_log(path)
    (tmp_path / "copy").mkdir()
    copy = tmp_path / "copy" / "progress.db"
    for ending, data in (("", bytes(PAGE)), ("-wal", path.with_name("progress.db-wal").read_bytes())):
        (tmp_path / "copy" / f"progress.db{ending}").write_bytes(data)
    journal.close()
    set_aside(copy, bytes(PAGE))
    assert len(before) == 150
    assert read(copy) == before


def read_with_log(path):
    store = Store(path, create=False)
    try:
        return store.db.execute(HISTORY).fetchall()
    finally:
        store.close()


def test_a_damaged_frame_of_the_log_ahead_is_left_out_alone(tmp_path):
    path, wal = tmp_path / "progress.db", tmp_path / "progress.db-wal"
    journal = Journal("plain", "Ada", path)
    run = Run("worked-example", lambda: EDITION)
    for i in range(1, 41):
        journal.add(run, [entry(i)])
    data, kept = wal.read_bytes(), path.read_bytes()
    journal.close()
    frames = len(data) // (PAGE + 24)
    for number in (0, frames // 2, frames - 2):
        copy = tmp_path / str(number) / "progress.db"
        copy.parent.mkdir()
        copy.write_bytes(kept)
        copy.with_name("whole").write_bytes(flipped(data, 32 + number * (PAGE + 24) + 24 + 3000))
        shutil.copy(copy.with_name("whole"), copy.with_name("progress.db-wal"))
        with pytest.raises(Unusable) as told:  # SQLite itself would go on without what follows
            Store(copy)
        assert told.value.damaged
        shutil.copy(copy.with_name("whole"), copy.with_name("progress.db-wal"))
        copy.write_bytes(kept)
        copy.with_name("progress.db-shm").unlink(missing_ok=True)
        copy.with_name("whole").unlink()
        assert set_aside(copy, kept).entries >= 39


def test_long_rows_are_whole(tmp_path):
    path = tmp_path / "progress.db"
    journal = Journal("tui", None, path)
    typed = ["9" * n for n in (10, 3000, 4060, 4100, 9000, 20_000)]
    journal.add(Run("worked-example", lambda: EDITION), [entry(i, each) for i, each in enumerate(typed, 1)])
    journal.close()
    before = read(path)
    set_aside(path, spoil(path, without(path.read_bytes(), 1)))
    assert read(path) == before
    assert read(path, "SELECT content FROM material") == [(MATERIAL,)]


def test_rows_that_were_deleted_do_not_come_back(path):
    db = sqlite3.connect(path)
    db.execute("PRAGMA secure_delete=ON")
    db.execute("DELETE FROM log WHERE id % 2")
    db.commit()
    db.execute("VACUUM")
    db.close()
    assert set_aside(path, spoil(path, without(path.read_bytes(), 1))).entries == 75


def test_nothing_is_written_over(path, sound):
    aside = []
    for i in range(3):
        done = rescue.set_aside(path)
        aside.append(done.aside)
        assert done.entries == 150, i
    assert len(set(aside)) == 3
    assert aside[0].read_bytes() == sound.read_bytes()


def test_a_store_that_cannot_be_moved_is_left_as_it_was(path, sound, monkeypatch):
    def refuse(*_):
        raise PermissionError(13, "Permission denied")

    data = spoil(path, without(sound.read_bytes(), 1))
    monkeypatch.setattr(rescue, "_moved", refuse)
    with pytest.raises(Unusable, match="Permission denied"):
        rescue.set_aside(path)
    assert path.read_bytes() == data
    monkeypatch.undo()
    assert rescue.set_aside(path).entries == 150


def test_what_was_recovered_is_put_in_place_after_a_kill(path, sound, monkeypatch):
    class Killed(BaseException):
        pass

    def kill(_):
        raise Killed

    spoil(path, without(sound.read_bytes(), 1))
    path.with_name("progress.db-wal").write_bytes(b"old")
    monkeypatch.setattr(rescue, "_placed", kill)
    with pytest.raises(Killed):
        rescue.set_aside(path)
    monkeypatch.undo()
    assert not path.exists()
    rescue.finish(path)
    assert read(path) == read(sound)
    rescue.finish(path)
    assert not path.with_name("progress.db.recovered").exists()


AGAIN = """
import sys
from pathlib import Path
from tutor.progress import look, rescue
path = Path(sys.argv[1])
seen = look.identity(path)
print("ready", flush=True)
sys.stdin.read(1)
print(rescue.set_aside(path, seen), flush=True)
"""


def test_two_that_find_the_damage_at_once_do_it_once(path, sound):
    data = spoil(path, without(sound.read_bytes(), 1))
    both = [subprocess.Popen([sys.executable, "-c", AGAIN, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                             text=True) for _ in range(2)]  # fmt: skip
    for each in both:
        assert each.stdout.readline() == "ready\n"
    said = sorted(each.communicate("x")[0].strip() for each in both)
    assert said[0] == "None"
    assert "entries=150" in said[1]
    assert read(path) == read(sound)
    (aside,) = path.parent.glob("*.damaged*-1")
    assert aside.read_bytes() == data


@pytest.mark.parametrize("seed", range(6))
def test_no_bytes_stop_the_reading(tmp_path, sound, seed):
    chosen = random.Random(seed)
    data = bytearray(sound.read_bytes())
    for _ in range(400):
        data[chosen.randrange(len(data))] = chosen.randrange(256)
    path, wal = tmp_path / "x", tmp_path / "x-wal"
    path.write_bytes(data)
    wal.write_bytes(bytes(data[: chosen.randrange(4 * PAGE)]))
    assert len(list(salvage.rows(path))) > 100


def test_what_is_damaged_in_another_store_leaves_the_one_that_is_open_where_it_is(path, tmp_path):
    with (
        pytest.raises(TutorError, match=re.escape(f"{tmp_path / 'other.db'}: it is damaged.")),
        opened(path, mend=True),
    ):
        raise Unusable(tmp_path / "other.db", "it is damaged", damaged=True)
    assert os.listdir(tmp_path) == ["progress.db"]
