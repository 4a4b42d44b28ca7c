"""The yardstick in print."""

from collections import Counter

from .cases import SELECTIONS
from .judge import OTHERS, Score
from .run import SHEETS, TUTOR, Result

LESSONS = {
    "lesson 3": "3 figures",
    "lesson 4": "4 figures",
    "lesson 5": "5 figures",
    "lesson 4d": "4 decimals",
    "lesson memory": "memory",
    "lesson mixed": "mixed",
}
"""Whole lessons by what learners write, and by what they go on with."""
ONE, MANY = [[f"{part}: {name}" for name in SELECTIONS] for part in ("one", "sheet")]


def report(result: Result) -> str:
    """All tables."""
    ours = {name: score for name, score in result.scores.items() if name not in OTHERS}
    blocks = [_main(result), _lessons(result), *(_counts(name, score) for name, score in ours.items())]
    blocks += [_codes(name, score) for name, score in ours.items()]
    if SHEETS in ours:
        blocks.append(_sparse(ours[SHEETS]))
    return "\n\n".join(blocks)


def failures(result: Result) -> str:
    """What went wrong, by cause, as cases to be tried again."""
    lines = []
    for name in (TUTOR, SHEETS):
        score = result.scores.get(name)
        for cause, cases in sorted(score.failures.items() if score else ()):
            lines.append(f"\n== {name}: {cause}")
            lines += cases
    return "\n".join(lines)


def share(score: Score, what: str, whole: str, *scenarios: str) -> str:
    """A part of what happened in some scenarios, in percent; ``0`` is none at all."""
    n = sum(score.of(scenario, what) for scenario in scenarios)
    of = sum(score.of(scenario, whole) for scenario in scenarios)
    if not of:
        return "-"
    return f"{100 * n / of:.2f} %" if n else "0"


def _table(rows: list[list[str]]) -> str:
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    return "\n".join(
        "  ".join(f"{cell:>{w}}" if i else f"{cell:<{w}}" for i, (cell, w) in enumerate(zip(row, widths, strict=True)))
        for row in rows
    )


def _main(result: Result) -> str:
    """Every rule, on whole lessons."""
    made = ("mistake", "carried")
    columns = {
        "honest refused": ("honest refused", "honest", "honest"),
        "lessons refused": ("lesson refused", "lesson", "honest"),
        "mistakes accepted": ("mistake accepted", "mistake", *made),
        "named first": ("mistake first", "mistake", *made),
        "or same number": ("mistake first or same", "mistake", *made),
        "in three": ("mistake in three", "mistake", *made),
        "consistent known": ("consistent accepted", "consistent", "mistake"),
        "random accepted": ("random accepted", "random", "random"),
        "random named": ("random named", "random", "random"),
        "other lesson's accepted": ("other lesson accepted", "other lesson", "other lesson"),
        "named": ("other lesson named", "other lesson", "other lesson"),
    }
    nameless = {"named first", "or same number", "in three", "random named", "named"}
    rows = [["", *columns]]
    for name, score in result.scores.items():
        row = ["none" if name in OTHERS and c in nameless else share(score, *key) for c, key in columns.items()]
        rows.append([name, *row])
    return _table(rows)


def _lessons(result: Result) -> str:
    """Whole honest lessons that are refused at least once."""
    rows = [["honest lessons refused at least once", *LESSONS.values()]]
    for name, score in result.scores.items():
        rows.append([name, *(share(score, f"{kind} refused", kind, "honest") for kind in LESSONS)])
    return _table(rows)


def _counts(name: str, score: Score) -> str:
    """How many of each there were, and what has no column."""
    counted = {
        "honest answers": score.of("honest", "honest"),
        "called consistent": score.of("honest", "honest called consistent"),
        "lessons": score.of("honest", "lesson"),
        "mistakes": score.of("mistake", "mistake"),
        "on top of a carried one": score.of("carried", "mistake"),
        "of these imprecise": score.of("mistake", "mistake imprecise") + score.of("carried", "mistake imprecise"),
        "consistent": score.of("mistake", "consistent"),
        "random": score.of("random", "random"),
        "of another lesson": score.of("other lesson", "other lesson"),
    }
    verdicts = ("correct", "imprecise", "consistent", "wrong")
    lost = ", ".join(f"{score.of('honest', f'lost {v}'):,} {v}" for v in verdicts)
    called = ", ".join(f"{score.of('mistake', f'consistent called {v}'):,} {v}" for v in verdicts)
    carried = ", ".join(
        f"{carry} {share(score, f'consistent {carry} refused', f'consistent {carry}', 'mistake')}"
        for carry in ("written", "memory", "mixed")
    )
    top = [
        f"{what} {share(score, f'mistake {what}', 'mistake', 'carried')}"
        for what in ("accepted", "first", "first or same", "in three", "without a name")
    ]
    wrong = (score.called["random"] + score.called["other lesson"]).most_common(8)
    return "\n".join(
        (
            f"{name}: " + ", ".join(f"{what} {n:,}" for what, n in counted.items()),
            f"  honest, but all figures lost, or resting on such a 0: {score.of('honest', 'lost'):,} ({lost})",
            f"  on top of a carried one: {', '.join(top)}",
            f"  consistent answers called: {called}; refused by what was carried: {carried}",
            f"  wrong numbers named: {', '.join(f'{code} {n}' for code, n in wrong)}",
        )
    )


def _codes(name: str, score: Score) -> str:
    """The codes, those named worst first."""
    shares = ("mistake first", "mistake first or same", "mistake in three")
    rows = [[name, "made", "accepted", "imprecise", "first", "or same", "in three", "no name", "called instead"]]

    def worst(item: tuple[str, Counter[str]]) -> float:
        return item[1]["mistake first or same"] / item[1]["mistake"]

    for code, n in sorted(score.codes.items(), key=worst):
        called = ", ".join(f"{c} {m}" for c, m in score.called[code].most_common(4) if c != "-")
        numbers = [f"{n[what]:,}" for what in ("mistake", "mistake accepted", "mistake imprecise")]
        numbers += [f"{100 * n[what] / n['mistake']:.1f} %" for what in shares]
        rows.append([code, *numbers, f"{n['mistake without a name']:,}", called])
    return _table(rows)


def _sparse(score: Score) -> str:
    """Sheets that hold only some questions."""
    shares = ("accepted", "imprecise", "first", "in three", "in three or same")
    rows = [["sheets with some questions only", "honest", "refused", "lost figures", "mistakes", *shares]]
    parts = {"one number": ONE, "whole sheet": MANY, "printed forward pass": ["printed"]}
    for title, names in parts.items():
        rows.append(_sparse_row(score, title, names, shares))
        rows += [_sparse_row(score, f"  {name}", [name], shares) for name in names if len(names) > 1]
    return _table(rows)


def _sparse_row(score: Score, title: str, names: list[str], shares: tuple[str, ...]) -> list[str]:
    honest, lost, made = (sum(score.of(name, what) for name in names) for what in ("honest", "lost", "mistake"))
    refused = share(score, "honest refused", "honest", *names)
    named = [share(score, f"mistake {what}", "mistake", *names) for what in shares]
    return [title, f"{honest:,}", refused, f"{lost:,}", f"{made:,}", *named]
