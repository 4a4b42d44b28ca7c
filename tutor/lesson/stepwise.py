"""The ``[[step]]`` tables of a lesson that spells out its steps."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from tutor.engine.network import FIXED, NO_BIAS, SHARED
from tutor.lesson import tables
from tutor.lesson.frame import Frame
from tutor.lesson.positions import KeyPath
from tutor.lesson.schema import Step
from tutor.lesson.shapes import within
from tutor.lesson.steps import OF_BIASES, rows
from tutor.lesson.tables import Key, Keys, Report, found_text
from tutor.quantity import ASKABLE, MATRICES, NEW, PER_SAMPLE, Kind, Quantity

EXPRESSION = "expression"
STEP: Keys = {
    "ask": Key(partial(tables.choice, of=ASKABLE)),
    "layer": Key(tables.whole),
    "neurons": Key(tables.indices, aka=("neuron",)),
    "sources": Key(tables.indices, aka=("source",)),
    "sample": Key(tables.whole),
    "update": Key(tables.whole),
    "give": Key(tables.boolean, aka=("given",)),
    "answer": Key(partial(tables.choice, of=("number", EXPRESSION))),
    "before": Key(tables.text),
    "after": Key(tables.text),
    "hints": Key(tables.texts, aka=("hint",)),
    "say": Key(tables.text, aka=("text", "prose")),
}
UPDATE = frozenset(NEW.values())
"""What only a network with a learning rate has."""

Tables = Sequence[Mapping[str, Any] | None]


def explicit(report: Report, frame: Frame, read: Tables, raw: Sequence[Any]) -> tuple[Step, ...]:
    """The steps that a lesson spells out; a matrix makes a step for each of its rows.

    Args:
        report: where faults are noted.
        frame: what the lesson's network has to ask for.
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
            steps += ((index, step) for step in _asking(report, path, table, whole, frame))
    _once(report, steps)
    known = bool(frame.sizes) and None not in frame.sizes
    asking = any(step.asked for _, step in steps) or any(fault.path[:1] == ("step",) for fault in report.faults)
    if known and not asking:
        found, expected = "no step that asks for anything", 'at least one step with ask = "…"'
        report.add("nothing-asked", ("step",), found, expected, "take out a give = true, or add a step", at="key")
    if report.warnings and known:
        from tutor.lesson.order import in_order  # no lesson that is only read waits for it

        in_order(report, steps, frame)
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
    report: Report, path: KeyPath, table: Mapping[str, Any], raw: Mapping[str, Any], frame: Frame
) -> Iterator[Step]:
    """The steps of one table that asks for something, if all of it is in the network."""
    kind, sizes = Kind(table["ask"]), frame.sizes
    before = len(report.faults)
    _there(report, path, kind, frame)
    _placed(report, path, kind, raw)
    sample, update = _turn(report, path, kind, table, frame)
    if kind is not Kind.LOSS and "layer" in table and sizes:
        _indices(report, path, table, frame, ("neurons", "sources") if kind in MATRICES else ("neurons",))
    if table.get("give") and "answer" in raw:
        _superfluous(report, (*path, "answer"), "answer in a step that is given", "no answer")
    readable = all(name in table for name in raw if name in STEP)
    if len(report.faults) > before or not readable or not sizes or None in sizes:
        return
    questions = rows(
        [size or 0 for size in sizes],
        kind,
        table.get("layer"),
        table.get("neurons", ()),
        table.get("sources", ()),
        bias=frame.bias,
        sample=sample,
        update=update,
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
            expression=table.get("answer") == EXPRESSION,
        )


def _there(report: Report, path: KeyPath, kind: Kind, frame: Frame) -> None:
    """Whether the network has such a kind: new numbers, and gradients of its biases."""
    if kind in UPDATE and not frame.updated:
        advice = "add learning_rate = 0.5 to [network]"
        report.add("wrong-value", (*path, "ask"), f"an update ({kind})", "a network with a learning rate", advice)
    elif (kind in OF_BIASES and frame.bias == NO_BIAS) or (kind is Kind.B_NEW and frame.bias == FIXED):
        found, expected = f'{kind} with bias = "{frame.bias}"', "a kind that the network has"
        report.add("wrong-value", (*path, "ask"), found, expected, f'take the step out, or bias = "{frame.bias}"')


def _turn(report: Report, path: KeyPath, kind: Kind, table: Mapping[str, Any], frame: Frame) -> tuple[int, int]:
    """The sample and the update that a step is about; notes where there are none such."""
    update = table.get("update", 1)
    if not within(report, (*path, "update"), update, frame.updates, "updates"):
        return 1, 1
    carried = frame.of_update(update)
    if "sample" not in table:
        return carried, update
    sample = table["sample"]
    if kind not in PER_SAMPLE and not frame.online:
        what = "the loss" if kind is Kind.LOSS else str(kind)
        expected = "no such key, since it is of all samples together"
        _superfluous(report, (*path, "sample"), f"sample for {what}", expected)
    elif within(report, (*path, "sample"), sample, frame.samples, "samples") and frame.online and sample != carried:
        expected = f"sample {carried}, which update {update} goes by"
        report.add("wrong-value", (*path, "sample"), f"sample {sample}", expected, "take it out: the update says it")
    return sample, update


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


def _indices(report: Report, path: KeyPath, table: Mapping[str, Any], frame: Frame, names: Sequence[str]) -> None:
    """Whether the layer, the neurons and the sources are there, each named once."""
    layer, sizes = table["layer"], frame.sizes
    one = frame.bias == SHARED and table["ask"] in OF_BIASES
    if not within(report, (*path, "layer"), layer, len(sizes) - 1, "layers"):
        return
    for name in names:
        of = layer if name == "neurons" else layer - 1
        seen = set()
        for index, neuron in enumerate(table.get(name, ())):
            most, what = (1, "biases in a layer") if one else (sizes[of], f"neurons in layer {of}")
            within(report, (*path, name, index), neuron, most, what)
            if neuron in seen:
                found = f"{found_text(neuron)} again"
                report.add("repeated", (*path, name, index), found, "each neuron once", "take it out")
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
