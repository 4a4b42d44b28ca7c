"""Do the numbers of weights, biases, inputs and targets fit together: on the lists as they stand in the file."""

from collections.abc import Mapping, Sequence
from typing import Any

from tutor.lesson.positions import KeyPath
from tutor.lesson.tables import Report, flat, found_text


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
    found = [_inputs(report, network.get("x"), layers[0])]
    for index, layer in enumerate(layers):
        path: KeyPath = ("network", "layer", index)
        follows = _width(layers[index + 1]) if index + 1 < len(layers) else _length(network.get("y"))
        found.append(_layer(report, path, layer, found[-1], follows) if isinstance(layer, dict) else None)
    y, last = _length(network.get("y")), found[-1]
    if y is not None and last is not None and y != last:
        _misfit(report, ("network", "y"), network["y"], last, what="target", why="one for each output")
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


def _inputs(report: Report, x: object, first: object) -> int | None:
    """The number of inputs; where decimal commas have doubled it, what the first layer takes."""
    width = _width(first)
    if isinstance(x, list) and width is not None and len(x) == 2 * width and _points(x):
        why = "one for each weight of a neuron in layer 1"
        _misfit(report, ("network", "x"), x, width, what="number", why=why)
        return width
    return _length(x)


def _layer(
    report: Report, path: KeyPath, layer: Mapping[str, Any], sources: int | None, follows: int | None
) -> int | None:
    """The size of one layer.

    Args:
        report: where faults are noted.
        path: of the layer.
        layer: its table.
        sources: the size of the layer before.
        follows: what comes after it says of its size, to tell which of W and b is off where they differ.
    """
    W: Any = layer.get("W")
    b: Any = layer.get("b")
    neurons, biases = None if flat(W) else _length(W), _length(b)
    if _transposed(W, sources, biases):
        rows, columns = len(W), len(W[0])
        found, expected = f"a matrix of {rows}×{columns}", f"{columns}×{rows}, a row for each neuron"
        report.add("shape", (*path, "W"), found, expected, "it looks transposed: turn its columns into rows")
        return columns
    if isinstance(W, list) and not flat(W):
        _widths(report, path, W, sources)
    if neurons is None or biases is None or neurons == biases:
        return neurons or biases
    if biases == follows:
        found, expected = _count(neurons, "row"), f"{biases}, one for each number of b"
        report.add("shape", (*path, "W"), found, expected, _ADVICE)
        return biases
    _misfit(report, (*path, "b"), b, neurons, what="bias", why="one for each row of W")
    return neurons


def _transposed(W: Any, sources: int | None, biases: int | None) -> bool:  # noqa: ANN401 (of the file)
    """Whether a matrix fits only with rows and columns exchanged."""
    if not isinstance(W, list) or not sources or len(W) != sources:
        return False
    widths = {_length(row) for row in W}
    return len(widths) == 1 and not widths & {sources, None} and biases in (*widths, None)


def _width(layer: object) -> int | None:
    """How many weights each neuron of a layer has, if all have as many."""
    W = layer.get("W") if isinstance(layer, dict) else None
    widths = {_length(row) for row in W} if isinstance(W, list) else set()
    return widths.pop() if len(widths) == 1 else None


def _widths(report: Report, path: KeyPath, W: Sequence[Any], sources: int | None) -> None:
    """Every row of W has a weight for each neuron of the layer before (or else, as many as the first row)."""
    widths = [_length(row) for row in W]
    due = sources or next((width for width in widths if width), None)
    wrong = [index for index, width in enumerate(widths) if width and width != due]
    if not wrong or due is None:
        return
    before = path[-1]
    of = "each number of x" if before == 0 else f"each neuron of layer {before}"
    why = f"one for {of}" if sources else "as in the first row"
    if len(wrong) == len(widths) > 1 and len(set(widths)) == 1:
        found = f"rows of {_count(widths[0] or 0, 'weight')}"
        report.add("shape", (*path, "W"), found, f"{due}, {why}", _points(W[0], due) or _ADVICE)
    else:
        for index in wrong:
            _misfit(report, (*path, "W", index), W[index], due, what="weight", why=why)


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


_ADVICE = "add what is missing, or take out what is too much"


def _misfit(report: Report, path: KeyPath, value: Sequence[Any], due: int, *, what: str, why: str) -> None:
    """Note a list that has too many numbers, or too few."""
    report.add("shape", path, _count(len(value), what), f"{due}, {why}", _points(value, due) or _ADVICE)


def _points(value: Sequence[Any], due: int | None = None) -> str:
    """What to write where every number seems to have a decimal comma: ``[1,5, 0,5]`` is four whole numbers."""
    whole = all(type(number) is int for number in value) and all(number >= 0 for number in value[1::2])
    if not whole or not value or len(value) != 2 * (due or len(value) // 2):
        return ""
    pairs = zip(value[:6:2], value[1:6:2], strict=True)
    numbers = ", ".join(f"{before}.{after}" for before, after in pairs)
    more = ", …" if len(value) > 6 else ""
    return f"if these are decimal commas, write points: [{numbers}{more}]; else take out what is too much"


def _length(value: object) -> int | None:
    """The length of a list that has something in it."""
    return len(value) if isinstance(value, list) and value else None


def _count(n: int, what: str) -> str:
    plural = "es" if what.endswith("s") else "s"
    return f"{n} {what}" if n == 1 else f"{n} {what}{plural}"
