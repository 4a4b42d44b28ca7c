"""The lesson format, version 1: its keys, and what has to fit together beyond a single key."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from tutor.engine.losses import LOSSES
from tutor.engine.network import BATCHES, BIASES, ERROR_SIGNS, WEIGHTS, Network
from tutor.lesson import fitting, shapes, tables, values
from tutor.lesson.assembled import network_of
from tutor.lesson.frame import frame
from tutor.lesson.positions import KeyPath
from tutor.lesson.problems import Severity
from tutor.lesson.schema import PRACTICE, Lesson, Marking, Step
from tutor.lesson.steps import derived
from tutor.lesson.stepwise import STEP, explicit
from tutor.lesson.tables import Key, Keys, Report, found_text
from tutor.quantity import Kind, Quantity

FORMAT = 1
RESERVED = ("variants", "teach", "test", "flaw", "translates")
"""Keys of the root table that a later bp-tutor understands."""
FIGURES = range(1, 16)
"""What ``significant`` may be: float64 carries 15 decimal figures."""


def _format(report: Report, path: KeyPath, value: object) -> int | None:
    read = tables.whole(report, path, value)
    if read is None or read == FORMAT:
        return read
    if read > FORMAT:
        report.add("newer", path, f"format {found_text(read)}", "format 1", "this lesson needs a newer bp-tutor")
    else:
        report.add("wrong-value", path, found_text(read), "1", "write format = 1")
    return None


def _figures(report: Report, path: KeyPath, value: object) -> int | None:
    read = tables.whole(report, path, value)
    if read is None or read in FIGURES:
        return read
    expected = f"a whole number from {FIGURES[0]} to {FIGURES[-1]}"
    report.add("wrong-value", path, found_text(value), expected, "three figures are usual: write 3, or leave it out")
    return None


LAYER: Keys = {
    "W": Key(tables.matrix, "W = [[0.1, 0.2], [0.3, 0.4]], a row for each neuron", ("weight", "weights")),
    "b": Key(values.biases, aka=("bias", "biases")),
    "theta": Key(values.biases, aka=("threshold", "thresholds")),
    "activation": Key(values.activation),
    "slope": Key(tables.number),
    "alpha": Key(tables.number),
}
NETWORK: Keys = {
    "activation": Key(values.activation),
    "loss": Key(values.loss, f'loss = "{next(iter(LOSSES))}"', ("cost",)),
    "x": Key(values.samples, "x = [1.0, 0.5], a number for each input", ("input", "inputs", "samples")),
    "y": Key(values.targets, "y = [1.0], a number for each output", ("target", "targets", "output")),
    "weights": Key(partial(tables.choice, of=WEIGHTS)),
    "bias": Key(partial(tables.choice, of=BIASES)),
    "error_sign": Key(partial(tables.choice, of=ERROR_SIGNS)),
    "first_layer": Key(values.first_layer),
    "learning_rate": Key(values.positive, aka=("eta", "lr", "rate")),
    "updates": Key(values.updates, aka=("update",)),
    "momentum": Key(values.fraction, aka=("mu",)),
    "l2": Key(values.positive, aka=("lambda", "weight_decay")),
    "batch": Key(partial(tables.choice, of=BATCHES)),
    "layer": Key(partial(tables.tables, keys=LAYER), "[[network.layer]] on a line of its own, once for each layer"),
}


def _id(report: Report, path: KeyPath, value: object) -> str | None:
    """The name of a lesson that stays."""
    read = tables.line(report, path, value)
    if read != PRACTICE:
        return read
    report.add(
        "wrong-value", path, f"the id {PRACTICE}", "another id: practice is kept under this one", "choose another"
    )
    return None


TRACE: Keys = {"weight": Key(tables.indices, "weight = [1, 1, 1], for layer, destination and source")}
MARKING: Keys = {
    "significant": Key(_figures, aka=("figures", "digits")),
    "functions": Key(tables.boolean),
    "scratch": Key(tables.boolean, aka=("calculator",)),
    "feedback": Key(partial(tables.choice, of=("immediate",))),
}
ROOT: Keys = {
    "format": Key(_format, "format = 1", ("version",)),
    "id": Key(_id),
    "title": Key(tables.line, 'title = "…", a line that names the lesson', ("name",)),
    "about": Key(tables.text, aka=("description",)),
    "author": Key(tables.line),
    "course": Key(tables.line),
    "level": Key(tables.line),
    "tags": Key(tables.lines),
    "network": Key(partial(tables.table, keys=NETWORK), "[network] on a line of its own, and the network below it"),
    "trace": Key(partial(tables.table, keys=TRACE)),
    "marking": Key(partial(tables.table, keys=MARKING)),
    "messages": Key(tables.named_lines, aka=("message",)),
    "step": Key(partial(tables.tables, keys=STEP)),
}
HOMES: dict[str, tuple[str, str]] = {
    name: (known, home)
    for home, keys in (
        ("[[step]]", STEP),
        ("[marking]", MARKING),
        ("[trace]", TRACE),
        ("[[network.layer]]", LAYER),
        ("[network]", NETWORK),
        ("the first lines of the file", ROOT),
    )
    for known, key in keys.items()
    for name in (known, *key.aka)
}
"""What people call a key → its name and where it belongs (``activation``: in [network] first)."""


def lesson(report: Report, data: Mapping[str, Any], stem: str) -> Lesson | None:
    """The lesson that the data of a file describe; None where the report has any error.

    Args:
        report: where every fault is noted.
        data: the root table, not empty.
        stem: the file's name without its ending, for a lesson that has no id.
    """
    for name in RESERVED:
        if name in data:
            advice = "this lesson needs a newer bp-tutor"
            report.add("newer", (name,), f"the key {name}", "a key of this bp-tutor", advice, at="key")
    understood = {name: value for name, value in data.items() if name not in RESERVED}
    read = tables.table(report, (), understood, keys=ROOT) or {}
    if any(fault.code == "newer" and fault.path == ("format",) for fault in report.faults):
        report.keep("newer")  # a newer format has newer keys
        return None
    raw = data.get("network")
    sizes = shapes.sizes(report, raw) if isinstance(raw, dict) else ()
    known = frame(raw if isinstance(raw, dict) else {}, sizes)
    if isinstance(raw, dict):
        fitting.check(report, raw, read.get("network", {}), known)
    trace = _trace(report, sizes, read.get("trace", {}))
    steps = explicit(report, known, read["step"], data["step"]) if "step" in read else ()
    if stem == PRACTICE and "id" not in data:
        expected = "another name: practice is kept under this one"
        report.add(
            "wrong-value", ("title",), f"no id, in a file called {PRACTICE}", expected, 'write id = "…"', at="key"
        )
    report.forget(lambda fault: fault.code == "missing-key" and fault.path in report.meant)
    if report.counts[Severity.ERROR]:
        return None
    return _assembled(read, network_of(data["network"], read["network"]), stem, steps, trace)


def _assembled(
    read: Mapping[str, Any], network: Network, stem: str, steps: tuple[Step, ...], trace: Quantity | None
) -> Lesson:
    """The lesson, from what was read without a fault."""
    return Lesson(
        id=read.get("id", stem),
        title=read["title"],
        network=network,
        steps=steps or derived(network, trace),
        trace=trace,
        marking=Marking(**read.get("marking", {})),
        **{name: read[name] for name in ("about", "author", "course", "level", "tags", "messages") if name in read},
    )


def _trace(report: Report, sizes: Sequence[int | None], read: Mapping[str, Any]) -> Quantity | None:
    """The traced weight, if there is one and it is in the network."""
    if "weight" not in read:
        return None
    path, weight = ("trace", "weight"), read["weight"]
    if len(weight) != 3:
        expected = "three: layer, destination neuron, source neuron"
        report.add("wrong-value", path, f"{len(weight)} numbers", expected, "write weight = [1, 1, 1]")
        return None
    layer, j, k = weight
    if not sizes:
        return None
    if shapes.within(report, (*path, 0), layer, len(sizes) - 1, "layers") and all(
        [
            shapes.within(report, (*path, 1), j, sizes[layer], f"neurons in layer {layer}"),
            shapes.within(report, (*path, 2), k, sizes[layer - 1], f"neurons in layer {layer - 1}"),
        ]
    ):
        return Quantity(Kind.W, layer, j, k)
    return None
