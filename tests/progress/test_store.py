"""The file: how it is opened, brought up to date, shared, and left alone."""

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from helpers.stores import Lived, Z, keep

from tutor.marking.mark import Verdict
from tutor.progress import look, schema
from tutor.progress import store as store_module
from tutor.progress.store import Newer, Store, Unusable

NOBODY = 65534


def _bytes(folder):
    """All that is in a folder, and when it was changed."""
    return {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.iterdir()}


@contextmanager
def _unprivileged():
    """As one whom permissions apply to."""
    if os.name != "posix":
        pytest.skip("permissions are others there")
    user = os.geteuid()
    if user == 0:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(user)


@pytest.fixture
def locked_folder():
    """A folder with a store of one answer that may be read, and nothing more."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        keep(folder / "progress.db", "Ann", Lived().answer(Z, "0.5"))
        (folder / "progress.db").chmod(0o444)
        folder.chmod(0o555)
        yield folder
        folder.chmod(0o755)


def test_a_store_is_made_with_its_folder_and_every_commit_of_it_is_synced(tmp_path):
    path = tmp_path / "new" / "folder" / "progress.db"
    with Store(path) as store:
        pragmas = [store.db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous")]
        assert pragmas == ["wal", 2]
        assert store.db.execute("PRAGMA user_version").fetchone()[0] == schema.VERSION
    assert os.listdir(path.parent) == ["progress.db"]


def test_a_store_that_is_not_there_is_not_made_for_whoever_only_reads(tmp_path):
    with pytest.raises(Unusable, match="cannot be opened"):
        Store(tmp_path / "none.db", create=False)
    assert not list(tmp_path.iterdir())


def test_an_older_store_is_brought_up_to_date_and_keeps_what_it_has(tmp_path, monkeypatch):
    path = tmp_path / "progress.db"
    keep(path, "Ann", Lived().answer(Z, "0.5"))
    later = "ALTER TABLE learner ADD COLUMN born INTEGER;\nCREATE TABLE badge (id INTEGER PRIMARY KEY);"
    monkeypatch.setattr(store_module, "MIGRATIONS", (*schema.MIGRATIONS, later))
    monkeypatch.setattr(store_module, "VERSION", schema.VERSION + 1)
    for _ in range(2):  # the second time there is nothing to be done
        with Store(path) as store:
            assert store.db.execute("SELECT name, born FROM learner").fetchall() == [("Ann", None)]
            assert store.db.execute("SELECT count(*) FROM badge").fetchone() == (0,)
            assert store.db.execute("SELECT typed FROM log").fetchall() == [("0.5",)]
    assert look.version(path) == schema.VERSION + 1


def test_a_migration_that_fails_changes_nothing(tmp_path, monkeypatch):
    path = tmp_path / "progress.db"
    keep(path, "Ann", Lived().answer(Z, "0.5"))
    later = "CREATE TABLE badge (id INTEGER PRIMARY KEY);\nALTER TABLE none_such ADD COLUMN born INTEGER;"
    with monkeypatch.context() as patched:
        patched.setattr(store_module, "MIGRATIONS", (*schema.MIGRATIONS, later))
        patched.setattr(store_module, "VERSION", schema.VERSION + 1)
        with pytest.raises(Unusable, match="no such table"):
            Store(path)
    with Store(path) as store:
        assert not store.db.execute("SELECT 1 FROM sqlite_schema WHERE name = 'badge'").fetchall()


@pytest.mark.parametrize("ahead", [False, True], ids=["in the file", "written ahead"])
def test_a_store_of_a_newer_version_is_not_touched(tmp_path, ahead):
    path = tmp_path / "here" / "progress.db"
    with Store(path) as store:
        if ahead:
            store.checkpoint()
        store.db.execute(f"PRAGMA user_version={schema.VERSION + 41}")
        copy = tmp_path / "copy"  # as one that was killed leaves it
        shutil.copytree(path.parent, copy, ignore=shutil.ignore_patterns("*-shm"))
    folder = copy if ahead else path.parent
    before = _bytes(folder)
    assert len(before) == 1 + ahead
    with pytest.raises(Newer) as caught:
        Store(folder / path.name)
    assert _bytes(folder) == before
    for part in (str(folder / path.name), f"its version is {schema.VERSION + 41}", "Update bp-tutor"):
        assert part in str(caught.value)


def test_a_file_of_another_program_is_not_written_to(tmp_path):
    path = tmp_path / "other.db"
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE mine (x)")
    before = path.read_bytes()
    with pytest.raises(Unusable, match="no store of bp-tutor") as caught:
        Store(path)
    assert path.read_bytes() == before
    assert caught.value.damaged


@pytest.mark.parametrize("content", [b"\0" * 8192, b"To whom it may concern" * 99], ids=["zeros", "prose"])
def test_what_is_no_store_is_told_to_be_damaged(tmp_path, content):
    path = tmp_path / "progress.db"
    path.write_bytes(content)
    with pytest.raises(Unusable) as caught:
        Store(path)
    assert caught.value.damaged
    assert path.read_bytes() == content


def test_a_store_that_lost_its_content_is_damaged_as_long_as_something_was_written_ahead(tmp_path):
    path = tmp_path / "progress.db"
    with Store(path):
        copy = tmp_path / "copy.db"
        shutil.copyfile(look.beside(path, "-wal"), look.beside(copy, "-wal"))
    copy.touch()
    with pytest.raises(Unusable) as caught:
        Store(copy)
    assert caught.value.damaged
    assert look.beside(copy, "-wal").exists()


def test_a_link_to_a_store_is_the_store(tmp_path):
    keep(tmp_path / "progress.db", "Ann", Lived().answer(Z, "0.5"))
    link = tmp_path / "elsewhere" / "link.db"
    link.parent.mkdir()
    link.symlink_to(tmp_path / "progress.db")
    with Store(link) as store:
        assert store.db.execute("SELECT typed FROM log").fetchall() == [("0.5",)]
        assert os.listdir(link.parent) == ["link.db"]
        look.beside(tmp_path / "progress.db", "-wal").unlink()
        assert store.gone


def test_a_folder_is_no_store(tmp_path):
    with pytest.raises(Unusable, match="this is none") as caught:
        Store(tmp_path)
    assert not caught.value.damaged


def test_a_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(Unusable, match=r"progress\.db: ") as caught:
        Store(tmp_path / "file" / "progress.db")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("ahead", [False, True], ids=["at rest", "with something written ahead"])
def test_a_store_in_a_folder_that_may_only_be_read_is_read(locked_folder, ahead):
    path = locked_folder / "progress.db"
    if ahead:
        path.chmod(0o644)
        locked_folder.chmod(0o755)
        with Store(path) as store, store.writing() as db:
            db.execute("INSERT INTO learner (uid, name) VALUES ('u', 'Bob')")
            db.execute("COMMIT")
            db.execute("BEGIN")
            kept = {name: content for name, (content, _) in _bytes(locked_folder).items() if "-shm" not in name}
        for name, content in kept.items():
            (locked_folder / name).write_bytes(content)
            (locked_folder / name).chmod(0o444)
        locked_folder.chmod(0o555)
    before = _bytes(locked_folder)
    with _unprivileged(), Store(path) as store:
        assert store.db.execute("SELECT typed FROM log").fetchall() == [("0.5",)]
        assert store.db.execute("SELECT count(*) FROM learner").fetchone() == (1 + ahead,)
        assert not store.gone
        with pytest.raises(Unusable, match="may only be read"), store.writing():
            pass
    assert _bytes(locked_folder) == before


def test_a_transaction_is_kept_whole_or_not_at_all(tmp_path):
    with Store(tmp_path / "progress.db") as store:
        with pytest.raises(KeyboardInterrupt), store.writing() as db:  # noqa: PT012
            db.execute("INSERT INTO learner (uid) VALUES ('u')")
            raise KeyboardInterrupt
        assert store.db.execute("SELECT count(*) FROM learner").fetchone() == (0,)
        with store.writing() as db:
            db.execute("INSERT INTO learner (uid) VALUES ('u')")
        assert store.db.execute("SELECT count(*) FROM learner").fetchone() == (1,)


def test_the_log_is_only_added_to(tmp_path):
    path = tmp_path / "progress.db"
    keep(path, "Ann", Lived().answer(Z, "0.5"))
    with Store(path) as store, pytest.raises(Unusable, match="only added to"), store.writing() as db:
        db.execute("UPDATE log SET typed = '0.7'")


def test_another_program_is_waited_for_and_then_told_of(tmp_path):
    path = tmp_path / "progress.db"
    with Store(path) as one, Store(path, patience=0.05) as other, one.writing():
        with pytest.raises(Unusable, match="another program holds it"), other.writing():
            pass
        assert other.reading(lambda: other.db.execute("SELECT count(*) FROM log").fetchone()) == (0,)


@pytest.mark.parametrize("what", ["deleted", "replaced", "what was written ahead deleted"])
def test_it_is_noticed_that_the_file_is_another_one(tmp_path, what):
    path = tmp_path / "progress.db"
    with Store(path) as store:
        assert not store.gone
        if what == "replaced":
            (tmp_path / "other").write_bytes(path.read_bytes())
            os.replace(tmp_path / "other", path)
        else:
            (look.beside(path, "-wal") if "ahead" in what else path).unlink()
        assert store.gone


def test_closing_a_store_whose_file_was_replaced_leaves_the_new_one_alone(tmp_path):
    path = tmp_path / "progress.db"
    with Store(path) as old:
        for ending in ("", "-wal", "-shm"):
            look.beside(path, ending).unlink()
        with Store(path) as new:
            with new.writing() as db:
                db.execute("INSERT INTO learner (uid) VALUES ('u')")
            old.close()
            assert new.db.execute("SELECT count(*) FROM learner").fetchone() == (1,)
            assert not new.gone
    with Store(path) as again:
        assert again.db.execute("SELECT count(*) FROM learner").fetchone() == (1,)


def test_what_is_written_ahead_is_put_in_its_place_when_there_is_time_and_when_it_is_much(tmp_path, monkeypatch):
    path = tmp_path / "progress.db"
    with Store(path) as store:

        def grown(act):
            """By how many bytes something makes the file itself grow."""
            size = path.stat().st_size
            act()
            return path.stat().st_size - size

        def write():
            with store.writing() as db:
                db.execute("INSERT INTO material VALUES (hex(randomblob(8)), hex(randomblob(20000)))")

        assert grown(write) == grown(store.rest) == 0  # it is not worth it
        monkeypatch.setattr(store_module, "_LARGE", 0)
        assert grown(store.rest) > 40_000
        monkeypatch.setattr(store_module, "_HUGE", 0)
        monkeypatch.setattr(store_module, "_OFTEN", 1)
        assert grown(write) > 40_000


MAKE = """
import sys
from pathlib import Path
from tutor.progress.store import Store
print("ready", flush=True)
sys.stdin.readline()
with Store(Path(sys.argv[1]), patience=10) as store, store.writing() as db:
    db.execute("INSERT INTO learner (uid) VALUES (?)", (sys.argv[2],))
"""


def test_programs_that_begin_at_once_make_one_store(tmp_path):
    path = tmp_path / "progress.db"
    command = [sys.executable, "-c", MAKE, path]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    running = [subprocess.Popen([*command, str(n)], **pipes) for n in range(5)]
    assert [each.stdout.readline() for each in running] == ["ready\n"] * 5
    for each in running:
        each.stdin.write("go\n")
        each.stdin.flush()
    for each in running:
        each.communicate()
    assert [each.returncode for each in running] == [0] * 5
    with Store(path) as store:
        assert store.db.execute("SELECT count(*) FROM learner").fetchone() == (5,)


@pytest.mark.parametrize("word", [b"INTEGER NOT NULL", b"sitting.id", b"bias-omitted"])
def test_a_letter_that_is_none_is_damage_in_a_table_as_in_what_it_is_made_of(tmp_path, word):
    path = tmp_path / "progress.db"
    keep(path, None, Lived().answer(Z, "1", Verdict.WRONG, ("bias-omitted",)))
    path.write_bytes(path.read_bytes().replace(word, word[:-1] + b"\xff"))
    with pytest.raises(Unusable) as caught, Store(path) as store:
        store.reading(lambda: store.db.execute("SELECT * FROM history").fetchall())
    assert caught.value.damaged


def test_a_mistake_of_the_program_is_no_damage(tmp_path):
    store = Store(tmp_path / "progress.db")
    store.db.close()
    with pytest.raises(Unusable) as caught:
        store.reading(lambda: None)
    assert not caught.value.damaged
