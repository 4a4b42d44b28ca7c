"""The equation of a step, as reveal 1 shows it, for every kind of quantity and as the lesson's conventions have it."""

from collections.abc import Callable
from typing import NamedTuple

from tutor.engine import activations, losses
from tutor.engine.network import SHARED, Network
from tutor.explain import spelling
from tutor.explain.spelling import at
from tutor.quantity import Kind

SIGN = "The minus is there since δ is target minus output here: the gradient goes the other way."
"""Said of a gradient out of a δ that has the other sign."""
PENALTY = "The rest is the slope of the penalty on the weights."
"""Said of λw."""
MOMENTUM = "With momentum, μ times the last step comes on top: Δ is what the update before added; the first adds none."
"""Said of a step that goes on in the direction of the last one."""


class Equation(NamedTuple):
    """An equation of one layer.

    Attributes:
        tag: ``BP1`` … ``BP4``, or empty where it is none of the four.
        tex: the equation for this layer, then, where it helps, others; in the notation of lessons.
        words: the same in plain sentences.
    """

    tag: str
    tex: tuple[str, ...]
    words: str


def equation(network: Network, kind: Kind, layer: int | None) -> Equation:
    """The equation of one kind of quantity in one layer."""
    return _EQUATIONS[kind](network, layer or network.depth)


def _said(*sentences: str) -> str:
    return " ".join(filter(None, sentences))


def _samples_said(network: Network) -> str:
    """What is said of a sum over samples."""
    if not spelling.over_samples(network):
        return ""
    return "Of this, the mean over all samples." if network.mean else "Of this, the sum over all samples."


def _z(network: Network, l: int) -> Equation:
    whole = spelling.added(network, l, spelling.biases(network, l))
    own = spelling.added(network, l, spelling.bias(network, l))
    owner = "the layer's" if network.conventions.bias == SHARED else "its"
    ending = f", {'minus' if network.layer(l).threshold else 'plus'} {owner} {_bias(network, l)}" if whole else ""
    return Equation(
        "",
        (
            rf"z{at(network, l)} = {spelling.forward_weights(network, l)} {spelling.below(network, l)}{whole}",
            rf"z_j{at(network, l)} = \sum_k {spelling.weight(network, l)} {spelling.source(network, l)}{own}",
        ),
        f"Each neuron's weights times what comes in, added up{ending}.",
    )


def _bias(network: Network, l: int) -> str:
    return "threshold" if network.layer(l).threshold else "bias"


def _a(network: Network, l: int) -> Equation:
    activation = activations.of(network.layer(l))
    return Equation(
        "", (rf"a{at(network, l)} = {activation.symbol}(z{at(network, l)})", activation.equation), activation.words
    )


def _loss(network: Network, _l: int) -> Equation:
    loss = losses.of(network)
    l2 = network.descent.l2 is not None
    penalty = r" + \tfrac{1}{2} \lambda \cdot \sum w^2" if l2 else ""
    tex: tuple[str, ...] = (loss.equation + penalty,)
    if several := spelling.over_samples(network):
        tex = (f"L = {several}L_s{penalty}", loss.equation.replace("L =", "L_s =", 1))
    weights = "To it comes the penalty: half of λ times the sum of the squares of all weights." if l2 else ""
    return Equation("", tex, _said(loss.words, _samples_said(network), weights))


def _sigma_prime(network: Network, l: int) -> Equation:
    activation = activations.of(network.layer(l))
    return Equation("", (activation.slope_equation,), activation.slope_words)


def _delta(network: Network, l: int) -> Equation:
    if l == network.depth:
        return _output_error(network, l)
    back = f"{spelling.backward_weights(network, l + 1)} \\delta{at(network, l + 1)}"
    return Equation(
        "BP2",
        (rf"\delta{at(network, l)} = ({back}) \odot \sigma'(z{at(network, l)})",),
        "The errors of the next layer, back through the same weights, times the neuron's own slope.",
    )


def _output_error(network: Network, l: int) -> Equation:
    """BP1 in its general form and, where the loss cancels the slope, in the short one."""
    loss, own = losses.of(network), activations.of(network.layer(l))
    minus, how = ("", "How") if network.true_sign else ("-", "Minus how")
    short = losses.short(network)
    if own.whole:
        general = rf"\delta_j{at(network, l)} = {minus}\sum_i \frac{{\partial L}}{{\partial a_i}} \cdot "
        general += r"\frac{\partial a_i}{\partial z_j}"
        words = f"{how} the loss changes with each output, times how that output changes with this z, added up."
        tex: tuple[str, ...] = (general, loss.gradient_equation, own.slope_equation)
    else:
        general = rf"\delta{at(network, l)} = {minus}\nabla_a L \odot \sigma'(z{at(network, l)})"
        words = f"{how} the loss changes with the output, times the output's own slope."
        tex = (general, loss.gradient_equation)
    if not short:
        return Equation("BP1", tex, words)
    left = _short(network, l, "_j" if own.whole else "")
    partner = loss.partner_words if network.true_sign else loss.partner_words.replace("a − y", "y − a")
    return Equation("BP1", (f"{general} = {left}", *tex[1:]), _said(words, partner))


def _short(network: Network, l: int, index: str) -> str:
    """Output minus target, or the other way round."""
    a = f"a{index}{at(network, l)}"
    return f"{a} - y{index}" if network.true_sign else f"y{index} - {a}"


def _dL_dW(network: Network, l: int) -> Equation:
    w, sample = spelling.weight(network, l), spelling.of_sample(network)
    minus = "" if network.true_sign else "-"
    l2 = network.descent.l2 is not None
    product = rf"{spelling.source(network, l)}{sample} \delta_j{at(network, l)}{sample}"
    penalty = rf" + \lambda {w}" if l2 else ""
    return Equation(
        "BP3",
        (rf"\partial L/\partial {w} = {minus}{spelling.over_samples(network)}{product}{penalty}",),
        _said(
            "What came in over the weight, times the error of the neuron it leads to.",
            _samples_said(network),
            "" if network.true_sign else SIGN,
            PENALTY if l2 else "",
        ),
    )


_BP4_WORDS: dict[tuple[bool, bool], str] = {
    (True, False): "A bias comes in with a factor of 1, so its gradient is the error itself.",
    (True, True): "A threshold comes in with a factor of −1, so its gradient is minus the error.",
    (False, False): "A bias comes in with a factor of 1; δ is target minus output, so its gradient is minus the error.",
    (False, True): "A threshold comes in with a factor of −1 and δ is target minus output: both signs cancel.",
}
"""What is said of BP4, by whether δ has the sign of the slope and whether there are thresholds."""


def _dL_db(network: Network, l: int) -> Equation:
    threshold = network.layer(l).threshold
    minus = "-" if network.true_sign == threshold else ""
    shared = network.conventions.bias == SHARED
    sum_j = r"\sum_j " if shared else ""
    error = rf"\delta_j{at(network, l)}{spelling.of_sample(network)}"
    return Equation(
        "BP4",
        (rf"\partial L/\partial {spelling.bias(network, l)} = {minus}{spelling.over_samples(network)}{sum_j}{error}",),
        _said(
            _BP4_WORDS[network.true_sign, threshold],
            f"All neurons of the layer have the same {_bias(network, l)}: their errors are added up." if shared else "",
            _samples_said(network),
        ),
    )


def _update(parameter: Callable[[Network, int], str]) -> Callable[[Network, int], Equation]:
    def make(network: Network, l: int) -> Equation:
        old = parameter(network, l)
        momentum = network.descent.momentum is not None
        last = rf" + \mu \cdot \Delta {old}" if momentum else ""
        return Equation(
            "",
            (rf"{old} \leftarrow {old}{last} - \eta \cdot \partial L/\partial {old}",),
            _said(
                "A step against the gradient, as long as the learning rate makes it.",
                MOMENTUM if momentum else "",
            ),
        )

    return make


_EQUATIONS: dict[Kind, Callable[[Network, int], Equation]] = {
    Kind.Z: _z,
    Kind.A: _a,
    Kind.LOSS: _loss,
    Kind.SIGMA_PRIME: _sigma_prime,
    Kind.DELTA: _delta,
    Kind.DL_DW: _dL_dW,
    Kind.DL_DB: _dL_db,
    Kind.W_NEW: _update(spelling.weight),
    Kind.B_NEW: _update(spelling.bias),
}
