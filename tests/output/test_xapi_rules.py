"""The rules of xAPI in ``helpers/xapi.py`` let what the specification allows pass, and nothing else."""

import json
from copy import deepcopy
from datetime import UTC, datetime

import pytest
from helpers.xapi import INTERACTION, parsed, problems

NOW = datetime(2026, 12, 1, tzinfo=UTC)
SOUND = {
    "id": "c8f1c6a4-63c5-5b0a-9d6f-0a7f3b1c2d4e",
    "actor": {"objectType": "Agent", "account": {"homePage": "https://school.example/", "name": "Ann Ö."}},
    "verb": {"id": "http://adlnet.gov/expapi/verbs/answered", "display": {"en": "answered"}},
    "object": {
        "objectType": "Activity",
        "id": "https://school.example/lesson/one/z(1,2)",
        "definition": {"type": INTERACTION, "interactionType": "numeric", "name": {"en-GB": "z", "zh-Hant-TW": "z"}},
    },
    "result": {
        "success": False,
        "response": "-0.25",
        "duration": "PT1H2M3.45S",
        "extensions": {"https://school.example/typed": None},
    },
    "context": {
        "registration": "c8f1c6a4-63c5-4b0a-9d6f-0a7f3b1c2d4e",
        "contextActivities": {"parent": [{"id": "urn:lesson:one"}]},
        "platform": "paper",
        "revision": "2",
        "language": "de",
    },
    "timestamp": "2026-11-30T12:00:00.000+01:00",
    "version": "1.0.0",
}


def changed(path, value):
    """The sound statement with one thing otherwise; ... takes it out."""
    found = deepcopy(SOUND)
    at = found
    *way, last = path.split("/")
    for name in way:
        at = at[int(name) if isinstance(at, list) else name]
    if value is ...:
        del at[last]
    else:
        at[last] = value
    return found


def test_a_sound_statement_passes():
    assert problems(SOUND, NOW) == []


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("id", "c8f1c6a463c55b0a9d6f0a7f3b1c2d4e"),
        ("id", "c8f1c6a4-63c5-5b0a-0d6f-0a7f3b1c2d4e"),  # another variant
        ("actor", ...),
        ("verb", ...),
        ("object", ...),
        ("id", ...),
        ("actor/account", ...),
        ("actor/mbox", "mailto:ann@school.example"),  # a second identifier
        ("actor/account/homePage", "school.example"),
        ("actor/account/homePage", "urn:school"),
        ("actor/account/name", ""),
        ("actor/account/name", 7),
        ("actor/objectType", "agent"),
        ("actor/age", 7),
        ("verb/id", "answered"),
        ("verb/id", "http://adlnet.gov/expapi/verbs/voided"),
        ("verb/display", ...),
        ("verb/display", {"english!": "answered"}),
        ("verb/display", {"en_GB": "answered"}),
        ("verb/display", {}),
        ("object/id", "https://school.example/a b"),
        ("object/id", "https://school.example/%zz"),
        ("object/id", "https:///one"),
        ("object/id", "lesson/one"),
        ("object/id", "https://school.example/[1]"),
        ("object/id", "https://school.example/\ue000"),
        ("object/objectType", "activity"),
        ("object/definition/interactionType", "number"),
        ("object/definition/interactionType", ...),
        ("object/definition/type", ...),
        ("object/definition/type", "https://school.example/other"),
        ("object/definition/name", ...),
        ("object/definition/name", "z"),
        ("object/definition/choices", [{"id": "1"}]),  # a numeric question has none
        ("object/definition/correctResponsesPattern", "1"),
        ("result/success", "false"),
        ("result/success", None),
        ("result/response", 0.25),
        ("result/response", "0,25"),
        ("result/response", "NaN"),
        ("result/duration", "3.5"),
        ("result/duration", "PT3.125S"),
        ("result/duration", "PT"),
        ("result/duration", "P"),
        ("result/duration", "P1W2D"),
        ("result/extensions", {"typed": "1"}),
        ("result/extensions", {}),
        ("result/score", {"scaled": 2}),
        ("result/verdict", "wrong"),
        ("result", {}),
        ("context/registration", "one"),
        ("context/contextActivities/parent", {"id": "urn:lesson:one"}),  # allowed for the sake of old statements only
        ("context/contextActivities/parent", []),
        ("context/contextActivities/lesson", [{"id": "urn:lesson:one"}]),
        ("context/contextActivities/parent/0/id", ...),
        ("context/platform", None),
        ("context/language", "a"),
        ("timestamp", "2026-11-30T12:00:00Z"),
        ("timestamp", "2026-11-30T12:00:00.000"),
        ("timestamp", "2026-11-31T12:00:00.000Z"),
        ("timestamp", "2026-12-01T00:00:00.001Z"),
        ("timestamp", 1764500000000),
        ("version", "1.0.3"),
        ("stored", "2026-11-30T12:00:00.000Z"),
        ("voided", False),
    ],
)
def test_a_statement_that_breaks_one_rule_is_refused(path, value):
    found = problems(changed(path, value), NOW)
    assert found
    assert all(each.startswith("statement") for each in found)


@pytest.mark.parametrize("response", ["1", "-2.5", "1e-7", "0.5[:]0.75", "[:]4", "4[:]"])
def test_a_numeric_response_is_a_number_or_a_range(response):
    assert problems(changed("result/response", response), NOW) == []


@pytest.mark.parametrize("duration", ["PT0.00S", "P3Y1M29DT4H35M59.14S", "PT16559.14S", "P3Y", "P4W"])
def test_durations_have_the_usual_format(duration):
    assert problems(changed("result/duration", duration), NOW) == []


@pytest.mark.parametrize(
    "iri", ["urn:uuid:7", "mailto:a@b", "https://[::1]:80/é?q=1/#x", "http://adlnet.gov", "tag:a,1:b"]
)
def test_any_iri_with_a_scheme_will_do_for_an_activity(iri):
    assert problems(changed("object/id", iri), NOW) == []


@pytest.mark.parametrize("other", [None, [], "statement", {}, {"actor": None, "verb": [], "object": "z"}])
def test_what_is_no_statement_at_all_is_refused(other):
    assert problems(other, NOW)


def test_json_is_read_strictly():
    assert parsed(json.dumps(SOUND)) == SOUND
    for broken in ('{"id": 1, "id": 1}', "[NaN]", "[Infinity]", r'["\ud800"]'):
        with pytest.raises(ValueError, match=r"JSON|twice|surrogates"):
            parsed(broken)
