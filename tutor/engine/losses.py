"""The losses: one entry each, written once for floats and arrays, and those that a lesson writes itself."""

from collections.abc import Callable
from functools import lru_cache

from tutor.engine.entry import Loss, OutputRule
from tutor.engine.network import Network
from tutor.expression.functions import CANCELLED, Functions, T, softplus


def difference(f: Functions[T], a: T, y: T) -> T:
    """The sum a − y, exactly 0 where only rounding is left of it; never −0.0."""
    found = a - y
    return f.where(f.absolute(found) <= 2.0 * CANCELLED * f.absolute(y), 0.0, found)


def _squares(factor: float) -> OutputRule:
    def rule(f: Functions[T], a: T, y: T) -> T:
        # A product, since a power of a float raises where a product is infinite, as in NumPy.
        found = difference(f, a, y)
        return factor * (found * found)

    return rule


def _differences(factor: float) -> OutputRule:
    def rule(f: Functions[T], a: T, y: T) -> T:
        return factor * difference(f, a, y)

    return rule


def _binary(f: Functions[T], a: T, y: T) -> T:
    # A target of 0 or 1 leaves one logarithm out, and 0·ln 0 is 0.
    one = f.where(y == 0.0, 0.0, y * f.log(f.where(y == 0.0, 1.0, a)))
    other = f.where(y == 1.0, 0.0, (1.0 - y) * f.log1p(f.where(y == 1.0, 0.0, -a)))
    return 0.0 - one - other


def _binary_slope(f: Functions[T], a: T, y: T) -> T:
    one = f.divide(y, f.where(y == 0.0, 1.0, a))
    other = f.divide(1.0 - y, f.where(y == 1.0, 1.0, 1.0 - a))
    return other - one


def _binary_at(f: Functions[T], z: T, y: T) -> T:
    # softplus(z) − y·z, written so that nothing cancels.
    return (1.0 - y) * softplus(f, z) + y * softplus(f, -z)


def _cross(f: Functions[T], a: T, y: T) -> T:
    return f.where(y == 0.0, 0.0, 0.0 - y * f.log(f.where(y == 0.0, 1.0, a)))


def _cross_slope(f: Functions[T], a: T, y: T) -> T:
    return f.divide(0.0 - y, f.where(y == 0.0, 1.0, a))


def _cross_at(_: Functions[T], log_a: T, y: T) -> T:
    return 0.0 - y * log_a


_ENTRIES: tuple[Callable[[int], Loss], ...] = (
    lambda _: Loss(
        name="half-squared-error",
        factor="1/2",
        term="(a - y)^2",
        gradient="a - y",
        equation=r"L = \tfrac{1}{2} \sum_j (a_j^{(L)} - y_j)^2",
        gradient_equation=r"\frac{\partial L}{\partial a_j^{(L)}} = a_j^{(L)} - y_j",
        words="The loss is half the sum, over the outputs, of the squared difference between output and target.",
        value=_squares(0.5),
        slope=difference,
    ),
    lambda _: Loss(
        name="squared-error",
        factor="1",
        term="(a - y)^2",
        gradient="2*(a - y)",
        equation=r"L = \sum_j (a_j^{(L)} - y_j)^2",
        gradient_equation=r"\frac{\partial L}{\partial a_j^{(L)}} = 2 \cdot (a_j^{(L)} - y_j)",
        words="The loss is the sum, over the outputs, of the squared difference between output and target.",
        value=_squares(1.0),
        slope=_differences(2.0),
    ),
    lambda n: Loss(
        name="mean-squared-error",
        factor=f"1/{n}" if n > 1 else "1",
        term="(a - y)^2",
        gradient=f"2/{n}*(a - y)" if n > 1 else "2*(a - y)",
        equation=rf"L = {_one_over(n)}\sum_j (a_j^{{(L)}} - y_j)^2",
        gradient_equation=(
            r"\frac{\partial L}{\partial a_j^{(L)}} = "
            + (rf"\frac{{2}}{{{n}}}" if n > 1 else "2")
            + r" \cdot (a_j^{(L)} - y_j)"
        ),
        words="The loss is the mean, over the outputs, of the squared difference between output and target.",
        value=_squares(1.0 / n),
        slope=_differences(2.0 / n),
    ),
    lambda _: Loss(
        name="binary-cross-entropy",
        factor="1",
        term="-y*ln(a) - (1 - y)*ln(1 - a)",
        gradient="(a - y)/(a*(1 - a))",
        equation=r"L = -\sum_j (y_j \cdot \ln(a_j^{(L)}) + (1 - y_j) \cdot \ln(1 - a_j^{(L)}))",
        gradient_equation=(
            r"\frac{\partial L}{\partial a_j^{(L)}} = "
            r"\frac{a_j^{(L)} - y_j}{a_j^{(L)} \cdot (1 - a_j^{(L)})}"
        ),
        words=(
            "The loss adds up, over the outputs, minus the logarithm of how likely the network took the target to be: "
            "of a where the target is 1, of 1 − a where it is 0."
        ),
        value=_binary,
        slope=_binary_slope,
        at={0.0: ("-ln(1 - a)", "1/(1 - a)"), 1.0: ("-ln(a)", "-1/a")},
        partner="sigmoid",
        partner_words="The slope a·(1 − a) of the sigmoid cancels the divisor of the loss's gradient: a − y is left.",
        value_at=_binary_at,
    ),
    lambda _: Loss(
        name="cross-entropy",
        factor="1",
        term="-y*ln(a)",
        gradient="-y/a",
        equation=r"L = -\sum_j y_j \cdot \ln(a_j^{(L)})",
        gradient_equation=r"\frac{\partial L}{\partial a_j^{(L)}} = -\frac{y_j}{a_j^{(L)}}",
        words=(
            "The loss is minus the logarithm of the share that the network gives to the right class (with several "
            "targets that are not 0, each counts by its share)."
        ),
        value=_cross,
        slope=_cross_slope,
        at={0.0: ("0", "0"), 1.0: ("-ln(a)", "-1/a")},
        partner="softmax",
        partner_words=(
            "Summed over the outputs, the slopes of softmax cancel the divisors of the loss's gradient: a − y is left."
        ),
        value_at=_cross_at,
    ),
)


def _one_over(n: int) -> str:
    return rf"\tfrac{{1}}{{{n}}} " if n > 1 else ""


LOSSES: dict[str, Loss] = {loss.name: loss for make in _ENTRIES for loss in (make(1),)}
"""Every loss, by the name that lesson files give it; for one output."""

_MAKERS = dict(zip(LOSSES, _ENTRIES, strict=True))


def of(network: Network) -> Loss:
    """The loss of a network: an entry of the table for as many outputs as there are, or the lesson's own.

    Raises:
        Unreadable: if the network's loss is no name, nor can it be read (``engine.own`` says so beforehand).
    """
    return _named(network.loss, len(network.y))


def short(network: Network) -> bool:
    """Whether the error of the output is a − y, since the loss cancels the slope of the output's activation."""
    return of(network).partner == network.layers[-1].activation


@lru_cache(maxsize=64)
def _named(name: str, outputs: int) -> Loss:
    if name in _MAKERS:
        return _MAKERS[name](outputs)
    from tutor.engine.own import own_loss  # a lesson's own: not on the way to most first questions

    return own_loss(name)
