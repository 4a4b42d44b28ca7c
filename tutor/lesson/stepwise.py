"""The ``[[step]]`` tables of a lesson that spells out its steps."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from tutor.lesson import tables
from tutor.lesson.positions import KeyPath
from tutor.lesson.problems import Severity
from tutor.lesson.schema import Step
from tutor.lesson.shapes import within
from tutor.lesson.steps import rows
from tutor.lesson.tables import Fault, Key, Keys, Report
from tutor.quantity import ASKABLE, MATRICES, Kind, Quantity

STEP: Keys = {
    "ask": Key(partial(tables.choice, of=ASKABLE)),
    "layer": Key(tables.whole),
    "neurons": Key(tables.indices, aka=("neuron",)),
    "sources": Key(tables.indices, aka=("source",)),
    "give": Key(tables.boolean, aka=("given",)),
    "before": Key(tables.text),
    "after": Key(tables.text),
    "hints": Key(tables.texts, aka=("hint",)),
    "say": Key(tables.text, aka=("text", "prose")),
}
UPDATE = frozenset({Kind.W_NEW, Kind.B_NEW})
"""What only a network with a learning rate has."""

Sizes = Sequence[int | None]
Tables = Sequence[Mapping[str, Any] | None]


def explicit(report: Report, sizes: Sizes, updated: bool, read: Tables, raw: Sequence[Any]) -> tuple[Step, ...]:
    """The steps that a lesson spells out; a matrix makes a step for each of its rows.

    Args:
        report: where faults are noted.
        sizes: n_0 … n_L, None where the file does not tell; empty where it tells nothing.
        updated: whether the lesson has a learning rate.
        read: the tables, each with the keys that could be read.
        raw: the tables as parsed.
    """
    steps: list[tuple[int, Step]] = []
    for index, (table, whole) in enumerate(zip(read, raw, strict=True)):
        path: KeyPath = ("step", index)
        if table is None or not _complete(report, path, whole):
            continue
        if "say" in table:
            steps.append((index, Step(None, say=table["say"])))
        elif "ask" in table:
            steps += ((index, step) for step in _asking(report, path, table, whole, sizes=sizes, updated=updated))
    _once(report, steps)
    if not any(step.asked for _, step in steps) and not any(fault.path[:1] == ("step",) for fault in report.faults):
        found, expected = "no step that asks for anything", 'at least one step with ask = "…"'
        report.add("nothing-asked", ("step",), found, expected, "take out a give = true, or add a step", at="key")
    if report.warnings and None not in sizes:
        _in_order(report, steps, [size or 0 for size in sizes])
    return tuple(step for _, step in steps)


def _complete(report: Report, path: KeyPath, raw: Mapping[str, Any]) -> bool:
    """Whether a step has either ``ask`` or ``say``, and with ``say`` nothing else."""
    if "say" not in raw:
        if "ask" not in raw:
            expected = "ask, or say for a page of prose"
            report.add("missing-key", (*path, "ask"), "neither ask nor say here", expected, 'write ask = "z"')
        return "ask" in raw
    others = [name for name in STEP if name in raw and name != "say"]
    if others:
        expected = "say alone in a step of prose"
        advice = "take it out" if "ask" not in raw else "call the text before or after, or make it a step of its own"
        found = f"{' and '.join(others)} together with say"
        report.add("wrong-value", (*path, others[0]), found, expected, advice, at="key")
    if isinstance(raw["say"], str) and not raw["say"].strip():
        report.add("empty", (*path, "say"), "an empty text", "some Markdown", "write it, or take the step out")
        return False
    return not others


def _asking(
    report: Report, path: KeyPath, table: Mapping[str, Any], raw: Mapping[str, Any], *, sizes: Sizes, updated: bool
) -> Iterator[Step]:
    """The steps of one table that asks for something, if all of it is in the network."""
    kind = Kind(table["ask"])
    before = len(report.faults)
    if kind in UPDATE and not updated:
        advice = "add learning_rate = 0.5 to [network]"
        report.add("wrong-value", (*path, "ask"), f"an update ({kind})", "a network with a learning rate", advice)
    _placed(report, path, kind, raw)
    if kind is not Kind.LOSS and "layer" in table and sizes:
        _indices(report, path, table, sizes, ("neurons", "sources") if kind in MATRICES else ("neurons",))
    readable = all(name in table for name in raw if name in STEP)
    if len(report.faults) > before or not readable or not sizes or None in sizes:
        return
    questions = rows(
        [size or 0 for size in sizes], kind, table.get("layer"), table.get("neurons", ()), table.get("sources", ())
    )
    for index, row in enumerate(questions):
        yield Step(
            kind,
            table.get("layer"),
            row,
            given=table.get("give", False),
            before=table.get("before", "") if index == 0 else "",
            after=table.get("after", "") if index == len(questions) - 1 else "",
            hints=table.get("hints", ()),
        )


def _placed(report: Report, path: KeyPath, kind: Kind, raw: Mapping[str, Any]) -> None:
    """Whether the kind goes with the keys that say where: layer, neurons, sources."""
    if kind is Kind.LOSS:
        for name in ("layer", "neurons", "sources"):
            if name in raw:
                expected = "no such key, since there is one loss for the whole network"
                _superfluous(report, (*path, name), f"{name} for the loss", expected)
        return
    if "layer" not in raw:
        report.add("missing-key", (*path, "layer"), "no layer here", "the key layer", "write layer = 1")
    if "sources" in raw and kind not in MATRICES:
        matrices = " or ".join(kind for kind in ASKABLE if kind in MATRICES)
        expected = f"sources only where a step asks for {matrices}"
        _superfluous(report, (*path, "sources"), f"sources for {kind}", expected)


def _superfluous(report: Report, path: KeyPath, found: str, expected: str) -> None:
    """Note a key that has no meaning here, in place of what is wrong with its value."""
    report.forget(lambda fault: fault.path[: len(path)] == path)
    report.add("wrong-value", path, found, expected, "take it out", at="key")


def _indices(report: Report, path: KeyPath, table: Mapping[str, Any], sizes: Sizes, names: Sequence[str]) -> None:
    """Whether the layer, the neurons and the sources are there, each named once."""
    layer = table["layer"]
    if not within(report, (*path, "layer"), layer, len(sizes) - 1, "layers"):
        return
    for name in names:
        of = layer if name == "neurons" else layer - 1
        seen = set()
        for index, neuron in enumerate(table.get(name, ())):
            within(report, (*path, name, index), neuron, sizes[of], f"neurons in layer {of}")
            if neuron in seen:
                report.add("repeated", (*path, name, index), f"{neuron} again", "each neuron once", "take it out")
            seen.add(neuron)


def _once(report: Report, steps: Sequence[tuple[int, Step]]) -> None:
    """No quantity stands in two steps."""
    first: dict[Quantity, int] = {}
    for index, step in steps:
        for question in step.questions:
            if first.setdefault(question, index) != index:
                found = f"{question}, which step[{first[question] + 1}] has already"
                advice = "take it out of one of the two"
                report.add("repeated", ("step", index, "ask"), found, "each quantity once", advice)
                break


def _in_order(report: Report, steps: Sequence[tuple[int, Step]], sizes: Sequence[int]) -> None:
    """Warn of a question whose answer an earlier step has to show, or gives away by what it has to show."""
    needed: dict[Quantity, tuple[int, Quantity]] = {}
    """The first step that needs a quantity, and what that step shows of it."""
    for index, step in steps:
        for question in step.questions:
            first, shown = needed.get(question, (index, question))
            if step.asked and first != index:
                found = f"{question}, which step[{first + 1}] needs and therefore shows"
                if shown != question:
                    found = f"{question}, from which {shown} comes, which step[{first + 1}] needs and therefore shows"
                advice = "move this step before that one"
                path: KeyPath = ("step", index, "ask")
                report.note(Fault("order", path, found, "a step before it", advice, severity=Severity.WARNING))
                break
        for question in step.questions:
            for need in _needs(question, sizes):
                needed.setdefault(need, (index, need))
                if need.kind in (Kind.A, Kind.SIGMA_PRIME):
                    needed.setdefault(Quantity(Kind.Z, need.layer, need.j), (index, need))


def _needs(question: Quantity, sizes: Sequence[int]) -> tuple[Quantity, ...]:
    """What a quantity is computed from, as far as it could be asked for."""
    last = len(sizes) - 1
    l, j, k = question.layer or last, question.j, question.k
    match question.kind:
        case Kind.Z:
            return _of_layer(Kind.A, l - 1, sizes)
        case Kind.A | Kind.SIGMA_PRIME:
            return (Quantity(Kind.Z, l, j),)
        case Kind.LOSS:
            return _of_layer(Kind.A, last, sizes)
        case Kind.DELTA:
            behind = (Quantity(Kind.A, l, j),) if l == last else _of_layer(Kind.DELTA, l + 1, sizes)
            return (Quantity(Kind.SIGMA_PRIME, l, j), *behind)
        case Kind.DL_DW:
            return (Quantity(Kind.DELTA, l, j), *((Quantity(Kind.A, l - 1, k),) if l > 1 else ()))
        case Kind.DL_DB:
            return (Quantity(Kind.DELTA, l, j),)
        case _:
            return (Quantity(Kind.DL_DW if k else Kind.DL_DB, l, j, k),)


def _of_layer(kind: Kind, layer: int, sizes: Sequence[int]) -> tuple[Quantity, ...]:
    """One kind for a whole layer; nothing for layer 0, which is never asked for."""
    return tuple(Quantity(kind, layer, j) for j in range(1, sizes[layer] + 1)) if layer else ()
