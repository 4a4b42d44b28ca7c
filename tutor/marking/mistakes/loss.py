"""Mistakes at the loss, such as ½ Σ (a − y)²."""

from collections.abc import Iterator

from tutor.engine import losses
from tutor.engine.network import Network
from tutor.explain.formula import entry, loss_term, named, product, summed
from tutor.explain.parts import in_samples
from tutor.expression.tree import Neg, Node, Number, Sum
from tutor.marking.mistakes.entry import Mistake, Slip, Texts
from tutor.marking.mistakes.shapes import absolute, across, alone, count, slips, squares
from tutor.quantity import Kind, Quantity

HALF_SQUARES = "half-squared-error"
"""The loss that has a ½ to forget."""
ZERO = Number(0.0, "0")

NO_SQUARE = "a − y counts no more than how far off an output is, and not what that costs"
GIVEN = {
    "squared-error": ("square each difference and add the squares up", "a − y is half the slope of this loss"),
    "mean-squared-error": ("square each difference and take the mean", "a − y is a part of this loss's slope"),
}
"""What is to be done with the differences, and what a − y is to a loss, where that has no ½."""
ERROR_GIVEN = {
    loss: Texts(
        sentence=f"{{wrong}} is only how far a is from y; {advice}.",
        shorter=f"{{value}} is a plain difference; {advice}.",
        because=f"{reason}, and not the loss",
    )
    for loss, (advice, reason) in GIVEN.items()
}
NO_DIFFERENCE = Texts(
    sentence="{wrong} is only how far a is from y; put each a and y into the loss of this lesson.",
    shorter="{value} is a plain difference; put a and y into the loss.",
    because=NO_SQUARE,
)


WHOLE_SQUARES = Texts(
    sentence="You left out the ½: {wrong} has whole squares in it; take half of them.",
    shorter="{value} has whole squares in it; take half of them.",
    because="this loss has a ½ in front, so that the 2 of the square's derivative cancels",
)
NO_TERM_OF = Texts(
    sentence="One output is missing: {wrong} is without what {term.name} = {term} adds to the sum.",
    shorter="{value} leaves out an output; {term.name} = {term} adds to the sum too.",
    because="the loss adds up what every output is off by",
)


def _factor(network: Network) -> Node:
    return entry(losses.of(network).factor, {})


def _scaled(network: Network, node: Node) -> Node:
    """A sum over the outputs with the factor of the loss before it."""
    factor = _factor(network)
    return node if isinstance(factor, Number) and factor.value == 1.0 else product(factor, node)


def _terms(network: Network, q: Quantity, without: int = 0) -> tuple[Node, ...]:
    """What the loss of one sample adds up, output by output, but for terms that are 0 whatever comes out."""
    every = (loss_term(network, q, j) for j in count(network, network.depth) if j != without)
    return tuple(term for term in every if not (isinstance(term, Number) and term.value == 0.0))


def _errors(network: Network, q: Quantity) -> tuple[Node, ...]:
    l = network.depth
    return tuple(Sum((named(q, Kind.A, l, j), Neg(named(q, Kind.Y, l, j)))) for j in count(network, l))


def _half_omitted(network: Network, q: Quantity) -> Iterator[Slip]:
    # The sum of two samples in place of their mean is the same number: nobody can tell which ½ is missing.
    if network.loss == HALF_SQUARES and not (network.mean and len(network.in_update(q.update)) == 2):
        texts = None if alone(network, q) else WHOLE_SQUARES
        yield Slip(across(network, q, lambda each: summed(_terms(network, each))), texts=texts)


def _square_omitted(network: Network, q: Quantity) -> Iterator[Slip]:
    if squares(network):
        yield Slip(across(network, q, lambda each: _scaled(network, summed(_errors(network, each)))))
        yield Slip(across(network, q, lambda each: _scaled(network, absolute(summed(_errors(network, each))))))


def _output_omitted(network: Network, q: Quantity) -> Iterator[Slip]:
    """The same output left out of each sample's loss."""
    samples = in_samples(network, q)
    for j in count(network, network.depth):
        left = {each: _terms(network, each, without=j) for each in samples}
        missing = next((each for each in samples if len(_terms(network, each)) > len(left[each])), None)
        if missing is not None and any(left.values()):
            found = {each: _scaled(network, summed(terms or (ZERO,))) for each, terms in left.items()}
            term = loss_term(network, missing, j) if squares(network) else named(missing, Kind.A, network.depth, j)
            yield Slip(across(network, q, found.__getitem__), {"term": term}, None if squares(network) else NO_TERM_OF)


def _error_given(network: Network, q: Quantity) -> Iterator[Slip]:
    texts = ERROR_GIVEN.get(network.loss) if squares(network) else NO_DIFFERENCE
    errors = _errors(network, in_samples(network, q)[0])
    yield from slips((across(network, q, lambda each: summed(_errors(network, each))), *errors), texts=texts)


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
