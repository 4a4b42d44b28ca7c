"""Do the numbers of weights, biases, inputs and targets fit together: on the lists as they stand in the file."""

from collections.abc import Mapping, Sequence
from typing import Any

from tutor.engine.network import SOURCE_FIRST
from tutor.lesson.positions import KeyPath
from tutor.lesson.tables import Report, flat, found_text
from tutor.lesson.values import is_batch, is_class


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
    by_source = network.get("weights") == SOURCE_FIRST
    x, y = network.get("x"), network.get("y")
    batch = is_batch(x)
    found = [_inputs(report, x, _sources(layers[0], by_source=by_source), batch=batch)]
    targets = _each(y, batch=batch)
    for index, layer in enumerate(layers):
        path: KeyPath = ("network", "layer", index)
        last = index + 1 == len(layers)
        follows = _common(targets) if last else _sources(layers[index + 1], by_source=by_source)
        of = _layer_by_source if by_source else _layer
        found.append(of(report, path, layer, found[-1], follows) if isinstance(layer, dict) else None)
    _outputs(report, targets, found[-1])
    _paired(report, x, y, batch=batch)
    _activations(report, network, layers)
    return tuple(found)


def within(report: Report, path: KeyPath, value: int, most: int | None, what: str) -> bool:
    """Whether an index counts from 1 to ``most`` (None: not known); notes it where it does not."""
    if 1 <= value <= (most or max(value, 1)):
        return True
    there = f"a number from 1 to {most}, since there are {most} {what}" if most else "a number from 1"
    if most == 1:
        one, *where = what.split()
        there = f"1, since there is only one {' '.join([_ONE.get(one, one.removesuffix('s')), *where])}"
    report.add("wrong-value", path, found_text(value), there, f"{what.split(maxsplit=1)[0]} count from 1")
    return False


_ONE = {"biases": "bias"}


def _each(value: object, *, batch: bool) -> dict[KeyPath, Any]:
    """The list of each sample, and where it stands after x or y."""
    if not isinstance(value, list):
        return {}
    if not batch:
        return {(): value}
    return {(s,): one for s, one in enumerate(value) if isinstance(one, list)}


def _common(lists: Mapping[KeyPath, Any]) -> int | None:
    """The length of the first of some lists that has one."""
    return next((length for one in lists.values() if (length := _length(one))), None)


def _inputs(report: Report, x: object, width: int | None, *, batch: bool) -> int | None:
    """The number of inputs; where decimal commas have doubled it, what the first layer takes.

    Args:
        report: where faults are noted.
        x: the inputs.
        width: how many of them the first layer takes.
        batch: whether there are several samples.
    """
    samples = _each(x, batch=batch)
    due = _common(samples)
    if width is not None and any(len(one) == 2 * width and _points(one) for one in samples.values()):
        why, due = "one for each weight of a neuron in layer 1", width
    else:
        why = "as in the first sample"
    for path, one in samples.items():
        if one and len(one) != due:
            _misfit(report, ("network", "x", *path), one, due or 0, what="number", why=why)
    return due


def _outputs(report: Report, targets: Mapping[KeyPath, Any], outputs: int | None) -> None:
    """Each sample has a target for each output."""
    for path, one in targets.items():
        if one and outputs is not None and len(one) != outputs:
            _misfit(report, ("network", "y", *path), one, outputs, what="target", why="one for each output")


def _paired(report: Report, x: object, y: object, *, batch: bool) -> None:
    """There are as many targets as samples."""
    in_samples = isinstance(y, list) and bool(y) and (is_batch(y) or is_class(y[0]))
    if batch and in_samples and isinstance(x, list) and isinstance(y, list) and len(x) != len(y):
        _misfit(report, ("network", "y"), y, len(x), what="target", why="one for each sample")


def _layer(
    report: Report, path: KeyPath, layer: Mapping[str, Any], sources: int | None, follows: int | None
) -> int | None:
    """The size of one layer whose W has a row for each of its neurons.

    Args:
        report: where faults are noted.
        path: of the layer.
        layer: its table.
        sources: the size of the layer before.
        follows: what comes after it says of its size, to tell which of W and b is off where they differ.
    """
    W: Any = layer.get("W")
    name, biases = _biases(layer)
    neurons = None if flat(W) else _length(W)
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
        found, expected = _count(neurons, "row"), f"{biases}, one for each number of {name}"
        report.add("shape", (*path, "W"), found, expected, _ADVICE)
        return biases
    _misfit(report, (*path, name), layer[name], neurons, what=_WHAT[name], why="one for each row of W")
    return neurons


def _layer_by_source(
    report: Report, path: KeyPath, layer: Mapping[str, Any], sources: int | None, follows: int | None
) -> int | None:
    """The size of one layer whose W has a row for each neuron of the layer before; as ``_layer``."""
    W: Any = layer.get("W")
    name, biases = _biases(layer)
    if not isinstance(W, list) or not W or flat(W):
        return biases or follows
    width = _width(W)
    if sources is not None and len(W) != sources:
        if width == sources and len(W) in (biases, follows):
            found, expected = f"a matrix of {len(W)}×{width}", f"{width}×{len(W)}, a row for each source"
            report.add("shape", (*path, "W"), found, expected, "it looks transposed: turn its columns into rows")
            return len(W)
        expected = f"{sources}, one for {_source(path)}"
        report.add("shape", (*path, "W"), _count(len(W), "row"), expected, _ADVICE)
    if width is None:
        due = biases or follows or _length(W[0])
        for index, row in enumerate(W):
            if _length(row) not in (due, None):
                why = "one for each neuron of this layer"
                _misfit(report, (*path, "W", index), row, due or 0, what="weight", why=why)
        return due
    if biases is None or biases == width:
        return width
    if biases == follows:
        found, expected = f"rows of {_count(width, 'weight')}", f"{biases}, one for each number of {name}"
        report.add("shape", (*path, "W"), found, expected, _points(W[0], biases) or _ADVICE)
        return biases
    _misfit(report, (*path, name), layer[name], width, what=_WHAT[name], why="one for each column of W")
    return width


_WHAT = {"b": "bias", "theta": "threshold"}


def _biases(layer: Mapping[str, Any]) -> tuple[str, int | None]:
    """What a layer has of biases or thresholds, and how many; None where it is one number for all, or nothing."""
    name = "theta" if "theta" in layer and "b" not in layer else "b"
    return name, _length(layer.get(name))


def _transposed(W: Any, sources: int | None, biases: int | None) -> bool:  # noqa: ANN401 (of the file)
    """Whether a matrix fits only with rows and columns exchanged."""
    if not isinstance(W, list) or not sources or len(W) != sources:
        return False
    widths = {_length(row) for row in W}
    return len(widths) == 1 and not widths & {sources, None} and biases in (*widths, None)


def _sources(layer: object, *, by_source: bool) -> int | None:
    """How many sources the weights of a layer have, as far as that can be told."""
    W = layer.get("W") if isinstance(layer, dict) else None
    if by_source:
        return None if flat(W) else _length(W)
    return _width(W)


def _width(W: object) -> int | None:
    """How many numbers each row of a matrix has, if all have as many."""
    widths = {_length(row) for row in W} if isinstance(W, list) else set()
    return widths.pop() if len(widths) == 1 else None


def _source(path: KeyPath) -> str:
    """What the sources of the layer at a path are."""
    before = path[-1]
    return "each number of x" if before == 0 else f"each neuron of layer {before}"


def _widths(report: Report, path: KeyPath, W: Sequence[Any], sources: int | None) -> None:
    """Every row of W has a weight for each neuron of the layer before (or else, as many as the first row)."""
    widths = [_length(row) for row in W]
    due = sources or next((width for width in widths if width), None)
    wrong = [index for index, width in enumerate(widths) if width and width != due]
    if not wrong or due is None:
        return
    why = f"one for {_source(path)}" if sources else "as in the first row"
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
