"""What one run of the program keeps: what is read back, what waits, and what is told."""

import os
import shutil
import sqlite3
from contextlib import closing

import pytest
from helpers.stores import START, A, D, Lived, Z, edition

from tutor.marking.mark import Verdict
from tutor.practice.skill import Skill
from tutor.progress import journal as journal_module
from tutor.progress import look, rescue
from tutor.progress import store as store_module
from tutor.progress.attempt import Run
from tutor.progress.entry import Place, What
from tutor.progress.journal import Journal
from tutor.progress.people import name_of
from tutor.progress.store import Store


@pytest.fixture
def path(tmp_path):
    return tmp_path / "home" / "progress.db"


@pytest.fixture
def begin(path):
    """Begin a run of the program; all are ended with the test."""
    begun = []

    def begin(learner="Ann", at=path):
        begun.append(Journal("tui", learner, at))
        return begun[-1]

    yield begin
    for journal in begun:
        journal.close()


def run(lesson="one", attempt=None, **facts):
    return Run(lesson, lambda: edition(lesson, **facts), attempt)


def sent(path):
    """What was sent, in the order of the log, by learner."""
    with closing(sqlite3.connect(path)) as db:
        return db.execute("SELECT learner, typed FROM history WHERE what = 'submit' ORDER BY id").fetchall()


def answers(*typed, at=START, **facts):
    lived = Lived(at)
    for each in typed:
        lived.answer(Z, each, **facts)
    return lived.entries


# What is read


def test_without_a_store_there_is_nothing_and_nothing_is_made(path, begin):
    journal = begin()
    assert not journal.standings()
    assert journal.latest("one") is None
    assert journal.knowledge().questions == 0
    journal.close()
    assert not journal.trouble
    assert not path.parent.exists()


def test_a_lesson_is_found_as_it_was_left(begin):
    lived = Lived().add(What.FOCUS, Z).answer(Z, "0.5").add(What.HINT, A, level=1).add(What.DRAFT, D, word="0.1")
    first = begin()
    first.add(run(), lived.entries[:2])
    first.add(run(), [])
    first.close()
    second = begin()
    past = second.latest("one")
    second.add(Run("one", edition, past.standing.attempt), lived.entries[2:])
    past = begin().latest("one")
    assert past.entries == tuple(lived.entries)
    assert past.edition == edition()
    assert past.drafts == {str(D): "0.1"}
    standing = past.standing
    assert standing.place == lived.entries[-1].place == Place(1, str(D), False, 1, 1, 3)
    assert (standing.lesson, standing.title, standing.finished, standing.answers) == ("one", "Lesson one", False, 1)
    assert (standing.utc, standing.material_hash, standing.prose_hash) == (lived.utc, "m-one", "p")
    assert begin().standings() == {"one": standing}


def test_the_attempt_that_was_begun_last_counts_and_the_one_before_is_kept(path, begin):
    journal = begin()
    first, second = run(), run()
    journal.add(first, answers("0.1"))
    journal.latest("one")
    journal.add(second, answers("0.2"))
    journal.add(first, answers("0.3"))  # another window is still at it
    assert [entry.answer.typed for entry in journal.latest("one").entries] == ["0.2"]
    assert journal.standings()["one"].attempt == second.attempt != first.attempt
    assert sent(path) == [("Ann", "0.1"), ("Ann", "0.2"), ("Ann", "0.3")]


def test_where_something_was_done_last_stands_last_whatever_the_clock_says(begin):
    journal = begin()
    one, two, three = run("one"), run("two"), run("three")
    day = 86_400_000
    journal.add(one, answers("1", at=START))
    journal.add(two, answers("2", at=START - 3650 * day))  # the clock was set back
    journal.add(three, answers("3", at=-5))
    journal.add(two, answers("4", at=0))
    assert list(begin().standings()) == ["one", "three", "two"]
    assert [entry.answer.typed for entry in begin().latest("two").entries] == ["2", "4"]


def test_a_lesson_is_finished_once_its_end_was_come_to(begin):
    journal, taken = begin(), run()
    lived = Lived().answer(Z, "1").answer(A, "2").answer(D, "3").add(What.WORD, focus=Z, done=-2, word="back")
    journal.add(taken, lived.entries[:2])
    assert not journal.latest("one").standing.finished
    journal.add(taken, lived.entries[2:])
    assert journal.latest("one").standing.finished
    assert journal.standings()["one"].place.at == 1


def test_of_a_lesson_that_was_begun_often_the_latest_attempt_is_found(begin):
    journal = begin()
    for n in range(30):
        journal.add(run("practice", seed=str(n)), answers(str(n)))
    journal.add(run("one"), answers("x", number=1.0))
    assert {lesson: each.answers for lesson, each in journal.standings().items()} == {"practice": 1, "one": 1}
    assert journal.latest("practice").edition.seed == "29"


def test_learners_on_one_machine_see_what_is_theirs(path, begin, monkeypatch):
    begin("Ann").add(run(), answers("1"))
    begin(" Bob\n").add(run(), answers("2"))
    begin("").add(run(), answers("3"))
    assert [begin(name).latest("one").entries[0].answer.typed for name in ("Ann", "Bob", "")] == ["1", "2", "3"]
    monkeypatch.setenv("BP_TUTOR_LEARNER", "Bob")
    assert begin(None).latest("one").entries[0].answer.typed == "2"
    assert begin("Cid").latest("one") is None
    assert sent(path) == [("Ann", "1"), ("Bob", "2"), (None, "3")]


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("", None),
        ("  ", None),
        ("Ann", "Ann"),
        (" A\tB\x1b[1m ", "A B [1m"),
        ("x" * 300, "x" * 200),
        ("Jose\u0301", "Jos\u00e9"),
    ],
)
def test_a_name_is_kept_as_it_can_be_shown(given, kept):
    assert name_of(given) == kept


# Skills


def test_what_is_known_of_skills_follows_what_was_answered(path, begin):
    journal, taken = begin(), run()
    journal.add(taken, Lived().add(What.FOCUS, Z, skill="z").answer(Z, "1", skill="z", known=True).entries)
    journal.add(taken, answers("2", skill="z"))
    journal.add(taken, Lived().answer(A, "3", skill="a", known=False).entries)
    known = begin().knowledge()
    assert (known.questions, known.opportunities(Skill.Z), known.opportunities(Skill.A)) == (2, 1, 1)
    assert known.of(Skill.Z).p > known.of(Skill.A).p
    resumed = begin()
    again = Run("one", edition, resumed.latest("one").standing.attempt)
    resumed.add(again, answers("4", skill="z"))
    resumed.add(again, Lived().answer(D, "5", skill="z").entries)
    resumed.add(run("two"), [])
    with closing(sqlite3.connect(path)) as db:
        found = db.execute("SELECT typed, opportunity FROM log ORDER BY id").fetchall()
    assert found == [(None, 1), ("1", 1), ("2", 1), ("3", 1), ("4", 1), ("5", 2)]


def test_a_learner_is_tested_out_once_they_have_asked(begin):
    journal, taken = begin(), run("practice")
    journal.add(taken, Lived().add(What.TEST, skill="z").entries)
    for n in range(2):
        journal.add(run("practice", seed=str(n)), Lived().answer(Z, "1", skill="z", known=True).entries)
    assert journal.knowledge().of(Skill.Z).testing == 2
    assert begin().knowledge() == journal.knowledge()


@pytest.mark.parametrize("change", ["model = 'another'", "state = 'damaged'", "state = '[1, {}, 2]'"])
def test_what_another_version_of_the_model_made_is_made_anew_from_the_log(path, begin, change):
    journal, taken = begin(), run()
    for n in range(3):
        journal.add(taken, Lived().answer(Z, str(n), skill="z", known=n != 1).entries)
    known = journal.knowledge()
    with closing(sqlite3.connect(path)) as db:
        db.execute(f"UPDATE knowledge SET {change}")
        db.commit()
    assert begin().knowledge() == known
    other = begin()
    other.add(taken, Lived().answer(A, "3", skill="a", known=True).entries)
    assert other.knowledge().questions == known.questions + 1


# Two windows at once


def test_two_windows_that_begin_a_lesson_at_once_go_on_with_one_attempt(begin):
    one, other = begin(), begin()
    assert one.latest("one") is other.latest("one") is None
    first, second = run(), run()
    one.add(first, answers("1"))
    other.add(second, answers("2"))
    one.add(first, answers("3"))
    assert first.attempt == second.attempt
    assert [entry.answer.typed for entry in begin().latest("one").entries] == ["1", "2", "3"]


@pytest.mark.parametrize("other", ["lesson", "edition", "learner", "finished", "again"])
def test_what_is_not_the_same_lesson_begun_at_once_is_an_attempt_of_its_own(begin, other):
    before = begin()
    before.latest("one")
    if other != "again":
        late = begin("Bob" if other == "learner" else "Ann")
        late.latest("one")
    first = run()
    whole = Lived().answer(Z, "1").answer(A, "2").answer(D, "3").entries
    before.add(first, whole if other == "finished" else whole[:1])
    if other == "again":
        late = begin()
        assert late.latest("one") is not None
    second = run("two") if other == "lesson" else run(prose_hash="q") if other == "edition" else run()
    late.add(second, answers("2"))
    assert second.attempt != first.attempt


# What cannot be kept


def held(path):
    """Another program that holds the store."""
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("BEGIN IMMEDIATE")
    return closing(db)


def test_while_another_program_holds_the_store_answers_wait(path, begin, monkeypatch):
    monkeypatch.setattr(journal_module, "_PATIENCE", 0.02)
    monkeypatch.setattr(journal_module, "_SHORT", 0.01)
    journal, taken = begin(), run()
    journal.add(taken, answers("1"))
    with held(path):
        journal.add(taken, answers("2"))
        assert journal.trouble == f"Your last answer is not being kept. {path}: another program holds it."
        journal.add(taken, answers("3"))
        assert journal.trouble.startswith("Your last 2 answers are not being kept. ")
        assert [entry.answer.typed for entry in journal.latest("one").entries] == ["1"]
        assert journal.waiting == 2
        assert journal.trouble
    journal.add(taken, [])
    assert not journal.trouble
    assert not journal.waiting
    assert sent(path) == [("Ann", "1"), ("Ann", "2"), ("Ann", "3")]


def test_when_the_disk_is_full_answers_wait(path, begin):
    journal, taken = begin(), run()
    journal.add(taken, answers("1"))
    store = journal._store
    pages = store.db.execute("PRAGMA page_count").fetchone()[0]
    store.db.execute(f"PRAGMA max_page_count={pages}")
    many = [answers("2", word="x" * 9999)[0]._replace(batch=n) for n in range(3)]
    journal.add(taken, many)
    assert journal.trouble == f"Your last 3 answers are not being kept. {path}: the disk is full."
    journal.add(taken, [])
    assert journal.waiting == 3
    store.db.execute("PRAGMA max_page_count=1000000")
    journal.close()
    assert not journal.trouble
    assert [typed for _, typed in sent(path)] == ["1", "2", "2", "2"]


def test_in_a_store_that_may_only_be_read_what_is_there_is_found_and_what_is_new_waits(path, begin):
    begin().add(run(), answers("1"))
    journal = begin()
    past = journal.latest("one")
    journal._store.db.execute("PRAGMA query_only=ON")
    journal.add(Run("one", edition, past.standing.attempt), answers("2"))
    assert journal.trouble == f"Your last answer is not being kept. {path}: it may only be read."
    assert len(journal.latest("one").entries) == 1
    assert journal.trouble


@pytest.mark.parametrize("what", ["folder", "file in the way", "newer", "no home"])
def test_where_there_can_be_no_store_that_is_told_in_one_line(path, begin, what, monkeypatch):
    path.parent.mkdir()
    match what:
        case "folder":
            path.mkdir()
        case "file in the way":
            path.parent.rmdir()
            path.parent.touch()
        case "newer":
            with Store(path) as store:
                store.db.execute("PRAGMA user_version=99")
        case "no home":
            monkeypatch.setenv("BP_TUTOR_HOME", "~nobody-of-that-name/tutor")
            path = None
    journal = begin(at=path)
    assert journal.latest("one") is None
    journal.add(run(), answers("1"))
    journal.add(run(), answers("2"))
    journal.close()
    assert journal.waiting == 2
    assert journal.trouble.startswith("Your last 2 answers are not being kept. ")
    assert journal.trouble.endswith(".")
    assert "\n" not in journal.trouble


# A store that goes away


@pytest.mark.parametrize("what", ["file", "all files", "folder", "written ahead", "another store", "an older copy"])
def test_a_store_that_is_deleted_or_replaced_is_made_anew_with_the_whole_sitting(tmp_path, path, begin, what):
    journal, taken = begin(), run()
    journal.add(taken, answers("1"))
    if what == "an older copy":
        journal._store.checkpoint()
        shutil.copyfile(path, tmp_path / "copy")
    if what == "another store":
        other = begin("Bob", tmp_path / "copy")
        other.add(run(), answers("9"))
        other.close()
    journal.add(taken, answers("2"))
    for each in list(path.parent.iterdir()):
        if what in ("all files", "folder") or (
            each == look.beside(path, "-wal") if what == "written ahead" else each == path
        ):
            each.unlink()
    if what == "folder":
        path.parent.rmdir()
    if (tmp_path / "copy").exists():
        os.replace(tmp_path / "copy", path)
    journal.add(taken, answers("3"))
    assert not journal.trouble
    ours = [("Ann", "1"), ("Ann", "2"), ("Ann", "3")]
    assert sent(path) == ([("Bob", "9")] if what == "another store" else []) + ours
    assert len(begin().latest("one").entries) == 3
    with Store(path) as store:
        assert store.db.execute("SELECT seq FROM history WHERE learner = 'Ann' ORDER BY id").fetchall() == [
            (1,),
            (2,),
            (3,),
        ]
        assert store.db.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_learner_who_was_deleted_meanwhile_is_there_again_with_what_comes_then(path, begin):
    journal, taken = begin(), run()
    journal.add(taken, answers("1", skill="z", known=True))
    with closing(sqlite3.connect(path)) as db:
        for table in ("log", "place", "draft", "knowledge", "attempt", "sitting", "learner"):
            db.execute(f"DELETE FROM {table}")
        db.commit()
    journal.add(taken, answers("2", skill="z", known=True))
    assert sent(path) == [("Ann", "2")]
    assert journal.knowledge().questions == 1


def test_a_store_that_is_damaged_is_set_aside_and_the_lesson_goes_on(path, begin):
    begin().add(run("two"), answers("0"))
    first = begin()
    first.close()
    path.write_bytes(b"\0" * path.stat().st_size)
    journal, taken = begin(), run()
    assert journal.latest("one") is None
    assert journal.trouble.startswith("The file with what you did was damaged")
    journal.add(taken, Lived().add(What.FOCUS, Z).entries)
    assert journal.trouble  # nobody may have seen it yet
    journal.add(taken, answers("1"))
    assert not journal.trouble
    assert sent(path)[-1] == ("Ann", "1")
    assert len(list(path.parent.glob("*damaged*"))) >= 1


def test_a_store_that_is_damaged_while_it_is_open_gets_the_whole_sitting_again(path, begin):
    journal, taken = begin(), run()
    journal.add(taken, answers("1"))
    journal._store.checkpoint()
    data = path.read_bytes()
    with closing(sqlite3.connect(path)) as db:
        root = db.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'log'").fetchone()[0]
    page = int.from_bytes(data[16:18], "big")
    with path.open("r+b") as file:
        file.seek((root - 1) * page)
        file.write(b"\xff" * page)
    look.beside(path, "-wal").write_bytes(b"")
    journal.close()
    journal.add(taken, answers("2"))
    assert "damaged" in journal.trouble
    assert "not being kept" not in journal.trouble
    assert sent(path) == [("Ann", "1"), ("Ann", "2")]
    journal.add(taken, answers("3"))
    assert not journal.trouble


def test_when_a_damaged_store_cannot_be_set_aside_answers_wait(path, begin, monkeypatch):
    path.parent.mkdir()
    path.write_bytes(b"\0" * 9999)

    def refuse(path, _seen):
        raise journal_module.TutorError(f"{path}: it cannot be moved")

    monkeypatch.setattr(rescue, "set_aside", refuse)
    journal = begin()
    journal.add(run(), answers("1"))
    assert journal.trouble == f"Your last answer is not being kept. {path}: it cannot be moved."
    assert path.read_bytes() == b"\0" * 9999


def test_an_entry_that_is_not_what_was_written_is_left_out_and_told(path, begin):
    journal, taken = begin(), run()
    journal.add(taken, answers("0.111", "0.222", "0.333"))
    journal.close()
    data = path.read_bytes()
    assert data.count(b"0.222") > 0
    path.write_bytes(data.replace(b"0.222", b"0.999"))
    later = begin()
    past = later.latest("one")
    assert [entry.answer.typed for entry in past.entries] == ["0.111", "0.333"]
    assert past.standing.answers == 2
    assert later.latest("one") == past
    assert later.trouble == "Of what you did in this lesson 1 entry cannot be read any more."
    later.add(Run("one", edition, past.standing.attempt), answers("0.5"))
    assert not later.trouble


def test_an_interrupted_write_leaves_nothing_out_and_nothing_twice(path, begin, monkeypatch):
    journal, taken = begin(), run()
    journal.add(taken, answers("1"))
    patiently = journal._store.patiently

    def interrupted(act):
        patiently(act)
        raise KeyboardInterrupt

    monkeypatch.setattr(journal._store, "patiently", interrupted)
    with pytest.raises(KeyboardInterrupt):
        journal.add(taken, answers("2"))
    monkeypatch.undo()
    journal.close()
    assert [typed for _, typed in sent(path)] == ["1", "2"]


def test_an_interruption_after_the_commit_keeps_nothing_twice(path, begin, monkeypatch):
    journal, taken = begin(), run()
    journal.add(taken, answers("1"))
    store = journal._store

    def interrupted():
        raise KeyboardInterrupt

    monkeypatch.setattr(store_module, "_OFTEN", 1)
    monkeypatch.setattr(store, "_ahead", interrupted)
    with pytest.raises(KeyboardInterrupt):
        journal.add(taken, answers("2"))
    monkeypatch.undo()
    assert [typed for _, typed in sent(path)] == ["1", "2"]
    journal.close()
    assert [typed for _, typed in sent(path)] == ["1", "2"]


def test_imprecise_answers_and_the_same_text_again_are_told_apart(begin):
    journal, taken = begin(), run()
    lived = Lived().answer(Z, "0.5", Verdict.IMPRECISE).answer(Z, "0.5", Verdict.IMPRECISE, repeated=True)
    journal.add(taken, lived.answer(Z, "", Verdict.UNREADABLE, number=None).entries)
    assert journal.standings()["one"].answers == 2


def test_a_store_that_may_be_written_by_now_is_opened_anew(path, begin, monkeypatch):
    begin().add(run(), answers("0.1"))
    connect = store_module._connect

    def refuse(path, how):
        if how == "mode=ro":
            return connect(path, how)
        error = sqlite3.OperationalError("no")
        error.sqlite_errorname = "SQLITE_CANTOPEN"
        raise error

    later, taken = begin(), run()
    with monkeypatch.context() as patched:
        patched.setattr(store_module, "_connect", refuse)
        patched.setattr(os, "access", lambda *_: False)
        later.add(taken, answers("0.2"))
        assert later.trouble == f"Your last answer is not being kept. {path}: it may only be read."
    later.add(taken, answers("0.3"))
    assert not later.trouble
    assert [typed for _, typed in sent(path)] == ["0.1", "0.2", "0.3"]


@pytest.mark.parametrize("skill", ["", "BP1"])
@pytest.mark.parametrize("at", [10**34, -(10**34)])
def test_a_clock_that_no_number_holds_is_told_and_does_not_raise(begin, at, skill):
    journal = begin()
    known = True if skill else None
    journal.add(run(), answers("0.2", at=at, skill=skill, known=known))
    assert journal.trouble.startswith("Your last answer is not being kept. ")
