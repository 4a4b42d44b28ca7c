"""Mistakes at the update: w − η ∂L/∂w, and the same for b."""

from collections.abc import Callable, Iterable, Iterator

from tutor.engine.network import Network
from tutor.explain.formula import indices, named, product
from tutor.expression.tree import Name, Neg, Node, Sum
from tutor.marking.mistakes.entry import Mistake, Slip
from tutor.quantity import Kind, Quantity

_GRADIENTS = {Kind.W_NEW: Kind.DL_DW, Kind.B_NEW: Kind.DL_DB}
_PARAMETERS = {Kind.W_NEW: Kind.W, Kind.B_NEW: Kind.B}


def _gradient(q: Quantity) -> Name:
    return named(q, _GRADIENTS[q.kind], *indices(q), q.k)


def _old(q: Quantity) -> Name:
    return named(q, _PARAMETERS[q.kind], *indices(q), q.k)


def _rate(q: Quantity) -> Name:
    return named(q, Kind.RATE)


def _with(*trees: Callable[[Quantity], Node]) -> Callable[[Network, Quantity], Iterable[Slip]]:
    """The rule that gives these trees, where the lesson has a learning rate."""

    def rule(network: Network, q: Quantity) -> Iterator[Slip]:
        if network.learning_rate is not None:
            for tree in trees:
                yield Slip(tree(q), {"old": _old(q), "rate": _rate(q), "gradient": _gradient(q)})

    return rule


def _step(q: Quantity) -> Node:
    return product(_rate(q), _gradient(q))


def _ascent(q: Quantity) -> Node:
    return Sum((_old(q), _step(q)))


def _without_rate(q: Quantity) -> Node:
    return Sum((_old(q), Neg(_gradient(q))))


def _step_down(q: Quantity) -> Node:
    return Neg(_step(q))


def _rate_twice(q: Quantity) -> Node:
    return Sum((_old(q), Neg(product(_rate(q), _rate(q), _gradient(q)))))


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
        _with(_step_down, _step),
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
