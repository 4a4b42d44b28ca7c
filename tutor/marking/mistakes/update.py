"""Mistakes at the update: w − η ∂L/∂w, and the same for b."""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from tutor.engine.network import Network
from tutor.explain.formula import formulas, indices, named, product, summed
from tutor.explain.parts import gradient_of
from tutor.expression.tree import Name, Neg, Node, Sum
from tutor.marking.mistakes.entry import Mistake, Slip
from tutor.quantity import Kind, Quantity

_PARAMETERS = {Kind.W_NEW: Kind.W, Kind.B_NEW: Kind.B}


class _Step(NamedTuple):
    """What a new parameter is made of.

    Attributes:
        before: what the step is taken from: the old parameter and, with momentum, what is left of the last step.
        rate: η.
        gradient: the gradient of the parameter.
    """

    before: tuple[Node, ...]
    rate: Name
    gradient: Name

    @property
    def length(self) -> Node:
        """η times the gradient."""
        return product(self.rate, self.gradient)


def _step(network: Network, q: Quantity) -> _Step:
    right = formulas(network, q)[0]
    before = right.terms[:-1] if isinstance(right, Sum) else ()
    return _Step(before, named(q, Kind.RATE), Name(gradient_of(network, q)))


def _with(*trees: Callable[[_Step], Node]) -> Callable[[Network, Quantity], Iterable[Slip]]:
    """The rule that gives these trees, where the lesson has a learning rate."""

    def rule(network: Network, q: Quantity) -> Iterator[Slip]:
        if network.learning_rate is not None:
            step = _step(network, q)
            old = named(q, _PARAMETERS[q.kind], *indices(q), q.k)
            for tree in trees:
                yield Slip(tree(step), {"old": old, "rate": step.rate, "gradient": step.gradient})

    return rule


def _ascent(step: _Step) -> Node:
    return Sum((*step.before, step.length))


def _without_rate(step: _Step) -> Node:
    return Sum((*step.before, Neg(step.gradient)))


def _step_down(step: _Step) -> Node:
    return summed((*step.before[1:], Neg(step.length)))


def _step_up(step: _Step) -> Node:
    return summed((*map(Neg, step.before[1:]), step.length))


def _rate_twice(step: _Step) -> Node:
    return Sum((*step.before, Neg(product(step.rate, step.rate, step.gradient))))


_NEW = (Kind.W_NEW, Kind.B_NEW)
_PARTS = ("old", "rate", "gradient")

MISTAKES: tuple[Mistake, ...] = (
    Mistake(
        "ascent",
        _NEW,
        _with(_ascent),
        sentence="You added the step, as in {wrong}; subtract it, to go downhill.",
        shorter="{value} goes uphill; subtract the step.",
        because="the gradient points to where the loss grows, so the step goes the other way",
        parts=_PARTS,
    ),
    Mistake(
        "rate-omitted",
        _NEW,
        _with(_without_rate),
        sentence="You left out the learning rate: {wrong}; multiply the gradient by {rate.name} = {rate} first.",
        shorter="{value} is a whole gradient away; multiply the gradient by {rate.name} = {rate}.",
        because="the learning rate says how long the step is",
        parts=_PARTS,
    ),
    Mistake(
        "step-given",
        _NEW,
        _with(_step_down, _step_up),
        sentence="{wrong} is only the step; the new value begins with the old one, {old.name} = {old}.",
        shorter="{value} is only the step; begin with the old value, {old.name} = {old}.",
        because="the update changes the old value, and does not replace it",
        parts=_PARTS,
    ),
    Mistake(
        "rate-twice",
        _NEW,
        _with(_rate_twice),
        sentence="The learning rate counts twice: {wrong}; multiply by {rate.name} = {rate} once.",
        shorter="{value} has the learning rate twice; multiply by {rate.name} = {rate} once.",
        because="the gradient has no learning rate in it, so it comes in once",
        parts=_PARTS,
    ),
)
