import json
from contextlib import closing
from datetime import UTC, datetime

import pytest
from helpers.stores import START, A, D, Lived, Z, keep
from helpers.xapi import parsed, problems

from tutor.marking.mark import Verdict
from tutor.output.statements import array, checked, decimal, statements
from tutor.progress.entry import What
from tutor.progress.people import people
from tutor.progress.store import Store

BASE = "https://school.example/é/bp"
LATER = START + 10**9


@pytest.fixture
def path(tmp_path):
    return tmp_path / "progress.db"


def told(path, base=BASE, now=LATER):
    """What an export has, each statement held against the specification."""
    with closing(Store(path)) as store:
        text = "\n".join(array(statements(store.db, people(store.db), base, now)))
    found = parsed(text)
    assert [problem for each in found for problem in problems(each, datetime.fromtimestamp(now / 1000, UTC))] == []
    return found


def tried():
    """A wrong answer, the same again, one that cannot be read, one with too few figures, and the right one."""
    return (
        Lived()
        .add(What.FOCUS, Z)
        .add(What.KEY, Z, seconds=3)
        .answer(Z, "-0.5", Verdict.WRONG, ("bias-omitted", "sign-flipped"), seconds=4)
        .answer(Z, "-0.5", Verdict.WRONG, ("bias-omitted",), repeated=True)
        .answer(Z, "half", Verdict.UNREADABLE)
        .answer(Z, "0.6", Verdict.IMPRECISE)
        .answer(Z, "1/2", number=0.5, skill="z", known=False)
        .add(What.FOCUS, A, seconds=7)
        .answer(A, "2e-7", Verdict.CONSISTENT, helped=True)
    )


def test_each_try_that_is_right_or_wrong_is_a_statement_valid_against_the_specification(path):
    keep(path, "Ann", tried())
    found = told(path)
    results = [(each["result"]["response"], each["result"]["success"]) for each in found]
    assert results == [("-0.5", False), ("0.5", True), ("0.0000002", True)]
    assert {each["verb"]["id"] for each in found} == {"http://adlnet.gov/expapi/verbs/answered"}
    for each in found:
        assert each["actor"]["account"] == {"homePage": BASE, "name": "Ann"}
        assert each["object"]["definition"]["interactionType"] == "numeric"
        assert each["object"]["definition"]["type"] == "http://adlnet.gov/expapi/activities/cmi.interaction"
        assert "correctResponsesPattern" not in json.dumps(each)
    first = found[0]["result"]["extensions"]
    assert first[f"{BASE}/extension/typed"] == "-0.5"
    assert first[f"{BASE}/extension/mistakes"] == ["bias-omitted", "sign-flipped"]
    assert next(each["timestamp"] for each in found) == "2025-11-30T10:53:28.000Z"


def test_a_try_lasts_as_long_as_its_question_had_the_focus_since_the_try_before(path):
    keep(path, "Ann", tried())
    assert [each["result"]["duration"] for each in told(path)] == ["PT8.00S", "PT4.00S", "PT1.00S"]


def test_a_second_export_repeats_every_id_and_no_two_are_the_same(path):
    keep(path, "Ann", tried())
    first = told(path)
    keep(path, "Ann", tried())
    keep(path, None, tried())
    second = told(path)
    ids = [each["id"] for each in second]
    assert len(ids) == len(set(ids)) == 9
    assert [each for each in second if each["id"] in {one["id"] for one in first}] == first
    assert not set(ids) & {each["id"] for each in told(path, "https://other.example")}


def test_a_question_has_the_same_iri_for_all_learners_and_practice_has_one_for_each_network(path):
    keep(path, "Ann", tried())
    keep(path, None, tried())
    keep(path, "Ann", tried(), "practice", seed="7 3")
    keep(path, "Ann", tried(), "practice", seed="8/3")
    keep(path, "Ann", tried(), "..")
    iris = [each["object"]["id"].removeprefix(f"{BASE}/lesson/") for each in told(path)]
    assert iris[::3] == ["one/z(1,1)", "practice/7%203/z(1,1)", "practice/8%2F3/z(1,1)", "%2E%2E/z(1,1)", "one/z(1,1)"]
    parents = {each["context"]["contextActivities"]["parent"][0]["id"] for each in told(path)}
    assert parents == {f"{BASE}/lesson/{name}" for name in ("one", "practice", "%2E%2E")}


def test_the_attempt_is_the_registration(path):
    keep(path, "Ann", tried(), attempt="00000000000000000000000000000000")
    keep(path, "Ann", tried(), attempt="no uuid")
    found = [each["context"]["registration"] for each in told(path)]
    assert found[0] == "00000000-0000-4000-8000-000000000000"
    assert len(set(found)) == 2


def test_the_sample_and_the_update_of_a_question_are_in_its_iri_and_its_name(path):
    keep(path, "Ann", Lived().answer(D._replace(sample=2, update=3), "1"))
    (one,) = told(path)
    assert one["object"]["id"] == f"{BASE}/lesson/one/delta(2,1,sample=2,update=3)"
    assert one["object"]["definition"]["name"] == {"en": "delta of neuron 1 in layer 2, sample 2, update 3"}


@pytest.mark.parametrize("utc", [LATER + 1, 10**17, -(10**17)])
def test_a_time_to_come_or_in_no_calendar_is_left_out(path, utc):
    keep(path, "Ann", Lived().answer(Z, "1", utc=utc))
    assert "timestamp" not in told(path)[0]


@pytest.mark.parametrize("number", [float("inf"), float("nan")])
def test_what_is_no_number_is_no_response(path, number):
    keep(path, "Ann", Lived().answer(Z, "exp(999)", Verdict.WRONG, number=number))
    assert "response" not in told(path)[0]["result"]


def test_names_of_every_sort_are_kept_as_they_are(path):
    name = 'Ann “Ö” "\\ <b> ' + "ś" * 150
    keep(path, name, Lived().answer(Z, "1"), 'a"/b?#%20ü\\', title='<b>"\\')
    (one,) = told(path)
    assert one["actor"]["account"]["name"] == name
    assert one["object"]["id"] == f"{BASE}/lesson/a%22%2Fb%3F%23%2520%C3%BC%5C/z(1,1)"
    assert one["context"]["contextActivities"]["parent"][0]["definition"]["name"] == {"und": '<b>"\\'}


def test_an_entry_that_is_not_as_it_was_written_is_left_out(path):
    keep(path, "Ann", tried())
    with closing(Store(path)) as store:
        store.db.execute("DROP TRIGGER log_is_only_added_to")
        store.db.execute("UPDATE log SET typed = '-0.6' WHERE typed = '-0.5'")
    assert [each["result"]["response"] for each in told(path)] == ["0.5", "0.0000002"]


def test_an_empty_store_gives_an_empty_array_and_others_a_line_for_each_statement(path):
    with closing(Store(path)) as store:
        assert list(array(statements(store.db, people(store.db), BASE, LATER))) == ["[", "]"]
    keep(path, "Ann", tried())
    with closing(Store(path)) as store:
        lines = list(array(statements(store.db, people(store.db), BASE, LATER)))
    assert [line[0] + line[-1] for line in lines] == ["[[", "{,", "{,", "{}", "]]"]


@pytest.mark.parametrize(
    "base", ["https://school.example", "http://a.b/c/", "https://[::1]:80/x", "https://schule.example/für/%20"]
)
def test_an_address_of_the_web_is_a_base_with_or_without_a_slash(path, base):
    keep(path, "Ann", Lived().answer(Z, "1"))
    (one,) = told(path, checked(base))
    assert one["object"]["id"] == f"{base.rstrip('/')}/lesson/one/z(1,1)"


@pytest.mark.parametrize(
    "base",
    [
        *(
            "",
            "school",
            "school.example/bp",
            "/bp",
            "file:///tmp",
            "urn:school",
            "https://",
            "https:///bp",
            "https://?",
        ),
        *(
            "https://a b",
            "https://a.b/ ",
            "https://a.b/?x=",
            "https://a.b/#",
            "https://a.b/%x",
            "https://a.b:x",
            "https://[",
        ),
        *("https://a.b/[1]", "https://a.b/\x1b[2J", "https://a.b/\ue000", "https://a.b/{x}", "https://a.b/\u202e"),
    ],
)
def test_anything_else_is_refused_with_a_message(base):
    with pytest.raises(ValueError, match=r"cannot be the base of IRIs: .*; it is to be like https://") as caught:
        checked(base)
    assert str(caught.value).isprintable()


def test_a_number_is_written_in_figures_alone():
    assert [decimal(number) for number in (-0.0, 1.0, 1e-7, -2.5e21)] == [
        "0.0",
        "1.0",
        "0.0000001",
        "-2500000000000000000000",
    ]


def test_a_slash_behind_the_base_changes_nothing(path):
    keep(path, "Ann", tried())
    assert told(path, f"{BASE}/") == told(path, BASE)
