"""Judging: what marking, this project's and the rules of others, makes of simulated answers."""

import math
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field

from tutor.marking.mark import Mark
from tutor.quantity import Quantity

from .cases import Case, Judged, placed
from .hand import EXACT, Learner
from .slips import RULES, Made, group

Rule = Callable[[float, float, float], bool]
"""Whether an answer is taken: the number, the exact one, and what the right rule gives on the learner's own numbers."""


def _relative(part: float, absolute: float = 0.0) -> Rule:
    return lambda number, exact, _: abs(number - exact) <= part * abs(exact) + absolute + 1e-12 * abs(exact)


def _carried(number: float, exact: float, carried: float) -> bool:
    one = _relative(0.01)
    return one(number, exact, exact) or one(number, carried, carried)


OTHERS: dict[str, Rule] = {
    "±2 % (WebAssign)": _relative(0.02),
    "0.1 % relative (WeBWorK)": _relative(0.001),
    "1 % + 1e-8 (PrairieLearn)": _relative(0.01, 1e-8),
    "±5 %": _relative(0.05),
    "±0.01": _relative(0.0, 0.01),
    "±0.0005": _relative(0.0, 0.0005),
    "exact or carried, ±1 %": _carried,
}
"""The rules in use elsewhere."""

WHERE = ("sheet", "one", "printed")
"""Scenarios of sheets that hold only some questions."""


@dataclass
class Score:
    """What one rule did.

    Attributes:
        counts: by scenario and what happened.
        codes: for each code what happened to it in the whole sheets.
        called: for each code what it was called instead.
        failures: what went wrong, by cause.
    """

    keep: int = 0
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    codes: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    called: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    failures: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def add(self, scenario: str, what: str) -> None:
        self.counts[scenario, what] += 1

    def of(self, scenario: str, what: str) -> int:
        """How often something happened in a scenario."""
        return self.counts[scenario, what]

    def fail(self, cause: str, case: Case, q: Quantity, got: str) -> None:
        if len(self.failures[cause]) < self.keep:
            self.failures[cause].append(describe(case, q, got))


def describe(case: Case, q: Quantity, got: str) -> str:
    """A failing case, to be tried again by hand."""
    learner, world, judged = case.learner, case.world, case.judged[q]
    used = ", ".join(f"{p}={learner.written[p]}" for p in sorted(learner.uses.get(q, ()), key=str))
    made = f" ({judged.code} at {judged.at})" if judged.code else ""
    lines = [
        f"{q} typed {case.text(q)}, exact {world.solution.value(q):.8g}, "
        f"honest {world.hull[q][0]:g}…{world.hull[q][1]:g}",
        f"{case.scenario}: {judged.what}{made}; {learner.habit}; got {got}",
        f"own: {used or '-'}",
    ]
    if case.sparse:
        lines.append("rows: " + ", ".join(f"{p}={case.text(p)}" for p in case.questions))
    return "\n    ".join([*lines, repr(world.network)])


# The rules of others


def judge_others(case: Case, scores: dict[str, Score]) -> None:
    """Judge one sheet by every rule of others."""
    refused = set()
    for q, judged in case.judged.items():
        number, exact = float(case.text(q)), case.world.solution.value(q)
        carried = exact if case.sparse else case.world.carried(q, case.learner.written)
        for name, rule in OTHERS.items():
            score = scores[name]
            taken = rule(number, exact, carried)
            if judged.what == "lost" or not judged.clear:
                continue
            score.add(case.scenario, judged.what)
            score.add(case.scenario, f"{judged.what} {'accepted' if taken else 'refused'}")
            if judged.what == "honest" and not taken:
                refused.add(name)
    if case.scenario == "honest":
        for name, score in scores.items():
            if name in OTHERS:
                _count_lesson(score, case, refused=name in refused)


# This project


def judge(case: Case, marks: dict[Quantity, Mark], score: Score) -> None:
    """Judge what this project made of one sheet."""
    refused = False
    for q, judged in case.judged.items():
        mark = marks[q]
        if not judged.clear and judged.what != "consistent":
            continue
        _JUDGES[judged.what](score, case, q, judged, mark)
        refused = refused or (judged.what == "honest" and mark.verdict not in ("correct", "consistent"))
    if case.scenario == "honest":
        _count_lesson(score, case, refused=refused)


def _count_lesson(score: Score, case: Case, *, refused: bool) -> None:
    habit = case.learner.habit
    kinds = ("lesson", f"lesson {habit.written}", f"lesson {habit.carry}")
    for kind in kinds:
        score.add("honest", kind)
        if refused:
            score.add("honest", f"{kind} refused")


def _got(mark: Mark) -> str:
    bands = ", ".join(f"{band.low:.6g}…{band.high:.6g}" for band in mark.bands)
    return f"{mark.verdict} {';'.join(mark.mistakes) or '-'} (band {bands})"


def _honest(score: Score, case: Case, q: Quantity, judged: Judged, mark: Mark) -> None:
    what = judged.what
    score.add(case.scenario, what)
    score.add(case.scenario, f"{what} {mark.verdict}")
    if what == "honest" and mark.verdict != "correct":
        cause = f"{case.scenario.split(':')[0]}: honest answer {mark.verdict}"
        score.add(case.scenario, "honest refused" if mark.verdict != "consistent" else "honest called consistent")
        score.fail(cause, case, q, _got(mark))


def _mistake(score: Score, case: Case, q: Quantity, judged: Judged, mark: Mark) -> None:
    listed, code = mark.mistakes, judged.code
    wanted = {f"{code}@{place}" for place in case.learner.slips}  # a whole matrix may be named at any of its places
    if not case.sparse or q in case.learner.slips:
        wanted.add(code)
    found = {
        "mistake": True,
        "mistake accepted": mark.verdict in ("correct", "consistent"),
        "mistake imprecise": mark.verdict == "imprecise",
        "mistake first": bool(wanted & set(listed[:1])),
        "mistake in three": bool(wanted & set(listed[:3])),
        "mistake listed": bool(wanted & set(listed)),
        "mistake without a name": not listed,
    }
    found["mistake first or same"] = found["mistake first"] or (bool(listed) and same_number(case, q, listed[0]))
    found["mistake in three or same"] = found["mistake in three"] or any(same_number(case, q, c) for c in listed[:3])
    for what, so in found.items():
        if so:
            score.add(case.scenario, what)
            if case.scenario == "mistake":
                score.codes[code][what] += 1
    _note_failure(score, case, q, mark, found)


def _note_failure(score: Score, case: Case, q: Quantity, mark: Mark, found: dict[str, bool]) -> None:
    where, listed, judged = case.scenario.split(":")[0], mark.mistakes, case.judged[q]
    if found["mistake accepted"] or found["mistake imprecise"]:
        score.fail(f"{where}: mistake {mark.verdict}", case, q, _got(mark))
    elif not listed:
        score.called[judged.code]["-"] += 1
        score.fail(f"{where}: {judged.code} without a name", case, q, _got(mark))
    elif not found["mistake in three or same" if case.sparse else "mistake first or same"]:
        score.called[judged.code][listed[0]] += not case.sparse
        score.fail(f"{where}: {judged.code} called another name", case, q, _got(mark))


def same_number(case: Case, q: Quantity, name: str) -> bool:
    """Whether another mistake gives this learner the very same number: then nobody can tell the two apart.

    On a sheet that holds only some questions the other mistake has to give every number of the sheet.
    """
    code, _, at = name.partition("@")
    place = {str(p): p for p in case.world.questions}.get(at, q)
    if code not in RULES[group(case.world.network, place)]:
        return False
    return any(_gives(case, q, place, Made(code, way)) for way in range(4))


def _gives(case: Case, q: Quantity, place: Quantity, made: Made) -> bool:
    """Whether it gives the same in exact arithmetic, or as this learner rounds."""
    me, world = case.learner, case.world
    rows = case.questions if case.sparse else [q]
    slips = placed(world, made, place) if case.sparse else {**me.slips, place: made.at(place)}
    known = {} if case.sparse else {p: n for p, n in me.written.items() if p != place}
    habit = me.habit if me.habit.carry == "memory" else me.habit._replace(carry="written")
    try:
        if all(Learner(world.network, habit, world.rng, slips, known).number(p) == me.written[p] for p in rows):
            return True
        exact = Learner(world.network, EXACT, world.rng, me.slips)
        other = Learner(world.network, EXACT, world.rng, slips)
        return all(math.isclose(exact.number(p), other.number(p), rel_tol=1e-9) for p in rows)
    except LookupError:
        return False


def _consistent(score: Score, case: Case, q: Quantity, judged: Judged, mark: Mark) -> None:
    """The learner's own wrong number carried on; ``correct`` where that makes no difference.

    On a sheet that leaves out questions naming the mistake that is behind it is as good.
    """
    made = {f"{judged.code}@{place}" for place in case.learner.slips} if case.sparse else set()
    ok = mark.verdict in ("consistent", "correct") or bool(made & set(mark.mistakes))
    if not judged.clear and ok:
        return
    carry = case.learner.habit.carry
    for what in ("consistent", f"consistent {carry}"):
        score.add(case.scenario, what)
        score.add(case.scenario, f"{what} {'accepted' if ok else 'refused'}")
    score.add(case.scenario, f"consistent called {mark.verdict}")
    if not ok:
        score.fail(f"{case.scenario}: consistent answer ({carry}) {mark.verdict}", case, q, _got(mark))


def _wrong(score: Score, case: Case, q: Quantity, judged: Judged, mark: Mark) -> None:
    """A wrong number that no mistake of this lesson gives; by chance it may lie near one."""
    what = judged.what
    score.add(case.scenario, what)
    if mark.verdict != "wrong":
        score.add(case.scenario, f"{what} accepted" if mark.verdict != "imprecise" else f"{what} imprecise")
        score.fail(f"{what}: {mark.verdict}", case, q, _got(mark))
    if mark.mistakes:
        score.add(case.scenario, f"{what} named")
        score.called[what][mark.mistakes[0]] += 1
        score.fail(f"{what}: named", case, q, _got(mark))


_JUDGES = {
    "honest": _honest,
    "lost": _honest,
    "mistake": _mistake,
    "consistent": _consistent,
    "random": _wrong,
    "other lesson": _wrong,
}
