import sqlite3
import sys
from contextlib import closing

import pytest
from helpers.stores import Lived, Z, keep

from tutor.cli import streams
from tutor.progress import forget as forgetting
from tutor.progress.people import people
from tutor.progress.store import Store


@pytest.fixture
def store(tmp_path):
    """One's own store with something in it."""
    path = tmp_path / "home" / "progress.db"
    keep(path, None, Lived().answer(Z, "1", study="mine"))
    return path


@pytest.fixture
def answering(monkeypatch):
    """A terminal at which somebody answers."""

    def answer(text):
        monkeypatch.setattr(streams, "asks", lambda: True)
        monkeypatch.setattr(sys.stdin, "readline", lambda: text, raising=False)

    return answer


def remaining(path):
    with closing(Store(path, create=False)) as store:
        return [person.name for person in people(store.db)]


def test_it_says_what_is_deleted_and_asks_first(call, store, answering):
    for text in ("\n", "n\n", "", "what?\n"):
        answering(text)
        status, out, error = call("forget")
        assert (status, error) == (0, "")
        assert f"All that is kept of you in {store} will be deleted, for good:" in out
        assert "1 answer in 1 lesson since 2025-11-30, in 1 row of the log" in out
        assert out.endswith("Delete it? [y/N] Nothing was deleted.\n")
        assert remaining(store) == [None]
    answering("y\n")
    assert call("forget")[1].endswith("Delete it? [y/N] It is deleted.\n")
    assert remaining(store) == []
    assert b"mine" not in store.read_bytes()


def test_without_a_terminal_it_has_to_be_said_that_nobody_is_asked(call, store, monkeypatch):
    monkeypatch.setattr(streams, "asks", lambda: False)
    status, _, error = call("forget")
    assert (status, remaining(store)) == (1, [None])
    assert error.startswith("Nothing was deleted: there is no terminal to ask on.")
    assert "--yes" in error
    status, out, error = call("forget", "--yes")
    assert (status, error, remaining(store)) == (0, "", [])
    assert out.endswith("It is deleted.\n")


def test_only_the_learner_who_is_meant_is_deleted(call, store):
    keep(store, "Ann", Lived().answer(Z, "1"))
    keep(store, "Bob", Lived().answer(Z, "1"))
    assert "All that is kept of “Ann” in" in call("forget", "--yes", "--learner", "Ann")[1]
    assert remaining(store) == ["Bob", None]
    call("forget", "--yes")
    keep(store, "Ann", Lived().answer(Z, "1"))
    status, out, error = call("forget", "--yes")
    assert (status, out) == (1, "")
    assert "“Ann”, “Bob”" in error
    assert remaining(store) == ["Ann", "Bob"]
    assert call("forget", "--yes", "--learner", "Cat")[1].startswith("Nothing is kept of “Cat” yet.")
    assert remaining(store) == ["Ann", "Bob"]


def test_files_that_were_set_aside_go_with_the_last_learner_only(call, store):
    aside = store.with_name("progress.db.damaged-2026-01-01-1")
    aside.touch()
    keep(store, "Ann", Lived().answer(Z, "1"))
    out = call("forget", "--yes", "--learner", "Ann")[1]
    assert f"are left as they are:\n  {aside}\n" in out
    assert aside.exists()
    out = call("forget", "--yes")[1]
    assert f"will be deleted:\n  {aside}\n" in out
    assert not aside.exists()


def test_files_that_were_set_aside_go_where_there_is_no_store_any_more(call, store):
    aside = store.with_name("progress.db.damaged-2026-01-01-1")
    store.rename(aside)
    assert f"  {aside}\n" in call("forget", "--yes")[1]
    assert list(store.parent.iterdir()) == []
    status, out, error = call("forget")
    assert (status, error) == (0, "")
    assert out.startswith("Nothing is kept of you yet.")


@pytest.mark.parametrize("page", range(1, 20, 3))
def test_a_store_that_is_damaged_anywhere_is_mended_before_anything_is_deleted(call, store, page):
    keep(store, "Ann", Lived().answer(Z, "1"))
    data = bytearray(store.read_bytes())
    data[4096 * page : 4096 * (page + 1)] = bytes(4096)
    store.write_bytes(data)
    for _ in range(3):
        status, _, error = call("forget", "--yes", "--learner", "Ann")
        if status == 0:
            break
        assert (error.count("\n"), error.endswith("Do this again.\n")) == (1, True)
    assert (status, error) == (0, "")
    assert "Ann" not in remaining(store)


def test_traces_that_another_program_keeps_go_when_it_is_done_again_and_files_at_once(call, store, monkeypatch):
    monkeypatch.setattr(forgetting, "PATIENCE", 0.05)
    call("forget", "--yes")
    aside = store.with_name("progress.db.damaged-2026-01-01-1")
    aside.touch()
    keep(store, "Ann", Lived().answer(Z, "0.987654"))
    with closing(sqlite3.connect(store, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM log").fetchone()
        for _ in range(2):
            status, _, error = call("forget", "--yes", "--learner", "Ann")
            assert (status, "traces are left" in error) == (1, True)
            assert not aside.exists()
        reader.execute("ROLLBACK")
        assert call("forget", "--yes", "--learner", "Ann")[0] == 0
        assert not any(b"0.987654" in each.read_bytes() for each in store.parent.iterdir())
