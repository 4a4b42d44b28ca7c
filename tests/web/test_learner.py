from pathlib import Path

import pytest

from tutor import crash
from tutor.web.learner import LONGEST, Unusable, belongings, folder, identified

IDS = [
    "ann",
    "Ann",
    "../../etc",
    "/etc/passwd",
    "..",
    ".",
    "CON",
    "a/b",
    "a\\b",
    "a b",
    "ann ",
    "δ",
    "\u00e9",
    "e\u0301",
    "~",
    "x" * 200,
]


def test_every_id_has_a_folder_of_its_own_below_that_of_whoever_serves(tmp_path, monkeypatch):
    monkeypatch.setenv("BP_TUTOR_HOME", str(tmp_path))
    found = {folder(learner) for learner in IDS}
    assert len({str(path).casefold() for path in found}) == len(IDS)
    assert {path.resolve().parent for path in found} == {tmp_path.resolve() / "learners"}
    assert all(path.name.isalnum() and path.name.isascii() for path in found)


def test_a_folder_stays_the_same_wherever_the_server_was_started(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BP_TUTOR_HOME", "data")
    assert folder("ann").parent == tmp_path / "data" / "learners"


@pytest.mark.parametrize(
    ("given", "found"),
    [([], None), ([""], None), (["", ""], None), (["ann"], "ann"), (["ann", "ann"], "ann"), (["", "ann"], "ann"),
     (["Zoë 7/3"], "Zoë 7/3")],
)  # fmt: skip
def test_an_id_is_taken_as_it_is(given, found):
    assert identified(given) == found


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["ann", "bob"], "Two different learners"),
        (["x" * (LONGEST + 1)], "201 characters"),
        (["a\0b"], "cannot be shown"),
        (["a\nb"], "cannot be shown"),
        (["\x1b[31m"], "cannot be shown"),
        (["a\u202eb"], "cannot be shown"),
        (["a\udcffb"], "cannot be shown"),
    ],
)
def test_an_id_that_cannot_be_one_is_refused(given, said):
    with pytest.raises(Unusable, match=said):
        identified(given)


def test_a_learner_finds_the_same_folder_again_and_a_teacher_whose_it_is():
    with belongings("ann") as own:
        (own / "progress").touch()
    with belongings("ann") as again:
        assert (again / "progress").exists()
    assert (again / "learner.txt").read_text("utf-8") == "ann\n"
    assert again.stat().st_mode & 0o077 == 0
    with belongings("bob") as other:
        assert not (other / "progress").exists()


def test_a_visitor_whom_nobody_has_named_leaves_nothing_behind():
    with belongings(None) as own, belongings(None) as other:
        assert own != other
        (own / "progress").touch()
    assert not own.exists()
    assert not other.exists()


def test_the_report_of_a_crash_stays():
    with belongings(None) as own:
        (own / crash.NAME).touch()
    assert own.exists()


def test_nothing_is_amiss_where_nothing_can_be_kept(tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    monkeypatch.setenv("BP_TUTOR_HOME", str(tmp_path / "file"))
    with belongings("ann") as own:
        assert isinstance(own, Path)
