"""What has to fit together in a network beyond the numbers of its numbers: activations, loss, targets, biases."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from tutor.engine import activations
from tutor.engine.activations import ACTIVATIONS, PARAMETERS
from tutor.engine.entry import SOFTMAX
from tutor.engine.losses import LOSSES
from tutor.engine.network import NO_BIAS, ONLINE, SHARED, Layer
from tutor.expression.functions import CALM
from tutor.lesson.frame import Frame
from tutor.lesson.positions import KeyPath
from tutor.lesson.problems import Severity
from tutor.lesson.tables import Fault, Report, found_text
from tutor.lesson.values import by_class, is_batch, is_class

BINARY, CROSS = "binary-cross-entropy", "cross-entropy"
PROBABILITIES = ("sigmoid", SOFTMAX)
"""The activations whose values lie between 0 and 1."""
PARTS = 1e-9
"""How far the targets of one sample may add up to something other than 1."""

SAMPLES = 100
"""The most samples of a lesson."""
NUMBERS = 10_000
"""The most weights and activations that a lesson with several samples or updates has in all its passes: about three
questions come of each, and to write out the answer key takes a millisecond for each question."""
LAYER = 10
"""To how many of these a layer comes besides: it takes its time, however small."""

NETWORK: KeyPath = ("network",)


def check(report: Report, raw: Mapping[str, Any], read: Mapping[str, Any], frame: Frame) -> None:
    """Note what does not fit together in a network.

    Args:
        report: where faults are noted.
        raw: the ``[network]`` table as parsed.
        read: what could be read of it.
        frame: how many of each there are.
    """
    layers = raw.get("layer")
    layers = layers if isinstance(layers, list) else []
    found = read.get("layer") or [None] * len(layers)
    names = [(layer or {}).get("activation") or read.get("activation") for layer in found]
    for index, (layer, name) in enumerate(zip(layers, names, strict=True)):
        if isinstance(layer, dict):
            path: KeyPath = ("network", "layer", index)
            _parameters(report, path, layer, name)
            _biases(report, path, layer, read.get("bias"))
    _softmax(report, layers, names)
    if layers and isinstance(layers[-1], dict) and names[-1] is not None:
        _loss(report, read, names[-1], layers[-1])
    _targets(report, raw, read, frame.sizes[-1] if frame.sizes else None)
    _descent(report, raw)
    _bounded(report, frame)


def _parameters(report: Report, path: KeyPath, layer: Mapping[str, Any], name: str | None) -> None:
    """The number that a family of activations needs is there, and only there."""
    for family, number in PARAMETERS.items():
        if name == family and number.usual is None and number.key not in layer:
            expected = f"the key {number.key}, since the activation is {family}"
            advice = f"write {number.key} = {number.example:g}"
            report.add("missing-key", (*path, number.key), f"no {number.key} here", expected, advice)
        elif number.key in layer and name is not None and name != family:
            found = f"{number.key} with {name if name in ACTIVATIONS else 'a formula of its own'}"
            advice = f'take it out, or write activation = "{family}"'
            report.add("wrong-value", (*path, number.key), found, f"{number.key} only with {family}", advice, at="key")


def _biases(report: Report, path: KeyPath, layer: Mapping[str, Any], bias: str | None) -> None:
    """There are the biases that the network says, and as many values as it says."""
    present = [name for name in ("b", "theta") if name in layer]
    name = present[0] if present else "b"
    if len(present) == 2:
        report.add(
            "wrong-value", (*path, "theta"), "theta beside b", "one of the two", "take one of them out", at="key"
        )
    elif present and bias == NO_BIAS:
        found = f'{name} in a network with bias = "{NO_BIAS}"'
        advice = f'take it out, or take out bias = "{NO_BIAS}"'
        report.add("wrong-value", (*path, name), found, f"no {name}", advice, at="key")
    elif not present and bias != NO_BIAS:
        example = "b = 0.4, one number for the layer" if bias == SHARED else "b = [0.1, 0.2], a number for each neuron"
        report.add("missing-key", (*path, "b"), "no b here", "the key b", f"write {example}")
    elif present and bias == SHARED and isinstance(layer[name], list) and layer[name]:
        expected = f'one number for the layer, since bias = "{SHARED}"'
        report.add("wrong-type", (*path, name), found_text(layer[name]), expected, f"write {name} = 0.4")
    elif present and bias != SHARED and isinstance(layer[name], int | float) and not isinstance(layer[name], bool):
        expected = "a list of numbers such as [0.1, 0.2]"
        advice = f'put it between square brackets, or write bias = "{SHARED}" in [network]'
        report.add("wrong-type", (*path, name), found_text(layer[name]), expected, advice)


def _softmax(report: Report, layers: Sequence[Any], names: Sequence[str | None]) -> None:
    """Softmax is in the output layer only."""
    hidden = [index for index, name in enumerate(names[:-1]) if name == SOFTMAX]
    own = [index for index in hidden if "activation" in layers[index]]
    paths: list[KeyPath] = [("network", "layer", index, "activation") for index in own]
    if len(own) < len(hidden):
        paths.insert(0, ("network", "activation"))
    for path in paths:
        advice = "give the hidden layers another activation, such as sigmoid"
        report.add("wrong-value", path, "softmax in a hidden layer", "softmax in the output layer only", advice)


def _loss(report: Report, read: Mapping[str, Any], last: str, layer: Mapping[str, Any]) -> None:
    """The loss can be taken of what the output layer gives.

    Args:
        report: where faults are noted.
        read: what could be read of the network.
        last: the activation of the output layer.
        layer: the output layer's table.
    """
    loss = read.get("loss")
    if loss is None:
        return
    path: KeyPath = (*NETWORK, "loss")
    named = last if last in ACTIVATIONS else "the lesson's own activation"
    if loss == CROSS and last != SOFTMAX:
        advice = f'write activation = "{SOFTMAX}" in the last layer, or loss = "{BINARY}"'
        report.add("wrong-value", path, f"{CROSS} of outputs of {named}", "softmax in the output layer", advice)
    elif loss == BINARY and last not in PROBABILITIES and not _probable(last, layer):
        advice = 'write activation = "sigmoid" in the last layer, or another loss'
        report.add("wrong-value", path, f"{BINARY} of outputs of {named}", "outputs between 0 and 1", advice)
    elif loss not in LOSSES:
        from tutor.lesson.own import loss_tried

        # Of a whole layer, softmax has outputs as a single sigmoid has them.
        outputs = _outputs("sigmoid" if last == SOFTMAX else last, layer)
        targets = [y for row in read.get("y", ()) if isinstance(row, tuple) for y in row]
        if outputs and targets:
            loss_tried(report, path, loss, outputs, targets)


def _probable(last: str, layer: Mapping[str, Any]) -> bool:
    """Whether an activation of the lesson's own has values between 0 and 1."""
    return last not in ACTIVATIONS and all(0.0 <= output <= 1.0 for output in _outputs(last, layer))


def _outputs(activation: str, layer: Mapping[str, Any]) -> list[float]:
    """What the output can be, at every z at which formulas are tried; nothing where its activation lacks a number."""
    from tutor.lesson.sound import POINTS

    needed = PARAMETERS.get(activation)
    number = None if needed is None else layer.get(needed.key, needed.usual)
    if needed is not None and not isinstance(number, int | float):
        return []
    value = activations.of(Layer((), (), activation, number)).value
    return [value(CALM, z) for z in POINTS]


def _targets(report: Report, raw: Mapping[str, Any], read: Mapping[str, Any], outputs: int | None) -> None:
    """Each target is one that the loss can be taken of."""
    y, loss = read.get("y"), read.get("loss")
    if y is None or loss is None:
        return
    batch = is_batch(raw.get("x"))
    if by_class(raw):
        _classes(report, raw, loss, outputs)
    elif batch and not is_batch(raw["y"]):
        found, expected = found_text(raw["y"]), "a list of targets for each sample, such as [[1.0], [0.0]]"
        advice = "put each sample's targets between square brackets"
        advice += ", or write the class of each as a whole number, as in [2, 1]" if loss == CROSS else ""
        report.add("wrong-type", (*NETWORK, "y"), found, expected, advice)
    elif not batch and is_batch(raw["y"]):
        advice = "take out a pair of brackets"
        if len(raw["y"]) > 1:
            advice = "write as many samples in x, or the targets of one sample alone"
        _only(report, found_text(raw["y"]), "the targets of one sample, since x is one sample", advice)
    elif not batch and loss == CROSS and outputs not in (1, None) and len(raw["y"]) == 1:
        number = f"{raw['y'][0]:.0f}" if raw["y"][0] in range(1, outputs + 1) else "2"
        expected = f"a target for each of {outputs} outputs, or the number of the class"
        _only(report, found_text(raw["y"]), expected, f"write y = {number} for class {number}")
    else:
        _ranges(report, y, loss, batch=batch)


def _only(report: Report, found: str, expected: str, advice: str) -> None:
    """Note what is wrong with the targets as a whole, which accounts for how many of them there are."""
    path: KeyPath = (*NETWORK, "y")
    report.forget(lambda fault: fault.code == "shape" and fault.path[: len(path)] == path)
    report.add("wrong-type", path, found, expected, advice)


def _ranges(report: Report, y: Sequence[Any], loss: str, *, batch: bool) -> None:
    """The targets are such as the logarithms of the loss can be taken at."""
    for s, targets in enumerate(y):
        path: KeyPath = (*NETWORK, "y", s) if batch else (*NETWORK, "y")
        if loss in (BINARY, CROSS):
            for j, target in enumerate(targets):
                if not 0.0 <= target <= 1.0:
                    advice = f"{loss} takes a target as a probability"
                    report.add("wrong-value", (*path, j), found_text(target), "a number from 0 to 1", advice)
        total = sum(targets)
        if loss == CROSS and not abs(total - 1.0) <= PARTS:
            advice = "write 1 for the right class and 0 for each other, or the number of the class alone"
            report.add("wrong-value", path, f"targets that add up to {total:.6g}", "targets that add up to 1", advice)


def _classes(report: Report, raw: Mapping[str, Any], loss: str, outputs: int | None) -> None:
    """Targets that are written as classes are classes, and the loss is that of classes."""
    path: KeyPath = (*NETWORK, "y")
    y = raw["y"]
    if is_class(y) and is_batch(raw.get("x")):
        report.add("wrong-type", path, found_text(y), "the class of each sample", "write a list such as [2, 1]")
        return
    each: dict[KeyPath, object] = {path: y} if is_class(y) else {(*path, s): one for s, one in enumerate(y)}
    for here, one in each.items():
        if not is_class(one):
            report.add("wrong-type", here, found_text(one), "the number of a class, as elsewhere", "write 1, 2 …")
        elif loss != CROSS:
            expected = "a list of numbers such as [1.0]"
            advice = f'put it between square brackets; the number of a class goes with loss = "{CROSS}"'
            report.add("wrong-type", here, found_text(one), expected, advice)
            return
        elif isinstance(one, int) and outputs is not None and not 1 <= one <= outputs:
            expected, advice = f"a class from 1 to {outputs}", "there is one for each output, counted from 1"
            report.add("wrong-value", here, found_text(one), expected, advice)


def _descent(report: Report, raw: Mapping[str, Any]) -> None:
    """What says how updates go stands beside a learning rate, and there are several samples to choose a batch of."""
    if report.warnings and "batch" in raw and isinstance(raw.get("x"), list) and not is_batch(raw["x"]):
        found, expected, advice = "batch with one sample", "batch where x has several samples", "take it out"
        path: KeyPath = (*NETWORK, "batch")
        report.note(Fault("one-sample", path, found, expected, advice, "key", Severity.WARNING))
    if "learning_rate" in raw:
        return
    for name in ("updates", "momentum", "batch"):
        if name in raw and (name != "batch" or raw[name] == ONLINE):
            found = f'{name} = "{ONLINE}"' if name == "batch" else name
            expected, advice = "it beside a learning rate", "add learning_rate = 0.5 to [network], or take it out"
            report.add("wrong-value", (*NETWORK, name), f"{found} without a learning rate", expected, advice, at="key")


def _bounded(report: Report, frame: Frame) -> None:
    """Several samples and updates are as many as a lesson can have."""
    samples, updates = frame.samples or 1, frame.updates or 1
    if samples > SAMPLES:
        report.add("too-large", (*NETWORK, "x"), f"{samples} samples", f"at most {SAMPLES}", "take fewer of them")
    sizes = [size or 0 for size in frame.sizes]
    each = samples if not frame.online else 1
    numbers = updates * sum(here * before + here * each + LAYER for before, here in pairwise(sizes))
    if samples <= SAMPLES and max(samples, updates) > 1 and numbers > NUMBERS:
        where, found = ("updates", f"{updates} updates") if updates > 1 else ("x", f"{samples} samples")
        found += f", each by {samples} samples" if updates > 1 and each > 1 else ""
        expected = f"at most {NUMBERS:,} weights and activations in all of them, with {LAYER} more for each layer"
        advice = "take fewer of them, or a smaller network"
        report.add("too-large", (*NETWORK, where), f"{found}, with {numbers:,} numbers", expected, advice)
