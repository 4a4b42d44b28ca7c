"""The equations and the symbols of a lesson, for looking up: as its own book writes them."""

from collections.abc import Iterator

from tutor.engine import losses
from tutor.engine.network import FIXED, NO_BIAS, SHARED, SOURCE_FIRST, Network

Entry = tuple[str, str, str]
"""A tag, an equation, the same in words."""


def equations(network: Network) -> tuple[Entry, ...]:
    """Every equation of a lesson, for any layer."""
    return (*_forward(network), *_backward(network), *_gradients(network), *_update(network))


def _turned(network: Network) -> bool:
    """Whether a row of W belongs to a source neuron."""
    return network.conventions.weights == SOURCE_FIRST


def _weight(network: Network) -> str:
    return ("w_{kj}" if _turned(network) else "w_{jk}") + "^{(l)}"


def _threshold(network: Network) -> bool:
    return any(layer.threshold for layer in network.layers)


def _forward(network: Network) -> Iterator[Entry]:
    W = "(W^{(l)})^T" if _turned(network) else "W^{(l)}"
    bias, words = r" + b^{(l)}", ", plus the bias"
    if network.conventions.bias == NO_BIAS:
        bias = words = ""
    elif _threshold(network):
        bias, words = r" - \theta^{(l)}", ", minus the threshold"
    yield "forward", rf"z^{{(l)}} = {W} a^{{(l-1)}}{bias}", f"weights times what comes in, added up{words}"
    yield "", r"a^{(l)} = \sigma(z^{(l)})", "what the neuron makes of its z"


def _backward(network: Network) -> Iterator[Entry]:
    minus = "" if network.true_sign else "-"
    yield (
        "BP1",
        rf"\delta^{{(L)}} = {minus}\nabla_a L \odot \sigma'(z^{{(L)}})",
        f"{'minus ' if minus else ''}how the loss changes with the output, times its slope",
    )
    if losses.short(network):
        short = "y - a^{(L)}" if minus else "a^{(L)} - y"
        yield "", rf"\delta^{{(L)}} = {short}", "which is all that is left of it with the loss of this lesson"
    W = "W^{(l+1)}" if _turned(network) else "(W^{(l+1)})^T"
    yield (
        "BP2",
        rf"\delta^{{(l)}} = ({W} \delta^{{(l+1)}}) \odot \sigma'(z^{{(l)}})",
        "the errors of the next layer, back through the same weights, times the neuron's own slope",
    )


def _gradients(network: Network) -> Iterator[Entry]:
    minus = "" if network.true_sign else "-"
    decay, words = (r" + \lambda " + _weight(network), "; weight decay adds λ times the weight")
    if network.descent.l2 is None:
        decay = words = ""
    yield (
        "BP3",
        rf"\partial L/\partial {_weight(network)} = {minus}a_k^{{(l-1)}} \delta_j^{{(l)}}{decay}",
        f"{'minus ' if minus else ''}what came in over the weight, times the error at its end{words}",
    )
    if network.conventions.bias != NO_BIAS:
        yield _bias_gradient(network)
    if len(network.in_update(1)) > 1:
        what = "the mean" if network.mean else "the sum"
        yield (
            "",
            r"\partial L = \frac{1}{n} \sum_s \partial L_s" if network.mean else (r"\partial L = \sum_s \partial L_s"),
            f"each gradient is {what} of those of the samples",
        )


def _bias_gradient(network: Network) -> Entry:
    threshold, shared = _threshold(network), network.conventions.bias == SHARED
    minus = "-" if threshold == network.true_sign else ""
    letter = r"\theta" if threshold else "b"
    name = "a threshold" if threshold else "a bias"
    total, index = (r"\sum_j ", "") if shared else ("", "_j")
    words = f"{name} comes in with a factor of {'−1' if threshold else '1'}"
    return (
        "BP4",
        rf"\partial L/\partial {letter}{index}^{{(l)}} = {minus}{total}\delta_j^{{(l)}}",
        f"{words}{'; all neurons of a layer share it' if shared else ''}",
    )


def _update(network: Network) -> Iterator[Entry]:
    w = _weight(network)
    carried, words = ("", "")
    if network.descent.momentum is not None:
        carried, words = rf" + \mu \Delta {w}", ", and μ times the last step more"
    likewise = "" if network.conventions.bias in (NO_BIAS, FIXED) else "; a bias likewise"
    yield (
        "update",
        rf"{w} \leftarrow {w}{carried} - \eta \cdot \partial L/\partial {w}",
        f"a step against the gradient{words}{likewise}",
    )


def notation(network: Network) -> tuple[tuple[str, str], ...]:
    """Every symbol of a lesson, and what it stands for."""
    threshold, first = _threshold(network), network.conventions.first_layer
    bias: tuple[tuple[str, str], ...] = (
        ((r"\theta_j^{(l)}", "the threshold of neuron j"),) if threshold else (("b_j^{(l)}", "the bias of neuron j"),)
    )
    where = "row k, column j of W" if _turned(network) else "row j, column k of W"
    into = f"the weight into neuron j of layer l from neuron k of the layer before: {where}"
    sign = "" if network.true_sign else ", with a minus"
    return (
        ("l", f"a layer: {first} is the input, the largest one the output"),
        ("x_k", f"input k, which is what layer {first} passes on"),
        (_weight(network), into),
        *(() if network.conventions.bias == NO_BIAS else bias),
        ("z_j^{(l)}", "its weighted sum"),
        ("a_j^{(l)}", "its activation, which is what it passes on"),
        (r"\sigma", "the activation function: it makes a of z"),
        (r"\sigma'(z_j^{(l)})", "its slope: how much a small change of its z does to it"),
        (r"\delta_j^{(l)}", f"its error: how the loss changes with its z{sign}"),
        (rf"\partial L/\partial {_weight(network)}", "the gradient of a weight: how the loss changes with it"),
        ("L", "the loss; as the index of a layer, the last one"),
        ("y_j", "the target of output j"),
        (r"\nabla_a L", "how the loss changes with each activation of the output, one number for each"),
        (r"\eta", "the learning rate"),
        *_descent(network),
        (r"\sum", "the sum of what follows, over all that is named below it"),
        (r"\odot", "times, element by element"),
        ("W^T", "W with its rows written as columns"),
    )


def _descent(network: Network) -> Iterator[tuple[str, str]]:
    """The symbols that only some lessons have."""
    if network.descent.momentum is not None:
        yield r"\mu", "the momentum: how much of the last step is in the next one"
        yield r"\Delta w", "the last step: what the update before added to w; 0 in the first"
    if network.descent.l2 is not None:
        yield r"\lambda", "the strength of weight decay, which adds half of it times the sum of w² to the loss"
    if network.further:
        yield "z_j^{(l)}[s]", "that of sample s"


def written_out(network: Network) -> tuple[tuple[str, str], ...]:
    """What stands for many numbers at once, with each of them, for two neurons and two before them."""
    turned, threshold = _turned(network), _threshold(network)
    W = _matrix([["w_{11}", "w_{12}"], ["w_{21}", "w_{22}"]])
    transposed = _matrix([["w_{11}", "w_{21}"], ["w_{12}", "w_{22}"]])
    whose = ("of the layer before", "of the layer") if turned else ("of the layer", "of the layer before")
    bias = ""
    if network.conventions.bias != NO_BIAS:
        letter, sign = (r"\theta", "-") if threshold else ("b", "+")
        bias = f" {sign} {_column(letter, same=network.conventions.bias == SHARED)}"
    return (
        (f"W = {W}", "a row for each neuron {}, a column for each {}".format(*whose)),
        (f"W^T = {transposed}", "its rows written as columns"),
        (
            f"{_column('z')} = {transposed if turned else W} {_column('a')}{bias}",
            "each row times what comes in, number by number, added up",
        ),
        (
            rf"{_column('u')} \odot {_column('v')} = {_matrix([['u_1 v_1'], ['u_2 v_2']])}",
            "number by number, nothing added up",
        ),
    )


def _column(letter: str, *, same: bool = False) -> str:
    return _matrix([[letter], [letter]] if same else [[f"{letter}_1"], [f"{letter}_2"]])


def _matrix(rows: list[list[str]]) -> str:
    body = r" \\ ".join(" & ".join(row) for row in rows)
    return rf"\begin{{matrix}} {body} \end{{matrix}}"
