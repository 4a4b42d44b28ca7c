"""Do the numbers of weights, biases, inputs and targets fit together: on the lists as they stand in the file."""

from collections.abc import Mapping, Sequence
from typing import Any

from tutor.lesson.positions import KeyPath
from tutor.lesson.tables import Report, found_text


def sizes(report: Report, network: Mapping[str, Any]) -> tuple[int | None, ...]:
    """The sizes n_0 … n_L of a network, None where one cannot be told; notes what does not fit.

    Works on the table as parsed, so that a number at fault in a matrix does not hide that a row is too long.

    Args:
        report: where faults are noted.
        network: the ``[network]`` table of the file.
    """
    layers = network.get("layer")
    if not isinstance(layers, list) or not layers:
        return ()
    found = [_length(network.get("x"))]
    for index, layer in enumerate(layers):
        path: KeyPath = ("network", "layer", index)
        found.append(_layer(report, path, layer, found[-1]) if isinstance(layer, dict) else None)
    y, last = _length(network.get("y")), found[-1]
    if y is not None and last is not None and y != last:
        _misfit(report, ("network", "y"), _count(y, "target"), f"{last}, one for each output")
    _activations(report, network, layers)
    return tuple(found)


def within(report: Report, path: KeyPath, value: int, most: int | None, what: str) -> bool:
    """Whether an index counts from 1 to ``most`` (None: not known); notes it where it does not."""
    if 1 <= value <= (most or max(value, 1)):
        return True
    there = f"a number from 1 to {most}, since there are {most} {what}" if most else "a number from 1"
    if most == 1:
        there = f"1, since there is 1 of the {what}"
    report.add("wrong-value", path, found_text(value), there, "layers and neurons count from 1")
    return False


def _layer(report: Report, path: KeyPath, layer: Mapping[str, Any], sources: int | None) -> int | None:
    """The size of one layer."""
    W, b = layer.get("W"), layer.get("b")
    neurons, biases = _length(W), _length(b)
    if neurons is not None and biases is not None and neurons != biases:
        _misfit(report, (*path, "b"), _count(biases, "bias"), f"{neurons}, one for each row of W")
    if isinstance(W, list):
        _widths(report, path, [_length(row) for row in W], sources)
    return neurons or biases


def _widths(report: Report, path: KeyPath, widths: Sequence[int | None], sources: int | None) -> None:
    """Every row of W has a weight for each neuron of the layer before (or else, as many as the first row)."""
    due = sources or next((width for width in widths if width), None)
    wrong = [index for index, width in enumerate(widths) if width and width != due]
    if not wrong:
        return
    before = path[-1]
    of = "the first row" if not sources else "x" if before == 0 else f"layer {before}"
    expected = f"{due}, one for each number of x" if of == "x" else f"{due}, one for each neuron of {of}"
    expected = f"{due}, as in the first row" if not sources else expected
    if len(wrong) == len(widths) > 1 and len(set(widths)) == 1:
        _misfit(report, (*path, "W"), f"rows of {_count(widths[0] or 0, 'weight')}", expected)
    else:
        for index in wrong:
            _misfit(report, (*path, "W", index), _count(widths[index] or 0, "weight"), expected)


def _activations(report: Report, network: Mapping[str, Any], layers: Sequence[Any]) -> None:
    """The network has an activation, or each layer has its own."""
    if "activation" in network:
        return
    without = [index for index, layer in enumerate(layers) if isinstance(layer, dict) and "activation" not in layer]
    if len(without) == len(layers):
        path: KeyPath = ("network", "activation")
        report.add("missing-key", path, "no activation here", "the key activation", 'write activation = "sigmoid"')
        return
    for index in without:
        path = ("network", "layer", index, "activation")
        expected = "the key activation, here or in [network]"
        report.add("missing-key", path, "no activation here", expected, 'write activation = "sigmoid"')


def _misfit(report: Report, path: KeyPath, found: str, expected: str) -> None:
    report.add("shape", path, found, expected, "add what is missing, or take out what is too much")


def _length(value: object) -> int | None:
    """The length of a list that has something in it."""
    return len(value) if isinstance(value, list) and value else None


def _count(n: int, what: str) -> str:
    plural = "es" if what.endswith("s") else "s"
    return f"{n} {what}" if n == 1 else f"{n} {what}{plural}"
