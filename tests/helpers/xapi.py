"""What the Experience API demands of a statement, written down as rules: those of version 1.0.3, part two.

They cover what a statement about an answer can have: an agent, an activity, a result, a context. What the
specification says an author should (not) do is a rule here like what it says they must (not); only statements that set
their ``version``, which it allows, are left alone if they set the one that it allows.
"""

import json
import re
from datetime import UTC, datetime
from uuid import RFC_4122, UUID

INTERACTION = "http://adlnet.gov/expapi/activities/cmi.interaction"
COMPONENTS = {
    "choice": ("choices",),
    "sequencing": ("choices",),
    "likert": ("scale",),
    "matching": ("source", "target"),
    "performance": ("steps",),
    "true-false": (),
    "fill-in": (),
    "long-fill-in": (),
    "numeric": (),
    "other": (),
}
"""The lists of components that each type of interaction can have."""

_UCS = "\u00a0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef" + "".join(
    f"{chr(plane << 16)}-{chr((plane << 16) + 0xFFFD)}" for plane in range(1, 14)
)
_CHAR = rf"(?:[A-Za-z0-9\-._~!$&'()*+,;=:@{_UCS}]|%[0-9A-Fa-f]{{2}})"
_HOST = rf"(?:\[[0-9A-Fa-f:.]+\]|(?:(?![:@]){_CHAR})+)"
_IRI = re.compile(
    rf"(?P<scheme>[A-Za-z][A-Za-z0-9+.\-]*):"
    rf"(?://(?:{_CHAR}*@)?{_HOST}(?::\d*)?(?:/{_CHAR}*)*|/?{_CHAR}+(?:/{_CHAR}*)*)"
    rf"(?:\?(?:{_CHAR}|[/?])*)?(?:\#(?:{_CHAR}|[/?])*)?"
)
_TAG = re.compile(
    r"(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4}|[a-z]{5,8})"  # the language
    r"(?:-[a-z]{4})?(?:-(?:[a-z]{2}|\d{3}))?"  # script and region
    r"(?:-(?:[a-z0-9]{5,8}|\d[a-z0-9]{3}))*(?:-[a-wy-z0-9](?:-[a-z0-9]{2,8})+)*"  # variants, extensions
    r"(?:-x(?:-[a-z0-9]{1,8})+)?",
    re.IGNORECASE,
)
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3,}(?:Z|[+-]\d\d:\d\d)")
_DURATION = re.compile(
    r"P(?:\d+W|(?=[\dT])(?:\d+Y)?(?:\d+M)?(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d{1,2})?S)?)?)"
)
_NUMBER = r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?"
_NUMERIC = re.compile(rf"{_NUMBER}|(?:{_NUMBER})?\[:\](?:{_NUMBER})?")
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


def parsed(text):
    """JSON, strictly: no name twice in an object, no NaN, nothing that UTF-8 cannot have."""

    def once(pairs):
        names = [name for name, _ in pairs]
        if len(set(names)) < len(names):
            raise ValueError(f"a name stands twice: {names}")
        return dict(pairs)

    def refuse(constant):
        raise ValueError(f"JSON has no {constant}")

    found = json.loads(text, object_pairs_hook=once, parse_constant=refuse)
    json.dumps(found, ensure_ascii=False).encode()
    return found


def problems(statement, now=None):
    """All that is wrong with a statement, each as ``where: what``.

    Args:
        statement: what was read from JSON.
        now: a moment that nothing may come after; the present one unless told.
    """
    found = []
    _Rules(found, now or datetime.now(UTC)).statement(statement)
    return found


class _Rules:
    def __init__(self, found, now):
        self.found = found
        self.now = now

    def wrong(self, where, what):
        self.found.append(f"{where}: {what}")

    def has(self, value, where, rules, required=()):
        """An object with these properties and no others; each has a rule."""
        if not isinstance(value, dict):
            self.wrong(where, "no object")
            return
        if not value:
            self.wrong(where, "an empty object")
        for name in required:
            if name not in value:
                self.wrong(f"{where}.{name}", "missing")
        for name, each in value.items():
            if name not in rules:
                self.wrong(f"{where}.{name}", "no such property")
            else:
                rules[name](each, f"{where}.{name}")

    # The kinds of value

    def string(self, value, where):
        if not isinstance(value, str):
            self.wrong(where, "no string")
            return False
        return True

    def matching(self, value, where, pattern, what):
        if self.string(value, where) and not pattern.fullmatch(value):
            self.wrong(where, f"no {what}: {value!r}")
            return False
        return isinstance(value, str)

    def boolean(self, value, where):
        if not isinstance(value, bool):
            self.wrong(where, "no boolean")

    def iri(self, value, where):
        self.matching(value, where, _IRI, "IRI with a scheme")

    def irl(self, value, where):
        """An IRI under which something can be looked up."""
        if self.matching(value, where, _IRI, "IRL") and not value.lower().startswith(("http://", "https://")):
            self.wrong(where, "no IRL")

    def uuid(self, value, where):
        if self.matching(value, where, _UUID, "UUID") and UUID(value).variant != RFC_4122:
            self.wrong(where, "no UUID of RFC 4122")

    def languages(self, value, where):
        if not isinstance(value, dict) or not value:
            self.wrong(where, "no language map")
            return
        for tag, text in value.items():
            self.matching(tag, f"{where}[{tag}]", _TAG, "language")
            self.string(text, f"{where}[{tag}]")

    def extensions(self, value, where):
        """A map from IRIs to anything, null too."""
        if not isinstance(value, dict) or not value:
            self.wrong(where, "no map of extensions")
            return
        for name in value:
            self.iri(name, f"{where}[{name}]")

    def time(self, value, where):
        if not self.matching(value, where, _TIME, "time of RFC 3339 with milliseconds and a zone"):
            return
        try:
            moment = datetime.fromisoformat(value)
        except ValueError as error:
            self.wrong(where, str(error))
            return
        if moment > self.now:
            self.wrong(where, "in the future")

    def version(self, value, where):
        if value != "1.0.0":
            self.wrong(where, "no version but 1.0.0 may be set")

    def never(self, _, where):
        self.wrong(where, "not for an author to set")

    # The parts of a statement

    def statement(self, value):
        self.has(
            value,
            "statement",
            {
                "id": self.uuid,
                "actor": self.agent,
                "verb": self.verb,
                "object": self.activity,
                "result": self.result,
                "context": self.context,
                "timestamp": self.time,
                "stored": self.never,
                "authority": self.agent,
                "version": self.version,
            },
            ("id", "actor", "verb", "object"),
        )
        if isinstance(value, dict):
            self.response(value)

    def response(self, statement):
        """A response is written as the type of the interaction wants it."""
        at = statement
        for name in ("object", "definition"):
            at = at.get(name) if isinstance(at, dict) else None
        result = statement.get("result")
        if isinstance(at, dict) and at.get("interactionType") == "numeric" and isinstance(result, dict):
            response = result.get("response")
            if isinstance(response, str) and not _NUMERIC.fullmatch(response):
                self.wrong("statement.result.response", f"no number: {response!r}")

    def agent(self, value, where):
        identifiers = {
            "mbox": lambda each, at: self.matching(each, at, re.compile(r"mailto:[^@\s]+@[^@\s]+"), "address"),
            "mbox_sha1sum": lambda each, at: self.matching(each, at, re.compile(r"[0-9a-f]{40}"), "hash"),
            "openid": self.iri,
            "account": self.account,
        }
        self.has(value, where, {"objectType": self.one_of("Agent"), "name": self.string, **identifiers})
        if isinstance(value, dict) and len(value.keys() & identifiers.keys()) != 1:
            self.wrong(where, "an agent has exactly one identifier")

    def account(self, value, where):
        self.has(value, where, {"homePage": self.irl, "name": self.filled}, ("homePage", "name"))

    def filled(self, value, where):
        if self.string(value, where) and not value:
            self.wrong(where, "empty")

    def one_of(self, *allowed):
        def rule(value, where):
            if value not in allowed:
                self.wrong(where, f"none of {allowed}: {value!r}")

        return rule

    def verb(self, value, where):
        self.has(value, where, {"id": self.iri, "display": self.languages}, ("id", "display"))
        if isinstance(value, dict) and value.get("id") == "http://adlnet.gov/expapi/verbs/voided":
            self.wrong(where, "what is voided is a statement")

    def activity(self, value, where):
        rules = {"objectType": self.one_of("Activity"), "id": self.iri, "definition": self.definition}
        self.has(value, where, rules, ("id",))

    def definition(self, value, where):
        kind = value.get("interactionType") if isinstance(value, dict) else None
        components = COMPONENTS.get(kind, ()) if isinstance(kind, str) else ()
        rules = {
            "name": self.languages,
            "description": self.languages,
            "type": self.iri,
            "moreInfo": self.irl,
            "extensions": self.extensions,
        }
        if kind is not None:
            rules["interactionType"] = self.one_of(*COMPONENTS)
            rules["correctResponsesPattern"] = self.strings
            rules |= dict.fromkeys(components, self.components)
        self.has(value, where, rules, ("name", "type"))
        if isinstance(value, dict) and (value.get("type") == INTERACTION) != (kind is not None):
            self.wrong(where, "an interaction has both its type of activity and its type of interaction")

    def strings(self, value, where):
        if not isinstance(value, list):
            self.wrong(where, "no array")
            return
        for i, each in enumerate(value):
            self.string(each, f"{where}[{i}]")

    def components(self, value, where):
        if not isinstance(value, list):
            self.wrong(where, "no array")
            return
        for i, each in enumerate(value):
            self.has(each, f"{where}[{i}]", {"id": self.filled, "description": self.languages}, ("id",))
        ids = [each.get("id") for each in value if isinstance(each, dict)]
        if len(set(map(str, ids))) < len(ids):
            self.wrong(where, "an id stands twice")

    def result(self, value, where):
        rules = {
            "score": self.score,
            "success": self.boolean,
            "completion": self.boolean,
            "response": self.string,
            "duration": lambda each, at: self.matching(each, at, _DURATION, "duration of at most two decimals"),
            "extensions": self.extensions,
        }
        self.has(value, where, rules)

    def score(self, value, where):
        self.has(value, where, dict.fromkeys(("scaled", "raw", "min", "max"), self.number))
        if isinstance(value, dict) and isinstance(scaled := value.get("scaled"), int | float) and abs(scaled) > 1:
            self.wrong(f"{where}.scaled", "not within -1 and 1")

    def number(self, value, where):
        if isinstance(value, bool) or not isinstance(value, int | float):
            self.wrong(where, "no number")

    def context(self, value, where):
        rules = {
            "registration": self.uuid,
            "instructor": self.agent,
            "contextActivities": self.around,
            "revision": self.string,
            "platform": self.string,
            "language": lambda each, at: self.matching(each, at, _TAG, "language"),
            "extensions": self.extensions,
        }
        self.has(value, where, rules)

    def around(self, value, where):
        self.has(value, where, dict.fromkeys(("parent", "grouping", "category", "other"), self.activities))

    def activities(self, value, where):
        if not isinstance(value, list) or not value:
            self.wrong(where, "no array of activities")
            return
        for i, each in enumerate(value):
            self.activity(each, f"{where}[{i}]")
