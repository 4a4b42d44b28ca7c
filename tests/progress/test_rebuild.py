"""The summaries say what the log says: made anew from it, whatever happened, they are what was kept entry by entry."""

from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from helpers.stores import A, D, Lived, Z, edition, keep
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.marking.mark import Verdict
from tutor.progress.attempt import Run
from tutor.progress.entry import Answer, Entry, Place, What
from tutor.progress.journal import Journal
from tutor.progress.rebuild import rebuild
from tutor.progress.store import Store
from tutor.progress.summary import summed

pytestmark = pytest.mark.exhaustive

SUMMARIES = ("place", "draft", "knowledge")
SKILLS = {Z: "z", A: "a", D: "BP1"}
STEPS = 3


@st.composite
def entries(draw):
    """One entry: anything that can happen at one of three questions, by a clock that goes anywhere."""
    what, question = draw(st.sampled_from(What)), draw(st.sampled_from((Z, A, D)))
    at = draw(st.integers(0, STEPS))
    answer, known, word = None, None, ""
    if what is What.DRAFT:
        word = draw(st.sampled_from(("", "0.1", "σ(x")))
    if what is What.SUBMIT:
        verdict = draw(st.sampled_from((Verdict.CORRECT, Verdict.WRONG, Verdict.IMPRECISE)))
        answer = Answer("0.5", verdict, 0.5, repeated=draw(st.booleans()))
        known = draw(st.sampled_from((None, True, False)))
    return Entry(
        what,
        draw(st.integers(0, 2**41)),
        0,
        1,
        1,
        Place(at, str(question), draw(st.booleans()), at, at, STEPS),
        question,
        word=word,
        answer=answer,
        helped=draw(st.booleans()),
        skill=SKILLS[question],
        known=known,
    )


windows = st.integers(0, 3)
"""Two learners with two windows each, two lessons."""
inputs = st.lists(st.tuples(windows, st.sampled_from(("one", "two")), st.lists(entries(), max_size=3)), max_size=12)


def summaries(store):
    """All that is kept beside the log."""
    return {table: store.db.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall() for table in SUMMARIES}


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    """The file of a store with nothing in it."""
    path = tmp_path_factory.mktemp("empty") / "progress.db"
    with Store(path):
        pass
    return path.read_bytes()


@settings(max_examples=40)
@given(inputs)
def test_summaries_made_anew_are_those_that_were_kept(empty, taken):
    with TemporaryDirectory() as folder:
        path = Path(folder, "progress.db")
        path.write_bytes(empty)
        journals = [Journal("tui", ("Ann", "Bob")[n // 2], path) for n in range(4)]
        for journal in journals:
            journal.prepare()
            journal._store.db.execute("PRAGMA synchronous=OFF")  # this is not about the disk
        runs = {}
        for window, lesson, found in taken:
            journal = journals[window]
            if (window, lesson) not in runs:
                journal.latest(lesson)
                runs[window, lesson] = Run(lesson, lambda lesson=lesson: edition(lesson))
            journal.add(runs[window, lesson], found)
        for journal in journals:
            journal.close()
            assert not journal.trouble
        with closing(Store(path)) as store:
            kept = summaries(store)
            rebuild(store)
            assert summaries(store) == kept
            if any(found for _, _, found in taken):
                assert kept["place"]


def test_an_entry_that_is_damaged_is_left_out_of_what_is_made_anew(tmp_path):
    path = tmp_path / "progress.db"
    keep(path, "Ann", Lived().answer(Z, "0.111").answer(A, "0.222").answer(D, "0.333"))
    path.write_bytes(path.read_bytes().replace(b"0.333", b"0.999"))
    with Store(path) as store:
        rebuild(store)
        assert store.db.execute("SELECT answers, entries, finished FROM place").fetchall() == [(2, 2, 0)]


def test_what_was_damaged_in_a_summary_is_mended(tmp_path):
    path = tmp_path / "progress.db"
    keep(path, "Ann", Lived().answer(Z, "1", skill="z", known=True).add(What.DRAFT, A, word="0.7"))
    with Store(path) as store:
        kept = summaries(store)
        for change in ("place SET at = 2, answers = 9", "draft SET typed = ''", "knowledge SET state = '[]'"):
            with store.writing() as db:
                db.execute(f"UPDATE {change}")
        assert summaries(store) != kept
        rebuild(store)
        assert summaries(store) == kept


def test_a_draft_stands_until_it_is_sent_or_passed_by_or_taken_out():
    drafts = Lived().add(What.DRAFT, Z, word="1").add(What.DRAFT, A, word="2").add(What.DRAFT, D, word="3").entries
    assert summed(drafts).drafts == {str(Z): "1", str(A): "2", str(D): "3"}
    ends = Lived().answer(Z, "4").add(What.SKIP, A).add(What.DRAFT, D).entries
    assert summed(drafts + ends).drafts == {}
    assert summed(drafts + Lived().add(What.HINT, Z, level=1).entries).drafts == summed(drafts).drafts
    assert summed([]) is None
