import shutil
import sqlite3
from itertools import chain
from random import Random

import pytest
from helpers.stores import START, A, D, Lived, Z, edition, keep, uid

from tutor.marking.mark import Verdict
from tutor.progress import adding
from tutor.progress import merge as merging
from tutor.progress import store as stores
from tutor.progress.entry import What
from tutor.progress.merge import Merged, merge
from tutor.progress.people import people
from tutor.progress.rebuild import rebuild
from tutor.progress.row import select
from tutor.progress.store import Store, Unusable

pytestmark = pytest.mark.exhaustive

HISTORY = "learner_uid, sitting_uid, attempt_uid, seq, lesson, title, material, prose, front, utc, what, typed, crc"


@pytest.fixture
def target(tmp_path):
    return tmp_path / "class.db"


def done(target, *sources):
    """What came of each source, by the name of its file."""
    with Store(target) as store:
        reports = list(merge(store, sources))
    assert sound(target)
    return {report.path.name: report.trouble or report.merged for report in reports}


def rows(path, query):
    with Store(path, create=False) as store:
        return store.db.execute(query).fetchall()


def names(path):
    with Store(path, create=False) as store:
        return [person.name for person in people(store.db)]


def summaries(db):
    return {table: sorted(db.execute(f"SELECT * FROM {table}")) for table in ("place", "draft", "knowledge")}


def sound(path):
    """Whether each entry is as it was written, and the summaries are what the log says."""
    with Store(path, create=False) as store:
        assert all(select(store.db))
        kept = summaries(store.db)
        rebuild(store)
        return summaries(store.db) == kept


def files(folder):
    """All there is in a folder, with what is in it and when it was changed."""
    found = sorted(each for each in folder.rglob("*") if each.is_file())
    return [(each, each.read_bytes(), each.stat().st_mtime_ns) for each in found]


def lesson():
    return (
        Lived()
        .add(What.FOCUS, Z)
        .answer(Z, "0.6", Verdict.WRONG, ("bias-omitted",), skill="z", known=False)
        .answer(Z, "0.5")
        .add(What.DRAFT, A, word="0.6")
    )


def test_all_that_stores_have_is_in_one_afterwards(tmp_path, target):
    keep(tmp_path / "one.db", "Ann", lesson())
    keep(tmp_path / "two.db", "Bob", lesson())
    keep(tmp_path / "two.db", "Bob", lesson(), "two", seed="7", title="Other", front="plain")
    assert done(target, tmp_path / "one.db", tmp_path / "two.db") == {
        "one.db": Merged(learners=1, new=4),
        "two.db": Merged(learners=1, new=8),
    }
    history = f"SELECT {HISTORY} FROM history"
    assert set(rows(target, history)) == {*rows(tmp_path / "one.db", history), *rows(tmp_path / "two.db", history)}
    assert names(target) == ["Ann", "Bob"]
    assert rows(target, "SELECT hash, content FROM material ORDER BY hash") == [("m-one", "[one]"), ("m-two", "[two]")]
    assert [row[0] for row in rows(target, "SELECT typed FROM draft")] == ["0.6"] * 3


def test_an_entry_that_is_merged_can_be_marked_again_as_where_it_came_from(tmp_path, target):
    keep(tmp_path / "one.db", "Ann", lesson())
    done(target, tmp_path / "one.db")
    with Store(tmp_path / "one.db") as one, Store(target) as other:
        assert [each.entry for each in select(one.db)] == [each.entry for each in select(other.db)]


def test_the_same_file_twice_adds_nothing_and_changes_nothing(tmp_path, target):
    one = tmp_path / "one.db"
    keep(one, None, lesson())
    copy = shutil.copy(one, tmp_path / "copy.db")
    done(target, one)
    with Store(target) as store:
        before = list(store.db.iterdump())
        reports = list(merge(store, [one, one, copy]))
        assert [report.merged for report in reports] == [Merged(old=4)] * 3
        assert list(store.db.iterdump()) == before


def test_a_later_copy_adds_only_what_is_new(tmp_path, target):
    one = tmp_path / "one.db"
    sitting, attempt = keep(one, "Ann", lesson())
    done(target, one)
    keep(one, "Ann", Lived(START + 10**6).answer(A, "0.6"), sitting=sitting, attempt=attempt, seq=5)
    keep(one, "Ann", Lived(START + 10**7).answer(D, "0.1"), attempt=attempt, title="Mended", prose_hash="q")
    assert done(target, one) == {"one.db": Merged(learners=1, new=2, old=4)}
    assert rows(target, "SELECT typed FROM draft") == []
    assert rows(target, "SELECT answers, entries, title FROM place JOIN edition ON edition.id = edition") == [
        (4, 6, "Mended")
    ]


def test_an_earlier_copy_after_a_later_one_adds_nothing(tmp_path, target):
    one = tmp_path / "one.db"
    sitting, attempt = keep(one, "Ann", lesson())
    earlier = shutil.copy(one, tmp_path / "earlier.db")
    keep(one, "Ann", Lived(START + 10**6).answer(A, "0.6"), sitting=sitting, attempt=attempt, seq=5)
    assert done(target, one, earlier) == {"one.db": Merged(1, 5), "earlier.db": Merged(old=4)}


def test_a_name_is_one_person_and_who_has_none_is_called_after_the_file_or_its_folder(tmp_path, target):
    keep(tmp_path / "ann.db", None, lesson())
    keep(tmp_path / "mia" / "progress.db", None, lesson())
    keep(tmp_path / "shared.db", "ann", lesson())
    keep(tmp_path / "shared.db", "Bob", lesson())
    keep(tmp_path / "shared.db", None, lesson())
    keep(tmp_path / "home.db", "Bob", lesson())
    keep(tmp_path / "other" / "ann.db", None, lesson())
    keep(tmp_path / "new\nline\u202e.db", None, lesson())
    given = ["ann.db", "mia", "shared.db", "home.db", "other/ann.db", "new\nline\u202e.db"]
    done(target, *(tmp_path / each for each in given))
    assert names(target) == ["ann", "ann-2", "ann-3", "Bob", "mia", "new line", "shared"]
    counts = "SELECT name, count(*) FROM attempt JOIN learner ON learner.id = learner GROUP BY name HAVING count(*) > 1"
    assert rows(target, counts) == [("Bob", 2)]


def test_names_that_were_given_stay_whatever_the_file_is_called_later(tmp_path, target):
    keep(tmp_path / "ann.db", None, lesson())
    done(target, tmp_path / "ann.db")
    done(target, shutil.copy(tmp_path / "ann.db", tmp_path / "bob.db"))
    assert names(target) == ["ann"]


def test_two_learners_without_a_name_whose_uids_begin_alike_are_two(tmp_path, target):
    for name, digit in (("ann", "a"), ("bob", "b")):
        keep(tmp_path / f"{name}.db", None, lesson())
        with Store(tmp_path / f"{name}.db") as store:
            store.db.execute("UPDATE learner SET uid = ?", ("0" * 31 + digit,))
    done(target, tmp_path / "ann.db", tmp_path / "bob.db")
    assert names(target) == ["ann", "bob"]


def test_ones_own_store_stays_ones_own(tmp_path, target):
    keep(target, None, lesson())
    copy = shutil.copy(target, tmp_path / "copy.db")
    keep(tmp_path / "ann.db", None, lesson())
    assert done(target, copy, tmp_path / "ann.db") == {"copy.db": Merged(old=4), "ann.db": Merged(1, 4)}
    assert names(target) == ["ann", None]
    assert done(target, target) == {"class.db": "this is what is merged into"}


def test_a_merged_store_can_be_merged(tmp_path, target):
    keep(tmp_path / "ann.db", None, lesson())
    keep(tmp_path / "bob.db", "Bob", lesson())
    done(tmp_path / "part.db", tmp_path / "ann.db", tmp_path / "bob.db")
    done(target, tmp_path / "ann.db")
    assert done(target, tmp_path / "part.db") == {"part.db": Merged(1, 4, 4)}
    assert names(target) == ["ann", "Bob"]


def test_in_a_folder_every_store_counts_those_of_visitors_too(tmp_path, target):
    for name in ("learners/1f", "learners/2e", "."):
        keep(tmp_path / "home" / name / "progress.db", name, lesson())
    (tmp_path / "home" / "other.db").write_bytes(b"")
    with Store(target) as store:
        reports = list(merge(store, [tmp_path / "home"]))
    assert [report.path.parent.name for report in reports] == ["1f", "2e", "home"]
    assert {report.merged for report in reports} == {Merged(1, 4)}
    (tmp_path / "empty").mkdir()
    assert "no progress.db" in done(target, tmp_path / "empty")["empty"]


def test_a_source_with_a_log_beside_it_is_read_with_that_and_nothing_of_it_or_beside_it_changes(tmp_path, target):
    folder = tmp_path / "stick"
    keep(folder / "ann.db", "Ann", lesson())
    writing = Store(folder / "ann.db")
    keep(folder / "ann.db", "Ann", lesson())  # is not in its place while somebody has the store open
    left = tmp_path / "left"
    shutil.copytree(folder, left)
    (left / "ann.db-shm").unlink()
    before = files(left)
    assert [path.name for path, *_ in before] == ["ann.db", "ann.db-wal"]
    assert done(target, left / "ann.db") == {"ann.db": Merged(1, 8)}
    assert files(left) == before
    assert done(target, folder / "ann.db") == {"ann.db": Merged(old=8)}
    writing.close()


def test_a_source_of_an_older_version_is_brought_up_in_a_copy(tmp_path, target, monkeypatch):
    old = tmp_path / "old.db"
    keep(old, "Ann", lesson())
    before = files(tmp_path)
    monkeypatch.setattr(stores, "VERSION", stores.VERSION + 1)
    more = "ALTER TABLE learner ADD COLUMN hat TEXT;\nALTER TABLE log ADD COLUMN wind INTEGER NOT NULL DEFAULT 0;\n"
    monkeypatch.setattr(stores, "MIGRATIONS", (*stores.MIGRATIONS, more))
    assert done(target, old) == {"old.db": Merged(1, 4)}
    assert [each for each in files(tmp_path) if each[0].name == "old.db"] == before


def test_what_cannot_be_merged_is_told_one_by_one_and_the_others_go_on(tmp_path, target):
    for name in ("good", "cut", "future", "better"):
        keep(tmp_path / f"{name}.db", name, lesson())
    with sqlite3.connect(tmp_path / "future.db") as db:
        db.execute(f"PRAGMA user_version = {stores.VERSION + 1}")
    db.close()
    with (tmp_path / "cut.db").open("r+b") as file:
        file.truncate(4096)
    (tmp_path / "empty.db").write_bytes(b"")
    (tmp_path / "zeros.db").write_bytes(bytes(20_000))
    (tmp_path / "letter.db").write_text("Dear all, …\n" * 500)
    with sqlite3.connect(tmp_path / "other.db") as db:
        db.execute("CREATE TABLE log (id INTEGER)")
    db.close()
    all_of_them = ["future", "cut", "none", "empty", "long" * 100, "zeros", "letter", "other", "good"]
    before = files(tmp_path)
    found = done(target, *(tmp_path / f"{name}.db" for name in all_of_them), tmp_path / "better.db")
    assert found.pop("good.db") == found.pop("better.db") == Merged(1, 4)
    assert "newer bp-tutor" in found.pop("future.db")
    assert found.pop("none.db") == "there is no such file"
    assert found.pop("empty.db") == "it is empty"
    assert found.pop(f"{'long' * 100}.db") == "File name too long"
    assert {name: "no store" in why for name, why in found.items() if name != "cut.db"} == {
        "zeros.db": True,
        "letter.db": True,
        "other.db": True,
    }
    assert "damaged" in found["cut.db"]
    assert [each for each in files(tmp_path) if not each[0].name.startswith("class.db")] == before


def test_of_a_damaged_store_what_can_be_read_is_merged(tmp_path, target):
    path = tmp_path / "ann.db"
    many = Lived()
    for number in range(400):
        many.answer(Z, f"0.{number}", Verdict.WRONG)
    keep(path, "Ann", many)
    with path.open("r+b") as file:
        file.seek(30 * 4096)
        file.write(b"\xff" * 4096)
    found = done(target, path)["ann.db"]
    assert found.damaged
    assert 300 < found.new < 400
    assert names(target) == ["Ann"]
    assert done(target, path)["ann.db"] == Merged(0, 0, found.new, 0, True)


def damaged(data, random):
    """A file that has come to harm: a bit, its end, some bytes, a page."""
    changed = bytearray(data)
    at = random.randrange(len(data))
    match random.randrange(4):
        case 0:
            changed[at] ^= 1 << random.randrange(8)
        case 1:
            del changed[at:]
        case 2:
            for _ in range(40):
                changed[random.randrange(len(data))] = random.randrange(256)
        case _:
            changed[at // 4096 * 4096 : at // 4096 * 4096 + 4096] = bytes(4096)
    return bytes(changed)


def spoilt(path, copy, *lost):
    """A copy of a store without the pages of some tables and indexes."""
    data = bytearray(path.read_bytes())
    for (page,) in rows(path, f"SELECT rootpage FROM sqlite_schema WHERE name IN {(*lost, '')}"):
        data[(page - 1) * 4096 : page * 4096] = bytes(4096)
    copy.write_bytes(data)
    return copy


INDEXES = {f"sqlite_autoindex_{table}_1" for table in ("learner", "sitting", "attempt")}
LOST = [
    {"sitting", *INDEXES},
    {"attempt", *INDEXES},
    {"learner", "sqlite_autoindex_learner_2", *INDEXES},
    {"edition", "edition_of"},
    {"sitting", "attempt", "learner", "edition", "edition_of", "sqlite_autoindex_learner_2", *INDEXES},
]


@pytest.mark.parametrize("lost", LOST, ids=lambda lost: "-".join(sorted(each[:7] for each in lost)[:3]))
@pytest.mark.parametrize("order", ["bad bad good bad", "good bad bad good"])
def test_an_entry_is_merged_once_though_it_is_lost_what_it_belongs_to(tmp_path, target, lost, order):
    good = tmp_path / "good.db"
    keep(good, "Ann", lesson())
    keep(good, "Ann", Lived(START + 10**7).answer(Z, "0.7", Verdict.WRONG), "two")
    bad = spoilt(good, tmp_path / "bad.db", *lost)
    first, *others = [done(target, {"good": good, "bad": bad}[each]) for each in order.split()]
    assert [merged.new for merged in first.values()] == [5]
    assert [merged.new for each in others for merged in each.values()] == [0, 0, 0]
    assert rows(target, "SELECT count(*) FROM log") == [(5,)]
    assert len(names(target)) == 1


@pytest.mark.exhaustive
def test_whatever_has_happened_to_a_file_is_told_and_no_entry_is_merged_that_was_not_written(tmp_path, target):
    path = tmp_path / "ann.db"
    many = Lived()
    for number in range(60):
        many.answer(Z, f"0.{number}", Verdict.WRONG, skill="z", known=False)
    keep(path, "Ann", many)
    written = set(rows(path, "SELECT seq, typed, crc FROM log"))
    data, random = path.read_bytes(), Random(1)
    for _ in range(40):
        path.write_bytes(damaged(data, random))
        target.unlink(missing_ok=True)
        with Store(target) as store:
            (report,) = merge(store, [path])
            found = set(store.db.execute("SELECT seq, typed, crc FROM log"))
            assert all(select(store.db))
        assert len(found) == report.merged.new
        assert {seq for seq, *_ in found} <= {seq for seq, *_ in written}
        assert found <= written or report.merged.damaged


@pytest.mark.parametrize("word", [b"INTEGER NOT NULL", b"sitting.id", b"name TEXT UNIQUE", b"hint"])
def test_a_letter_that_is_none_is_damage_wherever_it_is(tmp_path, target, word):
    path = tmp_path / "ann.db"
    keep(path, "Ann", lesson().add(What.WORD, word="hint"))
    path.write_bytes(path.read_bytes().replace(word, word[:-1] + b"\xff"))
    found = done(target, path)["ann.db"]
    assert found.damaged
    assert found.new in (4, 5)


def test_an_entry_that_is_not_as_it_was_written_is_left_out_until_a_sound_copy_comes(tmp_path, target):
    path = tmp_path / "ann.db"
    keep(path, "Ann", lesson())
    copy = shutil.copy(path, tmp_path / "copy.db")
    path.write_bytes(path.read_bytes().replace(b"bias-omitted", b"bias-omittfd"))
    assert done(target, path) == {"ann.db": Merged(1, 3, 0, 1)}
    assert done(target, copy) == {"copy.db": Merged(1, 1, 3)}
    assert done(target, path) == {"ann.db": Merged(old=4)}


def test_a_merge_that_is_broken_off_can_be_done_again(tmp_path, target):
    given = [tmp_path / f"{name}.db" for name in ("ann", "bob", "cy")]
    for path in given:
        keep(path, None, lesson())
    with Store(target) as store:
        broken = merge(store, given)
        next(broken)
        next(broken)
        broken.close()
    assert len(rows(target, "SELECT * FROM log")) == 8
    assert done(target, *given) == {"ann.db": Merged(old=4), "bob.db": Merged(old=4), "cy.db": Merged(1, 4)}
    assert names(target) == ["ann", "bob", "cy"]


def test_a_source_is_merged_as_a_whole_or_not_at_all(tmp_path, target, monkeypatch):
    keep(tmp_path / "ann.db", "Ann", lesson())
    after = adding.after
    calls = iter(range(3))

    def broken(*given):
        if next(calls) == 2:
            raise KeyboardInterrupt
        return after(*given)

    monkeypatch.setattr(adding, "after", broken)
    with Store(target) as store, pytest.raises(KeyboardInterrupt):
        list(merge(store, [tmp_path / "ann.db"]))
    assert [rows(target, f"SELECT count(*) FROM {table}") for table in ("log", "learner", "edition")] == [[(0,)]] * 3


def test_a_source_that_is_being_written_is_copied_again_and_in_the_end_told(tmp_path, target, monkeypatch):
    path = tmp_path / "ann.db"
    keep(path, "Ann", lesson())
    busy = chain([True, True], iter(lambda: False, None))
    copied = []

    def copyfile(source, copy):
        shutil.copyfile(source, copy)
        if source == path:
            copied.append(source)
            if next(busy):
                keep(path, "Ann", Lived().answer(Z, "1"))

    monkeypatch.setattr(merging, "copyfile", copyfile)
    assert done(target, path) == {"ann.db": Merged(1, 6)}
    assert copied == [path] * 3
    busy = iter(lambda: True, None)
    assert "another program is writing it" in done(target, path)["ann.db"]


def test_a_store_that_cannot_be_written_ends_the_merge(tmp_path, target):
    keep(tmp_path / "ann.db", "Ann", lesson())
    with Store(target) as store:
        store.db.execute("CREATE TRIGGER full BEFORE INSERT ON log BEGIN SELECT RAISE(FAIL, 'no room'); END")
        with pytest.raises(Unusable, match=r"class\.db: no room"):
            list(merge(store, [tmp_path / "ann.db"]))


def test_a_lesson_that_was_lost_to_damage_comes_back_with_a_sound_copy(tmp_path, target):
    path = tmp_path / "ann.db"
    keep(path, "Ann", lesson())
    keep(target, "Bob", lesson())
    with Store(target) as store:
        store.db.execute("UPDATE material SET content = ''")
    done(target, path)
    assert rows(target, "SELECT content FROM material") == [(edition().material,)]


def test_what_is_known_of_skills_goes_on_where_it_was(tmp_path, target):
    attempt = uid()
    right = Lived().answer(Z, "0.5", skill="z", known=True).answer(A, "0.5", skill="a", known=True)
    keep(tmp_path / "one.db", "Ann", right, attempt=attempt)
    keep(tmp_path / "two.db", "Ann", right)
    done(target, tmp_path / "one.db")
    done(target, tmp_path / "two.db")
    ((state,),) = rows(target, "SELECT state FROM knowledge")
    assert state.startswith("[4,")
