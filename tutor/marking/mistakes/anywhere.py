"""Mistakes that can be made at every quantity: of the sign, of the decimal point, and of typing."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from tutor.engine.network import Network
from tutor.explain.formula import formulas
from tutor.expression.tree import Number, Quotient
from tutor.marking.mistakes.entry import Mistake, Slip
from tutor.marking.mistakes.shapes import negatives, slips, times
from tutor.quantity import ASKABLE, Kind, Quantity

TEN = Number(10.0, "10")
SIGNED_BY_THEMSELVES = frozenset({Kind.DELTA, Kind.DL_DW, Kind.DL_DB})
"""The kinds at which a mistake of their own says more of a wrong sign."""
LONGEST = 20
"""In longer numbers no exchanged digits are looked for."""


def _sign_flipped(network: Network, q: Quantity) -> Iterator[Slip]:
    return slips(negatives(network, q))


def _decimal_slip(network: Network, q: Quantity) -> Iterator[Slip]:
    for form in formulas(network, q):
        yield Slip(times(TEN, form))
        yield Slip(Quotient(form, TEN))


def _no_rule(_network: Network, _q: Quantity) -> tuple[Slip, ...]:
    return ()


def unswapped(typed: Decimal) -> Iterator[Decimal]:
    """Every number that becomes the typed one when two neighbouring digits of it are exchanged.

    The digits are those of the decimal notation, zeros after the point among them. None is moved over the point.
    """
    sign, digits, exponent = typed.as_tuple()
    if not isinstance(exponent, int) or exponent > 0 or max(len(digits), -exponent) > LONGEST:
        return
    row = (0,) * (-exponent - len(digits)) + digits
    point = len(row) + exponent
    for i, (one, other) in enumerate(pairwise(row)):
        if one != other and i + 1 != point:
            yield Decimal((sign, (*row[:i], other, one, *row[i + 2 :]), exponent))


MISTAKES: tuple[Mistake, ...] = (
    Mistake(
        "sign-flipped",
        tuple(kind for kind in ASKABLE if kind not in SIGNED_BY_THEMSELVES),
        _sign_flipped,
        sentence="The size of {value} is right, its sign is not; check each sign, starting from {prior.name}.",
        shorter="Only the sign of {value} is wrong; check each sign, starting from {prior.name}.",
        because="a wrong sign turns what follows from it the other way round",
        sign=True,
    ),
    Mistake(
        "decimal-slip",
        ASKABLE,
        _decimal_slip,
        sentence="The decimal point of {value} is one place off; work it out roughly, starting from {prior.name}.",
        shorter="The decimal point of {value} is one place off; start again from {prior.name}.",
        because="a moved point makes a number ten times too large or too small",
        pen=True,
    ),
    Mistake(
        "digits-swapped",
        ASKABLE,
        _no_rule,
        sentence="Two neighbouring digits of {answer} have changed places; compare it with what you worked out.",
        shorter="Two digits of {answer} have changed places; look at your number again.",
        because="it is a mistake of typing, and the method is right",
        pen=True,
        typed=unswapped,
    ),
)
