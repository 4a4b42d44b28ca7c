"""The equation of a step, as reveal 1 shows it, and the two built-in hints, for every kind of quantity."""

from collections.abc import Callable
from typing import NamedTuple

from tutor.engine import activations, losses
from tutor.engine.network import Network
from tutor.quantity import Kind


class Equation(NamedTuple):
    """An equation of one layer.

    Attributes:
        tag: ``BP1`` … ``BP4``, or empty where it is none of the four.
        tex: the equation for this layer, then, where it helps, a second one; in the notation of lessons.
        words: the same in one plain sentence.
    """

    tag: str
    tex: tuple[str, ...]
    words: str


class _Entry(NamedTuple):
    """What is said of one kind: the equation, and the hints “what goes in” and “what to do with it” (Markdown)."""

    equation: Callable[[Network, int], Equation]
    goes_in: Callable[[Network, int], str]
    to_do: Callable[[Network, int], str]


def equation(network: Network, kind: Kind, layer: int | None) -> Equation:
    """The equation of one kind of quantity in one layer."""
    return _ENTRIES[kind].equation(network, layer or network.depth)


def hints(network: Network, kind: Kind, layer: int | None) -> tuple[str, str]:
    """The two built-in hints (Markdown): what goes in, and what to do with it."""
    entry, l = _ENTRIES[kind], layer or network.depth
    return entry.goes_in(network, l), entry.to_do(network, l)


def _below(l: int) -> str:
    """The vector that comes into layer l."""
    return rf"a^{{({l - 1})}}" if l > 1 else r"\mathbf{x}"


def _source(l: int) -> str:
    """Neuron k of the layer below l."""
    return rf"a_k^{{({l - 1})}}" if l > 1 else "x_k"


def _z(_network: Network, l: int) -> Equation:
    return Equation(
        "",
        (
            rf"z^{{({l})}} = W^{{({l})}} {_below(l)} + b^{{({l})}}",
            rf"z_j^{{({l})}} = \sum_k w_{{jk}}^{{({l})}} {_source(l)} + b_j^{{({l})}}",
        ),
        "Each neuron's weights times what comes in, added up, plus its bias.",
    )


def _a(network: Network, l: int) -> Equation:
    activation = activations.of(network.layer(l))
    return Equation("", (rf"a^{{({l})}} = {activation.symbol}(z^{{({l})}})", activation.equation), activation.words)


def _loss(network: Network, _l: int) -> Equation:
    loss = losses.of(network)
    return Equation("", (loss.equation,), loss.words)


def _sigma_prime(network: Network, l: int) -> Equation:
    activation = activations.of(network.layer(l))
    return Equation("", (activation.slope_equation,), activation.slope_words)


def _delta(network: Network, l: int) -> Equation:
    if l == network.depth:
        return Equation(
            "BP1",
            (
                rf"\delta^{{({l})}} = \nabla_a L \odot \sigma'(z^{{({l})}})",
                losses.of(network).gradient_equation,
            ),
            "How the loss changes with the output, times the output's own slope.",
        )
    return Equation(
        "BP2",
        (rf"\delta^{{({l})}} = ((W^{{({l + 1})}})^T \delta^{{({l + 1})}}) \odot \sigma'(z^{{({l})}})",),
        "The errors of the next layer, back through the same weights, times the neuron's own slope.",
    )


def _dL_dW(_network: Network, l: int) -> Equation:
    return Equation(
        "BP3",
        (rf"\partial L/\partial w_{{jk}}^{{({l})}} = {_source(l)} \delta_j^{{({l})}}",),
        "What came in over the weight, times the error of the neuron it leads to.",
    )


def _dL_db(_network: Network, l: int) -> Equation:
    return Equation(
        "BP4",
        (rf"\partial L/\partial b_j^{{({l})}} = \delta_j^{{({l})}}",),
        "A bias comes in with a factor of 1, so its gradient is the error itself.",
    )


def _update(letter: str) -> Callable[[Network, int], Equation]:
    def make(_network: Network, l: int) -> Equation:
        index = "jk" if letter == "w" else "j"
        old = rf"{letter}_{{{index}}}^{{({l})}}"
        return Equation(
            "",
            (rf"{old} \leftarrow {old} - \eta \cdot \partial L/\partial {old}",),
            "A step against the gradient, as long as the learning rate makes it.",
        )

    return make


def _say(text: str) -> Callable[[Network, int], str]:
    """A hint that is the same everywhere but for the layer: ``<l>``, ``<l-1>`` and ``<l+1>`` are filled in."""

    def hint(_network: Network, l: int) -> str:
        return (
            text.replace("<below>", _below(l))
            .replace("<l-1>", f"{{({l - 1})}}")
            .replace("<l+1>", f"{{({l + 1})}}")
            .replace("<l>", f"{{({l})}}")
        )

    return hint


def _delta_in(network: Network, l: int) -> str:
    if l == network.depth:
        return _say("What goes in: the output $a^<l>$, the target $y$, and the slope $\\sigma'(z^<l>)$.")(network, l)
    text = (
        "What goes in: the errors $\\delta^<l+1>$ of the layer after this one, the weights $W^<l+1>$ that lead there,"
        " and this neuron's own slope $\\sigma'(z^<l>)$."
    )
    return _say(text)(network, l)


def _delta_do(network: Network, l: int) -> str:
    if l == network.depth:
        return _say("Take the output minus the target, in that order, and multiply by the slope.")(network, l)
    text = (
        "Go along every wire that leaves the neuron: weight times the error at its far end. Add these up, then"
        " multiply the sum by the neuron's own slope. The weights out of neuron j are column j of $W^<l+1>$."
    )
    return _say(text)(network, l)


_ENTRIES: dict[Kind, _Entry] = {
    Kind.Z: _Entry(
        _z,
        _say("What goes in: the neuron's own row of $W^<l>$, everything in $<below>$, and its bias in $b^<l>$."),
        _say("Multiply each weight by the number that comes in over it, add the products, then add the bias."),
    ),
    Kind.A: _Entry(
        _a,
        _say("What goes in: only the neuron's own $z^<l>$."),
        lambda network, l: f"Put that z into ${activations.of(network.layer(l)).equation}$.",
    ),
    Kind.LOSS: _Entry(
        _loss,
        _say("What goes in: the output $a^<l>$ and the target $y$."),
        _say("Take output minus target, square it, and halve it. With several outputs, add the squares first."),
    ),
    Kind.SIGMA_PRIME: _Entry(
        _sigma_prime,
        _say("What goes in: the neuron's own activation, which you have already, or its $z^<l>$."),
        lambda network, l: f"Use ${activations.of(network.layer(l)).slope_equation}$ for each neuron.",
    ),
    Kind.DELTA: _Entry(_delta, _delta_in, _delta_do),
    Kind.DL_DW: _Entry(
        _dL_dW,
        _say("What goes in: the number at the start of the weight's wire and the error at its end."),
        _say("Multiply the two. The second index of the weight names the start, the first names the end."),
    ),
    Kind.DL_DB: _Entry(
        _dL_db,
        _say("What goes in: only the neuron's own error in $\\delta^<l>$."),
        _say("The bias is added with a factor of 1, so nothing is left to multiply."),
    ),
    Kind.W_NEW: _Entry(
        _update("w"),
        _say("What goes in: the old weight, its gradient, and the learning rate $\\eta$."),
        _say("Multiply gradient and learning rate, and take that away from the old weight."),
    ),
    Kind.B_NEW: _Entry(
        _update("b"),
        _say("What goes in: the old bias, its gradient, and the learning rate $\\eta$."),
        _say("Multiply gradient and learning rate, and take that away from the old bias."),
    ),
}
