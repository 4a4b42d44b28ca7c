"""The marking of answers that are expressions: right or wrong by what they mean, not by how they are written."""

from collections.abc import Container, Hashable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property, lru_cache
from itertools import islice

from tutor.engine.network import Network
from tutor.explain.formula import formulas
from tutor.expression.text import Style, pieces
from tutor.expression.tokens import Unreadable
from tutor.expression.tree import Node
from tutor.marking.mark import Mark, Verdict
from tutor.marking.marker import EMPTY, unreadable
from tutor.marking.mistakes.entry import Mistake, Slip
from tutor.marking.mistakes.table import of
from tutor.marking.symbolic.compare import Values, agrees, right, same, values
from tutor.marking.symbolic.names import Names
from tutor.marking.symbolic.nearly import with_inputs, with_names
from tutor.marking.symbolic.networks import solutions
from tutor.marking.symbolic.read import named, read
from tutor.marking.symbolic.said import look_again, mistaken, write_names
from tutor.quantity import Quantity

NOT_COMPARED = (
    "This has a value in too few networks to be compared: check what you divide by, and each ln, root and power."
)
WRONG_LAYER = "same-layer-activation"
NOT_A_NUMBER = "An expression is asked for here, not a number: {}."


class Asked:
    """One question that asks for an expression.

    Attributes:
        network: the network that is asked about.
        q: the question.
        names: what names stand for here.
    """

    def __init__(self, network: Network, q: Quantity) -> None:
        self.network = network
        self.q = q
        self.names = Names(network, q)

    def answer(self, style: Style) -> str:
        """A right answer; typed back, it is correct in either style."""

        def leaf(p: Hashable) -> str:
            return self.names.spelled(p) if isinstance(p, Quantity) else str(p)

        written = pieces(formulas(self.network, self.q)[0], leaf, style)
        # Whoever types σ means the activation of a layer, whichever that is: a sigmoid in a formula is called by name.
        return "".join(piece.text if piece.of else piece.text.replace("σ", "sigmoid") for piece in written)

    @cached_property
    def right(self) -> Values:
        """The right value on each network."""
        return right(self.network, self.q)

    @cached_property
    def slips(self) -> tuple[tuple[Mistake, Slip], ...]:
        """Every way to make every mistake here, but for slips of the pen."""
        return tuple((mistake, slip) for mistake, slip in of(self.network, self.q) if not mistake.pen)

    def made(self, answer: Values) -> Iterator[tuple[Mistake, Slip]]:
        """The mistakes that come to the same as an answer, each in one way."""
        codes = set()
        for mistake, slip in self.slips:
            if mistake.code not in codes and agrees(self.network, slip.tree, answer):
                codes.add(mistake.code)
                yield mistake, slip

    def nearly(self, tree: Node) -> Iterator[tuple[Mistake, Slip]]:
        """The mistake of an answer that has the a of the wrong layer, of whichever neuron."""
        lowered = with_inputs(tree, self.network, self.q)
        if lowered is not None and self.means_right(lowered):
            alike = ((mistake, slip) for mistake, slip in self.slips if mistake.code == WRONG_LAYER)
            for mistake, slip in islice(alike, 1):
                # Its longer sentence tells of the neuron at the end of the wire.
                yield mistake._replace(sentence=mistake.shorter), replace(slip, tree=tree, written=None)

    def unnamed(self, tree: Node) -> tuple[tuple[str, str], ...]:
        """The numbers that only have to be names for an answer to be right, each with that name; none if not so."""
        found = (put for named, put in with_names(tree, self.network, self.q) if self.means_right(named))
        return tuple((text, self.names.spelled(p)) for text, p in next(found, ()))

    def means_right(self, tree: Node) -> bool:
        """Whether an expression has the right value on all networks."""
        return agrees(self.network, tree, self.right)


@lru_cache(maxsize=256)
def answer(network: Network, q: Quantity, style: Style = "ascii") -> str:
    """A right answer to a question that asks for an expression: typed back, it is correct."""
    return Asked(network, q).answer(style)


@lru_cache(maxsize=256)
def examples(network: Network, q: Quantity) -> tuple[str, ...]:
    """Two of the names that the answer can be written in, as they are typed."""
    return Names(network, q).some(2)


class SymbolicMarker:
    """Marks the answers to the questions of one lesson that ask for expressions."""

    def __init__(self, network: Network, messages: Mapping[str, str] = EMPTY) -> None:
        """Take what a lesson says.

        Args:
            network: the network that is asked about.
            messages: the lesson's own sentence for some codes.
        """
        self.network = network
        self.messages = messages
        self._asked: dict[Quantity, Asked] = {}

    def prepare(self) -> None:
        """Work out what every comparison is made on."""
        solutions(self.network)

    def asked(self, q: Quantity) -> Asked:
        """A question, made ready for marking."""
        found = self._asked.get(q)
        if found is None:
            found = self._asked[q] = Asked(self.network, q)
        return found

    def mark(self, q: Quantity, text: str, seen: Container[str] = ()) -> Mark:
        """Mark what was typed for a question.

        Args:
            q: the question.
            text: what was typed; not blank.
            seen: codes that were named to the learner before: those are said shorter.
        """
        asked = self.asked(q)
        try:
            tree = read(text, asked.names)
        except Unreadable as refusal:
            return unreadable(refusal)
        answer = values(self.network, tree)
        found = same(answer, asked.right)
        if found is None:
            return unreadable(Unreadable(NOT_COMPARED, 0))
        if found:
            return Mark(Verdict.CORRECT)
        if not named(tree) and asked.names.some(1):
            return Mark(Verdict.WRONG, (NOT_A_NUMBER.format(asked.names.advice),))
        made = list(asked.made(answer)) if any(answer) else []
        made = made or list(asked.nearly(tree))
        if not made:
            unnamed = asked.unnamed(tree)
            return Mark(Verdict.WRONG, (write_names(unnamed) if unnamed else look_again(self.network, q),))
        sentence = mistaken(made, self.network, q, answer=text, seen=seen, messages=self.messages)
        return Mark(Verdict.WRONG, sentence, mistakes=tuple(mistake.code for mistake, _ in made))
