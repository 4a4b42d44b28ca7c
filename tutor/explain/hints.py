"""The two built-in hints of a step (Markdown): what goes in, and what to do with it."""

from collections.abc import Callable
from typing import NamedTuple

from tutor.engine import activations, losses
from tutor.engine.network import SHARED, Network
from tutor.explain import spelling
from tutor.explain.spelling import at
from tutor.quantity import Kind

Hint = Callable[[Network, int], str]

LOSSES: dict[str, str] = {
    "half-squared-error": "Take output minus target, square it, and halve it. With several outputs, add the squares "
    "first.",
    "squared-error": "Take output minus target and square it. With several outputs, add the squares.",
    "mean-squared-error": "Take output minus target and square it. With several outputs, add the squares and divide by "
    "how many outputs there are.",
    "binary-cross-entropy": "Where the target is 1, take minus the natural logarithm of the output; where it is 0, "
    "minus that of 1 minus the output; between, as much of each as the target says. With several outputs, add these.",
    "cross-entropy": "Take minus the natural logarithm of the output whose target is 1. Where several targets are not "
    "0, multiply each logarithm by its target, and add up.",
}
"""What to do for each loss; a lesson's own says its formula."""


class _Pair(NamedTuple):
    """What is said of one kind."""

    goes_in: Hint
    to_do: Hint


def hints(network: Network, kind: Kind, layer: int | None) -> tuple[str, str]:
    """The two built-in hints (Markdown): what goes in, and what to do with it."""
    pair, l = _PAIRS[kind], layer or network.depth
    return pair.goes_in(network, l), pair.to_do(network, l)


def _bias(network: Network, l: int) -> str:
    return "threshold" if network.layer(l).threshold else "bias"


def _shared(network: Network) -> bool:
    return network.conventions.bias == SHARED


def _z_in(network: Network, l: int) -> str:
    line = "column" if network.naming.source_first else "row"
    first, others = f"What goes in: the neuron's own {line} of $W{at(network, l)}$", spelling.below(network, l)
    if not network.layer(l).b:
        return f"{first}, and everything in ${others}$."
    own = f"the layer's {_bias(network, l)}" if _shared(network) else f"its {_bias(network, l)} in"
    return f"{first}, everything in ${others}$, and {own} ${spelling.biases(network, l)}$."


def _z_do(network: Network, l: int) -> str:
    text = "Multiply each weight by the number that comes in over it"
    if not network.layer(l).b:
        return f"{text}, and add the products."
    verb = "subtract the threshold" if network.layer(l).threshold else "add the bias"
    return f"{text}, add the products, then {verb}."


def _a_in(network: Network, l: int) -> str:
    if activations.of(network.layer(l)).whole:
        return f"What goes in: every $z{at(network, l)}$ of the layer, since softmax shares 1 out among its neurons."
    return f"What goes in: only the neuron's own $z{at(network, l)}$."


def _a_do(network: Network, l: int) -> str:
    activation = activations.of(network.layer(l))
    if activation.whole:
        return (
            "Work out $e^{z}$ for each neuron and add these up. Then divide the neuron's own by the sum: "
            f"${activation.equation}$."
        )
    return f"Put that z into ${activation.equation}$."


def _loss_in(network: Network, l: int) -> str:
    several = " of each sample" if spelling.over_samples(network) else ""
    weights = ", and every weight of the network" if network.descent.l2 is not None else ""
    return f"What goes in: the output $a{at(network, l)}$ and the target $y${several}{weights}."


def _loss_do(network: Network, _l: int) -> str:
    loss = losses.of(network)
    known = LOSSES.get(loss.name, f"Put each output and its target into ${loss.equation}$.")
    if spelling.over_samples(network):
        known += " Do so for each sample, and take the mean." if network.mean else " Do so for each sample, and add up."
    if network.descent.l2 is not None:
        known += r" At last add $\tfrac{1}{2} \lambda$ times the sum of the squares of all weights."
    return known


def _slope_in(network: Network, l: int) -> str:
    activation = activations.of(network.layer(l))
    if activation.linear:
        return "What goes in: nothing, since the slope is the same everywhere."
    if activation.slope_from_a is None:
        return f"What goes in: the neuron's own $z{at(network, l)}$."
    return f"What goes in: the neuron's own activation, which you have already, or its $z{at(network, l)}$."


def _slope_do(network: Network, l: int) -> str:
    return f"Use ${activations.of(network.layer(l)).slope_equation}$ for each neuron."


def _delta_in(network: Network, l: int) -> str:
    if l < network.depth:
        return (
            f"What goes in: the errors $\\delta{at(network, l + 1)}$ of the layer after this one, the weights "
            f"$W{at(network, l + 1)}$ that lead there, and this neuron's own slope $\\sigma'(z{at(network, l)})$."
        )
    if losses.short(network):
        return f"What goes in: only the neuron's own output in $a{at(network, l)}$ and its target in $y$."
    if activations.of(network.layer(l)).whole:
        return f"What goes in: every output in $a{at(network, l)}$ and every target in $y$."
    return f"What goes in: the output $a{at(network, l)}$, the target $y$, and the slope $\\sigma'(z{at(network, l)})$."


def _delta_do(network: Network, l: int) -> str:
    if l < network.depth:
        line = "row" if network.naming.source_first else "column"
        return (
            "Go along every wire that leaves the neuron: weight times the error at its far end. Add these up, then"
            " multiply the sum by the neuron's own slope. The weights out of neuron j are "
            f"{line} j of $W{at(network, l + 1)}$."
        )
    order = "the output minus the target" if network.true_sign else "the target minus the output"
    if losses.short(network):
        return f"Take {order}, in that order: the slope has cancelled, and nothing is left to multiply."
    loss = losses.of(network)
    sign = "" if network.true_sign else ", and turn the sign round"
    if activations.of(network.layer(l)).whole:
        return (
            f"For each output i, multiply ${_of_i(loss.gradient_equation)}$ by $a_j \\cdot (1 - a_j)$ where it is the "
            f"neuron's own, and by $-a_i \\cdot a_j$ where it is another. Add these up{sign}."
        )
    if loss.name == "half-squared-error":
        return f"Take {order}, in that order, and multiply by the slope."
    return f"Work out ${loss.gradient_equation}$, and multiply it by the slope{sign}."


def _of_i(equation: str) -> str:
    """The slope of the loss with the index i in place of j."""
    return equation.replace("_j", "_i")


def _dL_dW_in(network: Network, _l: int) -> str:
    several = ", of each sample" if spelling.over_samples(network) else ""
    weight = ", and the weight itself" if network.descent.l2 is not None else ""
    return f"What goes in: the number at the start of the weight's wire and the error at its end{several}{weight}."


def _dL_dW_do(network: Network, _l: int) -> str:
    first, second = ("first", "second") if network.naming.source_first else ("second", "first")
    text = f"Multiply the two. The {first} index of the weight names the start, the {second} names the end."
    text += _combined(network)
    if not network.true_sign:
        text += " Turn the sign round, since $\\delta$ has the other one."
    if network.descent.l2 is not None:
        text += r" At last add $\lambda$ times the weight."
    return text


def _combined(network: Network) -> str:
    """What to do with what each sample gives."""
    if not spelling.over_samples(network):
        return ""
    return " Do so for each sample, and take the mean." if network.mean else " Do so for each sample, and add up."


def _dL_db_in(network: Network, l: int) -> str:
    whose = "every neuron's error" if _shared(network) else "only the neuron's own error"
    several = ", of each sample" if spelling.over_samples(network) else ""
    return f"What goes in: {whose} in $\\delta{at(network, l)}${several}."


def _dL_db_do(network: Network, l: int) -> str:
    threshold = network.layer(l).threshold
    if threshold:
        text = "The threshold is subtracted, so it comes in with a factor of −1."
    else:
        text = "The bias is added with a factor of 1, so nothing is left to multiply."
    if _shared(network):
        text += " Add up the errors of all neurons of the layer."
    text += _combined(network)
    if not network.true_sign and not threshold:
        text += " Turn the sign round, since $\\delta$ has the other one."
    if not network.true_sign and threshold:
        text += " $\\delta$ has the other sign already, so nothing is turned round."
    return text


def _update_in(what: Hint) -> Hint:
    def hint(network: Network, l: int) -> str:
        last = ", and the last step with $\\mu$" if network.descent.momentum is not None else ""
        return f"What goes in: the old {what(network, l)}, its gradient, and the learning rate $\\eta${last}."

    return hint


def _update_do(what: Hint) -> Hint:
    def hint(network: Network, l: int) -> str:
        text = f"Multiply gradient and learning rate, and take that away from the old {what(network, l)}."
        if network.descent.momentum is not None:
            text += r" From the second update on, add $\mu$ times the last step: the old value minus the one before it."
        return text

    return hint


def _weight(_network: Network, _l: int) -> str:
    return "weight"


_PAIRS: dict[Kind, _Pair] = {
    Kind.Z: _Pair(_z_in, _z_do),
    Kind.A: _Pair(_a_in, _a_do),
    Kind.LOSS: _Pair(_loss_in, _loss_do),
    Kind.SIGMA_PRIME: _Pair(_slope_in, _slope_do),
    Kind.DELTA: _Pair(_delta_in, _delta_do),
    Kind.DL_DW: _Pair(_dL_dW_in, _dL_dW_do),
    Kind.DL_DB: _Pair(_dL_db_in, _dL_db_do),
    Kind.W_NEW: _Pair(_update_in(_weight), _update_do(_weight)),
    Kind.B_NEW: _Pair(_update_in(_bias), _update_do(_bias)),
}
