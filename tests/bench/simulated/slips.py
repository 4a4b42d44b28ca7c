"""The mistakes that learners make, as arithmetic of their own: for each code, what is computed in place of the rule.

An entry gives one number for each way to make the mistake, None where a way is closed (a product that is not negative
cannot lose its sign), and nothing where the lesson lacks what it needs.
"""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import NamedTuple

from tutor.engine.network import Network
from tutor.quantity import Kind, Quantity

from .bends import SLOPES
from .hand import Learner

Ways = Sequence[Decimal | None]
Rule = Callable[[Learner, Quantity], Ways]

RULES: dict[str, dict[str, Rule]] = {}
"""For each group of quantities the codes that are made there."""

SMOOTH = ("sigmoid", "tanh")
WHOLE = frozenset({"weights-transposed", "weights-not-transposed", "indices-swapped"})
"""Mistakes that are made in a whole matrix."""


def group(network: Network, q: Quantity) -> str:
    """What the rules of a quantity stand under; the errors of the output apart from the hidden ones."""
    return "delta_L" if q.kind is Kind.DELTA and q.layer == network.depth else q.kind.value


class Made(NamedTuple):
    """A mistake that a learner made."""

    code: str
    way: int

    def at(self, q: Quantity) -> Callable[[Learner], Decimal]:
        """What the learner does for this quantity; raises LookupError where it cannot be done."""

        def slip(me: Learner) -> Decimal:
            me.sample, me.update = q.sample, q.update
            ways = RULES[group(me.network, q)][self.code](me, q)
            number = ways[self.way] if self.way < len(ways) else None
            if number is None:
                raise LookupError(self.code)
            return number

        return slip


def rule(code: str, *groups: str) -> Callable[[Rule], Rule]:
    def enter(function: Rule) -> Rule:
        for each in groups:
            RULES.setdefault(each, {})[code] = function
        return function

    return enter


GROUPS = ("z", "a", "loss", "sigma_prime", "delta_L", "delta", "dL_dW", "dL_db", "W_new", "b_new")
"""All groups."""


def without(terms: list[Decimal], i: int) -> list[Decimal]:
    return terms[:i] + terms[i + 1 :]


def positive(terms: list[Decimal]) -> list[list[Decimal] | None]:
    """The terms with one negative one taken as positive, for each of them."""
    return [[*terms[:i], -t, *terms[i + 1 :]] if t < 0 else None for i, t in enumerate(terms)]


def slope_at_a(me, q):
    """The slope at a in place of z, of the activations where that is another one."""
    name = me.activation(q.layer)
    return [SLOPES[name](me.A(q.layer, q.j))] if name in SMOOTH else []
