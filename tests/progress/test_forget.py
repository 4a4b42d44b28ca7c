import sqlite3
from contextlib import closing

import pytest
from helpers.stores import A, Lived, Z, edition, keep

from tutor.errors import TutorError
from tutor.marking.mark import Verdict
from tutor.progress import forget
from tutor.progress.attempt import Run
from tutor.progress.entry import What
from tutor.progress.journal import Journal
from tutor.progress.people import named, people
from tutor.progress.store import Store

TABLES = ("learner", "sitting", "attempt", "log", "place", "draft", "edition", "material")


@pytest.fixture
def path(tmp_path):
    """A store of two, with a lesson that both began and one each."""
    path = tmp_path / "progress.db"
    for name, other in (("Ann", "anns"), ("Bob", "bobs")):
        for lesson in ("shared", other):
            lived = Lived()
            for i in range(40):  # over several pages
                lived.answer(Z, "0.4", Verdict.WRONG, number=0.4, study=f"{other}-secret-{i}")
            lived.answer(A, "0.5", skill="a", known=True).add(What.DRAFT, Z, word=f"{other}-draft")
            keep(path, name, lived, lesson)
    return path


def counted(store):
    return {table: store.db.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in TABLES}


def bytes_of(path):
    return b"".join(each.read_bytes() for each in path.parent.glob(path.name + "*"))


def test_what_is_kept_of_somebody_is_counted(path):
    with closing(Store(path)) as store:
        (ann,) = named(store.db, "Ann")
        assert forget.kept(store.db, ann)[:3] == (84, 2, 82)


def test_nothing_of_a_forgotten_learner_can_be_read_in_the_file_any_more(path):
    assert b"anns-secret-7" in bytes_of(path)
    with closing(Store(path)) as store:
        before = counted(store)
        forget.forget(store, *named(store.db, "Ann"))
        after = counted(store)
        assert [person.label for person in people(store.db)] == ["Bob"]
        halved = {table: count // 2 for table, count in before.items()}
        assert after == halved | {"edition": 2, "material": 2}
        # While it is open, and written ahead, as well as afterwards.
        for _ in range(2):
            for trace in (b"Ann", b"anns"):
                assert trace not in bytes_of(path)
            store.close()
    assert b"bobs-secret-7" in bytes_of(path)
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_lesson_that_another_has_begun_is_kept_for_them(path):
    with closing(Store(path)) as store:
        forget.forget(store, *named(store.db, "Ann"))
        assert [row[0] for row in store.db.execute("SELECT lesson FROM edition ORDER BY lesson")] == ["bobs", "shared"]


def test_who_is_forgotten_while_a_lesson_is_open_goes_on_as_a_new_learner_with_what_comes(path):
    with closing(Journal("tui", "Ann", path)) as journal:
        run = Run("one", edition)
        journal.add(run, Lived().answer(Z, "0.4", study="ann-before").entries)
        with closing(Store(path)) as store:
            forget.forget(store, *named(store.db, "Ann"))
        journal.add(run, Lived().answer(A, "0.5", study="ann-after").entries)
        assert journal.trouble == ""
    assert b"ann-before" not in bytes_of(path)
    with closing(Store(path)) as store:
        (ann,) = named(store.db, "Ann")
        assert forget.kept(store.db, ann)[:3] == (1, 1, 1)
        assert store.db.execute("SELECT count(*) FROM history").fetchone()[0] == 84 + 1


def test_the_last_learner_leaves_a_store_that_can_be_used(path):
    with closing(Store(path)) as store:
        forget.forget(store, *people(store.db))
        assert set(counted(store).values()) == {0}
    keep(path, "Ann", Lived().answer(Z, "1"))
    with closing(Store(path)) as store:
        assert [person.label for person in people(store.db)] == ["Ann"]


def test_a_program_that_reads_the_store_keeps_traces_there_and_that_is_said(path, monkeypatch):
    monkeypatch.setattr(forget, "PATIENCE", 0.05)
    with closing(sqlite3.connect(path, isolation_level=None)) as reader, closing(Store(path)) as store:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM log").fetchone()
        with pytest.raises(TutorError, match=r"traces are left in .*progress\.db.*Close every bp-tutor"):
            forget.forget(store, *named(store.db, "Ann"))
        reader.execute("ROLLBACK")
        forget.forget(store)
        assert b"anns" not in bytes_of(path)


def test_files_beside_a_store_may_have_something_of_its_learners(tmp_path):
    for name in ("progress.db", "progress.db-wal", "other.db", "other.db.damaged-1"):
        (tmp_path / name).touch()
    left = {"progress.db.damaged-2026-01-01-1", "progress.db.damaged-2026-01-01-1-wal", "crash-report.txt"}
    for name in left:
        (tmp_path / name).touch()
    assert {each.name for each in forget.leftovers(tmp_path / "progress.db")} == left
