"""What a network of practice is to be like, before it has numbers: its size, activations, loss and conventions."""

import re
from collections.abc import Sequence

from tutor.engine.activations import PARAMETERS
from tutor.engine.entry import SOFTMAX
from tutor.engine.network import NO_BIAS, SHARED, Descent, Layer, Network
from tutor.lesson.locate import shortened
from tutor.lesson.schema import Lesson

USUAL = (2, 2, 2)
"""The size where none is asked for: two paths lead back from every neuron, and little is to be typed."""
LAYERS = range(2, 5)
"""How many numbers a size may have: the inputs, and a layer for each further one."""
WIDTHS = range(1, 5)
"""What each may be."""
HALF_SQUARED, CROSS = "half-squared-error", "cross-entropy"
RAMPS = frozenset({"relu", "leaky-relu", "elu"})
"""Activations that are for hidden layers; the output behind them has none, as is usual."""


def size(text: str) -> tuple[int, ...]:
    """The size that is written as ``3,2,2,1`` or ``3-2-2-1``.

    Raises:
        ValueError: with what is wrong, what was expected and what to write.
    """
    called = f"“{shortened(text, 40)}”"
    parts = re.split(r"\s*[,x×–-]\s*|\s+", text.strip().strip("[]()"))
    if not all(part.isascii() and part.isdigit() and len(part) < 7 for part in parts):
        raise ValueError(
            f"{called} is no size: write how many inputs, and how many neurons each layer has, as in 3-2-2-1"
        )
    return _checked(tuple(map(int, parts)), called, "write one such as 3-2-2-1")


def _checked(sizes: Sequence[int], called: str, advice: str) -> tuple[int, ...]:
    """A size that practice can have."""
    most = f"2 to {LAYERS[-1]} numbers from {WIDTHS[0]} to {WIDTHS[-1]}"
    if len(sizes) not in LAYERS:
        found = "one number" if len(sizes) == 1 else f"{len(sizes)} numbers"
        raise ValueError(f"{called} has {found}, and a network to practise with {most}: {advice}")
    wrong = next((n for n in sizes if n not in WIDTHS), None)
    if wrong is not None:
        raise ValueError(f"{called} has the number {wrong}, and a network to practise with {most}: {advice}")
    return tuple(sizes)


def activation(text: str) -> str:
    """The name of a built-in activation, or a formula in z, as lesson files write it.

    Raises:
        ValueError: with what is wrong, what was expected and what to write.
    """
    from tutor.lesson.tables import Report
    from tutor.lesson.values import activation as read

    report = Report(False, {})
    found = read(report, ("activation",), text)
    if found is None:
        fault = report.faults[0]
        raise ValueError(f"found {fault.found}, expected {fault.expected}: {fault.advice}")
    return found


def template(sizes: Sequence[int] | None, activation: str | None, like: Lesson | None) -> Network:
    """A network of the shape and the kind that is wanted, all of its numbers 0.

    Args:
        sizes: n_0 … n_L, or None for those of ``like``, or else the usual ones.
        activation: of the hidden layers, and of the output where it can be; None for those of ``like``, or sigmoid.
        like: the lesson that says all else. One sample of it is kept, and no update.

    Raises:
        ValueError: if there is no such network.
    """
    if sizes is None:
        sizes = like.network.sizes if like else USUAL
    sizes = _checked(sizes, f"the size of “{like.title}”" if like else "the size", "give a --size such as 3-2-2-1")
    kinds = _kinds(activation, len(sizes) - 1, like.network if like else None)
    bias = like.network.conventions.bias if like else ""
    layers = tuple(
        kind._replace(W=((0.0,) * before,) * here, b=_biases(bias, here))
        for kind, before, here in zip(kinds, sizes, sizes[1:], strict=False)
    )
    x, y = (0.0,) * sizes[0], (0.0,) * sizes[-1]
    if like is None:
        loss = CROSS if layers[-1].activation == SOFTMAX else HALF_SQUARED
        return _possible(Network(x, y, layers, loss))
    descent = Descent(l2=like.network.descent.l2)
    return _possible(like.network._replace(x=x, y=y, layers=layers, further=(), descent=descent, learning_rate=None))


def _kinds(activation: str | None, depth: int, like: Network | None) -> list[Layer]:
    """The layers 1 … L without their weights."""
    if activation is not None:
        hidden, output = _named(activation)
        return [hidden] * (depth - 1) + [output if depth > 1 or output.activation == SOFTMAX else hidden]
    if like is None:
        return [Layer((), (), "sigmoid")] * depth
    first, *_, last = (like.layers[0], like.layers[-1])
    if depth == like.depth:
        return list(like.layers)
    return [first] * (depth - 1) + [last]


def _named(activation: str) -> tuple[Layer, Layer]:
    """A hidden layer and an output layer of an activation."""
    needed = PARAMETERS.get(activation)
    own = Layer((), (), activation, None if needed is None else _NUMBERS[activation])
    if activation == SOFTMAX:
        return Layer((), (), "sigmoid"), own
    return own, Layer((), (), "identity") if activation in RAMPS else own


_NUMBERS = {"leaky-relu": 0.2, "elu": 1.0}
"""The numbers of families, such that what they make of a z can be told from it."""


def _biases(bias: str, neurons: int) -> tuple[float, ...]:
    if bias == NO_BIAS:
        return ()
    return (0.0,) * (1 if bias == SHARED else neurons)


def _possible(network: Network) -> Network:
    """The network, if its activations, its loss and its size go together."""
    last, outputs = network.layers[-1].activation, network.sizes[-1]
    if last == SOFTMAX and outputs < 2:
        raise ValueError("softmax shares 1 out among outputs: it needs a --size with two or more of them, as in 2-2-3")
    if network.loss == CROSS and last != SOFTMAX:
        raise ValueError(f"the loss of the lesson, {CROSS}, goes with softmax: leave out --activation {last}")
    if network.loss == "binary-cross-entropy" and last != "sigmoid":
        raise ValueError(f"the loss of the lesson, {network.loss}, goes with sigmoid: leave out --activation {last}")
    return network
