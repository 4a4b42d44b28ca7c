import json
import os
import sqlite3
from contextlib import closing

import pytest
from helpers.stores import A, D, Lived, Z, keep

from tutor.marking.mark import Verdict
from tutor.progress.entry import What
from tutor.progress.people import people
from tutor.progress.store import Store


@pytest.fixture
def store(tmp_path):
    """One's own store, which is not there yet."""
    return tmp_path / "home" / "progress.db"


def worked():
    """A lesson of three steps, two of them done, the third tried twice."""
    return (
        Lived()
        .answer(Z, "0.4", Verdict.WRONG, ("bias-omitted",), seconds=61)
        .answer(Z, "0.5", skill="z", known=False)
        .answer(A, "0.62")
        .answer(D, "1", Verdict.WRONG, ("sigma-prime-omitted", "factor-two"))
        .answer(D, "2", Verdict.WRONG, ("sigma-prime-omitted",))
    )


def test_nothing_kept_is_said_kindly_with_what_to_do(call, store):
    status, out, error = call("progress")
    assert (status, error) == (0, "")
    assert out.startswith(f"Nothing is kept of you yet. What is done in a lesson is kept in {store}; ")
    assert "bp-tutor learn a-neuron" in out
    assert not store.parent.exists()


def test_the_page_says_how_each_lesson_stands_where_one_is_stuck_and_what_is_known(call, store):
    keep(store, None, worked())
    status, out, error = call("progress")
    assert (status, error) == (0, "")
    lines = out.splitlines()
    assert lines[:2] == ["Your progress", "============="]
    at = lines.index("Lesson one (one)")
    assert lines[at + 1].startswith("  █████████████░░░░░░░  2 of 3 steps done, 1 min, last on 20")
    assert lines[at + 2] == "  1 right at once, 1 right after another try, 1 open."
    assert lines[at + 3] == "  Not right yet: delta(2,1), after 2 tries: sigma-prime-omitted 2, factor-two 1"
    at = lines.index("Mistakes, and how often")
    assert lines[at + 2] == "  2  sigma-prime-omitted, at delta(2,1)"
    assert "  1  bias-omitted, at z(1,1)" in lines
    at = lines.index("Skills")
    assert "z " in lines[at + 2]
    assert "1 asked" in lines[at + 2]
    assert lines[-1] == f"Kept in {store}"
    assert max(map(len, lines[:-1])) <= 80


def test_the_page_is_in_ascii_where_that_is_asked_for(call, store):
    keep(store, "Zoë", worked())
    for arguments in (("progress", "--ascii"), ("--ascii", "progress")):
        out = call(*arguments)[1]
        assert out.isascii()
        assert "  #############.......  2 of 3 steps done" in out
        assert "Progress of Zoe" in out


def test_the_page_draws_nothing_where_it_is_read_aloud(call, store):
    keep(store, None, worked())
    out = call("progress", "--plain")[1]
    assert out.startswith("Your progress\n\nLessons:\nLesson one (one)\n  2 of 3 steps done, 1 min, last on")
    assert "\n  z, weighted sums: " in out
    assert not set(out.partition("Kept in")[0]) & set("█░=_|#")
    assert "--" not in out


def test_the_page_is_about_oneself_and_of_many_one_has_to_be_named(call, store):
    keep(store, "Ann", worked())
    assert "Progress of Ann" in call("progress")[1]
    keep(store, "Bob", Lived().answer(Z, "1"))
    status, out, error = call("progress")
    assert (status, out) == (1, "")
    assert error == "There are several learners: “Ann”, “Bob”. Say which one with --learner NAME.\n"
    assert "Progress of Bob" in call("progress", "--learner", "Bob")[1]
    assert "Progress of Bob" in call("--learner", "Bob", "progress")[1]
    assert call("progress", "--learner", "Cat")[1].startswith("Nothing is kept of “Cat” yet.")
    keep(store, None, Lived().answer(Z, "1"))
    assert "Your progress" in call("progress")[1]


def test_practice_is_told_together_and_a_lesson_taken_twice_by_its_latest_attempt(call, store):
    for seed in ("1", "2"):
        keep(store, None, Lived().answer(Z, "1"), "practice", seed=seed)
    keep(store, None, Lived().add(What.FOCUS, Z, seconds=0), "practice", seed="3")  # looked at, and left
    keep(store, None, worked())
    keep(store, None, Lived().answer(Z, "1"))
    out = call("progress")[1]
    assert "  2 questions on 2 networks, 2 s.\n  2 right at once.\n" in out
    assert "1 of 3 steps done, 1 min, last on 2025-11-30, begun 2 times\n  1 right at once.\n" in out
    assert "Not right yet" not in out


def test_a_gradebook_has_everybody_unless_one_is_named(call, store):
    keep(store, "Ann", worked())
    keep(store, None, Lived().answer(Z, "1"))
    status, out, error = call("progress", "--format", "csv")
    assert (status, error) == (0, "")
    head, *rows = out.splitlines()
    assert head.startswith("learner,lesson,quantity,layer,")
    assert rows[0] == "Ann,one,z,1,1,,1,1,2,wrong,correct,bias-omitted,0,0,63.0"
    assert [row.split(",")[0].partition("-")[0] for row in rows] == ["Ann"] * 3 + ["learner"]
    found = json.loads(call("progress", "--format", "json", "--learner", "Ann")[1])
    assert [(row["learner"], row["quantity"], row["k"]) for row in found] == [
        ("Ann", quantity, None) for quantity in ("z", "a", "delta")
    ]
    status, out, error = call("progress", "--format", "json", "--learner", "Cat")
    assert (status, out, error) == (0, "[]\n", "Nothing is kept of “Cat”.\n")


@pytest.mark.parametrize(("form", "empty"), [("json", "[]\n"), ("csv", None)])
def test_a_gradebook_of_nothing_has_no_rows(call, form, empty):
    status, out, error = call("progress", "--format", form)
    assert (status, error) == (0, "Nothing is kept yet.\n")
    assert out.count("\n") == 1
    assert empty in (out, None)


def test_another_store_can_be_named(call, tmp_path):
    other = tmp_path / "other.db"
    keep(other, "Ann", worked())
    out = call("progress", "--store", str(other))[1]
    assert "Progress of Ann" in out
    assert "Kept in" not in out
    assert call("progress", "--store", str(other), "--format", "csv")[1].count("\n") == 4


def test_a_store_that_cannot_be_read_is_one_message(call, tmp_path):
    missing, text, folder, zeros = (tmp_path / name for name in ("missing.db", "text.db", "folder.db", "zeros.db"))
    assert call("progress", "--store", "~nobody-at-all/x.db")[2].startswith(
        "~nobody-at-all/x.db: there is no such file."
    )
    text.write_text("learner,lesson\n" * 1000)
    folder.mkdir()
    zeros.write_bytes(bytes(5000))
    for path in (missing, text, folder, zeros):
        for form in ("text", "csv"):
            status, out, error = call("progress", "--store", str(path), "--format", form)
            assert (status, error.count("\n")) == (1, 1)
            assert str(path) in error
            assert "Traceback" not in error
            assert out == ""
    assert text.read_text().startswith("learner")


def test_a_copy_has_one_s_own_rows_only_and_is_read_like_any_store(call, store, tmp_path):
    keep(store, None, worked().add(What.DRAFT, D, word="my-own-draft"))
    keep(store, "Bob", Lived().answer(Z, "1", study="bobs-secret"))
    copied = tmp_path / "mine.db"
    status, out, error = call("progress", "--copy", str(copied))
    assert (status, out) == (0, "")
    assert error.startswith(f"{copied} has all that is kept of you.")
    assert sorted(each.name for each in tmp_path.iterdir()) == ["home", "mine.db"]
    assert b"my-own-draft" in copied.read_bytes()
    assert b"bobs-secret" not in copied.read_bytes()
    assert b"Bob" not in copied.read_bytes()
    with closing(Store(copied, create=False)) as one, closing(Store(store)) as other:
        assert [each.uid for each in people(one.db)] == [each.uid for each in people(other.db) if each.name is None]
    assert "Not right yet: delta(2,1)" in call("progress", "--store", str(copied))[1]


def test_a_copy_goes_over_no_file(call, store, tmp_path):
    keep(store, None, worked())
    there = tmp_path / "mine.db"
    there.write_text("mine")
    status, out, error = call("progress", "--copy", str(there))
    assert (status, out) == (1, "")
    assert error == f"{there} is there already, and is left as it is. Name a new file.\n"
    assert there.read_text() == "mine"
    assert call("progress", "--copy", str(tmp_path / "no" / "mine.db"))[0] == 1
    assert call("progress", "--learner", "Cat", "--copy", str(tmp_path / "new.db"))[0] == 1
    assert not (tmp_path / "new.db").exists()


def test_a_copy_has_no_format(call):
    status, out, error = call("progress", "--copy", "mine.db", "--format", "csv")
    assert (status, out) == (2, "")
    assert "--copy and --format csv do not go together" in error


def test_a_damaged_store_of_one_s_own_is_mended_and_that_is_said(call, store):
    keep(store, None, worked())
    with closing(sqlite3.connect(store)) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    data = bytearray(store.read_bytes())
    data[4096:8192] = bytes(4096)
    store.write_bytes(data)
    status, _, error = call("progress")
    assert (status, error.count("\n")) == (1, 1)
    assert "damaged" in error
    assert error.endswith("Do this again.\n")
    assert call("progress")[0] == 0


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="needs rights that count")
def test_a_store_that_may_only_be_read_is_read(call, tmp_path):
    path = tmp_path / "sealed" / "progress.db"
    keep(path, "Ann", worked())
    path.chmod(0o400)
    path.parent.chmod(0o500)
    try:
        assert "Progress of Ann" in call("progress", "--store", str(path))[1]
    finally:
        path.parent.chmod(0o700)


def test_a_store_that_is_empty_is_read_and_left_as_it_is(call, tmp_path):
    path = tmp_path / "empty.db"
    path.touch()
    for options in ((), ("--format", "csv"), ("--summary",), ("--copy", str(tmp_path / "copy.db"))):
        status, out, error = call("progress", "--store", str(path), *options)
        assert (status, out) == (1, "")
        assert f"{path}: it is empty" in error
    assert [(each.name, each.stat().st_size) for each in tmp_path.glob("*.db*")] == [("empty.db", 0)]


def test_of_a_store_that_is_named_no_lesson_is_said_to_be_kept_there(call, tmp_path):
    path = tmp_path / "other.db"
    keep(path, "Ann", worked())
    assert call("progress", "--store", str(path), "--learner", "Bob")[1] == f"Nothing is kept of “Bob” in {path}.\n"
