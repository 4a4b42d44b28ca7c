"""One question of a lesson, made ready for marking: its right formulas, and every mistake that can be made at it."""

from collections.abc import Callable, Collection, Container, Mapping
from dataclasses import dataclass
from functools import cached_property

from tutor.engine.network import Network
from tutor.explain.formula import formulas, names
from tutor.expression.functions import CALM
from tutor.expression.tree import Call, Name, Neg, Node, Number, Power, Product, Quotient, Sum, operands
from tutor.marking.band import Bands, band, held
from tutor.marking.guess import Guess, guess
from tutor.marking.interval import Prior
from tutor.marking.mistakes.entry import Mistake, Slip
from tutor.marking.mistakes.table import MISTAKES, of
from tutor.marking.paper import Known, Own
from tutor.quantity import Kind, Quantity, is_parameter


@dataclass(frozen=True)
class Question:
    """One quantity that is asked for.

    Attributes:
        network: the network that is asked about.
        q: the quantity.
        significant: the figures that an answer must carry.
        known: what the lesson says of any quantity.
        at: another question of the same lesson.
    """

    network: Network
    q: Quantity
    significant: int
    known: Callable[[Quantity], Known]
    at: "Callable[[Quantity], Question]"

    @cached_property
    def forms(self) -> tuple[Node, ...]:
        """The right formulas: σ′ has two, and so has an error from which the slope has cancelled; most have one."""
        return formulas(self.network, self.q)

    @cached_property
    def priors(self) -> tuple[Quantity, ...]:
        """What the formulas are made of but for the lesson's own numbers, in the order of the formulas."""
        found: dict[Quantity, None] = {}
        for form in self.forms:
            found.update(dict.fromkeys(p for p in names(form) if not is_parameter(p)))
        return tuple(found)

    def known_from(self, sheet: Container[Quantity]) -> bool:
        """Whether all priors are on a sheet."""
        return all(p in sheet for p in self.priors)

    @cached_property
    def printed(self) -> frozenset[float]:
        """The lesson's own numbers that stand in the formulas."""
        return frozenset(self.known(p).exact for form in self.forms for p in names(form) if is_parameter(p))

    @cached_property
    def right(self) -> float:
        """The exact value."""
        return self.known(self.q).exact

    @cached_property
    def beyond(self) -> Bands:
        """The exact value rounded and cut, where no form comes to it: of 1 − a nothing may be left."""
        if all(map(_plain, self.forms)):
            return ()  # and the exact value, for which the whole network is worked out, is not needed
        priors = (lambda q, _: Prior(self._exact(q), self._exact(q)),)
        if held(tuple(band(CALM, form, priors, self.significant) for form in self.forms), self.right):
            return ()
        return (band(CALM, Number(self.right), priors, self.significant),)

    @cached_property
    def slips(self) -> tuple[tuple[Mistake, Slip], ...]:
        """Every way to make every mistake here, in the order of the table."""
        return tuple(of(self.network, self.q))

    @cached_property
    def slip_guesses(self) -> tuple[Guess[float], ...]:
        """What each slip gives on exact numbers."""
        return tuple(guess(CALM, slip.tree, self._exact, self.significant) for _, slip in self.slips)

    @cached_property
    def misreadings(self) -> tuple[Mistake, ...]:
        """The mistakes of typing: those that are told by the text of the answer."""
        return tuple(mistake for mistake in MISTAKES if mistake.typed is not None and self.q.kind in mistake.kinds)

    @cached_property
    def plain(self) -> Slip:
        """No slip at all: what a mistake of typing was made on."""
        return Slip(self.forms[0])

    def _exact(self, q: Quantity) -> float:
        return self.known(q).exact

    def wrong(self, own: Mapping[Quantity, Own]) -> tuple[Quantity, ...]:
        """The learner's own wrong numbers among the priors."""
        return tuple(p for p in self.priors if p in own and not own[p].correct)

    def emptied(self, form: Node, zeros: Collection[Quantity]) -> bool:
        """Whether wrong zeros leave nothing to compute: one is a factor of every term, or what a function is taken of.

        A term that the lesson itself makes 0 counts neither way.
        """
        found = frozenset(names(form))
        if found and found <= frozenset(zeros) and all(p.kind is Kind.Z for p in found):
            return True  # whatever the activation makes of it
        match form:
            case Name(of=of):
                return of in zeros
            case Sum(terms=terms):
                left = [term for term in terms if not self._nothing(term)]
                return bool(left) and all(self.emptied(term, zeros) for term in left)
            case Product(factors=factors):
                return any(self.emptied(factor, zeros) for factor in factors)
            case Quotient(dividend=above):
                return not isinstance(above, Call) and self.emptied(above, zeros)  # e^0 is no 0
            case Neg(operand=inner) | Call(argument=inner) | Power(base=inner):
                return self.emptied(inner, zeros)
            case _:
                return False

    def _nothing(self, term: Node) -> bool:
        """Whether the lesson's own numbers make a term 0."""
        match term:
            case Number(value=value):
                return value == 0.0
            case Name(of=Quantity() as q):
                return is_parameter(q) and self.known(q).exact == 0.0
            case Product(factors=factors):
                return any(self._nothing(factor) for factor in factors)
            case Neg(operand=inner) | Quotient(dividend=inner):
                return self._nothing(inner)
            case _:
                return False


def _plain(form: Node) -> bool:
    """Whether a form is of sums and products alone, which have a value whatever goes in."""
    return not isinstance(form, Call | Quotient) and all(map(_plain, operands(form)))
