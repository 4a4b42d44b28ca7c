"""What ``progress`` does for whoever teaches."""

import json
import os
import re
import tempfile

import pytest
from helpers.stores import D, Lived, Z, keep
from helpers.xapi import parsed, problems

from tutor.marking.mark import Verdict


@pytest.fixture
def given(tmp_path):
    """Two files to be merged, and a folder with a third."""
    keep(tmp_path / "ann.db", None, Lived().answer(Z, "0.5"))
    keep(tmp_path / "bob.db", "Bob", Lived().answer(Z, "0.4", Verdict.WRONG, ("bias-omitted",)).answer(Z, "0.5"))
    keep(tmp_path / "cy" / "progress.db", None, Lived().answer(D, "1", Verdict.WRONG))
    return [str(tmp_path / name) for name in ("ann.db", "bob.db", "cy")]


def test_stores_are_merged_into_a_new_one_with_a_line_for_each_and_one_for_all(call, tmp_path, given):
    target = str(tmp_path / "new" / "class.db")
    status, out, error = call("progress", "--store", target, "--merge", *given)
    assert (status, out) == (0, "")
    assert error.splitlines() == [
        f"{given[0]}: 1 entry new, of 1 learner",
        f"{given[1]}: 2 entries new, of 1 learner",
        f"{given[2]}/progress.db: 1 entry new, of 1 learner",
        f"3 of 3 stores merged into {target}: 4 entries new.",
    ]
    status, out, error = call("progress", "--store", target, "--merge", *given, "--format", "csv")
    assert status == 0
    assert re.findall(r"^\w+(?=,one)", out, re.MULTILINE) == ["ann", "Bob", "cy"]
    assert error.splitlines()[-1] == f"3 of 3 stores merged into {target}: 0 entries new."


def test_without_a_store_it_is_ones_own(call, given):
    assert call("progress", "--merge", given[1])[0] == 0
    assert "Progress of Bob" in call("progress", "--learner", "Bob")[1]


def test_what_cannot_be_merged_is_told_and_the_status_is_1(call, tmp_path, given):
    status, out, error = call("progress", "--merge", given[0], str(tmp_path / "none.db"), given[1])
    assert (status, out) == (1, "")
    assert error.splitlines()[1] == f"{tmp_path / 'none.db'}: there is no such file"
    assert error.splitlines()[-1].startswith("2 of 3 stores merged into ")


def test_a_target_that_cannot_be_written_is_one_message(call, tmp_path, given):
    status, out, error = call("progress", "--store", str(tmp_path), "--merge", *given)
    assert (status, out) == (1, "")
    assert error.count("\n") == 1
    assert str(tmp_path) in error


def test_the_summary_is_of_all_who_are_in_the_store_or_of_one(call, tmp_path, given):
    target = str(tmp_path / "class.db")
    status, out, _ = call("progress", "--store", target, "--merge", *given, "--summary")
    assert status == 0
    assert "Who is where (3 learners)" in out
    status, out, error = call("progress", "--store", target, "--summary", "--format", "json", "--learner", "Bob")
    assert (status, error) == (0, "")
    assert [each["learner"] for each in json.loads(out)["learners"]] == ["Bob"]
    out = call("progress", "--store", target, "--summary", "--plain", "--ascii")[1]
    assert "Bob: 0 of 1 lesson finished, 1 question done, 0 % right at once" in out
    assert out.isascii()


def test_statements_are_valid_one_a_line_and_the_same_twice(call, tmp_path, given):
    target = str(tmp_path / "class.db")
    call("progress", "--store", target, "--merge", *given)
    first, second = (call("progress", "--store", target, "--xapi", "--base", "https://a.b/c") for _ in range(2))
    assert first == second
    status, out, error = first
    assert (status, error) == (0, "")
    found = parsed(out)
    assert [problem for each in found for problem in problems(each)] == []
    assert [each["actor"]["account"]["name"] for each in found] == ["ann", "Bob", "Bob", "cy"]
    assert len(out.splitlines()) == 2 + len(found)
    one = call("progress", "--store", target, "--xapi", "--base", "https://a.b/c", "--learner", "Bob")[1]
    assert parsed(one) == found[1:3]


@pytest.mark.parametrize(
    "wish", [("--summary",), ("--summary", "--format", "json"), ("--xapi", "--base", "http://a.b")]
)
def test_where_nothing_is_kept_that_is_said_and_the_data_are_empty(call, tmp_path, wish):
    status, out, error = call("progress", *wish)
    assert (status, error) == (0, "Nothing is kept yet.\n")
    assert (out == "") if wish == ("--summary",) else not any(map(json.loads(out).__contains__, ("id", "Ann")))
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        (("one.db",), "FILEs are for --merge."),
        (("--merge",), "--merge needs a FILE or a folder"),
        (("--xapi",), "--xapi needs --base IRI, what all names begin with: --base https://school.example/bp"),
        (("--base", "https://a.b"), "--base is for --xapi."),
        (("--xapi", "--base", "school"), "'school' cannot be the base of IRIs: it does not begin with http"),
        (("--xapi", "--base", ""), "cannot be the base of IRIs"),
        (("--xapi", "--base", "https://a.b", "--summary"), "--summary and --xapi do not go together."),
        (("--xapi", "--base", "https://a.b", "--format", "csv"), "--xapi and --format csv do not go together."),
        (("--summary", "--format", "csv"), "--summary and --format csv do not go together."),
    ],
)
def test_what_makes_no_sense_is_wrong_usage_with_one_clear_message(call, wish, said):
    status, out, error = call("progress", *wish)
    assert (status, out) == (2, "")
    assert said in error


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_a_damaged_store_that_is_merged_leaves_the_sound_one_where_it_is(call, tmp_path, given, monkeypatch):
    (tmp_path / "temporary").mkdir()
    (tmp_path / "link").symlink_to("temporary")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "link"))
    (tmp_path / "ann.db").write_bytes(b"SQLite format 3\0" + b"\xff" * 9000)
    status, _, error = call("progress", "--merge", *given)
    assert status == 1
    assert error.splitlines()[0].startswith(f"{given[0]}: it is ")
    assert "2 of 3 stores merged" in error
    assert list(tmp_path.glob("**/*.damaged*")) == []


def test_a_folder_is_found_by_its_name_however_its_letters_are_put_together(call, tmp_path):
    keep(tmp_path / "Jose\u0301" / "progress.db", None, Lived().answer(Z, "0.5"))
    assert call("progress", "--merge", str(tmp_path / "Jose\u0301"))[0] == 0
    for name in ("Jose\u0301", "Jos\u00e9"):
        assert "Progress of Jos\u00e9" in call("progress", "--learner", name)[1]
