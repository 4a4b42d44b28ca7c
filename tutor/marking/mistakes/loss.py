"""Mistakes at the loss, ½ Σ (a − y)²."""

from collections.abc import Iterator

from tutor.engine import losses
from tutor.engine.network import Network
from tutor.explain.formula import entry, named, product, summed
from tutor.expression.tree import Node
from tutor.marking.mistakes.entry import Mistake, Slip
from tutor.marking.mistakes.shapes import absolute, count, each_without, error, slips
from tutor.quantity import Kind, Quantity

HALF_SQUARES = "half-squared-error"
"""The loss that has a ½ and squares to forget."""


def _factor(network: Network) -> Node:
    return entry(losses.of(network).factor, {})


def _terms(network: Network, q: Quantity) -> tuple[Node, ...]:
    """What the loss adds up, output by output."""
    l = network.depth
    return tuple(
        entry(losses.of(network).term, {"a": named(q, Kind.A, l, j), "y": named(q, Kind.Y, l, j)})
        for j in count(network, l)
    )


def _errors(network: Network, q: Quantity) -> tuple[Node, ...]:
    return tuple(error(network, q, j) for j in count(network, network.depth))


def _half_omitted(network: Network, q: Quantity) -> Iterator[Slip]:
    if network.loss == HALF_SQUARES:
        yield Slip(summed(_terms(network, q)))


def _square_omitted(network: Network, q: Quantity) -> Iterator[Slip]:
    if network.loss == HALF_SQUARES:
        total = summed(_errors(network, q))
        yield from slips((product(_factor(network), total), product(_factor(network), absolute(total))))


def _output_omitted(network: Network, q: Quantity) -> Iterator[Slip]:
    terms = _terms(network, q)
    if len(terms) > 1:
        for term, others in each_without(terms):
            yield Slip(product(_factor(network), summed(others)), {"term": term})


def _error_given(network: Network, q: Quantity) -> Iterator[Slip]:
    if network.loss == HALF_SQUARES:
        errors = _errors(network, q)
        yield from slips((summed(errors), *errors))


_LOSS = (Kind.LOSS,)

MISTAKES: tuple[Mistake, ...] = (
    Mistake(
        "half-omitted",
        _LOSS,
        _half_omitted,
        sentence="You left out the ½: {wrong} is the whole sum of squares; take half of it.",
        shorter="{value} is the whole sum of squares; take half of it.",
        because="this loss has a ½ in front, so that the 2 of the square's derivative cancels",
    ),
    Mistake(
        "square-omitted",
        _LOSS,
        _square_omitted,
        sentence="The square is missing: {wrong}; square each difference a − y first.",
        shorter="{value} has no square in it; square each difference a − y first.",
        because="without the square, errors of opposite signs would cancel",
    ),
    Mistake(
        "output-omitted",
        _LOSS,
        _output_omitted,
        sentence="One output is missing: {wrong} is without {term.name}, which belongs to the sum.",
        shorter="{value} leaves out an output; the sum has {term.name} in it too.",
        because="the loss adds up what every output is off by",
        parts=("term",),
    ),
    Mistake(
        "error-given",
        _LOSS,
        _error_given,
        sentence="{wrong} is only how far a is from y; square each difference and take half of their sum.",
        shorter="{value} is a plain difference; square each a − y and take half of the sum.",
        because="a − y is the slope of this loss, not the loss",
    ),
)
