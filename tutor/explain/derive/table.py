"""How the slope of each activation and the gradient of each loss come about: an entry each, line by line.

Every line is written in the grammar of answers and is equal to the one before it; what was done is said beside it, with
formulas between dollar signs.
"""

from collections.abc import Callable
from typing import NamedTuple


class Steps(NamedTuple):
    """One derivation.

    Attributes:
        of: the function, of ``z`` or of ``a`` and ``y``.
        lines: what its derivative is equal to, line by line, and why.
        where: for which z it holds; empty where for all.
    """

    of: str
    lines: tuple[tuple[str, str], ...]
    where: str = ""


class Entry(NamedTuple):
    """What is said of one activation: its derivation, in pieces where it has several, and a note."""

    pieces: tuple[Steps, ...]
    note: str = ""


_SIGMOID = Entry(
    (
        Steps(
            "1/(1 + exp(-z))",
            (
                (
                    "-(0 - exp(-z))/(1 + exp(-z))^2",
                    "quotient rule: $1/u$ has the slope $-u'/u^2$, and $u' = 0 - e^{-z}$",
                ),
                ("exp(-z)/(1 + exp(-z))^2", "two minus signs cancel"),
                ("1/(1 + exp(-z))*(exp(-z)/(1 + exp(-z)))", "as two factors"),
                ("1/(1 + exp(-z))*((1 + exp(-z) - 1)/(1 + exp(-z)))", "1 added and taken away above the line"),
                ("1/(1 + exp(-z))*(1 - 1/(1 + exp(-z)))", "divided term by term"),
                ("sigmoid(z)*(1 - sigmoid(z))", r"each fraction is $\sigma(z)$"),
                ("a*(1 - a)", r"$\sigma(z)$ is $a$"),
            ),
        ),
    )
)
_TANH = Entry(
    (
        Steps(
            "(exp(z) - exp(-z))/(exp(z) + exp(-z))",
            (
                (
                    "((exp(z) + exp(-z))*(exp(z) + exp(-z)) - (exp(z) - exp(-z))*(exp(z) - exp(-z)))"
                    "/(exp(z) + exp(-z))^2",
                    "quotient rule: $(u' v - u v')/v^2$, where $u' = v$ and $v' = u$",
                ),
                ("((exp(z) + exp(-z))^2 - (exp(z) - exp(-z))^2)/(exp(z) + exp(-z))^2", "as squares"),
                ("1 - ((exp(z) - exp(-z))/(exp(z) + exp(-z)))^2", "divided term by term"),
                ("1 - tanh(z)^2", r"the fraction is $\tanh(z)$"),
                ("1 - a^2", r"$\tanh(z)$ is $a$"),
            ),
        ),
    )
)
_RELU = Entry(
    (
        Steps("z", (("1", "$z$ has the slope 1"),), "z > 0"),
        Steps("0", (("0", "a constant has no slope"),), "z < 0"),
    ),
    "At $z = 0$ the two pieces meet at an angle, and there is no slope; it is taken as 0.",
)
_SOFTPLUS = Entry(
    (
        Steps(
            "ln(1 + exp(z))",
            (
                ("1/(1 + exp(z))*exp(z)", r"chain rule: $\ln(u)$ has the slope $u'/u$, and $u' = e^z$"),
                ("exp(z)/(1 + exp(z))", "as one fraction"),
                ("1/(exp(-z) + 1)", "above and below divided by $e^z$"),
                ("sigmoid(z)", "that is the sigmoid"),
            ),
        ),
    )
)
_SILU = Entry(
    (
        Steps(
            "z*sigmoid(z)",
            (
                (
                    "1*sigmoid(z) + z*sigmoid(z)*(1 - sigmoid(z))",
                    r"product rule: $u' v + u v'$; the slope of $\sigma$ is $\sigma \cdot (1 - \sigma)$",
                ),
                ("sigmoid(z)*(1 + z*(1 - sigmoid(z)))", r"$\sigma(z)$ taken out of both terms"),
            ),
        ),
    )
)
_IDENTITY = Entry((Steps("z", (("1", "$z$ has the slope 1"),)),))


def _leaky_relu(slope: str) -> Entry:
    return Entry(
        (
            Steps("z", (("1", "$z$ has the slope 1"),), "z > 0"),
            Steps(f"{slope}*z", ((slope, "a constant factor stays"),), "z < 0"),
        ),
        f"At $z = 0$ the two pieces meet at an angle, and there is no slope; it is taken as ${slope.strip('()')}$.",
    )


def _elu(alpha: str) -> Entry:
    times = "" if alpha == "1" else f"{alpha}*"
    meets = (
        "At $z = 0$ both pieces have the slope 1."
        if alpha == "1"
        else f"At $z = 0$ the two pieces meet at an angle, and there is no slope; it is taken as ${alpha.strip('()')}$."
    )
    return Entry(
        (
            Steps("z", (("1", "$z$ has the slope 1"),), "z > 0"),
            Steps(
                f"{times}(exp(z) - 1)",
                (
                    (f"{times}exp(z)", "$e^z$ is its own slope, and a constant has none"),
                    (f"{times}(exp(z) - 1) + {alpha}", "the same number taken away and added again"),
                    (f"a + {alpha}", "the rest is $a$"),
                ),
                "z < 0",
            ),
        ),
        meets,
    )


SLOPES: dict[str, Callable[[str], Entry]] = {
    "sigmoid": lambda _: _SIGMOID,
    "tanh": lambda _: _TANH,
    "relu": lambda _: _RELU,
    "softplus": lambda _: _SOFTPLUS,
    "silu": lambda _: _SILU,
    "identity": lambda _: _IDENTITY,
    "leaky-relu": _leaky_relu,
    "elu": _elu,
}
"""Each activation that takes one z, by name: how its slope comes about, with the number that it needs as text."""

SOFTMAX_OWN = Steps(
    "exp(z)/S",
    (
        ("(exp(z)*S - exp(z)*exp(z))/S^2", "quotient rule: $(u' v - u v')/v^2$, where $u'$ and $v'$ are both $u$"),
        ("exp(z)/S*((S - exp(z))/S)", "as two factors"),
        ("exp(z)/S*(1 - exp(z)/S)", "divided term by term"),
        ("a*(1 - a)", "the fraction is the output"),
    ),
)
"""∂a_j/∂z_j of softmax: ``z`` is z_j, ``a`` is a_j and ``S`` the sum of every e^z of the layer."""
SOFTMAX_OTHER = Steps(
    "exp(v)/S",
    (
        ("(0*S - exp(v)*exp(z))/S^2", "quotient rule: only $S$ holds this $z$"),
        ("-(exp(v)/S)*(exp(z)/S)", "as two factors"),
        ("-o*a", "each fraction is an output"),
    ),
)
"""∂a_i/∂z_j for another i, where ``v`` is z_i and ``o`` is a_i."""

_POWER = "power rule: $u^2$ has the slope $2 u u'$, and $u' = 1$"

LOSSES: dict[str, Callable[[int], Steps]] = {
    "half-squared-error": lambda _: Steps(
        "1/2*(a - y)^2", (("1/2*2*(a - y)*1", _POWER), ("a - y", "the 2 cancels the half"))
    ),
    "squared-error": lambda _: Steps(
        "(a - y)^2", (("2*(a - y)*1", _POWER), ("2*(a - y)", "a factor of 1 is left out"))
    ),
    "mean-squared-error": lambda n: (
        Steps(f"1/{n}*(a - y)^2", ((f"1/{n}*2*(a - y)*1", _POWER), (f"2/{n}*(a - y)", "the numbers as one factor")))
        if n > 1
        else LOSSES["squared-error"](1)
    ),
    "binary-cross-entropy": lambda _: Steps(
        "-y*ln(a) - (1 - y)*ln(1 - a)",
        (
            ("-y*(1/a) - (1 - y)*(-1/(1 - a))", r"$\ln(u)$ has the slope $u'/u$; of $1 - a$, $u'$ is $-1$"),
            ("-(y/a) + (1 - y)/(1 - a)", "two minus signs cancel"),
            ("(-y*(1 - a) + (1 - y)*a)/(a*(1 - a))", "over one denominator"),
            ("(-y + a*y + a - a*y)/(a*(1 - a))", "multiplied out"),
            ("(a - y)/(a*(1 - a))", r"$a \cdot y$ cancels"),
        ),
    ),
    "cross-entropy": lambda _: Steps(
        "-y*ln(a)", (("-y*(1/a)", r"$\ln(u)$ has the slope $u'/u$, and $u' = 1$"), ("-(y/a)", "as one fraction"))
    ),
}
"""Each loss by name: how the gradient of one output's term comes about, for so many outputs."""

CANCELLING = Steps(
    "",
    (
        ("(a - y)/(a*(1 - a))*(a*(1 - a))", r"the gradient of the loss, and the slope $a \cdot (1 - a)$"),
        ("a - y", r"$a \cdot (1 - a)$ cancels"),
    ),
)
"""∂L/∂z of an output with the sigmoid and the binary cross-entropy."""
